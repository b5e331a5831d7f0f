//! Households that a roster empties: everybody who lives there moves into the one that is taken. It is joined to that
//! one, as by 合户: what hangs on it stays there and can be found, and it stands again as soon as somebody lives in it.

use std::collections::BTreeSet;

use domain::{
    Cells, Id,
    records::{Household, Member, Record},
};
use sheet::{Doubt, RosterHousehold};
use store::{Store, row};

use super::{
    known::{key_of_number, stands},
    plan::{PlannedRow, Rows, doubt_of},
};
use crate::error::ApiError;

const EMPTIED: &str = "household_emptied";

/// The rows that join them, each with what a person is told: of those that the list does not have itself, as `listed`
/// says; `today` is when they are joined.
pub(super) fn emptied(
    store: &Store,
    rows: &Rows,
    listed: &BTreeSet<String>,
    roster: &RosterHousehold,
    today: &str,
) -> Result<Vec<(PlannedRow, Doubt)>, ApiError> {
    let home = rows.household.id;
    let moving: BTreeSet<Id> = rows.members.iter().map(|member| member.id).collect();
    let left: BTreeSet<Id> = rows
        .members
        .iter()
        .filter_map(PlannedRow::lives_in)
        .collect();
    let mut emptied = Vec::new();
    for id in left.into_iter().filter(|id| *id != home) {
        let living = store.members_of(id)?;
        let Some(household) = row::get(store.connection(), Household::INFO.table, id)? else {
            continue;
        };
        let number = household.cell(Household::number).as_text();
        let village = household.cell(Household::division_code).as_text();
        let is_listed = !number.is_empty() && listed.contains(&key_of_number(number, village));
        if is_listed || !stands(&household) || !living.iter().all(|row| moving.contains(&row.id)) {
            continue;
        }
        let joined = Cells::from([
            (Household::merged_into, home.into()),
            (Household::merged_on, today.into()),
        ]);
        let head = living.first().map(|row| row.cell(Member::name).as_text());
        let doubt = doubt_of(roster, "姓名", EMPTIED, head.unwrap_or_default());
        let row = PlannedRow::new(store, &Household::INFO, id, joined)?;
        emptied.push((row, doubt));
    }
    Ok(emptied)
}
