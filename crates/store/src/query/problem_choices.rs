//! What a form of a problem offers: the villages of one's area, who may answer for it there, and the departments.

use domain::{
    Id, Place,
    access::{Access, access, looks_back},
    records::{Household, Record},
};
use rusqlite::params;

use super::{Asking, id_at, is_shown};
use crate::{Store, StoreError, centre::Teammate, row, search::short_name};

/// The offers of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Code and name of each village of the area.
    pub villages: Vec<(String, String)>,
    /// Who may answer for a problem of the place, the village's team first.
    pub people: Vec<Teammate>,
    /// Departments by name.
    pub units: Vec<(Id, String)>,
}

impl Store {
    /// For a problem of this household, else of this division; of a place outside the area nobody is named.
    pub fn problem_choices(
        &self,
        asking: Asking<'_>,
        household: Option<Id>,
        division: &str,
    ) -> Result<Choices, StoreError> {
        let home = match household {
            Some(id) => row::get(self.connection(), Household::INFO.table, id)?,
            None => None,
        };
        let place = match home {
            Some(home) => Some(home.place),
            None => Place::from_code(division),
        };
        let shown = place.filter(|place| is_shown(asking.scope, *place));
        Ok(Choices {
            villages: self.villages_within(asking)?,
            people: match shown {
                Some(place) => self.owners_at(&place.code(), asking)?,
                None => Vec::new(),
            },
            units: self.all_units()?,
        })
    }

    fn villages_within(&self, asking: Asking<'_>) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT code, name FROM division WHERE level = 'village' AND deleted_at IS NULL ORDER BY code",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (code, name): (String, String) = (row.get(0)?, row.get(1)?);
            if Place::from_code(&code).is_some_and(|place| is_shown(asking.scope, place)) {
                found.push((code, short_name(&name).to_owned()));
            }
        }
        Ok(found)
    }

    /// The team, then whoever has a right there or above under which problems are worked on.
    fn owners_at(&self, code: &str, asking: Asking<'_>) -> Result<Vec<Teammate>, StoreError> {
        let mut found = self.team_of(code, &asking.today.to_string())?;
        let mut statement = self.connection().prepare_cached(
            "SELECT person_id, person_name, role FROM grant
             WHERE division_code IN (?1, ?2, ?3) AND person_id IS NOT NULL AND ended_at IS NULL AND deleted_at IS NULL
             ORDER BY length(division_code) DESC, role, person_name, person_id",
        )?;
        let above = |digits: usize| code.get(..digits).unwrap_or(code).to_owned();
        let mut rows = statement.query(params![code, above(9), above(6)])?;
        while let Some(row) = rows.next()? {
            let (id, role): (Id, String) = (id_at(row, 0)?, row.get(2)?);
            let works = access(&role, "problem_step") == Access::Write && !looks_back(&role);
            if works && found.iter().all(|known| known.id != id) {
                found.push(Teammate {
                    id,
                    name: row.get(1)?,
                    duty: role,
                });
            }
        }
        Ok(found)
    }

    fn all_units(&self) -> Result<Vec<(Id, String)>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, name FROM unit WHERE deleted_at IS NULL ORDER BY name, id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((id_at(row, 0)?, row.get(1)?));
        }
        Ok(found)
    }
}
