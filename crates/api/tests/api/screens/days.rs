//! Days and nights, and the workbench that asks for them.

use api::Host;
use domain::{
    Id,
    records::{Posting, Team},
};
use serde_json::{Value, json};

use super::{household, put};
use crate::rig::{VILLAGE, World, ask, code};

fn day(on: &str, more: &Value) -> Value {
    let mut form = json!({ "on": [on], "day": null, "night": null, "day_places": null, "night_place": null, "note": null });
    for (name, value) in more.as_object().unwrap() {
        form[name] = value.clone();
    }
    form
}

#[test]
fn a_night_keeps_the_day_and_the_note() {
    let world = World::new();
    let host = world.laptop_host();
    ask(
        &host,
        "stay.record",
        day(
            "2018-09-30",
            &json!({ "day": "trip", "note": "到县里开会" }),
        ),
    );
    let recorded = ask(
        &host,
        "stay.record",
        day("2018-09-30", &json!({ "night": "stayed" })),
    );
    let today = &recorded["days"][0];
    assert_eq!(
        (&today["day"], &today["night"], &today["note"]),
        (&json!("trip"), &json!("stayed"), &json!("到县里开会"))
    );
    assert_eq!(today["night_place"], VILLAGE);
    let undone = ask(
        &host,
        "stay.record",
        day("2018-09-30", &json!({ "night": "" })),
    );
    assert_eq!(undone["days"][0]["day"], "trip");
    assert_eq!(undone["days"][0]["night_place"], "");
    assert_eq!(
        code(
            &host,
            "stay.record",
            day("2018-10-02", &json!({ "night": "stayed" }))
        ),
        "violations"
    );
    assert_eq!(
        code(
            &host,
            "stay.record",
            day("2018-10-02", &json!({ "day": "leave" }))
        ),
        ""
    );
}

#[test]
fn a_cleared_day_does_not_come_back_with_the_next_word() {
    let world = World::new();
    let host = world.laptop_host();
    let saved = ask(
        &host,
        "stay.record",
        day(
            "2018-09-29",
            &json!({ "day": "trip", "night": "stayed", "note": "旧" }),
        ),
    );
    ask(
        &host,
        "stay.remove",
        json!({ "id": saved["saved"][0]["id"], "base": 0, "reason": "记错" }),
    );
    let again = ask(
        &host,
        "stay.record",
        day("2018-09-29", &json!({ "day": "village" })),
    );
    assert_eq!(again["days"][0]["night"], "");
    assert_eq!(again["days"][0]["note"], "");
}

#[test]
fn a_month_shows_every_day_with_its_visits_and_no_goal_that_no_rule_gives() {
    let world = World::new();
    let month = ask(
        &world.laptop_host(),
        "stay.month",
        json!({ "month": "2018-09", "person_id": null }),
    );
    let days = month["days"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    assert_eq!(days[27]["visit_names"], json!(["欧阳木生"]));
    assert_eq!(days[27]["recorded"], true);
    assert_eq!(days[0]["kind"], "rest");
    assert_eq!(
        (&month["nights"], &month["days_present"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(month["night_goal"], Value::Null);
    assert_eq!(
        code(
            &world.laptop_host(),
            "stay.month",
            json!({ "month": "2018-13", "person_id": null })
        ),
        "malformed"
    );
}

#[test]
fn the_workbench_says_what_waits() {
    let world = World::new();
    let host = world.laptop_host();
    household(&host, "4311280011", "下坪组", &["张德顺"]);
    let team = put(
        &world.console("county_office", "431128"),
        &Team {
            name: "工作队".into(),
            division_code: VILLAGE.into(),
            ..Team::default()
        },
    );
    world.sync();
    let other = Id([5; 16]);
    for person in [world.home().person, other] {
        let posting = Posting {
            person_id: Some(person),
            team_id: Some(team),
            ..Posting::default()
        };
        put(&world.console("county_office", "431128"), &posting);
    }
    world.sync();
    let bench = ask(&host, "workbench.get", json!({ "rows": 6 }));
    assert_eq!(bench["today"], "2018-09-30");
    assert_eq!(bench["days_left"], 92);
    assert_eq!(
        (&bench["visits_month"], &bench["households_all"]),
        (&json!(1), &json!(2))
    );
    let unvisited = &bench["groups"][2];
    assert_eq!(
        (&unvisited["kind"], &unvisited["total"]),
        (&json!("unvisited"), &json!(1))
    );
    assert_eq!(
        (
            &unvisited["rows"][0]["title"],
            &unvisited["rows"][0]["days"]
        ),
        (&json!("张德顺"), &json!(-1))
    );
    assert_eq!(bench["bars"].as_array().unwrap().len(), 7);
    assert_eq!(bench["bars"][4]["count"], 1);
    // It is half past five in the afternoon: the card asks for the night to come.
    assert_eq!(
        (&bench["tonight"]["asks"], &bench["tonight"]["on"]),
        (&json!("tonight"), &json!("2018-09-30"))
    );
    assert_eq!(bench["tonight"]["recorded"], false);
    assert_eq!(
        (
            &bench["tonight"]["teammates"],
            &bench["tonight"]["teammates_stayed"]
        ),
        (&json!(1), &json!(0))
    );
    assert_eq!(bench["tonight"]["goal"], Value::Null);
    ask(
        &host,
        "stay.record",
        day("2018-09-30", &json!({ "night": "stayed" })),
    );
    let after = ask(&host, "workbench.get", json!({ "rows": 6 }));
    assert_eq!(after["tonight"]["recorded"], true);
    assert_eq!(after["tonight"]["month_nights"], 2);
    assert_eq!(after["recent"][0]["kind"], "stay");
}

#[test]
fn until_noon_the_card_asks_for_the_night_that_is_over() {
    let world = World::new();
    let host = world.laptop_host();
    // Eleven in the morning of the next day.
    world
        .env
        .set(1_538_300_000_000 + 17 * 3_600_000 + 1_600_000);
    let asked =
        |host: &dyn Host| ask(host, "workbench.get", json!({ "rows": 1 }))["tonight"].clone();
    assert_eq!(
        (&asked(&host)["asks"], &asked(&host)["on"]),
        (&json!("last_night"), &json!("2018-09-30"))
    );
    ask(
        &host,
        "stay.record",
        day("2018-09-30", &json!({ "night": "stayed" })),
    );
    assert_eq!(
        (&asked(&host)["asks"], &asked(&host)["on"]),
        (&json!("tonight"), &json!("2018-10-01"))
    );
    world.env.set(1_538_300_000_000 + 19 * 3_600_000);
    assert_eq!(asked(&host)["on"], "2018-10-01", "after noon");
}
