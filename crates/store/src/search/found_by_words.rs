//! Lists that are asked with words: what memory answers is what a plain look through every row gives.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::{
    About, Env, Id,
    place::Scope,
    records::{Measure, Visit},
};

use super::tests::{TestEnv, VILLAGE, edit, household, laptop};
use crate::{
    Store,
    query::{
        Asking, household_list::HouseholdQuery, measure_list::MeasureQuery, visit_list::VisitQuery,
    },
};

/// Pieces that notes are made of: some begin or end in the middle of another, and one lies
/// beyond two bytes.
const PIECES: [&str; 12] = [
    "种烤烟",
    "烤烟",
    "烤",
    "烟烤烟",
    "一丁",
    "丁一",
    "𠀀病",
    "Zds",
    "zds",
    "，",
    "药 20 元",
    "张德顺",
];
const ASKED: [&str; 16] = [
    "烤烟",
    "烟",
    "种烤",
    "烟烤",
    "一丁",
    "丁一",
    "𠀀",
    "zds",
    "Zds",
    "z",
    "20",
    "张德顺",
    "上坪",
    " 药 ",
    "没人写过",
    "，",
];
const MONTHS: [Option<&str>; 3] = [None, Some("2018-08"), Some("2018-09")];

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
    fn words(&mut self) -> String {
        let pieces = self.below(5);
        let words: String = (0..pieces)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect();
        // Now and then so long that what it leaves behind has memory laid out anew.
        if self.below(8) == 0 {
            words.repeat(300)
        } else {
            words
        }
    }
}

fn scope() -> Scope {
    Scope::of_codes(1, [VILLAGE])
}

fn asking(scope: &Scope) -> Asking<'_> {
    Asking {
        scope,
        person: Id([9; 16]),
        today: NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
    }
}

/// Rows of a question in its order: their ids and households, and whether their text has the words.
fn rows(store: &Store, sql: &str, words: &str) -> Vec<(Id, Id, bool)> {
    let mut statement = store.connection().prepare(sql).unwrap();
    let id = |bytes: Option<Vec<u8>>| Id::from_slice(&bytes.unwrap_or_default());
    statement
        .query_map([words], |row| {
            let (one, household) = (row.get(0)?, row.get(1)?);
            Ok((
                id(one).unwrap(),
                id(household).unwrap_or_default(),
                row.get(2)?,
            ))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn plainly(store: &Store, sql: &str, asked: &str) -> Vec<Id> {
    let found = store.search(&scope(), asked, 1_000).unwrap();
    let households: HashSet<Id> = found.hits.iter().map(|hit| hit.id).collect();
    rows(store, sql, asked.trim())
        .into_iter()
        .filter(|(_, household, has_words)| *has_words || households.contains(household))
        .map(|(id, _, _)| id)
        .collect()
}

fn compare(store: &Store, told: &str) {
    let scope = scope();
    for q in ASKED {
        let found = store.search(&scope, q, 1_000).unwrap();
        let mut hits: Vec<Id> = found.hits.iter().map(|hit| hit.id).collect();
        let query = HouseholdQuery {
            q: q.to_owned(),
            limit: 1_000,
            ..HouseholdQuery::default()
        };
        let page = store.household_list(asking(&scope), &query).unwrap();
        let mut ids: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
        hits.sort();
        ids.sort();
        assert_eq!(ids, hits, "{told}, households, {q}");
        for month in MONTHS {
            let sql = format!(
                "SELECT id, household_id, instr(note, ?1) > 0 FROM visit
                 WHERE deleted_at IS NULL AND _place <> 0 AND visited_on LIKE '{}%'
                 ORDER BY visited_on DESC, created_at DESC, id DESC",
                month.unwrap_or_default()
            );
            let query = VisitQuery {
                q: q.to_owned(),
                month: month.map(str::to_owned),
                limit: 1_000,
                ..VisitQuery::default()
            };
            let page = store.visit_list(asking(&scope), &query).unwrap();
            let ids: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
            assert_eq!(
                ids,
                plainly(store, &sql, q),
                "{told}, visits, {q}, {month:?}"
            );
            assert_eq!(page.total as usize, ids.len(), "{told}, {q}, {month:?}");
            let second = VisitQuery {
                limit: 3,
                offset: 2,
                ..query
            };
            let page = store.visit_list(asking(&scope), &second).unwrap();
            let some: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
            let wanted: Vec<Id> = ids.iter().copied().skip(2).take(3).collect();
            assert_eq!(some, wanted, "{told}, page of {q}");
        }
        let sql = "SELECT id, household_id, instr(content, ?1) > 0 FROM measure
                   WHERE deleted_at IS NULL AND _place <> 0 AND state NOT IN ('done', 'dropped') ORDER BY due_on, id";
        let query = MeasureQuery {
            q: q.to_owned(),
            limit: 1_000,
            ..MeasureQuery::default()
        };
        let page = store.measure_list(asking(&scope), &query).unwrap();
        let ids: Vec<Id> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, plainly(store, sql, q), "{told}, measures, {q}");
        assert_eq!(page.total as usize, ids.len(), "{told}, measures, {q}");
    }
}

#[test]
fn visits_and_measures_found_by_words_are_those_that_a_look_through_every_row_finds() {
    for seed in 0..6 {
        let (env, mut dice) = (TestEnv::default(), Dice(seed));
        let mut store = laptop(&env);
        let mut homes = Vec::new();
        for (number, names) in [
            ["张德顺", "区月英"],
            ["黎根生", "张德"],
            ["一丁", "烤烟"],
            ["区德顺", "黎月英"],
            ["曾根生", "张德顺"],
        ]
        .into_iter()
        .enumerate()
        {
            let number = format!("4311281032011000{number}");
            let group = ["上坪组", "下坪组"][dice.below(2)];
            let (id, edits) = household(&env, &number, group, &names);
            store.save(&env, edits, About::default()).unwrap();
            homes.push(id);
        }
        let mut visits: Vec<Id> = Vec::new();
        for step in 0..48 {
            let is_old = !visits.is_empty() && dice.below(3) == 0;
            let id = if is_old {
                visits[dice.below(visits.len())]
            } else {
                env.new_id()
            };
            let on = format!("2018-{:02}-{:02}", 8 + dice.below(2), 1 + dice.below(28));
            let home = Some(homes[dice.below(homes.len())]);
            let visit = Visit {
                household_id: home,
                visited_on: on.clone(),
                note: dice.words(),
                ..Visit::default()
            };
            let measure = Measure {
                household_id: home.filter(|_| dice.below(4) > 0),
                division_code: VILLAGE.to_owned(),
                content: dice.words(),
                due_on: on,
                state: ["planned", "running", "done"][dice.below(3)].to_owned(),
                ..Measure::default()
            };
            if !is_old {
                visits.push(id);
            }
            let mut edits = vec![edit(id, &visit), edit(env.new_id(), &measure)];
            if is_old && dice.below(6) == 0 {
                edits[0].cells =
                    domain::Cells::from([(1, 1_538_300_000_000.into()), (2, "重复".into())]);
            }
            store.save(&env, edits, About::default()).unwrap();
            if step % 8 == 7 {
                compare(&store, &format!("seed {seed}, step {step}"));
            }
        }
    }
}

#[test]
fn a_note_is_found_by_whole_characters_only() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    // 一丁 is 4E 00 4E 01: the two bytes between are 00 4E, which is the character U+004E, N.
    let visit = Visit {
        visited_on: "2018-09-01".to_owned(),
        note: "一丁".to_owned(),
        ..Visit::default()
    };
    let (id, edits) = household(&env, "43112810320110001", "上坪组", &["张德顺"]);
    store.save(&env, edits, About::default()).unwrap();
    let visit = Visit {
        household_id: Some(id),
        ..visit
    };
    let edits = vec![edit(env.new_id(), &visit)];
    store.save(&env, edits, About::default()).unwrap();
    let scope = scope();
    let total = |q: &str| {
        let query = VisitQuery {
            q: q.to_owned(),
            limit: 10,
            ..VisitQuery::default()
        };
        store.visit_list(asking(&scope), &query).unwrap().total
    };
    assert_eq!((total("N"), total("一"), total("丁")), (0, 1, 1));
}
