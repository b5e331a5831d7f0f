//! Brings a file up to this program's schema: forward only, one transaction each.

use rusqlite::Connection;

use crate::StoreError;

/// All migrations in order; the number of those done is the file's `user_version`.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/replica/0001_records.sql"),
    include_str!("../../../migrations/replica/0002_log.sql"),
    include_str!("../../../migrations/replica/0003_search.sql"),
];

/// The schema that this program reads and writes.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > VERSION {
        return Err(StoreError::Newer { file: version, program: VERSION });
    }
    for number in version..VERSION {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        tx.execute_batch(MIGRATIONS[number as usize])?;
        tx.pragma_update(None, "user_version", number + 1)?;
        tx.commit()?;
    }
    Ok(())
}
