//! What laptop and county say to each other (`sync.md` §10). Client half and server half of a step stand side by
//! side here; `docs/sync-protocol.md` says the same in words. The bytes are pinned in `golden/`.

mod answer;
mod fields;
mod hello;
mod state;
#[cfg(test)]
mod tests;

use domain::{
    Hash,
    cbor::{Cbor, Malformed, Reader, Writer, strict},
};
use store::{block, county::Pushed, photos::Preview};

pub use self::{
    answer::{Answer, Response, answer_message},
    fields::Fields,
    hello::Hello,
    state::{OlderAsk, SignedOlder, SignedState, StateAsk, older_message, state_message},
};

/// Version of the exchange.
pub const VERSION: u64 = 1;
/// Bytes of one request at most; a laptop holds itself to half.
pub const REQUEST_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of one chunk of a photo.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// Number of the kind of a push block.
const KIND_PUSH: u64 = 1;
const LIST_MAX: u64 = 100_000;
/// Push blocks of one request at most.
const BLOCKS_MAX: u64 = 1_000;

/// The road to the county. Implemented by the HTTP client and the simulated network.
pub trait Protocol {
    /// One exchange: pushes, receipts, a page.
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError>;
    /// A state block, signed.
    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError>;
    /// Older entries of some rows, signed.
    fn older(&mut self, ask: &OlderAsk) -> Result<Vec<u8>, ProtocolError>;
    /// Where the upload of a file stands: its name there, and how many bytes are held.
    fn file_begin(&mut self, sha256: &[u8; 32], size: u64) -> Result<(String, u64), ProtocolError>;
    /// Sends the next bytes; gives how many are held now.
    fn file_chunk(&mut self, upload: &str, offset: u64, bytes: &[u8])
    -> Result<u64, ProtocolError>;
    /// The bytes of a file in one of its sizes.
    fn file_get(&mut self, sha256: &[u8; 32], size: Preview) -> Result<Vec<u8>, ProtocolError>;
}

/// Why a step did not come through. Nothing is lost by any of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// No road to the county, or it broke.
    #[error("cut: {0}")]
    Cut(String),
    /// The county is busy or behind.
    #[error("retry later, in {0} s")]
    RetryLater(u64),
    /// The laptop's token no longer counts.
    #[error("revoked")]
    Revoked,
    /// The county does not know this laptop's position: it was restored.
    #[error("the county was restored")]
    PositionUnknown,
    /// This program is too old to receive.
    #[error("upgrade needed")]
    UpgradeNeeded,
    /// The county refused for another reason.
    #[error("refused: {code}: {detail}")]
    Refused {
        /// Its word.
        code: String,
        /// For the log.
        detail: String,
    },
    /// The answer is not the county's.
    #[error("bad signature")]
    BadSignature,
    /// The answer cannot be read.
    #[error("malformed answer: {0}")]
    Malformed(#[from] Malformed),
}

/// A laptop's request: who it is and what it brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Who.
    pub hello: Hello,
    /// Ed25519 over [`push_message`].
    pub signature: Vec<u8>,
    /// Sets in dseq order.
    pub pushed: Vec<Pushed>,
}

/// What the device signs: its hello and the hashes of all sets in order.
pub fn push_message(hello: &Hello, hashes: &[Hash]) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"zhucun push 1").update(&hello.to_cbor());
    for hash in hashes {
        hasher.update(hash);
    }
    hasher.finalize().as_bytes().to_vec()
}

/// The hashes of pushed sets in order.
pub fn hashes(pushed: &[Pushed]) -> Vec<Hash> {
    pushed
        .iter()
        .flat_map(|group| {
            group
                .sets
                .iter()
                .map(|set| domain::ChangeSet::hash(&group.context, set))
        })
        .collect()
}

/// Context, common sequence, sets.
type Group<'a> = (&'a [u8], Option<u64>, Vec<&'a [u8]>);

fn push_blocks(pushed: &[Pushed]) -> Vec<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut open: Vec<Group<'_>> = Vec::new();
    let mut size = 0;
    for group in pushed {
        let mut begun = false;
        for set in &group.sets {
            if size + set.len() > block::BLOCK_BYTES_AIM && size > 0 {
                blocks.push(push_block(&open));
                open.clear();
                size = 0;
                begun = false;
            }
            if !begun {
                open.push((&group.context, group.common, Vec::new()));
                size += group.context.len();
                begun = true;
            }
            if let Some((.., sets)) = open.last_mut() {
                sets.push(set);
            }
            size += set.len();
        }
    }
    if !open.is_empty() {
        blocks.push(push_block(&open));
    }
    blocks
}

fn push_block(groups: &[Group<'_>]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.unsigned(KIND_PUSH).array(groups.len() as u64);
    for (context, common, sets) in groups {
        writer.array(2 + u64::from(common.is_some()));
        writer.raw(context).unsigned(sets.len() as u64);
        if let Some(common) = common {
            writer.unsigned(*common);
        }
    }
    for (.., sets) in groups {
        for set in sets {
            writer.raw(set);
        }
    }
    block::pack(&writer.into_bytes())
}

fn read_push_block(frame: &[u8], pushed: &mut Vec<Pushed>) -> Result<(), Malformed> {
    let items = block::unpack(frame)?;
    let mut reader = Reader::new(&items);
    if reader.unsigned()? != KIND_PUSH {
        return Err(Malformed::Shape(0));
    }
    let mut heads = Vec::new();
    for _ in 0..reader.array(LIST_MAX)? {
        let at = reader.position();
        let length = reader.array(3)?;
        let (context, count) = (reader.skip()?.to_vec(), reader.unsigned()?);
        heads.push(match length {
            2 => (context, count, None),
            3 => (context, count, Some(reader.unsigned()?)),
            _ => return Err(Malformed::Shape(at)),
        });
    }
    for (context, count, common) in heads {
        if count > LIST_MAX {
            return Err(Malformed::Bound("count"));
        }
        let mut sets = Vec::new();
        for _ in 0..count {
            sets.push(reader.skip()?.to_vec());
        }
        pushed.push(Pushed {
            context,
            common,
            sets,
        });
    }
    if reader.is_at_end() {
        Ok(())
    } else {
        Err(Malformed::Spelling)
    }
}

impl Request {
    fn head(hello: &[u8], signature: &[u8], blocks: &[&[u8]]) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4).unsigned(VERSION).raw(hello);
        writer.bytes(signature).array(blocks.len() as u64);
        for block in blocks {
            writer.bytes(block);
        }
        writer.into_bytes()
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let blocks = push_blocks(&self.pushed);
        let blocks: Vec<&[u8]> = blocks.iter().map(Vec::as_slice).collect();
        Self::head(&self.hello.to_cbor(), &self.signature, &blocks)
    }

    /// From bytes of anyone.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(Malformed::Bound("request"));
        }
        let mut reader = Reader::new(bytes);
        let (hello, signature, blocks) = read_head(&mut reader)?;
        if !reader.is_at_end() || Self::head(hello, signature, &blocks) != bytes {
            return Err(Malformed::Spelling);
        }
        let mut pushed = Vec::new();
        for block in blocks {
            read_push_block(block, &mut pushed)?;
        }
        Ok(Self {
            hello: strict(hello)?,
            signature: signature.to_vec(),
            pushed,
        })
    }

    /// Its hello alone, without unpacking what it pushes.
    pub fn hello_of(bytes: &[u8]) -> Result<Hello, Malformed> {
        strict(read_head(&mut Reader::new(bytes))?.0)
    }
}

type Head<'a> = (&'a [u8], &'a [u8], Vec<&'a [u8]>);

fn read_head<'a>(reader: &mut Reader<'a>) -> Result<Head<'a>, Malformed> {
    reader.array_of(4)?;
    let at = reader.position();
    if reader.unsigned()? != VERSION {
        return Err(Malformed::Shape(at));
    }
    let (hello, signature) = (reader.skip()?, reader.bytes()?);
    let count = reader.array(BLOCKS_MAX)?;
    let blocks = (0..count).map(|_| reader.bytes());
    Ok((hello, signature, blocks.collect::<Result<_, _>>()?))
}
