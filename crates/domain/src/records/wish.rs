//! 微心愿: a small wish of a household, and who fulfilled it.

use chrono::NaiveDate;

use super::{Anchor, date, not_in_future};
use crate::{Cells, Violation, cell::cell};

crate::record! {
    /// A small thing that somebody of a household wishes for. It is open until its day of fulfilment is written.
    Wish = 31 in "wish", Anchor::Row(10, "household"), rules rules => {
        /// Whose.
        household_id: Id = 10 [required],
        /// When it was said.
        raised_on: Date = 11 [required],
        /// What is wished for.
        content: Text = 12 [required],
        /// Who of the household wishes for it.
        wished_by: Text = 13,
        /// Who gives it; may be named before it is given.
        donor: Text = 14,
        /// When it was given.
        fulfilled_on: Date = 15,
        /// What else there is to say.
        note: Text = 16,
    }
}

fn rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    let mut found: Vec<Violation> = [
        (Wish::raised_on, "raised_on"),
        (Wish::fulfilled_on, "fulfilled_on"),
    ]
    .into_iter()
    .filter_map(|(field, name)| not_in_future(cells, field, name, today))
    .collect();
    let fulfilled = date(cell(cells, Wish::fulfilled_on));
    if fulfilled.is_some() && cell(cells, Wish::donor).as_text().trim().is_empty() {
        found.push(Violation::new("donor", "required"));
    }
    if let (Some(raised), Some(fulfilled)) = (date(cell(cells, Wish::raised_on)), fulfilled)
        && fulfilled < raised
    {
        found.push(Violation::new("fulfilled_on", "before_start"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, records::Record};

    #[test]
    fn a_wish_is_fulfilled_by_somebody_and_not_before_it_was_said() {
        let check = |donor: &str, on: &str| {
            let wish = Wish {
                household_id: Some(Id([1; 16])),
                raised_on: "2018-09-20".to_owned(),
                content: "一个书包".to_owned(),
                donor: donor.to_owned(),
                fulfilled_on: on.to_owned(),
                ..Wish::default()
            };
            let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
            Wish::INFO.check(&Cells::new(), &wish.to_cells(), today)
        };
        assert_eq!(check("", ""), vec![]);
        assert_eq!(check("县妇联", ""), vec![]);
        assert_eq!(
            check("", "2018-09-25"),
            vec![Violation::new("donor", "required")]
        );
        assert_eq!(
            check("县妇联", "2018-09-19"),
            vec![Violation::new("fulfilled_on", "before_start")]
        );
        assert_eq!(check("县妇联", "2018-09-20"), vec![]);
    }
}
