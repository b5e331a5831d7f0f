//! 整改台账: the ledger, one problem with its chain, and the acts on it.

use domain::{
    About, Id,
    access::looks_back,
    records::{Part, Problem, ProblemStep, Record, acts},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Row, Store,
    query::{problem_detail as store_detail, problem_ledger as store_query},
    row,
};
use ts_rs::TS;

use crate::{
    common::{
        Facet, IdRequest, IdText, Receipt, RecordView, RemoveRequest, SaveRequest, Saved, Typed,
    },
    draft::DraftKey,
    error::{ApiError, Code},
    host::{Asker, Host, Replica, read, save_in, today, with},
    measure::{ProblemRow, problem_of},
    record,
    session::PersonName,
    view::{asking, facets, may_read, page_limit},
    visit::{NewPhoto, PhotoRow, photo_of, photo_rows},
};

/// What the ledger is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemQuery {
    /// open | late | waiting | common | closed
    pub view: String,
    pub q: String,
    pub sources: Vec<String>,
    pub kinds: Vec<String>,
    pub states: Vec<String>,
    pub persons: Vec<String>,
    /// Division codes.
    pub villages: Vec<String>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub limit: u32,
    pub offset: u32,
}

/// Part of the ledger, with what it can be filtered by. `due` is what is not put right and due within seven days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemPage {
    pub rows: Vec<ProblemRow>,
    pub total: u64,
    pub common: u64,
    pub single: u64,
    pub due: u64,
    pub views: Vec<Facet>,
    pub sources: Vec<Facet>,
    pub kinds: Vec<Facet>,
    pub states: Vec<Facet>,
    pub persons: Vec<Facet>,
    pub villages: Vec<Facet>,
}

/// One act on a problem. The verdicts are those of `verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemStepRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    /// claim | progress | submit | return | verify | reopen | urge
    pub kind: String,
    pub made_on: String,
    pub made_at_ms: i64,
    pub person_name: String,
    pub role: String,
    pub note: String,
    pub in_time: Option<bool>,
    pub in_quality: Option<bool>,
    pub in_quantity: Option<bool>,
    #[ts(as = "Vec<IdText>")]
    #[schemars(with = "Vec<IdText>")]
    pub photo_ids: Vec<Id>,
    pub receipt: Receipt,
}

/// One problem whole. `acts` are what the asker may do about it now, the likeliest first; `fields` what they may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemDetail {
    pub problem: RecordView,
    pub row: ProblemRow,
    pub round: u64,
    pub steps: Vec<ProblemStepRow>,
    pub photos: Vec<PhotoRow>,
    pub parent: Option<ProblemRow>,
    pub parts: Vec<ProblemRow>,
    pub visited_on: String,
    pub created_at_ms: i64,
    pub unit_name: String,
    pub lead_unit_name: String,
    pub acts: Vec<String>,
    pub fields: Vec<String>,
    pub may_write: bool,
    pub may_remove: bool,
}

/// The place of a problem: a household, or a division by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemPlace {
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub division_code: String,
}

/// One offer of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Choice {
    pub code: String,
    pub name: String,
}

/// What the form of a problem offers: the villages of one's area, who may answer for it, the departments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemChoices {
    pub villages: Vec<Choice>,
    pub people: Vec<PersonName>,
    pub units: Vec<Choice>,
}

/// One act; `base` is the version of the problem that the screen showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemAct {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub base: u64,
    /// claim | progress | submit | return | verify | reopen | urge
    pub kind: String,
    pub note: String,
    #[serde(default)]
    #[ts(optional)]
    pub in_time: Option<bool>,
    #[serde(default)]
    #[ts(optional)]
    pub in_quality: Option<bool>,
    #[serde(default)]
    #[ts(optional)]
    pub in_quantity: Option<bool>,
    #[serde(default)]
    pub photos: Vec<NewPhoto>,
    /// The draft that this was typed into; it goes in the same transaction.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<DraftKey>,
}

/// A single problem becomes part of a common one, or stands alone again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ProblemMerge {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub base: u64,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub parent_id: Option<Id>,
}

/// `problem.list`.
pub fn list(host: &dyn Host, request: &ProblemQuery) -> Result<ProblemPage, ApiError> {
    may_read(host, "problem")?;
    let query = query_of(request);
    read(host, |store| {
        let page = store.problem_list(asking(host), &query)?;
        Ok(ProblemPage {
            rows: page.rows.into_iter().map(problem_of).collect(),
            total: page.total,
            common: page.common,
            single: page.single,
            due: page.due,
            views: facets(page.views),
            sources: facets(page.sources),
            kinds: facets(page.kinds),
            states: facets(page.states),
            persons: facets(page.persons),
            villages: facets(page.villages),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &ProblemQuery) -> store_query::ProblemQuery {
    store_query::ProblemQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        sources: request.sources.clone(),
        kinds: request.kinds.clone(),
        states: request.states.clone(),
        persons: request.persons.clone(),
        villages: request.villages.clone(),
        household: request.household_id,
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `problem.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<ProblemDetail, ApiError> {
    may_read(host, "problem")?;
    read(host, |store| {
        let detail = store
            .problem_detail(asking(host), request.id)?
            .ok_or_else(|| ApiError::not_found("problem", request.id))?;
        let record = Problem::from_cells(&detail.problem.cells);
        let part = part(host.asker(), store, &detail.problem, &record, &detail.steps);
        let changeable = |field: &&domain::FieldInfo| record.is_changeable(field.number, part);
        Ok(ProblemDetail {
            problem: record::view(store, &detail.problem)?,
            fields: Problem::INFO
                .fields
                .iter()
                .filter(changeable)
                .map(|field| field.name.to_owned())
                .collect(),
            may_remove: record.is_removable(part, !detail.steps.is_empty())
                && detail.parts.is_empty(),
            unit_name: detail.unit_name,
            lead_unit_name: detail.lead_unit_name,
            round: detail.round,
            steps: detail.steps.into_iter().map(step_of).collect(),
            photos: detail.photos.into_iter().map(photo_of).collect(),
            parent: detail.parent.map(problem_of),
            parts: detail.parts.into_iter().map(problem_of).collect(),
            visited_on: detail.visited_on,
            created_at_ms: detail.problem.created_at,
            acts: acts(&record.state, part)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            may_write: part.writes,
            row: problem_of(detail.row),
        })
    })
}

/// `problem.choices`.
pub fn choices(host: &dyn Host, request: &ProblemPlace) -> Result<ProblemChoices, ApiError> {
    may_read(host, "problem")?;
    let choice = |code: String, name: String| Choice { code, name };
    read(host, |store| {
        let found =
            store.problem_choices(asking(host), request.household_id, &request.division_code)?;
        Ok(ProblemChoices {
            villages: found
                .villages
                .into_iter()
                .map(|(code, name)| choice(code, name))
                .collect(),
            people: found
                .people
                .into_iter()
                .map(|mate| PersonName {
                    id: mate.id,
                    name: mate.name,
                    duty: mate.duty,
                })
                .collect(),
            units: found
                .units
                .into_iter()
                .map(|(id, name)| choice(id.to_string(), name))
                .collect(),
        })
    })
}

/// What the asker is to a problem. What lies parked here can be written on by whoever may write at all.
fn part(
    asker: &Asker,
    store: &Store,
    row: &Row,
    problem: &Problem,
    steps: &[store_detail::StepRow],
) -> Part {
    let name = Problem::INFO.name;
    let right = asker.right_to_write(name, row.place);
    let writes = right.is_some()
        || store.is_parked(row) && asker.access(name) == domain::access::Access::Write;
    let judges = asker.rights.iter().any(|one| {
        looks_back(&one.role)
            && domain::Place::from_code(&one.area)
                .is_some_and(|area| area.range().contains(row.place))
    });
    let owner = problem.person_id.filter(|id| !id.is_nil());
    let me = Some(asker.person_id).filter(|id| !id.is_nil());
    let has_worked = steps
        .iter()
        .any(|step| ProblemStep::is_work(&step.step.kind) && step.step.person_id == me);
    Part {
        writes,
        looks_back: judges,
        owns: me.is_some() && (owner == me || has_worked),
        is_owned: owner.is_some(),
    }
}

/// The same, for a problem that is to be written on.
fn part_in(asker: &Asker, store: &Store, row: &Row, problem: &Problem) -> Result<Part, ApiError> {
    let part = part(asker, store, row, problem, &store.steps_of(row.id)?);
    if part.writes {
        return Ok(part);
    }
    Err(ApiError::new(
        Code::NotPermitted,
        format!("{} may not write on this problem", asker.account),
    ))
}

/// Body of `problem.save`: words, people and dates. How far it is follows from the acts alone.
pub fn save(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    for field in ["state", "closed_on", "result", "parent_id"] {
        let begins = request.id.is_none()
            && field == "state"
            && request.fields.get(field) == Some(&Typed::Text("open".to_owned()));
        if request.fields.contains_key(field) && !begins {
            return Err(ApiError::violation(field, "by_act"));
        }
    }
    if let Some(id) = request.id {
        read(host, |store| may_change(host, store, id, request))?;
    }
    let mut request = request.clone();
    if request.id.is_none() {
        for (field, value) in [
            ("state", "open"),
            ("kind", "single"),
            ("source", "self_check"),
        ] {
            request
                .fields
                .entry(field.to_owned())
                .or_insert_with(|| Typed::Text(value.to_owned()));
        }
    }
    record::save_fields(host, &Problem::INFO, &request)
}

fn may_change(
    host: &dyn Host,
    store: &Store,
    id: Id,
    request: &SaveRequest,
) -> Result<(), ApiError> {
    let row = standing(host, store, id)?;
    let problem = Problem::from_cells(&row.cells);
    let part = part_in(host.asker(), store, &row, &problem)?;
    let fields = request.fields.keys();
    let fixed = fields
        .filter_map(|name| Problem::INFO.field_named(name))
        .find(|field| !problem.is_changeable(field.number, part));
    fixed.map_or(Ok(()), |field| {
        Err(ApiError::violation(field.name, "fixed"))
    })
}

/// Body of `problem.remove`: while nobody has done anything about it.
pub fn remove(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    read(host, |store| {
        let row = standing(host, store, request.id)?;
        let problem = Problem::from_cells(&row.cells);
        let part = part_in(host.asker(), store, &row, &problem)?;
        let has_steps = !store.steps_of(row.id)?.is_empty();
        let has_parts = store
            .problem_detail(asking(host), row.id)?
            .is_some_and(|detail| !detail.parts.is_empty());
        if problem.is_removable(part, has_steps) && !has_parts {
            Ok(())
        } else {
            Err(ApiError::violation("id", "acted_on"))
        }
    })?;
    record::remove_row(host, &Problem::INFO, request)
}

/// An act on which another one rests is not taken back: the chain would say what nobody did.
pub(crate) fn must_be_last(store: &Store, edits: &[Edit]) -> Result<(), ApiError> {
    for edit in edits
        .iter()
        .filter(|edit| edit.table == ProblemStep::INFO.table)
    {
        let Some(row) = row::get(store.connection(), edit.table, edit.id)? else {
            continue;
        };
        let step = ProblemStep::from_cells(&row.cells);
        let (Some(problem), true) = (step.problem_id, ProblemStep::moves(&step.kind)) else {
            continue;
        };
        let rests_on_it = store
            .steps_of(problem)?
            .into_iter()
            .skip_while(|one| one.id != edit.id)
            .skip(1)
            .any(|one| ProblemStep::moves(&one.step.kind));
        if rests_on_it {
            return Err(ApiError::new(
                Code::NothingToUndo,
                format!("another act rests on {}", edit.id),
            ));
        }
    }
    Ok(())
}

/// Body of `problem.step`: the act is a row of its own; what it changes on the problem goes in the same set.
pub fn step(host: &dyn Host, request: &ProblemAct) -> Result<Saved, ApiError> {
    with(host, |replica| {
        let row = standing(host, replica.store(), request.id)?;
        let problem = Problem::from_cells(&row.cells);
        let part = part_in(host.asker(), replica.store(), &row, &problem)?;
        if !acts(&problem.state, part).contains(&request.kind.as_str()) {
            return Err(ApiError::violation("kind", "not_now"));
        }
        let id = host.env().new_id();
        let photos = photo_rows(
            host,
            replica.store(),
            &Problem::INFO,
            row.id,
            &request.photos,
        )?;
        let step = step_row(
            host,
            request,
            photos.iter().map(|edit| edit.id.to_string()).collect(),
            &row,
        );
        let cells = step.to_cells();
        let violations = ProblemStep::INFO.check(&domain::Cells::new(), &cells, today(host));
        if !violations.is_empty() {
            return Err(violations.into());
        }
        let mut edits = vec![Edit {
            table: ProblemStep::INFO.table,
            id,
            base: None,
            cells,
        }];
        edits.extend(changed(host, request, &row, &problem, part));
        edits.extend(photos);
        save_all(host, replica, row.id, edits, request.draft.as_ref())
    })
}

/// The problem, as it stands in the asker's area.
fn standing(host: &dyn Host, store: &Store, id: Id) -> Result<Row, ApiError> {
    let row = record::readable(host.asker(), store, &Problem::INFO, id)?;
    if row.is_deleted() {
        return Err(ApiError::not_found("problem", id));
    }
    Ok(row)
}

fn step_row(
    host: &dyn Host,
    request: &ProblemAct,
    photo_ids: Vec<String>,
    row: &Row,
) -> ProblemStep {
    let asker = host.asker();
    let role = asker
        .right_to_write(ProblemStep::INFO.name, row.place)
        .map(|right| right.role.as_str());
    let verdict = |given: Option<bool>| given.filter(|_| request.kind == "verify").map(i64::from);
    ProblemStep {
        problem_id: Some(row.id),
        kind: request.kind.clone(),
        made_on: today(host).to_string(),
        person_id: Some(asker.person_id).filter(|id| !id.is_nil()),
        person_name: asker.person_name.clone(),
        role: role.unwrap_or_else(|| asker.role()).to_owned(),
        note: request.note.trim().to_owned(),
        in_time: verdict(request.in_time),
        in_quality: verdict(request.in_quality),
        in_quantity: verdict(request.in_quantity),
        photo_ids,
    }
}

/// What the act changes on the problem itself; nothing for a further word of progress, so that two of them never meet.
/// Whoever works on what nobody answers for takes it on.
fn changed(
    host: &dyn Host,
    request: &ProblemAct,
    row: &Row,
    problem: &Problem,
    part: Part,
) -> Option<Edit> {
    let mut cells = domain::Cells::new();
    let after = Problem::state_after(&problem.state, &request.kind);
    if after != problem.state {
        cells.insert(Problem::state, after.to_owned().into());
        let closed_on = if after == "verified" {
            today(host).to_string()
        } else {
            String::new()
        };
        cells.insert(Problem::closed_on, closed_on.into());
        let result = if request.kind == "submit" {
            request.note.trim()
        } else {
            &problem.result
        };
        cells.insert(Problem::result, result.to_owned().into());
    }
    let me = host.asker().person_id;
    if !part.is_owned && ProblemStep::is_work(&request.kind) && !me.is_nil() {
        cells.insert(Problem::person_id, me.into());
    }
    (!cells.is_empty()).then_some(Edit {
        table: Problem::INFO.table,
        id: row.id,
        base: Some(request.base),
        cells,
    })
}

/// Body of `problem.merge`: under which common problem a single one is counted; nothing takes it out again.
pub fn merge(host: &dyn Host, request: &ProblemMerge) -> Result<Saved, ApiError> {
    with(host, |replica| {
        let row = standing(host, replica.store(), request.id)?;
        let single = Problem::from_cells(&row.cells);
        part_in(host.asker(), replica.store(), &row, &single)?;
        if let Some(parent) = request.parent_id {
            let common = Problem::from_cells(&standing(host, replica.store(), parent)?.cells);
            if parent == row.id || common.kind != "common" || single.kind == "common" {
                return Err(ApiError::violation("parent_id", "not_common"));
            }
        }
        let value = request.parent_id.map_or(domain::Value::Null, Into::into);
        let edit = Edit {
            table: Problem::INFO.table,
            id: row.id,
            base: Some(request.base),
            cells: domain::Cells::from([(Problem::parent_id, value)]),
        };
        save_all(host, replica, row.id, vec![edit], None)
    })
}

fn save_all(
    host: &dyn Host,
    replica: &mut Replica<'_>,
    id: Id,
    edits: Vec<Edit>,
    draft: Option<&DraftKey>,
) -> Result<Saved, ApiError> {
    let kept = save_in(host, replica, vec![(edits, About::default())], draft)?
        .pop()
        .ok_or_else(|| ApiError::new(Code::Failed, "no answer to a save"))?;
    record::saved(
        replica.store(),
        Problem::INFO.table,
        id,
        kept.change_set,
        kept.state,
    )
}

fn step_of(row: store_detail::StepRow) -> ProblemStepRow {
    let verdict = |flag: Option<i64>| flag.map(|flag| flag != 0);
    ProblemStepRow {
        id: row.id,
        kind: row.step.kind,
        made_on: row.step.made_on,
        made_at_ms: row.made_at,
        person_name: row.step.person_name,
        role: row.step.role,
        note: row.step.note,
        in_time: verdict(row.step.in_time),
        in_quality: verdict(row.step.in_quality),
        in_quantity: verdict(row.step.in_quantity),
        photo_ids: row
            .step
            .photo_ids
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect(),
        receipt: row.receipt.into(),
    }
}
