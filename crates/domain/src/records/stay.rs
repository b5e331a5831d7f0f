//! 驻村日: one row per person and date, day and night. A diary, never a check-in.

use chrono::NaiveDate;

use super::{Anchor, date};
use crate::{Cells, Id, Violation, cell::cell, codes};

crate::record! {
    /// What a person's day and night were. All but the note is one cell group (`sync.md` §1).
    Stay = 21 in "stay", Anchor::Row(10, "person"), rules rules => {
        /// Whose day.
        person_id: Id = 10 [required, keep],
        /// The date on which the night begins.
        stayed_on: Date = 11 [required, keep, group(10)],
        /// `village`, `trip`, `meeting`, `leave`, `holiday` or empty.
        day: Code = 12 [keep, group(10), codes(&codes::STAY_DAY)],
        /// Division codes, several allowed.
        day_places: List = 13 [keep, group(10)],
        /// `stayed`, `duty` or empty.
        night: Code = 14 [keep, group(10), codes(&codes::STAY_NIGHT)],
        /// A division of any level.
        night_place: Division = 15 [keep, group(10)],
        /// 事由.
        note: Text = 16,
    }
}

impl Stay {
    /// The one id of this person's row for this date.
    pub fn id(id_key: &[u8; 32], person_id: Id, stayed_on: NaiveDate) -> Id {
        Id::keyed(id_key, 21, &format!("{person_id}|{stayed_on}"))
    }
}

/// A planned leave or trip may lie ahead, a night not.
fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    let ahead = date(cell(cells, Stay::stayed_on)).is_some_and(|on| on > today);
    let mut found = Vec::new();
    if ahead && !cell(cells, Stay::night).is_default() {
        found.push(Violation::new("night", "in_the_future"));
    }
    if ahead && cell(cells, Stay::day).as_text() == "village" {
        found.push(Violation::new("day", "in_the_future"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    fn check(on: &str, day: &str, night: &str) -> Vec<Violation> {
        let stay = Stay {
            person_id: Some(Id([1; 16])),
            stayed_on: on.to_owned(),
            day: day.to_owned(),
            night: night.to_owned(),
            ..Stay::default()
        };
        Stay::INFO.check(
            &Cells::new(),
            &stay.to_cells(),
            NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
        )
    }

    #[test]
    fn a_leave_may_be_planned_and_a_night_may_not() {
        assert!(check("2018-10-02", "leave", "").is_empty());
        assert_eq!(
            check("2018-10-02", "", "stayed"),
            vec![Violation::new("night", "in_the_future")]
        );
        assert!(check("2018-09-30", "village", "stayed").is_empty());
    }

    #[test]
    fn day_and_night_stand_or_fall_together_and_the_note_alone() {
        assert_eq!(
            Stay::INFO.group_of(Stay::night),
            Stay::INFO.group_of(Stay::day)
        );
        assert_ne!(
            Stay::INFO.group_of(Stay::note),
            Stay::INFO.group_of(Stay::day)
        );
    }
}
