//! One household from the day it was identified to its exit, out of what is on record anyway: nobody types it.

use domain::{
    Cells, Id,
    env::date_of,
    records::{Household, HousingSolution, Measure, Record, list},
};

use super::{id_at, measure_list::date_at};
use crate::{Store, StoreError, history::Change, row};

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// `2018-09-30`, or as much of it as is known: `2018-09`, `2018`.
    pub on: String,
    /// `identified`, `causes`, `changed`, `planned`, `measure_begun`, `measure_done`, `measure_dropped`, `problem_found`,
    /// `problem_closed`, `housing`, `visits`, `exit`.
    pub kind: &'static str,
    /// The row, where one can be opened.
    pub id: Option<Id>,
    /// What people wrote.
    pub text: String,
    /// The list of the codes, empty for none.
    pub list: &'static str,
    /// What stood before, where that is known.
    pub from: Vec<String>,
    /// What it became.
    pub to: Vec<String>,
    /// How many visits.
    pub count: u64,
    /// Who wrote it down, where that is told.
    pub by_name: String,
}

/// What happened, the first first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The events.
    pub events: Vec<Event>,
    /// Changes from before this laptop's first sync are the county's.
    pub is_older_at_county: bool,
}

/// Visits of a household by month.
pub(super) const VISITS: &str = "SELECT substr(visited_on, 1, 7), count(*) FROM visit
     WHERE household_id = ?1 AND deleted_at IS NULL AND visited_on <> '' GROUP BY 1";
const MEASURES: &str =
    "SELECT id, class, content, starts_on, done_on, state, changed_at, dropped_reason FROM measure
     WHERE household_id = ?1 AND deleted_at IS NULL";
const PROBLEMS: &str = "SELECT id, content, created_at, closed_on FROM problem
     WHERE household_id = ?1 AND deleted_at IS NULL";
const PLANS: &str = "SELECT id, year, agreed_on, goal FROM household_plan
     WHERE household_id = ?1 AND deleted_at IS NULL AND agreed_on <> ''";

/// States of a household that is out of poverty.
const OUT: [&str; 3] = ["1", "4", "已脱贫"];

/// Fields of a household whose changes are told, with their lists.
const TOLD: [(u16, &str); 4] = [
    (Household::state, "state"),
    (Household::causes, "cause"),
    (Household::risks, "risk"),
    (Household::monitored_kind, "monitored_kind"),
];

impl Store {
    /// All of it; nothing for a household that this file does not hold.
    pub fn household_timeline(&self, household: Id) -> Result<Timeline, StoreError> {
        let Some(row) = row::get(self.connection(), Household::INFO.table, household)? else {
            return Ok(Timeline::default());
        };
        let history = self.household_history(household)?;
        let mut events = of_record(&row.cells);
        events.extend(history.changes.iter().filter_map(change_of_household));
        self.of_measures(household, &history.changes, &mut events)?;
        self.of_problems(household, &mut events)?;
        self.of_plans(household, &mut events)?;
        if let Some(row) = self.housing_of(household)? {
            events.extend(of_housing(row.id, &row.cells));
        }
        self.of_visits(household, &mut events)?;
        events.sort_by_cached_key(|event| (order(event), event.kind, event.id));
        Ok(Timeline {
            events,
            is_older_at_county: !history.older.is_empty(),
        })
    }

    fn of_measures(
        &self,
        household: Id,
        changes: &[Change],
        events: &mut Vec<Event>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(MEASURES)?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            let id = id_at(row, 0)?;
            let one = Event {
                id: Some(id),
                text: row.get(2)?,
                list: "measure_class",
                to: vec![row.get(1)?],
                ..Event::default()
            };
            if let Some(on) = date_at(row, 3)? {
                events.push(Event {
                    on,
                    kind: "measure_begun",
                    ..one.clone()
                });
            }
            match row.get::<_, String>(5)?.as_str() {
                "done" => {
                    if let Some(on) = date_at(row, 4)? {
                        events.push(Event {
                            on,
                            kind: "measure_done",
                            ..one
                        });
                    }
                }
                "dropped" => {
                    let is_drop = |change: &&Change| {
                        (change.table, change.id) == (Measure::INFO.table, id)
                            && change.field == Some(Measure::state)
                            && change.to.as_text() == "dropped"
                    };
                    let at_ms = match changes.iter().find(is_drop) {
                        Some(change) => change.at_ms,
                        // The change itself is the county's: the row's last one is the nearest that is known here.
                        None => row.get(6)?,
                    };
                    events.push(Event {
                        on: date_of(at_ms).to_string(),
                        kind: "measure_dropped",
                        from: vec![row.get(7)?],
                        ..one
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn of_problems(&self, household: Id, events: &mut Vec<Event>) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(PROBLEMS)?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            let one = Event {
                id: Some(id_at(row, 0)?),
                text: row.get(1)?,
                ..Event::default()
            };
            if let Some(on) = date_at(row, 3)? {
                events.push(Event {
                    on,
                    kind: "problem_closed",
                    ..one.clone()
                });
            }
            events.push(Event {
                on: date_of(row.get(2)?).to_string(),
                kind: "problem_found",
                ..one
            });
        }
        Ok(())
    }

    fn of_plans(&self, household: Id, events: &mut Vec<Event>) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(PLANS)?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            events.push(Event {
                on: row.get(2)?,
                kind: "planned",
                id: Some(id_at(row, 0)?),
                text: row.get(3)?,
                to: row
                    .get::<_, Option<i64>>(1)?
                    .map(|year| year.to_string())
                    .into_iter()
                    .collect(),
                ..Event::default()
            });
        }
        Ok(())
    }

    fn of_visits(&self, household: Id, events: &mut Vec<Event>) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(VISITS)?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            events.push(Event {
                on: row.get(0)?,
                kind: "visits",
                count: row.get::<_, i64>(1)?.unsigned_abs(),
                ..Event::default()
            });
        }
        Ok(())
    }
}

/// When it was identified and for what, and when it left.
fn of_record(cells: &Cells) -> Vec<Event> {
    let home = Household::from_cells(cells);
    let mut events = Vec::new();
    if let Some(year) = home.identified_year {
        events.push(Event {
            on: year.to_string(),
            kind: "identified",
            list: "standard",
            to: Some(home.standard)
                .filter(|code| !code.is_empty())
                .into_iter()
                .collect(),
            ..Event::default()
        });
        if !home.causes.is_empty() {
            events.push(Event {
                on: year.to_string(),
                kind: "causes",
                list: "cause",
                to: home.causes,
                ..Event::default()
            });
        }
    }
    if let Some(year) = home.out_of_poverty_year
        && OUT.contains(&home.state.as_str())
    {
        events.push(Event {
            on: year.to_string(),
            kind: "exit",
            list: "state",
            to: vec![home.state],
            ..Event::default()
        });
    }
    events
}

fn of_housing(id: Id, cells: &Cells) -> Vec<Event> {
    let solution = HousingSolution::from_cells(cells);
    [
        ("decided", solution.decided_on),
        ("started", solution.started_on),
        ("finished", solution.finished_on),
    ]
    .into_iter()
    .filter(|(_, on)| !on.is_empty())
    .map(|(state, on)| Event {
        on,
        kind: "housing",
        id: Some(id),
        list: "housing_kind",
        from: vec![state.to_owned()],
        to: vec![solution.kind.clone()],
        ..Event::default()
    })
    .collect()
}

/// A change of what a household is; what was there from the first is told by the record itself.
fn change_of_household(change: &Change) -> Option<Event> {
    if change.table != Household::INFO.table || !change.stood {
        return None;
    }
    let (_, list_name) = TOLD
        .iter()
        .find(|(field, _)| Some(*field) == change.field)?;
    Some(Event {
        on: date_of(change.at_ms).to_string(),
        kind: "changed",
        id: Some(change.id),
        text: change.reason.clone(),
        list: list_name,
        from: list(&change.from),
        to: list(&change.to),
        by_name: change.by_name.clone(),
        ..Event::default()
    })
}

/// A year's own events come first in it, an exit last; a month's before its days.
fn order(event: &Event) -> String {
    if event.kind == "exit" {
        format!("{}-99", event.on)
    } else {
        event.on.clone()
    }
}
