//! 问题.

use chrono::NaiveDate;

use super::Anchor;
use crate::{Cells, Id, Violation, cell::cell, codes};

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
        /// The common problem that it is part of.
        parent_id: Id = 24,
        /// By what one sees that it is put right.
        criteria: Text = 25,
        /// The department that leads, where several answer for it.
        lead_unit_id: Id = 26,
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

/// Letters and digits that nobody mistakes for another when a number is read out.
const NUMBER_SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const NUMBER_LENGTH: u32 = 6;

impl Problem {
    /// What people quote of a problem, `K3Q7F2`: follows from its id, so that it is there before any sync and the same
    /// everywhere.
    pub fn number(id: Id) -> String {
        let tail = id.0[8..]
            .iter()
            .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        (0..NUMBER_LENGTH)
            .rev()
            .map(|place| char::from(NUMBER_SIGNS[(tail >> (5 * place) & 31) as usize]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_six_signs_and_differs_with_the_end_of_the_id() {
        let of = |last: u8| {
            let mut id = [0x5a; 16];
            id[15] = last;
            Problem::number(Id(id))
        };
        assert_eq!(of(0), "D5MPG0");
        assert_eq!(of(31), "D5MPGZ");
        let all: std::collections::BTreeSet<String> = (0..=255).map(of).collect();
        assert_eq!(all.len(), 256);
    }
}
