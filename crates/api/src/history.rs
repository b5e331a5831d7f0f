//! Who changed what, when, from what to what.

use std::collections::BTreeMap;

use domain::{
    Id, RecordInfo, Value,
    change::DELETED_AT,
    records::{self, Household, Income, Member, Person, Record, RemarkOff, StatusEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Store, StoreError,
    history::{Change, History},
    row,
};
use ts_rs::TS;

use crate::{
    common::{Cell, ChangeState, IdRequest, Receipt},
    error::ApiError,
    host::{self, Host},
    mask,
    record::{self, RecordRequest},
};

/// One field changed by one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HistoryRow {
    pub at_ms: i64,
    pub by_name: String,
    pub record: String,
    pub record_title: String,
    /// The year that an income is of.
    pub record_year: Option<i64>,
    pub field: String,
    pub from: Cell,
    pub to: Cell,
    pub reason: String,
    pub receipt: Receipt,
}

/// The history of one record, or of those that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HistoryAnswer {
    /// The newest first.
    pub rows: Vec<HistoryRow>,
    /// A laptop's: there is more at the county, from before its first sync.
    pub is_older_at_county: bool,
}

/// The word for a row that was made, where a field's name would stand.
const CREATED: &str = "created";
const DELETED: &str = "deleted_at";

/// Body of `household.history`.
pub fn of_household(host: &dyn Host, request: &IdRequest) -> Result<HistoryAnswer, ApiError> {
    host::read(host, |store| {
        record::readable(host.asker(), store, &Household::INFO, request.id)?;
        answer(store, store.household_history(request.id)?)
    })
}

/// Body of `record.history`.
pub fn of_record(host: &dyn Host, request: &RecordRequest) -> Result<HistoryAnswer, ApiError> {
    let info = record::named(&request.record)?;
    host::read(host, |store| {
        record::readable(host.asker(), store, info, request.id)?;
        answer(store, store.row_history(info.table, request.id)?)
    })
}

/// The history that an operation answers with, for the shell that fetches what is older.
pub fn known(store: &Store, table: u16, id: Id) -> Result<History, StoreError> {
    if table == Household::INFO.table {
        store.household_history(id)
    } else {
        store.row_history(table, id)
    }
}

fn answer(store: &Store, history: History) -> Result<HistoryAnswer, ApiError> {
    Ok(HistoryAnswer {
        is_older_at_county: !history.older.is_empty(),
        rows: rows(store, history.changes)?,
    })
}

fn rows(store: &Store, changes: Vec<Change>) -> Result<Vec<HistoryRow>, ApiError> {
    let mut titles: BTreeMap<(u16, Id), (String, Option<i64>)> = BTreeMap::new();
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        let Some(info) = records::by_table(change.table) else {
            continue;
        };
        let key = (change.table, change.id);
        if let std::collections::btree_map::Entry::Vacant(entry) = titles.entry(key) {
            entry.insert((
                title(store, info, change.id)?,
                year(store, info, change.id)?,
            ));
        }
        let (title, year) = titles.get(&key).cloned().unwrap_or_default();
        let field = change.field.and_then(|number| info.field(number));
        let cell = |value: &Value| -> Result<Cell, ApiError> {
            Ok(match field {
                Some(field) if NAMED.iter().any(|(name, _)| *name == field.name) => {
                    mask::open(&names(store, field.name, value)?.into())
                }
                Some(field) => mask::masked(field, value),
                None => mask::open(value),
            })
        };
        let mut receipt: Receipt = change.receipt.into();
        if !change.stood {
            receipt.state = ChangeState::Merged;
        }
        rows.push(HistoryRow {
            at_ms: change.at_ms,
            by_name: change.by_name,
            record: info.name.to_owned(),
            record_title: title,
            record_year: year,
            field: match (change.field, field) {
                (None, _) => CREATED.to_owned(),
                (Some(_), Some(field)) => field.name.to_owned(),
                (Some(DELETED_AT), None) => DELETED.to_owned(),
                (Some(number), None) => number.to_string(),
            },
            from: cell(&change.from)?,
            to: cell(&change.to)?,
            reason: change.reason,
            receipt,
        });
    }
    Ok(rows)
}

/// Fields that hold ids, which say nothing to a reader, and whose names they are told by.
const NAMED: [(&str, u16); 8] = [
    ("person_id", Person::INFO.table),
    ("person_ids", Person::INFO.table),
    ("member_id", Member::INFO.table),
    ("head_member_id", Member::INFO.table),
    ("household_id", Household::INFO.table),
    ("other_household_id", Household::INFO.table),
    ("split_from", Household::INFO.table),
    ("merged_into", Household::INFO.table),
];

/// The names behind the ids of a cell; of a row that this file does not hold the id.
fn names(store: &Store, field: &str, value: &Value) -> Result<String, ApiError> {
    let of = |wanted: u16| {
        NAMED
            .iter()
            .any(|(name, table)| *name == field && *table == wanted)
    };
    let ids = match value.as_id() {
        Some(id) => vec![id.to_string()],
        None => records::list(value),
    };
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        let name = match id.parse::<Id>() {
            Ok(person) if of(Person::INFO.table) => {
                store::query::person_name(store.connection(), person)?
            }
            Ok(row) if of(Member::INFO.table) => store.title_of(Member::INFO.table, row)?,
            Ok(row) => store.title_of(Household::INFO.table, row)?,
            Err(_) => String::new(),
        };
        names.push(if name.is_empty() { id } else { name });
    }
    Ok(names.join("、"))
}

/// A measure is known by its content, an event by its kind, a remark that is off by its rule, everything else by its
/// name.
fn title(store: &Store, info: &RecordInfo, id: Id) -> Result<String, ApiError> {
    let by = match info.table {
        table if table == StatusEvent::INFO.table => "kind",
        table if table == RemarkOff::INFO.table => "rule",
        _ => "content",
    };
    if let Some(field) = info.field_named(by).or_else(|| info.field_named("item"))
        && let Some(row) = row::get(store.connection(), info.table, id)?
    {
        return Ok(row.cell(field.number).as_text().to_owned());
    }
    Ok(store.title_of(info.table, id)?)
}

fn year(store: &Store, info: &RecordInfo, id: Id) -> Result<Option<i64>, ApiError> {
    if info.table != Income::INFO.table {
        return Ok(None);
    }
    let row = row::get(store.connection(), info.table, id)?;
    Ok(row.and_then(|row| row.cell(Income::year).as_integer()))
}
