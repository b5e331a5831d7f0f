//! What the index reads of the tables: which columns, and a member as it is read.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{Id, remark::Found};
use rusqlite::{Connection, Row};

use super::{remarks, sectors};
use crate::StoreError;

pub(super) struct MemberRow {
    pub(super) id: Id,
    /// As [`Home::sectors`].
    pub(super) sectors: u8,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) labour: String,
    pub(super) identity: String,
    pub(super) phone: String,
    pub(super) born: Option<NaiveDate>,
    pub(super) changed_at: i64,
    pub(super) found: Found,
}

const HOUSEHOLD_COLUMNS: &str = "id, number, division_code, group_name, phone, head_member_id, causes, state, \
     out_of_poverty_year, income_per_head_fen, _place, deleted_at, risks, monitored_kind, \
     house_unsafe, house_grade, attribute";
const MEMBER_COLUMNS: &str = "household_id, id, name, relation, labour, id_number, phone, schooling, allowance, health, \
     illness, disability";
/// Where the columns of the rules begin behind them.
pub(super) const HOUSEHOLD_RULES: usize = 17;
const MEMBER_RULES: usize = 12;
/// 合户: the last of the household's columns.
pub(super) const MERGED_INTO: usize = HOUSEHOLD_RULES + 9;

pub(super) fn member_columns() -> String {
    format!("{MEMBER_COLUMNS}, {}", remarks::MEMBER_COLUMNS)
}

pub(super) fn household_columns() -> String {
    format!("{HOUSEHOLD_COLUMNS}, {}", remarks::HOUSEHOLD_COLUMNS)
}

/// How far the solution of one household is; the same for all of them.
pub(super) const SOLUTION: &str = "SELECT state FROM housing_solution WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1";

pub(super) fn solutions(conn: &Connection) -> Result<HashMap<Id, String>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT household_id, state FROM housing_solution
         WHERE deleted_at IS NULL AND household_id IS NOT NULL ORDER BY id DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        found.insert(id_at(row, 0)?, row.get(1)?);
    }
    Ok(found)
}

pub(super) fn id_at(row: &Row<'_>, index: usize) -> Result<Id, StoreError> {
    Ok(Id::from_slice(row.get_ref(index)?.as_blob().unwrap_or_default()).unwrap_or_default())
}

pub(super) fn member_row(row: &Row<'_>) -> Result<MemberRow, StoreError> {
    let (relation, labour, identity): (String, String, String) =
        (row.get(3)?, row.get(4)?, row.get(5)?);
    let (found, born, changed_at) =
        remarks::person_at(row, MEMBER_RULES, [&identity, &relation, &labour])?;
    Ok(MemberRow {
        id: id_at(row, 1)?,
        sectors: sectors::of_member(row)?,
        name: row.get(2)?,
        relation,
        labour,
        identity,
        phone: row.get(6)?,
        born,
        changed_at,
        found,
    })
}
