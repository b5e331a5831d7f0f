//! Contents by scope as one hash, so that a laptop and the county can be compared without sending a row.

use std::collections::BTreeMap;

use domain::{
    Id, Place,
    cbor::{Writer, without_defaults},
    place::Scope,
    records::REGISTRY,
};

use crate::{Store, StoreError, place, row};

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TableHash {
    /// How many.
    pub rows: u64,
    /// BLAKE3 over them in id order, hexadecimal.
    pub hash: String,
}

/// All tables of a scope.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    /// Over the hashes of the tables.
    pub hash: String,
    /// By name of the record.
    pub tables: BTreeMap<String, TableHash>,
}

impl Store {
    /// Hashes what the person sees in the places of `scope`: id and cells without defaults, system moments left out.
    pub fn contents(&self, scope: &Scope) -> Result<Contents, StoreError> {
        let mut tables = BTreeMap::new();
        let mut all = blake3::Hasher::new();
        for record in REGISTRY {
            let mut hasher = blake3::Hasher::new();
            let mut count = 0;
            let sql = format!(
                "SELECT id, {} FROM {} ORDER BY id",
                row::columns(record),
                record.name
            );
            let mut statement = self.conn.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(columns) = rows.next()? {
                let id = Id::from_slice(columns.get_ref(0)?.as_blob().unwrap_or_default())
                    .unwrap_or_default();
                let row = row::from_columns(record, id, columns, 1)?;
                if row.place == Place::PARKED || !scope.contains(row.place) {
                    continue;
                }
                let mut writer = Writer::new();
                writer
                    .array(2)
                    .bytes(&id.0)
                    .cells(&without_defaults(&row.cells));
                hasher.update(&writer.into_bytes());
                count += 1;
            }
            let hash = hasher.finalize().to_hex().to_string();
            all.update(record.name.as_bytes()).update(hash.as_bytes());
            tables.insert(record.name.to_owned(), TableHash { rows: count, hash });
        }
        Ok(Contents {
            hash: all.finalize().to_hex().to_string(),
            tables,
        })
    }

    /// Does SQLite find its own file whole, and do the counted sums agree with a fresh count?
    pub fn check(&self, scope: &Scope) -> Result<(), StoreError> {
        let answer: String = self
            .conn
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if answer != "ok" {
            return Err(StoreError::Damaged(answer));
        }
        if place::sum(&self.conn, scope)? != place::recount(&self.conn, scope)? {
            return Err(StoreError::Damaged("place_sum".to_owned()));
        }
        Ok(())
    }
}
