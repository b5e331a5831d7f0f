//! The plans of the questions that run over whole counties, and what they answer.

use std::fmt::Write as _;

use crate::{Side, Store};

/// How SQLite answers a question, one step a line.
fn plan(store: &Store, sql: &str) -> String {
    let mut statement = store
        .connection()
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let nulls = vec![rusqlite::types::Null; statement.parameter_count()];
    let mut rows = statement.query(rusqlite::params_from_iter(nulls)).unwrap();
    let mut plan = String::new();
    while let Some(row) = rows.next().unwrap() {
        writeln!(plan, "{}", row.get::<_, String>(3).unwrap()).unwrap();
    }
    plan
}

/// The questions by name, as the functions ask them.
const QUESTIONS: &[(&str, &str)] = &[
    ("visit_list", include_str!("visit_list.sql")),
    ("measure_list", include_str!("measure_list.sql")),
    ("stay_month", include_str!("stay_month.sql")),
    ("teammates", include_str!("teammates.sql")),
    ("photos", include_str!("photos.sql")),
    ("phrases", include_str!("phrases.sql")),
    (
        "last visit of all households",
        "SELECT household_id, max(visited_on) FROM visit
         WHERE deleted_at IS NULL AND household_id IS NOT NULL GROUP BY household_id",
    ),
    (
        "last visit of one household",
        "SELECT max(visited_on) FROM visit WHERE household_id = ?1 AND deleted_at IS NULL",
    ),
    (
        "measures due",
        "SELECT id, _place FROM measure INDEXED BY measure_listed
         WHERE due_on > '' AND due_on <= ?1 AND state NOT IN ('done', 'dropped') AND deleted_at IS NULL ORDER BY due_on",
    ),
    (
        "problems due",
        "SELECT id, _place FROM problem WHERE deleted_at IS NULL AND state NOT IN ('done', 'verified')
         ORDER BY due_on = '', due_on",
    ),
    (
        "visits of a month",
        "SELECT DISTINCT household_id, _place FROM visit INDEXED BY visit_newest WHERE visited_on BETWEEN ?1 AND ?2 AND deleted_at IS NULL",
    ),
    ("changed households", "SELECT household_id FROM touched WHERE no > ?1 ORDER BY no LIMIT ?2"),
    ("the marker", "SELECT coalesce(max(no), 0) FROM touched"),
];

#[test]
fn every_question_over_a_county_has_its_index() {
    let store = Store::in_memory(Side::County).unwrap();
    let mut plans = String::new();
    for (name, sql) in QUESTIONS {
        writeln!(plans, "## {name}\n{}", plan(&store, sql)).unwrap();
    }
    insta::assert_snapshot!(plans);
}

#[test]
fn lists_over_a_county_are_answered_from_an_index_alone() {
    let store = Store::in_memory(Side::County).unwrap();
    for (name, sql) in QUESTIONS {
        let is_of_one = ["stay_month", "teammates", "photos", "phrases"].contains(name);
        let plan = plan(&store, sql);
        assert!(
            is_of_one || plan.contains("COVERING INDEX"),
            "{name}: {plan}"
        );
    }
}

#[test]
fn no_question_reads_a_whole_table_of_work() {
    let store = Store::in_memory(Side::County).unwrap();
    for (name, sql) in QUESTIONS {
        let plan = plan(&store, sql);
        for table in ["visit", "measure", "problem", "stay", "member"] {
            let scan = format!("SCAN {table}");
            assert!(
                plan.lines()
                    .all(|line| !line.starts_with(&scan) || line.contains("USING")),
                "{name}: {plan}"
            );
        }
    }
}
