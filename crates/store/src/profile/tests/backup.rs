//! Backup and restore of a whole profile.

use tempfile::TempDir;

use super::*;

const NEW: &str = "新的口令八位以上";

/// Stops when it is asked for the `n`th time.
fn stop_at(n: usize) -> impl FnMut(Step, u64, u64) -> bool {
    let mut asked = 0;
    move |_, _, _| {
        asked += 1;
        asked != n
    }
}

fn go_on() -> impl FnMut(Step, u64, u64) -> bool {
    |_, _, _| true
}

/// A backup of a profile with one household, beside it; the profile has nothing that waits.
fn backed_up(env: &TestEnv, dir: &Path) -> (Folder, PathBuf) {
    let folder = made(env, &dir.join("a"));
    let out = dir.join("village.zhucun");
    let open = folder.unlock(env, PASSPHRASE).unwrap();
    open.keeper.backup(env, &out).unwrap();
    open.close().unwrap();
    (folder, out)
}

/// As after a sync: nothing waits.
fn delivered(folder: &Folder) {
    let mut note = folder.outside();
    note.pending = 0;
    note.write(folder.dir()).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut found: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn a_backup_is_read_back_tells_its_steps_and_leaves_one_file() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let sticks = dir.path().join("stick");
    std::fs::create_dir(&sticks).unwrap();
    let out = sticks.join("驻村备份.zhucun");
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    let mut steps = Vec::new();
    let made = open
        .keeper
        .backup_watched(&env, &out, &mut |step, done, all| {
            assert!(done <= all);
            if steps.last() != Some(&step) {
                steps.push(step);
            }
            true
        })
        .unwrap();
    assert_eq!(steps, [Step::Copying, Step::Writing, Step::Reading]);
    assert_eq!(made.rows, 1);
    assert_eq!(names(&sticks), ["驻村备份.zhucun"]);
    assert!(
        names(&folder.path(DATA))
            .iter()
            .all(|name| !name.contains("backup"))
    );
}

#[test]
fn a_backup_that_is_stopped_anywhere_leaves_the_one_before_and_nothing_else() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let stick = dir.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let out = stick.join("a.zhucun");
    std::fs::write(&out, "the one before").unwrap();
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    let mut stopped = 0;
    for n in 1.. {
        match open.keeper.backup_watched(&env, &out, &mut stop_at(n)) {
            Err(StoreError::Stopped) => stopped += 1,
            done => {
                done.unwrap();
                break;
            }
        }
        assert_eq!(std::fs::read(&out).unwrap(), b"the one before");
        assert_eq!(names(&stick), ["a.zhucun"]);
    }
    assert!(
        stopped >= 8,
        "copying, four files written, four read: {stopped}"
    );
}

#[test]
fn a_stick_that_is_too_small_is_told_before_and_one_that_fills_up_is_left_clean() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    let small = Mount::of("256k");
    let out = small.0.path().join("a.zhucun");
    assert!(matches!(
        open.keeper.backup(&env, &out),
        Err(StoreError::NoRoom { needed, free, .. }) if needed > free
    ));
    assert_eq!(names(small.0.path()).len(), 0);
    let stick = Mount::of("4m");
    let out = stick.0.path().join("a.zhucun");
    let mut filled = false;
    let full = open.keeper.backup_watched(&env, &out, &mut |step, _, _| {
        if step == Step::Writing && !filled {
            filled = true;
            stick.fill();
        }
        true
    });
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    stick.empty();
    assert_eq!(names(stick.0.path()).len(), 0);
    open.keeper.backup(&env, &out).unwrap();
}

#[test]
fn a_restored_profile_opens_by_the_passphrase_of_its_day_and_what_stood_there_goes_only_then() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let (folder, out) = backed_up(&env, dir.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    let before = open.store.incarnation().unwrap();
    save(&env, &mut open.store, "after it").unwrap();
    open.keeper
        .change_passphrase(&env, PASSPHRASE, NEW)
        .unwrap();
    open.close().unwrap();
    delivered(&folder);

    assert!(matches!(
        folder.restore_over(&env, &out, NEW, None, &mut go_on()),
        Err(StoreError::WrongPassphrase)
    ));
    assert_eq!(
        households(&folder.unlock(&env, NEW).unwrap().store),
        2,
        "untouched"
    );
    delivered(&folder);

    let open = folder
        .restore_over(&env, &out, PASSPHRASE, Some(""), &mut go_on())
        .unwrap();
    assert_eq!(households(&open.store), 1);
    assert_ne!(
        open.store.incarnation().unwrap(),
        before,
        "no number is used twice"
    );
    assert_eq!(
        names(&folder.path(DATA))
            .iter()
            .filter(|name| name.ends_with(".sqlite"))
            .count(),
        1
    );
    for gone in ["restore", "replaced"] {
        assert!(!folder.path(gone).exists(), "{gone}");
    }
    open.close().unwrap();
    assert!(matches!(
        folder.unlock(&env, NEW),
        Err(StoreError::WrongPassphrase)
    ));
    folder.unlock(&env, PASSPHRASE).unwrap();
}

#[test]
fn unsent_work_another_persons_backup_a_cut_one_and_a_newer_one_are_refused_and_change_nothing() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let (folder, out) = backed_up(&env, dir.path());
    assert!(matches!(
        folder.restore_over(&env, &out, PASSPHRASE, None, &mut go_on()),
        Err(StoreError::Unsent(1))
    ));
    delivered(&folder);
    let before = snapshot(folder.dir());
    assert!(matches!(
        folder.restore_over(&env, &out, PASSPHRASE, Some("somebody else"), &mut go_on()),
        Err(StoreError::AnotherPerson(name)) if name == "欧阳明"
    ));
    let whole = std::fs::read(&out).unwrap();
    for length in [0, 40, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&out, &whole[..length]).unwrap();
        assert!(matches!(
            folder.restore_over(&env, &out, PASSPHRASE, None, &mut go_on()),
            Err(StoreError::Damaged(_))
        ));
    }
    let newer = String::from_utf8_lossy(&whole[..400]).replace("\"version\":2", "\"version\":9");
    std::fs::write(&out, [newer.as_bytes(), &whole[400..]].concat()).unwrap();
    assert!(matches!(
        folder.restore_over(&env, &out, PASSPHRASE, None, &mut go_on()),
        Err(StoreError::Newer { file: 9, .. })
    ));
    std::fs::write(&out, &whole).unwrap();
    for n in 1..4 {
        assert!(matches!(
            folder.restore_over(&env, &out, PASSPHRASE, None, &mut stop_at(n)),
            Err(StoreError::Stopped)
        ));
    }
    assert_eq!(snapshot(folder.dir()), before);
    assert!(!folder.path("restore").exists());
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
}

#[test]
fn wherever_the_power_goes_in_a_restore_the_old_profile_or_the_restored_one_opens() {
    for place in ["", "restore_ready", "restore_aside", "restore_moved"] {
        let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
        let (folder, out) = backed_up(&env, dir.path());
        let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
        let before = open.store.incarnation().unwrap();
        save(&env, &mut open.store, "after it").unwrap();
        open.close().unwrap();
        delivered(&folder);
        env.crash_at(place);
        let restored = folder.restore_over(&env, &out, PASSPHRASE, None, &mut go_on());
        if place.is_empty() {
            drop(restored.unwrap());
        } else {
            assert!(matches!(restored, Err(StoreError::Crashed(at)) if at == place));
            // A second start that is cut at the same place, and then one that is not.
            _ = folder.unlock(&env, PASSPHRASE);
            env.crash_at("");
        }
        assert_eq!(folder.state(), State::Locked, "{place}");
        let open = folder.unlock(&env, PASSPHRASE).unwrap();
        assert_eq!(households(&open.store), 1, "{place}");
        assert_ne!(open.store.incarnation().unwrap(), before, "{place}");
        assert!(!folder.path("restore").exists());
        assert!(!folder.path("replaced").exists(), "{place}");
    }
}

#[test]
fn a_damaged_profile_is_put_aside_and_kept_whatever_waited_in_it() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let (folder, out) = backed_up(&env, dir.path());
    assert_eq!(folder.outside().pending, 1);
    let path = replica(&folder);
    let whole = std::fs::read(&path).unwrap();
    let cut = &whole[..whole.len() - 1];
    std::fs::write(&path, cut).unwrap();
    assert!(matches!(folder.state(), State::Damaged(_)));
    let open = folder
        .restore_over(&env, &out, PASSPHRASE, None, &mut go_on())
        .unwrap();
    assert_eq!(households(&open.store), 1);
    open.close().unwrap();
    let aside = folder
        .path("replaced")
        .join(DATA)
        .join(path.file_name().unwrap());
    assert_eq!(
        std::fs::read(&aside).unwrap(),
        cut,
        "somebody may still save something of it"
    );
    drop(folder.unlock(&env, PASSPHRASE).unwrap());
    assert!(aside.exists());
}

#[test]
fn a_full_disk_in_the_middle_of_a_restore_leaves_the_profile_as_it_was() {
    let (env, mount) = (TestEnv::default(), Mount::of("24m"));
    let elsewhere = TempDir::new().unwrap();
    let folder = made(&env, &mount.path());
    let out = elsewhere.path().join("a.zhucun");
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    open.keeper.backup(&env, &out).unwrap();
    open.close().unwrap();
    delivered(&folder);
    let mut filled = false;
    let full = folder.restore_over(&env, &out, PASSPHRASE, None, &mut |_, _, _| {
        if !filled {
            filled = true;
            mount.fill();
        }
        true
    });
    assert!(matches!(full, Err(StoreError::DiskFull)), "{full:?}");
    mount.empty();
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
    mount.fill();
    assert!(matches!(
        folder.restore_over(&env, &out, PASSPHRASE, None, &mut go_on()),
        Err(StoreError::NoRoom { .. } | StoreError::Unsent(_))
    ));
}

#[test]
fn a_recovery_key_goes_with_the_backup() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let out = dir.path().join("a.zhucun");
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    let key = open.keeper.make_recovery(&env, PASSPHRASE).unwrap();
    open.keeper.backup(&env, &out).unwrap();
    drop(open);
    let other = Folder::on_machine(&dir.path().join("b"), "machine-2");
    other.restore(&env, &out).unwrap();
    assert_eq!(
        households(&other.recover(&env, &key, NEW).unwrap().store),
        1
    );
}
