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

/// How large a photo of another person's is held here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preview {
    /// For a row.
    Thumb = 1,
    /// For a detail.
    Middle = 2,
    /// As the county keeps it.
    Original = 3,
}

impl Preview {
    fn of(number: i64) -> Self {
        match number {
            1 => Self::Thumb,
            2 => Self::Middle,
            _ => Self::Original,
        }
    }
}

/// Rows whose photo the county has and this laptop has not.
const NOT_HERE: &str = "photo._seq > 0 AND photo._place <> 0 AND photo.deleted_at IS NULL
    AND length(photo.sha256) = 64
    AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.sha256 = unhex(photo.sha256) AND bytes IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM missing_file WHERE missing_file.sha256 = unhex(photo.sha256))";

fn hashes(
    rows: impl Iterator<Item = Result<(Vec<u8>, i64), rusqlite::Error>>,
) -> Result<Vec<([u8; 32], Preview)>, StoreError> {
    let mut found = Vec::new();
    for row in rows {
        let (hash, size) = row?;
        if let Ok(hash) = hash.try_into() {
            found.push((hash, Preview::of(size)));
        }
    }
    Ok(found)
}

impl Store {
    /// Photos of others that are still to come, smallest first: a thumb of each, then what people asked to see.
    pub fn photos_to_fetch(&self, limit: usize) -> Result<Vec<([u8; 32], Preview)>, StoreError> {
        let thumbs = format!(
            "SELECT DISTINCT unhex(photo.sha256), 1 FROM photo WHERE {NOT_HERE}
               AND NOT EXISTS (SELECT 1 FROM preview WHERE preview.sha256 = unhex(photo.sha256) AND size = 1)
             ORDER BY photo.size_bytes, photo.sha256 LIMIT ?1"
        );
        let asked = format!(
            "SELECT DISTINCT preview.sha256, preview.size FROM preview
             JOIN photo ON photo.sha256 = lower(hex(preview.sha256))
             WHERE preview.bytes IS NULL AND {NOT_HERE}
             ORDER BY preview.size, photo.size_bytes, photo.sha256 LIMIT ?1"
        );
        let mut found = Vec::new();
        for sql in [thumbs, asked] {
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
            found.extend(hashes(rows)?);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Keeps a photo of another person's as it came.
    pub fn put_preview(
        &mut self,
        env: &dyn Env,
        sha256: &[u8; 32],
        size: Preview,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.needs_room(crate::profile::PHOTO_ROOM)?;
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached(
                    "INSERT INTO preview (sha256, size, bytes) VALUES (?1, ?2, ?3)
                     ON CONFLICT (sha256, size) DO UPDATE SET bytes = ?3",
                )?
                .execute(params![sha256.as_slice(), size as i64, bytes])?;
            Ok(())
        })
    }

    /// A person wants to see a photo that is not here: it comes with the next sync.
    pub fn ask_preview(
        &mut self,
        env: &dyn Env,
        sha256: &[u8; 32],
        size: Preview,
    ) -> Result<(), StoreError> {
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached("INSERT OR IGNORE INTO preview (sha256, size) VALUES (?1, ?2)")?
                .execute(params![sha256.as_slice(), size as i64])?;
            Ok(())
        })
    }

    /// The smallest that is here of at least this size, else the largest.
    pub fn preview(
        &self,
        sha256: &[u8; 32],
        size: Preview,
    ) -> Result<Option<(Preview, Vec<u8>)>, StoreError> {
        let found: Option<(i64, Vec<u8>)> = self
            .conn
            .prepare_cached(
                "SELECT size, bytes FROM preview WHERE sha256 = ?1 AND bytes IS NOT NULL
                 ORDER BY size < ?2, CASE WHEN size < ?2 THEN -size ELSE size END LIMIT 1",
            )?
            .query_row(params![sha256.as_slice(), size as i64], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(found.map(|(size, bytes)| (Preview::of(size), bytes)))
    }

    /// Photos of rows that are no longer here go with them.
    pub fn drop_left_previews(&mut self, env: &dyn Env) -> Result<(), StoreError> {
        let left =
            "NOT EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = lower(hex(preview.sha256)))";
        let any: bool = self.conn.query_row(
            &format!("SELECT EXISTS (SELECT 1 FROM preview WHERE {left})"),
            [],
            |row| row.get(0),
        )?;
        if !any {
            return Ok(());
        }
        self.transact(env, |store| {
            store
                .conn
                .execute(&format!("DELETE FROM preview WHERE {left}"), [])?;
            Ok(())
        })
    }

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

    /// Photos that some row or an own set names and the county does not hold whole, smallest first.
    pub fn unsent_photos(&self, limit: usize) -> Result<Vec<UnsentPhoto>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sha256, size_bytes, sent FROM blob
             WHERE complete = 0 AND bytes IS NOT NULL
               AND (named = 1 OR EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = lower(hex(blob.sha256))))
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
