//! One family on one page.

use domain::{
    Id,
    records::{Household, Income, Member, Record, by_table},
};

use super::{
    Asking,
    household_list::HouseholdRow,
    id_at,
    measure_list::{MeasureRow, measures_of},
    policy_told::PolicyTold,
    problem_list::{ProblemRow, problems_of},
    remark_list::{Neighbour, Remarked},
    request_list::RequestRow,
    status_events::Happened,
    visit_list::VisitRow,
};
use crate::{Row, Store, StoreError, row};

/// A household with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdCard {
    /// The record.
    pub household: Row,
    /// As in the list.
    pub row: HouseholdRow,
    /// Members, the head first, then by relation and age.
    pub members: Vec<Row>,
    /// Incomes, the newest year first.
    pub incomes: Vec<Row>,
    /// Newest visits.
    pub visits: Vec<VisitRow>,
    /// All visits.
    pub visits_total: u64,
    /// Measures, open ones first.
    pub measures: Vec<MeasureRow>,
    /// Problems, open ones first.
    pub problems: Vec<ProblemRow>,
    /// What strikes one about the data.
    pub remarks: Vec<Remarked>,
    /// What happened to the family, the newest first.
    pub events: Vec<Happened>,
    /// Households that were joined to this one.
    pub joined: Vec<Neighbour>,
    /// Requests, unfinished ones first.
    pub requests: Vec<RequestRow>,
    /// All policies, with when each was explained last.
    pub policies: Vec<PolicyTold>,
}

const VISITS: usize = 8;

impl Store {
    /// A household of the caller's area.
    pub fn household_card(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<HouseholdCard>, StoreError> {
        let conn = self.connection();
        let Some(row) = self.household_row_of(asking, id)? else {
            return Ok(None);
        };
        let Some(household) = row::get(conn, Household::INFO.table, id)? else {
            return Ok(None);
        };
        let (visits, visits_total) = self.visits_of(asking, id, VISITS)?;
        let members = self.members_of(id)?;
        let incomes = self.rows_of(
            Income::INFO.table,
            "SELECT id FROM income WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY year DESC, item, id",
            id,
        )?;
        Ok(Some(HouseholdCard {
            remarks: self.remarks_on(asking, &household, &members, &incomes)?,
            events: self.status_events_of(id)?,
            joined: self.joined_to(asking, id)?,
            members,
            incomes,
            visits,
            visits_total,
            measures: measures_of(self, asking, id)?,
            problems: problems_of(self, asking, id)?,
            requests: self.requests_of(asking, id)?,
            policies: self.policies_told(asking, id)?,
            household,
            row,
        }))
    }

    /// Incomes of a household, the newest year first.
    pub fn incomes_of(&self, household: Id) -> Result<Vec<Row>, StoreError> {
        self.rows_of(
            Income::INFO.table,
            "SELECT id FROM income WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY year DESC, item, id",
            household,
        )
    }

    /// Members of a household, the head first.
    pub fn members_of(&self, household: Id) -> Result<Vec<Row>, StoreError> {
        self.rows_of(
            Member::INFO.table,
            "SELECT id FROM member WHERE household_id = ?1 AND deleted_at IS NULL
             ORDER BY relation <> '01', relation = '', relation, born_on, id",
            household,
        )
    }

    pub(super) fn rows_of(
        &self,
        table: u16,
        sql: &str,
        household: Id,
    ) -> Result<Vec<Row>, StoreError> {
        debug_assert!(by_table(table).is_some(), "a record of the registry");
        let conn = self.connection();
        let mut statement = conn.prepare_cached(sql)?;
        let mut found = Vec::new();
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            found.extend(row::get(conn, table, id_at(row, 0)?)?);
        }
        Ok(found)
    }
}
