//! Names of rows: 16 bytes in the file and on the wire, hyphenated text in JSON.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of one row: UUIDv7, or UUIDv8 where the world allows one row only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// A UUIDv7: `wall_ms` in the first 48 bits, then `chance`.
    pub fn v7(wall_ms: i64, chance: u128) -> Self {
        let mut bytes = chance.to_be_bytes();
        let millis = wall_ms.max(0).to_be_bytes();
        bytes[..6].copy_from_slice(&millis[2..]);
        Self(stamp(bytes, 7))
    }

    /// A UUIDv8 over the table and the natural key, keyed so that it gives nothing of the key away.
    pub fn keyed(id_key: &[u8; 32], table: u16, natural_key: &str) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(id_key);
        hasher.update(&table.to_be_bytes());
        hasher.update(natural_key.as_bytes());
        Self::hashed(&hasher.finalize())
    }

    /// A UUIDv8 over public bytes, for rows that apply makes: the same in every replica.
    pub fn derived(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self::hashed(&hasher.finalize())
    }

    fn hashed(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(stamp(bytes, 8))
    }

    /// All bits zero: the county itself, never a row.
    pub const fn nil() -> Self {
        Self([0; 16])
    }

    /// Is this [`Id::nil`]?
    pub fn is_nil(&self) -> bool {
        *self == Self::nil()
    }

    /// The id in `bytes`, if they are 16.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

fn stamp(mut bytes: [u8; 16], version: u8) -> [u8; 16] {
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    bytes
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is no UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct NotAnId(String);

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        uuid::Uuid::try_parse(text)
            .map(|uuid| Self(*uuid.as_bytes()))
            .map_err(|_| NotAnId(text.chars().take(60).collect()))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_id_sorts_by_its_time_and_says_its_version() {
        let early = Id::v7(1_000, u128::MAX);
        let late = Id::v7(1_001, 0);
        assert!(early < late);
        assert_eq!(&late.to_string()[14..15], "7");
    }

    #[test]
    fn the_same_night_of_the_same_person_has_one_id_in_a_county_and_another_in_the_next() {
        let key = |byte| Id::keyed(&[byte; 32], 21, "p|2018-09-30");
        assert_eq!(key(1), key(1));
        assert_ne!(key(1), key(2));
        assert_eq!(&key(1).to_string()[14..15], "8");
    }

    #[test]
    fn an_id_survives_its_text() {
        let id = Id::v7(1_538_300_000_000, 7);
        assert_eq!(id.to_string().parse::<Id>(), Ok(id));
        assert!("not-an-id".parse::<Id>().is_err());
    }
}
