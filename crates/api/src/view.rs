//! What the screens' operations share: who asks, in the words of the queries, and rows that many screens show.

use domain::access::Access;
use store::query::{Asking, Facet as StoreFacet};

use crate::{
    common::Facet,
    error::{ApiError, Code},
    host::{Host, today},
};

/// Who asks, as the queries take it.
pub(crate) fn asking(host: &dyn Host) -> Asking<'_> {
    let asker = host.asker();
    Asking {
        scope: &asker.scope,
        person: asker.person_id,
        today: today(host),
    }
}

/// Refuses when the asker's roles may not read `record` anywhere.
pub(crate) fn may_read(host: &dyn Host, record: &str) -> Result<(), ApiError> {
    if host.asker().access(record) >= Access::Read {
        return Ok(());
    }
    Err(ApiError::new(
        Code::NotPermitted,
        format!("{} may not read {record}", host.asker().account),
    ))
}

/// A facet of the store as screens get it.
pub(crate) fn facets(facets: Vec<StoreFacet>) -> Vec<Facet> {
    facets
        .into_iter()
        .map(|facet| Facet {
            code: facet.code,
            label: facet.label,
            count: facet.count,
        })
        .collect()
}

/// Rows of a page, whatever a caller asks for.
pub(crate) fn page_limit(limit: u32) -> usize {
    const ROWS_MAX: u32 = 1_000;
    limit.min(ROWS_MAX) as usize
}
