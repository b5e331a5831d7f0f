//! Any household that is written is read back as it was.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::ops::ControlFlow;

use domain::codes::{self, CodeList};
use proptest::prelude::*;
use sheet::{Progress, ReadOptions, read_roster, write::HouseholdLine};

fn code(list: &'static CodeList) -> impl Strategy<Value = String> {
    prop::sample::select(
        list.entries
            .iter()
            .map(|entry| entry.code.to_owned())
            .collect::<Vec<_>>(),
    )
}

fn identity() -> impl Strategy<Value = String> {
    (
        0_u32..9999,
        1910_u32..2018,
        1_u32..13,
        1_u32..29,
        0_u32..1000,
    )
        .prop_map(|(area, year, month, day, sequence)| {
            let digits = format!("99{area:04}{year}{month:02}{day:02}{sequence:03}");
            let check = domain::identity::check_character(digits.as_bytes()).unwrap();
            format!("{digits}{check}")
        })
}

prop_compose! {
    fn member()(
        name in "[\u{4e00}-\u{9fa5}]{2,4}|[A-Z][a-z]{1,6} [A-Z][a-z]{1,6}",
        id_number in identity(),
        relation in code(&codes::RELATION),
        ethnicity in code(&codes::ETHNICITY),
        education in code(&codes::EDUCATION),
        health in prop::collection::btree_set(code(&codes::HEALTH), 1..3),
        labour in code(&codes::LABOUR),
        work_months in prop::option::of(0_i64..13),
        insured in prop::option::of(any::<bool>()),
    ) -> HouseholdLine {
        HouseholdLine {
            name,
            id_number,
            relation,
            ethnicity,
            education,
            health: health.into_iter().collect(),
            labour,
            work_months,
            serious_illness_insured: insured,
            ..HouseholdLine::default()
        }
    }
}

prop_compose! {
    fn household()(
        members in prop::collection::vec(member(), 1..6),
        group_name in "[\u{4e00}-\u{9fa5}]{0,5}",
        state in code(&codes::STATE),
        attribute in code(&codes::ATTRIBUTE),
        cause in code(&codes::CAUSE),
        flags in [any::<bool>(), any::<bool>(), any::<bool>()],
        income in -99_999_999_i64..99_999_999,
        phone in 0_u64..100_000_000,
    ) -> Vec<HouseholdLine> {
        members.into_iter().map(|member| HouseholdLine {
            village: "豪山村".into(),
            group_name: group_name.clone(),
            state: state.clone(),
            attribute: attribute.clone(),
            cause: cause.clone(),
            house_unsafe: Some(flags[0]),
            water_safe: Some(flags[1]),
            water_hard: Some(flags[2]),
            income_per_head_fen: Some(income),
            phone: format!("100{phone:08}"),
            ..member
        }).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn what_is_written_is_read_back(households in prop::collection::vec(household(), 1..8)) {
        let mut lines = Vec::new();
        for (at, members) in households.into_iter().enumerate() {
            for (member, line) in members.into_iter().enumerate() {
                lines.push(HouseholdLine { household_number: format!("43112810320{at:05}"), member_number: format!("43112810320{at:05}{member:02}"), ..line });
            }
        }
        // The second sheet, with what the file says of itself, is no roster and is passed over.
        let notes = sheet::write::Notes { filter: "全部".into(), made_at: "2018-09-30 21:30".into(), unsynced: "本机没有待同步的内容".into() };
        let bytes = sheet::write::households("花名册", &lines, &notes).unwrap();
        let roster = read_roster(&bytes, &ReadOptions::default(), &|_: Progress| ControlFlow::Continue(())).unwrap();
        prop_assert!(roster.repaired.is_empty(), "{:?}", roster.repaired);
        prop_assert_eq!(roster.rows_read, lines.len());
        let read: Vec<_> = roster.households.iter().flat_map(|household| household.members.iter().map(move |member| (household, member))).collect();
        for (line, (household, member)) in lines.iter().zip(read) {
            prop_assert_eq!(&household.number, &line.household_number);
            for (field, expected) in [("name", &line.name), ("number", &line.member_number), ("id_number", &line.id_number), ("relation", &line.relation), ("ethnicity", &line.ethnicity), ("education", &line.education), ("labour", &line.labour)] {
                prop_assert_eq!(member.fields.get(field), Some(expected));
            }
            let health: Vec<String> = serde_json::from_str(&member.fields["health"]).unwrap();
            prop_assert_eq!(&health, &line.health);
            prop_assert_eq!(member.fields.get("work_months").map(|text| text.parse().unwrap()), line.work_months);
            prop_assert_eq!(member.fields.get("serious_illness_insured").map(|text| text == "1"), line.serious_illness_insured);
            let fields = &household.fields;
            prop_assert_eq!(&fields["state"], &line.state);
            prop_assert_eq!(&fields["attribute"], &line.attribute);
            prop_assert_eq!(&fields["causes"], &format!("[\"{}\"]", line.cause));
            prop_assert_eq!(sheet::roster::fen(&fields["income_per_head"]), line.income_per_head_fen);
            prop_assert_eq!(&fields["phone"], &line.phone);
            prop_assert_eq!(Some(fields["house_unsafe"] == "1"), line.house_unsafe);
        }
    }
}
