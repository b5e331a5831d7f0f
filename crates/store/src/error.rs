//! What can go wrong with a replica's file.

use domain::{Violation, cbor::Malformed};

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The passphrase does not open the key.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Too many wrong passphrases: so many seconds to wait.
    #[error("wait {0} seconds")]
    TooManyAttempts(u64),
    /// The file is cut, overwritten or not ours.
    #[error("the file {0} is damaged")]
    Damaged(String),
    /// The file was written by a newer program.
    #[error("this file was written by version {file}, and this program reads up to {program}")]
    Newer {
        /// Schema of the file.
        file: i64,
        /// Highest schema of this program.
        program: i64,
    },
    /// Another program has the file open.
    #[error("another program has the file open")]
    InUse,
    /// The folder cannot be written.
    #[error("the folder {0} cannot be written")]
    ReadOnly(String),
    /// The disk is full; nothing of the save is in the file.
    #[error("the disk is full")]
    DiskFull,
    /// A copy does not fit.
    #[error("{path} has {free} bytes, and {needed} are needed")]
    NoRoom {
        /// Where.
        path: String,
        /// Bytes of the copy.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// So many sets wait for the county: nothing goes over them.
    #[error("{0} changes are not with the county yet")]
    Unsent(u64),
    /// The backup is another person's.
    #[error("this backup belongs to {0}")]
    AnotherPerson(String),
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
    /// There is no profile in the folder.
    #[error("there is no profile in {0}")]
    NoProfile(String),
    /// A profile is there already.
    #[error("there is a profile in {0}")]
    ProfileExists(String),
    /// A rule says no; nothing changed.
    #[error("{0:?}")]
    Violations(Vec<Violation>),
    /// The row is not here.
    #[error("row absent")]
    RowAbsent,
    /// Over the bound of a set.
    #[error("the change is too large: {0}")]
    TooLarge(&'static str),
    /// The simulator stops here.
    #[error("crashed at {0}")]
    Crashed(&'static str),
    /// Bytes in the file are not what was written.
    #[error("malformed bytes in the file: {0}")]
    Malformed(#[from] Malformed),
    /// What is not foreseen.
    #[error("sqlite: {0}")]
    Sqlite(rusqlite::Error),
    /// The same, of the file system.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: String,
        /// What.
        #[source]
        source: std::io::Error,
    },
    /// JSON in a file of the profile.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Would the same bytes fail again, whatever the disk and the machine do?
    pub(crate) fn is_of_the_bytes(&self) -> bool {
        match self {
            Self::Malformed(_) | Self::TooLarge(_) | Self::RowAbsent => true,
            Self::Damaged(what) => what == "mine",
            Self::Sqlite(rusqlite::Error::SqliteFailure(error, _)) => {
                error.code == rusqlite::ErrorCode::ConstraintViolation
            }
            _ => false,
        }
    }

    /// Its word in JSON and text keys.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "wrong_passphrase",
            Self::TooManyAttempts(_) => "too_many_attempts",
            Self::Damaged(_) | Self::Malformed(_) => "file_damaged",
            Self::Newer { .. } => "file_newer",
            Self::InUse => "file_in_use",
            Self::ReadOnly(_) => "folder_read_only",
            Self::DiskFull => "disk_full",
            Self::NoRoom { .. } => "no_room",
            Self::Unsent(_) => "unsent",
            Self::AnotherPerson(_) => "another_person",
            Self::Stopped => "stopped",
            Self::NoProfile(_) => "no_profile",
            Self::ProfileExists(_) => "profile_exists",
            Self::Violations(_) => "violations",
            Self::RowAbsent => "row_absent",
            Self::TooLarge(_) => "too_large",
            Self::Crashed(_) | Self::Sqlite(_) | Self::Io { .. } | Self::Json(_) => "failed",
        }
    }

    /// `source` at `path`, with the full disk and the read-only folder told apart.
    pub fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(path)
            }
            _ => Self::Io { path, source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(String::new()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged(String::new())
            }
            _ => Self::Sqlite(error),
        }
    }
}
