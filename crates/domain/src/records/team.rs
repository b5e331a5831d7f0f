//! 驻村工作队.

use super::Anchor;

crate::record! {
    /// A resident team of a village.
    Team = 5 in "team", Anchor::Own(11) => {
        /// Name.
        name: Text = 10 [required],
        /// Its village.
        division_code: Division = 11 [required],
        /// The unit behind it.
        unit_id: Id = 12,
    }
}
