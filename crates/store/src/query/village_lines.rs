//! The villages of a township at a glance: what is open in each, for whoever answers for all of them.

use std::collections::HashMap;

use domain::Place;

use super::{Asking, is_shown, measure_list::Views};
use crate::{
    Store, StoreError,
    search::{day, day_text, index::Day, is_counted, short_name},
};

/// One village, in the order of its code, never of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageLine {
    /// Its code.
    pub code: String,
    /// Its name without the office.
    pub name: String,
    /// Households on file.
    pub households: u64,
    /// Of them, visited this month.
    pub visited_month: u64,
    /// Open measures that are late or due within seven days.
    pub measures_due: u64,
    /// Open problems that are late or due within seven days.
    pub problems_due: u64,
    /// Day of the newest visit on record; what a laptop has not handed over yet is not in it.
    pub last_visit_on: Option<String>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Line {
    households: u64,
    visited_month: u64,
    measures_due: u64,
    problems_due: u64,
    last_visit: Day,
}

impl Store {
    /// Villages with households in the area, by code.
    pub fn village_lines(&self, asking: Asking<'_>) -> Result<Vec<VillageLine>, StoreError> {
        let households = self.index.current(self.connection())?;
        let month = day(&asking.today.format("%Y-%m-01").to_string());
        let soon = day(&(asking.today + chrono::Days::new(7)).to_string());
        let mut lines = vec![Line::default(); households.villages.len()];
        // What lies in a village without hanging on a household has the village's place too.
        let mut villages: HashMap<Place, u32> = HashMap::new();
        for home in households
            .order
            .iter()
            .map(|index| &households.homes[*index as usize])
            .filter(|home| is_counted(asking.scope, home))
        {
            villages.entry(home.place).or_insert(home.village);
            let line = &mut lines[home.village as usize];
            line.households += 1;
            line.visited_month += u64::from(home.last_visit >= month);
            line.last_visit = line.last_visit.max(home.last_visit);
        }
        let views = Views::of(&households, asking.today);
        for measure in households.work.measures.iter() {
            if is_shown(asking.scope, measure.place)
                && views.is_due(measure)
                && let Some(village) = villages.get(&measure.place)
            {
                lines[*village as usize].measures_due += 1;
            }
        }
        for problem in households.work.problems.iter() {
            if problem.is_open
                && problem.due != 0
                && problem.due <= soon
                && is_shown(asking.scope, problem.place)
                && let Some(village) = villages.get(&problem.place)
            {
                lines[*village as usize].problems_due += 1;
            }
        }
        let mut told: Vec<VillageLine> = (0_u32..)
            .zip(lines)
            .filter(|(_, line)| line.households > 0)
            .map(|(number, line)| {
                let code = households.villages.text(number).to_owned();
                VillageLine {
                    name: short_name(households.division_name(&code)).to_owned(),
                    code,
                    households: line.households,
                    visited_month: line.visited_month,
                    measures_due: line.measures_due,
                    problems_due: line.problems_due,
                    last_visit_on: day_text(line.last_visit),
                }
            })
            .collect();
        told.sort_unstable_by(|a, b| a.code.cmp(&b.code));
        Ok(told)
    }
}
