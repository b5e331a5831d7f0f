//! 入户走访.

use chrono::NaiveDate;

use super::{Anchor, not_in_future};
use crate::{Cells, Violation, codes};

crate::record! {
    /// One call on a household.
    Visit = 20 in "visit", Anchor::Row(10, "household"), rules rules => {
        /// The household.
        household_id: Id = 10 [required],
        /// Business date, typed or confirmed by the person.
        visited_on: Date = 11 [required],
        /// Who went, ids of `person`.
        person_ids: List = 12,
        /// `home` or `phone`.
        mode: Code = 13 [codes(&codes::VISIT_MODE)],
        /// 做了什么.
        purposes: List = 14 [codes(&codes::VISIT_PURPOSE)],
        /// 讲了政策.
        policies: List = 15 [codes(&codes::POLICY)],
        /// 见到谁.
        met: Text = 16,
        /// 看到什么、说了什么、要办什么.
        note: Text = 17,
        /// 满意度: `satisfied`, `neutral`, `unsatisfied`, or not asked.
        satisfaction: Code = 18 [codes(&codes::SATISFACTION)],
        /// 上午 or 下午, or neither.
        day_part: Code = 19 [codes(&codes::DAY_PART)],
    }
}

/// A visit that is written down more days later than these is marked 补录: a remark, never a reason to return it.
/// The screens have the same number in `ui/src/features/visit/visitForm.ts`.
pub const LATE_AFTER_DAYS: u64 = 3;

fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    not_in_future(cells, Visit::visited_on, "visited_on", today)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, records::Record};

    #[test]
    fn a_visit_of_tomorrow_is_refused_and_one_of_last_winter_is_not() {
        let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
        let check = |on: &str| {
            let visit = Visit {
                household_id: Some(Id([1; 16])),
                visited_on: on.to_owned(),
                ..Visit::default()
            };
            Visit::INFO.check(&Cells::new(), &visit.to_cells(), today)
        };
        assert_eq!(
            check("2018-10-01"),
            vec![Violation::new("visited_on", "in_the_future")]
        );
        assert_eq!(check("2017-12-31"), vec![]);
    }
}
