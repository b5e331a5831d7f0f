//! Visits, measures and problems in memory: all that their lists filter, count, sum and order by.
//!
//! Only what is in some count is kept: no deleted row, and none that is parked.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use domain::{
    Id, Place,
    env::date_of,
    records::{self, LATE_AFTER_DAYS},
};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    Households, id_at,
    notes::Notes,
    ordered::{Kept, Ordered, Walk},
    values::{Day, Names, day},
};
use crate::StoreError;

/// Of no household.
pub(crate) const NO_HOME: u32 = u32::MAX;
/// Of a household that this file does not hold.
pub(crate) const ABSENT_HOME: u32 = u32::MAX - 1;

#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) created_at: i64,
    /// Newest own undecided set on it, 0 = none.
    pub(crate) mine: u64,
    pub(crate) home: u32,
    pub(crate) on: Day,
    /// Number of the list of people, and of that of purposes.
    pub(crate) persons: u32,
    pub(crate) purposes: u32,
    /// Number of its words among the notes.
    pub(crate) note: u32,
    /// [`LATE`], [`PROBLEM`] and so on.
    pub(crate) marks: u8,
}

/// Written down more than [`LATE_AFTER_DAYS`] days later.
pub(crate) const LATE: u8 = 1;
/// A problem was found on it.
pub(crate) const PROBLEM: u8 = 2;
/// It has a photo.
pub(crate) const PHOTO: u8 = 4;
/// The household said that it is not satisfied.
pub(crate) const UNSATISFIED: u8 = 8;

impl Visit {
    pub(crate) fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    fn mark(&mut self, mark: u8, is_so: bool) {
        if is_so {
            self.marks |= mark;
        } else {
            self.marks &= !mark;
        }
    }
}

impl Kept for Visit {
    type Key = (Day, i64, Id);
    fn id(&self) -> Id {
        self.id
    }
    fn key(&self) -> Self::Key {
        (self.on, self.created_at, self.id)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) amount_fen: i64,
    /// How much of the quantity is done, in thousandths.
    pub(crate) done: u16,
    pub(crate) paid_fen: i64,
    pub(crate) home: u32,
    /// Number of the person's id among `people`, 0 = nobody.
    pub(crate) person: u32,
    pub(crate) class: u32,
    pub(crate) content: u32,
    pub(crate) state: u32,
    pub(crate) due: Day,
    /// What of the three clarities is missing, one bit each.
    pub(crate) unclear: u8,
}

impl Kept for Measure {
    type Key = (Day, Id);
    fn id(&self) -> Id {
        self.id
    }
    /// What has no date comes last.
    fn key(&self) -> Self::Key {
        (due_key(self.due), self.id)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) due: Day,
    pub(crate) home: u32,
    pub(crate) is_open: bool,
    /// The visit it was found on; blank = none.
    visit: Id,
    /// Numbers of its codes among `problem_codes`.
    pub(crate) state: u32,
    pub(crate) kind: u32,
    pub(crate) source: u32,
    /// Number of the person's id among `people`, 0 = nobody.
    pub(crate) person: u32,
    /// Number of its words among `wrongs`.
    pub(crate) content: u32,
}

impl Kept for Problem {
    type Key = (Day, Id);
    fn id(&self) -> Id {
        self.id
    }
    fn key(&self) -> Self::Key {
        (due_key(self.due), self.id)
    }
}

fn due_key(due: Day) -> Day {
    if due == 0 { Day::MAX } else { due }
}

/// The work on the households of a file.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// Oldest business date first.
    pub(crate) visits: Ordered<Visit>,
    /// Their words.
    pub(crate) notes: Notes,
    /// First due first.
    pub(crate) measures: Ordered<Measure>,
    /// First due first.
    pub(crate) problems: Ordered<Problem>,
    /// Lists of people and of purposes as rows hold them, by their number: few are different.
    pub(crate) lists: Names,
    pub(crate) items: Vec<Vec<String>>,
    /// Ids of people as texts.
    pub(crate) people: Names,
    pub(crate) classes: Names,
    pub(crate) contents: Names,
    pub(crate) states: Names,
    /// States, kinds and sources of problems.
    pub(crate) problem_codes: Names,
    /// What is wrong.
    pub(crate) wrongs: Names,
    /// How many problems were found on a visit.
    found_on: HashMap<Id, u32>,
}

/// A question for all rows that count, and the same for one.
macro_rules! questions {
    ($all:ident, $one:ident: $columns:literal from $table:literal) => {
        const $all: &str = concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $table,
            " WHERE deleted_at IS NULL AND _place <> 0"
        );
        const $one: &str = concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $table,
            " WHERE id = ?1 AND deleted_at IS NULL AND _place <> 0"
        );
    };
}
questions!(VISITS, VISIT_OF_ID:
    "id, household_id, visited_on, created_at, person_ids, purposes, _place, _mine, satisfaction, note" from "visit");
questions!(MEASURES, MEASURE_OF_ID:
    "id, household_id, due_on, state, class, person_id, content, amount_fen, paid_fen, _place, quantity,
     quantity_done, goal" from "measure");
questions!(PROBLEMS, PROBLEM_OF_ID:
    "id, visit_id, due_on, state, _place, household_id, kind, source, person_id, content" from "problem");

impl Work {
    /// Puts the notes in the order of the visits, so that a search runs through memory from front to end, and leaves
    /// behind those that no visit has any more.
    fn lay_out_notes(&mut self) {
        let (old, notes) = (std::mem::take(&mut self.notes), &mut self.notes);
        self.visits
            .each(|visit| visit.note = notes.take_over(&old, visit.note));
        notes.laid_out();
    }
}

impl Households {
    pub(super) fn load_visits(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut statement = conn.prepare(VISITS)?;
        let mut rows = statement.query([])?;
        let mut visits = Vec::new();
        self.work.notes = Notes::default();
        let photographed = photographed(conn)?;
        while let Some(row) = rows.next()? {
            let mut visit = self.visit(row)?;
            visit.mark(PHOTO, photographed.contains(&visit.id));
            visits.push(visit);
        }
        self.work.visits = Ordered::of(visits);
        self.work.lay_out_notes();
        for home in &mut self.homes {
            home.last_visit = 0;
        }
        for visit in self.work.visits.iter() {
            if let Some(home) = self.homes.get_mut(visit.home as usize) {
                home.last_visit = visit.on;
            }
        }
        Ok(())
    }

    pub(super) fn load_measures(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut statement = conn.prepare(MEASURES)?;
        let mut rows = statement.query([])?;
        let mut measures = Vec::new();
        while let Some(row) = rows.next()? {
            measures.push(self.measure(row)?);
        }
        self.work.measures = Ordered::of(measures);
        Ok(())
    }

    /// Problems come before visits, which are told what was found on them.
    pub(super) fn load_problems(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut statement = conn.prepare(PROBLEMS)?;
        let mut rows = statement.query([])?;
        let mut problems = Vec::new();
        self.work.found_on.clear();
        while let Some(row) = rows.next()? {
            let problem = self.problem(row)?;
            if !problem.visit.is_nil() {
                *self.work.found_on.entry(problem.visit).or_default() += 1;
            }
            problems.push(problem);
        }
        let Work {
            visits, found_on, ..
        } = &mut self.work;
        visits.each(|visit| visit.mark(PROBLEM, found_on.contains_key(&visit.id)));
        self.work.problems = Ordered::of(problems);
        Ok(())
    }

    pub(super) fn take_in_visit(&mut self, conn: &Connection, id: Id) -> Result<(), StoreError> {
        let new = conn
            .prepare_cached(VISIT_OF_ID)?
            .query_row([id.0.as_slice()], |row| Ok(self.visit(row)))
            .optional()?
            .transpose()?;
        let new = match new {
            Some(mut visit) => {
                visit.mark(PHOTO, is_photographed(conn, id)?);
                Some(visit)
            }
            None => None,
        };
        let new_on = new.as_ref().map(|visit| (visit.home, visit.on));
        let old = match new {
            Some(visit) => self.work.visits.put(visit),
            None => self.work.visits.take(id),
        };
        if let Some(old) = old {
            self.work.notes.forget(old.note);
            if let Some(home) = self.homes.get_mut(old.home as usize) {
                home.last_visit = last_visit(conn, home.id)?;
            }
        }
        if self.work.notes.is_worn() {
            self.work.lay_out_notes();
        }
        if let Some((home, on)) = new_on
            && let Some(home) = self.homes.get_mut(home as usize)
        {
            home.last_visit = home.last_visit.max(on);
        }
        Ok(())
    }

    pub(super) fn take_in_measure(&mut self, conn: &Connection, id: Id) -> Result<(), StoreError> {
        let new = conn
            .prepare_cached(MEASURE_OF_ID)?
            .query_row([id.0.as_slice()], |row| Ok(self.measure(row)))
            .optional()?
            .transpose()?;
        match new {
            Some(measure) => self.work.measures.put(measure),
            None => self.work.measures.take(id),
        };
        Ok(())
    }

    pub(super) fn take_in_problem(&mut self, conn: &Connection, id: Id) -> Result<(), StoreError> {
        let new = conn
            .prepare_cached(PROBLEM_OF_ID)?
            .query_row([id.0.as_slice()], |row| Ok(self.problem(row)))
            .optional()?
            .transpose()?;
        let (is, visit) = (new.is_some(), new.as_ref().map(|problem| problem.visit));
        let old = match new {
            Some(problem) => self.work.problems.put(problem),
            None => self.work.problems.take(id),
        };
        if let Some(old) = old.filter(|old| !old.visit.is_nil()) {
            self.count_found(old.visit, false);
        }
        if let Some(visit) = visit.filter(|visit| is && !visit.is_nil()) {
            self.count_found(visit, true);
        }
        Ok(())
    }

    fn count_found(&mut self, visit: Id, is_one_more: bool) {
        let count = self.work.found_on.entry(visit).or_default();
        *count = if is_one_more {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        let has_problem = *count > 0;
        if !has_problem {
            self.work.found_on.remove(&visit);
        }
        if let Some(visit) = self.work.visits.get_mut(visit) {
            visit.mark(PROBLEM, has_problem);
        }
    }

    fn visit(&mut self, row: &Row<'_>) -> Result<Visit, StoreError> {
        let id = id_at(row, 0)?;
        let on = day(row.get_ref(2)?.as_str().unwrap_or_default());
        let created_at: i64 = row.get(3)?;
        let is_late = created_at > 0 && on < self.entered.last_in_time(created_at);
        let is_unsatisfied = row
            .get_ref(8)?
            .as_str()
            .is_ok_and(|code| code.ends_with("unsatisfied"));
        let has_problem = self.work.found_on.contains_key(&id);
        Ok(Visit {
            id,
            place: Place(row.get::<_, i64>(6)? as u64),
            created_at,
            mine: row.get::<_, i64>(7)? as u64,
            home: self.home_at(row, 1)?,
            on,
            persons: self.list_at(row, 4)?,
            purposes: self.list_at(row, 5)?,
            note: self
                .work
                .notes
                .add(row.get_ref(9)?.as_str().unwrap_or_default()),
            marks: [
                (is_late, LATE),
                (has_problem, PROBLEM),
                (is_unsatisfied, UNSATISFIED),
            ]
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .fold(0, |marks, (_, mark)| marks | mark),
        })
    }

    fn problem(&mut self, row: &Row<'_>) -> Result<Problem, StoreError> {
        let text = |index: usize| -> Result<&str, StoreError> {
            Ok(row.get_ref(index)?.as_str().unwrap_or_default())
        };
        let person = match id_at(row, 8)? {
            id if id.is_nil() => 0,
            id => self.work.people.number(&id.to_string()),
        };
        Ok(Problem {
            id: id_at(row, 0)?,
            place: Place(row.get::<_, i64>(4)? as u64),
            due: day(text(2)?),
            home: self.home_at(row, 5)?,
            is_open: !matches!(text(3)?, "done" | "verified"),
            visit: id_at(row, 1)?,
            state: self.work.problem_codes.number(text(3)?),
            kind: self.work.problem_codes.number(text(6)?),
            source: self.work.problem_codes.number(text(7)?),
            person,
            content: self.work.wrongs.number(text(9)?),
        })
    }

    fn measure(&mut self, row: &Row<'_>) -> Result<Measure, StoreError> {
        let text = |index: usize| -> Result<&str, StoreError> {
            Ok(row.get_ref(index)?.as_str().unwrap_or_default())
        };
        let number = |index: usize| -> Result<i64, StoreError> {
            Ok(row.get::<_, Option<i64>>(index)?.unwrap_or(0))
        };
        let person = match id_at(row, 5)? {
            id if id.is_nil() => 0,
            id => self.work.people.number(&id.to_string()),
        };
        Ok(Measure {
            id: id_at(row, 0)?,
            place: Place(row.get::<_, i64>(9)? as u64),
            amount_fen: row.get::<_, Option<i64>>(7)?.unwrap_or(0),
            done: thousandths(number(11)?, number(10)?),
            paid_fen: row.get::<_, Option<i64>>(8)?.unwrap_or(0),
            home: self.home_at(row, 1)?,
            person,
            class: self.work.classes.number(text(4)?),
            content: self.work.contents.number(text(6)?),
            state: self.work.states.number(text(3)?),
            due: day(text(2)?),
            unclear: records::Measure::unclear(
                text(3)?,
                text(12)?,
                text(4)?,
                text(6)?,
                person != 0,
            ),
        })
    }

    fn home_at(&self, row: &Row<'_>, index: usize) -> Result<u32, StoreError> {
        Ok(match id_at(row, index)? {
            id if id.is_nil() => NO_HOME,
            id => self.index_of(id),
        })
    }

    /// The number of a list, which is read once.
    fn list_at(&mut self, row: &Row<'_>, index: usize) -> Result<u32, StoreError> {
        let text = row.get_ref(index)?.as_str().unwrap_or_default();
        let number = self.work.lists.number(text);
        while self.work.items.len() < self.work.lists.len() {
            let text = self.work.lists.text(self.work.items.len() as u32);
            self.work.items.push(domain::records::list(&text.into()));
        }
        Ok(number)
    }

    /// Visits of these days, the oldest first.
    pub(crate) fn visits_between(&self, first: Day, last: Day) -> Walk<'_, Visit> {
        self.work
            .visits
            .between(move |visit| visit.on < first, move |visit| visit.on > last)
    }

    /// The last of the visits that count to each household, by its number among `homes`; 0 = never.
    pub(crate) fn last_of(&self, counts: impl Fn(&Visit) -> bool) -> Vec<Day> {
        let mut last = vec![0; self.homes.len()];
        for visit in self.work.visits.iter().filter(|visit| counts(visit)) {
            if let Some(last) = last.get_mut(visit.home as usize) {
                *last = visit.on;
            }
        }
        last
    }

    /// The people of a visit, or its purposes.
    pub(crate) fn items(&self, list: u32) -> &[String] {
        self.work
            .items
            .get(list as usize)
            .map_or(&[], Vec::as_slice)
    }
}

fn thousandths(done: i64, of: i64) -> u16 {
    if of <= 0 {
        return 0;
    }
    u16::try_from(done.max(0).saturating_mul(1_000) / of).unwrap_or(u16::MAX)
}

/// Visits that have a photo.
fn photographed(conn: &Connection) -> Result<HashSet<Id>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT owner_id FROM photo
         WHERE deleted_at IS NULL AND owner_kind = 'visit' AND owner_id IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        found.insert(id_at(row, 0)?);
    }
    Ok(found)
}

fn is_photographed(conn: &Connection, visit: Id) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM photo
             WHERE owner_id = ?1 AND owner_kind = 'visit' AND deleted_at IS NULL)",
        )?
        .query_row([visit.0.as_slice()], |row| row.get(0))?)
}

/// Day of the last visit to a household; 0 = never.
pub(super) fn last_visit(conn: &Connection, household: Id) -> Result<Day, StoreError> {
    let last: Option<String> = conn
        .prepare_cached(
            "SELECT visited_on FROM visit WHERE household_id = ?1 AND deleted_at IS NULL AND _place <> 0
             ORDER BY visited_on DESC LIMIT 1",
        )?
        .query_row([household.0.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(day(&last.unwrap_or_default()))
}

/// The first day whose visits are not late in the entry that was met last: entries come in runs of one day.
#[derive(Debug, Default)]
pub(super) struct Entered {
    number: i64,
    day: Day,
}

const DAY_MS: i64 = 86_400_000;
const EIGHT_HOURS_MS: i64 = 8 * 3_600_000;

impl Entered {
    fn last_in_time(&mut self, at_ms: i64) -> Day {
        let number = at_ms.saturating_add(EIGHT_HOURS_MS).div_euclid(DAY_MS);
        if self.number != number || self.day == 0 {
            *self = Self {
                number,
                day: super::values::day_of(
                    date_of(at_ms)
                        .checked_sub_days(Days::new(LATE_AFTER_DAYS))
                        .unwrap_or_default(),
                ),
            };
        }
        self.day
    }
}
