//! Lists on paper: what the screen shows, filter and all.

use domain::{
    Id, codes,
    records::{Household, Record},
};
use paper::{
    Form, Log, LogLine, MeasureLine, Measures, Paper, ProblemLine, Problems, ROWS_MAX, Roster,
    RosterLine,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::write::HouseholdLine;
use store::{
    Store,
    query::{
        household_list as store_households, measure_list as store_measures,
        problem_ledger as store_problems, visit_list as store_visits,
    },
};
use ts_rs::TS;

use super::{filter, labels, made, place_name, ten_thousands, yuan};
use crate::{
    error::{ApiError, Code},
    export::Book,
    host::{Host, read},
    household::{self, HouseholdQuery},
    measure::{self, MeasureQuery},
    problem::{self, ProblemQuery},
    reveal,
    view::{asking, may_read},
    visit::{self, VisitQuery},
};

/// Which households, and whether their numbers and phones are printed in full, which is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RosterRequest {
    pub list: HouseholdQuery,
    pub in_full: bool,
}

/// One more than fits, so that a list that is too long is noticed.
pub(super) const LIMIT: usize = ROWS_MAX + 1;

/// `visit.print`.
pub fn visits(host: &dyn Host, request: &VisitQuery) -> Result<Paper, ApiError> {
    may_read(host, "visit")?;
    let query = store_visits::VisitQuery {
        limit: LIMIT,
        offset: 0,
        ..visit::query_of(request)
    };
    let log = read(host, |store| {
        let page = store.visit_list(asking(host), &query)?;
        let rows = page.rows.into_iter();
        Ok(Log {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_visits(store, request, &page.persons, &page.villages)?,
            rows: rows
                .map(|row| LogLine {
                    group: in_village(host, &row.village_name, &row.group_name),
                    ..line_of_visit(row)
                })
                .collect(),
        })
    })?;
    something(log.rows.len())?;
    made(host, "H11", Form::Visits(log))
}

/// With the village before it, where the paper is of several.
pub(super) fn in_village(host: &dyn Host, village: &str, name: &str) -> String {
    if is_of_a_village(host) {
        return name.to_owned();
    }
    format!("{village} {name}").trim().to_owned()
}

/// Nothing but one village is in sight.
pub(super) fn is_of_a_village(host: &dyn Host) -> bool {
    const VILLAGE_DIGITS: usize = 12;
    host.asker().area().len() >= VILLAGE_DIGITS
}

/// A visit in words; a withdrawn one says so first.
pub(super) fn line_of_visit(row: store_visits::VisitRow) -> LogLine {
    let purposes = labels(&codes::VISIT_PURPOSE, &row.purposes);
    let record = match (purposes.is_empty(), row.note.is_empty()) {
        (false, false) => format!("{purposes}：{}", row.note),
        _ => purposes + &row.note,
    };
    let withdrawn = if row.withdrawn_reason.is_empty() {
        "已撤回".to_owned()
    } else {
        format!("已撤回：{}", row.withdrawn_reason)
    };
    let marks = [
        (row.withdrawn_at_ms.is_some(), withdrawn.as_str()),
        (row.mode == "phone", "电话"),
        (row.problems > 0, "发现问题"),
        (
            row.late_days > domain::records::LATE_AFTER_DAYS as i64,
            "补录",
        ),
    ];
    LogLine {
        visited_on: row.visited_on,
        household: row.head_name,
        group: row.group_name,
        people: row.person_names.join("、"),
        record,
        marks: marks
            .iter()
            .filter(|(is_marked, _)| *is_marked)
            .map(|(_, mark)| *mark)
            .collect::<Vec<_>>()
            .join("、"),
    }
}

/// `measure.print`.
pub fn measures(host: &dyn Host, request: &MeasureQuery) -> Result<Paper, ApiError> {
    may_read(host, "measure")?;
    let query = store_measures::MeasureQuery {
        limit: LIMIT,
        offset: 0,
        ..measure::query_of(request)
    };
    let list = read(host, |store| {
        let page = store.measure_list(asking(host), &query)?;
        Ok(Measures {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_measures(store, request, &page.villages)?,
            sums: format!(
                "完成 {} / {} 项，资金支付 {} / {} 万元",
                page.done,
                page.all,
                ten_thousands(page.paid_fen),
                ten_thousands(page.amount_fen)
            ),
            rows: page
                .rows
                .into_iter()
                .map(|row| MeasureLine {
                    for_whom: match row.household_id {
                        Some(_) => in_village(host, &row.village_name, &row.for_name),
                        None => row.for_name.clone(),
                    },
                    ..line_of_measure(row)
                })
                .collect(),
        })
    })?;
    something(list.rows.len())?;
    made(host, "H12", Form::Measures(list))
}

/// A measure in words.
pub(super) fn line_of_measure(row: store_measures::MeasureRow) -> MeasureLine {
    let of = |done: String, planned: String| format!("{done} / {planned}");
    let state = match (codes::MEASURE_STATE.label_of(&row.state), row.late_days) {
        (state, 1..) => format!("{state}，过期 {} 天", row.late_days),
        (state, _) => state,
    };
    MeasureLine {
        for_whom: row.for_name,
        class: codes::MEASURE_CLASS.label_of(&row.class),
        content: [
            row.content,
            labelled("目标：", row.goal),
            row.result,
            labelled("取消：", row.dropped_reason),
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n"),
        quantity: if row.quantity == 0 {
            String::new()
        } else {
            let done = of(row.quantity_done.to_string(), row.quantity.to_string());
            format!("{done} {}", row.quantity_unit)
                .trim_end()
                .to_owned()
        },
        money: if row.amount_fen == 0 && row.paid_fen == 0 {
            String::new()
        } else {
            of(yuan(row.paid_fen), yuan(row.amount_fen))
        },
        unit: row.unit_name,
        person: row.person_name,
        span: match (row.starts_on, row.due_on) {
            (Some(from), Some(to)) => format!("{from} 至 {to}"),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(to)) => format!("{to} 前"),
            (None, None) => String::new(),
        },
        state,
    }
}

/// With what it is before it; nothing stays nothing.
fn labelled(label: &str, text: String) -> String {
    if text.is_empty() {
        text
    } else {
        format!("{label}{text}")
    }
}

/// `problem.print`.
pub fn problems(host: &dyn Host, request: &ProblemQuery) -> Result<Paper, ApiError> {
    may_read(host, "problem")?;
    let query = store_problems::ProblemQuery {
        limit: LIMIT,
        offset: 0,
        ..problem::query_of(request)
    };
    let ledger = read(host, |store| {
        let page = store.problem_list(asking(host), &query)?;
        let mut rows = Vec::with_capacity(page.rows.len());
        for row in &page.rows {
            rows.push(line_of_problem(store, row.id)?);
        }
        Ok(Problems {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_problems(store, request, &page.villages)?,
            rows,
        })
    })?;
    something(ledger.rows.len())?;
    made(host, "H17", Form::Problems(ledger))
}

/// A problem in words.
pub(super) fn line_of_problem(store: &Store, id: Id) -> Result<ProblemLine, ApiError> {
    let line = Book::new(store, false).problem(id)?.unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let is_closed = line.state == "verified";
    Ok(ProblemLine {
        source: codes::PROBLEM_SOURCE.label_of(&line.source),
        kind: codes::PROBLEM_KIND.label_of(&line.kind),
        township: line.township,
        village: line.village,
        household_number: line.household_number,
        content: line.content,
        remedy: line.remedy,
        lead_unit: line.lead_unit,
        unit: line.unit,
        person: line.person,
        due_on: day(line.due_on),
        result: line.result,
        closed: if is_closed {
            format!("是 {}", day(line.closed_on)).trim_end().to_owned()
        } else {
            "否".to_owned()
        },
        verifier: line.verifier,
        note: line.note,
    })
}

/// `household.print`.
pub fn roster(host: &dyn Host, request: &RosterRequest) -> Result<Paper, ApiError> {
    may_read(host, "household")?;
    may_read(host, "member")?;
    let query = store_households::HouseholdQuery {
        limit: LIMIT,
        offset: 0,
        ..household::query_of(&request.list)
    };
    let (page, place) = read(host, |store| {
        let page = store.household_list(asking(host), &query)?;
        Ok((page, place_name(store, host.asker().area())?))
    })?;
    something(page.rows.len())?;
    let ids: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
    let people: u64 = page.rows.iter().map(|row| row.people.max(1)).sum();
    if people as usize > ROWS_MAX {
        return Err(paper::PrintError::TooLong {
            rows: people as usize,
            max: ROWS_MAX,
        }
        .into());
    }
    if request.in_full {
        reveal::note_all(host, &Household::INFO, &ids, "print")?;
    }
    let rows = read(host, |store| {
        let book = Book::new(store, request.in_full);
        let mut rows = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let lines = book.household(*id)?.unwrap_or_default();
            for (of_home, line) in lines.into_iter().enumerate() {
                rows.push(line_of_member(
                    line,
                    (of_home == 0).then_some(at + 1),
                    request.in_full,
                ));
            }
        }
        Ok(rows)
    })?;
    let persons = rows.iter().filter(|row| !row.name.is_empty()).count();
    let roster = Roster {
        place,
        filter: filter::of_households(&request.list, &page.villages, &page.townships),
        sums: format!("{} 户 {persons} 人", ids.len()),
        rows,
    };
    made(host, "H1", Form::Roster(roster))
}

/// A person of the roster; the household's values on its first line only.
fn line_of_member(line: HouseholdLine, first: Option<usize>, in_full: bool) -> RosterLine {
    let of_home = |text: String| first.map_or(String::new(), |_| text);
    let flag = |flag: Option<bool>| super::flag(flag.map(i64::from));
    let health = labels(&codes::HEALTH, &line.health);
    let water = match (flag(line.water_safe).as_str(), line.water_hard) {
        (safe, Some(true)) => format!("{safe}，困难").trim_start_matches('，').to_owned(),
        (safe, _) => safe.to_owned(),
    };
    RosterLine {
        index: first.map_or(String::new(), |at| at.to_string()),
        household_number: of_home(line.household_number),
        group: of_home(line.group_name),
        name: line.name,
        id_number: line.id_number,
        persons: of_home(
            line.persons
                .map_or(String::new(), |count| count.to_string()),
        ),
        relation: codes::RELATION.label_of(&line.relation),
        ethnicity: codes::ETHNICITY.label_of(&line.ethnicity),
        education: super::household::education(&line.education, &line.schooling),
        health: if in_full || health.is_empty() {
            health
        } else {
            crate::mask::HIDDEN.to_owned()
        },
        labour: codes::LABOUR.label_of(&line.labour),
        work: super::household::work(&line.work_where, line.work_months, ""),
        state: of_home(codes::STATE.label_of(&line.state)),
        cause: of_home(codes::CAUSE.label_of(&line.cause)),
        house: of_home(flag(line.house_unsafe)),
        water: of_home(water),
        income: of_home(line.income_per_head_fen.map_or(String::new(), yuan)),
        phone: of_home(line.phone),
    }
}

/// Paper is not spent on nothing.
pub(super) fn something(rows: usize) -> Result<(), ApiError> {
    if rows > 0 {
        return Ok(());
    }
    Err(ApiError::new(Code::PrintNothing, "the list is empty"))
}
