//! Rows by what the world calls them.

use domain::{Id, Place};
use rusqlite::OptionalExtension;

use super::id_at;
use crate::{
    Store, StoreError,
    search::{Day, day},
};

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
        let households = self.index.current(self.connection())?;
        let is_in = |place: Place| place >= span.first && place <= span.last;
        let (from, to) = (day(span.from), last_day(span.to));
        let work = &households.work;
        Ok(match span.record {
            "visit" => households
                .visits_between(from, to)
                .filter(|visit| is_in(visit.place))
                .map(|visit| visit.id)
                .collect(),
            "measure" => work
                .measures
                .iter()
                .filter(|measure| (from..=to).contains(&measure.due) && is_in(measure.place))
                .map(|measure| measure.id)
                .collect(),
            "problem" => work
                .problems
                .iter()
                .filter(|problem| (from..=to).contains(&problem.due) && is_in(problem.place))
                .map(|problem| problem.id)
                .collect(),
            "stay" => self.stays_between(span)?,
            _ => households
                .order
                .iter()
                .map(|index| &households.homes[*index as usize])
                .filter(|home| is_in(home.place))
                .map(|home| home.id)
                .collect(),
        })
    }

    fn stays_between(&self, span: &Span<'_>) -> Result<Vec<Id>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id FROM stay WHERE deleted_at IS NULL AND stayed_on BETWEEN ?1 AND ?2
             AND _place BETWEEN ?3 AND ?4 ORDER BY stayed_on, person_id",
        )?;
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

/// What is no date is no bound.
fn last_day(text: &str) -> Day {
    match day(text) {
        0 => Day::MAX,
        day => day,
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
