//! `demo`: a county of made-up people with real divisions and a season of work.

use std::io::{IsTerminal, Write};

use clap::Args;
use serde_json::json;
use store::county::County;
use terminal::{Exit, Failure, Report};

use super::{Run, init};
use crate::{
    accounts::NewAccount,
    demo::{self, DemoAccount, DemoError, Plan},
    divisions,
};

#[derive(Debug, Clone, Args)]
pub(super) struct Demo {
    /// Division code of the county, six digits
    #[arg(long, value_name = "CODE")]
    county: String,
    /// How many households
    #[arg(long, default_value_t = 10_114, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200_000))]
    households: u32,
    /// The same seed gives the same county
    #[arg(long, default_value_t = 7, value_name = "S")]
    seed: u64,
    /// Months of recorded work
    #[arg(long, default_value_t = 3, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=24))]
    months: u32,
}

impl Demo {
    /// Makes a new county: one with real people in it is never filled up.
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let password = format!("demo-{:06}", self.seed % 1_000_000);
        let administrator = NewAccount {
            name: "admin".to_owned(),
            person_id: run.env.new_id(),
            person_name: "县管理员".to_owned(),
            role: "county_administrator".to_owned(),
            area: self.county.clone(),
            password: password.clone(),
        };
        let founded = init::founded(run, &self.county, administrator)?;
        let keys = founded.folder.keys()?;
        let mut county = County::open(&founded.folder.county_file(), &keys.replica)?;
        let divisions = divisions::of_county(&self.county)?;
        let plan = Plan {
            divisions: &divisions,
            id_key: &keys.id_key,
            households: self.households,
            seed: self.seed,
            months: self.months,
            now_ms: run.env.wall_ms(),
        };
        let lang = run.style.lang;
        let shows = std::io::stderr().is_terminal();
        let mut filled = demo::fill(&mut county, &founded.db, &plan, |done, total| {
            if shows {
                let word = lang.pick("村", "villages");
                // Progress that cannot be drawn is no reason to stop.
                let _ = write!(std::io::stderr(), "\r{word} {done}/{total} ");
            }
        })
        .map_err(|error| match error {
            DemoError::Account(error) => Failure::from(error),
            other => anyhow::Error::from(other).into(),
        })?;
        if shows {
            let _ = writeln!(std::io::stderr());
        }
        county.store().checkpoint()?;
        founded.folder.seal()?;
        filled.accounts.insert(
            0,
            DemoAccount {
                name: founded.administrator.name,
                password,
                role: "county_administrator".to_owned(),
                area: self.county.clone(),
                person: founded.administrator.person_name,
            },
        );
        let mut json = serde_json::to_value(&filled).map_err(anyhow::Error::from)?;
        json["county"] = self.county.into();
        json["county_name"] = founded.folder.county().name.clone().into();
        json["seed"] = json!(self.seed);
        Ok(Report::object(json).with_exit(Exit::Done))
    }
}
