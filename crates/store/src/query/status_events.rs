//! What happened to a family.

use domain::{
    Id,
    records::{Member, Record, StatusEvent},
};

use super::remark_list::Neighbour;
use crate::{Row, Store, StoreError, row};

/// One event with the names that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The record.
    pub event: Row,
    /// The person it is about, also one who is gone.
    pub member_name: String,
    /// The other household.
    pub other: Option<Neighbour>,
}

impl Store {
    /// The events of a household, the newest first.
    pub fn status_events_of(&self, household: Id) -> Result<Vec<Happened>, StoreError> {
        let rows = self.rows_of(
            StatusEvent::INFO.table,
            "SELECT id FROM status_event WHERE household_id = ?1 AND deleted_at IS NULL
             ORDER BY happened_on DESC, created_at DESC, id DESC",
            household,
        )?;
        rows.into_iter()
            .map(|event| {
                let member_name = match event.cell(StatusEvent::member_id).as_id() {
                    Some(id) => row::get(self.connection(), Member::INFO.table, id)?
                        .map(|row| row.cell(Member::name).as_text().to_owned())
                        .unwrap_or_default(),
                    None => String::new(),
                };
                let other = match event.cell(StatusEvent::other_household_id).as_id() {
                    Some(id) => Some(self.neighbour(id)?),
                    None => None,
                };
                Ok(Happened {
                    event,
                    member_name,
                    other,
                })
            })
            .collect()
    }
}
