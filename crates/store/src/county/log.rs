//! The log in blocks: append-only, gap-free, linked by its running hash.

use domain::{
    ChangeSet, Context, Entry, Hash, Id,
    cbor::{Cbor, Malformed, Reader, Writer, strict},
    entry::{EntrySet, FIRST_MARK, Mark},
};
use rusqlite::{Connection, OptionalExtension, params};

use super::Head;
use crate::{StoreError, block};

/// Number of the kind of a log block.
const KIND_LOG: u64 = 2;

/// Sets of one push that became consecutive entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRun {
    /// Life of the author's file.
    pub incarnation: Id,
    /// Number of its first set there.
    pub first: u64,
    /// And of its last.
    pub last: u64,
    /// The device's signature over the set hashes.
    pub signature: Vec<u8>,
    /// When the county received them.
    pub received_at: i64,
}

/// One block of the log, opened.
#[derive(Debug, Clone, Default)]
pub struct LogBlock {
    /// Number of its last entry.
    pub last: u64,
    /// The running hash there.
    pub mark: Mark,
    /// Contexts, by the number that entries give.
    pub contexts: Vec<Vec<u8>>,
    /// Whose pushes they are.
    pub runs: Vec<LogRun>,
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many bytes it takes in the file; 0 for one that is not there yet.
    pub(super) stored_bytes: usize,
}

impl LogBlock {
    /// The context of an entry, and the hash of its set.
    pub fn context_and_hash(&self, entry: &Entry) -> Result<(Context, Hash), StoreError> {
        let bytes = self
            .contexts
            .get(entry.context as usize)
            .ok_or(Malformed::Shape(0))?;
        let EntrySet::Whole(set) = &entry.set else {
            return Err(Malformed::Shape(0).into());
        };
        Ok((strict(bytes)?, ChangeSet::hash(bytes, set)))
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer
            .unsigned(KIND_LOG)
            .array(2)
            .array(self.contexts.len() as u64);
        for context in &self.contexts {
            writer.raw(context);
        }
        writer.array(self.runs.len() as u64);
        for run in &self.runs {
            writer
                .array(5)
                .bytes(&run.incarnation.0)
                .unsigned(run.first)
                .unsigned(run.last);
            writer.bytes(&run.signature).integer(run.received_at);
        }
        for entry in &self.entries {
            entry.write(&mut writer);
        }
        block::pack(&writer.into_bytes())
    }

    fn unpack(last: u64, mark: Mark, frame: &[u8]) -> Result<Self, StoreError> {
        let items = block::unpack(frame)?;
        let mut reader = Reader::new(&items);
        let kind = reader.unsigned()?;
        if kind != KIND_LOG {
            return Err(Malformed::Shape(0).into());
        }
        reader.array_of(2)?;
        let mut block = Self {
            last,
            mark,
            stored_bytes: frame.len(),
            ..Self::default()
        };
        for _ in 0..reader.array(100_000)? {
            block.contexts.push(reader.skip()?.to_vec());
        }
        for _ in 0..reader.array(100_000)? {
            reader.array_of(5)?;
            block.runs.push(LogRun {
                incarnation: reader.id()?,
                first: reader.unsigned()?,
                last: reader.unsigned()?,
                signature: reader.bytes()?.to_vec(),
                received_at: reader.integer()?,
            });
        }
        while !reader.is_at_end() {
            block.entries.push(Entry::read(&mut reader)?);
        }
        Ok(block)
    }
}

pub(super) fn head(conn: &Connection) -> Result<Head, StoreError> {
    let found: Option<(i64, Vec<u8>)> = conn
        .prepare_cached("SELECT last, mark FROM log ORDER BY last DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match found {
        Some((last, mark)) => Head {
            seq: last as u64,
            mark: mark_of(&mark)?,
        },
        None => Head {
            seq: 0,
            mark: FIRST_MARK,
        },
    })
}

/// The mark at the end of the block that ends at `seq`.
pub(super) fn mark_at(conn: &Connection, seq: u64) -> Result<Option<Mark>, StoreError> {
    let found: Option<Vec<u8>> = conn
        .prepare_cached("SELECT mark FROM log WHERE last = ?1")?
        .query_row([seq as i64], |row| row.get(0))
        .optional()?;
    found.map(|mark| mark_of(&mark)).transpose()
}

fn mark_of(bytes: &[u8]) -> Result<Mark, StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::Damaged("log".to_owned()))
}

pub(super) fn append(conn: &Connection, first: u64, block: &LogBlock) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO log (last, first, mark, block) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            block.last as i64,
            first as i64,
            block.mark.as_slice(),
            block.pack()
        ])?;
    Ok(())
}

/// The block that holds the entry `seq`.
pub(crate) fn block_of(conn: &Connection, seq: u64) -> Result<Option<LogBlock>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT last, mark, block FROM log WHERE last >= ?1 ORDER BY last LIMIT 1",
    )?;
    let mut rows = statement.query([seq as i64])?;
    rows.next()?.map(opened).transpose()
}

fn opened(row: &rusqlite::Row<'_>) -> Result<LogBlock, StoreError> {
    let mark: Vec<u8> = row.get(1)?;
    LogBlock::unpack(
        row.get::<_, i64>(0)? as u64,
        mark_of(&mark)?,
        row.get_ref(2)?.as_blob().unwrap_or_default(),
    )
}

/// All blocks that end after `after`, in order. For checks; a page reads block by block with [`next_block`].
pub(super) fn blocks_after(conn: &Connection, after: u64) -> Result<Vec<LogBlock>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT last, mark, block FROM log WHERE last > ?1 ORDER BY last")?;
    let mut rows = statement.query([after as i64])?;
    let mut blocks = Vec::new();
    while let Some(row) = rows.next()? {
        blocks.push(opened(row)?);
    }
    Ok(blocks)
}

/// The first block that ends after `after`.
pub(super) fn next_block(conn: &Connection, after: u64) -> Result<Option<LogBlock>, StoreError> {
    block_of(conn, after + 1)
}

/// An entry with its context's bytes.
pub(super) fn entry(conn: &Connection, seq: u64) -> Result<Option<(Entry, Vec<u8>)>, StoreError> {
    let Some(block) = block_of(conn, seq)? else {
        return Ok(None);
    };
    Ok(block
        .entries
        .iter()
        .find(|entry| entry.seq == seq)
        .map(|entry| {
            let context = block
                .contexts
                .get(entry.context as usize)
                .cloned()
                .unwrap_or_default();
            (entry.clone(), context)
        }))
}

/// Entries that carry a set of this incarnation and dseq, newest first.
pub(super) fn entries_of(
    conn: &Connection,
    incarnation: Id,
    dseq: u64,
) -> Result<Vec<u64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT seq + (?2 - first) FROM run WHERE incarnation = ?1 AND first <= ?2 AND last >= ?2 ORDER BY seq DESC",
    )?;
    let rows = statement.query_map(params![incarnation.0.as_slice(), dseq as i64], |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(rows
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|seq| seq as u64)
        .collect())
}

/// Incarnation and dseq of the set that an entry carries.
pub(super) fn author_of(conn: &Connection, seq: u64) -> Result<Option<(Id, u64)>, StoreError> {
    let found: Option<(i64, Vec<u8>, i64)> = conn
        .prepare_cached(
            "SELECT seq, incarnation, first FROM run WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([seq as i64], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    Ok(found.and_then(|(from, incarnation, first)| {
        Id::from_slice(&incarnation).map(|id| (id, first as u64 + (seq - from as u64)))
    }))
}

pub(super) fn add_run(conn: &Connection, seq: u64, run: &LogRun) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO run (seq, incarnation, first, last) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            seq as i64,
            run.incarnation.0.as_slice(),
            run.first as i64,
            run.last as i64
        ])?;
    Ok(())
}

/// Highest dseq of an incarnation in the log, and its entry.
pub(super) fn last_of(
    conn: &Connection,
    incarnation: Id,
) -> Result<Option<(u64, u64)>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT last, seq + (last - first) FROM run WHERE incarnation = ?1 ORDER BY last DESC LIMIT 1")?
        .query_row([incarnation.0.as_slice()], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)))
        .optional()?)
}

/// The set of a whole entry, read.
pub(super) fn set_of(entry: &Entry) -> Option<ChangeSet> {
    match &entry.set {
        EntrySet::Whole(bytes) => strict(bytes).ok(),
        EntrySet::Own(_) => None,
    }
}

/// Do two sets of this incarnation bear one number?
pub(super) fn is_forked(conn: &Connection, incarnation: Id) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM fork WHERE incarnation = ?1")?
        .query_row([incarnation.0.as_slice()], |_| Ok(()))
        .optional()?
        .is_some())
}

/// From now on nothing of this incarnation counts as seen for its number alone.
pub(super) fn note_fork(conn: &Connection, incarnation: Id, dseq: u64) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR IGNORE INTO fork (incarnation, dseq) VALUES (?1, ?2)")?
        .execute(params![incarnation.0.as_slice(), dseq as i64])?;
    Ok(())
}
