//! Which household and which people on record a roster means.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Id,
    change::DELETED_REASON,
    records::{Household, Member, Record},
};
use sheet::{Roster, RosterHousehold, RosterMember, roster::is_of_village};
use store::{Row, Store, row};

use super::undo;
use crate::error::ApiError;

/// It was joined to another household.
pub(super) const MERGED_AWAY: &str = "merged_away";
/// Its number is not on record, and somebody else is the head there.
const BY_PEOPLE: &str = "household_by_people";

/// The household on record that one of a roster is.
pub(super) struct Home {
    pub(super) id: Id,
    /// Why a person should look whether it is.
    pub(super) doubt: Option<&'static str>,
    /// Another household of the roster that only its people tell from this one: both wait for a person.
    pub(super) twin: Option<usize>,
}

impl Home {
    pub(super) fn sure(id: Id) -> Self {
        Self::doubted(id, None)
    }

    pub(super) fn doubted(id: Id, doubt: Option<&'static str>) -> Self {
        Self {
            id,
            doubt,
            twin: None,
        }
    }
}

/// By how many people each identity number of a roster is borne.
#[derive(Debug)]
pub(super) struct Numbers(BTreeMap<String, usize>);

/// What names a household of this number in the world: a short one counts within its village.
pub(super) fn key_of_number(number: &str, village: &str) -> String {
    if is_of_village(number) {
        format!("{village}#{number}")
    } else {
        number.to_owned()
    }
}

/// A number that only stands for a number, 无 or 0, tells nobody.
pub(super) const IDENTITY_MIN: usize = 15;

pub(super) fn text<'a>(member: &'a RosterMember, field: &str) -> &'a str {
    member.fields.get(field).map_or("", |text| text.trim())
}

/// The head, or who stands first.
pub(super) fn head_of(roster: &RosterHousehold) -> Option<&RosterMember> {
    let mut members = roster.members.iter();
    let head = members.find(|member| text(member, "relation") == "01");
    head.or(roster.members.first())
}

/// Both have an identity number, and it is another.
pub(super) fn contradicts(row: &Row, member: &RosterMember) -> bool {
    let (here, there) = (
        row.cell(Member::id_number).as_text(),
        text(member, "id_number"),
    );
    here.len() >= IDENTITY_MIN && there.len() >= IDENTITY_MIN && here != there
}

/// Deleted by a person, and not by undoing an import.
fn is_removed(row: &Row) -> bool {
    row.is_deleted() && row.cell(DELETED_REASON).as_text() != undo::REASON
}

pub(super) fn stands(household: &Row) -> bool {
    !household.is_deleted() && household.cell(Household::merged_into).as_id().is_none()
}

pub(super) fn household_row(store: &Store, id: Id) -> Result<Option<Row>, ApiError> {
    Ok(row::get(store.connection(), Household::INFO.table, id)?)
}

impl Numbers {
    pub(super) fn new(roster: &Roster) -> Self {
        let mut numbers = BTreeMap::new();
        for member in roster.members() {
            let number = text(member, "id_number");
            if number.len() >= IDENTITY_MIN {
                *numbers.entry(number.to_owned()).or_default() += 1;
            }
        }
        Self(numbers)
    }

    /// The identity number by which a person is known in whatever household: the roster has it once.
    pub(super) fn sure<'a>(&self, member: &'a RosterMember) -> Option<&'a str> {
        let number = text(member, "id_number");
        (self.0.get(number) == Some(&1)).then_some(number)
    }

    /// What names a household in the world: its number, else its village and head.
    pub(super) fn key(&self, roster: &RosterHousehold, village: &str) -> String {
        let number = roster.number.trim();
        if !number.is_empty() {
            return key_of_number(number, village);
        }
        let head = head_of(roster).map_or("", |head| {
            self.sure(head).unwrap_or_else(|| text(head, "name"))
        });
        format!("{village}|{head}")
    }

    /// Is it the head's name alone that names it?
    pub(super) fn is_named_only(&self, roster: &RosterHousehold) -> bool {
        roster.number.trim().is_empty()
            && head_of(roster).is_none_or(|head| self.sure(head).is_none())
    }

    /// The household on record whose number, or whose people, are those of the roster's.
    pub(super) fn household(
        &self,
        store: &Store,
        roster: &RosterHousehold,
        village: &str,
    ) -> Result<Option<Home>, ApiError> {
        let number = roster.number.trim();
        let within = is_of_village(number).then_some(village);
        if let Some(id) = store.household_with_number(number, within)? {
            return Ok(Some(Home::sure(id)));
        }
        let former = store.former_household(number, within)?;
        if let Some(home) = former.map_or(Ok(None), |id| as_it_was(store, id))? {
            return Ok(Some(home));
        }
        self.by_people(store, roster)
    }

    /// Where its head lives now, or without one most of its people: the same household under another number or none.
    fn by_people(&self, store: &Store, roster: &RosterHousehold) -> Result<Option<Home>, ApiError> {
        let has_number = !roster.number.trim().is_empty();
        let Some(head) = head_of(roster) else {
            return Ok(None);
        };
        let living = self.lives(store, head)?;
        let household = match &living {
            Some(row) => row.cell(Member::household_id).as_id(),
            None if has_number => None,
            None => {
                let mut homes: BTreeMap<Id, usize> = BTreeMap::new();
                for member in &roster.members {
                    let row = self.lives(store, member)?;
                    if let Some(id) = row.and_then(|row| row.cell(Member::household_id).as_id()) {
                        *homes.entry(id).or_default() += 1;
                    }
                }
                homes
                    .into_iter()
                    .max_by_key(|(_, people)| *people)
                    .map(|(id, _)| id)
            }
        };
        let Some(household) = household.map_or(Ok(None), |id| household_row(store, id))? else {
            return Ok(None);
        };
        if !stands(&household) {
            return Ok(None);
        }
        let its_head = household.cell(Household::head_member_id).as_id();
        let is_head = living.as_ref().is_some_and(|row| match its_head {
            Some(id) => id == row.id,
            None => row.cell(Member::relation).as_text() == "01",
        });
        if has_number && !(is_head && household.cell(Household::number).as_text().is_empty()) {
            return Ok(None);
        }
        if is_head {
            return Ok(Some(Home::sure(household.id)));
        }
        // The roster has its head in another household: that one is it.
        let its_head = its_head.map_or(Ok(None), |id| {
            row::get(store.connection(), Member::INFO.table, id)
        })?;
        let number = its_head.map_or_else(String::new, |row| {
            row.cell(Member::id_number).as_text().to_owned()
        });
        let is_here = roster
            .members
            .iter()
            .any(|member| text(member, "id_number") == number);
        if self.0.contains_key(&number) && !is_here {
            return Ok(None);
        }
        Ok(Some(Home::doubted(household.id, Some(BY_PEOPLE))))
    }

    /// Somebody on record with the member's identity number, in a household that stands.
    fn lives(&self, store: &Store, member: &RosterMember) -> Result<Option<Row>, ApiError> {
        let Some(number) = self.sure(member) else {
            return Ok(None);
        };
        for row in store.members_with_identity(number)? {
            let household = row.cell(Member::household_id).as_id();
            let household = household.map_or(Ok(None), |id| household_row(store, id))?;
            if !row.is_deleted() && household.is_some_and(|household| stands(&household)) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Who on record each member is: in the household itself, in another one, or removed from it. The surest sign comes
    /// first, over all members, so that a weaker one takes nobody away.
    pub(super) fn members(
        &self,
        store: &Store,
        roster: &RosterHousehold,
        household: Id,
    ) -> Result<Vec<Option<Id>>, ApiError> {
        let mut slots = Slots {
            members: &roster.members,
            found: vec![None; roster.members.len()],
            taken: BTreeSet::new(),
        };
        let here = store.members_of(household)?;
        // Of several with one number, as of several with one name, what else is alike tells who is who.
        let both = |one: Sign, other: Sign| {
            move |row: &Row, member: &RosterMember| {
                one.matches(row, member) && other.matches(row, member)
            }
        };
        slots.fill(&here, both(Sign::Identity, Sign::Name));
        slots.fill(&here, |row, member| Sign::Identity.matches(row, member));
        let mut same_number = Vec::new();
        for (slot, member) in slots.found.iter().zip(&roster.members) {
            if let (None, Some(number)) = (slot, self.sure(member)) {
                same_number.extend(store.members_with_identity(number)?);
            }
        }
        let (same_number, gone): (Vec<Row>, Vec<Row>) =
            same_number.into_iter().partition(|row| !row.is_deleted());
        slots.fill(&same_number, both(Sign::Identity, Sign::Name));
        for (sign, besides) in [(Sign::Number, Sign::Name), (Sign::Name, Sign::Relation)] {
            slots.fill(&here, both(sign, besides));
            slots.fill(&here, |row, member| sign.matches(row, member));
        }
        slots.fill(&same_number, |row, member| {
            Sign::Identity.matches(row, member)
        });
        if slots.is_full() || household_row(store, household)?.is_none() {
            slots.fill_removed(&gone, Sign::Identity);
            return Ok(slots.found);
        }
        let mut parted = Vec::new();
        for id in store.parted_households(household)? {
            parted.extend(store.members_of(id)?);
        }
        for sign in [Sign::Number, Sign::Name] {
            slots.fill(&parted, |row, member| {
                sign.matches(row, member) && !contradicts(row, member)
            });
        }
        slots.fill_removed(&gone, Sign::Identity);
        let former = store.former_members(household)?;
        for sign in [Sign::Identity, Sign::Number, Sign::Name] {
            slots.fill_removed(&former, sign);
        }
        Ok(slots.found)
    }
}

/// A household of this id as it stands; nothing where there is none, or an undo took it back.
pub(super) fn as_it_was(store: &Store, id: Id) -> Result<Option<Home>, ApiError> {
    Ok(match household_row(store, id)? {
        Some(row) if !row.is_deleted() && !stands(&row) => {
            Some(Home::doubted(id, Some(MERGED_AWAY)))
        }
        // That somebody removed it is a doubt of its own.
        Some(row) if !row.is_deleted() || is_removed(&row) => Some(Home::sure(id)),
        _ => None,
    })
}

/// Members of a roster's household, and who on record each is.
struct Slots<'a> {
    members: &'a [RosterMember],
    found: Vec<Option<Id>>,
    taken: BTreeSet<Id>,
}

impl Slots<'_> {
    fn fill(&mut self, rows: &[Row], is: impl Fn(&Row, &RosterMember) -> bool) {
        for (slot, member) in self.found.iter_mut().zip(self.members) {
            if slot.is_none()
                && let Some(row) = rows
                    .iter()
                    .find(|row| !self.taken.contains(&row.id) && is(row, member))
            {
                self.taken.insert(row.id);
                *slot = Some(row.id);
            }
        }
    }

    fn fill_removed(&mut self, rows: &[Row], sign: Sign) {
        self.fill(rows, |row, member| {
            is_removed(row) && sign.matches(row, member) && !contradicts(row, member)
        });
    }

    fn is_full(&self) -> bool {
        self.found.iter().all(Option::is_some)
    }
}

/// By what a member of a newer roster is known again.
#[derive(Clone, Copy)]
enum Sign {
    Identity,
    Number,
    Name,
    /// Beside another sign only.
    Relation,
}

impl Sign {
    fn matches(self, row: &Row, member: &RosterMember) -> bool {
        let same = |field: u16, name: &str| {
            let here = row.cell(field).as_text();
            !here.is_empty() && text(member, name) == here
        };
        match self {
            Self::Identity => {
                text(member, "id_number").len() >= IDENTITY_MIN
                    && same(Member::id_number, "id_number")
            }
            Self::Number => same(Member::number, "number"),
            Self::Name => same(Member::name, "name"),
            Self::Relation => same(Member::relation, "relation"),
        }
    }
}
