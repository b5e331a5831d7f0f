//! `server.sqlite`: accounts, laptops, sessions and uploads. Several processes may have it open at once, so that
//! `account add` works while the server runs. The county's records and log are not here.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

const MIGRATIONS: &[&str] = &[include_str!(
    "../../../migrations/server/sqlite/0001_accounts.sql"
)];

/// How long one process waits for another's transaction.
const BUSY: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(
        "This file was written by a newer program (schema {found}), and this one reads up to {known}"
    )]
    Newer { found: usize, known: usize },
    #[error("There is no {0}")]
    Missing(String),
}

impl DbError {
    /// Another process wrote for longer than one waits.
    pub fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _))
                if matches!(failure.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
    }
}

/// The open file.
#[derive(Debug)]
pub struct ServerDb {
    connection: Mutex<Connection>,
}

impl ServerDb {
    /// Makes the file; it must not exist yet.
    pub fn create(path: &Path) -> Result<Self, DbError> {
        crate::data::create_private(path)
            .map_err(|_| DbError::Missing(path.display().to_string()))?;
        Self::open(path)
    }

    /// Opens a file that exists, and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, DbError> {
        if !path.is_file() {
            return Err(DbError::Missing(path.display().to_string()));
        }
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        Self::prepare(connection)
    }

    /// A database that ends with the process.
    pub fn in_memory() -> Result<Self, DbError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, DbError> {
        connection.busy_timeout(BUSY)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Changes when another process has committed, such as `account add`.
    pub fn version(&self) -> Result<i64, DbError> {
        self.read(|c| Ok(c.query_row("PRAGMA data_version", [], |row| row.get(0))?))
    }

    /// Reads.
    pub fn read<T, E: From<rusqlite::Error>>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        read(&connection)
    }

    /// Writes in one transaction, which is rolled back if `write` fails.
    pub fn write<T, E: From<rusqlite::Error>>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Immediate: the lock is taken before the first read, so no writer finds its reads outdated.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = write(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

fn migrate(connection: &mut Connection) -> Result<(), DbError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 =
        transaction.query_row("SELECT user_version FROM pragma_user_version", [], |row| {
            row.get(0)
        })?;
    let found = found as usize;
    if found > MIGRATIONS.len() {
        return Err(DbError::Newer {
            found,
            known: MIGRATIONS.len(),
        });
    }
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(found) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", index as u32 + 1)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

    use domain::Env;

    use super::*;

    /// A clock that stands until it is moved, and chance from a seed.
    pub(crate) struct TestEnv {
        pub(crate) now_ms: AtomicI64,
        state: AtomicU64,
    }

    impl TestEnv {
        pub(crate) fn new(seed: u64) -> Self {
            Self {
                now_ms: AtomicI64::new(1_538_300_000_000),
                state: AtomicU64::new(seed),
            }
        }

        pub(crate) fn pass(&self, ms: i64) {
            self.now_ms.fetch_add(ms, Ordering::SeqCst);
        }

        fn next(&self) -> u64 {
            // splitmix64
            let mut z = self
                .state
                .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst)
                .wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        }
    }

    impl Env for TestEnv {
        fn wall_ms(&self) -> i64 {
            self.now_ms.load(Ordering::SeqCst)
        }

        fn random(&self) -> u128 {
            (u128::from(self.next()) << 64) | u128::from(self.next())
        }
    }

    #[test]
    fn a_file_of_a_newer_program_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.sqlite");
        let db = ServerDb::create(&path).unwrap();
        db.write::<_, DbError>(|tx| Ok(tx.pragma_update(None, "user_version", 99)?))
            .unwrap();
        drop(db);
        assert!(matches!(
            ServerDb::open(&path),
            Err(DbError::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn a_file_that_is_not_there_is_not_made_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.sqlite");
        assert!(matches!(ServerDb::open(&path), Err(DbError::Missing(_))));
        assert!(!path.exists());
    }

    #[test]
    fn opening_twice_keeps_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.sqlite");
        let first = ServerDb::create(&path).unwrap();
        let second = ServerDb::open(&path).unwrap();
        first
            .write::<_, DbError>(|tx| Ok(tx.execute("INSERT INTO blob VALUES (x'00', 5, 7)", [])?))
            .unwrap();
        let size: i64 = second
            .read::<_, DbError>(|c| {
                Ok(c.query_row("SELECT size_bytes FROM blob", [], |row| row.get(0))?)
            })
            .unwrap();
        assert_eq!(size, 5);
    }
}
