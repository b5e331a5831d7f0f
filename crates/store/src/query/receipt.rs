//! How far a record has come, and what people quote of it.

use domain::{Id, Place};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{StoreError, meta};

/// See `ui.md` §5, receipt mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowReceipt {
    /// `stored`, `receipted`, `merged`, `held` or `quarantined`.
    pub state: &'static str,
    /// County code and number of the entry, `431128–1024`.
    pub number: Option<String>,
    /// When it was received.
    pub at_ms: Option<i64>,
    /// Why it is held.
    pub reason: Option<String>,
    /// It left the laptop's area, and goes once what was written on it is decided.
    pub parked: bool,
    /// Photos that the county holds whole.
    pub photos_done: u64,
    /// All its photos.
    pub photos_total: u64,
}

/// The columns of a row that say how far it has come.
#[derive(Debug, Clone, Copy)]
pub struct Come {
    /// `_seq`.
    pub seq: u64,
    /// `_mine`.
    pub mine: u64,
    /// `_place`.
    pub place: Place,
    /// `changed_at`.
    pub changed_at: i64,
}

impl Come {
    /// From four columns in this order, the first at `from`.
    pub(super) fn at(row: &rusqlite::Row<'_>, from: usize) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get::<_, i64>(from)? as u64,
            mine: row.get::<_, i64>(from + 1)? as u64,
            place: super::place_at(row, from + 2)?,
            changed_at: row.get(from + 3)?,
        })
    }
}

impl From<&crate::Row> for Come {
    fn from(row: &crate::Row) -> Self {
        Self {
            seq: row.seq,
            mine: row.mine,
            place: row.place,
            changed_at: row.changed_at,
        }
    }
}

/// How far the row `id` has come, its photos with it.
pub fn receipt(conn: &Connection, id: Id, come: Come) -> Result<RowReceipt, StoreError> {
    let mut receipt = of_sets(conn, come)?;
    (receipt.photos_done, receipt.photos_total) = photos(conn, id)?;
    Ok(receipt)
}

/// The same without photos, for records that own none.
pub fn of_sets(conn: &Connection, come: Come) -> Result<RowReceipt, StoreError> {
    Ok(RowReceipt {
        parked: come.place == Place::PARKED,
        ..standing(conn, come)?
    })
}

fn standing(conn: &Connection, come: Come) -> Result<RowReceipt, StoreError> {
    if come.mine == 0 {
        return Ok(RowReceipt {
            state: if come.seq > 0 { "receipted" } else { "stored" },
            number: number(conn, come.place, come.seq)?,
            at_ms: (come.seq > 0).then_some(come.changed_at),
            ..RowReceipt::default()
        });
    }
    let decided: Option<(i64, String, String, i64)> = conn
        .prepare_cached("SELECT seq, verdict, reason, received_at FROM decision WHERE dseq = ?1")?
        .query_row([come.mine as i64], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    if let Some((seq, verdict, reason, received_at)) = decided {
        let state = match verdict.as_str() {
            "held" => "held",
            "quarantined" => "quarantined",
            "merged" => "merged",
            _ => "receipted",
        };
        return Ok(RowReceipt {
            state,
            number: number(conn, come.place, seq as u64)?,
            at_ms: Some(received_at),
            reason: Some(reason).filter(|reason| !reason.is_empty()),
            ..RowReceipt::default()
        });
    }
    let found: Option<(i64, i64, i64)> = conn
        .prepare_cached(
            "SELECT first, seq, answer FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1",
        )?
        .query_row(params![come.mine as i64], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(match found {
        Some((first, seq, answer)) if answer > 0 => RowReceipt {
            state: "receipted",
            number: if seq > 0 {
                number(conn, come.place, (seq + (come.mine as i64 - first)) as u64)?
            } else {
                None
            },
            at_ms: Some(answer),
            ..RowReceipt::default()
        },
        _ => RowReceipt {
            state: "stored",
            ..RowReceipt::default()
        },
    })
}

/// The number that people quote: code of the county, dash, number of the entry.
pub fn number(conn: &Connection, place: Place, seq: u64) -> Result<Option<String>, StoreError> {
    if seq == 0 {
        return Ok(None);
    }
    let county = match place.0 / 1_000_000 {
        0 => String::from_utf8(meta::bytes(conn, meta::COUNTY)?.unwrap_or_default())
            .unwrap_or_default(),
        county => county.to_string(),
    };
    Ok(Some(format!("{county}–{seq}")))
}

/// Photos of a row: those that the county holds whole, and all.
fn photos(conn: &Connection, owner: Id) -> Result<(u64, u64), StoreError> {
    let (done, total): (i64, i64) = conn
        .prepare_cached(
            "SELECT coalesce(sum(NOT EXISTS (SELECT 1 FROM blob WHERE blob.sha256 = unhex(photo.sha256) AND complete = 0)
                        AND NOT EXISTS (SELECT 1 FROM missing_file WHERE missing_file.sha256 = unhex(photo.sha256))
                        AND photo._seq > 0), 0), count(*)
             FROM photo WHERE owner_id = ?1 AND deleted_at IS NULL",
        )?
        .query_row([owner.0.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((done as u64, total as u64))
}

/// Has the row a conflict that nobody has settled?
pub fn in_conflict(conn: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM conflict
             WHERE owner_id = ?1 AND settled_at IS NULL AND deleted_at IS NULL)",
        )?
        .query_row([id.0.as_slice()], |row| row.get(0))?)
}

/// The cell groups of a row with an open conflict.
pub fn conflict_groups(conn: &Connection, id: Id) -> Result<Vec<u16>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT cell_group FROM conflict
         WHERE owner_id = ?1 AND settled_at IS NULL AND deleted_at IS NULL AND cell_group IS NOT NULL",
    )?;
    let rows = statement.query_map([id.0.as_slice()], |row| row.get::<_, u16>(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
