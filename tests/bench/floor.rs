//! The floor: bare inserts of the same rows into the same kind of file, and nothing else.

use std::path::Path;

use domain::{
    Id, Value,
    records::{Record, RecordInfo, Visit, by_table},
};
use rusqlite::{
    Connection, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};
use store::Edit;

use crate::made;

/// Which indexes the floor's tables have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indexes {
    /// Those that ours have: a row that hangs on a household is found by it.
    Own,
    /// The primary key alone.
    None,
}

pub struct Floor(Connection);

impl Floor {
    pub fn encrypted(folder: &Path, indexes: Indexes) -> Self {
        let conn = Connection::open(folder.join("floor.sqlite")).expect("a new file");
        let hex: String = made::key()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
            .expect("a key");
        Self::of(conn, indexes)
    }

    pub fn plain(folder: &Path) -> Self {
        let conn = Connection::open(folder.join("plain.sqlite")).expect("a new file");
        Self::of(conn, Indexes::Own)
    }

    fn of(conn: Connection, indexes: Indexes) -> Self {
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;",
        )
        .expect("settings");
        for (table, index) in [
            (
                "visit",
                "CREATE INDEX visit_household ON visit (household_id, visited_on)",
            ),
            (
                "household",
                "CREATE INDEX household_number ON household (number)",
            ),
            (
                "member",
                "CREATE INDEX member_household ON member (household_id);
                 CREATE INDEX member_identity ON member (id_number)",
            ),
        ] {
            let record = domain::records::by_name(table).expect("a record");
            let columns: Vec<String> = record
                .fields
                .iter()
                .map(|field| format!("{} {}", field.name, field.kind.column()))
                .collect();
            conn.execute_batch(&format!(
                "CREATE TABLE {table} (id BLOB PRIMARY KEY, {}, created_at INTEGER) STRICT, WITHOUT ROWID;",
                columns.join(", ")
            ))
            .expect("a schema");
            if indexes == Indexes::Own {
                conn.execute_batch(index).expect("an index");
            }
        }
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

    pub fn visit(&self, id: Id, visit: &Visit) {
        self.insert(&Visit::INFO, id, &visit.to_cells());
    }

    pub fn row(&self, edit: &Edit) {
        let record = by_table(edit.table).expect("a record");
        self.insert(record, edit.id, &edit.cells);
    }

    fn insert(&self, record: &RecordInfo, id: Id, cells: &domain::Cells) {
        let marks = vec!["?"; record.fields.len() + 2].join(", ");
        let sql = format!("INSERT INTO {} VALUES ({marks})", record.name);
        let id = std::iter::once(ToSqlOutput::Borrowed(ValueRef::Blob(&id.0)));
        let fields = record.fields.iter().map(|field| {
            cells
                .get(&field.number)
                .map_or(ToSqlOutput::Borrowed(ValueRef::Null), value)
        });
        let made_at = std::iter::once(ToSqlOutput::Borrowed(ValueRef::Integer(1_538_300_000_000)));
        self.0
            .prepare_cached(&sql)
            .expect("the statement")
            .execute(params_from_iter(id.chain(fields).chain(made_at)))
            .expect("a new row");
    }
}

fn value(value: &Value) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(match value {
        Value::Null => ValueRef::Null,
        Value::Integer(number) => ValueRef::Integer(*number),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Bytes(bytes) => ValueRef::Blob(bytes),
    })
}
