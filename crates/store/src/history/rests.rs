//! What rests on a household that a change set made: an undo would delete it under somebody's work.

use std::collections::BTreeSet;

use domain::{
    Id, Kind,
    records::{Household, REGISTRY, Record},
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
            if others || self.hangs_on(id, &own)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Does any row but those of `own` name this household as its own?
    fn hangs_on(&self, household: Id, own: &BTreeSet<Id>) -> Result<bool, StoreError> {
        for info in REGISTRY {
            if info
                .field_named("household_id")
                .is_none_or(|field| field.kind != Kind::Id)
            {
                continue;
            }
            let mut statement = self.conn.prepare_cached(&format!(
                "SELECT id FROM {} WHERE household_id = ?1 AND deleted_at IS NULL",
                info.name
            ))?;
            let mut rows = statement.query([household.0.as_slice()])?;
            while let Some(row) = rows.next()? {
                let id = Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
                if id.is_some_and(|id| !own.contains(&id)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
