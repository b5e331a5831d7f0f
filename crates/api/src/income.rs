//! 收入 of one year, all items at once.

use std::collections::BTreeSet;

use domain::{
    About, Cells, Id,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Income, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Edit;
use ts_rs::TS;

use crate::{
    common::{ChangeState, IdText, Saved},
    draft::DraftKey,
    error::ApiError,
    host::{self, Host},
    record,
};

/// One item; without money it is taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct IncomeItem {
    /// The row that stands, if one does.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    /// Its version as the form was opened.
    pub base: u64,
    /// A code of `income_item`.
    pub item: String,
    pub amount_fen: Option<i64>,
}

/// The items of a year that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct IncomeSave {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub year: i64,
    pub items: Vec<IncomeItem>,
    pub reason: String,
    pub draft: Option<DraftKey>,
}

const FIRST_YEAR: i64 = 1990;

/// Body of `income.save`.
pub fn save(host: &dyn Host, request: &IncomeSave) -> Result<Saved, ApiError> {
    let today = host::today(host);
    let last = i64::from(chrono::Datelike::year(&today));
    if !(FIRST_YEAR..=last).contains(&request.year) {
        return Err(ApiError::violation("year", "impossible_year"));
    }
    let mut seen = BTreeSet::new();
    host::with(host, |replica| {
        let store = replica.store();
        record::readable(host.asker(), store, &Household::INFO, request.household_id)?;
        let mut edits = Vec::with_capacity(request.items.len());
        for item in &request.items {
            // A second row of an item may go, for its money is in the first one now.
            let goes = item.id.is_some() && item.amount_fen.is_none();
            if !goes && !seen.insert(item.item.as_str()) {
                return Err(ApiError::violation("item", "already_there"));
            }
            let mut cells = Income {
                household_id: Some(request.household_id),
                year: Some(request.year),
                item: item.item.clone(),
                amount_fen: item.amount_fen,
            }
            .to_cells();
            let violations = Income::INFO.check(&Cells::new(), &cells, today);
            if !violations.is_empty() {
                return Err(violations.into());
            }
            let id = match item.id {
                Some(id) => {
                    let row = record::readable(host.asker(), store, &Income::INFO, id)?;
                    if row.cell(Income::household_id).as_id() != Some(request.household_id) {
                        return Err(ApiError::not_found("income", id));
                    }
                    id
                }
                None => record::new_id(host, replica, &Income::INFO, &cells)?,
            };
            if item.amount_fen.is_none() {
                if item.id.is_none() {
                    continue;
                }
                cells = Cells::from([
                    (DELETED_AT, host.env().wall_ms().into()),
                    (DELETED_REASON, request.reason.trim().into()),
                ]);
            }
            edits.push(Edit {
                table: Income::INFO.table,
                id,
                base: record::base_of(store, Income::INFO.table, id, item.id, item.base)?,
                cells,
            });
        }
        let about = About {
            reason: Some(request.reason.trim().to_owned()).filter(|why| !why.is_empty()),
            ..About::default()
        };
        let kept =
            host::save_in(host, replica, vec![(edits, about)], request.draft.as_ref())?.pop();
        let (change_set, state) = kept.map_or((None, ChangeState::Stored), |kept| {
            (kept.change_set, kept.state)
        });
        record::saved(
            replica.store(),
            Household::INFO.table,
            request.household_id,
            change_set,
            state,
        )
    })
}
