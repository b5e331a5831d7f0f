//! Rows whole, with their versions: first sync, repair, and the tail that follows (`sync.md` §2.5).

use domain::{
    Cells, Env, Id, Place, Position, Value,
    cbor::{Cbor, Malformed, Reader, Writer, strict, without_defaults},
    change::{FIRST_AT, LAST_AT},
    place::Scope,
    records::{self, REGISTRY},
};
use rusqlite::params;

use crate::{
    Row, Store, StoreError, block,
    laptop::{page::Taking, repair},
    meta, row,
};

/// Number of the kind of a state block.
const KIND_STATE: u64 = 4;

/// A row as it travels: `[table, id, place, _seq, {field: value}]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRow {
    /// Its record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// Where it belongs.
    pub place: Place,
    /// Its version.
    pub seq: u64,
    /// Its cells without defaults; 3 and 4 are the first and last `made_at`.
    pub cells: Cells,
}

impl Cbor for StateRow {
    fn write(&self, writer: &mut Writer) {
        writer
            .array(5)
            .unsigned(u64::from(self.table))
            .bytes(&self.id.0);
        writer
            .unsigned(self.place.0)
            .unsigned(self.seq)
            .cells(&self.cells);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.array_of(5)?;
        Ok(Self {
            table: reader.small()?,
            id: reader.id()?,
            place: Place(reader.unsigned()?),
            seq: reader.unsigned()?,
            cells: reader.cells()?,
        })
    }
}

/// A confirmed row as it travels.
pub(crate) fn of_row(row: &Row) -> StateRow {
    let mut cells = without_defaults(&row.cells);
    cells.insert(FIRST_AT, row.created_at.into());
    cells.insert(LAST_AT, row.changed_at.into());
    StateRow {
        table: row.table,
        id: row.id,
        place: row.place,
        seq: row.seq,
        cells,
    }
}

/// The row that a state row says.
pub(crate) fn to_row(state: StateRow) -> Row {
    let mut cells = state.cells;
    let moment = |value: Option<Value>| {
        value
            .and_then(|value| value.as_integer())
            .unwrap_or_default()
    };
    let (created_at, changed_at) = (
        moment(cells.remove(&FIRST_AT)),
        moment(cells.remove(&LAST_AT)),
    );
    Row {
        table: state.table,
        id: state.id,
        cells,
        created_at,
        changed_at,
        seq: state.seq,
        place: state.place,
        ..Row::default()
    }
}

/// Where a state block ends: the next one starts behind it. Empty before the first.
pub type StateKey = Option<(u16, Id)>;

/// A state block, opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateBlock {
    /// The head of the log when it was cut.
    pub position: Position,
    /// The row behind which it begins; nothing = at the start.
    pub first: StateKey,
    /// The last row in it; nothing = the state is complete.
    pub last: StateKey,
    /// Rows in (table, id) order.
    pub rows: Vec<StateRow>,
}

impl StateBlock {
    /// Packed.
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.unsigned(KIND_STATE).array(3);
        self.position.write(&mut writer);
        for key in [self.first, self.last] {
            match key {
                Some((table, id)) => writer.array(2).unsigned(u64::from(table)).bytes(&id.0),
                None => writer.null(),
            };
        }
        for row in &self.rows {
            row.write(&mut writer);
        }
        block::pack(&writer.into_bytes())
    }

    /// From a packed block.
    pub fn unpack(frame: &[u8]) -> Result<Self, Malformed> {
        let items = block::unpack(frame)?;
        let mut reader = Reader::new(&items);
        if reader.unsigned()? != KIND_STATE {
            return Err(Malformed::Shape(0));
        }
        reader.array_of(3)?;
        let position = Position::read(&mut reader)?;
        let (first, last) = (read_key(&mut reader)?, read_key(&mut reader)?);
        let mut rows = Vec::new();
        while !reader.is_at_end() {
            rows.push(StateRow::read(&mut reader)?);
        }
        Ok(Self {
            position,
            first,
            last,
            rows,
        })
    }
}

fn read_key(reader: &mut Reader<'_>) -> Result<StateKey, Malformed> {
    if reader.null()? {
        return Ok(None);
    }
    reader.array_of(2)?;
    Ok(Some((reader.small()?, reader.id()?)))
}

impl crate::county::County {
    /// The next state block of a scope behind `after`.
    pub fn state(&self, scope: &Scope, after: StateKey) -> Result<StateBlock, StoreError> {
        self.state_in(|place| scope.contains(place), after)
    }

    /// The same of one place, for a laptop whose sum differs there.
    pub fn state_of_place(&self, place: Place, after: StateKey) -> Result<StateBlock, StoreError> {
        self.state_in(|of| of == place, after)
    }

    fn state_in(
        &self,
        is_asked: impl Fn(Place) -> bool,
        after: StateKey,
    ) -> Result<StateBlock, StoreError> {
        let mut found = StateBlock {
            position: self.head(),
            first: after,
            last: None,
            rows: Vec::new(),
        };
        let mut bytes = 0;
        for record in REGISTRY {
            let from = match after {
                Some((table, _)) if record.table < table => continue,
                Some((table, id)) if record.table == table => Some(id),
                _ => None,
            };
            let sql = format!(
                "SELECT id, {} FROM {} WHERE id > ?1 AND _seq > 0 ORDER BY id",
                row::columns(record),
                record.name
            );
            let mut statement = self.store().conn.prepare_cached(&sql)?;
            let mut rows = statement.query([from.map_or_else(Vec::new, |id| id.0.to_vec())])?;
            while let Some(columns) = rows.next()? {
                let id = Id::from_slice(columns.get_ref(0)?.as_blob().unwrap_or_default())
                    .unwrap_or_default();
                let place_column = 1 + record.fields.len() + 6;
                let place = Place(columns.get::<_, i64>(place_column)? as u64);
                if !is_asked(place) {
                    continue;
                }
                let state = of_row(&row::from_columns(record, id, columns, 1)?);
                bytes += state.to_cbor().len();
                found.last = Some((state.table, state.id));
                found.rows.push(state);
                if bytes >= block::BLOCK_BYTES_AIM {
                    return Ok(found);
                }
            }
        }
        found.last = None;
        Ok(found)
    }
}

impl Store {
    /// How far the first sync has come: behind which row to ask on, and whether it is complete.
    pub fn fetched(&self) -> Result<(StateKey, bool), StoreError> {
        let complete = meta::number(&self.conn, meta::COMPLETE)? == 1;
        let key = meta::bytes(&self.conn, meta::FETCHED_UNTIL)?.filter(|key| key.len() == 18);
        let key = key.and_then(|key| {
            Some((
                u16::from_be_bytes([key[0], key[1]]),
                Id::from_slice(&key[2..])?,
            ))
        });
        Ok((key, complete))
    }

    /// The position of the first state block, while the first sync is not complete.
    pub fn tail_from(&self) -> Result<Option<Position>, StoreError> {
        Ok(meta::bytes(&self.conn, meta::TAIL_FROM)?
            .map(|bytes| strict(&bytes))
            .transpose()?)
    }

    /// The county does not know the first block any more: the first sync starts anew. Own sets stay as they are.
    pub fn restart_state(&mut self, env: &dyn Env) -> Result<(), StoreError> {
        self.transact(env, |store| {
            let conn = &store.conn;
            if meta::number(conn, meta::COMPLETE)? == 1 {
                return Ok(());
            }
            let mut taking = Taking::new(store)?;
            for record in REGISTRY {
                let sql = format!("SELECT id FROM {} WHERE _seq > 0", record.name);
                for id in repair::ids(conn, &sql, &[])? {
                    taking.forget(record.table, id)?;
                }
            }
            taking.applying.flush()?;
            conn.execute(
                "DELETE FROM meta WHERE name IN (?1, ?2, ?3)",
                params![meta::TAIL_FROM, meta::FETCHED_UNTIL, meta::TOP],
            )?;
            Ok(())
        })
    }

    /// Takes a state block into a file whose first sync is not complete; gives the number of rows.
    pub fn take_state(&mut self, env: &dyn Env, state: StateBlock) -> Result<usize, StoreError> {
        self.needs_room(crate::profile::PULL_ROOM)?;
        let count = state.rows.len();
        self.transact(env, |store| {
            let conn = &store.conn;
            if meta::bytes(conn, meta::TAIL_FROM)?.is_none() {
                meta::set_position(conn, meta::TAIL_FROM, &state.position)?;
            }
            let mut taking = Taking::new(store)?;
            let mut top = meta::position(conn, meta::TOP)?;
            for state_row in state.rows {
                let row = taking
                    .applying
                    .rows
                    .edit(conn, state_row.table, state_row.id)?;
                if row.mine != 0 {
                    // What a person wrote before the first sync was through stays on top.
                    taking.state(state_row, false)?;
                } else if row.seq < state_row.seq {
                    *row = Row {
                        stored: row.stored,
                        ..to_row(state_row)
                    };
                }
            }
            taking.applying.flush()?;
            if state.position.seq > top.seq {
                top = state.position;
                meta::set_position(conn, meta::TOP, &top)?;
            }
            if let Some((table, id)) = state.last {
                let key = [&table.to_be_bytes()[..], &id.0].concat();
                meta::set_bytes(conn, meta::FETCHED_UNTIL, &key)?;
            } else {
                let tail = meta::position(conn, meta::TAIL_FROM)?;
                meta::set_position(conn, meta::POSITION, &tail)?;
                meta::set_number(conn, meta::COMPLETE, 1)?;
                conn.execute(
                    "DELETE FROM meta WHERE name IN (?1, ?2)",
                    params![meta::TAIL_FROM, meta::FETCHED_UNTIL],
                )?;
            }
            Ok(())
        })?;
        Ok(count)
    }
}

/// Rows of records that this program does not know are fetched again after its upgrade.
pub(crate) fn is_known(table: u16) -> bool {
    records::by_table(table).is_some()
}
