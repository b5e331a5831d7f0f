//! `export`: workbooks with the headers that counties use.

use std::path::PathBuf;

use api::export::{ExportKind, ExportRequest, export};
use clap::{Args, ValueEnum};
use serde_json::json;
use terminal::{Failure, Report};

use crate::session::Session;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Households,
    Visits,
    Stays,
    Measures,
    Problems,
    Requests,
    Wishes,
    Distributions,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Of what
    what: What,
    /// The .xlsx to write
    out: PathBuf,
    /// From this day
    #[arg(long, value_name = "D")]
    from: Option<String>,
    /// Until this day
    #[arg(long, value_name = "D")]
    to: Option<String>,
    /// Only this division
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// Sensitive fields in full; that they were shown is recorded
    #[arg(long)]
    reveal: bool,
}

impl Export {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let request = ExportRequest {
            kind: match self.what {
                What::Households => ExportKind::Households,
                What::Visits => ExportKind::Visits,
                What::Stays => ExportKind::Stays,
                What::Measures => ExportKind::Measures,
                What::Problems => ExportKind::Problems,
                What::Requests => ExportKind::Requests,
                What::Wishes => ExportKind::Wishes,
                What::Distributions => ExportKind::Distributions,
            },
            from: self.from.clone(),
            to: self.to.clone(),
            area: self.area.clone(),
            reveal: self.reveal,
        };
        let made = export(&session.host()?, &request)?;
        store::profile::write_file(&self.out, &made.bytes)?;
        Ok(Report::object(json!({"rows": made.rows})))
    }
}
