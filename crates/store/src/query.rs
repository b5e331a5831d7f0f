//! What screens show: a struct of parameters, a struct of rows and one function each. Nothing here writes.

pub mod distribution_list;
pub(crate) mod further;
pub mod household_card;
pub mod household_list;
pub mod inquiry_list;
pub mod lookup;
mod measure_get;
pub mod measure_list;
pub mod people;
pub mod plan;
pub mod policy_told;
pub mod problem_choices;
pub mod problem_detail;
pub mod problem_ledger;
pub mod problem_list;
pub mod receipt;
pub mod remark_list;
pub mod request_list;
pub mod status_events;
pub mod stay_month;
pub mod timeline;
pub mod tour;
pub mod village_lines;
pub mod visit_detail;
pub mod visit_led;
pub mod visit_list;
mod visitors;
mod visits_withdrawn;
mod who_answers;
pub mod wish_list;
pub mod workbench;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{Id, Place, place::Scope};
use rusqlite::{Connection, Row};

use crate::{
    StoreError,
    search::{Households, index::Names, short_name},
};

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// What the person may see.
    pub scope: &'a Scope,
    /// The person.
    pub person: Id,
    /// The business date.
    pub today: NaiveDate,
}

/// One value that a list can be filtered by, and how many rows have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facet {
    /// The value.
    pub code: String,
    /// What to show for it, where that is no code of a list.
    pub label: String,
    /// How many rows.
    pub count: u64,
}

impl Facet {
    fn new(code: &str, label: &str, count: u64) -> Self {
        Self {
            code: code.to_owned(),
            label: label.to_owned(),
            count,
        }
    }
}

/// Names that were counted, by their text; the empty one is no name.
fn named<'a>(names: &'a Names, counts: &[u64]) -> impl Iterator<Item = (&'a str, u64)> + use<'a> {
    let mut found: Vec<(&str, u64)> = (0_u32..)
        .zip(counts)
        .filter(|(number, count)| *number > 0 && **count > 0)
        .map(|(number, count)| (names.text(number), *count))
        .collect();
    found.sort_unstable();
    found.into_iter()
}

/// What is filtered by stays among the values, with 0 when nothing has it any more: else nobody could take it away.
fn keep_chosen(
    facets: &mut Vec<Facet>,
    chosen: &[String],
    label: impl Fn(&str) -> Result<String, StoreError>,
) -> Result<(), StoreError> {
    for code in chosen {
        if !code.is_empty() && !facets.iter().any(|facet| facet.code == *code) {
            facets.push(Facet::new(code, &label(code)?, 0));
        }
    }
    Ok(())
}

/// Values of a fixed list, in its order: those that something has, and those that are filtered by.
fn listed(codes: &[&str], counts: &[u64], chosen: &[String]) -> Vec<Facet> {
    codes
        .iter()
        .zip(counts)
        .filter(|(code, count)| **count > 0 || chosen.iter().any(|one| one == *code))
        .map(|(code, count)| Facet::new(code, "", *count))
        .collect()
}

/// Name of the village that a place lies in.
fn village_name(households: &Households, code: &str) -> String {
    short_name(households.division_name(code)).to_owned()
}

/// Villages by their code.
fn village_facets(
    households: &Households,
    counts: BTreeMap<String, u64>,
    chosen: &[String],
) -> Result<Vec<Facet>, StoreError> {
    let mut facets: Vec<Facet> = counts
        .into_iter()
        .map(|(code, count)| Facet::new(&code, &village_name(households, &code), count))
        .collect();
    keep_chosen(&mut facets, chosen, |code| {
        Ok(village_name(households, code))
    })?;
    facets.sort();
    Ok(facets)
}

/// The name of a person whose id is a value of a list.
fn person_label(conn: &Connection, id: &str) -> Result<String, StoreError> {
    id.parse()
        .map_or(Ok(String::new()), |id| person_name(conn, id))
}

/// The id in a column; [`Id::nil`] for none.
fn id_at(row: &Row<'_>, index: usize) -> Result<Id, StoreError> {
    Ok(maybe_id_at(row, index)?.unwrap_or_default())
}

fn maybe_id_at(row: &Row<'_>, index: usize) -> Result<Option<Id>, StoreError> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(index)? {
        ValueRef::Blob(bytes) => Id::from_slice(bytes),
        _ => None,
    })
}

fn place_at(row: &Row<'_>, index: usize) -> Result<Place, StoreError> {
    Ok(Place(row.get::<_, i64>(index)? as u64))
}

/// Is a row of this place shown to the caller?
fn is_shown(scope: &Scope, place: Place) -> bool {
    place != Place::PARKED && scope.contains(place)
}

/// Name of a person.
pub fn person_name(conn: &Connection, id: Id) -> Result<String, StoreError> {
    name_of(conn, "SELECT name FROM person WHERE id = ?1", id)
}

/// Name of a unit.
pub fn unit_name(conn: &Connection, id: Id) -> Result<String, StoreError> {
    name_of(conn, "SELECT name FROM unit WHERE id = ?1", id)
}

fn name_of(conn: &Connection, sql: &str, id: Id) -> Result<String, StoreError> {
    use rusqlite::OptionalExtension;
    Ok(conn
        .prepare_cached(sql)?
        .query_row([id.0.as_slice()], |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}

/// Whole days from `from` to `to`, which are texts like `2018-09-30`; 0 when one is no date.
pub fn days_between(from: &str, to: NaiveDate) -> i64 {
    NaiveDate::parse_from_str(from, "%Y-%m-%d").map_or(0, |from| (to - from).num_days())
}

#[cfg(test)]
mod tests;
