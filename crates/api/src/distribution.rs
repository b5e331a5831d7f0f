//! 物资发放: one act for the things, one for who received them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    About, Cells, Id, Place, Violation,
    cell::cell,
    change::{DELETED_AT, DELETED_REASON},
    records::{Distribution, Household, Portion, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Edit, Store, query::distribution_list as store_query, row};
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt, Typed},
    draft::DraftKey,
    error::{ApiError, Code},
    host::{Host, Kept, read, save_in, today, with},
    record,
    view::{asking, facets, may_read, page_limit},
};

/// Which distributions the list is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionQuery {
    pub q: String,
    /// Codes.
    #[serde(default)]
    pub villages: Vec<String>,
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
    pub villages: Vec<Facet>,
}

/// What one household gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PortionRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub received_on: Option<String>,
    pub received_by: String,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// One distribution with its households, by village and group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionDetail {
    pub row: DistributionRow,
    pub portions: Vec<PortionRow>,
}

/// What a form changed of a distribution: its fields, the households it put in, and those it took out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DistributionSave {
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    /// The `version` that the form was opened with, 0 for a new one.
    pub base: u64,
    pub fields: BTreeMap<String, Typed>,
    #[ts(as = "Vec<IdText>")]
    #[schemars(with = "Vec<IdText>")]
    pub add: Vec<Id>,
    /// They lose their portion, unless it was received.
    pub remove: Vec<PortionAt>,
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<DraftKey>,
}

/// The portion of a household as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PortionAt {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    /// Its `version`.
    pub base: u64,
}

/// Who received it, on which day; without a day the tick is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PortionsReceived {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub distribution_id: Id,
    pub portions: Vec<PortionAt>,
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
        let page = store.distribution_list(asking(host), &query_of(request))?;
        Ok(DistributionPage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            villages: facets(page.villages),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &DistributionQuery) -> store_query::DistributionQuery {
    store_query::DistributionQuery {
        q: request.q.clone(),
        villages: request.villages.clone(),
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
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
    record::must_write(host.asker(), &Distribution::INFO)?;
    let cells = record::cells_of(&Distribution::INFO, &request.fields)?;
    with(host, |replica| {
        let store = replica.store();
        let id = request.id.unwrap_or_else(|| host.env().new_id());
        let before = match request.id {
            Some(id) => record::readable(host.asker(), store, &Distribution::INFO, id)?,
            None => store::Row::default(),
        };
        if before.is_deleted() {
            return Err(ApiError::not_found("distribution", id));
        }
        let mut whole = before.cells.clone();
        whole.extend(cells.iter().map(|(field, value)| (*field, value.clone())));
        let mut violations = Distribution::INFO.check(&before.cells, &whole, today(host));
        if request.id.is_none() && request.add.is_empty() {
            violations.push(Violation::new("household_ids", "required"));
        }
        if !violations.is_empty() {
            return Err(violations.into());
        }
        let mut edits = added(host, store, id, &whole, &request.add)?;
        edits.extend(removed(host, store, id, &request.remove)?);
        let mut sets = vec![(
            vec![Edit {
                table: Distribution::INFO.table,
                id,
                base: request.id.map(|_| request.base),
                cells,
            }],
            About::default(),
        )];
        sets.extend(in_sets(&edits));
        let kept = save_in(host, replica, sets, request.draft.as_ref())?;
        Ok(saved_as(id, kept))
    })
}

/// Portions to be made or brought back. One that somebody else made meanwhile stays as it is, tick and all.
fn added(
    host: &dyn Host,
    store: &Store,
    distribution: Id,
    cells: &Cells,
    households: &[Id],
) -> Result<Vec<Edit>, ApiError> {
    let id_key = host.id_key(store)?;
    let area = Place::from_code(cell(cells, Distribution::division_code).as_text());
    let area = area.map(Place::range);
    let mut edits = Vec::new();
    for household in households.iter().copied().collect::<BTreeSet<Id>>() {
        let home = record::readable(host.asker(), store, &Household::INFO, household)?;
        if home.is_deleted() {
            return Err(ApiError::not_found("household", household));
        }
        let id = Portion::id(&id_key, distribution, household);
        let present = row::get(store.connection(), Portion::INFO.table, id)?;
        if present.as_ref().is_some_and(|row| !row.is_deleted()) {
            continue;
        }
        if !area.is_some_and(|area| area.contains(home.place)) {
            return Err(ApiError::violation("household_ids", "other_village"));
        }
        edits.push(Edit {
            table: Portion::INFO.table,
            id,
            base: present.map(|row| row.seq),
            cells: Cells::from([
                (Portion::household_id, household.into()),
                (Portion::distribution_id, distribution.into()),
            ]),
        });
    }
    Ok(edits)
}

/// Portions to be taken away, against what was shown of them; one that was received meanwhile stays.
fn removed(
    host: &dyn Host,
    store: &Store,
    distribution: Id,
    portions: &[PortionAt],
) -> Result<Vec<Edit>, ApiError> {
    let id_key = host.id_key(store)?;
    let mut edits = Vec::with_capacity(portions.len());
    for portion in portions {
        let id = Portion::id(&id_key, distribution, portion.household_id);
        let row = record::readable(host.asker(), store, &Portion::INFO, id)?;
        if row.is_deleted() || is_received(&row) {
            continue;
        }
        edits.push(Edit {
            table: Portion::INFO.table,
            id,
            base: Some(portion.base),
            cells: Cells::from([
                (DELETED_AT, host.env().wall_ms().into()),
                (DELETED_REASON, NOT_CHOSEN.into()),
            ]),
        });
    }
    Ok(edits)
}

fn is_received(row: &store::Row) -> bool {
    !row.cell(Portion::received_on).is_default()
}

/// `distribution.receive`: the tick of these households, written or taken back, each against what was shown of it. What
/// somebody else ticked meanwhile keeps the day and the hand that they wrote.
pub fn receive(host: &dyn Host, request: &PortionsReceived) -> Result<DistributionSaved, ApiError> {
    with(host, |replica| {
        let store = replica.store();
        let id = request.distribution_id;
        record::readable(host.asker(), store, &Distribution::INFO, id)?;
        if request.portions.is_empty() {
            return Err(ApiError::new(Code::Malformed, "no household is named"));
        }
        let id_key = host.id_key(store)?;
        let on = request.received_on.clone().unwrap_or_default();
        let by = if on.is_empty() {
            ""
        } else {
            request.received_by.trim()
        };
        let cells = Cells::from([
            (Portion::received_on, on.as_str().into()),
            (Portion::received_by, by.into()),
        ]);
        let mut edits = Vec::with_capacity(request.portions.len());
        for portion in &request.portions {
            let id = Portion::id(&id_key, id, portion.household_id);
            let row = record::readable(host.asker(), store, &Portion::INFO, id)?;
            if row.is_deleted() && !is_received(&row) {
                return Err(ApiError::not_found("portion", id));
            }
            let mut whole = row.cells.clone();
            whole.extend(cells.clone());
            let violations = Portion::INFO.check(&row.cells, &whole, today(host));
            if !violations.is_empty() {
                return Err(violations.into());
            }
            if row.seq > portion.base && !on.is_empty() && is_received(&row) {
                continue;
            }
            edits.push(Edit {
                table: Portion::INFO.table,
                id,
                base: Some(portion.base),
                cells: cells.clone(),
            });
        }
        let kept = save_in(host, replica, in_sets(&edits), None)?;
        Ok(saved_as(id, kept))
    })
}

fn in_sets(edits: &[Edit]) -> Vec<(Vec<Edit>, About)> {
    edits
        .chunks(PORTIONS_A_SET)
        .map(|edits| (edits.to_vec(), About::default()))
        .collect()
}

fn saved_as(id: Id, kept: Vec<Kept>) -> DistributionSaved {
    DistributionSaved {
        id,
        change_sets: kept
            .into_iter()
            .filter_map(|kept| kept.change_set)
            .collect(),
    }
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
        version: row.version,
        household_id: row.household_id,
        head_name: row.head_name,
        group_name: row.group_name,
        village_name: row.village_name,
        received_on: row.received_on,
        received_by: row.received_by,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}
