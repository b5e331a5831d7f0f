//! The hash under decision stands in a file beside the county's: a set that kills the process three times is
//! quarantined unread, and keeps nobody waiting (`sync.md` §3). A panic needs no file, see [`super::County::push`].

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use domain::Hash;

use crate::StoreError;

/// Deaths on one hash until it is not read any more.
const DEATHS_MAX: u8 = 3;
const NONE: Hash = [0; 32];
const RECORD: usize = 33;

/// The file: the hash under decision, zeros for none; then each hash with the number of deaths on it.
#[derive(Debug)]
pub(super) struct Poison {
    path: PathBuf,
    file: File,
    deaths: BTreeMap<Hash, u8>,
}

impl Poison {
    /// Beside the county's file; counts the death that the last process left. Only the one that decides opens it.
    pub(super) fn open(county: &Path) -> Result<Self, StoreError> {
        let path = county.with_extension("deciding");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| StoreError::io(&path, error))?;
        let mut poison = Self {
            path,
            file,
            deaths: BTreeMap::new(),
        };
        poison.read().map_err(|error| poison.failed(error))?;
        Ok(poison)
    }

    fn failed(&self, error: std::io::Error) -> StoreError {
        StoreError::io(&self.path, error)
    }

    fn read(&mut self) -> std::io::Result<()> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        for record in bytes.get(32..).unwrap_or_default().chunks_exact(RECORD) {
            let (hash, count) = record.split_at(32);
            if let Ok(hash) = hash.try_into() {
                self.deaths.insert(hash, count[0]);
            }
        }
        let last: Hash = bytes
            .get(..32)
            .and_then(|hash| hash.try_into().ok())
            .unwrap_or(NONE);
        if last != NONE {
            let count = self.deaths.entry(last).or_default();
            *count = count.saturating_add(1);
            tracing::error!("the server died while it decided on {}", hex::encode(last));
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> std::io::Result<()> {
        let mut bytes = NONE.to_vec();
        for (hash, count) in &self.deaths {
            bytes.extend_from_slice(hash);
            bytes.push(*count);
        }
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&bytes)?;
        self.file.set_len(bytes.len() as u64)
    }

    /// Has this set killed the process too often?
    pub(super) fn is_deadly(&self, hash: &Hash) -> bool {
        self.deaths
            .get(hash)
            .is_some_and(|count| *count >= DEATHS_MAX)
    }

    /// Before a set is read. Not synced: a death of the machine is nobody's fault.
    pub(super) fn begin(&mut self, hash: &Hash) -> Result<(), StoreError> {
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.file.write_all(hash))
            .map_err(|error| StoreError::io(&self.path, error))
    }

    /// Every set that was begun is through.
    pub(super) fn end(&mut self, decided: &[Hash]) -> Result<(), StoreError> {
        let before = self.deaths.len();
        for hash in decided {
            self.deaths.remove(hash);
        }
        let done = if self.deaths.len() == before {
            self.file
                .seek(SeekFrom::Start(0))
                .and_then(|_| self.file.write_all(&NONE))
        } else {
            self.write()
        };
        done.map_err(|error| self.failed(error))
    }
}
