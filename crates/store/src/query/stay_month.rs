//! A person's month, one row a day: what is recorded, and the visits of the day beside it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::{Id, records::list};
use rusqlite::Connection;

use super::{Asking, id_at, is_shown, receipt};
use crate::{
    Store, StoreError,
    search::{day_text, index::day_of},
};

/// One day. Without a row, `id` is nothing and all texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct StayDay {
    pub on: NaiveDate,
    pub id: Option<Id>,
    pub version: u64,
    pub day: String,
    pub night: String,
    pub day_places: Vec<String>,
    pub night_place: String,
    pub note: String,
    pub recorded_at_ms: Option<i64>,
    /// Heads of the households visited on this day by the person.
    pub visit_names: Vec<String>,
    pub receipt: Option<receipt::RowReceipt>,
}

/// Nights and days of a span of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StaySum {
    /// Nights stayed in the village.
    pub nights: u64,
    /// Days in the village, or on duty or at a meeting elsewhere; a night stayed makes its day one in the village.
    pub days_present: u64,
}

impl Store {
    /// Every day from `first` to `last` of one person.
    pub fn stay_days(
        &self,
        asking: Asking<'_>,
        person: Id,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<StayDay>, StoreError> {
        let conn = self.connection();
        let mut days: BTreeMap<NaiveDate, StayDay> = first
            .iter_days()
            .take_while(|on| *on <= last)
            .map(|on| {
                (
                    on,
                    StayDay {
                        on,
                        ..StayDay::default()
                    },
                )
            })
            .collect();
        let mut statement = conn.prepare_cached(include_str!("stay_month.sql"))?;
        let mut rows = statement.query(rusqlite::params![
            person.0.as_slice(),
            first.to_string(),
            last.to_string()
        ])?;
        while let Some(row) = rows.next()? {
            let come = receipt::Come::at(row, 8)?;
            let Some(day) = row
                .get::<_, String>(1)?
                .parse()
                .ok()
                .and_then(|on: NaiveDate| days.get_mut(&on))
            else {
                continue;
            };
            if !is_shown(asking.scope, come.place) {
                continue;
            }
            let id = id_at(row, 0)?;
            day.id = Some(id);
            day.version = come.seq;
            day.day = row.get(2)?;
            day.day_places = list(&row.get::<_, String>(3)?.into());
            day.night = row.get(4)?;
            day.night_place = row.get(5)?;
            day.note = row.get(6)?;
            day.recorded_at_ms = Some(row.get(7)?);
            day.receipt = Some(receipt::of_sets(conn, come)?);
        }
        self.add_visits(asking, person, (first, last), &mut days)?;
        Ok(days.into_values().collect())
    }

    fn add_visits(
        &self,
        asking: Asking<'_>,
        person: Id,
        (first, last): (NaiveDate, NaiveDate),
        days: &mut BTreeMap<NaiveDate, StayDay>,
    ) -> Result<(), StoreError> {
        let households = self.index.current(self.connection())?;
        let person = person.to_string();
        for visit in households
            .visits_between(day_of(first), day_of(last))
            .iter()
        {
            if !is_shown(asking.scope, visit.place)
                || !households.items(visit.persons).contains(&person)
            {
                continue;
            }
            let on = day_text(visit.on).and_then(|on| on.parse().ok());
            let day = on.and_then(|on: NaiveDate| days.get_mut(&on));
            if let (Some(day), Some(home)) = (day, households.homes.get(visit.home as usize)) {
                day.visit_names.push(households.head_name(home));
            }
        }
        Ok(())
    }

    /// Nights and days present of one person from `first` to `last`.
    pub fn stay_sum(
        &self,
        person: Id,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<StaySum, StoreError> {
        stay_sum(self.connection(), person, first, last)
    }

    /// Teammates of the caller: people who serve in the same team today, each with the night of `on`.
    pub fn nights_of_team(
        &self,
        asking: Asking<'_>,
        on: NaiveDate,
    ) -> Result<Vec<(Id, bool)>, StoreError> {
        let conn = self.connection();
        let mut statement = conn.prepare_cached(include_str!("teammates.sql"))?;
        let mut rows = statement.query(rusqlite::params![
            asking.person.0.as_slice(),
            asking.today.to_string(),
            on.to_string()
        ])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((id_at(row, 0)?, row.get(1)?));
        }
        Ok(found)
    }
}

fn stay_sum(
    conn: &Connection,
    person: Id,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<StaySum, StoreError> {
    let (nights, days_present): (i64, i64) = conn
        .prepare_cached(
            "SELECT coalesce(sum(night = 'stayed'), 0),
                    coalesce(sum(night = 'stayed' OR day IN ('village', 'trip', 'meeting')), 0)
             FROM stay
             WHERE person_id = ?1 AND stayed_on BETWEEN ?2 AND ?3 AND deleted_at IS NULL AND _place <> 0",
        )?
        .query_row(rusqlite::params![person.0.as_slice(), first.to_string(), last.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(StaySum {
        nights: nights as u64,
        days_present: days_present as u64,
    })
}

/// First and last day of a month written `2018-09`.
pub fn month_span(month: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok()?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some((first, next.checked_sub_days(Days::new(1))?))
}
