use super::*;
use crate::records::{Household, Income, Inquiry, Member, Portion, Record, Request, Wish, by_name};

#[test]
fn every_form_names_fields_that_there_are() {
    for form in FORMS {
        for (record, fields) in form.fields {
            let info = by_name(record).unwrap();
            for field in *fields {
                assert!(info.field_named(field).is_some(), "{record}.{field}");
            }
        }
    }
}

/// What is written down of a family has a form that needs it, or it is not written down.
#[test]
fn every_field_of_a_family_is_asked_for_by_a_form() {
    // What names another row is no word about anybody.
    let links = [
        "household_id",
        "visit_id",
        "distribution_id",
        "division_code",
    ];
    for info in [
        &Household::INFO,
        &Member::INFO,
        &Income::INFO,
        &Request::INFO,
        &Inquiry::INFO,
        &Wish::INFO,
        &Portion::INFO,
    ] {
        for field in info
            .fields
            .iter()
            .filter(|field| !links.contains(&field.name))
        {
            assert!(
                forms_of(info.name, field.name).next().is_some(),
                "{}.{}",
                info.name,
                field.name
            );
        }
    }
}
