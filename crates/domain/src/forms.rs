//! Which forms of the counties ask for a field: what a person who fills it in may want to know, and what a county needs
//! to know before it takes a field away. Source: `domain-reference.md` §2.2 and §8, whose numbers are the codes; P1 is the
//! 帮扶目标、帮扶时限、帮扶计划 of §3.5 with the 增收举措 of a household's plan.

/// A form that counties fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// `H1`.
    pub code: &'static str,
    /// Its name; editions of one form share it.
    pub label: &'static str,
    /// Its name in English.
    pub label_en: &'static str,
    /// Record, and its fields.
    pub fields: &'static [(&'static str, &'static [&'static str])],
}

/// All of them, in the order of the reference.
pub static FORMS: &[Form] = &[
    Form {
        code: "H1",
        label: "贫困户花名册",
        label_en: "roster of poor households",
        fields: &[
            (
                "household",
                &[
                    "division_code",
                    "group_name",
                    "number",
                    "state",
                    "attribute",
                    "causes",
                    "house_unsafe",
                    "water_safe",
                    "water_hard",
                    "income_per_head_fen",
                    "phone",
                ],
            ),
            (
                "member",
                &[
                    "number",
                    "name",
                    "id_number",
                    "relation",
                    "ethnicity",
                    "education",
                    "schooling",
                    "health",
                    "labour",
                    "work_where",
                    "work_months",
                    "serious_illness_insured",
                ],
            ),
        ],
    },
    Form {
        code: "H2",
        label: "贫困户花名册",
        label_en: "roster of poor households",
        fields: &[("household", &["out_of_poverty_year", "helper_name"])],
    },
    Form {
        code: "H3",
        label: "脱贫人口查询表",
        label_en: "list of people out of poverty",
        fields: &[
            (
                "household",
                &[
                    "division_code",
                    "number",
                    "phone",
                    "standard",
                    "head_member_id",
                ],
            ),
            (
                "member",
                &[
                    "number",
                    "name",
                    "gender",
                    "born_on",
                    "id_kind",
                    "id_number",
                    "ethnicity",
                    "phone",
                    "relation",
                    "education",
                    "schooling",
                    "labour",
                    "work_months",
                    "health",
                    "politics",
                    "employer",
                    "allowance",
                    "serious_illness_insured",
                    "medical_insured",
                    "pension_insured",
                    "disability",
                    "work_where",
                ],
            ),
        ],
    },
    Form {
        code: "H4",
        label: "边缘易致贫人口名单",
        label_en: "list of people at the margin",
        fields: &[
            (
                "household",
                &[
                    "division_code",
                    "group_name",
                    "number",
                    "causes",
                    "house_unsafe",
                    "water_safe",
                    "income_per_head_fen",
                    "phone",
                    "identified_year",
                    "kind",
                    "monitored_kind",
                ],
            ),
            (
                "member",
                &[
                    "number",
                    "name",
                    "id_number",
                    "relation",
                    "ethnicity",
                    "education",
                    "schooling",
                    "health",
                    "labour",
                    "work_months",
                    "serious_illness_insured",
                    "phone",
                ],
            ),
        ],
    },
    Form {
        code: "H5",
        label: "监测对象信息采集表",
        label_en: "form of watched households",
        fields: &[
            (
                "household",
                &[
                    "number",
                    "kind",
                    "monitored_kind",
                    "risks",
                    "water_safe",
                    "house_unsafe",
                    "income_per_head_fen",
                    "address",
                    "phone",
                    "helper_name",
                    "note",
                ],
            ),
            (
                "member",
                &[
                    "gender",
                    "born_on",
                    "relation",
                    "ethnicity",
                    "health",
                    "labour",
                    "schooling",
                    "medical_insured",
                    "serious_illness_insured",
                    "pension_insured",
                ],
            ),
            ("measure", &["class"]),
        ],
    },
    Form {
        code: "H6",
        label: "贫困户信息采集表",
        label_en: "form of poor households",
        fields: &[
            (
                "household",
                &[
                    "address",
                    "bank_name",
                    "bank_account",
                    "house_grade",
                    "phone",
                ],
            ),
            (
                "member",
                &[
                    "name",
                    "gender",
                    "id_number",
                    "relation",
                    "ethnicity",
                    "politics",
                    "education",
                    "schooling",
                    "health",
                    "illness",
                    "labour",
                    "work_where",
                    "work_months",
                    "serious_illness_insured",
                    "allowance",
                    "employer",
                ],
            ),
            ("income", &["year", "item", "amount_fen"]),
        ],
    },
    Form {
        code: "H7",
        label: "扶贫手册",
        label_en: "household's handbook",
        fields: &[(
            "member",
            &[
                "name",
                "relation",
                "gender",
                "education",
                "schooling",
                "labour",
                "health",
                "id_number",
                "medical_insured",
                "pension_insured",
                "allowance",
            ],
        )],
    },
    Form {
        code: "H8",
        label: "家庭成员管理表",
        label_en: "register of members",
        fields: &[
            ("household", &["number"]),
            (
                "member",
                &[
                    "relation",
                    "name",
                    "gender",
                    "id_number",
                    "born_on",
                    "ethnicity",
                    "phone",
                    "schooling",
                    "politics",
                    "education",
                    "health",
                    "disability",
                    "labour",
                    "work_where",
                    "employer",
                    "work_months",
                    "medical_insured",
                    "serious_illness_insured",
                    "pension_insured",
                    "allowance",
                ],
            ),
        ],
    },
    Form {
        code: "H9",
        label: "帮扶责任人表",
        label_en: "list of helpers",
        fields: &[("household", &["helper_name"])],
    },
    Form {
        code: "H11",
        label: "走访记录",
        label_en: "record of visits",
        fields: &[("visit", &["visited_on", "person_ids", "purposes", "note"])],
    },
    Form {
        code: "H12",
        label: "扶贫手册",
        label_en: "household's handbook",
        fields: &[
            (
                "measure",
                &[
                    "class",
                    "unit_id",
                    "content",
                    "amount_fen",
                    "starts_on",
                    "due_on",
                ],
            ),
            (
                "housing_solution",
                &["kind", "decided_on", "started_on", "finished_on"],
            ),
        ],
    },
    Form {
        code: "H13",
        label: "户级汇总表",
        label_en: "summary by household",
        fields: &[(
            "household",
            &[
                "number",
                "head_member_id",
                "state",
                "out_of_poverty_year",
                "identified_year",
                "attribute",
            ],
        )],
    },
    Form {
        code: "H14",
        label: "村级台账",
        label_en: "village ledger",
        fields: &[
            (
                "household",
                &[
                    "out_of_poverty_year",
                    "causes",
                    "helper_name",
                    "monitored_kind",
                    "risks",
                ],
            ),
            (
                "member",
                &["disability", "illness", "work_where", "employer"],
            ),
            ("measure", &["content"]),
        ],
    },
    Form {
        code: "H16",
        label: "驻村考勤表",
        label_en: "sheet of days in the village",
        fields: &[("stay", &["person_id", "stayed_on", "day", "night", "note"])],
    },
    Form {
        code: "H17",
        label: "整改台账",
        label_en: "ledger of problems",
        fields: &[(
            "problem",
            &[
                "source",
                "kind",
                "division_code",
                "household_id",
                "content",
                "remedy",
                "lead_unit_id",
                "unit_id",
                "person_id",
                "due_on",
                "state",
                "result",
            ],
        )],
    },
    Form {
        code: "P1",
        label: "帮扶计划",
        label_en: "plan of help",
        fields: &[
            ("measure", &["goal", "person_id", "due_on"]),
            ("household_plan", &["year", "goal", "agreed_on"]),
            (
                "household_plan_line",
                &[
                    "year",
                    "item",
                    "content",
                    "by_whom",
                    "expected_fen",
                    "due_on",
                ],
            ),
        ],
    },
];

/// The forms that ask for a field.
pub fn forms_of(record: &str, field: &str) -> impl Iterator<Item = &'static Form> {
    FORMS.iter().filter(move |form| {
        form.fields
            .iter()
            .any(|(of, fields)| *of == record && fields.contains(&field))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Household, Income, Member, Record, by_name};

    #[test]
    fn every_form_names_fields_that_there_are() {
        for form in FORMS {
            for (record, fields) in form.fields {
                let info = by_name(record).unwrap();
                for field in *fields {
                    assert!(info.field_named(field).is_some(), "{record}.{field}");
                }
            }
        }
    }

    /// What is written down of a family has a form that needs it, or it is not written down.
    #[test]
    fn every_field_of_a_family_is_asked_for_by_a_form() {
        for info in [&Household::INFO, &Member::INFO, &Income::INFO] {
            for field in info
                .fields
                .iter()
                .filter(|field| field.name != "household_id")
            {
                assert!(
                    forms_of(info.name, field.name).next().is_some(),
                    "{}.{}",
                    info.name,
                    field.name
                );
            }
        }
    }
}
