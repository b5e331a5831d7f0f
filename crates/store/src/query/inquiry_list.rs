//! 了解班子和工作队: what was heard in the villages, the newest first, and how often each answer was given.

use std::collections::BTreeMap;

use domain::{
    Id, Place,
    place::PlaceRange,
    records::{Inquiry, QUESTIONS, Record as _},
};
use rusqlite::Connection;

use super::{
    Asking, Facet, id_at, is_shown, keep_chosen, maybe_id_at, people::is_in, person_name, place_at,
    receipt,
};
use crate::{Store, StoreError, centre, search::short_name};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InquiryQuery {
    /// Of [`VIEWS`]; another one shows all.
    pub view: String,
    /// Words of what was said, or a village's name.
    pub q: String,
    /// Codes of villages; none = all.
    pub villages: Vec<String>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// What was heard in one house.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the record")]
pub struct InquiryRow {
    pub id: Id,
    pub version: u64,
    pub division_name: String,
    pub village_code: String,
    pub village_name: String,
    pub township_name: String,
    pub asked_on: String,
    pub person_id: Option<Id>,
    pub person_name: String,
    /// In the order of [`QUESTIONS`]; empty = not asked.
    pub answers: Vec<String>,
    pub note: String,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// How often each answer was given to one question in the villages that are asked for, whatever words and view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the answers")]
pub struct Tally {
    pub question: &'static str,
    pub yes: u64,
    pub no: u64,
    pub unsure: u64,
}

/// A page of what was heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InquiryPage {
    /// The rows.
    pub rows: Vec<InquiryRow>,
    /// How many fit.
    pub total: u64,
    /// All that the person may read.
    pub all: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Villages in the order of their codes, never of a figure.
    pub villages: Vec<Facet>,
    /// One for each of [`QUESTIONS`].
    pub tallies: Vec<Tally>,
}

/// Everything; somebody said no; somebody said more.
pub const VIEWS: [&str; 3] = ["all", "no", "words"];

const COLUMNS: &str = "division_code, village_code, asked_on, person_id, team_lives_here, team_came, team_explained, \
     team_helped, committee_fair, committee_open, committee_there, note, _seq, _mine, _place, changed_at";
/// Where in [`COLUMNS`] the answers begin.
const ANSWERS: usize = 4;
const NOTE: usize = ANSWERS + QUESTIONS.len();

impl Store {
    /// What was heard of villages in the area, without those of `own`: whoever is of a team is not told what was said of it.
    pub fn inquiry_list(
        &self,
        asking: Asking<'_>,
        own: &[PlaceRange],
        query: &InquiryQuery,
    ) -> Result<InquiryPage, StoreError> {
        let conn = self.connection();
        let words = query.q.trim();
        let view = VIEWS
            .iter()
            .position(|view| *view == query.view)
            .unwrap_or(0);
        let mut page = InquiryPage::default();
        let mut views = [0; VIEWS.len()];
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut villages: BTreeMap<String, u64> = BTreeMap::new();
        let mut tallies = QUESTIONS.map(|(question, _)| Tally {
            question,
            ..Tally::default()
        });
        let mut found: Vec<Id> = Vec::new();
        let mut statement = conn.prepare_cached(
            "SELECT id, village_code, team_lives_here, team_came, team_explained, team_helped, committee_fair,
                    committee_open, committee_there, note, _place
             FROM inquiry WHERE deleted_at IS NULL ORDER BY asked_on DESC, created_at DESC, id DESC",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let village: String = row.get(1)?;
            if !is_shown(asking.scope, place_at(row, 10)?) || is_in(own, &village) {
                continue;
            }
            let mut answers = Vec::with_capacity(QUESTIONS.len());
            for at in 0..QUESTIONS.len() {
                answers.push(row.get::<_, String>(2 + at)?);
            }
            let note: String = row.get(9)?;
            page.all += 1;
            if !names.contains_key(&village) {
                names.insert(village.clone(), called(conn, &village)?);
            }
            let name = names.get(&village).map_or("", String::as_str);
            // Of the others their villages are counted, so that one more can be chosen.
            let is_chosen = query.villages.is_empty() || query.villages.contains(&village);
            // Of those who said no, everybody said no: what a village comes to is counted before that is asked.
            if is_chosen {
                for (tally, answer) in tallies.iter_mut().zip(&answers) {
                    match answer.as_str() {
                        "yes" => tally.yes += 1,
                        "no" => tally.no += 1,
                        "unsure" => tally.unsure += 1,
                        _ => {}
                    }
                }
            }
            if !(note.contains(words) || name.contains(words)) {
                continue;
            }
            let is_in = [
                true,
                answers.iter().any(|answer| answer == "no"),
                !note.is_empty(),
            ];
            for (count, is_in) in views.iter_mut().zip(is_in) {
                *count += u64::from(is_in && is_chosen);
            }
            if !is_in[view] {
                continue;
            }
            *villages.entry(village).or_default() += 1;
            if is_chosen {
                found.push(id_at(row, 0)?);
            }
        }
        page.total = found.len() as u64;
        for id in found.iter().skip(query.offset).take(query.limit) {
            page.rows.extend(inquiry_row(conn, asking, own, *id)?);
        }
        page.views = VIEWS
            .iter()
            .zip(views)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect();
        page.villages = villages
            .into_iter()
            .map(|(code, count)| {
                let name = names.get(&code).cloned().unwrap_or_default();
                Facet::new(&code, &name, count)
            })
            .collect();
        keep_chosen(&mut page.villages, &query.villages, |code| {
            called(conn, code)
        })?;
        page.villages.sort_by(|a, b| a.code.cmp(&b.code));
        page.tallies = tallies.into();
        Ok(page)
    }

    /// Villages of an area that one may ask about: code, name and township, by code.
    pub fn inquiry_villages(
        &self,
        area: Place,
        own: &[PlaceRange],
    ) -> Result<Vec<(String, String, String)>, StoreError> {
        let mut found = Vec::new();
        for (code, name) in self.villages_of(area)? {
            if !is_in(own, &code) {
                let township = township_name(self.connection(), &code)?;
                found.push((code, short_name(&name).to_owned(), township));
            }
        }
        Ok(found)
    }

    /// One of them, by the same rule.
    pub fn inquiry(
        &self,
        asking: Asking<'_>,
        own: &[PlaceRange],
        id: Id,
    ) -> Result<Option<InquiryRow>, StoreError> {
        inquiry_row(self.connection(), asking, own, id)
    }
}

/// Without its office; what has no name is called by its code.
fn division_name(conn: &Connection, code: &str) -> Result<String, StoreError> {
    let name = centre::division_name(conn, code)?;
    Ok(name.map_or_else(|| code.to_owned(), |name| short_name(&name).to_owned()))
}

/// A village with its township before it, as two villages of a county may have one name.
fn called(conn: &Connection, village: &str) -> Result<String, StoreError> {
    let (township, name) = (township_name(conn, village)?, division_name(conn, village)?);
    Ok(format!("{township} {name}").trim().to_owned())
}

fn township_name(conn: &Connection, village: &str) -> Result<String, StoreError> {
    let township = Place::from_code(village).map(|place| place.above_village().code());
    Ok(match township {
        Some(code) => division_name(conn, &code)?,
        None => String::new(),
    })
}

fn inquiry_row(
    conn: &Connection,
    asking: Asking<'_>,
    own: &[PlaceRange],
    id: Id,
) -> Result<Option<InquiryRow>, StoreError> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {} WHERE id = ?1 AND deleted_at IS NULL",
        Inquiry::INFO.name
    ))?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, NOTE + 1)?;
    let village_code: String = row.get(1)?;
    if !is_shown(asking.scope, come.place) || is_in(own, &village_code) {
        return Ok(None);
    }
    let division: String = row.get(0)?;
    let person_id = maybe_id_at(row, 3)?;
    let mut answers = Vec::with_capacity(QUESTIONS.len());
    for at in ANSWERS..NOTE {
        answers.push(row.get(at)?);
    }
    Ok(Some(InquiryRow {
        id,
        version: come.seq,
        division_name: division_name(conn, &division)?,
        village_name: division_name(conn, &village_code)?,
        township_name: township_name(conn, &village_code)?,
        village_code,
        asked_on: row.get(2)?,
        person_id,
        person_name: person_id.map_or(Ok(String::new()), |person| asker_name(conn, person))?,
        answers,
        note: row.get(NOTE)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}

/// Who asked may work where this file does not reach: then by the name of their right.
fn asker_name(conn: &Connection, person: Id) -> Result<String, StoreError> {
    let name = person_name(conn, person)?;
    if !name.is_empty() {
        return Ok(name);
    }
    super::name_of(
        conn,
        "SELECT person_name FROM grant WHERE person_id = ?1 ORDER BY id LIMIT 1",
        person,
    )
}
