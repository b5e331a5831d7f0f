//! What needs doing, in order, and what was written last.

use chrono::NaiveDate;
use domain::{
    Id,
    records::{Problem, ProblemStep, Record, by_table},
};
use rusqlite::Connection;

use super::{
    Asking, id_at, is_shown,
    measure_list::{MeasureRow, Views, measure_row},
    place_at,
    problem_list::{ProblemRow, problem_row},
    receipt,
};
use crate::{
    Store, StoreError,
    search::{Day, day, day_text, index::day_of, is_counted},
};

/// A household that nobody has visited this month.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they hold")]
pub struct Unvisited {
    pub id: Id,
    pub head_name: String,
    pub group_name: String,
    pub cause: String,
    pub state: String,
    pub last_visit_on: Option<String>,
}

/// A row that the county has not taken: held or quarantined.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they hold")]
pub struct ReturnedRow {
    pub record: &'static str,
    pub id: Id,
    pub reason: String,
    pub title: String,
}

/// A record that was written last.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they hold")]
pub struct RecentRow {
    pub record: &'static str,
    pub id: Id,
    pub title: String,
    pub at_ms: i64,
    pub receipt: receipt::RowReceipt,
}

impl Store {
    /// Households without a visit this month, longest first, and how many there are.
    pub fn unvisited(
        &self,
        asking: Asking<'_>,
        limit: usize,
    ) -> Result<(Vec<Unvisited>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let month = day(&asking.today.format("%Y-%m-01").to_string());
        let mut found: Vec<(Day, u32)> = Vec::new();
        for (position, index) in (0_u32..).zip(&households.order) {
            let home = &households.homes[*index as usize];
            if home.last_visit < month && is_counted(asking.scope, home) {
                found.push((home.last_visit, position));
            }
        }
        let total = found.len() as u64;
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        let rows = found
            .into_iter()
            .map(|(last_visit, position)| {
                let home = &households.homes[households.order[position as usize] as usize];
                Unvisited {
                    id: home.id,
                    head_name: households.head_name(home),
                    group_name: households.groups.text(home.group).to_owned(),
                    cause: households.causes.text(home.cause).to_owned(),
                    state: households.states.text(home.state).to_owned(),
                    last_visit_on: day_text(last_visit),
                }
            })
            .collect();
        Ok((rows, total))
    }

    /// How many households are in the area, and how many of them were visited this month.
    pub fn visited_this_month(&self, asking: Asking<'_>) -> Result<(u64, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let month = day(&asking.today.format("%Y-%m-01").to_string());
        let (mut all, mut visited) = (0, 0);
        for home in households
            .order
            .iter()
            .map(|index| &households.homes[*index as usize])
        {
            if is_counted(asking.scope, home) {
                all += 1;
                visited += u64::from(home.last_visit >= month);
            }
        }
        Ok((all, visited))
    }

    /// Open measures that are late or due within seven days, and how many there are.
    pub fn measures_due(
        &self,
        asking: Asking<'_>,
        limit: usize,
    ) -> Result<(Vec<MeasureRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let views = Views::of(&households, asking.today);
        let (mut rows, mut total) = (Vec::new(), 0);
        for measure in households.work.measures.iter() {
            if is_shown(asking.scope, measure.place) && views.is_due(measure) {
                if rows.len() < limit {
                    rows.extend(measure_row(
                        self.connection(),
                        &households,
                        asking,
                        measure.id,
                    )?);
                }
                total += 1;
            }
        }
        Ok((rows, total))
    }

    /// Open problems by due date, and how many there are.
    pub fn problems_due(
        &self,
        asking: Asking<'_>,
        limit: usize,
    ) -> Result<(Vec<ProblemRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let (mut rows, mut total) = (Vec::new(), 0);
        for problem in households.work.problems.iter() {
            if problem.is_open && is_shown(asking.scope, problem.place) {
                if rows.len() < limit {
                    rows.extend(problem_row(
                        self.connection(),
                        &households,
                        asking,
                        problem.id,
                    )?);
                }
                total += 1;
            }
        }
        Ok((rows, total))
    }

    /// Problems that were handed in and wait for somebody to look, by due date, and how many there are; not one's own.
    pub fn problems_waiting(
        &self,
        asking: Asking<'_>,
        limit: usize,
    ) -> Result<(Vec<ProblemRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let done = households.work.problem_codes.find("done");
        let own = households.work.people.find(&asking.person.to_string());
        let (mut rows, mut total) = (Vec::new(), 0);
        for problem in households.work.problems.iter() {
            let is_own = own.is_some_and(|own| own > 0 && own == problem.person);
            if Some(problem.state) == done && !is_own && is_shown(asking.scope, problem.place) {
                if rows.len() < limit {
                    rows.extend(problem_row(
                        self.connection(),
                        &households,
                        asking,
                        problem.id,
                    )?);
                }
                total += 1;
            }
        }
        Ok((rows, total))
    }

    /// Own rows whose newest set the county holds or has put into quarantine.
    pub fn not_taken(&self, asking: Asking<'_>) -> Result<Vec<ReturnedRow>, StoreError> {
        let conn = self.connection();
        let mut found = Vec::new();
        for record in WORK {
            let sql = format!(
                "SELECT record.id, decision.reason, record._place FROM decision
                 JOIN {record} AS record ON record._mine = decision.dseq
                 WHERE decision.verdict IN ('held', 'quarantined')"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if is_shown(asking.scope, place_at(row, 2)?) {
                    let id = id_at(row, 0)?;
                    found.push(ReturnedRow {
                        record,
                        id,
                        reason: row.get(1)?,
                        title: self.title(record, id)?,
                    });
                }
            }
        }
        Ok(found)
    }

    /// Visits a day from `first` to `last`.
    pub fn visits_by_day(
        &self,
        asking: Asking<'_>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(NaiveDate, u64)>, StoreError> {
        let households = self.index.current(self.connection())?;
        let mut days: Vec<(NaiveDate, u64)> = first
            .iter_days()
            .take_while(|on| *on <= last)
            .map(|on| (on, 0))
            .collect();
        let numbers: Vec<Day> = days.iter().map(|(on, _)| day_of(*on)).collect();
        for visit in households
            .visits_between(day_of(first), day_of(last))
            .iter()
        {
            if is_shown(asking.scope, visit.place)
                && let Ok(at) = numbers.binary_search(&visit.on)
            {
                days[at].1 += 1;
            }
        }
        Ok(days)
    }

    /// What was written last on this laptop, each record once.
    pub fn recent(&self, asking: Asking<'_>, limit: usize) -> Result<Vec<RecentRow>, StoreError> {
        let conn = self.connection();
        let mut statement =
            conn.prepare_cached("SELECT block FROM mine ORDER BY last DESC LIMIT ?1")?;
        let mut blocks = statement.query([(limit * 8) as i64])?;
        let (mut seen, mut found) = (std::collections::BTreeSet::new(), Vec::new());
        while let Some(block) = blocks.next()? {
            let sets = crate::mine::sets(block.get_ref(0)?.as_blob().unwrap_or_default())?;
            for op in sets.iter().rev().flat_map(|set| &set.ops) {
                let Some(record) = by_table(op.table).filter(|record| WORK.contains(&record.name))
                else {
                    continue;
                };
                if found.len() == limit {
                    return Ok(found);
                }
                if !seen.insert((op.table, op.id)) {
                    continue;
                }
                let Some(row) = crate::row::get(conn, op.table, op.id)? else {
                    continue;
                };
                // An act and what it changed on its problem are one thing that was done, read on the problem.
                let mut id = op.id;
                if op.table == ProblemStep::INFO.table
                    && let Some(problem) = row.cell(ProblemStep::problem_id).as_id()
                {
                    seen.insert((Problem::INFO.table, problem));
                    id = problem;
                }
                if row.is_deleted() || !is_shown(asking.scope, row.place) {
                    continue;
                }
                found.push(RecentRow {
                    record: record.name,
                    id,
                    title: self.title(record.name, op.id)?,
                    at_ms: row.changed_at,
                    receipt: receipt::receipt(conn, op.id, (&row).into())?,
                });
            }
        }
        Ok(found)
    }

    /// What people call a row: the head's name, a date, a sentence.
    pub fn title(&self, record: &str, id: Id) -> Result<String, StoreError> {
        let conn = self.connection();
        let household = match record {
            "household" => Some(id),
            "visit" => owner(conn, "SELECT household_id FROM visit WHERE id = ?1", id)?,
            "member" => owner(conn, "SELECT household_id FROM member WHERE id = ?1", id)?,
            _ => None,
        };
        if let Some(household) = household {
            let households = self.index.current(conn)?;
            return Ok(households
                .home_of(household)
                .map(|home| households.head_name(home))
                .unwrap_or_default());
        }
        let sql = match record {
            "stay" => "SELECT stayed_on FROM stay WHERE id = ?1",
            "measure" => "SELECT content FROM measure WHERE id = ?1",
            "problem" => "SELECT content FROM problem WHERE id = ?1",
            "problem_step" => {
                "SELECT content FROM problem WHERE id = (SELECT problem_id FROM problem_step WHERE id = ?1)"
            }
            "household_plan_line" => "SELECT content FROM household_plan_line WHERE id = ?1",
            "village_plan_line" => "SELECT content FROM village_plan_line WHERE id = ?1",
            "request" => "SELECT content FROM request WHERE id = ?1",
            "wish" => "SELECT content FROM wish WHERE id = ?1",
            "tour" => "SELECT name FROM tour WHERE id = ?1",
            "inquiry" => {
                "SELECT name FROM division WHERE code = (SELECT village_code FROM inquiry WHERE id = ?1)"
            }
            "distribution" => "SELECT item FROM distribution WHERE id = ?1",
            _ => return Ok(String::new()),
        };
        super::name_of(conn, sql, id)
    }
}

/// The records that a person's own work is made of.
const WORK: [&str; 11] = [
    "visit",
    "stay",
    "measure",
    "problem",
    "problem_step",
    "request",
    "wish",
    "distribution",
    "inquiry",
    "household",
    "member",
];

fn owner(conn: &Connection, sql: &str, id: Id) -> Result<Option<Id>, StoreError> {
    use rusqlite::OptionalExtension;
    let found: Option<Option<Vec<u8>>> = conn
        .prepare_cached(sql)?
        .query_row([id.0.as_slice()], |row| row.get(0))
        .optional()?;
    Ok(found.flatten().as_deref().and_then(Id::from_slice))
}
