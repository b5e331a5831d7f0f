//! What the HTTP face asks of the parts behind it: operations, the exchange, and who may see which file.
//! Everything here is called on a blocking thread and may panic without taking the server down.

use std::{fmt, sync::Arc};

use domain::Id;
use serde_json::Value;

use crate::{
    accounts::{Account, Caller},
    blobs::FileHash,
    devices::Device,
    replica::ReplicaError,
};

/// One operation of `api`: who asks, its name, its request.
pub type ApiCall = Arc<dyn Fn(&Caller, &str, Value) -> Result<Value, ApiFailure> + Send + Sync>;
/// One exchange of `sync.md` §10, bytes in and out. Also asked by revoked devices: see [`Device::revoked`].
pub type Exchange = Arc<dyn Fn(Device, &[u8]) -> Result<Vec<u8>, SyncFailure> + Send + Sync>;
/// One state block of a first sync.
pub type StateCall = Arc<dyn Fn(Device, StateQuery) -> Result<Vec<u8>, SyncFailure> + Send + Sync>;
/// Older entries of the rows that a person looks at.
pub type OlderCall = Arc<dyn Fn(Device, &[u8]) -> Result<Vec<u8>, SyncFailure> + Send + Sync>;
/// How many rows an account's laptop will hold, for the bar of its first sync.
pub type Holds = Arc<dyn Fn(&Account) -> Result<u64, ReplicaError> + Send + Sync>;
/// Does some change set name this file?
pub type Wanted = Arc<dyn Fn(&FileHash) -> Result<bool, ReplicaError> + Send + Sync>;
/// The media type of a file if a row that this account may see owns it.
pub type Readable =
    Arc<dyn Fn(&Account, &FileHash) -> Result<Option<String>, ReplicaError> + Send + Sync>;
/// The file behind a photo row that this caller may see.
pub type PhotoOf =
    Arc<dyn Fn(&Caller, Id, PhotoSize) -> Result<Option<PhotoFile>, ReplicaError> + Send + Sync>;
/// Told once a file lies whole and durable in the store.
pub type Arrived = Arc<dyn Fn(&FileHash, u64) + Send + Sync>;

/// All seams, handed to [`crate::http::router`].
#[derive(Clone)]
pub struct Seams {
    pub api: ApiCall,
    pub exchange: Exchange,
    pub state: StateCall,
    pub older: OlderCall,
    pub holds: Holds,
    pub wanted: Wanted,
    pub readable: Readable,
    pub photo: PhotoOf,
    pub arrived: Arrived,
    /// The OpenAPI document, served as it is.
    pub openapi: Arc<str>,
}

impl fmt::Debug for Seams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seams").finish_non_exhaustive()
    }
}

/// An operation that was refused. `more` is merged into the answer beside `code` and `detail`.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiFailure {
    /// HTTP status, 400–599.
    pub status: u16,
    pub code: String,
    pub detail: String,
    pub more: serde_json::Map<String, Value>,
}

/// Why an exchange brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncFailure {
    /// Not the bytes of an exchange.
    #[error("{0}")]
    Malformed(String),
    /// The county is busy or behind: nothing is lost, ask again.
    #[error("The county is busy")]
    RetryLater,
    /// The device may not ask this.
    #[error("{0}")]
    NotPermitted(String),
    /// Not signed by the device that the token names.
    #[error("The signature is not this laptop's")]
    BadSignature,
    /// The laptop stands where this log never was: the county was restored (`sync.md` §4).
    #[error("The position is not on this county's log")]
    PositionUnknown,
    /// The laptop must be upgraded before it can pull.
    #[error("{0}")]
    UpgradeNeeded(String),
    #[error("{0}")]
    Failed(String),
}

/// Which state block is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct StateQuery {
    /// As the client wrote it.
    #[serde(default)]
    pub place: String,
    /// Where the last block ended, as the client got it; empty at the start.
    #[serde(default)]
    pub after: String,
    /// The position of the first block, as `seq.mark`; empty at the start.
    #[serde(default)]
    pub from: String,
}

/// Photos are kept in three sizes (`sync.md` §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PhotoSize {
    Thumb,
    Middle,
    #[default]
    Original,
}

/// A file and how to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoFile {
    pub hash: FileHash,
    pub media_type: String,
}
