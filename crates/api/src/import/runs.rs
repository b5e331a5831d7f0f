//! Imports of this laptop, as the list of them shows, and what stayed when one was undone.

use domain::{
    Id,
    records::{Household, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{imports::ImportRun, row};
use ts_rs::TS;

use crate::{
    common::{IdText, PageRequest},
    error::ApiError,
    host::{Host, read},
    view::page_limit,
};

/// One import that wrote something. `left` = households that its undo has not been to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportRunRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub started_at_ms: i64,
    pub file: String,
    pub layout: String,
    pub done: u64,
    pub total: u64,
    pub households_new: u64,
    pub households_changed: u64,
    pub members_new: u64,
    pub members_changed: u64,
    pub undo_started_at_ms: Option<i64>,
    pub undone_at_ms: Option<i64>,
    pub left: u64,
    pub stayed: u64,
}

/// Part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportRunPage {
    pub rows: Vec<ImportRunRow>,
    pub total: u64,
}

/// A household of which something stayed, and the word for why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportStayed {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub head_name: String,
    pub number: String,
    pub why: String,
}

/// Part of that list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportStayedPage {
    pub rows: Vec<ImportStayed>,
    pub total: u64,
}

/// Of which import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportStayedRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub limit: u32,
    pub offset: u32,
}

/// `import.runs`.
pub fn runs(host: &dyn Host, request: &PageRequest) -> Result<ImportRunPage, ApiError> {
    read(host, |store| {
        let (runs, total) =
            store.import_runs(page_limit(request.limit), request.offset as usize)?;
        Ok(ImportRunPage {
            rows: runs.into_iter().map(row_of).collect(),
            total,
        })
    })
}

/// `import.stayed`.
pub fn stayed(
    host: &dyn Host,
    request: &ImportStayedRequest,
) -> Result<ImportStayedPage, ApiError> {
    read(host, |store| {
        let (stayed, total) = store.import_stayed(
            request.id,
            page_limit(request.limit),
            request.offset as usize,
        )?;
        let table = Household::INFO.table;
        let mut rows = Vec::with_capacity(stayed.len());
        for (id, why) in stayed {
            let household = row::get(store.connection(), table, id)?;
            // One that has left the area is no more than a number of the list.
            let seen = household.filter(|row| host.asker().may_read("household", row.place));
            rows.push(ImportStayed {
                id,
                head_name: match &seen {
                    Some(_) => store.title_of(table, id)?,
                    None => String::new(),
                },
                number: seen.map_or_else(String::new, |row| {
                    row.cell(Household::number).as_text().to_owned()
                }),
                why,
            });
        }
        Ok(ImportStayedPage { rows, total })
    })
}

fn row_of(run: ImportRun) -> ImportRunRow {
    ImportRunRow {
        id: run.id,
        started_at_ms: run.started_at_ms,
        file: run.file,
        layout: run.layout,
        done: run.done,
        total: run.total,
        households_new: run.wrote.households_new,
        households_changed: run.wrote.households_changed,
        members_new: run.wrote.members_new,
        members_changed: run.wrote.members_changed,
        undo_started_at_ms: run.undo_started_at_ms,
        undone_at_ms: run.undone_at_ms,
        left: run.left,
        stayed: run.stayed,
    }
}
