//! Where rows belong: derived from their anchors, and counted by place.

use std::collections::BTreeMap;

use domain::{
    Cells, Id, Place, cell,
    place::Scope,
    records::{self, Anchor},
};
use rusqlite::{Connection, params};

use crate::{StoreError, row, row::Rows};

/// What a row's place is, or what is missing to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// It lies here.
    Place(Place),
    /// The row it hangs on is not here.
    Absent(u16, Id),
    /// Nothing in its cells says where.
    Nowhere,
}

/// The place that `cells` of a record give.
pub(crate) fn derive(
    conn: &Connection,
    rows: &mut Rows,
    table: u16,
    cells: &Cells,
) -> Result<Derived, StoreError> {
    derive_with(conn, rows, &BTreeMap::new(), table, cells)
}

/// The same, with the places of rows that are about to be made.
pub(crate) fn derive_with(
    conn: &Connection,
    rows: &mut Rows,
    made: &BTreeMap<(u16, Id), Place>,
    table: u16,
    cells: &Cells,
) -> Result<Derived, StoreError> {
    let Some(record) = records::by_table(table) else {
        return Ok(Derived::Nowhere);
    };
    let of_code = |field: u16| {
        Place::from_code(cell::cell(cells, field).as_text())
            .map_or(Derived::Nowhere, Derived::Place)
    };
    Ok(match record.anchor {
        Anchor::Public => Derived::Place(Place::PUBLIC),
        Anchor::Own(field) => of_code(field),
        Anchor::Row(field, name) => of_row(conn, rows, made, name, cells, field)?,
        Anchor::HouseholdOr(household, division) => {
            if cell::cell(cells, household).is_default() {
                of_code(division)
            } else {
                of_row(conn, rows, made, "household", cells, household)?
            }
        }
        Anchor::Named(kind, field) => {
            let kind = cell::cell(cells, kind).as_text().to_owned();
            of_row(conn, rows, made, &kind, cells, field)?
        }
        Anchor::Written(field) => {
            let number = cell::cell(cells, field).as_integer().unwrap_or_default();
            Derived::Place(Place(number as u64))
        }
    })
}

fn of_row(
    conn: &Connection,
    rows: &mut Rows,
    made: &BTreeMap<(u16, Id), Place>,
    name: &str,
    cells: &Cells,
    field: u16,
) -> Result<Derived, StoreError> {
    let (Some(record), Some(id)) = (records::by_name(name), cell::cell(cells, field).as_id())
    else {
        return Ok(Derived::Nowhere);
    };
    if let Some(place) = made.get(&(record.table, id)) {
        return Ok(Derived::Place(*place));
    }
    let anchor = rows.get(conn, record.table, id)?;
    // A parked row (`Place::PARKED`) is not held.
    if (anchor.seq == 0 && anchor.mine == 0) || anchor.place == Place::PARKED {
        return Ok(Derived::Absent(record.table, id));
    }
    Ok(Derived::Place(anchor.place))
}

/// The rows that hang directly on a row: their place follows its.
pub(crate) fn hanging(conn: &Connection, table: u16, id: Id) -> Result<Vec<(u16, Id)>, StoreError> {
    let Some(parent) = records::by_table(table) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for record in records::REGISTRY {
        let field = match record.anchor {
            Anchor::Row(field, name) if name == parent.name => field,
            Anchor::HouseholdOr(field, _) if parent.name == "household" => field,
            Anchor::Named(_, field) => field,
            _ => continue,
        };
        let Some(field) = record.field(field) else {
            continue;
        };
        let sql = format!("SELECT id FROM {} WHERE {} = ?1", record.name, field.name);
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            found.extend(
                Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default())
                    .map(|id| (record.table, id)),
            );
        }
    }
    // Conflicts lie where their row lies.
    let mut statement = conn.prepare_cached("SELECT id FROM conflict WHERE owner_id = ?1")?;
    let mut rows = statement.query([id.0.as_slice()])?;
    while let Some(row) = rows.next()? {
        found.extend(
            Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).map(|id| (40, id)),
        );
    }
    Ok(found)
}

/// Takes everything that hangs on moved rows to their place, in this transaction.
pub(crate) fn follow(
    conn: &Connection,
    rows: &mut Rows,
    moved: Vec<(u16, Id, Place)>,
) -> Result<(), StoreError> {
    let mut open = moved;
    while let Some((table, id, place)) = open.pop() {
        rows.flush(conn)?;
        for (table, id) in hanging(conn, table, id)? {
            if rows.get(conn, table, id)?.place == place {
                continue;
            }
            let row = rows.edit(conn, table, id)?;
            row.place = place;
            if let Some(Anchor::Written(field)) =
                records::by_table(table).map(|record| record.anchor)
            {
                row.cells.insert(field, (place.0 as i64).into());
            }
            open.push((table, id, place));
        }
    }
    Ok(())
}

/// Number of confirmed rows, and the sum of their versions (`sync.md` §10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    /// Sum modulo 2^64.
    pub sum: u64,
}

fn version_hash(table: u16, id: Id, seq: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&table.to_be_bytes())
        .update(&id.0)
        .update(&seq.to_be_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_be_bytes(first)
}

/// What a transaction changes in the sums, by place.
#[derive(Debug, Default)]
pub(crate) struct Sums(BTreeMap<Place, (i64, u64)>);

impl Sums {
    pub(crate) fn replace(&mut self, table: u16, id: Id, old: (u64, Place), new: (u64, Place)) {
        if old == new {
            return;
        }
        for ((seq, place), sign) in [(old, -1), (new, 1)] {
            if seq == 0 || place == Place::PARKED {
                continue;
            }
            let hash = version_hash(table, id, seq);
            let (rows, sum) = self.0.entry(place).or_default();
            *rows += sign;
            *sum = if sign > 0 {
                sum.wrapping_add(hash)
            } else {
                sum.wrapping_sub(hash)
            };
        }
    }

    pub(crate) fn flush(&mut self, conn: &Connection) -> Result<(), StoreError> {
        for (place, (rows, sum)) in std::mem::take(&mut self.0) {
            let mut statement =
                conn.prepare_cached("SELECT row_count, sum FROM place_sum WHERE place = ?1")?;
            let mut found = statement.query([place.0 as i64])?;
            let (old_rows, old_sum): (i64, i64) = match found.next()? {
                Some(row) => (row.get(0)?, row.get(1)?),
                None => (0, 0),
            };
            conn.prepare_cached(
                "INSERT INTO place_sum (place, row_count, sum) VALUES (?1, ?2, ?3)
                 ON CONFLICT (place) DO UPDATE SET row_count = ?2, sum = ?3",
            )?
            .execute(params![
                place.0 as i64,
                old_rows + rows,
                (old_sum as u64).wrapping_add(sum) as i64
            ])?;
        }
        Ok(())
    }
}

/// The sum over the places of a scope.
pub fn sum(conn: &Connection, scope: &Scope) -> Result<Sum, StoreError> {
    let mut total = Sum::default();
    let mut statement =
        conn.prepare_cached("SELECT row_count, sum FROM place_sum WHERE place BETWEEN ?1 AND ?2")?;
    for range in &scope.places {
        let mut rows = statement.query([range.first.0 as i64, range.last.0 as i64])?;
        while let Some(row) = rows.next()? {
            total.rows += row.get::<_, i64>(0)? as u64;
            total.sum = total.sum.wrapping_add(row.get::<_, i64>(1)? as u64);
        }
    }
    Ok(total)
}

/// The sum of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceSum {
    /// Where.
    pub place: Place,
    /// What lies there.
    pub sum: Sum,
}

/// The sums of all places of a scope where something lies, ascending.
pub fn sums(conn: &Connection, scope: &Scope) -> Result<Vec<PlaceSum>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT place, row_count, sum FROM place_sum WHERE place BETWEEN ?1 AND ?2 AND (row_count, sum) <> (0, 0) ORDER BY place",
    )?;
    let mut found = Vec::new();
    for range in &scope.places {
        let mut rows = statement.query([range.first.0 as i64, range.last.0 as i64])?;
        while let Some(row) = rows.next()? {
            found.push(PlaceSum {
                place: Place(row.get::<_, i64>(0)? as u64),
                sum: Sum {
                    rows: row.get::<_, i64>(1)? as u64,
                    sum: row.get::<_, i64>(2)? as u64,
                },
            });
        }
    }
    Ok(found)
}

/// Places of a scope where `told` is not what lies here.
pub fn differing(
    conn: &Connection,
    scope: &Scope,
    told: &[PlaceSum],
) -> Result<Vec<Place>, StoreError> {
    let by_place = |sums: &[PlaceSum]| -> BTreeMap<Place, Sum> {
        sums.iter().map(|of| (of.place, of.sum)).collect()
    };
    let (here, told) = (by_place(&sums(conn, scope)?), by_place(told));
    let places: std::collections::BTreeSet<Place> =
        here.keys().chain(told.keys()).copied().collect();
    Ok(places
        .into_iter()
        .filter(|place| here.get(place) != told.get(place))
        .collect())
}

/// Counts everything anew, for `verify`.
pub fn recount(conn: &Connection, scope: &Scope) -> Result<Sum, StoreError> {
    let mut total = Sum::default();
    for record in records::REGISTRY {
        let sql = format!(
            "SELECT id, _seq, _place FROM {} WHERE _seq > 0",
            record.name
        );
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = Place(row.get::<_, i64>(2)? as u64);
            let id =
                Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).unwrap_or_default();
            if place != Place::PARKED && scope.contains(place) {
                total.rows += 1;
                total.sum = total.sum.wrapping_add(version_hash(
                    record.table,
                    id,
                    row.get::<_, i64>(1)? as u64,
                ));
            }
        }
    }
    let mut statement = conn.prepare("SELECT table_no, id, seq, place FROM stray")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = Id::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default()).unwrap_or_default();
        if scope.contains(Place(row.get::<_, i64>(3)? as u64)) {
            total.rows += 1;
            total.sum =
                total
                    .sum
                    .wrapping_add(version_hash(row.get(0)?, id, row.get::<_, i64>(2)? as u64));
        }
    }
    Ok(total)
}

/// The place of a row that is in the file.
pub fn of(conn: &Connection, table: u16, id: Id) -> Result<Option<Place>, StoreError> {
    Ok(row::get(conn, table, id)?.map(|row| row.place))
}

impl crate::Store {
    /// Where a row would lie that these cells make, beside the other new rows of its set.
    pub fn place_of_new(
        &self,
        table: u16,
        cells: &Cells,
        set: &[crate::Edit],
    ) -> Result<Place, StoreError> {
        let mut rows = Rows::default();
        let mut made = BTreeMap::new();
        for edit in set {
            if of(&self.conn, edit.table, edit.id)?.is_none()
                && let Derived::Place(place) =
                    derive_with(&self.conn, &mut rows, &made, edit.table, &edit.cells)?
            {
                made.insert((edit.table, edit.id), place);
            }
        }
        Ok(
            match derive_with(&self.conn, &mut rows, &made, table, cells)? {
                Derived::Place(place) => place,
                Derived::Absent(..) | Derived::Nowhere => Place::PARKED,
            },
        )
    }
}
