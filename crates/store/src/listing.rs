//! Rows of any record, by its declaration: for the command line and for scripts.

use domain::{Id, Kind, Place, RecordInfo, place::Scope};
use rusqlite::types::Value;

use crate::{Row, Store, StoreError, row};

/// Which rows.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Of which record.
    pub record: &'a RecordInfo,
    /// What the person may see.
    pub scope: &'a Scope,
    /// In this division only.
    pub area: Option<&'a str>,
    /// Of this household only.
    pub household: Option<Id>,
    /// Of this person only.
    pub person: Option<Id>,
    /// From this day on, by the record's first date.
    pub from: Option<&'a str>,
    /// Until this day.
    pub to: Option<&'a str>,
    /// After this one.
    pub after: Option<Id>,
    /// At most so many.
    pub limit: usize,
}

impl Store {
    /// How many rows of a record are here; none of a record that there is not.
    pub fn count(&self, record: &str) -> Result<u64, StoreError> {
        let Some(info) = domain::records::by_name(record) else {
            return Ok(0);
        };
        let sql = format!("SELECT count(*) FROM {}", info.name);
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([], |row| row.get::<_, i64>(0))? as u64)
    }

    /// Rows by id, without deleted and parked ones.
    pub fn list_rows(&self, listing: &Listing<'_>) -> Result<Vec<Row>, StoreError> {
        let record = listing.record;
        let Some((wheres, values)) = conditions(listing) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT id, {} FROM {} WHERE {} ORDER BY id LIMIT {}",
            row::columns(record),
            record.name,
            wheres.join(" AND "),
            listing.limit
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id =
                Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).unwrap_or_default();
            found.push(row::from_columns(record, id, row, 1)?);
        }
        Ok(found)
    }
}

/// Conditions and their values; nothing when no row can meet them.
fn conditions(listing: &Listing<'_>) -> Option<(Vec<String>, Vec<Value>)> {
    let record = listing.record;
    let mut wheres = vec!["deleted_at IS NULL".to_owned()];
    let mut values = Vec::new();
    let mut places = Vec::new();
    for range in &listing.scope.places {
        places.push(format!(
            "_place BETWEEN {} AND {}",
            range.first.0, range.last.0
        ));
    }
    wheres.push(format!("({})", places.join(" OR ")));
    if let Some(area) = listing.area {
        let range = Place::from_code(area)?.range();
        wheres.push(format!(
            "_place BETWEEN {} AND {}",
            range.first.0, range.last.0
        ));
    }
    if let Some(household) = listing.household {
        let column = if record.name == "household" {
            "id"
        } else {
            record.field_named("household_id")?.name
        };
        wheres.push(format!("{column} = ?"));
        values.push(Value::Blob(household.0.to_vec()));
    }
    if let Some(person) = listing.person {
        if record.name == "person" {
            wheres.push("id = ?".to_owned());
            values.push(Value::Blob(person.0.to_vec()));
        } else if record.field_named("person_ids").is_some() {
            wheres.push("instr(person_ids, ?) > 0".to_owned());
            values.push(Value::Text(person.to_string()));
        } else {
            let field = record.field_named("person_id")?;
            wheres.push(format!("{} = ?", field.name));
            values.push(Value::Blob(person.0.to_vec()));
        }
    }
    for (bound, sign) in [(listing.from, ">="), (listing.to, "<=")] {
        if let Some(bound) = bound {
            let field = record
                .fields
                .iter()
                .find(|field| field.kind == Kind::Date)?;
            wheres.push(format!("{0} {sign} ? AND {0} <> ''", field.name));
            values.push(Value::Text(bound.to_owned()));
        }
    }
    if let Some(after) = listing.after {
        wheres.push("id > ?".to_owned());
        values.push(Value::Blob(after.0.to_vec()));
    }
    Some((wheres, values))
}
