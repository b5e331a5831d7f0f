//! A profile made of a backup. What stood in the folder is put aside and goes only when the restored one has opened.
//!
//! ```text
//! restore/        the backup unpacked, looked through with its own passphrase
//! restore/ready   it is whole: from here on the change is finished, whoever interrupts it
//! restore/aside   all that stood in the folder has been moved to replaced/
//! replaced/       what stood there before
//! ```

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use domain::Env;

use super::{
    CURRENT, DATA, Folder, IDENTITY, Identity, KEY, Open, Outside, PENDING, State, attempts,
    backup::{Backup, Head, Watch, read, room},
    files, outside, recovery, wrap, write_file,
};
use crate::{Side, Store, StoreError};

const RESTORE: &str = "restore";
const READY: &str = "ready";
const ASIDE: &str = "aside";
const REPLACED: &str = "replaced";
/// What makes a profile, beside its replica.
const PARTS: [&str; 7] = [
    KEY,
    IDENTITY,
    CURRENT,
    recovery::FILE,
    outside::FILE,
    attempts::FILE,
    PENDING,
];
const SLACK_BYTES: u64 = 8 * 1024 * 1024;

/// Takes the files of a backup, one after the other.
pub(super) trait Sink {
    fn begin(&mut self, name: &str) -> Result<(), StoreError>;
    fn take(&mut self, chunk: &[u8]) -> Result<(), StoreError>;
    fn end(&mut self) -> Result<(), StoreError>;
}

/// Keeps nothing: a backup that is only looked through.
pub(super) struct Kept;

impl Sink for Kept {
    fn begin(&mut self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn take(&mut self, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }
    fn end(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Writes them below `dir`, the replica under `name`: in the folder there may be one of its old name.
struct Unpacked {
    dir: PathBuf,
    name: String,
    open: Option<(PathBuf, File)>,
}

impl Unpacked {
    fn path(&self, name: &str) -> PathBuf {
        if name.starts_with(DATA) {
            self.dir.join(DATA).join(format!("{}.sqlite", self.name))
        } else {
            self.dir.join(name)
        }
    }
}

impl Sink for Unpacked {
    fn begin(&mut self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        let file = File::create(&path).map_err(|error| StoreError::io(&path, error))?;
        self.open = Some((path, file));
        Ok(())
    }
    fn take(&mut self, chunk: &[u8]) -> Result<(), StoreError> {
        match &mut self.open {
            Some((path, file)) => file
                .write_all(chunk)
                .map_err(|error| StoreError::io(path, error)),
            None => Ok(()),
        }
    }
    fn end(&mut self) -> Result<(), StoreError> {
        match self.open.take() {
            Some((path, file)) => file
                .sync_all()
                .map_err(|error| StoreError::io(&path, error)),
            None => Ok(()),
        }
    }
}

fn told(head: &Head) -> Backup {
    Backup {
        hash: head.hash.clone(),
        rows: head.rows,
        made_at_ms: head.made_at_ms,
    }
}

impl Folder {
    /// Makes a profile of a backup, where there is none.
    pub fn restore(&self, env: &dyn Env, from: &Path) -> Result<Backup, StoreError> {
        if self.state() != State::None {
            return Err(StoreError::ProfileExists(self.name()));
        }
        std::fs::create_dir_all(self.path(DATA))
            .map_err(|error| StoreError::io(self.dir(), error))?;
        files::only_for_owner(self.dir())?;
        let _lock = self.lock()?;
        self.clear()?;
        write_file(&self.path(PENDING), b"")?;
        match Self::unpack(env, from, self.dir(), &mut |_, _, _| true) {
            Ok(backup) => {
                files::sync_dir(&self.path(DATA))?;
                files::remove(&self.path(PENDING))?;
                files::sync_dir(self.dir())?;
                Ok(backup)
            }
            Err(error) => {
                _ = self.clear();
                Err(error)
            }
        }
    }

    /// Puts a backup in the place of this profile and opens it by the passphrase of its day. Only the same person's,
    /// and only where nothing waits for the county: `person` is who the profile belongs to, unknown where it is
    /// damaged. What stood there is put back when the restored one does not open.
    pub fn restore_over(
        &self,
        env: &dyn Env,
        from: &Path,
        passphrase: &str,
        person: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<Open, StoreError> {
        let state = self.state();
        if state == State::None {
            std::fs::create_dir_all(self.path(DATA))
                .map_err(|error| StoreError::io(self.dir(), error))?;
            files::only_for_owner(self.dir())?;
        }
        let is_damaged = matches!(state, State::Damaged(_));
        let pending = self.outside().pending;
        if pending > 0 && !is_damaged && state != State::None {
            return Err(StoreError::Unsent(pending));
        }
        let lock = self.lock()?;
        let staged = self.stage(env, from, passphrase, person, watch);
        let (key, identity) = match staged {
            Ok(staged) => staged,
            Err(error) => {
                _ = std::fs::remove_dir_all(self.path(RESTORE));
                return Err(error);
            }
        };
        self.keep_apart(env)?;
        write_file(&self.path(RESTORE).join(READY), b"")?;
        if env.crashes_at("restore_ready") {
            return Err(StoreError::Crashed("restore_ready"));
        }
        self.settle(&|place| env.crashes_at(place))?;
        match self.load(env, key, identity, lock) {
            Ok(open) => {
                // Of a damaged file nobody knows what was in it: it stays aside.
                if !is_damaged {
                    _ = std::fs::remove_dir_all(self.path(REPLACED));
                }
                Ok(open)
            }
            Err(error) => {
                self.put_back()?;
                Err(error)
            }
        }
    }

    fn stage(
        &self,
        env: &dyn Env,
        from: &Path,
        passphrase: &str,
        person: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<(crate::Key, Identity), StoreError> {
        let stage = self.path(RESTORE);
        remove_tree(&stage)?;
        let bytes = std::fs::metadata(from)
            .map_err(|error| StoreError::io(from, error))?
            .len();
        room(self.dir(), bytes + SLACK_BYTES)?;
        std::fs::create_dir_all(stage.join(DATA)).map_err(|error| StoreError::io(&stage, error))?;
        Self::unpack(env, from, &stage, watch)?;
        let bad = |error: StoreError| match error {
            StoreError::Damaged(_) => StoreError::Damaged(from.display().to_string()),
            other => other,
        };
        let wrapped = wrap::Wrapped::read(&stage.join(KEY)).map_err(bad)?;
        let key = wrapped.open(passphrase)?;
        let identity = Identity::read(&stage, &key).map_err(bad)?;
        if person.is_some_and(|person| person != identity.person) {
            return Err(StoreError::AnotherPerson(identity.name));
        }
        let staged = Folder::on_machine(&stage, &self.machine);
        let store =
            Store::open(&staged.replica().map_err(bad)?, &key, Side::Laptop).map_err(bad)?;
        store.check(&store.scope()?).map_err(bad)?;
        store.check_own_log().map_err(bad)?;
        store.checkpoint()?;
        drop(store);
        files::sync_dir(&stage.join(DATA))?;
        files::sync_dir(&stage)?;
        Ok((key, identity))
    }

    /// Below `dir`, the replica under a name that nothing here has had.
    fn unpack(
        env: &dyn Env,
        from: &Path,
        dir: &Path,
        watch: Watch<'_>,
    ) -> Result<Backup, StoreError> {
        let name = format!("r{:032x}", env.random());
        let mut sink = Unpacked {
            dir: dir.to_owned(),
            name: name.clone(),
            open: None,
        };
        let head = read(from, &mut sink, watch)?;
        write_file(&dir.join(CURRENT), name.as_bytes())?;
        Ok(told(&head))
    }

    /// Finishes a restore that was interrupted after its backup was found whole. Every step may be done again.
    pub(super) fn settle(&self, crashes: &dyn Fn(&'static str) -> bool) -> Result<(), StoreError> {
        let (stage, aside) = (self.path(RESTORE), self.path(REPLACED));
        if !stage.join(READY).exists() {
            return Ok(());
        }
        if !stage.join(ASIDE).exists() {
            std::fs::create_dir_all(aside.join(DATA))
                .map_err(|error| StoreError::io(&aside, error))?;
            for name in PARTS {
                move_file(&self.path(name), &aside.join(name))?;
                if crashes("restore_aside") {
                    return Err(StoreError::Crashed("restore_aside"));
                }
            }
            move_all(&self.path(DATA), &aside.join(DATA))?;
            write_file(&stage.join(ASIDE), b"")?;
        }
        std::fs::create_dir_all(self.path(DATA))
            .map_err(|error| StoreError::io(self.dir(), error))?;
        move_all(&stage.join(DATA), &self.path(DATA))?;
        for name in PARTS {
            move_file(&stage.join(name), &self.path(name))?;
            if crashes("restore_moved") {
                return Err(StoreError::Crashed("restore_moved"));
            }
        }
        files::sync_dir(&self.path(DATA))?;
        files::sync_dir(self.dir())?;
        // This mark first: without it what still lies there is rubbish.
        files::remove(&stage.join(READY))?;
        files::sync_dir(&stage)?;
        remove_tree(&stage)
    }

    /// The same for whoever comes to the folder next.
    pub(super) fn finish_restore(
        &self,
        crashes: &dyn Fn(&'static str) -> bool,
    ) -> Result<(), StoreError> {
        if !self.path(RESTORE).join(READY).exists() {
            return Ok(());
        }
        let _lock = self.lock()?;
        self.settle(crashes)
    }

    /// A restored profile has opened: what stood there before goes, unless something in it waited for the county.
    pub(super) fn drop_replaced(&self) {
        let aside = self.path(REPLACED);
        if Outside::read(&aside).is_some_and(|note| note.pending == 0) {
            _ = std::fs::remove_dir_all(aside);
        }
    }

    /// Looks through a backup as [`Folder::restore_over`] would, and changes nothing.
    pub fn look_through(
        &self,
        env: &dyn Env,
        from: &Path,
        passphrase: &str,
        person: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<(), StoreError> {
        let staged = self.stage(env, from, passphrase, person, watch);
        remove_tree(&self.path(RESTORE))?;
        staged.map(drop)
    }

    fn put_back(&self) -> Result<(), StoreError> {
        let (stage, aside) = (self.path(RESTORE), self.path(REPLACED));
        remove_tree(&stage)?;
        std::fs::rename(&aside, &stage).map_err(|error| StoreError::io(&aside, error))?;
        write_file(&stage.join(READY), b"")?;
        self.settle(&|_| false)?;
        remove_tree(&aside)
    }

    /// What an earlier restore has put aside and nobody dared to remove gets a name of its own.
    fn keep_apart(&self, env: &dyn Env) -> Result<(), StoreError> {
        let aside = self.path(REPLACED);
        if aside.exists() {
            let apart = self.path(&format!("{REPLACED}-{}", env.wall_ms()));
            std::fs::rename(&aside, &apart).map_err(|error| StoreError::io(&aside, error))?;
        }
        Ok(())
    }
}

fn move_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(from, error))
        }
        _ => Ok(()),
    }
}

fn move_all(from: &Path, to: &Path) -> Result<(), StoreError> {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        move_file(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove_tree(dir: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(dir, error))
        }
        _ => Ok(()),
    }
}
