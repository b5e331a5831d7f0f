//! Lists in pages: a page behind the first says what the whole list says at its place, whatever was written between.

use chrono::NaiveDate;
use domain::{
    About, Env, Id,
    place::Scope,
    records::{Person, Visit},
};

use super::{
    following::{Dice, act},
    tests::{TestEnv, VILLAGE, edit, household, laptop},
};
use crate::{
    Store,
    query::{
        Asking, household_list::HouseholdQuery, measure_list::MeasureQuery,
        problem_ledger::ProblemQuery, visit_list::VisitQuery,
    },
};

const ME: Id = Id([9; 16]);

fn asking(scope: &Scope, person: Id) -> Asking<'_> {
    Asking {
        scope,
        person,
        today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
    }
}

/// A list: its rows in words, and its totals and facets.
type Answer = (Vec<String>, String);
type List = fn(&Store, Asking<'_>, usize, usize) -> Answer;

macro_rules! list {
    ($list:ident, $query:expr) => {
        |store, asking, limit, offset| {
            let mut query = $query;
            (query.limit, query.offset) = (limit, offset);
            let mut page = store.$list(asking, &query).unwrap();
            let rows = std::mem::take(&mut page.rows);
            let rows = rows.iter().map(|row| format!("{row:?}")).collect();
            (rows, format!("{page:?}"))
        }
    };
}

fn lists() -> Vec<(&'static str, List)> {
    vec![
        ("visits", list!(visit_list, VisitQuery::default())),
        (
            "visits of the caller",
            list!(
                visit_list,
                VisitQuery {
                    view: "mine".to_owned(),
                    ..VisitQuery::default()
                }
            ),
        ),
        (
            "withdrawn visits",
            list!(
                visit_list,
                VisitQuery {
                    view: "withdrawn".to_owned(),
                    ..VisitQuery::default()
                }
            ),
        ),
        (
            "households",
            list!(household_list, HouseholdQuery::default()),
        ),
        (
            "households by their last visit",
            list!(
                household_list,
                HouseholdQuery {
                    sort: "last_visit".to_owned(),
                    descending: true,
                    seen_by: "me".to_owned(),
                    ..HouseholdQuery::default()
                }
            ),
        ),
        ("measures", list!(measure_list, MeasureQuery::default())),
        (
            "measures by money",
            list!(
                measure_list,
                MeasureQuery {
                    sort: "money".to_owned(),
                    descending: true,
                    ..MeasureQuery::default()
                }
            ),
        ),
        ("problems", list!(problem_list, ProblemQuery::default())),
    ]
}

#[test]
fn a_page_behind_the_first_is_the_one_of_the_whole_list_whatever_was_written_between() {
    let scope = Scope::of_codes(1, [VILLAGE]);
    for seed in 0..4 {
        let (env, mut dice) = (TestEnv::default(), Dice(seed));
        let mut store = laptop(&env);
        let mut rows = [const { Vec::new() }; 5];
        for step in 0..90 {
            let edits = act(&mut dice, &env, &mut rows, ME);
            store.save(&env, edits, About::default()).unwrap();
            for (name, list) in lists() {
                list(&store, asking(&scope, ME), 2, 0);
                if dice.below(4) == 0 {
                    let edits = act(&mut dice, &env, &mut rows, ME);
                    store.save(&env, edits, About::default()).unwrap();
                }
                // Within what is kept, and behind its end.
                let pages = [2, 4, 9].map(|offset| {
                    let page = list(&store, asking(&scope, ME), 2, offset);
                    (offset, page)
                });
                let (whole, facets) = list(&store, asking(&scope, ME), 1_000, 0);
                for (offset, page) in pages {
                    let told = format!("seed {seed}, step {step}, {name} from {offset}");
                    let rows: Vec<String> = whole.iter().skip(offset).take(2).cloned().collect();
                    assert_eq!(page, (rows, facets.clone()), "{told}");
                }
            }
        }
    }
}

#[test]
fn a_further_page_is_of_whoever_asks_for_it() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let (home, edits) = household(&env, "43112810320110001", "上坪组", &["张德顺"]);
    store.save(&env, edits, About::default()).unwrap();
    for number in 0..6_u8 {
        let person = if number < 4 { ME } else { Id([8; 16]) };
        let visit = Visit {
            household_id: Some(home),
            visited_on: format!("2018-09-0{}", number + 1),
            person_ids: vec![person.to_string()],
            ..Visit::default()
        };
        let edits = vec![edit(env.new_id(), &visit)];
        store.save(&env, edits, About::default()).unwrap();
    }
    let (village, elsewhere) = (
        Scope::of_codes(1, [VILLAGE]),
        Scope::of_codes(1, ["431128101201"]),
    );
    let mine: List = list!(
        visit_list,
        VisitQuery {
            view: "mine".to_owned(),
            ..VisitQuery::default()
        }
    );
    let count = |scope: &Scope, person| mine(&store, asking(scope, person), 9, 1).0.len();
    assert_eq!(mine(&store, asking(&village, ME), 1, 0).0.len(), 1);
    assert_eq!(count(&village, Id([8; 16])), 1);
    assert_eq!(count(&village, ME), 3);
    assert_eq!(count(&elsewhere, ME), 0);
}

#[test]
fn a_further_page_names_people_as_they_are_called_now() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let scope = Scope::of_codes(1, [VILLAGE]);
    let call = |store: &mut Store, name: &str| {
        let person = Person {
            name: name.to_owned(),
            ..Person::default()
        };
        let edits = vec![edit(ME, &person)];
        store.save(&env, edits, About::default()).unwrap();
    };
    call(&mut store, "罗远志");
    let (home, edits) = household(&env, "43112810320110001", "上坪组", &["张德顺"]);
    store.save(&env, edits, About::default()).unwrap();
    for day in 1..5 {
        let visit = Visit {
            household_id: Some(home),
            visited_on: format!("2018-09-0{day}"),
            person_ids: vec![ME.to_string()],
            ..Visit::default()
        };
        let edits = vec![edit(env.new_id(), &visit)];
        store.save(&env, edits, About::default()).unwrap();
    }
    let all: List = list!(visit_list, VisitQuery::default());
    assert!(all(&store, asking(&scope, ME), 1, 0).1.contains("罗远志"));
    // The index holds nobody's name, so only the file says that something was written.
    call(&mut store, "罗志远");
    assert!(all(&store, asking(&scope, ME), 1, 1).1.contains("罗志远"));
}
