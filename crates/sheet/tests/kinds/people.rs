//! Made-up people: identity numbers begin with 99, phones with 100, everything follows from the number of the person.

use sheet::write::HouseholdLine;

/// Header words of H1 as in the reference.
pub(crate) const H1: [&str; 27] = [
    "序号",
    "县(市、区、旗)",
    "乡(镇)",
    "行政村",
    "自然村",
    "户编号",
    "人编号",
    "姓名",
    "证件号码",
    "人数",
    "与户主关系",
    "民族",
    "文化程度",
    "在校生状况",
    "健康状况",
    "劳动技能",
    "务工状况",
    "务工时间（月）",
    "参加大病医疗",
    "脱贫属性",
    "贫困户属性",
    "主要致贫原因",
    "危房户",
    "饮水安全",
    "饮水困难",
    "人均纯收入",
    "联系电话",
];
/// Columns of H1 that belong to the household.
pub(crate) const OF_HOUSEHOLD: [usize; 14] = [1, 2, 3, 4, 5, 9, 19, 20, 21, 22, 23, 24, 25, 26];

const SURNAMES: [&str; 12] = [
    "区", "仇", "单", "解", "曾", "尉迟", "欧阳", "吕", "何", "刘", "石", "江",
];
const GIVEN: [&str; 10] = [
    "顺彬", "玉金", "丽", "福", "永雨", "文杰", "梅德", "桂发", "兰花", "子晓",
];

/// An identity number with a right check character.
pub(crate) fn identity(at: usize, year: u32, male: bool) -> String {
    let sequence = (at * 2 + usize::from(male)) % 1000;
    let digits = format!(
        "99{:04}{year}{:02}{:02}{sequence:03}",
        at % 10_000,
        1 + at % 12,
        1 + at % 28
    );
    let check = domain::identity::check_character(digits.as_bytes()).unwrap();
    format!("{digits}{check}")
}

/// The member of a household of three: head, spouse, son.
pub(crate) fn line(household: usize, member: usize) -> HouseholdLine {
    let at = household * 3 + member;
    let (relation, year, male) =
        [("01", 1960, true), ("02", 1962, false), ("03", 1990, true)][member];
    let surname = SURNAMES[(household + member % 2) % SURNAMES.len()];
    let village = 1 + household / 40;
    HouseholdLine {
        county: "新田县".into(),
        township: "枧头镇".into(),
        village: format!("豪山{village}村"),
        group_name: format!("豪山{}组", 1 + household % 5),
        household_number: format!("4311281032{:06}", household + 1),
        member_number: format!("4311281032{:06}{:02}", household + 1, member + 1),
        name: format!("{surname}{}", GIVEN[at % GIVEN.len()]),
        id_number: identity(at, year, male),
        persons: Some(3),
        relation: relation.into(),
        ethnicity: if household.is_multiple_of(3) {
            "13"
        } else {
            "01"
        }
        .into(),
        education: "03".into(),
        schooling: String::new(),
        health: if at.is_multiple_of(4) {
            vec!["02".into(), "04".into()]
        } else {
            vec!["01".into()]
        },
        labour: "01".into(),
        work_where: if member == 2 { "省外务工" } else { "" }.into(),
        work_months: (member == 2).then_some(8),
        serious_illness_insured: Some(true),
        state: "0".into(),
        attribute: "01".into(),
        cause: "07".into(),
        house_unsafe: Some(false),
        water_safe: Some(true),
        water_hard: Some(false),
        income_per_head_fen: Some(400_000 + household as i64),
        phone: format!("100{household:08}"),
    }
}

/// A person as texts of H1.
pub(crate) fn row(household: usize, member: usize) -> Vec<String> {
    let line = line(household, member);
    let yes = |truth: Option<bool>| {
        truth
            .map_or("", |truth| if truth { "是" } else { "否" })
            .to_owned()
    };
    let label = |list: &domain::codes::CodeList, code: &str| list.label_of(code);
    let fen = line.income_per_head_fen.unwrap();
    vec![
        (household * 3 + member + 1).to_string(),
        line.county,
        line.township,
        line.village,
        line.group_name,
        line.household_number,
        line.member_number,
        line.name,
        line.id_number,
        "3".to_owned(),
        label(&domain::codes::RELATION, &line.relation),
        label(&domain::codes::ETHNICITY, &line.ethnicity),
        label(&domain::codes::EDUCATION, &line.education),
        line.schooling,
        line.health
            .iter()
            .map(|code| domain::codes::HEALTH.label_of(code))
            .collect::<Vec<_>>()
            .join(","),
        label(&domain::codes::LABOUR, &line.labour),
        line.work_where,
        line.work_months
            .map_or(String::new(), |months| months.to_string()),
        yes(line.serious_illness_insured),
        label(&domain::codes::STATE, &line.state),
        label(&domain::codes::ATTRIBUTE, &line.attribute),
        label(&domain::codes::CAUSE, &line.cause),
        yes(line.house_unsafe),
        yes(line.water_safe),
        yes(line.water_hard),
        format!("{}.{:02}", fen / 100, fen % 100),
        line.phone,
    ]
}

/// Households of three as rows of H1.
pub(crate) fn rows(households: usize) -> Vec<Vec<String>> {
    (0..households)
        .flat_map(|household| (0..3).map(move |member| row(household, member)))
        .collect()
}
