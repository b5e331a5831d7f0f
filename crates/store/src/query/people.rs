//! The people who work in one's area, with what they are there for; and what was looked at behind a mask.

use std::collections::BTreeMap;

use domain::{
    Id, Place,
    access::{ROLES, is_of_village},
    place::PlaceRange,
};
use rusqlite::{Connection, params};

use super::{Asking, id_at, is_shown, maybe_id_at, place_at};
use crate::{Store, StoreError};

/// A person who works in one's area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// The person.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// Role by the posting of the day, else by the right that they hold; empty where they have neither.
    pub role: String,
    /// 职务.
    pub title: String,
    /// The unit that sends them.
    pub unit: String,
    /// In full: whoever shows it masks it.
    pub phone: String,
}

/// A masked field that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// When, by the clock of the device.
    pub at_ms: i64,
    /// The record.
    pub record: String,
    /// The row.
    pub id: Id,
    /// The field.
    pub field: String,
}

impl Store {
    /// By role, in the order of the roles, then by name.
    pub fn people(&self, asking: Asking<'_>) -> Result<Vec<Worker>, StoreError> {
        let rights = self.rights_of_people()?;
        let mut statement = self.conn.prepare_cached(include_str!("people.sql"))?;
        let mut rows = statement.query([asking.today.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if !is_shown(asking.scope, place_at(row, 4)?) {
                continue;
            }
            let id = id_at(row, 0)?;
            let role = match row.get_ref(6)?.as_str().unwrap_or_default() {
                "" => rights.get(&id).cloned().unwrap_or_default(),
                // The same person, by the word of rights.
                "leader" => "team_leader".to_owned(),
                duty => duty.to_owned(),
            };
            found.push(Worker {
                id,
                name: row.get(1)?,
                role,
                title: row.get(2)?,
                unit: row.get(5)?,
                phone: row.get(3)?,
            });
        }
        found.sort_by(|a, b| (rank(&a.role), &a.name, a.id).cmp(&(rank(&b.role), &b.name, b.id)));
        Ok(found)
    }

    /// People on record who have this name, with the division in which they work.
    pub fn people_named(&self, name: &str) -> Result<Vec<(Id, String)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, division_code FROM person WHERE name = ?1 AND deleted_at IS NULL ORDER BY id",
        )?;
        let mut rows = statement.query([name])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((id_at(row, 0)?, row.get(1)?));
        }
        Ok(found)
    }

    /// The right that each person holds; of several the first of the list of roles.
    fn rights_of_people(&self) -> Result<BTreeMap<Id, String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT person_id, role FROM grant WHERE ended_at IS NULL AND deleted_at IS NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut found: BTreeMap<Id, String> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (Some(person), role) = (maybe_id_at(row, 0)?, row.get::<_, String>(1)?) else {
                continue;
            };
            let known = found.entry(person).or_insert_with(|| role.clone());
            if rank(&role) < rank(known) {
                *known = role;
            }
        }
        Ok(found)
    }

    /// What one person looked at, the newest first, and how often in all.
    pub fn looked(
        &self,
        person: Id,
        limit: u32,
        offset: u32,
    ) -> Result<(Vec<Looked>, u64), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(revealed_at, 0), owner_kind, owner_id, field FROM reveal
             WHERE person_id = ?1 AND deleted_at IS NULL
             ORDER BY revealed_at DESC, id DESC LIMIT ?2 OFFSET ?3",
        )?;
        let mut rows = statement.query(params![person.0.as_slice(), limit, offset])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Looked {
                at_ms: row.get(0)?,
                record: row.get(1)?,
                id: id_at(row, 2)?,
                field: row.get(3)?,
            });
        }
        let total: i64 = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM reveal WHERE person_id = ?1 AND deleted_at IS NULL",
            )?
            .query_row([person.0.as_slice()], |row| row.get(0))?;
        Ok((found, total as u64))
    }
}

impl Store {
    /// See [`teams_of`].
    pub fn teams_of(&self, person: Id) -> Result<Vec<PlaceRange>, StoreError> {
        teams_of(&self.conn, person)
    }
}

/// Villages of whose team or committee a person is or ever was, by right or by posting, deleted ones too: what they say
/// of it is written once (`domain::access::rewritten`). Rights are public, so a laptop knows those of another account of
/// the same person too.
pub(crate) fn teams_of(conn: &Connection, person: Id) -> Result<Vec<PlaceRange>, StoreError> {
    let mut found = Vec::new();
    if person.is_nil() {
        return Ok(found);
    }
    for sql in [
        "SELECT division_code, role FROM grant WHERE person_id = ?1",
        "SELECT team.division_code, 'member' FROM posting JOIN team ON team.id = posting.team_id
         WHERE posting.person_id = ?1",
    ] {
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([person.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            let (area, role): (String, String) = (row.get(0)?, row.get(1)?);
            found.extend(
                Place::from_code(&area)
                    .filter(|_| is_of_village(&role))
                    .map(Place::range),
            );
        }
    }
    Ok(found)
}

/// Is or was the person of the team or committee of this village? What is no village is taken for their own.
pub(crate) fn is_of_team(conn: &Connection, person: Id, village: &str) -> Result<bool, StoreError> {
    let teams = teams_of(conn, person)?;
    Ok(is_in(&teams, village))
}

/// Does one of these hold the village? Where they are any, what is no village is taken for one of them.
pub fn is_in(teams: &[PlaceRange], village: &str) -> bool {
    match Place::from_code(village) {
        Some(place) => teams.iter().any(|team| team.contains(place)),
        None => !teams.is_empty(),
    }
}

fn rank(role: &str) -> usize {
    ROLES
        .iter()
        .position(|known| *known == role)
        .unwrap_or(ROLES.len())
}
