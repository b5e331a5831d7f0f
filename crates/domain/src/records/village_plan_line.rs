//! A target or a project of a village's plan.

use chrono::NaiveDate;

use super::{Anchor, not_a_year};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// One target or one project of a village in a year.
    VillagePlanLine = 45 in "village_plan_line", Anchor::Own(10), rules rules => {
        /// The village.
        division_code: Division = 10 [required],
        /// The year.
        year: Integer = 11 [required],
        /// `target` or `project`.
        kind: Code = 12 [required, codes(&codes::VILLAGE_PLAN_KIND)],
        /// What it is.
        content: Text = 13 [required],
        /// How much.
        quantity: Integer = 14,
        /// Of what.
        quantity_unit: Text = 15 [group(14)],
        /// Money, in fen.
        amount_fen: Fen = 16,
        /// Who answers for it: a person, a department.
        by_whom: Text = 17,
        /// Until.
        due_on: Date = 18,
        /// How far it is.
        state: Code = 19 [codes(&codes::MEASURE_STATE)],
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let mut found: Vec<Violation> = not_a_year(cells, VillagePlanLine::year, "year")
        .into_iter()
        .collect();
    for (field, name) in [
        (VillagePlanLine::quantity, "quantity"),
        (VillagePlanLine::amount_fen, "amount_fen"),
    ] {
        if cell(cells, field)
            .as_integer()
            .is_some_and(|number| number < 0)
        {
            found.push(Violation::new(name, "negative"));
        }
    }
    found
}
