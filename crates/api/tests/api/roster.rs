//! Rosters in, workbooks out.

use std::ops::ControlFlow;

use api::{
    Host,
    export::{ExportKind, ExportRequest, export},
    import::{Counts, ImportError, ImportProgress, ImportRequest, Imported, import},
};
use domain::{
    identity,
    records::{Household, Member, Record},
};
use serde_json::json;
use sheet::write::HouseholdLine;

use crate::rig::{NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask};

/// A made-up identity number: no province is called 99.
pub(crate) fn number(born: &str, serial: u32) -> String {
    let first = format!("991128{born}{serial:03}");
    let check = identity::check_character(first.as_bytes()).unwrap();
    format!("{first}{check}")
}

pub(crate) fn line(
    household: &str,
    village: &str,
    name: &str,
    relation: &str,
    id_number: &str,
) -> HouseholdLine {
    HouseholdLine {
        county: "双牌县".into(),
        township: "塘底乡".into(),
        village: village.into(),
        group_name: "上屋组".into(),
        household_number: household.into(),
        member_number: format!("{household}{relation}"),
        name: name.into(),
        id_number: id_number.into(),
        persons: Some(2),
        relation: relation.into(),
        ethnicity: "01".into(),
        education: "03".into(),
        health: vec!["01".into()],
        labour: "01".into(),
        serious_illness_insured: Some(true),
        state: "0".into(),
        attribute: "01".into(),
        cause: "01".into(),
        house_unsafe: Some(false),
        water_safe: Some(true),
        water_hard: Some(false),
        income_per_head_fen: Some(320_000),
        ..HouseholdLine::default()
    }
}

pub(crate) fn roster() -> Vec<HouseholdLine> {
    vec![
        line(
            "43112810320111001",
            "上坪村",
            "张德顺",
            "01",
            &number("19700101", 1),
        ),
        line(
            "43112810320111001",
            "上坪村",
            "区月英",
            "02",
            &number("19720202", 2),
        ),
        line(
            "43112810320111002",
            "上坪村委会",
            "黎根生",
            "01",
            &number("19650303", 3),
        ),
        line(
            "43112810320211003",
            "下坪村",
            "解大海",
            "01",
            &number("19800404", 5),
        ),
        line(
            "43112810320911004",
            "没有村",
            "单春生",
            "01",
            &number("19810505", 7),
        ),
    ]
}

pub(crate) fn workbook(lines: &[HouseholdLine]) -> Vec<u8> {
    sheet::write::households("农户名册", lines, &sheet::write::Notes::default()).unwrap()
}

pub(crate) fn go_on(_: ImportProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn take(host: &dyn Host, lines: &[HouseholdLine], dry_run: bool) -> Imported {
    let request = ImportRequest {
        dry_run,
        ..ImportRequest::default()
    };
    import(host, &workbook(lines), &request, &go_on).unwrap().0
}

fn counts(new: u64, updated: u64, unchanged: u64) -> Counts {
    Counts {
        new,
        updated,
        unchanged,
    }
}

#[test]
fn a_roster_comes_in_once_however_often_it_is_read() {
    let world = World::new();
    let host = world.laptop_host();
    let tried = take(&host, &roster(), true);
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        0,
        "a try writes nothing"
    );
    let first = take(&host, &roster(), false);
    assert_eq!(
        (tried.households, tried.members),
        (first.households, first.members)
    );
    assert_eq!(first.households, counts(2, 0, 0));
    assert_eq!(first.members, counts(3, 0, 0));
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        2,
        "one set a household"
    );
    let again = take(&host, &roster(), false);
    assert_eq!(again.households, counts(0, 0, 2));
    assert_eq!(again.members, counts(0, 0, 3));
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        2,
        "nothing had changed"
    );
    let found = ask(&host, "household.search", json!({ "q": "oyy", "limit": 8 }));
    assert_eq!(found["hits"][0]["head_name"], "张德顺");
}

#[test]
fn a_household_outside_the_area_is_a_doubt_and_not_lost_in_silence() {
    let world = World::new();
    let imported = take(&world.laptop_host(), &roster(), false);
    assert_eq!(imported.left_out, 2);
    let unknown: Vec<&str> = imported
        .doubts
        .iter()
        .filter(|doubt| doubt.kind == "village_unknown")
        .map(|doubt| doubt.value.as_str())
        .collect();
    assert_eq!(unknown, ["塘底乡 下坪村", "塘底乡 没有村"]);
    assert!(
        imported
            .doubts
            .iter()
            .all(|doubt| doubt.kind != "village_unknown" || doubt.row > 1)
    );
}

#[test]
fn a_newer_roster_updates_and_doubles_nobody() {
    let world = World::new();
    let host = world.laptop_host();
    take(&host, &roster(), false);
    let mut newer = roster();
    newer[0].income_per_head_fen = Some(410_000);
    newer[1].income_per_head_fen = Some(410_000);
    newer[1].labour = "03".into();
    // An identity number that was copied wrongly before: the number in the roster says who it is.
    newer[2].id_number = number("19650304", 3);
    newer.push(line(
        "43112810320111002",
        "上坪村",
        "黎小平",
        "03",
        &number("19950606", 11),
    ));
    let imported = take(&host, &newer, false);
    assert_eq!(imported.households, counts(0, 1, 1));
    assert_eq!(imported.members, counts(1, 2, 1));
    let laptop = world.laptop.lock().unwrap();
    let household = laptop
        .household_with_number("43112810320111001", None)
        .unwrap()
        .unwrap();
    let row = store::row::get(laptop.connection(), Household::INFO.table, household)
        .unwrap()
        .unwrap();
    assert_eq!(
        Household::from_cells(&row.cells).income_per_head_fen,
        Some(410_000)
    );
    assert_eq!(Household::from_cells(&row.cells).division_code, VILLAGE);
    let other = laptop
        .household_with_number("43112810320111002", None)
        .unwrap()
        .unwrap();
    let names: Vec<String> = laptop
        .members_of(other)
        .unwrap()
        .iter()
        .map(|row| Member::from_cells(&row.cells).name)
        .collect();
    assert_eq!(names, ["黎根生", "黎小平"]);
}

#[test]
fn what_a_person_wrote_and_the_roster_does_not_say_stays() {
    let world = World::new();
    let host = world.laptop_host();
    take(&host, &roster(), false);
    let id = world
        .laptop
        .lock()
        .unwrap()
        .household_with_number("43112810320111001", None)
        .unwrap()
        .unwrap();
    let form = json!({ "id": id, "base": 0, "fields": { "note": "门前有口井" }, "reason": null });
    ask(&host, "household.save", form);
    take(&host, &roster(), false);
    let card = ask(&host, "household.card", json!({ "id": id }));
    assert_eq!(card["household"]["fields"]["note"], "门前有口井");
}

#[test]
fn laptop_and_console_give_a_household_the_same_id() {
    let world = World::new();
    take(&world.laptop_host(), &roster(), false);
    let console = world.console("township_reviewer", TOWNSHIP);
    let at_county = take(&console, &roster(), false);
    assert_eq!(at_county.left_out, 1, "the township knows both villages");
    world.sync();
    assert_eq!(take(&console, &roster(), true).households, counts(0, 0, 3));
    assert_eq!(
        take(&world.laptop_host(), &roster(), true).households,
        counts(0, 0, 2)
    );
}

/// Two villages that each count their households from 001.
fn counted_from_one() -> Vec<HouseholdLine> {
    vec![
        line("001", "上坪村", "张德顺", "01", &number("19700101", 1)),
        line("001", "上坪村", "区月英", "02", &number("19720202", 2)),
        line("002", "上坪村", "黎根生", "01", &number("19650303", 3)),
        line("001", "下坪村", "解大海", "01", &number("19800404", 5)),
        line("001", "下坪村", "单春生", "03", &number("19810505", 7)),
        line("002", "下坪村", "罗小兰", "01", &number("19930404", 4)),
    ]
}

/// Who lives in the household of this number in this village.
fn people_of(host: &dyn Host, number: &str, village: &str) -> Vec<String> {
    let read = api::host::read(host, |store| {
        let Some(id) = store.household_with_number(number, Some(village))? else {
            return Ok(Vec::new());
        };
        let people = store.members_of(id)?;
        let names = people.iter().map(|row| row.cell(Member::name).as_text());
        Ok(names.map(str::to_owned).collect())
    });
    read.unwrap()
}

#[test]
fn a_short_number_is_that_of_its_village_and_the_next_village_has_it_too() {
    let world = World::new();
    let console = world.console("township_reviewer", TOWNSHIP);
    let first = take(&console, &counted_from_one(), false);
    assert_eq!(first.households, counts(4, 0, 0));
    assert_eq!(first.members, counts(6, 0, 0));
    assert_eq!(first.left_out, 0);
    let homes = [
        ("001", VILLAGE, vec!["张德顺", "区月英"]),
        ("002", VILLAGE, vec!["黎根生"]),
        ("001", NEIGHBOUR, vec!["解大海", "单春生"]),
        ("002", NEIGHBOUR, vec!["罗小兰"]),
    ];
    for (number, village, people) in &homes {
        assert_eq!(
            people_of(&console, number, village),
            *people,
            "{number} {village}"
        );
    }
    assert_eq!(
        take(&console, &counted_from_one(), false).households,
        counts(0, 0, 4)
    );
    // A list of one village touches nobody of the other.
    let mut one = counted_from_one().split_off(3);
    one[0].income_per_head_fen = Some(410_000);
    one[1].income_per_head_fen = Some(410_000);
    let second = take(&console, &one, false);
    assert_eq!(second.households, counts(0, 1, 1));
    for (number, village, people) in &homes {
        assert_eq!(
            people_of(&console, number, village),
            *people,
            "{number} {village}"
        );
    }
}

#[test]
fn a_laptop_that_has_a_short_number_already_and_the_county_know_the_household_by_it() {
    let world = World::new();
    take(&world.laptop_host(), &counted_from_one(), false);
    let console = world.console("township_reviewer", TOWNSHIP);
    take(&console, &counted_from_one(), false);
    world.sync();
    assert_eq!(
        take(&console, &counted_from_one(), true).households,
        counts(0, 0, 4)
    );
    assert_eq!(
        take(&world.laptop_host(), &counted_from_one(), true).households,
        counts(0, 0, 2)
    );
}

#[test]
fn an_import_can_be_stopped_and_a_wrong_file_says_its_reason() {
    let world = World::new();
    let host = world.laptop_host();
    let stop = |progress: ImportProgress| match progress {
        ImportProgress::Writing { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let (stopped, _) = import(
        &host,
        &workbook(&roster()),
        &ImportRequest::default(),
        &stop,
    )
    .unwrap();
    assert!(stopped.stopped);
    assert_eq!(stopped.households, counts(0, 0, 0));
    let refused = import(
        &host,
        &b"no roster".to_vec(),
        &ImportRequest::default(),
        &go_on,
    );
    match refused {
        Err(ImportError::Sheet(error)) => assert!(!error.code().is_empty()),
        other => panic!("{other:?}"),
    }
}

fn exported(host: &dyn Host, kind: ExportKind, reveal: bool) -> api::export::Exported {
    export(
        host,
        &ExportRequest {
            kind,
            from: None,
            to: None,
            area: None,
            reveal,
        },
    )
    .unwrap()
}

#[test]
fn an_export_in_full_comes_in_again_unchanged_and_is_recorded() {
    let world = World::new();
    let host = world.laptop_host();
    take(&host, &roster(), false);
    let before = world.laptop.lock().unwrap().waiting().unwrap().sets;
    let book = exported(&host, ExportKind::Households, true);
    assert_eq!(book.rows, 4);
    let reveals = world.laptop.lock().unwrap().waiting().unwrap().sets - before;
    assert_eq!(reveals, 1);
    let (again, _) = import(
        &host,
        &book.bytes,
        &ImportRequest {
            dry_run: true,
            ..ImportRequest::default()
        },
        &go_on,
    )
    .unwrap();
    assert_eq!((again.households.new, again.members.new), (0, 0));
}

#[test]
fn an_export_hides_identity_numbers_unless_asked() {
    let world = World::new();
    let host = world.laptop_host();
    take(&host, &roster(), false);
    let sets = world.laptop.lock().unwrap().waiting().unwrap().sets;
    let book = exported(&host, ExportKind::Households, false);
    assert_eq!(
        world.laptop.lock().unwrap().waiting().unwrap().sets,
        sets,
        "nothing was revealed"
    );
    let read = sheet::read_roster(&book.bytes, &sheet::ReadOptions::default(), &|_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let numbers: Vec<String> = read
        .members()
        .filter_map(|member| member.fields.get("id_number").cloned())
        .collect();
    assert!(!numbers.contains(&number("19700101", 1)), "{numbers:?}");
}

#[test]
fn all_tables_go_out_with_the_rows_of_the_area_and_dates() {
    let world = World::new();
    let host = world.laptop_host();
    for (kind, rows) in [
        (ExportKind::Visits, 1),
        (ExportKind::Stays, 1),
        (ExportKind::Measures, 1),
        (ExportKind::Problems, 0),
        (ExportKind::Requests, 1),
        (ExportKind::Wishes, 1),
        (ExportKind::Distributions, 1),
    ] {
        let book = exported(&host, kind, false);
        assert_eq!(book.rows, rows, "{kind:?}");
        assert!(book.bytes.starts_with(b"PK"), "{kind:?}");
    }
    let township = world.console("township_reviewer", TOWNSHIP);
    for kind in [
        ExportKind::Visits,
        ExportKind::Requests,
        ExportKind::Wishes,
        ExportKind::Distributions,
    ] {
        assert_eq!(exported(&township, kind, false).rows, 2, "{kind:?}");
        let later = ExportRequest {
            kind,
            from: Some("2018-09-29".into()),
            to: None,
            area: None,
            reveal: false,
        };
        assert_eq!(export(&host, &later).unwrap().rows, 0, "{kind:?}");
        let village = ExportRequest {
            from: Some("2018-09-28".into()),
            area: Some(VILLAGE.into()),
            ..later
        };
        assert_eq!(export(&township, &village).unwrap().rows, 1, "{kind:?}");
    }
}
