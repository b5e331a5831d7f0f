use serde_json::{Value, json};

use super::{
    client::{ask, get, post},
    rig::{Wish, cookie, rig, rig_with},
};
use crate::http::Options;

#[test]
fn a_person_logs_in_asks_and_logs_out() {
    let rig = rig();
    let answer = rig.log_in("ZHANG", "long enough");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["role"], "first_secretary");
    let set = answer.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "plain HTTP could not send it back");

    let cookie = cookie(&answer);
    let asked = post("/api/who", &json!({"x": 1}))
        .cookie(&cookie)
        .of(rig.address);
    assert_eq!(
        asked.json(),
        json!({"account": "zhang", "role": "first_secretary", "device": null, "request": {"x": 1}})
    );
    let session = get("/auth/session").cookie(&cookie).of(rig.address).json();
    assert_eq!(
        (&session["account"], &session["county"]),
        (&json!("zhang"), &json!("431128"))
    );

    let out = post("/auth/logout", &json!({}))
        .cookie(&cookie)
        .of(rig.address);
    assert_eq!(out.status, 200);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        get("/auth/session")
            .cookie(&cookie)
            .of(rig.address)
            .refusal(),
        (401, "unauthenticated".into())
    );
}

#[test]
fn guessing_a_password_is_slowed_down_and_a_name_nobody_has_looks_the_same() {
    let rig = rig();
    for name in ["zhang", "nobody"] {
        for _ in 0..5 {
            assert_eq!(
                rig.log_in(name, "wrong password").refusal(),
                (401, "wrong_password".into())
            );
        }
        let blocked = rig.log_in(name, "long enough");
        assert_eq!(blocked.refusal(), (429, "too_many_attempts".into()));
        assert_eq!(blocked.header("retry-after"), "31");
    }
    assert_eq!(
        rig.log_in("office", "long enough").status,
        200,
        "others are not locked out"
    );
    rig.env.pass(31_000);
    assert_eq!(rig.log_in("zhang", "long enough").status, 200);
}

#[test]
fn a_session_ends_after_twelve_hours() {
    let rig = rig();
    let cookie = rig.session("zhang");
    rig.env.pass(12 * 3_600_000 - 1);
    assert_eq!(
        get("/auth/session").cookie(&cookie).of(rig.address).status,
        200
    );
    rig.env.pass(1);
    assert_eq!(
        get("/auth/session").cookie(&cookie).of(rig.address).status,
        401
    );
}

#[test]
fn a_page_of_another_site_cannot_use_the_session() {
    let rig = rig();
    let cookie = rig.session("zhang");
    let asked = || post("/api/who", &json!({})).cookie(&cookie);
    let refused = |ask: super::client::Ask| ask.of(rig.address).refusal();
    assert_eq!(
        asked()
            .header("origin", "http://county.test")
            .of(rig.address)
            .status,
        200
    );
    for origin in [
        "http://evil.test",
        "null",
        "http://county.test.evil.test",
        "http://county.test:81",
    ] {
        assert_eq!(
            refused(asked().header("origin", origin)),
            (403, "cross_origin".into()),
            "{origin}"
        );
    }
    assert_eq!(
        refused(asked().header("sec-fetch-site", "cross-site")),
        (403, "cross_origin".into())
    );
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
    ] {
        let form = ask("POST", "/api/who")
            .header("content-type", kind)
            .cookie(&cookie)
            .body(b"{}");
        assert_eq!(refused(form), (415, "wrong_content_type".into()), "{kind}");
    }
    let login = post(
        "/auth/login",
        &json!({"name": "zhang", "password": "long enough"}),
    );
    assert_eq!(
        refused(login.header("origin", "http://evil.test")),
        (403, "cross_origin".into())
    );
}

#[test]
fn behind_a_proxy_with_tls_the_cookie_is_secure_and_guesses_count_by_the_real_address() {
    let rig = rig_with(Wish {
        options: Options {
            behind_proxy: true,
            ..Options::default()
        },
        ..Wish::default()
    });
    let from = |address: &str, password: &str| {
        post(
            "/auth/login",
            &json!({"name": "nobody", "password": password}),
        )
        .header("x-forwarded-for", format!("1.2.3.4, {address}"))
        .header("x-forwarded-proto", "https")
    };
    let right = post(
        "/auth/login",
        &json!({"name": "zhang", "password": "long enough"}),
    )
    .header("x-forwarded-proto", "https")
    .of(rig.address);
    assert!(right.header("set-cookie").contains("; Secure"));
    // Thirty names from one address: the address waits, another does not.
    for index in 0..30 {
        let guess = post(
            "/auth/login",
            &json!({"name": format!("nobody{index}"), "password": "x"}),
        );
        let guess = guess.header("x-forwarded-for", "10.0.0.9");
        assert_eq!(guess.of(rig.address).status, 401);
    }
    assert_eq!(from("10.0.0.9", "x").of(rig.address).status, 429);
    assert_eq!(from("10.0.0.8", "x").of(rig.address).status, 401);
}

#[test]
fn what_is_no_login_is_malformed() {
    let rig = rig();
    for body in [
        json!({}),
        json!({"name": 1, "password": "x"}),
        json!([]),
        Value::Null,
    ] {
        assert_eq!(
            post("/auth/login", &body).of(rig.address).refusal(),
            (400, "malformed".into()),
            "{body}"
        );
    }
}

#[test]
fn a_stranger_elsewhere_does_not_lock_a_person_out_until_there_are_many_of_them() {
    let rig = rig_with(Wish {
        options: Options {
            behind_proxy: true,
            ..Options::default()
        },
        ..Wish::default()
    });
    let from = |address: &str, password: &str| {
        let body = json!({"name": "zhang", "password": password});
        post("/auth/login", &body)
            .header("x-forwarded-for", address)
            .of(rig.address)
            .status
    };
    let guesses: Vec<u16> = (0..7).map(|_| from("10.0.0.9", "wrong password")).collect();
    assert_eq!(guesses, [401, 401, 401, 401, 401, 429, 429]);
    assert_eq!(from("10.0.0.8", "long enough"), 200, "at her own desk");
    // From ten places at five guesses each the account itself waits.
    for place in 10..20 {
        for _ in 0..5 {
            assert_eq!(from(&format!("10.0.1.{place}"), "wrong password"), 401);
        }
    }
    assert_eq!(from("10.0.1.99", "wrong password"), 429);
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one_and_leaves_the_laptops() {
    let rig = rig();
    let (cookie, (_, token)) = (rig.session("zhang"), rig.laptop("zhang", 1));
    let office = rig.session("office");
    crate::accounts::set_password(&rig.db, &*rig.env, "zhang", "another secret").unwrap();
    let session = |cookie: &str| get("/auth/session").cookie(cookie).of(rig.address).status;
    assert_eq!((session(&cookie), session(&office)), (401, 200));
    assert_eq!(rig.log_in("zhang", "long enough").status, 401);
    assert_eq!(rig.log_in("zhang", "another secret").status, 200);
    assert_eq!(rig.who(&token).status, 200);
    let short = crate::accounts::set_password(&rig.db, &*rig.env, "zhang", "short");
    assert_eq!(short.unwrap_err().code(), "password_too_short");
}

#[test]
fn no_cookie_token_code_or_metadata_from_outside_brings_more_than_a_refusal() {
    let rig = rig();
    let long = "x".repeat(3_000);
    let odd = [
        "",
        " ",
        ";",
        "=",
        "zhucun_session",
        "zhucun_session=",
        "zhucun_session=;;=",
        "\u{feff}",
        "0",
        "-1",
        "18446744073709551616",
        "村",
        "%00",
        "..",
        "../../etc/passwd",
        "'; DROP TABLE account",
        &long,
    ];
    for text in odd {
        let cookie = get("/auth/session").header("cookie", text).of(rig.address);
        assert!((400..500).contains(&cookie.status), "{text:?}");
        let bearer = get("/auth/session").token(text).of(rig.address);
        assert!((400..500).contains(&bearer.status), "{text:?}");
        let code = rig.enrol(text, 1);
        assert!((400..500).contains(&code.status), "{text:?}");
    }
    let (_, token) = rig.laptop("office", 9);
    for text in odd {
        for header in [
            "upload-metadata",
            "upload-length",
            "upload-offset",
            "tus-resumable",
        ] {
            let create = ask("POST", "/sync/v1/files")
                .token(&token)
                .header(header, text);
            let status = create.of(rig.address).status;
            assert!((400..500).contains(&status), "{header}: {text:?} {status}");
        }
    }
}
