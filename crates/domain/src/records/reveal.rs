//! A masked field that someone looked at: recorded, in no count.

use super::Anchor;

crate::record! {
    /// Who looked at which sensitive field, when.
    Reveal = 25 in "reveal", Anchor::Named(11, 12) => {
        /// Who looked.
        person_id: Id = 10,
        /// The record, such as `member`.
        owner_kind: Text = 11 [required],
        /// The row.
        owner_id: Id = 12 [required],
        /// The field.
        field: Text = 13 [required],
        /// When, as the device believed.
        revealed_at: Moment = 14,
    }
}
