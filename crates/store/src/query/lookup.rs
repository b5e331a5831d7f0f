//! Rows by what the world calls them.

use domain::{
    Id, Place,
    records::{Member, Record},
};
use rusqlite::{OptionalExtension, ToSql, params};

use super::id_at;
use crate::{
    Row, Store, StoreError, row,
    search::{Day, day},
};

pub(super) const STANDING: &str = "SELECT id FROM household
    WHERE number = ?1 AND (?2 IS NULL OR division_code = ?2)
      AND deleted_at IS NULL AND merged_into IS NULL
    ORDER BY created_at, id LIMIT 1";
pub(super) const FORMER: &str = "SELECT id FROM household
    WHERE number = ?1 AND (?2 IS NULL OR division_code = ?2)
      AND (deleted_at IS NOT NULL OR merged_into IS NOT NULL)
    ORDER BY deleted_at IS NOT NULL, created_at, id LIMIT 1";
pub(super) const WITH_IDENTITY: &str = "SELECT id FROM member WHERE id_number = ?1
    ORDER BY deleted_at IS NOT NULL, created_at, id";
pub(super) const FORMER_MEMBERS: &str = "SELECT id FROM member
    WHERE household_id = ?1 AND deleted_at IS NOT NULL
    ORDER BY deleted_at DESC, id";
pub(super) const PARTED: &str = "SELECT DISTINCT other_household_id FROM status_event
    WHERE household_id = ?1 AND kind IN ('split', 'merged') AND other_household_id IS NOT NULL
      AND deleted_at IS NULL
    ORDER BY other_household_id";

impl Store {
    /// The household with this number that stands: neither deleted nor joined to another; in this village, or in any
    /// where the number is the county's own. Nothing for an empty number.
    pub fn household_with_number(
        &self,
        number: &str,
        village: Option<&str>,
    ) -> Result<Option<Id>, StoreError> {
        self.first_household(STANDING, number, village)
    }

    /// One that bore this number and stands no more: joined to another, else deleted.
    pub fn former_household(
        &self,
        number: &str,
        village: Option<&str>,
    ) -> Result<Option<Id>, StoreError> {
        self.first_household(FORMER, number, village)
    }

    fn first_household(
        &self,
        sql: &str,
        number: &str,
        village: Option<&str>,
    ) -> Result<Option<Id>, StoreError> {
        if number.is_empty() {
            return Ok(None);
        }
        let found: Option<Vec<u8>> = self
            .connection()
            .prepare_cached(sql)?
            .query_row(params![number, village], |row| row.get(0))
            .optional()?;
        Ok(found.as_deref().and_then(Id::from_slice))
    }

    /// Households of a village that stand and whose head has this name.
    pub fn households_of_head(&self, village: &str, name: &str) -> Result<Vec<Id>, StoreError> {
        let households = self.index.current(self.connection())?;
        Ok(households.of_head(village, name))
    }

    /// Members with this identity number, in whatever household: those on record first, then those deleted.
    pub fn members_with_identity(&self, number: &str) -> Result<Vec<Row>, StoreError> {
        if number.is_empty() {
            return Ok(Vec::new());
        }
        self.members(WITH_IDENTITY, &number)
    }

    /// Deleted members of a household, the last deleted first.
    pub fn former_members(&self, household: Id) -> Result<Vec<Row>, StoreError> {
        self.members(FORMER_MEMBERS, &household.0.as_slice())
    }

    fn members(&self, sql: &str, of: &dyn ToSql) -> Result<Vec<Row>, StoreError> {
        let conn = self.connection();
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([of])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(row::get(conn, Member::INFO.table, id_at(row, 0)?)?);
        }
        Ok(found)
    }

    /// Households that this one split off from, that split off from it, or that it was joined with.
    pub fn parted_households(&self, household: Id) -> Result<Vec<Id>, StoreError> {
        let conn = self.connection();
        let mut statement = conn.prepare_cached(PARTED)?;
        let mut rows = statement.query([household.0.as_slice()])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(id_at(row, 0)?);
        }
        Ok(ids)
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
                .iter()
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
            "stay" => self.days_between(STAYS_BETWEEN, span)?,
            "request" => self.days_between(REQUESTS_BETWEEN, span)?,
            "wish" => self.days_between(WISHES_BETWEEN, span)?,
            "distribution" => self.days_between(DISTRIBUTIONS_BETWEEN, span)?,
            _ => households
                .order
                .iter()
                .map(|index| &households.homes[*index as usize])
                .filter(|home| is_in(home.place))
                .map(|home| home.id)
                .collect(),
        })
    }

    fn days_between(&self, sql: &str, span: &Span<'_>) -> Result<Vec<Id>, StoreError> {
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

const STAYS_BETWEEN: &str =
    "SELECT id FROM stay WHERE deleted_at IS NULL AND stayed_on BETWEEN ?1 AND ?2
     AND _place BETWEEN ?3 AND ?4 ORDER BY stayed_on, person_id";
const REQUESTS_BETWEEN: &str =
    "SELECT id FROM request WHERE deleted_at IS NULL AND raised_on BETWEEN ?1 AND ?2
     AND _place BETWEEN ?3 AND ?4 ORDER BY raised_on, id";
const WISHES_BETWEEN: &str =
    "SELECT id FROM wish WHERE deleted_at IS NULL AND raised_on BETWEEN ?1 AND ?2
     AND _place BETWEEN ?3 AND ?4 ORDER BY raised_on, id";
const DISTRIBUTIONS_BETWEEN: &str =
    "SELECT id FROM distribution WHERE deleted_at IS NULL AND given_on BETWEEN ?1 AND ?2
     AND _place BETWEEN ?3 AND ?4 ORDER BY given_on, id";

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
