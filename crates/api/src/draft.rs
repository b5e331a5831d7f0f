//! Forms typed and not yet saved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::forms::DraftOf;
use ts_rs::TS;

use crate::{
    common::Empty,
    error::ApiError,
    heard,
    host::{self, Host},
    session::Side,
};

/// Text typed and not yet saved; `body` is the form's own JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Draft {
    pub form: String,
    pub subject: String,
    pub body: String,
    pub base: u64,
    pub changed_at_ms: i64,
}

/// The same, as the form hands it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DraftSave {
    pub form: String,
    pub subject: String,
    pub body: String,
    pub base: u64,
}

/// Which draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DraftKey {
    pub form: String,
    pub subject: String,
}

/// Whose drafts, settings and filters: a laptop has one person, the county one for each account.
pub(crate) fn owner(host: &dyn Host) -> &str {
    match host.side() {
        Side::Laptop => "",
        Side::County => &host.asker().account,
    }
}

/// A draft of who asks.
pub(crate) fn of(host: &dyn Host, key: &DraftKey) -> DraftOf {
    DraftOf {
        owner: owner(host).to_owned(),
        form: key.form.clone(),
        subject: key.subject.clone(),
    }
}

/// Body of `draft.list`: what is kept from who asks by now stays, and is not told.
pub fn list(host: &dyn Host, _: &Empty) -> Result<Vec<Draft>, ApiError> {
    host::read(host, |store| {
        let mut found = Vec::new();
        for draft in store.drafts_of(owner(host))? {
            if !heard::is_draft_kept(host.asker(), store, &draft.form, &draft.subject)? {
                found.push(Draft {
                    form: draft.form,
                    subject: draft.subject,
                    body: draft.body,
                    base: draft.base,
                    changed_at_ms: draft.changed_at,
                });
            }
        }
        Ok(found)
    })
}

/// Body of `draft.save`.
pub fn save(host: &dyn Host, request: &DraftSave) -> Result<Empty, ApiError> {
    let key = (request.form.as_str(), request.subject.as_str());
    host::with(host, |replica| {
        replica.store_mut().save_draft(
            host.env(),
            owner(host),
            key,
            &request.body,
            request.base,
        )?;
        Ok(Empty {})
    })
}

/// Body of `draft.remove`.
pub fn remove(host: &dyn Host, request: &DraftKey) -> Result<Empty, ApiError> {
    let draft = of(host, request);
    host::with(host, |replica| {
        replica.store_mut().remove_draft(host.env(), &draft)?;
        Ok(Empty {})
    })
}
