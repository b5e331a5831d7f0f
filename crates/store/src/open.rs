//! Opening a replica's file, and the one way to write to it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
};

use domain::{Env, Id};
use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::{StoreError, meta, migrate, search::Touched};

/// Which side of the exchange a replica is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Holds own undecided sets on top of what it pulled.
    Laptop,
    /// Decides, and holds the log.
    County,
}

/// One replica.
#[derive(Debug)]
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) side: Side,
    /// The households in memory; follows the tables by itself.
    pub(crate) index: crate::search::Index,
    /// What its lists counted last.
    pub(crate) lists: crate::query::further::Lists,
    /// What the open transaction writes of what the index holds.
    pub(crate) touched: Touched,
    /// Where its reserve is; a replica without a profile has none.
    pub(crate) room: Option<crate::profile::Room>,
}

/// The key of a file: 32 random bytes, never derived from a passphrase itself.
pub type Key = Zeroizing<[u8; 32]>;

const CACHE_KIB: i64 = 32 * 1024;
const JOURNAL_BYTES_MAX: i64 = 16 * 1024 * 1024;

impl Store {
    /// Opens or makes the encrypted file at `path`.
    pub fn open(path: &Path, key: &Key, side: Side) -> Result<Self, StoreError> {
        let conn = Connection::open(path).map_err(|error| named(error.into(), path))?;
        let hex = Zeroizing::new(hex::encode(key.as_slice()));
        let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
        conn.execute_batch(&pragma)?;
        Self::prepare(conn, side).map_err(|error| named(error, path))
    }

    /// A replica in memory: for tests and the simulator.
    pub fn in_memory(side: Side) -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, side)
    }

    /// A second, reading connection to the same file: it never waits for the writer, nor the writer for it.
    pub fn open_reader(path: &Path, key: &Key, side: Side) -> Result<Self, StoreError> {
        let store = Self::open(path, key, side)?;
        store.conn.pragma_update(None, "query_only", true)?;
        Ok(store)
    }

    fn prepare(mut conn: Connection, side: Side) -> Result<Self, StoreError> {
        conn.busy_timeout(std::time::Duration::from_secs(5))?;
        // Reading the first page proves the key before anything is written.
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        conn.pragma_update(None, "foreign_keys", false)?;
        conn.pragma_update(None, "journal_size_limit", JOURNAL_BYTES_MAX)?;
        conn.set_prepared_statement_cache_capacity(256);
        migrate::migrate(&mut conn)?;
        Ok(Self {
            conn,
            side,
            index: crate::search::Index::default(),
            lists: crate::query::further::Lists::default(),
            touched: Touched::default(),
            room: None,
        })
    }

    /// The bare connection, for queries of this crate's `query` and `report`.
    pub fn connection(&self) -> &Connection {
        &self.conn
    }

    /// Runs `work` in one transaction: all of it is in the file and synced when this returns, or nothing is.
    pub fn transact<T>(
        &mut self,
        env: &dyn Env,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        self.touched.forget();
        // A transaction left open by a panic would refuse every later save.
        let worked = catch_unwind(AssertUnwindSafe(|| work(self))).unwrap_or_else(|panic| {
            self.rollback();
            resume_unwind(panic)
        });
        match worked {
            Ok(value) => {
                if env.crashes_at("before_commit") {
                    self.rollback();
                    return Err(StoreError::Crashed("before_commit"));
                }
                let committed = self
                    .conn
                    .prepare_cached("COMMIT")
                    .and_then(|mut commit| commit.execute([]));
                if let Err(error) = committed {
                    self.rollback();
                    return Err(error.into());
                }
                self.index.committed(&self.touched);
                if env.crashes_at("after_commit") {
                    return Err(StoreError::Crashed("after_commit"));
                }
                Ok(value)
            }
            Err(error) => {
                self.rollback();
                Err(error)
            }
        }
    }

    /// A full disk may have rolled back already.
    fn rollback(&self) {
        if !self.conn.is_autocommit() {
            _ = self.conn.execute_batch("ROLLBACK");
        }
    }

    /// Which life of the file this is.
    pub fn incarnation(&self) -> Result<Id, StoreError> {
        Ok(meta::id(&self.conn, meta::INCARNATION)?.unwrap_or_default())
    }

    /// Shrinks the write-ahead log: when idle, before a backup, at close.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn named(error: StoreError, path: &Path) -> StoreError {
    let path = path.display().to_string();
    match error {
        StoreError::Damaged(_) => StoreError::Damaged(path),
        StoreError::ReadOnly(_) => StoreError::ReadOnly(path),
        other => other,
    }
}
