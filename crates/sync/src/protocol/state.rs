//! State blocks and older history: what is asked for, and how the county answers for it.

use domain::{
    Id, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer},
};
use store::{
    history::{OLDER_MAX, Older},
    state::StateKey,
};

/// Which block a laptop asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateAsk {
    /// Of one place alone, to be fetched again; of the whole scope otherwise.
    pub place: Option<Place>,
    /// Behind this row; the first block otherwise.
    pub after: StateKey,
    /// The position of the first block: a county that does not know it any more says so, and the state starts anew.
    pub from: Option<Position>,
}

impl StateAsk {
    /// As the address of the request says it.
    pub fn query(&self) -> String {
        let place = self
            .place
            .map_or_else(String::new, |place| place.0.to_string());
        let after = self
            .after
            .map_or_else(String::new, |(table, id)| format!("{table}.{id}"));
        let from = self.from.map_or_else(String::new, |from| {
            format!("{}.{}", from.seq, hex::encode(from.mark))
        });
        format!("place={place}&after={after}&from={from}")
    }

    /// From the three words of an address; nothing when they say no block.
    pub fn of_words(place: &str, after: &str, from: &str) -> Option<Self> {
        fn read<T>(text: &str, value: Option<T>) -> Result<Option<T>, ()> {
            match value {
                None if !text.is_empty() => Err(()),
                value => Ok(value),
            }
        }
        let row = after
            .split_once('.')
            .and_then(|(table, id)| Some((table.parse().ok()?, id.parse::<Id>().ok()?)));
        let position = from.split_once('.').and_then(|(seq, mark)| {
            let mut bytes = [0; 8];
            hex::decode_to_slice(mark, &mut bytes).ok()?;
            Some(Position {
                seq: seq.parse().ok()?,
                mark: bytes,
            })
        });
        Some(Self {
            place: read(place, place.parse().ok().map(Place)).ok()?,
            after: read(after, row).ok()?,
            from: read(from, position).ok()?,
        })
    }
}

/// Which rows' older entries a laptop asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OlderAsk(pub Vec<Older>);

impl Cbor for OlderAsk {
    fn write(&self, writer: &mut Writer) {
        writer.array(self.0.len() as u64);
        for older in &self.0 {
            older.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = reader.array(OLDER_MAX as u64)?;
        let asked = (0..count).map(|_| Older::read(reader));
        Ok(Self(asked.collect::<Result<_, _>>()?))
    }
}

/// What the county signs: the page of older entries, what was asked, and which device asked.
pub fn older_message(page: &[u8], ask: &OlderAsk, received_at: i64, device: &[u8; 32]) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(b"zhucun older 1")
        .update(device)
        .update(&received_at.to_be_bytes())
        .update(blake3::hash(&ask.to_cbor()).as_bytes())
        .update(blake3::hash(page).as_bytes());
    hasher.finalize().as_bytes().to_vec()
}

/// A page of older entries with the county's signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedOlder {
    /// The packed page.
    pub page: Vec<u8>,
    /// The county's clock, in ms.
    pub received_at: i64,
    /// Ed25519 over [`older_message`].
    pub signature: Vec<u8>,
}

impl Cbor for SignedOlder {
    fn write(&self, writer: &mut Writer) {
        writer
            .array(3)
            .bytes(&self.page)
            .integer(self.received_at)
            .bytes(&self.signature);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(3)?;
        Ok(Self {
            page: reader.bytes()?.to_vec(),
            received_at: reader.integer()?,
            signature: reader.bytes()?.to_vec(),
        })
    }
}

/// A state block with the county's signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedState {
    /// The packed block.
    pub block: Vec<u8>,
    /// Ed25519 over [`state_message`].
    pub signature: Vec<u8>,
}

/// What the county signs: the block, what was asked, and which device asked.
pub fn state_message(block: &[u8], ask: &StateAsk, device: &[u8; 32]) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(b"zhucun state 1")
        .update(device)
        .update(blake3::hash(ask.query().as_bytes()).as_bytes())
        .update(blake3::hash(block).as_bytes());
    hasher.finalize().as_bytes().to_vec()
}

impl Cbor for SignedState {
    fn write(&self, writer: &mut Writer) {
        writer.array(2).bytes(&self.block).bytes(&self.signature);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(2)?;
        Ok(Self {
            block: reader.bytes()?.to_vec(),
            signature: reader.bytes()?.to_vec(),
        })
    }
}
