//! The recovery key: opens once what the passphrase opens, and nothing else.

use tempfile::TempDir;

use super::{super::recovery, *};

const NEW: &str = "新的口令八位以上";

fn with_key(env: &TestEnv, folder: &Folder) -> String {
    let open = folder.unlock(env, PASSPHRASE).unwrap();
    let key = open.keeper.make_recovery(env, PASSPHRASE).unwrap();
    assert!(open.keeper.recovery_made_at_ms().is_some());
    open.close().unwrap();
    key.to_string()
}

#[test]
fn a_recovery_key_opens_under_a_new_passphrase_once_and_loses_nothing() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    assert!(!folder.has_recovery());
    let key = with_key(&env, &folder);
    assert!(folder.has_recovery());
    let before = incarnation(&env, &folder);

    let open = folder.recover(&env, &key.to_lowercase(), NEW).unwrap();
    assert_eq!(households(&open.store), 1);
    assert_eq!(
        open.store.waiting().unwrap().sets,
        1,
        "what was not sent is there"
    );
    assert_eq!(
        open.store.incarnation().unwrap(),
        before,
        "it is the same file"
    );
    assert!(folder.outside().recovery_used, "a new one is due");
    open.close().unwrap();

    assert!(!folder.has_recovery());
    assert!(
        folder.recover(&env, &key, PASSPHRASE).is_err(),
        "it opens once"
    );
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::WrongPassphrase)
    ));
    let open = folder.unlock(&env, NEW).unwrap();
    open.keeper.make_recovery(&env, NEW).unwrap();
    assert!(!folder.outside().recovery_used);
}

#[test]
fn no_file_of_the_profile_holds_the_recovery_key_in_the_open() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let key = with_key(&env, &folder);
    let plain = key.replace('-', "");
    for (path, bytes) in snapshot(dir.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&key), "{}", path.display());
        assert!(!text.contains(&plain), "{}", path.display());
    }
}

#[test]
fn a_new_key_makes_the_one_before_worthless_and_wants_the_passphrase() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let first = with_key(&env, &folder);
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(matches!(
        open.keeper.make_recovery(&env, "x"),
        Err(StoreError::WrongPassphrase)
    ));
    let second = open.keeper.make_recovery(&env, PASSPHRASE).unwrap();
    open.close().unwrap();
    assert!(matches!(
        folder.recover(&env, &first, NEW),
        Err(StoreError::WrongPassphrase)
    ));
    folder.recover(&env, &second, NEW).unwrap();
}

#[test]
fn wrong_recovery_keys_count_with_the_wrong_passphrases_and_a_slip_of_the_pen_does_not() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let key = with_key(&env, &folder);
    let elsewhere = TempDir::new().unwrap();
    let wrong = with_key(&env, &made(&env, elsewhere.path()));
    let slip = format!(
        "{}{}",
        &key[..28],
        if key.ends_with('0') { '1' } else { '0' }
    );
    assert!(matches!(
        folder.recover(&env, &slip, NEW),
        Err(StoreError::Violations(_))
    ));
    assert_eq!(folder.attempts().left(), 5);
    for _ in 0..3 {
        assert!(matches!(
            folder.recover(&env, &wrong, NEW),
            Err(StoreError::WrongPassphrase)
        ));
    }
    for _ in 0..2 {
        assert!(folder.unlock(&env, "x").is_err());
    }
    for tried in [
        folder.recover(&env, &key, NEW),
        folder.unlock(&env, PASSPHRASE),
    ] {
        assert!(matches!(tried, Err(StoreError::TooManyAttempts(1..))));
    }
    env.pass(600_000);
    folder.recover(&env, &key, NEW).unwrap();
    assert_eq!(folder.attempts().left(), 5);
}

#[test]
fn wherever_the_power_goes_while_a_key_is_used_somebody_gets_in() {
    for (place, opens) in [
        ("key_half_written", PASSPHRASE),
        ("key_written", PASSPHRASE),
        ("key_renamed", NEW),
    ] {
        let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
        let folder = made(&env, dir.path());
        let key = with_key(&env, &folder);
        env.crash_at(place);
        assert!(matches!(
            folder.recover(&env, &key, NEW),
            Err(StoreError::Crashed(at)) if at == place
        ));
        env.crash_at("");
        assert!(folder.has_recovery(), "{place}: it was not through");
        assert_eq!(households(&folder.unlock(&env, opens).unwrap().store), 1);
        // And the key still does what it is for.
        assert_eq!(
            households(&folder.recover(&env, &key, "又一个口令八位").unwrap().store),
            1
        );
    }
}

#[test]
fn a_key_of_another_profile_opens_nothing_and_changes_nothing() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    with_key(&env, &folder);
    let other = TempDir::new().unwrap();
    let theirs = with_key(&env, &made(&env, other.path()));
    // Even with the other one's wrap put beside it.
    std::fs::copy(
        other.path().join(recovery::FILE),
        dir.path().join(recovery::FILE),
    )
    .unwrap();
    let before = std::fs::read(dir.path().join(KEY)).unwrap();
    assert!(matches!(
        folder.recover(&env, &theirs, NEW),
        Err(StoreError::Damaged(_))
    ));
    assert_eq!(std::fs::read(dir.path().join(KEY)).unwrap(), before);
    folder.unlock(&env, PASSPHRASE).unwrap();
}
