//! 整改台账: the problems of an area by due date, what is open first, with exact counts.
//!
//! One pass over the problems in memory; only the rows of the page are read.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use domain::{Id, codes, records::Problem as Record};
use rusqlite::Connection;

use super::{
    Asking, Facet,
    further::{Counted, written},
    is_shown, keep_chosen, named, person_label,
    problem_list::{ProblemRow, problem_row},
    village_name,
};
use crate::{
    Store, StoreError,
    search::{
        Day, Households, fitting,
        index::{Names, day_of, work::Problem},
        names_fitting,
    },
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemQuery {
    /// Of [`VIEWS`]; another one shows what is not closed.
    pub view: String,
    /// The number or its beginning, words of the problem, who answers for it, or a household as in [`Store::search`].
    pub q: String,
    /// Codes of sources; none = all. So for the others.
    pub sources: Vec<String>,
    /// `common`, `single`.
    pub kinds: Vec<String>,
    /// Codes of states.
    pub states: Vec<String>,
    /// Ids of people as text.
    pub persons: Vec<String>,
    /// Division codes of villages.
    pub villages: Vec<String>,
    /// Of one household, in all views.
    pub household: Option<Id>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// A page of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemPage {
    /// The rows.
    pub rows: Vec<ProblemRow>,
    /// How many fit.
    pub total: u64,
    /// Common ones of the area.
    pub common: u64,
    /// Single ones of the area.
    pub single: u64,
    /// Not put right, and due within seven days or before.
    pub due: u64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Where they were found.
    pub sources: Vec<Facet>,
    /// Common or single.
    pub kinds: Vec<Facet>,
    /// How far they are.
    pub states: Vec<Facet>,
    /// Who answers for them.
    pub persons: Vec<Facet>,
    /// Where they lie.
    pub villages: Vec<Facet>,
}

/// The views of the ledger.
pub const VIEWS: [&str; 5] = ["open", "late", "waiting", "common", "closed"];

/// Due within so many days it is counted beside the page's name.
const SOON_DAYS: u64 = 7;

/// Days and codes that problems are compared with.
struct Views {
    closed: Option<u32>,
    done: Option<u32>,
    common: Option<u32>,
    today: Day,
    soon: Day,
}

impl Views {
    fn of(households: &Households, today: NaiveDate) -> Self {
        let codes = &households.work.problem_codes;
        Self {
            closed: codes.find("verified"),
            done: codes.find("done"),
            common: codes.find("common"),
            today: day_of(today),
            soon: day_of(
                today
                    .checked_add_days(Days::new(SOON_DAYS))
                    .unwrap_or(today),
            ),
        }
    }

    fn is_closed(&self, problem: &Problem) -> bool {
        Some(problem.state) == self.closed
    }

    fn is_common(&self, problem: &Problem) -> bool {
        Some(problem.kind) == self.common
    }

    /// Not put right, and due by `last`.
    fn is_due_by(problem: &Problem, last: Day) -> bool {
        problem.is_open && problem.due > 0 && problem.due <= last
    }

    /// The views that a problem is in, in the order of [`VIEWS`].
    fn bits(&self, problem: &Problem) -> [bool; VIEWS.len()] {
        let is_closed = self.is_closed(problem);
        [
            !is_closed,
            Self::is_due_by(problem, self.today) && problem.due < self.today,
            Some(problem.state) == self.done,
            self.is_common(problem),
            is_closed,
        ]
    }
}

/// What is filtered by, as flags by number.
struct Filter {
    sources: Option<Vec<bool>>,
    kinds: Option<Vec<bool>>,
    states: Option<Vec<bool>>,
    persons: Option<Vec<bool>>,
    villages: Vec<String>,
}

impl Filter {
    fn of(households: &Households, query: &ProblemQuery) -> Self {
        let chosen = |names: &Names, wanted: &[String]| {
            (!wanted.is_empty()).then(|| {
                let all = 0..names.len() as u32;
                all.map(|number| wanted.iter().any(|one| one == names.text(number)))
                    .collect::<Vec<bool>>()
            })
        };
        let work = &households.work;
        Self {
            sources: chosen(&work.problem_codes, &query.sources),
            kinds: chosen(&work.problem_codes, &query.kinds),
            states: chosen(&work.problem_codes, &query.states),
            persons: chosen(&work.people, &query.persons),
            villages: query.villages.clone(),
        }
    }

    /// Source, kind, state, person, village: does it fit each?
    fn fits(&self, problem: &Problem, village: &str) -> [bool; 5] {
        let takes = |wanted: &Option<Vec<bool>>, number: u32| {
            wanted.as_ref().is_none_or(|wanted| wanted[number as usize])
        };
        [
            takes(&self.sources, problem.source),
            takes(&self.kinds, problem.kind),
            takes(&self.states, problem.state),
            takes(&self.persons, problem.person),
            self.villages.is_empty() || self.villages.iter().any(|one| one == village),
        ]
    }
}

/// What one pass counts, by number.
struct Counts {
    views: [u64; VIEWS.len()],
    sources: Vec<u64>,
    kinds: Vec<u64>,
    states: Vec<u64>,
    persons: Vec<u64>,
    villages: BTreeMap<String, u64>,
}

impl Counts {
    fn of(households: &Households) -> Self {
        let codes = households.work.problem_codes.len();
        Self {
            views: [0; VIEWS.len()],
            sources: vec![0; codes],
            kinds: vec![0; codes],
            states: vec![0; codes],
            persons: vec![0; households.work.people.len()],
            villages: BTreeMap::new(),
        }
    }

    /// A value counts where all other filters take the problem.
    fn count(&mut self, problem: &Problem, village: &str, fits: [bool; 5]) {
        let others = |at: usize| {
            fits.iter()
                .enumerate()
                .all(|(other, fits)| other == at || *fits)
        };
        self.sources[problem.source as usize] += u64::from(others(0));
        self.kinds[problem.kind as usize] += u64::from(others(1));
        self.states[problem.state as usize] += u64::from(others(2));
        self.persons[problem.person as usize] += u64::from(others(3));
        if others(4) {
            *self.villages.entry(village.to_owned()).or_default() += 1;
        }
    }
}

/// Words or a number as typed.
struct Typed<'a> {
    fitting: Option<Vec<bool>>,
    /// By number of the person.
    people: Vec<bool>,
    words: &'a str,
    /// As numbers are written.
    number: String,
}

impl<'a> Typed<'a> {
    fn of(conn: &Connection, households: &Households, q: &'a str) -> Result<Self, StoreError> {
        let words = q.trim();
        let fitting = fitting(households, q);
        let people = if fitting.is_some() {
            names_fitting(&owners(conn, households)?, q)
        } else {
            Vec::new()
        };
        Ok(Self {
            fitting,
            people,
            words,
            number: words.to_ascii_uppercase(),
        })
    }

    fn fits(&self, households: &Households, problem: &Problem) -> bool {
        let Some(fitting) = &self.fitting else {
            return true;
        };
        fitting.get(problem.home as usize).is_some_and(|fits| *fits)
            || self
                .people
                .get(problem.person as usize)
                .is_some_and(|fits| *fits)
            || households
                .work
                .wrongs
                .text(problem.content)
                .contains(self.words)
            || Record::number(problem.id).starts_with(&self.number)
    }
}

/// Names of the people by their number; of those who answer for no problem an empty one.
fn owners(conn: &Connection, households: &Households) -> Result<Vec<String>, StoreError> {
    let people = &households.work.people;
    let mut answers = vec![false; people.len()];
    for problem in households.work.problems.iter() {
        answers[problem.person as usize] = problem.person > 0;
    }
    let name = |(number, answers): (u32, bool)| {
        if answers {
            person_label(conn, people.text(number))
        } else {
            Ok(String::new())
        }
    };
    (0..).zip(answers).map(name).collect()
}

impl Store {
    /// Problems as the query wants them.
    pub fn problem_list(
        &self,
        asking: Asking<'_>,
        query: &ProblemQuery,
    ) -> Result<ProblemPage, StoreError> {
        let conn = self.connection();
        let written = written(conn)?;
        let households = self.index.current(conn)?;
        let lists = &self.lists.problems;
        let counted = lists.counted(written, households.making(), asking, query, |query| {
            count(conn, &households, asking, query)
        })?;
        let mut rows = Vec::new();
        for id in counted.keys_of(query) {
            rows.extend(problem_row(conn, &households, asking, *id)?);
        }
        Ok(ProblemPage {
            rows,
            ..counted.page.clone()
        })
    }
}

/// Counts all problems that the query wants.
fn count(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    query: &ProblemQuery,
) -> Result<Counted<Id, ProblemPage>, StoreError> {
    let views = Views::of(households, asking.today);
    let typed = Typed::of(conn, households, &query.q)?;
    let filter = Filter::of(households, query);
    let view = VIEWS
        .iter()
        .position(|view| *view == query.view)
        .unwrap_or(0);
    let home = query.household.map(|id| households.index_of(id));
    let mut page = ProblemPage::default();
    let mut counts = Counts::of(households);
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for problem in households.work.problems.iter() {
        if !is_shown(asking.scope, problem.place) || home.is_some_and(|home| home != problem.home) {
            continue;
        }
        *(if views.is_common(problem) {
            &mut page.common
        } else {
            &mut page.single
        }) += 1;
        page.due += u64::from(Views::is_due_by(problem, views.soon));
        let bits = views.bits(problem);
        for (count, is_in) in counts.views.iter_mut().zip(bits) {
            *count += u64::from(is_in);
        }
        if (home.is_none() && !bits[view]) || !typed.fits(households, problem) {
            continue;
        }
        let village = problem.place.code();
        let fits = filter.fits(problem, &village);
        counts.count(problem, &village, fits);
        if fits.iter().all(|fits| *fits) {
            let of = if views.is_closed(problem) {
                &mut closed
            } else {
                &mut open
            };
            of.push(problem.id);
        }
    }
    page.total = (open.len() + closed.len()) as u64;
    facets(conn, households, query, &counts, &mut page)?;
    let keys = open.into_iter().chain(closed).take(query.limit).collect();
    Ok(Counted { keys, page })
}

fn facets(
    conn: &Connection,
    households: &Households,
    query: &ProblemQuery,
    counts: &Counts,
    page: &mut ProblemPage,
) -> Result<(), StoreError> {
    page.views = VIEWS
        .iter()
        .zip(counts.views)
        .map(|(view, count)| Facet::new(view, "", count))
        .collect();
    let of_list = |list: &codes::CodeList, counts: &[u64], chosen: &[String]| {
        let mut found: Vec<Facet> = named(&households.work.problem_codes, counts)
            .map(|(code, count)| Facet::new(code, &list.label_of(code), count))
            .collect();
        keep_chosen(&mut found, chosen, |code| Ok(list.label_of(code)))?;
        Ok::<_, StoreError>(found)
    };
    page.sources = of_list(&codes::PROBLEM_SOURCE, &counts.sources, &query.sources)?;
    page.kinds = of_list(&codes::PROBLEM_KIND, &counts.kinds, &query.kinds)?;
    page.states = of_list(&codes::PROBLEM_STATE, &counts.states, &query.states)?;
    for (id, count) in named(&households.work.people, &counts.persons) {
        page.persons
            .push(Facet::new(id, &person_label(conn, id)?, count));
    }
    keep_chosen(&mut page.persons, &query.persons, |id| {
        person_label(conn, id)
    })?;
    page.persons
        .sort_by(|a, b| (&a.label, &a.code).cmp(&(&b.label, &b.code)));
    page.villages = counts
        .villages
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(code, count)| Facet::new(code, &village_name(households, code), *count))
        .collect();
    keep_chosen(&mut page.villages, &query.villages, |code| {
        Ok(village_name(households, code))
    })
}

#[cfg(test)]
mod tests;
