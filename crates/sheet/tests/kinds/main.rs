//! Further files of the same kinds as the awkward samples: the whole kind has to be right, not the file.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod damaged;
mod encodings;
mod files;
mod forms;
mod layout;
mod people;
mod values;
mod written;

use std::ops::ControlFlow;

use sheet::{Progress, ReadOptions, Roster, SheetError, read_roster};

fn read(bytes: &[u8]) -> Result<Roster, SheetError> {
    read_roster(bytes, &ReadOptions::default(), &|_: Progress| {
        ControlFlow::Continue(())
    })
}

/// All people of so many households of three, nothing touched, nothing doubted.
#[track_caller]
fn assert_whole(roster: &Roster, households: usize) {
    assert_clean(roster);
    assert_people(roster, households);
}

#[track_caller]
fn assert_clean(roster: &Roster) {
    assert!(roster.doubts.is_empty(), "{:#?}", roster.doubts);
    assert!(roster.repaired.is_empty(), "{:#?}", roster.repaired);
}

/// Every member of every household, by number, with its name and its household's figures.
#[track_caller]
fn assert_people(roster: &Roster, households: usize) {
    assert_eq!(
        (roster.households.len(), roster.rows_read),
        (households, households * 3)
    );
    for (at, household) in roster.households.iter().enumerate() {
        let line = people::line(at, 0);
        assert_eq!(household.number, line.household_number);
        assert_eq!(household.village_name, line.village);
        let fen = household
            .fields
            .get("income_per_head")
            .and_then(|text| sheet::roster::fen(text));
        assert_eq!(fen, line.income_per_head_fen, "{}", household.number);
        assert_eq!(household.fields["causes"], r#"["07"]"#);
        let mut numbers: Vec<&str> = household
            .members
            .iter()
            .map(|member| member.fields["id_number"].as_str())
            .collect();
        numbers.sort_unstable();
        let mut expected: Vec<String> = (0..3)
            .map(|member| people::line(at, member).id_number)
            .collect();
        expected.sort_unstable();
        assert_eq!(numbers, expected);
        let names: Vec<String> = (0..3).map(|member| people::line(at, member).name).collect();
        assert!(
            household
                .members
                .iter()
                .all(|member| names.contains(&member.fields["name"]))
        );
    }
}
