//! Photo bytes in the same encrypted file, by their hash, and how far they have come (`sync.md` §7).

use domain::Env;
use rusqlite::{OptionalExtension, params};

use crate::{Store, StoreError};

/// A photo that the county does not hold whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentPhoto {
    /// Its hash.
    pub sha256: [u8; 32],
    /// Its size.
    pub size_bytes: u64,
    /// Bytes that the county has acknowledged.
    pub sent: u64,
}

impl Store {
    /// Keeps the bytes of a photo under their hash.
    pub fn put_photo(
        &mut self,
        env: &dyn Env,
        sha256: &[u8; 32],
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.needs_room(crate::profile::PHOTO_ROOM)?;
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached(
                    "INSERT INTO blob (sha256, size_bytes, bytes) VALUES (?1, ?2, ?3)
                     ON CONFLICT (sha256) DO UPDATE SET bytes = ?3 WHERE bytes IS NULL",
                )?
                .execute(params![sha256.as_slice(), bytes.len() as i64, bytes])?;
            Ok(())
        })
    }

    /// The bytes of a photo, if they are here.
    pub fn photo_bytes(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT bytes FROM blob WHERE sha256 = ?1")?
            .query_row([sha256.as_slice()], |row| row.get(0))
            .optional()?
            .flatten())
    }

    /// Photos that some row names and the county does not hold whole, smallest first.
    pub fn unsent_photos(&self, limit: usize) -> Result<Vec<UnsentPhoto>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sha256, size_bytes, sent FROM blob
             WHERE complete = 0 AND bytes IS NOT NULL
               AND EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = lower(hex(blob.sha256)))
             ORDER BY size_bytes, sha256 LIMIT ?1",
        )?;
        let rows = statement.query_map([limit as i64], |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })?;
        let mut unsent = Vec::new();
        for row in rows {
            let (sha256, size, sent) = row?;
            if let Ok(sha256) = sha256.try_into() {
                unsent.push(UnsentPhoto {
                    sha256,
                    size_bytes: size as u64,
                    sent: sent as u64,
                });
            }
        }
        Ok(unsent)
    }

    /// Notes how many bytes the county has acknowledged.
    pub fn note_photo_sent(
        &mut self,
        env: &dyn Env,
        sha256: &[u8; 32],
        sent: u64,
        complete: bool,
    ) -> Result<(), StoreError> {
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached("UPDATE blob SET sent = ?2, complete = ?3 WHERE sha256 = ?1")?
                .execute(params![sha256.as_slice(), sent as i64, i64::from(complete)])?;
            if complete {
                store
                    .conn
                    .prepare_cached("DELETE FROM missing_file WHERE sha256 = ?1")?
                    .execute([sha256.as_slice()])?;
            }
            Ok(())
        })
    }

    /// The county wants a photo again: it is sent from the start.
    pub fn unsend_photo(&mut self, env: &dyn Env, sha256: &[u8; 32]) -> Result<(), StoreError> {
        self.note_photo_sent(env, sha256, 0, false)
    }

    /// Notes which files the county lacks of those that this laptop may hold, its own and those of others.
    pub fn note_missing_files(
        &mut self,
        env: &dyn Env,
        missing: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        let known: Vec<Vec<u8>> = self
            .conn
            .prepare_cached("SELECT sha256 FROM missing_file ORDER BY sha256")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut sorted: Vec<&[u8]> = missing.iter().map(<[u8; 32]>::as_slice).collect();
        sorted.sort_unstable();
        if known.iter().map(Vec::as_slice).eq(sorted.iter().copied()) {
            return Ok(());
        }
        self.transact(env, |store| {
            store.conn.execute("DELETE FROM missing_file", [])?;
            let mut insert = store
                .conn
                .prepare_cached("INSERT OR IGNORE INTO missing_file (sha256) VALUES (?1)")?;
            for hash in &sorted {
                insert.execute([hash])?;
            }
            Ok(())
        })
    }
}
