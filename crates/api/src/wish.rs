//! 微心愿.

use domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::wish_list as store_query;
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt},
    error::ApiError,
    host::{Host, read},
    view::{asking, facets, may_read, page_limit},
};

/// Which wishes the list is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct WishQuery {
    /// open | promised | fulfilled
    pub view: String,
    pub q: String,
    /// Codes.
    #[serde(default)]
    pub villages: Vec<String>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub limit: u32,
    pub offset: u32,
}

/// One wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct WishRow {
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
    pub wished_by: String,
    pub donor: String,
    pub fulfilled_on: Option<String>,
    pub note: String,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// Part of the list; `all` counts whatever the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct WishPage {
    pub rows: Vec<WishRow>,
    pub total: u64,
    pub all: u64,
    pub views: Vec<Facet>,
    pub villages: Vec<Facet>,
}

/// `wish.list`.
pub fn list(host: &dyn Host, request: &WishQuery) -> Result<WishPage, ApiError> {
    may_read(host, "wish")?;
    read(host, |store| {
        let page = store.wish_list(asking(host), &query_of(request))?;
        Ok(WishPage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            all: page.all,
            views: facets(page.views),
            villages: facets(page.villages),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &WishQuery) -> store_query::WishQuery {
    store_query::WishQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        villages: request.villages.clone(),
        household: request.household_id,
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `wish.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<WishRow, ApiError> {
    may_read(host, "wish")?;
    read(host, |store| {
        store.wish(asking(host), request.id).map_err(Into::into)
    })?
    .map(row_of)
    .ok_or_else(|| ApiError::not_found("wish", request.id))
}

fn row_of(row: store_query::WishRow) -> WishRow {
    WishRow {
        id: row.id,
        version: row.version,
        household_id: row.household_id,
        head_name: row.head_name,
        group_name: row.group_name,
        village_name: row.village_name,
        raised_on: row.raised_on,
        content: row.content,
        wished_by: row.wished_by,
        donor: row.donor,
        fulfilled_on: row.fulfilled_on,
        note: row.note,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}
