//! `search`.

use clap::Args;
use serde_json::{Value, json};
use terminal::{Failure, Report};

use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Search {
    /// Name, pinyin, initials, number tail, phone or group
    text: String,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

impl Search {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let found = session.call(
            "household.search",
            json!({"q": self.text, "limit": self.limit}),
        )?;
        let rows: Vec<Value> = found["hits"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|hit| {
                json!({
                    "kind": "household", "id": hit["id"], "title": hit["head_name"], "why": hit["why"],
                    "matched": hit["matched_name"], "number": hit["number"], "village": hit["village_name"],
                    "group": hit["group_name"], "last_visit_on": hit["last_visit_on"],
                })
            })
            .collect();
        Ok(Report::rows(
            rows,
            Value::Null,
            &["id", "title", "matched", "why", "group", "village"],
        ))
    }
}
