//! Households that a roster empties: everybody who lives there moves, into one household of the list or into several.
//! Once the last of them has gone it is joined to the one where its head lives now, as by 合户: what hangs on it stays
//! there and can be found, and it stands again as soon as somebody lives in it. Never to one of another village, by whose
//! laptops it could not be found: it stays, and a person is told.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry};

use domain::{
    Cells, Id,
    records::{Household, Member, Record},
};
use sheet::{Doubt, Roster};
use store::{Row, Store};

use super::{
    doubts::doubt_of,
    known::{IDENTITY_MIN, household_row, key_of_number, stands, text},
    plan::{Plan, PlannedRow, Rows},
};
use crate::error::ApiError;

const EMPTIED: &str = "household_emptied";
/// Its people go to several households of the list.
const PARTED: &str = "household_parted";
/// None of its people stays in its village.
const LEFT_EMPTY: &str = "household_left_empty";

/// So many households of the list are asked whether a person is theirs; one name has no more.
const ASKED_MAX: usize = 20;

/// In which households of a roster a person stands, by identity number and by name.
#[derive(Debug, Default)]
pub(super) struct Standing {
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Standing {
    pub(super) fn new(list: &Roster) -> Self {
        let mut standing = Self::default();
        for (at, household) in list.households.iter().enumerate() {
            for member in &household.members {
                let note = |field: &str, of: &mut HashMap<String, Vec<usize>>| {
                    let word = text(member, field);
                    if !word.is_empty() {
                        of.entry(word.to_owned()).or_default().push(at);
                    }
                };
                note("id_number", &mut standing.by_number);
                note("name", &mut standing.by_name);
            }
        }
        standing
    }

    fn of(&self, person: &Row) -> &[usize] {
        let number = person.cell(Member::id_number).as_text();
        let found = if number.len() >= IDENTITY_MIN {
            self.by_number.get(number)
        } else {
            let name = person.cell(Member::name).as_text();
            self.by_name.get(name)
        };
        found.map_or(&[][..], |at| &at[..at.len().min(ASKED_MAX)])
    }
}

/// Households that do not stand in the list themselves and that its people leave without anybody, each with what a
/// person is told.
pub(super) fn emptied(
    plan: &Plan,
    store: &Store,
    rows: &Rows,
    list: &Roster,
    at: usize,
) -> Result<Vec<(Id, Doubt)>, ApiError> {
    let home = rows.household.id;
    let moving: BTreeSet<Id> = rows.coming().map(|(_, member)| member.id).collect();
    let mut emptied = Vec::new();
    for id in rows.left() {
        let Some(household) = household_row(store, id)?.filter(stands) else {
            continue;
        };
        let number = household.cell(Household::number).as_text();
        let village = household.cell(Household::division_code).as_text();
        if !number.is_empty() && plan.has_listed(&key_of_number(number, village)) {
            continue;
        }
        let living = store.members_of(id)?;
        let staying: Vec<&Row> = living
            .iter()
            .filter(|row| !moving.contains(&row.id))
            .collect();
        let Some(theirs) = taken_to(plan, store, &staying, (id, home), list)? else {
            continue;
        };
        let is_near = |other: &str| other == village;
        let kind = if !is_near(rows.village()) && !theirs.iter().copied().any(is_near) {
            LEFT_EMPTY
        } else if staying.is_empty() {
            EMPTIED
        } else {
            PARTED
        };
        let head = head_of(&household, &living);
        let head = head.map(|row| row.cell(Member::name).as_text());
        let roster = &list.households[at];
        let doubt = doubt_of(roster, "姓名", kind, head.unwrap_or_default());
        emptied.push((id, doubt));
    }
    Ok(emptied)
}

/// The villages in which the list has them, where it has each of them in another household than this one of theirs.
fn taken_to<'a>(
    plan: &'a Plan,
    store: &Store,
    people: &[&Row],
    (theirs, home): (Id, Id),
    list: &Roster,
) -> Result<Option<Vec<&'a str>>, ApiError> {
    let mut asked = BTreeMap::new();
    let mut villages = Vec::new();
    for person in people {
        let mut is_taken = false;
        for at in plan.standing(list).of(person) {
            let (village, people) = match asked.entry(*at) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(open) => open.insert(match plan.resolve(store, list, *at)? {
                    Some(other) if other.home.id != theirs && other.home.id != home => (
                        other.village,
                        plan.people(store, &list.households[*at], other.home.id)?,
                    ),
                    _ => ("", Vec::new()),
                }),
            };
            if people.contains(&Some(person.id)) {
                is_taken = true;
                villages.push(*village);
            }
        }
        if !is_taken {
            return Ok(None);
        }
    }
    Ok(Some(villages))
}

/// Who is the head of a household on record, or stands first.
fn head_of<'a>(household: &Row, living: &'a [Row]) -> Option<&'a Row> {
    let head = household.cell(Household::head_member_id).as_id();
    let mut by_id = living.iter().filter(|row| Some(row.id) == head);
    let mut by_relation = living
        .iter()
        .filter(|row| row.cell(Member::relation).as_text() == "01");
    by_id
        .next()
        .or_else(|| by_relation.next())
        .or(living.first())
}

/// Where somebody went whom an import took out of a household.
#[derive(Debug)]
pub(super) struct Move {
    pub(super) from: Id,
    pub(super) to: Id,
    /// In which village that is.
    pub(super) village: String,
}

/// The rows that join those of them of which nobody is left once these rows are written, each to a household of its own
/// village; `moved` is who went where in this import, these people among them, and `today` when they are joined.
pub(super) fn joined(
    store: &Store,
    rows: &Rows,
    moved: &BTreeMap<Id, Move>,
    today: &str,
) -> Result<Vec<PlannedRow>, ApiError> {
    let mut joined = Vec::new();
    for (id, _) in &rows.emptied {
        let living = store.members_of(*id)?;
        let Some(household) = household_row(store, *id)? else {
            continue;
        };
        if !living.iter().all(|row| moved.contains_key(&row.id)) {
            continue;
        }
        // Its head may have gone in a batch before.
        let named = household.cell(Household::head_member_id).as_id();
        let first = head_of(&household, &living).map(|row| row.id);
        let heads = named.into_iter().chain(first);
        let heads = heads.filter_map(|head| moved.get(&head));
        let others = moved.values();
        let village = household.cell(Household::division_code).as_text();
        let mut heirs = heads.chain(others);
        let heir = heirs.find(|went| went.from == *id && went.village == village);
        if let Some(heir) = heir {
            let cells = Cells::from([
                (Household::merged_into, heir.to.into()),
                (Household::merged_on, today.into()),
            ]);
            joined.push(PlannedRow::new(store, &Household::INFO, *id, cells)?);
        }
    }
    Ok(joined)
}
