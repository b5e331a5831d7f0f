//! One problem whole: its words, who did what, its photos, and the common problem that it is part of.

use domain::{
    Id,
    records::{Problem, ProblemStep, Record, Visit},
};

use rusqlite::Connection;

use super::{
    Asking, id_at, is_shown,
    problem_list::{ProblemRow, problem_row},
    visit_detail::{PhotoRow, photos},
};
use crate::{Row, Store, StoreError, row};

/// One act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Its id.
    pub id: Id,
    /// The record.
    pub step: ProblemStep,
    /// When it was written down.
    pub made_at: i64,
    /// How far it has come.
    pub receipt: super::receipt::RowReceipt,
}

/// One problem whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemDetail {
    /// The record.
    pub problem: Row,
    /// As in the list.
    pub row: ProblemRow,
    /// What was done about it, oldest first.
    pub steps: Vec<StepRow>,
    /// How often it was begun: once, and again each time it came back.
    pub round: u64,
    /// Its photos, oldest first.
    pub photos: Vec<PhotoRow>,
    /// The common problem that it is part of, where that is in the caller's area.
    pub parent: Option<ProblemRow>,
    /// The single problems that are part of it.
    pub parts: Vec<ProblemRow>,
    /// Day of the visit on which it was found.
    pub visited_on: String,
    /// The department that answers for it.
    pub unit_name: String,
    /// The one that leads.
    pub lead_unit_name: String,
}

fn unit_name(conn: &Connection, id: Option<Id>) -> Result<String, StoreError> {
    id.map_or(Ok(String::new()), |id| {
        super::name_of(conn, "SELECT name FROM unit WHERE id = ?1", id)
    })
}

impl Store {
    /// One problem of the caller's area.
    pub fn problem_detail(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<ProblemDetail>, StoreError> {
        let conn = self.connection();
        let Some(problem) =
            row::get(conn, Problem::INFO.table, id)?.filter(|row| !row.is_deleted())
        else {
            return Ok(None);
        };
        let households = self.index.current(conn)?;
        let Some(row) = problem_row(conn, &households, asking, id)? else {
            return Ok(None);
        };
        let parent = match row.parent_id {
            Some(parent) => problem_row(conn, &households, asking, parent)?,
            None => None,
        };
        let mut parts = Vec::new();
        for part in self.ids_of(
            "SELECT id FROM problem WHERE parent_id = ?1 AND deleted_at IS NULL ORDER BY id",
            id,
        )? {
            parts.extend(problem_row(conn, &households, asking, part)?);
        }
        let record = Problem::from_cells(&problem.cells);
        let visited_on = match record.visit_id {
            Some(visit) => row::get(conn, Visit::INFO.table, visit)?
                .filter(|row| !row.is_deleted() && is_shown(asking.scope, row.place))
                .map(|row| Visit::from_cells(&row.cells).visited_on)
                .unwrap_or_default(),
            None => String::new(),
        };
        let steps = self.steps_of(id)?;
        let came_back = steps
            .iter()
            .filter(|step| matches!(step.step.kind.as_str(), "return" | "reopen"));
        Ok(Some(ProblemDetail {
            round: 1 + came_back.count() as u64,
            photos: photos(conn, id)?,
            problem,
            row,
            steps,
            parent,
            parts,
            visited_on,
            unit_name: unit_name(conn, record.unit_id)?,
            lead_unit_name: unit_name(conn, record.lead_unit_id)?,
        }))
    }

    /// What was done about a problem, oldest first.
    pub fn steps_of(&self, problem: Id) -> Result<Vec<StepRow>, StoreError> {
        let conn = self.connection();
        let mut steps = Vec::new();
        for id in self.ids_of(
            "SELECT id FROM problem_step WHERE problem_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id",
            problem,
        )? {
            let Some(row) = row::get(conn, ProblemStep::INFO.table, id)? else {
                continue;
            };
            steps.push(StepRow {
                id,
                step: ProblemStep::from_cells(&row.cells),
                made_at: row.created_at,
                receipt: super::receipt::of_sets(conn, (&row).into())?,
            });
        }
        Ok(steps)
    }

    fn ids_of(&self, sql: &str, of: Id) -> Result<Vec<Id>, StoreError> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([of.0.as_slice()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(id_at(row, 0)?);
        }
        Ok(found)
    }
}
