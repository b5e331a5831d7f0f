//! The county's half: it decides on sets, keeps the log, and hands out pages and state.

mod decide;
mod log;
mod page;
mod poison;
mod reader;
mod state;
#[cfg(test)]
mod tests;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use domain::{
    ChangeSet, Context, Entry, Env, Hash, Id, Place, Position, Verdict,
    cbor::strict,
    entry::{EntrySet, FIRST_MARK, Mark, Reason, short},
};

pub(crate) use self::log::block_of;
pub use self::log::{LogBlock, LogRun};
pub use self::page::{Page, PageItem, PageRequest};
use self::poison::Poison;
pub use self::reader::Reader;
pub use self::write::Written;

use crate::{
    Side, Store, StoreError,
    apply::{Applying, Logged},
    forms::DraftOf,
    open::Key,
};

/// A county's replica with its log.
#[derive(Debug)]
pub struct County {
    store: Store,
    head: Head,
    /// Highest dseq and last corrected time of each incarnation that was asked for.
    authors: BTreeMap<Id, Author>,
    /// Where the county's file is; one in memory has none.
    path: Option<PathBuf>,
    /// Opened by the first decision, so that a reading process counts no deaths.
    poison: Option<Poison>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    seq: u64,
    mark: Mark,
}

#[derive(Debug, Clone, Copy, Default)]
struct Author {
    last_dseq: u64,
    last_at: i64,
    /// Two sets bear one number: nothing of this incarnation counts as seen for its number alone.
    is_forked: bool,
}

/// Sets that share a context, as pushed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// The context's bytes.
    pub context: Vec<u8>,
    /// Where their epoch was left, see [`Entry::common`].
    pub common: Option<u64>,
    /// The sets' bytes in dseq order.
    pub sets: Vec<Vec<u8>>,
}

/// Who pushes, as the server has proved it.
#[derive(Debug, Clone, Default)]
pub struct Pusher {
    /// Grants of the device's account, also ended ones.
    pub grants: BTreeSet<Id>,
    /// Is the device revoked?
    pub revoked: bool,
    /// The county's own process: sets under no grant are permitted.
    pub trusted: bool,
    /// The county itself, where a set lies that it refuses and cannot say whose it is; nobody's where it is not told.
    pub county: Place,
    /// Server's clock minus the device's, by boot.
    pub offsets: BTreeMap<u64, i64>,
    /// The device's signature over the set hashes.
    pub signature: Vec<u8>,
    /// The console's form that was typed into: its draft goes in the same transaction.
    pub draft: Option<DraftOf>,
}

/// What became of one pushed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Life of the file.
    pub incarnation: Id,
    /// Its number there.
    pub dseq: u64,
    /// Its identity.
    pub hash: Hash,
    /// Its standing entry.
    pub seq: u64,
    /// The decision of that entry.
    pub verdict: Verdict,
}

/// All receipts of a push.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipts {
    /// One a set, in the order pushed.
    pub receipts: Vec<Receipt>,
    /// Another set bears the same incarnation and dseq: the laptop takes a new incarnation.
    pub forked: bool,
    /// Records that changed.
    pub touched: BTreeSet<u16>,
}

/// When the last set came to the county, by its clock; nothing for an empty log.
pub fn last_received_ms(store: &Store) -> Result<Option<i64>, StoreError> {
    let head = log::head(&store.conn)?;
    let block = log::block_of(&store.conn, head.seq)?;
    Ok(block.and_then(|block| block.runs.last().map(|run| run.received_at)))
}

impl County {
    /// Opens or makes the county's file.
    pub fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        Self::of(Store::open(path, key, Side::County)?, Some(path.to_owned()))
    }

    /// A county in memory, for tests and the simulator.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::of(Store::in_memory(Side::County)?, None)
    }

    fn of(store: Store, path: Option<PathBuf>) -> Result<Self, StoreError> {
        let head = log::head(&store.conn)?;
        Ok(Self {
            store,
            head,
            authors: BTreeMap::new(),
            path,
            poison: None,
        })
    }

    /// What a restart of the process does: everything but the file is forgotten.
    pub fn reopened(self) -> Result<Self, StoreError> {
        Self::of(self.store, self.path)
    }

    /// The replica.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The replica, for the county's own tables of forms and settings.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// The end of the log.
    pub fn head(&self) -> Position {
        Position {
            seq: self.head.seq,
            mark: short(&self.head.mark),
        }
    }

    /// The mark at the end of the log in full.
    pub fn head_mark(&self) -> Mark {
        self.head.mark
    }

    /// Is `position` on this log's chain? Positions are always ends of log blocks.
    pub fn knows(&self, position: &Position) -> Result<bool, StoreError> {
        Ok(match log::mark_at(&self.store.conn, position.seq)? {
            Some(mark) => short(&mark) == position.mark,
            None => position.seq == 0 && position.mark == short(&FIRST_MARK),
        })
    }

    /// Is this the life of a file of which the county knows another: two sets of one number, or later ones than the
    /// file has itself? It takes a new incarnation for what follows.
    pub fn is_other_life(&self, incarnation: Id, last_dseq: u64) -> Result<bool, StoreError> {
        let conn = &self.store.conn;
        Ok(log::is_forked(conn, incarnation)?
            || log::last_of(conn, incarnation)?.is_some_and(|(known, _)| known > last_dseq))
    }

    /// Decides on sets in one transaction: each gets its own verdict, none is refused for another.
    pub fn push(
        &mut self,
        env: &dyn Env,
        pusher: &Pusher,
        received_at: i64,
        pushed: &[Pushed],
    ) -> Result<Receipts, StoreError> {
        if let (None, Some(path)) = (&self.poison, &self.path) {
            self.poison = Some(Poison::open(path)?);
        }
        let mut poisoned = BTreeSet::new();
        loop {
            let mut deciding = None;
            let attempt = catch_unwind(AssertUnwindSafe(|| {
                self.push_once(env, pusher, received_at, pushed, &poisoned, &mut deciding)
            }));
            match attempt {
                Ok(result) => {
                    if result.is_err() {
                        self.forget()?;
                    }
                    return result;
                }
                Err(panic) => {
                    if !self.store.conn.is_autocommit() {
                        self.store.conn.execute_batch("ROLLBACK")?;
                    }
                    self.forget()?;
                    if let Some(poison) = self.poison.as_mut() {
                        poison.end(&[])?;
                    }
                    match deciding {
                        Some(hash) if poisoned.insert(hash) => {
                            tracing::error!("a set crashed the decision and is quarantined");
                        }
                        _ => std::panic::resume_unwind(panic),
                    }
                }
            }
        }
    }

    /// After a rollback: memory follows the file.
    fn forget(&mut self) -> Result<(), StoreError> {
        self.head = log::head(&self.store.conn)?;
        self.authors.clear();
        Ok(())
    }

    fn push_once(
        &mut self,
        env: &dyn Env,
        pusher: &Pusher,
        received_at: i64,
        pushed: &[Pushed],
        poisoned: &BTreeSet<Hash>,
        deciding: &mut Option<Hash>,
    ) -> Result<Receipts, StoreError> {
        let Self {
            store,
            head,
            authors,
            poison,
            ..
        } = self;
        let (head_before, mut receipts, mut decided) = (*head, Receipts::default(), Vec::new());
        let committed = store.transact(env, |store| {
            let mut batch = decide::Batch::new(store, head_before, authors, pusher, received_at);
            for group in pushed {
                let context: Context = match strict(&group.context) {
                    Ok(context) => context,
                    Err(error) => {
                        // Nobody can say whose they are: they get no receipt, and keep no other set from one.
                        tracing::error!("sets under a context that cannot be read: {error}");
                        continue;
                    }
                };
                for set in &group.sets {
                    let hash = ChangeSet::hash(&group.context, set);
                    *deciding = Some(hash);
                    let mut is_deadly = poisoned.contains(&hash);
                    if let Some(poison) = poison.as_mut() {
                        is_deadly |= poison.is_deadly(&hash);
                        if !is_deadly {
                            poison.begin(&hash)?;
                        }
                    }
                    batch.push(&group.context, &context, group.common, set, hash, is_deadly)?;
                    decided.push(hash);
                }
            }
            *deciding = None;
            batch.decide_held()?;
            receipts = batch.finish()?;
            if let Some(draft) = &pusher.draft {
                draft.forget(&store.conn)?;
            }
            log::head(&store.conn)
        });
        if let Some(poison) = poison.as_mut() {
            poison.end(if committed.is_ok() { &decided } else { &[] })?;
        }
        *head = committed?;
        Ok(receipts)
    }

    /// Every entry after `after`, in order, with its context and set.
    pub fn entries_after(&self, after: u64) -> Result<Vec<(Entry, Context, Hash)>, StoreError> {
        let mut entries = Vec::new();
        for block in log::blocks_after(&self.store.conn, after)? {
            for entry in &block.entries {
                if entry.seq > after {
                    let (context, hash) = block.context_and_hash(entry)?;
                    entries.push((entry.clone(), context, hash));
                }
            }
        }
        Ok(entries)
    }

    /// Builds the tables anew from the log in memory: the nightly comparison, and checker I4.
    pub fn rebuilt(&self) -> Result<Store, StoreError> {
        let rebuilt = Store::in_memory(Side::County)?;
        {
            rebuilt.conn.execute_batch("BEGIN")?;
            let mut applying = Applying::new(&rebuilt);
            for block in log::blocks_after(&self.store.conn, 0)? {
                for entry in &block.entries {
                    let EntrySet::Whole(bytes) = &entry.set else {
                        continue;
                    };
                    let (context, hash) = block.context_and_hash(entry)?;
                    let set = match strict::<ChangeSet>(bytes) {
                        Ok(set) => set,
                        Err(_) => decide::unreadable(),
                    };
                    applying.entry(&Logged {
                        entry,
                        context: &context,
                        set: &set,
                        hash: &hash,
                    })?;
                }
            }
            applying.flush()?;
            rebuilt.conn.execute_batch("COMMIT")?;
        }
        Ok(rebuilt)
    }

    /// Is the log gap-free and linked, from the first entry to the head? Gives the number of entries.
    pub fn check_log(&self) -> Result<u64, StoreError> {
        let damaged = || StoreError::Damaged("log".to_owned());
        let (mut mark, mut seq) = (FIRST_MARK, 0);
        for block in log::blocks_after(&self.store.conn, 0)? {
            for entry in &block.entries {
                let (_, hash) = block.context_and_hash(entry)?;
                if entry.seq != seq + 1 {
                    return Err(damaged());
                }
                seq = entry.seq;
                mark = entry.mark(&mark, &hash);
            }
            if mark != block.mark {
                return Err(damaged());
            }
        }
        if (Head { seq, mark }) == self.head {
            Ok(seq)
        } else {
            Err(damaged())
        }
    }
}

/// The verdict of a set that waits for a row.
const ROW_ABSENT: Verdict = Verdict::Held(Reason::RowAbsent);
