//! Which files the county's rows name, and who may see them: access is decided by the owning row.

use domain::{Id, Place, place::Scope};
use rusqlite::{OptionalExtension, params};
use store::{Store, StoreError};

use crate::blobs::FileHash;

/// Does a photo name this file, deleted or not? A file may arrive after its photo was deleted, and the row revived.
pub fn is_named(store: &Store, hash: &FileHash) -> Result<bool, StoreError> {
    let found = store
        .connection()
        .prepare_cached("SELECT 1 FROM photo WHERE sha256 = ?1 LIMIT 1")?
        .query_row([hash.to_string()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// The media type of a file that a photo in `scope` names.
pub fn media_type(
    store: &Store,
    scope: &Scope,
    hash: &FileHash,
) -> Result<Option<String>, StoreError> {
    let mut statement = store.connection().prepare_cached(
        "SELECT media_type, _place FROM photo WHERE sha256 = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([hash.to_string()])?;
    while let Some(row) = rows.next()? {
        if scope.contains(Place(row.get::<_, i64>(1)? as u64)) {
            return Ok(Some(row.get(0)?));
        }
    }
    Ok(None)
}

/// The file of a photo in `scope`.
pub fn file(
    store: &Store,
    scope: &Scope,
    id: Id,
) -> Result<Option<(FileHash, String)>, StoreError> {
    let found: Option<(String, String, i64)> = store
        .connection()
        .prepare_cached(
            "SELECT sha256, media_type, _place FROM photo WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .query_row(params![id.0.as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(found
        .filter(|(_, _, place)| scope.contains(Place(*place as u64)))
        .and_then(|(hash, media_type, _)| Some((hash.parse().ok()?, media_type))))
}

/// Files that photos in `scope` name, each once.
pub fn named(store: &Store, scope: &Scope) -> Result<Vec<FileHash>, StoreError> {
    let mut statement = store.connection().prepare(
        "SELECT DISTINCT sha256, _place FROM photo WHERE deleted_at IS NULL ORDER BY sha256",
    )?;
    let mut rows = statement.query([])?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next()? {
        if scope.contains(Place(row.get::<_, i64>(1)? as u64)) {
            hashes.extend(row.get::<_, String>(0)?.parse::<FileHash>().ok());
        }
    }
    hashes.dedup();
    Ok(hashes)
}

/// Files and places of photos that were written after entry `seq`.
pub fn named_after(store: &Store, seq: u64) -> Result<Vec<(FileHash, Place)>, StoreError> {
    let mut statement = store.connection().prepare_cached(
        "SELECT sha256, _place FROM photo WHERE _seq > ?1 AND deleted_at IS NULL ORDER BY size_bytes, id",
    )?;
    let mut rows = statement.query([seq as i64])?;
    let mut named = Vec::new();
    while let Some(row) = rows.next()? {
        let hash = row.get::<_, String>(0)?.parse::<FileHash>().ok();
        named.extend(hash.zip(Some(Place(row.get::<_, i64>(1)? as u64))));
    }
    Ok(named)
}
