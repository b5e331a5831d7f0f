//! 任职: who serves in which team.

use super::Anchor;

use crate::codes;

crate::record! {
    /// A person's time in a team.
    Posting = 6 in "posting", Anchor::Row(11, "team") => {
        /// Who.
        person_id: Id = 10 [required],
        /// In which team.
        team_id: Id = 11 [required],
        /// `first_secretary`, `leader` or `member`.
        duty: Code = 12 [codes(&codes::DUTY)],
        /// From.
        starts_on: Date = 13,
        /// Until.
        ends_on: Date = 14,
        /// Why it ended.
        reason: Text = 15,
    }
}
