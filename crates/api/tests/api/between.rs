//! What happened to a family between two lists stands, whatever list is taken then and whatever is undone.

use api::{
    Host,
    common::IdRequest,
    import::{ImportTaken, undo},
};
use domain::{
    Id,
    records::{Household, Member},
};
use serde_json::{Value, json};
use sheet::write::HouseholdLine;

use crate::{
    import::take_all,
    rig::{ID_KEY, World, ask},
    roster::{go_on, line, number},
};

const ZHANG: &str = "43112810320111001";
const LI: &str = "43112810320111002";

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
    let mut request = json!({
        "household_id": Household::id(&ID_KEY, home), "base": 1_u64 << 40, "kind": kind, "happened_on": "2018-09-20",
        "reason": "入户核实", "evidence": "户口簿", "member_id": null, "fields": {}, "relations": [], "leaving": [],
        "other_household_id": null, "draft": null
    });
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
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
    let is = |name: &str, relation: &str| json!({ "member_id": person(world, name), "relation": relation });
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
        Lot::Removed => removed(world, "member", person(world, "区月英")),
        Lot::HouseholdRemoved => removed(world, "household", Household::id(&ID_KEY, LI)),
    }
}

fn removed(world: &World, record: &str, id: Id) {
    let remove = json!({ "record": record, "remove": { "id": id, "base": 1_u64 << 40, "reason": "录重了" } });
    ask(&world.laptop_host(), "record.remove", remove);
}

/// The households of the lists, each as its page shows it.
fn list(host: &dyn Host) -> Vec<Value> {
    let all = json!({ "view": "all", "q": "", "groups": [], "villages": [], "townships": [], "states": [], "causes": [],
        "marks": [], "remarks": [], "sectors": [], "seen_by": "", "sort": "name", "descending": false, "limit": 50,
        "offset": 0 });
    let list = ask(host, "household.list", all);
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

fn put_back(host: &dyn Host, taken: &ImportTaken) -> (u64, u64) {
    let request = IdRequest {
        id: taken.id.unwrap(),
    };
    let undone = undo(host, &request, &go_on).unwrap();
    (undone.back, undone.stayed)
}

#[test]
fn an_undo_leaves_what_happened_to_a_family_since_and_says_so() {
    for lot in LOTS {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let (_, second) = take_all(&host, &changed());
        befalls(&world, lot);
        let (_, stayed) = put_back(&host, &second);
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
