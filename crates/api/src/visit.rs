//! 入户走访.

use std::collections::BTreeSet;

use domain::{
    About, Cells, Id, RecordInfo, Value,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Photo, Problem, Record, Visit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Store,
    query::{policy_told, visit_detail, visit_list as store_query},
    row,
};
use ts_rs::TS;

use crate::{
    common::{BringBack, ChangeState, Facet, IdRequest, IdText, Receipt, RecordView, Saved},
    draft::DraftKey,
    error::{ApiError, Code},
    host::{Host, read, save_in, today, with},
    measure::{self, MeasureRow, ProblemRow},
    record,
    request::{self, RequestRow},
    view::{asking, facets, may_read, page_limit},
};

/// What the list of visits is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitQuery {
    /// all | mine | problem | pending | late | withdrawn
    pub view: String,
    pub q: String,
    pub persons: Vec<String>,
    pub groups: Vec<String>,
    /// Codes.
    #[serde(default)]
    pub villages: Vec<String>,
    pub purposes: Vec<String>,
    /// problem | pending | late | photo | unsatisfied
    #[serde(default)]
    pub marks: Vec<String>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub month: Option<String>,
    pub limit: u32,
    pub offset: u32,
}

/// One line of the list of visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub head_name: String,
    pub group_name: String,
    pub village_name: String,
    pub visited_on: String,
    pub recorded_at_ms: i64,
    pub person_names: Vec<String>,
    pub mine: bool,
    pub note: String,
    pub purposes: Vec<String>,
    pub mode: String,
    pub satisfaction: String,
    pub photos: u64,
    pub problems: u64,
    pub late_days: i64,
    pub receipt: Receipt,
    pub conflict: bool,
    /// Nothing while it counts.
    pub withdrawn_at_ms: Option<i64>,
    pub withdrawn_reason: String,
}

/// Part of the list, with what it can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitPage {
    pub rows: Vec<VisitRow>,
    pub total: u64,
    pub households_month: u64,
    pub households_all: u64,
    pub views: Vec<Facet>,
    pub persons: Vec<Facet>,
    pub groups: Vec<Facet>,
    pub villages: Vec<Facet>,
    pub purposes: Vec<Facet>,
    pub marks: Vec<Facet>,
}

/// A photo and where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhotoRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub sha256: String,
    pub caption: String,
    pub width_px: i64,
    pub height_px: i64,
    pub at_county: bool,
    /// Is the original in this file?
    pub here: bool,
    /// Is anything of it here that can be shown? The county's pictures lie beside its file.
    pub shown: bool,
    pub version: u64,
}

/// `state` and `state_year` are the household's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitDetail {
    pub visit: RecordView,
    pub row: VisitRow,
    pub state: String,
    pub state_year: Option<i64>,
    pub photos: Vec<PhotoRow>,
    pub problems: Vec<ProblemRow>,
    pub requests: Vec<RequestRow>,
    pub earlier: Vec<VisitRow>,
}

/// When a household was told of a policy last; nothing when it was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PolicyTold {
    pub policy: String,
    pub last_on: Option<String>,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub visit_id: Option<Id>,
    pub times: u64,
}

/// What to know before a visit is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitContext {
    pub last: Option<VisitRow>,
    pub problems: Vec<ProblemRow>,
    pub requests: Vec<RequestRow>,
    pub measures: Vec<MeasureRow>,
    /// Those that were explained before.
    pub policies: Vec<PolicyTold>,
    pub same_day: bool,
    pub phrases: Vec<String>,
}

/// Of which household, on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitContextRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub visited_on: String,
}

/// One visit with what was found and asked for on it: saved as one change set for the visit, one for the problem and one
/// for the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct VisitSave {
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub base: u64,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    pub visited_on: String,
    #[ts(as = "Vec<IdText>")]
    #[schemars(with = "Vec<IdText>")]
    pub person_ids: Vec<Id>,
    pub mode: String,
    pub purposes: Vec<String>,
    pub policies: Vec<String>,
    pub met: String,
    pub note: String,
    pub satisfaction: String,
    /// morning | afternoon | ""
    #[serde(default)]
    pub day_part: String,
    pub photos: Vec<NewPhoto>,
    pub problem: String,
    pub problem_due_on: Option<String>,
    /// What the household asked for, in one line.
    #[serde(default)]
    pub request: String,
    #[serde(default)]
    pub request_due_on: Option<String>,
    pub reason: Option<String>,
    /// The draft that this was typed into; it goes in the same transaction.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<DraftKey>,
}

/// A photo already handed over by `putPhoto`, named by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct NewPhoto {
    pub sha256: String,
    pub size_bytes: u64,
    pub media_type: String,
    pub width_px: i64,
    pub height_px: i64,
    pub caption: String,
}

/// `visit.list`.
pub fn list(host: &dyn Host, request: &VisitQuery) -> Result<VisitPage, ApiError> {
    may_read(host, "visit")?;
    let query = query_of(request);
    read(host, |store| {
        let page = store.visit_list(asking(host), &query)?;
        Ok(VisitPage {
            rows: page.rows.into_iter().map(row_of).collect(),
            total: page.total,
            households_month: page.households_month,
            households_all: page.households_all,
            views: facets(page.views),
            persons: facets(page.persons),
            groups: facets(page.groups),
            villages: facets(page.villages),
            purposes: facets(page.purposes),
            marks: facets(page.marks),
        })
    })
}

/// The query as the store takes it.
pub(crate) fn query_of(request: &VisitQuery) -> store_query::VisitQuery {
    store_query::VisitQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        persons: request.persons.clone(),
        groups: request.groups.clone(),
        villages: request.villages.clone(),
        purposes: request.purposes.clone(),
        marks: request.marks.clone(),
        household: request.household_id,
        month: request.month.clone(),
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// `visit.detail`.
pub fn detail(host: &dyn Host, request: &IdRequest) -> Result<VisitDetail, ApiError> {
    may_read(host, "visit")?;
    read(host, |store| {
        let detail = store
            .visit_detail(asking(host), request.id)?
            .ok_or_else(|| ApiError::not_found("visit", request.id))?;
        Ok(VisitDetail {
            visit: record::view(store, &detail.visit)?,
            row: row_of(detail.row),
            state: detail.state,
            state_year: detail.state_year,
            photos: detail.photos.into_iter().map(photo_of).collect(),
            problems: detail
                .problems
                .into_iter()
                .map(measure::problem_of)
                .collect(),
            requests: detail.requests.into_iter().map(request::row_of).collect(),
            earlier: detail.earlier.into_iter().map(row_of).collect(),
        })
    })
}

/// `visit.context`.
pub fn context(host: &dyn Host, request: &VisitContextRequest) -> Result<VisitContext, ApiError> {
    may_read(host, "visit")?;
    read(host, |store| {
        record::readable(host.asker(), store, &Household::INFO, request.household_id)?;
        let context =
            store.visit_context(asking(host), request.household_id, &request.visited_on)?;
        Ok(VisitContext {
            last: context.last.map(row_of),
            problems: context
                .problems
                .into_iter()
                .map(measure::problem_of)
                .collect(),
            requests: context.requests.into_iter().map(request::row_of).collect(),
            policies: context.policies.into_iter().map(policy_of).collect(),
            measures: context.measures.into_iter().map(measure::row_of).collect(),
            same_day: context.same_day,
            phrases: context.phrases,
        })
    })
}

/// `visit.record`: the visit with its photos is one set, the problem found on it another, the request a third.
pub fn record(host: &dyn Host, request: &VisitSave) -> Result<Saved, ApiError> {
    with(host, |replica| {
        let store = replica.store();
        let household = request.household_id;
        let home = record::readable(host.asker(), store, &Household::INFO, household)?;
        if home.is_deleted() {
            return Err(ApiError::not_found("household", household));
        }
        let id = request.id.unwrap_or_else(|| host.env().new_id());
        let photos = photo_rows(host, store, &Visit::INFO, id, &request.photos)?;
        let visit = visit_edit(host, store, id, request, !photos.is_empty())?;
        let reason = request
            .reason
            .clone()
            .filter(|reason| !reason.trim().is_empty());
        let mut first = vec![visit];
        first.extend(photos);
        let mut sets = vec![(
            first,
            About {
                reason,
                ..About::default()
            },
        )];
        let asked = request::of_visit(
            host,
            &request::Heard {
                household,
                visit: id,
                on: &request.visited_on,
                content: &request.request,
                due_on: request.request_due_on.as_deref(),
            },
        )?;
        sets.extend(
            [problem_edit(host, id, request)?, asked]
                .into_iter()
                .flatten()
                .map(|edit| (vec![edit], About::default())),
        );
        let kept = save_in(host, replica, sets, request.draft.as_ref())?;
        let visit = kept
            .into_iter()
            .next()
            .ok_or_else(|| ApiError::new(Code::Failed, "no answer to a save"))?;
        let version =
            row::get(replica.store().connection(), Visit::INFO.table, id)?.map_or(0, |row| row.seq);
        Ok(Saved {
            id,
            change_set: visit.change_set,
            version,
            state: visit.state,
        })
    })
}

/// The purpose that every form begins with: alone it says nothing.
const PRESET_PURPOSE: &str = "routine";

fn visit_edit(
    host: &dyn Host,
    store: &Store,
    id: Id,
    request: &VisitSave,
    has_photo: bool,
) -> Result<Edit, ApiError> {
    let present = row::get(store.connection(), Visit::INFO.table, id)?;
    if request.id.is_some() && present.as_ref().is_none_or(store::Row::is_deleted) {
        return Err(ApiError::not_found("visit", id));
    }
    let mut persons: Vec<String> = request.person_ids.iter().map(Id::to_string).collect();
    let me = host.asker().person_id;
    if present.is_none() && !me.is_nil() && !persons.contains(&me.to_string()) {
        persons.insert(0, me.to_string());
    }
    let visit = Visit {
        household_id: Some(request.household_id),
        visited_on: request.visited_on.clone(),
        person_ids: persons,
        mode: if request.mode.is_empty() {
            "home".to_owned()
        } else {
            request.mode.clone()
        },
        purposes: request.purposes.clone(),
        policies: request.policies.clone(),
        met: request.met.trim().to_owned(),
        note: request.note.trim().to_owned(),
        satisfaction: request.satisfaction.clone(),
        day_part: request.day_part.clone(),
    };
    let says_something = !visit.note.is_empty()
        || has_photo
        || !request.problem.trim().is_empty()
        || !request.request.trim().is_empty()
        || !visit.policies.is_empty()
        || visit
            .purposes
            .iter()
            .any(|purpose| purpose != PRESET_PURPOSE)
        || !visit_detail::photos(store.connection(), id)?.is_empty();
    let cells = visit.to_cells();
    let before = present
        .as_ref()
        .map_or_else(Cells::new, |row| row.cells.clone());
    let mut violations = Visit::INFO.check(&before, &cells, today(host));
    if !says_something {
        violations.push(domain::Violation::new("note", "required"));
    }
    if !violations.is_empty() {
        return Err(violations.into());
    }
    Ok(Edit {
        table: Visit::INFO.table,
        id,
        base: present.map(|_| request.base),
        cells,
    })
}

/// Rows for photos that their owner does not have yet.
pub(crate) fn photo_rows(
    host: &dyn Host,
    store: &Store,
    owner: &RecordInfo,
    id: Id,
    photos: &[NewPhoto],
) -> Result<Vec<Edit>, ApiError> {
    let mut known: BTreeSet<String> = visit_detail::photos(store.connection(), id)?
        .into_iter()
        .map(|photo| photo.sha256)
        .collect();
    let mut edits = Vec::new();
    for photo in photos {
        let sha256 = photo.sha256.to_ascii_lowercase();
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ApiError::violation("photos", "not_a_hash"));
        }
        if !known.insert(sha256.clone()) {
            continue;
        }
        let photo = Photo {
            owner_kind: owner.name.to_owned(),
            owner_id: Some(id),
            sha256,
            size_bytes: Some(photo.size_bytes as i64),
            media_type: photo.media_type.clone(),
            width_px: Some(photo.width_px),
            height_px: Some(photo.height_px),
            caption: photo.caption.trim().to_owned(),
        };
        edits.push(Edit {
            table: Photo::INFO.table,
            id: host.env().new_id(),
            base: None,
            cells: photo.to_cells(),
        });
    }
    Ok(edits)
}

fn problem_edit(host: &dyn Host, visit: Id, request: &VisitSave) -> Result<Option<Edit>, ApiError> {
    let content = request.problem.trim();
    if content.is_empty() {
        return Ok(None);
    }
    let problem = Problem {
        household_id: Some(request.household_id),
        source: "visit".to_owned(),
        kind: "single".to_owned(),
        content: content.to_owned(),
        person_id: Some(host.asker().person_id).filter(|id| !id.is_nil()),
        due_on: request.problem_due_on.clone().unwrap_or_default(),
        state: "open".to_owned(),
        visit_id: Some(visit),
        ..Problem::default()
    };
    let cells = problem.to_cells();
    let mut violations = Problem::INFO.check(&Cells::new(), &cells, today(host));
    for violation in &mut violations {
        // The form has one line for the problem and one for its date.
        let field = if violation.field == "due_on" {
            "problem_due_on"
        } else {
            "problem"
        };
        field.clone_into(&mut violation.field);
    }
    if violations.is_empty() {
        Ok(Some(Edit {
            table: Problem::INFO.table,
            id: host.env().new_id(),
            base: None,
            cells,
        }))
    } else {
        Err(violations.into())
    }
}

/// A visit of the store as screens get it.
pub(crate) fn row_of(row: store_query::VisitRow) -> VisitRow {
    VisitRow {
        id: row.id,
        household_id: row.household_id,
        head_name: row.head_name,
        group_name: row.group_name,
        village_name: row.village_name,
        visited_on: row.visited_on,
        recorded_at_ms: row.recorded_at_ms,
        person_names: row.person_names,
        mine: row.mine,
        note: row.note,
        purposes: row.purposes,
        mode: row.mode,
        satisfaction: row.satisfaction,
        photos: row.photos,
        problems: row.problems,
        late_days: row.late_days,
        receipt: row.receipt.into(),
        conflict: row.conflict,
        withdrawn_at_ms: row.withdrawn_at_ms,
        withdrawn_reason: row.withdrawn_reason,
    }
}

/// A policy of the store as screens get it.
pub(crate) fn policy_of(told: policy_told::PolicyTold) -> PolicyTold {
    PolicyTold {
        policy: told.policy,
        last_on: told.last_on,
        visit_id: told.visit_id,
        times: told.times,
    }
}

pub(crate) fn photo_of(photo: visit_detail::PhotoRow) -> PhotoRow {
    PhotoRow {
        id: photo.id,
        sha256: photo.sha256,
        caption: photo.caption,
        width_px: photo.width_px,
        height_px: photo.height_px,
        at_county: photo.at_county,
        here: photo.here,
        shown: photo.shown,
        version: photo.version,
    }
}

/// Body of `visit.restore`: a further set that takes the withdrawal back.
pub fn restore(host: &dyn Host, request: &BringBack) -> Result<Saved, ApiError> {
    record::must_write(host.asker(), &Visit::INFO)?;
    with(host, |replica| {
        let row = record::readable(host.asker(), replica.store(), &Visit::INFO, request.id)?;
        if !row.is_deleted() {
            let nothing = ChangeState::Stored;
            return record::saved(replica.store(), row.table, row.id, None, nothing);
        }
        let edit = Edit {
            table: row.table,
            id: row.id,
            base: Some(request.base),
            cells: Cells::from([
                (DELETED_AT, Value::Null),
                (DELETED_REASON, String::new().into()),
            ]),
        };
        record::save_one(host, replica, edit, About::default(), None)
    })
}
