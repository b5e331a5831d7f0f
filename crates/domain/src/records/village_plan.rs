//! 村年度计划: what a village is to reach in a year. Its targets and projects are rows of their own.

use chrono::NaiveDate;

use super::{Anchor, not_a_year};
use crate::{Cells, Id, Violation};

crate::record! {
    /// What team and village cadres plan for a year.
    VillagePlan = 44 in "village_plan", Anchor::Own(10), rules rules => {
        /// The village.
        division_code: Division = 10 [required],
        /// The year.
        year: Integer = 11 [required],
        /// What is to be reached, in a sentence.
        goal: Text = 12,
        /// When the meeting of the village agreed to it.
        agreed_on: Date = 13,
        /// 备注.
        note: Text = 14,
    }
}

impl VillagePlan {
    /// The one id of this village's plan of this year.
    pub fn id(id_key: &[u8; 32], division_code: &str, year: i64) -> Id {
        Id::keyed(id_key, 44, &format!("{division_code}|{year}"))
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    not_a_year(cells, VillagePlan::year, "year")
        .into_iter()
        .collect()
}
