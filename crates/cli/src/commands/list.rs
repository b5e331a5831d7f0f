//! `list`: rows of any record, and what needs a person.

use clap::Args;
use domain::{Kind, RecordInfo};
use serde_json::{Map, Value, json};
use terminal::{Exit, Failure, Report};

use super::show::{flat, reveal_all};
use crate::{lookup, session::Session};

#[derive(Debug, Args)]
pub(super) struct List {
    /// A record's plural such as visits, or conflicts, returned, inbox
    kind: String,
    /// Only this division
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// Only this household: id, number or name of its head
    #[arg(long, value_name = "ID")]
    household: Option<String>,
    /// Only this person
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// From this day
    #[arg(long, value_name = "D")]
    from: Option<String>,
    /// Until this day
    #[arg(long, value_name = "D")]
    to: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    /// Behind this one: `next` of the list before
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// Sensitive fields in full; that they were shown is recorded
    #[arg(long)]
    reveal: bool,
}

impl List {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        match self.kind.as_str() {
            "conflicts" => self.page(
                session,
                "sync.conflicts",
                &["id", "record", "title", "policy", "standing_by"],
            ),
            "returned" => self.page(
                session,
                "sync.refused",
                &["change_set", "verdict", "reason", "title", "content"],
            ),
            _ => self.records(session),
        }
    }

    /// Lists of the sync centre, whose cursor is how many were shown.
    fn page(
        &self,
        session: &Session,
        operation: &str,
        columns: &[&str],
    ) -> Result<Report, Failure> {
        let offset: u64 = match &self.after {
            None => 0,
            Some(cursor) => cursor.parse().map_err(|_| {
                Failure::new(Exit::Usage, "usage", "this list's cursor is a number")
            })?,
        };
        let page = session.call(operation, json!({"limit": self.limit, "offset": offset}))?;
        let rows = page["rows"].as_array().cloned().unwrap_or_default();
        let shown = offset + rows.len() as u64;
        let more = !rows.is_empty() && page["total"].as_u64().is_some_and(|total| total > shown);
        let next = if more {
            Value::String(shown.to_string())
        } else {
            Value::Null
        };
        Ok(Report::rows(rows, next, columns))
    }

    fn records(&self, session: &Session) -> Result<Report, Failure> {
        let record = lookup::kind(&self.kind).ok_or_else(|| {
            let names: Vec<&str> = domain::records::REGISTRY
                .iter()
                .map(|record| record.name)
                .collect();
            Failure::new(
                Exit::Usage,
                "usage",
                format!("there is no record {}", self.kind),
            )
            .hint(&names.join(" "))
        })?;
        let household = self
            .household
            .as_deref()
            .map(|text| lookup::household(session, text))
            .transpose()?;
        let page = session.call(
            "record.list",
            json!({
                "record": record.name, "area": self.area, "household_id": household, "person_id": self.person,
                "from": self.from, "to": self.to, "limit": self.limit, "after": self.after,
            }),
        )?;
        let mut rows = Vec::new();
        for view in page["rows"].as_array().into_iter().flatten() {
            let mut row = flat(record.name, view);
            if self.reveal {
                reveal_all(session, record, &mut row)?;
            }
            rows.push(row);
        }
        let columns = columns(record, &rows);
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        Ok(Report::rows(rows, page["next"].clone(), &columns))
    }
}

/// For people: the id, and what short fields hold anything at all.
fn columns(record: &RecordInfo, rows: &[Value]) -> Vec<String> {
    const COLUMNS_MAX: usize = 7;
    let empty = Map::new();
    let holds = |name: &str| {
        rows.iter().any(|row| {
            !matches!(
                row.as_object().unwrap_or(&empty).get(name),
                None | Some(Value::Null)
            ) && row[name] != ""
        })
    };
    let mut names = vec!["id".to_owned()];
    names.extend(
        record
            .fields
            .iter()
            .filter(|field| field.kind != Kind::Id && holds(field.name))
            .map(|field| field.name.to_owned())
            .take(COLUMNS_MAX),
    );
    names.push("state_of_change".to_owned());
    names
}
