//! 对症下药: which classes of measures answer a cause of poverty or a risk. A suggestion is offered, never entered: a
//! person chooses. A county's own table would take the place of this one; no record holds one yet.

/// Where a line of the table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A data-quality rule of the national system (`domain-reference.md` §9): a risk is not ended without one of these.
    Rule(&'static str),
    /// The words of cause and class themselves.
    Words,
}

/// One cause or risk, and what answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// `cause` or `risk`.
    pub list: &'static str,
    /// A code of that list.
    pub code: &'static str,
    /// Classes, the nearest first.
    pub classes: &'static [&'static str],
    /// Why these.
    pub source: Source,
}

const fn answer(
    list: &'static str,
    code: &'static str,
    classes: &'static [&'static str],
    source: Source,
) -> Answer {
    Answer {
        list,
        code,
        classes,
        source,
    }
}

const ILL: &[&str] = &["health", "social_security", "social_help"];
const SCHOOL: &[&str] = &["education", "schooling", "social_help"];
const DISABLED: &[&str] = &["social_security", "health", "public_post"];
const WEAK: &[&str] = &["social_security", "public_post"];
const HOUSE: &[&str] = &["housing", "relocation"];
const WATER: &[&str] = &["water"];
const DISASTER: &[&str] = &["social_help", "living", "housing"];
const TRADE: &[&str] = &["industry", "finance", "employment"];

/// The table, in the order of the code lists. 其他 and 因婚 name nothing that a class would answer.
pub static ANSWERS: &[Answer] = &[
    answer("cause", "01", ILL, Source::Rule("3_11_003")),
    answer("cause", "02", DISABLED, Source::Words),
    answer("cause", "03", SCHOOL, Source::Rule("3_11_004")),
    answer("cause", "04", DISASTER, Source::Words),
    answer(
        "cause",
        "05",
        &["industry", "employment", "relocation"],
        Source::Words,
    ),
    answer("cause", "06", WATER, Source::Rule("5_18_006")),
    answer("cause", "07", &["employment", "industry"], Source::Words),
    answer("cause", "08", WEAK, Source::Words),
    answer("cause", "09", &["finance", "industry"], Source::Words),
    answer(
        "cause",
        "10",
        &["infrastructure", "relocation"],
        Source::Words,
    ),
    answer(
        "cause",
        "11",
        &["employment", "industry", "public_post"],
        Source::Words,
    ),
    answer("cause", "14", TRADE, Source::Words),
    answer(
        "cause",
        "因丧",
        &["social_help", "social_security"],
        Source::Words,
    ),
    answer("cause", "缺住房", HOUSE, Source::Rule("5_18_006")),
    answer("cause", "缺电", &["infrastructure"], Source::Words),
    answer("risk", "01", ILL, Source::Rule("3_11_003")),
    answer("risk", "02", DISASTER, Source::Words),
    answer("risk", "0201", DISASTER, Source::Words),
    answer("risk", "0202", DISASTER, Source::Words),
    answer("risk", "0203", DISASTER, Source::Words),
    answer("risk", "0204", DISASTER, Source::Words),
    answer("risk", "0205", DISASTER, Source::Words),
    answer("risk", "0206", DISASTER, Source::Words),
    answer("risk", "0299", DISASTER, Source::Words),
    answer("risk", "03", DISABLED, Source::Words),
    answer("risk", "04", WEAK, Source::Words),
    answer(
        "risk",
        "05",
        &["social_help", "health", "social_security"],
        Source::Words,
    ),
    answer("risk", "06", TRADE, Source::Words),
    answer("risk", "07", &["employment", "public_post"], Source::Words),
    answer("risk", "09", SCHOOL, Source::Rule("3_11_004")),
    answer("risk", "因安全住房", HOUSE, Source::Rule("5_18_006")),
    answer("risk", "因安全饮水", WATER, Source::Rule("5_18_006")),
];

/// What answers this code, if anything does.
pub fn answer_to(list: &str, code: &str) -> Option<&'static Answer> {
    ANSWERS
        .iter()
        .find(|answer| answer.list == list && answer.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::codes::{CAUSE, MEASURE_CLASS, RISK};

    #[test]
    fn the_table_names_causes_risks_and_classes_that_there_are_each_once() {
        let mut met = BTreeSet::new();
        for answer in ANSWERS {
            let list = match answer.list {
                "cause" => &CAUSE,
                "risk" => &RISK,
                other => panic!("{other}"),
            };
            assert!(list.by_code(answer.code).is_some(), "{answer:?}");
            assert!(met.insert((answer.list, answer.code)), "{answer:?}");
            assert!(!answer.classes.is_empty(), "{answer:?}");
            for class in answer.classes {
                assert!(MEASURE_CLASS.by_code(class).is_some(), "{class}");
            }
        }
    }

    #[test]
    fn what_ends_a_risk_by_the_rules_is_what_is_offered_for_it() {
        let classes = |list, code| answer_to(list, code).unwrap().classes;
        assert_eq!(
            classes("risk", "01"),
            ["health", "social_security", "social_help"]
        );
        assert_eq!(
            classes("risk", "09"),
            ["education", "schooling", "social_help"]
        );
        assert_eq!(classes("risk", "因安全住房"), ["housing", "relocation"]);
        assert_eq!(classes("risk", "因安全饮水"), ["water"]);
    }

    #[test]
    fn other_causes_are_not_answered_by_a_guess() {
        for (list, code) in [
            ("cause", "12"),
            ("cause", "13"),
            ("risk", "99"),
            ("cause", "77"),
        ] {
            assert_eq!(answer_to(list, code), None);
        }
    }
}
