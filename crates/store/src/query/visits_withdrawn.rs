//! Withdrawn visits: in no count and not in the index, so they are read from the file, and filtered as the others are.
//! One that was undone as soon as it was written was never said to anybody, and is in no list.

use std::collections::BTreeMap;

use domain::{Id, records::LATE_AFTER_DAYS};
use rusqlite::{Connection, Row};

use super::{
    Asking, id_at, is_shown, place_at,
    visit_list::{MARK_BITS, MARKS, PENDING, VisitQuery, Waiting, items, late_days, wanted_marks},
};
use crate::{
    StoreError,
    search::{Households, index::work},
};

/// What the list shows of them.
#[derive(Default)]
pub(super) struct Withdrawn {
    /// Newest business date first, those that fit all filters.
    pub(super) ids: Vec<Id>,
    /// How many there are, filters aside.
    pub(super) all: u64,
    /// Counts of what fits all filters but its own.
    pub(super) persons: BTreeMap<String, u64>,
    pub(super) purposes: BTreeMap<String, u64>,
    pub(super) groups: BTreeMap<String, u64>,
    pub(super) villages: BTreeMap<String, u64>,
    pub(super) marks: [u64; MARKS.len()],
}

const WITHDRAWN: &str =
    "SELECT id, household_id, note, visited_on, _place, person_ids, purposes, satisfaction, created_at, _mine,
        EXISTS (SELECT 1 FROM problem WHERE visit_id = visit.id AND deleted_at IS NULL),
        EXISTS (SELECT 1 FROM photo WHERE owner_id = visit.id AND owner_kind = 'visit' AND deleted_at IS NULL)
     FROM visit WHERE deleted_at IS NOT NULL AND deleted_reason <> 'undone' ORDER BY visited_on DESC, id DESC";

/// Those of the area; `fits` says whether household and note have the words asked for.
pub(super) fn withdrawn(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    query: &VisitQuery,
    fits: impl Fn(u32, &str) -> bool,
) -> Result<Withdrawn, StoreError> {
    let mut found = Withdrawn::default();
    let waiting = Waiting::of(conn)?;
    let wanted = wanted_marks(query);
    let mut statement = conn.prepare_cached(WITHDRAWN)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let household = id_at(row, 1)?;
        let on = row.get_ref(3)?.as_str().unwrap_or_default();
        let of_month = |month: &String| on.starts_with(month.as_str());
        if !is_shown(asking.scope, place_at(row, 4)?)
            || query.household.is_some_and(|wanted| wanted != household)
            || !query.month.as_ref().is_none_or(of_month)
        {
            continue;
        }
        found.all += 1;
        let home = households.index_of(household);
        if !fits(home, row.get_ref(2)?.as_str().unwrap_or_default()) {
            continue;
        }
        let (persons, purposes) = (items(row, 5)?, items(row, 6)?);
        let group = households.groups.text(households.group_of(home));
        let village = households.villages.text(households.village_of(home));
        let marks = marks_of(row, on, &waiting)?;
        let has = |wanted: &[String], of: &[String]| {
            wanted.is_empty() || of.iter().any(|one| wanted.contains(one))
        };
        let is =
            |wanted: &[String], of: &str| wanted.is_empty() || wanted.iter().any(|one| one == of);
        let by = [
            has(&query.persons, &persons),
            has(&query.purposes, &purposes),
            is(&query.groups, group),
            is(&query.villages, village),
            wanted == 0 || wanted & marks != 0,
        ];
        let but_for = |own: usize| (0..).zip(by).all(|(one, fits)| fits || one == own);
        let count = |counts: &mut BTreeMap<String, u64>, what: &str| {
            *counts.entry(what.to_owned()).or_default() += 1;
        };
        if but_for(0) {
            for one in &persons {
                count(&mut found.persons, one);
            }
        }
        if but_for(1) {
            for one in &purposes {
                count(&mut found.purposes, one);
            }
        }
        if but_for(2) && !group.is_empty() {
            count(&mut found.groups, group);
        }
        if but_for(3) && !village.is_empty() {
            count(&mut found.villages, village);
        }
        if but_for(4) {
            for (count, bit) in found.marks.iter_mut().zip(MARK_BITS) {
                *count += u64::from(marks & bit != 0);
            }
        }
        if by.iter().all(|fits| *fits) {
            found.ids.push(id_at(row, 0)?);
        }
    }
    Ok(found)
}

fn marks_of(row: &Row<'_>, on: &str, waiting: &Waiting) -> Result<u8, StoreError> {
    let satisfaction = row.get_ref(7)?.as_str().unwrap_or_default();
    let marks = [
        (
            late_days(on, row.get(8)?) > LATE_AFTER_DAYS as i64,
            work::LATE,
        ),
        (
            waiting.has(row.get::<_, i64>(9)? as u64) && row.get::<_, i64>(9)? != 0,
            PENDING,
        ),
        (row.get::<_, bool>(10)?, work::PROBLEM),
        (row.get::<_, bool>(11)?, work::PHOTO),
        (satisfaction.ends_with("unsatisfied"), work::UNSATISFIED),
    ];
    let so = marks.into_iter().filter(|(is_so, _)| *is_so);
    Ok(so.fold(0, |marks, (_, mark)| marks | mark))
}
