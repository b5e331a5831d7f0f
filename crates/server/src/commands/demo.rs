//! `demo`: a county of made-up people with real divisions and a season of work.

use clap::Args;

use super::Run;
use crate::{
    outcome::{Failure, Report},
    wire,
};

#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// Division code of the county, six digits
    #[arg(long, value_name = "CODE")]
    pub county: String,
    /// How many households
    #[arg(long, default_value_t = 10_114, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200_000))]
    pub households: u32,
    /// The same seed gives the same county
    #[arg(long, default_value_t = 7, value_name = "S")]
    pub seed: u64,
    /// Months of recorded work
    #[arg(long, default_value_t = 3, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=24))]
    pub months: u32,
}

impl Demo {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        wire::demo(run, &self)
    }
}
