//! `verify`: is everything that the county holds whole? Repairs nothing.

use clap::Args;

use super::Run;
use crate::{
    outcome::{Failure, Report},
    wire,
};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Only this division
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

impl Verify {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        wire::verify(&run.folder()?, &run.env, self.area.as_deref())
    }
}
