//! A person's profile on a laptop: one folder with the encrypted replica, its wrapped key and what stands beside it.
//!
//! ```text
//! key.json       the file's random key, wrapped by the passphrase
//! recovery.json  the same key, wrapped by a recovery key that the owner keeps on paper
//! identity.json  who this laptop writes as, its token and secret: sealed with the file's key
//! current        name of the replica in data/ (a new one is named here, never renamed over an open file)
//! data/NAME.sqlite
//! outside.json   what is known without the passphrase, and the note that tells an older or copied file
//! attempts.json  wrong passphrases, and until when to wait
//! lock           held by the one program that has the profile open
//! backups/       made by themselves, a day each
//! restore/ replaced/  while a backup takes this profile's place
//! reserve        given up when the disk is full, so that a text still saves
//! pending        there until enrolment is through: nothing of value is inside yet
//! ```

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use domain::Env;

use crate::{Key, Side, Store, StoreError};

mod attempts;
mod automatic;
mod backup;
mod files;
mod identity;
mod outside;
mod recovery;
mod reserve;
mod restore;
mod wrap;

#[cfg(test)]
mod tests;

pub use attempts::{Attempts, TRIES};
pub use automatic::Automatic;
pub use backup::{Backup, Step, Watch};
pub use files::write_file;
pub use identity::Identity;
pub use outside::Outside;
pub use recovery::RecoveryKey;
pub(crate) use reserve::{PHOTO_ROOM, PULL_ROOM, Room};

const KEY: &str = "key.json";
const IDENTITY: &str = "identity.json";
const CURRENT: &str = "current";
const DATA: &str = "data";
const LOCK: &str = "lock";
const PENDING: &str = "pending";
/// Of SQLCipher.
const PAGE_BYTES: u64 = 4096;

/// What stands in a folder, told without the passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// No profile, or one whose enrolment did not come through.
    None,
    /// One that waits for its passphrase.
    Locked,
    /// A file is cut, overwritten or gone.
    Damaged(String),
    /// Written by a newer program.
    Newer,
    /// The folder cannot be written.
    ReadOnly,
    /// Another program has it open.
    InUse,
}

/// The folder of a profile, opened or not.
#[derive(Debug, Clone)]
pub struct Folder {
    dir: PathBuf,
    machine: String,
}

/// An unlocked profile.
#[derive(Debug)]
pub struct Open {
    /// The replica.
    pub store: Store,
    /// Who it writes as.
    pub identity: Identity,
    /// The folder, held against a second program while this lives.
    pub keeper: Keeper,
}

/// Holds the folder of an unlocked profile.
#[derive(Debug)]
pub struct Keeper {
    folder: Folder,
    key: Key,
    /// Closed, and with it released, when this is dropped.
    _lock: File,
}

impl Folder {
    /// The profile in `dir` as seen from this machine.
    pub fn new(dir: &Path) -> Self {
        Self::on_machine(dir, &crate::system::machine_id())
    }

    /// The same, on a machine named by the caller.
    pub fn on_machine(dir: &Path, machine: &str) -> Self {
        Self {
            dir: dir.to_owned(),
            machine: machine.to_owned(),
        }
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn name(&self) -> String {
        self.dir.display().to_string()
    }

    /// What stands here.
    pub fn state(&self) -> State {
        // Whoever holds the lock finishes it; whatever else is in the way is seen below.
        _ = self.finish_restore(&|_| false);
        if self.is_absent() {
            return State::None;
        }
        match self.look() {
            Ok(()) => State::Locked,
            Err(StoreError::InUse) => State::InUse,
            Err(StoreError::ReadOnly(_)) => State::ReadOnly,
            Err(StoreError::Newer { .. }) => State::Newer,
            Err(error) => State::Damaged(error.to_string()),
        }
    }

    fn is_absent(&self) -> bool {
        // Without a key but with a replica it is a damaged profile, not a place for a new one.
        self.path(PENDING).exists() || (!self.path(KEY).exists() && !self.path(CURRENT).exists())
    }

    fn look(&self) -> Result<(), StoreError> {
        wrap::Wrapped::read(&self.path(KEY))?;
        self.replica()?;
        Outside::read(&self.dir).map_or(Ok(()), |note| note.check_schema())?;
        self.lock().map(drop)
    }

    /// What is known without the passphrase.
    pub fn outside(&self) -> Outside {
        Outside::read(&self.dir).unwrap_or_default()
    }

    /// How many tries are left, and how long to wait.
    pub fn attempts(&self) -> Attempts {
        Attempts::read(&self.dir)
    }

    /// Takes the one lock, or says who stands in the way.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.path(LOCK);
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| match StoreError::io(&path, error) {
                StoreError::ReadOnly(_) => StoreError::ReadOnly(self.name()),
                other => other,
            })?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(std::fs::TryLockError::Error(error)) => Err(StoreError::io(&path, error)),
        }
    }

    /// Path of the replica that `current` names.
    fn replica(&self) -> Result<PathBuf, StoreError> {
        let pointer = self.path(CURRENT);
        let name = std::fs::read_to_string(&pointer)
            .map_err(|error| files::missing_is_damage(&pointer, error))?;
        let name = name.trim();
        let plain = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !plain {
            return Err(StoreError::Damaged(pointer.display().to_string()));
        }
        let path = self.path(DATA).join(format!("{name}.sqlite"));
        // SQLite would take a file without one whole page for a new one, and the person would see nothing recorded.
        match std::fs::metadata(&path) {
            Ok(facts) if facts.len() >= PAGE_BYTES && is_whole(&path, facts.len()) => Ok(path),
            Ok(_) => Err(StoreError::Damaged(path.display().to_string())),
            Err(error) => Err(files::missing_is_damage(&path, error)),
        }
    }

    /// Makes a profile whose enrolment is to come, or goes on with one that was begun with the same passphrase.
    pub fn begin(&self, env: &dyn Env, passphrase: &str) -> Result<Open, StoreError> {
        self.finish_restore(&|place| env.crashes_at(place))?;
        if !self.is_absent() {
            return self.look().and(Err(StoreError::ProfileExists(self.name())));
        }
        std::fs::create_dir_all(self.path(DATA))
            .map_err(|error| StoreError::io(&self.dir, error))?;
        files::only_for_owner(&self.dir)?;
        let lock = self.lock()?;
        if let Some(open) = self.begun(env, passphrase) {
            return Ok(Open {
                keeper: Keeper {
                    _lock: lock,
                    ..open.keeper
                },
                ..open
            });
        }
        self.make(env, passphrase, lock)
    }

    /// What an earlier, interrupted enrolment left, if this passphrase opens it.
    fn begun(&self, env: &dyn Env, passphrase: &str) -> Option<Open> {
        if !self.path(PENDING).exists() {
            return None;
        }
        let key = wrap::Wrapped::read(&self.path(KEY))
            .ok()?
            .open(passphrase)
            .ok()?;
        let identity = Identity::read(&self.dir, &key).ok()?;
        let placeholder = File::open(self.path(PENDING)).ok()?;
        self.load(env, key, identity, placeholder).ok()
    }

    fn make(&self, env: &dyn Env, passphrase: &str, lock: File) -> Result<Open, StoreError> {
        self.clear()?;
        let made = self.fill(env, passphrase);
        match made {
            Ok((store, identity, key)) => Ok(Open {
                store,
                identity,
                keeper: Keeper {
                    folder: self.clone(),
                    key,
                    _lock: lock,
                },
            }),
            Err(error) => {
                _ = self.clear();
                Err(error)
            }
        }
    }

    fn fill(&self, env: &dyn Env, passphrase: &str) -> Result<(Store, Identity, Key), StoreError> {
        write_file(&self.path(PENDING), b"")?;
        let key = wrap::new_key(env);
        write_file(
            &self.path(KEY),
            &wrap::Wrapped::seal(env, &key, passphrase)?.to_json()?,
        )?;
        let identity = Identity::fresh(env);
        identity.write(env, &self.dir, &key)?;
        let name = format!("r{:032x}", env.random());
        let path = self.path(DATA).join(format!("{name}.sqlite"));
        let mut store = Store::open(&path, &key, Side::Laptop)?;
        store.room = Some(Room::of(&self.dir));
        store.renew_incarnation(env)?;
        files::sync_dir(&self.path(DATA))?;
        write_file(&self.path(CURRENT), name.as_bytes())?;
        reserve::fill(&self.dir);
        Outside::default().of(&store, self)?.write(&self.dir)?;
        Ok((store, identity, key))
    }

    /// Forgets an enrolment that the county refused: nothing was recorded.
    pub fn discard_pending(&self) -> Result<(), StoreError> {
        if self.path(PENDING).exists() {
            let _lock = self.lock()?;
            self.clear()?;
        }
        Ok(())
    }

    /// Removes what an unfinished enrolment left. Only ever called while `pending` stands, or before anything does.
    fn clear(&self) -> Result<(), StoreError> {
        if !self.is_absent() {
            return Err(StoreError::ProfileExists(self.name()));
        }
        let was_pending = self.path(PENDING).exists();
        for name in [
            CURRENT,
            IDENTITY,
            KEY,
            recovery::FILE,
            attempts::FILE,
            outside::FILE,
            reserve::FILE,
        ] {
            files::remove(&self.path(name))?;
        }
        if was_pending && let Ok(entries) = std::fs::read_dir(self.path(DATA)) {
            for entry in entries.flatten() {
                files::remove(&entry.path())?;
            }
        }
        files::remove(&self.path(PENDING))
    }

    /// Opens the profile. A wrong passphrase is counted before it is tried, so that an interruption does not help.
    pub fn unlock(&self, env: &dyn Env, passphrase: &str) -> Result<Open, StoreError> {
        self.finish_restore(&|place| env.crashes_at(place))?;
        if self.is_absent() {
            return Err(StoreError::NoProfile(self.name()));
        }
        let wrapped = wrap::Wrapped::read(&self.path(KEY))?;
        self.replica()?;
        let lock = self.lock()?;
        Attempts::count(&self.dir, env.wall_ms())?;
        let key = wrapped.open(passphrase)?;
        Attempts::clear(&self.dir)?;
        let identity = Identity::read(&self.dir, &key)?;
        let open = self.load(env, key, identity, lock)?;
        self.drop_replaced();
        Ok(open)
    }

    fn load(
        &self,
        env: &dyn Env,
        key: Key,
        identity: Identity,
        lock: File,
    ) -> Result<Open, StoreError> {
        let mut store = Store::open(&self.replica()?, &key, Side::Laptop)?;
        store.room = Some(Room::of(&self.dir));
        let note = Outside::read(&self.dir);
        if note
            .as_ref()
            .is_none_or(|note| !note.is_of(&store, self).unwrap_or(false))
        {
            store.from_reserve(|store| store.renew_incarnation(env))?;
        }
        reserve::fill(&self.dir);
        let keeper = Keeper {
            folder: self.clone(),
            key,
            _lock: lock,
        };
        keeper.note(&store)?;
        Ok(Open {
            store,
            identity,
            keeper,
        })
    }
}

impl Keeper {
    /// The folder that is held.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Path of the open replica, for a second, reading connection with [`Keeper::key`].
    pub fn replica(&self) -> Result<PathBuf, StoreError> {
        self.folder.replica()
    }

    /// The replica's key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Notes outside the file how far it is: after each sync and at close. A full disk does not stand in the way.
    pub fn note(&self, store: &Store) -> Result<(), StoreError> {
        let note = self.folder.outside().of(store, &self.folder)?;
        match note.write(&self.folder.dir) {
            Err(StoreError::DiskFull) => Ok(()),
            other => other,
        }
    }

    /// Keeps the identity, sealed; with a token in it the profile is enrolled from now on.
    pub fn keep(
        &self,
        env: &dyn Env,
        identity: &Identity,
        store: &Store,
    ) -> Result<(), StoreError> {
        identity.write(env, &self.folder.dir, &self.key)?;
        let mut note = self.folder.outside().of(store, &self.folder)?;
        note.name.clone_from(&identity.name);
        note.role.clone_from(&identity.role);
        note.area.clone_from(&identity.area);
        note.write(&self.folder.dir)?;
        if identity.is_enrolled() {
            files::remove(&self.folder.path(PENDING))?;
            files::sync_dir(&self.folder.dir)?;
        }
        Ok(())
    }

    /// Tells the place's name to those who stand before the locked program.
    pub fn tell_place(&self, place: &str) -> Result<(), StoreError> {
        let mut note = self.folder.outside();
        if note.place == place {
            return Ok(());
        }
        place.clone_into(&mut note.place);
        note.write(&self.folder.dir)
    }

    /// Tells type size and language to the screens before the passphrase.
    pub fn tell_look(&self, type_size: &str, language: &str) -> Result<(), StoreError> {
        let mut note = self.folder.outside();
        if note.type_size == type_size && note.language == language {
            return Ok(());
        }
        type_size.clone_into(&mut note.type_size);
        language.clone_into(&mut note.language);
        note.write(&self.folder.dir)
    }

    /// Wraps the same key by another passphrase. Whoever sits before an open laptop has no more tries at the old one
    /// than before a locked one. After an interruption the old or the new passphrase opens, never neither.
    pub fn change_passphrase(&self, env: &dyn Env, old: &str, new: &str) -> Result<(), StoreError> {
        self.prove(env, old)?;
        let sealed = wrap::Wrapped::seal(env, &self.key, new)?;
        files::write_key(env, &self.folder.path(KEY), &sealed.to_json()?)
    }

    /// Is this the passphrase? A wrong one is counted before it is tried.
    fn prove(&self, env: &dyn Env, passphrase: &str) -> Result<(), StoreError> {
        let wrapped = wrap::Wrapped::read(&self.folder.path(KEY))?;
        Attempts::count(&self.folder.dir, env.wall_ms())?;
        let key = wrapped.open(passphrase)?;
        Attempts::clear(&self.folder.dir)?;
        if *key == *self.key {
            return Ok(());
        }
        Err(StoreError::Damaged(KEY.to_owned()))
    }

    /// How much room the file takes, and how much is left.
    pub fn space(&self) -> Result<Space, StoreError> {
        let replica = self.replica()?;
        let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |facts| facts.len());
        Ok(Space {
            file_bytes: bytes(&replica) + bytes(&log_of(&replica)),
            free_bytes: fs4::available_space(&self.folder.dir).ok(),
        })
    }

    /// Ends the work: a short write-ahead log, and the note.
    pub fn close(self, store: Store) -> Result<(), StoreError> {
        // On a full disk the log stays long; all of it is durable.
        match store.checkpoint() {
            Ok(()) | Err(StoreError::DiskFull) => {}
            Err(error) => return Err(error),
        }
        self.note(&store)?;
        drop(store);
        Ok(())
    }
}

/// What a profile takes up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Space {
    /// The encrypted file, with the write-ahead log beside it.
    pub file_bytes: u64,
    /// Free on its disk; nothing where the machine does not say.
    pub free_bytes: Option<u64>,
}

impl Open {
    /// See [`Keeper::close`].
    pub fn close(self) -> Result<(), StoreError> {
        self.keeper.close(self.store)
    }
}

/// SQLite fills up a last page that was cut and fails only when it is read. With a write-ahead log beside it the page
/// may be whole there: the power went in the middle of its copy.
fn is_whole(replica: &Path, bytes: u64) -> bool {
    let log = std::fs::metadata(log_of(replica));
    bytes.is_multiple_of(PAGE_BYTES) || log.is_ok_and(|facts| facts.len() > 0)
}

/// The write-ahead log beside a replica.
fn log_of(replica: &Path) -> PathBuf {
    let mut log = replica.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}
