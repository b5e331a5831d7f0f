//! The index follows what is saved: whatever happened, it says what one that is read anew says.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    About, Cells, Env, Id,
    place::Scope,
    records::{Household, Measure, Photo, Problem, Record, Visit},
};

use super::tests::{TestEnv, VILLAGE, edit, household, laptop};
use crate::{
    Edit, Store,
    query::{
        Asking,
        household_list::HouseholdQuery,
        lookup::Span,
        measure_list::MeasureQuery,
        problem_ledger::{self, ProblemQuery},
        visit_list::VisitQuery,
    },
};

pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
    pub(super) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Everything that lists say.
fn answers(store: &Store, person: Id) -> Vec<String> {
    let scope = Scope::of_codes(1, [VILLAGE]);
    let asking = Asking {
        scope: &scope,
        person,
        today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
    };
    let mut answers = Vec::new();
    for view in ["all", "mine", "problem", "pending", "late"] {
        for month in [None, Some("2018-09".to_owned())] {
            let query = VisitQuery {
                view: view.to_owned(),
                month,
                limit: 7,
                ..VisitQuery::default()
            };
            answers.push(format!("{:?}", store.visit_list(asking, &query).unwrap()));
            let marked = VisitQuery {
                marks: vec!["photo".to_owned(), "late".to_owned()],
                ..query
            };
            let page = store.visit_list(asking, &marked).unwrap();
            answers.push(format!("{page:?}"));
        }
    }
    for q in ["烤烟", "身体还好", "zds", "种"] {
        let query = VisitQuery {
            q: q.to_owned(),
            limit: 7,
            ..VisitQuery::default()
        };
        answers.push(format!("{q}: {:?}", store.visit_list(asking, &query)));
    }
    for view in ["open", "late", "due_7", "village", "done", "dropped"] {
        let query = MeasureQuery {
            view: view.to_owned(),
            limit: 7,
            ..MeasureQuery::default()
        };
        answers.push(format!("{:?}", store.measure_list(asking, &query).unwrap()));
        let sorted = MeasureQuery {
            sort: "quantity".to_owned(),
            descending: true,
            ..query
        };
        let page = store.measure_list(asking, &sorted).unwrap();
        answers.push(format!("{page:?}"));
        let unclear = MeasureQuery {
            unclear: vec!["goal".to_owned()],
            groups: vec!["production".to_owned()],
            ..sorted
        };
        let page = store.measure_list(asking, &unclear).unwrap();
        answers.push(format!("{page:?}"));
    }
    let households = HouseholdQuery {
        sort: "last_visit".to_owned(),
        limit: 50,
        ..HouseholdQuery::default()
    };
    answers.push(format!(
        "{:?}",
        store.household_list(asking, &households).unwrap()
    ));
    let unclear = HouseholdQuery {
        marks: vec!["unclear".to_owned()],
        ..households.clone()
    };
    let page = store.household_list(asking, &unclear).unwrap();
    answers.push(format!("{page:?}"));
    for sort in ["measures", "problems"] {
        let households = HouseholdQuery {
            view: "risk".to_owned(),
            sort: sort.to_owned(),
            ..households.clone()
        };
        let page = store.household_list(asking, &households).unwrap();
        answers.push(format!("{page:?}"));
    }
    for view in problem_ledger::VIEWS {
        let query = ProblemQuery {
            view: view.to_owned(),
            limit: 7,
            ..ProblemQuery::default()
        };
        answers.push(format!("{:?}", store.problem_list(asking, &query).unwrap()));
        let filtered = ProblemQuery {
            states: vec!["done".to_owned()],
            q: "屋顶".to_owned(),
            ..query
        };
        let page = store.problem_list(asking, &filtered).unwrap();
        answers.push(format!("{page:?}"));
    }
    answers.push(format!("{:?}", store.measures_due(asking, 5).unwrap()));
    answers.push(format!("{:?}", store.problems_due(asking, 5).unwrap()));
    answers.push(format!("{:?}", store.unvisited(asking, 5).unwrap()));
    let first = NaiveDate::from_ymd_opt(2018, 9, 1).unwrap();
    answers.push(format!(
        "{:?}",
        store.visits_by_day(asking, first, asking.today).unwrap()
    ));
    answers.push(format!(
        "{:?}",
        store
            .stay_days(asking, person, first, asking.today)
            .unwrap()
    ));
    // In no order of its own.
    let of_head = store.households_of_head(VILLAGE, "张德顺").unwrap();
    answers.push(format!("{:?}", BTreeSet::from_iter(of_head)));
    for record in ["visit", "measure", "problem", "household"] {
        let span = Span {
            record,
            from: "2018-08-15",
            to: "2018-09-15",
            first: scope.places[0].first,
            last: scope.places[0].last,
        };
        answers.push(format!("{record}: {:?}", store.ids_between(&span).unwrap()));
    }
    answers
}

/// One save of some kind on some of these rows.
pub(super) fn act(
    dice: &mut Dice,
    env: &TestEnv,
    rows: &mut [Vec<Id>; 5],
    person: Id,
) -> Vec<Edit> {
    let kind = dice.below(5);
    let is_new = rows[kind].is_empty() || dice.below(3) > 0;
    let id = if is_new {
        env.new_id()
    } else {
        dice.of(&rows[kind])
    };
    let home = rows[0].first().map(|_| dice.of(&rows[0]));
    let on = format!("2018-{:02}-{:02}", 8 + dice.below(2), 1 + dice.below(30));
    if !is_new && dice.below(5) == 0 {
        let tables = [
            Household::INFO,
            Visit::INFO,
            Measure::INFO,
            Problem::INFO,
            Photo::INFO,
        ];
        let table = tables[kind].table;
        let cells = Cells::from([(1, 1_538_300_000_000.into()), (2, "重复".into())]);
        return vec![Edit {
            table,
            id,
            base: None,
            cells,
        }];
    }
    if is_new && kind > 0 {
        rows[kind].push(id);
    }
    match kind {
        0 => {
            let number = format!("4311281032011{:04}", dice.below(10_000));
            let (id, edits) = household(
                env,
                &number,
                dice.of(&["上坪组", "下坪组"]),
                &["张德顺", "区月英"],
            );
            rows[0].push(id);
            edits
        }
        1 => vec![edit(
            id,
            &Visit {
                household_id: home,
                visited_on: on,
                person_ids: if dice.below(2) == 0 {
                    vec![person.to_string()]
                } else {
                    Vec::new()
                },
                purposes: vec![dice.of(&["routine", "policy"]).to_owned()],
                satisfaction: dice.of(&["", "satisfied", "unsatisfied"]).to_owned(),
                note: dice.of(&["身体还好", "种烤烟"]).to_owned(),
                ..Visit::default()
            },
        )],
        2 => vec![edit(
            id,
            &Measure {
                household_id: home.filter(|_| dice.below(4) > 0),
                division_code: VILLAGE.to_owned(),
                class: dice.of(&["industry", "health"]).to_owned(),
                content: "种植黄花菜".to_owned(),
                goal: dice.of(&["", "年增收三千元"]).to_owned(),
                person_id: Some(person).filter(|_| dice.below(2) == 0),
                amount_fen: Some(dice.below(1_000) as i64),
                quantity: Some(dice.below(9) as i64),
                quantity_done: Some(dice.below(9) as i64),
                due_on: if dice.below(4) == 0 {
                    String::new()
                } else {
                    on
                },
                state: dice
                    .of(&["planned", "running", "done", "dropped"])
                    .to_owned(),
                ..Measure::default()
            },
        )],
        4 => vec![edit(
            id,
            &Photo {
                owner_kind: "visit".to_owned(),
                owner_id: rows[1].first().map(|_| dice.of(&rows[1])),
                ..Photo::default()
            },
        )],
        _ => vec![edit(
            id,
            &Problem {
                household_id: home,
                visit_id: rows[1].first().map(|_| dice.of(&rows[1])),
                content: "屋顶漏水".to_owned(),
                due_on: if dice.below(4) == 0 {
                    String::new()
                } else {
                    on
                },
                state: dice.of(&["found", "doing", "done"]).to_owned(),
                ..Problem::default()
            },
        )],
    }
}

#[test]
fn the_index_that_followed_every_save_says_what_one_read_anew_says() {
    for seed in 0..12 {
        let (env, mut dice) = (TestEnv::default(), Dice(seed));
        let mut store = laptop(&env);
        let (person, mut rows) = (Id([9; 16]), [const { Vec::new() }; 5]);
        for step in 0..60 {
            let edits = act(&mut dice, &env, &mut rows, person);
            store.save(&env, edits, About::default()).unwrap();
            if dice.below(3) == 0 {
                let followed = answers(&store, person);
                store.index().rebuild();
                assert_eq!(
                    followed,
                    answers(&store, person),
                    "seed {seed}, step {step}"
                );
            }
        }
    }
}
