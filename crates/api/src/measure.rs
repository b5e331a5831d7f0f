//! 帮扶措施 and problems.

use domain::{
    Id,
    records::{Household, Record},
    suggest::{Source, answer_to},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::{
    measure_list::{self as store_query, measures_of},
    problem_list,
};
use ts_rs::TS;

use crate::{
    common::{Facet, IdRequest, IdText, Receipt},
    error::ApiError,
    host::{Host, read},
    record,
    view::{asking, facets, may_read, page_limit},
};

/// What the list of measures is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MeasureQuery {
    /// open | late | due_7 | village | done | dropped
    pub view: String,
    pub q: String,
    pub classes: Vec<String>,
    pub persons: Vec<String>,
    /// late | due_7 | due_30 | later | none
    #[serde(default)]
    pub dues: Vec<String>,
    /// Codes of 五个一批 and the like, into which classes fall.
    #[serde(default)]
    pub groups: Vec<String>,
    /// goal | content | person: what of 三明确 is missing
    #[serde(default)]
    pub unclear: Vec<String>,
    /// Codes.
    #[serde(default)]
    pub villages: Vec<String>,
    /// due | for | quantity | money
    #[serde(default)]
    pub sort: String,
    #[serde(default)]
    pub descending: bool,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub limit: u32,
    pub offset: u32,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MeasureRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub division_code: String,
    pub for_name: String,
    pub village_name: String,
    pub class: String,
    pub content: String,
    pub goal: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
    pub person_name: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub unit_id: Option<Id>,
    pub unit_name: String,
    pub amount_fen: i64,
    pub paid_fen: i64,
    pub quantity: i64,
    pub quantity_done: i64,
    pub quantity_unit: String,
    pub starts_on: Option<String>,
    pub due_on: Option<String>,
    pub state: String,
    pub done_on: Option<String>,
    pub late_days: i64,
    pub result: String,
    pub dropped_reason: String,
    /// goal | content | person: what of 三明确 is missing while it is open
    pub unclear: Vec<String>,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// Part of the list, with what it can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MeasurePage {
    pub rows: Vec<MeasureRow>,
    pub total: u64,
    pub done: u64,
    pub all: u64,
    pub paid_fen: i64,
    pub amount_fen: i64,
    pub views: Vec<Facet>,
    pub classes: Vec<Facet>,
    pub persons: Vec<Facet>,
    pub dues: Vec<Facet>,
    pub groups: Vec<Facet>,
    pub unclear: Vec<Facet>,
    pub villages: Vec<Facet>,
}

/// Classes that answer what a household suffers from, the nearest first; a person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MeasureSuggestion {
    pub classes: Vec<SuggestedClass>,
}

/// A class, and what it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SuggestedClass {
    pub class: String,
    pub reasons: Vec<SuggestReason>,
    /// An open measure of this class is there.
    pub is_there: bool,
}

/// A cause or risk of the household; `rule` is the data-quality rule that asks for the class, empty where the words do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SuggestReason {
    /// cause | risk
    pub list: String,
    pub code: String,
    pub rule: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub for_name: String,
    pub village_name: String,
    pub number: String,
    pub content: String,
    pub kind: String,
    pub category: String,
    pub source: String,
    pub state: String,
    pub due_on: Option<String>,
    pub person_name: String,
    pub late_days: i64,
    /// Days since it was handed in, while nobody has looked back.
    pub waiting_days: i64,
    /// Somebody urged since anything was done about it.
    pub urged: bool,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub parent_id: Option<Id>,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// `measure.list`.
pub fn list(host: &dyn Host, request: &MeasureQuery) -> Result<MeasurePage, ApiError> {
    may_read(host, "measure")?;
    let query = query_of(request);
    read(host, |store| {
        let page = store.measure_list(asking(host), &query)?;
        Ok(MeasurePage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            done: page.done,
            all: page.all,
            paid_fen: page.paid_fen,
            amount_fen: page.amount_fen,
            views: facets(page.views),
            classes: facets(page.classes),
            persons: facets(page.persons),
            dues: facets(page.dues),
            groups: facets(page.groups),
            unclear: facets(page.unclear),
            villages: facets(page.villages),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &MeasureQuery) -> store_query::MeasureQuery {
    store_query::MeasureQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        classes: request.classes.clone(),
        persons: request.persons.clone(),
        dues: request.dues.clone(),
        groups: request.groups.clone(),
        unclear: request.unclear.clone(),
        villages: request.villages.clone(),
        sort: request.sort.clone(),
        descending: request.descending,
        household: request.household_id,
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `measure.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<MeasureRow, ApiError> {
    may_read(host, "measure")?;
    read(host, |store| {
        store.measure(asking(host), request.id).map_err(Into::into)
    })?
    .map(row_of)
    .ok_or_else(|| ApiError::not_found("measure", request.id))
}

/// `measure.suggest`.
pub fn suggest(host: &dyn Host, request: &IdRequest) -> Result<MeasureSuggestion, ApiError> {
    may_read(host, "measure")?;
    read(host, |store| {
        let row = record::readable(host.asker(), store, &Household::INFO, request.id)?;
        let home = Household::from_cells(&row.cells);
        let open: Vec<String> = measures_of(store, asking(host), request.id)?
            .into_iter()
            .filter(|measure| !matches!(measure.state.as_str(), "done" | "dropped"))
            .map(|measure| measure.class)
            .collect();
        let mut classes: Vec<SuggestedClass> = Vec::new();
        let causes = home.causes.iter().map(|code| ("cause", code));
        let risks = home.risks.iter().map(|code| ("risk", code));
        for answer in causes
            .chain(risks)
            .filter_map(|(list, code)| answer_to(list, code))
        {
            let reason = SuggestReason {
                list: answer.list.to_owned(),
                code: answer.code.to_owned(),
                rule: match answer.source {
                    Source::Rule(rule) => rule.to_owned(),
                    Source::Words => String::new(),
                },
            };
            for class in answer.classes {
                match classes.iter_mut().find(|known| known.class == *class) {
                    Some(known) => known.reasons.push(reason.clone()),
                    None => classes.push(SuggestedClass {
                        class: (*class).to_owned(),
                        reasons: vec![reason.clone()],
                        is_there: open.iter().any(|one| one == class),
                    }),
                }
            }
        }
        Ok(MeasureSuggestion { classes })
    })
}

/// A measure of the store as screens get it.
pub(crate) fn row_of(row: store_query::MeasureRow) -> MeasureRow {
    MeasureRow {
        id: row.id,
        version: row.version,
        household_id: row.household_id,
        division_code: row.division_code,
        for_name: row.for_name,
        village_name: row.village_name,
        class: row.class,
        content: row.content,
        goal: row.goal,
        person_id: row.person_id,
        person_name: row.person_name,
        unit_id: row.unit_id,
        unit_name: row.unit_name,
        amount_fen: row.amount_fen,
        paid_fen: row.paid_fen,
        quantity: row.quantity,
        quantity_done: row.quantity_done,
        quantity_unit: row.quantity_unit,
        starts_on: row.starts_on,
        due_on: row.due_on,
        state: row.state,
        done_on: row.done_on,
        late_days: row.late_days,
        result: row.result,
        dropped_reason: row.dropped_reason,
        unclear: row.unclear.into_iter().map(str::to_owned).collect(),
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}

/// A problem of the store as screens get it.
pub(crate) fn problem_of(row: problem_list::ProblemRow) -> ProblemRow {
    ProblemRow {
        id: row.id,
        version: row.version,
        household_id: row.household_id,
        for_name: row.for_name,
        village_name: row.village_name,
        number: row.number,
        content: row.content,
        kind: row.kind,
        category: row.category,
        source: row.source,
        state: row.state,
        due_on: row.due_on,
        person_name: row.person_name,
        late_days: row.late_days,
        waiting_days: row.waiting_days,
        urged: row.urged,
        parent_id: row.parent_id,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}
