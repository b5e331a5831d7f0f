//! A profile in one file, encrypted as it is: the wrapped key, the sealed identity, and a copy of the replica.
//!
//! The note outside the replica is left out, so that a restored profile takes a new incarnation (`sync.md` §4).

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{CURRENT, DATA, Folder, IDENTITY, KEY, Keeper, PENDING, State, files, write_file};
use crate::{Store, StoreError};

const MAGIC: &str = "zhucun-backup";
const VERSION: i64 = 1;
const HEAD_BYTES_MAX: u64 = 64 * 1024;
const PART: &str = "backup.part";

/// First line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    magic: String,
    version: i64,
    hash: String,
    rows: u64,
    files: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Item {
    name: String,
    bytes: u64,
    blake3: String,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Hash of the contents by scope, as `verify` gives it.
    pub hash: String,
    /// Rows in them.
    pub rows: u64,
}

impl Keeper {
    /// Writes the profile as it is now to `out`, whole or not at all.
    pub fn backup(&self, store: &Store, out: &Path) -> Result<Backup, StoreError> {
        let part = self.folder().path(DATA).join(PART);
        files::remove(&part)?;
        let copied = self.copy(store, &part, out);
        files::remove(&part)?;
        copied
    }

    fn copy(&self, store: &Store, part: &Path, out: &Path) -> Result<Backup, StoreError> {
        // Keeps the key, and is one moment of the file whatever is written meanwhile.
        store
            .connection()
            .execute("VACUUM INTO ?1", [part.display().to_string()])?;
        let contents = store.contents(&store.scope()?)?;
        let rows = contents.tables.values().map(|table| table.rows).sum();
        let replica = self.replica()?;
        let name = replica
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let sources = [
            (KEY.to_owned(), self.folder().path(KEY)),
            (IDENTITY.to_owned(), self.folder().path(IDENTITY)),
            (CURRENT.to_owned(), self.folder().path(CURRENT)),
            (format!("{DATA}/{name}"), part.to_owned()),
        ];
        let mut items = Vec::with_capacity(sources.len());
        for (name, path) in &sources {
            let mut hasher = blake3::Hasher::new();
            let file = File::open(path).map_err(|error| StoreError::io(path, error))?;
            let bytes = pump(file, u64::MAX, |chunk| {
                hasher.update(chunk);
                Ok(())
            })
            .map_err(|error| StoreError::io(path, error))?;
            items.push(Item {
                name: name.clone(),
                bytes,
                blake3: hasher.finalize().to_hex().to_string(),
            });
        }
        let head = Head {
            magic: MAGIC.to_owned(),
            version: VERSION,
            hash: contents.hash.clone(),
            rows,
            files: items,
        };
        let mut line = serde_json::to_vec(&head)?;
        line.push(b'\n');
        let new = out.with_extension("part");
        let written = (|| {
            let mut file = File::create(&new)?;
            file.write_all(&line)?;
            for (_, path) in &sources {
                pump(File::open(path)?, u64::MAX, |chunk| file.write_all(chunk))?;
            }
            file.sync_all()?;
            std::fs::rename(&new, out)
        })();
        if let Err(error) = written {
            _ = std::fs::remove_file(&new);
            return Err(StoreError::io(out, error));
        }
        Ok(Backup {
            hash: contents.hash,
            rows,
        })
    }
}

impl Folder {
    /// Makes a profile of a backup, where there is none.
    pub fn restore(&self, from: &Path) -> Result<Backup, StoreError> {
        if self.state() != State::None {
            return Err(StoreError::ProfileExists(self.name()));
        }
        std::fs::create_dir_all(self.path(DATA))
            .map_err(|error| StoreError::io(self.dir(), error))?;
        files::only_for_owner(self.dir())?;
        let _lock = self.lock()?;
        self.clear()?;
        write_file(&self.path(PENDING), b"")?;
        match self.unpack(from) {
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

    fn unpack(&self, from: &Path) -> Result<Backup, StoreError> {
        let bad = || StoreError::Damaged(from.display().to_string());
        let mut file =
            BufReader::new(File::open(from).map_err(|error| StoreError::io(from, error))?);
        let mut line = Vec::new();
        (&mut file)
            .take(HEAD_BYTES_MAX)
            .read_until(b'\n', &mut line)
            .map_err(|error| StoreError::io(from, error))?;
        let head: Head = serde_json::from_slice(&line).map_err(|_| bad())?;
        if head.magic != MAGIC {
            return Err(bad());
        }
        if head.version > VERSION {
            return Err(StoreError::Newer {
                file: head.version,
                program: VERSION,
            });
        }
        for item in &head.files {
            if !is_known(&item.name) {
                return Err(bad());
            }
            let path = self.path(&item.name);
            let mut hasher = blake3::Hasher::new();
            let mut out = File::create(&path).map_err(|error| StoreError::io(&path, error))?;
            let bytes = pump(&mut file, item.bytes, |chunk| {
                hasher.update(chunk);
                out.write_all(chunk)
            })
            .map_err(|error| StoreError::io(&path, error))?;
            out.sync_all()
                .map_err(|error| StoreError::io(&path, error))?;
            if bytes != item.bytes || hasher.finalize().to_hex().as_str() != item.blake3 {
                return Err(bad());
            }
        }
        Ok(Backup {
            hash: head.hash,
            rows: head.rows,
        })
    }
}

/// Only names that a backup of ours can hold: a file from elsewhere writes nowhere else.
fn is_known(name: &str) -> bool {
    let is_replica = name
        .strip_prefix("data/")
        .and_then(|name| name.strip_suffix(".sqlite"));
    [KEY, IDENTITY, CURRENT].contains(&name)
        || is_replica.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Up to `bytes` from `from` to `to`; gives how many there were.
fn pump(
    from: impl Read,
    bytes: u64,
    mut to: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<u64> {
    let mut from = from.take(bytes);
    let mut chunk = vec![0; 256 * 1024];
    let mut count = 0;
    loop {
        let read = from.read(&mut chunk)?;
        if read == 0 {
            return Ok(count);
        }
        to(&chunk[..read])?;
        count += read as u64;
    }
}
