//! What households ask for: of one household, of one visit, what waits, and all of them.

use std::collections::BTreeMap;

use domain::Id;
use rusqlite::{CachedStatement, Connection};

use super::{
    Asking, Facet, days_between, id_at, is_shown, keep_chosen, maybe_id_at, measure_list::date_at,
    person_label, person_name, place_at, receipt, village_facets,
};
use crate::{
    Store, StoreError,
    search::{Households, fitting},
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestQuery {
    /// Of [`VIEWS`]; another one shows what is not finished.
    pub view: String,
    /// As in [`Store::search`], or words of the request.
    pub q: String,
    /// Who sees to it, ids as text; none = all.
    pub persons: Vec<String>,
    /// Codes of villages; none = all.
    pub villages: Vec<String>,
    /// Of one household, whatever the view.
    pub household: Option<Id>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct RequestRow {
    pub id: Id,
    pub version: u64,
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub raised_on: String,
    pub content: String,
    pub visit_id: Option<Id>,
    pub person_id: Option<Id>,
    pub person_name: String,
    pub due_on: Option<String>,
    pub state: String,
    pub result: String,
    pub solved_on: Option<String>,
    pub confirmed_on: Option<String>,
    pub confirmed_by: String,
    pub late_days: i64,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// A page of requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestPage {
    /// The rows.
    pub rows: Vec<RequestRow>,
    /// How many fit.
    pub total: u64,
    /// All of the area.
    pub all: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Who sees to them.
    pub persons: Vec<Facet>,
    /// Where their households live.
    pub villages: Vec<Facet>,
}

/// The views of the list: what is not finished, what of it is late, what the household has to confirm, and how it ended.
pub const VIEWS: [&str; 5] = ["waiting", "late", "solved", "confirmed", "declined"];

/// A request as the list goes through it.
struct Passing {
    id: Id,
    household: Id,
    person: Option<Id>,
    /// Its code.
    village: String,
    /// Unfinished first by due date, what has none last and the oldest of it first; finished the newest first.
    key: (bool, bool, String, i64, Id),
    content: String,
    is_in: [bool; VIEWS.len()],
}

impl Store {
    /// Requests as the query wants them.
    pub fn request_list(
        &self,
        asking: Asking<'_>,
        query: &RequestQuery,
    ) -> Result<RequestPage, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let fitting = fitting(&households, &query.q);
        let words = query.q.trim();
        let view = VIEWS
            .iter()
            .position(|view| *view == query.view)
            .unwrap_or(0);
        let mut page = RequestPage::default();
        let mut views = [0; VIEWS.len()];
        let (mut persons, mut villages) = (BTreeMap::new(), BTreeMap::new());
        let mut found = Vec::new();
        for request in passing(conn, asking)? {
            if query.household.is_some_and(|id| id != request.household) {
                continue;
            }
            page.all += 1;
            for (count, is_in) in views.iter_mut().zip(request.is_in) {
                *count += u64::from(is_in);
            }
            if query.household.is_none() && !request.is_in[view] {
                continue;
            }
            if let Some(fitting) = &fitting {
                let home = households.index_of(request.household) as usize;
                let of_household = fitting.get(home).is_some_and(|fits| *fits);
                if !of_household && !request.content.contains(words) {
                    continue;
                }
            }
            let person = request.person.map_or(String::new(), |id| id.to_string());
            let by_person = query.persons.is_empty() || query.persons.contains(&person);
            let by_village = query.villages.is_empty() || query.villages.contains(&request.village);
            // A facet counts what fits all filters but its own.
            if by_village && !person.is_empty() {
                *persons.entry(person).or_insert(0) += 1;
            }
            if by_person {
                *villages.entry(request.village.clone()).or_insert(0) += 1;
            }
            if by_person && by_village {
                found.push(request);
            }
        }
        found.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        page.total = found.len() as u64;
        for request in found.iter().skip(query.offset).take(query.limit) {
            page.rows
                .extend(request_row(conn, &households, asking, request.id)?);
        }
        page.views = VIEWS
            .iter()
            .zip(views)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect();
        for (id, count) in persons {
            page.persons
                .push(Facet::new(&id, &person_label(conn, &id)?, count));
        }
        keep_chosen(&mut page.persons, &query.persons, |id| {
            person_label(conn, id)
        })?;
        page.persons
            .sort_by(|a, b| (&a.label, &a.code).cmp(&(&b.label, &b.code)));
        page.villages = village_facets(&households, villages, &query.villages)?;
        Ok(page)
    }

    /// One request of the caller's area.
    pub fn request(&self, asking: Asking<'_>, id: Id) -> Result<Option<RequestRow>, StoreError> {
        let households = self.index.current(self.connection())?;
        request_row(self.connection(), &households, asking, id)
    }

    /// Requests that are not finished, the earliest due first, and how many there are.
    pub fn requests_waiting(
        &self,
        asking: Asking<'_>,
        limit: usize,
    ) -> Result<(Vec<RequestRow>, u64), StoreError> {
        let query = RequestQuery {
            limit,
            ..RequestQuery::default()
        };
        let page = self.request_list(asking, &query)?;
        Ok((page.rows, page.total))
    }

    /// Requests of one household, unfinished ones first.
    pub fn requests_of(
        &self,
        asking: Asking<'_>,
        household: Id,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let statement = self.connection().prepare_cached(
            "SELECT id FROM request WHERE household_id = ?1 AND deleted_at IS NULL
             ORDER BY state IN ('confirmed', 'declined'), due_on = '', due_on, raised_on DESC, id",
        )?;
        rows(self, asking, statement, household)
    }

    /// Requests that were heard on one visit.
    pub fn requests_of_visit(
        &self,
        asking: Asking<'_>,
        visit: Id,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let statement = self.connection().prepare_cached(
            "SELECT id FROM request WHERE visit_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id",
        )?;
        rows(self, asking, statement, visit)
    }
}

fn passing(conn: &Connection, asking: Asking<'_>) -> Result<Vec<Passing>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, household_id, person_id, state, due_on, raised_on, content, _place FROM request
         WHERE deleted_at IS NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let place = place_at(row, 7)?;
        if !is_shown(asking.scope, place) {
            continue;
        }
        let (id, state, due_on): (Id, String, String) = (id_at(row, 0)?, row.get(3)?, row.get(4)?);
        let (raised_on, content): (String, String) = (row.get(5)?, row.get(6)?);
        let is_waiting = waits(&state);
        let age = days_between(&raised_on, asking.today);
        found.push(Passing {
            id,
            household: id_at(row, 1)?,
            person: maybe_id_at(row, 2)?,
            village: place.code(),
            is_in: [
                is_waiting,
                late_days(&state, Some(due_on.as_str()), asking) > 0,
                state == "solved",
                state == "confirmed",
                state == "declined",
            ],
            key: (
                !is_waiting,
                is_waiting && due_on.is_empty(),
                if is_waiting { due_on } else { String::new() },
                if is_waiting { -age } else { age },
                id,
            ),
            content,
        });
    }
    Ok(found)
}

/// Is it to be followed on?
fn waits(state: &str) -> bool {
    !matches!(state, "confirmed" | "declined")
}

/// Days past the due date of what is not done.
fn late_days(state: &str, due_on: Option<&str>, asking: Asking<'_>) -> i64 {
    match due_on {
        Some(due_on) if state == "open" => days_between(due_on, asking.today).max(0),
        _ => 0,
    }
}

fn rows(
    store: &Store,
    asking: Asking<'_>,
    mut statement: CachedStatement<'_>,
    of: Id,
) -> Result<Vec<RequestRow>, StoreError> {
    let households = store.index.current(store.connection())?;
    let mut rows = statement.query([of.0.as_slice()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(request_row(
            store.connection(),
            &households,
            asking,
            id_at(row, 0)?,
        )?);
    }
    Ok(found)
}

fn request_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<RequestRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, raised_on, content, visit_id, person_id, due_on, state, result, solved_on, confirmed_on,
                confirmed_by, _seq, _mine, _place, changed_at
         FROM request WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 11)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = id_at(row, 0)?;
    let called = households.called(households.home_of(household_id));
    let person_id = maybe_id_at(row, 4)?;
    let (state, due_on): (String, _) = (row.get(6)?, date_at(row, 5)?);
    Ok(Some(RequestRow {
        id,
        version: come.seq,
        household_id,
        head_name: called.head_name,
        group_name: called.group_name,
        village_name: called.village_name,
        raised_on: row.get(1)?,
        content: row.get(2)?,
        visit_id: maybe_id_at(row, 3)?,
        person_name: person_id.map_or(Ok(String::new()), |id| person_name(conn, id))?,
        person_id,
        late_days: late_days(&state, due_on.as_deref(), asking),
        due_on,
        state,
        result: row.get(7)?,
        solved_on: date_at(row, 8)?,
        confirmed_on: date_at(row, 9)?,
        confirmed_by: row.get(10)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}
