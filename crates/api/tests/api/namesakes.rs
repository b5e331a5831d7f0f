//! A list of names alone: what only a name tells apart stays apart, and a person decides.

use api::{
    Host,
    import::{ImportAt, ImportChoice, ImportFate, ImportRequest, ImportRow, ImportTab, Preview},
};
use serde_json::json;
use sheet::write::HouseholdLine;

use crate::{
    import::{list, look, take_all},
    rig::{World, ask, households},
    roster::{go_on, line, number, workbook},
};

/// A household of a list that holds neither numbers nor identities.
fn named(group: &str, people: &[(&str, &str)]) -> Vec<HouseholdLine> {
    let lines = people.iter().map(|(name, relation)| HouseholdLine {
        member_number: String::new(),
        group_name: group.to_owned(),
        ..line("", "上坪村", name, relation, "")
    });
    lines.collect()
}

fn two(groups: [&str; 2]) -> Vec<HouseholdLine> {
    let mut lines = named(groups[0], &[("张德顺", "01"), ("区月英", "02")]);
    lines.extend(named(groups[1], &[("张德顺", "01"), ("罗小兰", "02")]));
    lines
}

/// The households on record, each as `张德顺 区月英`, in the order of these words.
fn homes(world: &World) -> Vec<String> {
    let host = world.laptop_host();
    let rows = households(&host, &json!({}))["rows"].take();
    let mut homes: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["head_name"] != "欧阳木生")
        .map(|row| {
            let card = ask(&host, "household.card", json!({ "id": row["id"] }));
            let members = card["members"].as_array().unwrap().iter();
            let names = members.map(|member| member["fields"]["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>().join(" ")
        })
        .collect();
    homes.sort();
    homes
}

/// What of its doubts says who it is.
fn kinds(host: &dyn Host, preview: &Preview, at: u64) -> Vec<String> {
    let home = preview.home(host, &ImportAt { at }).unwrap();
    let kinds = home.doubts.into_iter().map(|doubt| doubt.kind);
    kinds
        .filter(|kind| {
            ["head_", "household_by", "name_"]
                .iter()
                .any(|of| kind.starts_with(of))
        })
        .collect()
}

fn rows(preview: &Preview) -> Vec<ImportRow> {
    list(preview, ImportTab::All, "")
}

fn take_one(host: &dyn Host, preview: &Preview, at: u64) {
    let choice = ImportChoice {
        at: Some(at),
        tab: ImportTab::All,
        q: String::new(),
        chosen: true,
    };
    assert_eq!(preview.choose(&choice).unwrap().chosen, 1);
    let taken = preview.take(host, &go_on).unwrap();
    assert_eq!((taken.changed_since_look, taken.left_out), (0, 0));
}

#[test]
fn two_heads_of_one_name_in_one_list_stay_two_households_and_both_wait_for_a_look() {
    for groups in [["", ""], ["上屋组", "下屋组"]] {
        for order in [[0, 1], [1, 0]] {
            let world = World::new();
            let host = world.laptop_host();
            let preview = look(&host, &two(groups));
            for row in rows(&preview) {
                assert_eq!(
                    (row.fate, row.chosen, row.choosable),
                    (ImportFate::New, false, true)
                );
                let said = kinds(&host, &preview, row.at);
                assert!(said.contains(&"head_twice".to_owned()), "{said:?}");
                let shown = preview.home(&host, &ImportAt { at: row.at }).unwrap();
                let doubt = shown.doubts.iter().find(|doubt| doubt.kind == "head_twice");
                assert!(doubt.unwrap().see_row.is_some());
            }
            for at in order {
                take_one(&host, &preview, at);
            }
            assert_eq!(
                homes(&world),
                ["张德顺 区月英", "张德顺 罗小兰"],
                "{order:?}"
            );
            // The same list again, whatever its order, finds both and writes nothing.
            let mut turned = two(groups);
            turned.rotate_left(2);
            for lines in [two(groups), turned] {
                let again = look(&host, &lines);
                let tabs = again.summary().tabs;
                assert_eq!((tabs.unchanged, tabs.new, tabs.changed), (2, 0, 0));
            }
        }
    }
}

#[test]
fn two_heads_of_one_name_are_taken_at_once_as_two_and_on_the_command_line_by_nobody() {
    let world = World::new();
    let host = world.laptop_host();
    let workbook = workbook(&two(["", ""]));
    let (imported, _) =
        api::import::import(&host, &workbook, &ImportRequest::default(), &go_on).unwrap();
    assert_eq!((imported.left_out, imported.households.new), (2, 0));
    assert!(homes(&world).is_empty());
    let (_, taken) = take_all(&host, &two(["", ""]));
    assert_eq!((taken.households.new, taken.members.new), (2, 4));
    assert_eq!(homes(&world), ["张德顺 区月英", "张德顺 罗小兰"]);
}

#[test]
fn heads_alone_of_one_name_stay_two_too() {
    let world = World::new();
    let host = world.laptop_host();
    let mut lines = named("上屋组", &[("张德顺", "01")]);
    lines.extend(named("下屋组", &[("张德顺", "01")]));
    take_all(&host, &lines);
    assert_eq!(homes(&world), ["张德顺", "张德顺"]);
    lines.reverse();
    assert_eq!(look(&host, &lines).summary().tabs.unchanged, 2);
}

#[test]
fn of_two_heads_of_one_name_the_one_whose_people_are_here_is_the_household_that_is_here() {
    for numbered in [false, true] {
        let world = World::new();
        let host = world.laptop_host();
        let mut here = named("", &[("张德顺", "01"), ("罗小兰", "02")]);
        if numbered {
            here[0] = line(
                "43112810320111001",
                "上坪村",
                "张德顺",
                "01",
                &number("19700101", 1),
            );
            here[1] = line(
                "43112810320111001",
                "上坪村",
                "罗小兰",
                "02",
                &number("19720202", 2),
            );
            for line in &mut here {
                line.group_name.clear();
            }
        }
        take_all(&host, &here);
        let preview = look(&host, &two(["", ""]));
        let fates: Vec<ImportFate> = rows(&preview).iter().map(|row| row.fate).collect();
        assert_eq!(fates[0], ImportFate::New, "{numbered}");
        assert_ne!(fates[1], ImportFate::New, "{numbered}");
        take_all(&host, &two(["", ""]));
        let both = ["张德顺 区月英", "张德顺 罗小兰"];
        assert_eq!(homes(&world), both, "{numbered}");
    }
}

#[test]
fn a_head_of_the_name_of_another_here_is_no_update_of_that_household() {
    // In another group, nobody else in common: another family.
    let world = World::new();
    let host = world.laptop_host();
    take_all(
        &host,
        &named("上屋组", &[("张德顺", "01"), ("区月英", "02")]),
    );
    let other = named("下屋组", &[("张德顺", "01"), ("罗小兰", "02")]);
    let preview = look(&host, &other);
    assert_eq!(kinds(&host, &preview, 0), ["head_namesake"]);
    assert_eq!(rows(&preview)[0].fate, ImportFate::New);
    assert_eq!(preview.summary().chosen, 0);
    take_all(&host, &other);
    assert_eq!(homes(&world), ["张德顺 区月英", "张德顺 罗小兰"]);
    // In no group that is known it may be the same, and a person says so.
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &named("", &[("张德顺", "01"), ("区月英", "02")]));
    let preview = look(&host, &named("", &[("张德顺", "01"), ("罗小兰", "02")]));
    assert_eq!(kinds(&host, &preview, 0), ["household_by_name"]);
    assert_eq!(preview.summary().chosen, 0);
}

#[test]
fn of_two_here_of_one_name_the_one_whose_people_a_list_has_is_it_and_of_two_like_ones_neither() {
    let four = [
        ("张德顺", "01"),
        ("区月英", "02"),
        ("张小明", "03"),
        ("张小红", "04"),
    ];
    let numbered = |lines: Vec<HouseholdLine>, home: &str, serial: u32| -> Vec<HouseholdLine> {
        let lines = lines.into_iter().zip(serial..);
        lines
            .map(|(line, serial)| HouseholdLine {
                household_number: home.to_owned(),
                id_number: number("19700101", serial),
                ..line
            })
            .collect()
    };
    let here = |alone: &[(&str, &str)]| {
        let world = World::new();
        let host = world.laptop_host();
        let mut lines = numbered(named("", alone), "43112810320111001", 11);
        lines.extend(numbered(named("", &four), "43112810320111002", 21));
        take_all(&host, &lines);
        world
    };
    let world = here(&four[..1]);
    let host = world.laptop_host();
    let preview = look(&host, &named("", &four));
    assert_eq!(kinds(&host, &preview, 0), ["household_by_name"]);
    assert_ne!(rows(&preview)[0].fate, ImportFate::New);
    assert!(!rows(&preview)[0].chosen, "a person looks");
    let mut more = four.to_vec();
    more.push(("张老爹", "99"));
    take_all(&host, &named("", &more));
    let both = ["张德顺", "张德顺 区月英 张小明 张小红 张老爹"];
    assert_eq!(homes(&world), both);
    // Two with as many of its people: which of them it is nobody can tell.
    let world = here(&four);
    let host = world.laptop_host();
    let preview = look(&host, &named("", &four));
    assert_eq!(kinds(&host, &preview, 0), ["head_namesake"]);
    assert_eq!(rows(&preview)[0].fate, ImportFate::New);
    // The head alone is in both.
    let world = here(&four[..1]);
    let host = world.laptop_host();
    let preview = look(&host, &named("", &four[..1]));
    assert_eq!(kinds(&host, &preview, 0), ["head_namesake"]);
}

#[test]
fn two_numbered_households_do_not_both_become_the_one_that_has_only_the_heads_name() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &named("", &[("张德顺", "01"), ("罗小兰", "02")]));
    let mut lines = Vec::new();
    for (household, spouse, serial) in [
        ("43112810320111001", "区月英", 1),
        ("43112810320111002", "罗小兰", 3),
    ] {
        for (name, relation, serial) in [("张德顺", "01", serial), (spouse, "02", serial + 1)] {
            lines.push(HouseholdLine {
                group_name: String::new(),
                ..line(
                    household,
                    "上坪村",
                    name,
                    relation,
                    &number("19700101", serial),
                )
            });
        }
    }
    take_all(&host, &lines);
    assert_eq!(homes(&world), ["张德顺 区月英", "张德顺 罗小兰"]);
}

#[test]
fn an_identity_or_number_that_tells_nobody_throws_nobody_together() {
    for (household, identity) in [
        ("", "无"),
        ("无", ""),
        ("4.31128103201110E+16", ""),
        ("", "99112819700101001X"),
    ] {
        let world = World::new();
        let host = world.laptop_host();
        let zhang = [("张德顺", "01"), ("区月英", "02"), ("张小明", "03")];
        let mut lines = named("", &zhang);
        lines.extend(named("", &[("黎根生", "01"), ("罗小兰", "02")]));
        for line in &mut lines {
            household.clone_into(&mut line.household_number);
            identity.clone_into(&mut line.id_number);
        }
        take_all(&host, &lines);
        let both = ["张德顺 区月英 张小明", "黎根生 罗小兰"];
        assert_eq!(homes(&world), both, "{household}{identity}");
        // Another order of the people renames nobody.
        lines.swap(1, 2);
        lines.rotate_left(3);
        let again = look(&host, &lines);
        assert_eq!(again.summary().tabs.new, 0, "{household}{identity}");
        assert_eq!(
            again.summary().tabs.unchanged,
            2,
            "{household}{identity}: {:?}",
            rows(&again)
        );
    }
}

#[test]
fn two_people_of_one_name_in_one_household_stay_two_and_a_person_looks() {
    let world = World::new();
    let host = world.laptop_host();
    let lines = named("", &[("张德顺", "01"), ("张小", "03"), ("张小", "04")]);
    let preview = look(&host, &lines);
    let said = kinds(&host, &preview, 0);
    assert_eq!(
        said.iter().filter(|kind| *kind == "name_twice").count(),
        2,
        "{said:?}"
    );
    assert!(!rows(&preview)[0].chosen);
    take_all(&host, &lines);
    assert_eq!(homes(&world), ["张德顺 张小 张小"]);
    // Each keeps what is said of them when the list has them the other way round.
    let mut turned = lines.clone();
    turned.swap(1, 2);
    let again = look(&host, &turned);
    assert_eq!(again.summary().tabs.unchanged, 1);
    // Identity numbers tell them apart: nothing to look at.
    let mut sure = lines;
    for (serial, line) in sure.iter_mut().enumerate() {
        line.id_number = number("19700101", u32::try_from(serial).unwrap() * 2 + 1);
    }
    let world = World::new();
    let host = world.laptop_host();
    let preview = look(&host, &sure);
    assert!(!kinds(&host, &preview, 0).contains(&"name_twice".to_owned()));
}
