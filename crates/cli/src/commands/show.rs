//! `show`: one record, with its history.

use clap::Args;
use domain::{RecordInfo, records};
use serde_json::{Value, json};
use terminal::{Failure, Report, moment};

use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The record
    id: String,
    /// Who changed what, when
    #[arg(long)]
    history: bool,
    /// Sensitive fields in full; that they were shown is recorded
    #[arg(long)]
    reveal: bool,
}

impl Show {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let found = session.call("record.find", json!({"id": self.id}))?;
        let name = found["record"].as_str().unwrap_or_default();
        let mut row = flat(name, &found["view"]);
        if let (true, Some(record)) = (self.reveal, records::by_name(name)) {
            reveal_all(session, record, &mut row)?;
        }
        let mut shown = json!({"record": row});
        if self.history {
            let known = session.call("record.history", json!({"record": name, "id": self.id}))?;
            let history: Vec<Value> = known["rows"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|row| {
                    json!({
                        "who": row["by_name"], "when": moment(row["at_ms"].as_i64()), "record": row["record"],
                        "field": row["field"], "from": row["from"], "to": row["to"], "reason": row["reason"],
                        "state": row["receipt"]["state"], "number": row["receipt"]["number"],
                    })
                })
                .collect();
            shown["history"] = history.into();
            shown["older_at_county"] = known["is_older_at_county"].clone();
        }
        Ok(Report::object(shown))
    }
}

/// A view as one object: its fields by name, and beside them id, version and how far its last change has come.
pub(super) fn flat(record: &str, view: &Value) -> Value {
    let mut row = view["fields"].clone();
    row["record"] = record.into();
    row["id"] = view["id"].clone();
    row["version"] = view["version"].clone();
    // A measure has a field `state` of its own.
    row["state_of_change"] = view["receipt"]["state"].clone();
    row["receipt"] = view["receipt"].clone();
    row["conflict_fields"] = view["conflict_fields"].clone();
    row
}

/// Puts what is masked in full, each showing recorded.
pub(super) fn reveal_all(
    session: &Session,
    record: &RecordInfo,
    row: &mut Value,
) -> Result<(), Failure> {
    for field in record
        .fields
        .iter()
        .filter(|field| field.sensitive.is_some())
    {
        let is_set =
            !matches!(row.get(field.name), None | Some(Value::Null)) && row[field.name] != "";
        if is_set {
            row[field.name] = session.reveal(record.name, &row["id"], field.name)?;
        }
    }
    Ok(())
}
