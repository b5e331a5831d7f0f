//! What lies before a laptop's first sync, or was kept for 400 days: asked of the county when a person looks at a
//! history, and kept beside the pages (`sync.md` §11).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ChangeSet, Entry, Env, Id,
    cbor::{Cbor, Malformed, Reader, Writer, strict},
    entry::EntrySet,
    place::Scope,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Store, StoreError, block,
    county::{County, LogBlock, Page, PageItem, block_of},
    row,
};

/// How long a laptop keeps pages and older entries. Own sets stay: they are the person's receipt book, and small.
const KEPT_MS: i64 = 400 * 24 * 3_600_000;
/// Rows asked about at once at most.
pub const OLDER_MAX: usize = 400;

/// Where the history of a row goes on at the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Older {
    /// Its record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// The newest entry on it that is not here.
    pub seq: u64,
}

impl Cbor for Older {
    fn write(&self, writer: &mut Writer) {
        writer
            .array(3)
            .unsigned(u64::from(self.table))
            .bytes(&self.id.0)
            .unsigned(self.seq);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(3)?;
        Ok(Self {
            table: reader.small()?,
            id: reader.id()?,
            seq: reader.unsigned()?,
        })
    }
}

impl Store {
    /// Keeps older entries that the county sent. Gives how many were new.
    pub fn keep_older(
        &mut self,
        env: &dyn Env,
        page: &Page,
        received_at: i64,
    ) -> Result<usize, StoreError> {
        self.needs_room(crate::profile::PULL_ROOM)?;
        self.transact(env, |store| {
            let mut insert = store.conn.prepare_cached(
                "INSERT OR IGNORE INTO older (seq, context, entry, received_at) VALUES (?1, ?2, ?3, ?4)",
            )?;
            let mut new = 0;
            for item in &page.items {
                if let PageItem::Entry(entry) = item
                    && let Some(context) = page.contexts.get(entry.context as usize)
                {
                    new += insert.execute(params![
                        entry.seq as i64,
                        context,
                        entry.to_cbor(),
                        received_at
                    ])?;
                }
            }
            Ok(new)
        })
    }

    /// When idle: pages and older entries that came more than 400 days ago go. The county has them. Gives how many.
    pub fn drop_old_pages(&mut self, env: &dyn Env) -> Result<usize, StoreError> {
        // By the county's clock alone: this laptop's may be off by years. What no copy off the county's machine holds
        // stays, once the county speaks of such a copy.
        let durable = match self.durable()? {
            0 => i64::MAX,
            durable => durable as i64,
        };
        let moment = |sql: &str| {
            let found = self
                .conn
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0));
            Ok::<i64, StoreError>(found.optional()?.unwrap_or(0))
        };
        let until = moment("SELECT received_at FROM page ORDER BY last DESC LIMIT 1")? - KEPT_MS;
        let oldest = moment("SELECT received_at FROM page ORDER BY last LIMIT 1")?;
        if oldest >= until {
            return Ok(0);
        }
        self.transact(env, |store| {
            let pages = store
                .conn
                .prepare_cached("DELETE FROM page WHERE received_at < ?1 AND last <= ?2")?
                .execute([until, durable])?;
            let entries = store
                .conn
                .prepare_cached("DELETE FROM older WHERE received_at < ?1")?
                .execute([until])?;
            Ok(pages + entries)
        })
    }
}

/// An older entry with its context, if it was asked for once.
pub(super) fn kept(conn: &Connection, seq: u64) -> Result<Option<(Entry, Vec<u8>)>, StoreError> {
    let found: Option<(Vec<u8>, Vec<u8>)> = conn
        .prepare_cached("SELECT entry, context FROM older WHERE seq = ?1")?
        .query_row([seq as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((entry, context)) = found else {
        return Ok(None);
    };
    Ok(Some((strict(&entry)?, context)))
}

impl County {
    /// The entries on these rows, each from its entry back to the row's making, as one page without a position of its
    /// own. Rows outside `scope` are passed over, and so is an entry on any other row outside it. A full page ends
    /// early: what is still older is asked for again.
    pub fn older(&self, scope: &Scope, asked: &[Older]) -> Result<Page, StoreError> {
        let mut page = Page {
            scope_version: scope.version,
            ..Page::default()
        };
        let mut finding = Finding {
            county: self,
            scope,
            opened: BTreeMap::new(),
            contexts: BTreeMap::new(),
            taken: BTreeSet::new(),
            walked: BTreeSet::new(),
            bytes: 0,
        };
        for older in asked {
            let mut seq = older.seq;
            while seq != 0
                && finding.bytes < block::BLOCK_BYTES_AIM
                && finding.walked.insert((older.table, older.id, seq))
            {
                let previous = finding.take(&mut page, older, seq)?;
                seq = previous.filter(|previous| *previous < seq).unwrap_or(0);
            }
        }
        Ok(page)
    }
}

struct Finding<'a> {
    county: &'a County,
    scope: &'a Scope,
    opened: BTreeMap<u64, LogBlock>,
    contexts: BTreeMap<Vec<u8>, u64>,
    taken: BTreeSet<u64>,
    walked: BTreeSet<(u16, Id, u64)>,
    bytes: usize,
}

impl Finding<'_> {
    /// Opens the log block that holds the entry `seq`; gives the number of its last.
    fn open(&mut self, seq: u64) -> Result<Option<u64>, StoreError> {
        let holds = |block: &LogBlock| block.entries.first().is_some_and(|first| first.seq <= seq);
        let held = self.opened.range(seq..).next();
        if let Some((last, _)) = held.filter(|(_, block)| holds(block)) {
            return Ok(Some(*last));
        }
        let Some(block) = block_of(&self.county.store().conn, seq)? else {
            return Ok(None);
        };
        if self.opened.len() >= super::OPENED_MAX {
            self.opened.pop_first();
        }
        let last = block.last;
        self.opened.insert(last, block);
        Ok(Some(last))
    }

    /// Takes the entry `seq` of a row into the page; gives the row's entry before it, nothing where the way ends.
    fn take(
        &mut self,
        page: &mut Page,
        older: &Older,
        seq: u64,
    ) -> Result<Option<u64>, StoreError> {
        let conn = &self.county.store().conn;
        let Some(last) = self.open(seq)? else {
            return Ok(None);
        };
        let Some(block) = self.opened.get(&last) else {
            return Ok(None);
        };
        let Some(entry) = block.entries.iter().find(|entry| entry.seq == seq) else {
            return Ok(None);
        };
        let EntrySet::Whole(bytes) = &entry.set else {
            return Ok(None);
        };
        // Only what reached the tables is history; a set that waits in the inbox is its author's and the inbox's.
        if !entry.verdict.reaches_tables() {
            return Ok(None);
        }
        let set: ChangeSet = strict(bytes)?;
        let of_row = set
            .ops
            .iter()
            .position(|op| (op.table, op.id) == (older.table, older.id));
        let Some(index) = of_row else {
            return Ok(None);
        };
        for op in &set.ops {
            let place = row::get(conn, op.table, op.id)?.map(|row| row.place);
            if !place.is_some_and(|place| self.scope.contains(place)) {
                return Ok(None);
            }
        }
        let previous = entry.previous.get(index).copied();
        if self.taken.insert(seq) {
            let Some(context) = block.contexts.get(entry.context as usize) else {
                return Ok(None);
            };
            let next = page.contexts.len() as u64;
            let no = *self.contexts.entry(context.clone()).or_insert(next);
            if no == next {
                page.contexts.push(context.clone());
                self.bytes += context.len();
            }
            self.bytes += bytes.len() + 48;
            page.items.push(PageItem::Entry(Entry {
                context: no,
                ..entry.clone()
            }));
        }
        Ok(previous)
    }
}
