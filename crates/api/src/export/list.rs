//! What a list shows, filter and all, as a workbook; also for the console, so the bytes travel as text.

use base64ct::{Base64, Encoding};
use domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use super::{ExportKind, notes, workbook};
use crate::{
    distribution::{self, DistributionQuery},
    error::ApiError,
    host::{Host, read},
    household::{self, HouseholdQuery},
    measure::{self, MeasureQuery},
    print::filter,
    problem::{self, ProblemQuery},
    request::{self, RequestQuery},
    stay::{self, MonthRequest},
    view::{asking, may_read},
    visit::{self, VisitQuery},
    wish::{self, WishQuery},
};

/// The operations that give a workbook.
pub const EXPORTS: [&str; 10] = [
    "household.export",
    "visit.export",
    "inquiry.export",
    "stay.export",
    "tour.export",
    "measure.export",
    "problem.export",
    "request.export",
    "wish.export",
    "distribution.export",
];

/// A workbook: numbers and phones in it are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Workbook {
    /// The bytes of the .xlsx, in base64.
    pub xlsx: String,
    /// Rows of the list that are in it.
    pub rows: u64,
}

/// What a sheet holds.
pub(super) const ROWS_MAX: usize = 1_000_000;

/// `household.export`.
pub fn households(host: &dyn Host, request: &HouseholdQuery) -> Result<Workbook, ApiError> {
    let query = store::query::household_list::HouseholdQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..household::query_of(request)
    };
    made(host, ExportKind::Households, |store| {
        let page = store.household_list(asking(host), &query)?;
        let words = filter::of_households(request, &page.villages, &page.townships);
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `visit.export`.
pub fn visits(host: &dyn Host, request: &VisitQuery) -> Result<Workbook, ApiError> {
    let query = store::query::visit_list::VisitQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..visit::query_of(request)
    };
    made(host, ExportKind::Visits, |store| {
        let page = store.visit_list(asking(host), &query)?;
        let words = filter::of_visits(store, request, &page.persons, &page.villages)?;
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `measure.export`.
pub fn measures(host: &dyn Host, request: &MeasureQuery) -> Result<Workbook, ApiError> {
    let query = store::query::measure_list::MeasureQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..measure::query_of(request)
    };
    made(host, ExportKind::Measures, |store| {
        let page = store.measure_list(asking(host), &query)?;
        let words = filter::of_measures(store, request, &page.villages)?;
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `problem.export`.
pub fn problems(host: &dyn Host, request: &ProblemQuery) -> Result<Workbook, ApiError> {
    let query = store::query::problem_ledger::ProblemQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..problem::query_of(request)
    };
    made(host, ExportKind::Problems, |store| {
        let page = store.problem_list(asking(host), &query)?;
        let words = filter::of_problems(store, request, &page.villages)?;
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `request.export`.
pub fn requests(host: &dyn Host, request: &RequestQuery) -> Result<Workbook, ApiError> {
    let query = store::query::request_list::RequestQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..request::query_of(request)
    };
    made(host, ExportKind::Requests, |store| {
        let page = store.request_list(asking(host), &query)?;
        let words = filter::of_requests(store, request, &page.villages)?;
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `wish.export`.
pub fn wishes(host: &dyn Host, request: &WishQuery) -> Result<Workbook, ApiError> {
    let query = store::query::wish_list::WishQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..wish::query_of(request)
    };
    made(host, ExportKind::Wishes, |store| {
        let page = store.wish_list(asking(host), &query)?;
        let words = filter::of_wishes(store, request, &page.villages)?;
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `distribution.export`.
pub fn distributions(host: &dyn Host, request: &DistributionQuery) -> Result<Workbook, ApiError> {
    let query = store::query::distribution_list::DistributionQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..distribution::query_of(request)
    };
    made(host, ExportKind::Distributions, |store| {
        let page = store.distribution_list(asking(host), &query)?;
        let words = filter::of_distributions(request, &page.villages);
        Ok((page.rows.into_iter().map(|row| row.id).collect(), words))
    })
}

/// `stay.export`: the days of the month that are recorded.
pub fn stays(host: &dyn Host, request: &MonthRequest) -> Result<Workbook, ApiError> {
    let month = stay::month(host, request)?;
    made(host, ExportKind::Stays, |_| {
        let ids = month.days.iter().filter_map(|day| day.id).collect();
        Ok((ids, filter::month(&request.month)))
    })
}

fn made(
    host: &dyn Host,
    kind: ExportKind,
    rows: impl FnOnce(&Store) -> Result<(Vec<Id>, String), ApiError>,
) -> Result<Workbook, ApiError> {
    may_read(host, kind.record())?;
    let (rows, book) = read(host, |store| {
        let (ids, words) = rows(store)?;
        let notes = notes(host, store, words)?;
        let book = workbook(asking(host), store, kind, &ids, false, &notes)?;
        Ok((ids.len() as u64, book))
    })?;
    Ok(Workbook {
        xlsx: Base64::encode_string(&book.bytes),
        rows,
    })
}
