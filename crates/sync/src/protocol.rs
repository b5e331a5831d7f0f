//! What laptop and county say to each other (`sync.md` §10). Client half and server half of a step stand side by
//! side here; `docs/sync-protocol.md` says the same in words and carries the hash of this file.

use std::collections::BTreeMap;

use domain::{
    Hash, Id, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer},
    entry::{read_verdict, write_verdict},
    place::{PlaceRange, Scope},
};
use store::{block, county::Pushed, laptop::ReceiptRun, place::Sum};

/// Version of the exchange.
pub const VERSION: u64 = 1;
/// Bytes of one request at most; a laptop holds itself to half.
pub const REQUEST_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of one chunk of a photo.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// Number of the kind of a push block.
const KIND_PUSH: u64 = 1;
const LIST_MAX: u64 = 100_000;

/// The road to the county. Implemented by the HTTP client and the simulated network.
pub trait Protocol {
    /// One exchange: pushes, receipts, a page.
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError>;
    /// The next state block behind a row.
    fn state(&mut self, after: Option<(u16, Id)>) -> Result<Vec<u8>, ProtocolError>;
    /// Where the upload of a file stands: its name there, and how many bytes are held.
    fn file_begin(&mut self, sha256: &[u8; 32], size: u64) -> Result<(String, u64), ProtocolError>;
    /// Sends the next bytes; gives how many are held now.
    fn file_chunk(&mut self, upload: &str, offset: u64, bytes: &[u8])
    -> Result<u64, ProtocolError>;
    /// The bytes of a file.
    fn file_get(&mut self, sha256: &[u8; 32]) -> Result<Vec<u8>, ProtocolError>;
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

/// What a laptop says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hello {
    /// The position pulled.
    pub position: Position,
    /// The highest position known.
    pub top: Position,
    /// The life of its file.
    pub incarnation: Id,
    /// Its highest dseq.
    pub last_dseq: u64,
    /// Its schema.
    pub schema: u64,
    /// Name and version of the program.
    pub app: String,
    /// This program start, and its clock.
    pub boot: u64,
    /// Milliseconds by its clock.
    pub wall_ms: i64,
    /// County's clock minus its own, by boot, as measured before.
    pub offsets: BTreeMap<u64, i64>,
    /// Sets that wait.
    pub waiting_sets: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// The scope it holds.
    pub scope_version: u64,
    /// Send its own sets whole.
    pub whole: bool,
    /// Rows that it must have whole.
    pub wanted_rows: Vec<(u16, Id)>,
}

impl Cbor for Hello {
    fn write(&self, writer: &mut Writer) {
        writer.array(14);
        self.position.write(writer);
        self.top.write(writer);
        writer
            .bytes(&self.incarnation.0)
            .unsigned(self.last_dseq)
            .unsigned(self.schema)
            .text(&self.app);
        writer
            .unsigned(self.boot)
            .integer(self.wall_ms)
            .map(self.offsets.len() as u64);
        for (boot, offset) in &self.offsets {
            writer.unsigned(*boot).integer(*offset);
        }
        writer
            .unsigned(self.waiting_sets)
            .unsigned(self.waiting_bytes)
            .unsigned(self.scope_version);
        writer
            .unsigned(u64::from(self.whole))
            .array(self.wanted_rows.len() as u64);
        for (table, id) in &self.wanted_rows {
            writer.array(2).unsigned(u64::from(*table)).bytes(&id.0);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(14)?;
        let mut hello = Self {
            position: Position::read(reader)?,
            top: Position::read(reader)?,
            incarnation: reader.id()?,
            last_dseq: reader.unsigned()?,
            schema: reader.unsigned()?,
            app: reader.text()?.chars().take(80).collect(),
            boot: reader.unsigned()?,
            wall_ms: reader.integer()?,
            ..Self::default()
        };
        for _ in 0..reader.map(1_000)? {
            hello.offsets.insert(reader.unsigned()?, reader.integer()?);
        }
        hello.waiting_sets = reader.unsigned()?;
        hello.waiting_bytes = reader.unsigned()?;
        hello.scope_version = reader.unsigned()?;
        hello.whole = reader.unsigned()? == 1;
        for _ in 0..reader.array(LIST_MAX)? {
            reader.array_of(2)?;
            hello.wanted_rows.push((reader.small()?, reader.id()?));
        }
        Ok(hello)
    }
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

fn push_blocks(pushed: &[Pushed]) -> Vec<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut open: Vec<(&[u8], Vec<&[u8]>)> = Vec::new();
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
                open.push((&group.context, Vec::new()));
                size += group.context.len();
                begun = true;
            }
            if let Some((_, sets)) = open.last_mut() {
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

fn push_block(groups: &[(&[u8], Vec<&[u8]>)]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.unsigned(KIND_PUSH).array(groups.len() as u64);
    for (context, sets) in groups {
        writer.array(2).raw(context).unsigned(sets.len() as u64);
    }
    for (_, sets) in groups {
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
        reader.array_of(2)?;
        heads.push((reader.skip()?.to_vec(), reader.unsigned()?));
    }
    for (context, count) in heads {
        if count > LIST_MAX {
            return Err(Malformed::Bound("count"));
        }
        let mut sets = Vec::new();
        for _ in 0..count {
            sets.push(reader.skip()?.to_vec());
        }
        pushed.push(Pushed { context, sets });
    }
    if reader.is_at_end() {
        Ok(())
    } else {
        Err(Malformed::Spelling)
    }
}

impl Request {
    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(4).unsigned(VERSION);
        self.hello.write(&mut writer);
        let blocks = push_blocks(&self.pushed);
        writer.bytes(&self.signature).array(blocks.len() as u64);
        for block in &blocks {
            writer.bytes(block);
        }
        writer.into_bytes()
    }

    /// From bytes of anyone.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(Malformed::Bound("request"));
        }
        let mut reader = Reader::new(bytes);
        reader.array_of(4)?;
        if reader.unsigned()? != VERSION {
            return Err(Malformed::Shape(1));
        }
        let hello = Hello::read(&mut reader)?;
        let signature = reader.bytes()?.to_vec();
        let mut pushed = Vec::new();
        for _ in 0..reader.array(1_000)? {
            read_push_block(reader.bytes()?, &mut pushed)?;
        }
        if reader.is_at_end() {
            Ok(Self {
                hello,
                signature,
                pushed,
            })
        } else {
            Err(Malformed::Spelling)
        }
    }
}

/// What the county says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The end of the log.
    pub head: Position,
    /// The places that the device may hold.
    pub scope: Scope,
    /// The position known to be in an off-machine copy.
    pub durable: u64,
    /// Receipts of consecutive sets.
    pub receipts: Vec<ReceiptRun>,
    /// The county's clock.
    pub received_at: i64,
    /// Number of rows and sum of versions over the scope, at the head.
    pub sum: Option<Sum>,
    /// Files that the county wants.
    pub wanted_files: Vec<[u8; 32]>,
    /// Take a new incarnation for what follows.
    pub forked: bool,
    /// Code of the county, for receipt numbers.
    pub county: String,
}

impl Cbor for Answer {
    fn write(&self, writer: &mut Writer) {
        writer.array(9);
        self.head.write(writer);
        writer
            .array(2)
            .unsigned(self.scope.version)
            .array(self.scope.places.len() as u64);
        for range in &self.scope.places {
            writer
                .array(2)
                .unsigned(range.first.0)
                .unsigned(range.last.0);
        }
        writer
            .unsigned(self.durable)
            .array(self.receipts.len() as u64);
        for run in &self.receipts {
            writer
                .array(5)
                .bytes(&run.incarnation.0)
                .unsigned(run.from)
                .unsigned(run.to)
                .unsigned(run.seq);
            write_verdict(writer, &run.verdict);
        }
        writer.integer(self.received_at);
        match &self.sum {
            Some(sum) => writer.array(2).unsigned(sum.rows).unsigned(sum.sum),
            None => writer.null(),
        };
        writer.array(self.wanted_files.len() as u64);
        for file in &self.wanted_files {
            writer.bytes(file);
        }
        writer.unsigned(u64::from(self.forked)).text(&self.county);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(9)?;
        let mut answer = Self {
            head: Position::read(reader)?,
            ..Self::default()
        };
        reader.array_of(2)?;
        answer.scope.version = reader.unsigned()?;
        for _ in 0..reader.array(LIST_MAX)? {
            reader.array_of(2)?;
            answer.scope.places.push(PlaceRange {
                first: Place(reader.unsigned()?),
                last: Place(reader.unsigned()?),
            });
        }
        answer.durable = reader.unsigned()?;
        for _ in 0..reader.array(LIST_MAX)? {
            reader.array_of(5)?;
            answer.receipts.push(ReceiptRun {
                incarnation: reader.id()?,
                from: reader.unsigned()?,
                to: reader.unsigned()?,
                seq: reader.unsigned()?,
                verdict: read_verdict(reader)?,
            });
        }
        answer.received_at = reader.integer()?;
        if !reader.null()? {
            reader.array_of(2)?;
            answer.sum = Some(Sum {
                rows: reader.unsigned()?,
                sum: reader.unsigned()?,
            });
        }
        for _ in 0..reader.array(LIST_MAX)? {
            answer.wanted_files.push(reader.bytes_of()?);
        }
        answer.forked = reader.unsigned()? == 1;
        reader.text()?.clone_into(&mut answer.county);
        Ok(answer)
    }
}

/// The county's response: an answer, what signs it, and a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The answer's bytes.
    pub answer: Vec<u8>,
    /// Ed25519 over [`answer_message`].
    pub signature: Vec<u8>,
    /// A packed page.
    pub page: Option<Vec<u8>>,
}

/// What the county signs: the answer, its page, the request's hello (so that an old answer answers nothing new), and
/// the hashes of the sets it receipts, in the order pushed.
pub fn answer_message(
    answer: &[u8],
    page: Option<&[u8]>,
    hello: &Hello,
    hashes: &[Hash],
) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(b"zhucun answer 1")
        .update(blake3::hash(answer).as_bytes());
    hasher.update(blake3::hash(&hello.to_cbor()).as_bytes());
    hasher.update(blake3::hash(page.unwrap_or_default()).as_bytes());
    for hash in hashes {
        hasher.update(hash);
    }
    hasher.finalize().as_bytes().to_vec()
}

impl Response {
    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.array(3).bytes(&self.answer).bytes(&self.signature);
        match &self.page {
            Some(page) => writer.bytes(page),
            None => writer.null(),
        };
        writer.into_bytes()
    }

    /// From bytes of anyone.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        reader.array_of(3)?;
        let response = Self {
            answer: reader.bytes()?.to_vec(),
            signature: reader.bytes()?.to_vec(),
            page: if reader.null()? {
                None
            } else {
                Some(reader.bytes()?.to_vec())
            },
        };
        if reader.is_at_end() {
            Ok(response)
        } else {
            Err(Malformed::Spelling)
        }
    }
}
