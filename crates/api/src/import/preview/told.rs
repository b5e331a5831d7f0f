//! What the screen is told of a roster that was read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::common::Cell;

/// The file as it was read, and how many of its households become what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportSummary {
    pub file: String,
    /// `H1`.
    pub layout: String,
    pub sheets: Vec<String>,
    pub rows_read: u64,
    /// The list's own date.
    pub listed_on: Option<String>,
    /// Cells that were put right.
    pub repairs: u64,
    /// Header words whose values are not taken: unknown ones, and those that no record holds.
    pub unmapped: Vec<String>,
    pub tabs: ImportTabs,
    pub chosen: u64,
    pub taken: u64,
    /// Rows that are nobody: some of them, and how many there are.
    pub loose: Vec<ImportDoubt>,
    pub loose_total: u64,
}

/// Households by what becomes of them; those in doubt are among the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportTabs {
    pub all: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub doubtful: u64,
    pub left_out: u64,
}

/// A tab of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportTab {
    All,
    New,
    Changed,
    Unchanged,
    Doubtful,
    LeftOut,
}

/// What becomes of a household or one of its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportFate {
    New,
    Changed,
    Unchanged,
    LeftOut,
}

/// Part of a tab; `q` finds names, initials, numbers, villages and groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportQuery {
    pub tab: ImportTab,
    pub q: String,
    pub limit: u32,
    pub offset: u32,
}

/// That part; how many there are, how many of them are chosen, how many can be taken without a doubt, and how many of
/// these are chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportPage {
    pub rows: Vec<ImportRow>,
    pub total: u64,
    pub chosen: u64,
    pub sure: u64,
    pub sure_chosen: u64,
}

/// A household of the roster; `at` names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportRow {
    pub at: u64,
    pub head_name: String,
    pub number: String,
    pub village_name: String,
    pub group_name: String,
    pub sheet: String,
    pub row: u64,
    pub people: u64,
    pub fate: ImportFate,
    /// Fields that are filled or changed.
    pub changes: u64,
    pub doubts: u64,
    pub repairs: u64,
    pub chosen: bool,
    pub choosable: bool,
    pub taken: bool,
}

/// One household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportAt {
    pub at: u64,
}

/// `chosen` for one household, or without `at` for all of the tab that `q` finds; those in doubt are only chosen one by
/// one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportChoice {
    pub at: Option<u64>,
    pub tab: ImportTab,
    pub q: String,
    pub chosen: bool,
}

/// One household beside what is on record now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportHome {
    pub row: ImportRow,
    /// Of the household itself.
    pub changes: Vec<ImportChange>,
    pub people: Vec<ImportPerson>,
    pub doubts: Vec<ImportDoubt>,
    pub repairs: Vec<ImportRepair>,
}

/// A member and what the roster changes on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportPerson {
    pub name: String,
    pub relation: String,
    pub sheet: String,
    pub row: u64,
    pub fate: ImportFate,
    /// Somebody had removed them.
    pub removed: bool,
    pub changes: Vec<ImportChange>,
}

/// One field, masked as elsewhere; `codes` names the list whose words it is shown in, empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportChange {
    pub record: String,
    pub field: String,
    pub codes: String,
    pub from: Cell,
    pub to: Cell,
}

/// A reason in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// What a person should look at, where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportDoubt {
    pub sheet: String,
    pub row: u64,
    pub column: String,
    pub kind: String,
    pub value: String,
    pub why: Words,
    /// The other row that it is about.
    pub see_sheet: String,
    pub see_row: Option<u64>,
}

/// What was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportRepair {
    pub sheet: String,
    pub row: u64,
    pub column: String,
    pub from: String,
    pub to: String,
    pub why: Words,
}
