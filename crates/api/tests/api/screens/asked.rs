//! The lists of what households ask and wish for and of what they were given: by village, on paper, as a workbook.

use base64ct::{Base64, Encoding};
use domain::records::{Request, Wish};
use serde_json::{Value, json};

use super::{household, put};
use crate::rig::{NEIGHBOUR, TOWNSHIP, VILLAGE, World, ask, code, request, with};

const LISTS: [&str; 3] = ["request", "wish", "distribution"];

fn facet(page: &Value, name: &str) -> Vec<String> {
    let all = page[name].as_array().unwrap().iter();
    all.map(|one| format!("{} {}", one["label"].as_str().unwrap(), one["count"]))
        .collect()
}

fn rows<'a>(paper: &'a Value, form: &str) -> &'a [Value] {
    paper["form"][form]["rows"].as_array().unwrap()
}

/// The sheets of a workbook: their rows by header. The first one has its header below a title.
fn sheets(book: &Value) -> Vec<Vec<Value>> {
    let bytes = Base64::decode_vec(book["xlsx"].as_str().unwrap()).unwrap();
    let go_on = |_| std::ops::ControlFlow::Continue(());
    let source = sheet::Source::Bytes(&bytes);
    let grids = sheet::read::read_grids(&source, &sheet::ReadOptions::default(), &go_on).unwrap();
    let read = |(at, grid): (usize, &sheet::read::Grid)| {
        let mut all = grid.rows.iter().skip(usize::from(at == 0));
        let heads = &all.next().unwrap().1;
        all.map(|(_, row)| {
            let cells = row.iter().map(|(column, cell)| {
                let head = heads.iter().find(|(one, _)| one == column).unwrap();
                (head.1.text(), cell.text().into())
            });
            Value::Object(cells.collect())
        })
        .collect()
    };
    grids.iter().enumerate().map(read).collect()
}

#[test]
fn who_sees_several_villages_narrows_what_was_asked_wished_and_given_to_one() {
    let world = World::new();
    let county = world.console("township_reviewer", TOWNSHIP);
    for (list, form) in [
        ("request", "requests"),
        ("wish", "wishes"),
        ("distribution", "distributions"),
    ] {
        let name = |act: &str| format!("{list}.{act}");
        let all = request(&name("list"), world.home());
        let page = ask(&county, &name("list"), all.clone());
        assert_eq!(page["total"], 2, "{list}");
        assert_eq!(facet(&page, "villages"), ["上坪村 1", "下坪村 1"]);
        let one = with(all.clone(), &json!({ "villages": [NEIGHBOUR] }));
        let page = ask(&county, &name("list"), one.clone());
        assert_eq!(page["total"], 1, "{list}");
        let row = &page["rows"][0];
        let village = row.get("village_name").or(row.get("division_name"));
        assert_eq!(village.unwrap(), "下坪村");
        let aside = facet(&page, "villages");
        assert_eq!(aside, ["上坪村 1", "下坪村 1"], "its own filter aside");

        let paper = ask(&county, &name("print"), one.clone());
        let filter = paper["form"][form]["filter"].as_str().unwrap();
        assert!(filter.ends_with(" · 村：下坪村"), "{filter}");
        let [row] = rows(&paper, form) else {
            panic!("{paper}");
        };
        let beside = row.get("group").or(row.get("village"));
        assert_eq!(beside.unwrap(), "下坪村");
        assert_eq!(ask(&county, &name("export"), one)["rows"], 1);

        let mut gone = with(all, &json!({ "villages": [VILLAGE], "q": "查无此物" }));
        let none = ask(&county, &name("list"), gone.clone());
        assert_eq!(facet(&none, "villages"), ["上坪村 0"], "what is chosen");
        assert_eq!(code(&county, &name("print"), gone.clone()), "print_nothing");
        assert_eq!(ask(&county, &name("export"), gone.clone())["rows"], 0);

        // A village's own team sees its rows, and no other village by name.
        gone["q"] = json!("");
        gone["villages"] = json!([NEIGHBOUR]);
        let team = world.laptop_host();
        assert_eq!(ask(&team, &name("list"), gone)["total"], 0);
        let own = ask(&team, &name("print"), request(&name("print"), world.home()));
        let row = &rows(&own, form)[0];
        assert_eq!(row.get("group").or(row.get("village")).unwrap(), "");
    }
}

#[test]
fn of_requests_a_facet_counts_what_the_other_leaves() {
    let world = World::new();
    let host = world.laptop_host();
    let person = world.home().person;
    for content in ["换水管", "修路灯"] {
        put(
            &host,
            &Request {
                household_id: Some(world.home().household),
                raised_on: "2018-09-20".to_owned(),
                content: content.to_owned(),
                person_id: Some(person),
                state: "open".to_owned(),
                ..Request::default()
            },
        );
    }
    world.sync();
    let county = world.console("township_reviewer", TOWNSHIP);
    let list = |more: Value| {
        let all = request("request.list", world.home());
        ask(&county, "request.list", with(all, &more))
    };
    assert_eq!(
        facet(&list(json!({})), "villages"),
        ["上坪村 3", "下坪村 1"]
    );
    let hers = list(json!({ "persons": [person] }));
    assert_eq!(facet(&hers, "villages"), ["上坪村 2"]);
    let there = list(json!({ "villages": [NEIGHBOUR] }));
    assert_eq!(facet(&there, "persons"), Vec::<String>::new());
    let both = list(json!({ "villages": [NEIGHBOUR], "persons": [person] }));
    assert_eq!(both["total"], 0);
    assert_eq!(facet(&both, "persons"), ["沈一 0"]);
    assert_eq!(facet(&both, "villages"), ["上坪村 2", "下坪村 0"]);
}

#[test]
fn requests_are_printed_and_written_with_how_far_they_are_and_who_confirmed_them() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    let heard = Request {
        household_id: Some(home),
        raised_on: "2018-09-01".to_owned(),
        content: "想换一段水管".to_owned(),
        person_id: Some(world.home().person),
        due_on: "2018-09-26".to_owned(),
        state: "open".to_owned(),
        ..Request::default()
    };
    put(&host, &heard);
    put(
        &host,
        &Request {
            state: "confirmed".to_owned(),
            result: "换了三十米".to_owned(),
            solved_on: "2018-09-25".to_owned(),
            confirmed_on: "2018-09-27".to_owned(),
            confirmed_by: "儿媳".to_owned(),
            ..heard
        },
    );
    let query = |more: Value| with(request("request.list", world.home()), &more);
    let paper = ask(&host, "request.print", query(json!({ "view": "late" })));
    let number = paper["foot"]["number"].as_str().unwrap();
    assert!(number.starts_with("V1-20180930-"), "{number}");
    assert_eq!(paper["form"]["requests"]["place"], "塘底乡 上坪村");
    assert_eq!(paper["form"]["requests"]["filter"], "过期");
    let [row] = rows(&paper, "requests") else {
        panic!("{paper}");
    };
    assert_eq!(
        *row,
        json!({ "household": "张德顺", "group": "下坪组", "raised_on": "2018-09-01", "content": "想换一段水管",
            "person": "沈一", "due_on": "2018-09-26", "state": "没办完，过期 4 天", "result": "", "solved_on": "",
            "confirmed": "" })
    );
    let by = json!({ "view": "confirmed", "persons": [world.home().person] });
    let paper = ask(&host, "request.print", query(by.clone()));
    assert_eq!(paper["form"]["requests"]["filter"], "已确认 · 办理人：沈一");
    assert_eq!(rows(&paper, "requests")[0]["confirmed"], "2018-09-27 儿媳");
    let of_one = json!({ "household_id": home });
    let paper = ask(&host, "request.print", query(of_one));
    assert_eq!(paper["form"]["requests"]["filter"], "全部 · 农户：张德顺");
    assert_eq!(rows(&paper, "requests").len(), 2);

    let book = sheets(&ask(&host, "request.export", query(by)));
    let row = &book[0][0];
    assert_eq!(
        *row,
        json!({ "序号": "1", "乡镇": "塘底乡", "村": "上坪村", "组": "下坪组", "户主": "张德顺", "户编号": "4311280011",
            "提出时间": "2018-09-01", "诉求内容": "想换一段水管", "办理人": "沈一", "办理期限": "2018-09-26",
            "办理状态": "已确认", "办理结果": "换了三十米", "办好时间": "2018-09-25", "确认时间": "2018-09-27",
            "确认人": "儿媳" })
    );
    let said = &book[1];
    assert_eq!(said[0]["内容"], "已确认 · 办理人：沈一");
    assert!(
        said.iter().any(|row| row["内容"] == "本机还有 4 条没同步"),
        "{said:?}"
    );
}

#[test]
fn wishes_are_printed_and_written_with_whose_they_are_and_who_gives() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    put(
        &host,
        &Wish {
            household_id: Some(home),
            raised_on: "2018-09-18".to_owned(),
            content: "一个书包".to_owned(),
            wished_by: "孙女".to_owned(),
            donor: "县妇联".to_owned(),
            fulfilled_on: "2018-09-28".to_owned(),
            note: "要蓝色的".to_owned(),
        },
    );
    let query = with(
        request("wish.list", world.home()),
        &json!({ "view": "fulfilled", "q": "妇联" }),
    );
    let paper = ask(&host, "wish.print", query.clone());
    let number = paper["foot"]["number"].as_str().unwrap();
    assert!(number.starts_with("V2-20180930-"), "{number}");
    assert_eq!(paper["form"]["wishes"]["filter"], "已实现 · 搜索“妇联”");
    assert_eq!(
        rows(&paper, "wishes"),
        [
            json!({ "household": "张德顺", "group": "下坪组", "raised_on": "2018-09-18", "content": "一个书包",
            "wished_by": "孙女", "donor": "县妇联", "fulfilled_on": "2018-09-28", "note": "要蓝色的" })
        ]
    );
    let book = sheets(&ask(&host, "wish.export", query));
    assert_eq!(
        book[0],
        [
            json!({ "序号": "1", "乡镇": "塘底乡", "村": "上坪村", "组": "下坪组", "户主": "张德顺",
            "户编号": "4311280011", "提出时间": "2018-09-18", "微心愿": "一个书包", "谁的心愿": "孙女", "认领人": "县妇联",
            "实现时间": "2018-09-28", "备注": "要蓝色的" })
        ]
    );
}

#[test]
fn things_given_are_listed_and_each_has_its_roll_to_sign() {
    let world = World::new();
    let host = world.laptop_host();
    let home = household(&host, "4311280011", "下坪组", &["张德顺"]);
    let id = world.home().distribution;
    let more = json!({ "id": id, "base": 1_000_000, "fields": { "note": "带一袋饲料" }, "add": [home], "remove": [] });
    ask(&host, "distribution.save", more);
    let tick = json!({ "distribution_id": id, "received_on": "2018-09-29", "received_by": "儿媳",
        "portions": [{ "household_id": home, "base": 1_000_000 }] });
    ask(&host, "distribution.receive", tick);

    let query = request("distribution.list", world.home());
    let paper = ask(&host, "distribution.print", query.clone());
    assert_eq!(
        rows(&paper, "distributions"),
        [
            json!({ "given_on": "2018-09-28", "village": "", "item": "大米", "each": "1 袋", "source": "县民政局",
            "received": "1 / 2 户", "note": "带一袋饲料" })
        ]
    );
    let paper = ask(&host, "distribution.roll", json!({ "id": id }));
    let number = paper["foot"]["number"].as_str().unwrap();
    assert!(number.starts_with("V3-20180930-"), "{number}");
    let roll = &paper["form"]["roll"];
    assert_eq!(
        (
            &roll["place"],
            &roll["item"],
            &roll["each"],
            &roll["received"]
        ),
        (
            &json!("塘底乡 上坪村"),
            &json!("大米"),
            &json!("1 袋"),
            &json!("1 / 2 户")
        )
    );
    assert_eq!(
        rows(&paper, "roll"),
        [
            json!({ "household": "欧阳木生", "group": "", "household_number": "4311280001", "received_on": "",
            "received_by": "" }),
            json!({ "household": "张德顺", "group": "下坪组", "household_number": "4311280011",
            "received_on": "2018-09-29", "received_by": "儿媳" }),
        ]
    );

    let book = ask(&host, "distribution.export", query);
    assert_eq!(book["rows"], 1);
    let book = sheets(&book);
    let [given] = &book[0][..] else {
        panic!("{book:?}");
    };
    assert_eq!(
        (&given["物资名称"], &given["应领户数"], &given["已领户数"]),
        (&json!("大米"), &json!("2"), &json!("1"))
    );
    let signed: Vec<&Value> = book[1].iter().map(|row| &row["领取人"]).collect();
    assert_eq!(signed, [&Value::Null, &json!("儿媳")]);
    assert_eq!(book[1][1]["户编号"], "4311280011");
    assert_eq!(book[2][0]["内容"], "全部");
}

#[test]
fn a_roll_has_the_households_of_ones_area_only_and_nothing_of_anothers() {
    let world = World::new();
    let host = world.laptop_host();
    let strange = json!({ "id": world.villages[1].distribution });
    assert_eq!(
        code(&host, "distribution.roll", strange.clone()),
        "not_found"
    );
    let county = world.console("township_reviewer", TOWNSHIP);
    let paper = ask(&county, "distribution.roll", strange);
    assert_eq!(paper["form"]["roll"]["place"], "塘底乡 下坪村");
    assert_eq!(
        rows(&paper, "roll")[0]["group"],
        "",
        "the head has its village"
    );

    let id = world.home().distribution;
    let portions = json!([{ "household_id": world.home().household, "base": 1_000_000 }]);
    let nobody =
        json!({ "id": id, "base": 1_000_000, "fields": {}, "add": [], "remove": portions });
    ask(&host, "distribution.save", nobody);
    let none = code(&host, "distribution.roll", json!({ "id": id }));
    assert_eq!(none, "print_nothing");
}

#[test]
fn nothing_of_these_lists_shows_a_number_or_phone_of_anybody() {
    let world = World::new();
    let host = world.laptop_host();
    let secrets = [
        "994433195707258852",
        "10057840758",
        "6217000000001234567",
        "10011112222",
    ];
    for list in LISTS {
        let paper = ask(
            &host,
            &format!("{list}.print"),
            request(&format!("{list}.list"), world.home()),
        );
        let book = ask(
            &host,
            &format!("{list}.export"),
            request(&format!("{list}.list"), world.home()),
        );
        let text = format!("{paper} {:?}", sheets(&book));
        for secret in secrets {
            assert!(!text.contains(secret), "{list}: {secret}");
        }
    }
}
