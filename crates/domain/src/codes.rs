//! Code lists: what is stored, how it is shown, what a file may write for it.
//!
//! Codes are text. A list that has national codes keeps them; a label for which none was seen is its own code.
//! A file is read by its labels, never by bare digits: the same digits mean other people in other systems.

mod change;
mod household;
mod member;
mod plan;
mod village;
mod work;

pub use change::{REMARK, STATUS_EVENT};
pub use household::{
    ATTRIBUTE, CADRE_LEVEL, CAUSE, FUEL, HOUSE_GRADE, HOUSEHOLD_KIND, INCOME_ITEM, MONITORED_KIND,
    RELOCATION_DIFFICULTY, RELOCATION_MODE, RESETTLEMENT, RESETTLEMENT_PLACE, RISK, RISK_GONE_BY,
    ROAD, STANDARD, STATE,
};
pub use member::{
    DISABILITY_GRADE, DISABILITY_KIND, EDUCATION, ETHNICITY, GENDER, HEALTH, ID_KIND, LABOUR,
    POLITICS, RELATION, SCHOOLING, WORK_WHERE,
};
pub use plan::{
    HOUSING_KIND, HOUSING_STATE, MEASURE_GROUP, PLAN_ITEM, VILLAGE_PLAN_KIND, measure_group,
};
pub use village::{AFFILIATION, DIVISION_LEVEL, URBAN_RURAL};
pub use work::{
    ANSWER, CHANGE_STATE, DAY_PART, DUTY, LAYER, LEAVE_KIND, MEASURE_CLASS, MEASURE_STATE, POLICY,
    PROBLEM_KIND, PROBLEM_SOURCE, PROBLEM_STATE, PROBLEM_STEP, REQUEST_STATE, ROLE, SATISFACTION,
    STAY_DAY, STAY_NIGHT, TOUR_COUNTS, VISIT_MODE, VISIT_PURPOSE, YES_NO,
};

/// Every list.
pub static LISTS: &[&CodeList] = &[
    &RELATION,
    &GENDER,
    &ETHNICITY,
    &ID_KIND,
    &POLITICS,
    &EDUCATION,
    &SCHOOLING,
    &HEALTH,
    &DISABILITY_KIND,
    &DISABILITY_GRADE,
    &LABOUR,
    &WORK_WHERE,
    &HOUSEHOLD_KIND,
    &MONITORED_KIND,
    &ATTRIBUTE,
    &STATE,
    &STANDARD,
    &CAUSE,
    &RISK,
    &ROAD,
    &FUEL,
    &HOUSE_GRADE,
    &RELOCATION_MODE,
    &RESETTLEMENT,
    &RESETTLEMENT_PLACE,
    &RELOCATION_DIFFICULTY,
    &RISK_GONE_BY,
    &CADRE_LEVEL,
    &STATUS_EVENT,
    &REMARK,
    &INCOME_ITEM,
    &AFFILIATION,
    &DIVISION_LEVEL,
    &URBAN_RURAL,
    &DUTY,
    &ROLE,
    &LAYER,
    &VISIT_MODE,
    &DAY_PART,
    &VISIT_PURPOSE,
    &POLICY,
    &SATISFACTION,
    &STAY_DAY,
    &STAY_NIGHT,
    &LEAVE_KIND,
    &MEASURE_CLASS,
    &MEASURE_STATE,
    &MEASURE_GROUP,
    &PLAN_ITEM,
    &VILLAGE_PLAN_KIND,
    &HOUSING_KIND,
    &HOUSING_STATE,
    &PROBLEM_KIND,
    &PROBLEM_SOURCE,
    &PROBLEM_STATE,
    &PROBLEM_STEP,
    &REQUEST_STATE,
    &ANSWER,
    &TOUR_COUNTS,
    &CHANGE_STATE,
    &YES_NO,
];

/// The list of this name.
pub fn by_name(name: &str) -> Option<&'static CodeList> {
    LISTS.iter().copied().find(|list| list.name == name)
}

/// A list of codes.
#[derive(Debug)]
pub struct CodeList {
    /// Its name.
    pub name: &'static str,
    /// Its codes, in the order in which a form offers them.
    pub entries: &'static [Code],
}

/// One code.
#[derive(Debug)]
pub struct Code {
    /// As stored.
    pub code: &'static str,
    /// As shown and as files write it.
    pub label: &'static str,
    /// In English.
    pub label_en: &'static str,
    /// What else a file may write for it.
    pub aliases: &'static [&'static str],
}

impl CodeList {
    /// The entry whose label or alias this is. Bare digits are no label: a list's codes are not looked at.
    pub fn by_label(&self, label: &str) -> Option<&'static Code> {
        let label = label.trim();
        self.entries
            .iter()
            .find(|entry| entry.label == label || entry.aliases.contains(&label))
    }

    /// The entry with this code.
    pub fn by_code(&self, code: &str) -> Option<&'static Code> {
        self.entries.iter().find(|entry| entry.code == code)
    }

    /// How a stored code is shown; one that this program does not know is shown as it is.
    pub fn label_of(&self, code: &str) -> String {
        self.by_code(code)
            .map_or_else(|| code.to_owned(), |entry| entry.label.to_owned())
    }

    /// The same in English.
    pub fn label_en_of(&self, code: &str) -> String {
        self.by_code(code)
            .map_or_else(|| code.to_owned(), |entry| entry.label_en.to_owned())
    }
}

/// Declares a list: code, label, English, and in brackets what else a file may write.
macro_rules! code_list {
    ($(#[$doc:meta])* $constant:ident in $name:literal { $($code:literal $label:literal $english:literal $([$($alias:literal),*])?,)* }) => {
        $(#[$doc])*
        pub static $constant: $crate::codes::CodeList = $crate::codes::CodeList {
            name: $name,
            entries: &[$($crate::codes::Code {
                code: $code,
                label: $label,
                label_en: $english,
                aliases: &[$($($alias),*)?],
            },)*],
        };
    };
}
use code_list;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_stands_once_in_its_list_and_a_label_means_one_code() {
        let names: BTreeSet<&str> = LISTS.iter().map(|list| list.name).collect();
        assert_eq!(names.len(), LISTS.len());
        for list in LISTS {
            let codes: BTreeSet<&str> = list.entries.iter().map(|entry| entry.code).collect();
            assert_eq!(codes.len(), list.entries.len(), "{}", list.name);
            let words: Vec<&str> = list
                .entries
                .iter()
                .flat_map(|entry| std::iter::once(entry.label).chain(entry.aliases.iter().copied()))
                .collect();
            let unique: BTreeSet<&str> = words.iter().copied().collect();
            assert_eq!(unique.len(), words.len(), "{}: {words:?}", list.name);
            assert!(
                list.entries.iter().all(|entry| !entry.label_en.is_empty()),
                "{}",
                list.name
            );
        }
    }

    #[test]
    fn bare_digits_are_no_label() {
        assert!(RELATION.by_label("10").is_none());
        assert!(GENDER.by_label("1").is_none());
    }

    #[test]
    fn a_code_of_another_year_shows_itself() {
        assert_eq!(RELATION.label_of("77"), "77");
        assert_eq!(RELATION.label_of("02"), "配偶");
        assert_eq!(RELATION.label_en_of("02"), "spouse");
    }

    #[test]
    fn the_head_goes_by_three_names() {
        for word in ["户主", "本人", "本人或户主"] {
            assert_eq!(
                RELATION.by_label(word).map(|entry| entry.code),
                Some("01"),
                "{word}"
            );
        }
    }

    #[test]
    fn there_are_twenty_eight_relations_and_fifty_six_peoples() {
        assert_eq!(RELATION.entries.len(), 28);
        assert_eq!(
            ETHNICITY
                .entries
                .iter()
                .filter(|entry| entry.code < "57")
                .count(),
            56
        );
        assert_eq!(
            ETHNICITY.by_label("土家族").map(|entry| entry.code),
            Some("15")
        );
        assert_eq!(
            ETHNICITY.by_label("土家").map(|entry| entry.code),
            Some("15")
        );
        assert_eq!(MEASURE_CLASS.entries.len(), 14);
    }

    #[test]
    fn plainly_lifted_out_is_not_guessed_to_be_one_of_the_two_kinds() {
        assert_eq!(
            STATE.by_label("已脱贫").map(|entry| entry.code),
            Some("已脱贫")
        );
        assert_eq!(STATE.by_label("未脱贫").map(|entry| entry.code), Some("0"));
    }
}
