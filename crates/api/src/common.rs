//! What many operations share.

use std::collections::BTreeMap;

use domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::DraftKey;

/// How far a record has come. `number` is what people quote, `431128–1024`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Receipt {
    pub state: ChangeState,
    pub number: Option<String>,
    pub at_ms: Option<i64>,
    pub reason: Option<String>,
    /// It left this laptop's area, and goes from it once what was written on it is delivered.
    pub parked: bool,
    pub photos_done: u64,
    pub photos_total: u64,
}

/// Nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Empty {}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct IdRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
}

/// One value that a list can be filtered by, and how many rows have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Facet {
    pub code: String,
    pub label: String,
    pub count: u64,
}

/// Fields to write; `base` is the `version` that the form was opened with, 0 for a new record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SaveRequest {
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub base: u64,
    pub fields: BTreeMap<String, Typed>,
    pub reason: Option<String>,
    /// The draft that this was typed into; it goes in the same transaction.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<DraftKey>,
}

/// A soft delete, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RemoveRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub base: u64,
    pub reason: String,
}

/// A row that was deleted is to be there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct BringBack {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub base: u64,
}

/// A rule says this is wrong: shown beside the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Violation {
    pub field: String,
    pub code: String,
}

/// `change_set` is null when nothing had changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Saved {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub change_set: Option<String>,
    pub version: u64,
    pub state: ChangeState,
}

/// Every field of a record by name, sensitive ones masked. `version` is the base for saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordView {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    pub fields: BTreeMap<String, Cell>,
    pub receipt: Receipt,
    pub conflict_fields: Vec<String>,
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PageRequest {
    pub limit: u32,
    pub offset: u32,
}

/// How a change stands (`sync.md` §2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// On this laptop only.
    Stored,
    /// On a stick or with a leader.
    HandedOn,
    /// The county holds it.
    Receipted,
    /// The same, with a value of someone else kept beside it.
    Merged,
    /// A person sent it back.
    Returned,
    /// It waits for something at the county.
    Held,
    /// A person at the county must look at it.
    Quarantined,
}

/// A value of one field: money in fen, dates and lists as text, ids as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(untagged)]
pub enum Cell {
    /// A number.
    Number(i64),
    /// Text.
    Text(String),
    /// Nothing recorded.
    Nothing,
}

/// A value as a form hands it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(untagged)]
pub enum Typed {
    /// A number.
    Number(i64),
    /// Text.
    Text(String),
    /// Several texts or codes.
    List(Vec<String>),
    /// Nothing.
    Nothing,
}

/// How an id looks in JSON; the structs hold [`Id`].
#[derive(Debug)]
pub struct IdText;

impl TS for IdText {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn name(_: &ts_rs::Config) -> String {
        "Id".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type Id = string;".to_owned()
    }
    fn decl_concrete(config: &ts_rs::Config) -> String {
        Self::decl(config)
    }
    fn output_path() -> Option<std::path::PathBuf> {
        Some("Id.ts".into())
    }
}

impl JsonSchema for IdText {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}
