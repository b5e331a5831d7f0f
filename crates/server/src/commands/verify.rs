//! `verify`: is everything that the county holds whole? Repairs nothing.

use clap::Args;
use domain::{Place, place::Scope};
use serde_json::{Value, json};
use store::county::County;
use terminal::{Exit, Failure, Report};

use super::Run;
use crate::{blobs::Blobs, photos};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Only this division
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

impl Verify {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let folder = run.folder()?;
        let area = self.area.unwrap_or_else(|| folder.county().code.clone());
        let inside = area.starts_with(&folder.county().code) && Place::from_code(&area).is_some();
        if !inside {
            let detail = format!("{area} is no division of this county");
            return Err(Failure::new(Exit::Refused, "area_unknown", detail));
        }
        let scope = Scope::of_codes(1, [area.as_str()]);
        let county = County::open(&folder.county_file(), &folder.keys()?.replica)?;

        let mut wrong = Vec::new();
        let log = match county.check_log() {
            Ok(entries) => json!({"entries": entries, "whole": true}),
            Err(error) => {
                wrong.push(json!({"part": "log", "detail": error.to_string()}));
                json!({"entries": county.head().seq, "whole": false})
            }
        };
        if let Err(error) = county.store().check(&scope) {
            wrong.push(json!({"part": "file", "detail": error.to_string()}));
        }
        let contents = county.store().contents(&scope)?;
        let rebuilt = county.rebuilt()?.contents(&scope)?;
        for (table, held) in &contents.tables {
            if rebuilt.tables.get(table) != Some(held) {
                wrong.push(json!({"part": "replica", "detail": format!("{table} differs from what the log gives")}));
            }
        }
        let photos = photos_of(&county, &scope, &Blobs::new(folder.photos()), &mut wrong)?;
        let exit = if wrong.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        };
        let head = county.head();
        Ok(Report::object(json!({
            "hash": contents.hash,
            "tables": contents.tables,
            "log": log,
            "photos": photos,
            "pending": 0,
            "head": {"epoch": hex::encode(head.mark), "seq": head.seq},
            "wrong": wrong,
        }))
        .with_exit(exit))
    }
}

/// Photos that rows of the scope name: held, not come yet, and those whose bytes are not what they say.
fn photos_of(
    county: &County,
    scope: &Scope,
    blobs: &Blobs,
    wrong: &mut Vec<Value>,
) -> Result<Value, Failure> {
    let (mut held, mut absent, mut damaged) = (0, 0, 0);
    for hash in photos::named(county.store(), scope)? {
        if blobs.size(&hash).is_none() {
            absent += 1;
        } else if blobs.is_whole(&hash)? {
            held += 1;
        } else {
            damaged += 1;
            wrong.push(json!({"part": "photos", "detail": format!("{hash} is damaged")}));
        }
    }
    Ok(json!({"held": held, "absent": absent, "damaged": damaged}))
}
