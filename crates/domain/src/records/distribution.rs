//! 物资发放: things given to households of a village on one day, and who received them.

use chrono::NaiveDate;

use super::{Anchor, not_in_future};
use crate::{Cells, Id, Violation, cell::cell};

crate::record! {
    /// Things of one kind that are given out. Which households get them is in [`Portion`].
    Distribution = 32 in "distribution", Anchor::Own(10), rules rules => {
        /// Where.
        division_code: Division = 10 [required],
        /// From which day on.
        given_on: Date = 11 [required],
        /// What.
        item: Text = 12 [required],
        /// How much a household gets.
        quantity: Integer = 13,
        /// Of what unit, such as 袋.
        quantity_unit: Text = 14 [group(13)],
        /// Who gives it.
        source: Text = 15,
        /// What else there is to say.
        note: Text = 16,
    }
}

/// It may be prepared for a day to come.
fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    negative(cells, Distribution::quantity)
}

crate::record! {
    /// What one household gets of a distribution; received once its day is written.
    Portion = 33 in "portion", Anchor::Row(10, "household"), rules portion_rules => {
        /// Whose.
        household_id: Id = 10 [required],
        /// Of which distribution.
        distribution_id: Id = 11 [required],
        /// When it was received.
        received_on: Date = 12,
        /// Who of the household received it.
        received_by: Text = 13 [group(12)],
    }
}

impl Portion {
    /// The one id of this household's portion: two laptops that choose the same household make one row.
    pub fn id(id_key: &[u8; 32], distribution_id: Id, household_id: Id) -> Id {
        Id::keyed(id_key, 33, &format!("{distribution_id}|{household_id}"))
    }
}

fn portion_rules(cells: &Cells, today: NaiveDate) -> Vec<Violation> {
    not_in_future(cells, Portion::received_on, "received_on", today)
        .into_iter()
        .collect()
}

fn negative(cells: &Cells, field: u16) -> Vec<Violation> {
    if cell(cells, field).as_integer().is_some_and(|of| of < 0) {
        vec![Violation::new("quantity", "negative")]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    #[test]
    fn a_household_has_one_portion_of_a_distribution_and_receives_it_not_ahead() {
        let key = [7; 32];
        let (one, other) = (Id([1; 16]), Id([2; 16]));
        assert_eq!(Portion::id(&key, one, other), Portion::id(&key, one, other));
        assert_ne!(Portion::id(&key, one, other), Portion::id(&key, other, one));
        let portion = Portion {
            household_id: Some(one),
            distribution_id: Some(other),
            received_on: "2018-10-01".to_owned(),
            received_by: "户主".to_owned(),
        };
        let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
        assert_eq!(
            Portion::INFO.check(&Cells::new(), &portion.to_cells(), today),
            vec![Violation::new("received_on", "in_the_future")]
        );
        let fewer = Distribution {
            quantity: Some(-1),
            ..Distribution::default()
        };
        assert!(
            Distribution::INFO
                .check(&Cells::new(), &fewer.to_cells(), today)
                .contains(&Violation::new("quantity", "negative"))
        );
    }
}
