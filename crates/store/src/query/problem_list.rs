//! The ledger of problems, and those of a household or of a visit.

use domain::{Id, env::date_of, records::Problem};
use rusqlite::{Connection, OptionalExtension, Statement};

use super::{
    Asking, days_between, id_at, is_shown, maybe_id_at,
    measure_list::{date_at, for_name, late_days},
    person_name, receipt, village_name,
};
use crate::{Store, StoreError, search::Households};

/// One problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct ProblemRow {
    pub id: Id,
    pub version: u64,
    pub household_id: Option<Id>,
    pub for_name: String,
    pub village_name: String,
    /// See [`Problem::number`].
    pub number: String,
    pub content: String,
    pub kind: String,
    pub category: String,
    pub source: String,
    pub state: String,
    pub due_on: Option<String>,
    pub person_name: String,
    pub late_days: i64,
    /// Days since it was handed in, while nobody has looked back.
    pub waiting_days: i64,
    /// Somebody urged since anything was done about it.
    pub urged: bool,
    /// The common problem that it is part of.
    pub parent_id: Option<Id>,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// Problems of one household, open ones first, then by due date.
pub fn problems_of(
    store: &Store,
    asking: Asking<'_>,
    household: Id,
) -> Result<Vec<ProblemRow>, StoreError> {
    let statement = store.connection().prepare_cached(
        "SELECT id FROM problem WHERE household_id = ?1 AND deleted_at IS NULL
         ORDER BY state IN ('done', 'verified'), due_on = '', due_on, id",
    )?;
    rows(store, asking, statement, household)
}

/// Problems found on one visit.
pub fn problems_of_visit(
    store: &Store,
    asking: Asking<'_>,
    visit: Id,
) -> Result<Vec<ProblemRow>, StoreError> {
    let statement = store.connection().prepare_cached(
        "SELECT id FROM problem WHERE visit_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id",
    )?;
    rows(store, asking, statement, visit)
}

fn rows(
    store: &Store,
    asking: Asking<'_>,
    mut statement: rusqlite::CachedStatement<'_>,
    of: Id,
) -> Result<Vec<ProblemRow>, StoreError> {
    let statement: &mut Statement<'_> = &mut statement;
    let households = store.index.current(store.connection())?;
    let mut rows = statement.query([of.0.as_slice()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(problem_row(
            store.connection(),
            &households,
            asking,
            id_at(row, 0)?,
        )?);
    }
    Ok(found)
}

/// One problem of the caller's area.
pub(super) fn problem_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<ProblemRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, division_code, content, kind, category, source, state, due_on, person_id,
                _seq, _mine, _place, changed_at, parent_id
         FROM problem WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 9)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = maybe_id_at(row, 0)?;
    let division_code: String = row.get(1)?;
    let state: String = row.get(6)?;
    let due_on = date_at(row, 7)?;
    Ok(Some(ProblemRow {
        id,
        version: come.seq,
        for_name: for_name(households, household_id, &division_code, come.place),
        household_id,
        village_name: village_name(households, &come.place.code()),
        number: Problem::number(id),
        content: row.get(2)?,
        kind: row.get(3)?,
        category: row.get(4)?,
        source: row.get(5)?,
        late_days: late_days(&state, due_on.as_deref(), asking.today),
        due_on,
        waiting_days: if state == "done" {
            waiting_days(conn, asking, id, come.changed_at)?
        } else {
            0
        },
        state,
        person_name: person_name(conn, id_at(row, 8)?)?,
        urged: last_step(conn, id)? == "urge",
        parent_id: maybe_id_at(row, 13)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}

/// What was done about it last; nothing where nobody has done anything.
fn last_step(conn: &Connection, id: Id) -> Result<String, StoreError> {
    super::name_of(
        conn,
        "SELECT kind FROM problem_step WHERE problem_id = ?1 AND deleted_at IS NULL
         ORDER BY created_at DESC, id DESC LIMIT 1",
        id,
    )
}

/// Since it was handed in; what an older program handed in has no step, and counts from its last change.
fn waiting_days(
    conn: &Connection,
    asking: Asking<'_>,
    id: Id,
    changed_at: i64,
) -> Result<i64, StoreError> {
    let handed_in: Option<String> = conn
        .prepare_cached(
            "SELECT made_on FROM problem_step WHERE problem_id = ?1 AND kind = 'submit' AND deleted_at IS NULL
             ORDER BY created_at DESC LIMIT 1",
        )?
        .query_row([id.0.as_slice()], |row| row.get(0))
        .optional()?;
    let days = match handed_in {
        Some(on) => days_between(&on, asking.today),
        None => (asking.today - date_of(changed_at)).num_days(),
    };
    Ok(days.max(0))
}
