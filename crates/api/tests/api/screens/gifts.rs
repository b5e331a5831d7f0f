//! Wishes and things given out.

use serde_json::{Value, json};

use super::household;
use crate::rig::{NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code};

fn wishes(host: &dyn api::Host, view: &str) -> Value {
    ask(
        host,
        "wish.list",
        json!({ "view": view, "q": "", "household_id": null, "limit": 9, "offset": 0 }),
    )
}

#[test]
fn a_wish_is_open_until_somebody_gave_it() {
    let world = World::new();
    let host = world.laptop_host();
    let row = wishes(&host, "open")["rows"][0].clone();
    assert_eq!(row["content"], "一副老花镜");
    let save = |fields: Value, base: &Value| json!({ "id": row["id"], "base": base, "fields": fields, "reason": null });
    assert_eq!(
        code(
            &host,
            "wish.save",
            save(json!({ "fulfilled_on": "2018-09-30" }), &row["version"])
        ),
        "violations"
    );
    let named = ask(
        &host,
        "wish.save",
        save(json!({ "donor": "县妇联" }), &row["version"]),
    );
    assert_eq!(wishes(&host, "promised")["total"], 1);
    ask(
        &host,
        "wish.save",
        save(json!({ "fulfilled_on": "2018-09-30" }), &named["version"]),
    );
    let page = wishes(&host, "fulfilled");
    assert_eq!(page["rows"][0]["donor"], "县妇联");
    assert_eq!(wishes(&host, "open")["total"], 0);
    assert_eq!(page["all"], 1);
    let by_donor =
        json!({ "view": "fulfilled", "q": "妇联", "household_id": null, "limit": 9, "offset": 0 });
    assert_eq!(ask(&host, "wish.list", by_donor)["total"], 1);
}

/// A new distribution of two bags each.
fn given(village: &str, households: &[Value]) -> Value {
    json!({ "id": null, "base": 0, "remove": [], "add": households, "fields": { "division_code": village,
        "given_on": "2018-09-30", "item": "化肥", "quantity": 2, "quantity_unit": "袋", "source": "帮扶单位" } })
}

/// What one form changed of the households of a distribution, as it was shown.
fn changed(shown: &Value, add: &[&Value], remove: &[&Value]) -> Value {
    let remove: Vec<Value> = remove.iter().map(|who| portion(shown, who)).collect();
    json!({ "id": shown["row"]["id"], "base": shown["row"]["version"], "fields": {}, "add": add, "remove": remove })
}

fn portion(shown: &Value, who: &Value) -> Value {
    let portions = shown["portions"].as_array().unwrap();
    let found = portions.iter().find(|one| one["household_id"] == *who);
    json!({ "household_id": who, "base": found.unwrap()["version"] })
}

fn received(shown: &Value, who: &[&Value], on: &Value, by: &str) -> Value {
    let portions: Vec<Value> = who.iter().map(|who| portion(shown, who)).collect();
    json!({ "distribution_id": shown["row"]["id"], "portions": portions, "received_on": on, "received_by": by })
}

fn shown(host: &dyn api::Host, id: &Value) -> Value {
    ask(host, "distribution.get", json!({ "id": id }))
}

fn names(detail: &Value) -> Vec<String> {
    let portions = detail["portions"].as_array().unwrap().iter();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or("").to_owned();
    portions
        .map(|row| format!("{} {}", text(row, "head_name"), text(row, "received_by")))
        .collect()
}

/// Two households that get something, and the distribution.
fn two(host: &dyn api::Host) -> (Value, Value, Value) {
    let one = json!(household(host, "4311280011", "下坪组", &["张德顺"]));
    let two = json!(household(host, "4311280012", "上坪组", &["黎根生"]));
    let form = given(VILLAGE, &[one.clone(), two.clone()]);
    let saved = ask(host, "distribution.save", form);
    assert_eq!(saved["change_sets"].as_array().unwrap().len(), 2);
    (one, two, saved["id"].clone())
}

#[test]
fn things_are_given_to_chosen_households_and_what_was_received_stays() {
    let world = World::new();
    let host = world.laptop_host();
    assert_eq!(
        code(&host, "distribution.save", given(VILLAGE, &[])),
        "violations"
    );
    let (one, two, id) = two(&host);
    let get = || shown(&host, &id);
    let today = json!("2018-09-30");
    assert_eq!(names(&get()), ["黎根生 ", "张德顺 "], "by group");
    let tomorrow = received(&get(), &[&one], &json!("2018-10-01"), "户主");
    assert_eq!(code(&host, "distribution.receive", tomorrow), "violations");
    let form = received(&get(), &[&one], &today, " 儿媳 ");
    ask(&host, "distribution.receive", form);
    assert_eq!(names(&get()), ["黎根生 ", "张德顺 儿媳"]);
    assert_eq!(
        (&get()["row"]["households"], &get()["row"]["received"]),
        (&json!(2), &json!(1))
    );

    // Taken out of the choice: who received it stays, the other is gone, and comes back when chosen again.
    let third = json!(world.home().household);
    let form = changed(&get(), &[&third], &[&one, &two]);
    ask(&host, "distribution.save", form);
    assert_eq!(names(&get()), ["欧阳木生 ", "张德顺 儿媳"]);
    let form = changed(&get(), &[&two], &[]);
    ask(&host, "distribution.save", form);
    assert_eq!(get()["row"]["households"], 3);
    let list = json!({ "q": "化肥", "limit": 9, "offset": 0 });
    let row = ask(&host, "distribution.list", list)["rows"][0].clone();
    assert_eq!(
        row,
        get()["row"],
        "the list counts as the pane, in one question"
    );
    let form = received(&get(), &[&one], &Value::Null, "儿媳");
    ask(&host, "distribution.receive", form);
    assert_eq!(get()["row"]["received"], 0);

    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let there = shown(&county, &id);
    assert_eq!(names(&there).len(), 3);
    assert_eq!(there["row"]["receipt"]["state"], "receipted");
}

#[test]
fn a_form_that_did_not_see_a_household_does_not_take_it_away() {
    let world = World::new();
    let host = world.laptop_host();
    let (one, two, id) = two(&host);
    let opened = shown(&host, &id);
    let third = json!(world.home().household);
    let other = changed(&opened, &[&third], &[]);
    ask(&host, "distribution.save", other);
    let form = received(&shown(&host, &id), &[&third], &json!("2018-09-30"), "户主");
    ask(&host, "distribution.receive", form);
    let mut form = changed(&opened, &[&third], &[&two]);
    form["fields"] = json!({ "note": "第二批" });
    ask(&host, "distribution.save", form);
    let now = shown(&host, &id);
    assert_eq!(names(&now), ["欧阳木生 户主", "张德顺 "], "tick and all");
    assert_eq!(
        (&now["row"]["note"], &now["row"]["item"]),
        (&json!("第二批"), &json!("化肥"))
    );
    assert_eq!(
        code(&host, "distribution.save", {
            let mut form = changed(&now, &[], &[&one]);
            form["fields"] = json!({ "item": " " });
            form
        }),
        "violations"
    );
}

#[test]
fn who_received_it_while_another_took_the_household_out_is_still_there() {
    let world = World::new();
    let host = world.laptop_host();
    let (one, two, id) = two(&host);
    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let form = received(&shown(&county, &id), &[&two], &json!("2018-09-30"), "孙子");
    ask(&county, "distribution.receive", form);
    let form = changed(&shown(&host, &id), &[], &[&one, &two]);
    ask(&host, "distribution.save", form);
    assert_eq!(names(&shown(&host, &id)), Vec::<String>::new());
    world.sync();
    for side in [&host as &dyn api::Host, &county] {
        let now = shown(side, &id);
        assert_eq!(names(&now), ["黎根生 孙子"]);
        assert_eq!(
            (&now["row"]["households"], &now["row"]["received"]),
            (&json!(1), &json!(1))
        );
    }
}

#[test]
fn a_tick_is_written_against_what_was_shown_and_never_over_somebody_elses() {
    let world = World::new();
    let host = world.laptop_host();
    let (one, two, id) = two(&host);
    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let opened = shown(&host, &id);
    let form = received(&shown(&county, &id), &[&one], &json!("2018-09-29"), "儿媳");
    ask(&county, "distribution.receive", form);
    world.sync();
    // The pane was read before: all that wait are ticked, one of them is by now.
    let all = received(&opened, &[&one, &two], &json!("2018-09-30"), "户主");
    ask(&host, "distribution.receive", all);
    let now = shown(&host, &id);
    assert_eq!(names(&now), ["黎根生 户主", "张德顺 儿媳"]);
    assert_eq!(now["portions"][1]["received_on"], "2018-09-29");

    // Taken back by somebody who had not seen who changed it: both are kept.
    let opened = shown(&host, &id);
    let form = received(&shown(&county, &id), &[&one], &json!("2018-09-30"), "老伴");
    ask(&county, "distribution.receive", form);
    world.sync();
    let form = received(&opened, &[&one], &Value::Null, "");
    ask(&host, "distribution.receive", form);
    world.sync();
    let conflicts = ask(
        &county,
        "sync.conflicts",
        json!({ "limit": 9, "offset": 0 }),
    );
    assert_eq!(conflicts["total"], 1, "{conflicts}");
    let there = shown(&county, &id);
    assert_eq!(there["portions"][1]["conflict"], true);
}

#[test]
fn nothing_is_given_to_a_household_that_is_not_there_or_in_another_village() {
    let world = World::new();
    let host = world.laptop_host();
    for stranger in [domain::Id([9; 16]), world.villages[1].household] {
        let form = given(VILLAGE, &[json!(stranger)]);
        assert_eq!(code(&host, "distribution.save", form), "not_found");
    }
    // Who sees both villages gives to one at a time.
    let county = world.console("township_reviewer", TOWNSHIP);
    let both = [0, 1].map(|at| json!(world.villages[at].household));
    let form = given(VILLAGE, &both);
    assert_eq!(code(&county, "distribution.save", form), "violations");
    let form = given(NEIGHBOUR, &both[1..]);
    let saved = ask(&county, "distribution.save", form);
    let now = shown(&county, &saved["id"]);
    assert_eq!(now["portions"][0]["village_name"], "下坪村");
}
