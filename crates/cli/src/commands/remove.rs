//! `remove`: a soft delete.

use clap::Args;
use serde_json::json;
use terminal::{Failure, Report};

use super::visit::saved_report;
use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The record
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Remove {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let found = session.call("record.find", json!({"id": self.id}))?;
        let remove =
            json!({"id": self.id, "base": found["view"]["version"], "reason": self.reason});
        let request = json!({"record": found["record"], "remove": remove});
        Ok(saved_report(&session.call("record.remove", request)?))
    }
}
