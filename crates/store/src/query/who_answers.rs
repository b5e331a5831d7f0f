//! Who answers for a household: whom its family may turn to.

use domain::{Id, codes};

use super::id_at;
use crate::{Store, StoreError};

/// A person and what they are to the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// The person.
    pub id: Id,
    /// Their duty, in words.
    pub duty: String,
}

impl Store {
    /// Those who are assigned to it on a day, nearest first, then who leads the team of its village.
    pub fn who_answers(
        &self,
        household: Id,
        village: &str,
        on: &str,
    ) -> Result<Vec<Answering>, StoreError> {
        let mut found: Vec<Answering> = Vec::new();
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("who_answers.sql"))?;
        let mut rows = statement.query(rusqlite::params![household.0.as_slice(), on])?;
        while let Some(row) = rows.next()? {
            let layer: Option<i64> = row.get(1)?;
            let layer = layer.map_or(String::new(), |layer| layer.to_string());
            found.push(Answering {
                id: id_at(row, 0)?,
                duty: codes::LAYER.label_of(&layer),
            });
        }
        for one in self.team_of(village, on)? {
            if matches!(one.duty.as_str(), "first_secretary" | "leader")
                && found.iter().all(|known| known.id != one.id)
            {
                found.push(Answering {
                    id: one.id,
                    duty: codes::DUTY.label_of(&one.duty),
                });
            }
        }
        Ok(found)
    }
}
