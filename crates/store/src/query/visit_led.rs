//! How many of one's own visits led to something: for oneself only, and beside its rule.

use chrono::{Days, NaiveDate};

use super::{Asking, is_shown};
use crate::{
    Store, StoreError,
    search::index::{day_of, work::PROBLEM},
};

/// Visits of one person from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitsLed {
    /// The first day.
    pub from: NaiveDate,
    /// Visits of the person.
    pub all: u64,
    /// Those that led to something.
    pub led: u64,
}

/// How far back.
pub const LED_DAYS: u64 = 90;
/// A measure that begins so many days after a visit, or on its day, is counted as its fruit.
pub const MEASURE_WITHIN_DAYS: u64 = 30;

impl Store {
    /// A visit led to something when a problem was registered on it, an errand was done, a request heard on it was
    /// solved, or the household had a measure that began within [`MEASURE_WITHIN_DAYS`] days.
    pub fn visits_led(&self, asking: Asking<'_>) -> Result<VisitsLed, StoreError> {
        let from = asking
            .today
            .checked_sub_days(Days::new(LED_DAYS - 1))
            .unwrap_or(asking.today);
        let households = self.index.current(self.connection())?;
        let me = asking.person.to_string();
        let lists = &households.work.items;
        let mine: Vec<bool> = lists.iter().map(|items| items.contains(&me)).collect();
        let errand: Vec<bool> = lists
            .iter()
            .map(|items| items.iter().any(|item| item == "errand"))
            .collect();
        let conn = self.connection();
        let mut solved = conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM request
             WHERE visit_id = ?1 AND deleted_at IS NULL AND state IN ('solved', 'confirmed'))",
        )?;
        let mut measure = conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM measure
             WHERE household_id = ?1 AND deleted_at IS NULL AND state <> 'dropped' AND starts_on BETWEEN ?2 AND ?3)",
        )?;
        let mut found = VisitsLed {
            from,
            all: 0,
            led: 0,
        };
        for visit in households
            .visits_between(day_of(from), day_of(asking.today))
            .iter()
        {
            if !mine[visit.persons as usize] || !is_shown(asking.scope, visit.place) {
                continue;
            }
            found.all += 1;
            let led = visit.has(PROBLEM)
                || errand[visit.purposes as usize]
                || solved.query_row([visit.id.0.as_slice()], |row| row.get(0))?
                || match (
                    households.homes.get(visit.home as usize),
                    crate::search::day_text(visit.on),
                ) {
                    (Some(home), Some(on)) => measure.query_row(
                        rusqlite::params![home.id.0.as_slice(), on, until(&on)],
                        |row| row.get(0),
                    )?,
                    _ => false,
                };
            found.led += u64::from(led);
        }
        Ok(found)
    }
}

fn until(on: &str) -> String {
    NaiveDate::parse_from_str(on, "%Y-%m-%d")
        .ok()
        .and_then(|on| on.checked_add_days(Days::new(MEASURE_WITHIN_DAYS)))
        .map_or_else(|| on.to_owned(), |last| last.to_string())
}
