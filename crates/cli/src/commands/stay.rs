//! `stay add`: one row per person and date, so that a second call edits the first.

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use terminal::{Exit, Failure, Report};

use super::visit::saved_report;
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(super) enum Stay {
    /// Records a day and its night; a second time edits them
    #[command(after_help = "zhucun stay add --on 2018-09-30 --day village --night stayed")]
    Add(Add),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The day; today by default
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// village, trip, meeting, leave or holiday
    #[arg(long)]
    day: Option<String>,
    /// stayed or duty
    #[arg(long)]
    night: Option<String>,
    /// Division code of where; one's own village by default
    #[arg(long, value_name = "CODE")]
    place: Vec<String>,
    /// A remark
    #[arg(long)]
    note: Option<String>,
}

impl Stay {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let Self::Add(it) = self;
        if it.day.is_none() && it.night.is_none() && it.note.is_none() && it.place.is_empty() {
            let detail = "nothing to record: give a day, a night or a note";
            return Err(Failure::new(Exit::Usage, "usage", detail).hint("--night stayed"));
        }
        let places = match (&it.place, &it.day) {
            (places, _) if !places.is_empty() => Some(places.clone()),
            (_, Some(day)) if day == "village" => Some(vec![session.identity.area.clone()]),
            _ => None,
        };
        let night_place = it.night.as_ref().map(|_| match it.place.last() {
            Some(place) => place.clone(),
            None => session.identity.area.clone(),
        });
        let recorded = session.call(
            "stay.record",
            json!({
                "on": [it.on.clone().unwrap_or_else(|| session.today())],
                "day": it.day, "night": it.night, "day_places": places, "night_place": night_place, "note": it.note,
            }),
        )?;
        let saved = recorded["saved"].get(0).cloned().unwrap_or(Value::Null);
        Ok(saved_report(&saved))
    }
}
