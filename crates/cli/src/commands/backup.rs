//! `backup`, `restore`: the whole profile as one file, encrypted as it is.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use store::profile::Backup as Made;
use terminal::{Failure, Report};

use super::Run;
use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The file to read
    from: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        Ok(report(
            &session.keeper.backup(session.env.as_ref(), &self.out)?,
        ))
    }
}

impl Restore {
    pub(super) fn run(&self, run: &Run) -> Result<Report, Failure> {
        Ok(report(&run.folder.restore(run.env.as_ref(), &self.from)?))
    }
}

fn report(made: &Made) -> Report {
    Report::object(json!({"hash": made.hash, "rows": made.rows}))
}
