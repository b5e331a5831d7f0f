//! What a list of households is filtered and marked by, for one household in memory.

use chrono::Datelike;
use domain::remark::{Rule, Rules};

use super::{HouseholdQuery, MARKS, township};
use crate::search::{
    Day, Households,
    index::{Housing, Names, SECTORS, listed::Listed},
};

/// What the views compare with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    month: Day,
    thirty: Day,
    sixty: Day,
    year_ago: Day,
    pub(super) today: Day,
    year: i16,
}

impl Days {
    pub(super) fn of(today: chrono::NaiveDate) -> Self {
        let number =
            |on: chrono::NaiveDate| on.year() as u32 * 10_000 + on.month() * 100 + on.day();
        let before = |days: u64| {
            today
                .checked_sub_days(chrono::Days::new(days))
                .map_or(0, number)
        };
        Self {
            month: number(today) / 100 * 100 + 1,
            thirty: before(30),
            sixty: before(60),
            year_ago: before(365),
            today: number(today),
            year: today.year() as i16,
        }
    }
}

/// States with their numbers in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct States {
    poor: Option<u32>,
    fallen_back: Option<u32>,
    to_exit: Option<u32>,
}

impl States {
    fn is_poor(self, home: &Listed) -> bool {
        let state = Some(home.state);
        state == self.poor || state == self.fallen_back || state == self.to_exit
    }
}

/// The views that a household is in, one bit each in the order of [`VIEWS`].
pub(super) fn views_of(
    home: &Listed,
    last_visit: Day,
    days: Days,
    states: States,
    remarks: Rules,
) -> u16 {
    let state = Some(home.state);
    let poor = states.is_poor(home);
    let to_exit =
        state == states.to_exit || (state == states.poor && home.state_year == Some(days.year));
    let bits = [
        true,
        last_visit < days.month,
        last_visit < days.thirty,
        last_visit < days.sixty,
        to_exit,
        home.has_risk,
        poor,
        !remarks.is_empty(),
    ];
    bits.iter()
        .enumerate()
        .fold(0, |set, (bit, is_in)| set | (u16::from(*is_in) << bit))
}

/// Numbers of a filter's values; nothing when there is no filter.
fn wanted(names: &Names, values: &[String]) -> Option<Vec<bool>> {
    if values.is_empty() {
        return None;
    }
    let mut wanted = vec![false; names.len()];
    for number in values.iter().filter_map(|value| names.find(value)) {
        wanted[number as usize] = true;
    }
    Some(wanted)
}

fn takes(wanted: Option<&Vec<bool>>, number: u32) -> bool {
    wanted.is_none_or(|wanted| wanted[number as usize])
}

pub(super) const GROUP: u8 = 1;
pub(super) const VILLAGE: u8 = 2;
pub(super) const TOWNSHIP: u8 = 4;
pub(super) const STATE: u8 = 8;
pub(super) const CAUSE: u8 = 16;
pub(super) const MARK: u8 = 32;
pub(super) const REMARK: u8 = 128;
pub(super) const SECTOR: u8 = 64;

/// One bit for each of [`MARKS`].
pub(super) fn marks_of(home: &Listed, last_visit: Day, days: Days, states: States) -> u8 {
    // Whoever is helped has a measure: a household that is poor, or watched.
    let is_helped = states.is_poor(home) || home.has_risk;
    let bits = [
        last_visit < days.month,
        home.has_risk,
        home.hanging.problems_open > 0,
        home.hanging.is_unclear || (is_helped && home.hanging.measures == 0),
        home.housing == Housing::Undecided,
        home.housing == Housing::Open,
        home.changed < days.year_ago,
    ];
    (0..)
        .zip(bits)
        .fold(0, |marks, (bit, is_so)| marks | (u8::from(is_so) << bit))
}

pub(super) struct Filters {
    groups: Option<Vec<bool>>,
    villages: Option<Vec<bool>>,
    townships: Option<Vec<bool>>,
    states: Option<Vec<bool>>,
    causes: Option<Vec<bool>>,
    /// Bits of the marks asked for; nothing when all are.
    marks: Option<u8>,
    /// So for the remarks.
    remarks: Option<u64>,
    /// The same of the departments.
    sectors: Option<u8>,
}

impl Filters {
    pub(super) fn of(households: &Households, query: &HouseholdQuery) -> Self {
        let townships = (!query.townships.is_empty()).then(|| {
            (0..households.villages.len() as u32)
                .map(|village| {
                    query
                        .townships
                        .iter()
                        .any(|code| township(households.villages.text(village)) == code)
                })
                .collect()
        });
        Self {
            groups: wanted(&households.groups, &query.groups),
            villages: wanted(&households.villages, &query.villages),
            townships,
            states: wanted(&households.states, &query.states),
            causes: wanted(&households.causes, &query.causes),
            marks: (!query.marks.is_empty()).then(|| {
                (0..MARKS.len())
                    .filter(|bit| query.marks.iter().any(|wanted| wanted == MARKS[*bit]))
                    .fold(0, |marks, bit| marks | (1 << bit))
            }),
            remarks: (!query.remarks.is_empty()).then(|| {
                let rules = query.remarks.iter().filter_map(|code| Rule::by_code(code));
                rules.fold(0, |all, rule| all | Rules::of(rule).0)
            }),
            sectors: (!query.sectors.is_empty()).then(|| {
                (0..SECTORS.len())
                    .filter(|bit| query.sectors.iter().any(|wanted| wanted == SECTORS[*bit]))
                    .fold(0, |sectors, bit| sectors | (1 << bit))
            }),
        }
    }

    /// The filters that keep a household out.
    pub(super) fn against(&self, home: &Listed, marks: u8, remarks: Rules) -> u8 {
        let mut against = 0;
        let mut note = |fits: bool, bit: u8| against |= if fits { 0 } else { bit };
        note(takes(self.groups.as_ref(), home.group), GROUP);
        note(takes(self.villages.as_ref(), home.village), VILLAGE);
        note(takes(self.townships.as_ref(), home.village), TOWNSHIP);
        note(takes(self.states.as_ref(), home.state), STATE);
        let cause = self
            .causes
            .as_ref()
            .is_none_or(|wanted| home.causes.iter().any(|cause| wanted[cause as usize]));
        note(cause, CAUSE);
        note(self.marks.is_none_or(|wanted| wanted & marks != 0), MARK);
        note(
            self.remarks.is_none_or(|wanted| wanted & remarks.0 != 0),
            REMARK,
        );
        let of_sector = self.sectors.is_none_or(|wanted| wanted & home.sectors != 0);
        note(of_sector, SECTOR);
        against
    }
}

pub(super) fn states(households: &Households) -> States {
    States {
        poor: households.states.find("0"),
        fallen_back: households.states.find("3"),
        to_exit: households.states.find("预脱贫"),
    }
}
