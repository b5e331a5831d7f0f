//! Rows whole, with their versions, as they travel: first sync, repair, and the tail that follows (`sync.md` §2.5).
//! The county cuts them in `county/state.rs`; a laptop takes them in `laptop/first_sync.rs` and `laptop/repair.rs`.

use domain::{
    Cells, Id, Place, Position, Value,
    cbor::{Cbor, Malformed, Reader, Writer, without_defaults},
    change::{FIRST_AT, LAST_AT},
    records,
};

use crate::{Row, block};

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

/// Rows of records that this program does not know are fetched again after its upgrade.
pub(crate) fn is_known(table: u16) -> bool {
    records::by_table(table).is_some()
}
