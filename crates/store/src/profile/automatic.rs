//! A backup a day beside the replica, by itself: against a file that breaks, not against a laptop that is lost.

use std::path::{Path, PathBuf};

use domain::Env;

use super::{Folder, Keeper, backup::Backup, files};
use crate::StoreError;

const DIR: &str = "backups";
const DAY_MS: i64 = 86_400_000;
/// Without a word of one's own since the last, it is made anew only so often.
const QUIET_MS: i64 = 7 * DAY_MS;
/// Of one's own age each: today's, yesterday's, the day before that.
const KEPT: usize = 3;
/// What must be free beside the copies, so that nobody's work or sync suffers.
const FREE_BYTES: u64 = 512 * 1024 * 1024;

/// A backup that was made by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automatic {
    /// Of its file.
    pub name: String,
    /// When, as the device believed.
    pub made_at_ms: i64,
    /// Its size.
    pub bytes: u64,
    /// Own sets in it.
    dseq: u64,
}

impl Folder {
    /// The newest first.
    pub fn automatic_backups(&self) -> Vec<Automatic> {
        let Ok(entries) = std::fs::read_dir(self.path(DIR)) else {
            return Vec::new();
        };
        let mut found: Vec<Automatic> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let (made_at_ms, dseq) = read_name(&name)?;
                let bytes = entry.metadata().ok()?.len();
                Some(Automatic {
                    name,
                    made_at_ms,
                    bytes,
                    dseq,
                })
            })
            .collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.made_at_ms));
        found
    }

    /// The file of one of them; nothing for a name from elsewhere.
    pub fn automatic_backup(&self, name: &str) -> Option<PathBuf> {
        let known = self.automatic_backups().iter().any(|one| one.name == name);
        known.then(|| self.path(DIR).join(name))
    }
}

/// `1538300000000-12.zhucun`: when, and how many own sets.
fn read_name(name: &str) -> Option<(i64, u64)> {
    let (made, dseq) = name.strip_suffix(".zhucun")?.split_once('-')?;
    Some((made.parse().ok()?, dseq.parse().ok()?))
}

impl Keeper {
    /// Makes today's, if it is due and there is room for it, and lets the oldest go.
    pub fn backup_by_itself(
        &self,
        env: &dyn Env,
        last_dseq: u64,
        watch: super::Watch<'_>,
    ) -> Result<Option<Backup>, StoreError> {
        let folder = self.folder();
        let now_ms = env.wall_ms();
        let there = folder.automatic_backups();
        if !is_due(&there, last_dseq, now_ms) || !self.has_room()? {
            return Ok(None);
        }
        let dir = folder.path(DIR);
        std::fs::create_dir_all(&dir).map_err(|error| StoreError::io(&dir, error))?;
        files::only_for_owner(&dir)?;
        sweep(&dir)?;
        let out = dir.join(format!("{now_ms}-{last_dseq}.zhucun"));
        let made = self.backup_watched(env, &out, watch)?;
        for old in folder.automatic_backups().iter().skip(KEPT) {
            files::remove(&dir.join(&old.name))?;
        }
        Ok(Some(made))
    }

    /// The copy, once more for the file it goes through, and what others need.
    fn has_room(&self) -> Result<bool, StoreError> {
        let space = self.space()?;
        let needed = 2 * space.file_bytes + FREE_BYTES;
        Ok(space.free_bytes.is_none_or(|free| free > needed))
    }
}

fn is_due(there: &[Automatic], last_dseq: u64, now_ms: i64) -> bool {
    let Some(newest) = there.first() else {
        return true;
    };
    // A clock that was set back makes none too many, and none too few.
    let age_ms = (now_ms - newest.made_at_ms).abs();
    age_ms >= QUIET_MS || (age_ms >= DAY_MS && newest.dseq != last_dseq)
}

/// What a power cut left half written.
fn sweep(dir: &Path) -> Result<(), StoreError> {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().ends_with(".part") {
            files::remove(&entry.path())?;
        }
    }
    Ok(())
}
