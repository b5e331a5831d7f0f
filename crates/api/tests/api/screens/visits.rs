//! A visit after it was written: corrected, withdrawn, taken back; what was asked for on it; what it led to.

use base64ct::{Base64, Encoding};
use domain::records::{Measure, Visit};
use serde_json::{Value, json};

use super::{put, visit};
use crate::rig::{NEIGHBOUR, TOWNSHIP, World, ask, code};

fn visits(host: &dyn api::Host, view: &str) -> Value {
    let query = json!({ "view": view, "q": "", "persons": [], "groups": [], "purposes": [], "household_id": null,
        "month": null, "limit": 9, "offset": 0 });
    ask(host, "visit.list", query)
}

fn count_of(page: &Value, view: &str) -> u64 {
    let views = page["views"].as_array().unwrap();
    let found = views.iter().find(|one| one["code"] == view).unwrap();
    found["count"].as_u64().unwrap()
}

fn requests(host: &dyn api::Host, view: &str) -> Value {
    let query = json!({ "view": view, "q": "", "persons": [], "household_id": null, "limit": 9, "offset": 0 });
    ask(host, "request.list", query)
}

#[test]
fn a_withdrawn_visit_leaves_every_count_stands_in_its_own_list_and_comes_back() {
    let world = World::new();
    let host = world.laptop_host();
    let id = world.home().visit;
    let bench = || ask(&host, "workbench.get", json!({ "rows": 5 }));
    assert_eq!(bench()["visits_month"], 1);
    ask(
        &host,
        "visit.remove",
        json!({ "id": id, "base": 1_000, "reason": "记到了另一户" }),
    );
    assert_eq!(bench()["visits_month"], 0);
    assert_eq!(visits(&host, "all")["total"], 0);
    let gone = visits(&host, "withdrawn");
    assert_eq!(
        (&gone["total"], count_of(&gone, "withdrawn")),
        (&json!(1), 1)
    );
    assert_eq!(gone["rows"][0]["withdrawn_reason"], "记到了另一户");
    let detail = ask(&host, "visit.detail", json!({ "id": id }));
    assert!(detail["row"]["withdrawn_at_ms"].is_i64());
    let card = ask(
        &host,
        "household.card",
        json!({ "id": world.home().household }),
    );
    assert_eq!(card["visits_total"], 0);

    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(count_of(&visits(&county, "all"), "withdrawn"), 1);
    let version = ask(&host, "visit.detail", json!({ "id": id }))["visit"]["version"].clone();
    let back = ask(&host, "visit.restore", json!({ "id": id, "base": version }));
    assert_eq!(back["state"], "stored");
    world.sync();
    for side in [&host as &dyn api::Host, &county] {
        let page = visits(side, "all");
        assert_eq!(count_of(&page, "withdrawn"), 0);
        let row = page["rows"].as_array().unwrap().iter();
        assert_eq!(row.filter(|row| row["id"] == json!(id)).count(), 1);
    }
    let again = ask(&host, "visit.restore", json!({ "id": id, "base": version }));
    assert_eq!(again["change_set"], Value::Null, "it is there");
}

#[test]
fn a_visit_undone_as_soon_as_it_was_written_is_in_no_list() {
    let world = World::new();
    let host = world.laptop_host();
    let saved = ask(
        &host,
        "visit.record",
        visit(world.home().household, &json!({})),
    );
    ask(
        &host,
        "undo.run",
        json!({ "change_set": saved["change_set"] }),
    );
    let page = visits(&host, "withdrawn");
    assert_eq!((&page["total"], count_of(&page, "all")), (&json!(0), 1));
}

#[test]
fn a_correction_says_what_stood_there_with_names_for_people() {
    let world = World::new();
    let host = world.laptop_host();
    let (home, id) = (world.home().household, world.home().visit);
    let version = ask(&host, "visit.detail", json!({ "id": id }))["visit"]["version"].clone();
    let form = visit(
        home,
        &json!({ "id": id, "base": version, "visited_on": "2018-09-28", "note": "屋顶补好了", "mode": "phone",
            "person_ids": [], "purposes": [], "reason": "记成了另一户的话" }),
    );
    ask(&host, "visit.record", form);
    let history = ask(
        &host,
        "record.history",
        json!({ "record": "visit", "id": id }),
    );
    let of = |field: &str| {
        let rows = history["rows"].as_array().unwrap().iter();
        let row = rows.clone().find(|row| row["field"] == field).unwrap();
        [&row["from"], &row["to"], &row["reason"]].map(Clone::clone)
    };
    assert_eq!(
        of("note"),
        ["屋顶漏雨", "屋顶补好了", "记成了另一户的话"].map(Value::from)
    );
    assert_eq!(of("person_ids")[0], "沈一");
}

#[test]
fn a_request_heard_on_a_visit_is_followed_until_the_household_confirms() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let saved = ask(
        &host,
        "visit.record",
        visit(
            home,
            &json!({ "note": "", "request": " 想学电焊 ", "request_due_on": "2018-09-29" }),
        ),
    );
    assert_eq!(world.laptop.lock().unwrap().waiting().unwrap().sets, 2);
    let detail = ask(&host, "visit.detail", json!({ "id": saved["id"] }));
    let request = detail["requests"][0].clone();
    assert_eq!(
        (
            &request["content"],
            &request["state"],
            &request["person_name"],
            &request["late_days"]
        ),
        (
            &json!("想学电焊"),
            &json!("open"),
            &json!("沈一"),
            &json!(1)
        )
    );
    // The earlier one of the household has no date and comes last.
    let page = requests(&host, "waiting");
    assert_eq!(page["total"], 2);
    assert_eq!(page["rows"][0]["content"], "想学电焊");
    assert_eq!(count_of(&page, "late"), 1);

    let change = |fields: Value, base: &Value| json!({ "id": request["id"], "base": base, "fields": fields, "reason": null });
    let without_a_name =
        json!({ "state": "confirmed", "solved_on": "2018-09-30", "confirmed_on": "2018-09-30" });
    assert_eq!(
        code(&host, "request.save", change(without_a_name, &json!(0))),
        "violations"
    );
    let solved = ask(
        &host,
        "request.save",
        change(
            json!({ "state": "solved", "solved_on": "2018-09-30", "result": "报了镇里的班" }),
            &json!(0),
        ),
    );
    let page = requests(&host, "solved");
    assert_eq!((&page["total"], count_of(&page, "waiting")), (&json!(1), 2));
    assert_eq!(page["rows"][0]["late_days"], 0);
    ask(
        &host,
        "request.save",
        change(
            json!({ "state": "confirmed", "confirmed_on": "2018-09-30", "confirmed_by": "区月英" }),
            &solved["version"],
        ),
    );
    let groups = ask(&host, "workbench.get", json!({ "rows": 5 }))["groups"].clone();
    let waiting = groups.as_array().unwrap().iter();
    let waiting = waiting
        .clone()
        .find(|group| group["kind"] == "requests")
        .unwrap();
    assert_eq!(waiting["total"], 1);
    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let row = ask(&county, "request.get", json!({ "id": request["id"] }));
    assert_eq!(
        (
            &row["state"],
            &row["confirmed_by"],
            &row["receipt"]["state"]
        ),
        (&json!("confirmed"), &json!("区月英"), &json!("receipted"))
    );
}

#[test]
fn a_policy_is_told_of_a_household_by_the_visits_that_count() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let mut told = Vec::new();
    for (on, policies) in [
        ("2018-09-20", json!(["medical", "loan"])),
        ("2018-09-27", json!(["medical"])),
    ] {
        let form = visit(home, &json!({ "visited_on": on, "policies": policies }));
        told.push(ask(&host, "visit.record", form)["id"].clone());
    }
    let of = |policy: &str| {
        let card = ask(&host, "household.card", json!({ "id": home }));
        let policies = card["policies"].as_array().unwrap().clone();
        assert_eq!(policies.len(), domain::codes::POLICY.entries.len());
        let found = policies
            .into_iter()
            .find(|one| one["policy"] == policy)
            .unwrap();
        (found["last_on"].clone(), found["times"].clone())
    };
    assert_eq!(of("medical"), (json!("2018-09-27"), json!(2)));
    assert_eq!(of("pension"), (Value::Null, json!(0)));
    ask(
        &host,
        "visit.remove",
        json!({ "id": told[1], "base": 1_000, "reason": "没讲" }),
    );
    assert_eq!(of("medical"), (json!("2018-09-20"), json!(1)));
    let context = ask(
        &host,
        "visit.context",
        json!({ "household_id": home, "visited_on": "2018-09-30" }),
    );
    assert_eq!(context["policies"].as_array().unwrap().len(), 2);
    assert_eq!(context["requests"][0]["content"], "水管冻裂");
}

#[test]
fn a_visit_led_to_something_by_its_rule_and_only_ones_own_are_counted() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let led = || {
        let found = ask(&host, "workbench.get", json!({ "rows": 5 }))["led"].clone();
        (
            found["led"].as_u64().unwrap(),
            found["all"].as_u64().unwrap(),
        )
    };
    assert_eq!(led(), (0, 1), "a request alone, not solved, is no fruit");
    // Somebody else's, and one of long ago.
    for (on, person) in [
        ("2018-09-29", world.villages[1].person),
        ("2018-05-01", world.home().person),
    ] {
        put(
            &host,
            &Visit {
                household_id: Some(home),
                visited_on: on.to_owned(),
                person_ids: vec![person.to_string()],
                purposes: vec!["errand".to_owned()],
                ..Visit::default()
            },
        );
    }
    assert_eq!(led(), (0, 1));
    ask(
        &host,
        "visit.record",
        visit(home, &json!({ "purposes": ["errand"] })),
    );
    ask(
        &host,
        "visit.record",
        visit(home, &json!({ "purposes": ["condolence"] })),
    );
    ask(
        &host,
        "visit.record",
        visit(home, &json!({ "problem": "屋顶漏雨" })),
    );
    assert_eq!(led(), (2, 4));
    ask(
        &host,
        "request.save",
        json!({ "id": world.home().request, "base": 1_000, "reason": null,
            "fields": { "state": "solved", "solved_on": "2018-09-30" } }),
    );
    assert_eq!(led(), (3, 4));
    let measure = |starts_on: &str| Measure {
        household_id: Some(home),
        class: "industry".to_owned(),
        content: "养蜂".to_owned(),
        starts_on: starts_on.to_owned(),
        state: "running".to_owned(),
        ..Measure::default()
    };
    put(&host, &measure("2018-09-27"));
    put(&host, &measure("2018-10-31"));
    assert_eq!(
        led(),
        (3, 4),
        "before the visits, and more than thirty days after"
    );
    put(&host, &measure("2018-10-30"));
    assert_eq!(led(), (4, 4));
}

/// The cells of the first sheet of a workbook.
fn sheet_of(book: &Value) -> Vec<String> {
    let bytes = Base64::decode_vec(book["xlsx"].as_str().unwrap()).unwrap();
    let go_on = |_| std::ops::ControlFlow::Continue(());
    let source = sheet::Source::Bytes(&bytes);
    let grids = sheet::read::read_grids(&source, &sheet::ReadOptions::default(), &go_on).unwrap();
    let rows = grids[0].rows.iter();
    rows.flat_map(|(_, row)| row.iter().map(|(_, cell)| cell.text()))
        .collect()
}

/// By codes or names of a facet.
fn counted(page: &Value, facet: &str) -> Vec<(String, u64)> {
    let all = page[facet].as_array().unwrap().iter();
    all.map(|one| {
        let text = one["code"].as_str().unwrap().to_owned();
        (text, one["count"].as_u64().unwrap())
    })
    .collect()
}

#[test]
fn withdrawn_visits_are_filtered_as_the_others_and_say_so_wherever_they_are_written() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let form = visit(
        home,
        &json!({ "note": "送药", "purposes": ["errand"], "visited_on": "2018-09-20" }),
    );
    let saved = ask(&host, "visit.record", form);
    for (id, why) in [
        (json!(world.home().visit), "记到了另一户"),
        (saved["id"].clone(), "重了"),
    ] {
        let request = json!({ "id": id, "base": 1_000, "reason": why });
        ask(&host, "visit.remove", request);
    }
    let list = |more: Value| {
        let mut query = json!({ "view": "withdrawn", "q": "", "persons": [], "groups": [], "purposes": [],
            "marks": [], "household_id": null, "month": null, "limit": 9, "offset": 0 });
        for (name, value) in more.as_object().unwrap() {
            query[name] = value.clone();
        }
        query
    };
    let notes = |more: Value| {
        let page = ask(&host, "visit.list", list(more));
        let rows = page["rows"].as_array().unwrap().iter();
        let notes: Vec<String> = rows
            .map(|row| row["note"].as_str().unwrap().to_owned())
            .collect();
        notes
    };
    assert_eq!(notes(json!({})), ["屋顶漏雨", "送药"]);
    assert_eq!(notes(json!({ "purposes": ["errand"] })), ["送药"]);
    assert_eq!(notes(json!({ "marks": ["late"] })), ["送药"]);
    assert_eq!(
        notes(json!({ "persons": [world.villages[1].person] })),
        Vec::<String>::new()
    );
    assert_eq!(notes(json!({ "q": "送药" })), ["送药"]);
    assert_eq!(notes(json!({ "limit": 1, "offset": 1 })).len(), 1);
    let page = ask(&host, "visit.list", list(json!({ "purposes": ["errand"] })));
    assert_eq!(counted(&page, "purposes"), [("errand".to_owned(), 1)]);
    assert_eq!(
        counted(&page, "persons"),
        [(world.home().person.to_string(), 1)]
    );
    assert_eq!(count_of(&page, "withdrawn"), 2, "filters aside");

    let paper = ask(&host, "visit.print", list(json!({})));
    let rows = paper["form"]["visits"]["rows"].as_array().unwrap();
    let marks: Vec<&str> = rows
        .iter()
        .map(|row| row["marks"].as_str().unwrap())
        .collect();
    assert_eq!(marks, ["已撤回：记到了另一户", "已撤回：重了、补录"]);
    let book = ask(&host, "visit.export", list(json!({})));
    assert_eq!(book["rows"], 2);
    let sheet = sheet_of(&book);
    let written = |text: &str| sheet.iter().any(|cell| cell == text);
    let label = domain::codes::VISIT_PURPOSE.label_of("errand");
    assert!(
        written(&format!("已撤回（重了）：{label}：送药")),
        "{sheet:?}"
    );
    let mut others = list(json!({}));
    others["view"] = json!("all");
    assert_eq!(ask(&host, "visit.export", others.clone())["rows"], 0);
    assert_eq!(code(&host, "visit.print", others), "print_nothing");
}

#[test]
fn who_sees_several_villages_narrows_visits_and_measures_to_one() {
    let world = World::new();
    let county = world.console("township_reviewer", TOWNSHIP);
    let villages = |page: &Value| {
        let all = page["villages"].as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one["label"].as_str().unwrap(), one["count"]))
            .collect::<Vec<_>>()
    };
    for (list, print) in [
        ("visit.list", "visit.print"),
        ("measure.list", "measure.print"),
    ] {
        let mut query = crate::rig::request(list, world.home());
        query["household_id"] = Value::Null;
        let page = ask(&county, list, query.clone());
        assert_eq!(page["total"], 2, "{list}");
        assert_eq!(villages(&page), ["上坪村 1", "下坪村 1"]);
        query["villages"] = json!([NEIGHBOUR]);
        let page = ask(&county, list, query.clone());
        assert_eq!(page["total"], 1);
        assert_eq!(page["rows"][0]["village_name"], "下坪村");
        assert_eq!(
            villages(&page),
            ["上坪村 1", "下坪村 1"],
            "its own filter aside"
        );
        let paper = ask(&county, print, query).to_string();
        assert!(paper.contains("村：下坪村"), "{paper}");
        let beside = [r#""group":"下坪村""#, r#""for_whom":"下坪村 欧阳木生""#];
        assert!(beside.iter().any(|text| paper.contains(text)), "{paper}");
    }
}
