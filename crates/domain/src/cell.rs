//! One value of one field, as SQLite stores it and CBOR sends it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Id;

/// The cells of a row or an op, by field number.
pub type Cells = BTreeMap<u16, Value>;

/// Longest text of a cell in bytes (`sync.md` §10).
pub const TEXT_BYTES_MAX: usize = 32 * 1024;
/// Longest byte string of a cell (`sync.md` §10).
pub const BYTES_MAX: usize = 4 * 1024;
/// Integers of a cell lie strictly between plus and minus this (2^53).
pub const INTEGER_LIMIT: i64 = 1 << 53;

/// What a cell can hold. There is no floating point, on purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(untagged)]
pub enum Value {
    /// Nothing recorded.
    #[default]
    Null,
    /// A whole number; yes and no are 1 and 0.
    Integer(i64),
    /// Text; a list is JSON text, a date `2018-09-30`.
    Text(String),
    /// Bytes; an id has 16.
    Bytes(Vec<u8>),
}

impl Value {
    /// The text, or nothing for another kind.
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// The number, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The id, if 16 bytes are held.
    pub fn as_id(&self) -> Option<Id> {
        match self {
            Self::Bytes(bytes) => Id::from_slice(bytes),
            _ => None,
        }
    }

    /// Nothing recorded, or the empty text: what a column holds before anyone writes.
    pub fn is_default(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// Does the value keep to the bounds of `sync.md` §10?
    pub fn is_within_bounds(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Integer(number) => -INTEGER_LIMIT < *number && *number < INTEGER_LIMIT,
            Self::Text(text) => text.len() <= TEXT_BYTES_MAX,
            Self::Bytes(bytes) => bytes.len() <= BYTES_MAX,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Self::Bytes(id.0.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

static NOTHING: Value = Value::Null;

/// The cell of `field`, or nothing.
pub fn cell(cells: &Cells, field: u16) -> &Value {
    cells.get(&field).unwrap_or(&NOTHING)
}
