//! What lists can be narrowed to and ordered by.

use domain::records::{Measure, Problem};
use serde_json::{Value, json};

use super::{household, names, put, visit};
use crate::rig::{VILLAGE, World, ask, households};

fn facet(page: &Value, name: &str) -> Vec<(String, u64)> {
    page[name]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                one["count"].as_u64().unwrap(),
            )
        })
        .collect()
}

fn of(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs
        .iter()
        .map(|(code, count)| ((*code).to_owned(), *count))
        .collect()
}

fn visits(host: &dyn api::Host, marks: &[&str]) -> Value {
    let mut query = json!({
        "view": "all", "q": "", "persons": [], "groups": [], "purposes": [], "household_id": null, "month": null,
        "limit": 50, "offset": 0
    });
    query["marks"] = json!(marks);
    ask(host, "visit.list", query)
}

#[test]
fn visits_are_narrowed_to_what_they_are_marked_with() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    for more in [
        json!({ "note": "在时", "visited_on": "2018-09-27" }),
        json!({ "note": "补记", "visited_on": "2018-09-26" }),
        json!({ "note": "漏雨", "problem": "屋顶漏雨", "satisfaction": "rather_unsatisfied" }),
    ] {
        ask(&host, "visit.record", visit(home, &more));
    }
    let late = visits(&host, &["late"]);
    assert_eq!(late["total"], 1, "three days later is still in time");
    assert_eq!(late["rows"][0]["note"], "补记");
    assert_eq!(
        late["views"][4]["count"], 1,
        "the tab counts what the mark does"
    );
    let either = visits(&host, &["late", "problem"]);
    assert_eq!(either["total"], 2);
    assert_eq!(
        facet(&either, "marks"),
        of(&[
            ("problem", 1),
            ("pending", 3),
            ("late", 1),
            ("unsatisfied", 1)
        ]),
        "own filter aside"
    );
    assert_eq!(visits(&host, &["unheard_of"])["total"], 0);
}

#[test]
fn households_are_narrowed_to_their_marks_and_ordered_by_what_is_open() {
    let world = World::new();
    let host = world.laptop_host();
    let risky = household(&host, "4311280011", "下坪组", &["张德顺"]);
    household(&host, "4311280012", "上坪组", &["黎根生"]);
    ask(
        &host,
        "household.save",
        json!({ "id": risky, "base": 0, "fields": { "risks": ["01", "03"] }, "reason": null }),
    );
    for state in ["open", "running", "done"] {
        put(
            &host,
            &Problem {
                household_id: Some(risky),
                content: "屋顶漏雨".to_owned(),
                state: state.to_owned(),
                ..Problem::default()
            },
        );
        put(
            &host,
            &Measure {
                household_id: Some(risky),
                content: "鸡苗".to_owned(),
                class: "industry".to_owned(),
                state: state.replace("open", "planned"),
                ..Measure::default()
            },
        );
    }
    let all = households(&host, &json!({}));
    assert_eq!(
        facet(&all, "marks"),
        of(&[
            ("unvisited_month", 2),
            ("risk", 1),
            ("problem", 1),
            // One without a measure; of the two others an open measure has no goal.
            ("unclear", 3)
        ])
    );
    let risk = households(&host, &json!({ "view": "risk" }));
    assert_eq!(names(&risk), ["张德顺"]);
    assert_eq!(risk["rows"][0]["risks"], json!(["01", "03"]));
    assert_eq!(
        names(&households(&host, &json!({ "marks": ["problem"] }))),
        ["张德顺"]
    );
    assert_eq!(
        households(&host, &json!({ "marks": ["problem", "unvisited_month"] }))["total"],
        2
    );
    for sort in ["measures", "problems"] {
        let first = households(&host, &json!({ "sort": sort, "descending": true }));
        assert_eq!(names(&first)[0], "张德顺", "{sort}");
        let last = households(&host, &json!({ "sort": sort }));
        assert_eq!(names(&last)[2], "张德顺", "{sort}");
    }
}

#[test]
fn measures_are_narrowed_to_how_near_they_are_due() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    for (due_on, state) in [
        ("2018-09-29", "running"),
        ("2018-09-30", "running"),
        ("2018-10-07", "planned"),
        ("2018-10-08", "planned"),
        ("2018-10-30", "planned"),
        ("2018-10-31", "planned"),
        ("", "planned"),
        ("2018-09-01", "done"),
    ] {
        put(
            &host,
            &Measure {
                household_id: Some(home),
                content: format!("{due_on}{state}"),
                class: "industry".to_owned(),
                due_on: due_on.to_owned(),
                state: state.to_owned(),
                ..Measure::default()
            },
        );
    }
    let measures = |dues: &[&str]| {
        let query = json!({
            "view": "open", "q": "", "classes": [], "persons": [], "dues": dues, "household_id": home, "limit": 50,
            "offset": 0
        });
        ask(&host, "measure.list", query)
    };
    let all = measures(&[]);
    assert_eq!(all["total"], 8);
    assert_eq!(
        facet(&all, "dues"),
        of(&[
            ("late", 1),
            ("due_7", 2),
            ("due_30", 2),
            ("later", 1),
            ("none", 1)
        ])
    );
    let soon = measures(&["late", "due_7"]);
    assert_eq!(soon["total"], 3, "what is done is not due");
    assert_eq!(
        facet(&soon, "classes"),
        of(&[("industry", 3)]),
        "other facets count what the filter leaves"
    );
}

#[test]
fn whoever_has_the_county_finds_villages_by_name() {
    let world = World::new();
    let village = world.laptop_host();
    let office = world.console("county_office", crate::rig::COUNTY);
    let found = |host: &dyn api::Host, q: &str| {
        ask(host, "household.search", json!({ "q": q, "limit": 8 }))["villages"].clone()
    };
    let all = ask(
        &office,
        "household.list",
        json!({
            "view": "all", "q": "", "groups": [], "villages": [], "townships": [], "states": [], "causes": [],
            "sort": "default", "descending": false, "limit": 50, "offset": 0
        }),
    );
    let first = &all["villages"][0];
    let name = first["label"].as_str().unwrap();
    let hit = &found(&office, name)[0];
    assert_eq!(
        (&hit["code"], &hit["name"]),
        (&first["code"], &first["label"])
    );
    assert_eq!(hit["households"], first["count"]);
    assert_eq!(found(&village, name), json!([]));
    assert_eq!(found(&office, "qqqq"), json!([]));
}

#[test]
fn a_list_is_exported_as_it_is_narrowed_and_ordered() {
    use base64ct::{Base64, Encoding};
    let world = World::new();
    let host = world.laptop_host();
    household(&host, "4311280011", "下坪组", &["张德顺", "区月英"]);
    household(&host, "4311280012", "上坪组", &["黎根生"]);
    household(&host, "4311280013", "下坪组", &["仇大川"]);
    let book = ask(
        &host,
        "household.export",
        json!({
            "view": "all", "q": "", "groups": ["下坪组"], "villages": [], "townships": [], "states": [], "causes": [],
            "marks": ["unvisited_month"], "sort": "people", "descending": true, "limit": 1, "offset": 0
        }),
    );
    assert_eq!(book["rows"], 2, "the whole list, not the page in sight");
    let bytes = Base64::decode_vec(book["xlsx"].as_str().unwrap()).unwrap();
    let options = sheet::ReadOptions::default();
    let read =
        sheet::read_roster(&bytes, &options, &|_| std::ops::ControlFlow::Continue(())).unwrap();
    let people: Vec<&str> = read
        .members()
        .map(|member| member.fields["name"].as_str())
        .collect();
    assert_eq!(people, ["张德顺", "区月英", "仇大川"]);
    for list in ["visit.export", "measure.export", "stay.export"] {
        let book = ask(&host, list, crate::rig::request(list, world.home()));
        let bytes = Base64::decode_vec(book["xlsx"].as_str().unwrap()).unwrap();
        assert!(
            bytes.starts_with(b"PK") && book["rows"] == 1,
            "{list}: {}",
            book["rows"]
        );
    }
}

#[test]
fn measures_stand_by_due_date_or_by_whom_how_far_and_how_much() {
    let world = World::new();
    let host = world.laptop_host();
    let near = household(&host, "4311280011", "下坪组", &["艾长生"]);
    let far = household(&host, "4311280012", "下坪组", &["仇大川"]);
    for (home, content, due_on, amount_fen, done) in [
        (Some(far), "鸡苗", "2018-10-01", 500, 3),
        (None, "水池", "2018-10-02", 900_000, 1),
        (Some(near), "化肥", "2018-10-03", 70_000, 2),
    ] {
        put(
            &host,
            &Measure {
                household_id: home,
                division_code: VILLAGE.to_owned(),
                content: content.to_owned(),
                class: "industry".to_owned(),
                due_on: due_on.to_owned(),
                amount_fen: Some(amount_fen),
                quantity: Some(4),
                quantity_done: Some(done),
                state: "running".to_owned(),
                ..Measure::default()
            },
        );
    }
    let contents = |sort: &str, descending: bool| {
        let query = json!({
            "view": "open", "q": "", "classes": ["industry"], "persons": [], "dues": ["due_7"], "sort": sort,
            "descending": descending, "household_id": null, "limit": 2, "offset": 0
        });
        let page = ask(&host, "measure.list", query);
        assert_eq!(page["total"], 3);
        let rows = page["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["content"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(contents("", false), ["鸡苗", "水池"]);
    assert_eq!(contents("due", true), ["化肥", "水池"]);
    assert_eq!(contents("for", false), ["化肥", "鸡苗"]);
    assert_eq!(contents("quantity", false), ["水池", "化肥"]);
    assert_eq!(contents("money", true), ["水池", "化肥"]);
}

#[test]
fn what_is_filtered_by_stays_in_its_menu_when_nothing_fits() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    ask(&host, "visit.record", visit(home, &json!({})));
    put(
        &host,
        &Measure {
            household_id: Some(home),
            content: "鸡苗".to_owned(),
            class: "industry".to_owned(),
            state: "planned".to_owned(),
            ..Measure::default()
        },
    );
    let me = ask(&host, "session.get", json!({}))["person_id"].clone();
    let has = |page: &Value, name: &str, code: &str| {
        let shown = facet(page, name);
        assert!(
            shown.contains(&(code.to_owned(), 0)),
            "{name} {code}: {shown:?}"
        );
        assert!(
            shown.is_sorted() || name == "marks" || name == "dues",
            "{name}: {shown:?}"
        );
    };

    let none = households(
        &host,
        &json!({
            "q": "查无此人", "groups": ["下坪组"], "villages": [VILLAGE], "townships": [&VILLAGE[..9]],
            "states": ["0"], "causes": ["01"], "marks": ["risk"]
        }),
    );
    assert_eq!(none["total"], 0);
    for (name, code) in [
        ("groups", "下坪组"),
        ("villages", VILLAGE),
        ("townships", &VILLAGE[..9]),
        ("states", "0"),
        ("causes", "01"),
        ("marks", "risk"),
    ] {
        has(&none, name, code);
    }
    assert_eq!(facet(&none, "marks").len(), 1, "only what is asked for");

    let none = ask(
        &host,
        "visit.list",
        json!({
            "view": "all", "q": "查无此人", "persons": [me], "groups": ["下坪组"], "purposes": ["routine"],
            "marks": ["photo"], "household_id": null, "month": null, "limit": 50, "offset": 0
        }),
    );
    for (name, code) in [
        ("persons", me.as_str().unwrap()),
        ("groups", "下坪组"),
        ("purposes", "routine"),
        ("marks", "photo"),
    ] {
        has(&none, name, code);
    }
    assert_ne!(none["persons"][0]["label"], "", "a person by name");

    let none = ask(
        &host,
        "measure.list",
        json!({
            "view": "open", "q": "查无此物", "classes": ["industry"], "persons": [me], "dues": ["late"],
            "household_id": null, "limit": 50, "offset": 0
        }),
    );
    for (name, code) in [
        ("classes", "industry"),
        ("persons", me.as_str().unwrap()),
        ("dues", "late"),
    ] {
        has(&none, name, code);
    }
}
