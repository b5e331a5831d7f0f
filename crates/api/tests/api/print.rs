//! Papers: what stands on them, who gets them, and what is written down before they go out in full.

use api::{dispatch, host::Host};
use base64ct::{Base64, Encoding};
use domain::records::{Household, Member, Record, Reveal};
use paper::{Form, Paper, ROWS_MAX};
use serde_json::{Value, json};

use crate::rig::{self, COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE, World};

fn printed(host: &dyn Host, name: &str, request: Value) -> Paper {
    let paper = dispatch(host, name, request).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_value(paper).unwrap()
}

/// Reveals of a world's laptop.
fn reveals(world: &World) -> u64 {
    world.laptop.lock().unwrap().count("reveal").unwrap()
}

#[test]
fn a_log_holds_what_the_list_shows_and_says_what_it_leaves_out() {
    let world = World::new();
    let host = world.laptop_host();
    let mut request = rig::request("visit.print", world.home());
    request["month"] = "2018-09".into();
    request["q"] = "漏雨".into();
    let paper = printed(&host, "visit.print", request.clone());
    let Form::Visits(log) = &paper.form else {
        panic!("{paper:?}");
    };
    assert_eq!(log.place, "塘底乡 上坪村");
    assert_eq!(log.filter, "全部 · 月份：2018年9月 · 搜索“漏雨”");
    let row = &log.rows[0];
    assert_eq!(
        (
            row.visited_on.as_str(),
            row.household.as_str(),
            row.people.as_str(),
            row.record.as_str()
        ),
        ("2018-09-28", "欧阳木生", "沈一", "屋顶漏雨")
    );
    assert_eq!(log.rows.len(), 1);
    assert!(paper.foot.number.starts_with("H11-20180930-"), "{paper:?}");
    assert!(
        paper.foot.printed_at.starts_with("2018-09-30 "),
        "{paper:?}"
    );
    assert_eq!(paper.foot.printed_by, "沈一");
    request["month"] = "2017-01".into();
    assert_eq!(rig::code(&host, "visit.print", request), "print_nothing");
}

#[test]
fn a_paper_says_how_much_the_county_does_not_have_yet() {
    let world = World::new();
    let host = world.laptop_host();
    let unsynced = |host: &dyn Host| {
        let request = rig::request("measure.print", world.home());
        printed(host, "measure.print", request).foot.unsynced
    };
    assert_eq!(unsynced(&host), "本机没有待同步的内容");
    for note in ["换了瓦", "又看了一次"] {
        let mut visit = rig::request("visit.record", world.home());
        visit["note"] = note.into();
        dispatch(&host, "visit.record", visit).unwrap();
    }
    assert_eq!(unsynced(&host), "本机还有 2 条没同步");
    world.sync();
    assert_eq!(unsynced(&world.laptop_host()), "本机没有待同步的内容");
    assert_eq!(
        unsynced(&world.console("county_office", COUNTY)),
        "只含县里已收到的"
    );
}

#[test]
fn two_papers_have_two_numbers() {
    let world = World::new();
    let host = world.laptop_host();
    let number = || {
        let request = rig::request("measure.print", world.home());
        printed(&host, "measure.print", request).foot.number
    };
    assert_ne!(number(), number());
}

#[test]
fn numbers_phones_and_health_are_masked_unless_asked_and_then_written_down_first() {
    let world = World::new();
    let host = world.laptop_host();
    let secrets = [
        "994433195707258852",
        "10057840758",
        "6217000000001234567",
        "长期慢性病",
    ];
    let home = world.home();
    let ask = |name: &str, in_full: bool| {
        let mut request = rig::request(name, home);
        request["in_full"] = in_full.into();
        serde_json::to_string(&printed(&host, name, request)).unwrap()
    };
    for name in ["household.sheet", "household.print"] {
        let before = reveals(&world);
        let masked = ask(name, false);
        for secret in secrets {
            assert!(!masked.contains(secret), "{secret} is on {name}");
        }
        assert!(masked.contains("994433********8852"), "{masked}");
        assert_eq!(reveals(&world), before, "nothing was shown");
        let full = ask(name, true);
        assert!(
            full.contains(secrets[0]) && full.contains(secrets[1]),
            "{full}"
        );
        assert_eq!(reveals(&world), before + 1, "{name}");
    }
    let list = json!({ "record": "reveal", "area": null, "household_id": null, "person_id": null,
        "from": null, "to": null, "limit": 50, "after": null });
    let said = dispatch(&host, "record.list", list).unwrap();
    let fields = &said["rows"][0]["fields"];
    assert_eq!(fields["field"], "print");
    assert_eq!(fields["owner_id"], home.household.to_string());
    assert_eq!(Reveal::INFO.name, "reveal");
}

#[test]
fn who_may_not_look_at_a_number_may_not_print_it_either() {
    let world = World::new();
    for role in ["auditor", "policy_guide"] {
        let host = world.console(role, VILLAGE);
        for name in ["household.sheet", "household.print"] {
            let mut request = rig::request(name, world.home());
            assert_eq!(rig::code(&host, name, request.clone()), "", "{role} {name}");
            request["in_full"] = true.into();
            assert_eq!(
                rig::code(&host, name, request),
                "not_permitted",
                "{role} {name}"
            );
        }
    }
    let stranger = world.console("township_reviewer", NEIGHBOUR);
    let request = rig::request("household.notice", world.home());
    assert_eq!(
        rig::code(&stranger, "household.notice", request),
        "not_found"
    );
}

#[test]
fn a_card_for_the_wall_has_the_cause_but_no_diagnosis_account_or_number_of_people() {
    let world = World::new();
    let host = world.laptop_host();
    let save = json!({ "id": world.home().household, "base": 1_000_000, "fields": { "causes": ["01"] }, "reason": null });
    dispatch(&host, "household.save", save).unwrap();
    let paper = printed(
        &host,
        "household.notice",
        rig::request("household.notice", world.home()),
    );
    let text = serde_json::to_string(&paper).unwrap();
    for secret in ["994433", "6217", "慢性病", "10057840758"] {
        assert!(!text.contains(secret), "{secret} hangs on the wall: {text}");
    }
    let Form::Notice(notice) = paper.form else {
        panic!("{text}");
    };
    assert_eq!(notice.head, "欧阳木生");
    let cause = notice.basics.iter().find(|one| one.label == "致贫原因");
    assert_eq!(cause.map(|one| one.value.as_str()), Some("因病"));
    assert_eq!(notice.measures[0].content, "养牛两头");
    assert_eq!(notice.measures[0].amount, "8,000");
    let first = &notice.contacts[0];
    assert_eq!(
        (
            first.duty.as_str(),
            first.name.as_str(),
            first.phone.as_str()
        ),
        ("第一书记", "沈一", "10011112222")
    );
    assert_eq!(reveals(&world), 1, "a phone in full is written down");
}

#[test]
fn a_list_holds_the_rows_of_ones_area_only() {
    let world = World::new();
    let host = world.console("township_reviewer", TOWNSHIP);
    let mut request = rig::request("household.print", world.home());
    let rows = |request: &Value| match printed(&host, "household.print", request.clone()).form {
        Form::Roster(roster) => (roster.sums, roster.filter, roster.rows.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(rows(&request), ("2 户 2 人".into(), "全部".into(), 2));
    request["list"]["villages"] = json!([VILLAGE]);
    let (sums, filter, _) = rows(&request);
    assert_eq!(sums, "1 户 1 人");
    assert_eq!(filter, "全部 · 村：上坪村");
}

#[test]
fn a_list_too_long_for_paper_says_so_and_its_workbook_has_everybody() {
    let world = World::new();
    let host = world.laptop_host();
    let homes = ROWS_MAX / 400 + 1;
    for number in 0..homes {
        let id = host.env().new_id();
        let home = Household {
            number: format!("43112810329{number:06}"),
            division_code: VILLAGE.to_owned(),
            ..Household::default()
        };
        let mut edits = vec![rig::edit(id, &home)];
        for person in 0..400 {
            let member = Member {
                household_id: Some(id),
                name: format!("卿{person}"),
                relation: if person == 0 { "01" } else { "99" }.to_owned(),
                ..Member::default()
            };
            edits.push(rig::edit(host.env().new_id(), &member));
        }
        world.laptop_saves(edits);
    }
    let request = rig::request("household.print", world.home());
    assert_eq!(
        rig::code(&host, "household.print", request.clone()),
        "print_too_long"
    );
    let book = rig::ask(&host, "household.export", request["list"].clone());
    assert_eq!(book["rows"], homes + 1);
    let bytes = Base64::decode_vec(book["xlsx"].as_str().unwrap()).unwrap();
    let options = sheet::ReadOptions::default();
    let read =
        sheet::read_roster(&bytes, &options, &|_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(
        (read.households.len(), read.rows_read),
        (homes + 1, homes * 400 + 1)
    );
}
