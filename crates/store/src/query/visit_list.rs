//! Visits, newest business date first, then by entry: any view and filter, with exact counts.
//!
//! One pass over an index that holds all that is counted; only the rows of the page are read whole.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use domain::{Id, codes, env::date_of, records::list};
use rusqlite::{Connection, Row};

use super::{Asking, Facet, days_between, id_at, is_shown, person_name, place_at, receipt};
use crate::{
    Store, StoreError,
    search::{Asked, Households, short_name},
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitQuery {
    /// `all`, `mine`, `problem`, `pending`, `late`.
    pub view: String,
    /// As in [`Store::search`], or words of the note.
    pub q: String,
    /// Ids of people as text; none = all. So for the others.
    pub persons: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Codes of purposes.
    pub purposes: Vec<String>,
    /// Of one household.
    pub household: Option<Id>,
    /// Of one month, `2018-09`.
    pub month: Option<String>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields of the record, and counts named by what they count"
)]
pub struct VisitRow {
    pub id: Id,
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub visited_on: String,
    pub recorded_at_ms: i64,
    pub person_names: Vec<String>,
    pub mine: bool,
    pub note: String,
    pub purposes: Vec<String>,
    pub mode: String,
    pub satisfaction: String,
    pub photos: u64,
    pub problems: u64,
    pub late_days: i64,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// A page of visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitPage {
    /// The rows.
    pub rows: Vec<VisitRow>,
    /// How many fit.
    pub total: u64,
    /// Households visited in this month.
    pub households_month: u64,
    /// Households in the area.
    pub households_all: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Who went.
    pub persons: Vec<Facet>,
    /// Groups.
    pub groups: Vec<Facet>,
    /// Purposes.
    pub purposes: Vec<Facet>,
}

/// The views of the list.
pub const VIEWS: [&str; 5] = ["all", "mine", "problem", "pending", "late"];

const LISTED: &str = include_str!("visit_list.sql");

/// One visit as the pass meets it.
struct Listed {
    id: Id,
    household: Id,
    persons: Rc<Vec<String>>,
    purposes: Rc<Vec<String>>,
    month: bool,
    views: u8,
}

struct Pass<'a> {
    asking: Asking<'a>,
    me: String,
    problems: HashSet<Id>,
    /// The newest own set that has a receipt is looked up once a set.
    pending: HashMap<u64, bool>,
    this_month: String,
    lists: Lists,
    /// The day of the entry that was met last, as a number and as a date.
    entered: (i64, String),
}

const DAY_MS: i64 = 86_400_000;
const EIGHT_HOURS_MS: i64 = 8 * 3_600_000;

/// Lists as rows hold them: few are different, so each text is read once.
#[derive(Default)]
struct Lists(HashMap<String, Rc<Vec<String>>>);

impl Lists {
    fn get(&mut self, row: &Row<'_>, index: usize) -> Result<Rc<Vec<String>>, StoreError> {
        let text = row.get_ref(index)?.as_str().unwrap_or_default();
        if let Some(items) = self.0.get(text) {
            return Ok(Rc::clone(items));
        }
        let items = Rc::new(items(row, index)?);
        self.0.insert(text.to_owned(), Rc::clone(&items));
        Ok(items)
    }
}

/// Counts by text, without making a text for each row.
fn count(counts: &mut BTreeMap<String, u64>, text: &str) {
    match counts.get_mut(text) {
        Some(count) => *count += 1,
        None => _ = counts.insert(text.to_owned(), 1),
    }
}

impl Pass<'_> {
    fn row(&mut self, conn: &Connection, row: &Row<'_>) -> Result<Option<Listed>, StoreError> {
        if !is_shown(self.asking.scope, place_at(row, 6)?) {
            return Ok(None);
        }
        let id = id_at(row, 0)?;
        let visited_on = row.get_ref(2)?.as_str().unwrap_or_default();
        let persons = self.lists.get(row, 4)?;
        let mine = row.get::<_, i64>(7)? as u64;
        let is_late = self.is_late(visited_on, row.get(3)?);
        let is_mine = persons.contains(&self.me);
        let bits = [
            true,
            is_mine,
            self.problems.contains(&id),
            self.is_pending(conn, mine)?,
            is_late,
        ];
        Ok(Some(Listed {
            id,
            household: id_at(row, 1)?,
            persons,
            purposes: self.lists.get(row, 5)?,
            month: visited_on.starts_with(&self.this_month),
            views: bits
                .iter()
                .enumerate()
                .fold(0, |set, (bit, is_in)| set | (u8::from(*is_in) << bit)),
        }))
    }

    /// Was it written down on a later day? Rows by entry come in runs of one day.
    fn is_late(&mut self, visited_on: &str, recorded_at: i64) -> bool {
        let day = recorded_at
            .saturating_add(EIGHT_HOURS_MS)
            .div_euclid(DAY_MS);
        if self.entered.0 != day || self.entered.1.is_empty() {
            self.entered = (day, date_of(recorded_at).to_string());
        }
        recorded_at > 0 && visited_on < self.entered.1.as_str()
    }

    fn is_pending(&mut self, conn: &Connection, mine: u64) -> Result<bool, StoreError> {
        if mine == 0 {
            return Ok(false);
        }
        if let Some(is_pending) = self.pending.get(&mine) {
            return Ok(*is_pending);
        }
        let is_pending: bool = conn
            .prepare_cached(
                "SELECT coalesce((SELECT answer = 0 FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1), 0)
                    AND NOT EXISTS (SELECT 1 FROM decision WHERE dseq = ?1)",
            )?
            .query_row([mine as i64], |row| row.get(0))?;
        self.pending.insert(mine, is_pending);
        Ok(is_pending)
    }
}

/// Days between the visit and its entry; 0 when it was written on the day.
pub fn late_days(visited_on: &str, recorded_at: i64) -> i64 {
    if recorded_at <= 0 {
        0
    } else {
        days_between(visited_on, date_of(recorded_at)).max(0)
    }
}

fn items(row: &Row<'_>, index: usize) -> Result<Vec<String>, StoreError> {
    let text = row.get_ref(index)?.as_str().unwrap_or_default();
    Ok(if text.is_empty() {
        Vec::new()
    } else {
        list(&text.into())
    })
}

impl Store {
    /// Visits as the query wants them.
    pub fn visit_list(
        &self,
        asking: Asking<'_>,
        query: &VisitQuery,
    ) -> Result<VisitPage, StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let asked = Asked::new(&households, &query.q);
        let noted = if query.q.trim().is_empty() {
            HashSet::new()
        } else {
            noted(conn, query.q.trim())?
        };
        let mut pass = Pass {
            asking,
            me: asking.person.to_string(),
            problems: with_problem(conn)?,
            pending: HashMap::new(),
            this_month: asking.today.format("%Y-%m").to_string(),
            lists: Lists::default(),
            entered: (0, String::new()),
        };
        let view = VIEWS
            .iter()
            .position(|view| *view == query.view)
            .unwrap_or(0);
        let month = query.month.clone().unwrap_or_default();
        let span = if month.is_empty() {
            (String::new(), "9999".to_owned())
        } else {
            (format!("{month}-"), format!("{month}-99"))
        };
        let mut counted = [0_u64; VIEWS.len()];
        let (mut persons, mut groups, mut purposes) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut visited: BTreeSet<Id> = BTreeSet::new();
        let (mut total, mut wanted) = (0_u64, Vec::new());
        let mut statement = conn.prepare_cached(LISTED)?;
        let mut rows = statement.query([span.0, span.1])?;
        while let Some(row) = rows.next()? {
            if query.household.is_some() && query.household != Some(id_at(row, 1)?) {
                continue;
            }
            let Some(visit) = pass.row(conn, row)? else {
                continue;
            };
            if visit.month {
                visited.insert(visit.household);
            }
            for (bit, count) in counted.iter_mut().enumerate() {
                *count += u64::from(visit.views >> bit & 1);
            }
            if visit.views >> view & 1 == 0 {
                continue;
            }
            let home = households.home_of(visit.household);
            if let Some(asked) = &asked {
                let found = home.is_some_and(|home| asked.rank(&households, home).is_some());
                if !found && !noted.contains(&visit.id) {
                    continue;
                }
            }
            let group = home.map_or("", |home| households.groups.text(home.group));
            let by_person = query.persons.is_empty()
                || visit.persons.iter().any(|id| query.persons.contains(id));
            let by_group = query.groups.is_empty() || query.groups.iter().any(|name| name == group);
            let by_purpose = query.purposes.is_empty()
                || visit
                    .purposes
                    .iter()
                    .any(|code| query.purposes.contains(code));
            if by_group && by_purpose {
                visit.persons.iter().for_each(|id| count(&mut persons, id));
            }
            if by_person && by_purpose && !group.is_empty() {
                count(&mut groups, group);
            }
            if by_person && by_group {
                visit
                    .purposes
                    .iter()
                    .for_each(|code| count(&mut purposes, code));
            }
            if by_person && by_group && by_purpose {
                if (query.offset as u64..(query.offset + query.limit) as u64).contains(&total) {
                    wanted.push(visit.id);
                }
                total += 1;
            }
        }
        let households_all = households.counted(asking.scope);
        let rows = wanted
            .into_iter()
            .map(|id| visit_row(conn, &households, asking, id))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        // Of one household or of another month: what was visited this month is asked apart.
        let households_month = if query.household.is_some() || query.month.is_some() {
            visited_in_month(conn, asking)?
        } else {
            visited.len() as u64
        };
        Ok(VisitPage {
            rows,
            total,
            households_month,
            households_all,
            views: VIEWS
                .iter()
                .zip(counted)
                .map(|(view, count)| Facet::new(view, "", count))
                .collect(),
            persons: persons
                .into_iter()
                .map(|(id, count)| {
                    let name = id
                        .parse()
                        .map_or(Ok(String::new()), |id| person_name(conn, id))?;
                    Ok(Facet {
                        code: id,
                        label: name,
                        count,
                    })
                })
                .collect::<Result<_, StoreError>>()?,
            groups: groups
                .into_iter()
                .map(|(name, count)| Facet::new(&name, &name, count))
                .collect(),
            purposes: purposes
                .into_iter()
                .map(|(code, count)| Facet {
                    label: codes::VISIT_PURPOSE.label_of(&code),
                    code,
                    count,
                })
                .collect(),
        })
    }

    /// Visits to one household, newest first, and how many there are.
    pub fn visits_of(
        &self,
        asking: Asking<'_>,
        household: Id,
        limit: usize,
    ) -> Result<(Vec<VisitRow>, u64), StoreError> {
        let households = self.index.current(self.connection())?;
        let conn = self.connection();
        let mut statement = conn.prepare_cached(
            "SELECT id FROM visit WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY visited_on DESC, created_at DESC",
        )?;
        let mut rows = statement.query([household.0.as_slice()])?;
        let (mut found, mut total) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            if found.len() < limit {
                found.extend(visit_row(conn, &households, asking, id_at(row, 0)?)?);
            }
            total += 1;
        }
        Ok((found, total))
    }
}

/// Households visited in the month of today.
pub fn visited_in_month(conn: &Connection, asking: Asking<'_>) -> Result<u64, StoreError> {
    let month = asking.today.format("%Y-%m").to_string();
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT household_id, _place FROM visit INDEXED BY visit_newest
         WHERE visited_on BETWEEN ?1 AND ?2 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([format!("{month}-01"), format!("{month}-31")])?;
    let mut seen = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if is_shown(asking.scope, place_at(row, 1)?) {
            seen.insert(id_at(row, 0)?);
        }
    }
    Ok(seen.len() as u64)
}

fn with_problem(conn: &Connection) -> Result<HashSet<Id>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT visit_id FROM problem WHERE visit_id IS NOT NULL AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        found.insert(id_at(row, 0)?);
    }
    Ok(found)
}

/// Visits whose note has these words.
fn noted(conn: &Connection, words: &str) -> Result<HashSet<Id>, StoreError> {
    let mut statement = conn
        .prepare_cached("SELECT id FROM visit WHERE deleted_at IS NULL AND instr(note, ?1) > 0")?;
    let mut rows = statement.query([words])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        found.insert(id_at(row, 0)?);
    }
    Ok(found)
}

/// One visit of the caller's area as a row of the list.
pub(super) fn visit_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<VisitRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, visited_on, created_at, person_ids, purposes, mode, note, satisfaction,
                _seq, _mine, _place, changed_at
         FROM visit WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 8)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = id_at(row, 0)?;
    let home = households.home_of(household_id);
    let persons = items(row, 3)?;
    let (visited_on, recorded_at_ms): (String, i64) = (row.get(1)?, row.get(2)?);
    let receipt = receipt::receipt(conn, id, come)?;
    let problems: i64 = conn
        .prepare_cached("SELECT count(*) FROM problem WHERE visit_id = ?1 AND deleted_at IS NULL")?
        .query_row([id.0.as_slice()], |row| row.get(0))?;
    Ok(Some(VisitRow {
        id,
        household_id,
        head_name: home
            .map(|home| households.head_name(home))
            .unwrap_or_default(),
        group_name: home
            .map(|home| households.groups.text(home.group).to_owned())
            .unwrap_or_default(),
        village_name: home
            .map(|home| {
                short_name(households.division_name(households.villages.text(home.village)))
                    .to_owned()
            })
            .unwrap_or_default(),
        late_days: late_days(&visited_on, recorded_at_ms),
        visited_on,
        recorded_at_ms,
        mine: persons.contains(&asking.person.to_string()),
        person_names: names(conn, &persons)?,
        note: row.get(6)?,
        purposes: items(row, 4)?,
        mode: row.get(5)?,
        satisfaction: row.get(7)?,
        photos: receipt.photos_total,
        problems: problems as u64,
        conflict: receipt::in_conflict(conn, id)?,
        receipt,
    }))
}

fn names(conn: &Connection, persons: &[String]) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::with_capacity(persons.len());
    for id in persons {
        let name = id
            .parse()
            .map_or(Ok(String::new()), |id| person_name(conn, id))?;
        if !name.is_empty() {
            names.push(name);
        }
    }
    Ok(names)
}
