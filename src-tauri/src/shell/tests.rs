use std::{sync::mpsc, thread};

use super::*;

fn opened() -> (tempfile::TempDir, Arc<Shell>) {
    let place = tempfile::tempdir().unwrap();
    let shell = Arc::new(Shell::new(place.path(), Box::new(|_, _| {})));
    let folder = lock(&shell.folder).clone();
    let open = folder.begin(shell.env.as_ref(), "口令八位以上的").unwrap();
    shell.take(open).unwrap();
    (place, shell)
}

/// Does both at once, many times; false when they wait for each other.
fn come_through(shell: &Arc<Shell>, one: fn(&Shell), other: fn(&Shell)) -> bool {
    let (done, both) = mpsc::channel();
    for act in [one, other] {
        let (shell, done) = (Arc::clone(shell), done.clone());
        thread::spawn(move || {
            for _ in 0..2_000 {
                act(&shell);
            }
            _ = done.send(());
        });
    }
    (0..2).all(|_| both.recv_timeout(Duration::from_mins(1)).is_ok())
}

#[test]
fn a_page_that_asks_for_the_state_and_a_sync_that_tells_its_road_never_wait_for_each_other() {
    let (_place, shell) = opened();
    assert!(come_through(
        &shell,
        |shell| _ = shell.state(),
        |shell| shell.on_road(|road| road.percent += 1),
    ));
}

#[test]
fn an_address_may_carry_the_fingerprint_of_the_certificate() {
    let (server, pin) = address(&format!(" https://10.0.0.5:8443#{} ", "0a".repeat(32))).unwrap();
    assert_eq!(
        (server.as_str(), pin),
        ("https://10.0.0.5:8443", Some([10; 32]))
    );
    assert_eq!(
        address("http://127.0.0.1:8080").unwrap(),
        ("http://127.0.0.1:8080".to_owned(), None)
    );
    assert_eq!(address("10.0.0.5:8443").unwrap().0, "https://10.0.0.5:8443");
    let pairs = ["0A"; 32].join(":");
    assert_eq!(
        address(&format!("https://x#{pairs}")).unwrap().1,
        Some([10; 32])
    );
    for bad in ["12", &"0g".repeat(32), &format!("{}f", "0a".repeat(32))] {
        assert!(address(&format!("https://x#{bad}")).is_err(), "{bad}");
    }
}

#[test]
fn a_used_code_is_told_by_the_countys_own_word() {
    let refusal = ProtocolError::Refused {
        code: "code_used".to_owned(),
        detail: "x".to_owned(),
    };
    assert_eq!(not_enrolled(refusal.into()).detail, "code_used: x");
}

#[test]
fn a_changed_passphrase_opens_after_the_lock_and_the_old_one_does_not() {
    let place = tempfile::tempdir().unwrap();
    let shell = Arc::new(Shell::new(place.path(), Box::new(|_, _| {})));
    let mut open = lock(&shell.folder)
        .begin(shell.env.as_ref(), "口令八位以上的")
        .unwrap();
    open.identity.token = "f".repeat(64);
    open.keeper
        .keep(shell.env.as_ref(), &open.identity, &open.store)
        .unwrap();
    shell.take(open).unwrap();
    let change = |old: &str, new: &str| {
        let request = json!({"old": old, "new": new});
        shell
            .call("shell.change_passphrase", request)
            .map_err(|error| error.code)
    };
    assert_eq!(change("口令八位以上的", "太短"), Err(Code::Violations));
    assert_eq!(
        change("不是这一个", "新的口令也八位"),
        Err(Code::Violations)
    );
    assert_eq!(
        change("不是这一个", "新的口令也有八位"),
        Err(Code::WrongPassphrase)
    );
    change("口令八位以上的", "新的口令也有八位").unwrap();
    shell.call("shell.lock", json!({})).unwrap();
    let unlock = |passphrase: &str| {
        let request = json!({"passphrase": passphrase});
        shell
            .call("shell.unlock", request)
            .map(|state| state["profile"].clone())
            .map_err(|error| error.code)
    };
    assert_eq!(unlock("口令八位以上的"), Err(Code::WrongPassphrase));
    assert_eq!(unlock("新的口令也有八位"), Ok(json!("fetching")));
}

#[test]
fn a_forgotten_passphrase_is_made_up_for_by_the_recovery_key_and_the_state_says_that_there_is_one()
{
    let place = tempfile::tempdir().unwrap();
    let shell = Arc::new(Shell::new(place.path(), Box::new(|_, _| {})));
    let mut open = lock(&shell.folder)
        .begin(shell.env.as_ref(), "口令八位以上的")
        .unwrap();
    open.identity.token = "f".repeat(64);
    open.keeper
        .keep(shell.env.as_ref(), &open.identity, &open.store)
        .unwrap();
    shell.take(open).unwrap();
    let call = |name: &str, request: Value| shell.call(name, request).map_err(|error| error.code);
    assert_eq!(
        call("shell.state", json!({})).unwrap()["has_recovery"],
        false
    );
    assert_eq!(
        call("shell.make_recovery", json!({"passphrase": "不是这一个"})),
        Err(Code::WrongPassphrase)
    );
    let made = call(
        "shell.make_recovery",
        json!({"passphrase": "口令八位以上的"}),
    )
    .unwrap();
    call("shell.lock", json!({})).unwrap();
    let recover = |key: &Value, passphrase: &str| {
        call(
            "shell.recover",
            json!({"key": key, "passphrase": passphrase}),
        )
    };
    assert_eq!(recover(&made["key"], "太短"), Err(Code::Violations));
    assert_eq!(
        recover(&json!("ABC"), "新的口令也有八位"),
        Err(Code::Violations)
    );
    assert_eq!(
        call("shell.state", json!({})).unwrap()["has_recovery"],
        true
    );
    let opened = recover(&made["key"], "新的口令也有八位").unwrap();
    assert_eq!(opened["profile"], "fetching");
    let facts = call("shell.facts", json!({})).unwrap();
    assert_eq!(
        (&facts["recovery_used"], &facts["recovery_at_ms"]),
        (&json!(true), &Value::Null)
    );
    call("shell.lock", json!({})).unwrap();
    assert_eq!(
        call("shell.unlock", json!({"passphrase": "口令八位以上的"})),
        Err(Code::WrongPassphrase)
    );
    call("shell.unlock", json!({"passphrase": "新的口令也有八位"})).unwrap();
}
