//! Plans of a year with their lines, and how a household gets a house.

use domain::{
    Id,
    records::{
        HouseholdPlan, HouseholdPlanLine, HousingSolution, Record, VillagePlan, VillagePlanLine,
    },
};
use rusqlite::{ToSql, types::ToSqlOutput};

use super::id_at;
use crate::{Row, Store, StoreError, row};

/// A plan as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Its head, if somebody wrote one.
    pub head: Option<Row>,
    /// Its lines, the first written first.
    pub lines: Vec<Row>,
    /// The years that have a head or a line, the newest first.
    pub years: Vec<i64>,
}

/// The lines of a household's plan.
pub(super) const HOUSEHOLD_LINES: &str = "SELECT id FROM household_plan_line WHERE household_id = ?1 AND year = ?2 AND deleted_at IS NULL
     ORDER BY created_at, id";
const HOUSEHOLD_HEAD: &str =
    "SELECT id FROM household_plan WHERE household_id = ?1 AND year = ?2 AND deleted_at IS NULL";
pub(super) const HOUSEHOLD_YEARS: &str =
    "SELECT year FROM household_plan WHERE household_id = ?1 AND deleted_at IS NULL
     UNION SELECT year FROM household_plan_line WHERE household_id = ?1 AND deleted_at IS NULL
     ORDER BY year DESC";
/// The lines of a village's plan, targets before projects.
pub(super) const VILLAGE_LINES: &str =
    "SELECT id FROM village_plan_line WHERE division_code = ?1 AND year = ?2 AND deleted_at IS NULL
     ORDER BY kind DESC, created_at, id";
const VILLAGE_HEAD: &str =
    "SELECT id FROM village_plan WHERE division_code = ?1 AND year = ?2 AND deleted_at IS NULL";
pub(super) const VILLAGE_YEARS: &str =
    "SELECT year FROM village_plan WHERE division_code = ?1 AND deleted_at IS NULL
     UNION SELECT year FROM village_plan_line WHERE division_code = ?1 AND deleted_at IS NULL
     ORDER BY year DESC";
/// How a household gets a house.
pub(super) const HOUSING: &str = "SELECT id FROM housing_solution WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1";

/// An id where a question takes one.
struct Key(Id);

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.0.as_slice()))
    }
}

impl Store {
    /// What a household is to reach in a year.
    pub fn household_plan(&self, household: Id, year: i64) -> Result<Plan, StoreError> {
        let key = Key(household);
        Ok(Plan {
            head: self
                .rows_by(HouseholdPlan::INFO.table, HOUSEHOLD_HEAD, &[&key, &year])?
                .pop(),
            lines: self.rows_by(
                HouseholdPlanLine::INFO.table,
                HOUSEHOLD_LINES,
                &[&key, &year],
            )?,
            years: self.years(HOUSEHOLD_YEARS, &key)?,
        })
    }

    /// What a village is to reach in a year.
    pub fn village_plan(&self, code: &str, year: i64) -> Result<Plan, StoreError> {
        Ok(Plan {
            head: self
                .rows_by(VillagePlan::INFO.table, VILLAGE_HEAD, &[&code, &year])?
                .pop(),
            lines: self.rows_by(VillagePlanLine::INFO.table, VILLAGE_LINES, &[&code, &year])?,
            years: self.years(VILLAGE_YEARS, &code)?,
        })
    }

    /// How a household gets a house, if that is on record.
    pub fn housing_of(&self, household: Id) -> Result<Option<Row>, StoreError> {
        Ok(self
            .rows_by(HousingSolution::INFO.table, HOUSING, &[&Key(household)])?
            .pop())
    }

    fn rows_by(
        &self,
        table: u16,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<Row>, StoreError> {
        let conn = self.connection();
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.extend(row::get(conn, table, id_at(row, 0)?)?);
        }
        Ok(found)
    }

    fn years(&self, sql: &str, key: &dyn ToSql) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let years = statement.query_map([key], |row| row.get::<_, Option<i64>>(0))?;
        Ok(years
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }
}
