//! Who has not been seen, by whom; whose lists a household is on; rounds from house to house.

use api::Host as _;
use domain::records::{Grant, Household, Member, Person, Posting, Team, Visit};
use serde_json::{Value, json};

use super::{household, names, put};
use crate::rig::{COUNTY, ID_KEY, NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code, households};

fn visited(host: &dyn api::Host, household: domain::Id, on: &str, person: domain::Id) {
    put(
        host,
        &Visit {
            household_id: Some(household),
            visited_on: on.to_owned(),
            person_ids: vec![person.to_string()],
            note: "看了".to_owned(),
            ..Visit::default()
        },
    );
}

#[test]
fn a_household_seen_by_a_colleague_is_not_seen_by_the_first_secretary() {
    let world = World::new();
    let host = world.laptop_host();
    let one = household(&host, "4311280011", "下坪组", &["张德顺"]);
    let colleague = host.env().new_id();
    visited(&host, one, "2018-09-29", colleague);
    let unseen = |by: &str| {
        let page = households(
            &host,
            &json!({ "view": "unvisited_month", "seen_by": by, "sort": "name" }),
        );
        (names(&page), page["rows"][0]["last_visit_on"].clone())
    };
    assert_eq!(unseen("anyone").0, Vec::<String>::new());
    assert_eq!(
        unseen("first_secretary"),
        (vec!["张德顺".to_owned()], Value::Null)
    );
    assert_eq!(unseen("me").0, ["张德顺"]);
    visited(&host, one, "2018-09-30", world.home().person);
    assert_eq!(unseen("first_secretary").0, Vec::<String>::new());
    let page = households(
        &host,
        &json!({ "sort": "last_visit", "descending": true, "seen_by": "me" }),
    );
    assert_eq!(page["rows"][0]["last_visit_on"], "2018-09-30");
}

/// By the first secretary of that village on that day, whoever looks at it: one that serves next door is a visitor, one
/// that has left still was here.
#[test]
fn a_first_secretary_counts_where_and_while_they_serve_whoever_asks() {
    let world = World::new();
    let host = world.laptop_host();
    let homes = [
        ("4311280031", "邻村"),
        ("4311280032", "前任"),
        ("4311280033", "卸任"),
        ("4311280034", "现任"),
    ]
    .map(|(number, name)| household(&host, number, "下坪组", &[name]));
    world.sync();
    let office = world.console("county_administrator", COUNTY);
    let next_door = world.villages[1].person;
    put(
        &office,
        &Grant {
            account: "li".to_owned(),
            person_id: Some(next_door),
            role: "first_secretary".to_owned(),
            division_code: NEIGHBOUR.to_owned(),
            ..Grant::default()
        },
    );
    let team = put(
        &office,
        &Team {
            division_code: VILLAGE.to_owned(),
            ..Team::default()
        },
    );
    let former = put(
        &office,
        &Person {
            name: "廖二".to_owned(),
            division_code: VILLAGE.to_owned(),
            ..Person::default()
        },
    );
    put(
        &office,
        &Posting {
            person_id: Some(former),
            team_id: Some(team),
            duty: "first_secretary".to_owned(),
            starts_on: "2018-01-01".to_owned(),
            ends_on: "2018-09-24".to_owned(),
            ..Posting::default()
        },
    );
    world.sync();
    let me = world.home().person;
    for (home, on, person) in [
        (0, "2018-09-26", next_door),
        (1, "2018-09-22", former),
        (2, "2018-09-27", former),
        (3, "2018-09-26", me),
    ] {
        visited(&host, homes[home], on, person);
    }
    let plan = json!({ "id": null, "base": 0, "reason": null, "fields": { "division_code": VILLAGE, "name": "走一遍",
        "starts_on": "2018-09-20", "counts": "first_secretary" } });
    let id = ask(&host, "tour.save", plan)["id"].clone();
    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    for side in [&host as &dyn api::Host, &county] {
        let detail = ask(side, "tour.get", json!({ "id": id }));
        let rows = detail["homes"].as_array().unwrap().iter();
        let mut seen: Vec<&str> = rows
            .filter(|home| home["visit_id"].is_string())
            .map(|home| home["head_name"].as_str().unwrap())
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, ["前任", "欧阳木生", "现任"]);
        let rows = ask(side, "tour.list", json!({}))["rows"].clone();
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id);
        assert_eq!(*row.unwrap(), detail["row"]);
        let query = json!({ "view": "unvisited_month", "seen_by": "first_secretary", "villages": [VILLAGE] });
        let mut unseen = names(&households(side, &query));
        unseen.sort();
        assert_eq!(unseen, ["卸任", "邻村"]);
    }
}

#[test]
fn departments_have_their_lists_by_what_is_on_file() {
    let world = World::new();
    let host = world.laptop_host();
    let house = |number: &str, name: &str, home: Household, member: Member| {
        let id = Household::id(&ID_KEY, number);
        let home = Household {
            number: number.to_owned(),
            division_code: VILLAGE.to_owned(),
            ..home
        };
        let member = Member {
            household_id: Some(id),
            name: name.to_owned(),
            relation: "01".to_owned(),
            ..member
        };
        let edits = vec![
            crate::rig::edit(id, &home),
            crate::rig::edit(host.env().new_id(), &member),
        ];
        api::host::save_many(&host, vec![(edits, domain::About::default())]).unwrap();
    };
    let plain = Household::default;
    let nobody = Member::default;
    house(
        "4311280021",
        "学",
        plain(),
        Member {
            schooling: "08".into(),
            ..nobody()
        },
    );
    house(
        "4311280022",
        "毕业",
        plain(),
        Member {
            schooling: "01".into(),
            ..nobody()
        },
    );
    house(
        "4311280023",
        "低",
        Household {
            attribute: "04".into(),
            ..plain()
        },
        nobody(),
    );
    house(
        "4311280024",
        "保",
        plain(),
        Member {
            allowance: Some(1),
            ..nobody()
        },
    );
    house(
        "4311280025",
        "危",
        Household {
            house_grade: "4".into(),
            ..plain()
        },
        nobody(),
    );
    house(
        "4311280026",
        "房",
        Household {
            house_unsafe: Some(1),
            ..plain()
        },
        nobody(),
    );
    house(
        "4311280027",
        "病",
        plain(),
        Member {
            health: vec!["03".into()],
            ..nobody()
        },
    );
    house(
        "4311280028",
        "残",
        plain(),
        Member {
            disability: "44".into(),
            ..nobody()
        },
    );
    let of = |sector: &str| {
        let page = households(&host, &json!({ "sectors": [sector] }));
        names(&page)
    };
    assert_eq!(of("students"), ["学"]);
    assert_eq!(of("allowance"), ["低", "保"]);
    assert_eq!(of("unsafe_housing"), ["危", "房"]);
    assert_eq!(of("sick"), ["病"]);
    assert_eq!(of("disabled"), ["残"]);
    let page = households(&host, &json!({}));
    let counts: Vec<u64> = page["sectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| facet["count"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [1, 2, 2, 1, 1]);
}

#[test]
fn a_round_is_ticked_by_visits_and_by_nothing_else() {
    let world = World::new();
    let host = world.laptop_host();
    let one = household(&host, "4311280011", "下坪组", &["张德顺"]);
    let two = household(&host, "4311280012", "上坪组", &["黎根生"]);
    let me = world.home().person;
    visited(&host, one, "2018-06-01", me);
    visited(&host, two, "2018-09-10", me);
    let plan = |fields: Value| {
        let mut all = json!({ "division_code": VILLAGE, "name": "走一遍", "starts_on": "2018-09-20", "counts": "anyone" });
        for (name, value) in fields.as_object().unwrap() {
            all[name] = value.clone();
        }
        json!({ "id": null, "base": 0, "fields": all, "reason": null })
    };
    assert_eq!(
        code(&host, "tour.save", plan(json!({ "counts": "person" }))),
        "violations"
    );
    let made = |fields: Value| ask(&host, "tour.save", plan(fields))["id"].clone();
    let all = made(json!({}));
    let group = made(json!({ "groups": ["上坪组"] }));
    let unseen = made(json!({ "unseen_days": 60 }));
    let mine = made(json!({ "counts": "person", "person_id": me, "ends_on": "2018-09-25" }));
    let state = |id: &Value| {
        let detail = ask(&host, "tour.get", json!({ "id": id }));
        let homes = detail["homes"].as_array().unwrap().iter();
        homes
            .map(|home| {
                let tick = home["visited_on"].as_str().unwrap_or("-");
                format!("{} {tick}", home["head_name"].as_str().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        state(&all),
        ["欧阳木生 2018-09-28", "黎根生 -", "张德顺 -"],
        "by group and number; the one visited since it began is ticked"
    );
    assert_eq!(state(&group), ["黎根生 -"]);
    assert_eq!(
        state(&unseen),
        ["欧阳木生 2018-09-28", "张德顺 -"],
        "not seen for sixty days before it"
    );
    visited(&host, one, "2018-09-26", me);
    visited(&host, one, "2018-09-27", me);
    assert_eq!(
        state(&all)[2],
        "张德顺 2018-09-26",
        "the first one ticks it off"
    );
    assert_eq!(
        state(&unseen)[1],
        "张德顺 2018-09-26",
        "and it stays of the plan"
    );
    assert_eq!(state(&mine)[2], "张德顺 -", "after its end nothing counts");
    let rows = ask(&host, "tour.list", json!({}))["rows"].clone();
    let row = rows.as_array().unwrap().iter().find(|row| row["id"] == all);
    let row = row.unwrap();
    assert_eq!((&row["households"], &row["seen"]), (&json!(3), &json!(2)));
    let book = ask(&host, "tour.export", json!({ "id": all }));
    assert_eq!(book["rows"], 3);

    // Withdrawn, its tick is gone.
    let visits = ask(
        &host,
        "record.list",
        json!({ "record": "visit", "household_id": one, "limit": 9 }),
    );
    for visit in visits["rows"].as_array().unwrap() {
        ask(
            &host,
            "visit.remove",
            json!({ "id": visit["id"], "base": 1_000, "reason": "记错" }),
        );
    }
    assert_eq!(state(&all)[2], "张德顺 -");
}
