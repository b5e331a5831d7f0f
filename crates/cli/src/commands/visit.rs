//! `visit add`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use terminal::{Exit, Failure, Report};

use crate::{lookup, session::Session};

#[derive(Debug, Subcommand)]
pub(super) enum Visit {
    /// Records a visit
    #[command(
        after_help = "zhucun visit add --household 卿德明 --note 危房改造在等砖 --photo 墙.jpg"
    )]
    Add(Add),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The household: id, number or name of its head
    #[arg(long)]
    household: String,
    /// The day; today by default
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// What was seen and said
    #[arg(long)]
    note: String,
    /// What was done; may be given several times
    #[arg(long, value_name = "CODE")]
    purpose: Vec<String>,
    /// What the household asks for, to be followed until it confirms that it is done
    #[arg(long, value_name = "TEXT", default_value = "")]
    request: String,
    /// A picture; may be given several times
    #[arg(long, value_name = "FILE")]
    photo: Vec<PathBuf>,
}

impl Visit {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let Self::Add(it) = self;
        let household = lookup::household(session, &it.household)?;
        let mut photos = Vec::with_capacity(it.photo.len());
        for path in &it.photo {
            let bytes = std::fs::read(path).map_err(|error| {
                Failure::new(
                    Exit::Failed,
                    "failed",
                    format!("{}: {error}", path.display()),
                )
            })?;
            let put = api::photos::put(&session.host()?, &bytes)?;
            let mut photo = serde_json::to_value(put)?;
            photo["caption"] = Value::String(String::new());
            photos.push(photo);
        }
        let own = session.call("session.get", json!({}))?;
        let purposes = if it.purpose.is_empty() {
            vec!["routine".to_owned()]
        } else {
            it.purpose.clone()
        };
        let saved = session.call(
            "visit.record",
            json!({
                "id": null, "base": 0, "household_id": household,
                "visited_on": it.on.clone().unwrap_or_else(|| session.today()),
                "person_ids": [own["person_id"]], "mode": "home", "purposes": purposes, "policies": [],
                "met": "", "note": it.note, "satisfaction": "", "photos": photos,
                "problem": "", "problem_due_on": null, "request": it.request, "reason": null,
            }),
        )?;
        Ok(saved_report(&saved))
    }
}

/// `id, change_set, state` of any save.
pub(super) fn saved_report(saved: &Value) -> Report {
    Report::object(
        json!({"id": saved["id"], "change_set": saved["change_set"], "state": saved["state"]}),
    )
}
