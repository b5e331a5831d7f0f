//! Why an operation brought no answer: a word for machines, a line for the log. Texts for people are in the locales.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::StoreError;
use ts_rs::TS;

use crate::common::Violation;

/// Every word that an operation can be refused with.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request is not what the operation takes.
    Malformed,
    /// There is no such operation.
    UnknownOperation,
    /// The operation belongs to the other side.
    OtherSide,
    /// The role or the area does not allow it.
    NotPermitted,
    /// There is no such row, or none that the person may see.
    NotFound,
    /// Rules say no; nothing changed.
    Violations,
    /// Nothing is left to be undone.
    NothingToUndo,
    /// More was written since on what would be taken away.
    BuiltUpon,
    /// People live in the household that would be deleted.
    HasMembers,
    /// Over a bound.
    TooLarge,
    /// A file that cannot be read.
    PhotoUnreadable,
    /// A file without a byte.
    PhotoEmpty,
    /// These bytes are no picture.
    PhotoNotAPicture,
    /// A picture of a kind that some telephones write and this program does not open.
    PhotoHeic,
    /// A drawing of lines and words, which may hold a program.
    PhotoDrawing,
    /// A picture that is cut or damaged.
    PhotoBroken,
    /// A picture of too many bytes.
    PhotoTooLarge,
    /// A picture of too many pixels.
    PhotoTooManyPixels,
    /// The county is busy: nothing is lost, ask again.
    RetryLater,
    /// The file is not open: locked, or the first sync is not through.
    NotReady,
    /// The disk is full; nothing of the save is in the file.
    DiskFull,
    /// A copy does not fit where it was to lie.
    NoRoom,
    /// Work waits for the county: nothing goes over it.
    Unsent,
    /// The backup is another person's.
    AnotherPerson,
    /// The person stopped it.
    Stopped,
    /// The list that was to be printed is empty.
    PrintNothing,
    /// More lines than one paper may have.
    PrintTooLong,
    /// The print program is not there.
    PrintMissing,
    /// The print program broke off.
    PrintBroken,
    /// The print took longer than it may.
    PrintSlow,
    /// The person stopped the print.
    PrintStopped,
    /// The fonts lack a character; the detail says which and where, as JSON.
    PrintGlyph,
    /// The paper of this preview is no longer held.
    PrintGone,
    /// No printer is set up here.
    NoPrinter,
    /// A file that was asked for could not be written where it was to lie.
    FileNotWritten,
    /// The file is damaged.
    FileDamaged,
    /// The file was written by a newer program.
    FileNewer,
    /// Another program has the file open.
    FileInUse,
    /// The folder cannot be written.
    FolderReadOnly,
    /// The passphrase does not open the key.
    WrongPassphrase,
    /// Not foreseen.
    Failed,
}

impl Code {
    /// All of them, for the texts and the tests.
    pub const ALL: [Self; 41] = [
        Self::Malformed,
        Self::UnknownOperation,
        Self::OtherSide,
        Self::NotPermitted,
        Self::NotFound,
        Self::Violations,
        Self::NothingToUndo,
        Self::BuiltUpon,
        Self::HasMembers,
        Self::TooLarge,
        Self::PhotoUnreadable,
        Self::PhotoEmpty,
        Self::PhotoNotAPicture,
        Self::PhotoHeic,
        Self::PhotoDrawing,
        Self::PhotoBroken,
        Self::PhotoTooLarge,
        Self::PhotoTooManyPixels,
        Self::RetryLater,
        Self::NotReady,
        Self::DiskFull,
        Self::NoRoom,
        Self::Unsent,
        Self::AnotherPerson,
        Self::Stopped,
        Self::PrintNothing,
        Self::PrintTooLong,
        Self::PrintMissing,
        Self::PrintBroken,
        Self::PrintSlow,
        Self::PrintStopped,
        Self::PrintGlyph,
        Self::PrintGone,
        Self::NoPrinter,
        Self::FileNotWritten,
        Self::FileDamaged,
        Self::FileNewer,
        Self::FileInUse,
        Self::FolderReadOnly,
        Self::WrongPassphrase,
        Self::Failed,
    ];

    /// Its word in JSON and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownOperation => "unknown_operation",
            Self::OtherSide => "other_side",
            Self::NotPermitted => "not_permitted",
            Self::NotFound => "not_found",
            Self::Violations => "violations",
            Self::NothingToUndo => "nothing_to_undo",
            Self::BuiltUpon => "built_upon",
            Self::HasMembers => "has_members",
            Self::TooLarge => "too_large",
            Self::PhotoUnreadable => "photo_unreadable",
            Self::PhotoEmpty => "photo_empty",
            Self::PhotoNotAPicture => "photo_not_a_picture",
            Self::PhotoHeic => "photo_heic",
            Self::PhotoDrawing => "photo_drawing",
            Self::PhotoBroken => "photo_broken",
            Self::PhotoTooLarge => "photo_too_large",
            Self::PhotoTooManyPixels => "photo_too_many_pixels",
            Self::RetryLater => "retry_later",
            Self::NotReady => "not_ready",
            Self::DiskFull => "disk_full",
            Self::NoRoom => "no_room",
            Self::Unsent => "unsent",
            Self::AnotherPerson => "another_person",
            Self::Stopped => "stopped",
            Self::PrintNothing => "print_nothing",
            Self::PrintTooLong => "print_too_long",
            Self::PrintMissing => "print_missing",
            Self::PrintBroken => "print_broken",
            Self::PrintSlow => "print_slow",
            Self::PrintStopped => "print_stopped",
            Self::PrintGlyph => "print_glyph",
            Self::PrintGone => "print_gone",
            Self::NoPrinter => "no_printer",
            Self::FileNotWritten => "file_not_written",
            Self::FileDamaged => "file_damaged",
            Self::FileNewer => "file_newer",
            Self::FileInUse => "file_in_use",
            Self::FolderReadOnly => "folder_read_only",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::Failed => "failed",
        }
    }

    /// HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NotPermitted | Self::WrongPassphrase | Self::AnotherPerson => 403,
            Self::UnknownOperation | Self::OtherSide | Self::NotFound | Self::PrintGone => 404,
            Self::NothingToUndo
            | Self::BuiltUpon
            | Self::HasMembers
            | Self::Unsent
            | Self::Stopped
            | Self::PrintStopped => 409,
            Self::TooLarge
            | Self::PhotoTooLarge
            | Self::PhotoTooManyPixels
            | Self::PrintTooLong => 413,
            Self::Violations
            | Self::PhotoUnreadable
            | Self::PhotoEmpty
            | Self::PhotoNotAPicture
            | Self::PhotoHeic
            | Self::PhotoDrawing
            | Self::PhotoBroken
            | Self::PrintNothing
            | Self::PrintGlyph => 422,
            Self::RetryLater
            | Self::NotReady
            | Self::FileInUse
            | Self::PrintSlow
            | Self::NoPrinter => 503,
            Self::DiskFull | Self::NoRoom => 507,
            Self::FileDamaged
            | Self::FileNewer
            | Self::FileNotWritten
            | Self::PrintMissing
            | Self::PrintBroken
            | Self::FolderReadOnly
            | Self::Failed => 500,
        }
    }
}

/// An operation that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema, thiserror::Error)]
#[error("{}: {detail}", code.word())]
pub struct ApiError {
    /// For machines and text keys. Shell and server have words of their own beside these.
    #[ts(as = "String")]
    pub code: Code,
    /// For the log.
    pub detail: String,
    /// What rules say, with [`Code::Violations`].
    pub violations: Vec<Violation>,
}

impl ApiError {
    /// `code`, with a line for the log.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            violations: Vec::new(),
        }
    }

    /// There is no such row, or none that the person may see: the answer is the same.
    pub fn not_found(record: &str, id: impl std::fmt::Display) -> Self {
        Self::new(Code::NotFound, format!("no {record} {id}"))
    }

    /// One rule says no.
    pub fn violation(field: &str, code: &str) -> Self {
        domain::Violation::new(field, code).into()
    }
}

impl From<domain::Violation> for ApiError {
    fn from(violation: domain::Violation) -> Self {
        vec![violation].into()
    }
}

impl From<Vec<domain::Violation>> for ApiError {
    fn from(violations: Vec<domain::Violation>) -> Self {
        let words: Vec<String> = violations
            .iter()
            .map(|found| format!("{} {}", found.field, found.code))
            .collect();
        Self {
            code: Code::Violations,
            detail: words.join(", "),
            violations: violations.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<domain::Violation> for Violation {
    fn from(violation: domain::Violation) -> Self {
        Self {
            field: violation.field,
            code: violation.code,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Violations(_) => Code::Violations,
            StoreError::WrongPassphrase => Code::WrongPassphrase,
            StoreError::Damaged(_) | StoreError::Malformed(_) => Code::FileDamaged,
            StoreError::Newer { .. } => Code::FileNewer,
            StoreError::InUse => Code::FileInUse,
            StoreError::ReadOnly(_) => Code::FolderReadOnly,
            StoreError::DiskFull => Code::DiskFull,
            StoreError::NoRoom { .. } => Code::NoRoom,
            StoreError::Unsent(_) => Code::Unsent,
            StoreError::AnotherPerson(_) => Code::AnotherPerson,
            StoreError::Stopped => Code::Stopped,
            StoreError::NoProfile(_) => Code::NotReady,
            StoreError::RowAbsent => Code::NotFound,
            StoreError::TooLarge(_) => Code::TooLarge,
            _ => Code::Failed,
        };
        if let StoreError::Violations(violations) = error {
            return violations.into();
        }
        Self::new(code, error.to_string())
    }
}
