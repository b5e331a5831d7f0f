use serde_json::json;

use super::{
    client::{ask, get, post},
    rig::rig,
};
use crate::devices;

#[test]
fn a_laptop_is_enrolled_once_and_told_who_it_is() {
    let rig = rig();
    let code = rig.code("zhang");
    let answer = rig.enrol(&code, 1);
    assert_eq!(answer.status, 200);
    let told = answer.json();
    assert_eq!(
        (
            &told["account"],
            &told["role"],
            &told["area"],
            &told["county"]
        ),
        (
            &json!("zhang"),
            &json!("first_secretary"),
            &json!("431128103202"),
            &json!("431128")
        )
    );
    for (field, length) in [
        ("token", 64),
        ("county_public_key", 64),
        ("id_key", 64),
        ("device", 36),
        ("person", 36),
    ] {
        assert_eq!(told[field].as_str().unwrap().len(), length, "{field}");
    }
    assert_eq!(told["scope_version"], 1);
    assert_eq!(told["rows"], "zhang".len());
    let token = told["token"].as_str().unwrap();
    assert_eq!(rig.who(token).json()["device"], told["device"]);
    assert_eq!(rig.enrol(&code, 2).refusal(), (403, "code_used".into()));
    assert_eq!(
        rig.enrol(&code, 1).refusal(),
        (403, "code_used".into()),
        "the laptop has come with its token"
    );
    assert_eq!(
        rig.enrol("ABCD-EFGH-JKLM", 1).refusal(),
        (403, "code_unknown".into())
    );
}

#[test]
fn guessing_codes_is_slowed_down() {
    let rig = rig();
    for _ in 0..30 {
        assert_eq!(rig.enrol("ABCD-EFGH-JKLM", 1).status, 403);
    }
    let code = rig.code("zhang");
    assert_eq!(
        rig.enrol(&code, 1).refusal(),
        (429, "too_many_attempts".into())
    );
    rig.env.pass(31_000);
    assert_eq!(rig.enrol(&code, 1).status, 200);
}

#[test]
fn a_revoked_laptop_may_deliver_and_nothing_else() {
    let rig = rig();
    let (id, token) = rig.laptop("zhang", 1);
    let exchange = || {
        ask("POST", "/sync/v1/exchange")
            .token(&token)
            .body(b"bytes")
            .of(rig.address)
    };
    assert_eq!(exchange().body, b"zhang 5 revoked=false");
    assert_eq!(rig.who(&token).status, 200);
    devices::revoke(&rig.db, id, 1).unwrap();
    assert_eq!(rig.who(&token).refusal(), (401, "device_revoked".into()));
    for path in [
        "/sync/v1/state?place=431128103202",
        "/auth/session",
        "/photo/x",
    ] {
        assert_eq!(
            get(path).token(&token).of(rig.address).refusal(),
            (401, "device_revoked".into()),
            "{path}"
        );
    }
    let older = ask("POST", "/sync/v1/older").token(&token).body(b"bytes");
    assert_eq!(
        older.of(rig.address).refusal(),
        (401, "device_revoked".into())
    );
    assert_eq!(exchange().body, b"zhang 5 revoked=true");
}

#[test]
fn older_history_is_asked_for_by_a_laptop_only() {
    let rig = rig();
    let (_, token) = rig.laptop("zhang", 1);
    let ask = || ask("POST", "/sync/v1/older").body(b"bytes");
    assert_eq!(ask().token(&token).of(rig.address).body, b"zhang 5");
    assert_eq!(ask().of(rig.address).status, 401);
}

#[test]
fn the_laptop_of_a_disabled_account_may_deliver_and_nothing_else() {
    let rig = rig();
    let (_, token) = rig.laptop("zhang", 1);
    crate::accounts::disable(&rig.db, "zhang", 1).unwrap();
    assert_eq!(rig.who(&token).refusal(), (401, "account_disabled".into()));
    let exchange = ask("POST", "/sync/v1/exchange")
        .token(&token)
        .body(b"bytes")
        .of(rig.address);
    assert_eq!(exchange.status, 200);
}

#[test]
fn a_state_block_is_asked_for_by_place() {
    let rig = rig();
    let (id, token) = rig.laptop("zhang", 1);
    let answer = get("/sync/v1/state?place=431128103202&after=0a")
        .token(&token)
        .of(rig.address);
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        format!("{id} 431128103202 0a")
    );
}

#[test]
fn being_seen_is_noted() {
    let rig = rig();
    let (id, token) = rig.laptop("zhang", 1);
    rig.env.pass(5_000);
    rig.who(&token);
    let seen = || {
        devices::get(&rig.db, id)
            .unwrap()
            .unwrap()
            .last_seen_at
            .unwrap()
    };
    let first = seen();
    rig.env.pass(61_000);
    rig.who(&token);
    assert_eq!(seen() - first, 61_000);
}

#[test]
fn without_a_token_or_session_nothing_is_told() {
    let rig = rig();
    let asks = [
        post("/api/who", &json!({})),
        post("/api/household.list", &json!({})),
        post("/api/no_such_thing", &json!({})),
        post("/auth/logout", &json!({})),
        get("/auth/session"),
        get("/photo/0199a3f2-7c1e-7000-8000-000000000000"),
        ask("POST", "/sync/v1/exchange").body(b"bytes"),
        get("/sync/v1/state?place=431128"),
        ask("POST", "/sync/v1/files")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", 5),
        ask(
            "PATCH",
            "/sync/v1/files/uploads/0199a3f2-7c1e-7000-8000-000000000000",
        )
        .header("tus-resumable", "1.0.0"),
        get(&format!("/sync/v1/files/{}", "0".repeat(64))),
    ];
    for ask in asks {
        let stranger = ask.clone().of(rig.address);
        assert_eq!(
            stranger.refusal(),
            (401, "unauthenticated".into()),
            "{ask:?}"
        );
        assert_eq!(stranger.header("www-authenticate"), "Bearer");
        assert_eq!(
            ask.clone().token(&"0".repeat(64)).of(rig.address).status,
            401,
            "{ask:?}"
        );
        assert_eq!(
            ask.clone().cookie(&"0".repeat(64)).of(rig.address).status,
            401,
            "{ask:?}"
        );
    }
    let head = ask(
        "HEAD",
        "/sync/v1/files/uploads/0199a3f2-7c1e-7000-8000-000000000000",
    )
    .header("tus-resumable", "1.0.0");
    assert_eq!(head.of(rig.address).status, 401);
}

#[test]
fn a_session_cookie_does_not_open_the_laptops_road() {
    let rig = rig();
    let cookie = rig.session("zhang");
    let exchange = ask("POST", "/sync/v1/exchange")
        .cookie(&cookie)
        .body(b"bytes")
        .of(rig.address);
    assert_eq!(exchange.refusal(), (401, "unauthenticated".into()));
}
