//! 区划: counties, townships, villages.

use super::Anchor;
use crate::Id;

crate::record! {
    /// A county, township or village; its id is made from its code.
    Division = 1 in "division", Anchor::Public => {
        /// 6, 9 or 12 digits.
        code: Division = 10 [required],
        /// As in the statistics, such as 洞心村委会.
        name: Text = 11 [required],
        /// `county`, `township` or `village`.
        level: Text = 12 [required],
        /// The division above.
        parent_code: Division = 13,
        /// From when the code counts.
        valid_from: Date = 14,
        /// Until when.
        valid_to: Date = 15,
        /// The code that took its place.
        merged_into: Division = 16,
    }
}

impl Division {
    /// The id of a code: the same in every county, for codes are public.
    pub fn id(code: &str) -> Id {
        Id::derived(&[b"division", code.as_bytes()])
    }
}
