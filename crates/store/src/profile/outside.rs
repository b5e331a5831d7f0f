//! `outside.json`: what is known of the replica without opening it. It tells an older or a copied file
//! (`sync.md` §4), and gives the unlock screen its words.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Folder, files};
use crate::{Store, StoreError, migrate};

pub(super) const FILE: &str = "outside.json";

/// As of the last opening, sync or close.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outside {
    /// Life of the file.
    pub incarnation: String,
    /// The machine that it was on.
    pub machine: String,
    /// The folder that it was in: a copy beside it is another life.
    pub folder: String,
    /// Its last set.
    pub last_dseq: u64,
    /// Schema of the file.
    pub schema: i64,
    /// The person.
    pub name: String,
    /// Role.
    pub role: String,
    /// Division code of the area.
    pub area: String,
    /// Its name.
    pub place: String,
    /// Sets without a receipt.
    pub pending: u64,
    /// When the county last answered.
    pub last_sync_at_ms: Option<i64>,
    /// A recovery key has opened the profile, and no new one was made since.
    pub recovery_used: bool,
    /// How the screens before the passphrase are drawn.
    pub type_size: String,
    /// Their language.
    pub language: String,
}

impl Outside {
    /// Nothing when it is absent or cannot be read: it counts as missing then.
    pub(super) fn read(dir: &Path) -> Option<Self> {
        files::read_json(&dir.join(FILE)).ok()
    }

    pub(super) fn write(&self, dir: &Path) -> Result<(), StoreError> {
        files::write_file(&dir.join(FILE), &serde_json::to_vec_pretty(self)?)
    }

    /// With the facts of `store` as it is now.
    pub(super) fn of(self, store: &Store, folder: &Folder) -> Result<Self, StoreError> {
        Ok(Self {
            incarnation: store.incarnation()?.to_string(),
            machine: folder.machine.clone(),
            folder: whole(&folder.dir),
            last_dseq: store.last_dseq()?,
            schema: migrate::VERSION,
            pending: store.waiting()?.sets,
            last_sync_at_ms: store.last_contact_ms()?,
            ..self
        })
    }

    /// Is `store` the file that this was noted of, or that file later?
    pub(super) fn is_of(&self, store: &Store, folder: &Folder) -> Result<bool, StoreError> {
        Ok(self.incarnation == store.incarnation()?.to_string()
            && self.machine == folder.machine
            && self.folder == whole(&folder.dir)
            && self.last_dseq <= store.last_dseq()?)
    }

    pub(super) fn check_schema(&self) -> Result<(), StoreError> {
        if self.schema > migrate::VERSION {
            return Err(StoreError::Newer {
                file: self.schema,
                program: migrate::VERSION,
            });
        }
        Ok(())
    }
}

fn whole(dir: &Path) -> String {
    std::fs::canonicalize(dir)
        .unwrap_or_else(|_| dir.to_owned())
        .display()
        .to_string()
}
