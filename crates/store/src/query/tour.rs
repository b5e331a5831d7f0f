//! 逐户走访: a plan over the households of a place, ticked off by the visits that were recorded, and by nothing else.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use domain::{
    Id, Place,
    place::PlaceRange,
    records::{Record, Tour},
};

use super::{Asking, id_at, is_shown, person_name, place_at, receipt, visit_list::visit_row};
use crate::{
    Row, Store, StoreError, row,
    search::{
        Day, Households, day, day_text,
        index::{Home, day_of},
        is_counted, short_name,
    },
};

/// One plan with how far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record, and counts")]
pub struct TourRow {
    pub id: Id,
    pub version: u64,
    pub division_code: String,
    pub division_name: String,
    pub name: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
    pub groups: Vec<String>,
    pub unseen_days: Option<i64>,
    pub counts: String,
    pub person_id: Option<Id>,
    pub person_name: String,
    pub households: u64,
    pub seen: u64,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// One household of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named by what they hold")]
pub struct TourHome {
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub number: String,
    pub people: u64,
    pub cause: String,
    /// The visit that ticks it off; nothing yet.
    pub visit_id: Option<Id>,
    pub visited_on: Option<String>,
    pub person_names: Vec<String>,
    /// Before the plan began, by anybody.
    pub before_on: Option<String>,
}

/// What one pass over the visits says of each household, by its number among `homes`.
struct Pass {
    /// First visit within the plan; 0 = none.
    on: Vec<Day>,
    visit: Vec<Id>,
    /// Last one before it that counts.
    before: Vec<Day>,
    /// Last one before it by anybody.
    before_any: Vec<Day>,
}

impl Store {
    /// The plans of the area, the newest first.
    pub fn tour_list(&self, asking: Asking<'_>) -> Result<Vec<TourRow>, StoreError> {
        let households = self.index.current(self.connection())?;
        let mut statement = self.connection().prepare_cached(
            "SELECT id, _place FROM tour WHERE deleted_at IS NULL ORDER BY starts_on DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if is_shown(asking.scope, place_at(row, 1)?)
                && let Some(tour) = row::get(self.connection(), Tour::INFO.table, id_at(row, 0)?)?
            {
                found.push(self.tour_row(&households, asking, &tour)?.0);
            }
        }
        Ok(found)
    }

    /// One plan with its households in the order in which people walk: by group, then by number.
    pub fn tour(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<(TourRow, Vec<TourHome>)>, StoreError> {
        let conn = self.connection();
        let Some(found) = row::get(conn, Tour::INFO.table, id)?
            .filter(|row| !row.is_deleted() && is_shown(asking.scope, row.place))
        else {
            return Ok(None);
        };
        let households = self.index.current(conn)?;
        let (row, members, pass) = self.tour_row(&households, asking, &found)?;
        let mut homes = Vec::with_capacity(members.len());
        for index in members {
            let home = &households.homes[index as usize];
            let called = households.called(Some(home));
            let at = index as usize;
            let visit = pass.visit[at];
            let names = if visit.is_nil() {
                Vec::new()
            } else {
                visit_row(conn, &households, asking, visit)?
                    .map_or_else(Vec::new, |visit| visit.person_names)
            };
            homes.push(TourHome {
                household_id: home.id,
                head_name: called.head_name,
                group_name: called.group_name,
                village_name: called.village_name,
                number: home.number.to_string(),
                people: u64::from(home.people),
                cause: households.causes.text(home.cause).to_owned(),
                visit_id: Some(visit).filter(|id| !id.is_nil()),
                visited_on: day_text(pass.on[at]),
                person_names: names,
                before_on: day_text(pass.before_any[at]),
            });
        }
        Ok(Some((row, homes)))
    }

    /// The row of a plan, its households in order, and what the visits say of them.
    fn tour_row(
        &self,
        households: &Households,
        asking: Asking<'_>,
        row: &Row,
    ) -> Result<(TourRow, Vec<u32>, Pass), StoreError> {
        let conn = self.connection();
        let tour = Tour::from_cells(&row.cells);
        let counted = match tour.counts.as_str() {
            "person" => Some(tour.person_id.iter().map(Id::to_string).collect()),
            "first_secretary" => Some(self.visitors(asking, "first_secretary")?),
            _ => None,
        };
        let pass = pass(households, &tour, counted.as_ref());
        let area = Place::from_code(&tour.division_code).map(Place::range);
        let unseen = unseen_before(&tour);
        let members: Vec<u32> = households
            .order
            .iter()
            .copied()
            .filter(|index| {
                let home = &households.homes[*index as usize];
                is_counted(asking.scope, home)
                    && is_of(households, home, area, &tour)
                    && unseen.is_none_or(|day| pass.before[*index as usize] < day)
            })
            .collect();
        let seen = members
            .iter()
            .filter(|index| pass.on[**index as usize] != 0)
            .count() as u64;
        let person = tour.person_id;
        Ok((
            TourRow {
                id: row.id,
                version: row.seq,
                division_name: short_name(households.division_name(&tour.division_code)).to_owned(),
                division_code: tour.division_code,
                name: tour.name,
                starts_on: tour.starts_on,
                ends_on: Some(tour.ends_on).filter(|on| !on.is_empty()),
                groups: tour.groups,
                unseen_days: tour.unseen_days,
                counts: tour.counts,
                person_name: person.map_or(Ok(String::new()), |id| person_name(conn, id))?,
                person_id: person,
                households: members.len() as u64,
                seen,
                receipt: receipt::receipt(conn, row.id, row.into())?,
                conflict: receipt::in_conflict(conn, row.id)?,
            },
            members,
            pass,
        ))
    }

    /// Ids as text of the people whose visits count: `me`, or whoever is first secretary in the area now.
    pub(super) fn visitors(
        &self,
        asking: Asking<'_>,
        by: &str,
    ) -> Result<HashSet<String>, StoreError> {
        if by != "first_secretary" {
            return Ok(HashSet::from([asking.person.to_string()]));
        }
        let mut found = HashSet::new();
        let mut statement = self.connection().prepare_cached(
            "SELECT person_id, division_code FROM \"grant\"
             WHERE role = 'first_secretary' AND ended_at IS NULL AND deleted_at IS NULL AND person_id IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = Place::from_code(row.get_ref(1)?.as_str().unwrap_or_default());
            if place.is_some_and(|place| is_shown(asking.scope, place)) {
                found.insert(id_at(row, 0)?.to_string());
            }
        }
        let today = asking.today.to_string();
        let mut statement = self.connection().prepare_cached(
            "SELECT person_id, _place FROM posting
             WHERE duty = 'first_secretary' AND deleted_at IS NULL AND person_id IS NOT NULL
               AND (ends_on = '' OR ends_on >= ?1)",
        )?;
        let mut rows = statement.query([today])?;
        while let Some(row) = rows.next()? {
            if is_shown(asking.scope, place_at(row, 1)?) {
                found.insert(id_at(row, 0)?.to_string());
            }
        }
        Ok(found)
    }
}

fn pass(households: &Households, tour: &Tour, counted: Option<&HashSet<String>>) -> Pass {
    let all = households.homes.len();
    let mut pass = Pass {
        on: vec![0; all],
        visit: vec![Id::nil(); all],
        before: vec![0; all],
        before_any: vec![0; all],
    };
    let counts: Vec<bool> = households
        .work
        .items
        .iter()
        .map(|items| counted.is_none_or(|people| items.iter().any(|item| people.contains(item))))
        .collect();
    let first = day(&tour.starts_on);
    let last = match day(&tour.ends_on) {
        0 => Day::MAX,
        last => last,
    };
    for visit in households.visits_between(0, last) {
        let at = visit.home as usize;
        if at >= all {
            continue;
        }
        let does_count = counts[visit.persons as usize];
        if visit.on < first {
            pass.before_any[at] = visit.on;
            if does_count {
                pass.before[at] = visit.on;
            }
        } else if does_count && pass.on[at] == 0 {
            pass.on[at] = visit.on;
            pass.visit[at] = visit.id;
        }
    }
    pass
}

fn is_of(households: &Households, home: &Home, area: Option<PlaceRange>, tour: &Tour) -> bool {
    let group = households.groups.text(home.group);
    area.is_some_and(|area| area.contains(home.place))
        && (tour.groups.is_empty() || tour.groups.iter().any(|wanted| wanted == group))
}

/// Households whose last visit lies before this day are of the plan; nothing when all are.
fn unseen_before(tour: &Tour) -> Option<Day> {
    let days = tour.unseen_days.filter(|days| *days > 0)? as u64;
    let starts = NaiveDate::parse_from_str(&tour.starts_on, "%Y-%m-%d").ok()?;
    starts.checked_sub_days(Days::new(days)).map(day_of)
}
