//! A page, item by item, into the tables of a laptop.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use domain::{
    ChangeSet, Context, Env, Hash, Id, Place, Verdict,
    cbor::{Cbor, Reader, strict},
    entry::EntrySet,
};
use rusqlite::{Connection, OptionalExtension, params};

use super::{Taken, mark_decided, note_decision, own_incarnations};
use crate::{
    Store, StoreError,
    apply::{Applying, Logged},
    county::{Page, PageItem},
    meta, mine, state,
};

/// How an entry that could not be applied is got round: tried in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// Its own set is lifted off, its rows come whole.
    Lifted,
    /// Its rows come whole.
    Untouched,
}

/// The page as it came, and what proves it.
struct Received<'a> {
    page: &'a Page,
    answer: &'a [u8],
    frame: &'a [u8],
    received_at: i64,
}

impl Store {
    /// Applies a page in one transaction. Entries at or below the position are skipped; one that cannot be applied
    /// here is kept, its rows are asked for whole, and the pull goes on.
    pub fn take_page(
        &mut self,
        env: &dyn Env,
        page: &Page,
        answer: &[u8],
        frame: &[u8],
        received_at: i64,
    ) -> Result<Taken, StoreError> {
        self.needs_room(crate::profile::PULL_ROOM)?;
        let received = Received {
            page,
            answer,
            frame,
            received_at,
        };
        let mut aside: BTreeMap<u64, (Aside, String)> = BTreeMap::new();
        loop {
            let mut at = None;
            let attempt = catch_unwind(AssertUnwindSafe(|| {
                self.take_page_once(env, &received, &aside, &mut at)
            }));
            let what = match attempt {
                Ok(Err(error)) if error.is_of_the_bytes() => error.to_string(),
                Ok(result) => return result,
                Err(_) if self.conn.is_autocommit() => "panic".to_owned(),
                Err(_) => {
                    self.conn.execute_batch("ROLLBACK")?;
                    "panic".to_owned()
                }
            };
            let how = match at.map(|seq| (seq, aside.get(&seq))) {
                Some((seq, None)) => Some((seq, Aside::Lifted)),
                Some((seq, Some((Aside::Lifted, _)))) => Some((seq, Aside::Untouched)),
                Some((_, Some((Aside::Untouched, _)))) | None => None,
            };
            let Some((seq, how)) = how else {
                return Err(StoreError::Damaged(what));
            };
            tracing::error!("entry {seq} cannot be applied here: {what}");
            aside.insert(seq, (how, what));
        }
    }

    fn take_page_once(
        &mut self,
        env: &dyn Env,
        received: &Received<'_>,
        aside: &BTreeMap<u64, (Aside, String)>,
        at: &mut Option<u64>,
    ) -> Result<Taken, StoreError> {
        let page = received.page;
        let mut unknown_own = false;
        let taken = self.transact(env, |store| {
            let conn = &store.conn;
            let position = meta::position(conn, meta::POSITION)?;
            if page.after.seq > position.seq || page.upto.seq < position.seq {
                return Ok(Taken::default());
            }
            let mut taking = Taking::new(store)?;
            for item in &page.items {
                match item {
                    PageItem::Entry(entry) if entry.seq <= position.seq => {}
                    PageItem::Entry(entry) => {
                        *at = Some(entry.seq);
                        let context = page.contexts.get(entry.context as usize);
                        let context = context.map(Vec::as_slice).unwrap_or_default();
                        let known = match aside.get(&entry.seq) {
                            Some((how, why)) => taking.set_aside(entry, context, *how, why)?,
                            None => taking.entry(entry, context)?,
                        };
                        if !known {
                            // The author's set is not here: nothing of this page counts, and what was written of
                            // it so far is taken back.
                            unknown_own = true;
                            return Err(StoreError::RowAbsent);
                        }
                        *at = None;
                    }
                    PageItem::Leave { seq, table, id } => taking.leave(*seq, *table, *id)?,
                    PageItem::State(row) => taking.state(row.clone(), false)?,
                    PageItem::Unknown(bytes) => taking.keep_unknown(bytes, page.upto.seq)?,
                }
            }
            taking.finish()?;
            if taking.keeps {
                keep(conn, received)?;
            }
            meta::set_position(conn, meta::POSITION, &page.upto)?;
            if page.upto.seq > meta::position(conn, meta::TOP)?.seq {
                meta::set_position(conn, meta::TOP, &page.upto)?;
            }
            mark_decided(conn, page.upto.seq)?;
            Ok(taking.taken)
        });
        if unknown_own {
            return Ok(Taken {
                unknown_own,
                ..Taken::default()
            });
        }
        taken
    }
}

/// Keeps a page as received: history, and what a restored county is offered.
fn keep(conn: &Connection, received: &Received<'_>) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO page (last, first, mark, answer, block, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        received.page.upto.seq as i64,
        received.page.after.seq as i64 + 1,
        received.page.upto.mark.as_slice(),
        received.answer,
        received.frame,
        received.received_at
    ])?;
    Ok(())
}

pub(crate) struct Taking<'a> {
    pub(crate) applying: Applying<'a>,
    own: BTreeSet<Id>,
    last_dseq: u64,
    taken: Taken,
    keeps: bool,
    /// Own sets that were read last: entries come in runs of one import, whose thousand sets are one block.
    read: RefCell<Option<OwnBlock>>,
    /// The context that was read last.
    context: Option<(Vec<u8>, Context)>,
    /// The receipt that was looked up last.
    receipt: Cell<Option<Receipted>>,
}

/// Own sets that became consecutive entries, by their receipt.
#[derive(Debug, Clone, Copy)]
struct Receipted {
    first: u64,
    last: u64,
    seq: u64,
}

impl Receipted {
    fn dseq_at(self, seq: u64) -> Option<u64> {
        let dseq = self.first + seq.checked_sub(self.seq)?;
        (dseq <= self.last).then_some(dseq)
    }
}

/// Own sets of one transaction, as stored; their bytes never change.
#[derive(Debug)]
struct OwnBlock {
    first: u64,
    context: Vec<u8>,
    sets: Vec<Vec<u8>>,
}

impl OwnBlock {
    fn get(&self, dseq: u64) -> Option<(Vec<u8>, Vec<u8>)> {
        let bytes = self.sets.get(dseq.checked_sub(self.first)? as usize)?;
        Some((self.context.clone(), bytes.clone()))
    }
}

impl<'a> Taking<'a> {
    pub(crate) fn new(store: &'a Store) -> Result<Self, StoreError> {
        let conn = &store.conn;
        Ok(Self {
            applying: Applying::new(store),
            own: own_incarnations(conn)?,
            last_dseq: mine::last_dseq(conn)?,
            taken: Taken::default(),
            keeps: false,
            read: RefCell::new(None),
            context: None,
            receipt: Cell::new(None),
        })
    }

    /// Keeps an entry that cannot be applied, and asks for its rows whole. False as in [`Self::entry`].
    fn set_aside(
        &mut self,
        entry: &domain::Entry,
        context_bytes: &[u8],
        how: Aside,
        why: &str,
    ) -> Result<bool, StoreError> {
        let bytes = match &entry.set {
            EntrySet::Whole(bytes) => bytes.clone(),
            EntrySet::Own(first) => match self.own_set(entry.seq, context_bytes, *first)? {
                Some((bytes, _)) => bytes,
                None => return Ok(false),
            },
        };
        if let Ok(set) = strict::<ChangeSet>(&bytes)
            && entry.verdict.reaches_tables()
        {
            let own = self.is_mine(&set, context_bytes, &ChangeSet::hash(context_bytes, &bytes))?;
            if own && how == Aside::Lifted {
                self.applying.lift(&set)?;
            }
            let rows = set.ops.iter().map(|op| (op.table, op.id));
            self.applying.fetch.extend(rows);
        }
        note_unapplied(self.applying.conn, entry.seq, why, &entry.to_cbor())?;
        self.taken.set_aside += 1;
        self.keeps = true;
        Ok(true)
    }

    /// An item that a newer county has put into the page: the checkpoint shows which place it concerned.
    fn keep_unknown(&mut self, bytes: &[u8], upto: u64) -> Result<(), StoreError> {
        let mut reader = Reader::new(bytes);
        let seq = reader.array(64).and_then(|_| reader.unsigned());
        let seq = seq.unwrap_or(upto);
        note_unapplied(self.applying.conn, seq, "unknown", bytes)?;
        self.taken.set_aside += 1;
        self.keeps = true;
        Ok(())
    }

    /// False when the entry names an own set that is not here.
    fn entry(&mut self, entry: &domain::Entry, context_bytes: &[u8]) -> Result<bool, StoreError> {
        let context = self.context(context_bytes)?;
        let (bytes, hash, is_stored) = match &entry.set {
            EntrySet::Whole(bytes) => {
                let hash = ChangeSet::hash(context_bytes, bytes);
                (bytes.clone(), hash, false)
            }
            EntrySet::Own(first) => match self.own_set(entry.seq, context_bytes, *first)? {
                Some((bytes, hash)) => (bytes, hash, true),
                None => return Ok(false),
            },
        };
        let set = strict::<ChangeSet>(&bytes).unwrap_or_else(|_| ChangeSet {
            dseq: 0,
            made_at: 0,
            ops: Vec::new(),
            about: domain::About::default(),
        });
        let own = self.own.contains(&context.incarnation)
            && (is_stored || self.is_mine(&set, context_bytes, &hash)?);
        if own {
            if entry.verdict.reaches_tables() || entry.verdict == Verdict::Closed {
                self.applying.lift(&set)?;
            }
            if entry.verdict != Verdict::Applied
                || mine::entry_of(self.applying.conn, set.dseq)? != entry.seq
            {
                note_decision(
                    self.applying.conn,
                    set.dseq,
                    entry.seq,
                    &entry.verdict,
                    entry.at,
                )?;
            }
        }
        self.applying.entry(&Logged {
            entry,
            context: &context,
            set: &set,
            hash: &hash,
        })?;
        self.taken.entries += usize::from(!own);
        self.keeps = true;
        Ok(true)
    }

    fn context(&mut self, bytes: &[u8]) -> Result<Context, StoreError> {
        if let Some((known, context)) = &self.context
            && known == bytes
        {
            return Ok(context.clone());
        }
        let context: Context = strict(bytes)?;
        self.context = Some((bytes.to_vec(), context.clone()));
        Ok(context)
    }

    fn is_mine(&self, set: &ChangeSet, context: &[u8], hash: &Hash) -> Result<bool, StoreError> {
        if set.dseq == 0 || set.dseq > self.last_dseq {
            return Ok(false);
        }
        Ok(self.stored(set.dseq)?.is_some_and(|(own_context, bytes)| {
            own_context == context && ChangeSet::hash(context, &bytes) == *hash
        }))
    }

    /// Context and bytes of an own set.
    fn stored(&self, dseq: u64) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
        let known = self.read.borrow().as_ref().and_then(|read| read.get(dseq));
        if known.is_some() {
            return Ok(known);
        }
        let conn = self.applying.conn;
        let mut statement = conn.prepare_cached(
            "SELECT first, context, block FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1",
        )?;
        let mut rows = statement.query([dseq as i64])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let read = OwnBlock {
            first: row.get::<_, i64>(0)? as u64,
            context: mine::context(conn, row.get(1)?)?,
            sets: mine::set_bytes(row.get_ref(2)?.as_blob().unwrap_or_default())?,
        };
        let found = read.get(dseq);
        *self.read.borrow_mut() = Some(read);
        Ok(found)
    }

    /// The own set that an entry names: by its receipt, else among those that wait for a decision.
    fn own_set(
        &self,
        seq: u64,
        context: &[u8],
        first8: [u8; 8],
    ) -> Result<Option<(Vec<u8>, Hash)>, StoreError> {
        let fits = |dseq: u64| -> Result<Option<(Vec<u8>, Hash)>, StoreError> {
            let Some((own_context, bytes)) = self.stored(dseq)? else {
                return Ok(None);
            };
            let hash = ChangeSet::hash(context, &bytes);
            Ok((own_context == context && hash.starts_with(&first8)).then_some((bytes, hash)))
        };
        if let Some(dseq) = self.receipted(seq)?
            && let Some(found) = fits(dseq)?
        {
            return Ok(Some(found));
        }
        for sql in [
            "SELECT dseq FROM decision WHERE seq = ?1",
            "SELECT dseq FROM decision WHERE verdict IN ('held', 'quarantined') AND ?1 > 0",
        ] {
            let mut statement = self.applying.conn.prepare_cached(sql)?;
            let rows = statement.query_map([seq as i64], |row| row.get::<_, i64>(0))?;
            for dseq in rows {
                if let Some(found) = fits(dseq? as u64)? {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// The own set that became the entry `seq`, by its receipt. A page writes no receipts.
    fn receipted(&self, seq: u64) -> Result<Option<u64>, StoreError> {
        if let Some(dseq) = self.receipt.get().and_then(|known| known.dseq_at(seq)) {
            return Ok(Some(dseq));
        }
        let found = self
            .applying
            .conn
            .prepare_cached(
                "SELECT first, last, seq FROM mine
                 WHERE decided = 0 AND seq > 0 AND seq <= ?1 AND seq + (last - first) >= ?1",
            )?
            .query_row([seq as i64], |row| {
                Ok(Receipted {
                    first: row.get::<_, i64>(0)? as u64,
                    last: row.get::<_, i64>(1)? as u64,
                    seq: row.get::<_, i64>(2)? as u64,
                })
            })
            .optional()?;
        self.receipt.set(found);
        Ok(found.and_then(|found| found.dseq_at(seq)))
    }

    /// An anchor is no longer in this laptop's area: it goes with all that hangs on it, except where own work hangs.
    fn leave(&mut self, seq: u64, table: u16, id: Id) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        self.unwant(table, id)?;
        if self.applying.rows.get(conn, table, id)?.seq > seq {
            return Ok(());
        }
        self.applying.flush()?;
        self.park(table, id)?;
        self.applying.flush()
    }

    /// The confirmed side of a row goes; with own undecided work on it the row stays, parked.
    pub(crate) fn forget(&mut self, table: u16, id: Id) -> Result<(), StoreError> {
        let row = self.applying.rows.edit(self.applying.conn, table, id)?;
        row.place = Place::PARKED;
        if row.mine == 0 {
            row.seq = 0;
        }
        self.applying.touched.insert(table);
        Ok(())
    }

    /// A row whole: the confirmed side of the row becomes it; `anew` also when its version is here already.
    pub(crate) fn state(&mut self, new: state::StateRow, anew: bool) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        self.unwant(new.table, new.id)?;
        let row = self.applying.rows.get(conn, new.table, new.id)?.clone();
        let parked = row.place == Place::PARKED && row.stored;
        let is_here = row.seq == new.seq && !parked && row.place == new.place;
        if row.seq > new.seq || (is_here && !anew) {
            return Ok(());
        }
        let chain = self.applying.mines.chain(conn, &row)?;
        let new = state::to_row(new);
        let old = self.applying.confirmed(&row, &chain)?;
        let fields: BTreeSet<u16> = old.keys().chain(new.cells.keys()).copied().collect();
        for field in fields {
            let value = domain::cell::cell(&new.cells, field).clone();
            let oldest = chain
                .iter()
                .rev()
                .find(|(_, fields)| fields.contains(&field))
                .map(|(dseq, _)| *dseq);
            if let Some(dseq) = oldest {
                let list = self.applying.mines.under(conn, dseq)?;
                list.find_or_insert(dseq, new.table, new.id)
                    .cells
                    .insert(field, value);
            } else {
                let row = self.applying.rows.edit(conn, new.table, new.id)?;
                crate::apply::set_cell(&mut row.cells, field, &value);
            }
        }
        let row = self.applying.rows.edit(conn, new.table, new.id)?;
        row.created_at = new.created_at;
        row.changed_at = row.changed_at.max(new.changed_at);
        row.seq = new.seq;
        row.place = new.place;
        self.applying.touched.insert(new.table);
        self.taken.entries += 1;
        Ok(())
    }

    fn unwant(&mut self, table: u16, id: Id) -> Result<(), StoreError> {
        self.applying.fetch.remove(&(table, id));
        self.applying
            .conn
            .prepare_cached("DELETE FROM wanted_row WHERE table_no = ?1 AND id = ?2")?
            .execute(params![table, id.0.as_slice()])?;
        Ok(())
    }

    pub(crate) fn finish(&mut self) -> Result<(), StoreError> {
        self.applying.flush()?;
        self.release()?;
        for (table, id) in &self.applying.fetch {
            if state::is_known(*table) {
                self.applying
                    .conn
                    .prepare_cached(
                        "INSERT OR IGNORE INTO wanted_row (table_no, id) VALUES (?1, ?2)",
                    )?
                    .execute(params![table, id.0.as_slice()])?;
            }
        }
        self.taken.touched = std::mem::take(&mut self.applying.touched);
        Ok(())
    }
}

fn note_unapplied(conn: &Connection, seq: u64, why: &str, entry: &[u8]) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR REPLACE INTO unapplied (seq, why, entry) VALUES (?1, ?2, ?3)")?
        .execute(params![seq as i64, why, entry])?;
    Ok(())
}
