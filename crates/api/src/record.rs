//! Any record by its declaration: read, written under its rules, deleted with a reason.

mod hidden;
mod new_id;

use std::collections::BTreeMap;

use domain::{
    About, Cells, Id, Kind, RecordInfo, Value, Violation,
    access::Access,
    change::{DELETED_AT, DELETED_REASON},
    identity::{self, Finding},
    records::{
        self, Distribution, Household, Inquiry, Measure, Member, Record, Request, Stay, Tour,
        Visit, Wish, list_value,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Row, Store,
    listing::Listing,
    query::receipt::{self, RowReceipt},
    row,
};
use ts_rs::TS;

use crate::{
    common::{
        ChangeState, IdRequest, IdText, Receipt, RecordView, RemoveRequest, SaveRequest, Saved,
        Typed,
    },
    draft::DraftKey,
    error::{ApiError, Code},
    heard,
    host::{self, Asker, Host, Replica},
    inquiry, mask, problem,
};

pub(crate) use hidden::nobody_is_hidden;
pub(crate) use new_id::new_id;

/// Which rows of a record; dates compare with its first date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordQuery {
    /// Its name, such as `visit`.
    pub record: String,
    /// In this division only.
    pub area: Option<String>,
    /// Of this household only.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    /// Of this person only.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
    /// From this day on.
    pub from: Option<String>,
    /// Until this day.
    pub to: Option<String>,
    /// At most so many.
    pub limit: u32,
    /// After this one.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub after: Option<Id>,
}

/// Rows by id; `next` asks for those after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordPage {
    /// The rows.
    pub rows: Vec<RecordView>,
    /// The last id, if there are more.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub next: Option<Id>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordRequest {
    /// Name of its record.
    pub record: String,
    /// Its id.
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
}

/// The record that an id belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordFound {
    /// Its name.
    pub record: String,
    /// The row.
    pub view: RecordView,
}

/// Fields of a row of any record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordSave {
    /// Name of its record.
    pub record: String,
    /// What to write.
    pub save: SaveRequest,
}

/// A row of any record to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordRemove {
    /// Name of its record.
    pub record: String,
    /// Which, and why.
    pub remove: RemoveRequest,
}

const LIMIT_MAX: u32 = 1_000;

/// Body of `record.list`.
pub fn list(host: &dyn Host, request: &RecordQuery) -> Result<RecordPage, ApiError> {
    let info = named(&request.record)?;
    let scope = host.asker().scope_of(info.name)?;
    let limit = request.limit.clamp(1, LIMIT_MAX);
    let mut listing = Listing {
        record: info,
        scope: &scope,
        area: request.area.as_deref(),
        household: request.household_id,
        person: request.person_id,
        from: request.from.as_deref(),
        to: request.to.as_deref(),
        after: request.after,
        limit: limit as usize + 1,
    };
    host::read(host, |store| {
        let mut found = Vec::new();
        // What is kept from who asks leaves no gap that would tell of it.
        while found.len() <= limit as usize {
            let part = store.list_rows(&listing)?;
            let is_last = part.len() < listing.limit;
            listing.after = part.last().map(|row| row.id);
            for row in part {
                if !heard::is_kept(host.asker(), store, &row)? {
                    found.push(row);
                }
            }
            if is_last {
                break;
            }
        }
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|row| row.id);
        let rows = found.iter().map(|row| view(store, row));
        Ok(RecordPage {
            rows: rows.collect::<Result<_, _>>()?,
            next,
        })
    })
}

/// Body of `record.get`.
pub fn get(host: &dyn Host, request: &RecordRequest) -> Result<RecordView, ApiError> {
    let info = named(&request.record)?;
    host::read(host, |store| {
        view(store, &readable(host.asker(), store, info, request.id)?)
    })
}

/// Body of `record.find`.
pub fn find(host: &dyn Host, request: &IdRequest) -> Result<RecordFound, ApiError> {
    host::read(host, |store| {
        for info in records::REGISTRY {
            match readable(host.asker(), store, info, request.id) {
                Ok(row) => {
                    return Ok(RecordFound {
                        record: info.name.to_owned(),
                        view: view(store, &row)?,
                    });
                }
                Err(error) if matches!(error.code, Code::NotFound | Code::NotPermitted) => {}
                Err(error) => return Err(error),
            }
        }
        Err(ApiError::not_found("row", request.id))
    })
}

/// The record of this name.
pub(crate) fn named(name: &str) -> Result<&'static RecordInfo, ApiError> {
    records::by_name(name)
        .ok_or_else(|| ApiError::new(Code::NotFound, format!("there is no record {name}")))
}

/// A row that the person may see, deleted ones too: what is out of sight and what is not there look the same.
pub fn readable(asker: &Asker, store: &Store, info: &RecordInfo, id: Id) -> Result<Row, ApiError> {
    if asker.access(info.name) < Access::Read {
        return Err(ApiError::new(
            Code::NotPermitted,
            format!("{} may not see {}", asker.account, info.name),
        ));
    }
    let row = row::get(store.connection(), info.table, id)?
        .filter(|row| asker.may_read(info.name, row.place) || store.is_parked(row))
        .ok_or_else(|| ApiError::not_found(info.name, id))?;
    if heard::is_kept(asker, store, &row)? {
        return Err(ApiError::not_found(info.name, id));
    }
    Ok(row)
}

/// A row as every response shows it: all fields by name, sensitive ones masked.
pub fn view(store: &Store, row: &Row) -> Result<RecordView, ApiError> {
    let conn = store.connection();
    let mut fields = BTreeMap::new();
    let mut conflict_fields = Vec::new();
    if let Some(info) = records::by_table(row.table) {
        for field in info.fields {
            let default = field.kind.default_value();
            let value = row.cells.get(&field.number).unwrap_or(&default);
            fields.insert(field.name.to_owned(), mask::masked(field, value));
        }
        for group in receipt::conflict_groups(conn, row.id)? {
            conflict_fields.extend(
                info.group_members(group)
                    .into_iter()
                    .filter_map(|number| info.field(number))
                    .map(|field| field.name.to_owned()),
            );
        }
    }
    if row.is_deleted() {
        fields.insert("deleted_at".to_owned(), mask::open(row.cell(DELETED_AT)));
        fields.insert(
            "deleted_reason".to_owned(),
            mask::open(row.cell(DELETED_REASON)),
        );
    }
    Ok(RecordView {
        id: row.id,
        version: row.seq,
        fields,
        receipt: receipt::receipt(conn, row.id, row.into())?.into(),
        conflict_fields,
    })
}

impl From<RowReceipt> for Receipt {
    fn from(found: RowReceipt) -> Self {
        Self {
            state: state(found.state),
            number: found.number,
            at_ms: found.at_ms,
            reason: found.reason,
            parked: found.parked,
            photos_done: found.photos_done,
            photos_total: found.photos_total,
        }
    }
}

/// The state of this word.
pub(crate) fn state(word: &str) -> ChangeState {
    match word {
        "receipted" | "applied" | "duplicate" | "forked" => ChangeState::Receipted,
        "handed_on" => ChangeState::HandedOn,
        "merged" => ChangeState::Merged,
        "returned" => ChangeState::Returned,
        "held" => ChangeState::Held,
        "quarantined" => ChangeState::Quarantined,
        _ => ChangeState::Stored,
    }
}

/// Body of `household.save`.
pub fn save_household(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    save_fields(host, &Household::INFO, request)
}

/// Body of `member.save`.
pub fn save_member(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    save_fields(host, &Member::INFO, request)
}

/// Body of `measure.save`: nothing is given up without a word.
pub fn save_measure(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    let text = |field: &str| match request.fields.get(field) {
        Some(Typed::Text(text)) => text.trim(),
        _ => "",
    };
    if text("state") == "dropped" && text("dropped_reason").is_empty() {
        return Err(ApiError::violation("dropped_reason", "required"));
    }
    save_fields(host, &Measure::INFO, request)
}

/// Body of `request.save`.
pub fn save_request(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    save_fields(host, &Request::INFO, request)
}

/// Body of `request.remove`.
pub fn remove_request(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Request::INFO, request)
}

/// Body of `wish.save`.
pub fn save_wish(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    save_fields(host, &Wish::INFO, request)
}

/// Body of `wish.remove`.
pub fn remove_wish(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Wish::INFO, request)
}

/// Body of `inquiry.remove`.
pub fn remove_inquiry(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Inquiry::INFO, request)
}

/// Body of `tour.save`.
pub fn save_tour(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    save_fields(host, &Tour::INFO, request)
}

/// Body of `tour.remove`.
pub fn remove_tour(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Tour::INFO, request)
}

/// Body of `distribution.remove`.
pub fn remove_distribution(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Distribution::INFO, request)
}

/// Body of `visit.remove`.
pub fn remove_visit(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Visit::INFO, request)
}

/// Body of `stay.remove`.
pub fn remove_stay(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Stay::INFO, request)
}

/// Body of `measure.remove`.
pub fn remove_measure(host: &dyn Host, request: &RemoveRequest) -> Result<Saved, ApiError> {
    remove_row(host, &Measure::INFO, request)
}

/// Body of `record.save`.
pub fn save(host: &dyn Host, request: &RecordSave) -> Result<Saved, ApiError> {
    let info = named(&request.record)?;
    match info.name {
        // How far a problem is follows from the acts on it, and an act is no form.
        "problem" => problem::save(host, &request.save),
        "problem_step" => Err(ApiError::violation("kind", "by_act")),
        "measure" => save_measure(host, &request.save),
        "inquiry" => inquiry::save(host, &request.save),
        _ => save_fields(host, info, &request.save),
    }
}

/// Body of `record.remove`.
pub fn remove(host: &dyn Host, request: &RecordRemove) -> Result<Saved, ApiError> {
    let info = named(&request.record)?;
    match info.name {
        "problem" => problem::remove(host, &request.remove),
        "problem_step" => Err(ApiError::violation("kind", "by_act")),
        _ => remove_row(host, info, &request.remove),
    }
}

/// Writes the fields that are sent; all others, sensitive ones among them, stay as they are.
pub(crate) fn save_fields(
    host: &dyn Host,
    info: &RecordInfo,
    request: &SaveRequest,
) -> Result<Saved, ApiError> {
    must_write(host.asker(), info)?;
    let mut cells = cells_of(info, &request.fields)?;
    derive(info, &mut cells);
    let about = About {
        reason: reason(request.reason.as_deref()),
        ..About::default()
    };
    host::with(host, |replica| {
        let row = match request.id {
            Some(id) => Some(readable(host.asker(), replica.store(), info, id)?),
            None => None,
        };
        let id = match &row {
            Some(row) => row.id,
            None => new_id(host, replica, info, &cells)?,
        };
        let before = row
            .as_ref()
            .map_or_else(Cells::new, |row| row.cells.clone());
        let mut whole = before.clone();
        whole.extend(cells.iter().map(|(field, value)| (*field, value.clone())));
        let violations = info.check(&before, &whole, host::today(host));
        if !violations.is_empty() {
            return Err(violations.into());
        }
        let edit = Edit {
            table: info.table,
            id,
            base: base_of(replica.store(), info.table, id, request.id, request.base)?,
            cells,
        };
        save_one(host, replica, edit, about, request.draft.as_ref())
    })
}

/// What a form had seen of the row that it writes. One that it begins anew it has not seen, unless the row had been
/// taken away: then it saw that there is none.
pub(crate) fn base_of(
    store: &Store,
    table: u16,
    id: Id,
    given: Option<Id>,
    base: u64,
) -> Result<Option<u64>, ApiError> {
    let was_gone = given.is_none()
        && row::get(store.connection(), table, id)?.is_some_and(|row| row.is_deleted());
    Ok((!was_gone).then_some(base))
}

pub(crate) fn remove_row(
    host: &dyn Host,
    info: &RecordInfo,
    request: &RemoveRequest,
) -> Result<Saved, ApiError> {
    must_write(host.asker(), info)?;
    let why =
        reason(Some(&request.reason)).ok_or_else(|| ApiError::violation("reason", "required"))?;
    host::with(host, |replica| {
        let row = readable(host.asker(), replica.store(), info, request.id)?;
        if row.is_deleted() {
            return saved(
                replica.store(),
                info.table,
                row.id,
                None,
                ChangeState::Stored,
            );
        }
        let cells = Cells::from([
            (DELETED_AT, host.env().wall_ms().into()),
            (DELETED_REASON, why.clone().into()),
        ]);
        let edit = Edit {
            table: info.table,
            id: row.id,
            base: Some(request.base),
            cells,
        };
        nobody_is_hidden(replica.store(), std::slice::from_ref(&edit))?;
        let about = About {
            reason: Some(why),
            ..About::default()
        };
        save_one(host, replica, edit, about, None)
    })
}

pub(crate) fn save_one(
    host: &dyn Host,
    replica: &mut Replica<'_>,
    edit: Edit,
    about: About,
    draft: Option<&DraftKey>,
) -> Result<Saved, ApiError> {
    let (table, id) = (edit.table, edit.id);
    let kept = host::save_in(host, replica, vec![(vec![edit], about)], draft)?.pop();
    let (change_set, state) = kept.map_or((None, ChangeState::Stored), |kept| {
        (kept.change_set, kept.state)
    });
    saved(replica.store(), table, id, change_set, state)
}

/// What a save of one row answers.
pub fn saved(
    store: &Store,
    table: u16,
    id: Id,
    change_set: Option<String>,
    state: ChangeState,
) -> Result<Saved, ApiError> {
    let row = row::get(store.connection(), table, id)?;
    let state = match (&change_set, &row) {
        // Nothing had changed: the row stands as it stood.
        (None, Some(row)) => Receipt::from(receipt::of_sets(store.connection(), row.into())?).state,
        _ => state,
    };
    Ok(Saved {
        id,
        change_set,
        version: row.map_or(0, |row| row.seq),
        state,
    })
}

pub(crate) fn must_write(asker: &Asker, info: &RecordInfo) -> Result<(), ApiError> {
    if asker.access(info.name) == Access::Write {
        return Ok(());
    }
    Err(ApiError::new(
        Code::NotPermitted,
        format!("{} may not write {}", asker.account, info.name),
    ))
}

/// Sex and birth date are in a right identity number: nobody types them a second time.
pub(crate) fn derive(info: &RecordInfo, cells: &mut Cells) {
    if info.table != Member::INFO.table {
        return;
    }
    let number = domain::cell::cell(cells, Member::id_number)
        .as_text()
        .to_owned();
    if !matches!(
        identity::check(&number),
        Finding::Right | Finding::RightCertificate
    ) {
        return;
    }
    let gender = identity::gender(&number).map(Value::from);
    let born_on = identity::born_on(&number).map(|day| day.to_string().into());
    for (field, value) in [(Member::gender, gender), (Member::born_on, born_on)] {
        if let Some(value) = value {
            cells.entry(field).or_insert(value);
        }
    }
}

/// Typed values as cells; what no field takes is told beside it.
pub(crate) fn cells_of(
    info: &RecordInfo,
    fields: &BTreeMap<String, Typed>,
) -> Result<Cells, ApiError> {
    let mut cells = Cells::new();
    let mut wrong = Vec::new();
    for (name, typed) in fields {
        let Some(field) = info.field_named(name) else {
            wrong.push(Violation::new(name, "unknown_field"));
            continue;
        };
        match value_of(field.kind, typed) {
            Some(value) => _ = cells.insert(field.number, value),
            None => wrong.push(Violation::new(name, "wrong_kind")),
        }
    }
    if wrong.is_empty() {
        Ok(cells)
    } else {
        Err(wrong.into())
    }
}

fn value_of(kind: Kind, typed: &Typed) -> Option<Value> {
    Some(match (kind, typed) {
        (_, Typed::Nothing) => kind.default_value(),
        (Kind::Id, Typed::Text(text)) if text.is_empty() => Value::Null,
        (Kind::Id, Typed::Text(text)) => text.parse::<Id>().ok()?.into(),
        (Kind::List, Typed::List(items)) => list_value(items),
        (Kind::List, Typed::Text(text)) if text.is_empty() => kind.default_value(),
        (Kind::List, Typed::Text(text)) => {
            list_value(&serde_json::from_str::<Vec<String>>(text).ok()?)
        }
        (Kind::Text | Kind::Code | Kind::Date | Kind::Division, Typed::Text(text)) => {
            Value::Text(text.trim().to_owned())
        }
        (Kind::Integer | Kind::Flag | Kind::Fen | Kind::Moment, Typed::Number(number)) => {
            Value::Integer(*number)
        }
        (Kind::Integer | Kind::Flag | Kind::Fen | Kind::Moment, Typed::Text(text))
            if text.is_empty() =>
        {
            Value::Null
        }
        _ => return None,
    })
}

fn reason(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(ToOwned::to_owned)
}
