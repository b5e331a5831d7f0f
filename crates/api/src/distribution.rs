//! 物资发放: one act for the things, one for who received them.

use std::collections::BTreeSet;

use domain::{
    About, Cells, Id, Violation,
    change::{DELETED_AT, DELETED_REASON},
    records::{Distribution, Household, Portion, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Edit, Store, query::distribution_list as store_query, row};
use ts_rs::TS;

use crate::{
    common::{IdRequest, IdText, Receipt},
    draft::DraftKey,
    error::{ApiError, Code},
    host::{Host, read, save_in, today, with},
    record,
    view::{asking, may_read, page_limit},
};

/// Which distributions the list is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionQuery {
    pub q: String,
    pub limit: u32,
    pub offset: u32,
}

/// One distribution, with how many households get it and how many received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    pub division_code: String,
    pub division_name: String,
    pub given_on: String,
    pub item: String,
    pub quantity: Option<i64>,
    pub quantity_unit: String,
    pub source: String,
    pub note: String,
    pub households: u64,
    pub received: u64,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// Part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionPage {
    pub rows: Vec<DistributionRow>,
    pub total: u64,
}

/// What one household gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PortionRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub received_on: Option<String>,
    pub received_by: String,
    pub receipt: Receipt,
}

/// One distribution with its households, by group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionDetail {
    pub row: DistributionRow,
    pub portions: Vec<PortionRow>,
}

/// A distribution as the form has it. Households that are not among these lose their portion, unless it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionSave {
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub base: u64,
    pub division_code: String,
    pub given_on: String,
    pub item: String,
    pub quantity: Option<i64>,
    pub quantity_unit: String,
    pub source: String,
    pub note: String,
    #[ts(as = "Vec<IdText>")]
    #[schemars(with = "Vec<IdText>")]
    pub household_ids: Vec<Id>,
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<DraftKey>,
}

/// Who received it, on which day; without a day the tick is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PortionsReceived {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub distribution_id: Id,
    #[ts(as = "Vec<IdText>")]
    #[schemars(with = "Vec<IdText>")]
    pub household_ids: Vec<Id>,
    pub received_on: Option<String>,
    pub received_by: String,
}

/// Which change sets came of it; none when nothing had changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionSaved {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub change_sets: Vec<String>,
}

/// `distribution.list`.
pub fn list(host: &dyn Host, request: &DistributionQuery) -> Result<DistributionPage, ApiError> {
    may_read(host, "distribution")?;
    read(host, |store| {
        let (rows, total) = store.distribution_list(
            asking(host),
            &request.q,
            page_limit(request.limit),
            request.offset as usize,
        )?;
        Ok(DistributionPage {
            rows: rows.into_iter().map(row_of).collect(),
            total,
        })
    })
}

/// `distribution.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<DistributionDetail, ApiError> {
    may_read(host, "distribution")?;
    let (row, portions) = read(host, |store| {
        store
            .distribution(asking(host), request.id)
            .map_err(Into::into)
    })?
    .ok_or_else(|| ApiError::not_found("distribution", request.id))?;
    Ok(DistributionDetail {
        row: row_of(row),
        portions: portions.into_iter().map(portion_of).collect(),
    })
}

/// Portions of one set: so few that a set stays small, and so many that a village is a handful.
const PORTIONS_A_SET: usize = 200;
/// Why a portion is gone whose household was taken out of the choice: a word, told by the screens in their language.
const NOT_CHOSEN: &str = "not_chosen";

/// `distribution.save`: the things are one set, their portions further ones.
pub fn save(host: &dyn Host, request: &DistributionSave) -> Result<DistributionSaved, ApiError> {
    with(host, |replica| {
        let store = replica.store();
        let id = request.id.unwrap_or_else(|| host.env().new_id());
        let before = match request.id {
            Some(id) => record::readable(host.asker(), store, &Distribution::INFO, id)?.cells,
            None => Cells::new(),
        };
        let cells = Distribution {
            division_code: request.division_code.trim().to_owned(),
            given_on: request.given_on.clone(),
            item: request.item.trim().to_owned(),
            quantity: request.quantity,
            quantity_unit: request.quantity_unit.trim().to_owned(),
            source: request.source.trim().to_owned(),
            note: request.note.trim().to_owned(),
        }
        .to_cells();
        let mut violations = Distribution::INFO.check(&before, &cells, today(host));
        if request.household_ids.is_empty() {
            violations.push(Violation::new("household_ids", "required"));
        }
        if !violations.is_empty() {
            return Err(violations.into());
        }
        let mut sets = vec![(
            vec![Edit {
                table: Distribution::INFO.table,
                id,
                base: request.id.map(|_| request.base),
                cells,
            }],
            About::default(),
        )];
        let portions = chosen(host, store, id, &request.household_ids)?;
        sets.extend(
            portions
                .chunks(PORTIONS_A_SET)
                .map(|edits| (edits.to_vec(), About::default())),
        );
        let kept = save_in(host, replica, sets, request.draft.as_ref())?;
        Ok(DistributionSaved {
            id,
            change_sets: kept
                .into_iter()
                .filter_map(|kept| kept.change_set)
                .collect(),
        })
    })
}

/// Portions to be made, brought back or taken away, so that these households have one.
fn chosen(
    host: &dyn Host,
    store: &Store,
    distribution: Id,
    households: &[Id],
) -> Result<Vec<Edit>, ApiError> {
    let id_key = host.id_key(store)?;
    let wanted: BTreeSet<Id> = households.iter().copied().collect();
    let mut edits = Vec::new();
    for household in &wanted {
        let home = record::readable(host.asker(), store, &Household::INFO, *household)?;
        if home.is_deleted() {
            return Err(ApiError::not_found("household", *household));
        }
        let id = Portion::id(&id_key, distribution, *household);
        let present = row::get(store.connection(), Portion::INFO.table, id)?;
        if present.as_ref().is_none_or(store::Row::is_deleted) {
            edits.push(Edit {
                table: Portion::INFO.table,
                id,
                base: present.map(|row| row.seq),
                cells: Portion {
                    household_id: Some(*household),
                    distribution_id: Some(distribution),
                    ..Portion::default()
                }
                .to_cells(),
            });
        }
    }
    for row in store.portions_of(distribution)? {
        let portion = Portion::from_cells(&row.cells);
        let is_wanted = portion.household_id.is_some_and(|id| wanted.contains(&id));
        if is_wanted || row.is_deleted() || !portion.received_on.is_empty() {
            continue;
        }
        if !host.asker().may_read(Portion::INFO.name, row.place) {
            continue;
        }
        edits.push(Edit {
            table: Portion::INFO.table,
            id: row.id,
            base: Some(row.seq),
            cells: Cells::from([
                (DELETED_AT, host.env().wall_ms().into()),
                (DELETED_REASON, NOT_CHOSEN.into()),
            ]),
        });
    }
    Ok(edits)
}

/// `distribution.receive`: the tick of these households, written or taken back.
pub fn receive(host: &dyn Host, request: &PortionsReceived) -> Result<DistributionSaved, ApiError> {
    with(host, |replica| {
        let store = replica.store();
        record::readable(
            host.asker(),
            store,
            &Distribution::INFO,
            request.distribution_id,
        )?;
        let id_key = host.id_key(store)?;
        let on = request.received_on.clone().unwrap_or_default();
        let by = if on.is_empty() {
            ""
        } else {
            request.received_by.trim()
        };
        let mut edits = Vec::with_capacity(request.household_ids.len());
        for household in &request.household_ids {
            let id = Portion::id(&id_key, request.distribution_id, *household);
            let row = record::readable(host.asker(), store, &Portion::INFO, id)?;
            if row.is_deleted() {
                return Err(ApiError::not_found("portion", id));
            }
            let mut whole = row.cells.clone();
            let cells = Cells::from([
                (Portion::received_on, on.clone().into()),
                (Portion::received_by, by.into()),
            ]);
            whole.extend(cells.clone());
            let violations = Portion::INFO.check(&row.cells, &whole, today(host));
            if !violations.is_empty() {
                return Err(violations.into());
            }
            edits.push(Edit {
                table: Portion::INFO.table,
                id,
                base: Some(row.seq),
                cells,
            });
        }
        if edits.is_empty() {
            return Err(ApiError::new(Code::Malformed, "no household is named"));
        }
        let sets = edits
            .chunks(PORTIONS_A_SET)
            .map(|edits| (edits.to_vec(), About::default()))
            .collect();
        let kept = save_in(host, replica, sets, None)?;
        Ok(DistributionSaved {
            id: request.distribution_id,
            change_sets: kept
                .into_iter()
                .filter_map(|kept| kept.change_set)
                .collect(),
        })
    })
}

fn row_of(row: store_query::DistributionRow) -> DistributionRow {
    DistributionRow {
        id: row.id,
        version: row.version,
        division_code: row.division_code,
        division_name: row.division_name,
        given_on: row.given_on,
        item: row.item,
        quantity: row.quantity,
        quantity_unit: row.quantity_unit,
        source: row.source,
        note: row.note,
        households: row.households,
        received: row.received,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}

fn portion_of(row: store_query::PortionRow) -> PortionRow {
    PortionRow {
        id: row.id,
        household_id: row.household_id,
        head_name: row.head_name,
        group_name: row.group_name,
        received_on: row.received_on,
        received_by: row.received_by,
        receipt: row.receipt.into(),
    }
}
