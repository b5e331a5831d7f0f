//! Visits, newest business date first, then by entry: any view and filter, with exact counts.
//!
//! One pass over the visits in memory; only the rows of the page are read.

mod pass;

use std::collections::{BTreeMap, HashSet};

use domain::{Id, codes, env::date_of, records::list};
use rusqlite::{Connection, Row};

use self::pass::{Counts, Pass};
use super::{
    Asking, Facet, days_between,
    further::{Counted, written},
    id_at, is_shown, keep_chosen, listed, named, person_label, receipt,
    visits_withdrawn::withdrawn,
};
use crate::{
    Store, StoreError,
    search::{
        Day, Households, day, fitting,
        index::{
            ordered::Walk,
            shares::in_shares,
            work::{self, Visit},
        },
        short_name,
    },
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitQuery {
    /// `all`, `mine`, `problem`, `pending`, `late`, `withdrawn`.
    pub view: String,
    /// As in [`Store::search`], or words of the note.
    pub q: String,
    /// Ids of people as text; none = all. So for the others.
    pub persons: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Codes of villages.
    pub villages: Vec<String>,
    /// Codes of purposes.
    pub purposes: Vec<String>,
    /// Of [`MARKS`].
    pub marks: Vec<String>,
    /// Of one household.
    pub household: Option<Id>,
    /// Of one month, `2018-09`.
    pub month: Option<String>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields of the record, and counts named by what they count"
)]
pub struct VisitRow {
    pub id: Id,
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub visited_on: String,
    pub recorded_at_ms: i64,
    pub person_names: Vec<String>,
    pub mine: bool,
    pub note: String,
    pub purposes: Vec<String>,
    pub mode: String,
    pub satisfaction: String,
    pub photos: u64,
    pub problems: u64,
    pub late_days: i64,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
    /// Withdrawn at; nothing while it counts.
    pub withdrawn_at_ms: Option<i64>,
    pub withdrawn_reason: String,
}

/// A page of visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitPage {
    /// The rows.
    pub rows: Vec<VisitRow>,
    /// How many fit.
    pub total: u64,
    /// Households visited in this month.
    pub households_month: u64,
    /// Households in the area.
    pub households_all: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Who went.
    pub persons: Vec<Facet>,
    /// Groups.
    pub groups: Vec<Facet>,
    /// Villages.
    pub villages: Vec<Facet>,
    /// Purposes.
    pub purposes: Vec<Facet>,
    /// Marks.
    pub marks: Vec<Facet>,
}

/// What a visit can be marked with.
pub const MARKS: [&str; 5] = ["problem", "pending", "late", "photo", "unsatisfied"];
pub(super) const MARK_BITS: [u8; MARKS.len()] = [
    work::PROBLEM,
    PENDING,
    work::LATE,
    work::PHOTO,
    work::UNSATISFIED,
];
/// Not received: the file knows, not the index.
pub(super) const PENDING: u8 = 64;
/// On no visit, so that a filter by unknown marks finds none.
const NO_MARK: u8 = 128;

/// The views of the list.
pub const VIEWS: [&str; 6] = ["all", "mine", "problem", "pending", "late", WITHDRAWN];
/// Those that are in no count any more.
const WITHDRAWN: &str = "withdrawn";

/// The marks asked for; 0 when none is.
pub(super) fn wanted_marks(query: &VisitQuery) -> u8 {
    if query.marks.is_empty() {
        return 0;
    }
    let chosen = MARKS.iter().zip(MARK_BITS);
    chosen
        .filter(|(mark, _)| query.marks.iter().any(|wanted| wanted == *mark))
        .fold(NO_MARK, |marks, (_, bit)| marks | bit)
}

/// The own sets that have no receipt: runs of their numbers, and those of them that are decided one by one.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    runs: Vec<(u64, u64)>,
    decided: HashSet<u64>,
}

impl Waiting {
    pub(super) fn of(conn: &Connection) -> Result<Self, StoreError> {
        let mut waiting = Self::default();
        let mut statement = conn.prepare_cached(include_str!("waiting.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let run = (row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64);
            waiting.runs.push(run);
        }
        let first = waiting.runs.first().map_or(i64::MAX, |run| run.0 as i64);
        let mut statement = conn.prepare_cached("SELECT dseq FROM decision WHERE dseq >= ?1")?;
        let mut rows = statement.query([first])?;
        while let Some(row) = rows.next()? {
            waiting.decided.insert(row.get::<_, i64>(0)? as u64);
        }
        Ok(waiting)
    }

    pub(super) fn has(&self, dseq: u64) -> bool {
        let at = self.runs.partition_point(|(_, last)| *last < dseq);
        self.runs.get(at).is_some_and(|(first, _)| *first <= dseq) && !self.decided.contains(&dseq)
    }
}

/// The visits of one month, `2018-09`; all of them for none.
fn of_month<'a>(households: &'a Households, month: &str) -> Walk<'a, Visit> {
    let (first, last) = match day(&format!("{month}-01")) {
        0 => (0, Day::MAX),
        first => (first, first + 98),
    };
    households.visits_between(first, last)
}

/// Days between the visit and its entry; 0 when it was written on the day.
pub fn late_days(visited_on: &str, recorded_at: i64) -> i64 {
    if recorded_at <= 0 {
        0
    } else {
        days_between(visited_on, date_of(recorded_at)).max(0)
    }
}

pub(super) fn items(row: &Row<'_>, index: usize) -> Result<Vec<String>, StoreError> {
    let text = row.get_ref(index)?.as_str().unwrap_or_default();
    Ok(if text.is_empty() {
        Vec::new()
    } else {
        list(&text.into())
    })
}

impl Store {
    /// Visits as the query wants them.
    pub fn visit_list(
        &self,
        asking: Asking<'_>,
        query: &VisitQuery,
    ) -> Result<VisitPage, StoreError> {
        let conn = self.connection();
        let written = written(conn)?;
        let households = self.index.current(conn)?;
        let lists = &self.lists.visits;
        let counted = lists.counted(written, households.making(), asking, query, |query| {
            count(conn, &households, asking, query)
        })?;
        let mut rows = Vec::new();
        for id in counted.keys_of(query) {
            rows.extend(visit_row(conn, &households, asking, *id)?);
        }
        Ok(VisitPage {
            rows,
            ..counted.page.clone()
        })
    }

    /// Visits to one household, newest first, and how many there are.
    pub fn visits_of(
        &self,
        asking: Asking<'_>,
        household: Id,
        limit: usize,
    ) -> Result<(Vec<VisitRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let mut statement = conn.prepare_cached(
            "SELECT id FROM visit WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY visited_on DESC, created_at DESC",
        )?;
        let mut rows = statement.query([household.0.as_slice()])?;
        let (mut found, mut total) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            if found.len() < limit {
                found.extend(visit_row(conn, &households, asking, id_at(row, 0)?)?);
            }
            total += 1;
        }
        Ok((found, total))
    }
}

/// Counts all visits that the query wants.
fn count(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    query: &VisitQuery,
) -> Result<Counted<Id, VisitPage>, StoreError> {
    let fitting = fitting(households, &query.q);
    let month = query.month.as_deref().unwrap_or_default();
    let walk = of_month(households, month);
    let asked = fitting.map(|fitting| {
        let numbers = walk.iter().map(|visit| visit.note);
        (fitting, households.work.notes.with(query.q.trim(), numbers))
    });
    let pass = Pass::of(
        households,
        asking,
        query,
        asked.as_ref(),
        Waiting::of(conn)?,
    );
    let mut counts = Counts::of(households);
    for share in in_shares(walk.shares_from_the_end(), |share| pass.count(share)) {
        counts.add(share);
    }
    let mut keys = counts.first;
    let households_all = households.counted(asking.scope);
    let withdrawn = withdrawn(conn, households, asking, query, |home, note| {
        asked.as_ref().is_none_or(|(fitting, _)| {
            fitting.get(home as usize).is_some_and(|fits| *fits) || note.contains(query.q.trim())
        })
    })?;
    if let Some(count) = counts.views.last_mut() {
        *count = withdrawn.all;
    }
    let text = |(text, count): (&str, u64)| (text.to_owned(), count);
    let mut of_persons = by_item(households, &counts.persons);
    let mut of_purposes = by_item(households, &counts.purposes);
    let mut of_groups = named(&households.groups, &counts.groups)
        .map(text)
        .collect();
    let mut of_villages = named(&households.villages, &counts.villages)
        .map(text)
        .collect();
    if query.view == WITHDRAWN {
        counts.total = withdrawn.ids.len() as u64;
        counts.marks = withdrawn.marks;
        keys = withdrawn.ids;
        of_persons = withdrawn.persons;
        of_purposes = withdrawn.purposes;
        of_groups = withdrawn.groups;
        of_villages = withdrawn.villages;
    }
    let person = |id: &str| person_label(conn, id);
    let group = |name: &str| Ok(name.to_owned());
    let purpose = |code: &str| Ok(codes::VISIT_PURPOSE.label_of(code));
    let village = |code: &str| Ok(short_name(households.division_name(code)).to_owned());
    let persons = labelled(of_persons, &query.persons, person)?;
    let groups = labelled(of_groups, &query.groups, group)?;
    let villages = labelled(of_villages, &query.villages, village)?;
    let purposes = labelled(of_purposes, &query.purposes, purpose)?;
    let page = VisitPage {
        rows: Vec::new(),
        total: counts.total,
        households_month: visited_in_month(households, asking),
        households_all,
        views: VIEWS
            .iter()
            .zip(counts.views)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect(),
        persons,
        groups,
        villages,
        purposes,
        marks: listed(&MARKS, &counts.marks, &query.marks),
    };
    Ok(Counted { keys, page })
}

/// Values with their counts and labels, by code; a filter that is set stays to be seen with 0.
fn labelled(
    counts: BTreeMap<String, u64>,
    chosen: &[String],
    label: impl Fn(&str) -> Result<String, StoreError>,
) -> Result<Vec<Facet>, StoreError> {
    let mut facets = Vec::with_capacity(counts.len());
    for (code, count) in counts {
        facets.push(Facet::new(&code, &label(&code)?, count));
    }
    keep_chosen(&mut facets, chosen, label)?;
    facets.sort();
    Ok(facets)
}

/// Households visited in the month of today.
fn visited_in_month(households: &Households, asking: Asking<'_>) -> u64 {
    let mut seen = vec![false; households.homes.len()];
    of_month(households, &asking.today.format("%Y-%m").to_string())
        .iter()
        .filter(|visit| is_shown(asking.scope, visit.place))
        .filter(|visit| {
            seen.get_mut(visit.home as usize)
                .is_some_and(|seen| !std::mem::replace(seen, true))
        })
        .count() as u64
}

/// Counts of lists as counts of what is in them, by its text.
fn by_item(households: &Households, counts: &[u64]) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for (list, count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
        for item in households.items(list) {
            *found.entry(item.clone()).or_default() += count;
        }
    }
    found
}

/// One visit of the caller's area as a row of the list; a withdrawn one says so.
pub(super) fn visit_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<VisitRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, visited_on, created_at, person_ids, purposes, mode, note, satisfaction,
                _seq, _mine, _place, changed_at, deleted_at, deleted_reason
         FROM visit WHERE id = ?1",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 8)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = id_at(row, 0)?;
    let called = households.called(households.home_of(household_id));
    let persons = items(row, 3)?;
    let (visited_on, recorded_at_ms): (String, i64) = (row.get(1)?, row.get(2)?);
    let receipt = receipt::receipt(conn, id, come)?;
    let problems: i64 = conn
        .prepare_cached("SELECT count(*) FROM problem WHERE visit_id = ?1 AND deleted_at IS NULL")?
        .query_row([id.0.as_slice()], |row| row.get(0))?;
    Ok(Some(VisitRow {
        id,
        household_id,
        head_name: called.head_name,
        group_name: called.group_name,
        village_name: called.village_name,
        late_days: late_days(&visited_on, recorded_at_ms),
        visited_on,
        recorded_at_ms,
        mine: persons.contains(&asking.person.to_string()),
        person_names: names(conn, &persons)?,
        note: row.get(6)?,
        purposes: items(row, 4)?,
        mode: row.get(5)?,
        satisfaction: row.get(7)?,
        photos: receipt.photos_total,
        problems: problems as u64,
        conflict: receipt::in_conflict(conn, id)?,
        receipt,
        withdrawn_at_ms: row.get(12)?,
        withdrawn_reason: row.get(13)?,
    }))
}

fn names(conn: &Connection, persons: &[String]) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::with_capacity(persons.len());
    for id in persons {
        let name = person_label(conn, id)?;
        if !name.is_empty() {
            names.push(name);
        }
    }
    Ok(names)
}
