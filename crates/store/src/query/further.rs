//! The pages behind the first one: what a list counted holds until something is written, so a scroll does not have it
//! counted anew for each page that it comes to. A first page is always counted.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use domain::{Id, place::Scope};
use rusqlite::Connection;

use super::{
    Asking,
    household_list::{HouseholdPage, HouseholdQuery},
    measure_list::{MeasurePage, MeasureQuery},
    problem_ledger::{ProblemPage, ProblemQuery},
    visit_list::{VisitPage, VisitQuery},
};
use crate::{
    StoreError,
    search::{Day, index::called::Making},
};

/// So many rows behind the page that was asked for are kept along with it. Few in this crate's tests, which come to
/// their end.
const AHEAD_ROWS: usize = if cfg!(test) { 4 } else { 2_000 };

/// What the lists of a connection counted last.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// By the place of a household in the default order, and the day of the last visit that the list shows.
    pub(super) households: Newest<HouseholdQuery, (u32, Day), HouseholdPage>,
    pub(super) measures: Newest<MeasureQuery, Id, MeasurePage>,
    pub(super) problems: Newest<ProblemQuery, Id, ProblemPage>,
    pub(super) visits: Newest<VisitQuery, Id, VisitPage>,
}

/// A question that is answered in pages.
pub(super) trait Paged: Clone + PartialEq {
    /// How many rows, and how many before them.
    fn span(&self) -> (usize, usize);
    /// The same question for these.
    fn with(&self, limit: usize, offset: usize) -> Self;
}

macro_rules! paged {
    ($($query:ty),*) => {$(
        impl Paged for $query {
            fn span(&self) -> (usize, usize) {
                (self.limit, self.offset)
            }
            fn with(&self, limit: usize, offset: usize) -> Self {
                Self { limit, offset, ..self.clone() }
            }
        }
    )*};
}
paged!(HouseholdQuery, MeasureQuery, ProblemQuery, VisitQuery);

/// All that a list knows of a question.
#[derive(Debug)]
pub(super) struct Counted<K, P> {
    /// What rows are read by, from the first one on.
    pub(super) keys: Vec<K>,
    /// A page without its rows.
    pub(super) page: P,
}

impl<K, P> Counted<K, P> {
    /// The rows of the page that is asked for.
    pub(super) fn keys_of(&self, query: &impl Paged) -> &[K] {
        let (limit, offset) = query.span();
        let end = offset.saturating_add(limit).min(self.keys.len());
        self.keys.get(offset..end).unwrap_or_default()
    }
}

/// The newest of them.
#[derive(Debug)]
pub(super) struct Newest<Q, K, P>(Mutex<Option<Kept<Q, K, P>>>);

impl<Q, K, P> Default for Newest<Q, K, P> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

#[derive(Debug)]
struct Kept<Q, K, P> {
    state: State,
    asked_by: (Scope, Id, NaiveDate),
    /// For no rows.
    query: Q,
    /// Before this row `counted` has the keys of all.
    end: usize,
    counted: Arc<Counted<K, P>>,
}

/// What file and index hold: any commit makes it another.
#[derive(Debug, PartialEq)]
pub(super) struct State {
    /// By other connections, and by this one.
    written: (i64, i64),
    index: Making,
}

/// How often the file was written to. To be asked before the index is brought up to it: what is committed between is
/// then counted anew. Nothing inside a transaction, which may be taken back.
pub(super) fn written(conn: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    if !conn.is_autocommit() {
        return Ok(None);
    }
    let by_others = conn
        .prepare_cached("SELECT data_version FROM pragma_data_version")?
        .query_row([], |row| row.get(0))?;
    let by_us = conn
        .prepare_cached("SELECT total_changes()")?
        .query_row([], |row| row.get(0))?;
    Ok(Some((by_others, by_us)))
}

impl<Q: Paged, K, P> Newest<Q, K, P> {
    /// What `count` gives for the question, with keys from the first row on to beyond the page; for a further page that
    /// which is kept.
    pub(super) fn counted(
        &self,
        written: Option<(i64, i64)>,
        index: Making,
        asking: Asking<'_>,
        query: &Q,
        count: impl FnOnce(&Q) -> Result<Counted<K, P>, StoreError>,
    ) -> Result<Arc<Counted<K, P>>, StoreError> {
        let (limit, offset) = query.span();
        let end = offset.saturating_add(limit);
        let state = written.map(|written| State { written, index });
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(kept), Some(state)) = (&*newest, &state)
            && offset > 0
            && kept.state == *state
            && kept.asked_by.0 == *asking.scope
            && (kept.asked_by.1, kept.asked_by.2) == (asking.person, asking.today)
            && kept.query == query.with(0, 0)
            && end <= kept.end
        {
            return Ok(Arc::clone(&kept.counted));
        }
        let end = end.saturating_add(AHEAD_ROWS);
        let counted = Arc::new(count(&query.with(end, 0))?);
        *newest = state.map(|state| Kept {
            state,
            asked_by: (asking.scope.clone(), asking.person, asking.today),
            query: query.with(0, 0),
            end,
            counted: Arc::clone(&counted),
        });
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_list_is_counted_for_its_first_page_and_again_when_pages_go_beyond_what_is_kept() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE one (number)").unwrap();
        let scope = Scope::of_codes(1, ["431128103201"]);
        let asking = Asking {
            scope: &scope,
            person: Id([9; 16]),
            today: NaiveDate::default(),
        };
        let (newest, index) = (Newest::default(), Making::default());
        let counts = Cell::new(0);
        let ask = |limit, offset| {
            let query = VisitQuery {
                limit,
                offset,
                ..VisitQuery::default()
            };
            let written = written(&conn).unwrap();
            let counted = newest.counted(written, index.clone(), asking, &query, |query| {
                counts.set(counts.get() + 1);
                let keys = (0..100).take(query.limit).collect();
                Ok(Counted { keys, page: () })
            });
            let keys: Vec<usize> = counted.unwrap().keys_of(&query).to_vec();
            assert_eq!(keys, (0..100).skip(offset).take(limit).collect::<Vec<_>>());
            counts.get()
        };
        assert_eq!((ask(2, 0), ask(2, 2), ask(2, 4)), (1, 1, 1));
        assert_eq!(ask(2, 6), 2, "behind what is kept");
        assert_eq!((ask(2, 8), ask(2, 2)), (2, 2));
        assert_eq!((ask(2, 0), ask(2, 0)), (3, 4), "a first page");
        conn.execute_batch("INSERT INTO one VALUES (1)").unwrap();
        assert_eq!((ask(2, 2), ask(2, 4)), (5, 5), "after a write");
        conn.execute_batch("BEGIN; INSERT INTO one VALUES (2)")
            .unwrap();
        assert_eq!((ask(2, 2), ask(2, 2)), (6, 7), "in a transaction");
        conn.execute_batch("ROLLBACK").unwrap();
        assert_eq!((ask(2, 2), ask(2, 4)), (8, 8), "after it came to nothing");
        assert_eq!((ask(2, 99), ask(2, 200)), (9, 10), "at the end and beyond");
    }
}
