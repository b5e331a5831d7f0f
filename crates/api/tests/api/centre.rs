//! The sync centre, and the county's laptops.

use domain::Env;
use serde_json::json;

use crate::rig::{COUNTY, TOWNSHIP, World, ask, empty};

fn page() -> serde_json::Value {
    json!({ "limit": 20, "offset": 0 })
}

#[test]
fn a_record_waits_in_the_outbox_and_then_has_its_receipt() {
    let world = World::new();
    let host = world.laptop_host();
    let request = json!({ "id": null, "base": 0, "reason": null,
        "fields": { "household_id": world.home().household, "content": "屋顶漏雨" } });
    let saved = ask(&host, "problem.save", request);
    let outbox = ask(&host, "sync.outbox", page());
    assert_eq!(
        (&outbox["total"], &outbox["rows"][0]["title"]),
        (&json!(1), &json!("欧阳木生"))
    );
    assert_eq!(outbox["rows"][0]["content"], "屋顶漏雨");
    assert_eq!(outbox["rows"][0]["change_set"], saved["change_set"]);
    assert_eq!(
        outbox["rows"][0]["household_id"],
        json!(world.home().household)
    );
    assert_eq!(ask(&host, "sync.status", empty())["pending"], 1);
    assert_eq!(ask(&host, "sync.receipts", page())["total"], 0);
    world.sync();
    assert_eq!(ask(&host, "sync.outbox", page())["total"], 0);
    let receipts = ask(&host, "sync.receipts", page());
    assert_eq!(
        (&receipts["total"], &receipts["rows"][0]["verdict"]),
        (&json!(1), &json!("applied"))
    );
    let number = &receipts["rows"][0]["number"];
    let view = ask(
        &host,
        "record.get",
        json!({ "record": "problem", "id": saved["id"] }),
    );
    assert_eq!(
        (&view["receipt"]["state"], &view["receipt"]["number"]),
        (&json!("receipted"), number)
    );
    let status = ask(&host, "sync.status", empty());
    assert_eq!(
        (&status["pending"], &status["receipted"], &status["network"]),
        (&json!(0), &json!(1), &json!("online"))
    );
    assert!(status["last_sync_at_ms"].is_i64());
}

#[test]
fn two_people_on_one_field_are_one_conflict_that_both_sides_show() {
    let world = World::new();
    let host = world.laptop_host();
    let reviewer = world.console("township_reviewer", TOWNSHIP);
    world.sync();
    let version = ask(
        &host,
        "record.get",
        json!({ "record": "measure", "id": world.home().measure }),
    )["version"]
        .clone();
    let edit = |amount: i64| json!({ "id": world.home().measure, "base": version, "reason": null, "fields": { "paid_fen": amount } });
    ask(&reviewer, "measure.save", edit(100_000));
    ask(&host, "measure.save", edit(300_000));
    world.sync();
    let mine = ask(&host, "sync.conflicts", page());
    assert_eq!(mine["total"], 1);
    let card = &mine["rows"][0];
    assert_eq!(
        (&card["policy"], &card["record"], &card["title"]),
        (&json!("keep"), &json!("measure"), &json!("欧阳木生"))
    );
    assert_eq!(
        (&card["standing_by"], &card["losing_by"]),
        (&json!("township_reviewer"), &json!("沈一"))
    );
    assert_eq!(card["fields"][0]["losing"], 300_000);
    assert_eq!(card["fields"][0]["standing"], 100_000);
    assert_eq!(
        (&card["losing_is_mine"], &card["standing_is_mine"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(card["fields"][0]["base"], json!(null));
    let theirs = &ask(&reviewer, "sync.conflicts", page())["rows"][0];
    assert_eq!(
        (
            &theirs["fields"][0]["standing"],
            &theirs["standing_is_mine"],
            &theirs["losing_is_mine"]
        ),
        (&json!(100_000), &json!(true), &json!(false))
    );
    assert_eq!(ask(&host, "sync.status", empty())["conflicts"], 1);
    let view = ask(
        &host,
        "record.get",
        json!({ "record": "measure", "id": world.home().measure }),
    );
    assert_eq!(view["conflict_fields"], json!(["paid_fen"]));
    let history = ask(
        &host,
        "record.history",
        json!({ "record": "measure", "id": world.home().measure }),
    );
    assert_eq!(history["rows"][0]["receipt"]["state"], "merged");
}

#[test]
fn a_masked_value_in_conflict_is_shown_only_with_an_audit_line() {
    let world = World::new();
    let host = world.laptop_host();
    let reviewer = world.console("dossier_keeper", TOWNSHIP);
    world.sync();
    let home = world.home().household;
    let version = ask(
        &host,
        "record.get",
        json!({ "record": "household", "id": home }),
    )["version"]
        .clone();
    let edit = |phone: &str| json!({ "id": home, "base": version, "reason": null, "fields": { "phone": phone } });
    ask(&reviewer, "household.save", edit("10011112222"));
    ask(&host, "household.save", edit("10033334444"));
    world.sync();
    let cards = ask(&host, "sync.conflicts", page());
    let card = &cards["rows"][0];
    let field = &card["fields"][0];
    assert_eq!(
        (&field["field"], &field["sensitive"]),
        (&json!("phone"), &json!(true))
    );
    for side in ["standing", "losing"] {
        let masked = field[side].as_str().unwrap();
        assert!(masked.contains('*'), "{masked}");
        let asked = json!({ "id": card["id"], "field": "phone", "side": side });
        let shown = ask(&host, "conflict.reveal", asked)["value"].clone();
        let mine = card[format!("{side}_is_mine")] == json!(true);
        assert_eq!(
            shown,
            if mine { "10033334444" } else { "10011112222" },
            "{side}"
        );
    }
    let reveals = ask(
        &host,
        "record.list",
        json!({ "record": "reveal", "limit": 10 }),
    );
    assert_eq!(reveals["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        crate::rig::code(
            &host,
            "conflict.reveal",
            json!({ "id": card["id"], "field": "group_name", "side": "losing" })
        ),
        "violations"
    );
}

#[test]
fn a_set_that_the_county_may_not_take_is_listed_with_its_reason() {
    let world = World::new();
    let host = world.laptop_host();
    let other = {
        let mut laptop = world.laptop.lock().unwrap();
        let grant = laptop.grant().unwrap();
        let identity = store::laptop::Identity {
            grant: domain::Id([9; 16]),
            id_key: [7; 32],
            scope: laptop.scope().unwrap(),
        };
        laptop.enrol(&*world.env, &identity).unwrap();
        grant
    };
    let request = json!({ "id": null, "base": 0, "reason": null,
        "fields": { "household_id": world.home().household, "content": "井水浑" } });
    ask(&host, "problem.save", request);
    {
        let mut laptop = world.laptop.lock().unwrap();
        let identity = store::laptop::Identity {
            grant: other,
            id_key: [7; 32],
            scope: laptop.scope().unwrap(),
        };
        laptop.enrol(&*world.env, &identity).unwrap();
    }
    world.sync();
    let refused = ask(&host, "sync.refused", page());
    assert_eq!(
        (&refused["total"], &refused["rows"][0]["verdict"]),
        (&json!(1), &json!("quarantined"))
    );
    assert_eq!(
        (
            &refused["rows"][0]["reason"],
            &refused["rows"][0]["content"]
        ),
        (&json!("not_permitted"), &json!("井水浑"))
    );
    let status = ask(&host, "sync.status", empty());
    assert_eq!(
        (&status["held"], &status["receipted"]),
        (&json!(1), &json!(0))
    );
}

#[test]
fn how_a_sync_went_is_shown_as_it_was_written() {
    let world = World::new();
    let report = json!({ "ok": false, "error": "cut", "pushed": 3, "receipts": 2, "bytes_up": 900, "seconds": 4 });
    world
        .laptop
        .lock()
        .unwrap()
        .note_run(&*world.env, 1_538_300_000_000, &report)
        .unwrap();
    let runs = ask(&world.laptop_host(), "sync.runs", page());
    assert_eq!(
        (
            &runs["total"],
            &runs["rows"][0]["error"],
            &runs["rows"][0]["pushed"]
        ),
        (&json!(1), &json!("cut"), &json!(3))
    );
    assert_eq!(
        (&runs["rows"][0]["ok"], &runs["rows"][0]["pulled"]),
        (&json!(false), &json!(0))
    );
}

#[test]
fn laptops_of_ones_area_are_listed_and_the_stalest_village_named() {
    let world = World::new();
    let township = world.console("township_reviewer", TOWNSHIP);
    let laptops = ask(&township, "device.list", page());
    assert_eq!(
        (&laptops["total"], &laptops["rows"][1]["area_name"]),
        (&json!(2), &json!("下坪村"))
    );
    let status = ask(&township, "county.status", empty());
    assert_eq!(
        (&status["villages_all"], &status["villages_today"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&status["stalest_name"], &status["stalest_days"]),
        (&json!("下坪村"), &json!(9))
    );
    let county = world.console("county_administrator", COUNTY);
    assert_eq!(ask(&county, "device.list", page())["total"], 3);
    assert_eq!(ask(&county, "county.status", empty())["villages_all"], 3);
}

#[test]
fn a_clock_that_is_far_off_is_told_and_the_date_that_a_person_gives_goes_before_it() {
    let world = World::new();
    let host = world.laptop_host();
    let contact = |offset_ms: i64| {
        let mut store = world.laptop.lock().unwrap();
        let at = world.env.wall_ms() + offset_ms;
        store.note_contact(&*world.env, COUNTY, at, 0).unwrap();
    };
    let told = || {
        let status = ask(&host, "sync.status", empty());
        (
            status["trouble"].as_str().unwrap().to_owned(),
            status["asks_today"].as_bool().unwrap(),
        )
    };
    contact(10 * 60_000);
    assert_eq!(told(), (String::new(), false));
    contact(-10 * 60_000 - 1);
    assert_eq!(told(), ("clock".to_owned(), true));
    let day = |on: &str| json!({ "today": on });
    assert_eq!(
        ask(&host, "session.give_today", day("2018-10-02"))["today"],
        "2018-10-02"
    );
    assert_eq!(told(), ("clock".to_owned(), false), "asked once");
    assert_eq!(
        ask(&host, "workbench.get", json!({ "rows": 6 }))["today"],
        "2018-10-02"
    );
    let visit = json!({
        "id": null, "base": 0, "household_id": world.home().household, "visited_on": "2018-10-02", "person_ids": [],
        "mode": "home", "purposes": ["routine"], "policies": [], "met": "", "note": "看了牛", "satisfaction": "",
        "day_part": "afternoon", "photos": [], "problem": "", "problem_due_on": null, "reason": null
    });
    let saved = ask(&host, "visit.record", visit);
    let detail = ask(&host, "visit.detail", json!({ "id": saved["id"] }));
    assert_eq!(detail["visit"]["fields"]["day_part"], "afternoon");
    // Eight hours slow: what the county's clock says too is taken to the millisecond, so the day turns at the right hour.
    contact(8 * 3_600_000);
    let by_county = ask(&host, "session.give_today", day("2018-10-01"));
    let shift = by_county["clock_shift_ms"].as_i64().unwrap();
    assert!((shift - 8 * 3_600_000).abs() < 60_000, "{shift}");
    let refused = api::dispatch(&host, "session.give_today", day("2018-02-30")).unwrap_err();
    assert_eq!(refused.violations[0].field, "today");
    assert_eq!(
        ask(&world.laptop_host(), "session.get", empty())["today"],
        "2018-09-30"
    );
}
