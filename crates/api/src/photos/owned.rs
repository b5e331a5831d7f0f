//! The photos of one visit, measure or problem, and more of them.

use domain::{
    About, Id, RecordInfo,
    records::{Measure, Photo, Problem, Record, Visit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, Store, query::visit_detail};
use ts_rs::TS;

use crate::{
    common::{ChangeState, IdText, Saved},
    error::ApiError,
    host::{self, Host},
    record,
    visit::{NewPhoto, PhotoRow, photo_of, photo_rows},
};

/// Whose photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhotosOf {
    /// visit | measure | problem
    pub owner_kind: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub owner_id: Id,
}

/// Photos, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhotoList {
    pub rows: Vec<PhotoRow>,
}

/// Photos already handed over by `putPhoto` for a record that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhotoAdd {
    /// visit | measure | problem
    pub owner_kind: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub owner_id: Id,
    pub photos: Vec<NewPhoto>,
}

/// The record that owns photos, as far as the person may see it and it is not deleted.
fn owner(
    host: &dyn Host,
    store: &Store,
    kind: &str,
    id: Id,
) -> Result<(&'static RecordInfo, Row), ApiError> {
    let info = [&Visit::INFO, &Measure::INFO, &Problem::INFO]
        .into_iter()
        .find(|info| info.name == kind)
        .ok_or_else(|| ApiError::not_found(kind, id))?;
    let row = record::readable(host.asker(), store, info, id)?;
    if row.is_deleted() {
        return Err(ApiError::not_found(kind, id));
    }
    Ok((info, row))
}

/// `photo.list`.
pub fn list(host: &dyn Host, request: &PhotosOf) -> Result<PhotoList, ApiError> {
    host::read(host, |store| {
        owner(host, store, &request.owner_kind, request.owner_id)?;
        let rows = visit_detail::photos(store.connection(), request.owner_id)?;
        Ok(PhotoList {
            rows: rows.into_iter().map(photo_of).collect(),
        })
    })
}

/// `photo.add`: all of them are one set. What the record has already is passed over.
pub fn add(host: &dyn Host, request: &PhotoAdd) -> Result<Saved, ApiError> {
    host::with(host, |replica| {
        let store = replica.store();
        let (info, row) = owner(host, store, &request.owner_kind, request.owner_id)?;
        let edits = photo_rows(host, store, info, row.id, &request.photos)?;
        let Some(first) = edits.first().map(|edit| edit.id) else {
            return record::saved(store, info.table, row.id, None, ChangeState::Stored);
        };
        let kept = host::save_in(host, replica, vec![(edits, About::default())], None)?.pop();
        let (change_set, state) = kept.map_or((None, ChangeState::Stored), |kept| {
            (kept.change_set, kept.state)
        });
        record::saved(replica.store(), Photo::INFO.table, first, change_set, state)
    })
}
