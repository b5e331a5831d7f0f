//! A further change set that puts earlier values back.

use domain::About;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    common::Saved,
    error::{ApiError, Code},
    host::{self, Host},
    problem, record,
};

/// The change set whose earlier values are to come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct UndoRequest {
    pub change_set: String,
}

/// `was_sent`: the county has the set already, so the way back goes with the next sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Undone {
    pub saved: Saved,
    pub was_sent: bool,
}

/// Why rows that an undone set had made are deleted: a word, put into the person's language by the screens.
const REASON: &str = "undone";

/// Body of `undo.run`.
pub fn run(host: &dyn Host, request: &UndoRequest) -> Result<Undone, ApiError> {
    let about = About {
        reason: Some(REASON.to_owned()),
        ..About::default()
    };
    host::with(host, |replica| {
        let (edits, grants) =
            replica
                .store()
                .undo_of(&request.change_set, host.env().wall_ms(), REASON)?;
        let own = |grant: &domain::Id| {
            host.asker()
                .rights
                .iter()
                .any(|right| right.grant == *grant)
        };
        if !grants.iter().all(own) {
            return Err(ApiError::new(
                Code::NotPermitted,
                "only one's own changes can be undone",
            ));
        }
        let Some((table, id)) = edits.first().map(|edit| (edit.table, edit.id)) else {
            return Err(ApiError::new(
                Code::NothingToUndo,
                format!("nothing of {} stands", request.change_set),
            ));
        };
        if let Some(id) = replica.store().built_upon(&request.change_set)? {
            return Err(ApiError::new(
                Code::BuiltUpon,
                format!("work of others hangs on the household {id}"),
            ));
        }
        record::nobody_is_hidden(replica.store(), &edits)?;
        problem::must_be_last(replica.store(), &edits)?;
        let was_sent = replica.store().is_answered(&request.change_set)?;
        let kept = host::save_in(host, replica, vec![(edits, about)], None)?.pop();
        match kept {
            Some(kept) if kept.change_set.is_some() => Ok(Undone {
                saved: record::saved(replica.store(), table, id, kept.change_set, kept.state)?,
                was_sent,
            }),
            _ => Err(ApiError::new(
                Code::NothingToUndo,
                format!("nothing of {} stands", request.change_set),
            )),
        }
    })
}
