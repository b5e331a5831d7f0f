//! The real files: a village, a township with planted faults, fourteen awkward ones with their key.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
    path::PathBuf,
};

use serde_json::Value;
use sheet::{
    Progress, ReadOptions, Roster, RosterHousehold, RosterMember, SheetError, read_roster,
};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/rosters")
        .join(name)
}

fn read(name: &str) -> Result<Roster, SheetError> {
    read_roster(path(name), &ReadOptions::default(), &|_: Progress| {
        ControlFlow::Continue(())
    })
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap()
}

fn kinds_by_row(roster: &Roster) -> BTreeMap<u64, BTreeSet<&'static str>> {
    let mut rows: BTreeMap<u64, BTreeSet<&'static str>> = BTreeMap::new();
    for doubt in &roster.doubts {
        rows.entry(u64::from(doubt.row))
            .or_default()
            .insert(doubt.kind);
    }
    rows
}

/// Rules that the made-up people of the roster break without a planted fault, as its README says.
const UNPLANTED: [&str; 3] = ["illness_insurance_missing", "pupil_age", "born_after_list"];

fn count(roster: &Roster, kind: &str) -> usize {
    roster
        .doubts
        .iter()
        .filter(|doubt| doubt.kind == kind)
        .count()
}

#[test]
fn the_village_is_read_whole_and_nothing_in_it_is_touched() {
    let roster = read("roster-village.xlsx").unwrap();
    assert_eq!(
        (
            roster.layout,
            roster.households.len(),
            roster.members().count(),
            roster.rows_read
        ),
        ("H1", 126, 421, 421)
    );
    assert_eq!(roster.listed_on.as_deref(), Some("2018-06-30"));
    assert_eq!(roster.repaired, vec![]);
    assert!(
        roster.unmapped_columns.is_empty(),
        "{:?}",
        roster.unmapped_columns
    );
    assert_eq!(
        [
            count(&roster, UNPLANTED[0]),
            count(&roster, UNPLANTED[1]),
            count(&roster, UNPLANTED[2])
        ],
        [13, 3, 1]
    );
    let others: Vec<_> = roster
        .doubts
        .iter()
        .filter(|doubt| !UNPLANTED.contains(&doubt.kind))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn every_planted_fault_of_the_township_is_repaired_or_listed_and_nothing_else() {
    let roster = read("roster-township-faults.xlsx").unwrap();
    let key = json("roster-township-faults.json");
    assert_eq!(roster.rows_read as u64, key["rows"].as_u64().unwrap());
    assert_eq!(roster.members().count(), roster.rows_read);
    let mut listed = kinds_by_row(&roster);
    let mut repaired: BTreeSet<u64> = roster
        .repaired
        .iter()
        .map(|repair| u64::from(repair.row))
        .collect();
    assert_eq!(repaired.len(), roster.repaired.len());
    for fault in key["faults"].as_array().unwrap() {
        let (row, kind) = (
            fault["row"].as_u64().unwrap(),
            fault["kind"].as_str().unwrap(),
        );
        if kind.starts_with("repairable_") {
            assert!(repaired.remove(&row), "{kind} in row {row} is not repaired");
        } else {
            let found = listed
                .get_mut(&row)
                .unwrap_or_else(|| panic!("{kind} in row {row} is not listed"));
            assert!(
                found.remove(kind),
                "{kind} in row {row} is listed as {found:?}"
            );
            if let Some(other) = fault["same_as"].as_u64() {
                assert!(
                    listed.get_mut(&other).unwrap().remove(kind),
                    "row {other} has the same number as row {row}"
                );
            }
        }
    }
    assert!(repaired.is_empty(), "{repaired:?}");
    assert_eq!(
        [
            count(&roster, UNPLANTED[0]),
            count(&roster, UNPLANTED[1]),
            count(&roster, UNPLANTED[2])
        ],
        [28, 4, 5]
    );
    for (row, kinds) in listed {
        let rest: Vec<&str> = kinds
            .iter()
            .copied()
            .filter(|kind| !UNPLANTED.contains(kind))
            .collect();
        let second = match row {
            590 | 1106 => rest == ["gender_differs"],
            371 | 382 | 1051 | 1127 => rest == ["household_value_differs"],
            _ => false,
        };
        assert!(rest.is_empty() || second, "row {row}: {rest:?}");
    }
}

#[test]
fn a_doubtful_value_is_kept_as_it_stands() {
    let roster = read("roster-township-faults.xlsx").unwrap();
    let member = |row: u32| roster.members().find(|member| member.row == row).unwrap();
    let household = |row: u32| {
        roster
            .households
            .iter()
            .find(|household| household.members.iter().any(|member| member.row == row))
            .unwrap()
    };
    assert_eq!(
        member(56).fields["name"],
        "=HYPERLINK(\"http://example.invalid\",\"x\")"
    );
    assert_eq!(member(83).fields["relation"], "表弟");
    assert_eq!(member(163).fields["id_number"], "9.9873419540605E+17");
    assert_eq!(member(292).fields["id_number"], "994293193804064830");
    assert_eq!(household(371).fields["causes"], r#"["因懒"]"#);
    assert_eq!(household(382).fields["income_per_head"], "二千三");
    assert_eq!(household(861).fields["phone"], "1001234567");
    assert!(member(224).fields["name"].chars().count() > 50);
    // And a right one as code, number and date.
    let right = member(4);
    assert_eq!(right.fields["relation"], "01");
    assert_eq!(right.fields["born_on"], "1938-04-12");
    assert_eq!(right.fields["gender"], "1");
    assert_eq!(household(4).fields["income_per_head"], "8640.17");
    assert_eq!(household(4).fields["house_unsafe"], "0");
}

/// The value of a header word for a person, or for the household where the cell itself is merged away.
fn spot<'a>(roster: &'a Roster, name: &str, field: &str) -> Option<&'a str> {
    let (household, member): (&RosterHousehold, &RosterMember) =
        roster.households.iter().find_map(|household| {
            household
                .members
                .iter()
                .find(|member| member.raw.get("姓名").is_some_and(|own| own == name))
                .map(|member| (household, member))
        })?;
    member.raw.get(field).map(String::as_str).or_else(|| {
        household
            .members
            .iter()
            .find_map(|member| member.raw.get(field))
            .map(String::as_str)
    })
}

fn same(found: &str, expected: &Value) -> bool {
    match expected {
        Value::Number(number) => found.parse::<f64>().ok() == number.as_f64(),
        other => other.as_str() == Some(found),
    }
}

fn holds(file: &str, roster: &Roster, expect: &Value) {
    assert_eq!(roster.layout, expect["layout"].as_str().unwrap(), "{file}");
    let counts = [
        roster.households.len(),
        roster.members().count(),
        roster.rows_read,
    ];
    let expected =
        ["households", "members", "rows_read"].map(|key| expect[key].as_u64().unwrap() as usize);
    assert_eq!(counts, expected, "{file}");
    let named = |value: &Value, sheet: &str, row: u32| {
        value["row"].as_u64() == Some(u64::from(row))
            && value["sheet"].as_str().is_none_or(|name| name == sheet)
    };
    for repair in expect["must_repair"].as_array().unwrap() {
        let done = roster.repaired.iter().any(|found| {
            named(repair, &found.sheet, found.row)
                && repair["column"] == found.column.as_str()
                && repair["to"] == found.to.as_str()
        });
        assert!(done, "{file}: {repair} is not done: {:#?}", roster.repaired);
    }
    let must_doubt = expect["must_doubt"].as_array().unwrap();
    for doubt in must_doubt {
        let kind = doubt["kind"].as_str().unwrap();
        assert!(
            roster
                .doubts
                .iter()
                .any(|found| named(doubt, &found.sheet, found.row) && found.kind == kind),
            "{file}: {doubt} is not listed: {:#?}",
            roster.doubts
        );
    }
    for found in &roster.doubts {
        assert!(
            must_doubt
                .iter()
                .any(|doubt| named(doubt, &found.sheet, found.row)),
            "{file}: false alarm {found:?}"
        );
    }
    for wanted in expect["spot"].as_array().unwrap() {
        let (name, field) = (
            wanted["name"].as_str().unwrap(),
            wanted["field"].as_str().unwrap(),
        );
        let found =
            spot(roster, name, field).unwrap_or_else(|| panic!("{file}: {name} has no {field}"));
        assert!(
            same(found, &wanted["value"]),
            "{file}: {field} of {name} is {found}, not {}",
            wanted["value"]
        );
    }
}

#[test]
fn every_awkward_file_comes_out_as_its_key_says() {
    let key = json("awkward/key.json");
    let entries = key.as_array().unwrap();
    assert_eq!(entries.len(), 14);
    for entry in entries {
        let file = entry["file"].as_str().unwrap();
        let expect = &entry["expect"];
        match (read(&format!("awkward/{file}")), expect["refused"].as_str()) {
            (Err(error), Some(refused)) => assert_eq!(error.code(), refused, "{file}"),
            (Ok(roster), Some(_)) if expect.get("or_read").is_some() => {
                holds(file, &roster, &expect["or_read"]);
            }
            (Ok(roster), None) => holds(file, &roster, expect),
            (result, refused) => panic!(
                "{file}: {refused:?} expected, {:?}",
                result.map(|roster| roster.rows_read)
            ),
        }
    }
}

#[test]
fn a_roster_serialises_as_the_command_line_prints_it() {
    let roster = serde_json::to_value(read("roster-township-faults.xlsx").unwrap()).unwrap();
    assert_eq!(roster["layout"], "H1");
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let set = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        keys(&roster["repaired"][0]),
        set(&["sheet", "row", "column", "from", "to", "why"])
    );
    assert_eq!(
        keys(&roster["doubts"][0]),
        set(&["sheet", "row", "column", "kind", "value"])
    );
}

#[test]
fn it_stops_when_it_is_told_to() {
    let told = std::cell::Cell::new(0);
    let stop = |_: Progress| {
        told.set(told.get() + 1);
        if told.get() >= 4 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let error = read_roster(
        path("roster-township-faults.xlsx"),
        &ReadOptions::default(),
        &stop,
    )
    .unwrap_err();
    assert_eq!((error.code(), told.get()), ("cancelled", 4));
}

#[test]
fn a_sheet_and_a_layout_can_be_chosen() {
    let read = |sheet: &str, layout: Option<&str>| {
        let options = ReadOptions {
            sheet: Some(sheet.to_owned()),
            layout: layout.map(str::to_owned),
            listed_on: None,
        };
        read_roster(
            path("awkward/h1-village-sheets.xlsx"),
            &options,
            &|_: Progress| ControlFlow::Continue(()),
        )
    };
    let second = read("彭梓城村", None).unwrap();
    assert_eq!((second.sheets.len(), second.rows_read), (1, 20));
    assert_eq!(read("没有", None).unwrap_err().code(), "sheet_not_found");
    assert_eq!(read("代码", None).unwrap_err().code(), "no_header");
    assert_eq!(
        read("彭梓城村", Some("H9")).unwrap_err().code(),
        "unknown_layout"
    );
    assert_eq!(read("彭梓城村", Some("h2")).unwrap().layout, "H2");
}
