//! Applying an entry of the log to the tables: the same code at the county and on the laptop (`sync.md` §2, §3).
//! Reads only the entry and the replica: no clock, no chance.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Cells, ChangeSet, Context, Entry, GroupOutcome, Hash, Id, Op, Outcome, Place, Value, Verdict,
    cell,
    change::{DELETED_AT, DELETED_REASON},
    records::{self, Conflict, Inbox, Record as _},
};
use rusqlite::Connection;

use crate::{
    Row, Side, Store, StoreError,
    mine::Mines,
    place::{self, Derived},
    row::Rows,
};

/// A set in the log with all that deciding and applying needs.
#[derive(Debug, Clone)]
pub(crate) struct Logged<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) context: &'a Context,
    pub(crate) set: &'a ChangeSet,
    pub(crate) hash: &'a Hash,
}

/// Works through entries in one transaction.
#[derive(Debug)]
pub(crate) struct Applying<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) side: Side,
    pub(crate) rows: Rows,
    pub(crate) mines: Mines,
    /// Rows that must be fetched whole: this replica stands elsewhere on them, or lacks their anchor.
    pub(crate) fetch: BTreeSet<(u16, Id)>,
    /// Records touched, for the screens.
    pub(crate) touched: BTreeSet<u16>,
    moved: Vec<(u16, Id, Place)>,
    /// Cases that were open in the file when this began, once somebody asked; later ones are among `rows`.
    cases: Option<BTreeSet<Id>>,
}

impl<'a> Applying<'a> {
    pub(crate) fn new(store: &'a Store) -> Self {
        Self {
            conn: &store.conn,
            side: store.side,
            rows: Rows::of(store),
            mines: Mines::default(),
            fetch: BTreeSet::new(),
            touched: BTreeSet::new(),
            moved: Vec::new(),
            cases: None,
        }
    }

    /// Puts an entry into the tables.
    pub(crate) fn entry(&mut self, logged: &Logged<'_>) -> Result<(), StoreError> {
        match &logged.entry.verdict {
            Verdict::Applied | Verdict::Merged => {
                for (index, op) in logged.set.ops.iter().enumerate() {
                    self.op(logged, index, op)?;
                }
                self.settle_case(logged, "closed")?;
            }
            Verdict::Held(reason) | Verdict::Quarantined(reason) => {
                self.open_case(logged, *reason)?;
            }
            Verdict::Closed => self.settle_case(logged, "closed")?,
            Verdict::Duplicate => {}
        }
        // What hangs on a moved row follows before the next entry asks where it lies.
        let moved = std::mem::take(&mut self.moved);
        place::follow(self.conn, &mut self.rows, moved)
    }

    fn op(&mut self, logged: &Logged<'_>, index: usize, op: &Op) -> Result<(), StoreError> {
        let (entry, conn) = (logged.entry, self.conn);
        let previous = entry.previous.get(index).copied().unwrap_or_default();
        let row = self.rows.get(conn, op.table, op.id)?.clone();
        if row.seq >= entry.seq {
            return Ok(());
        }
        if row.seq != previous || (row.stored && row.seq > 0 && row.place == Place::PARKED) {
            self.fetch.insert((op.table, op.id));
            return Ok(());
        }
        let chain = self.mines.chain(conn, &row)?;
        let confirmed = self.confirmed(&row, &chain)?;
        let outcomes: Vec<&GroupOutcome> = entry
            .outcomes
            .iter()
            .filter(|outcome| usize::from(outcome.op) == index)
            .collect();
        let standing = standing_cells(op, &outcomes);
        let mut after = confirmed.clone();
        after.extend(
            standing
                .iter()
                .map(|(field, value)| (*field, value.clone())),
        );

        let Some(place) = self.place_after(op, entry, &after)? else {
            self.fetch.insert((op.table, op.id));
            return Ok(());
        };
        for outcome in &outcomes {
            if let Some((grant, at)) = outcome.other {
                let other = (grant, at);
                self.conflict(logged, index, op, outcome, other, &confirmed, place)?;
            }
        }
        // An earlier conflict is on a row that was there.
        if previous > 0 {
            self.settle_conflicts(logged, op, &outcomes)?;
        }

        self.beneath(&chain, op, &standing)?;
        let county = self.side == Side::County;
        let row = self.rows.edit(conn, op.table, op.id)?;
        if county {
            note_writers(row, entry.seq, &confirmed, &standing);
        }
        if row.created_at == 0 || previous == 0 {
            row.created_at = logged.set.made_at;
        }
        row.changed_at = row.changed_at.max(logged.set.made_at);
        let moves = row.seq > 0 && row.place != place;
        row.seq = entry.seq;
        row.place = place;
        if moves {
            self.moved.push((op.table, op.id, place));
        }
        self.touched.insert(op.table);
        Ok(())
    }

    /// The place after an op, or nothing when its anchor is not here.
    fn place_after(
        &mut self,
        op: &Op,
        entry: &Entry,
        after: &Cells,
    ) -> Result<Option<Place>, StoreError> {
        Ok(
            match place::derive(self.conn, &mut self.rows, op.table, after)? {
                Derived::Place(place) => Some(place),
                Derived::Absent(..) if self.side == Side::Laptop => None,
                Derived::Absent(..) | Derived::Nowhere => Some(entry.place),
            },
        )
    }

    /// What the county holds of a row, without own undecided sets.
    pub(crate) fn confirmed(
        &mut self,
        row: &Row,
        chain: &[(u64, Vec<u16>)],
    ) -> Result<Cells, StoreError> {
        let mut cells = row.cells.clone();
        // Newest first: what lies under the oldest set wins at the end.
        for (dseq, fields) in chain {
            let mine = self.mines.get(self.conn, *dseq)?;
            let under = mine
                .and_then(|mine| mine.under.find(*dseq, row.table, row.id))
                .map(|under| &under.cells);
            for field in fields {
                match under.and_then(|cells| cells.get(field)) {
                    Some(value) if !(value.is_default()) => cells.insert(*field, value.clone()),
                    _ => cells.remove(field),
                };
            }
        }
        Ok(cells)
    }

    /// Writes confirmed values: each under the oldest own undecided set on its cell, else into the row.
    fn beneath(
        &mut self,
        chain: &[(u64, Vec<u16>)],
        op: &Op,
        standing: &Cells,
    ) -> Result<(), StoreError> {
        let row = self.rows.edit(self.conn, op.table, op.id)?;
        for (field, value) in standing {
            let oldest = chain
                .iter()
                .rev()
                .find(|(_, fields)| fields.contains(field))
                .map(|(dseq, _)| *dseq);
            if let Some(dseq) = oldest {
                let under = self
                    .mines
                    .under(self.conn, dseq)?
                    .find_or_insert(dseq, op.table, op.id);
                under.cells.insert(*field, value.clone());
            } else {
                set_cell(&mut row.cells, *field, value);
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one call, each named")]
    fn conflict(
        &mut self,
        logged: &Logged<'_>,
        index: usize,
        op: &Op,
        outcome: &GroupOutcome,
        other: (Id, i64),
        confirmed: &Cells,
        place: Place,
    ) -> Result<(), StoreError> {
        let own = (logged.context.grant, logged.entry.at);
        let theirs = group_json(op.table, outcome.group, confirmed);
        let ours = if op.cells.contains_key(&outcome.group) || outcome.group == DELETED_AT {
            group_json(op.table, outcome.group, &op.cells)
        } else {
            group_json(op.table, outcome.group, &Cells::new())
        };
        let won = outcome.outcome == Outcome::Won;
        let (standing, losing) = if won { (ours, theirs) } else { (theirs, ours) };
        let (stands, lost) = if won { (own, other) } else { (other, own) };
        let id = if won {
            None
        } else {
            self.open_conflict_of(op, outcome.group, own.0)?
        };
        let id = id.unwrap_or_else(|| conflict_id(logged.hash, index, outcome.group));
        let conflict = Conflict {
            owner_kind: records::by_table(op.table)
                .map_or_else(|| op.table.to_string(), |record| record.name.to_owned()),
            owner_id: Some(op.id),
            cell_group: Some(i64::from(outcome.group)),
            outcome: if won { "won" } else { "lost" }.to_owned(),
            standing,
            losing,
            standing_grant: Some(stands.0),
            losing_grant: Some(lost.0),
            standing_at: Some(stands.1),
            losing_at: Some(lost.1),
            place: Some(place.0 as i64),
            settled_at: None,
            base: Some(op.base as i64),
        };
        self.write_row(Conflict::INFO.table, id, conflict.to_cells(), place, logged)
    }

    /// An open conflict in which `grant` lost: a further edit of the loser takes that loser's place.
    fn open_conflict_of(
        &mut self,
        op: &Op,
        group: u16,
        grant: Id,
    ) -> Result<Option<Id>, StoreError> {
        for id in self.conflicts_of(op.id)? {
            let row = self.rows.get(self.conn, Conflict::INFO.table, id)?;
            let conflict = Conflict::from_cells(&row.cells);
            if conflict.cell_group == Some(i64::from(group))
                && conflict.losing_grant == Some(grant)
                && conflict.settled_at.is_none()
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// A set made after seeing a conflict, on its group, settles it.
    fn settle_conflicts(
        &mut self,
        logged: &Logged<'_>,
        op: &Op,
        outcomes: &[&GroupOutcome],
    ) -> Result<(), StoreError> {
        for id in self.conflicts_of(op.id)? {
            let row = self.rows.get(self.conn, Conflict::INFO.table, id)?.clone();
            let conflict = Conflict::from_cells(&row.cells);
            let group = conflict.cell_group.unwrap_or_default() as u16;
            let writes = records::by_table(op.table).is_some_and(|record| {
                op.cells
                    .keys()
                    .any(|field| record.group_of(*field) == group)
            });
            let stood = !outcomes.iter().any(|outcome| outcome.group == group);
            if writes
                && stood
                && op.base >= row.seq
                && conflict.settled_at.is_none()
                && row.seq < logged.entry.seq
            {
                let cells = Conflict {
                    settled_at: Some(logged.entry.at),
                    ..conflict
                }
                .to_cells();
                self.write_row(Conflict::INFO.table, id, cells, row.place, logged)?;
            }
        }
        Ok(())
    }

    fn conflicts_of(&mut self, owner: Id) -> Result<Vec<Id>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM conflict WHERE owner_id = ?1 ORDER BY id")?;
        let mut found: BTreeSet<Id> = BTreeSet::new();
        let mut rows = statement.query([owner.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            found.extend(Id::from_slice(
                row.get_ref(0)?.as_blob().unwrap_or_default(),
            ));
        }
        // Those of this very transaction are not in the file yet.
        for id in self.rows.ids_of(Conflict::INFO.table) {
            let row = self.rows.get(self.conn, Conflict::INFO.table, id)?;
            if row.seq > 0 && row.cell(Conflict::owner_id).as_id() == Some(owner) {
                found.insert(id);
            }
        }
        Ok(found.into_iter().collect())
    }

    fn open_case(
        &mut self,
        logged: &Logged<'_>,
        reason: domain::entry::Reason,
    ) -> Result<(), StoreError> {
        let inbox = Inbox {
            set_hash: hex::encode(logged.hash),
            reason: reason.code().to_owned(),
            grant_id: Some(logged.context.grant),
            at: Some(logged.entry.at),
            state: "open".to_owned(),
            place: Some(logged.entry.place.0 as i64),
            entry_seq: Some(logged.entry.seq as i64),
            verdict: logged.entry.verdict.code().to_owned(),
        };
        self.write_row(
            Inbox::INFO.table,
            inbox_id(logged.hash),
            inbox.to_cells(),
            logged.entry.place,
            logged,
        )
    }

    fn settle_case(&mut self, logged: &Logged<'_>, state: &str) -> Result<(), StoreError> {
        let id = inbox_id(logged.hash);
        if !self.may_have_case(id)? {
            return Ok(());
        }
        let row = self.rows.get(self.conn, Inbox::INFO.table, id)?;
        if row.seq == 0 || row.cell(Inbox::state).as_text() != "open" {
            return Ok(());
        }
        let (mut cells, place) = (row.cells.clone(), row.place);
        cells.insert(Inbox::state, state.into());
        cells.insert(Inbox::entry_seq, (logged.entry.seq as i64).into());
        self.write_row(Inbox::INFO.table, id, cells, place, logged)
    }

    /// Hardly any set has one: the few that are open are read once, not each set's looked for.
    fn may_have_case(&mut self, id: Id) -> Result<bool, StoreError> {
        if self.rows.holds(Inbox::INFO.table, id) {
            return Ok(true);
        }
        if let Some(cases) = &self.cases {
            return Ok(cases.contains(&id));
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM inbox WHERE state = 'open'")?;
        let ids = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let cases: BTreeSet<Id> = ids
            .filter_map(|id| id.map(|id| Id::from_slice(&id)).transpose())
            .collect::<Result<_, _>>()?;
        let may = cases.contains(&id);
        self.cases = Some(cases);
        Ok(may)
    }

    /// Rows that apply itself makes: `conflict` and `inbox`.
    fn write_row(
        &mut self,
        table: u16,
        id: Id,
        cells: Cells,
        place: Place,
        logged: &Logged<'_>,
    ) -> Result<(), StoreError> {
        let row = self.rows.edit(self.conn, table, id)?;
        if row.seq == 0 {
            row.created_at = logged.set.made_at;
        }
        row.changed_at = logged.set.made_at;
        row.cells = domain::cbor::without_defaults(&cells);
        row.seq = logged.entry.seq;
        row.place = place;
        self.touched.insert(table);
        Ok(())
    }

    /// Takes an own set off the rows: what lay under it passes to the next newer own set on the cell, else to the row.
    pub(crate) fn lift(&mut self, set: &ChangeSet) -> Result<(), StoreError> {
        for op in &set.ops {
            let row = self.rows.get(self.conn, op.table, op.id)?.clone();
            let chain = self.mines.chain(self.conn, &row)?;
            let Some(at) = chain.iter().position(|(dseq, _)| *dseq == set.dseq) else {
                continue;
            };
            let under = self.mines.take_under(self.conn, set.dseq, op)?;
            let (before, under) =
                under.map_or((0, Cells::new()), |under| (under.before, under.cells));
            let newer = &chain[..at];
            let row = self.rows.edit(self.conn, op.table, op.id)?;
            for field in op.cells.keys() {
                let value = cell::cell(&under, *field).clone();
                let next = newer
                    .iter()
                    .rev()
                    .find(|(_, fields)| fields.contains(field))
                    .map(|(dseq, _)| *dseq);
                if let Some(dseq) = next {
                    let list = self.mines.under(self.conn, dseq)?;
                    list.find_or_insert(dseq, op.table, op.id)
                        .cells
                        .insert(*field, value);
                } else {
                    set_cell(&mut row.cells, *field, &value);
                }
            }
            if let Some((dseq, _)) = newer.last() {
                self.mines
                    .under(self.conn, *dseq)?
                    .find_or_insert(*dseq, op.table, op.id)
                    .before = before;
            } else {
                row.mine = before;
            }
            self.touched.insert(op.table);
        }
        Ok(())
    }

    /// Writes everything.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        self.rows.flush(self.conn)?;
        self.mines.flush(self.conn)
    }
}

/// The id of the conflict that a set's op made on a group.
pub(crate) fn conflict_id(hash: &Hash, op: usize, group: u16) -> Id {
    Id::derived(&[
        b"conflict",
        hash,
        &(op as u64).to_be_bytes(),
        &group.to_be_bytes(),
    ])
}

/// The id of a set's case.
pub(crate) fn inbox_id(hash: &Hash) -> Id {
    Id::derived(&[b"inbox", hash])
}

/// Sets a cell, a default leaving no trace.
pub(crate) fn set_cell(cells: &mut Cells, field: u16, value: &Value) {
    if field == DELETED_REASON && !value.is_default() {
        cells.insert(field, value.clone());
    } else if value.is_default() {
        cells.remove(&field);
        if field == DELETED_AT {
            cells.remove(&DELETED_REASON);
        }
    } else {
        cells.insert(field, value.clone());
        if field == DELETED_AT {
            cells
                .entry(DELETED_REASON)
                .or_insert_with(|| String::new().into());
        }
    }
}

/// The cells of an op that reach the tables.
fn standing_cells(op: &Op, outcomes: &[&GroupOutcome]) -> Cells {
    let record = records::by_table(op.table);
    op.cells
        .iter()
        .filter(|(field, _)| {
            let group = record.map_or(**field, |record| record.group_of(**field));
            !outcomes
                .iter()
                .any(|outcome| outcome.group == group && outcome.outcome != Outcome::Won)
        })
        .map(|(field, value)| (*field, value.clone()))
        .collect()
}

/// Keeps `later`: which entry wrote which cell last. An equal value changes nothing, not even the cell's entry.
fn note_writers(row: &mut Row, seq: u64, before: &Cells, standing: &Cells) {
    if row.seq == 0 {
        row.later = BTreeMap::new();
        return;
    }
    if row.later.is_empty() {
        row.later.insert(0, row.seq);
    }
    for (field, value) in standing {
        let old = cell::cell(before, *field);
        if old != value && !(old.is_default() && value.is_default()) {
            row.later.insert(*field, seq);
        }
    }
}

/// The cells of a group as JSON by field name, ids as text.
fn group_json(table: u16, group: u16, cells: &Cells) -> String {
    let members =
        records::by_table(table).map_or_else(|| vec![group], |record| record.group_members(group));
    let mut json = serde_json::Map::new();
    for field in members {
        let name = match field {
            DELETED_AT => "deleted_at".to_owned(),
            DELETED_REASON => "deleted_reason".to_owned(),
            _ => records::by_table(table)
                .and_then(|record| record.field(field))
                .map_or_else(|| field.to_string(), |info| info.name.to_owned()),
        };
        json.insert(name, json_value(cell::cell(cells, field)));
    }
    serde_json::Value::Object(json).to_string()
}

/// A cell in JSON: ids and other bytes as text.
pub fn json_value(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => match Id::from_slice(bytes) {
            Some(id) => id.to_string().into(),
            None => hex::encode(bytes).into(),
        },
    }
}
