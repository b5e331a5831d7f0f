//! Facts about the file: one value a name.

use domain::{
    Id, Place, Position,
    cbor::{Cbor, strict},
    place::{PlaceRange, Scope},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

pub(crate) const INCARNATION: &str = "incarnation";
pub(crate) const GRANT: &str = "grant";
pub(crate) const POSITION: &str = "position";
pub(crate) const TOP: &str = "top";
pub(crate) const BOOT: &str = "boot";
pub(crate) const SCOPE: &str = "scope";
pub(crate) const ID_KEY: &str = "id_key";
pub(crate) const FETCHED_UNTIL: &str = "fetched_until";
pub(crate) const EXPECTED: &str = "expected_rows";
pub(crate) const COMPLETE: &str = "complete";
pub(crate) const OFFSETS: &str = "offsets";
pub(crate) const COUNTY: &str = "county";
pub(crate) const LAST_CONTACT: &str = "last_contact";
pub(crate) const FIRST_DSEQ: &str = "first_dseq";
pub(crate) const DURABLE: &str = "durable";
pub(crate) const TAIL_FROM: &str = "tail_from";

pub(crate) fn bytes(conn: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set_bytes(conn: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn id(conn: &Connection, name: &str) -> Result<Option<Id>, StoreError> {
    Ok(bytes(conn, name)?.as_deref().and_then(Id::from_slice))
}

pub(crate) fn number(conn: &Connection, name: &str) -> Result<u64, StoreError> {
    Ok(bytes(conn, name)?
        .and_then(|value| value.try_into().ok())
        .map_or(0, u64::from_be_bytes))
}

pub(crate) fn set_number(conn: &Connection, name: &str, value: u64) -> Result<(), StoreError> {
    set_bytes(conn, name, &value.to_be_bytes())
}

pub(crate) fn position(conn: &Connection, name: &str) -> Result<Position, StoreError> {
    Ok(match bytes(conn, name)? {
        Some(value) => strict(&value)?,
        None => Position::default(),
    })
}

pub(crate) fn set_position(
    conn: &Connection,
    name: &str,
    value: &Position,
) -> Result<(), StoreError> {
    set_bytes(conn, name, &value.to_cbor())
}

pub(crate) fn scope(conn: &Connection) -> Result<Scope, StoreError> {
    let Some(value) = bytes(conn, SCOPE)? else {
        return Ok(Scope::default());
    };
    let numbers: Vec<u64> = value
        .chunks_exact(8)
        .filter_map(|chunk| chunk.try_into().ok())
        .map(u64::from_be_bytes)
        .collect();
    let (version, pairs) = numbers
        .split_first()
        .map_or((0, &[][..]), |(first, rest)| (*first, rest));
    let places = pairs
        .chunks_exact(2)
        .map(|pair| PlaceRange {
            first: Place(pair[0]),
            last: Place(pair[1]),
        })
        .collect();
    Ok(Scope { version, places })
}

pub(crate) fn set_scope(conn: &Connection, scope: &Scope) -> Result<(), StoreError> {
    let numbers = std::iter::once(scope.version).chain(
        scope
            .places
            .iter()
            .flat_map(|range| [range.first.0, range.last.0]),
    );
    let value: Vec<u8> = numbers.flat_map(u64::to_be_bytes).collect();
    set_bytes(conn, SCOPE, &value)
}
