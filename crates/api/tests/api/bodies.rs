//! Session, saves, history, undo, reveals, drafts and settings.

use serde_json::{Value, json};

use crate::rig::{self, COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code, empty};

fn save(host: &dyn api::Host, name: &str, id: Option<domain::Id>, fields: Value) -> Value {
    ask(
        host,
        name,
        json!({ "id": id, "base": 1_000, "fields": fields, "reason": null }),
    )
}

fn household(world: &World, host: &dyn api::Host) -> Value {
    ask(
        host,
        "record.get",
        json!({ "record": "household", "id": world.home().household }),
    )
}

#[test]
fn the_session_says_who_and_where_on_both_sides() {
    let world = World::new();
    let laptop = ask(&world.laptop_host(), "session.get", empty());
    assert_eq!(
        (&laptop["side"], &laptop["role"], &laptop["name"]),
        (&json!("laptop"), &json!("first_secretary"), &json!("沈一"))
    );
    assert_eq!(
        laptop["area"]["path"],
        json!(["双牌县", "塘底乡", "上坪村"])
    );
    assert_eq!(laptop["team"][0]["id"], json!(world.home().person));
    let console = ask(
        &world.console("township_reviewer", TOWNSHIP),
        "session.get",
        empty(),
    );
    assert_eq!(
        (&console["side"], &console["area"]["name"]),
        (&json!("county"), &json!("塘底乡"))
    );
}

#[test]
fn sensitive_fields_leave_masked_and_stay_when_they_are_not_sent() {
    let world = World::new();
    let host = world.laptop_host();
    let before = household(&world, &host);
    assert_eq!(
        (
            &before["fields"]["phone"],
            &before["fields"]["bank_account"]
        ),
        (&json!("100****0758"), &json!("***************4567"))
    );
    save(
        &host,
        "household.save",
        Some(world.home().household),
        json!({ "group_name": "三组" }),
    );
    let after = household(&world, &host);
    assert_eq!(after["fields"]["group_name"], "三组");
    assert_eq!(after["fields"]["phone"], before["fields"]["phone"]);
    let request = json!({ "record": "household", "id": world.home().household, "field": "phone" });
    assert_eq!(
        ask(&host, "reveal.get", request),
        json!({ "value": "10057840758" })
    );
}

#[test]
fn a_reveal_is_recorded_before_the_value_is_given_and_is_in_no_outbox() {
    let world = World::new();
    let host = world.laptop_host();
    let request = json!({ "record": "member", "id": world.home().member, "field": "id_number" });
    assert_eq!(
        ask(&host, "reveal.get", request.clone())["value"],
        "994433195707258852"
    );
    let reveals = ask(
        &host,
        "record.list",
        json!({ "record": "reveal", "limit": 10 }),
    );
    assert_eq!(reveals["rows"][0]["fields"]["field"], "id_number");
    assert_eq!(
        reveals["rows"][0]["fields"]["person_id"],
        json!(world.home().person)
    );
    assert_eq!(
        ask(&host, "sync.outbox", json!({ "limit": 10, "offset": 0 }))["total"],
        0
    );
    assert_eq!(ask(&host, "sync.status", empty())["pending"], 0);
    // A role that cannot record that it looked does not look.
    let auditor = world.console("auditor", COUNTY);
    assert_eq!(
        code(&auditor, "reveal.get", request.clone()),
        "not_permitted"
    );
    let open = json!({ "record": "member", "id": world.home().member, "field": "name" });
    assert_eq!(code(&host, "reveal.get", open), "violations");
    let reviewer = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(
        ask(&reviewer, "reveal.get", request)["value"],
        "994433195707258852"
    );
    let reveals = ask(
        &reviewer,
        "record.list",
        json!({ "record": "reveal", "limit": 10 }),
    );
    assert_eq!(reveals["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn rules_are_told_field_by_field_and_change_nothing() {
    let world = World::new();
    let host = world.laptop_host();
    let request = json!({ "id": null, "base": 0, "reason": null, "fields": {
        "household_id": world.home().household, "class": "industry", "content": "", "amount_fen": -5, "colour": "red" } });
    let error = api::dispatch(&host, "measure.save", request).unwrap_err();
    assert_eq!(error.violations[0].field, "colour");
    let request = json!({ "id": null, "base": 0, "reason": null, "fields": {
        "household_id": world.home().household, "class": "industry", "content": "", "amount_fen": -5 } });
    let error = api::dispatch(&host, "measure.save", request).unwrap_err();
    let found: Vec<(&str, &str)> = error
        .violations
        .iter()
        .map(|found| (found.field.as_str(), found.code.as_str()))
        .collect();
    assert_eq!(found, [("content", "required"), ("amount_fen", "negative")]);
    assert_eq!(ask(&host, "sync.status", empty())["pending"], 0);
}

#[test]
fn history_on_the_laptop_names_both_authors_across_a_sync() {
    let world = World::new();
    let reviewer = world.console("township_reviewer", TOWNSHIP);
    world.sync();
    save(
        &reviewer,
        "household.save",
        Some(world.home().household),
        json!({ "group_name": "二组" }),
    );
    world.sync();
    let host = world.laptop_host();
    ask(
        &host,
        "household.save",
        json!({ "id": world.home().household, "base": household(&world, &host)["version"],
        "fields": { "group_name": "三组", "phone": "10099998888" }, "reason": "搬了" }),
    );
    let waiting = ask(
        &host,
        "household.history",
        json!({ "id": world.home().household }),
    );
    assert_eq!(
        (
            &waiting["rows"][0]["receipt"]["state"],
            &waiting["rows"][0]["reason"]
        ),
        (&json!("stored"), &json!("搬了"))
    );
    world.sync();
    for host in [&host as &dyn api::Host, &reviewer] {
        let rows = ask(
            host,
            "household.history",
            json!({ "id": world.home().household }),
        );
        let row = |field: &str, at: usize| {
            rows["rows"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|row| row["field"] == field)
                .nth(at)
                .cloned()
                .unwrap()
        };
        let newest = row("group_name", 0);
        assert_eq!(
            (&newest["from"], &newest["to"], &newest["by_name"]),
            (&json!("二组"), &json!("三组"), &json!("沈一"))
        );
        assert_eq!(newest["receipt"]["state"], "receipted");
        assert!(
            newest["receipt"]["number"]
                .as_str()
                .unwrap()
                .starts_with("431128–")
        );
        assert_eq!(
            (
                &row("group_name", 1)["to"],
                &row("group_name", 1)["by_name"]
            ),
            (&json!("二组"), &json!("township_reviewer"))
        );
        assert_eq!(row("phone", 0)["to"], "100****8888");
        assert!(!rows.to_string().contains("10099998888"));
    }
}

#[test]
fn undo_puts_the_earlier_value_back_before_and_after_the_county_has_it() {
    let world = World::new();
    let host = world.laptop_host();
    for synced in [false, true] {
        let before = household(&world, &host)["fields"]["group_name"].clone();
        let saved = save(
            &host,
            "household.save",
            Some(world.home().household),
            json!({ "group_name": "九组" }),
        );
        if synced {
            world.sync();
        }
        let undone = ask(
            &host,
            "undo.run",
            json!({ "change_set": saved["change_set"] }),
        );
        assert_ne!(undone["change_set"], saved["change_set"]);
        assert_eq!(household(&world, &host)["fields"]["group_name"], before);
        assert_eq!(
            code(
                &host,
                "undo.run",
                json!({ "change_set": saved["change_set"] })
            ),
            "nothing_to_undo"
        );
        world.sync();
        let reviewer = world.console("township_reviewer", TOWNSHIP);
        assert_eq!(household(&world, &reviewer)["fields"]["group_name"], before);
    }
}

#[test]
fn undoing_a_new_record_deletes_it_and_undoing_that_brings_it_back() {
    let world = World::new();
    let host = world.laptop_host();
    let saved = save(
        &host,
        "problem.save",
        None,
        json!({ "household_id": world.home().household, "content": "屋顶漏雨" }),
    );
    let listed = || {
        ask(
            &host,
            "record.list",
            json!({ "record": "problem", "limit": 10 }),
        )["rows"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(listed(), 1);
    let undone = ask(
        &host,
        "undo.run",
        json!({ "change_set": saved["change_set"] }),
    );
    assert_eq!(listed(), 0);
    ask(
        &host,
        "undo.run",
        json!({ "change_set": undone["saved"]["change_set"] }),
    );
    assert_eq!(listed(), 1);
}

#[test]
fn what_someone_else_changed_since_is_not_undone() {
    let world = World::new();
    let reviewer = world.console("township_reviewer", TOWNSHIP);
    let secretary = world.console("first_secretary", VILLAGE);
    let saved = save(
        &secretary,
        "household.save",
        Some(world.home().household),
        json!({ "group_name": "三组" }),
    );
    assert_eq!(
        code(
            &reviewer,
            "undo.run",
            json!({ "change_set": saved["change_set"] })
        ),
        "not_permitted"
    );
    save(
        &reviewer,
        "household.save",
        Some(world.home().household),
        json!({ "group_name": "四组" }),
    );
    assert_eq!(
        code(
            &secretary,
            "undo.run",
            json!({ "change_set": saved["change_set"] })
        ),
        "nothing_to_undo"
    );
    assert_eq!(household(&world, &reviewer)["fields"]["group_name"], "四组");
}

#[test]
fn a_delete_needs_a_reason_and_is_in_no_list_but_in_the_history() {
    let world = World::new();
    let host = world.laptop_host();
    let mut request = json!({ "id": world.home().measure, "base": 1_000, "reason": " " });
    assert_eq!(code(&host, "measure.remove", request.clone()), "violations");
    request["reason"] = json!("重复了");
    ask(&host, "measure.remove", request);
    assert!(
        ask(
            &host,
            "record.list",
            json!({ "record": "measure", "limit": 10 })
        )["rows"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let rows = ask(
        &host,
        "record.history",
        json!({ "record": "measure", "id": world.home().measure }),
    );
    assert_eq!(
        (&rows["rows"][0]["field"], &rows["rows"][0]["reason"]),
        (&json!("deleted_at"), &json!("重复了"))
    );
}

#[test]
fn nothing_changed_makes_no_set() {
    let world = World::new();
    for host in [
        &world.laptop_host() as &dyn api::Host,
        &world.console("township_reviewer", TOWNSHIP),
    ] {
        let saved = save(
            host,
            "measure.save",
            Some(world.home().measure),
            json!({ "content": "养牛两头" }),
        );
        assert_eq!(
            (&saved["change_set"], &saved["state"]),
            (&Value::Null, &json!("receipted"))
        );
    }
}

#[test]
fn a_list_goes_on_where_it_stopped_and_keeps_to_its_filters() {
    let world = World::new();
    let reviewer = world.console("township_reviewer", TOWNSHIP);
    let first = ask(
        &reviewer,
        "record.list",
        json!({ "record": "household", "limit": 1 }),
    );
    let second = ask(
        &reviewer,
        "record.list",
        json!({ "record": "household", "limit": 1, "after": first["next"] }),
    );
    assert_ne!(first["rows"][0]["id"], second["rows"][0]["id"]);
    assert_eq!(second["next"], Value::Null);
    let of_home = ask(
        &reviewer,
        "record.list",
        json!({ "record": "visit", "limit": 9, "household_id": world.home().household,
        "person_id": world.home().person, "from": "2018-09-01", "to": "2018-09-30", "area": VILLAGE }),
    );
    assert_eq!(of_home["rows"].as_array().unwrap().len(), 1);
    let later = ask(
        &reviewer,
        "record.list",
        json!({ "record": "visit", "limit": 9, "from": "2018-10-01" }),
    );
    assert!(later["rows"].as_array().unwrap().is_empty());
    assert_eq!(
        ask(
            &reviewer,
            "record.find",
            json!({ "id": world.home().visit })
        )["record"],
        "visit"
    );
}

#[test]
fn drafts_and_settings_are_each_persons_own() {
    let world = World::new();
    let (a, b) = (
        world.console("township_reviewer", TOWNSHIP),
        world.console("county_office", COUNTY),
    );
    let laptop = world.laptop_host();
    for host in [&a as &dyn api::Host, &laptop] {
        assert_eq!(ask(host, "settings.get", empty())["type_size"], "standard");
        ask(
            host,
            "draft.save",
            json!({ "form": "visit", "subject": "x", "body": "{\"note\":\"半句\"}", "base": 7 }),
        );
        ask(
            host,
            "settings.save",
            rig::request("settings.save", world.home()),
        );
        ask(
            host,
            "filter.save",
            rig::request("filter.save", world.home()),
        );
        assert_eq!(
            ask(host, "draft.list", empty())[0]["body"],
            "{\"note\":\"半句\"}"
        );
        assert_eq!(ask(host, "settings.get", empty())["type_size"], "large");
        assert_eq!(
            ask(host, "filter.list", empty()),
            json!([{ "list": "household", "name": "三组", "query": "groups=三组" }])
        );
    }
    assert_eq!(ask(&b, "draft.list", empty()), json!([]));
    assert_eq!(ask(&b, "filter.list", empty()), json!([]));
    assert_eq!(ask(&b, "settings.get", empty())["type_size"], "standard");
    ask(
        &a,
        "draft.remove",
        json!({ "form": "visit", "subject": "x" }),
    );
    assert_eq!(ask(&a, "draft.list", empty()), json!([]));
    assert_eq!(
        ask(&laptop, "draft.list", empty())
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// Every form that has a draft: its operation, the form, and a request that is taken.
fn forms(world: &World) -> Vec<(&'static str, &'static str, Value)> {
    let home = world.home();
    let fields = |id: domain::Id, fields: Value| json!({ "id": id, "base": 1_000, "fields": fields, "reason": null });
    vec![
        ("visit.record", "visit", rig::request("visit.record", home)),
        (
            "household.save",
            "household_edit",
            fields(home.household, json!({ "address": "塘边第二户" })),
        ),
        (
            "member.save",
            "member_edit",
            fields(home.member, json!({ "name": "沈改名" })),
        ),
        (
            "measure.save",
            "measure_progress",
            fields(home.measure, json!({ "content": "养鸡一百只" })),
        ),
        (
            "problem.save",
            "problem",
            rig::request("problem.save", home),
        ),
    ]
}

fn draft_forms(host: &dyn api::Host) -> Vec<String> {
    ask(host, "draft.list", empty())
        .as_array()
        .unwrap()
        .iter()
        .map(|draft| draft["form"].as_str().unwrap().to_owned())
        .collect()
}

fn a_draft_goes_with_its_save(world: &World, host: &dyn api::Host) {
    for (operation, form, request) in forms(world) {
        let key = json!({ "form": form, "subject": "s" });
        let other = json!({ "form": form, "subject": "another", "body": "{}", "base": 0 });
        let draft = json!({ "form": form, "subject": "s", "body": "{\"note\":\"看\"}", "base": 0 });
        ask(host, "draft.save", draft);
        ask(host, "draft.save", other);

        // A form that is refused is still a draft.
        let mut refused = request.clone();
        refused["draft"] = key.clone();
        match operation {
            "visit.record" => refused["visited_on"] = json!("no day"),
            "measure.save" => refused["fields"] = json!({ "content": "" }),
            _ => refused["fields"] = json!({ "no_such_field": "x" }),
        }
        assert_ne!(code(host, operation, refused), "", "{operation}");
        assert_eq!(draft_forms(host), [form, form], "{operation}");

        let mut request = request;
        request["draft"] = key.clone();
        let saved = ask(host, operation, request.clone());
        assert!(saved["change_set"].is_string(), "{operation}: {saved}");
        assert_eq!(draft_forms(host), [form], "{operation}");

        // Saving again what stands is no change, and no reason to keep a draft.
        if request["id"].is_string() {
            let again = json!({ "form": form, "subject": "s", "body": "{}", "base": 0 });
            ask(host, "draft.save", again);
            let unchanged = ask(host, operation, request);
            assert!(
                unchanged["change_set"].is_null(),
                "{operation}: {unchanged}"
            );
            assert_eq!(draft_forms(host), [form], "{operation}");
        }
        ask(
            host,
            "draft.remove",
            json!({ "form": form, "subject": "another" }),
        );
    }
}

#[test]
fn a_draft_goes_in_the_transaction_of_its_save_on_both_sides() {
    let world = World::new();
    a_draft_goes_with_its_save(&world, &world.laptop_host());
    let world = World::new();
    a_draft_goes_with_its_save(&world, &world.console("first_secretary", VILLAGE));
}

#[test]
fn the_draft_of_one_account_does_not_go_with_the_save_of_another() {
    let world = World::new();
    let (mine, theirs) = (
        world.console("first_secretary", VILLAGE),
        world.console("team_leader", VILLAGE),
    );
    let draft = json!({ "form": "visit", "subject": "s", "body": "{}", "base": 0 });
    for host in [&mine, &theirs] {
        ask(host, "draft.save", draft.clone());
    }
    let mut request = rig::request("visit.record", world.home());
    request["draft"] = json!({ "form": "visit", "subject": "s" });
    ask(&mine, "visit.record", request);
    assert_eq!(draft_forms(&mine), [""; 0]);
    assert_eq!(draft_forms(&theirs), ["visit"]);
}

#[test]
fn a_visit_begun_before_its_household_left_the_area_can_be_saved_and_nothing_else_of_it_changed() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home();
    let body = json!({ "household_id": home.household, "note": "写了一半" }).to_string();
    ask(
        &host,
        "draft.save",
        json!({ "form": "visit", "subject": "", "body": body, "base": 0 }),
    );
    let county = world.console("township_reviewer", TOWNSHIP);
    let neighbour = json!({ "division_code": NEIGHBOUR });
    save(&county, "household.save", Some(home.household), neighbour);
    world.sync();
    let list = || {
        ask(
            &host,
            "household.list",
            rig::request("household.list", home),
        )
    };
    assert_eq!(list()["total"], 0, "in no count");
    let parked = household(&world, &host);
    assert_eq!(parked["receipt"]["parked"], true);
    let change = json!({ "id": home.household, "base": 0, "fields": { "group_name": "三组" }, "reason": null });
    assert_eq!(code(&host, "household.save", change), "not_permitted");
    let card = ask(&host, "household.card", json!({ "id": home.household }));
    assert_eq!(
        card["household"]["receipt"]["parked"], true,
        "what the form shows of it"
    );
    let mut written = rig::request("visit.record", home);
    let picture = image::DynamicImage::new_rgb8(40, 30);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    let put = api::photos::put(&host, bytes.get_ref()).unwrap();
    written["photos"] = json!([put]);
    written["photos"][0]["caption"] = json!("");
    let saved = ask(&host, "visit.record", written);
    assert_eq!(saved["state"], "stored");
    let id = saved["id"].clone();
    let request = json!({ "record": "visit", "id": id });
    let visit = ask(&host, "record.get", request);
    assert_eq!(
        (&visit["fields"]["note"], &visit["receipt"]["parked"]),
        (&json!("看了牛"), &json!(true))
    );
}
