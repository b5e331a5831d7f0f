//! A set lies in one place, or the county refuses it. What is written of people who move between villages goes into a set
//! of each, so that each stands by itself.

use domain::{
    Cells, Id, Place, cell,
    records::{self, Anchor, Household, Record},
};
use store::{Edit, Store, row};

use crate::error::ApiError;

/// A set holds at most half a thousand rows; no household of people has as many.
const EDITS_MAX: usize = 400;

/// The edits as sets, those that lie where the first one does first.
pub(super) fn by_place(store: &Store, edits: Vec<Edit>) -> Result<Vec<Vec<Edit>>, ApiError> {
    let mut sets: Vec<(Lies, Vec<Edit>)> = Vec::new();
    let mut lying = Vec::with_capacity(edits.len());
    for edit in &edits {
        lying.push(Lies::of(store, edit, &edits)?);
    }
    for (lies, edit) in lying.into_iter().zip(edits) {
        match sets.iter_mut().find(|(other, _)| *other == lies) {
            Some((_, set)) => set.push(edit),
            None => sets.push((lies, vec![edit])),
        }
    }
    let sets = sets.iter().flat_map(|(_, set)| set.chunks(EDITS_MAX));
    Ok(sets.map(<[Edit]>::to_vec).collect())
}

/// Where a row lies before it is written. While the county has not decided on a move both its ends count: what has moved
/// by then lies no longer beside what has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lies {
    place: Place,
    /// By what stands in the household that it is or hangs on.
    said: Place,
}

impl Lies {
    fn of(store: &Store, edit: &Edit, set: &[Edit]) -> Result<Self, ApiError> {
        let present = row::get(store.connection(), edit.table, edit.id)?;
        let cells = present.as_ref().map_or(&edit.cells, |row| &row.cells);
        let household = match household_of(edit, cells) {
            Some(id) => Self::of_household(store, id, set)?,
            None => None,
        };
        let place = match (&present, household) {
            (Some(row), _) => row.place,
            (None, Some(household)) => household.place,
            (None, None) => store.place_of_new(edit.table, &edit.cells, set)?,
        };
        let said = household.map_or(place, |household| household.said);
        Ok(Self { place, said })
    }

    fn of_household(store: &Store, id: Id, set: &[Edit]) -> Result<Option<Self>, ApiError> {
        let village = |cells: &Cells| {
            let code = cell::cell(cells, Household::division_code);
            Place::from_code(code.as_text()).unwrap_or(Place::PARKED)
        };
        let table = Household::INFO.table;
        if let Some(row) = row::get(store.connection(), table, id)? {
            let said = village(&row.cells);
            return Ok(Some(Self {
                place: row.place,
                said,
            }));
        }
        let made = set.iter().find(|edit| (edit.table, edit.id) == (table, id));
        Ok(made.map(|edit| {
            let place = village(&edit.cells);
            Self { place, said: place }
        }))
    }
}

/// The household that a row is or hangs on.
fn household_of(edit: &Edit, cells: &Cells) -> Option<Id> {
    if edit.table == Household::INFO.table {
        return Some(edit.id);
    }
    match records::by_table(edit.table)?.anchor {
        Anchor::Row(field, name) if name == Household::INFO.name => {
            cell::cell(cells, field).as_id()
        }
        _ => None,
    }
}
