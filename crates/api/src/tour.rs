//! 逐户走访: plans, and how far they are.

use base64ct::{Base64, Encoding};
use domain::{Id, codes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::tour as store_query;
use ts_rs::TS;

use crate::{
    common::{Empty, IdRequest, IdText, Receipt},
    error::{ApiError, Code},
    export::list::Workbook,
    host::{Host, read},
    view::{asking, may_read},
};

/// One plan. `counts` says whose visits count, `seen` how many of its households were seen since it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TourRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    pub division_code: String,
    pub division_name: String,
    pub name: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
    pub groups: Vec<String>,
    pub unseen_days: Option<i64>,
    /// anyone | first_secretary | person
    pub counts: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
    pub person_name: String,
    pub households: u64,
    pub seen: u64,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// All plans of one's area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TourPage {
    pub rows: Vec<TourRow>,
}

/// One household of a plan; `visit_id` is the visit that ticks it off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TourHome {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub number: String,
    pub people: u64,
    pub cause: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub visit_id: Option<Id>,
    pub visited_on: Option<String>,
    pub person_names: Vec<String>,
    /// The last visit before the plan began, by anybody.
    pub before_on: Option<String>,
}

/// A plan with its households, by group and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TourDetail {
    pub row: TourRow,
    pub homes: Vec<TourHome>,
}

/// `tour.list`.
pub fn list(host: &dyn Host, _: &Empty) -> Result<TourPage, ApiError> {
    may_read(host, "tour")?;
    read(host, |store| {
        let rows = store.tour_list(asking(host))?;
        Ok(TourPage {
            rows: rows.into_iter().map(row_of).collect(),
        })
    })
}

/// `tour.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<TourDetail, ApiError> {
    may_read(host, "tour")?;
    let (row, homes) = read(host, |store| {
        store.tour(asking(host), request.id).map_err(Into::into)
    })?
    .ok_or_else(|| ApiError::not_found("tour", request.id))?;
    Ok(TourDetail {
        row: row_of(row),
        homes: homes.into_iter().map(home_of).collect(),
    })
}

/// `tour.export`: the sheet to walk with, by group, with room to write.
pub fn export(host: &dyn Host, request: &IdRequest) -> Result<Workbook, ApiError> {
    let tour = get(host, request)?;
    let lines: Vec<sheet::write::TourLine> = tour
        .homes
        .into_iter()
        .map(|home| sheet::write::TourLine {
            village: home.village_name,
            group_name: home.group_name,
            head: home.head_name,
            number: home.number,
            people: home.people as i64,
            cause: codes::CAUSE.label_of(&home.cause),
            before_on: home.before_on.as_deref().and_then(day),
            visited_on: home.visited_on.as_deref().and_then(day),
            visitors: home.person_names.join("、"),
        })
        .collect();
    let title = format!(
        "{} {} 逐户走访 {}/{} 户",
        tour.row.division_name, tour.row.name, tour.row.seen, tour.row.households
    );
    let bytes = sheet::write::tour(&title, &lines)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    Ok(Workbook {
        xlsx: Base64::encode_string(&bytes),
        rows: lines.len() as u64,
    })
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    domain::records::date(&text.into())
}

fn row_of(row: store_query::TourRow) -> TourRow {
    TourRow {
        id: row.id,
        version: row.version,
        division_code: row.division_code,
        division_name: row.division_name,
        name: row.name,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        groups: row.groups,
        unseen_days: row.unseen_days,
        counts: row.counts,
        person_id: row.person_id,
        person_name: row.person_name,
        households: row.households,
        seen: row.seen,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}

fn home_of(home: store_query::TourHome) -> TourHome {
    TourHome {
        household_id: home.household_id,
        head_name: home.head_name,
        group_name: home.group_name,
        village_name: home.village_name,
        number: home.number,
        people: home.people,
        cause: home.cause,
        visit_id: home.visit_id,
        visited_on: home.visited_on,
        person_names: home.person_names,
        before_on: home.before_on,
    }
}
