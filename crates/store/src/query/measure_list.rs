//! Measures by due date: what was promised, how far, with exact sums.
//!
//! One pass over an index that holds all that is summed; only the rows of the page are read whole.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use domain::{Id, Place, codes};
use rusqlite::{Connection, Row};

use super::{
    Asking, Facet, days_between, id_at, is_shown, maybe_id_at, person_name, place_at, receipt,
    unit_name,
};
use crate::{
    Store, StoreError,
    search::{Asked, Households, short_name},
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureQuery {
    /// `open`, `late`, `due_7`, `village`, `done`, `dropped`; another one shows the open ones.
    pub view: String,
    /// As in [`Store::search`], or words of the content.
    pub q: String,
    /// Codes of classes; none = all.
    pub classes: Vec<String>,
    /// Ids of people as text; none = all.
    pub persons: Vec<String>,
    /// Of one household, in all views.
    pub household: Option<Id>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields of the record, and counts named by what they count"
)]
pub struct MeasureRow {
    pub id: Id,
    pub version: u64,
    pub household_id: Option<Id>,
    pub division_code: String,
    pub for_name: String,
    pub class: String,
    pub content: String,
    pub person_name: String,
    pub unit_name: String,
    pub amount_fen: i64,
    pub paid_fen: i64,
    pub quantity: i64,
    pub quantity_done: i64,
    pub quantity_unit: String,
    pub starts_on: Option<String>,
    pub due_on: Option<String>,
    pub state: String,
    pub late_days: i64,
    pub result: String,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// A page of measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasurePage {
    /// The rows.
    pub rows: Vec<MeasureRow>,
    /// How many fit.
    pub total: u64,
    /// How many are done in the area.
    pub done: u64,
    /// How many there are, without those dropped.
    pub all: u64,
    /// Money paid for them.
    pub paid_fen: i64,
    /// Money planned for them.
    pub amount_fen: i64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Classes.
    pub classes: Vec<Facet>,
    /// Who answers for them.
    pub persons: Vec<Facet>,
}

/// The views of the list.
pub const VIEWS: [&str; 6] = ["open", "late", "due_7", "village", "done", "dropped"];

const LISTED: &str = include_str!("measure_list.sql");

/// The views that a measure is in.
fn views_of(state: &str, due_on: &str, is_village: bool, (today, soon): (&str, &str)) -> u8 {
    let is_open = !matches!(state, "done" | "dropped");
    let has_due = !due_on.is_empty();
    let bits = [
        is_open,
        is_open && has_due && due_on < today,
        is_open && has_due && due_on >= today && due_on <= soon,
        is_village,
        state == "done",
        state == "dropped",
    ];
    bits.iter()
        .enumerate()
        .fold(0, |set, (bit, is_in)| set | (u8::from(*is_in) << bit))
}

impl Store {
    /// Measures as the query wants them.
    pub fn measure_list(
        &self,
        asking: Asking<'_>,
        query: &MeasureQuery,
    ) -> Result<MeasurePage, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let asked = Asked::new(&households, &query.q);
        let named = if query.q.trim().is_empty() {
            HashSet::new()
        } else {
            named(conn, query.q.trim())?
        };
        let view = VIEWS
            .iter()
            .position(|view| *view == query.view)
            .unwrap_or(0);
        let mut page = MeasurePage::default();
        let today = asking.today.to_string();
        let soon = asking
            .today
            .checked_add_days(Days::new(7))
            .unwrap_or(asking.today)
            .to_string();
        let mut counted = [0_u64; VIEWS.len()];
        let (mut classes, mut persons) =
            (BTreeMap::<String, u64>::new(), HashMap::<Id, u64>::new());
        let wanted_persons: Vec<Id> = query
            .persons
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        let mut wanted = Vec::new();
        let mut statement = conn.prepare_cached(LISTED)?;
        let mut dateless = conn.prepare_cached(LISTED)?;
        let mut rows = statement.query(["0", "9999"])?;
        let mut last = Some(dateless.query(["", ""])?);
        // What has no date comes last; two passes keep the order of the index.
        loop {
            let Some(row) = rows.next()? else {
                let Some(next) = last.take() else { break };
                rows = next;
                continue;
            };
            if !is_shown(asking.scope, place_at(row, 8)?) {
                continue;
            }
            let household = maybe_id_at(row, 5)?;
            if query.household.is_some() && household != query.household {
                continue;
            }
            let state = row.get_ref(2)?.as_str().unwrap_or_default();
            let due_on = row.get_ref(1)?.as_str().unwrap_or_default();
            if state != "dropped" {
                page.all += 1;
                page.done += u64::from(state == "done");
                page.amount_fen += row.get::<_, Option<i64>>(6)?.unwrap_or(0);
                page.paid_fen += row.get::<_, Option<i64>>(7)?.unwrap_or(0);
            }
            let views = views_of(state, due_on, household.is_none(), (&today, &soon));
            for (bit, count) in counted.iter_mut().enumerate() {
                *count += u64::from(views >> bit & 1);
            }
            if query.household.is_none() && views >> view & 1 == 0 {
                continue;
            }
            let id = id_at(row, 0)?;
            if let Some(asked) = &asked {
                let home = household.and_then(|id| households.home_of(id));
                let is_found = home.is_some_and(|home| asked.rank(&households, home).is_some());
                if !is_found && !named.contains(&id) {
                    continue;
                }
            }
            let class = row.get_ref(3)?.as_str().unwrap_or_default();
            let person = maybe_id_at(row, 4)?;
            let by_class =
                query.classes.is_empty() || query.classes.iter().any(|code| code == class);
            let by_person =
                wanted_persons.is_empty() || person.is_some_and(|id| wanted_persons.contains(&id));
            if by_person {
                match classes.get_mut(class) {
                    Some(count) => *count += 1,
                    None => _ = classes.insert(class.to_owned(), 1),
                }
            }
            if by_class && let Some(person) = person {
                *persons.entry(person).or_default() += 1;
            }
            if by_class && by_person {
                if (query.offset as u64..(query.offset + query.limit) as u64).contains(&page.total)
                {
                    wanted.push(id);
                }
                page.total += 1;
            }
        }
        for id in wanted {
            page.rows
                .extend(measure_row(conn, &households, asking, id)?);
        }
        page.views = VIEWS
            .iter()
            .zip(counted)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect();
        page.classes = classes
            .into_iter()
            .map(|(code, count)| Facet {
                label: codes::MEASURE_CLASS.label_of(&code),
                code,
                count,
            })
            .collect();
        for (id, count) in persons {
            page.persons.push(Facet {
                label: person_name(conn, id)?,
                code: id.to_string(),
                count,
            });
        }
        page.persons
            .sort_by(|a, b| (&a.label, &a.code).cmp(&(&b.label, &b.code)));
        Ok(page)
    }
}

/// Measures of one household, open ones first, then by due date.
pub fn measures_of(
    store: &Store,
    asking: Asking<'_>,
    household: Id,
) -> Result<Vec<MeasureRow>, StoreError> {
    let households = store.index.current(store.connection())?;
    let conn = store.connection();
    let mut statement = conn.prepare_cached(
        "SELECT id FROM measure WHERE household_id = ?1 AND deleted_at IS NULL
         ORDER BY state IN ('done', 'dropped'), due_on = '', due_on, id",
    )?;
    let mut rows = statement.query([household.0.as_slice()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(measure_row(conn, &households, asking, id_at(row, 0)?)?);
    }
    Ok(found)
}

/// Measures whose content has these words.
fn named(conn: &Connection, words: &str) -> Result<HashSet<Id>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM measure WHERE deleted_at IS NULL AND instr(content, ?1) > 0",
    )?;
    let mut rows = statement.query([words])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        found.insert(id_at(row, 0)?);
    }
    Ok(found)
}

/// One measure of the caller's area as a row of the list.
pub(super) fn measure_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<MeasureRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, division_code, class, content, person_id, unit_id, amount_fen, paid_fen, quantity,
                quantity_done, quantity_unit, starts_on, due_on, state, result, _seq, _mine, _place, changed_at
         FROM measure WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 15)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = maybe_id_at(row, 0)?;
    let division_code: String = row.get(1)?;
    let state: String = row.get(13)?;
    let due_on = date_at(row, 12)?;
    let number = |index: usize| -> Result<i64, StoreError> {
        Ok(row.get::<_, Option<i64>>(index)?.unwrap_or(0))
    };
    Ok(Some(MeasureRow {
        id,
        version: come.seq,
        for_name: for_name(households, household_id, &division_code, come.place),
        household_id,
        division_code,
        class: row.get(2)?,
        content: row.get(3)?,
        person_name: person_name(conn, id_at(row, 4)?)?,
        unit_name: unit_name(conn, id_at(row, 5)?)?,
        amount_fen: number(6)?,
        paid_fen: number(7)?,
        quantity: number(8)?,
        quantity_done: number(9)?,
        quantity_unit: row.get(10)?,
        starts_on: date_at(row, 11)?,
        late_days: late_days(&state, due_on.as_deref(), asking.today),
        due_on,
        state,
        result: row.get(14)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}

/// Days past the due date of what is still open.
pub(super) fn late_days(state: &str, due_on: Option<&str>, today: NaiveDate) -> i64 {
    match due_on {
        Some(due_on) if !matches!(state, "done" | "dropped" | "verified") => {
            days_between(due_on, today).max(0)
        }
        _ => 0,
    }
}

pub(super) fn date_at(row: &Row<'_>, index: usize) -> Result<Option<String>, StoreError> {
    Ok(Some(row.get::<_, String>(index)?).filter(|text| !text.is_empty()))
}

/// Whom it is for: the head of the household, or the place.
pub(super) fn for_name(
    households: &Households,
    household: Option<Id>,
    division: &str,
    place: Place,
) -> String {
    if let Some(home) = household.and_then(|id| households.home_of(id)) {
        return households.head_name(home);
    }
    let code = if division.is_empty() {
        place.code()
    } else {
        division.to_owned()
    };
    short_name(households.division_name(&code)).to_owned()
}
