//! 农户 and 户档.

use domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::household_list as store_query;
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt, RecordView},
    error::ApiError,
    host::{Host, read},
    measure::{self, MeasureRow, ProblemRow},
    record,
    view::{asking, facets, may_read, page_limit},
    visit::{self, VisitRow},
};

/// What the list of households is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdQuery {
    /// all | unvisited_month | unvisited_30 | unvisited_60 | to_exit | risk | not_out | (own)
    pub view: String,
    pub q: String,
    pub groups: Vec<String>,
    pub villages: Vec<String>,
    pub townships: Vec<String>,
    pub states: Vec<String>,
    pub causes: Vec<String>,
    /// unvisited_month | risk | problem | unclear | housing_undecided | housing_open
    #[serde(default)]
    pub marks: Vec<String>,
    /// default | name | people | state | cause | income | measures | problems | last_visit
    pub sort: String,
    pub descending: bool,
    pub limit: u32,
    pub offset: u32,
}

/// One line of the list of households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub number: String,
    pub head_name: String,
    pub group_name: String,
    pub village_code: String,
    pub village_name: String,
    pub township_name: String,
    pub people: u64,
    pub labour: u64,
    pub state: String,
    pub state_year: Option<i64>,
    pub cause: String,
    pub risks: Vec<String>,
    pub monitored_kind: String,
    pub income_fen: Option<i64>,
    pub measures_done: u64,
    pub measures_total: u64,
    pub problems_open: u64,
    pub helper_name: String,
    pub last_visit_on: Option<String>,
    pub receipt: Option<Receipt>,
    pub conflict: bool,
}

/// Part of the list, with what it can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdPage {
    pub rows: Vec<HouseholdRow>,
    pub total: u64,
    pub all: u64,
    pub people: u64,
    pub groups_count: u64,
    pub views: Vec<Facet>,
    pub groups: Vec<Facet>,
    pub villages: Vec<Facet>,
    pub townships: Vec<Facet>,
    pub states: Vec<Facet>,
    pub causes: Vec<Facet>,
    pub marks: Vec<Facet>,
}

/// Name, pinyin, initials, number tail, phone or group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SearchRequest {
    pub q: String,
    pub limit: u32,
}

/// A household found, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdHit {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub head_name: String,
    pub matched_name: String,
    pub why: String,
    pub number: String,
    pub group_name: String,
    pub village_name: String,
    pub people: u64,
    pub cause: String,
    pub state: String,
    pub state_year: Option<i64>,
    pub last_visit_on: Option<String>,
}

/// The best hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SearchResult {
    pub hits: Vec<HouseholdHit>,
    pub total: u64,
    /// For whoever has the county: villages by their name.
    pub villages: Vec<VillageHit>,
}

/// A village found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VillageHit {
    pub code: String,
    pub name: String,
    pub township_name: String,
    pub households: u64,
}

/// Villages of one answer.
const VILLAGES: usize = 4;
/// Digits of a county's code.
const COUNTY_DIGITS: usize = 6;

/// A household with all that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdCard {
    pub household: RecordView,
    pub row: HouseholdRow,
    pub members: Vec<RecordView>,
    pub incomes: Vec<RecordView>,
    pub visits: Vec<VisitRow>,
    pub visits_total: u64,
    pub measures: Vec<MeasureRow>,
    pub problems: Vec<ProblemRow>,
    pub line_fen: Option<i64>,
}

/// `household.list`.
pub fn list(host: &dyn Host, request: &HouseholdQuery) -> Result<HouseholdPage, ApiError> {
    may_read(host, "household")?;
    let query = query_of(request);
    read(host, |store| {
        let page = store.household_list(asking(host), &query)?;
        Ok(HouseholdPage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            all: page.all,
            people: page.people,
            groups_count: page.groups_count,
            views: facets(page.views),
            groups: facets(page.groups),
            villages: facets(page.villages),
            townships: facets(page.townships),
            states: facets(page.states),
            causes: facets(page.causes),
            marks: facets(page.marks),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &HouseholdQuery) -> store_query::HouseholdQuery {
    store_query::HouseholdQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        groups: request.groups.clone(),
        villages: request.villages.clone(),
        townships: request.townships.clone(),
        states: request.states.clone(),
        causes: request.causes.clone(),
        marks: request.marks.clone(),
        sort: request.sort.clone(),
        descending: request.descending,
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `household.search`.
pub fn search(host: &dyn Host, request: &SearchRequest) -> Result<SearchResult, ApiError> {
    may_read(host, "household")?;
    read(host, |store| {
        let found = store.search(&host.asker().scope, &request.q, page_limit(request.limit))?;
        let hits = found
            .hits
            .into_iter()
            .map(|hit| HouseholdHit {
                id: hit.id,
                head_name: hit.head_name,
                matched_name: hit.matched_name,
                why: hit.why.code().to_owned(),
                number: hit.number,
                group_name: hit.group_name,
                village_name: hit.village_name,
                people: u64::from(hit.people),
                cause: hit.cause,
                state: hit.state,
                state_year: hit.state_year,
                last_visit_on: hit.last_visit_on,
            })
            .collect();
        let scope = &host.asker().scope;
        let villages = if host.asker().area().len() == COUNTY_DIGITS {
            store.search_villages(scope, &request.q, VILLAGES)?
        } else {
            Vec::new()
        };
        Ok(SearchResult {
            villages: villages
                .into_iter()
                .map(|hit| VillageHit {
                    code: hit.code,
                    name: hit.name,
                    township_name: hit.township_name,
                    households: hit.households,
                })
                .collect(),
            hits,
            total: found.total,
        })
    })
}

/// `household.card`.
pub fn card(host: &dyn Host, request: &IdRequest) -> Result<HouseholdCard, ApiError> {
    may_read(host, "household")?;
    read(host, |store| {
        let card = store
            .household_card(asking(host), request.id)?
            .ok_or_else(|| ApiError::not_found("household", request.id))?;
        let views = |rows: &[store::Row]| {
            rows.iter()
                .map(|row| record::view(store, row))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(HouseholdCard {
            household: record::view(store, &card.household)?,
            row: row_of(card.row),
            members: views(&card.members)?,
            incomes: views(&card.incomes)?,
            visits: card.visits.into_iter().map(visit::row_of).collect(),
            visits_total: card.visits_total,
            measures: card.measures.into_iter().map(measure::row_of).collect(),
            problems: card.problems.into_iter().map(measure::problem_of).collect(),
            // The year's line is county data, which no record holds yet.
            line_fen: None,
        })
    })
}

fn row_of(row: store_query::HouseholdRow) -> HouseholdRow {
    HouseholdRow {
        id: row.id,
        number: row.number,
        head_name: row.head_name,
        group_name: row.group_name,
        village_code: row.village_code,
        village_name: row.village_name,
        township_name: row.township_name,
        people: row.people,
        labour: row.labour,
        state: row.state,
        state_year: row.state_year,
        cause: row.cause,
        risks: row.risks,
        monitored_kind: row.monitored_kind,
        income_fen: row.income_fen,
        measures_done: row.measures_done,
        measures_total: row.measures_total,
        problems_open: row.problems_open,
        helper_name: row.helper_name,
        last_visit_on: row.last_visit_on,
        receipt: Some(row.receipt.into()),
        conflict: row.conflict,
    }
}
