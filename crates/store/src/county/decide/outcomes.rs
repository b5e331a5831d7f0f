//! What its author had seen of each cell, and who wins where they had not.

use std::collections::BTreeSet;

use domain::{
    ChangeSet, Context, GroupOutcome, Id, Op, Outcome,
    cbor::strict,
    cell,
    change::DELETED_AT,
    records::{self, Policy},
};

use super::{Batch, Writer, outcome, writers_of_row};
use crate::county::{
    Author,
    log::{self},
};
use crate::{Row, StoreError};

impl Batch<'_> {
    #[expect(clippy::too_many_arguments, reason = "one call")]
    pub(super) fn outcomes_of(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
        author: &Author,
        index: usize,
        op: &Op,
        row: &Row,
        outcomes: &mut Vec<GroupOutcome>,
    ) -> Result<(), StoreError> {
        let Some(record) = records::by_table(op.table) else {
            return Ok(());
        };
        // Of a forked file the numbers prove nothing: base alone decides.
        let late = set.dseq <= author.last_dseq && !author.is_forked;
        let groups: BTreeSet<u16> = op
            .cells
            .keys()
            .map(|field| record.group_of(*field))
            .collect();
        let deletes = !cell::cell(&op.cells, DELETED_AT).is_default();
        for group in &groups {
            let fields: Vec<u16> = op
                .cells
                .keys()
                .copied()
                .filter(|field| record.group_of(*field) == *group)
                .collect();
            let claims_row = *group == DELETED_AT && deletes;
            let differs = fields.iter().any(|field| {
                let (new, old) = (cell::cell(&op.cells, *field), row.cell(*field));
                new != old && !(new.is_default() && old.is_default())
            });
            if !differs {
                continue;
            }
            let seqs: BTreeSet<u64> = if claims_row {
                writers_of_row(row)
            } else {
                fields.iter().map(|field| row.cell_seq(*field)).collect()
            };
            if late && self.is_superseded(context.incarnation, set.dseq, op, row, &fields)? {
                outcomes.push(outcome(index, *group, Outcome::Superseded, None));
                continue;
            }
            let Some(writer) = self.unseen(context, set.dseq, op.base, &seqs)? else {
                continue;
            };
            let newer =
                (at, context.incarnation, set.dseq) > (writer.at, writer.incarnation, writer.dseq);
            let wins = !claims_row && record.policy_of(*group) == Policy::Newest && newer;
            let result = if wins { Outcome::Won } else { Outcome::Lost };
            outcomes.push(outcome(
                index,
                *group,
                result,
                Some((writer.grant, writer.at)),
            ));
        }
        // An edit made unseen of a delete is kept beside it and listed.
        if row.is_deleted() && !groups.contains(&DELETED_AT) {
            let seqs = BTreeSet::from([row.cell_seq(DELETED_AT)]);
            if let Some(writer) = self.unseen(context, set.dseq, op.base, &seqs)? {
                outcomes.push(outcome(
                    index,
                    DELETED_AT,
                    Outcome::Lost,
                    Some((writer.grant, writer.at)),
                ));
            }
        }
        Ok(())
    }

    /// The newest writer that the author had not seen: above the base, and no earlier set of the same file.
    pub(super) fn unseen(
        &mut self,
        context: &Context,
        dseq: u64,
        base: u64,
        seqs: &BTreeSet<u64>,
    ) -> Result<Option<Writer>, StoreError> {
        for seq in seqs.iter().rev().filter(|seq| **seq > base) {
            let Some(writer) = self.writer(*seq)? else {
                continue;
            };
            let is_own_earlier = writer.incarnation == context.incarnation && writer.dseq < dseq;
            if !is_own_earlier || self.author(context.incarnation)?.is_forked {
                return Ok(Some(writer));
            }
        }
        Ok(None)
    }

    /// Has a later set of the same file written one of the cells, even if others have since?
    pub(super) fn is_superseded(
        &mut self,
        incarnation: Id,
        dseq: u64,
        op: &Op,
        row: &Row,
        fields: &[u16],
    ) -> Result<bool, StoreError> {
        let mut seq = row.seq;
        while seq != 0 {
            let Some((entry, context)) = self.entry(seq)? else {
                return Ok(false);
            };
            let (Some(set), Ok(context)) = (log::set_of(&entry), strict::<Context>(&context))
            else {
                return Ok(false);
            };
            let Some(at) = set
                .ops
                .iter()
                .position(|other| (other.table, other.id) == (op.table, op.id))
            else {
                return Ok(false);
            };
            let wrote = set.ops[at].cells.keys().any(|field| fields.contains(field));
            if context.incarnation == incarnation && set.dseq > dseq && wrote {
                return Ok(true);
            }
            seq = entry.previous.get(at).copied().unwrap_or_default();
        }
        Ok(false)
    }

    pub(super) fn writer(&mut self, seq: u64) -> Result<Option<Writer>, StoreError> {
        if let Some(writer) = self.recent.get(&seq) {
            return Ok(Some(*writer));
        }
        let Some((incarnation, dseq)) = log::author_of(self.conn, seq)? else {
            return Ok(None);
        };
        let Some((entry, context)) = log::entry(self.conn, seq)? else {
            return Ok(None);
        };
        let writer = Writer {
            incarnation,
            dseq,
            grant: strict::<Context>(&context)?.grant,
            at: entry.at,
        };
        self.recent.insert(seq, writer);
        Ok(Some(writer))
    }
}
