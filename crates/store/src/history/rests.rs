//! What rests on a household that a change set made: an undo would delete it under somebody's work.

use std::collections::BTreeSet;

use domain::{
    Id,
    records::{Household, Record},
};

use super::Walk;
use crate::{Store, StoreError, row};

impl Store {
    /// A household made by this set that another person has changed since, or on which rows hang that the set did not
    /// write.
    pub fn built_upon(&self, name: &str) -> Result<Option<Id>, StoreError> {
        let Some((dseq, seq)) = self.numbers(name)? else {
            return Ok(None);
        };
        let rows = self.set_rows(name)?;
        let own: BTreeSet<Id> = rows.iter().map(|(_, id)| *id).collect();
        let mut walk = Walk::new(self);
        for (table, id) in rows {
            if table != Household::INFO.table {
                continue;
            }
            let is_there = row::get(&self.conn, table, id)?.is_some_and(|row| !row.is_deleted());
            let changes = walk.changes(table, id)?;
            let made = changes.iter().find(|change| {
                let is_of_set =
                    (dseq != 0 && change.dseq == dseq) || (seq != 0 && change.seq == seq);
                is_of_set && change.field.is_none()
            });
            let Some(made) = made.filter(|_| is_there) else {
                continue;
            };
            let others = changes.iter().any(|change| change.grant != made.grant);
            let came = self.members_of(id)?;
            let came = came.iter().any(|member| !own.contains(&member.id));
            if others || came || self.hangs_on(&[(id, i64::MIN)], &own)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}
