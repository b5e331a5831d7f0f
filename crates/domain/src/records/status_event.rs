//! 人口和户的变动: what happened to a family, on what day, why, and what shows it.

use chrono::NaiveDate;

use super::{Anchor, not_in_future};
use crate::{Cells, Violation, codes};

crate::record! {
    /// One change of a household or of a person in it. What follows from it stands in the rows of both, written by the
    /// same set.
    StatusEvent = 50 in "status_event", Anchor::Row(10, "household"), rules rules => {
        /// The household.
        household_id: Id = 10 [required],
        /// The person, if it is about one.
        member_id: Id = 11,
        /// What happened.
        kind: Code = 12 [required, codes(&codes::STATUS_EVENT)],
        /// On what day.
        happened_on: Date = 13 [required],
        /// Why.
        reason: Text = 14,
        /// What shows it: a certificate, a decision, a page of the public notice.
        evidence: Text = 15,
        /// The other household of a split or a merger.
        other_household_id: Id = 16,
        /// What stood before: a code, a group's or a person's name, as the kind has it.
        before: Text = 17,
        /// What stands since.
        after: Text = 18,
    }
}

fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    not_in_future(cells, StatusEvent::happened_on, "happened_on", today)
        .into_iter()
        .collect()
}
