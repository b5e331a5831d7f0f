//! 待处理: a set that could not be applied, whole, until a person decides. Filled by apply (`sync.md` §11).

use super::Anchor;

crate::record! {
    /// One held or quarantined set. Its id is made from the set hash.
    Inbox = 41 in "inbox", Anchor::Written(15) => {
        /// Hash of the set, hexadecimal.
        set_hash: Text = 10,
        /// Why.
        reason: Code = 11,
        /// Grant of its author.
        grant_id: Id = 12,
        /// Corrected time.
        at: Moment = 13,
        /// `open`, `adopted`, `returned`, `archived` or `closed`.
        state: Code = 14,
        /// Where it belongs.
        place: Integer = 15,
        /// Number of the entry that carries the set.
        entry_seq: Integer = 16,
        /// `held` or `quarantined`.
        verdict: Code = 17,
    }
}
