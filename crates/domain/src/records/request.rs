//! 诉求: what a household asks for, followed until the household says that it is done.

use chrono::NaiveDate;

use super::{Anchor, date, not_in_future};
use crate::{Cells, Violation, cell::cell, codes};

crate::record! {
    /// Something that a household asks for. It is no problem of the ledger: nobody found fault with anything.
    Request = 30 in "request", Anchor::Row(10, "household"), rules rules => {
        /// Whose.
        household_id: Id = 10 [required],
        /// When it was said.
        raised_on: Date = 11 [required],
        /// What is asked for.
        content: Text = 12 [required],
        /// The visit on which it was said.
        visit_id: Id = 13,
        /// Who sees to it.
        person_id: Id = 14,
        /// Until.
        due_on: Date = 15,
        /// `open`, `solved`, `confirmed`, `declined`.
        state: Code = 16 [required, keep, codes(&codes::REQUEST_STATE)],
        /// What came of it, or what the household was told.
        result: Text = 17 [keep, group(16)],
        /// When it was done.
        solved_on: Date = 18 [keep, group(16)],
        /// When the household said so.
        confirmed_on: Date = 19 [keep, group(16)],
        /// Who of the household said so.
        confirmed_by: Text = 20 [keep, group(16)],
    }
}

/// A state has what it stands on: done has its day, confirmed also who said so, declined what the household was told.
fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    let mut found: Vec<Violation> = [
        (Request::raised_on, "raised_on"),
        (Request::solved_on, "solved_on"),
        (Request::confirmed_on, "confirmed_on"),
    ]
    .into_iter()
    .filter_map(|(field, name)| not_in_future(cells, field, name, today))
    .collect();
    let needs: &[(u16, &str)] = match cell(cells, Request::state).as_text() {
        "solved" => &[(Request::solved_on, "solved_on")],
        "confirmed" => &[
            (Request::solved_on, "solved_on"),
            (Request::confirmed_on, "confirmed_on"),
            (Request::confirmed_by, "confirmed_by"),
        ],
        "declined" => &[(Request::result, "result")],
        _ => &[],
    };
    found.extend(
        needs
            .iter()
            .filter(|(field, _)| cell(cells, *field).as_text().trim().is_empty())
            .map(|(_, name)| Violation::new(name, "required")),
    );
    let on = |field: u16| date(cell(cells, field));
    for (first, then, name) in [
        (Request::raised_on, Request::solved_on, "solved_on"),
        (Request::solved_on, Request::confirmed_on, "confirmed_on"),
    ] {
        if let (Some(first), Some(then)) = (on(first), on(then))
            && then < first
        {
            found.push(Violation::new(name, "before_start"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, records::Record};

    fn check(change: impl FnOnce(&mut Request)) -> Vec<(String, String)> {
        let mut request = Request {
            household_id: Some(Id([1; 16])),
            raised_on: "2018-09-20".to_owned(),
            content: "水管冻裂，想换".to_owned(),
            state: "open".to_owned(),
            ..Request::default()
        };
        change(&mut request);
        Request::INFO
            .check(
                &Cells::new(),
                &request.to_cells(),
                NaiveDate::from_ymd_opt(2018, 9, 30).unwrap(),
            )
            .into_iter()
            .map(|found| (found.field, found.code))
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
            .collect()
    }

    #[test]
    fn a_request_is_confirmed_by_somebody_and_after_it_was_done() {
        assert_eq!(check(|_| ()), vec![]);
        assert_eq!(
            check(|request| request.state = "confirmed".to_owned()),
            pairs(&[
                ("solved_on", "required"),
                ("confirmed_on", "required"),
                ("confirmed_by", "required")
            ])
        );
        let done = |request: &mut Request, confirmed_on: &str| {
            request.state = "confirmed".to_owned();
            request.solved_on = "2018-09-25".to_owned();
            request.confirmed_on = confirmed_on.to_owned();
            request.confirmed_by = "区月英".to_owned();
        };
        assert_eq!(
            check(|request| done(request, "2018-09-24")),
            pairs(&[("confirmed_on", "before_start")])
        );
        assert_eq!(check(|request| done(request, "2018-09-25")), vec![]);
        assert_eq!(
            check(|request| done(request, "2018-10-01")),
            pairs(&[("confirmed_on", "in_the_future")])
        );
    }

    #[test]
    fn what_cannot_be_done_says_what_the_household_was_told() {
        let declined = |result: &str| {
            check(|request| {
                request.state = "declined".to_owned();
                request.result = result.to_owned();
            })
        };
        assert_eq!(declined(" "), pairs(&[("result", "required")]));
        assert_eq!(declined("不在改造范围，已当面说明"), vec![]);
    }
}
