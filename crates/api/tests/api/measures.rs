//! Measures with their three clarities, plans of a year, housing, and the way of a household through the years.

use domain::{
    Id,
    records::{Household, HouseholdPlan, Measure},
};
use serde_json::{Value, json};

use crate::{
    rig::{COUNTY, FAR, ID_KEY, NEIGHBOUR, VILLAGE, World, ask, code, households},
    screens::put,
};

fn query(more: &Value) -> Value {
    let mut query = json!({ "view": "open", "q": "", "classes": [], "persons": [], "household_id": null, "limit": 50, "offset": 0 });
    for (key, value) in more.as_object().unwrap() {
        query[key] = value.clone();
    }
    query
}

fn facet(page: &Value, name: &str) -> Vec<(String, u64)> {
    let facets = page[name].as_array().unwrap();
    facets
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                one["count"].as_u64().unwrap(),
            )
        })
        .collect()
}

fn counted(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs
        .iter()
        .map(|(code, count)| ((*code).to_owned(), *count))
        .collect()
}

fn save(host: &dyn api::Host, record: &str, fields: Value) -> Value {
    let save = json!({ "id": null, "base": 0, "fields": fields, "reason": null });
    ask(
        host,
        "record.save",
        json!({ "record": record, "save": save }),
    )
}

/// A measure of the rig's household: class, goal, whether somebody answers for it, state.
fn measure(
    host: &dyn api::Host,
    world: &World,
    class: &str,
    goal: &str,
    has_person: bool,
    state: &str,
) -> Id {
    put(
        host,
        &Measure {
            household_id: Some(world.home().household),
            class: class.into(),
            content: "养蜂".into(),
            goal: goal.into(),
            person_id: Some(world.home().person).filter(|_| has_person),
            state: state.into(),
            ..Measure::default()
        },
    )
}

#[test]
fn the_list_says_which_measures_are_not_clear_and_in_what() {
    let world = World::new();
    let host = world.laptop_host();
    measure(&host, &world, "education", "读完职高", true, "running");
    measure(&host, &world, "health", "", true, "planned");
    measure(&host, &world, "health", "", false, "done");
    // The rig's own measure has neither goal nor person.
    let page = ask(&host, "measure.list", query(&json!({})));
    assert_eq!(
        facet(&page, "unclear"),
        counted(&[("goal", 2), ("person", 1)])
    );
    let unclear = query(&json!({ "unclear": ["person"] }));
    let page = ask(&host, "measure.list", unclear);
    assert_eq!(page["total"], 1);
    assert_eq!(page["rows"][0]["id"], json!(world.home().measure));
    assert_eq!(page["rows"][0]["unclear"], json!(["goal", "person"]));
    assert_eq!(
        facet(&page, "unclear"),
        counted(&[("goal", 2), ("person", 1)]),
        "its own filter aside"
    );
    let done = ask(&host, "measure.list", query(&json!({ "view": "done" })));
    assert_eq!(
        done["rows"][0]["unclear"],
        json!([]),
        "what is done is let be"
    );
}

#[test]
fn a_household_is_marked_while_a_measure_of_it_is_not_clear_or_none_is_there() {
    let world = World::new();
    let host = world.laptop_host();
    let poor = |number: &str, state: &str| {
        put(
            &host,
            &Household {
                number: number.into(),
                division_code: VILLAGE.into(),
                state: state.into(),
                ..Household::default()
            },
        )
    };
    let (without, out) = (poor("4311280091", "0"), poor("4311280092", "1"));
    let list = |marks: Value| households(&host, &json!({ "marks": marks }));
    let ids = |page: &Value| -> Vec<String> {
        let rows = page["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let unclear = ids(&list(json!(["unclear"])));
    assert!(
        unclear.contains(&world.home().household.to_string()),
        "its measure has no goal"
    );
    assert!(
        unclear.contains(&without.to_string()),
        "it is poor and nothing is promised to it"
    );
    assert!(!unclear.contains(&out.to_string()));
    put(
        &host,
        &Measure {
            household_id: Some(without),
            class: "industry".into(),
            content: "养牛".into(),
            goal: "年增收五千元".into(),
            person_id: Some(world.home().person),
            state: "running".into(),
            ..Measure::default()
        },
    );
    assert!(!ids(&list(json!(["unclear"]))).contains(&without.to_string()));
}

#[test]
fn classes_fall_into_the_older_groups_and_each_facet_leaves_its_own_filter_aside() {
    let world = World::new();
    let host = world.laptop_host();
    for class in ["employment", "education", "schooling", "water"] {
        measure(&host, &world, class, "脱贫", true, "running");
    }
    let page = ask(
        &host,
        "measure.list",
        query(&json!({ "groups": ["education"] })),
    );
    assert_eq!(page["total"], 2);
    assert_eq!(
        facet(&page, "groups"),
        counted(&[("production", 2), ("education", 2), ("none", 1)])
    );
    assert_eq!(
        facet(&page, "classes"),
        counted(&[("education", 1), ("schooling", 1)])
    );
}

#[test]
fn a_measure_is_given_up_with_a_reason_or_not_at_all() {
    let world = World::new();
    let host = world.laptop_host();
    let id = world.home().measure;
    let drop = |reason: &str| {
        json!({ "id": id, "base": 1_000_000, "reason": null,
            "fields": { "state": "dropped", "dropped_reason": reason } })
    };
    let refused = api::dispatch(&host, "measure.save", drop(" ")).unwrap_err();
    assert_eq!(refused.violations[0].field, "dropped_reason");
    let by_the_back_door = json!({ "record": "measure", "save": drop("") });
    assert_eq!(code(&host, "record.save", by_the_back_door), "violations");
    assert_eq!(
        ask(&host, "measure.list", query(&json!({ "view": "dropped" })))["total"],
        0
    );
    ask(&host, "measure.save", drop("户主外出务工，改做就业帮扶"));
    let page = ask(&host, "measure.list", query(&json!({ "view": "dropped" })));
    assert_eq!(
        page["rows"][0]["dropped_reason"],
        "户主外出务工，改做就业帮扶"
    );
    assert_eq!(page["rows"][0]["unclear"], json!([]));
}

#[test]
fn what_a_household_suffers_from_is_answered_by_classes_the_main_cause_first() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    assert_eq!(
        ask(&host, "measure.suggest", json!({ "id": home }))["classes"],
        json!([])
    );
    let fields = json!({ "causes": ["07", "01"], "risks": ["07", "01"] });
    let save = json!({ "id": home, "base": 1_000_000, "fields": fields, "reason": null });
    ask(&host, "household.save", save);
    let found = ask(&host, "measure.suggest", json!({ "id": home }));
    let classes: Vec<&str> = found["classes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["class"].as_str().unwrap())
        .collect();
    assert_eq!(
        classes,
        [
            "employment",
            "industry",
            "health",
            "social_security",
            "social_help",
            "public_post"
        ]
    );
    assert_eq!(found["classes"][1]["is_there"], true, "the rig's cows");
    assert_eq!(found["classes"][0]["is_there"], false);
    assert_eq!(
        found["classes"][2]["reasons"],
        json!([
            { "list": "cause", "code": "01", "rule": "3_11_003" },
            { "list": "risk", "code": "01", "rule": "3_11_003" }
        ])
    );
}

#[test]
fn a_plan_comes_to_an_income_per_head_whose_terms_stand_beside_it() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let plan = |year: i64| {
        ask(
            &host,
            "plan.household",
            json!({ "household_id": home, "year": year }),
        )
    };
    let empty = plan(2018);
    assert_eq!(
        (&empty["plan"], &empty["lines"], &empty["years"]),
        (&Value::Null, &json!([]), &json!([]))
    );
    assert_eq!(empty["sums"]["per_head_fen"], Value::Null);
    let line = |item: &str, fen: i64, year: i64| {
        save(
            &host,
            "household_plan_line",
            json!({ "household_id": home, "year": year, "item": item, "content": "做一件事", "expected_fen": fen }),
        )
    };
    line("AAC073", 1_000_000, 2018);
    line("AAC073", 200_001, 2018);
    line("AAC071", 300_000, 2018);
    line("AAC074", 100_000, 2018);
    line("AAC073", 9, 2017);
    save(
        &host,
        "income",
        json!({ "household_id": home, "year": 2017, "item": "AAC082", "amount_fen": 290_000 }),
    );
    let found = plan(2018);
    assert_eq!(
        found["sums"],
        json!({
            "items": [
                { "item": "AAC073", "fen": 1_200_001, "is_cost": false },
                { "item": "AAC071", "fen": 300_000, "is_cost": false },
                { "item": "AAC074", "fen": 100_000, "is_cost": true },
            ],
            "people": 1, "net_fen": 1_400_001, "per_head_fen": 1_400_001
        })
    );
    assert_eq!(found["before_fen"], 290_000);
    assert_eq!(found["lines"].as_array().unwrap().len(), 4);
    assert_eq!(found["years"], json!([2018, 2017]));
    let bad = json!({ "household_id": home, "year": 18, "item": "AAC081", "content": "x", "expected_fen": -1 });
    let save = json!({ "id": null, "base": 0, "fields": bad, "reason": null });
    let refused = api::dispatch(
        &host,
        "record.save",
        json!({ "record": "household_plan_line", "save": save }),
    )
    .unwrap_err();
    let fields: Vec<&str> = refused
        .violations
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(fields, ["item", "year", "expected_fen"]);
}

/// The team on its laptop and the township at the county begin the same plan apart: one plan, all lines; of the two
/// heads the newer stands, and the other is kept beside it for a person, as with any two values.
#[test]
fn two_who_begin_one_plan_apart_write_one_plan_and_both_their_lines() {
    let world = World::new();
    let (laptop, county) = (
        world.laptop_host(),
        world.console("township_reviewer", VILLAGE),
    );
    let home = world.home().household;
    let head = |goal: &str| json!({ "household_id": home, "year": 2018, "goal": goal });
    let line = |content: &str| json!({ "household_id": home, "year": 2018, "item": "AAC073", "content": content, "expected_fen": 100 });
    let here = save(&laptop, "household_plan", head("年人均收入过线"));
    save(&laptop, "household_plan_line", line("儿子务工"));
    let there = save(&county, "household_plan", head("住上安全房"));
    save(&county, "household_plan_line", line("护林员岗位"));
    assert_eq!(here["id"], there["id"]);
    assert_eq!(here["id"], json!(HouseholdPlan::id(&ID_KEY, home, 2018)));
    world.sync();
    for host in [&laptop as &dyn api::Host, &county] {
        let plan = ask(
            host,
            "plan.household",
            json!({ "household_id": home, "year": 2018 }),
        );
        assert_eq!(plan["plan"]["fields"]["goal"], "住上安全房");
        assert_eq!(plan["plan"]["conflict_fields"], json!(["goal"]));
        assert_eq!(plan["lines"].as_array().unwrap().len(), 2);
        assert_eq!(plan["sums"]["net_fen"], 200);
        let conflicts = ask(host, "sync.conflicts", json!({ "limit": 9, "offset": 0 }));
        assert_eq!(conflicts["total"], 1);
        assert_eq!(
            conflicts["rows"][0]["fields"][0]["losing"],
            "年人均收入过线"
        );
    }
    let history = ask(&county, "household.history", json!({ "id": home }));
    let told = |record: &str| {
        history["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["record"] == record)
    };
    assert!(told("household_plan") && told("household_plan_line"));
}

#[test]
fn a_villages_plan_has_targets_before_projects_and_village_cadres_write_it_too() {
    let world = World::new();
    let cadre = world.console("village_secretary", VILLAGE);
    let line = |kind: &str, content: &str| json!({ "division_code": VILLAGE, "year": 2018, "kind": kind, "content": content });
    save(&cadre, "village_plan_line", line("project", "硬化通组路"));
    save(&cadre, "village_plan_line", line("target", "脱贫 12 户"));
    save(
        &cadre,
        "village_plan",
        json!({ "division_code": VILLAGE, "year": 2018, "goal": "整村退出" }),
    );
    let of = |code: &str| json!({ "division_code": code, "year": 2018 });
    let plan = ask(&cadre, "plan.village", of(VILLAGE));
    let contents: Vec<&str> = plan["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["fields"]["content"].as_str().unwrap())
        .collect();
    assert_eq!(contents, ["脱贫 12 户", "硬化通组路"]);
    assert_eq!(
        (&plan["division_name"], &plan["years"]),
        (&json!("上坪村"), &json!([2018]))
    );
    assert_eq!(plan["plan"]["fields"]["goal"], "整村退出");
    for foreign in [NEIGHBOUR, FAR, COUNTY, "x"] {
        assert_eq!(
            code(&cadre, "plan.village", of(foreign)),
            "violations",
            "{foreign}"
        );
    }
    assert_eq!(
        code(
            &cadre,
            "record.save",
            json!({ "record": "household_plan", "save": { "id": null, "base": 0, "reason": null,
                "fields": { "household_id": world.home().household, "year": 2018 } } })
        ),
        "not_permitted"
    );
}

#[test]
fn a_household_without_a_safe_house_is_found_until_it_has_one() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let marked = |mark: &str| households(&host, &json!({ "marks": [mark] }))["total"].clone();
    let housing = || ask(&host, "housing.get", json!({ "id": home }));
    assert_eq!(housing(), json!({ "is_needed": false, "solution": null }));
    assert_eq!(marked("housing_undecided"), 0);
    let unsafe_house =
        json!({ "id": home, "base": 1_000_000, "fields": { "house_grade": "4" }, "reason": null });
    ask(&host, "household.save", unsafe_house);
    assert_eq!(housing()["is_needed"], true);
    assert_eq!(
        (marked("housing_undecided"), marked("housing_open")),
        (json!(1), json!(0))
    );
    let solution = save(
        &host,
        "housing_solution",
        json!({ "household_id": home, "kind": "repair", "state": "decided", "decided_on": "2018-09-01" }),
    );
    assert_eq!(
        (marked("housing_undecided"), marked("housing_open")),
        (json!(0), json!(1))
    );
    let finished = json!({ "record": "housing_solution", "save": { "id": solution["id"], "base": solution["version"],
        "fields": { "state": "finished", "finished_on": "2018-09-20" }, "reason": null } });
    ask(&host, "record.save", finished);
    assert_eq!(
        (marked("housing_undecided"), marked("housing_open")),
        (json!(0), json!(0))
    );
    assert_eq!(housing()["solution"]["fields"]["state"], "finished");
}

#[test]
fn the_way_of_a_household_is_told_from_what_is_on_record() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home().household;
    let write = |fields: Value| {
        let save = json!({ "id": home, "base": 1_000_000, "fields": fields, "reason": "民主评议" });
        ask(&host, "household.save", save)
    };
    write(json!({ "identified_year": 2014, "standard": "0", "causes": ["01"], "state": "0" }));
    put(
        &host,
        &Measure {
            household_id: Some(home),
            class: "health".into(),
            content: "大病救助".into(),
            starts_on: "2016-03-01".into(),
            done_on: "2016-05-01".into(),
            state: "done".into(),
            ..Measure::default()
        },
    );
    let drop = json!({ "id": world.home().measure, "base": 1_000_000, "reason": null,
        "fields": { "state": "dropped", "dropped_reason": "牛棚被淹" } });
    ask(&host, "measure.save", drop);
    save(
        &host,
        "household_plan",
        json!({ "household_id": home, "year": 2018, "agreed_on": "2018-02-10", "goal": "过线" }),
    );
    save(
        &host,
        "housing_solution",
        json!({ "household_id": home, "kind": "repair", "state": "started", "decided_on": "2017-03-01", "started_on": "2017-04-01" }),
    );
    write(json!({ "state": "1", "out_of_poverty_year": 2018 }));
    let answer = ask(&host, "household.timeline", json!({ "id": home }));
    let events: Vec<(String, String)> = answer["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            (
                event["on"].as_str().unwrap().to_owned(),
                event["kind"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let expected = [
        ("2014", "causes"),
        ("2014", "identified"),
        ("2016-03-01", "measure_begun"),
        ("2016-05-01", "measure_done"),
        ("2017-03-01", "housing"),
        ("2017-04-01", "housing"),
        ("2018-02-10", "planned"),
        ("2018-09", "visits"),
        ("2018-09-30", "changed"),
        ("2018-09-30", "changed"),
        ("2018-09-30", "changed"),
        ("2018-09-30", "measure_dropped"),
        ("2018", "exit"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(on, kind)| ((*on).to_owned(), (*kind).to_owned()))
        .collect();
    assert_eq!(events, expected);
    let of = |kind: &str| -> Vec<Value> {
        let events = answer["events"].as_array().unwrap();
        events
            .iter()
            .filter(|event| event["kind"] == kind)
            .cloned()
            .collect()
    };
    assert_eq!(of("visits")[0]["count"], 1);
    assert_eq!(of("measure_dropped")[0]["from"], json!(["牛棚被淹"]));
    let states: Vec<(Value, Value)> = of("changed")
        .iter()
        .filter(|event| event["list"] == "state")
        .map(|event| (event["from"].clone(), event["to"].clone()))
        .collect();
    assert!(states.contains(&(json!(["0"]), json!(["1"]))), "{states:?}");
    assert_eq!(of("changed")[0]["text"], "民主评议");
    assert_eq!(of("changed")[0]["by_name"], "沈一");
}
