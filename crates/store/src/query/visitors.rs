//! Whose visits count: anybody's, one person's, or those of the village's first secretary of that day. It is asked of
//! the visit, never of whoever asks, so that village, township and county see the same.

use std::collections::HashMap;

use domain::{Id, Place, env::date_of, place::PlaceRange};
use rusqlite::Connection;

use super::{id_at, place_at};
use crate::{
    StoreError,
    search::{
        Day, Households, day,
        index::{day_of, work::Visit},
    },
};

/// Which visits count.
pub(super) enum Visitors {
    /// Whoever went.
    Anyone,
    /// By the number of the list of people: where and when one of them counts.
    Of(Vec<Vec<Term>>),
}

/// An area and a time.
#[derive(Clone, Copy)]
pub(super) struct Term {
    area: PlaceRange,
    from: Day,
    to: Day,
}

/// Wherever and whenever.
const ALWAYS: Term = Term {
    area: PlaceRange {
        first: Place(0),
        last: Place(u64::MAX),
    },
    from: 0,
    to: Day::MAX,
};

impl Visitors {
    /// One person; without one, nobody.
    pub(super) fn person(households: &Households, person: Option<Id>) -> Self {
        let terms = person.map(|id| (id.to_string(), vec![ALWAYS]));
        Self::of(households, &terms.into_iter().collect())
    }

    /// Whoever was first secretary of the place on the day, by grant or posting. A grant says when it ended and not when
    /// the person began.
    pub(super) fn first_secretaries(
        conn: &Connection,
        households: &Households,
    ) -> Result<Self, StoreError> {
        let mut terms: HashMap<String, Vec<Term>> = HashMap::new();
        let mut statement = conn.prepare_cached(
            "SELECT person_id, division_code, ended_at FROM \"grant\"
             WHERE role = 'first_secretary' AND deleted_at IS NULL AND person_id IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let code = row.get_ref(1)?.as_str().unwrap_or_default();
            let ended: Option<i64> = row.get(2)?;
            if let Some(place) = Place::from_code(code) {
                terms
                    .entry(id_at(row, 0)?.to_string())
                    .or_default()
                    .push(Term {
                        area: place.range(),
                        from: 0,
                        to: ended.map_or(Day::MAX, |at| day_of(date_of(at))),
                    });
            }
        }
        let mut statement = conn.prepare_cached(
            "SELECT person_id, _place, starts_on, ends_on FROM posting
             WHERE duty = 'first_secretary' AND deleted_at IS NULL AND person_id IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let on = |index: usize| -> Result<Day, StoreError> {
                Ok(day(row.get_ref(index)?.as_str().unwrap_or_default()))
            };
            terms
                .entry(id_at(row, 0)?.to_string())
                .or_default()
                .push(Term {
                    area: place_at(row, 1)?.range(),
                    from: on(2)?,
                    to: match on(3)? {
                        0 => Day::MAX,
                        last => last,
                    },
                });
        }
        Ok(Self::of(households, &terms))
    }

    fn of(households: &Households, terms: &HashMap<String, Vec<Term>>) -> Self {
        let of_list = |people: &Vec<String>| -> Vec<Term> {
            let found = people.iter().filter_map(|person| terms.get(person));
            found.flatten().copied().collect()
        };
        Self::Of(households.work.items.iter().map(of_list).collect())
    }

    /// Does this visit count?
    pub(super) fn counts(&self, visit: &Visit) -> bool {
        match self {
            Self::Anyone => true,
            Self::Of(terms) => terms[visit.persons as usize].iter().any(|term| {
                term.area.contains(visit.place) && term.from <= visit.on && visit.on <= term.to
            }),
        }
    }
}
