//! 增收举措: a line of a household's plan, so that what two people write never meets in one cell.

use chrono::NaiveDate;

use super::{Anchor, not_a_year};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// One thing that is to bring a household income in a year, or costs it.
    HouseholdPlanLine = 43 in "household_plan_line", Anchor::Row(10, "household"), rules rules => {
        /// The household.
        household_id: Id = 10 [required],
        /// The year.
        year: Integer = 11 [required],
        /// What it counts as.
        item: Code = 12 [required, codes(&codes::PLAN_ITEM)],
        /// What is done.
        content: Text = 13 [required],
        /// By whom: one of the family, or who helps.
        by_whom: Text = 14,
        /// What it is to bring in the year, in fen; a cost is positive too, the item says what it is.
        expected_fen: Fen = 15,
        /// Until.
        due_on: Date = 16,
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let expected = cell(cells, HouseholdPlanLine::expected_fen).as_integer();
    let mut found: Vec<Violation> = not_a_year(cells, HouseholdPlanLine::year, "year")
        .into_iter()
        .collect();
    if expected.is_some_and(|fen| fen < 0) {
        found.push(Violation::new("expected_fen", "negative"));
    }
    found
}

/// What a plan's lines come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// All incomes, in fen.
    pub income_fen: i64,
    /// 生产经营性支出, in fen.
    pub cost_fen: i64,
    /// Incomes less costs; may be negative.
    pub net_fen: i64,
    /// The same for each of the family, rounded once at the end; nothing where nobody is on file or no line has a sum.
    pub per_head_fen: Option<i64>,
}

/// The item that is taken off.
pub const COST: &str = "AAC074";

/// 人均纯收入 that lines of item and fen give: (incomes − 生产经营性支出) ÷ people (`domain-reference.md` §2.5).
pub fn expected<'a>(
    lines: impl IntoIterator<Item = (&'a str, Option<i64>)>,
    people: u64,
) -> Expected {
    let mut found = Expected::default();
    let mut has_sum = false;
    for (item, fen) in lines {
        let Some(fen) = fen else { continue };
        has_sum = true;
        let sum = if item == COST {
            &mut found.cost_fen
        } else {
            &mut found.income_fen
        };
        *sum = sum.saturating_add(fen);
    }
    found.net_fen = found.income_fen.saturating_sub(found.cost_fen);
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    found.per_head_fen = (has_sum && people > 0).then(|| {
        let (whole, rest) = (found.net_fen / people, found.net_fen % people);
        // Half a fen goes away from nought.
        whole + i64::from(rest.abs() >= people - rest.abs()) * found.net_fen.signum()
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_income_per_head_is_incomes_less_costs_by_people_rounded_once() {
        let lines = [
            ("AAC073", Some(2_400_000)),
            ("AAC071", Some(600_000)),
            (COST, Some(150_000)),
            ("AAC085", None),
        ];
        let found = expected(lines, 4);
        assert_eq!(
            (found.income_fen, found.cost_fen, found.net_fen),
            (3_000_000, 150_000, 2_850_000)
        );
        assert_eq!(found.per_head_fen, Some(712_500));
        assert_eq!(expected([("AAC073", Some(100))], 3).per_head_fen, Some(33));
        assert_eq!(expected([("AAC073", Some(5))], 2).per_head_fen, Some(3));
        assert_eq!(expected([(COST, Some(5))], 2).per_head_fen, Some(-3));
    }

    #[test]
    fn without_people_or_without_a_sum_there_is_no_figure() {
        assert_eq!(expected([("AAC073", Some(100))], 0).per_head_fen, None);
        assert_eq!(expected([("AAC073", None)], 3).per_head_fen, None);
        assert_eq!(expected([], 3).per_head_fen, None);
    }
}
