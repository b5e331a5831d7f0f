//! What households say of a village's team is kept from that team, whatever a laptop sends: it lies above the village,
//! also while it is refused, and nobody of the team writes it under another right.

use domain::{
    ChangeSet, Op, Place, cell,
    records::{self, Grant, Inquiry, Record as _},
};

use super::{Batch, Decision, moves_to};
use crate::{Row, StoreError, query::people::is_of_team};

/// Does a set write what was heard of a team?
pub(super) fn is_heard(set: &ChangeSet) -> bool {
    set.ops.iter().any(|op| op.table == Inquiry::INFO.table)
}

impl Batch<'_> {
    /// May this op stand at `place`, or go where it says? Of other records: always.
    pub(super) fn keeps_apart(
        &self,
        op: &Op,
        row: &Row,
        place: Place,
        grant: Option<&Grant>,
    ) -> Result<bool, StoreError> {
        if op.table != Inquiry::INFO.table {
            return Ok(true);
        }
        let anchor = records::by_table(op.table).map(|record| record.anchor);
        let target = anchor.and_then(|anchor| moves_to(anchor, op, row));
        if place.is_village() || target.is_some_and(Place::is_village) {
            return Ok(false);
        }
        let person = grant.and_then(|grant| grant.person_id);
        let (Some(person), false) = (person, self.pusher.trusted) else {
            return Ok(true);
        };
        for cells in [&op.cells, &row.cells] {
            let village = cell::cell(cells, Inquiry::village_code).as_text();
            if !village.is_empty() && is_of_team(self.conn, person, village)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A set that is not applied is kept whole in the log, and goes to whoever holds its place: never to a village.
    pub(super) fn set_apart(
        &mut self,
        set: &ChangeSet,
        mut decision: Decision,
    ) -> Result<Decision, StoreError> {
        if decision.verdict.reaches_tables() || !is_heard(set) {
            return Ok(decision);
        }
        if decision.place == Place::PUBLIC {
            // Written under no right that the county knows: where the row lies, or says that it would.
            for op in &set.ops {
                let row = self.applying.rows.get(self.conn, op.table, op.id)?;
                let said =
                    Place::from_code(cell::cell(&op.cells, Inquiry::division_code).as_text());
                let known = (row.seq > 0).then_some(row.place);
                if let Some(place) = known.or(said).filter(|place| *place != Place::PUBLIC) {
                    decision.place = place;
                }
            }
        }
        decision.place = decision.place.above_village();
        Ok(decision)
    }
}
