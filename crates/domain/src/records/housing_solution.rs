//! 住房解决方案: how a household without a safe house is to get one, and how far that is.

use chrono::NaiveDate;

use super::{Anchor, date};
use crate::{Cells, Id, Violation, cell::cell, codes};

crate::record! {
    /// The one solution for a household's housing.
    HousingSolution = 46 in "housing_solution", Anchor::Row(10, "household"), rules rules => {
        /// The household.
        household_id: Id = 10 [required],
        /// How.
        kind: Code = 11 [required, codes(&codes::HOUSING_KIND)],
        /// `decided`, `started`, `finished`.
        state: Code = 12 [required, codes(&codes::HOUSING_STATE)],
        /// When it was decided.
        decided_on: Date = 13,
        /// When building began.
        started_on: Date = 14,
        /// When it was finished.
        finished_on: Date = 15,
        /// 备注.
        note: Text = 16,
    }
}

impl HousingSolution {
    /// The one id of this household's solution.
    pub fn id(id_key: &[u8; 32], household_id: Id) -> Id {
        Id::keyed(id_key, 46, &household_id.to_string())
    }
}

/// Does what is on record of a household say that it needs a house: 危房户, 危房等级 C or D, 因安全住房, 缺住房?
pub fn needs_housing(unsafe_house: bool, grade: &str, risks: &[String], causes: &[String]) -> bool {
    let holds = |codes: &[String], code: &str| codes.iter().any(|one| one == code);
    unsafe_house
        || matches!(grade, "3" | "4")
        || holds(risks, "因安全住房")
        || holds(causes, "缺住房")
}

/// Nothing is finished before it began, nor began before it was decided.
fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let on = |field: u16| date(cell(cells, field));
    let dates = [
        (on(HousingSolution::decided_on), "decided_on"),
        (on(HousingSolution::started_on), "started_on"),
        (on(HousingSolution::finished_on), "finished_on"),
    ];
    let mut found = Vec::new();
    let mut latest: Option<NaiveDate> = None;
    for (date, name) in dates {
        let Some(date) = date else { continue };
        if latest.is_some_and(|before| date < before) {
            found.push(Violation::new(name, "before_start"));
        }
        latest = latest.max(Some(date));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    #[test]
    fn a_house_is_not_finished_before_it_is_begun() {
        let with = |decided: &str, started: &str, finished: &str| {
            let solution = HousingSolution {
                household_id: Some(Id([1; 16])),
                kind: "repair".to_owned(),
                state: "finished".to_owned(),
                decided_on: decided.to_owned(),
                started_on: started.to_owned(),
                finished_on: finished.to_owned(),
                note: String::new(),
            };
            rules(&solution.to_cells(), NaiveDate::MAX)
        };
        assert_eq!(with("2018-03-01", "2018-04-01", "2018-09-01"), []);
        assert_eq!(with("2018-03-01", "", "2018-09-01"), []);
        assert_eq!(
            with("2018-03-01", "", "2018-02-01"),
            [Violation::new("finished_on", "before_start")]
        );
        assert_eq!(
            with("", "2018-04-01", "2018-02-01"),
            [Violation::new("finished_on", "before_start")]
        );
    }

    #[test]
    fn what_the_record_says_of_the_house_says_who_needs_one() {
        let codes = |codes: &[&str]| {
            codes
                .iter()
                .map(|code| (*code).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(needs_housing(true, "", &[], &[]));
        assert!(needs_housing(false, "4", &[], &[]));
        assert!(needs_housing(false, "", &codes(&["07", "因安全住房"]), &[]));
        assert!(needs_housing(false, "", &[], &codes(&["01", "缺住房"])));
        assert!(!needs_housing(false, "2", &codes(&["01"]), &codes(&["01"])));
    }
}
