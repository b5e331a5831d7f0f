//! A remark on the data that somebody looked into and took off the list.

use super::Anchor;
use crate::codes;

crate::record! {
    /// One rule is silent on one household or one person, and why.
    RemarkOff = 51 in "remark_off", Anchor::Row(10, "household") => {
        /// The household.
        household_id: Id = 10 [required],
        /// The person, if the remark is about one.
        member_id: Id = 11,
        /// The rule.
        rule: Code = 12 [required, codes(&codes::REMARK)],
        /// Why it is right as it stands.
        reason: Text = 13 [required],
    }
}
