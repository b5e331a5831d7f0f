//! 家庭成员. Source of the fields: `domain-reference.md` §2.3.

use super::{Anchor, Sensitive};

use crate::codes;

crate::record! {
    /// A member of a household.
    Member = 11 in "member", Anchor::Row(10, "household") => {
        /// The household.
        household_id: Id = 10 [required],
        /// 人编号: opaque text.
        number: Text = 11,
        /// 姓名.
        name: Text = 12 [required],
        /// 证件类型.
        id_kind: Code = 13 [codes(&codes::ID_KIND)],
        /// 证件号码: 18, 20 or 22 characters, kept as written.
        id_number: Text = 14 [keep, sensitive(Sensitive::Identity)],
        /// 与户主关系.
        relation: Code = 15 [codes(&codes::RELATION)],
        /// 性别.
        gender: Code = 16 [codes(&codes::GENDER)],
        /// 出生日期.
        born_on: Date = 17,
        /// 民族.
        ethnicity: Code = 18 [codes(&codes::ETHNICITY)],
        /// 政治面貌.
        politics: Code = 19 [codes(&codes::POLITICS)],
        /// 文化程度.
        education: Code = 20 [codes(&codes::EDUCATION)],
        /// 在校生状况.
        schooling: Code = 21 [codes(&codes::SCHOOLING)],
        /// 健康状况, several.
        health: List = 22 [sensitive(Sensitive::Health), codes(&codes::HEALTH)],
        /// 患病名称.
        illness: Text = 23 [sensitive(Sensitive::Health)],
        /// 残疾类别和等级.
        disability: Text = 24 [sensitive(Sensitive::Health)],
        /// 劳动技能.
        labour: Code = 25 [codes(&codes::LABOUR)],
        /// 务工所在地 or 务工状况.
        work_where: Text = 26,
        /// 务工时间（月）.
        work_months: Integer = 27,
        /// 务工企业名称.
        employer: Text = 28,
        /// 是否参加城乡居民基本医疗保险.
        medical_insured: Flag = 29,
        /// 是否参加城乡居民基本养老保险.
        pension_insured: Flag = 30,
        /// 是否享受低保.
        allowance: Flag = 31,
        /// 联系电话.
        phone: Text = 32 [sensitive(Sensitive::Phone)],
        /// 是否参加大病保险.
        serious_illness_insured: Flag = 33,
    }
}
