//! Who changed what on a row, when, from what to what: a walk from entry to entry (`sync.md` §11), own sets on top.

mod older;
mod rests;

use std::collections::BTreeMap;

use domain::{
    Cells, ChangeSet, Context, Entry, Id, Outcome, Value,
    cbor::strict,
    cell,
    change::{DELETED_AT, DELETED_REASON},
    entry::EntrySet,
    records::{self, Grant, Record},
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Edit, Side, Store, StoreError,
    county::{LogBlock, Page, PageItem, block_of},
    mine::{self, Mines},
    query::receipt::{self, Come, RowReceipt},
    row,
};

pub use self::older::{OLDER_MAX, Older};

/// One field changed by one person, or a row made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When, by corrected time.
    pub at_ms: i64,
    /// Under which grant; nil = the county itself.
    pub grant: Id,
    /// Who, as the grant names them.
    pub by_name: String,
    /// The record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// The field; nothing = the row was made.
    pub field: Option<u16>,
    /// What it held before, as far as this file knows.
    pub from: Value,
    /// Is `from` known here?
    pub known: bool,
    /// What was written.
    pub to: Value,
    /// Why.
    pub reason: String,
    /// How far it has come.
    pub receipt: RowReceipt,
    /// Did it stand? A value that lost is in `conflict`.
    pub stood: bool,
    /// The own set, while this file knows it as one.
    pub dseq: u64,
    /// The entry, 0 = none yet.
    pub seq: u64,
}

/// What is known of one row or of several that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The newest first.
    pub changes: Vec<Change>,
    /// Where it goes on at the county: what lies before a laptop's first sync, or is too old to be kept on it.
    pub older: Vec<Older>,
}

/// One set's part in one row.
struct Step {
    at: i64,
    grant: Id,
    dseq: u64,
    seq: u64,
    cells: Cells,
    lost: Vec<u16>,
    /// The entry on the row before it; nothing where own sets lie between.
    first: bool,
    before: Option<Cells>,
    reason: String,
    receipt: RowReceipt,
}

/// Entries of one row that are followed at most: far above what people do to a row.
const STEPS_MAX: usize = 10_000;

impl Store {
    /// The history of a row.
    pub fn row_history(&self, table: u16, id: Id) -> Result<History, StoreError> {
        let mut walk = Walk::new(self);
        let changes = walk.changes(table, id)?;
        Ok(History {
            changes,
            older: walk.older,
        })
    }

    /// The same of a household and what hangs on it.
    pub fn household_history(&self, household: Id) -> Result<History, StoreError> {
        let mut walk = Walk::new(self);
        let mut all = walk.changes(records::Household::INFO.table, household)?;
        let made = all
            .iter()
            .find(|change| change.field.is_none())
            .map(|change| change.at_ms);
        for (table, sql) in [
            (
                records::Member::INFO.table,
                "SELECT id FROM member WHERE household_id = ?1",
            ),
            (
                records::Income::INFO.table,
                "SELECT id FROM income WHERE household_id = ?1",
            ),
            (
                records::Measure::INFO.table,
                "SELECT id FROM measure WHERE household_id = ?1",
            ),
            (
                records::HouseholdPlan::INFO.table,
                "SELECT id FROM household_plan WHERE household_id = ?1",
            ),
            (
                records::HouseholdPlanLine::INFO.table,
                "SELECT id FROM household_plan_line WHERE household_id = ?1",
            ),
            (
                records::HousingSolution::INFO.table,
                "SELECT id FROM housing_solution WHERE household_id = ?1",
            ),
            (
                records::StatusEvent::INFO.table,
                "SELECT id FROM status_event WHERE household_id = ?1",
            ),
            (
                records::RemarkOff::INFO.table,
                "SELECT id FROM remark_off WHERE household_id = ?1",
            ),
        ] {
            let mut statement = self.conn.prepare_cached(sql)?;
            let rows =
                statement.query_map([household.0.as_slice()], |row| row.get::<_, Vec<u8>>(0))?;
            for id in rows {
                if let Some(id) = Id::from_slice(&id?) {
                    all.extend(walk.changes(table, id)?);
                }
            }
        }
        // What came with the household itself is no change of it.
        all.retain(|change| change.field.is_some() || Some(change.at_ms) != made);
        all.sort_by_key(|change| std::cmp::Reverse((change.at_ms, change.seq, change.dseq)));
        Ok(History {
            changes: all,
            older: walk.older,
        })
    }

    /// The rows of a change set: `own-12` on the laptop that made it, `log-1024` at the county.
    pub fn set_rows(&self, name: &str) -> Result<Vec<(u16, Id)>, StoreError> {
        let Some(set) = self.set_named(name)? else {
            return Ok(Vec::new());
        };
        Ok(set.ops.iter().map(|op| (op.table, op.id)).collect())
    }

    /// Has the county answered to this set of one's own? Of the county's own sets: always.
    pub fn is_answered(&self, name: &str) -> Result<bool, StoreError> {
        Ok(match named(name) {
            Some((Side::Laptop, dseq)) => mine::entry_of(&self.conn, dseq)? != 0,
            Some((Side::County, _)) => true,
            None => false,
        })
    }

    fn set_named(&self, name: &str) -> Result<Option<ChangeSet>, StoreError> {
        Ok(match named(name) {
            Some((Side::Laptop, dseq)) if self.side == Side::Laptop => Mines::default()
                .get(&self.conn, dseq)?
                .and_then(|mine| mine.set(dseq).cloned()),
            Some((Side::County, seq)) if self.side == Side::County => {
                Walk::new(self).entry(seq)?.map(|found| found.set)
            }
            _ => None,
        })
    }

    /// A set by its own number and its entry, 0 where it has none.
    fn numbers(&self, name: &str) -> Result<Option<(u64, u64)>, StoreError> {
        Ok(match named(name) {
            Some((Side::Laptop, dseq)) => Some((dseq, mine::entry_of(&self.conn, dseq)?)),
            Some((Side::County, seq)) => Some((0, seq)),
            None => None,
        })
    }

    /// Edits that put back what a change set changed, where its values still stand; with the grants that wrote it.
    pub fn undo_of(
        &self,
        name: &str,
        now_ms: i64,
        reason: &str,
    ) -> Result<(Vec<Edit>, Vec<Id>), StoreError> {
        let (mut edits, mut grants) = (Vec::new(), Vec::new());
        let Some((dseq, seq)) = self.numbers(name)? else {
            return Ok((edits, grants));
        };
        let mut walk = Walk::new(self);
        for (table, id) in self.set_rows(name)? {
            let Some(row) = row::get(&self.conn, table, id)? else {
                continue;
            };
            let all = walk.changes(table, id)?;
            let of_set = |change: &&Change| {
                (dseq != 0 && change.dseq == dseq) || (seq != 0 && change.seq == seq)
            };
            let Some(author) = all.iter().find(of_set).map(|change| change.grant) else {
                continue;
            };
            grants.push(author);
            let mut cells = Cells::new();
            if all
                .iter()
                .any(|change| of_set(&change) && change.field.is_none())
            {
                // A row that someone else has worked on since stays.
                if !row.is_deleted() && all.iter().all(|change| change.grant == author) {
                    cells.insert(DELETED_AT, now_ms.into());
                    cells.insert(DELETED_REASON, reason.into());
                }
            } else {
                for change in all.iter().filter(of_set) {
                    let Some(field) = change.field else { continue };
                    if change.stood && change.known && same(row.cell(field), &change.to) {
                        cells.insert(field, change.from.clone());
                    }
                }
                if cells.contains_key(&DELETED_AT) {
                    cells
                        .entry(DELETED_REASON)
                        .or_insert_with(|| String::new().into());
                }
            }
            if !cells.is_empty() {
                edits.push(Edit {
                    table,
                    id,
                    base: None,
                    cells,
                });
            }
        }
        Ok((edits, grants))
    }
}

fn named(name: &str) -> Option<(Side, u64)> {
    let (side, number) = name.split_once('-')?;
    let side = match side {
        "own" => Side::Laptop,
        "log" => Side::County,
        _ => return None,
    };
    number.parse().ok().map(|number| (side, number))
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || (a.is_default() && b.is_default())
}

struct Found {
    entry: Entry,
    context: Context,
    set: ChangeSet,
}

enum Opened {
    Log(LogBlock),
    Page(Page),
}

/// Pages and blocks opened once for all rows of one question.
struct Walk<'a> {
    store: &'a Store,
    opened: BTreeMap<u64, Opened>,
    names: BTreeMap<Id, String>,
    mines: Mines,
    older: Vec<Older>,
}

/// Blocks held open at a time: each unpacks to at most 1 MiB.
const OPENED_MAX: usize = 16;

impl<'a> Walk<'a> {
    fn new(store: &'a Store) -> Self {
        Self {
            store,
            opened: BTreeMap::new(),
            names: BTreeMap::new(),
            mines: Mines::default(),
            older: Vec::new(),
        }
    }

    fn conn(&self) -> &'a Connection {
        &self.store.conn
    }

    fn changes(&mut self, table: u16, id: Id) -> Result<Vec<Change>, StoreError> {
        let (steps, complete) = self.steps(table, id)?;
        let Some(info) = records::by_table(table) else {
            return Ok(Vec::new());
        };
        let mut held = Cells::new();
        let mut changes = Vec::new();
        for step in steps.into_iter().rev() {
            let by_name = self.name(step.grant)?;
            let change =
                |field: Option<u16>, from: Value, known: bool, to: Value, stood: bool| Change {
                    at_ms: step.at,
                    grant: step.grant,
                    by_name: by_name.clone(),
                    table,
                    id,
                    field,
                    from,
                    known,
                    to,
                    reason: step.reason.clone(),
                    receipt: step.receipt.clone(),
                    stood,
                    dseq: step.dseq,
                    seq: step.seq,
                };
            if step.first {
                changes.push(change(None, Value::Null, true, Value::Null, true));
                held = step.cells.clone();
                continue;
            }
            for (field, to) in &step.cells {
                let under = step.before.as_ref().and_then(|before| before.get(field));
                let (from, known) = match under.or_else(|| held.get(field)) {
                    Some(value) => (value.clone(), true),
                    None => (
                        info.field(*field)
                            .map_or(Value::Null, |info| info.kind.default_value()),
                        complete,
                    ),
                };
                let stood = !step.lost.contains(&info.group_of(*field));
                if stood {
                    held.insert(*field, to.clone());
                }
                // Fields of one group travel together; those that did not change are no news.
                if *field != DELETED_REASON && !(known && same(&from, to)) {
                    changes.push(change(Some(*field), from, known, to.clone(), stood));
                }
            }
        }
        changes.reverse();
        Ok(changes)
    }

    /// Newest first, and whether the walk came to the row's making.
    fn steps(&mut self, table: u16, id: Id) -> Result<(Vec<Step>, bool), StoreError> {
        let conn = self.conn();
        let Some(row) = row::get(conn, table, id)? else {
            return Ok((Vec::new(), false));
        };
        let mut steps = Vec::new();
        let mut dseq = row.mine;
        while dseq != 0 {
            let mine = self
                .mines
                .get(conn, dseq)?
                .ok_or(StoreError::Damaged("mine".to_owned()))?;
            let Some(set) = mine.set(dseq) else { break };
            let Some(op) = set.ops.iter().find(|op| (op.table, op.id) == (table, id)) else {
                break;
            };
            let under = mine.under.find(dseq, table, id);
            let context: Context = strict(&mine::context(conn, mine.context)?)?;
            let come = Come {
                seq: row.seq,
                mine: dseq,
                place: row.place,
                changed_at: row.changed_at,
            };
            steps.push(Step {
                at: set.made_at,
                grant: context.grant,
                dseq,
                seq: 0,
                cells: op.cells.clone(),
                lost: Vec::new(),
                first: under.is_none() && row.seq == 0,
                before: under.map(|under| under.cells.clone()),
                reason: reason(set, &op.cells),
                receipt: receipt::of_sets(conn, come)?,
            });
            dseq = under.map_or(0, |under| under.before);
        }
        let mut seq = row.seq;
        while seq != 0 && steps.len() < STEPS_MAX {
            let Some(found) = self.entry(seq)? else {
                if self.store.side == Side::Laptop {
                    self.older.push(Older { table, id, seq });
                }
                return Ok((steps, false));
            };
            let Some(index) = found
                .set
                .ops
                .iter()
                .position(|op| (op.table, op.id) == (table, id))
            else {
                return Ok((steps, false));
            };
            let (entry, op) = (&found.entry, &found.set.ops[index]);
            let previous = entry.previous.get(index).copied().unwrap_or_default();
            let lost = entry
                .outcomes
                .iter()
                .filter(|outcome| {
                    usize::from(outcome.op) == index && outcome.outcome != Outcome::Won
                })
                .map(|outcome| outcome.group)
                .collect();
            steps.push(Step {
                at: entry.at,
                grant: found.context.grant,
                dseq: 0,
                seq,
                cells: op.cells.clone(),
                lost,
                first: previous == 0,
                before: None,
                reason: reason(&found.set, &op.cells),
                receipt: RowReceipt {
                    state: if entry.verdict.code() == "merged" {
                        "merged"
                    } else {
                        "receipted"
                    },
                    number: receipt::number(conn, entry.place, seq)?,
                    at_ms: Some(entry.at),
                    ..RowReceipt::default()
                },
            });
            seq = if previous < seq { previous } else { 0 };
        }
        Ok((steps, seq == 0))
    }

    /// The entry `seq` with its set, if this file holds it.
    fn entry(&mut self, seq: u64) -> Result<Option<Found>, StoreError> {
        let mut found = self
            .opened
            .range(seq..)
            .next()
            .and_then(|(_, opened)| pick(opened, seq));
        if found.is_none()
            && let Some((last, opened)) = self.open(seq)?
        {
            found = pick(&opened, seq);
            if self.opened.len() >= OPENED_MAX {
                self.opened.pop_first();
            }
            self.opened.insert(last, opened);
        }
        if found.is_none() {
            found = older::kept(self.conn(), seq)?;
        }
        let Some((entry, context)) = found else {
            return Ok(None);
        };
        let bytes = match &entry.set {
            EntrySet::Whole(bytes) => Some(bytes.clone()),
            EntrySet::Own(_) => own_bytes(self.conn(), seq)?,
        };
        let (Some(bytes), Ok(context)) = (bytes, strict(&context)) else {
            return Ok(None);
        };
        Ok(strict(&bytes).ok().map(|set| Found {
            entry,
            context,
            set,
        }))
    }

    fn open(&self, seq: u64) -> Result<Option<(u64, Opened)>, StoreError> {
        if self.store.side == Side::County {
            return Ok(block_of(self.conn(), seq)?.map(|block| (block.last, Opened::Log(block))));
        }
        let found: Option<(i64, Vec<u8>)> = self
            .conn()
            .prepare_cached("SELECT last, block FROM page WHERE last >= ?1 AND first <= ?1 ORDER BY last LIMIT 1")?
            .query_row([seq as i64], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((last, frame)) = found else {
            return Ok(None);
        };
        Ok(Some((last as u64, Opened::Page(Page::unpack(&frame)?))))
    }

    fn name(&mut self, grant: Id) -> Result<String, StoreError> {
        if let Some(name) = self.names.get(&grant) {
            return Ok(name.clone());
        }
        let name = grant_name(self.conn(), grant)?;
        self.names.insert(grant, name.clone());
        Ok(name)
    }
}

/// The person that a grant names; empty for the county itself.
pub fn grant_name(conn: &Connection, grant: Id) -> Result<String, StoreError> {
    let row = row::get(conn, Grant::INFO.table, grant)?;
    Ok(row
        .map(|row| row.cell(Grant::person_name).as_text().to_owned())
        .unwrap_or_default())
}

fn pick(opened: &Opened, seq: u64) -> Option<(Entry, Vec<u8>)> {
    let (entry, contexts) = match opened {
        Opened::Log(block) => (
            block.entries.iter().find(|entry| entry.seq == seq)?,
            &block.contexts,
        ),
        Opened::Page(page) => {
            let entry = page.items.iter().find_map(|item| match item {
                PageItem::Entry(entry) if entry.seq == seq => Some(entry),
                _ => None,
            })?;
            (entry, &page.contexts)
        }
    };
    Some((entry.clone(), contexts.get(entry.context as usize)?.clone()))
}

/// The own set that an entry carries.
fn own_bytes(conn: &Connection, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let by_run: Option<(i64, i64)> = conn
        .prepare_cached("SELECT first, seq FROM mine WHERE seq > 0 AND seq <= ?1 AND seq + (last - first) >= ?1")?
        .query_row([seq as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let dseq = match by_run {
        Some((first, from)) => Some(first + (seq as i64 - from)),
        None => conn
            .prepare_cached("SELECT dseq FROM decision WHERE seq = ?1")?
            .query_row([seq as i64], |row| row.get(0))
            .optional()?,
    };
    let Some(dseq) = dseq else { return Ok(None) };
    let found: Option<(i64, Vec<u8>)> = conn
        .prepare_cached("SELECT first, block FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1")?
        .query_row(params![dseq], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((first, block)) = found.filter(|(first, _)| *first <= dseq) else {
        return Ok(None);
    };
    Ok(mine::set_bytes(&block)?
        .into_iter()
        .nth((dseq - first) as usize))
}

fn reason(set: &ChangeSet, cells: &Cells) -> String {
    match &set.about.reason {
        Some(reason) => reason.clone(),
        None => cell::cell(cells, DELETED_REASON).as_text().to_owned(),
    }
}
