//! Rows by what the world calls them.

use domain::Id;
use rusqlite::OptionalExtension;

use super::id_at;
use crate::{Store, StoreError};

impl Store {
    /// The household with this official number that is not deleted; nothing for an empty number.
    pub fn household_with_number(&self, number: &str) -> Result<Option<Id>, StoreError> {
        if number.is_empty() {
            return Ok(None);
        }
        let found: Option<Vec<u8>> = self
            .connection()
            .prepare_cached("SELECT id FROM household WHERE number = ?1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        Ok(found.as_deref().and_then(Id::from_slice))
    }

    /// Every division that is known.
    pub fn division_ids(&self) -> Result<Vec<Id>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id FROM division WHERE deleted_at IS NULL ORDER BY code")?;
        let mut rows = statement.query([])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(id_at(row, 0)?);
        }
        Ok(ids)
    }

    /// Rows of `record` in an area whose date column lies between `from` and `to`, in the order of the date.
    pub fn ids_between(&self, span: &Span<'_>) -> Result<Vec<Id>, StoreError> {
        let sql = match span.record {
            "visit" => {
                "SELECT id FROM visit WHERE deleted_at IS NULL AND visited_on BETWEEN ?1 AND ?2
                        AND _place BETWEEN ?3 AND ?4 ORDER BY visited_on, created_at, id"
            }
            "stay" => {
                "SELECT id FROM stay WHERE deleted_at IS NULL AND stayed_on BETWEEN ?1 AND ?2
                       AND _place BETWEEN ?3 AND ?4 ORDER BY stayed_on, person_id"
            }
            "measure" => {
                "SELECT id FROM measure WHERE deleted_at IS NULL AND due_on BETWEEN ?1 AND ?2
                          AND _place BETWEEN ?3 AND ?4 ORDER BY due_on, id"
            }
            "problem" => {
                "SELECT id FROM problem WHERE deleted_at IS NULL AND due_on BETWEEN ?1 AND ?2
                          AND _place BETWEEN ?3 AND ?4 ORDER BY due_on, id"
            }
            _ => {
                "SELECT id FROM household WHERE deleted_at IS NULL AND _place BETWEEN ?3 AND ?4
                  AND ?1 <= ?2 ORDER BY division_code, group_name, number, id"
            }
        };
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(rusqlite::params![
            span.from,
            span.to,
            span.first.0 as i64,
            span.last.0 as i64
        ])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(id_at(row, 0)?);
        }
        Ok(ids)
    }

    /// Name of a division without its office; of an unknown one its code.
    pub fn division_name(&self, code: &str) -> Result<String, StoreError> {
        let households = self.index.current(self.connection())?;
        Ok(crate::search::short_name(households.division_name(code)).to_owned())
    }
}

/// Rows of one record in a range of places and dates.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// Its name.
    pub record: &'a str,
    /// First date, the empty text for the beginning.
    pub from: &'a str,
    /// Last date.
    pub to: &'a str,
    /// First place.
    pub first: domain::Place,
    /// Last place.
    pub last: domain::Place,
}
