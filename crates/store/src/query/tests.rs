//! The plans of the questions that ask the file: lists over a county are answered from memory.

use std::fmt::Write as _;

use super::{distribution_list, lookup, plan, timeline};
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
    ("stay_month", include_str!("stay_month.sql")),
    ("teammates", include_str!("teammates.sql")),
    ("people", include_str!("people.sql")),
    ("photos", include_str!("photos.sql")),
    ("waiting", include_str!("waiting.sql")),
    ("who answers for a household", include_str!("who_answers.sql")),
    (
        "last visit of one household",
        "SELECT visited_on FROM visit WHERE household_id = ?1 AND deleted_at IS NULL AND _place <> 0
         ORDER BY visited_on DESC LIMIT 1",
    ),
    (
        "visits of one household",
        "SELECT id FROM visit WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY visited_on DESC, created_at DESC",
    ),
    (
        "measures of one household",
        "SELECT id FROM measure WHERE household_id = ?1 AND deleted_at IS NULL",
    ),
    (
        "problems of one household",
        "SELECT id FROM problem WHERE household_id = ?1 AND deleted_at IS NULL",
    ),
    (
        "problems of one visit",
        "SELECT id FROM problem WHERE visit_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id",
    ),
    (
        "steps of one problem",
        "SELECT id FROM problem_step WHERE problem_id = ?1 AND deleted_at IS NULL ORDER BY created_at, id",
    ),
    (
        "parts of one problem",
        "SELECT id FROM problem WHERE parent_id = ?1 AND deleted_at IS NULL ORDER BY id",
    ),
    (
        "members of one household",
        "SELECT id FROM member WHERE household_id = ?1 AND deleted_at IS NULL",
    ),
    ("lines of a household's plan", plan::HOUSEHOLD_LINES),
    ("years of a household's plans", plan::HOUSEHOLD_YEARS),
    ("lines of a village's plan", plan::VILLAGE_LINES),
    ("years of a village's plans", plan::VILLAGE_YEARS),
    ("how a household gets a house", plan::HOUSING),
    ("visits of one household by month", timeline::VISITS),
    ("households of distributions", distribution_list::COUNTS),
    ("households of one distribution", distribution_list::PORTIONS),
    (
        "events of one household",
        "SELECT id FROM status_event WHERE household_id = ?1 AND deleted_at IS NULL",
    ),
    (
        "remarks that are off on one household",
        "SELECT household_id, member_id, rule FROM remark_off WHERE deleted_at IS NULL AND household_id = ?1",
    ),
    ("household by its number", lookup::STANDING),
    ("household that bore a number", lookup::FORMER),
    ("members by their identity number", lookup::WITH_IDENTITY),
    ("deleted members of one household", lookup::FORMER_MEMBERS),
    ("households that one parted from or was joined with", lookup::PARTED),
];

#[test]
fn every_question_about_one_row_has_its_index() {
    let store = Store::in_memory(Side::County).unwrap();
    let mut plans = String::new();
    for (name, sql) in QUESTIONS {
        writeln!(plans, "## {name}\n{}", plan(&store, sql)).unwrap();
    }
    insta::assert_snapshot!(plans);
}

#[test]
fn no_question_reads_a_whole_table_of_work() {
    let store = Store::in_memory(Side::County).unwrap();
    for (name, sql) in QUESTIONS {
        let plan = plan(&store, sql);
        for table in [
            "visit",
            "measure",
            "problem",
            "stay",
            "member",
            "household_plan",
            "household_plan_line",
            "village_plan",
            "village_plan_line",
            "housing_solution",
            "portion",
        ] {
            let scan = format!("SCAN {table}");
            assert!(
                plan.lines()
                    .all(|line| !line.starts_with(&scan) || line.contains("USING")),
                "{name}: {plan}"
            );
        }
    }
}
