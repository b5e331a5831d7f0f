//! A file that holds disk space for the day when there is none: short of disk, pull stops first, then photos, and a
//! text always saves (`sync.md` §2.1).

use std::path::{Path, PathBuf};

use super::files;
use crate::{Store, StoreError};

pub(super) const FILE: &str = "reserve";
/// Some dozens of saves, and the write-ahead log's own growth.
const RESERVE_BYTES: usize = 2 * 1024 * 1024;
/// Made again only when so much is free that nobody misses it.
const ROOM_FOR_RESERVE: u64 = 2 * RESERVE_BYTES as u64;
/// Below this a pull does not begin.
pub(crate) const PULL_ROOM: u64 = 48 * 1024 * 1024;
/// Below this no photo is taken in.
pub(crate) const PHOTO_ROOM: u64 = 24 * 1024 * 1024;

/// Where the reserve of a store is.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    dir: PathBuf,
}

impl Room {
    pub(super) fn of(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }
}

/// Makes the reserve where there is room; without room the program works without it.
pub(super) fn fill(dir: &Path) {
    let path = dir.join(FILE);
    let there = std::fs::metadata(&path).is_ok_and(|facts| facts.len() == RESERVE_BYTES as u64);
    let room = fs4::available_space(dir).is_ok_and(|bytes| bytes >= ROOM_FOR_RESERVE);
    if !there && room {
        // Not zeros: some file systems keep those without taking space.
        let bytes: Vec<u8> = (0..RESERVE_BYTES)
            .map(|at| (at.wrapping_mul(31) >> 3) as u8)
            .collect();
        if files::write_file(&path, &bytes).is_err() {
            _ = files::remove(&path);
        }
    }
}

/// Was there a reserve to give up?
pub(super) fn give_up(dir: &Path) -> bool {
    std::fs::remove_file(dir.join(FILE)).is_ok()
}

impl Store {
    /// Runs `work`, which writes a text that a person typed. On a full disk it is run a second time with the
    /// reserve given up: `work` must do nothing when it fails, which a transaction does.
    pub fn from_reserve<T>(
        &mut self,
        mut work: impl FnMut(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match work(self) {
            Err(StoreError::DiskFull)
                if self.room.as_ref().is_some_and(|room| give_up(&room.dir)) =>
            {
                // Makes the log short first, if that is possible at all: its pages can be used again.
                _ = self.checkpoint();
                work(self)
            }
            done => done,
        }
    }

    /// Refuses what may wait while the disk is short.
    pub(crate) fn needs_room(&self, bytes: u64) -> Result<(), StoreError> {
        match &self.room {
            Some(room) if fs4::available_space(&room.dir).is_ok_and(|free| free < bytes) => {
                Err(StoreError::DiskFull)
            }
            _ => Ok(()),
        }
    }
}
