//! Every column of H1–H4 and those of H5–H8 and H13 that records hold, with the aliases of the reference (§8).

use domain::codes;

use super::{Column, Kind, Place};

/// A column of these layouts: key, words in H1 H2 H3 H4, aliases, place, kind.
const fn column(
    key: &'static str,
    words: [&'static str; 4],
    aliases: &'static [&'static str],
    place: Place,
    kind: Kind,
) -> Column {
    Column {
        key,
        words,
        aliases,
        place,
        kind,
    }
}

/// One that has the same word in the layouts that have it.
const fn same(
    key: &'static str,
    word: &'static str,
    has: [bool; 4],
    aliases: &'static [&'static str],
    place: Place,
    kind: Kind,
) -> Column {
    const fn pick(has: bool, word: &'static str) -> &'static str {
        if has { word } else { "" }
    }
    column(
        key,
        [
            pick(has[0], word),
            pick(has[1], word),
            pick(has[2], word),
            pick(has[3], word),
        ],
        aliases,
        place,
        kind,
    )
}

const ALL: [bool; 4] = [true; 4];
const H12: [bool; 4] = [true, true, false, false];
const H124: [bool; 4] = [true, true, false, true];
const H2: [bool; 4] = [false, true, false, false];
const H3: [bool; 4] = [false, false, true, false];
const H4: [bool; 4] = [false, false, false, true];
const NONE: [bool; 4] = [false; 4];

use Place::{Household, HouseholdRaw, Member, MemberRaw};

/// The table as it stands, one entry after the other: an entry is easier to compare in one line.
macro_rules! table {
    ($($make:ident($($part:expr),*),)*) => {
        &[$($make($($part),*)),*]
    };
}

/// All of them.
pub static COLUMNS: &[Column] = table! {
    same("sequence", "序号", [true, false, false, true], &["编号", "No"], MemberRaw, Kind::Short),
    same("province", "省", H3, &["省份", "省(自治区、直辖市)", "省(区、市)"], HouseholdRaw, Kind::Short),
    same("city", "市", H3, &["地市", "市(州)", "市(地、州、盟)"], HouseholdRaw, Kind::Short),
    column("county", ["县(市、区、旗)", "行政县", "县", "县(市、区、旗)"], &["县市", "县(市、区)", "县(区)", "县(市)", "区县", "所属县"],
        HouseholdRaw, Kind::Short),
    column("township", ["乡(镇)", "乡镇", "乡", "乡(镇)"], &["镇", "镇(乡、苏木)", "乡(镇、街道)", "所属乡镇", "乡镇名称"], HouseholdRaw, Kind::Short),
    column("village", ["行政村", "行政村", "村", "行政村"], &["村名", "村名称", "行政村名称", "所属村"], HouseholdRaw, Kind::Short),
    same("group", "自然村", H124, &["村民小组", "自然村(村民小组)", "村组", "组", "组别", "小组"], Household("group_name"), Kind::Short),
    same("household_number", "户编号", ALL, &["户编码", "户号", "AAC001"], HouseholdRaw, Kind::Number),
    column("member_number", ["人编号", "人编号", "人口编号", "人编号"], &["人员编号", "人口编码", "AAB001"], Member("number"), Kind::Number),
    same("name", "姓名", ALL, &["家庭成员姓名", "家庭成员名称", "成员姓名", "AAB002"], Member("name"), Kind::Name),
    same("gender", "性别", H3, &["AAB003"], Member("gender"), Kind::Code(&codes::GENDER, "code_unknown")),
    same("born_on", "出生日期", H3, &["出生年月日", "出生年月", "生日"], Member("born_on"), Kind::Date),
    same("id_kind", "证件类型", H3, &["AAB018"], Member("id_kind"), Kind::Code(&codes::ID_KIND, "code_unknown")),
    same("id_number", "证件号码", ALL, &["身份证号", "身份证", "身份证号码", "公民身份号码", "证件号", "身份证号码或残疾证号码", "身份证件号码", "AAB004"],
        Member("id_number"), Kind::Identity),
    same("persons", "人数", H124, &["家庭人口数", "家庭人口", "家庭人数", "人口数", "AAC017"], HouseholdRaw, Kind::Count),
    same("relation", "与户主关系", ALL, &["与户主的关系", "和户主关系", "关系", "AAB006"], Member("relation"),
        Kind::Code(&codes::RELATION, "unknown_relation")),
    same("ethnicity", "民族", ALL, &["AAB007"], Member("ethnicity"), Kind::Code(&codes::ETHNICITY, "code_unknown")),
    same("politics", "政治面貌", H3, &["AAK033"], Member("politics"), Kind::Code(&codes::POLITICS, "code_unknown")),
    same("education", "文化程度", ALL, &["学历", "AAB008"], Member("education"), Kind::Code(&codes::EDUCATION, "code_unknown")),
    same("schooling", "在校生状况", ALL, &["在校生情况", "是否在校", "在校学生", "在校状况", "AAB009"], Member("schooling"),
        Kind::Code(&codes::SCHOOLING, "code_unknown")),
    same("health", "健康状况", ALL, &["身体状况", "健康状况或疾病类型", "AAB017"], Member("health"), Kind::Codes(&codes::HEALTH, "code_unknown")),
    same("labour", "劳动技能", ALL, &["劳动能力", "有无劳动能力", "劳动力状况", "AAB010"], Member("labour"), Kind::Code(&codes::LABOUR,
        "code_unknown")),
    same("work_state", "务工状况", H12, &["务工情况"], Member("work_where"), Kind::Word(&codes::WORK_WHERE)),
    same("work_place", "务工所在地", H3, &["务工地点", "务工地"], Member("work_where"), Kind::Word(&codes::WORK_WHERE)),
    column("work_months", ["务工时间（月）", "务工时间", "务工时间（月）", "务工时间（月）"], &["务工月数", "务工时间(月数)", "AAB012"],
        Member("work_months"), Kind::Months),
    same("employer", "务工企业名称", H3, &["务工单位", "务工企业", "AAB029"], Member("employer"), Kind::Text),
    column("serious_illness_insured", ["参加大病医疗", "参加大病医疗", "是否参加大病保险", "是否参加大病保险"], &["是否参加大病医疗", "是否参加重大医疗保险",
        "参加大病保险", "大病保险", "大病医疗", "AAB022"], Member("serious_illness_insured"), Kind::Flag),
    same("state", "脱贫属性", H12, &["脱贫状态", "AAR010"], Household("state"), Kind::Code(&codes::STATE, "code_unknown")),
    same("out_of_poverty_year", "脱贫年度", H2, &["脱贫年份", "脱贫时间", "AAC023"], Household("out_of_poverty_year"), Kind::Year),
    same("attribute", "贫困户属性", H12, &["户属性", "AAC006"], Household("attribute"), Kind::Code(&codes::ATTRIBUTE, "code_unknown")),
    column("cause", ["主要致贫原因", "主要致贫原因", "", "致贫原因1"], &["致贫原因", "主要致贫返贫原因", "AAC007"], Household("causes"),
        Kind::Codes(&codes::CAUSE, "unknown_cause")),
    same("other_causes", "其他致贫原因", NONE, &["其他致贫原因", "致贫原因2", "次要致贫原因", "AAC008"], Household("causes"),
        Kind::Codes(&codes::CAUSE, "unknown_cause")),
    same("house_unsafe", "危房户", H124, &["是否危房户", "是否危房", "AAC318"], Household("house_unsafe"), Kind::Flag),
    column("water_safe", ["饮水安全", "饮水安全", "", "是否解决安全饮用水"], &["饮水是否安全", "是否饮水安全", "安全饮水", "AAC312"],
        Household("water_safe"), Kind::Flag),
    same("water_hard", "饮水困难", H12, &["饮水是否困难", "是否饮水困难", "AAC311"], Household("water_hard"), Kind::Flag),
    same("income_per_head", "人均纯收入", H124, &["家庭人均纯收入", "年人均纯收入", "人均收入", "AAC082"], Household("income_per_head"), Kind::Money),
    column("phone", ["联系电话", "联系电话", "户联系电话", "户联系电话"], &["电话", "手机号", "手机号码", "电话号码", "联系方式", "户主联系电话", "AAR012"],
        Household("phone"), Kind::Phone),
    column("member_phone", ["", "", "成员联系电话", "人联系电话"], &["成员电话", "人员联系电话", "AAB031"], Member("phone"), Kind::Phone),
    same("year", "年度", H3, &["数据年度", "数据年份", "AAR040"], HouseholdRaw, Kind::Year),
    same("allowance", "是否享受低保", H3, &["享受低保", "是否低保", "低保", "AAB030"], Member("allowance"), Kind::Flag),
    same("worker_pension", "是否参加城镇职工基本养老保险", H3, &["是否参加职工养老", "职工养老"], Member("employee_pension"), Kind::Flag),
    same("medical_insured", "是否参加新型农村合作医疗（城乡居民基本医疗保险）", H3, &["是否参加新型农村合作医疗", "是否参加城乡居民基本医疗保险", "新农合", "新型农村合作医疗",
        "城乡居民基本医疗保险", "居民医保", "是否参加居民医保", "是否参加新农合"], Member("medical_insured"), Kind::Flag),
    same("pension_insured", "是否参加城乡居民基本养老保险", H3, &["是否参加居民养老", "居民养老", "城乡居民基本养老保险", "是否参加新农保", "新农保"],
        Member("pension_insured"), Kind::Flag),
    same("dropout_reason", "失学或辍学原因", H3, &["义务教育阶段未上学原因", "辍学原因"], Member("out_of_school_reason"), Kind::Text),
    same("mandarin", "是否会讲普通话", H3, &["会讲普通话"], Member("mandarin"), Kind::Flag),
    same("commercial_medical", "是否参加商业补充医疗保险", H3, &["商业补充医疗保险"], Member("commercial_medical"), Kind::Flag),
    same("work_abroad", "是否国外务工", H3, &["国外务工"], Member("works_abroad"), Kind::Flag),
    same("trade", "产业分类", H3, &[], Member("industry_kind"), Kind::Short),
    same("illness_aid", "是否接受大病医疗救助", H3, &["接受大病医疗救助"], Member("medical_aid"), Kind::Flag),
    same("other_health_aid", "是否接受其他健康扶贫", H3, &["接受其他健康扶贫"], Member("other_health_aid"), Kind::Flag),
    same("post_kind", "公益性岗位类型", H3, &[], Member("public_post"), Kind::Short),
    same("post_months", "公益性岗位(月数)", H3, &["公益性岗位(月)"], Member("public_post_months"), Kind::Months),
    same("work_channel", "就业渠道", H3, &[], Member("job_channel"), Kind::Short),
    same("disability", "残疾类别", H3, &["残疾属性", "残疾类型"], Member("disability"), Kind::Short),
    same("head_name", "户主姓名", H3, &["户主", "AAC029"], HouseholdRaw, Kind::Short),
    same("head_id_number", "户主证件号码", H3, &["户主身份证号", "户主身份证号码", "户主证件号", "AAC031"], HouseholdRaw, Kind::Number),
    same("worker_medical", "是否参加城镇职工基本医疗保险", H3, &["是否参加职工医保", "职工医保", "城镇职工基本医疗保险"], Member("employee_medical"), Kind::Flag),
    same("destitute", "是否特困供养人员", H3, &["是否享受五保", "特困供养人员", "是否五保"], Member("destitute"), Kind::Flag),
    same("disability_year", "残疾证办证年度", H3, &[], Member("disability_year"), Kind::Year),
    same("standard", "识别标准", H3, &["AAC005"], Household("standard"), Kind::Code(&codes::STANDARD, "code_unknown")),
    same("identified_on", "首次识别时间", H4, &["识别时间", "AAR041"], Household("identified_year"), Kind::Date),
    same("member_identified_on", "人员识别时间", H4, &[], MemberRaw, Kind::Date),
    same("household_kind", "户类型", H4, &["农户类型"], Household("kind"), Kind::Code(&codes::HOUSEHOLD_KIND, "code_unknown")),
    same("monitored_kind", "易返贫致贫户(监测对象)类型", H4, &["监测对象类别", "监测对象类型", "监测类别", "易返贫致贫户类型"],
        Household("monitored_kind"), Kind::Code(&codes::MONITORED_KIND, "code_unknown")),
    same("risk_1", "致贫/返贫风险1", NONE, &["致贫/返贫风险1", "致贫返贫风险1", "返贫致贫风险1", "风险1", "致贫/返贫风险", "致贫返贫风险", "返贫致贫风险", "风险类型"],
        Household("risks"), Kind::Codes(&codes::RISK, "unknown_risk")),
    same("risk_2", "致贫/返贫风险2", NONE, &["致贫/返贫风险2", "致贫返贫风险2", "返贫致贫风险2", "风险2"], Household("risks"), Kind::Codes(&codes::RISK, "unknown_risk")),
    same("risk_3", "致贫/返贫风险3", NONE, &["致贫/返贫风险3", "致贫返贫风险3", "返贫致贫风险3", "风险3"], Household("risks"), Kind::Codes(&codes::RISK, "unknown_risk")),
    same("risk_4", "致贫/返贫风险4", NONE, &["致贫/返贫风险4", "致贫返贫风险4", "返贫致贫风险4", "风险4"], Household("risks"), Kind::Codes(&codes::RISK, "unknown_risk")),
    same("risk_5", "致贫/返贫风险5", NONE, &["致贫/返贫风险5", "致贫返贫风险5", "返贫致贫风险5", "风险5"], Household("risks"), Kind::Codes(&codes::RISK, "unknown_risk")),
    same("risk_gone", "风险是否消除", H4, &["风险是否已消除", "是否消除风险"], Household("risk_gone"), Kind::Flag),
    same("risk_found_on", "风险识别时间", H4, &["识别监测时间"], Household("watched_on"), Kind::Date),
    same("risk_gone_on", "风险消除时间", H4, &["消除监测时间"], Household("risk_gone_on"), Kind::Date),
    same("helper_name", "帮扶责任人", NONE, &["帮扶责任人", "帮扶责任人姓名", "帮扶干部", "结对帮扶干部", "帮扶联系人"], Household("helper_name"), Kind::Short),
    same("helper_phone", "帮扶责任人手机号", H2, &["帮扶责任人电话", "帮扶责任人联系电话", "帮扶干部电话"], HouseholdRaw, Kind::Short),
    same("address", "家庭住址", NONE, &["家庭住址", "住址", "地址", "家庭地址"], Household("address"), Kind::Text),
    same("bank_name", "开户银行", NONE, &["开户银行", "开户行", "AAQ002"], Household("bank_name"), Kind::Short),
    same("bank_account", "银行账号", NONE, &["银行账号", "银行卡号", "AAC004"], Household("bank_account"), Kind::Number),
    same("house_grade", "危房等级", NONE, &["危房等级", "AAC322"], Household("house_grade"), Kind::Code(&codes::HOUSE_GRADE,
        "code_unknown")),
    same("illness", "患病名称", NONE, &["患病名称", "ABB001"], Member("illness"), Kind::Text),
    same("note", "备注", NONE, &["备注", "说明"], Household("note"), Kind::Text),
};
