//! 收入 by year and item. Source: `domain-reference.md` §2.5.

use super::Anchor;
use crate::{Id, codes};

crate::record! {
    /// One item of one household's income in one year.
    Income = 12 in "income", Anchor::Row(10, "household") => {
        /// The household.
        household_id: Id = 10 [required],
        /// The year.
        year: Integer = 11 [required],
        /// The item, such as `wages`.
        item: Code = 12 [required, codes(&codes::INCOME_ITEM)],
        /// Money in fen; expenses are positive too, the item says what they are.
        amount_fen: Fen = 13,
    }
}

impl Income {
    /// The one id of this item of this household in this year: two people who enter it apart enter the same one.
    pub fn id(id_key: &[u8; 32], household_id: Id, year: i64, item: &str) -> Id {
        Id::keyed(id_key, 12, &format!("{household_id}|{year}|{item}"))
    }
}
