//! Rules about whole households and the whole file.

use std::collections::HashMap;

use domain::identity::{self, Finding};

use super::super::collect::{Family, Found, Person};
use crate::layouts::{COLUMNS, Column, Kind};

/// Lists heads and spouses that are too many or missing, and values that should be one and are not.
pub(in crate::roster) fn households(families: &[Family], found: &mut Found) {
    for family in families {
        heads(family, found);
        names(family, found);
        values(family, found);
    }
}

fn heads(family: &Family, found: &mut Found) {
    let mut heads = family.people.iter().filter(|person| person.is_head());
    let head = heads.next();
    for other in heads {
        found.doubt(other, "relation", "two_heads", other.text("relation"), head);
    }
    let mut spouses = family
        .people
        .iter()
        .filter(|person| person.field("relation") == "02");
    let spouse = spouses.next();
    for other in spouses {
        found.doubt(
            other,
            "relation",
            "two_spouses",
            other.text("relation"),
            spouse,
        );
    }
    let first = family.people.first();
    if let (None, Some(first)) = (head, first.filter(|first| first.has.contains("relation"))) {
        found.doubt(
            first,
            "relation",
            "household_without_head",
            first.text("household_number"),
            None,
        );
    }
    if let (Some(head), Some(spouse)) = (head, spouse)
        && let (Some(one), Some(other)) = (gender(head), gender(spouse))
        && one == other
    {
        found.doubt(
            spouse,
            "relation",
            "spouses_same_gender",
            spouse.text("relation"),
            Some(head),
        );
    }
}

/// Lists people of one name whom no identity number tells apart: a row that was copied, or two people.
fn names(family: &Family, found: &mut Found) {
    let mut by_name: HashMap<&str, Vec<&Person>> = HashMap::new();
    for person in &family.people {
        let name = person.text("name");
        if !name.is_empty() {
            by_name.entry(name).or_default().push(person);
        }
    }
    for person in &family.people {
        let number = person.text("id_number");
        let alike = by_name.get(person.text("name"));
        let other = alike.into_iter().flatten().find(|other| {
            let its = other.text("id_number");
            (other.sheet, other.row) != (person.sheet, person.row)
                && (number.is_empty() || its.is_empty())
        });
        if let Some(other) = other {
            found.doubt(
                person,
                "name",
                "name_twice",
                person.text("name"),
                Some(other),
            );
        }
    }
}

fn gender(person: &Person) -> Option<&'static str> {
    let number = person.text("id_number");
    identity::gender(number).filter(|_| {
        matches!(
            identity::check(number),
            Finding::Right | Finding::RightCertificate
        )
    })
}

/// What belongs to the household repeats on its rows: a row that says something else is listed. What is doubtful by
/// itself is listed already and does not speak against the others.
fn values(family: &Family, found: &mut Found) {
    // Each may have a phone and a remark of their own; the village's and the household's number make the household.
    let repeated = COLUMNS.iter().filter(|column| {
        column.is_of_household()
            && !matches!(
                column.key,
                "phone" | "note" | "helper_phone" | "household_number"
            )
    });
    for column in repeated {
        let said: Vec<(&Person, String)> = family
            .people
            .iter()
            .filter_map(|person| person.value(column.key).map(|value| (person, value)))
            .filter(|(_, value)| value.doubt.is_none() && !value.text.is_empty())
            .map(|(person, value)| (person, same_form(column, value.field())))
            .collect();
        let Some((_, first)) = said.first() else {
            continue;
        };
        if said.iter().all(|(_, text)| text == first) {
            continue;
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, text) in &said {
            *counts.entry(text.as_str()).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or(0);
        let head = said.iter().find(|(person, _)| person.is_head());
        // Most rows are right; where they are equal, the head's row is.
        let right = head
            .into_iter()
            .chain(&said)
            .find(|(_, text)| counts.get(text.as_str()) == Some(&most));
        let Some((model, right)) = right else {
            continue;
        };
        for (person, text) in said.iter().filter(|(_, text)| text != right) {
            let shown = person
                .value(column.key)
                .map_or(text.as_str(), |value| value.text.as_str());
            found.doubt(
                person,
                column.key,
                "household_value_differs",
                shown,
                Some(model),
            );
        }
    }
}

/// 4000, 4000.0 and 4000.00 are one amount.
fn same_form(column: &Column, text: &str) -> String {
    match column.kind {
        Kind::Money => {
            super::super::fen(text).map_or_else(|| text.to_owned(), |fen| fen.to_string())
        }
        _ => text.to_owned(),
    }
}

/// Lists identity numbers that stand more than once: every row of them, because nobody knows which is right.
pub(in crate::roster) fn file(families: &[Family], found: &mut Found) {
    let mut by_number: HashMap<&str, Vec<&Person>> = HashMap::new();
    for person in families.iter().flat_map(|family| &family.people) {
        let number = person.text("id_number");
        // A certificate begins with the number of its bearer.
        if let Some(number) = number
            .get(..18)
            .filter(|number| number.as_bytes()[..17].iter().all(u8::is_ascii_digit))
        {
            by_number.entry(number).or_default().push(person);
        }
    }
    for people in by_number.into_values().filter(|people| people.len() > 1) {
        for person in &people {
            let other = people
                .iter()
                .find(|other| (other.sheet, other.row) != (person.sheet, person.row));
            found.doubt(
                person,
                "id_number",
                "duplicate_identity",
                person.text("id_number"),
                other.copied(),
            );
        }
    }
}
