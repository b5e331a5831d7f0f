//! A remark on the data that somebody looked into and took off the list.

use super::Anchor;
use crate::{Id, codes};

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

impl RemarkOff {
    /// The one id of this remark being off: whoever takes it off or brings it back means the same row.
    pub fn id(id_key: &[u8; 32], household_id: Id, member_id: Option<Id>, rule: &str) -> Id {
        let member = member_id.map(|id| id.to_string()).unwrap_or_default();
        Id::keyed(id_key, 51, &format!("{household_id}|{member}|{rule}"))
    }
}
