//! Households by 户编号. The county's own numbers hold the code of their village; a village that counts 001, 002 … by
//! itself shares its numbers with every other village of the list.

use std::collections::HashMap;

/// Digits of a village's code: a number with fewer has no room for it.
const VILLAGE_DIGITS: usize = 12;

/// Does this 户编号 name a household within its village only?
pub fn is_of_village(number: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit);
    digits.count() < VILLAGE_DIGITS
}

/// The households of a roster that have a number.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// By number, township and village; of a whole number the number alone.
    families: HashMap<(String, [String; 2]), usize>,
    /// Of each number of a village: the household that came last, and where it lies as far as its rows have said.
    last: HashMap<String, (usize, [String; 2])>,
}

impl Numbered {
    /// The household of a row with this number, in this township and village as the row says; `new` where none is it.
    pub(super) fn family(&mut self, number: &str, at: [&str; 2], new: usize) -> usize {
        if !is_of_village(number) {
            let key = (number.to_owned(), Default::default());
            return *self.families.entry(key).or_insert(new);
        }
        let at = at.map(str::to_owned);
        let key = (number.to_owned(), at.clone());
        // A row that does not say where it lies is of the household before.
        let known = self
            .families
            .get(&key)
            .copied()
            .filter(|_| !at[1].is_empty());
        let last = self.last.get(number).filter(|(_, there)| {
            let mut both = at.iter().zip(there);
            both.all(|(here, there)| here.is_empty() || there.is_empty() || here == there)
        });
        let (family, at) = match (known, last) {
            (Some(known), _) => (known, at),
            (None, Some((last, there))) => {
                let [township, village] = at;
                let filled = |here: String, there: &String| {
                    if here.is_empty() { there.clone() } else { here }
                };
                (
                    *last,
                    [filled(township, &there[0]), filled(village, &there[1])],
                )
            }
            (None, None) => (new, at),
        };
        self.families
            .insert((number.to_owned(), at.clone()), family);
        self.last.insert(number.to_owned(), (family, at));
        family
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_room_for_a_village_is_whole_and_one_without_is_of_its_village() {
        for number in ["001", "12", "2018-0001", "43112810320"] {
            assert!(is_of_village(number), "{number}");
        }
        for number in ["4311281032020001", "431128103202", "43112810320111001"] {
            assert!(!is_of_village(number), "{number}");
        }
    }

    /// What becomes of rows, each a number, a township and a village.
    fn families(rows: &[(&str, &str, &str)]) -> Vec<usize> {
        let mut numbered = Numbered::default();
        let mut new = 0;
        let of_row = |(number, township, village): &(&str, &str, &str)| {
            let family = numbered.family(number, [township, village], new);
            new += usize::from(family == new);
            family
        };
        rows.iter().map(of_row).collect()
    }

    #[test]
    fn a_row_that_does_not_say_where_it_lies_is_of_the_last_household_of_its_number() {
        let rows = [
            ("001", "", "上坪村"),
            ("001", "", ""),
            ("001", "", "下坪村"),
            ("001", "", ""),
            ("001", "", "上坪村"),
        ];
        assert_eq!(families(&rows), [0, 0, 1, 1, 0]);
        let later = [
            ("001", "", ""),
            ("001", "", "上坪村"),
            ("001", "", "下坪村"),
        ];
        assert_eq!(families(&later), [0, 0, 1]);
    }

    #[test]
    fn villages_of_one_name_are_told_apart_by_their_township() {
        let rows = [
            ("001", "塘底乡", "上坪村"),
            ("001", "枧头镇", "上坪村"),
            ("001", "塘底乡", "上坪村"),
            ("001", "塘底乡", ""),
        ];
        assert_eq!(families(&rows), [0, 1, 0, 0]);
    }

    #[test]
    fn a_whole_number_is_one_household_wherever_a_row_says_that_it_lies() {
        let rows = [
            ("4311281032020001", "", "上坪村"),
            ("4311281032020001", "", "下坪村"),
        ];
        assert_eq!(families(&rows), [0, 0]);
    }
}
