//! What households say of a village's team is kept from that team, whatever a laptop sends: it lies above the village,
//! also while it is refused, nobody of the team writes it under another right, and nobody makes their team be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ChangeSet, Op, Place,
    access::rewritten,
    cell,
    records::{self, Grant, Inquiry, Record as _},
};

use super::{Batch, Decision, moves_to};
use crate::{
    Row, StoreError,
    place::{Derived, derive_with},
    query::people::is_of_team,
};

/// Does a set write what was heard of a team?
pub(super) fn is_heard(set: &ChangeSet) -> bool {
    set.ops.iter().any(|op| op.table == Inquiry::INFO.table)
}

impl Batch<'_> {
    /// May this op stand at `place`, or go where it says? Of other records: unless it would have somebody forgotten who
    /// is or was of a team.
    pub(super) fn keeps_apart(
        &self,
        op: &Op,
        row: &Row,
        place: Place,
        grant: Option<&Grant>,
    ) -> Result<bool, StoreError> {
        if op.table != Inquiry::INFO.table {
            return Ok(rewritten(op.table, &row.cells, &op.cells).is_none());
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

    /// A set that is not applied is kept whole in the log, and goes to whoever holds its place: never to everybody, what
    /// was heard never to a village, and rows of two villages to neither.
    pub(super) fn set_apart(
        &mut self,
        set: &ChangeSet,
        mut decision: Decision,
    ) -> Result<Decision, StoreError> {
        if decision.verdict.reaches_tables() {
            return Ok(decision);
        }
        // Written under no right that the county knows: for its author and the county's own people alone.
        if decision.place == Place::PUBLIC {
            decision.place = self.pusher.county;
        }
        for place in self.places_of(set)? {
            decision.place = decision.place.with(place).unwrap_or(self.pusher.county);
        }
        if is_heard(set) {
            decision.place = decision.place.above_village();
        }
        Ok(decision)
    }

    /// Where the rows of a set lie, or would.
    fn places_of(&mut self, set: &ChangeSet) -> Result<BTreeSet<Place>, StoreError> {
        let (mut made, mut places) = (BTreeMap::new(), BTreeSet::new());
        for op in &set.ops {
            let row = self.applying.rows.get(self.conn, op.table, op.id)?;
            let place = if row.seq > 0 {
                row.place
            } else {
                let rows = &mut self.applying.rows;
                match derive_with(self.conn, rows, &made, op.table, &op.cells)? {
                    Derived::Place(place) => place,
                    Derived::Absent(..) | Derived::Nowhere => continue,
                }
            };
            made.insert((op.table, op.id), place);
            if ![Place::PUBLIC, Place::PARKED].contains(&place) {
                places.insert(place);
            }
        }
        Ok(places)
    }
}
