//! What two people do to one family unseen by each other: nothing is lost without a word, and no family vanishes.

use std::collections::BTreeSet;

use api::{Host, LaptopHost};
use domain::{Id, records::Visit};
use serde_json::{Value, json};

use crate::{
    family::{Family, card, event, family, members, put, relations, undo, violation},
    rig::{CountyHost, VILLAGE, World, ask, code, empty, households},
};

/// A family that laptop and county both hold, and who else writes on it.
struct Shared {
    world: World,
    host: LaptopHost,
    reviewer: CountyHost,
    home: Family,
}

fn shared(number: &str) -> Shared {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, number);
    world.sync();
    Shared {
        reviewer: world.console("township_reviewer", VILLAGE),
        home,
        host,
        world,
    }
}

fn income(host: &dyn Host, home: &Family, items: Value) -> Value {
    let request = json!({ "household_id": home.id, "year": 2018, "items": items, "reason": "", "draft": null });
    ask(host, "income.save", request)
}

fn wages(fen: Value) -> Value {
    json!([{ "id": null, "base": 0, "item": "AAC073", "amount_fen": fen }])
}

/// `item fen`, and the fields in conflict.
fn incomes(host: &dyn Host, home: &Family) -> Vec<(String, Value, usize)> {
    card(host, home.id)["incomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let item = row["fields"]["item"].as_str().unwrap().to_owned();
            let conflicts = row["conflict_fields"].as_array().unwrap().len();
            (item, row["fields"]["amount_fen"].clone(), conflicts)
        })
        .collect()
}

fn conflicts(host: &dyn Host) -> Value {
    ask(host, "sync.status", empty())["conflicts"].clone()
}

#[test]
fn one_item_entered_apart_is_one_row_and_another_figure_is_a_conflict() {
    let Shared {
        world,
        host,
        reviewer,
        home,
    } = shared("4311280201");
    income(&reviewer, &home, wages(json!(500_000)));
    income(&host, &home, wages(json!(480_000)));
    world.sync();
    let both = vec![("AAC073".to_owned(), json!(500_000), 1)];
    assert_eq!(incomes(&host, &home), both);
    assert_eq!(incomes(&reviewer, &home), both);
    let told = ask(&host, "sync.conflicts", json!({ "limit": 20, "offset": 0 }));
    let field = &told["rows"][0]["fields"][0];
    assert_eq!(
        (&field["standing"], &field["losing"]),
        (&json!(500_000), &json!(480_000))
    );
}

#[test]
fn the_same_figure_entered_apart_is_no_conflict() {
    let Shared {
        world,
        host,
        reviewer,
        home,
    } = shared("4311280202");
    income(&reviewer, &home, wages(json!(500_000)));
    income(&host, &home, wages(json!(500_000)));
    world.sync();
    let one = vec![("AAC073".to_owned(), json!(500_000), 0)];
    assert_eq!(incomes(&host, &home), one);
    assert_eq!(conflicts(&host), 0);
}

#[test]
fn an_item_that_somebody_took_out_is_entered_anew_without_a_conflict() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280203");
    income(&host, &home, wages(json!(480_000)));
    world.sync();
    let reviewer = world.console("township_reviewer", VILLAGE);
    let row = card(&reviewer, home.id)["incomes"][0].clone();
    let out =
        json!([{ "id": row["id"], "base": row["version"], "item": "AAC073", "amount_fen": null }]);
    income(&reviewer, &home, out);
    world.sync();
    assert_eq!(incomes(&host, &home), []);
    income(&host, &home, wages(json!(490_000)));
    world.sync();
    let anew = vec![("AAC073".to_owned(), json!(490_000), 0)];
    assert_eq!(incomes(&host, &home), anew);
    assert_eq!(incomes(&reviewer, &home), anew);
    assert_eq!(conflicts(&host), 0);
}

#[test]
fn of_two_rows_of_one_item_one_takes_the_money_of_both() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280204");
    let old = host.env().new_id();
    let row = domain::records::Income {
        household_id: Some(home.id),
        year: Some(2018),
        item: "AAC073".to_owned(),
        amount_fen: Some(100),
    };
    put(&host, old, &row);
    income(&host, &home, wages(json!(200)));
    let rows = card(&host, home.id)["incomes"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    let items = json!([
        { "id": rows[0]["id"], "base": 0, "item": "AAC073", "amount_fen": 300 },
        { "id": rows[1]["id"], "base": 0, "item": "AAC073", "amount_fen": null }
    ]);
    income(&host, &home, items);
    let one = vec![("AAC073".to_owned(), json!(300), 0)];
    assert_eq!(incomes(&host, &home), one);
}

fn take_off(host: &dyn Host, home: &Family, reason: &str) -> Value {
    let fields = json!({ "household_id": home.id, "member_id": null, "rule": "phone_digits", "reason": reason });
    let off = json!({ "record": "remark_off", "save": { "id": null, "base": 0, "fields": fields, "reason": null } });
    ask(host, "record.save", off)
}

fn bring_back(host: &dyn Host, home: &Family) {
    let off = remark(host, home)["off"].clone();
    let back = json!({ "record": "remark_off", "remove": { "id": off["id"], "base": off["version"], "reason": "恢复提示" } });
    ask(host, "record.remove", back);
}

fn remark(host: &dyn Host, home: &Family) -> Value {
    card(host, home.id)["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["rule"] == "phone_digits")
        .cloned()
        .unwrap()
}

#[test]
fn a_remark_that_two_people_took_off_apart_comes_back_by_one_act() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280205");
    let phone = json!({ "id": home.id, "base": 1_000_000, "fields": { "phone": "1005784" }, "reason": null });
    ask(&host, "household.save", phone);
    world.sync();
    let reviewer = world.console("township_reviewer", VILLAGE);
    take_off(&reviewer, &home, "座机");
    take_off(&host, &home, "是座机");
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(remark(side, &home)["off"]["reason"], "是座机");
    }
    bring_back(&host, &home);
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(remark(side, &home)["off"], Value::Null);
    }
    // Once more, by the other one: who knows that it came back contradicts nobody.
    take_off(&reviewer, &home, "座机，打过");
    world.sync();
    assert_eq!(remark(&host, &home)["off"]["reason"], "座机，打过");
    assert_eq!(conflicts(&host), 0);
}

/// The numbers of the households in the list.
pub(crate) fn listed(host: &dyn Host) -> Vec<String> {
    let page = households(host, &json!({}));
    let rows = page["rows"].as_array().unwrap();
    let number = |row: &Value| row["number"].as_str().unwrap().to_owned();
    rows.iter().map(number).collect()
}

const COMING: [(usize, &str); 4] = [(0, "之兄弟姐妹"), (1, "99"), (2, "之侄儿"), (3, "99")];

fn join(host: &dyn Host, into: &Family, other: &Family) {
    let more = json!({ "other_household_id": other.id, "relations": relations(other, &COMING) });
    ask(host, "household.event", event(into, "merged", &more));
}

/// Whose people the mergers on a page tell of: those who came, or those who went.
fn ways(page: &Value) -> BTreeSet<&str> {
    let events = page["events"].as_array().unwrap().iter();
    events
        .map(|one| {
            let is_blank = |field: &str| one["event"]["fields"][field] == "";
            match (is_blank("before"), is_blank("after")) {
                (true, false) => "came",
                (false, true) => "went",
                _ => "unclear",
            }
        })
        .collect()
}

fn strikes(page: &Value, rule: &str) -> bool {
    let mut remarks = page["remarks"].as_array().unwrap().iter();
    remarks.any(|one| one["rule"] == rule)
}

#[test]
fn two_households_that_were_joined_to_each_other_apart_are_both_in_the_list() {
    let Shared {
        world,
        host,
        reviewer,
        home: one,
    } = shared("4311280206");
    let two = family(&host, "4311280207");
    world.sync();
    join(&reviewer, &one, &two);
    join(&host, &two, &one);
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(listed(side)[1..], ["4311280206", "4311280207"]);
        assert_eq!(members(&card(side, one.id)).len(), 4);
        // Each says that the other's people came and that its own have gone, and that this is to be looked into.
        for home in [&one, &two] {
            let page = card(side, home.id);
            assert_eq!(ways(&page), BTreeSet::from(["came", "went"]));
            assert!(strikes(&page, "joined_household"));
        }
    }
    // Such a household is no merged one: what happened to it can be said, and the merger be put right.
    let page = card(&host, one.id);
    let people = page["members"].as_array().unwrap();
    let coming: Value = people
        .iter()
        .map(|one| json!({ "member_id": one["id"], "relation": "99", "base": one["version"] }))
        .collect();
    let more = json!({ "other_household_id": one.id, "relations": coming });
    ask(&host, "household.event", event(&two, "merged", &more));
    assert_eq!(listed(&host)[1..], ["4311280207"]);
    let page = card(&host, two.id);
    assert_eq!(members(&page).len(), 8);
    assert!(!strikes(&page, "joined_household"));
    assert_eq!(page["household"]["fields"]["merged_into"], Value::Null);
    let again = event(
        &one,
        "born",
        &json!({ "fields": { "name": "张小宝", "relation": "07" } }),
    );
    assert_eq!(violation(&host, "household.event", again).1, "merged_away");
}

#[test]
fn a_child_that_was_born_in_a_household_while_it_was_joined_to_another_is_counted() {
    let Shared {
        world,
        host,
        reviewer,
        home: one,
    } = shared("4311280208");
    let two = family(&host, "4311280209");
    world.sync();
    join(&reviewer, &one, &two);
    let born = json!({ "fields": { "name": "张小宝", "relation": "07" } });
    ask(&host, "household.event", event(&two, "born", &born));
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(listed(side)[1..], ["4311280208", "4311280209"]);
        assert_eq!(members(&card(side, two.id)), ["张小宝 07"]);
        assert_eq!(card(side, two.id)["row"]["head_name"], "张小宝");
        assert!(strikes(&card(side, two.id), "joined_household"));
    }
    // Whoever knows that it is a household of its own says so, and it is one like any other.
    let own = json!({ "id": two.id, "base": 1_000_000, "fields": { "merged_into": null, "merged_on": null }, "reason": null });
    ask(&host, "household.save", own);
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert!(!strikes(&card(side, two.id), "joined_household"));
    }
}

fn split(host: &dyn Host, home: &Family, number: &str) -> (Value, Id) {
    let leaving = relations(home, &[(2, "01"), (3, "02")]);
    let more = json!({ "leaving": leaving, "fields": { "number": number } });
    let saved = ask(host, "household.event", event(home, "split", &more));
    let id = saved["id"].as_str().unwrap().parse().unwrap();
    (saved, id)
}

#[test]
fn a_split_is_not_undone_under_what_was_written_on_the_new_household_since() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280210");
    let (saved, new) = split(&host, &home, "4311280310");
    let visit = host.env().new_id();
    let visited = Visit {
        household_id: Some(new),
        visited_on: "2018-09-21".to_owned(),
        note: "看了新房".to_owned(),
        ..Visit::default()
    };
    put(&host, visit, &visited);
    let back = json!({ "change_set": saved["change_set"] });
    assert_eq!(code(&host, "undo.run", back), "built_upon");
    assert_eq!(members(&card(&host, new)), ["张明远 01", "罗小兰 02"]);
    assert_eq!(members(&card(&host, home.id)).len(), 2);
    let out = json!({ "id": visit, "base": 1_000_000, "reason": "记错户" });
    ask(&host, "visit.remove", out);
    undo(&host, &saved);
    assert_eq!(members(&card(&host, home.id)).len(), 4);
}

#[test]
fn a_split_is_not_undone_once_another_person_changed_the_new_household() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280211");
    let (saved, new) = split(&host, &home, "4311280311");
    world.sync();
    let reviewer = world.console("township_reviewer", VILLAGE);
    let address = json!({ "id": new, "base": 1_000_000, "fields": { "address": "新区三栋" }, "reason": null });
    ask(&reviewer, "household.save", address);
    world.sync();
    let back = json!({ "change_set": saved["change_set"] });
    assert_eq!(code(&host, "undo.run", back), "built_upon");
    assert_eq!(members(&card(&host, new)).len(), 2);
}

/// A form was opened, and what another person did since has come with a sync before it is saved.
fn changed_since(number: &str, field: &str, value: &str) -> (World, Family, Value) {
    let Shared {
        world,
        host,
        reviewer,
        home,
    } = shared(number);
    let opened = card(&host, home.id);
    let change = json!({ "id": home.people[2], "base": 1_000_000, "fields": { field: value }, "reason": null });
    ask(&reviewer, "member.save", change);
    world.sync();
    (world, home, opened)
}

fn version_of(opened: &Value, member: Id) -> Value {
    let people = opened["members"].as_array().unwrap();
    let of = people.iter().find(|one| one["id"] == json!(member));
    of.unwrap()["version"].clone()
}

/// What somebody is to the head from now on, over what the form showed of them.
fn as_shown(opened: &Value, home: &Family, of: &[(usize, &str)]) -> Value {
    of.iter()
        .map(|(index, relation)| {
            let member = home.people[*index];
            json!({ "member_id": member, "base": version_of(opened, member), "relation": relation })
        })
        .collect()
}

fn fields_in_conflict(host: &dyn Host) -> Vec<Value> {
    let told = ask(host, "sync.conflicts", json!({ "limit": 20, "offset": 0 }));
    let rows = told["rows"].as_array().unwrap();
    rows.iter()
        .flat_map(|row| row["fields"].as_array().unwrap())
        .map(|field| field["field"].clone())
        .collect()
}

#[test]
fn a_relation_that_another_changed_since_the_form_was_opened_is_a_conflict() {
    let (world, home, opened) = changed_since("4311280212", "relation", "99");
    let host = world.laptop_host();
    let given = as_shown(
        &opened,
        &home,
        &[(0, "11"), (1, "12"), (2, "01"), (3, "02")],
    );
    ask(
        &host,
        "household.event",
        event(&home, "head_changed", &json!({ "relations": given })),
    );
    world.sync();
    assert_eq!(fields_in_conflict(&host), [json!("relation")]);
}

#[test]
fn whoever_another_changed_since_the_form_was_opened_is_not_taken_out_unseen() {
    let (world, home, opened) = changed_since("4311280213", "work_where", "省外务工");
    let host = world.laptop_host();
    let gone =
        json!({ "member_id": home.people[2], "member_base": version_of(&opened, home.people[2]) });
    ask(&host, "household.event", event(&home, "moved_out", &gone));
    world.sync();
    assert_eq!(members(&card(&host, home.id)).len(), 4);
    assert!(!fields_in_conflict(&host).is_empty());
}

#[test]
fn whoever_moves_with_a_split_or_a_merger_is_compared_with_what_the_form_showed() {
    let (world, home, opened) = changed_since("4311280214", "relation", "99");
    let host = world.laptop_host();
    let leaving = json!({ "leaving": as_shown(&opened, &home, &[(2, "01"), (3, "02")]) });
    ask(&host, "household.event", event(&home, "split", &leaving));
    world.sync();
    assert_eq!(fields_in_conflict(&host), [json!("relation")]);
    let (world, other, opened) = changed_since("4311280215", "relation", "99");
    let host = world.laptop_host();
    let home = family(&host, "4311280216");
    let given = as_shown(&opened, &other, &COMING);
    let more = json!({
        "other_household_id": other.id, "other_base": opened["household"]["version"], "relations": given
    });
    ask(&host, "household.event", event(&home, "merged", &more));
    world.sync();
    assert_eq!(fields_in_conflict(&host), [json!("relation")]);
}
