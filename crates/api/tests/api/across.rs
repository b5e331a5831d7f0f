//! A list that moves people between villages, taken on a laptop that holds both.

use std::sync::{Arc, Mutex};

use api::import::{ImportAt, ImportFate, ImportRequest, ImportTab, Preview};
use domain::{
    Id,
    place::Scope,
    records::{Household, Member, Record as _},
};
use serde_json::json;
use sheet::write::HouseholdLine;
use store::{Store, row};

use crate::{
    import::{choose_each, look, put_back, take_all},
    rig::{COUNTY, CountyHost, ID_KEY, NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, enrolled},
    roster::{go_on, line, number, workbook},
};

/// In the village where most of them live.
const ZHANG: &str = "43112810320111001";
/// In the other one.
const XIE: &str = "43112810320211002";
const QING: &str = "43112810320211003";

/// A world whose laptop is the township's.
fn township() -> World {
    let mut world = World::new();
    let office = world.console("township_reviewer", TOWNSHIP);
    let (grant, scope) = (office.asker.rights[0].grant, office.asker.scope);
    let laptop = enrolled(&world.env, &world.county.lock().unwrap(), grant, &scope);
    (world.laptop, world.grant) = (Arc::new(Mutex::new(laptop)), grant);
    world
}

fn older() -> Vec<HouseholdLine> {
    let people = [
        (ZHANG, "上坪村", "张德顺", "01", number("19700101", 1)),
        (ZHANG, "上坪村", "区月英", "02", number("19720202", 2)),
        (XIE, "下坪村", "解大海", "01", number("19650303", 3)),
        (XIE, "下坪村", "卿玉兰", "02", number("19660606", 4)),
        (XIE, "下坪村", "解小山", "03", number("19920303", 5)),
        (QING, "下坪村", "卿老五", "01", number("19680808", 7)),
    ];
    people
        .iter()
        .map(|(home, village, name, relation, id)| line(home, village, name, relation, id))
        .collect()
}

/// The same, where these people stand in another household.
fn with(moved: &[(&str, &str, &str)]) -> Vec<HouseholdLine> {
    let mut lines = older();
    for (name, home, relation) in moved {
        let line = lines.iter_mut().find(|line| line.name == *name).unwrap();
        let village = if *home == ZHANG {
            "上坪村"
        } else {
            "下坪村"
        };
        (*home).clone_into(&mut line.household_number);
        (*relation).clone_into(&mut line.relation);
        village.clone_into(&mut line.village);
    }
    lines
}

const SON: [(&str, &str, &str); 1] = [("解小山", ZHANG, "11")];
const ALL: [(&str, &str, &str); 3] = [
    ("解大海", ZHANG, "11"),
    ("卿玉兰", ZHANG, "99"),
    ("解小山", ZHANG, "11"),
];

/// Who lives in each household, with the end of the code of the village where they lie.
fn stands(store: &Store) -> [String; 3] {
    [ZHANG, XIE, QING].map(|number| {
        let people = store.members_of(Household::id(&ID_KEY, number)).unwrap();
        let mut people: Vec<String> = people
            .iter()
            .map(|row| {
                let name = row.cell(Member::name).as_text();
                format!("{name}{}", &row.place.code()[9..])
            })
            .collect();
        people.sort();
        people.join(" ")
    })
}

/// After the county's word: the same on both sides, and nothing refused.
fn synced(world: &World) -> [String; 3] {
    world.sync();
    let laptop = world.laptop_host();
    let page = json!({ "limit": 50, "offset": 0 });
    assert_eq!(ask(&laptop, "sync.refused", page)["rows"], json!([]));
    let county = world.console("county_administrator", COUNTY);
    let cases = ask(
        &county,
        "record.list",
        json!({ "record": "inbox", "limit": 50 }),
    );
    assert_eq!(cases["rows"], json!([]));
    let here = stands(&world.laptop.lock().unwrap());
    assert_eq!(here, stands(world.county.lock().unwrap().store()));
    here
}

fn household(world: &World, number: &str) -> store::Row {
    let laptop = world.laptop.lock().unwrap();
    let id = Household::id(&ID_KEY, number);
    row::get(laptop.connection(), Household::INFO.table, id)
        .unwrap()
        .unwrap()
}

fn joined_to(world: &World, number: &str) -> Option<Id> {
    household(world, number)
        .cell(Household::merged_into)
        .as_id()
}

fn kinds(world: &World, preview: &Preview) -> Vec<String> {
    let host = world.laptop_host();
    let rows = crate::import::list(preview, ImportTab::All, "");
    let homes = rows
        .iter()
        .map(|row| preview.home(&host, &ImportAt { at: row.at }).unwrap());
    let doubts = homes.flat_map(|home| home.doubts);
    doubts.map(|doubt| doubt.kind).collect()
}

fn before() -> [String; 3] {
    [
        "区月英201 张德顺201",
        "卿玉兰202 解大海202 解小山202",
        "卿老五202",
    ]
    .map(str::to_owned)
}

#[test]
fn whoever_a_list_has_in_another_village_is_there_once_the_county_has_it_and_comes_back_by_an_undo()
{
    for county_first in [false, true] {
        let world = township();
        let host = world.laptop_host();
        take_all(&host, &older());
        assert_eq!(synced(&world), before());
        let preview = look(&host, &with(&SON));
        assert_eq!(kinds(&world, &preview), ["member_elsewhere"]);
        choose_each(&preview);
        let taken = preview.take(&host, &go_on).unwrap();
        if county_first {
            let after = [
                "区月英201 张德顺201 解小山201",
                "卿玉兰202 解大海202",
                "卿老五202",
            ];
            assert_eq!(synced(&world), after);
        }
        assert_eq!(put_back(&host, &taken), (1, 0, 0));
        assert_eq!(synced(&world), before(), "{county_first}");
    }
}

#[test]
fn a_household_that_is_new_and_takes_people_of_two_villages_comes_and_goes_as_a_whole() {
    for county_first in [false, true] {
        let world = township();
        let host = world.laptop_host();
        let mut lines = with(&[("解大海", ZHANG, "11"), ("卿老五", ZHANG, "11")]);
        let old: Vec<HouseholdLine> = older().split_off(2);
        take_all(&host, &old);
        let before = synced(&world);
        // Of the one household the list has the son alone, of the other nobody.
        lines.retain(|line| line.name != "卿玉兰");
        let (_, taken) = take_all(&host, &lines);
        assert_eq!((taken.households.new, taken.left_out), (1, 0));
        if county_first {
            let after = [
                "区月英201 卿老五201 张德顺201 解大海201",
                "卿玉兰202 解小山202",
                "",
            ];
            assert_eq!(synced(&world), after);
        }
        put_back(&host, &taken);
        assert_eq!(synced(&world), before, "{county_first}");
        assert!(household(&world, ZHANG).is_deleted());
    }
}

#[test]
fn a_household_that_a_list_empties_into_another_village_stays_there_and_a_person_is_told() {
    let world = township();
    let host = world.laptop_host();
    take_all(&host, &older());
    synced(&world);
    let preview = look(&host, &with(&ALL));
    let said = kinds(&world, &preview);
    let left: Vec<&String> = said
        .iter()
        .filter(|kind| *kind != "member_elsewhere")
        .collect();
    assert_eq!(left, ["household_left_empty"]);
    let doubts = preview.home(&host, &ImportAt { at: 0 }).unwrap().doubts;
    let left = doubts
        .iter()
        .find(|doubt| doubt.kind == "household_left_empty");
    assert_eq!(left.unwrap().value, "解大海");
    choose_each(&preview);
    let taken = preview.take(&host, &go_on).unwrap();
    let after = [
        "区月英201 卿玉兰201 张德顺201 解大海201 解小山201",
        "",
        "卿老五202",
    ];
    assert_eq!(synced(&world), after);
    assert_eq!(joined_to(&world, XIE), None);
    assert_eq!(put_back(&host, &taken), (1, 0, 0));
    assert_eq!(synced(&world), before());
}

#[test]
fn of_a_household_that_goes_to_two_villages_the_rest_is_joined_in_its_own() {
    // Whichever of them the list has first.
    for turned in [false, true] {
        let world = township();
        let host = world.laptop_host();
        take_all(&host, &older());
        synced(&world);
        let mut lines = with(&[
            ("解大海", ZHANG, "11"),
            ("卿玉兰", QING, "02"),
            ("解小山", ZHANG, "11"),
        ]);
        if turned {
            lines.reverse();
        }
        let preview = look(&host, &lines);
        let said = kinds(&world, &preview);
        let parted = said.iter().filter(|kind| *kind == "household_parted");
        assert_eq!((parted.count(), said.len()), (2, 5), "{said:?}");
        choose_each(&preview);
        let taken = preview.take(&host, &go_on).unwrap();
        let after = [
            "区月英201 张德顺201 解大海201 解小山201",
            "",
            "卿玉兰202 卿老五202",
        ];
        assert_eq!(synced(&world), after);
        let near = Household::id(&ID_KEY, QING);
        assert_eq!(joined_to(&world, XIE), Some(near));
        put_back(&host, &taken);
        assert_eq!(synced(&world), before());
        assert_eq!(joined_to(&world, XIE), None);
    }
}

/// Who may write in one village, and only read in the other.
fn of_one_village(world: &World) -> CountyHost {
    let mut host = world.console("dossier_keeper", VILLAGE);
    let other = world.console("auditor", NEIGHBOUR).asker;
    host.asker.rights.extend(other.rights);
    host.asker.scope = Scope::of_codes(1, [VILLAGE, NEIGHBOUR]);
    host
}

#[test]
fn who_lives_where_one_may_not_write_is_left_there_and_the_others_are_taken() {
    let world = township();
    take_all(&world.laptop_host(), &older());
    synced(&world);
    let mut lines = with(&SON);
    lines.retain(|line| line.household_number == ZHANG);
    for line in &mut lines {
        line.income_per_head_fen = Some(410_000);
        line.labour = "03".into();
    }
    let labour = |world: &World| {
        let county = world.county.lock().unwrap();
        let people = county
            .store()
            .members_of(Household::id(&ID_KEY, ZHANG))
            .unwrap();
        let labour = people.iter().map(|row| row.cell(Member::labour).as_text());
        labour.map(str::to_owned).collect::<Vec<_>>()
    };
    let host = of_one_village(&world);
    let preview = look(&host, &lines);
    let home = preview.home(&host, &ImportAt { at: 0 }).unwrap();
    let said: Vec<(&str, &str)> = home
        .doubts
        .iter()
        .map(|doubt| (doubt.kind.as_str(), doubt.value.as_str()))
        .collect();
    assert_eq!(said, [("member_outside", "解小山")]);
    let fates: Vec<ImportFate> = home.people.iter().map(|person| person.fate).collect();
    let (changed, left) = (ImportFate::Changed, ImportFate::LeftOut);
    assert_eq!(fates, [changed, changed, left]);
    assert_eq!((home.row.fate, home.row.chosen), (changed, false));
    choose_each(&preview);
    let taken = preview.take(&host, &go_on).unwrap();
    assert_eq!((taken.left_out, taken.failed), (0, None));
    assert_eq!((taken.members.updated, taken.households.updated), (2, 1));
    assert_eq!(stands(world.county.lock().unwrap().store()), before());
    assert_eq!(labour(&world), ["03", "03"]);
    // Nobody looks at the command line.
    for line in &mut lines {
        line.labour = "02".into();
    }
    let request = ImportRequest::default();
    let (imported, _) = api::import::import(&host, &workbook(&lines), &request, &go_on).unwrap();
    let left = imported.people_left_out.iter();
    let names: Vec<&str> = left.map(|doubt| doubt.value.as_str()).collect();
    assert_eq!((imported.left_out, names), (0, vec!["解小山"]));
    assert_eq!(labour(&world), ["02", "02"]);
}

#[test]
fn a_household_is_left_out_where_it_or_its_head_lies_where_one_may_not_write() {
    let world = township();
    take_all(&world.laptop_host(), &older());
    synced(&world);
    let host = of_one_village(&world);
    let mut lines = with(&ALL);
    lines.retain(|line| line.household_number == ZHANG);
    lines[2].relation = "01".into();
    lines[0].relation = "99".into();
    let kinds = |lines: &[HouseholdLine]| -> Vec<String> {
        let preview = look(&host, lines);
        let home = preview.home(&host, &ImportAt { at: 0 }).unwrap();
        assert_eq!(home.row.fate, ImportFate::LeftOut);
        home.doubts.into_iter().map(|doubt| doubt.kind).collect()
    };
    assert_eq!(kinds(&lines), ["member_outside"]);
    // The household itself, by its number.
    let mut lines = older().split_off(2);
    for line in &mut lines {
        line.village = "上坪村".into();
    }
    assert_eq!(kinds(&lines[..3]), ["household_elsewhere"]);
}
