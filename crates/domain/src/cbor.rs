//! CBOR in the core deterministic form of RFC 8949 §4.2.1, and nothing else.
//!
//! Writing is minicbor's, which always takes the shortest form. Reading refuses floats, tags and indefinite
//! lengths by type, and every other second spelling (longer forms, unsorted or double keys, trailing bytes) by
//! writing what was read once more and comparing: see [`strict`].

use minicbor::{Decoder, Encoder, data::Type};

use crate::{Cells, Id, Value, cell};

/// Bytes that are not the one allowed spelling of what they should say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Not CBOR of the expected shape, at this offset.
    #[error("unexpected bytes at {0}")]
    Shape(usize),
    /// Decodable, but spelt in another way than the deterministic one.
    #[error("not in the deterministic form")]
    Spelling,
    /// Over a bound: text, bytes, number, count or nesting.
    #[error("over the bound of {0}")]
    Bound(&'static str),
}

impl From<minicbor::decode::Error> for Malformed {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Shape(error.position().unwrap_or_default())
    }
}

/// Appends CBOR to a buffer. Writing to memory cannot fail.
#[derive(Debug)]
pub struct Writer(Encoder<Vec<u8>>);

const MEMORY: &str = "writing to memory cannot fail";

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

macro_rules! write_with {
    ($(#[$doc:meta] $name:ident($value:ident: $kind:ty) = $call:ident;)*) => {$(
        #[$doc]
        pub fn $name(&mut self, $value: $kind) -> &mut Self {
            self.0.$call($value).expect(MEMORY);
            self
        }
    )*};
}

impl Writer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self(Encoder::new(Vec::new()))
    }

    write_with! {
        /// The head of an array of `count` items.
        array(count: u64) = array;
        /// The head of a map of `count` pairs.
        map(count: u64) = map;
        /// A whole number.
        integer(value: i64) = i64;
        /// A whole number from zero.
        unsigned(value: u64) = u64;
        /// Text.
        text(value: &str) = str;
        /// Bytes.
        bytes(value: &[u8]) = bytes;
    }

    /// Nothing.
    pub fn null(&mut self) -> &mut Self {
        self.0.null().expect(MEMORY);
        self
    }

    /// Bytes that are already CBOR.
    pub fn raw(&mut self, encoded: &[u8]) -> &mut Self {
        self.0.writer_mut().extend_from_slice(encoded);
        self
    }

    /// A cell.
    pub fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.null(),
            Value::Integer(number) => self.integer(*number),
            Value::Text(text) => self.text(text),
            Value::Bytes(bytes) => self.bytes(bytes),
        }
    }

    /// Cells by ascending field number.
    pub fn cells(&mut self, cells: &Cells) -> &mut Self {
        self.map(cells.len() as u64);
        for (field, value) in cells {
            self.unsigned(u64::from(*field)).value(value);
        }
        self
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }
}

/// Reads CBOR, item by item.
#[derive(Debug, Clone)]
pub struct Reader<'a>(Decoder<'a>);

impl<'a> Reader<'a> {
    /// From the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Decoder::new(bytes))
    }

    /// Is everything read?
    pub fn is_at_end(&self) -> bool {
        self.0.position() >= self.0.input().len()
    }

    /// Offset of the next item.
    pub fn position(&self) -> usize {
        self.0.position()
    }

    /// The head of an array of exactly `count` items.
    pub fn array_of(&mut self, count: u64) -> Result<(), Malformed> {
        let at = self.position();
        if self.array(count)? == count {
            Ok(())
        } else {
            Err(Malformed::Shape(at))
        }
    }

    /// The head of an array of at most `most` items.
    pub fn array(&mut self, most: u64) -> Result<u64, Malformed> {
        let at = self.position();
        let count = self.0.array()?.ok_or(Malformed::Shape(at))?;
        bounded(count, most)
    }

    /// The head of a map of at most `most` pairs.
    pub fn map(&mut self, most: u64) -> Result<u64, Malformed> {
        let at = self.position();
        let count = self.0.map()?.ok_or(Malformed::Shape(at))?;
        bounded(count, most)
    }

    /// A whole number.
    pub fn integer(&mut self) -> Result<i64, Malformed> {
        Ok(self.0.i64()?)
    }

    /// A whole number from zero.
    pub fn unsigned(&mut self) -> Result<u64, Malformed> {
        Ok(self.0.u64()?)
    }

    /// A small whole number from zero, such as a table or a field.
    pub fn small(&mut self) -> Result<u16, Malformed> {
        Ok(self.0.u16()?)
    }

    /// Text.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        Ok(self.0.str()?)
    }

    /// Bytes of any number.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        Ok(self.0.bytes()?)
    }

    /// Bytes of exactly `N`.
    pub fn bytes_of<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let at = self.position();
        self.bytes()?.try_into().map_err(|_| Malformed::Shape(at))
    }

    /// An id.
    pub fn id(&mut self) -> Result<Id, Malformed> {
        self.bytes_of().map(Id)
    }

    /// Is the next item null? If so it is read.
    pub fn null(&mut self) -> Result<bool, Malformed> {
        if self.0.datatype()? == Type::Null {
            self.0.null()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// A cell within its bounds.
    pub fn value(&mut self) -> Result<Value, Malformed> {
        let at = self.position();
        let value = match self.0.datatype()? {
            Type::Null => {
                self.0.null()?;
                Value::Null
            }
            Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::I8
            | Type::I16
            | Type::I32
            | Type::I64 => Value::Integer(self.integer()?),
            Type::String => Value::Text(self.text()?.to_owned()),
            Type::Bytes => Value::Bytes(self.bytes()?.to_vec()),
            _ => return Err(Malformed::Shape(at)),
        };
        if value.is_within_bounds() {
            Ok(value)
        } else {
            Err(Malformed::Bound(match value {
                Value::Text(_) => "text",
                Value::Bytes(_) => "bytes",
                _ => "number",
            }))
        }
    }

    /// Cells by field number; a double key is refused here, a wrong order by [`strict`].
    pub fn cells(&mut self) -> Result<Cells, Malformed> {
        let count = self.map(FIELDS_MAX)?;
        let mut cells = Cells::new();
        for _ in 0..count {
            let at = self.position();
            let field = self.small()?;
            if cells.insert(field, self.value()?).is_some() {
                return Err(Malformed::Shape(at));
            }
        }
        Ok(cells)
    }

    /// The bytes of the next item, whatever it is.
    pub fn skip(&mut self) -> Result<&'a [u8], Malformed> {
        let from = self.position();
        self.0.skip()?;
        Ok(&self.0.input()[from..self.0.position()])
    }
}

/// Fields of one row at most.
pub const FIELDS_MAX: u64 = 500;

fn bounded(count: u64, most: u64) -> Result<u64, Malformed> {
    if count <= most {
        Ok(count)
    } else {
        Err(Malformed::Bound("count"))
    }
}

/// Something with one deterministic spelling.
pub trait Cbor: Sized {
    /// Appends it.
    fn write(&self, writer: &mut Writer);
    /// Reads it, leniently in spelling; callers use [`strict`] on whole byte strings.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed>;
    /// Its bytes.
    fn to_cbor(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.into_bytes()
    }
}

/// Reads `bytes` as exactly one `T` in its one allowed spelling.
pub fn strict<T: Cbor>(bytes: &[u8]) -> Result<T, Malformed> {
    let mut reader = Reader::new(bytes);
    let value = T::read(&mut reader)?;
    if reader.is_at_end() && value.to_cbor() == bytes {
        Ok(value)
    } else {
        Err(Malformed::Spelling)
    }
}

impl Cbor for Value {
    fn write(&self, writer: &mut Writer) {
        writer.value(self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.value()
    }
}

impl Cbor for Cells {
    fn write(&self, writer: &mut Writer) {
        writer.cells(self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.cells()
    }
}

/// Removes cells that hold what a column holds before anyone writes.
pub fn without_defaults(cells: &Cells) -> Cells {
    cells
        .iter()
        .filter(|(_, value)| !value.is_default())
        .map(|(field, value)| (*field, value.clone()))
        .collect()
}

/// The cells of `cells` that differ from `before`, a missing cell counting as its default.
pub fn changed(before: &Cells, cells: &Cells) -> Cells {
    cells
        .iter()
        .filter(|(field, value)| {
            let old = cell::cell(before, **field);
            old != *value && !(old.is_default() && value.is_default())
        })
        .map(|(field, value)| (*field, value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) {
        assert!(strict::<Cells>(bytes).is_err(), "{bytes:02x?}");
    }

    #[test]
    fn every_second_spelling_is_refused() {
        assert!(strict::<Cells>(&[0xa1, 0x0a, 0x01]).is_ok());
        refused(&[0xbf, 0x0a, 0x01, 0xff]); // indefinite length
        refused(&[0xa1, 0x18, 0x0a, 0x01]); // longer form of a key
        refused(&[0xa1, 0x0a, 0x18, 0x01]); // longer form of a value
        refused(&[0xa2, 0x0b, 0x01, 0x0a, 0x01]); // unsorted keys
        refused(&[0xa2, 0x0a, 0x01, 0x0a, 0x01]); // double key
        refused(&[0xa1, 0x0a, 0xf9, 0x3c, 0x00]); // float
        refused(&[0xa1, 0x0a, 0xc0, 0x61, 0x30]); // tag
        refused(&[0xa1, 0x0a, 0xf5]); // boolean
        refused(&[0xa1, 0x0a, 0x01, 0x00]); // trailing byte
        refused(&[0xa1, 0x0a]); // cut
        refused(&[0xa1, 0x0a, 0x1b, 0x00, 0x20, 0, 0, 0, 0, 0, 0]); // 2^53
        refused(&[0xa1, 0x0a, 0x62, 0xff, 0xff]); // not UTF-8
    }

    #[test]
    fn a_missing_cell_and_its_default_are_the_same() {
        let before = Cells::from([(10, "甲".into())]);
        let now = Cells::from([
            (10, "甲".into()),
            (11, "".into()),
            (12, Value::Null),
            (13, 0.into()),
        ]);
        assert_eq!(changed(&before, &now), Cells::from([(13, 0.into())]));
    }
}
