//! The county's decision on each set (`sync.md` §3): causality first, clocks second; only form is refused.

mod append;
mod heard;
mod outcomes;
mod rights;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    About, ChangeSet, Context, Entry, GroupOutcome, Hash, Id, Op, Outcome, Place, Verdict,
    cbor::{Reader, strict},
    change::SET_BYTES_MAX,
    entry::{EntrySet, Reason},
    records::{self, Anchor, Grant, Inbox, Record as _},
};
use rusqlite::Connection;

use super::{
    Author, Head, Pusher, Receipt, Receipts,
    log::{self, LogBlock},
};
use crate::{Row, Store, StoreError, apply::Applying};

/// How long past its end a grant counts for work recorded before the laptop could know.
const LATE_WORK_MS: i64 = 31 * 24 * 3_600_000;

/// One transaction of decisions.
pub(super) struct Batch<'a> {
    conn: &'a Connection,
    applying: Applying<'a>,
    authors: &'a mut BTreeMap<Id, Author>,
    pusher: &'a Pusher,
    received_at: i64,
    head: Head,
    block: LogBlock,
    block_first: u64,
    block_bytes: usize,
    contexts: BTreeMap<Vec<u8>, u64>,
    /// Entries of this batch: author, grant, time.
    recent: BTreeMap<u64, Writer>,
    /// What this batch received, by author and dseq.
    batch: BTreeMap<(Id, u64), Vec<Receipt>>,
    receipts: Receipts,
    has_held: bool,
    /// Of the set under decision: bases and `seen` count at most this, see [`Entry::common`].
    common: Option<u64>,
}

/// Who wrote a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Writer {
    incarnation: Id,
    dseq: u64,
    grant: Id,
    at: i64,
}

struct Decision {
    verdict: Verdict,
    place: Place,
    previous: Vec<u64>,
    outcomes: Vec<GroupOutcome>,
}

/// A set whose bytes nobody can read: it has no ops.
pub(super) fn unreadable() -> ChangeSet {
    ChangeSet {
        dseq: 0,
        made_at: 0,
        ops: Vec::new(),
        about: About::default(),
    }
}

impl<'a> Batch<'a> {
    pub(super) fn new(
        store: &'a Store,
        head: Head,
        authors: &'a mut BTreeMap<Id, Author>,
        pusher: &'a Pusher,
        received_at: i64,
    ) -> Self {
        Self {
            conn: &store.conn,
            applying: Applying::new(store),
            authors,
            pusher,
            received_at,
            head,
            block: LogBlock::default(),
            block_first: head.seq + 1,
            block_bytes: 0,
            contexts: BTreeMap::new(),
            recent: BTreeMap::new(),
            batch: BTreeMap::new(),
            receipts: Receipts::default(),
            has_held: false,
            common: None,
        }
    }

    /// Decides on one set, and writes its entry.
    pub(super) fn push(
        &mut self,
        context_bytes: &[u8],
        context: &Context,
        common: Option<u64>,
        bytes: &[u8],
        hash: Hash,
        poisoned: bool,
    ) -> Result<(), StoreError> {
        self.common = common;
        let parsed = if bytes.len() > SET_BYTES_MAX {
            None
        } else {
            strict::<ChangeSet>(bytes).ok()
        };
        let dseq = parsed
            .as_ref()
            .map_or_else(|| dseq_of(bytes), |set| set.dseq);
        if let Some(receipt) = self.known(context.incarnation, dseq, &hash)? {
            self.receipts.receipts.push(receipt);
            return Ok(());
        }
        let author = self.author(context.incarnation)?;
        let readable = parsed.is_some();
        let set = parsed.unwrap_or_else(unreadable);
        let at = self.corrected(context, &set, &author);
        let own_area = self
            .grant(context.grant)?
            .map_or(Place::PUBLIC, |grant| place_of(&grant));
        let refuse = |reason| Decision {
            verdict: Verdict::Quarantined(reason),
            place: own_area,
            previous: Vec::new(),
            outcomes: Vec::new(),
        };
        let decision = if !readable {
            refuse(Reason::Malformed)
        } else if poisoned {
            refuse(Reason::Crashed)
        } else if self.pusher.revoked {
            refuse(Reason::RevokedDevice)
        } else if !self.pusher.trusted && !self.pusher.grants.contains(&context.grant) {
            refuse(Reason::NotPermitted)
        } else {
            self.decide(context, &set, at, &author, own_area)?
        };
        let decision = self.set_apart(&set, decision)?;
        let receipt = self.append(
            context_bytes,
            context,
            &set,
            dseq,
            bytes,
            hash,
            at,
            decision,
        )?;
        self.receipts.receipts.push(receipt);
        Ok(())
    }

    /// The standing receipt of a set that is in the log already; another set of the same number is a fork.
    fn known(
        &mut self,
        incarnation: Id,
        dseq: u64,
        hash: &Hash,
    ) -> Result<Option<Receipt>, StoreError> {
        let author = self.author(incarnation)?;
        if let Some(receipts) = self.batch.get(&(incarnation, dseq)) {
            if let Some(receipt) = receipts.iter().rev().find(|receipt| receipt.hash == *hash) {
                return Ok(Some(receipt.clone()));
            }
            self.fork(incarnation, dseq)?;
        }
        if dseq > author.last_dseq && dseq != 0 {
            return Ok(None);
        }
        for seq in log::entries_of(self.conn, incarnation, dseq)? {
            let Some((entry, context)) = log::entry(self.conn, seq)? else {
                continue;
            };
            let EntrySet::Whole(bytes) = &entry.set else {
                continue;
            };
            if ChangeSet::hash(&context, bytes) == *hash {
                return Ok(Some(Receipt {
                    incarnation,
                    dseq,
                    hash: *hash,
                    seq,
                    verdict: entry.verdict,
                }));
            }
            self.fork(incarnation, dseq)?;
        }
        Ok(None)
    }

    /// Another set bears this number: remembered with the log, for all pushes to come.
    fn fork(&mut self, incarnation: Id, dseq: u64) -> Result<(), StoreError> {
        self.receipts.forked = true;
        self.authors.entry(incarnation).or_default().is_forked = true;
        log::note_fork(self.conn, incarnation, dseq)
    }

    fn author(&mut self, incarnation: Id) -> Result<Author, StoreError> {
        if let Some(author) = self.authors.get(&incarnation) {
            return Ok(*author);
        }
        let is_forked = log::is_forked(self.conn, incarnation)?;
        let author = match log::last_of(self.conn, incarnation)? {
            Some((last_dseq, seq)) => Author {
                last_dseq,
                last_at: log::entry(self.conn, seq)?.map_or(i64::MIN, |(entry, _)| entry.at),
                is_forked,
            },
            None => Author {
                last_dseq: 0,
                last_at: i64::MIN,
                is_forked,
            },
        };
        self.authors.insert(incarnation, author);
        Ok(author)
    }

    /// clamp(made_at + offset, this incarnation's set before it, received_at).
    fn corrected(&self, context: &Context, set: &ChangeSet, author: &Author) -> i64 {
        let offsets = &self.pusher.offsets;
        let offset = offsets
            .get(&context.boot)
            .or_else(|| {
                offsets
                    .range(context.boot..)
                    .next()
                    .map(|(_, offset)| offset)
            })
            .or_else(|| {
                offsets
                    .range(..context.boot)
                    .next_back()
                    .map(|(_, offset)| offset)
            });
        let at = set
            .made_at
            .saturating_add(offset.copied().unwrap_or_default());
        let before = if set.dseq > author.last_dseq {
            author.last_at
        } else {
            i64::MIN
        };
        at.max(before).min(self.received_at)
    }

    fn grant(&mut self, id: Id) -> Result<Option<Grant>, StoreError> {
        let row = self.applying.rows.get(self.conn, Grant::INFO.table, id)?;
        Ok((row.seq > 0).then(|| Grant::from_cells(&row.cells)))
    }

    fn decide(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
        author: &Author,
        own_area: Place,
    ) -> Result<Decision, StoreError> {
        let Some(common) = self.common else {
            return self.decide_on(context, set, at, author, own_area);
        };
        let (mut context, mut set) = (context.clone(), set.clone());
        context.seen.seq = context.seen.seq.min(common);
        for op in &mut set.ops {
            op.base = op.base.min(common);
        }
        self.decide_on(&context, &set, at, author, own_area)
    }

    fn decide_on(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
        author: &Author,
        own_area: Place,
    ) -> Result<Decision, StoreError> {
        let mut decision = Decision {
            verdict: Verdict::Applied,
            place: own_area,
            previous: Vec::with_capacity(set.ops.len()),
            outcomes: Vec::new(),
        };
        for op in &set.ops {
            decision
                .previous
                .push(self.applying.rows.get(self.conn, op.table, op.id)?.seq);
        }
        match self.place_and_rights(context, set, at)? {
            Ok(Some(place)) => decision.place = place,
            Ok(None) => {}
            Err((verdict, place)) => {
                decision.verdict = verdict;
                decision.place = place.unwrap_or(own_area);
                return Ok(decision);
            }
        }
        for (index, op) in set.ops.iter().enumerate() {
            let row = self.applying.rows.get(self.conn, op.table, op.id)?.clone();
            if row.seq > 0 {
                self.outcomes_of(
                    context,
                    set,
                    at,
                    author,
                    index,
                    op,
                    &row,
                    &mut decision.outcomes,
                )?;
            }
        }
        decision
            .outcomes
            .sort_by_key(|outcome| (outcome.op, outcome.group));
        if decision
            .outcomes
            .iter()
            .any(|outcome| outcome.outcome != Outcome::Superseded)
        {
            decision.verdict = Verdict::Merged;
        }
        Ok(decision)
    }

    /// An entry of the log, those of this batch included.
    fn entry(&self, seq: u64) -> Result<Option<(Entry, Vec<u8>)>, StoreError> {
        if seq >= self.block_first {
            return Ok(self
                .block
                .entries
                .iter()
                .find(|entry| entry.seq == seq)
                .map(|entry| {
                    (
                        entry.clone(),
                        self.block
                            .contexts
                            .get(entry.context as usize)
                            .cloned()
                            .unwrap_or_default(),
                    )
                }));
        }
        log::entry(self.conn, seq)
    }

    /// Decides held sets anew as long as something comes free: the same set becomes a new entry.
    pub(super) fn decide_held(&mut self) -> Result<(), StoreError> {
        while std::mem::take(&mut self.has_held) {
            for (entry, context_bytes) in self.open_cases("held")? {
                let EntrySet::Whole(bytes) = &entry.set else {
                    continue;
                };
                let (Ok(set), Ok(context)) = (
                    strict::<ChangeSet>(bytes),
                    strict::<Context>(&context_bytes),
                ) else {
                    continue;
                };
                self.common = entry.common;
                let author = self.author(context.incarnation)?;
                let area = self
                    .grant(context.grant)?
                    .map_or(Place::PUBLIC, |grant| place_of(&grant));
                let decision = self.decide(&context, &set, entry.at, &author, area)?;
                if matches!(decision.verdict, Verdict::Held(_)) {
                    continue;
                }
                let decision = self.set_apart(&set, decision)?;
                let hash = ChangeSet::hash(&context_bytes, bytes);
                self.append(
                    &context_bytes,
                    &context,
                    &set,
                    set.dseq,
                    bytes,
                    hash,
                    entry.at,
                    decision,
                )?;
            }
        }
        Ok(())
    }

    /// Entries of open cases with this verdict, oldest first.
    fn open_cases(&mut self, verdict: &str) -> Result<Vec<(Entry, Vec<u8>)>, StoreError> {
        let mut seqs = BTreeSet::new();
        {
            let mut statement = self
                .conn
                .prepare_cached("SELECT id FROM inbox WHERE state = 'open' AND verdict = ?1")?;
            let mut rows = statement.query([verdict])?;
            let mut ids = BTreeSet::new();
            while let Some(row) = rows.next()? {
                ids.extend(Id::from_slice(
                    row.get_ref(0)?.as_blob().unwrap_or_default(),
                ));
            }
            ids.extend(self.applying.rows.ids_of(Inbox::INFO.table));
            for id in ids {
                let case = Inbox::from_cells(
                    &self
                        .applying
                        .rows
                        .get(self.conn, Inbox::INFO.table, id)?
                        .cells,
                );
                if case.state == "open" && case.verdict == verdict {
                    seqs.extend(case.entry_seq.map(|seq| seq as u64));
                }
            }
        }
        let mut entries = Vec::new();
        for seq in seqs {
            entries.extend(self.entry(seq)?);
        }
        Ok(entries)
    }

    pub(super) fn finish(mut self) -> Result<Receipts, StoreError> {
        self.close_block()?;
        self.applying.flush()?;
        self.receipts.touched = std::mem::take(&mut self.applying.touched);
        Ok(self.receipts)
    }
}

fn outcome(op: usize, group: u16, outcome: Outcome, other: Option<(Id, i64)>) -> GroupOutcome {
    GroupOutcome {
        op: op as u16,
        group,
        outcome,
        other,
    }
}

fn writers_of_row(row: &Row) -> BTreeSet<u64> {
    if row.later.is_empty() {
        BTreeSet::from([row.seq])
    } else {
        row.later.values().copied().collect()
    }
}

fn place_of(grant: &Grant) -> Place {
    Place::from_code(&grant.division_code).unwrap_or(Place::PARKED)
}

/// Where an op takes an anchor that is somewhere already.
pub(super) fn moves_to(anchor: Anchor, op: &Op, row: &Row) -> Option<Place> {
    let Anchor::Own(field) = anchor else {
        return None;
    };
    let target = op
        .cells
        .get(&field)
        .and_then(|value| Place::from_code(value.as_text()))?;
    (row.seq > 0 && target != row.place).then_some(target)
}

fn has_unknown_field(op: &Op) -> bool {
    records::by_table(op.table).is_none_or(|record| {
        op.cells
            .keys()
            .any(|field| *field >= domain::change::FIRST_FIELD && record.field(*field).is_none())
    })
}

/// The dseq of a set that is otherwise unreadable, 0 if not even that is.
fn dseq_of(bytes: &[u8]) -> u64 {
    let mut reader = Reader::new(bytes);
    reader
        .array(64)
        .and_then(|_| reader.unsigned())
        .unwrap_or_default()
}
