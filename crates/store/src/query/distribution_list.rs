//! 物资发放: what was given out, the newest first, and which household received it.
//!
//! A portion that was received counts although its household was taken out of the choice: whoever took it out had not
//! seen the tick.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Id,
    records::{Distribution, Record},
};
use rusqlite::Connection;

use super::{
    Asking, Facet, id_at, is_shown, measure_list::date_at, place_at, receipt, village_facets,
};
use crate::{
    Store, StoreError, row,
    search::{Households, short_name},
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistributionQuery {
    /// Words of the item or of who gives it.
    pub q: String,
    /// Codes of villages; none = all.
    pub villages: Vec<String>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// A page of distributions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistributionPage {
    /// The rows.
    pub rows: Vec<DistributionRow>,
    /// How many fit.
    pub total: u64,
    /// Where things were given out.
    pub villages: Vec<Facet>,
}

/// One distribution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record, and counts")]
pub struct DistributionRow {
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
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// What one household gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct PortionRow {
    pub id: Id,
    pub version: u64,
    pub household_id: Id,
    pub household_number: String,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub received_on: Option<String>,
    pub received_by: String,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// Portions that count, and those of them that were received.
type Count = (u64, u64);

impl Store {
    /// Distributions as the query wants them, the newest first.
    pub fn distribution_list(
        &self,
        asking: Asking<'_>,
        query: &DistributionQuery,
    ) -> Result<DistributionPage, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let words = query.q.trim();
        let mut statement = conn.prepare_cached(
            "SELECT id, item, source, _place FROM distribution WHERE deleted_at IS NULL ORDER BY given_on DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        let mut villages = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (item, source): (String, String) = (row.get(1)?, row.get(2)?);
            let place = place_at(row, 3)?;
            if !is_shown(asking.scope, place) || !(item.contains(words) || source.contains(words)) {
                continue;
            }
            let village = place.code();
            if query.villages.is_empty() || query.villages.contains(&village) {
                found.push(id_at(row, 0)?);
            }
            *villages.entry(village).or_insert(0) += 1;
        }
        let mut page = DistributionPage {
            total: found.len() as u64,
            villages: village_facets(&households, villages, &query.villages)?,
            ..DistributionPage::default()
        };
        let in_page = found.into_iter().skip(query.offset).take(query.limit);
        let wanted: Vec<Id> = in_page.collect();
        let counts = counts(conn, asking, &wanted)?;
        for id in wanted {
            let count = counts.get(&id).copied().unwrap_or_default();
            page.rows
                .extend(distribution_row(conn, &households, asking, id, count)?);
        }
        Ok(page)
    }

    /// One distribution of the area with the households of the area that get it, by village, group and number.
    pub fn distribution(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<(DistributionRow, Vec<PortionRow>)>, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let portions = portions(conn, &households, asking, id)?;
        let received = portions.iter().filter(|one| one.received_on.is_some());
        let count = (portions.len() as u64, received.count() as u64);
        let row = distribution_row(conn, &households, asking, id, count)?;
        Ok(row.map(|row| (row, portions)))
    }
}

/// The households of these distributions, counted in one question.
pub(super) const COUNTS: &str =
    "SELECT distribution_id, _place, count(*), sum(received_on <> '') FROM portion
     WHERE distribution_id IN (SELECT unhex(value, '-') FROM json_each(?1))
       AND (deleted_at IS NULL OR (deleted_reason = 'not_chosen' AND received_on <> ''))
     GROUP BY distribution_id, _place";

fn counts(
    conn: &Connection,
    asking: Asking<'_>,
    distributions: &[Id],
) -> Result<HashMap<Id, Count>, StoreError> {
    let asked: Vec<String> = distributions.iter().map(Id::to_string).collect();
    let asked = serde_json::Value::from(asked).to_string();
    let mut statement = conn.prepare_cached(COUNTS)?;
    let mut rows = statement.query([asked])?;
    let mut found: HashMap<Id, Count> = HashMap::new();
    while let Some(row) = rows.next()? {
        if is_shown(asking.scope, place_at(row, 1)?) {
            let count = found.entry(id_at(row, 0)?).or_default();
            count.0 += row.get::<_, i64>(2)? as u64;
            count.1 += row.get::<_, i64>(3)? as u64;
        }
    }
    Ok(found)
}

fn distribution_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
    (count, received): Count,
) -> Result<Option<DistributionRow>, StoreError> {
    let Some(row) = row::get(conn, Distribution::INFO.table, id)?.filter(|row| !row.is_deleted())
    else {
        return Ok(None);
    };
    if !is_shown(asking.scope, row.place) {
        return Ok(None);
    }
    let record = Distribution::from_cells(&row.cells);
    Ok(Some(DistributionRow {
        id,
        version: row.seq,
        division_name: short_name(households.division_name(&record.division_code)).to_owned(),
        division_code: record.division_code,
        given_on: record.given_on,
        item: record.item,
        quantity: record.quantity,
        quantity_unit: record.quantity_unit,
        source: record.source,
        note: record.note,
        households: count,
        received,
        receipt: receipt::receipt(conn, id, (&row).into())?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}

/// The households of one distribution.
pub(super) const PORTIONS: &str =
    "SELECT id, household_id, received_on, received_by, _seq, _mine, _place, changed_at FROM portion
     WHERE distribution_id = ?1
       AND (deleted_at IS NULL OR (deleted_reason = 'not_chosen' AND received_on <> ''))";

fn portions(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    distribution: Id,
) -> Result<Vec<PortionRow>, StoreError> {
    let mut statement = conn.prepare_cached(PORTIONS)?;
    let mut rows = statement.query([distribution.0.as_slice()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let come = receipt::Come::at(row, 4)?;
        if !is_shown(asking.scope, come.place) {
            continue;
        }
        let (id, household_id) = (id_at(row, 0)?, id_at(row, 1)?);
        let home = households.home_of(household_id);
        let called = households.called(home);
        let village = home.map_or("", |home| households.villages.text(home.village));
        let number = home.map_or(String::new(), |home| home.number.to_string());
        let key = (
            village.to_owned(),
            called.group_name.clone(),
            number.clone(),
            id,
        );
        let portion = PortionRow {
            id,
            version: come.seq,
            household_id,
            household_number: number,
            head_name: called.head_name,
            group_name: called.group_name,
            village_name: called.village_name,
            received_on: date_at(row, 2)?,
            received_by: row.get(3)?,
            receipt: receipt::of_sets(conn, come)?,
            conflict: receipt::in_conflict(conn, id)?,
        };
        found.push((key, portion));
    }
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(found.into_iter().map(|(_, portion)| portion).collect())
}
