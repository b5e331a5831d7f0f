//! 户脱贫计划, 村年度计划 and 住房解决方案.

use domain::{
    Id, Place,
    records::{Household, HouseholdPlanLine, Income, Record, VillagePlan, expected, needs_housing},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, Store, query::plan::Plan};
use ts_rs::TS;

use crate::{
    common::{IdRequest, IdText, RecordView},
    error::ApiError,
    host::{Host, read},
    record,
    view::{asking, may_read},
};

/// A household's plan of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdPlanRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub year: i64,
}

/// A village's plan of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VillagePlanRequest {
    pub division_code: String,
    pub year: i64,
}

/// What a household is to reach, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HouseholdPlanView {
    pub year: i64,
    /// Years that have a plan, the newest first.
    pub years: Vec<i64>,
    /// Goal, day of consent and remark; null while nobody wrote them.
    pub plan: Option<RecordView>,
    pub lines: Vec<RecordView>,
    pub sums: ExpectedIncome,
    /// 人均纯收入 that is on record for the year before.
    pub before_fen: Option<i64>,
    /// The year's line, where the county gave it.
    pub line_fen: Option<i64>,
}

/// (incomes − 生产经营性支出) ÷ people, with all that goes into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ExpectedIncome {
    /// Sums by item, in the order of the list; only those that have a line with a sum.
    pub items: Vec<ExpectedItem>,
    pub people: u64,
    pub net_fen: i64,
    /// Null without people or without a sum.
    pub per_head_fen: Option<i64>,
}

/// What the lines of one item come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ExpectedItem {
    pub item: String,
    pub fen: i64,
    /// It is taken off.
    pub is_cost: bool,
}

/// What a village is to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VillagePlanView {
    pub division_code: String,
    pub division_name: String,
    pub year: i64,
    pub years: Vec<i64>,
    pub plan: Option<RecordView>,
    /// Targets first, then projects.
    pub lines: Vec<RecordView>,
}

/// How a household gets a house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct HousingView {
    /// Its record says that it needs one.
    pub is_needed: bool,
    pub solution: Option<RecordView>,
}

/// `plan.household`.
pub fn household(
    host: &dyn Host,
    request: &HouseholdPlanRequest,
) -> Result<HouseholdPlanView, ApiError> {
    may_read(host, "household_plan")?;
    read(host, |store| {
        let id = request.household_id;
        record::readable(host.asker(), store, &Household::INFO, id)?;
        let people = store
            .household_row_of(asking(host), id)?
            .map_or(0, |row| row.people);
        let plan = store.household_plan(id, request.year)?;
        Ok(HouseholdPlanView {
            year: request.year,
            sums: sums_of(&plan.lines, people),
            before_fen: per_head_of(store, id, request.year - 1)?,
            // The year's line is county data, which no record holds yet.
            line_fen: None,
            plan: head(store, &plan)?,
            lines: views(store, &plan.lines)?,
            years: plan.years,
        })
    })
}

/// `plan.village`.
pub fn village(host: &dyn Host, request: &VillagePlanRequest) -> Result<VillagePlanView, ApiError> {
    may_read(host, "village_plan")?;
    let code = &request.division_code;
    let is_readable = Place::from_code(code)
        .is_some_and(|place| host.asker().may_read(VillagePlan::INFO.name, place));
    if !is_readable {
        return Err(ApiError::violation("division_code", "no_division"));
    }
    read(host, |store| {
        let plan = store.village_plan(code, request.year)?;
        Ok(VillagePlanView {
            division_code: code.clone(),
            division_name: store.division_name(code)?,
            year: request.year,
            plan: head(store, &plan)?,
            lines: views(store, &plan.lines)?,
            years: plan.years,
        })
    })
}

/// `housing.get`.
pub fn housing(host: &dyn Host, request: &IdRequest) -> Result<HousingView, ApiError> {
    may_read(host, "housing_solution")?;
    read(host, |store| {
        let row = record::readable(host.asker(), store, &Household::INFO, request.id)?;
        let home = Household::from_cells(&row.cells);
        let solution = store.housing_of(request.id)?;
        Ok(HousingView {
            is_needed: needs_housing(
                home.house_unsafe == Some(1),
                &home.house_grade,
                &home.risks,
                &home.causes,
            ),
            solution: solution.map(|row| record::view(store, &row)).transpose()?,
        })
    })
}

fn head(store: &Store, plan: &Plan) -> Result<Option<RecordView>, ApiError> {
    plan.head
        .as_ref()
        .map(|row| record::view(store, row))
        .transpose()
}

fn views(store: &Store, rows: &[Row]) -> Result<Vec<RecordView>, ApiError> {
    rows.iter().map(|row| record::view(store, row)).collect()
}

/// The formula of domain, with its terms.
fn sums_of(lines: &[Row], people: u64) -> ExpectedIncome {
    let lines: Vec<(String, Option<i64>)> = lines
        .iter()
        .map(|row| HouseholdPlanLine::from_cells(&row.cells))
        .map(|line| (line.item, line.expected_fen))
        .collect();
    let terms = || lines.iter().map(|(item, fen)| (item.as_str(), *fen));
    let whole = expected(terms(), people);
    let items = domain::codes::PLAN_ITEM.entries.iter().filter_map(|entry| {
        let mut of_item = terms().filter(|(item, fen)| *item == entry.code && fen.is_some());
        let first = of_item.next()?.1?;
        Some(ExpectedItem {
            item: entry.code.to_owned(),
            fen: of_item
                .filter_map(|(_, fen)| fen)
                .fold(first, i64::saturating_add),
            is_cost: entry.code == domain::records::COST,
        })
    });
    ExpectedIncome {
        items: items.collect(),
        people,
        net_fen: whole.net_fen,
        per_head_fen: whole.per_head_fen,
    }
}

/// 人均纯收入 of a year, as the year's own row gives it.
fn per_head_of(store: &Store, household: Id, year: i64) -> Result<Option<i64>, ApiError> {
    const PER_HEAD: &str = "AAC082";
    let rows = store.incomes_of(household)?;
    Ok(rows
        .iter()
        .map(|row| Income::from_cells(&row.cells))
        .find(|income| income.year == Some(year) && income.item == PER_HEAD)
        .and_then(|income| income.amount_fen))
}
