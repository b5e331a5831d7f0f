//! Pages: the entries that concern a device, from its position to the end of a log block (`sync.md` §2.4, §10).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ChangeSet, Context, Entry, Hash, Id, Op, Place, Position,
    cbor::{Cbor, Malformed, Reader, Writer, strict},
    entry::{EntrySet, short},
    place::Scope,
    records::{self, Anchor},
};

use super::{County, decide, log};
use crate::{
    StoreError, block, place, row,
    state::{self, StateRow},
};

/// Number of the kind of a page.
const KIND_PAGE: u64 = 3;
/// Packed log bytes that one page looks through at most, so that no request takes long.
const SCAN_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Who asks for a page.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Where the device stands.
    pub after: Position,
    /// The places it may hold.
    pub scope: Scope,
    /// The life of its file: its own sets are named, not sent.
    pub incarnation: Id,
    /// Earlier lives of it that have undecided sets: their decisions concern it wherever they lie.
    pub earlier: Vec<Id>,
    /// Send its own sets whole: it could not find one.
    pub whole: bool,
    /// Rows that it must have whole.
    pub wanted: Vec<(u16, Id)>,
}

/// A page, opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Where it starts.
    pub after: Position,
    /// Where a device stands after it.
    pub upto: Position,
    /// The scope it was built for.
    pub scope_version: u64,
    /// Ends of the log blocks in it.
    pub ends: Vec<Position>,
    /// Contexts, by the number that entries give.
    pub contexts: Vec<Vec<u8>>,
    /// What happened, in order.
    pub items: Vec<PageItem>,
}

/// One item of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageItem {
    /// An entry of the log.
    Entry(Entry),
    /// An anchor went out of the device's scope at this entry, with all that hangs on it.
    Leave {
        /// The entry.
        seq: u64,
        /// The anchor's record.
        table: u16,
        /// The anchor.
        id: Id,
    },
    /// A row whole.
    State(StateRow),
    /// What a newer county says and this program cannot read.
    Unknown(Vec<u8>),
}

impl Page {
    /// Its one spelling, packed.
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.unsigned(KIND_PAGE).array(5);
        self.after.write(&mut writer);
        self.upto.write(&mut writer);
        writer
            .unsigned(self.scope_version)
            .array(self.ends.len() as u64);
        for end in &self.ends {
            end.write(&mut writer);
        }
        writer.array(self.contexts.len() as u64);
        for context in &self.contexts {
            writer.raw(context);
        }
        for item in &self.items {
            match item {
                PageItem::Entry(entry) => entry.write(&mut writer),
                PageItem::Leave { seq, table, id } => {
                    writer
                        .array(3)
                        .unsigned(*seq)
                        .unsigned(u64::from(*table))
                        .bytes(&id.0);
                }
                PageItem::State(row) => row.write(&mut writer),
                PageItem::Unknown(bytes) => _ = writer.raw(bytes),
            }
        }
        block::pack(&writer.into_bytes())
    }

    /// From a packed page.
    pub fn unpack(frame: &[u8]) -> Result<Self, Malformed> {
        let items = block::unpack(frame)?;
        let mut reader = Reader::new(&items);
        if reader.unsigned()? != KIND_PAGE {
            return Err(Malformed::Shape(0));
        }
        reader.array_of(5)?;
        let mut page = Self {
            after: Position::read(&mut reader)?,
            upto: Position::read(&mut reader)?,
            scope_version: reader.unsigned()?,
            ..Self::default()
        };
        for _ in 0..reader.array(1_000_000)? {
            page.ends.push(Position::read(&mut reader)?);
        }
        for _ in 0..reader.array(100_000)? {
            page.contexts.push(reader.skip()?.to_vec());
        }
        while !reader.is_at_end() {
            let bytes = reader.skip()?;
            let item = PageItem::read(bytes);
            page.items
                .push(item.unwrap_or_else(|_| PageItem::Unknown(bytes.to_vec())));
        }
        Ok(page)
    }
}

impl PageItem {
    /// From the bytes of one item.
    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let item = match reader.clone().array(9)? {
            8 | 9 => Self::Entry(Entry::read(&mut reader)?),
            3 => {
                reader.array_of(3)?;
                Self::Leave {
                    seq: reader.unsigned()?,
                    table: reader.small()?,
                    id: reader.id()?,
                }
            }
            5 => Self::State(StateRow::read(&mut reader)?),
            _ => return Err(Malformed::Shape(0)),
        };
        if reader.is_at_end() {
            Ok(item)
        } else {
            Err(Malformed::Spelling)
        }
    }
}

impl County {
    /// The page after a position that this log knows.
    pub fn page(&self, request: &PageRequest) -> Result<Page, StoreError> {
        let conn = &self.store.conn;
        let mut building = Building {
            county: self,
            request,
            page: Page {
                after: request.after,
                upto: request.after,
                scope_version: request.scope.version,
                ..Page::default()
            },
            contexts: BTreeMap::new(),
            bytes: 0,
        };
        for (table, id) in &request.wanted {
            building.whole_row(*table, *id)?;
        }
        let mut scanned = 0;
        while building.bytes < block::BLOCK_BYTES_AIM && scanned < SCAN_BYTES_MAX {
            let Some(log_block) = log::next_block(conn, building.page.upto.seq)? else {
                break;
            };
            scanned += log_block.stored_bytes;
            // Entries come in runs of one context.
            let mut read: Option<(u64, Id)> = None;
            for entry in &log_block.entries {
                let (Some(context), EntrySet::Whole(set)) =
                    (log_block.contexts.get(entry.context as usize), &entry.set)
                else {
                    return Err(Malformed::Shape(0).into());
                };
                let incarnation = match read {
                    Some((number, incarnation)) if number == entry.context => incarnation,
                    _ => strict::<Context>(context)?.incarnation,
                };
                read = Some((entry.context, incarnation));
                let hash = ChangeSet::hash(context, set);
                building.entry(entry, context, incarnation, &hash)?;
            }
            building.page.upto = Position {
                seq: log_block.last,
                mark: short(&log_block.mark),
            };
            let end = building.page.upto;
            building.page.ends.push(end);
        }
        Ok(building.page)
    }
}

struct Building<'a> {
    county: &'a County,
    request: &'a PageRequest,
    page: Page,
    contexts: BTreeMap<Vec<u8>, u64>,
    bytes: usize,
}

impl Building<'_> {
    fn entry(
        &mut self,
        entry: &Entry,
        context: &[u8],
        incarnation: Id,
        hash: &Hash,
    ) -> Result<(), StoreError> {
        let own =
            incarnation == self.request.incarnation || self.request.earlier.contains(&incarnation);
        let scope = &self.request.scope;
        let inside = scope.contains(entry.place);
        let ops = written(entry);
        for (table, id, target) in moves(&ops, entry.place) {
            match (inside, scope.contains(target)) {
                (true, false) => {
                    self.add(
                        PageItem::Leave {
                            seq: entry.seq,
                            table,
                            id,
                        },
                        32,
                    );
                }
                (false, true) => self.whole_row(table, id)?,
                _ => {}
            }
        }
        if !inside {
            self.coming(&ops)?;
        }
        if !inside && !own {
            return Ok(());
        }
        let next = self.page.contexts.len() as u64;
        let no = if let Some(no) = self.contexts.get(context) {
            *no
        } else {
            self.contexts.insert(context.to_vec(), next);
            self.page.contexts.push(context.to_vec());
            self.bytes += context.len();
            next
        };
        let mut entry = Entry {
            context: no,
            ..entry.clone()
        };
        let size = match &entry.set {
            EntrySet::Whole(bytes) if own && !self.request.whole => {
                _ = bytes;
                let mut first = [0; 8];
                first.copy_from_slice(&hash[..8]);
                entry.set = EntrySet::Own(first);
                48
            }
            EntrySet::Whole(bytes) => bytes.len() + 48,
            EntrySet::Own(_) => 48,
        };
        self.add(PageItem::Entry(entry), size);
        Ok(())
    }

    /// Rows of elsewhere that hang on an anchor of the scope now: its laptops never had them.
    fn coming(&mut self, ops: &[WrittenOp]) -> Result<(), StoreError> {
        for (table, id) in hung_anew(ops) {
            let now = place::of(&self.county.store.conn, table, id)?;
            if now.is_some_and(|place| self.request.scope.contains(place)) {
                self.whole_row(table, id)?;
            }
        }
        Ok(())
    }

    /// A row with all that hangs on it, or word that it is out of scope.
    fn whole_row(&mut self, table: u16, id: Id) -> Result<(), StoreError> {
        let conn = &self.county.store.conn;
        // A row may hang on itself by a mistake of its writer.
        let mut seen = BTreeSet::new();
        let mut open = vec![(table, id)];
        while let Some((table, id)) = open.pop() {
            if !seen.insert((table, id)) {
                continue;
            }
            let found = row::get(conn, table, id)?.filter(|row| row.seq > 0);
            match found {
                Some(row) if self.request.scope.contains(row.place) => {
                    let row = state::of_row(&row);
                    let size = row.to_cbor().len();
                    self.add(PageItem::State(row), size);
                    open.extend(place::hanging(conn, table, id)?);
                }
                _ => {
                    let seq = self.county.head.seq;
                    self.add(PageItem::Leave { seq, table, id }, 32);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, item: PageItem, size: usize) {
        self.bytes += size;
        self.page.items.push(item);
    }
}

/// An op, and the version that it was written over.
type WrittenOp = (Op, u64);

/// The ops of an entry that reaches the tables.
fn written(entry: &Entry) -> Vec<WrittenOp> {
    let EntrySet::Whole(bytes) = &entry.set else {
        return Vec::new();
    };
    if !entry.verdict.reaches_tables() {
        return Vec::new();
    }
    let ops = strict::<ChangeSet>(bytes).map(|set| set.ops);
    let previous = entry.previous.iter().copied();
    ops.unwrap_or_default().into_iter().zip(previous).collect()
}

/// Anchors that are taken from a place to another, and where to.
fn moves(ops: &[WrittenOp], from: Place) -> Vec<(u16, Id, Place)> {
    ops.iter()
        .filter_map(|(op, previous)| {
            let record = records::by_table(op.table)?;
            let row = crate::Row {
                seq: *previous,
                place: from,
                ..crate::Row::default()
            };
            decide::moves_to(record.anchor, op, &row).map(|target| (op.table, op.id, target))
        })
        .collect()
}

/// Rows of before that are hung on another anchor, or on the same once more.
fn hung_anew(ops: &[WrittenOp]) -> Vec<(u16, Id)> {
    ops.iter()
        .filter(|(op, previous)| {
            let anchor = records::by_table(op.table).map(|record| record.anchor);
            let Some(Anchor::Row(field, _) | Anchor::HouseholdOr(field, _)) = anchor else {
                return false;
            };
            *previous > 0 && op.cells.contains_key(&field)
        })
        .map(|(op, _)| (op.table, op.id))
        .collect()
}
