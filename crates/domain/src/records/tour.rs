//! 逐户走访: a plan over the households of a place.

use chrono::NaiveDate;

use super::{Anchor, date};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// A round through the households of a village or of some of its groups. It names no household: which are of it
    /// follows from its words, and what is done from the visits, so that nothing can be ticked without one.
    Tour = 34 in "tour", Anchor::Own(10), rules rules => {
        /// Where.
        division_code: Division = 10 [required],
        /// From which day on visits count.
        starts_on: Date = 11 [required],
        /// What it is called.
        name: Text = 12 [required],
        /// Until which day; nothing = it goes on.
        ends_on: Date = 13,
        /// Names of groups; none = all.
        groups: List = 14,
        /// Only households that were not seen for so many days before it; nothing = all.
        unseen_days: Integer = 15,
        /// Whose visits count: `anyone`, `first_secretary`, `person`.
        counts: Code = 16 [required, codes(&codes::TOUR_COUNTS)],
        /// That person.
        person_id: Id = 17 [group(16)],
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    let mut found = Vec::new();
    let on = |field: u16| date(cell(cells, field));
    if let (Some(first), Some(last)) = (on(Tour::starts_on), on(Tour::ends_on))
        && last < first
    {
        found.push(Violation::new("ends_on", "before_start"));
    }
    let days = cell(cells, Tour::unseen_days).as_integer();
    if days.is_some_and(|days| days < 0) {
        found.push(Violation::new("unseen_days", "negative"));
    }
    let is_ones_own = cell(cells, Tour::counts).as_text() == "person";
    if is_ones_own && cell(cells, Tour::person_id).is_default() {
        found.push(Violation::new("person_id", "required"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, records::Record};

    #[test]
    fn a_plan_ends_after_it_began_and_says_whose_visits_count() {
        let check = |counts: &str, person: Option<Id>, ends_on: &str| {
            let tour = Tour {
                division_code: "431128103201".to_owned(),
                starts_on: "2018-09-20".to_owned(),
                name: "国庆前走一遍".to_owned(),
                ends_on: ends_on.to_owned(),
                counts: counts.to_owned(),
                person_id: person,
                ..Tour::default()
            };
            let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
            Tour::INFO.check(&Cells::new(), &tour.to_cells(), today)
        };
        assert_eq!(check("anyone", None, ""), vec![]);
        assert_eq!(check("person", Some(Id([1; 16])), "2018-10-31"), vec![]);
        assert_eq!(
            check("person", None, ""),
            vec![Violation::new("person_id", "required")]
        );
        assert_eq!(
            check("anyone", None, "2018-09-19"),
            vec![Violation::new("ends_on", "before_start")]
        );
        assert_eq!(
            check("nobody", None, ""),
            vec![Violation::new("counts", "unknown_code")]
        );
    }
}
