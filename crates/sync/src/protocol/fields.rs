//! Maps by small numbers: what is empty is left out, and what a later version adds survives and is not understood.

use std::collections::BTreeMap;

use domain::{
    Id,
    cbor::{Cbor, Malformed, Reader, Writer},
};

/// Fields of one map at most.
const FIELDS_MAX: u64 = 64;

/// The fields of a map, each as its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<u64, Vec<u8>>);

impl Fields {
    /// Puts a field in, written by `write`.
    pub(super) fn put(&mut self, key: u64, write: impl FnOnce(&mut Writer)) {
        let mut writer = Writer::new();
        write(&mut writer);
        self.0.insert(key, writer.into_bytes());
    }

    /// The same, unless it is its default.
    pub(super) fn put_if(&mut self, is: bool, key: u64, write: impl FnOnce(&mut Writer)) {
        if is {
            self.put(key, write);
        }
    }

    /// Takes a field out, read by `read`; nothing when it was left out.
    pub(super) fn take<T>(
        &mut self,
        key: u64,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        let Some(bytes) = self.0.remove(&key) else {
            return Ok(None);
        };
        let mut reader = Reader::new(&bytes);
        let value = read(&mut reader)?;
        if reader.is_at_end() {
            Ok(Some(value))
        } else {
            Err(Malformed::Shape(0))
        }
    }

    /// A field that is never left out.
    pub(super) fn need<T>(
        &mut self,
        key: u64,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        self.take(key, read)?.ok_or(Malformed::Shape(0))
    }
}

impl Cbor for Fields {
    fn write(&self, writer: &mut Writer) {
        writer.map(self.0.len() as u64);
        for (key, value) in &self.0 {
            writer.unsigned(*key).raw(value);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut fields = BTreeMap::new();
        for _ in 0..reader.map(FIELDS_MAX)? {
            let at = reader.position();
            let key = reader.unsigned()?;
            if fields.insert(key, reader.skip()?.to_vec()).is_some() {
                return Err(Malformed::Shape(at));
            }
        }
        Ok(Self(fields))
    }
}

/// A list written item by item.
pub(super) fn list<T>(writer: &mut Writer, items: &[T], write: impl Fn(&mut Writer, &T)) {
    writer.array(items.len() as u64);
    for item in items {
        write(writer, item);
    }
}

/// See [`list`].
pub(super) fn read_list<T>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = reader.array(super::LIST_MAX)?;
    (0..count).map(|_| read(reader)).collect()
}

pub(super) fn unsigned(reader: &mut Reader<'_>) -> Result<u64, Malformed> {
    reader.unsigned()
}

pub(super) fn integer(reader: &mut Reader<'_>) -> Result<i64, Malformed> {
    reader.integer()
}

pub(super) fn id(reader: &mut Reader<'_>) -> Result<Id, Malformed> {
    reader.id()
}

pub(super) fn text(reader: &mut Reader<'_>) -> Result<String, Malformed> {
    Ok(reader.text()?.to_owned())
}

pub(super) fn hash(reader: &mut Reader<'_>) -> Result<[u8; 32], Malformed> {
    reader.bytes_of()
}
