//! 微心愿: open ones first, the oldest first; then those that were fulfilled, the newest first.

use std::collections::BTreeMap;

use domain::Id;
use rusqlite::Connection;

use super::{
    Asking, Facet, id_at, is_shown, measure_list::date_at, place_at, receipt, village_facets,
};
use crate::{
    Store, StoreError,
    search::{Households, fitting},
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WishQuery {
    /// Of [`VIEWS`]; another one shows open ones.
    pub view: String,
    /// As in [`Store::search`], or words of the wish or its donor.
    pub q: String,
    /// Codes of villages; none = all.
    pub villages: Vec<String>,
    /// Of one household, whatever the view.
    pub household: Option<Id>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One wish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct WishRow {
    pub id: Id,
    pub version: u64,
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
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// A page of wishes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WishPage {
    /// The rows.
    pub rows: Vec<WishRow>,
    /// How many fit.
    pub total: u64,
    /// All of the area.
    pub all: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Where their households live.
    pub villages: Vec<Facet>,
}

/// Not fulfilled; with a donor named; fulfilled.
pub const VIEWS: [&str; 3] = ["open", "promised", "fulfilled"];

impl Store {
    /// Wishes as the query wants them.
    pub fn wish_list(&self, asking: Asking<'_>, query: &WishQuery) -> Result<WishPage, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let fitting = fitting(&households, &query.q);
        let words = query.q.trim();
        let view = VIEWS
            .iter()
            .position(|view| *view == query.view)
            .unwrap_or(0);
        let mut page = WishPage::default();
        let mut views = [0; VIEWS.len()];
        let mut villages = BTreeMap::new();
        let mut found: Vec<(bool, String, Id)> = Vec::new();
        let mut statement = conn.prepare_cached(
            "SELECT id, household_id, raised_on, content, donor, fulfilled_on, _place FROM wish
             WHERE deleted_at IS NULL ORDER BY raised_on, id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let household = id_at(row, 1)?;
            let place = place_at(row, 6)?;
            if !is_shown(asking.scope, place)
                || query.household.is_some_and(|wanted| wanted != household)
            {
                continue;
            }
            let (content, donor): (String, String) = (row.get(3)?, row.get(4)?);
            let fulfilled: String = row.get(5)?;
            let is_open = fulfilled.is_empty();
            let is_in = [is_open, is_open && !donor.is_empty(), !is_open];
            page.all += 1;
            for (count, is_in) in views.iter_mut().zip(is_in) {
                *count += u64::from(is_in);
            }
            let by_words = fitting.as_ref().is_none_or(|fitting| {
                let home = households.index_of(household) as usize;
                fitting.get(home).is_some_and(|fits| *fits)
                    || content.contains(words)
                    || donor.contains(words)
            });
            if !by_words || (query.household.is_none() && !is_in[view]) {
                continue;
            }
            let village = place.code();
            if query.villages.is_empty() || query.villages.contains(&village) {
                found.push((!is_open, fulfilled, id_at(row, 0)?));
            }
            *villages.entry(village).or_insert(0) += 1;
        }
        // Read in the order in which they were said; what is fulfilled goes by its day, the newest first.
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        page.total = found.len() as u64;
        for (_, _, id) in found.iter().skip(query.offset).take(query.limit) {
            page.rows.extend(wish_row(conn, &households, asking, *id)?);
        }
        page.views = VIEWS
            .iter()
            .zip(views)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect();
        page.villages = village_facets(&households, villages, &query.villages)?;
        Ok(page)
    }

    /// One wish of the caller's area.
    pub fn wish(&self, asking: Asking<'_>, id: Id) -> Result<Option<WishRow>, StoreError> {
        let households = self.index.current(self.connection())?;
        wish_row(self.connection(), &households, asking, id)
    }
}

fn wish_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<WishRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, raised_on, content, wished_by, donor, fulfilled_on, note, _seq, _mine, _place, changed_at
         FROM wish WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 7)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = id_at(row, 0)?;
    let called = households.called(households.home_of(household_id));
    Ok(Some(WishRow {
        id,
        version: come.seq,
        household_id,
        head_name: called.head_name,
        group_name: called.group_name,
        village_name: called.village_name,
        raised_on: row.get(1)?,
        content: row.get(2)?,
        wished_by: row.get(3)?,
        donor: row.get(4)?,
        fulfilled_on: date_at(row, 5)?,
        note: row.get(6)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}
