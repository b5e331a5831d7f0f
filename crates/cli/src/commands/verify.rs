//! `verify`: is everything that the laptop holds whole? Repairs nothing.

use clap::Args;
use domain::{Place, place::Scope};
use serde_json::json;
use sha2::{Digest, Sha256};
use terminal::{Exit, Failure, Report};

use crate::session::Session;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Only this division
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

impl Verify {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        let store = session.store();
        let own = store.scope()?;
        let scope = match &self.area {
            None => own.clone(),
            Some(area) => match Place::from_code(area).map(Place::range) {
                Some(range) if own.contains(range.first) && own.contains(range.last) => {
                    Scope::of_codes(own.version, [area.as_str()])
                }
                _ => {
                    let detail = format!("{area} is no division of this laptop");
                    return Err(Failure::new(Exit::Refused, "area_unknown", detail));
                }
            },
        };
        let mut wrong = Vec::new();
        if let Err(error) = store.check(&scope) {
            wrong.push(json!({"part": "file", "detail": error.to_string()}));
        }
        let log = match store.check_own_log() {
            Ok(log) => json!({"sets": log.sets, "pages": log.pages, "whole": true}),
            Err(error) => {
                wrong.push(json!({"part": "log", "detail": error.to_string()}));
                json!({"sets": store.last_dseq()?, "whole": false})
            }
        };
        let (mut held, mut damaged) = (0, 0);
        for sha256 in store.photo_hashes()? {
            match store.photo_bytes(&sha256)? {
                Some(bytes) if Sha256::digest(&bytes).as_slice() == sha256 => held += 1,
                Some(_) => {
                    damaged += 1;
                    wrong.push(json!({"part": "photos", "detail": format!("{} is damaged", hex::encode(sha256))}));
                }
                None => {}
            }
        }
        let contents = store.contents(&scope)?;
        let exit = if wrong.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        };
        Ok(Report::object(json!({
            "hash": contents.hash,
            "tables": contents.tables,
            "log": log,
            "photos": {"held": held, "unsent": store.unsent_photos(usize::MAX >> 1)?.len(), "damaged": damaged},
            "pending": store.waiting()?.sets,
            "wrong": wrong,
        }))
        .with_exit(exit))
    }
}
