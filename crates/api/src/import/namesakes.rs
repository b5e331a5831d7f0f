//! Households that only village and head's name tell: which one on record is meant where several heads have that name,
//! on record or in the list itself. Their people tell them apart; where they do not, a person does.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use domain::{
    Id,
    records::{Household, Member},
};
use sheet::{Roster, RosterHousehold};
use store::{Row, Store};

use super::{
    known::{Home, Numbers, as_it_was, contradicts, head_of, household_row, text},
    place::Villages,
};
use crate::error::ApiError;

/// Only the head's name tells that it is this one.
const BY_NAME: &str = "household_by_name";
/// The village has other households whose head has this name.
const NAMESAKE: &str = "head_namesake";

/// So many of one name are compared with each other; beyond that their order in the list tells them apart.
const COMPARED_MAX: usize = 20;

/// Households of a roster whose heads have one name in one village, in its order.
#[derive(Debug)]
pub(super) struct Namesakes {
    id_key: [u8; 32],
    groups: BTreeMap<(String, String), Vec<usize>>,
    named_only: BTreeSet<usize>,
}

/// A household of the group that is looked for.
struct Sought<'a> {
    at: usize,
    roster: &'a RosterHousehold,
    /// The ids of its own that it would have as the first, the second … of its name.
    key: String,
    named_only: bool,
}

/// One on record that may be it.
struct Candidate {
    id: Id,
    row: Row,
    people: Vec<Row>,
    /// Why it does not stand.
    doubt: Option<&'static str>,
    /// The how many-th of its name it is by its id.
    nth: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// Others live there, in another group or none of several the same.
    Other,
    /// Nobody but the head is the same.
    Perhaps,
    /// Nothing speaks against it.
    Same,
}

impl Namesakes {
    pub(super) fn new(
        id_key: [u8; 32],
        villages: &Villages,
        numbers: &Numbers,
        roster: &Roster,
    ) -> Self {
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        let mut named_only = BTreeSet::new();
        for (at, household) in roster.households.iter().enumerate() {
            if let Some(village) = villages.find(household) {
                groups
                    .entry((village.to_owned(), head_name(household).to_owned()))
                    .or_default()
                    .push(at);
                if numbers.is_named_only(household) {
                    named_only.insert(at);
                }
            }
        }
        Self {
            id_key,
            groups,
            named_only,
        }
    }

    /// The household on record of one that neither its number nor its people have told.
    pub(super) fn household(
        &self,
        numbers: &Numbers,
        store: &Store,
        list: &Roster,
        (at, village): (usize, &str),
    ) -> Result<Home, ApiError> {
        let sought = |at: usize| {
            let roster = &list.households[at];
            Sought {
                at,
                roster,
                key: numbers.key(roster, village),
                named_only: self.named_only.contains(&at),
            }
        };
        let this = sought(at);
        if !this.named_only
            && let Some(home) = as_it_was(store, self.id(&this.key, 1))?
        {
            return Ok(home);
        }
        let name = head_name(this.roster);
        let group = self.groups.get(&(village.to_owned(), name.to_owned()));
        let group = group.map_or(&[][..], Vec::as_slice);
        if name.is_empty() || group.len() > COMPARED_MAX {
            return Ok(self.by_order(&this, group));
        }
        let mut open = Vec::new();
        let mut claimed = BTreeSet::new();
        for other in group {
            let other = sought(*other);
            let known = match numbers.household(store, other.roster, village)? {
                None if !other.named_only => as_it_was(store, self.id(&other.key, 1))?,
                known => known,
            };
            match known {
                Some(home) => _ = claimed.insert(home.id),
                None => open.push(other),
            }
        }
        let mut here = self.candidates(store, (village, name), &this, group.len())?;
        here.retain(|candidate| !claimed.contains(&candidate.id));
        let met = assign(&open, &here);
        let mut home = if let Some(found) = met.get(&at) {
            let candidate = &here[*found];
            let by_name = !(this.named_only && candidate.nth.is_some())
                || like(&this, candidate) == Likeness::Perhaps;
            let doubt = by_name.then_some(BY_NAME);
            Home::doubted(candidate.id, candidate.doubt.or(doubt))
        } else {
            // Which is another one of the list by its people is no question.
            let known = |at: usize| this.named_only && met.values().any(|other| *other == at);
            let mut left = here.iter().enumerate().filter(|(at, _)| !known(*at));
            let alike = left.any(|(_, candidate)| fits(&this, candidate))
                || this.named_only && !claimed.is_empty();
            let doubt = alike.then_some(NAMESAKE);
            Home::doubted(self.free(store, &this, &open)?, doubt)
        };
        let mut others = open.iter().filter(|other| other.at != at);
        home.twin = others
            .next()
            .filter(|_| this.named_only)
            .map(|other| other.at);
        Ok(home)
    }

    fn id(&self, key: &str, nth: usize) -> Id {
        match nth {
            1 => Household::id(&self.id_key, key),
            _ => Household::id(&self.id_key, &format!("{key}|{nth}")),
        }
    }

    /// Too many of one name, or of none.
    fn by_order(&self, this: &Sought<'_>, group: &[usize]) -> Home {
        let alike: Vec<usize> = group
            .iter()
            .copied()
            .filter(|at| this.named_only && self.named_only.contains(at))
            .collect();
        let nth = alike.iter().position(|at| *at == this.at).unwrap_or(0);
        let mut home = Home::sure(self.id(&this.key, nth + 1));
        home.twin = alike.into_iter().find(|at| *at != this.at);
        home
    }

    /// Those that an earlier list made of this name, and those that have such a head by whatever way.
    fn candidates(
        &self,
        store: &Store,
        (village, name): (&str, &str),
        this: &Sought<'_>,
        listed: usize,
    ) -> Result<Vec<Candidate>, ApiError> {
        let mut found = BTreeMap::new();
        for nth in (1..).take_while(|_| this.named_only) {
            match household_row(store, self.id(&this.key, nth))? {
                Some(row) => {
                    if let Some(home) = as_it_was(store, row.id)? {
                        found.insert(row.id, (row, home.doubt, Some(nth)));
                    }
                }
                // One that was left out before leaves its place free.
                None if nth <= listed => {}
                None => break,
            }
        }
        for id in store.households_of_head(village, name)? {
            if let (false, Some(row)) = (found.contains_key(&id), household_row(store, id)?) {
                found.insert(id, (row, None, None));
            }
        }
        let mut candidates = Vec::with_capacity(found.len());
        for (id, (row, doubt, nth)) in found {
            candidates.push(Candidate {
                id,
                row,
                people: store.members_of(id)?,
                doubt,
                nth,
            });
        }
        Ok(candidates)
    }

    /// The id of a household that is new: of several of one name each has its place.
    fn free(&self, store: &Store, this: &Sought<'_>, open: &[Sought<'_>]) -> Result<Id, ApiError> {
        if !this.named_only {
            return Ok(self.id(&this.key, 1));
        }
        let alike = || open.iter().filter(|other| other.named_only);
        let place = alike().take_while(|other| other.at != this.at).count() + 1;
        let count = alike().count();
        for nth in std::iter::once(place).chain(count + place..) {
            let id = self.id(&this.key, nth);
            if as_it_was(store, id)?.is_none() {
                return Ok(id);
            }
        }
        Ok(self.id(&this.key, place))
    }
}

fn head_name(roster: &RosterHousehold) -> &str {
    head_of(roster).map_or("", |head| text(head, "name"))
}

/// How sure it is, by its people first, that one of the list is a candidate: both by their places.
type Pair = (Reverse<(usize, bool, bool, bool)>, usize, usize);

/// Have the surest two more than the head in common, and more than any other? Or is there no other.
fn told_by_people(pairs: &[Pair]) -> bool {
    match pairs {
        [(Reverse(first), ..), (Reverse(second), ..), ..] => first.0 > 1 && first.0 > second.0,
        _ => true,
    }
}

/// Which candidate each of them is: the surest first, and none is two.
fn assign(open: &[Sought<'_>], here: &[Candidate]) -> BTreeMap<usize, usize> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (place, sought) in open.iter().enumerate() {
        let before = open[..place].iter().filter(|other| other.named_only);
        let nth = before.count() + 1;
        for (at, candidate) in here.iter().enumerate() {
            if may_be(sought, candidate) {
                let sure = (
                    in_common(sought, candidate),
                    has_same_group(sought, candidate) == Some(true),
                    sought.named_only && candidate.nth == Some(nth),
                    sought.named_only && candidate.nth.is_some(),
                );
                pairs.push((Reverse(sure), place, at));
            }
        }
    }
    pairs.sort_unstable();
    // One name in the list and several on record: which of them is a guess, unless its people tell or an earlier list
    // made it.
    if let [only] = open
        && !told_by_people(&pairs)
    {
        let made = |at: usize| only.named_only && here[at].nth.is_some();
        pairs.retain(|(_, _, at)| made(*at));
    }
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, place, at) in pairs {
        let sought = open[place].at;
        if !found.contains_key(&sought) && taken.insert(at) {
            found.insert(sought, at);
        }
    }
    found
}

fn may_be(sought: &Sought<'_>, candidate: &Candidate) -> bool {
    fits(sought, candidate) && like(sought, candidate) != Likeness::Other
}

/// No number of one is another than that of the other.
fn fits(sought: &Sought<'_>, candidate: &Candidate) -> bool {
    let other_number = !sought.roster.number.trim().is_empty()
        && !candidate.row.cell(Household::number).as_text().is_empty();
    let other_head = head_of(sought.roster).is_some_and(|head| {
        let named = |row: &&Row| row.cell(Member::name).as_text() == text(head, "name");
        candidate
            .people
            .iter()
            .find(named)
            .is_some_and(|row| contradicts(row, head))
    });
    !other_number && !other_head
}

fn like(sought: &Sought<'_>, candidate: &Candidate) -> Likeness {
    let (listed, living) = (sought.roster.members.len(), candidate.people.len());
    let alone = listed < 2 || living < 2;
    let elsewhere = has_same_group(sought, candidate) == Some(false);
    // The head has the name on both sides.
    if in_common(sought, candidate) > 1 || (alone && !elsewhere) {
        Likeness::Same
    } else if elsewhere || (listed > 2 && living > 2) {
        Likeness::Other
    } else {
        Likeness::Perhaps
    }
}

/// People of one name on both sides, each counted once.
fn in_common(sought: &Sought<'_>, candidate: &Candidate) -> usize {
    let mut names: Vec<&str> = candidate
        .people
        .iter()
        .map(|row| row.cell(Member::name).as_text())
        .collect();
    let is_there = |name: &str| {
        let at = names.iter().position(|other| *other == name)?;
        Some(names.swap_remove(at))
    };
    let listed = sought.roster.members.iter();
    listed
        .map(|member| text(member, "name"))
        .filter_map(is_there)
        .count()
}

/// Do both lie in one group of the village? Nothing where one does not say.
fn has_same_group(sought: &Sought<'_>, candidate: &Candidate) -> Option<bool> {
    let here = candidate.row.cell(Household::group_name).as_text();
    let there = sought.roster.fields.get("group_name")?.trim();
    (!here.is_empty() && !there.is_empty()).then(|| here == there)
}
