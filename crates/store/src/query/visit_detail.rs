//! One visit with its photos, what was found on it, and what was said before; and what to know before a visit.

use domain::{
    Id,
    records::{Record, Visit},
};
use rusqlite::Connection;

use super::{
    Asking, id_at, is_shown,
    measure_list::{MeasureRow, measures_of},
    policy_told::PolicyTold,
    problem_list::{ProblemRow, problems_of, problems_of_visit},
    request_list::RequestRow,
    visit_list::{VisitRow, visit_row},
};
use crate::{Row, Store, StoreError, row};

/// A photo.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct PhotoRow {
    pub id: Id,
    pub sha256: String,
    pub caption: String,
    pub width_px: i64,
    pub height_px: i64,
    /// Does the county hold it whole?
    pub at_county: bool,
    /// Is the original in this file?
    pub here: bool,
    /// Is anything of it in this file that can be shown?
    pub shown: bool,
    /// Its last entry.
    pub version: u64,
}

/// One visit whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDetail {
    /// The record.
    pub visit: Row,
    /// As in the list.
    pub row: VisitRow,
    /// State of the household.
    pub state: String,
    /// Since which year.
    pub state_year: Option<i64>,
    /// Its photos, oldest first.
    pub photos: Vec<PhotoRow>,
    /// What was found on it.
    pub problems: Vec<ProblemRow>,
    /// What the household asked for on it.
    pub requests: Vec<RequestRow>,
    /// Earlier visits to the household, newest first.
    pub earlier: Vec<VisitRow>,
}

/// What to know before a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitContext {
    /// The last visit.
    pub last: Option<VisitRow>,
    /// Open problems, the earliest due first.
    pub problems: Vec<ProblemRow>,
    /// Requests that are not finished, the earliest due first.
    pub requests: Vec<RequestRow>,
    /// Policies that were explained before, and when last.
    pub policies: Vec<PolicyTold>,
    /// Open measures, the earliest due first.
    pub measures: Vec<MeasureRow>,
    /// Is there a visit on that day?
    pub same_day: bool,
    /// The caller's own sentences of late for households with the same cause, the most used first.
    pub phrases: Vec<String>,
}

const EARLIER_MAX: usize = 8;
const PHRASES_MAX: usize = 4;
/// The caller's newest visits, in which phrases are looked for.
const PHRASES_FROM: usize = 200;
/// A phrase is short; what is longer was written for one household.
const PHRASE_CHARS_MAX: usize = 24;

impl Store {
    /// One visit of the caller's area, also one that was withdrawn.
    pub fn visit_detail(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<VisitDetail>, StoreError> {
        let conn = self.connection();
        let Some(visit) = row::get(conn, Visit::INFO.table, id)? else {
            return Ok(None);
        };
        let (row, state, state_year) = {
            let households = self.index.current(conn)?;
            let Some(row) = visit_row(conn, &households, asking, id)? else {
                return Ok(None);
            };
            let home = households.home_of(row.household_id);
            let state = home
                .map(|home| households.states.text(home.state).to_owned())
                .unwrap_or_default();
            (
                row,
                state,
                home.and_then(|home| home.state_year).map(i64::from),
            )
        };
        let (all, _) = self.visits_of(asking, row.household_id, EARLIER_MAX * 4)?;
        let earlier = all
            .into_iter()
            .filter(|other| {
                other.id != id
                    && (&other.visited_on, other.recorded_at_ms)
                        <= (&row.visited_on, row.recorded_at_ms)
            })
            .take(EARLIER_MAX)
            .collect();
        Ok(Some(VisitDetail {
            photos: photos(conn, id)?,
            problems: problems_of_visit(self, asking, id)?,
            requests: self.requests_of_visit(asking, id)?,
            visit,
            row,
            state,
            state_year,
            earlier,
        }))
    }

    /// What to know before a visit to a household on `visited_on`.
    pub fn visit_context(
        &self,
        asking: Asking<'_>,
        household: Id,
        visited_on: &str,
    ) -> Result<VisitContext, StoreError> {
        let conn = self.connection();
        let (place, cause) = {
            let households = self.index.current(conn)?;
            let Some(home) = households.home_of(household) else {
                return Ok(VisitContext::default());
            };
            (home.place, home.cause)
        };
        if !is_shown(asking.scope, place) {
            return Ok(VisitContext::default());
        }
        let same_day: bool = conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM visit WHERE household_id = ?1 AND visited_on = ?2 AND deleted_at IS NULL)",
            )?
            .query_row(rusqlite::params![household.0.as_slice(), visited_on], |row| row.get(0))?;
        let open = |state: &str| !matches!(state, "done" | "verified" | "dropped");
        Ok(VisitContext {
            last: self.visits_of(asking, household, 1)?.0.pop(),
            problems: problems_of(self, asking, household)?
                .into_iter()
                .filter(|row| open(&row.state))
                .collect(),
            requests: self
                .requests_of(asking, household)?
                .into_iter()
                .filter(|row| !matches!(row.state.as_str(), "confirmed" | "declined"))
                .collect(),
            policies: self
                .policies_told(asking, household)?
                .into_iter()
                .filter(|row| row.last_on.is_some())
                .collect(),
            measures: measures_of(self, asking, household)?
                .into_iter()
                .filter(|row| open(&row.state))
                .collect(),
            same_day,
            phrases: phrases(self, asking, cause)?,
        })
    }
}

/// Photos of a row, oldest first.
pub fn photos(conn: &Connection, owner: Id) -> Result<Vec<PhotoRow>, StoreError> {
    let mut statement = conn.prepare_cached(include_str!("photos.sql"))?;
    let mut rows = statement.query([owner.0.as_slice()])?;
    let mut photos = Vec::new();
    while let Some(row) = rows.next()? {
        photos.push(PhotoRow {
            id: id_at(row, 0)?,
            sha256: row.get(1)?,
            caption: row.get(2)?,
            width_px: row.get(3)?,
            height_px: row.get(4)?,
            at_county: row.get(5)?,
            here: row.get(6)?,
            shown: row.get(7)?,
            version: row.get::<_, i64>(8)? as u64,
        });
    }
    Ok(photos)
}

/// Sentences that the caller has written more than once, for households with the same main cause first.
fn phrases(store: &Store, asking: Asking<'_>, cause: u32) -> Result<Vec<String>, StoreError> {
    let households = store.index.current(store.connection())?;
    let me = asking.person.to_string();
    let mine: Vec<bool> = households
        .work
        .items
        .iter()
        .map(|persons| persons.contains(&me))
        .collect();
    let mut statement = store
        .connection()
        .prepare_cached("SELECT note FROM visit WHERE id = ?1")?;
    let mut found: Vec<(bool, u64, String)> = Vec::new();
    let own = households
        .work
        .visits
        .iter()
        .rev()
        .filter(|visit| mine[visit.persons as usize]);
    for visit in own.take(PHRASES_FROM) {
        let note: String = statement.query_row([visit.id.0.as_slice()], |row| row.get(0))?;
        if note.is_empty() || note.chars().count() > PHRASE_CHARS_MAX {
            continue;
        }
        let home = households.homes.get(visit.home as usize);
        let is_same = cause != 0 && home.is_some_and(|home| home.cause == cause);
        match found.iter_mut().find(|(_, _, known)| *known == note) {
            Some((same, count, _)) => {
                *same |= is_same;
                *count += 1;
            }
            None => found.push((is_same, 1, note)),
        }
    }
    found.retain(|(_, count, _)| *count > 1);
    found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    Ok(found
        .into_iter()
        .map(|(_, _, note)| note)
        .take(PHRASES_MAX)
        .collect())
}
