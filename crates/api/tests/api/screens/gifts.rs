//! Wishes and things given out.

use serde_json::{Value, json};

use super::household;
use crate::rig::{TOWNSHIP, VILLAGE, World, ask, code};

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

fn given(id: Option<&Value>, base: &Value, households: &[Value]) -> Value {
    json!({ "id": id, "base": base, "division_code": VILLAGE, "given_on": "2018-09-30", "item": "化肥", "quantity": 2,
        "quantity_unit": "袋", "source": "帮扶单位", "note": "", "household_ids": households })
}

fn names(detail: &Value) -> Vec<String> {
    let portions = detail["portions"].as_array().unwrap().iter();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or("").to_owned();
    portions
        .map(|row| format!("{} {}", text(row, "head_name"), text(row, "received_by")))
        .collect()
}

#[test]
fn things_are_given_to_chosen_households_and_what_was_received_stays() {
    let world = World::new();
    let host = world.laptop_host();
    let one = json!(household(&host, "4311280011", "下坪组", &["张德顺"]));
    let two = json!(household(&host, "4311280012", "上坪组", &["黎根生"]));
    assert_eq!(
        code(&host, "distribution.save", given(None, &json!(0), &[])),
        "violations"
    );
    let both = [one.clone(), two.clone()];
    let saved = ask(&host, "distribution.save", given(None, &json!(0), &both));
    assert_eq!(saved["change_sets"].as_array().unwrap().len(), 2);
    let get = || ask(&host, "distribution.get", json!({ "id": saved["id"] }));
    assert_eq!(names(&get()), ["黎根生 ", "张德顺 "], "by group");
    let receive = |on: Value, by: &str, who: &Value| json!({ "distribution_id": saved["id"], "household_ids": [who], "received_on": on, "received_by": by });
    assert_eq!(
        code(
            &host,
            "distribution.receive",
            receive(json!("2018-10-01"), "户主", &one)
        ),
        "violations"
    );
    ask(
        &host,
        "distribution.receive",
        receive(json!("2018-09-30"), " 儿媳 ", &one),
    );
    assert_eq!(names(&get()), ["黎根生 ", "张德顺 儿媳"]);
    assert_eq!(
        (&get()["row"]["households"], &get()["row"]["received"]),
        (&json!(2), &json!(1))
    );

    // Taken out of the choice: who received it stays, the other is gone, and comes back when chosen again.
    let third = json!(world.home().household);
    let version = get()["row"]["version"].clone();
    ask(
        &host,
        "distribution.save",
        given(Some(&saved["id"]), &version, std::slice::from_ref(&third)),
    );
    assert_eq!(names(&get()), ["欧阳木生 ", "张德顺 儿媳"]);
    ask(
        &host,
        "distribution.save",
        given(Some(&saved["id"]), &version, &[third, two]),
    );
    assert_eq!(get()["row"]["households"], 3);
    ask(
        &host,
        "distribution.receive",
        receive(Value::Null, "儿媳", &one),
    );
    assert_eq!(get()["row"]["received"], 0);

    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let there = ask(&county, "distribution.get", json!({ "id": saved["id"] }));
    assert_eq!(names(&there).len(), 3);
    assert_eq!(there["row"]["receipt"]["state"], "receipted");
}

#[test]
fn nothing_is_given_to_a_household_that_is_not_there_or_in_another_village() {
    let world = World::new();
    let host = world.laptop_host();
    for stranger in [domain::Id([9; 16]), world.villages[1].household] {
        let form = given(None, &json!(0), &[json!(stranger)]);
        assert_eq!(code(&host, "distribution.save", form), "not_found");
    }
}
