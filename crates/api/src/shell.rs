//! What the desktop's shell itself answers: types only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    pub fetched: u64,
    pub to_fetch: u64,
}

/// The passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct UnlockRequest {
    pub passphrase: String,
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
