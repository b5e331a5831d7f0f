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
        /// 帮扶目标: what the household is to reach by it.
        goal: Text = 26,
        /// Why it was given up.
        dropped_reason: Text = 27,
    }
}

/// 三明确: 目标明确、措施明确、责任明确. What of them is missing is a remark, never a refusal.
pub const CLARITIES: [&str; 3] = ["goal", "content", "person"];

impl Measure {
    /// One bit for each of [`CLARITIES`] that an open measure leaves open; what is done or given up leaves none.
    pub fn unclear(state: &str, goal: &str, class: &str, content: &str, has_person: bool) -> u8 {
        if matches!(state, "done" | "dropped") {
            return 0;
        }
        let is_blank = |text: &str| text.trim().is_empty();
        let missing = [
            is_blank(goal),
            is_blank(class) || is_blank(content),
            !has_person,
        ];
        (0..).zip(missing).fold(0, |bits, (bit, is_missing)| {
            bits | (u8::from(is_missing) << bit)
        })
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
        (Measure::quantity_done, "quantity_done"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_measure_says_what_is_not_clear_and_a_closed_one_is_let_be() {
        let unclear = |state: &str, goal: &str, content: &str, has_person: bool| {
            Measure::unclear(state, goal, "industry", content, has_person)
        };
        assert_eq!(unclear("running", "年增收三千元", "养蜂", true), 0b000);
        assert_eq!(unclear("planned", " ", "养蜂", true), 0b001);
        assert_eq!(unclear("planned", "年增收三千元", "", false), 0b110);
        assert_eq!(Measure::unclear("", "", "", "", false), 0b111);
        for state in ["done", "dropped"] {
            assert_eq!(unclear(state, "", "", false), 0);
        }
    }

    #[test]
    fn nothing_done_is_less_than_nothing() {
        let cells = Cells::from([
            (Measure::division_code, "431128103201".into()),
            (Measure::quantity_done, (-1).into()),
        ]);
        assert_eq!(
            rules(&cells, NaiveDate::MIN),
            [Violation::new("quantity_done", "negative")]
        );
    }
}
