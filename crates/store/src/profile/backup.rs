//! A profile in one file, encrypted as it is: the wrapped keys, the sealed identity, and a copy of the replica with its
//! photos.
//!
//! The note outside the replica is left out, so that a restored profile takes a new incarnation (`sync.md` §4).

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use domain::Env;
use serde::{Deserialize, Serialize};

use super::{
    CURRENT, DATA, IDENTITY, KEY, Keeper, files, log_of, recovery,
    restore::{Kept, Sink},
};
use crate::{Side, Store, StoreError, migrate};

const MAGIC: &str = "zhucun-backup";
/// 2: may hold the wrap of a recovery key.
const VERSION: i64 = 2;
const HEAD_BYTES_MAX: u64 = 64 * 1024;
const PART: &str = "backup.part";
/// Beside the copy itself: the head, the small files, what the file system needs.
const SLACK_BYTES: u64 = 1024 * 1024;

/// First line of the file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    magic: String,
    version: i64,
    pub(super) hash: String,
    pub(super) rows: u64,
    #[serde(default)]
    pub(super) made_at_ms: i64,
    /// Of the tables.
    #[serde(default)]
    pub(super) schema: i64,
    pub(super) files: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) bytes: u64,
    blake3: String,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Hash of the contents by scope, as `verify` gives it.
    pub hash: String,
    /// Rows in them.
    pub rows: u64,
    /// When it was made, as the device believed; 0 of a file that does not say.
    pub made_at_ms: i64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The replica is copied and looked through.
    Copying,
    /// The file is written.
    Writing,
    /// It is read back, or a backup is read.
    Reading,
}

/// Asked again and again how to go on: `false` stops, and leaves nothing behind.
pub type Watch<'a> = &'a mut dyn FnMut(Step, u64, u64) -> bool;

impl Keeper {
    /// Writes the profile as it is now to `out`, whole or not at all.
    pub fn backup(&self, env: &dyn Env, out: &Path) -> Result<Backup, StoreError> {
        self.backup_watched(env, out, &mut |_, _, _| true)
    }

    /// The same for somebody who looks on. Nobody waits for it who writes meanwhile: the copy is one moment of the file.
    pub fn backup_watched(
        &self,
        env: &dyn Env,
        out: &Path,
        watch: Watch<'_>,
    ) -> Result<Backup, StoreError> {
        let part = self.folder().path(DATA).join(PART);
        let sweep = || {
            files::remove(&part)?;
            files::remove(&log_of(&part))
        };
        sweep()?;
        let copied = self.copy(env, &part, out, watch);
        sweep()?;
        copied
    }

    fn copy(
        &self,
        env: &dyn Env,
        part: &Path,
        out: &Path,
        watch: Watch<'_>,
    ) -> Result<Backup, StoreError> {
        let made_at_ms = env.wall_ms();
        let replica = self.replica()?;
        let size = self.space()?.file_bytes;
        room(self.folder().dir(), size + SLACK_BYTES)?;
        room(files::folder_of(out), size + SLACK_BYTES)?;
        go_on(watch, Step::Copying, 0, size)?;
        // A connection of its own: it waits for no writer.
        let source = Store::open(&replica, self.key(), Side::Laptop)?;
        source
            .connection()
            .execute("VACUUM INTO ?1", [part.display().to_string()])?;
        drop(source);
        go_on(watch, Step::Copying, size, size)?;
        let copy = Store::open(part, self.key(), Side::Laptop)?;
        let scope = copy.scope()?;
        copy.check(&scope)?;
        let contents = copy.contents(&scope)?;
        copy.checkpoint()?;
        drop(copy);
        let rows = contents.tables.values().map(|table| table.rows).sum();
        let sources = self.sources(&replica, part);
        let mut items = Vec::with_capacity(sources.len());
        for (name, path) in &sources {
            items.push(item(name, path)?);
        }
        let bytes = items.iter().map(|item| item.bytes).sum();
        // On one disk the copy has taken its room by now.
        room(files::folder_of(out), bytes + SLACK_BYTES)?;
        let head = Head {
            magic: MAGIC.to_owned(),
            version: VERSION,
            hash: contents.hash.clone(),
            rows,
            made_at_ms,
            schema: migrate::VERSION,
            files: items,
        };
        let new = beside(out);
        let written = write(&new, &head, &sources, bytes, watch).and_then(|()| {
            // What was read back is what was meant, whatever stick it lies on.
            read(&new, &mut Kept, watch)?;
            std::fs::rename(&new, out).map_err(|error| StoreError::io(out, error))?;
            // A stick's file system may have no such call; the file itself is synced.
            _ = files::sync_dir(files::folder_of(out));
            Ok(())
        });
        if let Err(error) = written {
            _ = std::fs::remove_file(&new);
            return Err(error);
        }
        Ok(Backup {
            hash: contents.hash,
            rows,
            made_at_ms,
        })
    }

    fn sources(&self, replica: &Path, part: &Path) -> Vec<(String, PathBuf)> {
        let own = |name: &str| (name.to_owned(), self.folder().path(name));
        let mut sources = vec![own(KEY), own(IDENTITY), own(CURRENT)];
        if self.folder().has_recovery() {
            sources.push(own(recovery::FILE));
        }
        let name = replica.file_name().unwrap_or_default().to_string_lossy();
        sources.push((format!("{DATA}/{name}"), part.to_owned()));
        sources
    }
}

/// Beside the file that it becomes: one that was there before stays whole until then.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    out.with_file_name(name)
}

fn go_on(watch: Watch<'_>, step: Step, done: u64, all: u64) -> Result<(), StoreError> {
    if watch(step, done, all) {
        return Ok(());
    }
    Err(StoreError::Stopped)
}

/// Asked before a byte is written; where the machine does not say, the write itself will.
pub(super) fn room(dir: &Path, needed: u64) -> Result<(), StoreError> {
    match fs4::available_space(dir) {
        Ok(free) if free < needed => Err(StoreError::NoRoom {
            path: dir.display().to_string(),
            needed,
            free,
        }),
        _ => Ok(()),
    }
}

fn item(name: &str, path: &Path) -> Result<Item, StoreError> {
    let mut hasher = blake3::Hasher::new();
    let file = File::open(path).map_err(|error| StoreError::io(path, error))?;
    let bytes = pump(file, u64::MAX, &mut |chunk| {
        hasher.update(chunk);
        Ok(())
    })
    .map_err(|error| StoreError::io(path, error))?;
    Ok(Item {
        name: name.to_owned(),
        bytes,
        blake3: hasher.finalize().to_hex().to_string(),
    })
}

fn write(
    new: &Path,
    head: &Head,
    sources: &[(String, PathBuf)],
    all: u64,
    watch: Watch<'_>,
) -> Result<(), StoreError> {
    let mut line = serde_json::to_vec(head)?;
    line.push(b'\n');
    let failed = |error| StoreError::io(new, error);
    let mut file = File::create(new).map_err(failed)?;
    file.write_all(&line).map_err(failed)?;
    let (mut done, mut goes_on) = (0, true);
    for (_, path) in sources {
        let source = File::open(path).map_err(|error| StoreError::io(path, error))?;
        let written = pump(source, u64::MAX, &mut |chunk| {
            file.write_all(chunk)?;
            done += chunk.len() as u64;
            goes_on = watch(Step::Writing, done, all);
            if goes_on { Ok(()) } else { Err(stopped()) }
        });
        if !goes_on {
            return Err(StoreError::Stopped);
        }
        written.map_err(failed)?;
    }
    file.sync_all().map_err(failed)
}

/// Reads a backup from its first byte to its last and hands each file on; every byte is checked.
pub(super) fn read(from: &Path, sink: &mut dyn Sink, watch: Watch<'_>) -> Result<Head, StoreError> {
    let bad = || StoreError::Damaged(from.display().to_string());
    let failed = |error| StoreError::io(from, error);
    let mut file = BufReader::new(File::open(from).map_err(failed)?);
    let mut line = Vec::new();
    (&mut file)
        .take(HEAD_BYTES_MAX)
        .read_until(b'\n', &mut line)
        .map_err(failed)?;
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
    let all = head.files.iter().map(|item| item.bytes).sum();
    let (mut done, mut goes_on) = (0, true);
    for item in &head.files {
        if !is_known(&item.name) {
            return Err(bad());
        }
        sink.begin(&item.name)?;
        let mut hasher = blake3::Hasher::new();
        let mut kept = Ok(());
        let bytes = pump(&mut file, item.bytes, &mut |chunk| {
            hasher.update(chunk);
            kept = sink.take(chunk);
            done += chunk.len() as u64;
            goes_on = watch(Step::Reading, done, all);
            if goes_on && kept.is_ok() {
                Ok(())
            } else {
                Err(stopped())
            }
        });
        kept?;
        if !goes_on {
            return Err(StoreError::Stopped);
        }
        if bytes.map_err(failed)? != item.bytes
            || hasher.finalize().to_hex().as_str() != item.blake3
        {
            return Err(bad());
        }
        sink.end()?;
    }
    // What stands behind the last file is not of a backup.
    let mut more = [0];
    if file.read(&mut more).map_err(failed)? > 0 {
        return Err(bad());
    }
    Ok(head)
}

fn stopped() -> std::io::Error {
    std::io::ErrorKind::Interrupted.into()
}

/// Only names that a backup of ours can hold: a file from elsewhere writes nowhere else.
fn is_known(name: &str) -> bool {
    let is_replica = name
        .strip_prefix("data/")
        .and_then(|name| name.strip_suffix(".sqlite"));
    [KEY, IDENTITY, CURRENT, recovery::FILE].contains(&name)
        || is_replica.is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Up to `bytes` from `from` to `to`; gives how many there were.
fn pump(
    from: impl Read,
    bytes: u64,
    to: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
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
