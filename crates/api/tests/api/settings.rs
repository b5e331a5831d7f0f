//! 设置: the people of one's area, and what one has looked at.

use serde_json::json;

use crate::rig::{World, ask, empty};

#[test]
fn the_people_of_ones_area_stand_by_role_and_their_phones_are_masked() {
    let world = World::new();
    let host = world.laptop_host();
    let people = ask(&host, "person.list", empty());
    let rows = people["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "nobody of another village");
    let me = &rows[0];
    assert_eq!(me["name"], "沈一");
    assert_eq!(
        me["role"], "first_secretary",
        "by the right, where no posting says it"
    );
    assert_eq!(me["is_me"], true);
    assert_eq!(me["phone"], "100****2222");
    assert!(!people.to_string().contains("10011112222"));
}

#[test]
fn what_one_has_looked_at_is_listed_the_newest_first_and_nobody_elses() {
    let world = World::new();
    let host = world.laptop_host();
    let page = json!({"limit": 10, "offset": 0});
    assert_eq!(ask(&host, "reveal.list", page.clone())["total"], 0);
    let home = world.home();
    for (record, id, field) in [
        ("household", home.household, "phone"),
        ("member", home.member, "id_number"),
    ] {
        let asked = json!({"record": record, "id": id, "field": field});
        ask(&host, "reveal.get", asked);
    }
    let looked = ask(&host, "reveal.list", page.clone());
    assert_eq!(looked["total"], 2);
    let fields: Vec<&str> = looked["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["id_number", "phone"]);
    let first = &looked["rows"][0];
    assert_eq!(first["title"], "欧阳木生");
    assert_eq!(first["household_id"], home.household.to_string());
    assert!(!looked.to_string().contains("994433195707258852"));
    // Somebody of the same village looked too: it comes with the next page and stays out of this list.
    world.sync();
    let other = world.console("first_secretary", crate::rig::VILLAGE);
    let asked = json!({"record": "household", "id": home.household, "field": "phone"});
    ask(&other, "reveal.get", asked);
    world.sync();
    assert_eq!(ask(&host, "reveal.list", page)["total"], 2);
    let one = json!({"limit": 1, "offset": 1});
    assert_eq!(ask(&host, "reveal.list", one)["rows"][0]["field"], "phone");
}
