//! Older groupings of measures, plans of a year, and where a household is to live.

use super::code_list;

code_list! {
    /// 五个一批, and the sixth that some counties add. Source: `domain-reference.md` §3.4.
    MEASURE_GROUP in "measure_group" {
        "production" "发展生产" "production",
        "resettlement" "易地搬迁" "resettlement",
        "ecology" "生态补偿" "ecology",
        "education" "发展教育" "education",
        "safety_net" "社会保障兜底" "safety net",
        "medical" "医疗救助" "medical help",
        "none" "不在其中" "in none of them",
    }
}

/// Which of [`MEASURE_GROUP`] a class falls into: the group is derived, so that nobody sorts a measure twice.
pub fn measure_group(class: &str) -> &'static str {
    match class {
        "industry" | "employment" | "finance" => "production",
        "relocation" => "resettlement",
        // 就地转成护林员: the posts are what this group gives to a household.
        "public_post" => "ecology",
        "schooling" | "education" => "education",
        "social_security" => "safety_net",
        "health" => "medical",
        _ => "none",
    }
}

code_list! {
    /// What a line of a household's plan counts: the items that the net income is made of (`domain-reference.md` §2.5).
    PLAN_ITEM in "plan_item" {
        "AAC073" "工资性收入" "wages",
        "AAC071" "生产经营性收入" "own business, gross",
        "AAC072" "财产性收入" "property",
        "AAC085" "转移性收入" "transfers",
        "AAC074" "生产经营性支出" "own business, cost",
    }
}

code_list! {
    /// Lines of a village's plan.
    VILLAGE_PLAN_KIND in "village_plan_kind" {
        "target" "目标" "target" ["目标任务"],
        "project" "项目" "project",
    }
}

code_list! {
    /// 住房解决方案.
    HOUSING_KIND in "housing_kind" {
        "together" "集中安置" "resettled together",
        "turnkey" "交钥匙工程" "turnkey house",
        "repair" "危房改造" "repair" ["危改"],
        "other" "其他" "other" ["其它"],
    }
}

code_list! {
    /// How far it is.
    HOUSING_STATE in "housing_state" {
        "decided" "已定方案" "decided" ["已确定"],
        "started" "已开工" "started" ["开工"],
        "finished" "已完工" "finished" ["完工", "竣工"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::MEASURE_CLASS;

    #[test]
    fn every_class_falls_into_a_group_and_every_group_has_a_class() {
        for entry in MEASURE_CLASS.entries {
            let group = measure_group(entry.code);
            assert!(MEASURE_GROUP.by_code(group).is_some(), "{}", entry.code);
        }
        for group in MEASURE_GROUP.entries {
            let has_class = MEASURE_CLASS
                .entries
                .iter()
                .any(|class| measure_group(class.code) == group.code);
            assert!(has_class, "{}", group.code);
        }
    }

    /// An older list is read by its words; 生态补偿 alone says nothing of which of the fourteen it was, and is not
    /// guessed.
    #[test]
    fn the_words_of_older_lists_name_a_class() {
        for (word, class) in [
            ("发展生产", Some("industry")),
            ("转移就业", Some("employment")),
            ("易地搬迁", Some("relocation")),
            ("发展教育", Some("education")),
            ("社会保障兜底", Some("social_security")),
            ("医疗救助", Some("health")),
            ("社会扶贫", Some("social_help")),
            ("生态护林员", Some("public_post")),
            ("生态补偿", None),
        ] {
            assert_eq!(
                MEASURE_CLASS.by_label(word).map(|entry| entry.code),
                class,
                "{word}"
            );
        }
    }
}
