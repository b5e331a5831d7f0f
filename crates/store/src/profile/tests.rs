use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{
    About, Id,
    place::Scope,
    records::{Household, Record},
};
use tempfile::TempDir;

use super::*;
use crate::Edit;

mod automatic;
mod backup;
mod passphrase;
mod recovery;

/// A clock that goes a second a look, and chance by counting.
#[derive(Debug, Default)]
struct TestEnv {
    now: AtomicI64,
    chance: AtomicU64,
    /// Where the power goes.
    crash: Mutex<&'static str>,
}

impl TestEnv {
    fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    fn crash_at(&self, place: &'static str) {
        *self.crash.lock().unwrap() = place;
    }
}

impl Env for TestEnv {
    fn wall_ms(&self) -> i64 {
        1_538_300_000_000 + self.now.fetch_add(1_000, Ordering::Relaxed)
    }
    fn random(&self) -> u128 {
        let number = self.chance.fetch_add(1, Ordering::Relaxed);
        u128::from_be_bytes(
            blake3::hash(&number.to_be_bytes()).as_bytes()[..16]
                .try_into()
                .unwrap(),
        )
    }
    fn crashes_at(&self, place: &'static str) -> bool {
        *self.crash.lock().unwrap() == place
    }
}

const PASSPHRASE: &str = "八月十五下雪 Zhucun 7";

fn folder(dir: &Path) -> Folder {
    Folder::on_machine(dir, "machine-1")
}

/// A profile with one household in it, closed.
fn made(env: &TestEnv, dir: &Path) -> Folder {
    let folder = folder(dir);
    let mut open = folder.begin(env, PASSPHRASE).unwrap();
    enrol(env, &mut open);
    save(env, &mut open.store, "001").unwrap();
    open.close().unwrap();
    folder
}

fn enrol(env: &TestEnv, open: &mut Open) {
    let scope = Scope::of_codes(1, ["431128103201"]);
    let identity = crate::laptop::Identity {
        grant: env.new_id(),
        id_key: [7; 32],
        scope,
    };
    open.store.enrol(env, &identity).unwrap();
    open.identity.token = "f".repeat(64);
    open.identity.name = "欧阳明".to_owned();
    open.keeper.keep(env, &open.identity, &open.store).unwrap();
}

fn save(env: &TestEnv, store: &mut Store, number: &str) -> Result<Id, StoreError> {
    let id = env.new_id();
    let household = Household {
        number: number.to_owned(),
        division_code: "431128103201".to_owned(),
        address: "长".repeat(200),
        ..Household::default()
    };
    let edit = Edit {
        table: Household::INFO.table,
        id,
        base: None,
        cells: household.to_cells(),
    };
    store.save(env, vec![edit], About::default())?.unwrap();
    Ok(id)
}

fn households(store: &Store) -> u64 {
    let count: i64 = store
        .connection()
        .query_row("SELECT count(*) FROM household", [], |row| row.get(0))
        .unwrap();
    count as u64
}

fn replica(folder: &Folder) -> PathBuf {
    folder.replica().unwrap()
}

/// Every file of the folder with its bytes but those that a mere look may change.
fn snapshot(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = [dir.to_owned(), dir.join(DATA)]
        .iter()
        .flat_map(|dir| {
            std::fs::read_dir(dir)
                .unwrap()
                .map(|entry| entry.unwrap().path())
        })
        .filter(|path| {
            path.is_file()
                && !path.ends_with(attempts::FILE)
                && !path.to_string_lossy().contains("-shm")
        })
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// A small file system of its own; the tests run as root, in the build as at home.
struct Mount(TempDir);

impl Mount {
    fn of(size: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let size = format!("size={size}");
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(dir.path())
            .status()
            .unwrap();
        assert!(done.success(), "a tmpfs can be mounted");
        Self(dir)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("profile")
    }

    fn read_only(&self) {
        let done = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(self.0.path())
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Leaves no free byte.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.0.path().join("filler"))
            .unwrap();
        for size in [65_536, 4_096, 1] {
            let bytes = vec![1; size];
            while file.write_all(&bytes).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.path().join("filler")).unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn what_was_saved_is_there_after_unlocking_again() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    assert_eq!(folder.state(), State::Locked);
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(households(&open.store), 1);
    assert_eq!(open.identity.name, "欧阳明");
    assert_eq!(folder.outside().name, "欧阳明");
    assert_eq!(folder.outside().pending, 1);
}

#[test]
fn no_file_of_the_profile_holds_what_was_written_or_the_token_in_the_open() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    made(&env, dir.path());
    for (path, bytes) in snapshot(dir.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("长长长"), "{}", path.display());
        assert!(!text.contains(&"f".repeat(64)), "{}", path.display());
        assert!(!text.contains("SQLite format"), "{}", path.display());
    }
}

#[test]
fn a_wrong_passphrase_is_told_and_changes_nothing() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let before = snapshot(dir.path());
    assert!(matches!(
        folder.unlock(&env, "八月十五下雨"),
        Err(StoreError::WrongPassphrase)
    ));
    assert_eq!(snapshot(dir.path()), before);
    assert_eq!(folder.attempts().left(), 4);
    folder.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(folder.attempts().left(), 5);
}

#[test]
fn five_wrong_passphrases_bring_a_wait_that_the_right_one_does_not_shorten() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    for _ in 0..5 {
        assert!(matches!(
            folder.unlock(&env, "x"),
            Err(StoreError::WrongPassphrase)
        ));
    }
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::TooManyAttempts(590..=600))
    ));
    env.pass(600_000);
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
}

#[test]
fn the_wait_doubles_with_every_five_and_ends_at_a_day() {
    let wait = |wrong| Attempts { wrong, at_ms: 0 }.wait_seconds(0);
    assert_eq!(
        [4, 5, 6, 10, 15, 200].map(wait),
        [0, 600, 0, 1_200, 2_400, 86_400]
    );
    // A clock set back does not open the door, and does not close it for years.
    assert_eq!(
        Attempts {
            wrong: 5,
            at_ms: 9_000_000
        }
        .wait_seconds(0),
        600
    );
}

#[test]
fn after_a_change_only_the_new_passphrase_opens() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(matches!(
        open.keeper.change_passphrase(&env, "x", "y"),
        Err(StoreError::WrongPassphrase)
    ));
    open.keeper
        .change_passphrase(&env, PASSPHRASE, "新的口令八位以上")
        .unwrap();
    open.close().unwrap();
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::WrongPassphrase)
    ));
    assert_eq!(
        households(&folder.unlock(&env, "新的口令八位以上").unwrap().store),
        1
    );
}

#[test]
fn a_truncated_replica_is_damaged_at_every_length_and_is_not_written_to() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let path = replica(&folder);
    let whole = std::fs::read(&path).unwrap();
    for length in [
        0,
        1,
        100,
        4_095,
        4_096,
        8_192,
        whole.len() / 2,
        whole.len() - 4_096,
        whole.len() - 1,
    ] {
        std::fs::write(&path, &whole[..length]).unwrap();
        let answer = folder.unlock(&env, PASSPHRASE);
        assert!(
            matches!(answer, Err(StoreError::Damaged(_))),
            "{length} of {}: {answer:?}",
            whole.len()
        );
        assert_eq!(std::fs::read(&path).unwrap(), &whole[..length]);
    }
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
}

#[test]
fn a_replica_that_is_gone_is_damaged_and_no_place_for_a_new_profile() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    std::fs::remove_file(replica(&folder)).unwrap();
    assert!(matches!(folder.state(), State::Damaged(_)));
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::Damaged(_))
    ));
    assert!(matches!(
        folder.begin(&env, PASSPHRASE),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn a_cut_or_changed_key_is_damaged_and_not_a_wrong_passphrase() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let path = dir.path().join(KEY);
    let whole = std::fs::read(&path).unwrap();
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(
            matches!(folder.unlock(&env, PASSPHRASE), Err(StoreError::Damaged(_))),
            "{length}"
        );
    }
    let mut changed = String::from_utf8(whole.clone()).unwrap();
    let at = changed.find("sealed").unwrap() + 12;
    let other = if changed.as_bytes()[at] == b'0' {
        "1"
    } else {
        "0"
    };
    changed.replace_range(at..=at, other);
    std::fs::write(&path, changed).unwrap();
    assert!(matches!(folder.state(), State::Damaged(_)));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(folder.state(), State::Damaged(_)));
    assert_eq!(folder.attempts().left(), 5, "a damaged file costs no try");
    std::fs::write(&path, whole).unwrap();
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        1
    );
}

#[test]
fn an_identity_that_was_changed_is_damaged() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let other = TempDir::new().unwrap();
    made(&env, other.path());
    std::fs::copy(other.path().join(IDENTITY), dir.path().join(IDENTITY)).unwrap();
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn a_second_copy_of_the_program_is_told_so_and_the_first_works_on() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let mut first = folder.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(folder.state(), State::InUse);
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::InUse)
    ));
    assert!(matches!(
        folder.begin(&env, PASSPHRASE),
        Err(StoreError::InUse)
    ));
    save(&env, &mut first.store, "002").unwrap();
    first.close().unwrap();
    assert_eq!(
        households(&folder.unlock(&env, PASSPHRASE).unwrap().store),
        2
    );
}

#[test]
fn a_file_of_a_newer_version_is_left_as_it_is() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    open.store
        .connection()
        .pragma_update(None, "user_version", crate::migrate::VERSION + 1)
        .unwrap();
    open.close().unwrap();
    let before = std::fs::read(replica(&folder)).unwrap();
    let program = crate::migrate::VERSION;
    for _ in 0..2 {
        let answer = folder.unlock(&env, PASSPHRASE);
        assert!(
            matches!(answer, Err(StoreError::Newer { file, program: p }) if file == program + 1 && p == program)
        );
    }
    assert_eq!(std::fs::read(replica(&folder)).unwrap(), before);
}

#[test]
fn a_key_of_a_newer_version_is_told_before_the_passphrase() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    std::fs::write(dir.path().join(KEY), br#"{"version":2,"of":"tomorrow"}"#).unwrap();
    assert_eq!(folder.state(), State::Newer);
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::Newer {
            file: 2,
            program: 1
        })
    ));
}

#[test]
fn a_read_only_folder_is_told_and_not_touched() {
    let (env, mount) = (TestEnv::default(), Mount::of("16m"));
    let folder = made(&env, &mount.path());
    mount.read_only();
    assert_eq!(folder.state(), State::ReadOnly);
    let before = snapshot(&mount.path());
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::ReadOnly(_))
    ));
    assert_eq!(snapshot(&mount.path()), before);
    let fresh = Folder::on_machine(&mount.0.path().join("other"), "machine-1");
    assert!(matches!(
        fresh.begin(&env, PASSPHRASE),
        Err(StoreError::ReadOnly(_))
    ));
}

#[test]
fn on_a_full_disk_a_text_saves_from_the_reserve_and_then_says_so_and_nothing_is_lost() {
    let (env, mount) = (TestEnv::default(), Mount::of("12m"));
    let folder = made(&env, &mount.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(mount.path().join(reserve::FILE).exists());
    mount.fill();

    let mut saved = 1;
    for number in 2..40 {
        save(&env, &mut open.store, &format!("{number:03}")).unwrap();
        saved += 1;
    }
    assert!(
        !mount.path().join(reserve::FILE).exists(),
        "the disk was full indeed"
    );
    let refused =
        (40..100_000).find_map(
            |number| match save(&env, &mut open.store, &number.to_string()) {
                Ok(_) => {
                    saved += 1;
                    None
                }
                Err(error) => Some(error),
            },
        );
    assert!(matches!(refused, Some(StoreError::DiskFull)), "{refused:?}");
    assert_eq!(households(&open.store), saved);
    open.close().unwrap();

    // Full as it is, the person comes in and reads; with room again all is as saved, and writing goes on.
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(households(&open.store), saved);
    drop(open);
    mount.empty();
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(households(&open.store), saved);
    assert_eq!(open.store.last_dseq().unwrap(), saved);
    open.store
        .check(&Scope::of_codes(1, ["431128103201"]))
        .unwrap();
    save(&env, &mut open.store, "last").unwrap();
    assert!(
        mount.path().join(reserve::FILE).exists(),
        "the reserve is made again"
    );
}

#[test]
fn short_of_disk_photos_are_refused_while_texts_still_save() {
    let (env, mount) = (TestEnv::default(), Mount::of("16m"));
    let folder = made(&env, &mount.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    assert!(matches!(
        open.store.put_photo(&env, &[1; 32], &[0; 1_000]),
        Err(StoreError::DiskFull)
    ));
    save(&env, &mut open.store, "002").unwrap();
}

#[test]
fn on_a_full_disk_no_half_profile_is_left() {
    let (env, mount) = (TestEnv::default(), Mount::of("64k"));
    let folder = folder(&mount.path());
    assert!(matches!(
        folder.begin(&env, PASSPHRASE),
        Err(StoreError::DiskFull)
    ));
    assert_eq!(folder.state(), State::None);
    assert!(!mount.path().join(KEY).exists());
}

#[test]
fn an_interrupted_enrolment_goes_on_with_the_same_device_key() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = folder(dir.path());
    let first = folder
        .begin(&env, PASSPHRASE)
        .unwrap()
        .identity
        .public_key();
    assert_eq!(
        folder.state(),
        State::None,
        "nothing to unlock until the county has taken the laptop"
    );
    assert!(matches!(
        folder.unlock(&env, PASSPHRASE),
        Err(StoreError::NoProfile(_))
    ));
    let mut again = folder.begin(&env, PASSPHRASE).unwrap();
    assert_eq!(again.identity.public_key(), first);
    enrol(&env, &mut again);
    drop(again);
    assert_eq!(folder.state(), State::Locked);
    assert!(matches!(
        folder.begin(&env, PASSPHRASE),
        Err(StoreError::ProfileExists(_))
    ));
    assert!(matches!(folder.discard_pending(), Ok(())));
    assert_eq!(
        folder.state(),
        State::Locked,
        "an enrolled profile is never discarded"
    );
}

#[test]
fn an_interrupted_enrolment_with_another_passphrase_starts_anew() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = folder(dir.path());
    let first = folder
        .begin(&env, "one of them")
        .unwrap()
        .identity
        .public_key();
    assert_ne!(
        folder
            .begin(&env, PASSPHRASE)
            .unwrap()
            .identity
            .public_key(),
        first
    );
    folder.discard_pending().unwrap();
    assert_eq!(folder.state(), State::None);
}

fn incarnation(env: &TestEnv, folder: &Folder) -> Id {
    folder
        .unlock(env, PASSPHRASE)
        .unwrap()
        .store
        .incarnation()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.join(DATA)).unwrap();
    for (path, bytes) in snapshot(from) {
        std::fs::write(to.join(path.strip_prefix(from).unwrap()), bytes).unwrap();
    }
}

#[test]
fn a_file_keeps_its_incarnation_from_day_to_day_and_after_a_crash() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let first = incarnation(&env, &folder);
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    save(&env, &mut open.store, "002").unwrap();
    // Dropped without close: as after a power cut.
    drop(open);
    assert_eq!(incarnation(&env, &folder), first);
}

#[test]
fn an_older_a_copied_a_moved_file_and_one_without_a_note_take_a_new_incarnation() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let first = incarnation(&env, &folder);

    let old = dir.path().join("old");
    copy(folder.dir(), &old);
    assert_ne!(
        incarnation(&env, &Folder::on_machine(&old, "machine-1")),
        first,
        "a copy beside it"
    );
    assert_ne!(
        incarnation(&env, &Folder::on_machine(&old, "machine-2")),
        first,
        "another machine"
    );

    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    save(&env, &mut open.store, "002").unwrap();
    open.close().unwrap();
    let note = std::fs::read(folder.path(outside::FILE)).unwrap();
    // The database of an hour ago put back under the note of now.
    let kept = dir.path().join("kept");
    copy(folder.dir(), &kept);
    let before = replica(&Folder::on_machine(&old, "x"));
    std::fs::copy(&before, replica(&folder)).unwrap();
    std::fs::write(folder.path(outside::FILE), note).unwrap();
    assert_ne!(incarnation(&env, &folder), first, "an older file");

    let second = incarnation(&env, &folder);
    assert_eq!(incarnation(&env, &folder), second, "once");
    std::fs::remove_file(folder.path(outside::FILE)).unwrap();
    assert_ne!(incarnation(&env, &folder), second, "no note");
}

#[test]
fn a_backup_restored_elsewhere_holds_the_same_and_writes_under_a_new_incarnation() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let out = dir.path().join("village.zhucun");
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    let backup = open.keeper.backup(&env, &out).unwrap();
    save(&env, &mut open.store, "after it").unwrap();
    let incarnation = open.store.incarnation().unwrap();
    open.close().unwrap();
    assert!(!String::from_utf8_lossy(&std::fs::read(&out).unwrap()).contains("长长长"));

    let other = Folder::on_machine(&dir.path().join("b"), "machine-2");
    assert_eq!(other.restore(&env, &out).unwrap(), backup);
    let open = other.unlock(&env, PASSPHRASE).unwrap();
    assert_eq!(households(&open.store), 1);
    assert_eq!(
        open.store
            .contents(&open.store.scope().unwrap())
            .unwrap()
            .hash,
        backup.hash
    );
    assert_ne!(open.store.incarnation().unwrap(), incarnation);
    assert!(
        matches!(
            folder.restore(&env, &out),
            Err(StoreError::ProfileExists(_))
        ),
        "never over what is there"
    );
}

#[test]
fn a_cut_or_changed_backup_is_refused_and_leaves_nothing() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, &dir.path().join("a"));
    let out = dir.path().join("village.zhucun");
    let open = folder.unlock(&env, PASSPHRASE).unwrap();
    open.keeper.backup(&env, &out).unwrap();
    let whole = std::fs::read(&out).unwrap();
    let mut changed = whole.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let text = String::from_utf8_lossy(&whole[..400]).replace(KEY, "../x.json");
    for bytes in [
        &whole[..0],
        &whole[..100],
        &whole[..last],
        &changed,
        text.as_bytes(),
        b"PK\x03\x04",
    ] {
        std::fs::write(&out, bytes).unwrap();
        let other = Folder::on_machine(&dir.path().join("b"), "machine-2");
        assert!(matches!(
            other.restore(&env, &out),
            Err(StoreError::Damaged(_))
        ));
        assert_eq!(other.state(), State::None);
        assert!(!other.path(KEY).exists());
    }
}

#[test]
fn an_own_log_that_is_whole_says_how_much_it_holds() {
    let (env, dir) = (TestEnv::default(), TempDir::new().unwrap());
    let folder = made(&env, dir.path());
    let mut open = folder.unlock(&env, PASSPHRASE).unwrap();
    save(&env, &mut open.store, "002").unwrap();
    assert_eq!(open.store.check_own_log().unwrap().sets, 2);
    open.store
        .connection()
        .execute("UPDATE mine SET last = 7 WHERE last = 2", [])
        .unwrap();
    assert!(matches!(
        open.store.check_own_log(),
        Err(StoreError::Damaged(_))
    ));
}
