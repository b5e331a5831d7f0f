//! 了解班子和工作队: what households say of how their village's team and committee work.
//! Source: 入户实地了解村“两委”班子、驻村工作队开展扶贫工作情况.

use chrono::NaiveDate;

use super::{Anchor, not_in_future};
use crate::{Cells, Place, Violation, cell::cell, codes};

crate::record! {
    /// What was asked in one house, by somebody from above the village, and answered. It names neither the household nor
    /// who spoke. It lies at the place of whoever asked, never at the village, so that no laptop of the village gets it.
    Inquiry = 35 in "inquiry", Anchor::Own(10), rules rules => {
        /// Whose question it was: a township or the county. Never the village.
        division_code: Division = 10 [required],
        /// The village whose team and committee were asked about: no place, a plain field.
        village_code: Division = 11 [required],
        /// When.
        asked_on: Date = 12 [required],
        /// Who asked.
        person_id: Id = 13,
        /// 工作队常住村里.
        team_lives_here: Code = 14 [codes(&codes::ANSWER)],
        /// 工作队来过家里.
        team_came: Code = 15 [codes(&codes::ANSWER)],
        /// 工作队讲过政策.
        team_explained: Code = 16 [codes(&codes::ANSWER)],
        /// 工作队办过实事.
        team_helped: Code = 17 [codes(&codes::ANSWER)],
        /// 村两委办事公道.
        committee_fair: Code = 18 [codes(&codes::ANSWER)],
        /// 村两委办事公开.
        committee_open: Code = 19 [codes(&codes::ANSWER)],
        /// 村干部有事找得到.
        committee_there: Code = 20 [codes(&codes::ANSWER)],
        /// What else was said, in its words.
        note: Text = 21,
    }
}

/// The questions, in the order in which they are asked, by the field that holds the answer.
pub const QUESTIONS: [(&str, u16); 7] = [
    ("team_lives_here", Inquiry::team_lives_here),
    ("team_came", Inquiry::team_came),
    ("team_explained", Inquiry::team_explained),
    ("team_helped", Inquiry::team_helped),
    ("committee_fair", Inquiry::committee_fair),
    ("committee_open", Inquiry::committee_open),
    ("committee_there", Inquiry::committee_there),
];

fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    let mut found = Vec::new();
    let place = |field: u16| Place::from_code(cell(cells, field).as_text());
    let above = place(Inquiry::division_code);
    if above.is_some_and(Place::is_village) {
        found.push(Violation::new("division_code", "out_of_range"));
    }
    let is_told = !cell(cells, Inquiry::village_code).is_default();
    let village = place(Inquiry::village_code).filter(|place| place.is_village());
    if is_told && village.is_none() {
        found.push(Violation::new("village_code", "no_division"));
    }
    if let (Some(above), Some(village)) = (above, village)
        && !above.range().contains(village)
    {
        found.push(Violation::new("village_code", "out_of_range"));
    }
    found.extend(not_in_future(cells, Inquiry::asked_on, "asked_on", today));
    let is_answered = QUESTIONS
        .iter()
        .any(|(_, field)| !cell(cells, *field).is_default());
    if !is_answered && cell(cells, Inquiry::note).as_text().trim().is_empty() {
        found.push(Violation::new("note", "required"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    fn check(change: impl FnOnce(&mut Inquiry)) -> Vec<Violation> {
        let mut inquiry = Inquiry {
            division_code: "431128103".to_owned(),
            village_code: "431128103201".to_owned(),
            asked_on: "2018-09-28".to_owned(),
            team_came: "yes".to_owned(),
            ..Inquiry::default()
        };
        change(&mut inquiry);
        let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
        Inquiry::INFO.check(&Cells::new(), &inquiry.to_cells(), today)
    }

    #[test]
    fn it_lies_above_the_village_that_it_is_about() {
        assert_eq!(check(|_| ()), vec![]);
        assert_eq!(check(|i| i.division_code = "431128".to_owned()), vec![]);
        assert_eq!(
            check(|i| i.division_code = "431128103201".to_owned()),
            vec![Violation::new("division_code", "out_of_range")]
        );
        assert_eq!(
            check(|i| i.village_code = "431128104201".to_owned()),
            vec![Violation::new("village_code", "out_of_range")]
        );
        for no_village in ["431128103", "村里"] {
            assert_eq!(
                check(|i| i.village_code = no_village.to_owned()),
                vec![Violation::new("village_code", "no_division")],
                "{no_village}"
            );
        }
    }

    #[test]
    fn it_holds_an_answer_or_words_and_no_day_to_come() {
        let nothing = vec![Violation::new("note", "required")];
        assert_eq!(check(|i| i.team_came.clear()), nothing);
        let blank = |i: &mut Inquiry| {
            i.team_came.clear();
            i.note = "  ".to_owned();
        };
        assert_eq!(check(blank), nothing);
        let words = |i: &mut Inquiry| {
            i.team_came.clear();
            i.note = "说办低保要等".to_owned();
        };
        assert_eq!(check(words), vec![]);
        assert_eq!(
            check(|i| i.asked_on = "2018-10-01".to_owned()),
            vec![Violation::new("asked_on", "in_the_future")]
        );
        assert_eq!(
            check(|i| i.committee_fair = "maybe".to_owned()),
            vec![Violation::new("committee_fair", "unknown_code")]
        );
    }

    /// Whoever speaks freely of the team must not be found by it: no field takes a household, a member or a name.
    #[test]
    fn it_names_nobody_who_spoke() {
        let fields: Vec<&str> = Inquiry::INFO
            .fields
            .iter()
            .map(|field| field.name)
            .collect();
        let asked: Vec<&str> = QUESTIONS.iter().map(|(name, _)| *name).collect();
        let others = ["division_code", "village_code", "asked_on", "person_id"];
        assert_eq!(fields, [&others[..], &asked[..], &["note"][..]].concat());
    }
}
