//! What is printed from the list and committed.

use std::path::Path;

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
