//! 干部: the people who work, not those who are helped.

use super::{Anchor, Sensitive};

use crate::codes;

crate::record! {
    /// A cadre.
    Person = 3 in "person", Anchor::Own(18) => {
        /// Name.
        name: Text = 10 [required],
        /// 性别.
        gender: Code = 11 [codes(&codes::GENDER)],
        /// 证件号码.
        id_number: Text = 12 [keep, sensitive(Sensitive::Identity)],
        /// 联系电话.
        phone: Text = 13 [sensitive(Sensitive::Phone)],
        /// The unit that sends the person.
        unit_id: Id = 14,
        /// 职务.
        title: Text = 15,
        /// 政治面貌.
        politics: Code = 16 [codes(&codes::POLITICS)],
        /// 文化程度.
        education: Code = 17 [codes(&codes::EDUCATION)],
        /// Where the person works: the village of a team member.
        division_code: Division = 18 [required],
        /// 技术特长.
        skills: Text = 19,
    }
}
