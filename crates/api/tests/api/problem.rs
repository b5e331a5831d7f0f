//! The ledger: from a problem found on a visit to its closing by somebody else.

use api::Host as _;
use domain::{
    Cells,
    records::{Part, Problem, Record as _, acts},
};
use serde_json::{Value, json};
use store::Edit;

use crate::rig::{COUNTY, FAR, NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code};

fn ledger(view: &str) -> Value {
    json!({ "view": view, "q": "", "sources": [], "kinds": [], "states": [], "persons": [], "villages": [],
        "household_id": null, "limit": 50, "offset": 0 })
}

fn detail(host: &dyn api::Host, id: &Value) -> Value {
    ask(host, "problem.get", json!({ "id": id }))
}

fn act(host: &dyn api::Host, id: &Value, kind: &str, note: &str) -> Value {
    let base = detail(host, id)["row"]["version"].clone();
    json!({ "id": id, "base": base, "kind": kind, "note": note })
}

/// Found on a visit of the laptop: gives its id.
fn found(world: &World, host: &dyn api::Host) -> Value {
    let visit = json!({ "id": null, "base": 0, "household_id": world.home().household, "visited_on": "2018-09-29",
        "person_ids": [], "mode": "home", "purposes": ["routine"], "policies": [], "met": "", "note": "看了屋顶",
        "satisfaction": "", "photos": [], "problem": "屋顶漏雨", "problem_due_on": "2018-10-10", "reason": null });
    ask(host, "visit.record", visit);
    let page = ask(host, "problem.list", ledger("open"));
    assert_eq!(page["total"], 1);
    page["rows"][0]["id"].clone()
}

#[test]
fn a_problem_found_on_a_visit_is_put_right_sent_back_once_and_closed_by_another() {
    let world = World::new();
    let laptop = world.laptop_host();
    let id = found(&world, &laptop);
    assert_eq!(detail(&laptop, &id)["acts"], json!(["submit", "progress"]));
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "progress", "买了瓦"),
    );
    assert_eq!(detail(&laptop, &id)["row"]["state"], "running");
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "瓦换好了"),
    );
    let handed_in = detail(&laptop, &id);
    assert_eq!(
        (&handed_in["row"]["state"], &handed_in["acts"]),
        (&json!("done"), &json!([]))
    );
    assert_eq!(
        code(&laptop, "problem.step", act(&laptop, &id, "verify", "")),
        "violations"
    );
    world.sync();

    let inspector = world.console("inspector", COUNTY);
    assert_eq!(detail(&inspector, &id)["acts"], json!(["verify", "return"]));
    assert_eq!(
        code(
            &inspector,
            "problem.step",
            act(&inspector, &id, "return", " ")
        ),
        "violations"
    );
    ask(
        &inspector,
        "problem.step",
        act(&inspector, &id, "return", "还在滴水"),
    );
    world.sync();
    let back = detail(&laptop, &id);
    assert_eq!(
        (&back["row"]["state"], &back["round"]),
        (&json!("reopened"), &json!(2))
    );
    let last = back["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["person_name"], &last["role"], &last["note"]),
        (&json!("inspector"), &json!("inspector"), &json!("还在滴水"))
    );
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "重新盖了"),
    );
    world.sync();

    let township = world.console("township_reviewer", TOWNSHIP);
    let mut closing = act(&township, &id, "verify", "不漏了");
    closing["in_time"] = json!(true);
    closing["in_quality"] = json!(true);
    closing["in_quantity"] = json!(false);
    ask(&township, "problem.step", closing);
    world.sync();
    let closed = detail(&laptop, &id);
    assert_eq!(
        (&closed["row"]["state"], &closed["acts"]),
        (&json!("verified"), &json!([]))
    );
    assert_eq!(closed["problem"]["fields"]["closed_on"], "2018-09-30");
    assert_eq!(closed["problem"]["fields"]["result"], "重新盖了");
    let last = closed["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["in_time"], &last["in_quantity"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(ask(&laptop, "problem.list", ledger("closed"))["total"], 1);
    assert_eq!(ask(&laptop, "problem.export", ledger("closed"))["rows"], 1);
}

#[test]
fn words_of_progress_by_two_people_stand_side_by_side() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    ask(&laptop, "problem.step", act(&laptop, &id, "claim", ""));
    world.sync();
    let helper = world.console("helper", VILLAGE);
    let (here, there) = (
        act(&laptop, &id, "progress", "买了瓦"),
        act(&helper, &id, "progress", "请了瓦匠"),
    );
    ask(&helper, "problem.step", there);
    ask(&laptop, "problem.step", here);
    world.sync();
    for host in [&laptop as &dyn api::Host, &helper] {
        let now = detail(host, &id);
        let notes: Vec<&str> = now["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| step["note"].as_str().unwrap())
            .collect();
        assert!(
            notes.contains(&"买了瓦") && notes.contains(&"请了瓦匠"),
            "{notes:?}"
        );
        assert_eq!(now["problem"]["conflict_fields"], json!([]));
    }
}

#[test]
fn an_act_is_taken_back_with_what_it_changed() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    let saved = ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "瓦换好了"),
    );
    ask(
        &laptop,
        "undo.run",
        json!({ "change_set": saved["change_set"] }),
    );
    let back = detail(&laptop, &id);
    assert_eq!(
        (&back["row"]["state"], &back["steps"]),
        (&json!("open"), &json!([]))
    );
}

#[test]
fn a_single_problem_joins_a_common_one_and_leaves_it_again() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    let common = json!({ "id": null, "base": 0, "reason": null,
        "fields": { "division_code": VILLAGE, "content": "全村屋顶失修", "kind": "common" } });
    let common = ask(&laptop, "problem.save", common)["id"].clone();
    let join = |of: &Value, parent: Value| json!({ "id": of, "base": detail(&laptop, of)["row"]["version"], "parent_id": parent });
    assert_eq!(
        code(&laptop, "problem.merge", join(&common, id.clone())),
        "violations"
    );
    ask(&laptop, "problem.merge", join(&id, common.clone()));
    assert_eq!(detail(&laptop, &common)["parts"][0]["id"], id);
    assert_eq!(detail(&laptop, &id)["parent"]["id"], common);
    ask(&laptop, "problem.merge", join(&id, Value::Null));
    assert_eq!(detail(&laptop, &common)["parts"], json!([]));
}

#[test]
fn the_state_is_not_written_past_the_acts() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    for (field, value) in [
        ("state", "verified"),
        ("closed_on", "2018-09-30"),
        ("result", "好了"),
    ] {
        let save =
            json!({ "id": id, "base": 1_000_000, "reason": null, "fields": { field: value } });
        assert_eq!(code(&laptop, "problem.save", save), "violations", "{field}");
    }
    let words =
        json!({ "id": id, "base": 1_000_000, "reason": null, "fields": { "remedy": "换瓦" } });
    ask(&laptop, "problem.save", words);
    assert_eq!(detail(&laptop, &id)["row"]["state"], "open");
}

#[test]
fn each_role_is_offered_what_it_may_do_and_nothing_outside_its_area() {
    let world = World::with_problems();
    let id = json!(world.home().problem);
    for (role, offered) in [
        ("member", json!(["claim", "submit", "progress"])),
        ("department", json!(["claim", "submit", "progress"])),
        ("inspector", json!(["urge"])),
        ("auditor", json!([])),
    ] {
        assert_eq!(
            detail(&world.console(role, TOWNSHIP), &id)["acts"],
            offered,
            "{role}"
        );
        let far = world.console(role, FAR);
        assert_eq!(
            code(&far, "problem.get", json!({ "id": id })),
            "not_found",
            "{role}"
        );
    }
    let nobody = acts(
        "done",
        Part {
            writes: true,
            looks_back: true,
            owns: true,
            is_owned: true,
        },
    );
    assert!(
        nobody.is_empty(),
        "an inspector closes their own: {nobody:?}"
    );
}

#[test]
fn the_doors_for_any_record_lead_past_no_act() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    let base = 1_000_000;
    let written = |record: &str, id: Value, fields: Value| json!({ "record": record, "save": { "id": id, "base": base, "reason": null, "fields": fields } });
    for (field, value) in [
        ("state", json!("verified")),
        ("closed_on", json!("2018-09-30")),
        ("result", json!("好了")),
        ("parent_id", json!(world.home().visit)),
    ] {
        let save = written("problem", id.clone(), json!({ field: value }));
        assert_eq!(code(&laptop, "record.save", save), "violations", "{field}");
    }
    let forged = json!({ "problem_id": id, "kind": "verify", "made_on": "2018-09-30" });
    assert_eq!(
        code(
            &laptop,
            "record.save",
            written("problem_step", Value::Null, forged)
        ),
        "violations"
    );
    assert_eq!(detail(&laptop, &id)["row"]["state"], "open");
    assert_eq!(detail(&laptop, &id)["steps"], json!([]));

    ask(
        &laptop,
        "record.save",
        written("problem", id.clone(), json!({ "remedy": "换瓦" })),
    );
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "progress", "买了瓦"),
    );
    let step = detail(&laptop, &id)["steps"][0]["id"].clone();
    let erase = json!({ "record": "problem_step", "remove": { "id": step, "base": base, "reason": "写错了" } });
    assert_eq!(code(&laptop, "record.remove", erase), "violations");
    let erase =
        json!({ "record": "problem", "remove": { "id": id, "base": base, "reason": "写错了" } });
    assert_eq!(code(&laptop, "record.remove", erase), "violations");
    assert_eq!(detail(&laptop, &id)["problem"]["fields"]["remedy"], "换瓦");
}

#[test]
fn a_set_of_an_older_program_that_writes_the_state_is_taken_by_the_county() {
    let world = World::with_problems();
    let problem = world.home().problem;
    world.laptop_saves(vec![Edit {
        table: Problem::INFO.table,
        id: problem,
        base: None,
        cells: Cells::from([(Problem::state, "done".into())]),
    }]);
    world.sync();
    let inspector = world.console("inspector", COUNTY);
    let seen = detail(&inspector, &json!(problem));
    assert_eq!(
        (&seen["row"]["state"], &seen["acts"]),
        (&json!("done"), &json!(["verify", "return"]))
    );
}

#[test]
fn what_was_found_is_changed_and_withdrawn_until_somebody_acts_on_it() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    let before = detail(&laptop, &id);
    assert!(
        before["fields"]
            .as_array()
            .unwrap()
            .contains(&json!("content"))
    );
    assert_eq!(before["may_remove"], true);
    let save =
        |fields: Value| json!({ "id": id, "base": 1_000_000, "reason": null, "fields": fields });
    ask(
        &laptop,
        "problem.save",
        save(json!({ "content": "屋顶两处漏雨" })),
    );
    ask(&laptop, "problem.step", act(&laptop, &id, "claim", ""));
    let now = detail(&laptop, &id);
    assert_eq!(now["row"]["content"], "屋顶两处漏雨");
    assert!(
        !now["fields"]
            .as_array()
            .unwrap()
            .contains(&json!("content"))
    );
    assert_eq!(now["may_remove"], false);
    assert_eq!(
        code(
            &laptop,
            "problem.save",
            save(json!({ "content": "没有漏" }))
        ),
        "violations"
    );
    ask(
        &laptop,
        "problem.save",
        save(json!({ "remedy": "换瓦", "due_on": "2018-10-20" })),
    );
    let withdraw = |id: &Value| json!({ "id": id, "base": 1_000_000, "reason": "写错了户" });
    assert_eq!(code(&laptop, "problem.remove", withdraw(&id)), "violations");

    let mistaken = json!({ "id": null, "base": 0, "reason": null,
        "fields": { "division_code": VILLAGE, "content": "写错的" } });
    let mistaken = ask(&laptop, "problem.save", mistaken)["id"].clone();
    ask(&laptop, "problem.remove", withdraw(&mistaken));
    assert_eq!(
        code(&laptop, "problem.get", json!({ "id": mistaken })),
        "not_found"
    );
}

#[test]
fn an_act_that_another_rests_on_is_not_taken_back() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    let submitted = ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "瓦换好了"),
    );
    world.sync();
    let inspector = world.console("inspector", COUNTY);
    ask(
        &inspector,
        "problem.step",
        act(&inspector, &id, "return", "还在滴水"),
    );
    world.sync();
    let back = json!({ "change_set": submitted["change_set"] });
    assert_eq!(code(&laptop, "undo.run", back), "nothing_to_undo");
    let kinds: Vec<Value> = detail(&laptop, &id)["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["kind"].clone())
        .collect();
    assert_eq!(kinds, [json!("submit"), json!("return")]);
}

#[test]
fn whoever_worked_on_it_does_not_close_it_though_another_answers_for_it_now() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "瓦换好了"),
    );
    let hand_over = json!({ "id": id, "base": 1_000_000, "reason": null,
        "fields": { "person_id": world.villages[1].person } });
    ask(&laptop, "problem.save", hand_over);
    world.sync();
    let mut judge = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(detail(&judge, &id)["acts"], json!(["verify", "return"]));
    judge.asker.person_id = laptop.asker().person_id;
    assert_eq!(detail(&judge, &id)["acts"], json!([]));
}

#[test]
fn urging_is_seen_in_the_list_until_somebody_acts() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    ask(&laptop, "problem.step", act(&laptop, &id, "claim", ""));
    world.sync();
    let inspector = world.console("inspector", COUNTY);
    ask(
        &inspector,
        "problem.step",
        act(&inspector, &id, "urge", "月底要销号"),
    );
    world.sync();
    assert_eq!(
        ask(&laptop, "problem.list", ledger("open"))["rows"][0]["urged"],
        true
    );
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "progress", "买了瓦"),
    );
    assert_eq!(
        ask(&laptop, "problem.list", ledger("open"))["rows"][0]["urged"],
        false
    );
}

#[test]
fn a_form_offers_the_villages_of_the_area_and_the_people_of_the_place() {
    let world = World::with_problems();
    let township = world.console("township_reviewer", TOWNSHIP);
    let of =
        |household: Value, code: &str| json!({ "household_id": household, "division_code": code });
    let offered = ask(
        &township,
        "problem.choices",
        of(json!(world.home().household), ""),
    );
    let codes: Vec<&str> = offered["villages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|village| village["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, [VILLAGE, NEIGHBOUR]);
    assert_eq!(offered["people"][0]["duty"], "first_secretary");
    let far = ask(&township, "problem.choices", of(Value::Null, FAR));
    assert_eq!(far["people"], json!([]));
}

#[test]
fn those_who_look_back_see_what_waits_on_their_workbench() {
    let world = World::with_problems();
    let (laptop, id) = (world.laptop_host(), json!(world.home().problem));
    ask(
        &laptop,
        "problem.step",
        act(&laptop, &id, "submit", "瓦换好了"),
    );
    world.sync();
    let group = |host: &dyn api::Host| {
        let bench = ask(host, "workbench.get", json!({ "rows": 6 }));
        bench["groups"]
            .as_array()
            .unwrap()
            .iter()
            .find(|group| group["kind"] == "checks")
            .cloned()
    };
    let township = world.console("township_reviewer", TOWNSHIP);
    let waiting = group(&township).unwrap();
    assert_eq!(
        (&waiting["total"], &waiting["rows"][0]["id"]),
        (&json!(1), &id)
    );
    // Its villages have people of one name: the row says in which of them it is.
    let listed = ask(&township, "problem.list", ledger("waiting"));
    let village = listed["rows"][0]["village_name"].as_str().unwrap();
    let said = waiting["rows"][0]["meta"].as_str().unwrap();
    assert!(said.starts_with(&format!("{village} · ")), "{said}");
    assert_eq!(group(&laptop), None);
}
