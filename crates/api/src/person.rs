//! 工作队: who works in one's area.

use domain::{
    Id,
    records::{Person, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    common::{Cell, Empty, IdText},
    error::ApiError,
    host::{self, Host},
    mask,
    view::asking,
};

/// A person who works in one's area; the phone is masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PersonRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub name: String,
    /// By the posting of the day, else by the right that they hold; empty where they have neither.
    pub role: String,
    pub title: String,
    pub unit: String,
    pub phone: Cell,
    pub is_me: bool,
}

/// By role, then by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct People {
    pub rows: Vec<PersonRow>,
}

/// Body of `person.list`.
pub fn list(host: &dyn Host, _: &Empty) -> Result<People, ApiError> {
    let phone = Person::INFO
        .field_named("phone")
        .ok_or_else(|| ApiError::not_found("field", "phone"))?;
    host::read(host, |store| {
        let rows = store
            .people(asking(host))?
            .into_iter()
            .map(|worker| PersonRow {
                id: worker.id,
                name: worker.name,
                role: worker.role,
                title: worker.title,
                unit: worker.unit,
                phone: mask::masked(phone, &worker.phone.into()),
                is_me: worker.id == host.asker().person_id,
            })
            .collect();
        Ok(People { rows })
    })
}
