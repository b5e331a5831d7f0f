//! `status`.

use clap::Args;
use serde_json::json;
use terminal::{Failure, Report, moment};

use crate::session::{Session, is_not_ready};

#[derive(Debug, Args)]
pub(super) struct Status {}

impl Status {
    pub(super) fn run(session: &Session) -> Result<Report, Failure> {
        let counted = match session.call("sync.status", json!({})) {
            // Before the first sync is through nothing is counted.
            Err(failure) if is_not_ready(&failure) => json!({}),
            counted => counted?,
        };
        let store = session.store();
        let (position, waiting) = (store.position()?, store.waiting()?);
        let (_, complete) = store.fetched()?;
        Ok(Report::object(json!({
            "pending": waiting.sets,
            "pending_photos": counted["pending_photos"].as_u64().unwrap_or(0),
            "pending_bytes": counted["pending_bytes"].as_u64().unwrap_or(waiting.bytes),
            "receipted": counted["receipted"].as_u64().unwrap_or(0),
            "conflicts": counted["conflicts"].as_u64().unwrap_or(0),
            "returned": counted["returned"].as_u64().unwrap_or(0),
            "held": counted["held"].as_u64().unwrap_or(0),
            "last_sync_at": moment(store.last_contact_ms()?),
            "position": {"epoch": hex::encode(position.mark), "seq": position.seq},
            "complete": complete,
            "device": session.identity.device,
            "person": session.identity.name,
            "server": session.identity.server,
            "incarnation": store.incarnation()?.to_string(),
            "scope": [session.identity.area],
        })))
    }
}
