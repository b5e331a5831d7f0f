//! 帮扶措施. Source of the classes: `domain-reference.md` §3.4.

use chrono::NaiveDate;

use super::{Anchor, date};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// What was promised to a household or a village, by when, how far.
    Measure = 22 in "measure", Anchor::HouseholdOr(10, 11), rules rules => {
        /// The household.
        household_id: Id = 10,
        /// Or the village, for a measure of the whole village.
        division_code: Division = 11,
        /// One of the 14 classes.
        class: Code = 12 [required, codes(&codes::MEASURE_CLASS)],
        /// What is done.
        content: Text = 13 [required],
        /// Who answers for it.
        person_id: Id = 14,
        /// Whose department.
        unit_id: Id = 15,
        /// Money planned, in fen.
        amount_fen: Fen = 16,
        /// How much.
        quantity: Integer = 17,
        /// Of what: 亩, 头, 人.
        quantity_unit: Text = 18 [group(17)],
        /// From.
        starts_on: Date = 19,
        /// Until.
        due_on: Date = 20,
        /// `planned`, `running`, `done`, `dropped`.
        state: Code = 21 [keep, codes(&codes::MEASURE_STATE)],
        /// When it was done.
        done_on: Date = 22 [keep, group(21)],
        /// What came of it.
        result: Text = 23 [keep, group(21)],
        /// Money paid, in fen.
        paid_fen: Fen = 24,
        /// How much of the quantity is done.
        quantity_done: Integer = 25,
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let mut found = Vec::new();
    if cell(cells, Measure::household_id).is_default()
        && cell(cells, Measure::division_code).is_default()
    {
        found.push(Violation::new("household_id", "required"));
    }
    let (starts, due) = (
        date(cell(cells, Measure::starts_on)),
        date(cell(cells, Measure::due_on)),
    );
    if starts.zip(due).is_some_and(|(starts, due)| due < starts) {
        found.push(Violation::new("due_on", "before_start"));
    }
    for (field, name) in [
        (Measure::amount_fen, "amount_fen"),
        (Measure::paid_fen, "paid_fen"),
        (Measure::quantity, "quantity"),
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
