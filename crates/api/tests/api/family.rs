//! What happens to a family, what strikes one about its data, and its income: as the screens ask for them.

use api::Host;
use domain::{
    Id,
    records::{Household, Member, Visit},
};
use serde_json::{Value, json};

use crate::rig::{ID_KEY, VILLAGE, World, ask, code, with};

/// A head, a wife, a son and his wife; the identity numbers are made up.
pub(crate) struct Family {
    pub(crate) id: Id,
    pub(crate) people: [Id; 4],
}

const NAMES: [&str; 4] = ["张德顺", "陈秀英", "张明远", "罗小兰"];
const RELATIONS: [&str; 4] = ["01", "02", "03", "05"];

pub(crate) fn put<R: domain::records::Record>(host: &dyn Host, id: Id, record: &R) {
    let edit = store::Edit {
        table: R::INFO.table,
        id,
        base: None,
        cells: record.to_cells(),
    };
    api::host::save_many(host, vec![(vec![edit], domain::About::default())]).unwrap();
}

pub(crate) fn family(host: &dyn Host, number: &str) -> Family {
    let id = Household::id(&ID_KEY, number);
    let people = [(); 4].map(|()| host.env().new_id());
    let home = Household {
        number: number.to_owned(),
        division_code: VILLAGE.to_owned(),
        group_name: "上坪组".to_owned(),
        state: "0".to_owned(),
        causes: vec!["01".to_owned()],
        head_member_id: Some(people[0]),
        ..Household::default()
    };
    put(host, id, &home);
    for (index, person) in people.iter().enumerate() {
        let member = Member {
            household_id: Some(id),
            name: NAMES[index].to_owned(),
            relation: RELATIONS[index].to_owned(),
            ..Member::default()
        };
        put(host, *person, &member);
    }
    Family { id, people }
}

pub(crate) fn event(family: &Family, kind: &str, more: &Value) -> Value {
    event_of(family.id, kind, more)
}

pub(crate) fn event_of(household: Id, kind: &str, more: &Value) -> Value {
    let request = json!({
        "household_id": household, "base": 1_000_000, "kind": kind, "happened_on": "2018-09-20", "reason": "入户核实",
        "evidence": "户口簿", "member_id": null, "member_base": 1_000_000, "fields": {}, "relations": [], "leaving": [],
        "other_household_id": null, "other_base": 1_000_000, "draft": null
    });
    with(request, more)
}

pub(crate) fn relations(family: &Family, of: &[(usize, &str)]) -> Value {
    let one = |(index, relation): &(usize, &str)| json!({ "member_id": family.people[*index], "base": 1_000_000, "relation": relation });
    of.iter().map(one).collect()
}

pub(crate) fn card(host: &dyn Host, id: Id) -> Value {
    ask(host, "household.card", json!({ "id": id }))
}

/// `张德顺 01`, as the page shows them.
pub(crate) fn members(card: &Value) -> Vec<String> {
    card["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| {
            let text = |field: &str| member["fields"][field].as_str().unwrap().to_owned();
            format!("{} {}", text("name"), text("relation"))
        })
        .collect()
}

pub(crate) fn kinds(card: &Value) -> Vec<&str> {
    let events = card["events"].as_array().unwrap();
    events
        .iter()
        .map(|one| one["event"]["fields"]["kind"].as_str().unwrap())
        .collect()
}

pub(crate) fn violation(host: &dyn Host, name: &str, request: Value) -> (String, String) {
    let error = api::dispatch(host, name, request).unwrap_err();
    let found = &error.violations[0];
    (found.field.clone(), found.code.clone())
}

pub(crate) fn undo(host: &dyn Host, saved: &Value) {
    ask(
        host,
        "undo.run",
        json!({ "change_set": saved["change_set"] }),
    );
}

#[test]
fn a_child_is_born_and_one_undo_takes_it_back() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280101");
    let born = json!({ "fields": { "name": "张小宝", "relation": "07" } });
    let saved = ask(&host, "household.event", event(&home, "born", &born));
    let page = card(&host, home.id);
    assert_eq!(page["members"].as_array().unwrap().len(), 5);
    let child = page["members"]
        .as_array()
        .unwrap()
        .iter()
        .find(|member| member["fields"]["name"] == "张小宝")
        .unwrap();
    assert_eq!(child["fields"]["born_on"], "2018-09-20");
    assert_eq!(page["events"][0]["member_name"], "张小宝");
    assert_eq!(page["events"][0]["event"]["fields"]["evidence"], "户口簿");
    assert_eq!(page["row"]["people"], 5);
    undo(&host, &saved);
    let page = card(&host, home.id);
    assert_eq!(page["members"].as_array().unwrap().len(), 4);
    assert_eq!(kinds(&page), Vec::<&str>::new());
}

#[test]
fn a_new_person_has_a_name_a_relation_and_never_a_second_head() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280102");
    for (fields, field, word) in [
        (json!({ "relation": "07" }), "name", "required"),
        (json!({ "name": "张小宝" }), "relation", "required"),
        (
            json!({ "name": "张小宝", "relation": "01" }),
            "relation",
            "one_head",
        ),
    ] {
        let request = event(&home, "married_in", &json!({ "fields": fields }));
        assert_eq!(
            violation(&host, "household.event", request),
            (field.to_owned(), word.to_owned())
        );
    }
    let ahead = event(
        &home,
        "born",
        &json!({ "happened_on": "2018-12-01", "fields": { "name": "张小宝", "relation": "07" } }),
    );
    assert_eq!(
        violation(&host, "household.event", ahead).1,
        "in_the_future"
    );
    assert_eq!(card(&host, home.id)["events"], json!([]));
}

#[test]
fn sex_and_birth_date_come_from_the_number() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280103");
    let fields = json!({ "name": "李四", "relation": "99", "id_number": "994433195707258852" });
    ask(
        &host,
        "household.event",
        event(&home, "moved_in", &json!({ "fields": fields })),
    );
    let page = card(&host, home.id);
    let new = &page["members"][4]["fields"];
    assert_eq!(
        (&new["gender"], &new["born_on"]),
        (&json!("1"), &json!("1957-07-25"))
    );
    let saved = json!({ "id": home.people[1], "base": 1_000_000, "fields": { "id_number": "220382180012310026" }, "reason": null });
    ask(&host, "member.save", saved);
    let page = card(&host, home.id);
    assert_eq!(page["members"][1]["fields"]["born_on"], "1800-12-31");
}

#[test]
fn who_dies_leaves_the_family_and_stays_in_its_history() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280104");
    let gone = json!({ "member_id": home.people[1] });
    ask(&host, "household.event", event(&home, "died", &gone));
    let page = card(&host, home.id);
    assert_eq!(members(&page), ["张德顺 01", "张明远 03", "罗小兰 05"]);
    assert_eq!(page["events"][0]["member_name"], "陈秀英");
    let history = ask(&host, "household.history", json!({ "id": home.id }));
    let lines: Vec<(&str, &str)> = history["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["record"].as_str().unwrap(),
                row["field"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(lines.contains(&("status_event", "created")), "{lines:?}");
    assert!(lines.contains(&("member", "deleted_at")), "{lines:?}");
}

#[test]
fn a_household_whose_last_member_died_goes_by_its_head_of_before() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280120");
    for (index, kind) in [(3, "moved_out"), (2, "moved_out"), (1, "died"), (0, "died")] {
        let gone = json!({ "member_id": home.people[index] });
        ask(&host, "household.event", event(&home, kind, &gone));
    }
    let row = card(&host, home.id)["row"].clone();
    assert_eq!(
        (&row["head_name"], &row["people"]),
        (&json!("张德顺"), &json!(0))
    );
    let found = ask(
        &host,
        "household.search",
        json!({ "q": "4311280120", "limit": 5 }),
    );
    assert_eq!(found["hits"][0]["head_name"], "张德顺");
    // Whoever moves in next is the head, and gives it their name.
    let fields = json!({ "name": "区月英", "relation": "01" });
    let came = event(&home, "moved_in", &json!({ "fields": fields }));
    ask(&host, "household.event", came);
    assert_eq!(card(&host, home.id)["row"]["head_name"], "区月英");
}

#[test]
fn a_head_who_goes_is_followed_by_another_in_the_same_act() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280105");
    let gone = json!({ "member_id": home.people[0] });
    assert_eq!(
        violation(&host, "household.event", event(&home, "died", &gone)),
        ("relations".to_owned(), "required".to_owned())
    );
    let two = json!({ "member_id": home.people[0], "relations": relations(&home, &[(1, "01"), (2, "01"), (3, "05")]) });
    assert_eq!(
        violation(&host, "household.event", event(&home, "died", &two)).1,
        "one_head"
    );
    let followed = json!({ "member_id": home.people[0], "relations": relations(&home, &[(1, "12"), (2, "01"), (3, "02")]) });
    let saved = ask(&host, "household.event", event(&home, "died", &followed));
    let page = card(&host, home.id);
    assert_eq!(members(&page), ["张明远 01", "罗小兰 02", "陈秀英 12"]);
    assert_eq!(page["row"]["head_name"], "张明远");
    undo(&host, &saved);
    assert_eq!(
        members(&card(&host, home.id)),
        ["张德顺 01", "陈秀英 02", "张明远 03", "罗小兰 05"]
    );
}

#[test]
fn a_new_head_is_said_with_what_everybody_is_to_them() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280106");
    let given = relations(&home, &[(0, "11"), (1, "12"), (2, "01"), (3, "02")]);
    let request = event(&home, "head_changed", &json!({ "relations": given }));
    ask(&host, "household.event", request);
    let page = card(&host, home.id);
    assert_eq!(page["row"]["head_name"], "张明远");
    let told = &page["events"][0]["event"]["fields"];
    assert_eq!(
        (&told["before"], &told["after"]),
        (&json!("张德顺"), &json!("张明远"))
    );
    let same = relations(&home, &[(0, "11"), (1, "12"), (2, "01"), (3, "02")]);
    let again = event(&home, "head_changed", &json!({ "relations": same }));
    assert_eq!(violation(&host, "household.event", again).1, "same_head");
}

#[test]
fn a_household_splits_and_both_know_of_each_other() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280107");
    let leaving = relations(&home, &[(2, "01"), (3, "02")]);
    let split =
        json!({ "leaving": leaving, "fields": { "number": "4311280207", "group_name": "下坪组" } });
    let saved = ask(&host, "household.event", event(&home, "split", &split));
    let new: Id = saved["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(new, Household::id(&ID_KEY, "4311280207"));
    assert_eq!(members(&card(&host, home.id)), ["张德顺 01", "陈秀英 02"]);
    let page = card(&host, new);
    assert_eq!(members(&page), ["张明远 01", "罗小兰 02"]);
    let fields = &page["household"]["fields"];
    assert_eq!(fields["split_from"], json!(home.id));
    assert_eq!(fields["split_on"], "2018-09-20");
    assert_eq!(
        (&fields["state"], &fields["group_name"]),
        (&json!("0"), &json!("下坪组"))
    );
    assert_eq!(page["events"][0]["other"]["head_name"], "张德顺");
    assert_eq!(
        card(&host, home.id)["events"][0]["other"]["head_name"],
        "张明远"
    );
    let rules: Vec<&str> = page["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"split_household"), "{rules:?}");
    world.sync();
    undo(&host, &saved);
    assert_eq!(card(&host, home.id)["members"].as_array().unwrap().len(), 4);
    // The history names households by their heads, never by an id.
    let history = ask(&host, "household.history", json!({ "id": home.id }));
    let moves: Vec<(&Value, &Value)> = history["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["record"] == "member" && row["field"] == "household_id")
        .map(|row| (&row["from"], &row["to"]))
        .collect();
    let (old, new_head) = (json!("张德顺"), json!("张明远"));
    let (back, away) = ((&new_head, &old), (&old, &new_head));
    assert_eq!(moves, [back, back, away, away]);
    assert_eq!(
        code(&host, "household.card", json!({ "id": new })),
        "not_found"
    );
}

#[test]
fn a_split_leaves_somebody_has_a_head_and_a_number_of_its_own() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280108");
    family(&host, "4311280109");
    for (given, field, word) in [
        (json!({ "leaving": [] }), "leaving", "one_head"),
        (
            json!({ "leaving": relations(&home, &[(0, "01"), (1, "02"), (2, "03"), (3, "05")]) }),
            "leaving",
            "nobody_left",
        ),
        (
            json!({ "leaving": relations(&home, &[(2, "01")]), "fields": { "number": "4311280109" } }),
            "number",
            "already_there",
        ),
        (
            json!({ "leaving": relations(&home, &[(0, "01")]) }),
            "relations",
            "required",
        ),
        (
            json!({ "leaving": [{ "member_id": home.id, "base": 0, "relation": "01" }] }),
            "member_id",
            "not_here",
        ),
    ] {
        assert_eq!(
            violation(&host, "household.event", event(&home, "split", &given)),
            (field.to_owned(), word.to_owned())
        );
    }
    assert_eq!(card(&host, home.id)["members"].as_array().unwrap().len(), 4);
}

#[test]
fn two_households_become_one_and_what_hung_on_the_other_stays_in_reach() {
    let world = World::new();
    let host = world.laptop_host();
    let (home, other) = (family(&host, "4311280110"), family(&host, "4311280111"));
    let visit = host.env().new_id();
    let visited = Visit {
        household_id: Some(other.id),
        visited_on: "2018-09-01".to_owned(),
        note: "看了新房".to_owned(),
        ..Visit::default()
    };
    put(&host, visit, &visited);
    let mut request = json!({ "other_household_id": other.id, "relations": relations(&other, &[(0, "99"), (1, "99")]) });
    assert_eq!(
        violation(&host, "household.event", event(&home, "merged", &request)),
        ("relations".to_owned(), "required".to_owned())
    );
    request["relations"] = relations(
        &other,
        &[(0, "之兄弟姐妹"), (1, "99"), (2, "之侄儿"), (3, "99")],
    );
    let saved = ask(&host, "household.event", event(&home, "merged", &request));
    let page = card(&host, home.id);
    assert_eq!(page["members"].as_array().unwrap().len(), 8);
    assert_eq!(page["joined"][0]["id"], json!(other.id));
    let gone = card(&host, other.id);
    assert_eq!(gone["household"]["fields"]["merged_into"], json!(home.id));
    assert_eq!(
        (&gone["row"]["head_name"], &gone["visits_total"]),
        (&json!("张德顺"), &json!(1))
    );
    let again = event(&home, "merged", &request);
    assert_eq!(violation(&host, "household.event", again).1, "merged_away");
    let there = event(
        &other,
        "regrouped",
        &json!({ "fields": { "group_name": "二组" } }),
    );
    assert_eq!(violation(&host, "household.event", there).1, "merged_away");
    undo(&host, &saved);
    assert_eq!(card(&host, home.id)["members"].as_array().unwrap().len(), 4);
    assert_eq!(
        card(&host, other.id)["members"].as_array().unwrap().len(),
        4
    );
    assert_eq!(card(&host, home.id)["joined"], json!([]));
}

#[test]
fn what_a_household_is_changes_by_events_and_only_in_their_fields() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280112");
    let say = |kind: &str, fields: Value| {
        ask(
            &host,
            "household.event",
            event(&home, kind, &json!({ "fields": fields })),
        );
        card(&host, home.id)["household"]["fields"].clone()
    };
    let fields = say("out_of_poverty", json!({ "state": "1" }));
    assert_eq!(
        (&fields["state"], &fields["out_of_poverty_year"]),
        (&json!("1"), &json!(2018))
    );
    let fields = say("fell_back", json!({ "fallen_back_cause": "02" }));
    assert_eq!(
        (&fields["state"], &fields["fallen_back_year"]),
        (&json!("3"), &json!(2018))
    );
    let fields = say(
        "watched",
        json!({ "monitored_kind": "脱贫不稳定户", "risks": ["01"] }),
    );
    assert_eq!(fields["watched_on"], "2018-09-20");
    let fields = say("risk_gone", json!({ "risk_gone_by": "自然消除" }));
    assert_eq!(
        (&fields["risk_gone"], &fields["risk_gone_on"]),
        (&json!(1), &json!("2018-09-20"))
    );
    let fields = say("risk_back", json!({}));
    assert_eq!(
        (&fields["risk_gone"], &fields["risk_gone_by"]),
        (&json!(0), &json!(""))
    );
    assert_eq!(
        kinds(&card(&host, home.id)),
        [
            "risk_back",
            "risk_gone",
            "watched",
            "fell_back",
            "out_of_poverty"
        ]
    );
    for (kind, fields, field, word) in [
        ("regrouped", json!({}), "group_name", "required"),
        ("risk_gone", json!({}), "risk_gone_by", "required"),
        (
            "regrouped",
            json!({ "phone": "10012345678" }),
            "phone",
            "unknown_field",
        ),
        (
            "out_of_poverty",
            json!({ "state": "0" }),
            "state",
            "unknown_code",
        ),
        ("vanished", json!({}), "kind", "unknown_code"),
    ] {
        let request = event(&home, kind, &json!({ "fields": fields }));
        assert_eq!(
            violation(&host, "household.event", request),
            (field.to_owned(), word.to_owned())
        );
    }
}

#[test]
fn an_event_comes_to_the_county_whole() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280113");
    world.sync();
    let leaving = relations(&home, &[(2, "01"), (3, "02")]);
    let saved = ask(
        &host,
        "household.event",
        event(&home, "split", &json!({ "leaving": leaving })),
    );
    world.sync();
    let county = world.console("county_office", "431128");
    let new: Id = saved["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(members(&card(&county, new)), ["张明远 01", "罗小兰 02"]);
    assert_eq!(kinds(&card(&county, home.id)), ["split"]);
    assert_eq!(
        card(&county, new)["events"][0]["event"]["receipt"]["state"],
        "receipted"
    );
}

#[test]
fn a_remark_is_taken_off_with_its_reason_and_comes_back() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280114");
    let phone = json!({ "id": home.id, "base": 1_000_000, "fields": { "phone": "1005784" }, "reason": null });
    ask(&host, "household.save", phone);
    let count = |rule: &str| {
        let page = ask(
            &host,
            "household.list",
            json!({
                "view": "remarks", "q": "4311280114", "groups": [], "villages": [], "townships": [], "states": [], "causes": [],
                "remarks": [rule], "sort": "default", "descending": false, "limit": 50, "offset": 0
            }),
        );
        page["total"].as_u64().unwrap()
    };
    assert_eq!(count("phone_digits"), 1);
    let of = |page: &Value| {
        let all = page["remarks"].as_array().unwrap();
        all.iter()
            .find(|one| one["rule"] == "phone_digits")
            .cloned()
            .unwrap()
    };
    let found = of(&card(&host, home.id));
    assert_eq!(
        (
            &found["source"],
            &found["fields"],
            &found["of"],
            &found["off"]
        ),
        (
            &json!("15"),
            &json!(["phone"]),
            &json!("household"),
            &Value::Null
        )
    );
    let fields = json!({ "household_id": home.id, "member_id": null, "rule": "phone_digits", "reason": "座机" });
    let off = json!({ "record": "remark_off", "save": { "id": null, "base": 0, "fields": fields, "reason": null } });
    let saved = ask(&host, "record.save", off);
    assert_eq!(count("phone_digits"), 0);
    assert_eq!(of(&card(&host, home.id))["off"]["reason"], "座机");
    let back = json!({ "record": "remark_off", "remove": { "id": saved["id"], "base": saved["version"], "reason": "恢复提示" } });
    ask(&host, "record.remove", back);
    assert_eq!(count("phone_digits"), 1);
    let history = ask(&host, "household.history", json!({ "id": home.id }));
    let told: Vec<(&Value, &Value, &Value)> = history["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["record"] == "remark_off")
        .map(|row| (&row["record_title"], &row["field"], &row["reason"]))
        .collect();
    let rule = json!("phone_digits");
    assert_eq!(
        told,
        [
            (&rule, &json!("deleted_at"), &json!("恢复提示")),
            (&rule, &json!("created"), &json!(""))
        ]
    );
}

#[test]
fn why_somebody_is_not_at_school_is_masked_like_their_health() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280121");
    let fields = json!({ "out_of_school_reason": "因病" });
    let saved =
        json!({ "id": home.people[2], "base": 1_000_000, "fields": fields, "reason": null });
    ask(&host, "member.save", saved);
    let page = card(&host, home.id);
    let son = &page["members"][2];
    assert_eq!(son["fields"]["out_of_school_reason"], "***");
    let look = json!({ "record": "member", "id": son["id"], "field": "out_of_school_reason" });
    assert_eq!(ask(&host, "reveal.get", look)["value"], "因病");
    let history = ask(&host, "household.history", json!({ "id": home.id }));
    assert!(!history.to_string().contains("因病"), "{history}");
}

#[test]
fn a_number_that_stands_twice_names_the_other_household() {
    let world = World::new();
    let host = world.laptop_host();
    let (home, other) = (family(&host, "4311280115"), family(&host, "4311280116"));
    for id in [home.people[0], other.people[3]] {
        let fields = json!({ "id_number": "22038218001231002643" });
        ask(
            &host,
            "member.save",
            json!({ "id": id, "base": 1_000_000, "fields": fields, "reason": null }),
        );
    }
    let page = card(&host, home.id);
    let double = page["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["rule"] == "id_double")
        .unwrap();
    assert_eq!(double["member_id"], json!(home.people[0]));
    assert_eq!(double["others"][0]["id"], json!(other.id));
}

#[test]
fn the_income_of_a_year_is_saved_by_items_and_worked_out_per_head() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280117");
    let item =
        |item: &str, fen: Value| json!({ "id": null, "base": 0, "item": item, "amount_fen": fen });
    let save = |year: i64, items: Value| json!({ "household_id": home.id, "year": year, "items": items, "reason": "", "draft": null });
    let items = json!([
        item("AAC073", json!(1_200_000)),
        item("AAC074", json!(200_000)),
        item("AAC082", json!(300_000))
    ]);
    let saved = ask(&host, "income.save", save(2018, items));
    let page = card(&host, home.id);
    assert_eq!(
        page["income"],
        json!([{ "year": 2018, "gains_fen": 1_200_000, "expense_fen": 200_000, "people": 4, "per_head_fen": 250_000 }])
    );
    let rules: Vec<&str> = page["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["of"] == "income")
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["per_head_differs"]);
    let wage = page["incomes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["fields"]["item"] == "AAC073")
        .unwrap();
    let gone = json!([{ "id": wage["id"], "base": wage["version"], "item": "AAC073", "amount_fen": null }]);
    ask(&host, "income.save", save(2018, gone));
    assert_eq!(card(&host, home.id)["incomes"].as_array().unwrap().len(), 2);
    let history = ask(&host, "household.history", json!({ "id": home.id }));
    for row in history["rows"].as_array().unwrap() {
        let year = (row["record"] == "income").then_some(2018);
        assert_eq!(row["record_year"], json!(year), "{row}");
    }
    undo(&host, &saved);
    for year in [1989, 2019] {
        let request = save(year, json!([item("AAC073", json!(1))]));
        assert_eq!(
            violation(&host, "income.save", request).1,
            "impossible_year"
        );
    }
    let twice = json!([item("AAC073", json!(1)), item("AAC073", json!(2))]);
    assert_eq!(
        violation(&host, "income.save", save(2018, twice)).1,
        "already_there"
    );
}
