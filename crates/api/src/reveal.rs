//! A masked field shown, and that it was.

use domain::{
    About, Id, Place, RecordInfo,
    records::{Record, Reveal},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Edit;
use ts_rs::TS;

use crate::{
    common::{ChangeState, IdText, PageRequest},
    error::{ApiError, Code},
    host::{self, Host},
    record,
};

/// A masked field to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RevealRequest {
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub field: String,
}

/// Its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Revealed {
    pub value: String,
}

/// A masked field that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RevealRow {
    pub at_ms: i64,
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub record_id: Id,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub title: String,
    pub field: String,
}

/// All that one has looked at, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RevealPage {
    pub rows: Vec<RevealRow>,
    pub total: u64,
}

/// Body of `reveal.list`: one's own, so that whoever was away from an open laptop sees what was looked at.
pub fn list(host: &dyn Host, request: &PageRequest) -> Result<RevealPage, ApiError> {
    host::read(host, |store| {
        let (looked, total) = store.looked(
            host.asker().person_id,
            request.limit.min(500),
            request.offset,
        )?;
        let mut rows = Vec::with_capacity(looked.len());
        for one in looked {
            let table = domain::records::by_name(&one.record).map_or(0, |info| info.table);
            rows.push(RevealRow {
                at_ms: one.at_ms,
                household_id: store.household_of(table, one.id)?,
                title: store.title_of(table, one.id)?,
                record: one.record,
                record_id: one.id,
                field: one.field,
            });
        }
        Ok(RevealPage { rows, total })
    })
}

/// Body of `reveal.get`: the audit line is in the file before the value leaves it.
pub fn get(host: &dyn Host, request: &RevealRequest) -> Result<Revealed, ApiError> {
    let info = record::named(&request.record)?;
    let field = info
        .field_named(&request.field)
        .filter(|field| field.sensitive.is_some())
        .ok_or_else(|| ApiError::violation("field", "not_masked"))?;
    host::with(host, |replica| {
        let row = record::readable(host.asker(), replica.store(), info, request.id)?;
        let reveal = Reveal {
            person_id: Some(host.asker().person_id),
            owner_kind: info.name.to_owned(),
            owner_id: Some(row.id),
            field: field.name.to_owned(),
            revealed_at: Some(host.env().wall_ms()),
        };
        let edit = Edit {
            table: Reveal::INFO.table,
            id: host.env().new_id(),
            base: Some(0),
            cells: reveal.to_cells(),
        };
        let kept = host::save_in(host, replica, vec![(vec![edit], About::default())], None)?;
        if kept
            .iter()
            .any(|kept| matches!(kept.state, ChangeState::Held | ChangeState::Quarantined))
        {
            return Err(ApiError::new(
                Code::NotPermitted,
                "the reveal could not be recorded",
            ));
        }
        Ok(Revealed {
            value: row.cell(field.number).as_text().to_owned(),
        })
    })
}

/// Reveals of one set.
const REVEALS: usize = 300;

/// Writes down whose numbers and phones leave the program in full, before they do. `of` is `household` or `person`, `by`
/// is what they leave by: `print` or `export`.
pub(crate) fn note_all(
    host: &dyn Host,
    of: &RecordInfo,
    owners: &[Id],
    by: &str,
) -> Result<(), ApiError> {
    let now_ms = host.env().wall_ms();
    // A set lies in one place.
    let mut places = host::read(host, |store| {
        let mut found = Vec::with_capacity(owners.len());
        for id in owners {
            let place = store::place::of(store.connection(), of.table, *id)?;
            found.push((place.unwrap_or(Place::PARKED), *id));
        }
        Ok(found)
    })?;
    places.sort_unstable();
    let edit = |id: Id| {
        let reveal = Reveal {
            person_id: Some(host.asker().person_id).filter(|id| !id.is_nil()),
            owner_kind: of.name.to_owned(),
            owner_id: Some(id),
            field: by.to_owned(),
            revealed_at: Some(now_ms),
        };
        Edit {
            table: Reveal::INFO.table,
            id: host.env().new_id(),
            base: Some(0),
            cells: reveal.to_cells(),
        }
    };
    let sets = places
        .chunk_by(|one, other| one.0 == other.0)
        .flat_map(|of_place| of_place.chunks(REVEALS))
        .map(|some| {
            let edits = some.iter().map(|(_, id)| edit(*id)).collect();
            (edits, About::default())
        })
        .collect();
    let kept = host::save_many(host, sets)?;
    if kept
        .iter()
        .any(|kept| matches!(kept.state, ChangeState::Held | ChangeState::Quarantined))
    {
        return Err(ApiError::new(
            Code::NotPermitted,
            "what is shown in full could not be recorded",
        ));
    }
    Ok(())
}
