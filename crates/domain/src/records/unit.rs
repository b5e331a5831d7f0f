//! 单位: offices that send and back the teams.

use super::{Anchor, Sensitive};

use crate::codes;

crate::record! {
    /// An office or enterprise.
    Unit = 2 in "unit", Anchor::Public => {
        /// Its name.
        name: Text = 10 [required],
        /// 隶属关系.
        affiliation: Code = 11 [codes(&codes::AFFILIATION)],
        /// Where it sits.
        division_code: Division = 12,
        /// Who leads it.
        head_person_id: Id = 13,
        /// Its address.
        address: Text = 14,
        /// Its telephone.
        phone: Text = 15 [sensitive(Sensitive::Phone)],
    }
}
