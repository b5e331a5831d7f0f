//! What the person may not write where it lies now: a household, or somebody of it who lives in another one.

use domain::{cell, records::Household};
use sheet::{Doubt, RosterHousehold};
use store::{Edit, Store};

use super::{
    doubts::{household_elsewhere, member_outside},
    plan::{Fate, PlannedRow, Rows},
};
use crate::{
    error::{ApiError, Code},
    host::{self, Asker},
};

/// Leaves out whom the person may not write where they are now; why nothing of the household can be taken, where that is
/// so of itself, of its head or of everybody.
pub(super) fn leave_out(
    asker: &Asker,
    store: &Store,
    rows: &mut Rows,
    roster: &RosterHousehold,
) -> Result<Option<Doubt>, ApiError> {
    if may_write(asker, store, &rows.edits())? {
        return Ok(None);
    }
    let edit = |row: &PlannedRow| row.is_written().then(|| row.edit());
    let household: Vec<Edit> = edit(&rows.household).into_iter().collect();
    if !may_write(asker, store, &household)? {
        return Ok(Some(household_elsewhere(roster)));
    }
    let head = cell::cell(&rows.household.cells, Household::head_member_id).as_id();
    for (row, member) in rows.members.iter_mut().zip(&roster.members) {
        let mut edits = household.clone();
        edits.extend(edit(row));
        if may_write(asker, store, &edits)? {
            continue;
        }
        if head == Some(row.id) {
            return Ok(Some(member_outside(member)));
        }
        row.leave_out();
    }
    let mut stays = rows.members.iter().filter(|row| row.fate != Fate::LeftOut);
    let nobody = stays.next().is_none();
    Ok(roster
        .members
        .first()
        .filter(|_| nobody)
        .map(member_outside))
}

fn may_write(asker: &Asker, store: &Store, edits: &[Edit]) -> Result<bool, ApiError> {
    match host::permit(asker, store, edits) {
        Ok(_) => Ok(true),
        Err(error) if error.code == Code::NotPermitted => Ok(false),
        Err(error) => Err(error),
    }
}
