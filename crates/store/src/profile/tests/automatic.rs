//! The backups that are made by themselves.

use tempfile::TempDir;

use super::*;

const DAY_MS: i64 = 86_400_000;

fn by_itself(env: &TestEnv, open: &Open) -> bool {
    let dseq = open.store.last_dseq().unwrap();
    open.keeper
        .backup_by_itself(env, dseq, &mut |_, _, _| true)
        .unwrap()
        .is_some()
}

#[test]
fn a_backup_a_day_is_made_where_something_was_written_and_the_newest_three_are_kept() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(by_itself(&env, &open), "the first at once");
    assert!(!by_itself(&env, &open), "once a day");
    env.pass(DAY_MS);
    assert!(!by_itself(&env, &open), "nothing was written");
    for number in 0..4 {
        save(&env, &mut open.store, &format!("{number:03}")).unwrap();
        assert!(by_itself(&env, &open), "{number}");
        save(&env, &mut open.store, &format!("1{number:02}")).unwrap();
        assert!(!by_itself(&env, &open), "{number}: the same day");
        env.pass(DAY_MS);
    }
    let kept = folder.automatic_backups();
    assert_eq!(kept.len(), 3);
    assert!(kept.is_sorted_by(|a, b| a.made_at_ms > b.made_at_ms));
    assert!(kept.iter().all(|one| one.bytes > 10_000));
    env.pass(7 * DAY_MS);
    assert!(by_itself(&env, &open), "once a week in any case");
}

#[test]
fn a_backup_made_by_itself_restores_as_any_other_does() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(by_itself(&env, &open));
    save(&env, &mut open.store, "after it").unwrap();
    open.close().unwrap();
    let mut note = folder.outside();
    note.pending = 0;
    note.write(folder.dir()).unwrap();
    let name = &folder.automatic_backups()[0].name;
    let from = folder.automatic_backup(name).unwrap();
    let open = folder
        .restore_over(&env, &from, PASSPHRASE, None, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(households(&open.store), 1);
    assert_eq!(folder.automatic_backups().len(), 1, "it stays where it was");
    assert_eq!(folder.automatic_backup("../key.json"), None);
    assert_eq!(folder.automatic_backup("1-1.zhucun"), None);
}

#[test]
fn a_disk_without_much_room_is_left_alone() {
    let (env, mount) = (TestEnv::default(), Mount::of("64m"));
    let folder = made(&env, &mount.path());
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(!by_itself(&env, &open));
    assert!(folder.automatic_backups().is_empty());
}
