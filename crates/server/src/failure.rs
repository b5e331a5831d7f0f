//! How what this server could not do ends a command.

use std::fmt::Write as _;

use terminal::{Exit, Failure};

use crate::{accounts::AccountError, data::DataError, db::DbError, http::TlsError};

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        let (code, hint) = match &error {
            DbError::Newer { .. } => ("newer_file", "Install the newer program"),
            DbError::Missing(_) => ("not_initialised", "Run: zhucun-server init --county CODE"),
            DbError::Sqlite(_) => ("failed", ""),
        };
        Self::new(Exit::Failed, code, chain(&error)).hint(hint)
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Self {
        let (exit, code, hint) = match &error {
            DataError::NotInitialised { .. } => (
                Exit::Refused,
                "not_initialised",
                "Run: zhucun-server init --county CODE",
            ),
            DataError::AlreadyInitialised { .. } => (
                Exit::Refused,
                "already_initialised",
                "Choose another --data folder",
            ),
            DataError::InUse { .. } => (Exit::Unreachable, "in_use", "Stop the other server first"),
            DataError::Damaged { .. } => {
                (Exit::Failed, "damaged", "Restore the file from a backup")
            }
            DataError::Io { .. } => (
                Exit::Failed,
                "failed",
                "Check the folder's permissions and free space",
            ),
        };
        Self::new(exit, code, chain(&error)).hint(hint)
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        let hint = match &error {
            AccountError::UnknownRole(_) => domain::access::ROLES.join(" "),
            AccountError::UnknownArea(_) => {
                "A division code of this county, of 6, 9 or 12 digits".to_owned()
            }
            AccountError::AreaAboveVillage(..) => {
                "A village's code of 12 digits; somebody who serves in two has an account in each, the second with \
                 --person and the id of the first (account list): by name they would be two people"
                    .to_owned()
            }
            AccountError::Db(_) | AccountError::Password(_) => {
                return Self::new(Exit::Failed, "failed", chain(&error));
            }
            _ => String::new(),
        };
        Self::new(Exit::Refused, error.code(), error.to_string()).hint(&hint)
    }
}

impl From<TlsError> for Failure {
    fn from(error: TlsError) -> Self {
        Self::new(Exit::Failed, "certificate", chain(&error))
            .hint("Both files must be PEM, and belong together")
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let _ = write!(text, ": {inner}");
        source = inner.source();
    }
    text
}
