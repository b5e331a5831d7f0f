//! 问题.

use chrono::NaiveDate;

use super::Anchor;
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// Something to be put right, from finding to closing.
    Problem = 23 in "problem", Anchor::HouseholdOr(10, 11), rules rules => {
        /// The household.
        household_id: Id = 10,
        /// Or the place.
        division_code: Division = 11,
        /// Where it was found; `visit` for one found on a visit.
        source: Code = 12 [codes(&codes::PROBLEM_SOURCE)],
        /// `common` or `single`.
        kind: Code = 13 [codes(&codes::PROBLEM_KIND)],
        /// Its field.
        category: Text = 14,
        /// What is wrong.
        content: Text = 15 [required],
        /// What is to be done.
        remedy: Text = 16,
        /// Who answers for it.
        person_id: Id = 17,
        /// Whose department.
        unit_id: Id = 18,
        /// Until.
        due_on: Date = 19,
        /// `open`, `running`, `done`, `verified`, `reopened`.
        state: Code = 20 [keep, codes(&codes::PROBLEM_STATE)],
        /// When it was closed.
        closed_on: Date = 21 [keep, group(20)],
        /// What came of it.
        result: Text = 22 [keep, group(20)],
        /// The visit on which it was found.
        visit_id: Id = 23,
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    if cell(cells, Problem::household_id).is_default()
        && cell(cells, Problem::division_code).is_default()
    {
        vec![Violation::new("household_id", "required")]
    } else {
        Vec::new()
    }
}
