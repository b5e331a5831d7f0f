//! One pass over visits: what fits, and how many fit each value of each filter.

use domain::{Id, place::Scope};

use super::{MARK_BITS, MARKS, PENDING, VIEWS, VisitQuery, Waiting, wanted_marks};
use crate::{
    query::{Asking, is_shown},
    search::{
        Households,
        index::{
            Names,
            notes::Noted,
            ordered::Walk,
            work::{self, Visit},
        },
    },
};

/// Lists, by their number in the index.
struct Lists {
    /// Those with the caller.
    mine: Vec<bool>,
    /// Those with one of the people asked for; nothing when all are.
    persons: Option<Vec<bool>>,
    purposes: Option<Vec<bool>>,
    /// The marks asked for; 0 when none is.
    marks: u8,
}

impl Lists {
    fn of(households: &Households, asking: Asking<'_>, query: &VisitQuery) -> Self {
        let me = [asking.person.to_string()];
        let with = |wanted: &[String]| -> Vec<bool> {
            let all = &households.work.items;
            all.iter()
                .map(|items| items.iter().any(|item| wanted.contains(item)))
                .collect()
        };
        let asked = |wanted: &[String]| (!wanted.is_empty()).then(|| with(wanted));
        Self {
            mine: with(&me),
            persons: asked(&query.persons),
            purposes: asked(&query.purposes),
            marks: wanted_marks(query),
        }
    }

    fn has_mark(&self, marks: u8) -> bool {
        self.marks == 0 || self.marks & marks != 0
    }
}

/// What one pass over the visits counts.
pub(super) struct Counts {
    pub(super) views: [u64; VIEWS.len()],
    /// By number of the list.
    pub(super) persons: Vec<u64>,
    pub(super) purposes: Vec<u64>,
    pub(super) groups: Vec<u64>,
    pub(super) villages: Vec<u64>,
    pub(super) marks: [u64; MARKS.len()],
    pub(super) total: u64,
    /// The newest of those that fit.
    pub(super) first: Vec<Id>,
}

impl Counts {
    pub(super) fn of(households: &Households) -> Self {
        Self {
            views: [0; VIEWS.len()],
            persons: vec![0; households.work.items.len()],
            purposes: vec![0; households.work.items.len()],
            groups: vec![0; households.groups.len()],
            villages: vec![0; households.villages.len()],
            marks: [0; MARKS.len()],
            total: 0,
            first: Vec::new(),
        }
    }

    /// With what a pass over older visits counted.
    pub(super) fn add(&mut self, older: Self) {
        let add = |to: &mut [u64], from: &[u64]| {
            for (sum, count) in to.iter_mut().zip(from) {
                *sum += count;
            }
        };
        add(&mut self.views, &older.views);
        add(&mut self.persons, &older.persons);
        add(&mut self.purposes, &older.purposes);
        add(&mut self.groups, &older.groups);
        add(&mut self.villages, &older.villages);
        add(&mut self.marks, &older.marks);
        self.total += older.total;
        self.first.extend(older.first);
    }
}

/// What one pass over the visits asks of each.
pub(super) struct Pass<'a> {
    households: &'a Households,
    scope: &'a Scope,
    home: Option<u32>,
    view: usize,
    lists: Lists,
    groups: Option<Vec<bool>>,
    villages: Option<Vec<bool>>,
    /// Households that fit what was typed, and notes.
    asked: Option<&'a (Vec<bool>, Noted)>,
    waiting: Waiting,
    /// So many rows are the page's and those before it.
    end: usize,
}

fn fits(wanted: Option<&Vec<bool>>, number: u32) -> bool {
    wanted.is_none_or(|wanted| wanted[number as usize])
}

impl<'a> Pass<'a> {
    pub(super) fn of(
        households: &'a Households,
        asking: Asking<'a>,
        query: &VisitQuery,
        asked: Option<&'a (Vec<bool>, Noted)>,
        waiting: Waiting,
    ) -> Self {
        let chosen = |names: &Names, wanted: &[String]| -> Option<Vec<bool>> {
            let is_wanted = |number| wanted.iter().any(|one| one == names.text(number));
            (!wanted.is_empty()).then(|| (0..names.len() as u32).map(is_wanted).collect())
        };
        let view = VIEWS.iter().position(|view| *view == query.view);
        Self {
            households,
            scope: asking.scope,
            home: query.household.map(|id| households.index_of(id)),
            view: view.unwrap_or(0),
            lists: Lists::of(households, asking, query),
            groups: chosen(&households.groups, &query.groups),
            villages: chosen(&households.villages, &query.villages),
            asked,
            waiting,
            end: query.offset.saturating_add(query.limit),
        }
    }

    /// From the last of these visits to the first.
    pub(super) fn count(&self, visits: Walk<'_, Visit>) -> Counts {
        let mut counts = Counts::of(self.households);
        for visit in visits.iter().rev() {
            if !is_shown(self.scope, visit.place)
                || self.home.is_some_and(|home| home != visit.home)
            {
                continue;
            }
            let is_pending = visit.mine != 0 && self.waiting.has(visit.mine);
            let is_in = [
                true,
                self.lists.mine[visit.persons as usize],
                visit.has(work::PROBLEM),
                is_pending,
                visit.has(work::LATE),
                false,
            ];
            for (count, is_in) in counts.views.iter_mut().zip(is_in) {
                *count += u64::from(is_in);
            }
            if !is_in[self.view] {
                continue;
            }
            if let Some((fitting, noted)) = &self.asked
                && !fitting.get(visit.home as usize).is_some_and(|fits| *fits)
                && !noted.has(visit.note)
            {
                continue;
            }
            let group = self.households.group_of(visit.home);
            let village = self.households.village_of(visit.home);
            let by_person = fits(self.lists.persons.as_ref(), visit.persons);
            let by_group = fits(self.groups.as_ref(), group);
            let by_purpose = fits(self.lists.purposes.as_ref(), visit.purposes);
            let marks = visit.marks | if is_pending { PENDING } else { 0 };
            let by_mark = self.lists.has_mark(marks);
            let by_village = fits(self.villages.as_ref(), village);
            let by_what = by_person && by_purpose;
            counts.villages[village as usize] += u64::from(by_group && by_mark && by_what);
            if !by_village {
                continue;
            }
            let by_place = by_group && by_mark;
            counts.persons[visit.persons as usize] += u64::from(by_place && by_purpose);
            counts.groups[group as usize] += u64::from(by_what && by_mark);
            counts.purposes[visit.purposes as usize] += u64::from(by_place && by_person);
            for (count, bit) in counts.marks.iter_mut().zip(MARK_BITS) {
                *count += u64::from(by_what && by_group && marks & bit != 0);
            }
            if by_place && by_what {
                if counts.first.len() < self.end {
                    counts.first.push(visit.id);
                }
                counts.total += 1;
            }
        }
        counts
    }
}
