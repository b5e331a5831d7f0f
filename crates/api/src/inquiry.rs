//! 了解班子和工作队: what households say of how their village's team and committee work, for those above it.

use base64ct::{Base64, Encoding};
use domain::{
    Id, Place,
    access::{Access, access},
    codes,
    place::PlaceRange,
    records::{Inquiry, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::write::{InquiryCount, InquiryLine};
use store::{
    Store, StoreError,
    query::{Asking, inquiry_list as store_query},
};
use ts_rs::TS;

use crate::{
    common::{Empty, Facet, IdRequest, IdText, Receipt, SaveRequest, Saved, Typed},
    error::{ApiError, Code},
    export::{list::Workbook, notes},
    heard::own_teams,
    host::{Host, read, today},
    print::filter,
    record,
    view::{facets, page_limit},
};

/// What of it is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryQuery {
    /// all | no | words
    pub view: String,
    pub q: String,
    /// Division codes.
    pub villages: Vec<String>,
    pub limit: u32,
    pub offset: u32,
}

/// What was heard in one house; which house is written nowhere. An answer is `yes`, `no` or `unsure`, empty where it was
/// not asked, in the order of the questions of [`InquiryPage::tallies`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub version: u64,
    /// Whose question it was: the township or the county.
    pub division_name: String,
    pub village_code: String,
    pub village_name: String,
    pub township_name: String,
    pub asked_on: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub person_id: Option<Id>,
    pub person_name: String,
    pub answers: Vec<String>,
    pub note: String,
    pub receipt: Receipt,
    pub conflict: bool,
}

/// How often each answer was given to one question: counted, never scored, and of no person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryTally {
    pub question: String,
    pub yes: u64,
    pub no: u64,
    pub unsure: u64,
}

/// Part of the list; `all` counts whatever the filter, the tallies what the villages let through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryPage {
    pub rows: Vec<InquiryRow>,
    pub total: u64,
    pub all: u64,
    pub views: Vec<Facet>,
    /// By code, never by a figure.
    pub villages: Vec<Facet>,
    pub tallies: Vec<InquiryTally>,
}

/// A village that may be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryVillage {
    pub code: String,
    pub name: String,
    pub township_name: String,
}

/// The villages of one's area, without those of whose team one is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct InquiryChoices {
    pub villages: Vec<InquiryVillage>,
}

/// What a sheet holds.
const ROWS_MAX: usize = 1_000_000;

fn query_of(request: &InquiryQuery) -> store_query::InquiryQuery {
    store_query::InquiryQuery {
        view: request.view.clone(),
        q: request.q.clone(),
        villages: request.villages.clone(),
        limit: page_limit(request.limit),
        offset: request.offset as usize,
    }
}

/// Asks where the person is told, and for no team that is theirs.
fn asked<T>(
    host: &dyn Host,
    ask: impl FnOnce(&Store, Asking<'_>, &[PlaceRange]) -> Result<T, StoreError>,
) -> Result<T, ApiError> {
    let asker = host.asker();
    // Another right may hold more places, and not be told this.
    let scope = asker.scope_of(Inquiry::INFO.name)?;
    let asking = Asking {
        scope: &scope,
        person: asker.person_id,
        today: today(host),
    };
    read(host, |store| {
        Ok(ask(store, asking, &own_teams(asker, store)?)?)
    })
}

fn page(
    host: &dyn Host,
    query: &store_query::InquiryQuery,
) -> Result<store_query::InquiryPage, ApiError> {
    asked(host, |store, asking, own| {
        store.inquiry_list(asking, own, query)
    })
}

/// `inquiry.list`.
pub fn list(host: &dyn Host, request: &InquiryQuery) -> Result<InquiryPage, ApiError> {
    let page = page(host, &query_of(request))?;
    Ok(InquiryPage {
        rows: page.rows.into_iter().map(row_of).collect(),
        total: page.total,
        all: page.all,
        views: facets(page.views),
        villages: facets(page.villages),
        tallies: page
            .tallies
            .into_iter()
            .map(|tally| InquiryTally {
                question: tally.question.to_owned(),
                yes: tally.yes,
                no: tally.no,
                unsure: tally.unsure,
            })
            .collect(),
    })
}

/// `inquiry.get`.
pub fn get(host: &dyn Host, request: &IdRequest) -> Result<InquiryRow, ApiError> {
    asked(host, |store, asking, own| {
        store.inquiry(asking, own, request.id)
    })?
    .map(row_of)
    .ok_or_else(|| ApiError::not_found(Inquiry::INFO.name, request.id))
}

/// `inquiry.choices`.
pub fn choices(host: &dyn Host, _: &Empty) -> Result<InquiryChoices, ApiError> {
    let asker = host.asker();
    asker.scope_of(Inquiry::INFO.name)?;
    read(host, |store| {
        let own = own_teams(asker, store)?;
        let mut villages = Vec::new();
        let areas = asker
            .rights
            .iter()
            .filter(|right| access(&right.role, Inquiry::INFO.name) >= Access::Read)
            .filter_map(|right| Place::from_code(&right.area))
            .filter(|area| !area.is_village());
        for area in areas {
            for (code, name, township_name) in store.inquiry_villages(area, &own)? {
                villages.push(InquiryVillage {
                    code,
                    name,
                    township_name,
                });
            }
        }
        villages.sort_by(|a, b| a.code.cmp(&b.code));
        villages.dedup();
        Ok(InquiryChoices { villages })
    })
}

/// `inquiry.save`: a new one lies where who asks works, which is never the village, and bears their name.
pub fn save(host: &dyn Host, request: &SaveRequest) -> Result<Saved, ApiError> {
    let mut request = request.clone();
    if request.id.is_none() {
        let village = match request.fields.get("village_code") {
            Some(Typed::Text(code)) => Place::from_code(code.trim()),
            _ => None,
        };
        let asker = host.asker();
        // The nearest above the village: of two that hold each other the township has the higher number.
        let area = asker
            .rights
            .iter()
            .filter(|right| access(&right.role, Inquiry::INFO.name) == Access::Write)
            .filter_map(|right| Place::from_code(&right.area))
            .filter(|area| {
                !area.is_village() && village.is_none_or(|village| area.range().contains(village))
            })
            .max()
            .ok_or_else(|| {
                ApiError::new(
                    Code::NotPermitted,
                    format!("{} has no area above that village", asker.account),
                )
            })?;
        let fields = &mut request.fields;
        fields
            .entry("division_code".to_owned())
            .or_insert_with(|| Typed::Text(area.code()));
        fields
            .entry("person_id".to_owned())
            .or_insert_with(|| Typed::Text(asker.person_id.to_string()));
    }
    record::save_fields(host, &Inquiry::INFO, &request)
}

/// `inquiry.export`: what the list shows, and the counts on a sheet of their own.
pub fn export(host: &dyn Host, request: &InquiryQuery) -> Result<Workbook, ApiError> {
    let query = store_query::InquiryQuery {
        limit: ROWS_MAX,
        offset: 0,
        ..query_of(request)
    };
    let page = page(host, &query)?;
    let words = filter::of_inquiries(request, &page.villages);
    let notes = read(host, |store| notes(host, store, words))?;
    let lines: Vec<InquiryLine> = page.rows.into_iter().map(line_of).collect();
    let counts: Vec<InquiryCount> = page
        .tallies
        .into_iter()
        .map(|tally| InquiryCount {
            yes: tally.yes as i64,
            no: tally.no as i64,
            unsure: tally.unsure as i64,
        })
        .collect();
    let bytes = sheet::write::inquiries("班子队伍", &lines, &counts, &notes)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    Ok(Workbook {
        xlsx: Base64::encode_string(&bytes),
        rows: lines.len() as u64,
    })
}

fn line_of(row: store_query::InquiryRow) -> InquiryLine {
    InquiryLine {
        township: row.township_name,
        village: row.village_name,
        asked_on: domain::records::date(&row.asked_on.into()),
        person: row.person_name,
        answers: row
            .answers
            .iter()
            .map(|answer| codes::ANSWER.label_of(answer))
            .collect(),
        note: row.note,
    }
}

fn row_of(row: store_query::InquiryRow) -> InquiryRow {
    InquiryRow {
        id: row.id,
        version: row.version,
        division_name: row.division_name,
        village_code: row.village_code,
        village_name: row.village_name,
        township_name: row.township_name,
        asked_on: row.asked_on,
        person_id: row.person_id,
        person_name: row.person_name,
        answers: row.answers,
        note: row.note,
        receipt: row.receipt.into(),
        conflict: row.conflict,
    }
}
