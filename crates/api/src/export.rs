//! 导出表格: households, visits and what grows out of them, stays, measures and problems as workbooks with the headers that counties use.

mod asked;
pub mod list;

use chrono::NaiveDate;
use domain::{
    Id, Place,
    change::DELETED_REASON,
    codes, identity,
    records::{self, Household, Measure, Member, Problem, ProblemStep, Record, Stay, Visit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::write::{HouseholdLine, MeasureLine, Notes, ProblemLine, StayLine, VisitLine};
use store::{
    Row, Store,
    query::{Asking, lookup::Span, person_name, unit_name},
    row,
};

use crate::{
    error::{ApiError, Code},
    host::{Host, business_ms, read},
    print, reveal,
    view::{asking, may_read},
};

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// One line a person, in layout H1.
    Households,
    /// One line a visit.
    Visits,
    /// One line a day.
    Stays,
    /// One line a measure.
    Measures,
    /// One line a problem, in layout H17.
    Problems,
    /// One line a request.
    Requests,
    /// One line a wish.
    Wishes,
    /// One line a distribution, and on a sheet of their own the households that get it.
    Distributions,
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExportRequest {
    /// Of what.
    pub kind: ExportKind,
    /// From this date on; of measures and problems the due date, of requests and wishes the day they were said.
    pub from: Option<String>,
    /// Up to this date.
    pub to: Option<String>,
    /// Only of this division.
    pub area: Option<String>,
    /// Identity numbers and phones in full, which is recorded.
    pub reveal: bool,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The bytes of the .xlsx.
    pub bytes: Vec<u8>,
    /// Its rows.
    pub rows: u64,
}

impl ExportKind {
    fn record(self) -> &'static str {
        match self {
            Self::Households => "household",
            Self::Visits => "visit",
            Self::Stays => "stay",
            Self::Measures => "measure",
            Self::Problems => "problem",
            Self::Requests => "request",
            Self::Wishes => "wish",
            Self::Distributions => "distribution",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Households => "农户名册",
            Self::Visits => "走访记录",
            Self::Stays => "驻村记录",
            Self::Measures => "帮扶措施",
            Self::Problems => "问题台账",
            Self::Requests => "诉求台账",
            Self::Wishes => "微心愿认领表",
            Self::Distributions => "物资发放",
        }
    }
}

/// Makes the workbook.
pub fn export(host: &dyn Host, request: &ExportRequest) -> Result<Exported, ApiError> {
    may_read(host, request.kind.record())?;
    let ids = read(host, |store| ids(host, store, request))?;
    if request.reveal && request.kind == ExportKind::Households {
        reveal::note_all(host, &Household::INFO, &ids, "export")?;
    }
    read(host, |store| {
        let notes = notes(host, store, filter_of(store, request)?)?;
        workbook(
            asking(host),
            store,
            request.kind,
            &ids,
            request.reveal,
            &notes,
        )
    })
}

/// What the file says of itself.
pub(crate) fn notes(host: &dyn Host, store: &Store, filter: String) -> Result<Notes, ApiError> {
    Ok(Notes {
        filter,
        made_at: print::moment(business_ms(host)),
        unsynced: print::unsynced(host, store)?,
    })
}

/// Dates and place of an export, in words.
fn filter_of(store: &Store, request: &ExportRequest) -> Result<String, ApiError> {
    let mut words = Vec::new();
    if let Some(area) = request.area.as_deref().filter(|area| !area.is_empty()) {
        words.push(print::place_name(store, area)?);
    }
    match (request.from.as_deref(), request.to.as_deref()) {
        (Some(from), Some(to)) => words.push(format!("{from} 至 {to}")),
        (Some(from), None) => words.push(format!("{from} 起")),
        (None, Some(to)) => words.push(format!("到 {to}")),
        (None, None) => {}
    }
    if words.is_empty() {
        words.push("全部".to_owned());
    }
    Ok(words.join(" · "))
}

/// These rows as a workbook.
fn workbook(
    asking: Asking<'_>,
    store: &Store,
    kind: ExportKind,
    ids: &[Id],
    reveal: bool,
    notes: &Notes,
) -> Result<Exported, ApiError> {
    let book = Book::new(store, reveal);
    let title = kind.title();
    let (bytes, rows) = match kind {
        ExportKind::Households => {
            let lines = book
                .lines(ids, Book::household)?
                .into_iter()
                .flatten()
                .collect::<Vec<_>>();
            (sheet::write::households(title, &lines, notes), lines.len())
        }
        ExportKind::Visits => {
            let lines = book.lines(ids, Book::visit)?;
            (sheet::write::visits(title, &lines, notes), lines.len())
        }
        ExportKind::Stays => {
            let lines = book.lines(ids, Book::stay)?;
            (sheet::write::stays(title, &lines, notes), lines.len())
        }
        ExportKind::Measures => {
            let lines = book.lines(ids, Book::measure)?;
            (sheet::write::measures(title, &lines, notes), lines.len())
        }
        ExportKind::Problems => {
            let lines = book.lines(ids, Book::problem)?;
            (sheet::write::problems(title, &lines, notes), lines.len())
        }
        ExportKind::Requests => {
            let lines = book.lines(ids, Book::request)?;
            (sheet::write::requests(title, &lines, notes), lines.len())
        }
        ExportKind::Wishes => {
            let lines = book.lines(ids, Book::wish)?;
            (sheet::write::wishes(title, &lines, notes), lines.len())
        }
        ExportKind::Distributions => {
            let (lines, portions) = book.distributions(asking, ids)?;
            let bytes = sheet::write::distributions(title, &lines, &portions, notes);
            (bytes, lines.len())
        }
    };
    let bytes = bytes.map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    Ok(Exported {
        bytes,
        rows: rows as u64,
    })
}

/// The rows of the area and dates that the asker may read.
fn ids(host: &dyn Host, store: &Store, request: &ExportRequest) -> Result<Vec<Id>, ApiError> {
    let record = request.kind.record();
    for (field, date) in [("from", &request.from), ("to", &request.to)] {
        if date
            .as_deref()
            .is_some_and(|text| records::date(&text.into()).is_none())
        {
            return Err(ApiError::violation(field, "impossible_date"));
        }
    }
    let area = match request.area.as_deref() {
        None | Some("") => None,
        Some(code) => Some(
            Place::from_code(code)
                .ok_or_else(|| ApiError::violation("area", "no_division"))?
                .range(),
        ),
    };
    let mut found = Vec::new();
    for range in &host.asker().scope.places {
        let (mut first, mut last) = (range.first, range.last);
        if let Some(area) = area {
            (first, last) = (first.max(area.first), last.min(area.last));
        }
        if first > last || last <= Place::PUBLIC {
            continue;
        }
        let span = Span {
            record,
            from: request.from.as_deref().unwrap_or(""),
            to: request.to.as_deref().unwrap_or("9999"),
            first,
            last,
        };
        found.extend(store.ids_between(&span)?);
    }
    let table = records::by_name(record).map_or(0, |info| info.table);
    let mut readable = Vec::with_capacity(found.len());
    for id in found {
        let place = store::place::of(store.connection(), table, id)?;
        if place.is_some_and(|place| host.asker().may_read(record, place)) {
            readable.push(id);
        }
    }
    Ok(readable)
}

/// Rows as tables and papers name them.
pub(crate) struct Book<'a> {
    store: &'a Store,
    reveal: bool,
}

/// The household that a row is about, as tables name it.
#[derive(Default)]
struct Home {
    village_code: String,
    village: String,
    group: String,
    head: String,
    number: String,
}

impl<'a> Book<'a> {
    /// Of this replica; identity numbers and phones in full or masked.
    pub(crate) fn new(store: &'a Store, reveal: bool) -> Self {
        Self { store, reveal }
    }

    fn lines<T>(
        &self,
        ids: &[Id],
        line: fn(&Self, Id) -> Result<Option<T>, ApiError>,
    ) -> Result<Vec<T>, ApiError> {
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            lines.extend(line(self, *id)?);
        }
        Ok(lines)
    }

    fn row<R: Record>(&self, id: Id) -> Result<Option<(Row, R)>, ApiError> {
        let row =
            row::get(self.store.connection(), R::INFO.table, id)?.filter(|row| !row.is_deleted());
        Ok(row.map(|row| {
            let record = R::from_cells(&row.cells);
            (row, record)
        }))
    }

    fn home(&self, household: Option<Id>, division: &str) -> Result<Home, ApiError> {
        let Some(id) = household else {
            return Ok(Home {
                village: self.name(division)?,
                village_code: division.to_owned(),
                ..Home::default()
            });
        };
        let Some((_, household)) = self.row::<Household>(id)? else {
            return Ok(Home::default());
        };
        Ok(Home {
            village: self.name(&household.division_code)?,
            village_code: household.division_code,
            group: household.group_name,
            head: self.store.title("household", id)?,
            number: household.number,
        })
    }

    fn name(&self, code: &str) -> Result<String, ApiError> {
        if code.is_empty() {
            Ok(String::new())
        } else {
            Ok(self.store.division_name(code)?)
        }
    }

    fn person(&self, id: Option<Id>) -> Result<String, ApiError> {
        id.map_or(Ok(String::new()), |id| {
            Ok(person_name(self.store.connection(), id)?)
        })
    }

    pub(crate) fn unit(&self, id: Option<Id>) -> Result<String, ApiError> {
        id.map_or(Ok(String::new()), |id| {
            Ok(unit_name(self.store.connection(), id)?)
        })
    }

    pub(crate) fn household(&self, id: Id) -> Result<Option<Vec<HouseholdLine>>, ApiError> {
        let Some((_, household)) = self.row::<Household>(id)? else {
            return Ok(None);
        };
        let code = &household.division_code;
        let upper = |digits: usize| code.get(..digits).unwrap_or_default();
        let members = self.store.members_of(id)?;
        let base = HouseholdLine {
            county: self.name(upper(6))?,
            township: self.name(upper(9))?,
            village: self.name(code)?,
            group_name: household.group_name.clone(),
            household_number: household.number.clone(),
            persons: Some(members.len() as i64),
            state: household.state.clone(),
            attribute: household.attribute.clone(),
            cause: household.causes.first().cloned().unwrap_or_default(),
            house_unsafe: flag(household.house_unsafe),
            water_safe: flag(household.water_safe),
            water_hard: flag(household.water_hard),
            income_per_head_fen: household.income_per_head_fen,
            phone: self.phone(&household.phone),
            ..HouseholdLine::default()
        };
        if members.is_empty() {
            return Ok(Some(vec![base]));
        }
        Ok(Some(
            members
                .iter()
                .map(|row| {
                    let member = Member::from_cells(&row.cells);
                    HouseholdLine {
                        member_number: member.number,
                        name: member.name,
                        id_number: if self.reveal {
                            member.id_number
                        } else {
                            identity::mask_identity(&member.id_number)
                        },
                        relation: member.relation,
                        ethnicity: member.ethnicity,
                        education: member.education,
                        schooling: member.schooling,
                        health: member.health,
                        labour: member.labour,
                        work_where: member.work_where,
                        work_months: member.work_months,
                        serious_illness_insured: flag(member.serious_illness_insured),
                        ..base.clone()
                    }
                })
                .collect(),
        ))
    }

    fn phone(&self, phone: &str) -> String {
        if self.reveal || phone.is_empty() {
            phone.to_owned()
        } else {
            identity::mask_phone(phone)
        }
    }

    fn visit(&self, id: Id) -> Result<Option<VisitLine>, ApiError> {
        // The list of withdrawn ones is written too, and each of them says so.
        let Some(row) = row::get(self.store.connection(), Visit::INFO.table, id)? else {
            return Ok(None);
        };
        let visit = Visit::from_cells(&row.cells);
        let withdrawn = match (row.is_deleted(), row.cell(DELETED_REASON).as_text()) {
            (false, _) => String::new(),
            (true, "") => "已撤回".to_owned(),
            (true, why) => format!("已撤回（{why}）"),
        };
        let home = self.home(visit.household_id, "")?;
        let mut people = Vec::new();
        for person in visit.person_ids.iter().filter_map(|id| id.parse().ok()) {
            people.push(self.person(Some(person))?);
        }
        let purposes: Vec<String> = visit
            .purposes
            .iter()
            .map(|code| codes::VISIT_PURPOSE.label_of(code))
            .collect();
        let record = [withdrawn, purposes.join("、"), visit.note];
        Ok(Some(VisitLine {
            visited_on: date(&visit.visited_on),
            people,
            record: record
                .iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join("："),
            village: home.village,
            head: home.head,
            household_number: home.number,
        }))
    }

    fn stay(&self, id: Id) -> Result<Option<StayLine>, ApiError> {
        let Some((_, stay)) = self.row::<Stay>(id)? else {
            return Ok(None);
        };
        let person = match stay.person_id {
            Some(id) => self.row::<records::Person>(id)?.map(|(_, person)| person),
            None => None,
        };
        let mut day_places = Vec::with_capacity(stay.day_places.len());
        for code in &stay.day_places {
            day_places.push(self.name(code)?);
        }
        Ok(Some(StayLine {
            stayed_on: date(&stay.stayed_on),
            unit: self.unit(person.as_ref().and_then(|person| person.unit_id))?,
            duty: person
                .as_ref()
                .map(|person| person.title.clone())
                .unwrap_or_default(),
            person: person.map(|person| person.name).unwrap_or_default(),
            day: stay.day,
            day_places,
            night: stay.night,
            night_place: self.name(&stay.night_place)?,
            note: stay.note,
        }))
    }

    fn measure(&self, id: Id) -> Result<Option<MeasureLine>, ApiError> {
        let Some((_, measure)) = self.row::<Measure>(id)? else {
            return Ok(None);
        };
        let home = self.home(measure.household_id, &measure.division_code)?;
        Ok(Some(MeasureLine {
            village: home.village,
            head: home.head,
            household_number: home.number,
            class: measure.class,
            unit: self.unit(measure.unit_id)?,
            person: self.person(measure.person_id)?,
            content: measure.content,
            goal: measure.goal,
            amount_fen: measure.amount_fen,
            paid_fen: measure.paid_fen,
            quantity: measure.quantity,
            quantity_done: measure.quantity_done,
            quantity_unit: measure.quantity_unit,
            starts_on: date(&measure.starts_on),
            due_on: date(&measure.due_on),
            result: if measure.state == "dropped" {
                measure.dropped_reason
            } else {
                measure.result
            },
            state: measure.state,
            done_on: date(&measure.done_on),
        }))
    }

    pub(crate) fn problem(&self, id: Id) -> Result<Option<ProblemLine>, ApiError> {
        let Some((_, problem)) = self.row::<Problem>(id)? else {
            return Ok(None);
        };
        let home = self.home(problem.household_id, &problem.division_code)?;
        let steps: Vec<ProblemStep> = self
            .store
            .steps_of(id)?
            .into_iter()
            .map(|step| step.step)
            .collect();
        let newest = |kinds: &[&str]| {
            let mut from_the_end = steps.iter().rev();
            from_the_end.find(|step| kinds.contains(&step.kind.as_str()))
        };
        let closing = newest(&["verify"]).filter(|_| problem.state == "verified");
        let is_open = !matches!(problem.state.as_str(), "done" | "verified");
        let last_word = newest(&["progress", "submit"]).filter(|step| !step.note.is_empty());
        Ok(Some(ProblemLine {
            source: problem.source,
            kind: problem.kind,
            township: self.name(home.village_code.get(..9).unwrap_or_default())?,
            village: home.village,
            household_number: home.number,
            content: problem.content,
            remedy: problem.remedy,
            lead_unit: self.unit(problem.lead_unit_id)?,
            unit: self.unit(problem.unit_id)?,
            person: self.person(problem.person_id)?,
            due_on: date(&problem.due_on),
            verifier: closing
                .map(|step| step.person_name.clone())
                .unwrap_or_default(),
            // Under way: the newest word of progress; put right: what came of it.
            result: match last_word.filter(|_| is_open) {
                Some(word) => word.note.clone(),
                None => problem.result,
            },
            note: remark(id, closing),
            state: problem.state,
            closed_on: date(&problem.closed_on),
        }))
    }
}

/// The number that people quote, and what was found when it was closed.
fn remark(id: Id, closing: Option<&ProblemStep>) -> String {
    let verdicts = closing.into_iter().flat_map(|step| {
        [
            ("按时", "不按时", step.in_time),
            ("按质", "不按质", step.in_quality),
            ("按量", "不按量", step.in_quantity),
        ]
    });
    let said = verdicts.filter_map(|(yes, no, verdict)| {
        verdict.map(|verdict| if verdict == 0 { no } else { yes }.to_owned())
    });
    std::iter::once(Problem::number(id))
        .chain(said)
        .collect::<Vec<_>>()
        .join(" ")
}

fn date(text: &str) -> Option<NaiveDate> {
    records::date(&text.into())
}

fn flag(flag: Option<i64>) -> Option<bool> {
    flag.map(|flag| flag != 0)
}
