//! A save on the laptop: the row, the set and what lay under it in one transaction (`sync.md` §2.1).

use std::{borrow::Cow, collections::BTreeSet};

use domain::{
    About, Cells, ChangeSet, Context, Env, Hash, Id, Op,
    cbor::{Cbor, Writer},
    cell,
    change::{DELETED_AT, DELETED_REASON, OPS_MAX, SET_BYTES_MAX},
    records::{self, Photo, Record as _},
};
use rusqlite::params;

use crate::{
    Store, StoreError, block,
    forms::DraftOf,
    meta,
    mine::{self, Mine, Mines},
    place::{self, Derived},
    row::Rows,
    under::Under,
};

/// What a form wants to write to one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// The row's `_seq` as the form was opened; nothing = as it is now.
    pub base: Option<u64>,
    /// The cells as the form has them; those that did not change are left out of the set.
    pub cells: Cells,
}

/// What a save became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSet {
    /// Its number in this file.
    pub dseq: u64,
    /// Its identity.
    pub hash: Hash,
    /// The rows it wrote.
    pub rows: Vec<(u16, Id)>,
}

impl Store {
    /// Saves one set. Nothing when no value changed. Durable when it returns.
    pub fn save(
        &mut self,
        env: &dyn Env,
        edits: Vec<Edit>,
        about: About,
    ) -> Result<Option<SavedSet>, StoreError> {
        Ok(self.save_many(env, vec![(edits, about)])?.pop().flatten())
    }

    /// Saves several sets in one transaction, each of which stands or falls alone at the county.
    pub fn save_many(
        &mut self,
        env: &dyn Env,
        sets: Vec<(Vec<Edit>, About)>,
    ) -> Result<Vec<Option<SavedSet>>, StoreError> {
        self.save_form(env, sets, None)
    }

    /// The same for what was typed into a form: its draft goes in the same transaction.
    pub fn save_form(
        &mut self,
        env: &dyn Env,
        sets: Vec<(Vec<Edit>, About)>,
        draft: Option<&DraftOf>,
    ) -> Result<Vec<Option<SavedSet>>, StoreError> {
        // What a person wrote always saves: on a full disk a second time, from the reserve.
        self.from_reserve(|store| {
            store.save_with(env, &sets, &|store| match draft {
                Some(draft) => draft.forget(&store.conn),
                None => Ok(()),
            })
        })
    }

    /// The same with what else belongs into the transaction, done after the rows are written.
    pub(crate) fn save_with(
        &mut self,
        env: &dyn Env,
        sets: &[(Vec<Edit>, About)],
        also: &dyn Fn(&Self) -> Result<(), StoreError>,
    ) -> Result<Vec<Option<SavedSet>>, StoreError> {
        self.transact(env, |store| {
            let mut saving = Saving::new(store, env)?;
            let mut saved = Vec::with_capacity(sets.len());
            for (edits, about) in sets {
                saved.push(saving.set(edits, about)?);
            }
            saving.finish()?;
            also(store)?;
            Ok(saved)
        })
    }
}

struct Saving<'a> {
    conn: &'a rusqlite::Connection,
    rows: Rows,
    mines: Mines,
    context: Vec<u8>,
    context_no: i64,
    made_at: i64,
    next: u64,
    current: Mine,
    bytes: Vec<Vec<u8>>,
    size: usize,
}

impl<'a> Saving<'a> {
    fn new(store: &'a Store, env: &dyn Env) -> Result<Self, StoreError> {
        let conn = &store.conn;
        let context = current_context(conn, env)?.to_cbor();
        let next = mine::last_dseq(conn)? + 1;
        let context_no = mine::context_no(conn, &context)?;
        let mut saving = Self {
            conn,
            rows: Rows::of(store),
            mines: Mines::default(),
            context,
            context_no,
            made_at: env.wall_ms(),
            next,
            current: Mine::default(),
            bytes: Vec::new(),
            size: 0,
        };
        saving.begin();
        Ok(saving)
    }

    fn begin(&mut self) {
        self.current = Mine {
            first: self.next,
            last: self.next,
            context: self.context_no,
            ..Mine::default()
        };
        self.bytes.clear();
        self.size = 0;
    }

    fn set(&mut self, edits: &[Edit], about: &About) -> Result<Option<SavedSet>, StoreError> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.table, edit.id));
        let mut ops = Vec::with_capacity(edits.len());
        let mut unders = Vec::new();
        for edit in edits {
            if let Some((op, under)) = self.op(edit)? {
                ops.push(op);
                unders.extend(under);
            }
        }
        let acts = *about != About::default() && about.reason.is_none();
        if ops.is_empty() && !acts {
            return Ok(None);
        }
        if ops.len() as u64 > OPS_MAX / 2 {
            return Err(StoreError::TooLarge("ops"));
        }
        let set = ChangeSet {
            dseq: self.next,
            made_at: self.made_at,
            ops,
            about: about.clone(),
        };
        let bytes = set.to_cbor();
        if bytes.len() > SET_BYTES_MAX / 2 {
            return Err(StoreError::TooLarge("set"));
        }
        if self.size + bytes.len() > block::BLOCK_BYTES_AIM {
            self.close()?;
            self.begin();
        }
        let hash = ChangeSet::hash(&self.context, &bytes);
        for op in &set.ops {
            self.show(op)?;
        }
        let rows = set.ops.iter().map(|op| (op.table, op.id)).collect();
        self.current.under.0.extend(unders);
        self.current.sets.push(set);
        self.current.last = self.next;
        self.size += bytes.len();
        self.bytes.push(bytes);
        self.next += 1;
        Ok(Some(SavedSet {
            dseq: self.next - 1,
            hash,
            rows,
        }))
    }

    /// The op of an edit, and what lies under it; nothing when no value changed.
    fn op(&mut self, edit: &Edit) -> Result<Option<(Op, Option<Under>)>, StoreError> {
        let row = self.rows.get(self.conn, edit.table, edit.id)?.clone();
        let mut wanted = Cow::Borrowed(&edit.cells);
        let deletes = !cell::cell(&wanted, DELETED_AT).is_default();
        if row.is_deleted() && !deletes {
            // Saving over a deleted row revives it.
            let wanted = wanted.to_mut();
            wanted.insert(DELETED_AT, domain::Value::Null);
            wanted.insert(DELETED_REASON, String::new().into());
        }
        let mut cells = if row.stored || row.mine != 0 {
            let changed = domain::cbor::changed(&row.cells, &wanted);
            if changed.is_empty() {
                return Ok(None);
            }
            changed
        } else {
            domain::cbor::without_defaults(&wanted)
        };
        if let Some(record) = records::by_table(edit.table) {
            let groups: BTreeSet<u16> = cells.keys().map(|field| record.group_of(*field)).collect();
            for field in groups
                .into_iter()
                .flat_map(|group| record.group_members(group))
            {
                cells
                    .entry(field)
                    .or_insert_with(|| match wanted.get(&field) {
                        Some(value) => value.clone(),
                        None => row
                            .cells
                            .get(&field)
                            .cloned()
                            .unwrap_or_else(|| default_of(record, field)),
                    });
            }
        }
        let mut base = edit.base.unwrap_or(row.seq).min(row.seq);
        if row.mine != 0 {
            let fields: Vec<u16> = cells.keys().copied().collect();
            for (dseq, written) in self.chain(&row)? {
                if written.iter().any(|field| fields.contains(field)) {
                    base = base.min(self.base_of(dseq, edit.table, edit.id)?);
                }
            }
        }
        let is_new = !row.stored && row.mine == 0;
        let under = (!is_new).then(|| Under {
            dseq: self.next,
            table: edit.table,
            id: edit.id,
            before: row.mine,
            cells: cells
                .keys()
                .map(|field| (*field, row.cell(*field).clone()))
                .collect(),
        });
        Ok(Some((
            Op {
                table: edit.table,
                id: edit.id,
                base,
                cells,
            },
            under,
        )))
    }

    fn chain(&mut self, row: &crate::Row) -> Result<Vec<(u64, Vec<u16>)>, StoreError> {
        let mut row = row.clone();
        let mut chain = Vec::new();
        // Sets of this very transaction are not in `mines` yet.
        while row.mine >= self.current.first && row.mine != 0 {
            let dseq = row.mine;
            let fields = self
                .current
                .set(dseq)
                .and_then(|set| {
                    set.ops
                        .iter()
                        .find(|op| (op.table, op.id) == (row.table, row.id))
                })
                .map(|op| op.cells.keys().copied().collect());
            chain.push((dseq, fields.unwrap_or_default()));
            row.mine = self
                .current
                .under
                .find(dseq, row.table, row.id)
                .map_or(0, |under| under.before);
        }
        chain.extend(self.mines.chain(self.conn, &row)?);
        Ok(chain)
    }

    fn base_of(&mut self, dseq: u64, table: u16, id: Id) -> Result<u64, StoreError> {
        let base = |mine: &Mine| {
            mine.set(dseq)
                .and_then(|set| set.ops.iter().find(|op| (op.table, op.id) == (table, id)))
                .map_or(0, |op| op.base)
        };
        if dseq >= self.current.first {
            return Ok(base(&self.current));
        }
        Ok(self
            .mines
            .get(self.conn, dseq)?
            .map_or(0, |mine| base(mine)))
    }

    /// Puts the op's cells on top of the row.
    fn show(&mut self, op: &Op) -> Result<(), StoreError> {
        let is_new = {
            let row = self.rows.get(self.conn, op.table, op.id)?;
            row.seq == 0
        };
        let (dseq, made_at) = (self.next, self.made_at);
        if op.table == Photo::INFO.table {
            let sha256 = cell::cell(&op.cells, Photo::sha256).as_text();
            self.conn
                .prepare_cached("UPDATE blob SET named = 1 WHERE sha256 = unhex(?1)")?
                .execute([sha256])?;
        }
        let row = self.rows.edit(self.conn, op.table, op.id)?;
        if row.created_at == 0 {
            row.created_at = made_at;
        }
        row.changed_at = made_at;
        row.mine = dseq;
        for (field, value) in &op.cells {
            if *field == DELETED_AT && value.is_default() {
                row.cells.remove(&DELETED_AT);
                row.cells.remove(&DELETED_REASON);
            } else if *field != DELETED_REASON || row.cells.contains_key(&DELETED_AT) {
                row.cells.insert(*field, value.clone());
            }
        }
        if is_new {
            let cells = std::mem::take(&mut row.cells);
            let derived = place::derive(self.conn, &mut self.rows, op.table, &cells)?;
            let row = self.rows.edit(self.conn, op.table, op.id)?;
            row.cells = cells;
            if let Derived::Place(place) = derived {
                row.place = place;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), StoreError> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let stored = if let [only] = self.bytes.as_slice() {
            only.clone()
        } else {
            let mut writer = Writer::new();
            for bytes in &self.bytes {
                writer.raw(bytes);
            }
            block::pack(&writer.into_bytes())
        };
        let under = (!self.current.under.0.is_empty()).then(|| self.current.under.to_cbor());
        self.conn
            .prepare_cached(
                "INSERT INTO mine (last, first, context, block, under) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                self.current.last as i64,
                self.current.first as i64,
                self.context_no,
                stored,
                under
            ])?;
        self.mines.insert(std::mem::take(&mut self.current));
        Ok(())
    }

    fn finish(mut self) -> Result<(), StoreError> {
        self.close()?;
        self.rows.flush(self.conn)
    }
}

fn default_of(record: &domain::RecordInfo, field: u16) -> domain::Value {
    match field {
        DELETED_REASON => String::new().into(),
        _ => record
            .field(field)
            .map_or(domain::Value::Null, |info| info.kind.default_value()),
    }
}

/// The context that a save made now is written in.
pub(crate) fn current_context(
    conn: &rusqlite::Connection,
    env: &dyn Env,
) -> Result<Context, StoreError> {
    let seen = meta::position(conn, meta::POSITION)?;
    let top = meta::position(conn, meta::TOP)?;
    Ok(Context {
        incarnation: meta::id(conn, meta::INCARNATION)?.unwrap_or_default(),
        grant: meta::id(conn, meta::GRANT)?.unwrap_or_default(),
        seen,
        top: (top.seq > seen.seq).then_some(top),
        boot: env.boot(),
        schema: records::SCHEMA,
    })
}
