//! What is done to a laptop's file from outside: rows lost, the note beside it lost, an earlier copy put back.

use std::{collections::BTreeMap, sync::Mutex};

use domain::{Hash, Id};
use store::{Side, Store};

use crate::world::World;

/// An earlier copy of a laptop's file.
#[derive(Debug)]
pub struct Copy {
    folder: tempfile::TempDir,
}

const FILE: &str = "copy.sqlite";

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl World {
    /// A confirmed row vanishes, counted as if the program had meant it.
    pub fn lose_row(&mut self, at: usize) -> Result<(), String> {
        let table = ["household", "visit", "stay", "measure"][self.chance.below(4) as usize];
        let store = self.laptops[at].store();
        let conn = store.connection();
        let mut rows: Vec<(Vec<u8>, i64, i64)> = conn
            .prepare_cached(&format!(
                "SELECT id, _seq, _place FROM {table} WHERE _seq > 0 AND _mine = 0 AND _place <> 0 ORDER BY id"
            ))
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .map_err(text)?;
        if rows.is_empty() {
            return Ok(());
        }
        let (id, seq, place) = rows.swap_remove(self.chance.below(rows.len() as u64) as usize);
        let number = domain::records::by_name(table).map_or(0, |record| record.table);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&number.to_be_bytes()).update(&id);
        hasher.update(&(seq as u64).to_be_bytes());
        let first: [u8; 8] = hasher.finalize().as_bytes()[..8].try_into().map_err(text)?;
        let old: i64 = conn
            .query_row(
                "SELECT sum FROM place_sum WHERE place = ?1",
                [place],
                |row| row.get(0),
            )
            .map_err(text)?;
        let sum = (old as u64).wrapping_sub(u64::from_be_bytes(first)) as i64;
        conn.execute(&format!("DELETE FROM {table} WHERE id = ?1"), [&id])
            .and_then(|_| {
                conn.execute(
                    "UPDATE place_sum SET row_count = row_count - 1, sum = ?2 WHERE place = ?1",
                    (place, sum),
                )
            })
            .map_err(text)?;
        Ok(())
    }

    /// The next start finds no note outside the file.
    pub fn lose_note(&mut self, at: usize) -> Result<(), String> {
        let laptop = &self.laptops[at];
        laptop.env.restart();
        laptop
            .store()
            .renew_incarnation(&laptop.env)
            .map_err(text)?;
        self.unsettled.insert(at);
        Ok(())
    }

    /// Keeps a copy of the file, or puts the kept one back.
    pub fn copy_or_put_back(&mut self, at: usize) -> Result<(), String> {
        match self.copies.remove(&at) {
            None => {
                let copy = self.copy(at)?;
                self.copies.insert(at, copy);
                Ok(())
            }
            Some(copy) => self.put_back(at, &copy),
        }
    }

    fn copy(&mut self, at: usize) -> Result<Copy, String> {
        let folder = tempfile::tempdir().map_err(text)?;
        let path = folder.path().join(FILE);
        let store = self.laptops[at].store();
        let key = hex_of(&[7; 32]);
        store
            .connection()
            .execute_batch(&format!(
                "ATTACH DATABASE '{}' AS copy KEY \"x'{key}'\";
                 PRAGMA copy.synchronous = OFF;
                 PRAGMA copy.journal_mode = OFF;
                 SELECT sqlcipher_export('copy');
                 DETACH DATABASE copy;",
                path.display()
            ))
            .map_err(text)?;
        Ok(Copy { folder })
    }

    fn put_back(&mut self, at: usize, copy: &Copy) -> Result<(), String> {
        // Into memory again: a laptop that syncs each commit to the disk would be slow for nothing.
        let store = Store::in_memory(Side::Laptop).map_err(text)?;
        fill(&store, &copy.folder.path().join(FILE))?;
        let last = store.last_dseq().map_err(text)?;
        let known: BTreeMap<Hash, ()> = self.log.0.iter().map(|line| (line.hash, ())).collect();
        // What was saved since and never handed over went with the disk; the rest has no file of its own any more.
        self.recorded
            .retain(|hash, set| set.laptop != at || set.dseq <= last || known.contains_key(hash));
        for set in self.recorded.values_mut() {
            if set.laptop == at && set.dseq > last {
                set.laptop = usize::MAX;
            }
        }
        let mut knows_by_itself = self.chance.hits(500);
        let laptop = &mut self.laptops[at];
        laptop.env.restart();
        laptop.store = Mutex::new(store);
        laptop.life += 1;
        let position = laptop.store().position().map_err(text)?;
        laptop.position = position;
        // Requests of the other life are still on their way, and may arrive.
        knows_by_itself |= laptop.store().incarnation().map_err(text)? == Id::default();
        if knows_by_itself {
            laptop
                .store()
                .renew_incarnation(&laptop.env)
                .map_err(text)?;
        }
        self.forms_of_a_life_end(at);
        self.unsettled.insert(at);
        Ok(())
    }
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Copies every table of the file at `path` into an empty replica.
fn fill(store: &Store, path: &std::path::Path) -> Result<(), String> {
    let conn = store.connection();
    conn.execute_batch(&format!(
        "ATTACH DATABASE '{}' AS copy KEY \"x'{}'\";",
        path.display(),
        hex_of(&[7; 32])
    ))
    .map_err(text)?;
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM copy.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(text)?;
    for table in tables {
        conn.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM copy.{table};"
        ))
        .map_err(text)?;
    }
    conn.execute_batch("DETACH DATABASE copy;").map_err(text)
}
