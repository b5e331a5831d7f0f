//! The county's file in this process: one writer, a few readers beside it, and every account in its log. Nobody waits
//! without end: who finds all of them lent out for too long is told to come again.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::Env;
use store::{
    Store, StoreError,
    county::{County, Reader},
};

use crate::{
    data::{DataError, DataFolder},
    db::{DbError, ServerDb},
    registry,
};

/// How long one waits for the writer: a push of thousands takes a second or two.
const FOR_THE_WRITER: Duration = Duration::from_secs(8);
const FOR_A_READER: Duration = Duration::from_secs(5);
/// Each keeps pages of its own in memory; more than processors gain nothing.
const READERS_MAX: usize = 4;

/// Why the county's file was not worked on.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    #[error("The county is busy")]
    Busy,
    #[error(transparent)]
    Store(StoreError),
    #[error(transparent)]
    Db(DbError),
    #[error(transparent)]
    Data(#[from] DataError),
}

impl From<StoreError> for ReplicaError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InUse => Self::Busy,
            error => Self::Store(error),
        }
    }
}

impl From<DbError> for ReplicaError {
    fn from(error: DbError) -> Self {
        if error.is_busy() {
            Self::Busy
        } else {
            Self::Db(error)
        }
    }
}

impl From<registry::RegistryError> for ReplicaError {
    fn from(error: registry::RegistryError) -> Self {
        match error {
            registry::RegistryError::Db(error) => error.into(),
            registry::RegistryError::Store(error) => error.into(),
        }
    }
}

/// The county's file, open.
pub struct Replica {
    writer: Shelf<County>,
    readers: Shelf<Reader>,
    db: Arc<ServerDb>,
    env: Arc<dyn Env>,
    /// Of `server.sqlite` when its accounts were last looked at.
    accounts_version: AtomicI64,
}

impl Replica {
    /// Opens the file, and writes into the log what other processes did to accounts meanwhile.
    pub fn open(
        data: &DataFolder,
        env: &Arc<dyn Env>,
        db: &Arc<ServerDb>,
    ) -> Result<Self, ReplicaError> {
        let (path, key) = (data.county_file(), data.keys()?.replica);
        let county = County::open(&path, &key)?;
        let count = std::thread::available_parallelism().map_or(2, usize::from);
        let readers = (0..count.clamp(2, READERS_MAX))
            .map(|_| Reader::open(&path, &key, &county))
            .collect::<Result<_, _>>()?;
        let replica = Self {
            writer: Shelf::of(vec![county]),
            readers: Shelf::of(readers),
            db: Arc::clone(db),
            env: Arc::clone(env),
            accounts_version: AtomicI64::new(-1),
        };
        replica.write(|_| Ok::<_, ReplicaError>(()))?;
        Ok(replica)
    }

    /// Accounts and devices.
    pub fn db(&self) -> &ServerDb {
        &self.db
    }

    /// Time and chance.
    pub fn env(&self) -> &dyn Env {
        &*self.env
    }

    /// Works on the county with all accounts in its log.
    pub fn write<T, E: From<ReplicaError>>(
        &self,
        work: impl FnOnce(&mut County) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = self.writer.lend(FOR_THE_WRITER, |county| {
            self.note_accounts(county)?;
            work(county)
        });
        done.unwrap_or_else(|| Err(ReplicaError::Busy.into()))
    }

    /// Reads the tables beside whoever writes. Accounts that another process has just added come in on the way,
    /// unless the writer is at work.
    pub fn read<T, E: From<ReplicaError>>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.accounts_changed()? {
            self.writer
                .lend(Duration::ZERO, |county| self.note_accounts(county))
                .transpose()?;
        }
        let done = self
            .readers
            .lend(FOR_A_READER, |reader| work(reader.store()));
        done.unwrap_or_else(|| Err(ReplicaError::Busy.into()))
    }

    /// Reads log and tables at one head, with all accounts in the log: a laptop that was enrolled just now finds its
    /// own grant.
    pub fn read_log<T, E: From<ReplicaError> + From<StoreError>>(
        &self,
        work: impl FnOnce(&County) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.accounts_changed()? {
            self.write(|_| Ok::<_, ReplicaError>(()))?;
        }
        let done = self
            .readers
            .lend(FOR_A_READER, |reader| reader.at_one_head(work));
        done.unwrap_or_else(|| Err(ReplicaError::Busy.into()))
    }

    /// Has another process committed something, such as `account add`?
    fn accounts_changed(&self) -> Result<bool, ReplicaError> {
        Ok(self.db.version()? != self.accounts_version.load(Ordering::Acquire))
    }

    fn note_accounts(&self, county: &mut County) -> Result<(), ReplicaError> {
        let version = self.db.version()?;
        if version != self.accounts_version.load(Ordering::Acquire) {
            registry::publish(county, &*self.env, &self.db)?;
            self.accounts_version.store(version, Ordering::Release);
        }
        Ok(())
    }
}

/// Things that are lent out to one at a time.
struct Shelf<T> {
    here: Mutex<Vec<T>>,
    returned: Condvar,
}

impl<T> Shelf<T> {
    fn of(things: Vec<T>) -> Self {
        Self {
            here: Mutex::new(things),
            returned: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on one of them; nothing if none came back in time.
    fn lend<R>(&self, patience: Duration, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let (mut here, _) = self
            .returned
            .wait_timeout_while(self.lock(), patience, |here| here.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        let mut thing = here.pop()?;
        drop(here);
        // It goes back also after a panic: the store has rolled back what was begun.
        let worked = catch_unwind(AssertUnwindSafe(|| work(&mut thing)));
        self.lock().push(thing);
        self.returned.notify_one();
        Some(worked.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::{
        accounts::{self, tests::added},
        data,
        db::tests::TestEnv,
    };

    struct Rig {
        replica: Replica,
        data: DataFolder,
        _folder: tempfile::TempDir,
    }

    fn rig() -> Rig {
        let folder = tempfile::tempdir().unwrap();
        let env = Arc::new(TestEnv::new(1));
        let county = data::County {
            code: "431128".into(),
            name: "新田县".into(),
            created_at: 1,
        };
        let data = DataFolder::init(&folder.path().join("county"), county, &*env).unwrap();
        let db = Arc::new(ServerDb::create(&data.server_file()).unwrap());
        added(&db, &env, "zhang", "first_secretary", "431128103202");
        let env: Arc<dyn Env> = env;
        let replica = Replica::open(&data, &env, &db).unwrap();
        Rig {
            replica,
            data,
            _folder: folder,
        }
    }

    fn people(replica: &Replica) -> u64 {
        replica
            .read_log::<_, Failed>(|county| {
                let everywhere = domain::place::Scope::of_codes(1, ["431128"]);
                Ok(county.store().contents(&everywhere)?.tables["person"].rows)
            })
            .unwrap()
    }

    #[derive(Debug, thiserror::Error)]
    enum Failed {
        #[error(transparent)]
        Replica(#[from] ReplicaError),
        #[error(transparent)]
        Store(#[from] StoreError),
    }

    #[test]
    fn reads_answer_while_the_writer_is_held_and_see_what_is_committed() {
        let rig = rig();
        let (replica, env) = (&rig.replica, rig.replica.env());
        let (go, wait) = mpsc::channel::<()>();
        let (held, is_held) = mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                replica
                    .write::<_, Failed>(|county| {
                        let head = county.head();
                        let seen = county.store().contents(&domain::place::Scope::default())?;
                        held.send(()).unwrap();
                        wait.recv().unwrap();
                        drop(seen);
                        county.write(
                            env,
                            domain::Id::nil(),
                            head,
                            Vec::new(),
                            domain::About::default(),
                        )?;
                        Ok(())
                    })
                    .unwrap();
            });
            is_held.recv().unwrap();
            assert_eq!(people(replica), 1);
            assert!(
                replica
                    .read::<_, ReplicaError>(|store| Ok(store.incarnation()?))
                    .is_ok()
            );
            go.send(()).unwrap();
        });
        assert_eq!(people(replica), 1);
    }

    #[test]
    fn an_account_that_another_process_adds_is_in_the_log_when_a_laptop_asks() {
        let rig = rig();
        let other = ServerDb::open(&rig.data.server_file()).unwrap();
        let mut li = accounts::tests::new_account("wangwu", "member", "431128103202");
        li.person_id = domain::Id::v7(2, 2);
        accounts::add(&other, &TestEnv::new(2), li, |_| true).unwrap();
        assert_eq!(people(&rig.replica), 2);
    }

    #[test]
    fn who_waits_too_long_is_told_and_a_panic_takes_nothing_off_the_shelf() {
        let shelf = Shelf::of(vec![1]);
        let inside = shelf.lend(Duration::ZERO, |_| {
            shelf.lend(Duration::from_millis(20), |_| ())
        });
        assert_eq!(inside, Some(None));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            shelf.lend(Duration::ZERO, |_| panic!("planted"))
        }));
        assert!(panicked.is_err());
        assert_eq!(shelf.lend(Duration::ZERO, |thing| *thing), Some(1));
    }

    #[test]
    fn a_panic_inside_a_save_leaves_the_county_writable() {
        let rig = rig();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            rig.replica.write::<(), Failed>(|county| {
                Ok(county
                    .store_mut()
                    .transact(rig.replica.env(), |_| panic!("planted"))?)
            })
        }));
        assert!(panicked.is_err());
        let saved = rig.replica.write::<_, Failed>(|county| {
            let draft = ("visit", "h");
            Ok(county
                .store_mut()
                .save_draft(rig.replica.env(), "zhang", draft, "{}", 0)?)
        });
        assert!(saved.is_ok(), "{saved:?}");
    }
}
