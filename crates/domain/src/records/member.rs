//! 家庭成员. Source of the fields: `domain-reference.md` §2.3.

use chrono::NaiveDate;

use super::{Anchor, Sensitive, not_negative};
use crate::{Cells, Violation, codes};

crate::record! {
    /// A member of a household.
    Member = 11 in "member", Anchor::Row(10, "household"), rules rules => {
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
        /// 疾病等级.
        illness_grade: Text = 34 [sensitive(Sensitive::Health)],
        /// 残疾证办证年度.
        disability_year: Integer = 35 [sensitive(Sensitive::Health)],
        /// 就业渠道.
        job_channel: Text = 36,
        /// 产业分类.
        industry_kind: Text = 37,
        /// 是否国外务工.
        works_abroad: Flag = 38,
        /// 公益性岗位类型.
        public_post: Text = 39,
        /// 公益性岗位(月数).
        public_post_months: Integer = 40,
        /// 是否参加城镇职工基本医疗保险.
        employee_medical: Flag = 41,
        /// 是否参加商业补充医疗保险.
        commercial_medical: Flag = 42,
        /// 是否参加城镇职工基本养老保险.
        employee_pension: Flag = 43,
        /// 是否接受大病医疗救助; one of the six policies that reach the household.
        medical_aid: Flag = 44,
        /// 是否接受其他健康扶贫.
        other_health_aid: Flag = 45,
        /// 是否享受教育救助.
        education_aid: Flag = 46,
        /// 是否享受残疾人救助.
        disability_aid: Flag = 47,
        /// 是否特困供养人员.
        destitute: Flag = 48,
        /// 是否现役军人.
        in_army: Flag = 49,
        /// 失学或辍学原因, 义务教育阶段未上学原因.
        out_of_school_reason: Text = 50 [sensitive(Sensitive::Health)],
        /// 是否会讲普通话.
        mandarin: Flag = 51,
        /// 是否易地扶贫搬迁人口.
        relocated_person: Flag = 52,
        /// 婚否.
        married: Flag = 53,
    }
}

fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    not_negative(
        cells,
        &[
            (Member::work_months, "work_months"),
            (Member::public_post_months, "public_post_months"),
        ],
    )
}
