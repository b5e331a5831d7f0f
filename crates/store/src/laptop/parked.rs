//! Rows that left this laptop's area while a person's own work hangs on them: they stay, in no count and to be read
//! only, until that work is decided, saved or thrown away (`sync.md` §3).

use std::collections::BTreeSet;

use domain::{
    Cells, Id, Place,
    records::{Household, Record as _},
};
use rusqlite::{Connection, params};

use super::page::Taking;
use crate::{
    Row, Side, Store, StoreError,
    place::{self, Derived},
    row::{self, Rows},
};

type Key = (u16, Id);

impl Taking<'_> {
    /// A row and what hangs on it goes, but for the rows between it and a person's own undecided work or draft.
    pub(super) fn park(&mut self, table: u16, id: Id) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        // Anchors before what hangs on them, each with the place of its own anchor in this list.
        let mut tree: Vec<(Key, usize)> = vec![((table, id), 0)];
        // A row may hang on itself by a mistake of its writer.
        let mut seen = BTreeSet::from([(table, id)]);
        let mut at = 0;
        while let Some(&((table, id), _)) = tree.get(at) {
            for key in place::hanging(conn, table, id)? {
                if seen.insert(key) {
                    tree.push((key, at));
                }
            }
            at += 1;
        }
        let mut holds = vec![false; tree.len()];
        for (at, ((table, id), anchor)) in tree.iter().enumerate().rev() {
            let own = self.applying.rows.get(conn, *table, *id)?.mine != 0;
            holds[at] |= own || is_drafted(conn, *id)?;
            if holds[at] {
                holds[*anchor] = true;
                let row = self.applying.rows.edit(conn, *table, *id)?;
                row.place = Place::PARKED;
                self.applying.touched.insert(*table);
                conn.prepare_cached("INSERT OR IGNORE INTO parked (table_no, id) VALUES (?1, ?2)")?
                    .execute(params![table, id.0.as_slice()])?;
            } else {
                self.forget(*table, *id)?;
            }
        }
        Ok(())
    }

    /// Parked rows on which nothing hangs any more go; those that came back into the area are no longer parked.
    pub(super) fn release(&mut self) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        let parked = parked(conn)?;
        if parked.is_empty() {
            return Ok(());
        }
        conn.execute("DELETE FROM parked", [])?;
        for (table, id) in parked {
            if self.applying.rows.get(conn, table, id)?.place == Place::PARKED {
                self.park(table, id)?;
            }
        }
        self.applying.flush()
    }
}

impl Store {
    /// Is this a row that left the area and stays for what its person wrote on it?
    pub fn is_parked(&self, row: &Row) -> bool {
        self.side == Side::Laptop && row.stored && row.place == Place::PARKED
    }

    /// Is the household `id` such a row?
    pub(crate) fn is_parked_here(&self, id: Id) -> Result<bool, StoreError> {
        let row = row::get(&self.conn, Household::INFO.table, id)?;
        Ok(row.is_some_and(|row| self.is_parked(&row) && !row.is_deleted()))
    }

    /// Would a new row with these cells hang on a parked one?
    pub fn hangs_on_parked(&self, table: u16, cells: &Cells) -> Result<bool, StoreError> {
        if self.side == Side::County {
            return Ok(false);
        }
        let derived = place::derive(&self.conn, &mut Rows::default(), table, cells)?;
        let Derived::Absent(table, id) = derived else {
            return Ok(false);
        };
        Ok(row::get(&self.conn, table, id)?.is_some_and(|anchor| self.is_parked(&anchor)))
    }
}

fn parked(conn: &Connection) -> Result<Vec<Key>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT table_no, id FROM parked")?;
    let mut rows = statement.query([])?;
    let mut parked = Vec::new();
    while let Some(row) = rows.next()? {
        let id = Id::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default());
        parked.push((row.get(0)?, id.unwrap_or_default()));
    }
    Ok(parked)
}

/// Does a form that is being written name this row?
pub(crate) fn is_drafted(conn: &Connection, id: Id) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM draft WHERE instr(subject, ?1) > 0 OR instr(body, ?1) > 0")?
        .exists([id.to_string()])?)
}
