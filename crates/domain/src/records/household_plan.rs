//! 户脱贫计划 of one year: what the family and the team agreed on. Its lines are rows of their own.

use chrono::NaiveDate;

use super::{Anchor, not_a_year};
use crate::{Cells, Id, Violation};

crate::record! {
    /// What a household is to reach in a year.
    HouseholdPlan = 42 in "household_plan", Anchor::Row(10, "household"), rules rules => {
        /// The household.
        household_id: Id = 10 [required],
        /// The year.
        year: Integer = 11 [required],
        /// What is to be reached.
        goal: Text = 12,
        /// When the family agreed to it.
        agreed_on: Date = 13,
        /// 备注.
        note: Text = 14,
    }
}

impl HouseholdPlan {
    /// The one id of this household's plan of this year: two people who begin it apart begin the same one.
    pub fn id(id_key: &[u8; 32], household_id: Id, year: i64) -> Id {
        Id::keyed(id_key, 42, &format!("{household_id}|{year}"))
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    not_a_year(cells, HouseholdPlan::year, "year")
        .into_iter()
        .collect()
}
