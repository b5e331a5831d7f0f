//! One row of any record, and the rows that one transaction works on.

use std::{collections::BTreeMap, fmt::Write as _, sync::LazyLock};

use domain::{
    Cells, Id, Place, RecordInfo, Value,
    cbor::{Cbor, strict, without_defaults},
    cell,
    change::{DELETED_AT, DELETED_REASON},
    records::{
        self, Household, HousingSolution, Measure, Member, Photo, REGISTRY, Record, RemarkOff,
        Visit,
    },
};
use rusqlite::{Connection, OptionalExtension, params, types::ValueRef};

use crate::{Store, StoreError, place::Sums, search::Touched};

/// A row as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its record.
    pub table: u16,
    /// Its id.
    pub id: Id,
    /// What the person sees: all fields, deletion, and cells that this program has no column for.
    pub cells: Cells,
    /// `made_at` of its first set in ms.
    pub created_at: i64,
    /// `made_at` of its last set in ms.
    pub changed_at: i64,
    /// Last entry on the row, 0 = never confirmed.
    pub seq: u64,
    /// Newest own undecided dseq on it, 0 = none.
    pub mine: u64,
    /// Where it belongs.
    pub place: Place,
    /// County only: first entry under 0, then field → entry of a later writer; empty while every cell is at `seq`.
    pub(crate) later: BTreeMap<u16, u64>,
    /// Is it in the file?
    pub stored: bool,
}

impl Row {
    /// Is it deleted?
    pub fn is_deleted(&self) -> bool {
        cell::cell(&self.cells, DELETED_AT).as_integer().is_some()
    }

    /// The cell of `field`.
    pub fn cell(&self, field: u16) -> &Value {
        cell::cell(&self.cells, field)
    }

    /// The entry that wrote `field` last; 0 when the row is not confirmed.
    pub(crate) fn cell_seq(&self, field: u16) -> u64 {
        if self.later.is_empty() {
            return self.seq;
        }
        let first = self.later.get(&0).copied().unwrap_or(self.seq);
        self.later.get(&field).copied().unwrap_or(first)
    }
}

pub(crate) struct Sql {
    select: String,
    insert: String,
    update: String,
    delete: String,
}

static SQL: LazyLock<BTreeMap<u16, Sql>> = LazyLock::new(|| {
    REGISTRY
        .iter()
        .map(|record| (record.table, statements(record)))
        .collect()
});

const SYSTEM: [&str; 9] = [
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

fn statements(record: &RecordInfo) -> Sql {
    let columns: Vec<&str> = record
        .fields
        .iter()
        .map(|field| field.name)
        .chain(SYSTEM)
        .collect();
    let name = record.name;
    let mut marks = String::from("?1");
    let mut sets = String::new();
    for (index, column) in columns.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        _ = write!(marks, ", ?{}", index + 2);
        _ = write!(sets, "{comma}{column} = ?{}", index + 2);
    }
    let columns = columns.join(", ");
    Sql {
        select: format!("SELECT {columns} FROM {name} WHERE id = ?1"),
        insert: format!("INSERT INTO {name} (id, {columns}) VALUES ({marks})"),
        update: format!("UPDATE {name} SET {sets} WHERE id = ?1"),
        delete: format!("DELETE FROM {name} WHERE id = ?1"),
    }
}

/// The columns of a record after `id`, as [`from_columns`] reads them.
pub fn columns(record: &RecordInfo) -> String {
    record
        .fields
        .iter()
        .map(|field| field.name)
        .chain(SYSTEM)
        .collect::<Vec<_>>()
        .join(", ")
}

/// A row from a result whose columns from `from` on are [`columns`].
pub fn from_columns(
    record: &RecordInfo,
    id: Id,
    row: &rusqlite::Row<'_>,
    from: usize,
) -> Result<Row, StoreError> {
    let mut cells = Cells::new();
    for (index, field) in record.fields.iter().enumerate() {
        let value = value(row.get_ref(from + index)?);
        if !value.is_default() {
            cells.insert(field.number, value);
        }
    }
    let at = from + record.fields.len();
    if let Some(deleted_at) = row.get::<_, Option<i64>>(at)? {
        cells.insert(DELETED_AT, deleted_at.into());
        cells.insert(DELETED_REASON, Value::Text(row.get(at + 1)?));
    }
    if let Some(extra) = row.get::<_, Option<Vec<u8>>>(at + 8)? {
        cells.extend(strict::<Cells>(&extra)?);
    }
    let later = match row.get::<_, Option<Vec<u8>>>(at + 7)? {
        Some(bytes) => strict::<Cells>(&bytes)?
            .into_iter()
            .map(|(field, seq)| (field, seq.as_integer().unwrap_or_default() as u64))
            .collect(),
        None => BTreeMap::new(),
    };
    Ok(Row {
        table: record.table,
        id,
        cells,
        created_at: row.get(at + 2)?,
        changed_at: row.get(at + 3)?,
        seq: row.get::<_, i64>(at + 4)? as u64,
        mine: row.get::<_, i64>(at + 5)? as u64,
        place: Place(row.get::<_, i64>(at + 6)? as u64),
        later,
        stored: true,
    })
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
    }
}

/// A cell as SQLite takes it.
pub(crate) fn parameter(value: &Value) -> rusqlite::types::ToSqlOutput<'_> {
    use rusqlite::types::{ToSqlOutput, Value as Owned};
    match value {
        Value::Null => ToSqlOutput::Owned(Owned::Null),
        Value::Integer(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
    }
}

/// The row, or nothing.
pub fn get(conn: &Connection, table: u16, id: Id) -> Result<Option<Row>, StoreError> {
    let (Some(record), Some(sql)) = (records::by_table(table), SQL.get(&table)) else {
        return stray(conn, table, id);
    };
    let mut statement = conn.prepare_cached(&sql.select)?;
    let mut rows = statement.query([id.0.as_slice()])?;
    match rows.next()? {
        Some(row) => from_columns(record, id, row, 0).map(Some),
        None => Ok(None),
    }
}

fn stray(conn: &Connection, table: u16, id: Id) -> Result<Option<Row>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT place, seq, cells FROM stray WHERE table_no = ?1 AND id = ?2")?;
    let found: Option<(i64, i64, Vec<u8>)> = statement
        .query_row(params![table, id.0.as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((place, seq, cells)) = found else {
        return Ok(None);
    };
    Ok(Some(Row {
        table,
        id,
        cells: strict(&cells)?,
        seq: seq as u64,
        place: Place(place as u64),
        stored: true,
        ..Row::default()
    }))
}

fn put(conn: &Connection, row: &Row) -> Result<(), StoreError> {
    let (Some(record), Some(sql)) = (records::by_table(row.table), SQL.get(&row.table)) else {
        conn.prepare_cached(
            "INSERT INTO stray (table_no, id, place, seq, cells) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (table_no, id) DO UPDATE SET place = ?3, seq = ?4, cells = ?5",
        )?
        .execute(params![
            row.table,
            row.id.0.as_slice(),
            row.place.0 as i64,
            row.seq as i64,
            row.cells.to_cbor()
        ])?;
        return Ok(());
    };
    let mut statement = conn.prepare_cached(if row.stored { &sql.update } else { &sql.insert })?;
    statement.raw_bind_parameter(1, row.id.0.as_slice())?;
    let mut at = 2;
    let mut known = 0;
    for field in record.fields {
        match row.cells.get(&field.number) {
            Some(value) if field.kind.takes(value) => {
                known += 1;
                statement.raw_bind_parameter(at, parameter(value))?;
            }
            _ if field.kind.column() == "TEXT" => statement.raw_bind_parameter(at, "")?,
            _ => statement.raw_bind_parameter(at, rusqlite::types::Null)?,
        }
        at += 1;
    }
    known += [DELETED_AT, DELETED_REASON]
        .iter()
        .filter(|field| row.cells.contains_key(field))
        .count();
    let extra = (known < row.cells.len())
        .then(|| extra_cells(record, &row.cells))
        .filter(|cells| !cells.is_empty());
    let later: Option<Cells> = (!row.later.is_empty()).then(|| {
        row.later
            .iter()
            .map(|(field, seq)| (*field, Value::Integer(*seq as i64)))
            .collect()
    });
    statement.raw_bind_parameter(at, row.cell(DELETED_AT).as_integer())?;
    statement.raw_bind_parameter(at + 1, row.cell(DELETED_REASON).as_text())?;
    statement.raw_bind_parameter(at + 2, row.created_at)?;
    statement.raw_bind_parameter(at + 3, row.changed_at)?;
    statement.raw_bind_parameter(at + 4, row.seq as i64)?;
    statement.raw_bind_parameter(at + 5, row.mine as i64)?;
    statement.raw_bind_parameter(at + 6, row.place.0 as i64)?;
    statement.raw_bind_parameter(at + 7, later.map(|cells| cells.to_cbor()))?;
    statement.raw_bind_parameter(at + 8, extra.map(|cells| cells.to_cbor()))?;
    statement.raw_execute()?;
    Ok(())
}

/// Cells that no column can hold: of unknown fields, or of another kind than the column.
fn extra_cells(record: &RecordInfo, cells: &Cells) -> Cells {
    let known = |field: u16, value: &Value| match field {
        DELETED_AT | DELETED_REASON => true,
        _ => record
            .field(field)
            .is_some_and(|info| info.kind.takes(value)),
    };
    let extra: Cells = cells
        .iter()
        .filter(|(field, value)| !known(**field, value))
        .map(|(field, value)| (*field, value.clone()))
        .collect();
    without_defaults(&extra)
}

fn delete(conn: &Connection, table: u16, id: Id) -> Result<(), StoreError> {
    match SQL.get(&table) {
        Some(sql) => conn
            .prepare_cached(&sql.delete)?
            .execute([id.0.as_slice()])?,
        None => conn
            .prepare_cached("DELETE FROM stray WHERE table_no = ?1 AND id = ?2")?
            .execute(params![table, id.0.as_slice()])?,
    };
    Ok(())
}

/// The rows that one transaction works on: read once, written once.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    rows: BTreeMap<Key, Held>,
    pub(crate) sums: Sums,
    touched: Touched,
}

/// A row's table and id, which sorts as they do: a number is compared faster than sixteen bytes, and a push looks rows
/// up by the hundred thousand.
type Key = (u16, u128);

fn key(table: u16, id: Id) -> Key {
    (table, u128::from_be_bytes(id.0))
}

#[derive(Debug)]
struct Held {
    row: Row,
    dirty: bool,
    /// Version and place as the sums of the file count it.
    counted: (u64, Place),
    /// The row that this one is kept with in the index.
    owner: Option<(u16, Id)>,
}

/// A photo's visit; the household of a member, of a measure, of a solution for its housing, of a remark that is off.
fn owner_of(row: &Row) -> Option<(u16, Id)> {
    let (table, id) = if row.table == Member::INFO.table {
        (Household::INFO.table, row.cell(Member::household_id))
    } else if row.table == HousingSolution::INFO.table {
        (
            Household::INFO.table,
            row.cell(HousingSolution::household_id),
        )
    } else if row.table == Measure::INFO.table {
        (Household::INFO.table, row.cell(Measure::household_id))
    } else if row.table == RemarkOff::INFO.table {
        (Household::INFO.table, row.cell(RemarkOff::household_id))
    } else if row.table == Photo::INFO.table {
        (Visit::INFO.table, row.cell(Photo::owner_id))
    } else {
        return None;
    };
    Some((table, id.as_id()?))
}

impl Rows {
    /// Rows whose changes the index of `store` follows.
    pub(crate) fn of(store: &Store) -> Self {
        Self {
            touched: store.touched.clone(),
            ..Self::default()
        }
    }

    /// The row, read if need be; an absent one is blank.
    pub(crate) fn get(
        &mut self,
        conn: &Connection,
        table: u16,
        id: Id,
    ) -> Result<&Row, StoreError> {
        self.held(conn, table, id).map(|held| &held.row)
    }

    /// The same, to be written at the flush.
    pub(crate) fn edit(
        &mut self,
        conn: &Connection,
        table: u16,
        id: Id,
    ) -> Result<&mut Row, StoreError> {
        let held = self.held(conn, table, id)?;
        held.dirty = true;
        Ok(&mut held.row)
    }

    fn held(&mut self, conn: &Connection, table: u16, id: Id) -> Result<&mut Held, StoreError> {
        use std::collections::btree_map::Entry;
        match self.rows.entry(key(table, id)) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let row = get(conn, table, id)?.unwrap_or_else(|| Row {
                    table,
                    id,
                    ..Row::default()
                });
                Ok(entry.insert(Held {
                    counted: (row.seq, row.place),
                    owner: owner_of(&row),
                    row,
                    dirty: false,
                }))
            }
        }
    }

    /// Is the row held here, also a blank one?
    pub(crate) fn holds(&self, table: u16, id: Id) -> bool {
        self.rows.contains_key(&key(table, id))
    }

    /// Every row of `table` that is held here: not a walk over all rows, which a large push has by the thousand.
    pub(crate) fn ids_of(&self, table: u16) -> Vec<Id> {
        let all = (table, 0)..=(table, u128::MAX);
        self.rows.range(all).map(|(_, held)| held.row.id).collect()
    }

    /// Writes all that was edited. A row that nobody confirmed and nobody waits for is taken out.
    pub(crate) fn flush(&mut self, conn: &Connection) -> Result<(), StoreError> {
        for held in self.rows.values_mut().filter(|held| held.dirty) {
            let row = &mut held.row;
            let gone = row.seq == 0 && row.mine == 0;
            if gone {
                if row.stored {
                    delete(conn, row.table, row.id)?;
                }
                row.stored = false;
            } else {
                put(conn, row)?;
                row.stored = true;
            }
            self.sums
                .replace(row.table, row.id, held.counted, (row.seq, row.place));
            self.touched.note(row.table, row.id);
            let owner = owner_of(row);
            for (table, id) in held.owner.into_iter().chain(owner) {
                self.touched.note(table, id);
            }
            held.owner = owner;
            held.counted = (row.seq, row.place);
            held.dirty = false;
        }
        self.sums.flush(conn)
    }
}
