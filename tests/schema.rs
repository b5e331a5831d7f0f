//! Records against their tables, and every query file against the schema: what is declared in one
//! place and written out in another must not drift apart.

use std::fs;
use std::path::{Path, PathBuf};

use domain::records::{REGISTRY, RecordInfo};
use rusqlite::Connection;

/// Columns that every record's table has beside its fields.
const BOOKKEEPING: &[&str] = &[
    "id",
    "deleted_at",
    "deleted_reason",
    "created_at",
    "changed_at",
    "_seq",
    "_mine",
    "_place",
    "_cells",
    "_extra",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sql_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sql_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "sql") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A database as a new laptop has it, without the cipher.
fn fresh() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    let migrations = sql_files(&root().join("migrations/replica"));
    assert!(!migrations.is_empty());
    for path in migrations {
        let sql = fs::read_to_string(&path).unwrap();
        connection
            .execute_batch(&sql)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    connection
}

/// Name and type of each column, in order of the names.
fn columns(connection: &Connection, table: &str) -> Vec<(String, String)> {
    let mut statement = connection
        .prepare("SELECT name, type FROM pragma_table_info(?1) ORDER BY name")
        .unwrap();
    let rows = statement
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn differs(connection: &Connection, record: &RecordInfo) -> Option<String> {
    let mut declared: Vec<(String, String)> = record
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), field.kind.column().to_owned()))
        .collect();
    declared.sort();
    let all = columns(connection, record.name);
    for name in BOOKKEEPING {
        if !all.iter().any(|(column, _)| column == name) {
            return Some(format!("table `{}` has no column {name}", record.name));
        }
    }
    let there: Vec<_> = all
        .into_iter()
        .filter(|(name, _)| !BOOKKEEPING.contains(&name.as_str()))
        .collect();
    (declared != there).then(|| {
        format!(
            "table `{}` differs from its record:\n record {declared:?}\n table  {there:?}",
            record.name
        )
    })
}

#[test]
fn every_record_has_its_table() {
    let connection = fresh();
    for record in REGISTRY {
        assert_eq!(differs(&connection, record), None);
    }
}

#[test]
fn a_table_without_one_of_its_columns_is_found() {
    let connection = fresh();
    let record = domain::records::by_name("visit").unwrap();
    connection
        .execute_batch("ALTER TABLE visit RENAME COLUMN note TO remark")
        .unwrap();
    let complaint = differs(&connection, record).unwrap();
    assert!(complaint.contains("table `visit` differs"), "{complaint}");
}

#[test]
fn every_query_file_fits_the_schema() {
    let connection = fresh();
    let queries = sql_files(&root().join("crates"));
    assert!(!queries.is_empty());
    for path in queries {
        let sql = fs::read_to_string(&path).unwrap();
        if let Err(error) = connection.prepare(&sql) {
            panic!("{}: {error}", path.display());
        }
    }
}
