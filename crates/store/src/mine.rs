//! Own sets as they were saved, and the order in which those that are undecided lie on a row.

use std::collections::BTreeMap;

use domain::{
    ChangeSet, Op,
    cbor::{Cbor, Reader},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    StoreError, block,
    row::Row,
    under::{Under, UnderList},
};

/// One transaction's sets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mine {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) context: i64,
    pub(crate) under: UnderList,
    pub(crate) sets: Vec<ChangeSet>,
    pub(crate) dirty: bool,
}

impl Mine {
    pub(crate) fn set(&self, dseq: u64) -> Option<&ChangeSet> {
        // Their numbers have no gaps.
        let index = usize::try_from(dseq.checked_sub(self.first)?).ok()?;
        self.sets.get(index).filter(|set| set.dseq == dseq)
    }
}

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The bytes of the sets in a block of `mine`: one plain set, or one frame of many.
pub(crate) fn set_bytes(stored: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    if !stored.starts_with(&ZSTD_MAGIC) {
        return Ok(vec![stored.to_vec()]);
    }
    let items = block::unpack(stored)?;
    let mut reader = Reader::new(&items);
    let mut sets = Vec::new();
    while !reader.is_at_end() {
        sets.push(reader.skip()?.to_vec());
    }
    Ok(sets)
}

pub(crate) fn sets(stored: &[u8]) -> Result<Vec<ChangeSet>, StoreError> {
    set_bytes(stored)?
        .iter()
        .map(|bytes| ChangeSet::read(&mut Reader::new(bytes)).map_err(StoreError::from))
        .collect()
}

/// The transactions that one page or save works on: read once, written once.
#[derive(Debug, Default)]
pub(crate) struct Mines(BTreeMap<u64, Mine>);

impl Mines {
    /// The transaction that holds the set `dseq`.
    pub(crate) fn get(
        &mut self,
        conn: &Connection,
        dseq: u64,
    ) -> Result<Option<&mut Mine>, StoreError> {
        let held = self
            .0
            .range(dseq..)
            .next()
            .filter(|(_, mine)| mine.first <= dseq)
            .map(|(last, _)| *last);
        let last = match held {
            Some(last) => last,
            None => match load(conn, dseq)? {
                Some(mine) => {
                    let last = mine.last;
                    self.0.insert(last, mine);
                    last
                }
                None => return Ok(None),
            },
        };
        Ok(self.0.get_mut(&last))
    }

    /// Holds a transaction that is being written.
    pub(crate) fn insert(&mut self, mine: Mine) {
        self.0.insert(mine.last, mine);
    }

    /// What lies under the cells of one op, to be written at the flush.
    pub(crate) fn under(
        &mut self,
        conn: &Connection,
        dseq: u64,
    ) -> Result<&mut UnderList, StoreError> {
        let mine = self
            .get(conn, dseq)?
            .ok_or(StoreError::Damaged("mine".to_owned()))?;
        mine.dirty = true;
        Ok(&mut mine.under)
    }

    /// What lay under one op, taken out; a row that was new had nothing.
    pub(crate) fn take_under(
        &mut self,
        conn: &Connection,
        dseq: u64,
        op: &Op,
    ) -> Result<Option<Under>, StoreError> {
        let mine = self
            .get(conn, dseq)?
            .ok_or(StoreError::Damaged("mine".to_owned()))?;
        let under = mine.under.remove(dseq, op.table, op.id);
        mine.dirty |= under.is_some();
        Ok(under)
    }

    /// Own undecided sets on a row, newest first, each with the fields it wrote.
    pub(crate) fn chain(
        &mut self,
        conn: &Connection,
        row: &Row,
    ) -> Result<Vec<(u64, Vec<u16>)>, StoreError> {
        let mut chain = Vec::new();
        let mut dseq = row.mine;
        while dseq != 0 {
            let mine = self
                .get(conn, dseq)?
                .ok_or(StoreError::Damaged("mine".to_owned()))?;
            let fields = mine
                .set(dseq)
                .and_then(|set| {
                    set.ops
                        .iter()
                        .find(|op| (op.table, op.id) == (row.table, row.id))
                })
                .map(|op| op.cells.keys().copied().collect())
                .unwrap_or_default();
            chain.push((dseq, fields));
            dseq = mine
                .under
                .find(dseq, row.table, row.id)
                .map_or(0, |under| under.before);
        }
        Ok(chain)
    }

    pub(crate) fn flush(&mut self, conn: &Connection) -> Result<(), StoreError> {
        for mine in self.0.values_mut().filter(|mine| mine.dirty) {
            let under = (!mine.under.0.is_empty()).then(|| mine.under.to_cbor());
            conn.prepare_cached("UPDATE mine SET under = ?2 WHERE last = ?1")?
                .execute(params![mine.last as i64, under])?;
            mine.dirty = false;
        }
        Ok(())
    }
}

fn load(conn: &Connection, dseq: u64) -> Result<Option<Mine>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT last, first, context, block, under FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1",
    )?;
    let mut rows = statement.query([dseq as i64])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let first = row.get::<_, i64>(1)? as u64;
    if first > dseq {
        return Ok(None);
    }
    let under: Option<Vec<u8>> = row.get(4)?;
    Ok(Some(Mine {
        last: row.get::<_, i64>(0)? as u64,
        first,
        context: row.get(2)?,
        under: UnderList::from_bytes(&under.unwrap_or_default())?,
        sets: sets(row.get_ref(3)?.as_blob().unwrap_or_default())?,
        dirty: false,
    }))
}

/// The number of the newest own set; 0 = none yet.
pub(crate) fn last_dseq(conn: &Connection) -> Result<u64, StoreError> {
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(last) FROM mine")?
        .query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(0) as u64)
}

/// The entry that carries an own set, by its receipt; 0 = none yet.
pub(crate) fn entry_of(conn: &Connection, dseq: u64) -> Result<u64, StoreError> {
    let decided: Option<i64> = conn
        .prepare_cached("SELECT seq FROM decision WHERE dseq = ?1")?
        .query_row([dseq as i64], |row| row.get(0))
        .optional()?;
    if let Some(seq) = decided {
        return Ok(seq as u64);
    }
    let found: Option<(i64, i64)> = conn
        .prepare_cached("SELECT first, seq FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1")?
        .query_row([dseq as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match found {
        Some((first, seq)) if first as u64 <= dseq && seq > 0 => seq as u64 + (dseq - first as u64),
        _ => 0,
    })
}

/// The context with this number.
pub(crate) fn context(conn: &Connection, no: i64) -> Result<Vec<u8>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT head FROM context WHERE no = ?1")?
        .query_row([no], |row| row.get(0))?)
}

/// The number of a context, made if need be.
pub(crate) fn context_no(conn: &Connection, head: &[u8]) -> Result<i64, StoreError> {
    let found: Option<i64> = conn
        .prepare_cached("SELECT no FROM context WHERE head = ?1")?
        .query_row([head], |row| row.get(0))
        .optional()?;
    if let Some(no) = found {
        return Ok(no);
    }
    conn.prepare_cached("INSERT INTO context (head) VALUES (?1)")?
        .execute([head])?;
    Ok(conn.last_insert_rowid())
}
