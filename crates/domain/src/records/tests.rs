use std::collections::BTreeSet;

use super::*;

#[test]
fn numbers_are_unique_ascending_and_clear_of_the_systems() {
    let tables: Vec<u16> = REGISTRY.iter().map(|record| record.table).collect();
    assert!(
        tables.is_sorted_by(|a, b| a < b),
        "parents first: {tables:?}"
    );
    for record in REGISTRY {
        let numbers: Vec<u16> = record.fields.iter().map(|field| field.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{}", record.name);
        assert!(
            numbers
                .iter()
                .all(|number| *number >= crate::change::FIRST_FIELD),
            "{}",
            record.name
        );
        let names: BTreeSet<&str> = record.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), record.fields.len(), "{}", record.name);
    }
}

#[test]
fn a_group_is_named_by_one_of_its_own_fields() {
    for record in REGISTRY {
        for field in record.fields {
            assert!(
                record.group_members(field.group).contains(&field.group),
                "{}.{}",
                record.name,
                field.name
            );
        }
    }
}

#[test]
fn a_list_survives_its_cell_and_strange_text_is_kept() {
    let items = vec!["routine".to_owned(), "另外的".to_owned()];
    assert_eq!(list(&list_value(&items)), items);
    assert_eq!(list(&Value::from("不是列表")), vec!["不是列表"]);
}

#[test]
fn every_coded_field_that_a_person_fills_names_its_list() {
    for record in REGISTRY {
        // What apply writes is no choice of a person.
        if matches!(record.anchor, Anchor::Written(_)) {
            continue;
        }
        for field in record
            .fields
            .iter()
            .filter(|field| field.kind == Kind::Code)
        {
            assert!(field.codes.is_some(), "{}.{}", record.name, field.name);
        }
    }
}

#[test]
fn a_mistyped_code_is_refused_and_one_of_a_newer_program_is_let_be() {
    let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
    let with = |field: u16, value: Value| {
        Cells::from([
            (Household::division_code, "431128103202".into()),
            (field, value),
        ])
    };
    for (field, name, known, unknown) in [
        (
            Household::state,
            "state",
            Value::from("1"),
            Value::from("x"),
        ),
        (
            Household::causes,
            "causes",
            list_value(&["07"]),
            list_value(&["07", "99x"]),
        ),
        (Household::house_unsafe, "house_unsafe", 1.into(), 7.into()),
    ] {
        let check = |before: &Cells, value: &Value| {
            Household::INFO.check(before, &with(field, value.clone()), today)
        };
        assert_eq!(check(&Cells::new(), &known), []);
        assert_eq!(
            check(&Cells::new(), &unknown),
            [Violation::new(name, "unknown_code")]
        );
        assert_eq!(check(&with(field, unknown.clone()), &unknown), []);
    }
}

#[test]
fn a_date_is_ten_characters_of_a_day_that_there_is() {
    let read = |text: &str| date(&Value::Text(text.to_owned())).map(|on| on.to_string());
    assert_eq!(read("2018-09-30"), Some("2018-09-30".to_owned()));
    for no_date in [
        "-018-09-30",
        "+018-09-30",
        "2018-9-30",
        "2018-02-30",
        "2018-09-30 ",
        " 018-09-30",
        "",
    ] {
        assert_eq!(read(no_date), None, "{no_date}");
    }
}
