//! What is printed from the list and committed.

use std::{collections::BTreeSet, path::Path};

use api::export::list::{EXPORTS, Workbook};
use paper::Paper;
use schemars::{Schema, SchemaGenerator};

/// Writes the file anew when it differs, and says so by failing once.
fn holds(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path);
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    if held != text {
        std::fs::write(&path, text).unwrap();
        panic!(
            "{} was out of date and has been rewritten: commit it",
            path.display()
        );
    }
}

#[test]
fn the_screens_types_are_those_of_the_operations() {
    holds("ui/src/api/generated.ts", &api::typescript::print());
}

#[test]
fn the_openapi_document_is_that_of_the_operations() {
    holds("tests/snapshots/openapi.json", &api::openapi::print());
}

#[test]
fn each_operation_names_records_that_exist() {
    let beside = ["*", "draft", "settings", "filter", "device"];
    for operation in api::OPERATIONS {
        for name in operation.reads.iter().chain(operation.writes) {
            assert!(
                beside.contains(name) || domain::records::by_name(name).is_some(),
                "{}: {name}",
                operation.name
            );
        }
    }
}

/// Window and console open a paper or a workbook for these operations and no others.
#[test]
fn each_paper_and_each_workbook_is_listed_as_one() {
    let named = |list: &[&'static str]| list.iter().copied().collect::<BTreeSet<_>>();
    let mut schemas = SchemaGenerator::default();
    let mut giving = |wanted: &Schema| {
        api::OPERATIONS
            .iter()
            .filter(|operation| (operation.response)(&mut schemas) == *wanted)
            .map(|operation| operation.name)
            .collect::<BTreeSet<_>>()
    };
    let paper = SchemaGenerator::default().subschema_for::<Paper>();
    let workbook = SchemaGenerator::default().subschema_for::<Workbook>();
    assert_eq!(giving(&paper), named(&api::print::PAPERS));
    assert_eq!(giving(&workbook), named(&EXPORTS));
}
