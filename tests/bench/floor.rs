//! The floor: bare inserts of the same rows into the same kind of encrypted file, and nothing else.

use domain::{
    Id,
    records::{Record, Visit},
};
use rusqlite::{Connection, params};

use crate::made;

pub struct Floor(Connection);

impl Floor {
    pub fn encrypted(folder: &std::path::Path) -> Self {
        Self::of(
            Connection::open(folder.join("floor.sqlite")).expect("a new file"),
            true,
        )
    }

    pub fn plain(folder: &std::path::Path) -> Self {
        Self::of(
            Connection::open(folder.join("plain.sqlite")).expect("a new file"),
            false,
        )
    }

    fn of(conn: Connection, encrypted: bool) -> Self {
        if encrypted {
            let hex: String = made::key()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
                .expect("a key");
        }
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
             CREATE TABLE visit (id BLOB PRIMARY KEY, household_id BLOB, visited_on TEXT, person_ids TEXT, mode TEXT,
               purposes TEXT, policies TEXT, met TEXT, note TEXT, satisfaction TEXT, created_at INTEGER)
               STRICT, WITHOUT ROWID;
             CREATE INDEX visit_household ON visit (household_id, visited_on);
             CREATE INDEX visit_on ON visit (visited_on);",
        )
        .expect("a schema");
        Self(conn)
    }

    pub fn begin(&self) {
        self.0
            .execute_batch("BEGIN IMMEDIATE")
            .expect("no other writer");
    }

    pub fn commit(&self) {
        self.0.execute_batch("COMMIT").expect("space on the disk");
    }

    pub fn insert(&self, id: Id, visit: &Visit) {
        let cells = visit.to_cells();
        let text = |field: u16| {
            cells
                .get(&field)
                .map(|value| value.as_text().to_owned())
                .unwrap_or_default()
        };
        self.0
            .prepare_cached(
                "INSERT INTO visit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )
            .expect("the statement")
            .execute(params![
                id.0.as_slice(),
                visit.household_id.map(|id| id.0.to_vec()),
                visit.visited_on,
                text(Visit::person_ids),
                visit.mode,
                text(Visit::purposes),
                text(Visit::policies),
                visit.met,
                visit.note,
                visit.satisfaction,
                1_538_300_000_000_i64
            ])
            .expect("a new row");
    }
}
