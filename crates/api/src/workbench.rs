//! 工作台.

use chrono::{Datelike, Days, NaiveDate, Timelike};
use domain::{
    Id,
    access::{Access, looks_back},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Store,
    query::{days_between, problem_list::ProblemRow, stay_month::month_span},
};
use ts_rs::TS;

use crate::{
    common::{IdText, Receipt},
    draft,
    error::ApiError,
    heard,
    host::{Host, business_ms, read, today},
    stay::{self, Month},
    view::asking,
};

/// What is asked about this night, or the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Tonight {
    pub on: String,
    pub asks: NightAsked,
    pub recorded: bool,
    pub recorded_at_ms: Option<i64>,
    pub month_nights: u64,
    pub goal: Option<u64>,
    pub teammates: u64,
    pub teammates_stayed: u64,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TodoRow {
    pub kind: String,
    /// Where it is read, for a row of a household.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    /// A cause or a class, in the list of that name: screens say it in the language in use.
    pub code: String,
    /// Of a draft its subject, such as `household/member`; of the row for all conflicts empty.
    pub id: String,
    pub title: String,
    pub meta: String,
    pub days: i64,
    pub due_on: Option<String>,
}

/// Things of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TodoGroup {
    pub kind: TodoKind,
    pub total: u64,
    pub rows: Vec<TodoRow>,
}

/// Visits of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitBar {
    pub on: String,
    pub count: u64,
}

/// Visits of whoever asks from a day on, and those of them that led to something: for oneself only. The rule is that of
/// `store::query::visit_led`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitsLed {
    pub from: String,
    pub all: u64,
    pub led: u64,
}

/// What was recorded lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecentRow {
    pub kind: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub title: String,
    pub at_ms: i64,
    pub receipt: Receipt,
}

/// Rows a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct WorkbenchRequest {
    pub rows: u64,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Workbench {
    pub today: String,
    pub day_note: String,
    pub days_left: i64,
    pub groups: Vec<TodoGroup>,
    /// Nothing for a role that has no diary.
    pub tonight: Option<Tonight>,
    /// The same.
    pub month: Option<Month>,
    pub visits_month: u64,
    pub households_all: u64,
    pub bars: Vec<VisitBar>,
    /// One's own visits of late, and how many led to something.
    pub led: Option<VisitsLed>,
    pub recent: Vec<RecentRow>,
    /// The villages of a township, by code; nothing for who answers for one village, or for the whole county.
    pub villages: Vec<VillageLine>,
}

/// What is open in a village: figures of a place, never of a person, and in the order of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VillageLine {
    pub code: String,
    pub name: String,
    pub households: u64,
    pub visited_month: u64,
    pub measures_due: u64,
    pub problems_due: u64,
    /// Of the newest visit on record here; what is not handed over yet is not in it.
    pub last_visit_on: Option<String>,
}

/// Which night is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NightAsked {
    Tonight,
    LastNight,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TodoKind {
    Returned,
    Drafts,
    Unvisited,
    Measures,
    Problems,
    Checks,
    Requests,
}

/// `workbench.get`: each part to those who may read what it is made of.
pub fn get(host: &dyn Host, request: &WorkbenchRequest) -> Result<Workbench, ApiError> {
    let today = today(host);
    let rows = (request.rows as usize).min(ROWS_MAX);
    let sees = |record: &str| host.asker().access(record) >= Access::Read;
    read(host, |store| {
        let mut bench = Workbench {
            today: today.to_string(),
            day_note: String::new(),
            days_left: days_left(today),
            groups: vec![returned(host, store, rows)?, drafts(host, store)?],
            tonight: None,
            month: None,
            visits_month: 0,
            households_all: 0,
            bars: Vec::new(),
            led: None,
            recent: Vec::new(),
            villages: Vec::new(),
        };
        if host.asker().area().len() == TOWNSHIP_DIGITS
            && ["household", "visit", "measure", "problem"]
                .into_iter()
                .all(sees)
        {
            bench.villages = villages(host, store)?;
        }
        if sees("household") && sees("visit") {
            bench.groups.push(unvisited(host, store, rows)?);
            (bench.households_all, bench.visits_month) = store.visited_this_month(asking(host))?;
            bench.bars = bars(host, store)?;
        }
        if sees("measure") {
            bench.groups.push(measures(host, store, rows)?);
        }
        if sees("problem") {
            if host
                .asker()
                .rights
                .iter()
                .any(|right| looks_back(&right.role))
            {
                bench.groups.push(checks(host, store, rows)?);
            }
            bench.groups.push(problems(host, store)?);
        }
        if sees("request") {
            bench.groups.push(requests(host, store, rows)?);
        }
        if sees("visit") && sees("measure") && sees("request") {
            bench.led = led(host, store)?;
        }
        if sees("stay") {
            bench.tonight = Some(tonight(host, store)?);
            let person = host.asker().person_id;
            let month = today.format("%Y-%m").to_string();
            bench.month = Some(stay::month_of(host, store, person, &month)?);
        }
        bench.recent = store
            .recent(asking(host), RECENT)?
            .into_iter()
            .filter(|row| sees(row.record))
            .map(|row| RecentRow {
                kind: row.record.to_owned(),
                id: row.id,
                title: row.title,
                at_ms: row.at_ms,
                receipt: row.receipt.into(),
            })
            .collect();
        Ok(bench)
    })
}

fn bars(host: &dyn Host, store: &Store) -> Result<Vec<VisitBar>, ApiError> {
    let today = today(host);
    let first = today.checked_sub_days(Days::new(BARS - 1)).unwrap_or(today);
    let bars = store.visits_by_day(asking(host), first, today)?;
    Ok(bars
        .into_iter()
        .map(|(on, count)| VisitBar {
            on: on.to_string(),
            count,
        })
        .collect())
}

const ROWS_MAX: usize = 100;
/// Bars of visits, one a day, today last.
const BARS: u64 = 7;
const RECENT: usize = 4;
/// Until this hour the card asks for the night that is over, if nothing is written for it.
const NOON: u32 = 12;
/// Characters of a draft that are shown.
const DRAFT_CHARS: usize = 40;

/// Of a township's code.
const TOWNSHIP_DIGITS: usize = 9;

fn villages(host: &dyn Host, store: &Store) -> Result<Vec<VillageLine>, ApiError> {
    let lines = store.village_lines(asking(host))?;
    Ok(lines
        .into_iter()
        .map(|line| VillageLine {
            code: line.code,
            name: line.name,
            households: line.households,
            visited_month: line.visited_month,
            measures_due: line.measures_due,
            problems_due: line.problems_due,
            last_visit_on: line.last_visit_on,
        })
        .collect())
}

fn days_left(today: NaiveDate) -> i64 {
    NaiveDate::from_ymd_opt(today.year(), 12, 31).map_or(0, |last| (last - today).num_days())
}

/// The hour at UTC+8.
fn hour(host: &dyn Host) -> u32 {
    const EIGHT_HOURS_MS: i64 = 8 * 3_600_000;
    chrono::DateTime::from_timestamp_millis(business_ms(host) + EIGHT_HOURS_MS)
        .map_or(NOON, |now| now.hour())
}

fn tonight(host: &dyn Host, store: &Store) -> Result<Tonight, ApiError> {
    let (person, today) = (host.asker().person_id, today(host));
    let yesterday = today.pred_opt().unwrap_or(today);
    let days = store.stay_days(asking(host), person, yesterday, today)?;
    let of = |on: NaiveDate| days.iter().find(|day| day.on == on);
    // A row with neither day nor night says that the person was away.
    let is_open = of(yesterday)
        .is_none_or(|day| day.night.is_empty() && (day.id.is_none() || !day.day.is_empty()));
    let asks = if hour(host) < NOON && is_open {
        NightAsked::LastNight
    } else {
        NightAsked::Tonight
    };
    let on = if asks == NightAsked::LastNight {
        yesterday
    } else {
        today
    };
    let night = of(on).filter(|day| day.night == "stayed");
    let (first, last) = month_span(&on.format("%Y-%m").to_string()).unwrap_or((on, on));
    let team = store.nights_of_team(asking(host), on)?;
    Ok(Tonight {
        on: on.to_string(),
        asks,
        recorded: night.is_some(),
        recorded_at_ms: night.and_then(|day| day.recorded_at_ms),
        month_nights: store.stay_sum(person, first, last)?.nights,
        goal: None,
        teammates: team.len() as u64,
        teammates_stayed: team.iter().filter(|(_, stayed)| *stayed).count() as u64,
    })
}

fn returned(host: &dyn Host, store: &Store, rows: usize) -> Result<TodoGroup, ApiError> {
    // One name a row, however many of its fields differ.
    let mut conflicts = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for (_, conflict) in heard::open_conflicts(host, store)? {
        if let Some(owner) = conflict.owner_id.filter(|owner| named.insert(*owner)) {
            conflicts.push(store.title(&conflict.owner_kind, owner)?);
        }
    }
    let mut all = Vec::new();
    if !conflicts.is_empty() {
        all.push(TodoRow {
            kind: "conflict".to_owned(),
            household_id: None,
            code: String::new(),
            id: String::new(),
            title: String::new(),
            meta: conflicts.join("；"),
            days: conflicts.len() as i64,
            due_on: None,
        });
    }
    all.extend(
        store
            .not_taken(asking(host))?
            .into_iter()
            .map(|row| TodoRow {
                kind: row.record.to_owned(),
                household_id: None,
                code: String::new(),
                id: row.id.to_string(),
                title: row.title,
                meta: row.reason,
                days: 0,
                due_on: None,
            }),
    );
    let total = all.len() as u64;
    all.truncate(rows);
    Ok(TodoGroup {
        kind: TodoKind::Returned,
        total,
        rows: all,
    })
}

/// All of them: there is no other list that would show the rest.
fn drafts(host: &dyn Host, store: &Store) -> Result<TodoGroup, ApiError> {
    let drafts = store.drafts_of(draft::owner(host))?;
    let total = drafts.len() as u64;
    let mut found = Vec::new();
    for draft in drafts.into_iter().take(ROWS_MAX) {
        let (record, id) = draft_owner(&draft.form, &draft.subject);
        let title = match id {
            Some(id) => store.title(record, id)?,
            None => String::new(),
        };
        found.push(TodoRow {
            kind: draft.form,
            household_id: None,
            code: String::new(),
            id: draft.subject,
            title,
            meta: first_words(&draft.body),
            days: 0,
            due_on: None,
        });
    }
    Ok(TodoGroup {
        kind: TodoKind::Drafts,
        total,
        rows: found,
    })
}

/// Whose name a draft bears.
fn draft_owner(form: &str, subject: &str) -> (&'static str, Option<Id>) {
    let record = match form {
        "visit_edit" => "visit",
        "request_progress" => "request",
        "wish" => "wish",
        "distribution" => "distribution",
        "tour" => "tour",
        "inquiry" => "inquiry",
        "measure_progress" | "measure_edit" => "measure",
        "problem_step" | "problem_edit" => "problem",
        _ => "household",
    };
    (
        record,
        subject.split('/').next().and_then(|id| id.parse().ok()),
    )
}

/// The first words that were typed, from the form's own JSON.
fn first_words(body: &str) -> String {
    let typed: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let words = [
        "note", "content", "problem", "request", "item", "name", "reason",
    ]
    .iter()
    .filter_map(|field| typed.get(field).and_then(serde_json::Value::as_str))
    .map(str::trim)
    .find(|text| !text.is_empty());
    words
        .unwrap_or_default()
        .chars()
        .take(DRAFT_CHARS)
        .collect()
}

fn unvisited(host: &dyn Host, store: &Store, rows: usize) -> Result<TodoGroup, ApiError> {
    let (found, total) = store.unvisited(asking(host), rows)?;
    let today = today(host);
    let rows = found
        .into_iter()
        .map(|row| TodoRow {
            kind: "household".to_owned(),
            household_id: Some(row.id),
            code: row.cause,
            id: row.id.to_string(),
            title: row.head_name,
            meta: row.group_name,
            days: row.last_visit_on.map_or(-1, |on| days_between(&on, today)),
            due_on: None,
        })
        .collect();
    Ok(TodoGroup {
        kind: TodoKind::Unvisited,
        total,
        rows,
    })
}

fn measures(host: &dyn Host, store: &Store, rows: usize) -> Result<TodoGroup, ApiError> {
    let (found, total) = store.measures_due(asking(host), rows)?;
    let rows = found.into_iter().map(|row| TodoRow {
        kind: "measure".to_owned(),
        household_id: row.household_id,
        code: row.class,
        id: row.id.to_string(),
        title: row.content,
        meta: joined(&[
            village(host, &row.village_name, &row.for_name),
            &row.for_name,
            &row.person_name,
        ]),
        days: days_to(host, row.due_on.as_deref()),
        due_on: row.due_on,
    });
    Ok(TodoGroup {
        kind: TodoKind::Measures,
        total,
        rows: rows.collect(),
    })
}

/// All of them, as the drafts.
fn problems(host: &dyn Host, store: &Store) -> Result<TodoGroup, ApiError> {
    let (found, total) = store.problems_due(asking(host), ROWS_MAX)?;
    let rows = found.into_iter().map(|row| TodoRow {
        days: days_to(host, row.due_on.as_deref()),
        due_on: row.due_on.clone(),
        ..problem_row(host, row)
    });
    Ok(TodoGroup {
        kind: TodoKind::Problems,
        total,
        rows: rows.collect(),
    })
}

/// What waits for a look, with the days that it has waited.
fn checks(host: &dyn Host, store: &Store, rows: usize) -> Result<TodoGroup, ApiError> {
    let (found, total) = store.problems_waiting(asking(host), rows)?;
    let rows = found.into_iter().map(|row| TodoRow {
        days: row.waiting_days,
        ..problem_row(host, row)
    });
    Ok(TodoGroup {
        kind: TodoKind::Checks,
        total,
        rows: rows.collect(),
    })
}

fn requests(host: &dyn Host, store: &Store, rows: usize) -> Result<TodoGroup, ApiError> {
    let (found, total) = store.requests_waiting(asking(host), rows)?;
    let rows = found.into_iter().map(|row| TodoRow {
        kind: "request".to_owned(),
        household_id: Some(row.household_id),
        code: row.state,
        id: row.id.to_string(),
        title: row.content,
        meta: joined(&[
            village(host, &row.village_name, &row.head_name),
            &row.head_name,
            &row.person_name,
        ]),
        days: days_to(host, row.due_on.as_deref()),
        due_on: row.due_on,
    });
    Ok(TodoGroup {
        kind: TodoKind::Requests,
        total,
        rows: rows.collect(),
    })
}

fn problem_row(host: &dyn Host, row: ProblemRow) -> TodoRow {
    TodoRow {
        kind: "problem".to_owned(),
        household_id: row.household_id,
        code: String::new(),
        id: row.id.to_string(),
        meta: joined(&[
            village(host, &row.village_name, &row.for_name),
            &row.for_name,
            &row.person_name,
        ]),
        title: row.content,
        days: 0,
        due_on: None,
    }
}

/// Nothing for who has recorded no visit of late: there is no share of nothing.
fn led(host: &dyn Host, store: &Store) -> Result<Option<VisitsLed>, ApiError> {
    let found = store.visits_led(asking(host))?;
    Ok((found.all > 0).then(|| VisitsLed {
        from: found.from.to_string(),
        all: found.all,
        led: found.led,
    }))
}

/// Days until something is due; negative when it is over.
fn days_to(host: &dyn Host, due_on: Option<&str>) -> i64 {
    due_on.map_or(0, |on| -days_between(on, today(host)))
}

/// The village of a row, for who answers for more than one; nothing where the row is the village's own.
fn village<'a>(host: &dyn Host, name: &'a str, whose: &str) -> &'a str {
    let answers_for_more = host.asker().area().len() <= TOWNSHIP_DIGITS;
    if answers_for_more && name != whose {
        name
    } else {
        ""
    }
}

fn joined(parts: &[&str]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · ")
}
