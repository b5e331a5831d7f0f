//! 包联、结对.

use super::Anchor;

crate::record! {
    /// A person answers for a village or a household.
    Assignment = 13 in "assignment", Anchor::HouseholdOr(13, 12) => {
        /// Who.
        person_id: Id = 10 [required],
        /// Layer 1 to 7 of the responsibility chain.
        layer: Integer = 11,
        /// A village or township.
        division_code: Division = 12,
        /// Or a household.
        household_id: Id = 13,
        /// From.
        starts_on: Date = 14,
        /// Until.
        ends_on: Date = 15,
        /// 总负责.
        overall: Flag = 16,
    }
}
