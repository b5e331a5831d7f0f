//! Wrong passphrases, counted outside the encrypted file. Argon2id is what keeps a stolen file shut; this keeps a
//! passer-by from trying at the keyboard.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{files, reserve};
use crate::StoreError;

pub(super) const FILE: &str = "attempts.json";
/// Tries before a wait.
pub const TRIES: u32 = 5;
const FIRST_WAIT_MS: i64 = 10 * 60_000;
const LONGEST_WAIT_MS: i64 = 24 * 3_600_000;

const LENGTH: usize = 64;

fn over(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = std::fs::File::options().write(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// What was tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attempts {
    /// Wrong ones since the last right one.
    pub wrong: u32,
    /// When the last one was.
    pub at_ms: i64,
}

impl Attempts {
    pub(super) fn read(dir: &Path) -> Self {
        files::read_json(&dir.join(FILE)).unwrap_or_default()
    }

    /// Tries until the next wait.
    pub fn left(&self) -> u32 {
        TRIES - self.wrong % TRIES
    }

    /// Seconds to wait at `now_ms`. The wait doubles with every five; a clock set back does not shorten it beyond
    /// its whole length.
    pub fn wait_seconds(&self, now_ms: i64) -> u64 {
        if self.wrong == 0 || !self.wrong.is_multiple_of(TRIES) {
            return 0;
        }
        let doublings = (self.wrong / TRIES - 1).min(16);
        let wait = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
        let passed = now_ms.saturating_sub(self.at_ms).max(0);
        ((wait - passed).max(0) as u64).div_ceil(1000)
    }

    /// Counts a try as wrong, before it is made.
    pub(super) fn count(dir: &Path, now_ms: i64) -> Result<(), StoreError> {
        let before = Self::read(dir);
        let seconds = before.wait_seconds(now_ms);
        if seconds > 0 {
            return Err(StoreError::TooManyAttempts(seconds));
        }
        Self {
            wrong: before.wrong.saturating_add(1),
            at_ms: now_ms,
        }
        .write(dir)
    }

    /// The passphrase was right.
    pub(super) fn clear(dir: &Path) -> Result<(), StoreError> {
        Self::default().write(dir)
    }

    fn write(self, dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(FILE);
        // One length always, so that it can be written where it lies.
        let bytes = format!("{:<LENGTH$}", serde_json::to_string(&self)?).into_bytes();
        // A full disk must not keep people from their own work.
        match files::write_file(&path, &bytes) {
            Err(StoreError::DiskFull) if path.exists() => {
                over(&path, &bytes).map_err(|error| StoreError::io(&path, error))
            }
            Err(StoreError::DiskFull) if reserve::give_up(dir) => files::write_file(&path, &bytes),
            other => other,
        }
    }
}
