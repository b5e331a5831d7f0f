//! Unfinished uploads: a row says what is to come, a file in the folder is what has come. Its length is the offset,
//! so a cut or a crash loses nothing that was written, and damage shows at the SHA-256 of the whole.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use domain::{Env, Id};
use rusqlite::{OptionalExtension, params};

use crate::{
    blobs::FileHash,
    db::{DbError, ServerDb},
};

/// Unfinished uploads are dropped after this long; the laptop begins again.
const KEPT_MS: i64 = 14 * 86_400_000;

/// A file that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Upload {
    pub id: Id,
    pub hash: FileHash,
    pub size: u64,
    pub done: bool,
    pub created_at_ms: i64,
}

impl Upload {
    /// From when on it may be dropped; the laptop begins again.
    pub(super) fn expires_at_ms(&self) -> i64 {
        self.created_at_ms.saturating_add(KEPT_MS)
    }
}

/// The folder, and which uploads are being written to at this moment.
#[derive(Debug)]
pub(super) struct Uploads {
    folder: PathBuf,
    busy: Mutex<BTreeSet<Id>>,
}

impl Uploads {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            busy: Mutex::new(BTreeSet::new()),
        }
    }

    pub(super) fn path(&self, id: Id) -> PathBuf {
        self.folder.join(format!("{id}.part"))
    }

    /// The upload for this one writer, until the turn is dropped.
    pub(super) fn turn(&self, id: Id) -> Option<Turn<'_>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        // Made only when it is given: one that is let go at once would take the other's turn with it, and wait for this
        // very lock.
        busy.insert(id).then(|| Turn { uploads: self, id })
    }

    /// How many bytes have come.
    pub(super) fn offset(&self, upload: &Upload) -> u64 {
        if upload.done {
            return upload.size;
        }
        fs::metadata(self.path(upload.id))
            .map_or(0, |metadata| metadata.len())
            .min(upload.size)
    }

    /// The upload of `hash` by this laptop: the one it began, or a new one.
    pub(super) fn begin(
        &self,
        db: &ServerDb,
        env: &dyn Env,
        device: Id,
        (hash, size): (FileHash, u64),
        held: bool,
    ) -> Result<Upload, DbError> {
        let now_ms = env.wall_ms();
        self.drop_old(db, now_ms)?;
        db.write(|tx| {
            let known: Option<([u8; 16], i64, bool, i64)> = tx
                .query_row(
                    "SELECT id, size_bytes, done_at IS NOT NULL, created_at FROM upload WHERE device_id = ?1 AND sha256 = ?2",
                    params![device.0, hash.0],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
                )
                .optional()?;
            // One that was finished and lost again, or announced with another size, begins anew.
            if let Some((id, known_size, done, created_at_ms)) = known {
                if known_size as u64 == size && done == held {
                    return Ok(Upload { id: Id(id), hash, size, done, created_at_ms });
                }
                let _ = fs::remove_file(self.path(Id(id)));
                tx.execute("DELETE FROM upload WHERE id = ?1", [id])?;
            }
            let id = env.new_id();
            tx.execute(
                "INSERT INTO upload (id, device_id, sha256, size_bytes, created_at, done_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id.0, device.0, hash.0, size as i64, now_ms, held.then_some(now_ms)],
            )?;
            Ok(Upload { id, hash, size, done: held, created_at_ms: now_ms })
        })
    }

    /// An upload of this laptop's that has not expired.
    pub(super) fn get(
        db: &ServerDb,
        device: Id,
        id: Id,
        now_ms: i64,
    ) -> Result<Option<Upload>, DbError> {
        db.read(|c| {
            Ok(c.query_row(
                "SELECT sha256, size_bytes, done_at IS NOT NULL, created_at FROM upload
                 WHERE id = ?1 AND device_id = ?2 AND created_at >= ?3",
                params![id.0, device.0, now_ms - KEPT_MS],
                |row| {
                    Ok(Upload {
                        id,
                        hash: FileHash(row.get(0)?),
                        size: row.get::<_, i64>(1)? as u64,
                        done: row.get(2)?,
                        created_at_ms: row.get(3)?,
                    })
                },
            )
            .optional()?)
        })
    }

    /// The file has arrived whole.
    pub(super) fn finish(db: &ServerDb, upload: &Upload, now_ms: i64) -> Result<(), DbError> {
        db.write(|tx| {
            tx.execute(
                "UPDATE upload SET done_at = ?2 WHERE id = ?1",
                params![upload.id.0, now_ms],
            )?;
            tx.execute(
                "INSERT INTO blob (sha256, size_bytes, arrived_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (sha256) DO UPDATE SET size_bytes = ?2, arrived_at = ?3",
                params![upload.hash.0, upload.size as i64, now_ms],
            )?;
            Ok(())
        })
    }

    /// The file was not what it said, or its laptop gave it up: forgotten, so that it is begun again.
    pub(super) fn forget(&self, db: &ServerDb, upload: &Upload) -> Result<(), DbError> {
        let _ = fs::remove_file(self.path(upload.id));
        db.write(|tx| {
            tx.execute("DELETE FROM upload WHERE id = ?1", [upload.id.0])?;
            Ok(())
        })
    }

    fn drop_old(&self, db: &ServerDb, now_ms: i64) -> Result<(), DbError> {
        db.write(|tx| {
            let mut statement =
                tx.prepare("DELETE FROM upload WHERE created_at < ?1 RETURNING id")?;
            let dropped: Vec<[u8; 16]> = statement
                .query_map([now_ms - KEPT_MS], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for id in dropped {
                let _ = fs::remove_file(self.path(Id(id)));
            }
            Ok(())
        })
    }
}

/// Held while one request writes to an upload.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    uploads: &'a Uploads,
    id: Id,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut busy = self
            .uploads
            .busy
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        busy.remove(&self.id);
    }
}
