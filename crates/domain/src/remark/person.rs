//! What strikes one about one person.

use chrono::NaiveDate;

use super::{Rule, Rules};
use crate::{
    Cells, Value,
    cell::cell,
    codes,
    identity::{self, Finding},
    records::{Member, list},
};

/// What the rules look at; lists as they lie in their cells.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct Person<'a> {
    pub id_number: &'a str,
    pub relation: &'a str,
    pub gender: &'a str,
    pub born_on: &'a str,
    pub ethnicity: &'a str,
    pub politics: &'a str,
    pub education: &'a str,
    pub schooling: &'a str,
    pub health: &'a str,
    pub labour: &'a str,
    pub work_where: &'a str,
    pub work_months: Option<i64>,
    pub out_of_school_reason: &'a str,
    pub medical_insured: Option<i64>,
    pub employee_medical: Option<i64>,
    pub pension_insured: Option<i64>,
    pub employee_pension: Option<i64>,
    pub serious_illness_insured: Option<i64>,
    pub allowance: Option<i64>,
    pub destitute: Option<i64>,
    pub mandarin: Option<i64>,
    pub commercial_medical: Option<i64>,
    pub works_abroad: Option<i64>,
    pub medical_aid: Option<i64>,
    /// The day on which the row was last written.
    pub written_on: NaiveDate,
}

impl<'a> Person<'a> {
    /// From a row.
    pub fn of(cells: &'a Cells, written_on: NaiveDate) -> Self {
        let text = |field: u16| cell(cells, field).as_text();
        let number = |field: u16| cell(cells, field).as_integer();
        Self {
            id_number: text(Member::id_number),
            relation: text(Member::relation),
            gender: text(Member::gender),
            born_on: text(Member::born_on),
            ethnicity: text(Member::ethnicity),
            politics: text(Member::politics),
            education: text(Member::education),
            schooling: text(Member::schooling),
            health: text(Member::health),
            labour: text(Member::labour),
            work_where: text(Member::work_where),
            work_months: number(Member::work_months),
            out_of_school_reason: text(Member::out_of_school_reason),
            medical_insured: number(Member::medical_insured),
            employee_medical: number(Member::employee_medical),
            pension_insured: number(Member::pension_insured),
            employee_pension: number(Member::employee_pension),
            serious_illness_insured: number(Member::serious_illness_insured),
            allowance: number(Member::allowance),
            destitute: number(Member::destitute),
            mandarin: number(Member::mandarin),
            commercial_medical: number(Member::commercial_medical),
            works_abroad: number(Member::works_abroad),
            medical_aid: number(Member::medical_aid),
            written_on,
        }
    }
}

/// What a person adds to the remarks of the family.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of one person, each on its own"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// What holds whatever the others are.
    pub(super) rules: Rules,
    /// What holds if others of the family have what is missing here: by the bits of `missing`.
    pub(super) missing: u16,
    pub(super) used: u16,
    pub(super) has_no_serious_illness_insurance: bool,
    pub(super) is_head: bool,
    pub(super) is_spouse: bool,
    /// `1`, `2`, or 0 where nothing says.
    pub(super) sex: u8,
    pub(super) is_ill: bool,
    pub(super) can_work: bool,
    pub(super) works: bool,
}

/// Bits of `missing` and `used`.
pub(super) const PENSION: u16 = 1;
pub(super) const MEDICAL: u16 = 2;
pub(super) const SERIOUS_ILLNESS: u16 = 4;
/// All that are asked for under one remark.
pub(super) const OTHERS: u16 = !(PENSION | MEDICAL | SERIOUS_ILLNESS);

const PRIMARY: &str = "03";
const NOT_AT_SCHOOL: &str = "01";
const AT_HOME: &str = "在家务农";

/// The remarks on one person.
pub fn of_person(person: &Person<'_>) -> Found {
    let mut rules = Rules::NONE;
    let finding = identity::check(person.id_number);
    rules.note(
        Rule::IdWrong,
        matches!(
            finding,
            Finding::WrongCheck | Finding::ImpossibleDate | Finding::WrongCharacters
        ),
    );
    rules.note(
        Rule::IdLength,
        matches!(finding, Finding::WrongLength | Finding::OldFifteen),
    );
    rules.note(Rule::CertificateWrong, finding == Finding::WrongCertificate);
    let is_right = matches!(finding, Finding::Right | Finding::RightCertificate);
    let by_number = identity::gender(person.id_number).filter(|_| is_right);
    let stated = Some(person.gender).filter(|code| matches!(*code, "1" | "2"));
    let born_by_number = identity::born_on(person.id_number).filter(|_| is_right);
    let born_stated = crate::records::date(&Value::from(person.born_on));
    rules.note(
        Rule::IdDiffers,
        by_number.zip(stated).is_some_and(|(a, b)| a != b)
            || born_by_number.zip(born_stated).is_some_and(|(a, b)| a != b),
    );
    let age = born_by_number
        .or(born_stated)
        .map(|born| identity::age(born, person.written_on));
    rules.note(
        Rule::AgeRange,
        age.is_some_and(|age| age.is_none_or(|years| years > 120)),
    );
    let sex = by_number.or(stated);
    rules.note(
        Rule::RelationUnknown,
        codes::RELATION.by_code(person.relation).is_none(),
    );
    rules.note(
        Rule::SexRelation,
        sex_of(person.relation)
            .zip(sex)
            .is_some_and(|(a, b)| a != b),
    );
    learning(person, &mut rules);
    rules.note(Rule::HealthMissing, person.health.is_empty());
    rules.note(Rule::EthnicityMissing, person.ethnicity.is_empty());
    let works_for_others = !person.work_where.is_empty() && person.work_where != AT_HOME;
    let months = person.work_months.unwrap_or(0);
    rules.note(Rule::WorkTime, works_for_others && months == 0);
    rules.note(Rule::WorkPlace, person.work_where.is_empty() && months > 0);
    let yes = |flag: Option<i64>| flag == Some(1);
    rules.note(
        Rule::MedicalBoth,
        yes(person.medical_insured) && yes(person.employee_medical),
    );
    let has_medical = person.medical_insured.is_some() || person.employee_medical.is_some();
    rules.note(
        Rule::MedicalNone,
        has_medical && !yes(person.medical_insured) && !yes(person.employee_medical),
    );
    rules.note(
        Rule::PupilAge,
        person.schooling == PRIMARY
            && age
                .flatten()
                .is_some_and(|years| !(6..=14).contains(&years)),
    );
    let health = list(&Value::from(person.health));
    let is_healthy = health.iter().any(|code| code == "01")
        && !health
            .iter()
            .any(|code| matches!(code.as_str(), "02" | "03" | "04"));
    rules.note(
        Rule::DropoutHealthy,
        is_healthy
            && ["病", "残"]
                .iter()
                .any(|word| person.out_of_school_reason.contains(word)),
    );
    let (missing, used) = flags(person, has_medical);
    Found {
        rules,
        missing,
        used,
        has_no_serious_illness_insurance: person.serious_illness_insured == Some(0),
        is_head: person.relation == "01",
        is_spouse: person.relation == "02",
        sex: sex.map_or(0, |code| if code == "1" { 1 } else { 2 }),
        is_ill: health
            .iter()
            .any(|code| matches!(code.as_str(), "02" | "03")),
        can_work: matches!(person.labour, "01" | "02"),
        works: works_for_others || months > 0,
    }
}

/// 文化程度 and 在校生状况: exactly one; who is below school age may stand in either, and 非在校生 is none.
fn learning(person: &Person<'_>, rules: &mut Rules) {
    let has_education = !person.education.is_empty();
    let has_schooling = !person.schooling.is_empty() && person.schooling != NOT_AT_SCHOOL;
    let is_small = person.education == "06" && matches!(person.schooling, "02" | "学龄前儿童");
    rules.note(
        Rule::LearningBoth,
        has_education && has_schooling && !is_small,
    );
    rules.note(Rule::LearningNone, !has_education && !has_schooling);
    rules.note(Rule::CodeUnknown, unknown_codes(person).next().is_some());
}

/// The fields in which a word stands that their list does not have.
fn unknown_codes(person: &Person<'_>) -> impl Iterator<Item = &'static str> {
    [
        ("politics", person.politics, &codes::POLITICS),
        ("education", person.education, &codes::EDUCATION),
        ("schooling", person.schooling, &codes::SCHOOLING),
        ("labour", person.labour, &codes::LABOUR),
    ]
    .into_iter()
    .filter(|(_, code, list)| !code.is_empty() && list.by_code(code).is_none())
    .map(|(field, _, _)| field)
}

/// The field of each bit of [`flags`].
const ASKED: [&str; 9] = [
    "pension_insured",
    "medical_insured",
    "serious_illness_insured",
    "allowance",
    "destitute",
    "mandarin",
    "commercial_medical",
    "works_abroad",
    "medical_aid",
];

/// One bit for each yes or no that a form asks of everybody.
fn flags(person: &Person<'_>, has_medical: bool) -> (u16, u16) {
    let asked: [bool; ASKED.len()] = [
        // Whoever is in the employees' scheme has no place in the residents'.
        person.pension_insured.is_some() || person.employee_pension == Some(1),
        has_medical,
        person.serious_illness_insured.is_some(),
        person.allowance.is_some(),
        person.destitute.is_some(),
        person.mandarin.is_some(),
        person.commercial_medical.is_some(),
        person.works_abroad.is_some(),
        person.medical_aid.is_some(),
    ];
    let used = (0..)
        .zip(asked)
        .fold(0_u16, |bits, (bit, has)| bits | (u16::from(has) << bit));
    (!used & ((1 << asked.len()) - 1), used)
}

/// What a family has recorded of anybody, for [`fields_at`].
pub fn used_in(people: &[Found]) -> u16 {
    people.iter().fold(0, |used, person| used | person.used)
}

/// The fields beside which a remark on this person stands.
pub fn fields_at(rule: Rule, person: &Person<'_>, found: &Found, used: u16) -> Vec<&'static str> {
    match rule {
        Rule::CodeUnknown => unknown_codes(person).collect(),
        Rule::FlagMissing => (0..)
            .zip(ASKED)
            .filter(|(bit, _)| found.missing & used & OTHERS & (1 << bit) != 0)
            .map(|(_, field)| field)
            .collect(),
        _ => vec![rule.field()],
    }
}

/// The sex that a relation has; head, spouse, siblings and others may be either.
fn sex_of(relation: &str) -> Option<&'static str> {
    match relation {
        "03" | "06" | "07" | "09" | "11" | "13" | "15" | "17" | "19" | "之曾孙子" | "之侄儿"
        | "之叔伯" => Some("1"),
        "04" | "05" | "08" | "10" | "12" | "14" | "16" | "18" | "20" | "之曾孙女" | "之侄女"
        | "之兄弟媳妇" => Some("2"),
        _ => None,
    }
}
