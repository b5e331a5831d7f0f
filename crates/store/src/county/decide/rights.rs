//! Where a set lies, and whether its author may write there: rights at recording time (`sync.md` §3).

use std::collections::BTreeMap;

use domain::{
    ChangeSet, Context, Id, Op, Place, Verdict,
    access::{Access, access},
    cell,
    entry::Reason,
    place::PlaceRange,
    records::{self, Anchor, Grant, Record as _},
};

use super::{Batch, LATE_WORK_MS, has_unknown_field, heard::is_heard, moves_to, place_of};
use crate::county::{
    ROW_ABSENT,
    log::{self},
};
use crate::{
    Row, StoreError,
    place::{self, Derived},
};

impl Batch<'_> {
    /// Where the set lies, if its author may write there; else the verdict that says why not.
    pub(super) fn place_and_rights(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
    ) -> Result<Result<Option<Place>, (Verdict, Option<Place>)>, StoreError> {
        let not_permitted = |place| Ok(Err((Verdict::Quarantined(Reason::NotPermitted), place)));
        let grant = self.grant(context.grant)?;
        if !self.pusher.trusted && !self.grant_counts(context, grant.as_ref(), at)? {
            return not_permitted(None);
        }
        let mut made = BTreeMap::new();
        let mut common: Option<Place> = None;
        for op in &set.ops {
            let Some(record) = records::by_table(op.table) else {
                return Ok(Err((Verdict::Held(Reason::NewerSchema), common)));
            };
            if matches!(record.anchor, Anchor::Written(_)) {
                return not_permitted(common);
            }
            let row = self.applying.rows.get(self.conn, op.table, op.id)?.clone();
            if row.seq == 0 && op.base > 0 {
                return self.waits_for(op.table, op.id, common);
            }
            let place = if row.seq > 0 {
                row.place
            } else {
                match place::derive_with(
                    self.conn,
                    &mut self.applying.rows,
                    &made,
                    op.table,
                    &op.cells,
                )? {
                    Derived::Place(place) => place,
                    Derived::Absent(table, id) => return self.waits_for(table, id, common),
                    Derived::Nowhere => return not_permitted(common),
                }
            };
            made.insert((op.table, op.id), place);
            if !self.keeps_apart(op, &row, place, grant.as_ref())? {
                return not_permitted(Some(place));
            }
            if !self.pusher.trusted {
                let Some(grant) = &grant else {
                    return not_permitted(common);
                };
                let area = place_of(grant).range();
                let inside = self.may_write_at(area, place, op, &row, context)?;
                if access(&grant.role, record.name) != Access::Write || !inside {
                    return not_permitted(Some(place));
                }
                if let Some(target) = moves_to(record.anchor, op, &row)
                    && !area.contains(target)
                {
                    return not_permitted(Some(place));
                }
            }
            if place != Place::PUBLIC {
                let one_place = !self.pusher.trusted || is_heard(set);
                if common.is_some_and(|common| common != place) && one_place {
                    return not_permitted(common);
                }
                common.get_or_insert(place);
            } else if set.ops.len() == 1 {
                common = Some(place);
            }
        }
        if context.schema > records::SCHEMA && set.ops.iter().any(has_unknown_field) {
            return Ok(Err((Verdict::Held(Reason::NewerSchema), common)));
        }
        Ok(Ok(common))
    }

    pub(super) fn waits_for(
        &mut self,
        table: u16,
        id: Id,
        place: Option<Place>,
    ) -> Result<Result<Option<Place>, (Verdict, Option<Place>)>, StoreError> {
        let quarantined = self.is_in_a_quarantined_set(table, id)?;
        let verdict = if quarantined {
            Verdict::Quarantined(Reason::HangsOnQuarantined)
        } else {
            ROW_ABSENT
        };
        Ok(Err((verdict, place)))
    }

    pub(super) fn is_in_a_quarantined_set(
        &mut self,
        table: u16,
        id: Id,
    ) -> Result<bool, StoreError> {
        for (entry, _) in self.open_cases("quarantined")? {
            let made = log::set_of(&entry)
                .is_some_and(|set| set.ops.iter().any(|op| (op.table, op.id) == (table, id)));
            if made {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A grant counts until the laptop could know of its end, at most 31 days of corrected time beyond it.
    pub(super) fn grant_counts(
        &mut self,
        context: &Context,
        grant: Option<&Grant>,
        at: i64,
    ) -> Result<bool, StoreError> {
        let Some(grant) = grant else { return Ok(false) };
        let Some(ended_at) = grant.ended_at else {
            return Ok(true);
        };
        let row = self
            .applying
            .rows
            .get(self.conn, Grant::INFO.table, context.grant)?;
        let ended_seq = row.cell_seq(Grant::ended_at);
        Ok(ended_seq > context.seen.seq && at <= ended_at.saturating_add(LATE_WORK_MS))
    }

    /// The place lies in the grant now, or lay in it at `seen`: late work follows a moved household.
    pub(super) fn may_write_at(
        &mut self,
        area: PlaceRange,
        place: Place,
        op: &Op,
        row: &Row,
        context: &Context,
    ) -> Result<bool, StoreError> {
        if area.contains(place) || place == Place::PUBLIC {
            return Ok(true);
        }
        let cells = if row.seq > 0 { &row.cells } else { &op.cells };
        let anchor = match records::by_table(op.table).map(|record| record.anchor) {
            Some(Anchor::Own(_)) => Some((op.table, op.id)),
            Some(Anchor::Row(field, name)) => cell::cell(cells, field)
                .as_id()
                .zip(records::by_name(name))
                .map(|(id, record)| (record.table, id)),
            Some(Anchor::HouseholdOr(field, _)) => cell::cell(cells, field)
                .as_id()
                .zip(records::by_name("household"))
                .map(|(id, record)| (record.table, id)),
            _ => None,
        };
        let Some((table, id)) = anchor else {
            return Ok(false);
        };
        let then = self.place_at(table, id, context.seen.seq)?;
        Ok(then.is_some_and(|place| area.contains(place)))
    }

    /// Where an anchor lay when the log stood at `seen`: a walk through its entries.
    pub(super) fn place_at(
        &mut self,
        table: u16,
        id: Id,
        seen: u64,
    ) -> Result<Option<Place>, StoreError> {
        let Some(Anchor::Own(field)) = records::by_table(table).map(|record| record.anchor) else {
            return Ok(None);
        };
        let mut seq = self.applying.rows.get(self.conn, table, id)?.seq;
        while seq != 0 {
            let Some((entry, _)) = self.entry(seq)? else {
                return Ok(None);
            };
            let Some(set) = log::set_of(&entry) else {
                return Ok(None);
            };
            let Some(at) = set
                .ops
                .iter()
                .position(|op| (op.table, op.id) == (table, id))
            else {
                return Ok(None);
            };
            if seq <= seen
                && let Some(value) = set.ops[at].cells.get(&field)
            {
                return Ok(Place::from_code(value.as_text()));
            }
            seq = entry.previous.get(at).copied().unwrap_or_default();
        }
        Ok(None)
    }
}
