//! Papers over HTTP, with a print program of a few lines of shell.

use std::os::unix::fs::PermissionsExt;

use paper::Program;
use serde_json::{Value, json};

use super::{
    client::post,
    rig::{Rig, Wish, rig_with},
};
use crate::http::Options;

fn printing(lines: &str) -> (Rig, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("zhucun-print");
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let rig = rig_with(Wish {
        options: Options {
            printer: Program::at(path),
            ..Options::default()
        },
        ..Wish::default()
    });
    (rig, dir)
}

/// Five bytes, of one page or of the whole.
const ANSWERING: &str = r#"/bin/cat >"$0.job"; printf '{"pages":3,"sizes":[5]}\n%%PDF-'"#;

fn opening(ticket: &str) -> Value {
    json!({"name": "visit.print", "request": {"month": "2018-09"}, "ticket": ticket})
}

#[test]
fn a_paper_is_looked_at_fetched_as_pdf_and_put_away() {
    let (rig, dir) = printing(ANSWERING);
    let cookie = rig.session("zhang");
    let ask = |path: &str, body: &Value| post(path, body).cookie(&cookie).of(rig.address);
    let seen = ask("/print/open", &opening("a")).json();
    assert_eq!(seen["pages"], 3);
    assert_eq!(seen["number"], "H11-20180930-4F7Q2X");
    assert_eq!(seen["pictures"], json!(["JVBERi0="]));
    let further = ask("/print/pages", &json!({"ticket": "a", "from": 2})).json();
    assert_eq!(further["from"], 2);
    let job = std::fs::read_to_string(dir.path().join("zhucun-print.job")).unwrap();
    let job: Value = serde_json::from_str(&job).unwrap();
    assert_eq!(job["wish"]["pictures"]["from"], 2);
    assert_eq!(job["paper"]["form"]["visits"]["filter"], "2018-09");
    let pdf = ask("/print/pdf", &json!({"ticket": "a"}));
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert_eq!(pdf.body, b"%PDF-");
    ask("/print/close", &json!({"ticket": "a"})).json();
    assert_eq!(
        ask("/print/pdf", &json!({"ticket": "a"})).refusal(),
        (404, "print_gone".into())
    );
}

#[test]
fn a_ticket_of_another_session_opens_nothing() {
    let (rig, _dir) = printing(ANSWERING);
    let (mine, other) = (rig.session("zhang"), rig.session("office"));
    assert_eq!(
        post("/print/open", &opening("a"))
            .cookie(&mine)
            .of(rig.address)
            .status,
        200
    );
    for (path, body) in [
        ("/print/pages", json!({"ticket": "a", "from": 0})),
        ("/print/pdf", json!({"ticket": "a"})),
    ] {
        let refused = post(path, &body).cookie(&other).of(rig.address).refusal();
        assert_eq!(refused, (404, "print_gone".into()), "{path}");
        assert_eq!(post(path, &body).of(rig.address).status, 401, "{path}");
    }
}

#[test]
fn what_gives_no_paper_and_what_goes_wrong_have_their_words() {
    let (rig, _dir) = printing(
        "echo '{\"why\":\"glyph\",\"character\":\"𡋾\",\"page\":2,\"text\":\"𡋾坡\"}' >&2; exit 1",
    );
    let cookie = rig.session("zhang");
    let ask = |body: &Value| post("/print/open", body).cookie(&cookie).of(rig.address);
    let who = json!({"name": "who", "request": {}, "ticket": "a"});
    assert_eq!(ask(&who).refusal(), (404, "not_found".into()));
    assert_eq!(
        ask(&json!({"name": "visit.print"})).refusal(),
        (400, "malformed".into())
    );
    let refused = ask(&opening("a"));
    assert_eq!(refused.refusal(), (422, "print_glyph".into()));
    let detail: Value = serde_json::from_str(refused.json()["detail"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&detail["character"], &detail["page"]),
        (&json!("𡋾"), &json!(2))
    );
    drop(rig);
    let gone = rig_with(Wish {
        options: Options {
            printer: Program::at("/nowhere/zhucun-print".into()),
            ..Options::default()
        },
        ..Wish::default()
    });
    let cookie = gone.session("zhang");
    let refused = post("/print/open", &opening("a"))
        .cookie(&cookie)
        .of(gone.address);
    assert_eq!(refused.refusal(), (500, "print_missing".into()));
}
