//! What happened to a family between two lists stands, whatever list is taken then and whatever is undone.

mod undone;

use std::collections::BTreeSet;

use api::{
    Host,
    import::{ImportAt, ImportChoice, ImportHome, ImportRequest, ImportTab, Preview},
};
use domain::{
    Id,
    records::{Household, Member},
};
use serde_json::{Value, json};
use sheet::write::HouseholdLine;

use crate::{
    family::event_of,
    import::{choose_each, look, put_back, removed, take_all, visited},
    rig::{ID_KEY, World, ask, households},
    roster::{go_on, line, number, workbook},
};

const ZHANG: &str = "43112810320111001";
const LI: &str = "43112810320111002";
/// The household that splits off, as a newer list calls it.
const YOUNG: &str = "43112810320111003";
/// Why somebody is taken away.
const WHY: &str = "录重了";

/// Two households: a couple with a son and his wife, and a father with his son.
fn older() -> Vec<HouseholdLine> {
    let people = [
        (ZHANG, "张德顺", "01", number("19700101", 1)),
        (ZHANG, "区月英", "02", number("19720202", 2)),
        (ZHANG, "张明远", "03", number("19920303", 3)),
        (ZHANG, "罗小兰", "05", number("19930404", 4)),
        (LI, "黎根生", "01", number("19650303", 5)),
        (LI, "黎小平", "03", number("19950606", 7)),
    ];
    people
        .iter()
        .map(|(home, name, relation, id)| line(home, "上坪村", name, relation, id))
        .collect()
}

/// The same, where income and everybody's labour have become another: each row is written.
fn changed() -> Vec<HouseholdLine> {
    let mut lines = older();
    for line in &mut lines {
        line.labour = "03".into();
        line.income_per_head_fen = Some(410_000);
    }
    lines
}

fn person(world: &World, name: &str) -> Id {
    let laptop = world.laptop.lock().unwrap();
    let homes = [ZHANG, LI].map(|number| Household::id(&ID_KEY, number));
    let rows = homes.iter().flat_map(|id| laptop.members_of(*id).unwrap());
    rows.into_iter()
        .find(|row| row.cell(Member::name).as_text() == name)
        .unwrap()
        .id
}

fn event(world: &World, home: &str, kind: &str, more: &Value) -> Value {
    let request = event_of(Household::id(&ID_KEY, home), kind, more);
    ask(&world.laptop_host(), "household.event", request)
}

/// What a family goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lot {
    Died,
    Split,
    Merged,
    Removed,
    HouseholdRemoved,
}

const LOTS: [Lot; 5] = [
    Lot::Died,
    Lot::Split,
    Lot::Merged,
    Lot::Removed,
    Lot::HouseholdRemoved,
];

fn befalls(world: &World, lot: Lot) {
    let is = |name: &str, relation: &str| json!({ "member_id": person(world, name), "base": 1_u64 << 40, "relation": relation });
    match lot {
        Lot::Died => {
            event(
                world,
                ZHANG,
                "died",
                &json!({ "member_id": person(world, "区月英") }),
            );
        }
        Lot::Split => {
            let leaving = [is("张明远", "01"), is("罗小兰", "02")];
            event(world, ZHANG, "split", &json!({ "leaving": leaving }));
        }
        Lot::Merged => {
            let joining = [is("黎根生", "11"), is("黎小平", "99")];
            let other = Household::id(&ID_KEY, LI);
            event(
                world,
                ZHANG,
                "merged",
                &json!({ "other_household_id": other, "relations": joining }),
            );
        }
        Lot::Removed => removed(world, "member", person(world, "区月英"), WHY),
        Lot::HouseholdRemoved => {
            for name in ["黎根生", "黎小平"] {
                removed(world, "member", person(world, name), WHY);
            }
            removed(world, "household", Household::id(&ID_KEY, LI), WHY);
        }
    }
}

/// The households of the lists, each as its page shows it.
fn list(host: &dyn Host) -> Vec<Value> {
    let list = households(host, &json!({}));
    let rows = list["rows"].as_array().unwrap().iter();
    rows.filter(|row| row["head_name"] != "欧阳木生")
        .map(|row| ask(host, "household.card", json!({ "id": row["id"] })))
        .collect()
}

/// Who lives with whom: `张德顺01 区月英02`, a household a line, in the order of their names.
fn stands(world: &World) -> Vec<String> {
    let mut homes: Vec<String> = list(&world.laptop_host())
        .iter()
        .map(|card| {
            let members = card["members"].as_array().unwrap();
            let text =
                |member: &Value, field: &str| member["fields"][field].as_str().unwrap().to_owned();
            let mut people: Vec<(String, String)> = members
                .iter()
                .map(|member| (text(member, "relation"), text(member, "name")))
                .collect();
            people.sort();
            let people = people
                .iter()
                .map(|(relation, name)| format!("{name}{relation}"));
            people.collect::<Vec<_>>().join(" ")
        })
        .collect();
    homes.sort();
    homes
}

/// Each household of a roster, as it is shown.
fn homes(host: &dyn Host, preview: &Preview) -> Vec<ImportHome> {
    let rows = crate::import::list(preview, ImportTab::All, "");
    rows.iter()
        .map(|row| preview.home(host, &ImportAt { at: row.at }).unwrap())
        .collect()
}

/// Why a person should look, of all its households.
fn kinds(host: &dyn Host, preview: &Preview) -> Vec<String> {
    let doubts = homes(host, preview)
        .into_iter()
        .flat_map(|home| home.doubts);
    doubts.map(|doubt| doubt.kind).collect()
}

fn word(cell: &api::common::Cell) -> String {
    match serde_json::to_value(cell).unwrap() {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn after(lot: Lot) -> Vec<&'static str> {
    let (zhang, li) = ("张德顺01 区月英02 张明远03 罗小兰05", "黎根生01 黎小平03");
    let mut homes = match lot {
        Lot::Died | Lot::Removed => vec!["张德顺01 张明远03 罗小兰05", li],
        Lot::Split => vec!["张德顺01 区月英02", "张明远01 罗小兰02", li],
        Lot::Merged => vec!["张德顺01 区月英02 张明远03 罗小兰05 黎根生11 黎小平99"],
        Lot::HouseholdRemoved => vec![zhang],
    };
    homes.sort_unstable();
    homes
}

/// Takes what stands chosen without anybody's doing.
fn take_chosen(host: &dyn Host, preview: &Preview) {
    if preview.summary().chosen > 0 {
        preview.take(host, &go_on).unwrap();
    }
}

#[test]
fn without_a_look_a_household_is_left_out_whole_where_its_head_is_in_doubt() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    removed(&world, "member", person(&world, "张德顺"), WHY);
    let workbook = workbook(&changed());
    let (imported, _) =
        api::import::import(&host, &workbook, &ImportRequest::default(), &go_on).unwrap();
    assert_eq!((imported.left_out, imported.people_left_out.len()), (1, 0));
    let (_, with) = people(&world, "03");
    assert_eq!(with, 2, "the two of the other household");
}

#[test]
fn an_undo_leaves_what_happened_to_a_family_since_and_says_so() {
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let (_, second) = take_all(&host, &changed());
        befalls(&world, lot);
        let (_, stayed, _) = put_back(&host, &second);
        assert_eq!(stands(&world), after(lot), "{lot:?}");
        // A split or a merger wrote no cell that the import wrote; the labour of the living is back.
        let said = u64::from(matches!(
            lot,
            Lot::Died | Lot::Removed | Lot::HouseholdRemoved
        ));
        assert_eq!(stayed, said, "{lot:?}");
        world.sync();
        assert_eq!(
            stands(&world),
            after(lot),
            "{lot:?} after the county's word"
        );
    }
}

/// The list that a county writes after it.
fn newer(lot: Lot) -> Vec<HouseholdLine> {
    let mut lines = changed();
    match lot {
        Lot::Died | Lot::Removed => lines.retain(|line| line.name != "区月英"),
        Lot::HouseholdRemoved => lines.retain(|line| line.household_number != LI),
        Lot::Split => {
            for (at, relation) in [(2, "01"), (3, "02")] {
                YOUNG.clone_into(&mut lines[at].household_number);
                relation.clone_into(&mut lines[at].relation);
            }
        }
        Lot::Merged => {
            for (at, relation) in [(4, "11"), (5, "99")] {
                ZHANG.clone_into(&mut lines[at].household_number);
                relation.clone_into(&mut lines[at].relation);
            }
        }
    }
    lines
}

/// How many people stand, and how many of them with the labour of the list.
fn people(world: &World, labour: &str) -> (usize, usize) {
    let host = world.laptop_host();
    let (mut all, mut with) = (0, 0);
    for home in list(&host) {
        for member in home["members"].as_array().unwrap() {
            all += 1;
            with += usize::from(member["fields"]["labour"] == labour);
        }
    }
    (all, with)
}

#[test]
fn an_older_list_undoes_nothing_that_nobody_has_looked_at() {
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        befalls(&world, lot);
        let preview = look(&host, &changed());
        let kinds: BTreeSet<String> = kinds(&host, &preview).into_iter().collect();
        let kind = match lot {
            Lot::Died | Lot::Removed | Lot::HouseholdRemoved => "was_removed",
            Lot::Split => "member_elsewhere",
            Lot::Merged => "merged_away",
        };
        let emptied = (lot == Lot::Split).then_some("household_emptied");
        let said = [Some(kind), emptied].into_iter().flatten();
        assert_eq!(kinds, said.map(str::to_owned).collect(), "{lot:?}");
        assert_eq!(preview.summary().tabs.new, 0, "{lot:?}");
        preview.take(&host, &go_on).unwrap();
        assert_eq!(stands(&world), after(lot), "{lot:?}");
    }
}

#[test]
fn who_takes_an_older_list_all_the_same_was_shown_what_it_does_and_doubles_nobody() {
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let before = stands(&world);
        befalls(&world, lot);
        let preview = look(&host, &changed());
        let moves: Vec<(String, String, String)> = homes(&host, &preview)
            .into_iter()
            .flat_map(|home| home.people)
            .flat_map(|person| {
                let changes = person.changes.into_iter();
                let moves = changes.filter(|change| change.field == "household_id");
                moves.map(move |change| (person.name.clone(), word(&change.from), word(&change.to)))
            })
            .collect();
        let (zhang, li) = (format!("张德顺 · {ZHANG}"), format!("黎根生 · {LI}"));
        let moved =
            |name: &str, from: &str, to: &str| (name.to_owned(), from.to_owned(), to.to_owned());
        let shown = match lot {
            Lot::Split => vec![
                moved("张明远", "张明远", &zhang),
                moved("罗小兰", "张明远", &zhang),
            ],
            Lot::Merged => vec![moved("黎根生", &zhang, &li), moved("黎小平", &zhang, &li)],
            _ => Vec::new(),
        };
        assert_eq!(moves, shown, "{lot:?}");
        let (_, taken) = take_all(&host, &changed());
        assert_eq!(
            stands(&world),
            before,
            "{lot:?}: no household without people"
        );
        put_back(&host, &taken);
        assert_eq!(stands(&world), after(lot), "{lot:?}");
    }
}

#[test]
fn what_hangs_on_a_household_that_a_list_has_emptied_is_found_beside_the_one_that_took_its_people()
{
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    befalls(&world, Lot::Split);
    let page = |name: &str| {
        let homes = list(&host).into_iter();
        let mut named = homes.filter(|card| card["row"]["head_name"] == name);
        named.next().unwrap()
    };
    let young = page("张明远")["household"]["id"].clone();
    visited(&world, young.as_str().unwrap().parse().unwrap());
    let (_, taken) = take_all(&host, &changed());
    let joined = page("张德顺")["joined"].clone();
    assert_eq!(
        (joined.as_array().unwrap().len(), &joined[0]["id"]),
        (1, &young)
    );
    let card = ask(&host, "household.card", json!({ "id": young }));
    assert_eq!(card["visits_total"], 1);
    // The visit is nothing that keeps the import from going back.
    assert_eq!(put_back(&host, &taken), (2, 0, 0));
    assert_eq!(stands(&world), after(Lot::Split));
}

/// A list that has the four of one household in two new ones, and the other household as it was.
fn parted() -> Vec<HouseholdLine> {
    const OLD: &str = "43112810320111004";
    let mut lines = changed();
    for (at, home, relation) in [
        (0, OLD, "01"),
        (1, OLD, "02"),
        (2, YOUNG, "01"),
        (3, YOUNG, "02"),
    ] {
        home.clone_into(&mut lines[at].household_number);
        relation.clone_into(&mut lines[at].relation);
    }
    lines
}

/// The households of the lists that were joined to another one, by who is the head there.
fn joined(host: &dyn Host) -> Vec<(String, Vec<String>)> {
    let name = |row: &Value| row["head_name"].as_str().unwrap().to_owned();
    let homes = list(host).into_iter().map(|card| {
        let joined = card["joined"].as_array().unwrap().iter().map(name);
        (name(&card["row"]), joined.collect())
    });
    let homes: Vec<(String, Vec<String>)> = homes.collect();
    homes
        .into_iter()
        .filter(|(_, joined)| !joined.is_empty())
        .collect()
}

fn choose_only(preview: &Preview, name: &str) {
    for row in crate::import::list(preview, ImportTab::All, "") {
        let choice = ImportChoice {
            at: Some(row.at),
            tab: ImportTab::All,
            q: String::new(),
            chosen: row.head_name == name,
        };
        preview.choose(&choice).unwrap();
    }
}

#[test]
fn a_household_whose_people_a_list_has_in_two_others_is_empty_on_no_list() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    let before = stands(&world);
    let preview = look(&host, &parted());
    let said = kinds(&host, &preview);
    let count = |kind: &str| said.iter().filter(|one| *one == kind).count();
    assert_eq!(
        (count("member_elsewhere"), count("household_parted")),
        (4, 2)
    );
    assert_eq!(said.len(), 6, "{said:?}");
    take_chosen(&host, &preview);
    assert_eq!(stands(&world), before, "nobody looked");
    let (_, taken) = take_all(&host, &parted());
    let now = [
        "张德顺01 区月英02",
        "张明远01 罗小兰02",
        "黎根生01 黎小平03",
    ];
    let mut now = now.map(str::to_owned);
    now.sort();
    assert_eq!(stands(&world), now);
    let with_the_head = ("张德顺".to_owned(), vec!["张德顺".to_owned()]);
    assert_eq!(joined(&host), [with_the_head]);
    world.sync();
    assert_eq!(stands(&world), now, "after the county's word");
    assert_eq!(put_back(&host, &taken), (2, 0, 0));
    assert_eq!(stands(&world), before);
    assert_eq!(joined(&host), []);
}

#[test]
fn it_stands_as_long_as_one_of_its_people_was_not_taken_and_goes_with_the_last() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    let preview = look(&host, &parted());
    choose_only(&preview, "张德顺");
    preview.take(&host, &go_on).unwrap();
    let half = [
        "张德顺01 区月英02",
        "张明远03 罗小兰05",
        "黎根生01 黎小平03",
    ];
    let mut half = half.map(str::to_owned);
    half.sort();
    assert_eq!(stands(&world), half);
    assert_eq!(joined(&host), []);
    // What was looked at is still what is taken.
    choose_only(&preview, "张明远");
    assert_eq!(preview.take(&host, &go_on).unwrap().changed_since_look, 0);
    assert!(stands(&world).iter().all(|home| !home.is_empty()));
    assert_eq!(stands(&world).len(), 3);
    assert_eq!(joined(&host)[0].0, "张明远");
}

/// What stands on the pages of the two households and of all that are listed, without day, reason and evidence.
fn told(host: &dyn Host) -> BTreeSet<String> {
    let mut pages = list(host);
    for number in [ZHANG, LI] {
        let id = Household::id(&ID_KEY, number);
        pages.push(ask(host, "household.card", json!({ "id": id })));
    }
    let of_page = |page: &Value| -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let events = page["events"].as_array().unwrap().iter();
        events
            .map(|told| {
                let fields = &told["event"]["fields"];
                let said = [
                    text(&page["row"]["head_name"]),
                    text(&fields["kind"]),
                    text(&told["member_name"]),
                    text(&fields["before"]),
                    text(&fields["after"]),
                    text(&told["other"]["head_name"]),
                ];
                said.join("|")
            })
            .collect()
    };
    pages.iter().flat_map(of_page).collect()
}

#[test]
fn a_split_or_merger_by_a_list_is_told_as_the_same_act_by_hand_is() {
    for lot in [Lot::Split, Lot::Merged] {
        let told_of = |by_list: bool| {
            let world = World::new();
            let host = world.laptop_host();
            take_all(&host, &older());
            if by_list {
                let (_, taken) = take_all(&host, &newer(lot));
                let page = Household::id(&ID_KEY, ZHANG);
                let card = ask(&host, "household.card", json!({ "id": page }));
                let event = &card["events"][0]["event"]["fields"];
                assert_eq!(event["evidence"], "花名册.xlsx");
                let told_before = told(&host);
                world.sync();
                assert_eq!(told(&host), told_before, "{lot:?} after the county's word");
                let sides = (told_before, split_from(&host));
                put_back(&host, &taken);
                assert_eq!(told(&host), BTreeSet::new(), "{lot:?} after an undo");
                return sides;
            }
            befalls(&world, lot);
            (told(&host), split_from(&host))
        };
        let by_hand = told_of(false);
        assert_eq!(by_hand.0.len(), 2, "{lot:?}: on both pages");
        assert_eq!(told_of(true), by_hand, "{lot:?}");
    }
}

/// Households that split off, and from whom.
fn split_from(host: &dyn Host) -> Vec<String> {
    let homes = list(host).into_iter();
    homes
        .filter(|card| {
            card["household"]["fields"]["split_from"] == json!(Household::id(&ID_KEY, ZHANG))
        })
        .map(|card| card["row"]["head_name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn whoever_a_list_moves_between_two_households_that_stand_is_told_on_both_pages() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    let mut lines = older();
    LI.clone_into(&mut lines[3].household_number);
    lines[3].relation = "05".into();
    let unseen = ImportRequest::default();
    api::import::import(&host, &workbook(&lines), &unseen, &go_on).unwrap();
    assert_eq!(told(&host), BTreeSet::new(), "nobody looked, nobody moved");
    let (_, taken) = take_all(&host, &lines);
    let both = [
        "张德顺|other_out|罗小兰|||黎根生",
        "黎根生|other_in|罗小兰|||张德顺",
    ];
    assert_eq!(told(&host), both.map(str::to_owned).into());
    // Somebody moves her on: what was told of her stays.
    take_all(&host, &older());
    assert_eq!(told(&host).len(), 4);
    put_back(&host, &taken);
    assert_eq!(told(&host).len(), 4);
}

#[test]
fn of_a_household_that_a_list_has_in_two_others_each_page_says_who_went_where() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    let (_, taken) = take_all(&host, &parted());
    let said = [
        "张德顺|split|||张明远、罗小兰|张明远",
        "张明远|split|||张明远、罗小兰|张德顺",
        "张德顺|split|||张德顺、区月英|张德顺",
    ];
    assert_eq!(told(&host), said.map(str::to_owned).into());
    put_back(&host, &taken);
    assert_eq!(told(&host), BTreeSet::new());
}

#[test]
fn a_newer_list_finds_everybody_where_they_are_now() {
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        befalls(&world, lot);
        let preview = look(&host, &newer(lot));
        assert_eq!(kinds(&host, &preview), [""; 0], "{lot:?}");
        assert_eq!(preview.summary().tabs.new, 0, "{lot:?}");
        let taken = preview.take(&host, &go_on).unwrap();
        assert_eq!(stands(&world), after(lot), "{lot:?}");
        let (all, with) = people(&world, "03");
        assert_eq!(all, with, "{lot:?}");
        put_back(&host, &taken);
        assert_eq!(stands(&world), after(lot), "{lot:?}");
        assert_eq!(people(&world, "03"), (all, 0), "{lot:?}");
    }
}

#[test]
fn a_split_or_merger_that_only_the_list_knows_waits_for_a_look() {
    for lot in [Lot::Split, Lot::Merged] {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let before = stands(&world);
        let preview = look(&host, &newer(lot));
        let doubts = kinds(&host, &preview);
        let emptied = (lot == Lot::Merged).then_some("household_emptied");
        let mut said = vec!["member_elsewhere", "member_elsewhere"];
        said.extend(emptied);
        assert_eq!(doubts, said, "{lot:?}");
        take_chosen(&host, &preview);
        assert_eq!(stands(&world), before, "{lot:?}");
        take_all(&host, &newer(lot));
        let (all, _) = people(&world, "03");
        assert_eq!(all, 6, "{lot:?}: nobody twice");
        assert!(
            stands(&world).iter().all(|home| !home.is_empty()),
            "{lot:?}"
        );
    }
}

/// The list as a village writes it: no number of anything, and the son before the head.
fn without_numbers(lines: &[HouseholdLine]) -> Vec<HouseholdLine> {
    let mut lines: Vec<HouseholdLine> = lines
        .iter()
        .map(|line| HouseholdLine {
            household_number: String::new(),
            member_number: String::new(),
            ..line.clone()
        })
        .collect();
    lines.swap(1, 2);
    lines
}

#[test]
fn a_list_without_household_numbers_finds_the_households_that_are_here() {
    // Whichever list comes first: by number, without, or with names alone.
    let names_only = |lines: Vec<HouseholdLine>| -> Vec<HouseholdLine> {
        let bare = lines.into_iter().map(|line| HouseholdLine {
            id_number: String::new(),
            ..line
        });
        bare.collect()
    };
    let lists: [(&str, Vec<HouseholdLine>); 3] = [
        ("by number", older()),
        ("without", without_numbers(&older())),
        ("names", names_only(without_numbers(&older()))),
    ];
    for (first_is, first) in &lists {
        for (second_is, second) in &lists {
            let world = World::new();
            let host = world.laptop_host();
            take_all(&host, first);
            let before = stands(&world);
            let preview = look(&host, second);
            let what = format!("{second_is} after {first_is}");
            assert_eq!(preview.summary().tabs.new, 0, "{what}");
            let doubts: BTreeSet<String> = kinds(&host, &preview)
                .into_iter()
                .filter(|kind| kind.starts_with("household_by") || kind == "head_namesake")
                .collect();
            let by_name = (*first_is == "names") != (*second_is == "names");
            let said: &[&str] = if by_name { &["household_by_name"] } else { &[] };
            assert_eq!(
                doubts.iter().map(String::as_str).collect::<Vec<_>>(),
                said,
                "{what}"
            );
            choose_each(&preview);
            take_chosen(&host, &preview);
            assert_eq!(stands(&world), before, "{what}");
        }
    }
}

#[test]
fn a_head_whom_several_have_the_name_of_is_a_doubt() {
    let world = World::new();
    let host = world.laptop_host();
    let mut lines = older();
    lines[4].name = "张德顺".to_owned();
    take_all(&host, &lines);
    let bare = [HouseholdLine {
        household_number: String::new(),
        id_number: String::new(),
        ..older().remove(0)
    }];
    let preview = look(&host, &bare);
    let kinds = kinds(&host, &preview);
    assert!(kinds.contains(&"head_namesake".to_owned()), "{kinds:?}");
    assert_eq!(preview.summary().chosen, 0);
}

#[test]
fn without_a_look_nothing_that_people_did_is_undone_and_the_removed_come_back_only_by_its_own_word()
{
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let before = stands(&world);
        befalls(&world, lot);
        let bring = |with_removed: bool| {
            let request = ImportRequest {
                with_removed,
                ..ImportRequest::default()
            };
            let workbook = workbook(&changed());
            api::import::import(&host, &workbook, &request, &go_on)
                .unwrap()
                .0
        };
        let first = bring(false);
        assert_eq!(stands(&world), after(lot), "{lot:?}");
        // Of a household in which one is in doubt the others are taken.
        let (homes, people) = match lot {
            Lot::Died | Lot::Removed => (0, vec!["区月英"]),
            Lot::Split => (0, vec!["张明远", "罗小兰"]),
            Lot::Merged | Lot::HouseholdRemoved => (1, vec![]),
        };
        let left_out = first.people_left_out.iter();
        let names: Vec<&str> = left_out.map(|doubt| doubt.value.as_str()).collect();
        assert_eq!((first.left_out, names), (homes, people), "{lot:?}");
        let said = |kind: &str| first.doubts.iter().any(|doubt| doubt.kind == kind);
        let by_removal = matches!(lot, Lot::Died | Lot::Removed | Lot::HouseholdRemoved);
        assert!(
            if by_removal {
                said("was_removed")
            } else {
                said("member_elsewhere") || said("merged_away")
            },
            "{lot:?}"
        );
        // The other households of the list are taken.
        assert_eq!(first.households.updated, 2 - homes, "{lot:?}");
        let second = bring(true);
        let (now, left_out) = if by_removal {
            (before, 0)
        } else {
            (after(lot).into_iter().map(str::to_owned).collect(), homes)
        };
        assert_eq!(
            (stands(&world), second.left_out),
            (now, left_out),
            "{lot:?}"
        );
    }
}
