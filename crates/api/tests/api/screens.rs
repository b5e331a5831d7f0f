//! What the screens of households, visits, days, measures and the workbench are told.

use api::{Host, host::save_many};
use domain::{
    About, Id,
    records::{Household, Member, Problem, Record, Visit},
};
use serde_json::{Value, json};
use store::Edit;

use crate::rig::{ID_KEY, NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code, households, with};

mod asked;
mod days;
mod gifts;
mod lists;
mod tours;
mod visits;

pub(crate) fn put<R: Record>(host: &dyn Host, record: &R) -> Id {
    let id = host.env().new_id();
    let edit = Edit {
        table: R::INFO.table,
        id,
        base: None,
        cells: record.to_cells(),
    };
    save_many(host, vec![(vec![edit], About::default())]).unwrap();
    id
}

fn household(host: &dyn Host, number: &str, group: &str, names: &[&str]) -> Id {
    let id = Household::id(&ID_KEY, number);
    let record = Household {
        number: number.to_owned(),
        division_code: VILLAGE.to_owned(),
        group_name: group.to_owned(),
        state: "0".to_owned(),
        causes: vec!["01".to_owned(), "02".to_owned()],
        ..Household::default()
    };
    let mut edits = vec![Edit {
        table: Household::INFO.table,
        id,
        base: None,
        cells: record.to_cells(),
    }];
    for (index, name) in names.iter().enumerate() {
        let member = Member {
            household_id: Some(id),
            name: (*name).to_owned(),
            relation: if index == 0 { "01" } else { "10" }.to_owned(),
            labour: "01".to_owned(),
            ..Member::default()
        };
        edits.push(Edit {
            table: Member::INFO.table,
            id: host.env().new_id(),
            base: None,
            cells: member.to_cells(),
        });
    }
    save_many(host, vec![(edits, About::default())]).unwrap();
    id
}

fn visit(household: Id, more: &Value) -> Value {
    let form = json!({
        "id": null, "base": 0, "household_id": household, "visited_on": "2018-09-30", "person_ids": [], "mode": "home",
        "purposes": ["routine"], "policies": [], "met": "", "note": "看了药费单据", "satisfaction": "", "photos": [],
        "problem": "", "problem_due_on": null, "reason": null
    });
    with(form, more)
}

fn names(page: &Value) -> Vec<String> {
    page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["head_name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_township_sees_each_of_its_villages_by_code_and_a_village_or_the_county_sees_no_such_list() {
    let world = World::new();
    let town = world.console("township_reviewer", TOWNSHIP);
    let bench = |host: &dyn Host| ask(host, "workbench.get", json!({ "rows": 6 }));
    let lines = |host: &dyn Host| bench(host)["villages"].as_array().unwrap().clone();
    let before = lines(&town);
    let codes: Vec<&str> = before
        .iter()
        .map(|line| line["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, [VILLAGE, NEIGHBOUR]);
    let own = world.console("first_secretary", VILLAGE);
    let late = world.home().household;
    put(
        &own,
        &Problem {
            household_id: Some(late),
            content: "屋顶漏雨".to_owned(),
            state: "open".to_owned(),
            due_on: "2018-09-29".to_owned(),
            ..Problem::default()
        },
    );
    ask(&own, "visit.record", visit(late, &json!({})));
    let after = lines(&town);
    let figure = |lines: &[Value], at: usize, name: &str| lines[at][name].as_u64().unwrap();
    assert_eq!(
        figure(&after, 0, "problems_due"),
        figure(&before, 0, "problems_due") + 1
    );
    assert_eq!(
        figure(&after, 0, "visited_month"),
        1,
        "the one household, however often"
    );
    assert_eq!(after[0]["last_visit_on"], "2018-09-30");
    assert_eq!(after[1], before[1], "the neighbour's line stays");
    assert_eq!(figure(&after, 0, "households"), 1);
    for (role, area) in [("first_secretary", VILLAGE), ("county_office", "431128")] {
        assert_eq!(lines(&world.console(role, area)), Vec::<Value>::new());
    }
}

#[test]
fn households_are_counted_filtered_and_found() {
    let world = World::new();
    let host = world.laptop_host();
    household(&host, "4311280011", "下坪组", &["张德顺", "区月英"]);
    household(&host, "4311280012", "上坪组", &["黎根生"]);
    let page = households(&host, &json!({}));
    assert_eq!(page["total"], 3);
    assert_eq!(page["people"], 4);
    assert_eq!(page["groups_count"], 2);
    assert_eq!(
        names(&households(&host, &json!({ "groups": ["上坪组"] }))),
        ["黎根生"]
    );
    assert_eq!(
        names(&households(&host, &json!({ "q": "oyy" }))),
        ["张德顺"]
    );
    assert_eq!(
        names(&households(&host, &json!({ "sort": "name" }))),
        ["黎根生", "欧阳木生", "张德顺"]
    );
    assert_eq!(
        names(&households(
            &host,
            &json!({ "sort": "people", "descending": true })
        ))[0],
        "张德顺"
    );
    assert_eq!(
        names(&households(&host, &json!({ "limit": 1, "offset": 1 }))).len(),
        1
    );
    // A facet counts what the other filters leave, and not what it filters itself.
    let filtered = households(&host, &json!({ "groups": ["上坪组"], "causes": ["01"] }));
    assert_eq!(filtered["groups"].as_array().unwrap().len(), 2);
    assert_eq!(filtered["causes"][0]["count"], 1);
    let unvisited = households(&host, &json!({ "view": "unvisited_month" }));
    assert_eq!(
        unvisited["total"], 2,
        "the household of the rig was visited on the 28th"
    );
    assert_eq!(unvisited["views"][1]["count"], 2);
}

#[test]
fn search_names_the_member_that_was_found() {
    let world = World::new();
    let host = world.laptop_host();
    household(&host, "4311280011", "下坪组", &["张德顺", "仇大海"]);
    let found = ask(
        &host,
        "household.search",
        json!({ "q": "qiudh", "limit": 8 }),
    );
    assert_eq!(found["hits"][0]["matched_name"], "仇大海");
    assert_eq!(found["hits"][0]["head_name"], "张德顺");
    assert_eq!(found["hits"][0]["why"], "name");
    let by_identity = ask(
        &host,
        "household.search",
        json!({ "q": "8852", "limit": 8 }),
    );
    assert_eq!(by_identity["hits"][0]["why"], "identity");
    assert!(!by_identity.to_string().contains("994433195707258852"));
}

#[test]
fn nobody_sees_beyond_the_area() {
    let world = World::new();
    let township = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(households(&township, &json!({}))["total"], 2);
    let neighbour = world.console("township_reviewer", NEIGHBOUR);
    assert_eq!(households(&neighbour, &json!({}))["total"], 1);
    assert_eq!(
        code(
            &neighbour,
            "household.card",
            json!({ "id": world.home().household })
        ),
        "not_found"
    );
    assert_eq!(
        code(
            &neighbour,
            "visit.detail",
            json!({ "id": world.home().visit })
        ),
        "not_found"
    );
    let measures = json!({ "view": "open", "q": "", "classes": [], "persons": [], "household_id": null, "limit": 9, "offset": 0 });
    assert_eq!(ask(&township, "measure.list", measures.clone())["total"], 2);
    assert_eq!(ask(&neighbour, "measure.list", measures)["total"], 1);
}

#[test]
fn a_card_masks_what_is_sensitive_and_says_how_far_it_has_come() {
    let world = World::new();
    let card = ask(
        &world.laptop_host(),
        "household.card",
        json!({ "id": world.home().household }),
    );
    assert_eq!(card["row"]["head_name"], "欧阳木生");
    assert_eq!(card["visits_total"], 1);
    assert_eq!(card["measures"][0]["for_name"], "欧阳木生");
    assert_eq!(card["household"]["receipt"]["state"], "receipted");
    let number = card["household"]["receipt"]["number"].as_str().unwrap();
    assert!(number.starts_with("431128–"), "{number}");
    for secret in [
        "994433195707258852",
        "10057840758",
        "6217000000001234567",
        "long_ill",
    ] {
        assert!(!card.to_string().contains(secret), "{secret}");
    }
}

#[test]
fn a_visit_is_one_set_with_its_photos_and_the_problem_another() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let photo = json!({
        "sha256": "ab".repeat(32), "size_bytes": 9, "media_type": "image/jpeg", "width_px": 4, "height_px": 3, "caption": ""
    });
    let form = visit(
        home,
        &json!({ "photos": [photo], "problem": "屋顶漏雨", "problem_due_on": "2018-10-10" }),
    );
    let saved = ask(&host, "visit.record", form);
    assert_eq!(saved["state"], "stored");
    assert_eq!(world.laptop.lock().unwrap().waiting().unwrap().sets, 2);
    let detail = ask(&host, "visit.detail", json!({ "id": saved["id"] }));
    assert_eq!(detail["photos"].as_array().unwrap().len(), 1);
    assert_eq!(detail["problems"][0]["content"], "屋顶漏雨");
    assert_eq!(detail["row"]["person_names"], json!(["沈一"]));
    assert_eq!(detail["row"]["receipt"]["photos_total"], 1);
    assert_eq!(detail["row"]["receipt"]["photos_done"], 0);
    assert_eq!(detail["earlier"].as_array().unwrap().len(), 1);
    let query = json!({ "view": "pending", "q": "", "persons": [], "groups": [], "purposes": [], "household_id": null,
        "month": null, "limit": 9, "offset": 0 });
    assert_eq!(ask(&host, "visit.list", query.clone())["total"], 1);
    world.sync();
    assert_eq!(ask(&host, "visit.list", query)["total"], 0);
    let after = ask(&host, "visit.detail", json!({ "id": saved["id"] }));
    assert_eq!(after["row"]["receipt"]["state"], "receipted");
    assert!(
        after["row"]["receipt"]["number"]
            .as_str()
            .unwrap()
            .starts_with("431128–")
    );
}

#[test]
fn a_visit_says_something_and_lies_not_ahead() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    assert_eq!(
        code(&host, "visit.record", visit(home, &json!({ "note": "  " }))),
        "violations"
    );
    assert_eq!(
        code(
            &host,
            "visit.record",
            visit(home, &json!({ "visited_on": "2018-10-01" }))
        ),
        "violations"
    );
    assert_eq!(
        code(&host, "visit.record", visit(Id([9; 16]), &json!({}))),
        "not_found"
    );
    assert_eq!(
        code(
            &host,
            "visit.record",
            visit(world.villages[1].household, &json!({}))
        ),
        "not_found"
    );
    assert_eq!(
        code(
            &host,
            "visit.record",
            visit(home, &json!({ "note": "", "purposes": ["errand"] }))
        ),
        ""
    );
}

#[test]
fn an_edit_keeps_who_went_and_counts_the_days_it_came_late() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let first = ask(
        &host,
        "visit.record",
        visit(home, &json!({ "visited_on": "2018-09-27" })),
    );
    let form = visit(
        home,
        &json!({ "id": first["id"], "visited_on": "2018-09-27", "person_ids": [world.home().person], "note": "改过" }),
    );
    let second = ask(&host, "visit.record", form.clone());
    assert_eq!(second["id"], first["id"]);
    assert_eq!(
        ask(&host, "visit.record", form)["change_set"],
        Value::Null,
        "nothing had changed"
    );
    let detail = ask(&host, "visit.detail", json!({ "id": first["id"] }));
    assert_eq!(detail["row"]["late_days"], 3);
    assert_eq!(detail["row"]["note"], "改过");
}

#[test]
fn what_to_know_before_a_visit() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    for (content, state) in [("屋顶漏雨", "open"), ("水管坏", "verified")] {
        let problem = Problem {
            household_id: Some(home),
            content: content.into(),
            state: state.into(),
            ..Problem::default()
        };
        put(&host, &problem);
    }
    for _ in 0..2 {
        let call = Visit {
            household_id: Some(home),
            visited_on: "2018-09-20".into(),
            person_ids: vec![world.home().person.to_string()],
            note: "身体还好".into(),
            ..Visit::default()
        };
        put(&host, &call);
    }
    let context = ask(
        &host,
        "visit.context",
        json!({ "household_id": home, "visited_on": "2018-09-28" }),
    );
    assert_eq!(context["last"]["note"], "屋顶漏雨");
    assert_eq!(context["problems"].as_array().unwrap().len(), 1);
    assert_eq!(context["measures"].as_array().unwrap().len(), 1);
    assert_eq!(context["same_day"], true);
    assert_eq!(context["phrases"], json!(["身体还好"]));
}

#[test]
fn a_console_writes_days_and_visits_under_its_right() {
    let world = World::new();
    let console = world.console("township_reviewer", TOWNSHIP);
    let saved = ask(
        &console,
        "visit.record",
        visit(world.home().household, &json!({})),
    );
    assert_eq!(saved["state"], "receipted");
    let other = world.console("township_reviewer", NEIGHBOUR);
    assert_eq!(
        code(
            &other,
            "visit.record",
            visit(world.home().household, &json!({}))
        ),
        "not_found"
    );
}

#[test]
fn money_and_lateness_of_measures_are_exact() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    for (state, due, paid) in [
        ("running", "2018-09-26", 100),
        ("done", "2018-09-01", 500),
        ("dropped", "2018-09-01", 9),
        ("planned", "2018-10-07", 0),
        ("planned", "", 0),
    ] {
        put(
            &host,
            &domain::records::Measure {
                household_id: Some(home),
                class: "education".into(),
                content: "助学金".into(),
                state: state.into(),
                due_on: due.into(),
                paid_fen: Some(paid),
                ..Default::default()
            },
        );
    }
    let query = |view: &str| json!({ "view": view, "q": "", "classes": [], "persons": [], "household_id": null, "limit": 9, "offset": 0 });
    let page = ask(&host, "measure.list", query("open"));
    assert_eq!(
        (&page["total"], &page["all"], &page["done"]),
        (&json!(4), &json!(5), &json!(1))
    );
    assert_eq!(
        (&page["paid_fen"], &page["amount_fen"]),
        (&json!(600), &json!(800_000))
    );
    assert_eq!(
        (&page["rows"][0]["late_days"], &page["rows"][0]["due_on"]),
        (&json!(4), &json!("2018-09-26"))
    );
    assert_eq!(
        page["rows"][3]["due_on"],
        Value::Null,
        "what has no date comes last"
    );
    assert_eq!(ask(&host, "measure.list", query("late"))["total"], 1);
    assert_eq!(ask(&host, "measure.list", query("due_7"))["total"], 1);
    assert_eq!(ask(&host, "measure.list", query("dropped"))["total"], 1);
}
