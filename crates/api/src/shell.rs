//! What the desktop's shell itself answers: types, and what a new passphrase must be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::{ApiError, Code},
    settings::{Language, TypeSize},
};

/// The window's own state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShellState {
    pub profile: ProfileState,
    pub detail: String,
    pub name: String,
    pub role: String,
    pub place: String,
    pub pending: Option<u64>,
    pub last_sync_at_ms: Option<i64>,
    pub tries_left: u64,
    pub wait_seconds: u64,
    /// Rows of a first sync so far, and how many of each record that people know.
    pub fetched: u64,
    /// Of the rows that the county said there are; nothing where it did not say.
    pub percent: Option<u64>,
    pub parts: Vec<FetchedPart>,
    /// Does a recovery key open the profile?
    pub has_recovery: bool,
    /// As the person left them: the screens before the passphrase are drawn with them too.
    pub type_size: TypeSize,
    pub language: Language,
    /// Other people's files beside this one.
    pub others: Vec<ProfileName>,
}

/// Rows of one record that are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FetchedPart {
    pub record: String,
    pub rows: u64,
}

/// Another person's file on this laptop, told without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProfileName {
    /// Of its folder.
    pub folder: String,
    pub name: String,
    pub place: String,
    pub pending: u64,
}

/// Whose file is to be opened next; empty for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SwitchRequest {
    pub folder: String,
}

/// The passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct UnlockRequest {
    pub passphrase: String,
}

/// What the program knows of itself, of this laptop's file and of the disk it lies on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LaptopFacts {
    /// Of the program.
    pub version: String,
    /// Of the tables in the file.
    pub schema: i64,
    /// What the county calls this laptop.
    pub device: String,
    /// When the passphrase was chosen; nothing where the file does not say.
    pub passphrase_at_ms: Option<i64>,
    /// When the recovery key was made; nothing where there is none.
    pub recovery_at_ms: Option<i64>,
    /// The last one was used: a new one is due.
    pub recovery_used: bool,
    /// Made by themselves on the same disk, the newest first.
    pub backups: Vec<AutomaticBackup>,
    /// Of the encrypted file, with what was written last beside it.
    pub file_bytes: u64,
    /// On the same disk; nothing where it cannot be asked.
    pub free_bytes: Option<u64>,
}

/// 报告故障: what helps to find a fault, with no word about a person in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Faults {
    pub now_ms: i64,
    /// The operating system, by the name it gives itself.
    pub system: String,
    /// How many of each record there are.
    pub rows: Vec<FetchedPart>,
    /// What was refused in this run of the program, the newest first.
    pub refused: Vec<Refused>,
}

/// An operation that did not give what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Refused {
    pub at_ms: i64,
    pub operation: String,
    pub code: Code,
}

/// A backup that was made by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AutomaticBackup {
    pub name: String,
    pub made_at_ms: i64,
    pub bytes: u64,
}

/// How far a backup or a restore has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct BackupProgress {
    pub step: BackupStep,
    pub percent: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackupStep {
    Copying,
    Writing,
    Reading,
}

/// The passphrase of the backup's day; of which backup, where it is one made by itself, else the file that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RestoreRequest {
    pub passphrase: String,
    pub name: Option<String>,
}

/// The passphrase as it is, and as it shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PassphraseChange {
    pub old: String,
    pub new: String,
}

/// A recovery key as it was written down, and the passphrase that is to open from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecoverRequest {
    pub key: String,
    pub passphrase: String,
}

/// A new recovery key, told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecoveryMade {
    pub key: String,
}

/// Characters of a passphrase.
pub const PASSPHRASE_LEAST: usize = 8;

/// A new passphrase must be long enough.
pub fn check_new(passphrase: &str) -> Result<(), ApiError> {
    if passphrase.chars().count() < PASSPHRASE_LEAST {
        return Err(ApiError::violation("passphrase", "too_short"));
    }
    Ok(())
}

/// Server, one-time code, new passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct EnrolRequest {
    pub server: String,
    pub code: String,
    pub passphrase: String,
}

/// What became of the laptop's profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProfileState {
    None,
    Locked,
    Open,
    Fetching,
    Damaged,
    Newer,
    ReadOnly,
    InUse,
}
