//! Making this laptop's confirmed rows those of the county again: a place whose sum differs, a scope that changed
//! (`sync.md` §2.4, §3).

use std::collections::BTreeSet;

use domain::{
    Env, Id, Place,
    place::Scope,
    records::{self, REGISTRY},
};
use rusqlite::{Connection, ToSql, params};

use super::page::Taking;
use crate::{
    Store, StoreError, meta,
    place::{self, PlaceSum},
    state::{StateBlock, StateKey},
};

pub(crate) fn ids(
    conn: &Connection,
    sql: &str,
    parameters: &[&dyn ToSql],
) -> Result<Vec<Id>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(Id::from_slice(
            row.get_ref(0)?.as_blob().unwrap_or_default(),
        ));
    }
    Ok(found)
}

impl Store {
    /// What lies in each place of the scope.
    pub fn place_sums(&self) -> Result<Vec<PlaceSum>, StoreError> {
        place::sums(&self.conn, &self.scope()?)
    }

    /// Entries that could not be applied here, newest first: number and why.
    pub fn unapplied(&self) -> Result<Vec<(u64, String)>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT seq, why FROM unapplied ORDER BY seq DESC")?;
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes the scope that an answer tells. Rows outside it go, except where own undecided work lies; those that
    /// came into it are missed by the next checkpoint and fetched.
    pub fn set_scope(&mut self, env: &dyn Env, scope: &Scope) -> Result<(), StoreError> {
        let before = meta::scope(&self.conn)?;
        if before == *scope || scope.version < before.version {
            return Ok(());
        }
        self.transact(env, |store| {
            let conn = &store.conn;
            meta::set_scope(conn, scope)?;
            let mut taking = Taking::new(store)?;
            for place in places_held(conn)? {
                if !scope.contains(place) {
                    for record in REGISTRY {
                        let sql = format!("SELECT id FROM {} WHERE _place = ?1", record.name);
                        for id in ids(conn, &sql, &[&(place.0 as i64)])? {
                            // What hangs on a row went or stayed with it.
                            let row = taking.applying.rows.get(conn, record.table, id)?;
                            if row.place == Place::PARKED {
                                continue;
                            }
                            taking.park(record.table, id)?;
                        }
                    }
                }
            }
            taking.finish()
        })
    }

    /// Takes a state block of one place whose sum differed: its rows count anew, and what lies there beside them
    /// goes, except own undecided work.
    pub fn take_place(
        &mut self,
        env: &dyn Env,
        place: Place,
        block: StateBlock,
    ) -> Result<usize, StoreError> {
        self.needs_room(crate::profile::PULL_ROOM)?;
        self.transact(env, |store| {
            let conn = &store.conn;
            let mut taking = Taking::new(store)?;
            let told: BTreeSet<(u16, Id)> =
                block.rows.iter().map(|row| (row.table, row.id)).collect();
            for (table, id) in held_between(conn, place, block.first, block.last)? {
                let seq = taking.applying.rows.get(conn, table, id)?.seq;
                if !told.contains(&(table, id)) && seq <= block.position.seq {
                    taking.park(table, id)?;
                }
            }
            let count = block.rows.len();
            for row in block.rows {
                taking.state(row, true)?;
            }
            taking.finish()?;
            if block.position.seq > meta::position(conn, meta::TOP)?.seq {
                meta::set_position(conn, meta::TOP, &block.position)?;
            }
            Ok(count)
        })
    }
}

/// Places of this laptop where confirmed rows lie.
fn places_held(conn: &Connection) -> Result<Vec<Place>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT place FROM place_sum WHERE row_count <> 0")?;
    let rows = statement.query_map(params![], |row| row.get::<_, i64>(0))?;
    let places: Vec<i64> = rows.collect::<Result<_, _>>()?;
    Ok(places
        .into_iter()
        .map(|place| Place(place as u64))
        .collect())
}

/// Confirmed rows of a place behind `first`, up to and with `last`.
fn held_between(
    conn: &Connection,
    place: Place,
    first: StateKey,
    last: StateKey,
) -> Result<Vec<(u16, Id)>, StoreError> {
    let mut held = Vec::new();
    for record in records::REGISTRY {
        let sql = format!(
            "SELECT id FROM {} WHERE _place = ?1 AND _seq > 0 ORDER BY id",
            record.name
        );
        for id in ids(conn, &sql, &[&(place.0 as i64)])? {
            let key = (record.table, id);
            if first.is_none_or(|first| key > first) && last.is_none_or(|last| key <= last) {
                held.push(key);
            }
        }
    }
    Ok(held)
}
