//! 物资发放: what was given out, the newest first, and which household received it.

use domain::{
    Id,
    records::{Distribution, Record},
};
use rusqlite::Connection;

use super::{Asking, id_at, is_shown, measure_list::date_at, place_at, receipt};
use crate::{
    Row, Store, StoreError, row,
    search::{Households, short_name},
};

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
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub received_on: Option<String>,
    pub received_by: String,
    pub receipt: receipt::RowReceipt,
}

impl Store {
    /// Distributions of the area whose item or giver has these words, the newest first, and how many there are.
    pub fn distribution_list(
        &self,
        asking: Asking<'_>,
        q: &str,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<DistributionRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let words = q.trim();
        let mut statement = conn.prepare_cached(
            "SELECT id, item, source, _place FROM distribution WHERE deleted_at IS NULL ORDER BY given_on DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (item, source): (String, String) = (row.get(1)?, row.get(2)?);
            if is_shown(asking.scope, place_at(row, 3)?)
                && (item.contains(words) || source.contains(words))
            {
                found.push(id_at(row, 0)?);
            }
        }
        let total = found.len() as u64;
        let mut page = Vec::new();
        for id in found.into_iter().skip(offset).take(limit) {
            page.extend(distribution_row(conn, &households, asking, id)?);
        }
        Ok((page, total))
    }

    /// One distribution of the area with the households of the area that get it, by group and name.
    pub fn distribution(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<(DistributionRow, Vec<PortionRow>)>, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let Some(row) = distribution_row(conn, &households, asking, id)? else {
            return Ok(None);
        };
        Ok(Some((row, portions(conn, &households, asking, id)?)))
    }

    /// The portions of a distribution as they stand, those taken back too.
    pub fn portions_of(&self, distribution: Id) -> Result<Vec<Row>, StoreError> {
        let conn = self.connection();
        let mut statement =
            conn.prepare_cached("SELECT id FROM portion WHERE distribution_id = ?1 ORDER BY id")?;
        let mut rows = statement.query([distribution.0.as_slice()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(row::get(
                conn,
                domain::records::Portion::INFO.table,
                id_at(row, 0)?,
            )?);
        }
        Ok(found)
    }
}

fn distribution_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<DistributionRow>, StoreError> {
    let Some(row) = row::get(conn, Distribution::INFO.table, id)?.filter(|row| !row.is_deleted())
    else {
        return Ok(None);
    };
    if !is_shown(asking.scope, row.place) {
        return Ok(None);
    }
    let record = Distribution::from_cells(&row.cells);
    let (mut count, mut received) = (0, 0);
    for portion in portions(conn, households, asking, id)? {
        count += 1;
        received += u64::from(portion.received_on.is_some());
    }
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

fn portions(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    distribution: Id,
) -> Result<Vec<PortionRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, household_id, received_on, received_by, _seq, _mine, _place, changed_at FROM portion
         WHERE distribution_id = ?1 AND deleted_at IS NULL",
    )?;
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
        let order = home.map(|home| (home.village, home.number.clone()));
        let portion = PortionRow {
            id,
            household_id,
            head_name: called.head_name,
            group_name: called.group_name,
            received_on: date_at(row, 2)?,
            received_by: row.get(3)?,
            receipt: receipt::receipt(conn, id, come)?,
        };
        found.push((portion.group_name.clone(), order, portion));
    }
    found.sort_by(|a, b| (&a.0, &a.1, a.2.id).cmp(&(&b.0, &b.1, b.2.id)));
    Ok(found.into_iter().map(|(_, _, portion)| portion).collect())
}
