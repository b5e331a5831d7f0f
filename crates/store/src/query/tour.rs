//! 逐户走访: a plan over the households of a place, ticked off by the visits that were recorded, and by nothing else.

use std::{collections::HashMap, rc::Rc};

use chrono::{Days, NaiveDate};
use domain::{
    Id, Place,
    records::{Record, Tour},
};

use super::{
    Asking, id_at, is_shown, person_label, person_name, place_at, receipt, visitors::Visitors,
};
use crate::{
    Row, Store, StoreError, row,
    search::{Day, Households, day, day_text, index::day_of, is_counted, short_name},
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

/// A plan with its households in order, and what the visits say of each.
struct Plan {
    row: Row,
    tour: Tour,
    first: Day,
    last: Day,
    visitors: Rc<Visitors>,
    /// By number of the household.
    members: Vec<(u32, Mark)>,
}

/// What the visits say of one household of a plan.
#[derive(Default, Clone, Copy)]
struct Mark {
    /// First visit within the plan; 0 = none.
    on: Day,
    visit: Id,
    /// Number of the list of who went.
    persons: u32,
    /// Last one before it that counts.
    before: Day,
    /// Last one before it by anybody.
    before_any: Day,
}

impl Store {
    /// The plans of the area, the newest first.
    pub fn tour_list(&self, asking: Asking<'_>) -> Result<Vec<TourRow>, StoreError> {
        let conn = self.connection();
        let households = self.index.current(conn)?;
        let mut statement = conn.prepare_cached(
            "SELECT id, _place FROM tour WHERE deleted_at IS NULL ORDER BY starts_on DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if is_shown(asking.scope, place_at(row, 1)?) {
                found.extend(row::get(conn, Tour::INFO.table, id_at(row, 0)?)?);
            }
        }
        let plans = self.plans(&households, asking, found)?;
        let rows = plans.iter().map(|plan| self.tour_row(&households, plan));
        rows.collect()
    }

    /// One plan with its households in the order in which people walk: by group, then by number.
    pub fn tour(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<(TourRow, Vec<TourHome>)>, StoreError> {
        let conn = self.connection();
        let found = row::get(conn, Tour::INFO.table, id)?
            .filter(|row| !row.is_deleted() && is_shown(asking.scope, row.place));
        let households = self.index.current(conn)?;
        let plans = self.plans(&households, asking, found.into_iter().collect())?;
        let Some(plan) = plans.first() else {
            return Ok(None);
        };
        let mut homes = Vec::with_capacity(plan.members.len());
        for (index, mark) in &plan.members {
            let home = &households.homes[*index as usize];
            let called = households.called(Some(home));
            let mut names = Vec::new();
            if mark.on > 0 {
                for person in households.items(mark.persons) {
                    names.push(person_label(conn, person)?);
                }
                names.retain(|name| !name.is_empty());
            }
            homes.push(TourHome {
                household_id: home.id,
                head_name: called.head_name,
                group_name: called.group_name,
                village_name: called.village_name,
                number: home.number.to_string(),
                people: u64::from(home.people),
                cause: households.causes.text(home.cause).to_owned(),
                visit_id: (mark.on > 0).then_some(mark.visit),
                visited_on: day_text(mark.on),
                person_names: names,
                before_on: day_text(mark.before_any),
            });
        }
        Ok(Some((self.tour_row(&households, plan)?, homes)))
    }

    /// The plans of these rows with their households: one pass over the households and one over the visits, however
    /// many plans there are.
    fn plans(
        &self,
        households: &Households,
        asking: Asking<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<Plan>, StoreError> {
        let mut plans = self.begun(households, rows)?;
        // A household's plans, with its place among their members.
        let mut of_home: Vec<Vec<(usize, usize)>> = vec![Vec::new(); households.homes.len()];
        let areas: Vec<_> = plans
            .iter()
            .map(|plan| Place::from_code(&plan.tour.division_code).map(Place::range))
            .collect();
        let mut of_place: HashMap<Place, Vec<usize>> = HashMap::new();
        for index in &households.order {
            let home = &households.homes[*index as usize];
            if !is_counted(asking.scope, home) {
                continue;
            }
            let here = of_place.entry(home.place).or_insert_with(|| {
                (0..plans.len())
                    .filter(|plan| areas[*plan].is_some_and(|area| area.contains(home.place)))
                    .collect()
            });
            let group = households.groups.text(home.group);
            for number in here {
                let plan = &mut plans[*number];
                let groups = &plan.tour.groups;
                if groups.is_empty() || groups.iter().any(|wanted| wanted == group) {
                    of_home[*index as usize].push((*number, plan.members.len()));
                    plan.members.push((*index, Mark::default()));
                }
            }
        }
        let last = plans.iter().map(|plan| plan.last).max().unwrap_or(0);
        for visit in households.visits_between(0, last).iter() {
            for (number, at) in of_home.get(visit.home as usize).into_iter().flatten() {
                let plan = &mut plans[*number];
                if visit.on > plan.last {
                    continue;
                }
                let counts = plan.visitors.counts(visit);
                let mark = &mut plan.members[*at].1;
                if visit.on < plan.first {
                    mark.before_any = visit.on;
                    if counts {
                        mark.before = visit.on;
                    }
                } else if counts && mark.on == 0 {
                    mark.on = visit.on;
                    mark.visit = visit.id;
                    mark.persons = visit.persons;
                }
            }
        }
        for plan in &mut plans {
            if let Some(unseen) = unseen_before(&plan.tour) {
                plan.members.retain(|(_, mark)| mark.before < unseen);
            }
        }
        Ok(plans)
    }

    /// The plans with their words alone.
    fn begun(&self, households: &Households, rows: Vec<Row>) -> Result<Vec<Plan>, StoreError> {
        let anyone = Rc::new(Visitors::Anyone);
        let mut secretaries = None;
        let mut plans = Vec::with_capacity(rows.len());
        for row in rows {
            let tour = Tour::from_cells(&row.cells);
            let visitors = match tour.counts.as_str() {
                "person" => Rc::new(Visitors::person(households, tour.person_id)),
                "first_secretary" => {
                    if secretaries.is_none() {
                        let found = Visitors::first_secretaries(self.connection(), households)?;
                        secretaries = Some(Rc::new(found));
                    }
                    secretaries
                        .as_ref()
                        .map_or_else(|| Rc::clone(&anyone), Rc::clone)
                }
                _ => Rc::clone(&anyone),
            };
            plans.push(Plan {
                first: day(&tour.starts_on),
                last: match day(&tour.ends_on) {
                    0 => Day::MAX,
                    last => last,
                },
                row,
                tour,
                visitors,
                members: Vec::new(),
            });
        }
        Ok(plans)
    }

    fn tour_row(&self, households: &Households, plan: &Plan) -> Result<TourRow, StoreError> {
        let conn = self.connection();
        let (row, tour) = (&plan.row, plan.tour.clone());
        let seen = plan.members.iter().filter(|(_, mark)| mark.on > 0);
        let person = tour.person_id;
        Ok(TourRow {
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
            households: plan.members.len() as u64,
            seen: seen.count() as u64,
            receipt: receipt::receipt(conn, row.id, row.into())?,
            conflict: receipt::in_conflict(conn, row.id)?,
        })
    }
}

/// Households whose last visit lies before this day are of the plan; nothing when all are.
fn unseen_before(tour: &Tour) -> Option<Day> {
    let days = tour.unseen_days.filter(|days| *days > 0)? as u64;
    let starts = NaiveDate::parse_from_str(&tour.starts_on, "%Y-%m-%d").ok()?;
    starts.checked_sub_days(Days::new(days)).map(day_of)
}
