//! Who may write what where: named by the context of each change set (`sync.md` §1).

use super::Anchor;

use crate::codes;

crate::record! {
    /// One role of one person in one area. Ended, never deleted.
    Grant = 4 in "grant", Anchor::Public => {
        /// Name of the account.
        account: Text = 10 [required],
        /// The person.
        person_id: Id = 11,
        /// Name for history views, where the person's own row is out of scope.
        person_name: Text = 12,
        /// A role of `glossary.md`.
        role: Code = 13 [required, codes(&codes::ROLE)],
        /// The area: a county, township or village.
        division_code: Division = 14 [required],
        /// When it ended; nothing = it counts.
        ended_at: Moment = 15,
    }
}
