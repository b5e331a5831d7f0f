//! A change of passphrase, and what may go wrong in the middle of it.

use tempfile::TempDir;

use super::*;

const NEW: &str = "新的口令八位以上";

#[test]
fn wherever_the_power_goes_the_old_or_the_new_passphrase_opens_and_never_both_or_neither() {
    for (place, opens) in [
        ("key_half_written", PASSPHRASE),
        ("key_written", PASSPHRASE),
        ("key_renamed", NEW),
    ] {
        let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
        let folder = made(&env, dir.path());
        let open = folder.unlock(&env, PASSPHRASE).unwrap();
        env.crash_at(place);
        let changed = open.keeper.change_passphrase(&env, PASSPHRASE, NEW);
        assert!(matches!(changed, Err(StoreError::Crashed(at)) if at == place));
        env.crash_at("");
        // Dropped without close: as after a power cut.
        drop(open);
        let shut = if opens == NEW { PASSPHRASE } else { NEW };
        assert!(
            matches!(folder.unlock(&env, shut), Err(StoreError::WrongPassphrase)),
            "{place}"
        );
        let open = folder.unlock(&env, opens).unwrap();
        assert_eq!(households(&open.store), 1, "{place}");
        // What the interruption left lying is in nobody's way.
        open.keeper
            .change_passphrase(&env, opens, "第三个口令也行")
            .unwrap();
        open.close().unwrap();
        folder.unlock(&env, "第三个口令也行").unwrap();
    }
}

#[test]
fn on_a_full_disk_the_old_passphrase_stays() {
    let (env, mount) = (TestEnv::default(), Mount::of("12m"));
    let folder = made(&env, &mount.path());
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    mount.fill();
    assert!(matches!(
        open.keeper.change_passphrase(&env, PASSPHRASE, NEW),
        Err(StoreError::DiskFull)
    ));
    drop(open);
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
}

#[test]
fn before_an_open_laptop_nobody_has_more_tries_than_before_a_locked_one() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    for left in [4, 3, 2, 1, 5] {
        assert!(matches!(
            open.keeper.change_passphrase(&env, "x", NEW),
            Err(StoreError::WrongPassphrase)
        ));
        assert_eq!(folder.attempts().left(), left);
    }
    assert!(matches!(
        open.keeper.change_passphrase(&env, PASSPHRASE, NEW),
        Err(StoreError::TooManyAttempts(590..=600))
    ));
    env.pass(600_000);
    open.keeper
        .change_passphrase(&env, PASSPHRASE, NEW)
        .unwrap();
    assert_eq!(folder.attempts().left(), 5);
}
