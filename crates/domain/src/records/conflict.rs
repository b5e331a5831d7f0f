//! A value that lost, kept with both authors until a person settles it. Filled by apply, never sent (`sync.md` §11).

use super::Anchor;

crate::record! {
    /// One cell group on which two people differed. Its id is made from set hash, op and group.
    Conflict = 40 in "conflict", Anchor::Written(20) => {
        /// The record, such as `visit`.
        owner_kind: Text = 10,
        /// The row.
        owner_id: Id = 11,
        /// Number of the cell group.
        cell_group: Integer = 12,
        /// `won` or `lost`, seen from the set that came later.
        outcome: Code = 13,
        /// The values that stand, as JSON by field name.
        standing: Text = 14,
        /// The values that lost, as JSON by field name.
        losing: Text = 15,
        /// Grant of the author whose value stands.
        standing_grant: Id = 16,
        /// Grant of the author whose value lost.
        losing_grant: Id = 17,
        /// Corrected time of the value that stands.
        standing_at: Moment = 18,
        /// Corrected time of the value that lost.
        losing_at: Moment = 19,
        /// Place of the row.
        place: Integer = 20,
        /// When a later set on the group, made after seeing it, settled it.
        settled_at: Moment = 21,
        /// The row's version that the author of the later set had seen.
        base: Integer = 22,
    }
}
