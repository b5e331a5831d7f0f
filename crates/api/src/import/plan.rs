//! What one household of a roster would write: the same for a try and for the real thing.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::OnceLock,
};

use domain::{
    Cells, Id, Kind, RecordInfo, Value, cell,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Member, Record},
};
use sheet::{Doubt, Roster, RosterHousehold, RosterMember};
use store::{
    Edit, Row, Store,
    imports::{ImportedHome, ImportedRow},
    row,
};

use super::{
    Counts,
    doubts::{doubts, doubts_of_people, unknown_village},
    emptied::{Standing, emptied},
    known::{Home, MERGED_AWAY, Numbers, key_of_number, text},
    namesakes::Namesakes,
    outside::leave_out,
    place::Villages,
    undo,
};
use crate::{error::ApiError, host::Host};

/// What all households of an import share.
#[derive(Debug)]
pub(super) struct Plan {
    id_key: [u8; 32],
    villages: Villages,
    numbers: Numbers,
    namesakes: Namesakes,
    /// What the numbers of the list name.
    listed: BTreeSet<String>,
    standing: OnceLock<Standing>,
}

/// The household on record that one of a roster is.
pub(super) struct Resolved<'a> {
    pub(super) village: &'a str,
    pub(super) home: Home,
    /// By what its people get their ids.
    key: String,
}

/// What becomes of one household.
pub(super) enum Planned {
    /// It is not taken.
    LeftOut(Doubt),
    /// Its rows.
    Rows(Rows),
}

/// The rows of a household, and what is known of each.
pub(super) struct Rows {
    pub(super) household: PlannedRow,
    /// In the order of the roster.
    pub(super) members: Vec<PlannedRow>,
    /// What it would undo of what people did here, and whether it is this household at all: a person should look.
    pub(super) doubts: Vec<Doubt>,
    /// The same of its people, each by their place among the members.
    pub(super) of_people: Vec<(usize, Doubt)>,
    /// Households that its people leave empty, with those whom the list has elsewhere, and what is told of each.
    pub(super) emptied: Vec<(Id, Doubt)>,
    /// What is written besides, once it is known what else of the list is.
    pub(super) besides: Vec<PlannedRow>,
}

/// A row as it is and as the roster has it.
pub(super) struct PlannedRow {
    pub(super) record: &'static RecordInfo,
    pub(super) id: Id,
    pub(super) present: Option<Row>,
    /// What the roster says; what it does not say stays.
    pub(super) cells: Cells,
    pub(super) fate: Fate,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fate {
    New,
    Updated,
    Unchanged,
    /// It lies where the person may not write, and stays as it is.
    LeftOut,
}

impl PlannedRow {
    pub(super) fn is_written(&self) -> bool {
        matches!(self.fate, Fate::New | Fate::Updated)
    }

    pub(super) fn leave_out(&mut self) {
        self.fate = Fate::LeftOut;
        self.cells.clear();
    }

    pub(super) fn edit(&self) -> Edit {
        Edit {
            table: self.record.table,
            id: self.id,
            base: None,
            cells: self.cells.clone(),
        }
    }

    /// Has somebody removed it, other than by undoing an import?
    pub(super) fn is_removed(&self) -> bool {
        self.fate != Fate::New && self.present.as_ref().is_some_and(Row::is_deleted)
    }

    /// Fields that a person would see change, with both values.
    pub(super) fn changes(&self) -> impl Iterator<Item = (u16, Value, Value)> {
        let is_new = self.fate == Fate::New;
        // Of whoever is new the household is the one that is looked at.
        let of_home = is_new && self.record.table == Member::INFO.table;
        let hidden = move |field: u16| {
            field == DELETED_AT
                || field == DELETED_REASON
                || (of_home && field == Member::household_id)
        };
        let cells = if is_new {
            domain::cbor::without_defaults(&self.cells)
        } else {
            self.differing()
        };
        cells
            .into_iter()
            .filter(move |(field, _)| !hidden(*field))
            .map(move |(field, to)| {
                let present = self.present.as_ref().filter(|_| !is_new);
                let from = present.map_or(Value::Null, |row| row.cell(field).clone());
                (field, from, to)
            })
    }

    /// The household in which this person stands now.
    pub(super) fn lives_in(&self) -> Option<Id> {
        let present = self.present.as_ref().filter(|row| !row.is_deleted())?;
        present.cell(Member::household_id).as_id()
    }

    pub(super) fn new(
        store: &Store,
        record: &'static RecordInfo,
        id: Id,
        cells: Cells,
    ) -> Result<Self, ApiError> {
        let present = row::get(store.connection(), record.table, id)?;
        Ok(Self {
            record,
            id,
            fate: fate(present.as_ref(), &cells),
            present,
            cells,
        })
    }

    /// The cells that differ, and those of a deletion that is taken back.
    pub(super) fn differing(&self) -> Cells {
        let Some(row) = &self.present else {
            return domain::cbor::without_defaults(&self.cells);
        };
        let mut cells = domain::cbor::changed(&row.cells, &self.cells);
        if row.is_deleted() {
            cells.insert(DELETED_AT, Value::Null);
            cells.insert(DELETED_REASON, String::new().into());
        }
        cells
    }

    fn imported(&self) -> ImportedRow {
        let after = self.differing();
        let before = self.present.as_ref().map(|row| {
            let fields = after.keys();
            fields
                .map(|field| (*field, row.cell(*field).clone()))
                .collect()
        });
        ImportedRow {
            table: self.record.table,
            id: self.id,
            before,
            after,
        }
    }
}

impl Rows {
    /// Everything that a person is shown of it, in one number: by this it is known to be as it was looked at.
    pub(super) fn shown(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for row in self.all() {
            (row.record.table, row.id, row.fate, row.is_removed()).hash(&mut hasher);
            for change in row.changes() {
                change.hash(&mut hasher);
            }
        }
        let of_people = self.of_people.iter().map(|(_, doubt)| doubt);
        for doubt in self.doubts.iter().chain(of_people) {
            (doubt.kind, doubt.row).hash(&mut hasher);
        }
        // Whether its last people leave it alone or with others depends on what else is taken before.
        for (household, _) in &self.emptied {
            household.hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(super) fn all_doubts(&self) -> impl Iterator<Item = &Doubt> {
        let of_people = self.of_people.iter().map(|(_, doubt)| doubt);
        let emptied = self.emptied.iter().map(|(_, doubt)| doubt);
        self.doubts.iter().chain(of_people).chain(emptied)
    }

    /// Leaves these members as they are; not where nobody else remains, or the head is one of them.
    pub(super) fn leave_out(&mut self, which: &BTreeSet<usize>) -> bool {
        let head = self.household.cells.get(&Household::head_member_id);
        let head = head.and_then(Value::as_id);
        let is_head = |at: &usize| head.is_none_or(|head| self.members[*at].id == head);
        if which.len() >= self.members.len() || which.iter().any(is_head) {
            return false;
        }
        let mut at = 0;
        self.members.retain(|_| {
            at += 1;
            !which.contains(&(at - 1))
        });
        // Whoever stays where they are empties nothing.
        self.of_people.clear();
        self.emptied.clear();
        true
    }

    /// Is there anything to be written?
    pub(super) fn writes(&self) -> bool {
        self.written().next().is_some()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &PlannedRow> {
        std::iter::once(&self.household).chain(&self.members)
    }

    /// Who of its people comes from which other household.
    pub(super) fn coming(&self) -> impl Iterator<Item = (Id, &PlannedRow)> {
        let members = self.members.iter();
        let members = members.filter(|member| member.fate != Fate::LeftOut);
        let coming = members.filter_map(|member| Some((member.lives_in()?, member)));
        coming.filter(|(from, _)| *from != self.household.id)
    }

    /// The village that the roster has it in.
    pub(super) fn village(&self) -> &str {
        cell::cell(&self.household.cells, Household::division_code).as_text()
    }

    /// The households that they leave.
    pub(super) fn left(&self) -> BTreeSet<Id> {
        self.coming().map(|(from, _)| from).collect()
    }

    fn written(&self) -> impl Iterator<Item = &PlannedRow> {
        let all = self.all().chain(&self.besides);
        all.filter(|row| row.is_written())
    }

    /// What is to be written, the household first.
    pub(super) fn edits(&self) -> Vec<Edit> {
        self.written().map(PlannedRow::edit).collect()
    }

    /// What it takes to undo it; nothing when nothing is written.
    pub(super) fn imported(&self, no: usize) -> Option<ImportedHome> {
        let rows: Vec<ImportedRow> = self.written().map(PlannedRow::imported).collect();
        (!rows.is_empty()).then_some(ImportedHome {
            no: no as u64,
            household: self.household.id,
            rows,
        })
    }

    pub(super) fn count(&self, households: &mut Counts, members: &mut Counts) {
        households.note(self.household.fate);
        for member in &self.members {
            members.note(member.fate);
        }
    }
}

impl Counts {
    fn note(&mut self, fate: Fate) {
        match fate {
            Fate::New => self.new += 1,
            Fate::Updated => self.updated += 1,
            Fate::Unchanged => self.unchanged += 1,
            Fate::LeftOut => {}
        }
    }
}

impl Plan {
    pub(super) fn new(host: &dyn Host, store: &Store, roster: &Roster) -> Result<Self, ApiError> {
        let id_key = host.id_key(store)?;
        let villages = Villages::new(host, store)?;
        let numbers = Numbers::new(roster);
        let namesakes = Namesakes::new(id_key, &villages, &numbers, roster);
        let numbered = roster.households.iter().map(|household| {
            let village = villages.find(household).unwrap_or_default();
            key_of_number(household.number.trim(), village)
        });
        let listed = numbered.collect();
        Ok(Self {
            id_key,
            villages,
            numbers,
            namesakes,
            listed,
            standing: OnceLock::new(),
        })
    }

    /// What the household at `at` of the roster writes.
    pub(super) fn household(
        &self,
        host: &dyn Host,
        store: &Store,
        list: &Roster,
        at: usize,
    ) -> Result<Planned, ApiError> {
        let roster = &list.households[at];
        let Some(Resolved { village, home, key }) = self.resolve(store, list, at)? else {
            return Ok(Planned::LeftOut(unknown_village(roster)));
        };
        let id = home.id;
        // A household of another village with this whole number: the number says it is the same family, which moved.
        let mut cells = cells_of(&Household::INFO, &roster.fields);
        if !roster.number.trim().is_empty() {
            cells.insert(Household::number, roster.number.trim().into());
        }
        cells.insert(Household::division_code, village.into());
        let members = self.members(store, roster, id, &key)?;
        let head =
            roster.members.iter().zip(&members).find(|(member, _)| {
                member.fields.get("relation").map(String::as_str) == Some("01")
            });
        if let Some((_, head)) = head {
            cells.insert(Household::head_member_id, head.id.into());
        }
        if home.doubt == Some(MERGED_AWAY) {
            // Who takes it all the same wants it as a household of its own again.
            cells.insert(Household::merged_into, Value::Null);
            cells.insert(Household::merged_on, String::new().into());
        }
        let mut rows = Rows {
            household: PlannedRow::new(store, &Household::INFO, id, cells)?,
            members,
            doubts: Vec::new(),
            of_people: Vec::new(),
            emptied: Vec::new(),
            besides: Vec::new(),
        };
        if let Some(why) = leave_out(host.asker(), store, &mut rows, roster)? {
            return Ok(Planned::LeftOut(why));
        }
        rows.doubts = doubts(&rows, list, roster, &home);
        rows.of_people = doubts_of_people(&rows, roster);
        rows.emptied = emptied(self, store, &rows, list, at)?;
        Ok(Planned::Rows(rows))
    }

    /// Which household on record the one at `at` of the roster is; nothing where its village is not known.
    pub(super) fn resolve(
        &self,
        store: &Store,
        list: &Roster,
        at: usize,
    ) -> Result<Option<Resolved<'_>>, ApiError> {
        let roster = &list.households[at];
        let Some(village) = self.villages.find(roster) else {
            return Ok(None);
        };
        let key = self.numbers.key(roster, village);
        let own = Household::id(&self.id_key, &key);
        let home = match self.numbers.household(store, roster, village)? {
            Some(home) => home,
            None => self
                .namesakes
                .household(&self.numbers, store, list, (at, village))?,
        };
        // People of a household that shares its key with another get ids of its own.
        let key = if home.id != own && self.numbers.is_named_only(roster) {
            home.id.to_string()
        } else {
            key
        };
        Ok(Some(Resolved { village, home, key }))
    }

    /// Who on record each of its people is.
    pub(super) fn people(
        &self,
        store: &Store,
        roster: &RosterHousehold,
        id: Id,
    ) -> Result<Vec<Option<Id>>, ApiError> {
        self.numbers.members(store, roster, id)
    }

    /// Where the people of the roster stand in it; hardly a roster needs it.
    pub(super) fn standing(&self, list: &Roster) -> &Standing {
        self.standing.get_or_init(|| Standing::new(list))
    }

    /// Does the number of a household of the list name it?
    pub(super) fn has_listed(&self, key: &str) -> bool {
        self.listed.contains(key)
    }

    fn members(
        &self,
        store: &Store,
        roster: &RosterHousehold,
        id: Id,
        key: &str,
    ) -> Result<Vec<PlannedRow>, ApiError> {
        let found = self.people(store, roster, id)?;
        let mut taken: BTreeSet<Id> = found.iter().flatten().copied().collect();
        let mut rows = Vec::with_capacity(roster.members.len());
        for (slot, member) in found.into_iter().zip(&roster.members) {
            let id_here = slot.unwrap_or_else(|| self.new_member(key, member, &mut taken));
            let mut cells = cells_of(&Member::INFO, &member.fields);
            cells.insert(Member::household_id, id.into());
            rows.push(PlannedRow::new(store, &Member::INFO, id_here, cells)?);
        }
        Ok(rows)
    }

    /// The id that this member has in every replica of the county.
    fn new_member(&self, household: &str, member: &RosterMember, taken: &mut BTreeSet<Id>) -> Id {
        let text = |name: &str| text(member, name);
        let own = match (text("id_number"), text("number"), text("name")) {
            ("", "", name) => format!("name {name}"),
            ("", number, _) => format!("number {number}"),
            (identity, _, _) => format!("identity {identity}"),
        };
        // Two rows with one identity number stay two people until a person decides.
        let mut id = Id::keyed(
            &self.id_key,
            Member::INFO.table,
            &format!("{household}|{own}"),
        );
        let mut again = 1;
        while !taken.insert(id) {
            again += 1;
            id = Id::keyed(
                &self.id_key,
                Member::INFO.table,
                &format!("{household}|{own}|{again}"),
            );
        }
        id
    }
}

fn fate(present: Option<&Row>, cells: &Cells) -> Fate {
    match present {
        None => Fate::New,
        // Whoever imports again after an undo takes up where nothing was.
        Some(row) if row.cell(DELETED_REASON).as_text() == undo::REASON => Fate::New,
        Some(row) if row.is_deleted() => Fate::Updated,
        Some(row) if domain::cbor::changed(&row.cells, cells).is_empty() => Fate::Unchanged,
        Some(_) => Fate::Updated,
    }
}

/// Fields of the roster as cells; a text that is no number is no number's cell, its doubt says so.
fn cells_of(record: &RecordInfo, fields: &BTreeMap<&'static str, String>) -> Cells {
    let mut cells = Cells::new();
    for (name, text) in fields {
        let text = text.trim();
        if *name == "income_per_head" {
            if let Some(fen) = sheet::roster::fen(text) {
                cells.insert(Household::income_per_head_fen, fen.into());
            }
            continue;
        }
        let Some(field) = record.field_named(name).filter(|_| !text.is_empty()) else {
            continue;
        };
        let value = match field.kind {
            Kind::Integer | Kind::Flag | Kind::Fen | Kind::Moment => match text.parse::<i64>() {
                Ok(number) => Value::Integer(number),
                Err(_) => continue,
            },
            Kind::Id => continue,
            Kind::Text | Kind::Code | Kind::List | Kind::Date | Kind::Division => Value::from(text),
        };
        if field.kind.takes(&value) && value.is_within_bounds() {
            cells.insert(field.number, value);
        }
    }
    debug_assert!(
        cell::cell(&cells, DELETED_AT).is_default(),
        "a roster deletes nobody"
    );
    cells
}
