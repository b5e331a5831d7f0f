//! 农户 and 户档.

use std::collections::BTreeMap;

use domain::{Id, income, records::Income};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::{household_list as store_query, remark_list::Remarked};
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt, RecordView},
    error::ApiError,
    host::{Host, read},
    measure::{self, MeasureRow, ProblemRow},
    record,
    request::{self, RequestRow},
    view::{asking, facets, may_read, page_limit},
    visit::{self, PolicyTold, VisitRow},
};

/// What the list of households is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdQuery {
    /// all | unvisited_month | unvisited_30 | unvisited_60 | to_exit | risk | not_out | remarks | (own)
    pub view: String,
    pub q: String,
    pub groups: Vec<String>,
    pub villages: Vec<String>,
    pub townships: Vec<String>,
    pub states: Vec<String>,
    pub causes: Vec<String>,
    /// unvisited_month | risk | problem | unclear | housing_undecided | housing_open | stale
    #[serde(default)]
    pub marks: Vec<String>,
    /// Codes of `remark`.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// students | allowance | unsafe_housing | sick | disabled
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Whose visits count: anyone | first_secretary | me
    #[serde(default)]
    pub seen_by: String,
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
    /// Codes of `remark` that are in sight.
    pub remarks: Vec<String>,
    /// When the household or one of its people was last written.
    pub changed_on: Option<String>,
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
    pub remarks: Vec<Facet>,
    pub sectors: Vec<Facet>,
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
    pub requests: Vec<RequestRow>,
    /// All policies of the list, with when each was explained last.
    pub policies: Vec<PolicyTold>,
    pub line_fen: Option<i64>,
    pub remarks: Vec<RemarkView>,
    pub events: Vec<EventView>,
    /// Households that were joined to this one.
    pub joined: Vec<Neighbour>,
    pub income: Vec<IncomeNet>,
}

/// What strikes one about the data of a household or a person, and whether somebody took it off the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RemarkView {
    /// A code of `remark`.
    pub rule: String,
    /// The number that the rule goes by.
    pub source: String,
    /// The fields beside which it stands.
    pub fields: Vec<String>,
    /// household | member | income
    pub of: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub member_id: Option<Id>,
    pub off: Option<RemarkOffView>,
    /// Other households that are meant.
    pub others: Vec<Neighbour>,
}

/// Why a remark is off; the row can be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RemarkOffView {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    pub reason: String,
}

/// Another household, enough to go there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Neighbour {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
}

/// What happened to the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct EventView {
    pub event: RecordView,
    pub member_name: String,
    pub other: Option<Neighbour>,
}

/// What the items of one year come to, by the formula of the forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct IncomeNet {
    pub year: i64,
    pub gains_fen: i64,
    pub expense_fen: i64,
    pub people: u64,
    pub per_head_fen: Option<i64>,
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
            remarks: facets(page.remarks),
            sectors: facets(page.sectors),
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
        remarks: request.remarks.clone(),
        sectors: request.sectors.clone(),
        seen_by: request.seen_by.clone(),
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
            requests: card.requests.into_iter().map(request::row_of).collect(),
            policies: card.policies.into_iter().map(visit::policy_of).collect(),
            // The year's line is county data, which no record holds yet.
            line_fen: None,
            income: incomes_of(&card.incomes, card.members.len() as u64),
            remarks: card.remarks.into_iter().map(remark_of).collect(),
            events: card
                .events
                .into_iter()
                .map(|happened| {
                    Ok(EventView {
                        event: record::view(store, &happened.event)?,
                        member_name: happened.member_name,
                        other: happened.other.map(neighbour_of),
                    })
                })
                .collect::<Result<_, ApiError>>()?,
            joined: card.joined.into_iter().map(neighbour_of).collect(),
        })
    })
}

fn remark_of(found: Remarked) -> RemarkView {
    let of = if found.rule.is_of_income() {
        "income"
    } else if found.member_id.is_some() {
        "member"
    } else {
        "household"
    };
    RemarkView {
        rule: found.rule.code().to_owned(),
        source: found.rule.source().to_owned(),
        fields: found.fields.into_iter().map(ToOwned::to_owned).collect(),
        of: of.to_owned(),
        member_id: found.member_id,
        off: found.off.map(|(id, version, reason)| RemarkOffView {
            id,
            version,
            reason,
        }),
        others: found.others.into_iter().map(neighbour_of).collect(),
    }
}

fn neighbour_of(found: store::query::remark_list::Neighbour) -> Neighbour {
    Neighbour {
        id: found.id,
        head_name: found.head_name,
        group_name: found.group_name,
        village_name: found.village_name,
    }
}

/// By year, the newest first; a year of which no item counts is left out.
fn incomes_of(rows: &[store::Row], people: u64) -> Vec<IncomeNet> {
    let mut years: BTreeMap<i64, Vec<(&str, i64)>> = BTreeMap::new();
    for row in rows {
        let year = row.cell(Income::year).as_integer();
        let fen = row.cell(Income::amount_fen).as_integer();
        if let Some((year, fen)) = year.zip(fen) {
            let item = row.cell(Income::item).as_text();
            years.entry(year).or_default().push((item, fen));
        }
    }
    let net = |(year, items): (i64, Vec<(&str, i64)>)| {
        let net = income::net(items.into_iter(), people)?;
        Some(IncomeNet {
            year,
            gains_fen: net.gains_fen,
            expense_fen: net.expense_fen,
            people,
            per_head_fen: net.per_head_fen,
        })
    };
    years.into_iter().rev().filter_map(net).collect()
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
        remarks: row.remarks,
        changed_on: row.changed_on,
    }
}
