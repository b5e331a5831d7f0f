//! `set`: edits any record.

use clap::Args;
use domain::records;
use serde_json::{Map, json};
use terminal::{Exit, Failure, Report};

use super::visit::saved_report;
use crate::{lookup, session::Session};

#[derive(Debug, Args)]
pub(super) struct Set {
    /// The record
    id: String,
    /// FIELD=VALUE; lists by commas, money in yuan as amount=12.50, nothing behind = clears
    #[arg(required = true, value_name = "FIELD=VALUE")]
    values: Vec<String>,
    /// Why, where a rule asks for it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Set {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let found = session.call("record.find", json!({"id": self.id}))?;
        let name = found["record"].as_str().unwrap_or_default();
        let record = records::by_name(name)
            .ok_or_else(|| Failure::new(Exit::Failed, "failed", format!("no record {name}")))?;
        let mut fields = Map::new();
        for value in &self.values {
            let (field, value) = lookup::assignment(record, value)?;
            fields.insert(field, value);
        }
        let save = json!({
            "id": self.id, "base": found["view"]["version"], "fields": fields, "reason": self.reason,
        });
        Ok(saved_report(&session.call(
            "record.save",
            json!({"record": name, "save": save}),
        )?))
    }
}
