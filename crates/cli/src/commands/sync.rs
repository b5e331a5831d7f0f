//! `sync`: push, then pull, then photos.

use std::{
    io::{IsTerminal, Write},
    time::Duration,
};

use clap::Args;
use serde_json::json;
use sync::{Progress, laptop};
use terminal::{Exit, Failure, Report};

use crate::session::{APP, Session};

#[derive(Debug, Args)]
pub(super) struct Sync {
    /// Seconds to wait for one answer
    #[arg(long, value_name = "S", default_value_t = 30)]
    timeout: u64,
}

impl Sync {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let timeout = Duration::from_secs(self.timeout);
        let (report, result) = laptop::run(
            &session.store,
            session.env.as_ref(),
            &session.identity,
            &session.keeper,
            (APP, timeout),
            &mut progress(),
        );
        // One after the other: two guards in one statement would wait for each other.
        let position = session.store().position()?;
        let waiting = session.store().waiting()?;
        let json = json!({
            "pushed": report.pushed,
            "receipts": report.receipts,
            "merged": report.merged,
            "returned": report.returned,
            "quarantined": report.quarantined,
            "pulled": report.pulled,
            "photos_sent": report.photos_sent,
            "bytes_up": report.bytes_up,
            "bytes_down": report.bytes_down,
            "requests": report.requests,
            "position": {"epoch": hex::encode(position.mark), "seq": position.seq},
            "pending": waiting.sets,
            "complete": report.complete,
        });
        if let Err(error) = result {
            return Err(Failure::from(error).with("report", json));
        }
        let needs_person =
            report.merged + report.returned + report.quarantined > 0 || report.checkpoint_differs;
        Ok(Report::object(json).with_exit(if needs_person {
            Exit::NeedsPerson
        } else {
            Exit::Done
        }))
    }
}

/// Fetches all that the laptop may hold; gives the rows it holds then.
pub(super) fn first_sync(session: &Session, timeout: Duration) -> Result<u64, Failure> {
    let (_, result) = laptop::run(
        &session.store,
        session.env.as_ref(),
        &session.identity,
        &session.keeper,
        (APP, timeout),
        &mut progress(),
    );
    result?;
    let store = session.store();
    let contents = store.contents(&store.scope()?)?;
    Ok(contents.tables.values().map(|table| table.rows).sum())
}

/// Drawn on a terminal only, so that nothing but messages lies in a log.
fn progress() -> impl FnMut(Progress) -> bool {
    let drawn = std::io::stderr().is_terminal();
    move |at| {
        if drawn {
            let done = (at.position * 100).checked_div(at.head).unwrap_or(0);
            _ = write!(
                std::io::stderr().lock(),
                "\r{} rows · {} receipts · {} photos · {done}% ",
                at.rows + at.pulled,
                at.receipted,
                at.photos_sent
            );
        }
        true
    }
}
