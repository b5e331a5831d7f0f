//! What one household of a roster would write: the same for a try and for the real thing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Cells, Id, Kind, RecordInfo, Value, cell,
    records::{Household, Member, Record},
};
use sheet::{Doubt, RosterHousehold, RosterMember};
use store::{Edit, Row, Store, row};

use super::{Counts, place::Villages};
use crate::{error::ApiError, host::Host};

/// What all households of an import share.
#[derive(Debug)]
pub(super) struct Plan {
    id_key: [u8; 32],
    villages: Villages,
}

/// What becomes of one household.
pub(super) enum Planned {
    /// It is not taken.
    LeftOut(Doubt),
    /// Its rows.
    Rows(Rows),
}

/// Rows to be written, and what is known of each.
pub(super) struct Rows {
    pub(super) edits: Vec<Edit>,
    household: Fate,
    members: Vec<Fate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    New,
    Updated,
    Unchanged,
}

impl Rows {
    pub(super) fn count(&self, households: &mut Counts, members: &mut Counts) {
        households.note(self.household);
        for fate in &self.members {
            members.note(*fate);
        }
    }
}

impl Counts {
    fn note(&mut self, fate: Fate) {
        match fate {
            Fate::New => self.new += 1,
            Fate::Updated => self.updated += 1,
            Fate::Unchanged => self.unchanged += 1,
        }
    }
}

impl Plan {
    pub(super) fn new(host: &dyn Host, store: &Store) -> Result<Self, ApiError> {
        Ok(Self {
            id_key: host.id_key(store)?,
            villages: Villages::new(host, store)?,
        })
    }

    /// What a household of the roster writes.
    pub(super) fn household(
        &self,
        store: &Store,
        roster: &RosterHousehold,
    ) -> Result<Planned, ApiError> {
        let Some(village) = self.villages.find(roster) else {
            return Ok(Planned::LeftOut(unknown_village(roster)));
        };
        let key = natural_key(roster, village);
        let id = match store.household_with_number(roster.number.trim())? {
            Some(id) => id,
            None => Household::id(&self.id_key, &key),
        };
        let present = row::get(store.connection(), Household::INFO.table, id)?;
        // A household of another village with this number: the number says it is the same family, which moved.
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
        let fate = fate(present.as_ref(), &cells);
        let mut edits = Vec::with_capacity(members.len() + 1);
        if fate != Fate::Unchanged {
            edits.push(Edit {
                table: Household::INFO.table,
                id,
                base: None,
                cells,
            });
        }
        let fates = members.iter().map(|member| member.fate).collect();
        edits.extend(
            members
                .into_iter()
                .filter(|member| member.fate != Fate::Unchanged)
                .map(|member| Edit {
                    table: Member::INFO.table,
                    id: member.id,
                    base: None,
                    cells: member.cells,
                }),
        );
        Ok(Planned::Rows(Rows {
            edits,
            household: fate,
            members: fates,
        }))
    }

    fn members(
        &self,
        store: &Store,
        roster: &RosterHousehold,
        id: Id,
        key: &str,
    ) -> Result<Vec<Match>, ApiError> {
        let present = store.members_of(id)?;
        let mut taken = BTreeSet::new();
        let mut found: Vec<Option<Id>> = vec![None; roster.members.len()];
        // The surest sign first, over all members, so that a weaker one takes nobody away.
        for sign in [Sign::Identity, Sign::Number, Sign::Name] {
            for (slot, member) in found
                .iter_mut()
                .zip(&roster.members)
                .filter(|(slot, _)| slot.is_none())
            {
                let matching = present
                    .iter()
                    .find(|row| !taken.contains(&row.id) && sign.matches(row, member));
                if let Some(row) = matching {
                    taken.insert(row.id);
                    *slot = Some(row.id);
                }
            }
        }
        let mut matches = Vec::with_capacity(roster.members.len());
        for (slot, member) in found.into_iter().zip(&roster.members) {
            let id_here = slot.unwrap_or_else(|| self.new_member(key, member, &mut taken));
            let mut cells = cells_of(&Member::INFO, &member.fields);
            cells.insert(Member::household_id, id.into());
            let present = row::get(store.connection(), Member::INFO.table, id_here)?;
            matches.push(Match {
                id: id_here,
                fate: fate(present.as_ref(), &cells),
                cells,
            });
        }
        Ok(matches)
    }

    /// The id that this member has in every replica of the county.
    fn new_member(&self, household: &str, member: &RosterMember, taken: &mut BTreeSet<Id>) -> Id {
        let text = |name: &str| member.fields.get(name).map_or("", |text| text.trim());
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

struct Match {
    id: Id,
    fate: Fate,
    cells: Cells,
}

/// By what a member of a newer roster is known again.
#[derive(Clone, Copy)]
enum Sign {
    Identity,
    Number,
    Name,
}

impl Sign {
    fn matches(self, row: &Row, member: &RosterMember) -> bool {
        let same = |field: u16, name: &str| {
            let here = row.cell(field).as_text();
            !here.is_empty()
                && member
                    .fields
                    .get(name)
                    .is_some_and(|text| text.trim() == here)
        };
        match self {
            Self::Identity => same(Member::id_number, "id_number"),
            Self::Number => same(Member::number, "number"),
            Self::Name => same(Member::name, "name"),
        }
    }
}

/// What names a household in the world: its official number, else its village and head.
fn natural_key(roster: &RosterHousehold, village: &str) -> String {
    let number = roster.number.trim();
    if !number.is_empty() {
        return number.to_owned();
    }
    let head = roster.members.first().map(|member| {
        let text = |name: &str| member.fields.get(name).map_or("", |text| text.trim());
        if text("id_number").is_empty() {
            text("name")
        } else {
            text("id_number")
        }
        .to_owned()
    });
    format!("{village}|{}", head.unwrap_or_default())
}

fn unknown_village(roster: &RosterHousehold) -> Doubt {
    let first = roster.members.first();
    Doubt {
        sheet: first.map(|member| member.sheet.clone()).unwrap_or_default(),
        row: first.map_or(0, |member| member.row),
        column: column_of_village(first),
        kind: "village_unknown",
        value: [roster.township_name.trim(), roster.village_name.trim()]
            .join(" ")
            .trim()
            .to_owned(),
        see: None,
    }
}

/// The header word of the village, where the layout has one.
fn column_of_village(member: Option<&RosterMember>) -> String {
    const WORDS: [&str; 4] = ["行政村", "村", "村（社区）", "村名"];
    let known: Option<&BTreeMap<&'static str, String>> = member.map(|member| &member.raw);
    WORDS
        .into_iter()
        .find(|word| known.is_some_and(|raw| raw.contains_key(word)))
        .unwrap_or_default()
        .to_owned()
}

fn fate(present: Option<&Row>, cells: &Cells) -> Fate {
    match present {
        None => Fate::New,
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
        cell::cell(&cells, domain::change::DELETED_AT).is_default(),
        "a roster deletes nobody"
    );
    cells
}
