//! 驻村: days and nights.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use domain::{
    About, Id,
    records::{Person, Record, Stay},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Store,
    query::{
        person_name,
        stay_month::{StayDay, month_span},
    },
    row,
};
use ts_rs::TS;

use crate::{
    common::{IdText, Receipt, Saved},
    error::{ApiError, Code},
    host::{Host, read, save_in, today, with},
    view::{asking, may_read},
};

/// A month, `2018-09`, of a person; nothing = oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MonthRequest {
    pub month: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
}

/// One day of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DayRow {
    pub on: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub version: u64,
    pub day: String,
    pub night: String,
    pub day_places: Vec<String>,
    pub night_place: String,
    pub note: String,
    pub recorded: bool,
    pub recorded_at_ms: Option<i64>,
    pub visits: u64,
    pub visit_names: Vec<String>,
    pub festival: String,
    pub kind: DayKind,
    pub receipt: Option<Receipt>,
}

/// What a rule asks for, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Goal {
    pub value: i64,
    pub minimum: i64,
    pub pace: Option<i64>,
    pub document: String,
}

/// A month of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Month {
    pub month: String,
    pub person_name: String,
    pub days: Vec<DayRow>,
    pub nights: u64,
    pub days_present: u64,
    pub night_goal: Option<Goal>,
    pub year_goal: Option<Goal>,
}

/// Absent fields (null) keep what the row has; empty text clears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct StayRecord {
    pub on: Vec<String>,
    pub day: Option<String>,
    pub night: Option<String>,
    pub day_places: Option<Vec<String>>,
    pub night_place: Option<String>,
    pub note: Option<String>,
}

/// The days as they then are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct StayRecorded {
    pub saved: Vec<Saved>,
    pub days: Vec<DayRow>,
}

/// What the calendar says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Work,
    Rest,
    Shift,
}

/// `stay.month`.
pub fn month(host: &dyn Host, request: &MonthRequest) -> Result<Month, ApiError> {
    may_read(host, "stay")?;
    let person = request.person_id.unwrap_or(host.asker().person_id);
    read(host, |store| {
        if person != host.asker().person_id {
            let place =
                row::get(store.connection(), Person::INFO.table, person)?.map(|row| row.place);
            if !place.is_some_and(|place| host.asker().may_read("stay", place)) {
                return Err(ApiError::not_found("person", person));
            }
        }
        month_of(host, store, person, &request.month)
    })
}

/// A month of one person.
pub(crate) fn month_of(
    host: &dyn Host,
    store: &Store,
    person: Id,
    month: &str,
) -> Result<Month, ApiError> {
    let (first, last) = month_span(month)
        .ok_or_else(|| ApiError::new(Code::Malformed, format!("no month: {month}")))?;
    let days = store.stay_days(asking(host), person, first, last)?;
    let sum = store.stay_sum(person, first, last)?;
    Ok(Month {
        month: month.to_owned(),
        person_name: person_name(store.connection(), person)?,
        days: days.into_iter().map(day_of).collect(),
        nights: sum.nights,
        days_present: sum.days_present,
        // What a month or a year asks for is the county's rule. No record holds it yet, so no goal is shown.
        night_goal: None,
        year_goal: None,
    })
}

fn day_of(day: StayDay) -> DayRow {
    DayRow {
        on: day.on.to_string(),
        id: day.id,
        version: day.version,
        recorded: day.id.is_some(),
        day: day.day,
        night: day.night,
        day_places: day.day_places,
        night_place: day.night_place,
        note: day.note,
        recorded_at_ms: day.recorded_at_ms,
        visits: day.visit_names.len() as u64,
        visit_names: day.visit_names,
        // Festivals and working weekends are announced each year; without a source none is claimed.
        festival: String::new(),
        kind: kind_of(day.on),
        receipt: day.receipt.map(Into::into),
    }
}

fn kind_of(on: NaiveDate) -> DayKind {
    if matches!(on.weekday(), Weekday::Sat | Weekday::Sun) {
        DayKind::Rest
    } else {
        DayKind::Work
    }
}

/// Days of one call at most: half a year.
const DAYS_MAX: usize = 184;

/// `stay.record`: one row and one set a date.
pub fn record(host: &dyn Host, request: &StayRecord) -> Result<StayRecorded, ApiError> {
    let person = host.asker().person_id;
    let dates = dates(&request.on)?;
    with(host, |replica| {
        let store = replica.store();
        let id_key = host.id_key(store)?;
        if person.is_nil() {
            return Err(ApiError::new(Code::NotReady, "the account names no person"));
        }
        let mut ids = Vec::with_capacity(dates.len());
        let mut sets = Vec::with_capacity(dates.len());
        let mut violations = Vec::new();
        for on in &dates {
            let id = Stay::id(&id_key, person, *on);
            let stay = merged(host, store, id, *on, request)?;
            let before = row::get(store.connection(), Stay::INFO.table, id)?
                .map(|row| row.cells)
                .unwrap_or_default();
            violations.extend(Stay::INFO.check(&before, &stay.to_cells(), today(host)));
            ids.push(id);
            sets.push((
                vec![Edit {
                    table: Stay::INFO.table,
                    id,
                    base: None,
                    cells: stay.to_cells(),
                }],
                About::default(),
            ));
        }
        if !violations.is_empty() {
            violations.dedup();
            return Err(violations.into());
        }
        let kept = save_in(host, replica, sets, None)?;
        let store = replica.store();
        let mut saved = Vec::with_capacity(ids.len());
        for (id, kept) in ids.into_iter().zip(kept) {
            let version =
                row::get(store.connection(), Stay::INFO.table, id)?.map_or(0, |row| row.seq);
            saved.push(Saved {
                id,
                change_set: kept.change_set,
                version,
                state: kept.state,
            });
        }
        let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
            return Ok(StayRecorded {
                saved,
                days: Vec::new(),
            });
        };
        let days = store
            .stay_days(asking(host), person, *first, *last)?
            .into_iter()
            .filter(|day| dates.contains(&day.on))
            .map(day_of)
            .collect();
        Ok(StayRecorded { saved, days })
    })
}

fn dates(texts: &[String]) -> Result<BTreeSet<NaiveDate>, ApiError> {
    if texts.is_empty() || texts.len() > DAYS_MAX {
        return Err(ApiError::violation(
            "on",
            if texts.is_empty() {
                "required"
            } else {
                "too_many"
            },
        ));
    }
    texts
        .iter()
        .map(|text| {
            domain::records::date(&text.as_str().into())
                .ok_or_else(|| ApiError::violation("on", "impossible_date"))
        })
        .collect()
}

/// The day as it will be: absent fields stay, the village is filled in where it is known.
fn merged(
    host: &dyn Host,
    store: &Store,
    id: Id,
    on: NaiveDate,
    request: &StayRecord,
) -> Result<Stay, ApiError> {
    let present =
        row::get(store.connection(), Stay::INFO.table, id)?.filter(|row| !row.is_deleted());
    let before = present
        .map(|row| Stay::from_cells(&row.cells))
        .unwrap_or_default();
    let village = Some(host.asker().area())
        .filter(|area| area.len() == 12)
        .unwrap_or_default();
    let mut stay = Stay {
        person_id: Some(host.asker().person_id),
        stayed_on: on.to_string(),
        day: request.day.clone().unwrap_or(before.day),
        day_places: request.day_places.clone().unwrap_or(before.day_places),
        night: request.night.clone().unwrap_or(before.night),
        night_place: request.night_place.clone().unwrap_or(before.night_place),
        note: request.note.clone().unwrap_or(before.note),
    };
    if stay.night != "stayed" && request.night_place.is_none() {
        stay.night_place = String::new();
    } else if stay.night_place.is_empty() && request.night_place.is_none() {
        village.clone_into(&mut stay.night_place);
    }
    if stay.day != "village" && request.day_places.is_none() && request.day.is_some() {
        stay.day_places = Vec::new();
    } else if stay.day == "village"
        && stay.day_places.is_empty()
        && request.day_places.is_none()
        && !village.is_empty()
    {
        stay.day_places = vec![village.to_owned()];
    }
    Ok(stay)
}
