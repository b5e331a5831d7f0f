//! 诉求: what households ask for, followed until they say that it is done.

use domain::{
    Cells, Id,
    records::{Record, Request},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Edit, query::request_list as store_query};
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt},
    error::ApiError,
    host::{Host, read, today},
    view::{asking, facets, may_read, page_limit},
};

/// Which requests the list is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RequestQuery {
    /// waiting | late | solved | confirmed | declined
    pub view: String,
    pub q: String,
    pub persons: Vec<String>,
    /// Codes.
    #[serde(default)]
    pub villages: Vec<String>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub limit: u32,
    pub offset: u32,
}

/// One request. `late_days` counts past its date while it is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RequestRow {
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
    pub raised_on: String,
    pub content: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub visit_id: Option<Id>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
    pub person_name: String,
    pub due_on: Option<String>,
    pub state: String,
    pub result: String,
    pub solved_on: Option<String>,
    pub confirmed_on: Option<String>,
    pub confirmed_by: String,
    pub late_days: i64,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// Part of the list; `all` counts whatever the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RequestPage {
    pub rows: Vec<RequestRow>,
    pub total: u64,
    pub all: u64,
    pub views: Vec<Facet>,
    pub persons: Vec<Facet>,
    pub villages: Vec<Facet>,
}

/// `request.list`.
pub fn list(host: &dyn Host, request: &RequestQuery) -> Result<RequestPage, ApiError> {
    may_read(host, "request")?;
    read(host, |store| {
        let page = store.request_list(asking(host), &query_of(request))?;
        Ok(RequestPage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            all: page.all,
            views: facets(page.views),
            persons: facets(page.persons),
            villages: facets(page.villages),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &RequestQuery) -> store_query::RequestQuery {
    store_query::RequestQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        persons: request.persons.clone(),
        villages: request.villages.clone(),
        household: request.household_id,
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `request.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<RequestRow, ApiError> {
    may_read(host, "request")?;
    read(host, |store| {
        store.request(asking(host), request.id).map_err(Into::into)
    })?
    .map(row_of)
    .ok_or_else(|| ApiError::not_found("request", request.id))
}

/// What was asked for on a visit that is being recorded.
pub(crate) struct Heard<'a> {
    pub(crate) household: Id,
    pub(crate) visit: Id,
    pub(crate) on: &'a str,
    pub(crate) content: &'a str,
    pub(crate) due_on: Option<&'a str>,
}

/// The row for it; nothing when nothing was asked for. Whoever hears it sees to it until somebody else is named.
pub(crate) fn of_visit(host: &dyn Host, heard: &Heard<'_>) -> Result<Option<Edit>, ApiError> {
    let content = heard.content.trim();
    if content.is_empty() {
        return Ok(None);
    }
    let request = Request {
        household_id: Some(heard.household),
        raised_on: heard.on.to_owned(),
        content: content.to_owned(),
        visit_id: Some(heard.visit),
        person_id: Some(host.asker().person_id).filter(|id| !id.is_nil()),
        due_on: heard.due_on.unwrap_or_default().to_owned(),
        state: "open".to_owned(),
        ..Request::default()
    };
    let cells = request.to_cells();
    let mut violations = Request::INFO.check(&Cells::new(), &cells, today(host));
    for violation in &mut violations {
        // The form has one line for the request and one for its date; the day is the visit's own.
        let field = match violation.field.as_str() {
            "due_on" => "request_due_on",
            "raised_on" => "visited_on",
            _ => "request",
        };
        field.clone_into(&mut violation.field);
    }
    if !violations.is_empty() {
        return Err(violations.into());
    }
    Ok(Some(Edit {
        table: Request::INFO.table,
        id: host.env().new_id(),
        base: None,
        cells,
    }))
}

/// A request of the store as screens get it.
pub(crate) fn row_of(row: store_query::RequestRow) -> RequestRow {
    RequestRow {
        id: row.id,
        version: row.version,
        household_id: row.household_id,
        head_name: row.head_name,
        group_name: row.group_name,
        village_name: row.village_name,
        raised_on: row.raised_on,
        content: row.content,
        visit_id: row.visit_id,
        person_id: row.person_id,
        person_name: row.person_name,
        due_on: row.due_on,
        state: row.state,
        result: row.result,
        solved_on: row.solved_on,
        confirmed_on: row.confirmed_on,
        confirmed_by: row.confirmed_by,
        late_days: row.late_days,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}
