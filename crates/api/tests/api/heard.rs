//! What households say of a village's team: whom it is told, and that no answer of any operation tells that team.

use std::sync::{Arc, Mutex};

use api::{Host, LaptopHost, OPERATIONS, Right, Road, session::Side};
use domain::{
    Id,
    access::{ROLES, VILLAGE_ROLES},
    place::Scope,
    records::{Grant, Posting, Team},
};
use serde_json::{Value, json};
use store::Store;

use crate::{
    rig::{
        self, COUNTY, CountyHost, FAR, NEIGHBOUR, SAID, TOWNSHIP, VILLAGE, World, ask, code, empty,
        enrolled, pushed,
    },
    screens::put,
};

fn all() -> Value {
    json!({ "view": "all", "q": "", "villages": [], "limit": 50, "offset": 0 })
}

fn about(answer: &Value) -> Vec<&str> {
    let rows = answer["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| row["village_code"].as_str().unwrap())
        .collect()
}

/// One who works in the office of the township, and in the team of the first village.
fn of_both(world: &World) -> CountyHost {
    with_right(world, "member", VILLAGE)
}

/// One who works in the office of the township, and has another right.
fn with_right(world: &World, role: &str, area: &str) -> CountyHost {
    let mut host = world.console("township_reviewer", TOWNSHIP);
    let grant = put(
        &world.console("county_administrator", COUNTY),
        &Grant {
            account: "both".to_owned(),
            person_id: Some(host.asker.person_id),
            role: role.to_owned(),
            division_code: area.to_owned(),
            ..Grant::default()
        },
    );
    host.asker.rights.push(Right {
        grant,
        role: role.to_owned(),
        area: area.to_owned(),
    });
    host.asker.scope = Scope::of_codes(1, [area, TOWNSHIP]);
    host
}

/// A laptop that holds the places of all rights of `host`, and writes under the first.
struct Laptop {
    host: LaptopHost,
    store: Arc<Mutex<Store>>,
    grant: Id,
}

fn laptop_of(world: &World, host: &CountyHost) -> Laptop {
    let scope = host.asker.scope.clone();
    let grant = host.asker.rights[0].grant;
    let laptop = enrolled(&world.env, &world.county.lock().unwrap(), grant, &scope);
    let store = Arc::new(Mutex::new(laptop));
    let host = LaptopHost::new(Arc::clone(&store), world.env.clone(), Road::default()).unwrap();
    Laptop { host, store, grant }
}

/// Two people on the words of one, unseen by each other: a conflict with both values.
fn differ_on(world: &World, id: Id) -> Id {
    differ(world, TOWNSHIP, "inquiry", id)
}

/// The same of any record that has words and lies in a township.
fn differ(world: &World, township: &str, record: &str, id: Id) -> Id {
    let office = laptop_of(world, &world.console("township_reviewer", township));
    let county = world.console("county_office", COUNTY);
    let one = json!({ "record": record, "id": id });
    let seen = ask(&county, "record.get", one)["version"].clone();
    for (host, words) in [(&office.host as &dyn Host, "甲："), (&county, "乙：")] {
        let fields = json!({ "note": format!("{words}{SAID}") });
        let save = json!({ "id": id, "base": seen, "fields": fields, "reason": null });
        ask(
            host,
            "record.save",
            json!({ "record": record, "save": save }),
        );
    }
    let (laptop, mut at) = (office.store.lock().unwrap(), world.county.lock().unwrap());
    let receipts = pushed(&world.env, &mut at, &laptop, office.grant);
    drop((laptop, at));
    assert_eq!(receipts.receipts[0].verdict.code(), "merged");
    let list = json!({ "record": "conflict", "limit": 50 });
    let told = ask(&county, "record.list", list);
    let rows = told["rows"].as_array().unwrap();
    let one = rows
        .iter()
        .find(|row| row["fields"]["owner_id"] == json!(id.to_string()))
        .unwrap();
    assert!(one.to_string().contains(SAID), "{one}");
    one["id"].as_str().unwrap().parse().unwrap()
}

/// Everything that `host` is told of the first village, by whatever operation and id; with what it was asked.
fn told(host: &dyn Host, world: &World, conflict: Id) -> Vec<(String, String)> {
    let village = world.home();
    let mut asked: Vec<(String, Value)> = OPERATIONS
        .iter()
        .filter(|operation| operation.is_on(host.side()) && operation.writes.is_empty())
        .map(|operation| {
            let name = operation.name.to_owned();
            (name, rig::request(operation.name, village))
        })
        .collect();
    for (record, id) in [("inquiry", village.inquiry), ("conflict", conflict)] {
        let one = json!({ "record": record, "id": id });
        asked.push(("record.get".to_owned(), one.clone()));
        asked.push(("record.history".to_owned(), one));
        asked.push(("record.find".to_owned(), json!({ "id": id })));
        asked.push((
            "record.list".to_owned(),
            json!({ "record": record, "limit": 500 }),
        ));
    }
    for side in ["standing", "losing"] {
        let reveal = json!({ "id": conflict, "field": "note", "side": side });
        asked.push(("conflict.reveal".to_owned(), reveal));
    }
    asked
        .into_iter()
        .filter_map(|(name, request)| {
            let answer = api::dispatch(host, &name, request).ok()?;
            Some((name, answer.to_string()))
        })
        .collect()
}

fn names_it(world: &World, answer: &str) -> bool {
    answer.contains(SAID) || answer.contains(&world.home().inquiry.to_string())
}

#[test]
fn no_answer_of_any_operation_tells_a_team_what_was_said_of_it() {
    let world = World::with_problems();
    let conflict = differ_on(&world, world.home().inquiry);
    let may_read = [
        "township_reviewer",
        "inspector",
        "county_office",
        "county_administrator",
        "auditor",
    ];
    for role in ROLES {
        for area in [VILLAGE, TOWNSHIP, COUNTY] {
            let host = world.console(role, area);
            let telling: Vec<String> = told(&host, &world, conflict)
                .into_iter()
                .filter(|(_, answer)| names_it(&world, answer))
                .map(|(name, _)| name)
                .collect();
            let is_told = may_read.contains(&role) && area != VILLAGE;
            assert_eq!(
                !telling.is_empty(),
                is_told,
                "{role} of {area}: {telling:?}"
            );
        }
    }
    let laptop = world.laptop_host();
    for (name, answer) in told(&laptop, &world, conflict) {
        assert!(!names_it(&world, &answer), "{name}");
    }
}

#[test]
fn whoever_is_of_the_team_is_not_told_by_another_right_of_theirs() {
    let world = World::with_problems();
    let conflict = differ_on(&world, world.home().inquiry);
    let console = of_both(&world);
    let laptop = laptop_of(&world, &console);
    for host in [&console as &dyn Host, &laptop.host] {
        assert_eq!(about(&ask(host, "inquiry.list", all())), [NEIGHBOUR]);
        assert_eq!(ask(host, "inquiry.list", all())["tallies"][1]["no"], 1);
        assert_eq!(ask(host, "inquiry.export", all())["rows"], 1);
        let named =
            json!({ "view": "all", "q": "", "villages": [VILLAGE], "limit": 50, "offset": 0 });
        assert_eq!(ask(host, "inquiry.list", named)["total"], 0);
        let own = json!({ "id": world.home().inquiry });
        assert_eq!(code(host, "inquiry.get", own), "not_found");
        // The rest of the township is theirs.
        let other = json!({ "id": world.villages[1].inquiry });
        assert_eq!(ask(host, "inquiry.get", other)["note"], SAID);
        let choices = ask(host, "inquiry.choices", empty());
        assert!(!choices.to_string().contains(VILLAGE), "{choices}");
        assert!(choices.to_string().contains(NEIGHBOUR), "{choices}");
        for (name, answer) in told(host, &world, conflict) {
            let tells = answer.contains(&world.home().inquiry.to_string())
                || answer.contains(&format!("甲：{SAID}"))
                || answer.contains(&format!("乙：{SAID}"));
            assert!(!tells, "{name}: {answer}");
        }
        assert_eq!(
            ask(host, "workbench.get", json!({ "rows": 5 }))["groups"][0]["total"],
            0
        );
    }
    assert_eq!(ask(&laptop.host, "sync.status", empty())["conflicts"], 0);
    let office = world.console("township_reviewer", TOWNSHIP);
    let bench = ask(&office, "workbench.get", json!({ "rows": 5 }));
    assert_eq!(
        bench["groups"][0]["total"], 1,
        "the rest of the office sees the conflict"
    );
}

#[test]
fn a_conflict_is_told_by_a_right_of_its_own_place_and_not_of_another() {
    let world = World::new();
    let far_township = "431128104";
    let far = world.villages[2];
    for (record, id) in [("inquiry", far.inquiry), ("stay", far.stay)] {
        let conflict = differ(&world, far_township, record, id);
        // Reads both records in one township, and neither of them in the other.
        let console = with_right(&world, "helper", far_township);
        let laptop = laptop_of(&world, &console);
        for host in [&console as &dyn Host, &laptop.host] {
            let tells = |answer: &str| {
                [
                    format!("甲：{SAID}"),
                    format!("乙：{SAID}"),
                    conflict.to_string(),
                ]
                .iter()
                .any(|part| answer.contains(part.as_str()))
            };
            for (name, answer) in told(host, &world, conflict) {
                assert!(!tells(&answer), "{record}, {name}: {answer}");
            }
            let bench = ask(host, "workbench.get", json!({ "rows": 5 }));
            assert_eq!(bench["groups"][0]["total"], 0, "{record}");
            let one = json!({ "record": "conflict", "id": conflict });
            assert_eq!(code(host, "record.get", one), "not_found");
        }
        assert_eq!(ask(&laptop.host, "sync.status", empty())["conflicts"], 0);
        // Whoever reads them there is told.
        let office = world.console("township_reviewer", far_township);
        let one = json!({ "record": "conflict", "id": conflict });
        let shown = ask(&office, "record.get", one).to_string();
        assert!(shown.contains(&format!("甲：{SAID}")), "{shown}");
        let bench = ask(&office, "workbench.get", json!({ "rows": 5 }));
        assert_ne!(bench["groups"][0]["total"], 0, "{record}");
    }
}

#[test]
fn the_pages_of_a_list_do_not_tell_of_what_is_kept() {
    let world = World::new();
    let kept = differ_on(&world, world.home().inquiry);
    let console = of_both(&world);
    let laptop = laptop_of(&world, &console);
    for host in [&console as &dyn Host, &laptop.host] {
        for (record, kept, shown) in [
            ("inquiry", world.home().inquiry, 1),
            ("conflict", kept, 0),
            ("visit", world.home().inquiry, 2),
        ] {
            let (mut after, mut rows) = (Value::Null, 0);
            loop {
                let query = json!({ "record": record, "limit": 1, "after": after });
                let page = ask(host, "record.list", query);
                assert!(!page.to_string().contains(&kept.to_string()), "{page}");
                rows += page["rows"].as_array().unwrap().len();
                after = page["next"].clone();
                if after.is_null() {
                    break;
                }
                assert_eq!(page["rows"][0]["id"], after, "a page with more is full");
            }
            assert_eq!(rows, shown, "{record}");
        }
    }
}

#[test]
fn whoever_is_of_the_team_neither_writes_nor_deletes_what_was_said_of_it() {
    let world = World::with_problems();
    let console = of_both(&world);
    let laptop = laptop_of(&world, &console);
    let fields = |village: &str| json!({ "village_code": village, "asked_on": "2018-09-29", "team_came": "yes" });
    let new =
        |village: &str| json!({ "id": null, "base": 0, "fields": fields(village), "reason": null });
    let (own, other) = (world.home().inquiry, world.villages[1].inquiry);
    let to_own =
        json!({ "id": other, "base": 99, "fields": { "village_code": VILLAGE }, "reason": null });
    let change = json!({ "id": own, "base": 99, "fields": { "team_came": "yes" }, "reason": null });
    let gone = json!({ "id": own, "base": 99, "reason": "试删" });
    for host in [&console as &dyn Host, &laptop.host] {
        assert_eq!(code(host, "inquiry.save", new(VILLAGE)), "not_permitted");
        assert_eq!(code(host, "inquiry.save", to_own.clone()), "not_permitted");
        assert_eq!(code(host, "inquiry.save", change.clone()), "not_found");
        assert_eq!(code(host, "inquiry.remove", gone.clone()), "not_found");
        let by_record = json!({ "record": "inquiry", "save": new(VILLAGE) });
        assert_eq!(code(host, "record.save", by_record), "not_permitted");
        let by_record = json!({ "record": "inquiry", "remove": gone });
        assert_eq!(code(host, "record.remove", by_record), "not_found");
        assert_eq!(code(host, "inquiry.save", new(NEIGHBOUR)), "");
    }
}

#[test]
fn a_team_is_known_by_its_posting_where_no_right_says_so() {
    let world = World::new();
    let office = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(about(&ask(&office, "inquiry.list", all())).len(), 2);
    let county = world.console("county_administrator", COUNTY);
    let team = put(
        &county,
        &Team {
            division_code: NEIGHBOUR.to_owned(),
            ..Team::default()
        },
    );
    put(
        &county,
        &Posting {
            person_id: Some(office.asker.person_id),
            team_id: Some(team),
            duty: "member".to_owned(),
            ends_on: "2018-08-31".to_owned(),
            ..Posting::default()
        },
    );
    assert_eq!(about(&ask(&office, "inquiry.list", all())), [VILLAGE]);
}

#[test]
fn a_form_that_was_not_saved_is_not_told_to_whoever_has_become_of_the_team() {
    let world = World::new();
    let office = world.console("township_reviewer", TOWNSHIP);
    let laptop = laptop_of(&world, &office);
    let county = world.console("county_administrator", COUNTY);
    let drafts = |host: &dyn Host| -> Vec<String> {
        let found = ask(host, "draft.list", empty());
        let subjects = found.as_array().unwrap().iter();
        let mut subjects: Vec<String> = subjects
            .map(|draft| draft["subject"].as_str().unwrap().to_owned())
            .collect();
        subjects.sort();
        subjects
    };
    let [own, other] = [0, 1].map(|village: usize| world.villages[village].inquiry.to_string());
    let mut all = vec![own.clone(), other.clone(), "new".to_owned()];
    all.sort();
    for host in [&laptop.host as &dyn Host, &office] {
        for subject in &all {
            let draft = json!({ "form": "inquiry", "subject": subject, "body": SAID, "base": 1 });
            ask(host, "draft.save", draft);
        }
        assert_eq!(drafts(host), all);
    }
    let member = Grant {
        account: "both".to_owned(),
        person_id: Some(office.asker.person_id),
        role: "member".to_owned(),
        division_code: VILLAGE.to_owned(),
        ..Grant::default()
    };
    put(&county, &member);
    world.pull(
        &world.county.lock().unwrap(),
        &mut laptop.store.lock().unwrap(),
    );
    for host in [&laptop.host as &dyn Host, &office] {
        assert_eq!(drafts(host), [other.clone(), "new".to_owned()]);
        // It is not deleted: another row with the same form stays beside it.
        let key = json!({ "form": "inquiry", "subject": other });
        ask(host, "draft.remove", key);
        assert_eq!(drafts(host), ["new"]);
    }
    let kept = laptop.store.lock().unwrap().drafts_of("").unwrap();
    assert!(kept.iter().any(|draft| draft.subject == own));
}

#[test]
fn whoever_was_of_a_team_does_not_write_themselves_out_of_it() {
    let world = World::new();
    let county = world.console("county_administrator", COUNTY);
    let office = world.console("township_reviewer", TOWNSHIP);
    let person = office.asker.person_id;
    let [team, other] = [NEIGHBOUR, VILLAGE].map(|village| {
        put(
            &county,
            &Team {
                name: village.to_owned(),
                division_code: village.to_owned(),
                ..Team::default()
            },
        )
    });
    let posting = put(
        &county,
        &Posting {
            person_id: Some(person),
            team_id: Some(team),
            duty: "member".to_owned(),
            ..Posting::default()
        },
    );
    let laptop = laptop_of(&world, &office);
    let save = |record: &str, id: Id, fields: Value| json!({ "record": record, "save": { "id": id, "base": 99, "reason": null, "fields": fields } });
    let remove = |record: &str, id: Id| json!({ "record": record, "remove": { "id": id, "base": 99, "reason": "记错了" } });
    for host in [&laptop.host as &dyn Host, &office] {
        for (record, id, fields) in [
            ("posting", posting, json!({ "team_id": other })),
            (
                "posting",
                posting,
                json!({ "person_id": county.asker.person_id }),
            ),
            ("team", team, json!({ "division_code": VILLAGE })),
        ] {
            let error = api::dispatch(host, "record.save", save(record, id, fields)).unwrap_err();
            assert_eq!(error.violations[0].code, "written_once", "{record}");
        }
        // What has ended is ended, and what is deleted was once so.
        let ended = json!({ "ends_on": "2018-08-31" });
        assert_eq!(
            code(host, "record.save", save("posting", posting, ended)),
            ""
        );
        for (record, id) in [("posting", posting), ("team", team)] {
            assert_eq!(code(host, "record.remove", remove(record, id)), "");
        }
        assert_eq!(about(&ask(host, "inquiry.list", all())), [VILLAGE]);
    }
    let grant = put(
        &county,
        &Grant {
            account: "other".to_owned(),
            person_id: Some(person),
            role: "member".to_owned(),
            division_code: VILLAGE.to_owned(),
            ..Grant::default()
        },
    );
    let error = api::dispatch(
        &county,
        "record.save",
        save("grant", grant, json!({ "role": "helper" })),
    )
    .unwrap_err();
    assert_eq!(error.violations[0].code, "written_once");
    assert_eq!(code(&county, "record.remove", remove("grant", grant)), "");
    assert_eq!(ask(&office, "inquiry.list", all())["all"], 0);
}

#[test]
fn one_is_kept_where_who_asked_works_and_never_in_the_village() {
    let world = World::new();
    let new = |fields: Value| json!({ "id": null, "base": 0, "fields": fields, "reason": null });
    let said = json!({ "village_code": VILLAGE, "asked_on": "2018-09-29", "committee_open": "unsure", "note": "说公示看不懂" });
    for (role, area, name) in [
        ("township_reviewer", TOWNSHIP, TOWNSHIP),
        ("inspector", COUNTY, COUNTY),
    ] {
        let host = world.console(role, area);
        let saved = ask(&host, "inquiry.save", new(said.clone()));
        let view = ask(
            &host,
            "record.get",
            json!({ "record": "inquiry", "id": saved["id"] }),
        );
        assert_eq!(view["fields"]["division_code"], name, "{role}");
        assert_eq!(
            view["fields"]["person_id"],
            host.asker.person_id.to_string(),
            "{role}"
        );
        let row = ask(&host, "inquiry.get", json!({ "id": saved["id"] }));
        assert_eq!(row["person_name"], role);
        assert_eq!(row["answers"], json!(["", "", "", "", "", "unsure", ""]));
    }
    // What the county heard is not the township's.
    let office = world.console("township_reviewer", TOWNSHIP);
    assert_eq!(ask(&office, "inquiry.list", all())["all"], 3);
    let refused = |host: &dyn Host, fields: Value| {
        let error = api::dispatch(host, "inquiry.save", new(fields)).unwrap_err();
        let first = error.violations.first();
        first.map_or(error.code.word().to_owned(), |violation| {
            violation.code.clone()
        })
    };
    let at_village = json!({ "division_code": VILLAGE, "village_code": VILLAGE, "asked_on": "2018-09-29", "note": "x" });
    assert_eq!(refused(&office, at_village), "out_of_range");
    let far = json!({ "village_code": FAR, "asked_on": "2018-09-29", "note": "x" });
    assert_eq!(refused(&office, far), "not_permitted");
    let nothing = json!({ "village_code": VILLAGE, "asked_on": "2018-09-29" });
    assert_eq!(refused(&office, nothing), "required");
    let in_village = world.console("township_reviewer", VILLAGE);
    assert_eq!(refused(&in_village, said), "not_permitted");
    for role in VILLAGE_ROLES.into_iter().chain(["helper"]) {
        let host = world.console(role, VILLAGE);
        let own = json!({ "village_code": VILLAGE, "asked_on": "2018-09-29", "note": "好得很" });
        assert_eq!(
            code(&host, "inquiry.save", new(own)),
            "not_permitted",
            "{role}"
        );
    }
}

#[test]
fn a_list_is_narrowed_and_its_counts_with_it_and_nobody_is_scored() {
    let world = World::new();
    let county = world.console("county_office", COUNTY);
    let page = ask(&county, "inquiry.list", all());
    assert_eq!(about(&page).len(), 3);
    let villages: Vec<&str> = page["villages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| facet["code"].as_str().unwrap())
        .collect();
    assert_eq!(villages, [VILLAGE, NEIGHBOUR, FAR], "by code");
    let tally = |page: &Value, question: &str| -> Value {
        let tallies = page["tallies"].as_array().unwrap();
        let one = tallies.iter().find(|tally| tally["question"] == question);
        one.map(|tally| json!([tally["yes"], tally["no"], tally["unsure"]]))
            .unwrap()
    };
    assert_eq!(tally(&page, "team_came"), json!([0, 3, 0]));
    assert_eq!(tally(&page, "committee_fair"), json!([3, 0, 0]));
    assert_eq!(tally(&page, "team_helped"), json!([0, 0, 0]));
    let one = json!({ "view": "no", "q": "一个月", "villages": [FAR], "limit": 50, "offset": 0 });
    let page = ask(&county, "inquiry.list", one);
    assert_eq!(about(&page), [FAR]);
    assert_eq!((&page["total"], &page["all"]), (&json!(1), &json!(3)));
    assert_eq!(tally(&page, "team_came"), json!([0, 1, 0]));
    let counts = |request: Value| -> Value {
        let page = ask(&county, "inquiry.list", request);
        let facets = page["villages"].as_array().unwrap().iter();
        let counts = facets.map(|facet| json!([facet["code"], facet["count"]]));
        counts.collect()
    };
    let said =
        json!({ "village_code": VILLAGE, "asked_on": "2018-09-29", "committee_fair": "yes" });
    ask(
        &county,
        "inquiry.save",
        json!({ "id": null, "base": 0, "fields": said, "reason": null }),
    );
    // How many a village has follows words and view, and not which villages are chosen.
    let asked = |view: &str, q: &str, villages: Value| json!({ "view": view, "q": q, "villages": villages, "limit": 50, "offset": 0 });
    for (view, q, villages, counted) in [
        (
            "all",
            "",
            json!([]),
            json!([[VILLAGE, 2], [NEIGHBOUR, 1], [FAR, 1]]),
        ),
        (
            "all",
            "",
            json!([FAR]),
            json!([[VILLAGE, 2], [NEIGHBOUR, 1], [FAR, 1]]),
        ),
        (
            "words",
            "",
            json!([FAR]),
            json!([[VILLAGE, 1], [NEIGHBOUR, 1], [FAR, 1]]),
        ),
        ("no", "上坪", json!([]), json!([[VILLAGE, 1]])),
        ("all", "没有这话", json!([FAR]), json!([[FAR, 0]])),
    ] {
        assert_eq!(counts(asked(view, q, villages)), counted, "{view} {q}");
    }
    let extra = ask(
        &county,
        "inquiry.list",
        asked("all", "上坪", json!([VILLAGE])),
    );
    let extra = extra["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["note"] == "")
        .unwrap();
    let gone = json!({ "id": extra["id"], "base": 99, "reason": "记重了" });
    ask(&county, "inquiry.remove", gone);
    // What a village comes to is not what somebody looks for in it.
    for (q, view, villages, no) in [
        ("没有这话", "all", json!([]), 3),
        ("没有这话", "no", json!([FAR]), 1),
        ("", "words", json!([FAR, VILLAGE]), 2),
    ] {
        let page = ask(&county, "inquiry.list", asked(view, q, villages));
        assert_eq!(page["total"] == 0, !q.is_empty());
        assert_eq!(tally(&page, "team_came"), json!([0, no, 0]));
    }
    let gone = json!({ "id": world.home().inquiry, "base": 99, "reason": "记重了" });
    ask(&county, "inquiry.remove", gone);
    assert_eq!(ask(&county, "inquiry.list", all())["all"], 2);
}

#[test]
fn it_has_no_photo_and_a_right_of_a_team_above_its_village_is_refused() {
    let world = World::new();
    let county = world.console("county_administrator", COUNTY);
    let photo = json!({ "record": "photo", "save": { "id": null, "base": 0, "reason": null,
        "fields": { "owner_kind": "inquiry", "owner_id": world.home().inquiry, "sha256": "7a".repeat(32) } } });
    assert_eq!(code(&county, "record.save", photo), "violations");
    for (role, area, is_refused) in [
        ("member", TOWNSHIP, true),
        ("village_secretary", COUNTY, true),
        ("first_secretary", VILLAGE, false),
        ("township_reviewer", TOWNSHIP, false),
    ] {
        let fields = json!({ "account": "x", "person_id": world.home().person, "role": role, "division_code": area });
        let grant = json!({ "record": "grant", "save": { "id": null, "base": 0, "reason": null, "fields": fields } });
        let expected = if is_refused { "violations" } else { "" };
        assert_eq!(
            code(&county, "record.save", grant),
            expected,
            "{role} of {area}"
        );
    }
}

#[test]
fn who_may_read_it_is_told_so_and_the_village_is_not() {
    let world = World::new();
    let reads = |host: &dyn Host| {
        let session = ask(host, "session.get", empty());
        session["reads"]
            .as_array()
            .unwrap()
            .contains(&json!("inquiry"))
    };
    assert!(reads(&world.console("township_reviewer", TOWNSHIP)));
    assert!(reads(&world.console("auditor", COUNTY)));
    let laptop = world.laptop_host();
    assert_eq!(laptop.side(), Side::Laptop);
    assert!(!reads(&laptop));
}
