//! The county's decision on each set (`sync.md` §3): causality first, clocks second; only form is refused.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    About, ChangeSet, Context, Entry, GroupOutcome, Hash, Id, Op, Outcome, Place, Verdict,
    access::{Access, access},
    cbor::{Reader, strict},
    cell,
    change::{DELETED_AT, SET_BYTES_MAX},
    entry::{EntrySet, Reason},
    place::PlaceRange,
    records::{self, Anchor, Grant, Inbox, Policy, Record as _},
};
use rusqlite::Connection;

use super::{
    Author, Head, Pusher, ROW_ABSENT, Receipt, Receipts,
    log::{self, LogBlock, LogRun},
};
use crate::{
    Row, Side, StoreError,
    apply::{Applying, Logged},
    block::BLOCK_BYTES_AIM,
    place::{self, Derived},
};

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
        conn: &'a Connection,
        head: Head,
        authors: &'a mut BTreeMap<Id, Author>,
        pusher: &'a Pusher,
        received_at: i64,
    ) -> Self {
        Self {
            conn,
            applying: Applying::new(conn, Side::County),
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
        }
    }

    /// Decides on one set, and writes its entry.
    pub(super) fn push(
        &mut self,
        context_bytes: &[u8],
        context: &Context,
        bytes: &[u8],
        hash: Hash,
        poisoned: bool,
    ) -> Result<(), StoreError> {
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
            self.receipts.forked = true;
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
            self.receipts.forked = true;
        }
        Ok(None)
    }

    fn author(&mut self, incarnation: Id) -> Result<Author, StoreError> {
        if let Some(author) = self.authors.get(&incarnation) {
            return Ok(*author);
        }
        let author = match log::last_of(self.conn, incarnation)? {
            Some((last_dseq, seq)) => Author {
                last_dseq,
                last_at: log::entry(self.conn, seq)?.map_or(i64::MIN, |(entry, _)| entry.at),
            },
            None => Author {
                last_dseq: 0,
                last_at: i64::MIN,
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

    /// Where the set lies, if its author may write there; else the verdict that says why not.
    fn place_and_rights(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
    ) -> Result<Result<Option<Place>, (Verdict, Option<Place>)>, StoreError> {
        let not_permitted = |place| Ok(Err((Verdict::Quarantined(Reason::NotPermitted), place)));
        let grant = self.grant(context.grant)?;
        if !self.pusher.trusted && !self.grant_counts(context, grant.as_ref(), at)? {
            return not_permitted(None);
        }
        let mut made = BTreeMap::new();
        let mut common: Option<Place> = None;
        for op in &set.ops {
            let Some(record) = records::by_table(op.table) else {
                return Ok(Err((Verdict::Held(Reason::NewerSchema), common)));
            };
            if matches!(record.anchor, Anchor::Written(_)) {
                return not_permitted(common);
            }
            let row = self.applying.rows.get(self.conn, op.table, op.id)?.clone();
            if row.seq == 0 && op.base > 0 {
                return self.waits_for(op.table, op.id, common);
            }
            let place = if row.seq > 0 {
                row.place
            } else {
                match place::derive_with(
                    self.conn,
                    &mut self.applying.rows,
                    &made,
                    op.table,
                    &op.cells,
                )? {
                    Derived::Place(place) => place,
                    Derived::Absent(table, id) => return self.waits_for(table, id, common),
                    Derived::Nowhere => return not_permitted(common),
                }
            };
            made.insert((op.table, op.id), place);
            if !self.pusher.trusted {
                let Some(grant) = &grant else {
                    return not_permitted(common);
                };
                let area = place_of(grant).range();
                let inside = self.may_write_at(area, place, op, &row, context)?;
                if access(&grant.role, record.name) != Access::Write || !inside {
                    return not_permitted(Some(place));
                }
                if let Some(target) = moves_to(record.anchor, op, &row)
                    && !area.contains(target)
                {
                    return not_permitted(Some(place));
                }
            }
            if place != Place::PUBLIC {
                if common.is_some_and(|common| common != place) && !self.pusher.trusted {
                    return not_permitted(common);
                }
                common.get_or_insert(place);
            } else if set.ops.len() == 1 {
                common = Some(place);
            }
        }
        if context.schema > records::SCHEMA && set.ops.iter().any(has_unknown_field) {
            return Ok(Err((Verdict::Held(Reason::NewerSchema), common)));
        }
        Ok(Ok(common))
    }

    fn waits_for(
        &mut self,
        table: u16,
        id: Id,
        place: Option<Place>,
    ) -> Result<Result<Option<Place>, (Verdict, Option<Place>)>, StoreError> {
        let quarantined = self.is_in_a_quarantined_set(table, id)?;
        let verdict = if quarantined {
            Verdict::Quarantined(Reason::HangsOnQuarantined)
        } else {
            ROW_ABSENT
        };
        Ok(Err((verdict, place)))
    }

    fn is_in_a_quarantined_set(&mut self, table: u16, id: Id) -> Result<bool, StoreError> {
        for (entry, _) in self.open_cases("quarantined")? {
            let made = log::set_of(&entry)
                .is_some_and(|set| set.ops.iter().any(|op| (op.table, op.id) == (table, id)));
            if made {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A grant counts until the laptop could know of its end, at most 31 days of corrected time beyond it.
    fn grant_counts(
        &mut self,
        context: &Context,
        grant: Option<&Grant>,
        at: i64,
    ) -> Result<bool, StoreError> {
        let Some(grant) = grant else { return Ok(false) };
        let Some(ended_at) = grant.ended_at else {
            return Ok(true);
        };
        let row = self
            .applying
            .rows
            .get(self.conn, Grant::INFO.table, context.grant)?;
        let ended_seq = row.cell_seq(Grant::ended_at);
        Ok(ended_seq > context.seen.seq && at <= ended_at.saturating_add(LATE_WORK_MS))
    }

    /// The place lies in the grant now, or lay in it at `seen`: late work follows a moved household.
    fn may_write_at(
        &mut self,
        area: PlaceRange,
        place: Place,
        op: &Op,
        row: &Row,
        context: &Context,
    ) -> Result<bool, StoreError> {
        if area.contains(place) || place == Place::PUBLIC {
            return Ok(true);
        }
        let cells = if row.seq > 0 { &row.cells } else { &op.cells };
        let anchor = match records::by_table(op.table).map(|record| record.anchor) {
            Some(Anchor::Own(_)) => Some((op.table, op.id)),
            Some(Anchor::Row(field, name)) => cell::cell(cells, field)
                .as_id()
                .zip(records::by_name(name))
                .map(|(id, record)| (record.table, id)),
            Some(Anchor::HouseholdOr(field, _)) => cell::cell(cells, field)
                .as_id()
                .zip(records::by_name("household"))
                .map(|(id, record)| (record.table, id)),
            _ => None,
        };
        let Some((table, id)) = anchor else {
            return Ok(false);
        };
        let then = self.place_at(table, id, context.seen.seq)?;
        Ok(then.is_some_and(|place| area.contains(place)))
    }

    /// Where an anchor lay when the log stood at `seen`: a walk through its entries.
    fn place_at(&mut self, table: u16, id: Id, seen: u64) -> Result<Option<Place>, StoreError> {
        let Some(Anchor::Own(field)) = records::by_table(table).map(|record| record.anchor) else {
            return Ok(None);
        };
        let mut seq = self.applying.rows.get(self.conn, table, id)?.seq;
        while seq != 0 {
            let Some((entry, _)) = self.entry(seq)? else {
                return Ok(None);
            };
            let Some(set) = log::set_of(&entry) else {
                return Ok(None);
            };
            let Some(at) = set
                .ops
                .iter()
                .position(|op| (op.table, op.id) == (table, id))
            else {
                return Ok(None);
            };
            if seq <= seen
                && let Some(value) = set.ops[at].cells.get(&field)
            {
                return Ok(Place::from_code(value.as_text()));
            }
            seq = entry.previous.get(at).copied().unwrap_or_default();
        }
        Ok(None)
    }

    #[expect(clippy::too_many_arguments, reason = "one call")]
    fn outcomes_of(
        &mut self,
        context: &Context,
        set: &ChangeSet,
        at: i64,
        author: &Author,
        index: usize,
        op: &Op,
        row: &Row,
        outcomes: &mut Vec<GroupOutcome>,
    ) -> Result<(), StoreError> {
        let Some(record) = records::by_table(op.table) else {
            return Ok(());
        };
        let late = set.dseq <= author.last_dseq;
        let groups: BTreeSet<u16> = op
            .cells
            .keys()
            .map(|field| record.group_of(*field))
            .collect();
        let deletes = !cell::cell(&op.cells, DELETED_AT).is_default();
        for group in &groups {
            let fields: Vec<u16> = op
                .cells
                .keys()
                .copied()
                .filter(|field| record.group_of(*field) == *group)
                .collect();
            let claims_row = *group == DELETED_AT && deletes;
            let differs = fields.iter().any(|field| {
                let (new, old) = (cell::cell(&op.cells, *field), row.cell(*field));
                new != old && !(new.is_default() && old.is_default())
            });
            if !differs {
                continue;
            }
            let seqs: BTreeSet<u64> = if claims_row {
                writers_of_row(row)
            } else {
                fields.iter().map(|field| row.cell_seq(*field)).collect()
            };
            if late && self.is_superseded(context.incarnation, set.dseq, op, row, &fields)? {
                outcomes.push(outcome(index, *group, Outcome::Superseded, None));
                continue;
            }
            let Some(writer) = self.unseen(context, set.dseq, op.base, &seqs)? else {
                continue;
            };
            let newer =
                (at, context.incarnation, set.dseq) > (writer.at, writer.incarnation, writer.dseq);
            let wins = !claims_row && record.policy_of(*group) == Policy::Newest && newer;
            let result = if wins { Outcome::Won } else { Outcome::Lost };
            outcomes.push(outcome(
                index,
                *group,
                result,
                Some((writer.grant, writer.at)),
            ));
        }
        // An edit made unseen of a delete is kept beside it and listed.
        if row.is_deleted() && !groups.contains(&DELETED_AT) {
            let seqs = BTreeSet::from([row.cell_seq(DELETED_AT)]);
            if let Some(writer) = self.unseen(context, set.dseq, op.base, &seqs)? {
                outcomes.push(outcome(
                    index,
                    DELETED_AT,
                    Outcome::Lost,
                    Some((writer.grant, writer.at)),
                ));
            }
        }
        Ok(())
    }

    /// The newest writer that the author had not seen: above the base, and no earlier set of the same file.
    fn unseen(
        &mut self,
        context: &Context,
        dseq: u64,
        base: u64,
        seqs: &BTreeSet<u64>,
    ) -> Result<Option<Writer>, StoreError> {
        for seq in seqs.iter().rev().filter(|seq| **seq > base) {
            let Some(writer) = self.writer(*seq)? else {
                continue;
            };
            if writer.incarnation != context.incarnation || writer.dseq >= dseq {
                return Ok(Some(writer));
            }
        }
        Ok(None)
    }

    /// Has a later set of the same file written one of the cells, even if others have since?
    fn is_superseded(
        &mut self,
        incarnation: Id,
        dseq: u64,
        op: &Op,
        row: &Row,
        fields: &[u16],
    ) -> Result<bool, StoreError> {
        let mut seq = row.seq;
        while seq != 0 {
            let Some((entry, context)) = self.entry(seq)? else {
                return Ok(false);
            };
            let (Some(set), Ok(context)) = (log::set_of(&entry), strict::<Context>(&context))
            else {
                return Ok(false);
            };
            let Some(at) = set
                .ops
                .iter()
                .position(|other| (other.table, other.id) == (op.table, op.id))
            else {
                return Ok(false);
            };
            let wrote = set.ops[at].cells.keys().any(|field| fields.contains(field));
            if context.incarnation == incarnation && set.dseq > dseq && wrote {
                return Ok(true);
            }
            seq = entry.previous.get(at).copied().unwrap_or_default();
        }
        Ok(false)
    }

    fn writer(&mut self, seq: u64) -> Result<Option<Writer>, StoreError> {
        if let Some(writer) = self.recent.get(&seq) {
            return Ok(Some(*writer));
        }
        let Some((incarnation, dseq)) = log::author_of(self.conn, seq)? else {
            return Ok(None);
        };
        let Some((entry, context)) = log::entry(self.conn, seq)? else {
            return Ok(None);
        };
        let writer = Writer {
            incarnation,
            dseq,
            grant: strict::<Context>(&context)?.grant,
            at: entry.at,
        };
        self.recent.insert(seq, writer);
        Ok(Some(writer))
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

    #[expect(clippy::too_many_arguments, reason = "one call")]
    fn append(
        &mut self,
        context_bytes: &[u8],
        context: &Context,
        set: &ChangeSet,
        dseq: u64,
        bytes: &[u8],
        hash: Hash,
        at: i64,
        decision: Decision,
    ) -> Result<Receipt, StoreError> {
        if self.block_bytes + bytes.len() > BLOCK_BYTES_AIM {
            self.close_block()?;
        }
        let seq = self.head.seq + 1;
        let next = self.block.contexts.len() as u64;
        let context_no = *self.contexts.entry(context_bytes.to_vec()).or_insert(next);
        if context_no == next {
            self.block.contexts.push(context_bytes.to_vec());
            self.block_bytes += context_bytes.len();
        }
        let entry = Entry {
            seq,
            context: context_no,
            at,
            verdict: decision.verdict.clone(),
            place: decision.place,
            previous: decision.previous,
            outcomes: decision.outcomes,
            set: EntrySet::Whole(bytes.to_vec()),
        };
        self.applying.entry(&Logged {
            entry: &entry,
            context,
            set,
            hash: &hash,
        })?;
        self.head = Head {
            seq,
            mark: entry.mark(&self.head.mark, &hash),
        };
        self.has_held |= entry.verdict.reaches_tables();
        self.note_run(seq, context.incarnation, dseq);
        self.recent.insert(
            seq,
            Writer {
                incarnation: context.incarnation,
                dseq,
                grant: context.grant,
                at,
            },
        );
        let author = self.authors.entry(context.incarnation).or_default();
        if dseq > author.last_dseq {
            *author = Author {
                last_dseq: dseq,
                last_at: at,
            };
        }
        self.block_bytes += bytes.len() + 64 + entry.previous.len() * 4;
        self.block.entries.push(entry);
        let receipt = Receipt {
            incarnation: context.incarnation,
            dseq,
            hash,
            seq,
            verdict: decision.verdict,
        };
        self.batch
            .entry((context.incarnation, dseq))
            .or_default()
            .push(receipt.clone());
        Ok(receipt)
    }

    fn note_run(&mut self, seq: u64, incarnation: Id, dseq: u64) {
        let joins = self
            .block
            .runs
            .last()
            .is_some_and(|run| run.incarnation == incarnation && run.last + 1 == dseq);
        let next_seq = self
            .block
            .entries
            .last()
            .is_none_or(|entry| entry.seq + 1 == seq);
        match self.block.runs.last_mut() {
            Some(run) if joins && next_seq && !self.block.entries.is_empty() => run.last = dseq,
            _ => self.block.runs.push(LogRun {
                incarnation,
                first: dseq,
                last: dseq,
                signature: self.pusher.signature.clone(),
                received_at: self.received_at,
            }),
        }
    }

    fn close_block(&mut self) -> Result<(), StoreError> {
        if self.block.entries.is_empty() {
            return Ok(());
        }
        let mut block = std::mem::take(&mut self.block);
        block.last = self.head.seq;
        block.mark = self.head.mark;
        log::append(self.conn, self.block_first, &block)?;
        let mut seq = self.block_first;
        for run in &block.runs {
            log::add_run(self.conn, seq, run)?;
            seq += run.last - run.first + 1;
        }
        self.block_first = self.head.seq + 1;
        self.block_bytes = 0;
        self.contexts.clear();
        Ok(())
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
                let author = self.author(context.incarnation)?;
                let area = self
                    .grant(context.grant)?
                    .map_or(Place::PUBLIC, |grant| place_of(&grant));
                let decision = self.decide(&context, &set, entry.at, &author, area)?;
                if matches!(decision.verdict, Verdict::Held(_)) {
                    continue;
                }
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
