use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use serde_json::json;

use super::{
    client::{answer, ask, connect, get, post},
    rig::{Wish, rig, rig_with},
};
use crate::http::{BODY_MAX, Patience};

#[test]
fn a_body_over_the_bound_is_told_so_instead_of_being_reset() {
    let rig = rig();
    let (_, token) = rig.laptop("zhang", 1);
    let exchange = |bytes: &[u8]| ask("POST", "/sync/v1/exchange").token(&token).body(bytes);
    assert_eq!(exchange(&vec![7; BODY_MAX]).of(rig.address).status, 200);
    let refused = exchange(&vec![7; BODY_MAX + 1]).of(rig.address);
    assert_eq!(refused.refusal(), (413, "too_large".into()));
    // Without a length it shows only while it comes.
    let mut chunked = format!("{:x}\r\n", BODY_MAX + 1).into_bytes();
    chunked.extend(vec![7; BODY_MAX + 1]);
    chunked.extend(b"\r\n0\r\n\r\n");
    let refused = exchange(&chunked)
        .header("transfer-encoding", "chunked")
        .of(rig.address);
    assert_eq!(refused.refusal(), (413, "too_large".into()));
    // One that asks before it sends is told at once.
    let mut stream = connect(rig.address);
    let asking = ask("POST", "/sync/v1/exchange")
        .token(&token)
        .header("expect", "100-continue");
    stream.write_all(&asking.bytes(BODY_MAX + 1)).unwrap();
    assert_eq!(
        answer(&mut stream, "POST").refusal(),
        (413, "too_large".into())
    );
    // A stranger with a large body is told who it is not.
    let stranger = ask("POST", "/sync/v1/exchange")
        .body(&vec![7; BODY_MAX])
        .of(rig.address);
    assert_eq!(stranger.refusal(), (401, "unauthenticated".into()));
}

#[test]
fn what_is_unknown_is_404_and_every_refusal_is_json() {
    let rig = rig();
    let (_, token) = rig.laptop("zhang", 1);
    let api = |name: &str, body: &[u8]| {
        ask("POST", &format!("/api/{name}"))
            .token(&token)
            .header("content-type", "application/json")
            .body(body)
            .of(rig.address)
            .refusal()
    };
    assert_eq!(
        api("no_such_thing", b"{}"),
        (404, "unknown_operation".into())
    );
    assert_eq!(api("who", b"{"), (400, "malformed".into()));
    assert_eq!(api("who", b""), (400, "malformed".into()));
    assert_eq!(api("who", &b"[".repeat(5_000)), (400, "malformed".into()));
    assert_eq!(api("who/more", b"{}"), (404, "not_found".into()));
    for path in ["/sync/v1/nothing", "/sync/v2/exchange", "/auth/nothing"] {
        assert_eq!(
            get(path).of(rig.address).refusal(),
            (404, "not_found".into()),
            "{path}"
        );
    }
    for (method, path) in [
        ("GET", "/api/who"),
        ("DELETE", "/auth/login"),
        ("PUT", "/healthz"),
        ("POST", "/photo/x"),
    ] {
        let refused = ask(method, path).of(rig.address);
        assert_eq!(
            refused.refusal(),
            (405, "method_not_allowed".into()),
            "{method} {path}"
        );
        assert!(!refused.header("allow").is_empty());
    }
}

#[test]
fn a_panic_ends_its_request_and_not_the_server() {
    let rig = rig();
    let (_, token) = rig.laptop("zhang", 1);
    let failed = post("/api/panic", &json!({})).token(&token).of(rig.address);
    assert_eq!(failed.refusal(), (500, "internal".into()));
    assert!(
        !String::from_utf8_lossy(&failed.body).contains("planted"),
        "what failed is for the log"
    );
    assert_eq!(rig.who(&token).status, 200);
}

#[test]
fn health_and_the_document_are_open() {
    let rig = rig();
    assert_eq!(get("/healthz").of(rig.address).json()["status"], "ok");
    let head = ask("HEAD", "/healthz").of(rig.address);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        get("/openapi.json").of(rig.address).json(),
        json!({"openapi": "3.1.0"})
    );
}

#[test]
fn every_answer_carries_the_headers_that_keep_it_safe() {
    let rig = rig();
    for ask in [
        get("/"),
        get("/healthz"),
        get("/api/who"),
        get("/no/such/page.js"),
        post("/api/who", &json!({})),
    ] {
        let answer = ask.of(rig.address);
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{ask:?}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{ask:?}"
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{ask:?}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{ask:?}");
        assert!(!answer.header("cache-control").is_empty(), "{ask:?}");
    }
}

#[test]
fn who_does_not_finish_a_head_is_let_go() {
    let rig = rig_with(Wish {
        patience: Some(Patience {
            head: Duration::from_millis(300),
            ..Patience::default()
        }),
        ..Wish::default()
    });
    let mut stream = connect(rig.address);
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
        .unwrap();
    #[expect(clippy::disallowed_methods, reason = "a time limit is measured")]
    let began = Instant::now();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(!String::from_utf8_lossy(&bytes).contains("200 OK"));
}

#[test]
fn the_end_waits_for_work_and_not_for_idle_connections() {
    let mut rig = rig_with(Wish {
        patience: Some(Patience {
            grace: Duration::from_secs(2),
            ..Patience::default()
        }),
        ..Wish::default()
    });
    let (_, token) = rig.laptop("zhang", 1);
    let address = rig.address;
    let mut idle = connect(address);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).unwrap();
    let working =
        std::thread::spawn(move || post("/api/slow", &json!({})).token(&token).of(address));
    std::thread::sleep(Duration::from_millis(250));
    #[expect(clippy::disallowed_methods, reason = "a time limit is measured")]
    let began = Instant::now();
    rig.ask_to_end();
    rig.end();
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(working.join().unwrap().json(), json!({"done": true}));
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn a_body_that_falls_silent_or_trickles_is_let_go() {
    let rig = rig_with(Wish {
        patience: Some(Patience {
            silence: Duration::from_millis(400),
            ..Patience::default()
        }),
        ..Wish::default()
    });
    let (_, token) = rig.laptop("zhang", 1);
    let begun = |bytes: usize| {
        let mut stream = connect(rig.address);
        let asking = ask("POST", "/sync/v1/exchange").token(&token);
        stream.write_all(&asking.bytes(bytes)).unwrap();
        stream
    };
    let mut silent = begun(1_000);
    assert_eq!(
        answer(&mut silent, "POST").refusal(),
        (408, "timeout".into())
    );
    // A byte now and then is no silence, but a thousand of them would take half an hour.
    let mut trickling = begun(1_000);
    for _ in 0..8 {
        std::thread::sleep(Duration::from_millis(100));
        if trickling.write_all(b"x").is_err() {
            break;
        }
    }
    assert_eq!(
        answer(&mut trickling, "POST").refusal(),
        (408, "timeout".into())
    );
}

#[test]
fn who_does_not_take_the_answer_is_let_go() {
    let rig = rig_with(Wish {
        patience: Some(Patience {
            stalled: Duration::from_millis(300),
            ..Patience::default()
        }),
        ..Wish::default()
    });
    let (_, token) = rig.laptop("zhang", 1);
    let mut stream = connect(rig.address);
    stream
        .write_all(&post("/api/large", &json!({})).token(&token).whole())
        .unwrap();
    let mut bytes = vec![0; 12];
    stream.read_exact(&mut bytes).unwrap();
    assert_eq!(bytes, b"HTTP/1.1 200");
    std::thread::sleep(Duration::from_millis(1_500));
    let _ = stream.read_to_end(&mut bytes);
    assert!(bytes.len() < 36 * 1024 * 1024, "{} bytes", bytes.len());
    assert_eq!(get("/healthz").of(rig.address).status, 200);
}

#[test]
fn a_stranger_and_an_operation_may_send_less_than_a_push() {
    let rig = rig();
    let cookie = rig.session("zhang");
    let long = json!({"name": "x".repeat(20_000), "password": "long enough"});
    let refused = post("/auth/login", &long).of(rig.address);
    assert_eq!(refused.refusal(), (413, "too_large".into()));
    let long = json!({"code": "x".repeat(20_000)});
    let refused = post("/sync/v1/enrol", &long).of(rig.address);
    assert_eq!(refused.refusal(), (413, "too_large".into()));
    let draft = json!({"body": "x".repeat(600_000)});
    let taken = post("/api/who", &draft).cookie(&cookie).of(rig.address);
    assert_eq!(taken.status, 200);
    let long = json!({"body": "x".repeat(1_100_000)});
    let refused = post("/api/who", &long).cookie(&cookie).of(rig.address);
    assert_eq!(refused.refusal(), (413, "too_large".into()));
}

#[test]
fn a_busy_county_says_when_to_come_again_and_laptops_do_not_crowd_out_the_console() {
    let rig = rig_with(Wish {
        patience: Some(Patience {
            turn: Duration::from_millis(100),
            ..Patience::default()
        }),
        ..Wish::default()
    });
    let (_, token) = rig.laptop("zhang", 1);
    let answers: Vec<super::client::Answer> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..48)
            .map(|_| {
                let ask = post("/api/slow", &json!({})).token(&token);
                scope.spawn(move || ask.of(rig.address))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(300));
        let exchange = ask("POST", "/sync/v1/exchange")
            .token(&token)
            .body(b"12345");
        assert_eq!(exchange.of(rig.address).status, 200, "a lane of its own");
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let done = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((32..48).contains(&done), "{done}");
    for busy in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(busy.refusal(), (503, "retry_later".into()));
        assert_eq!(busy.header("retry-after"), "3");
    }
}
