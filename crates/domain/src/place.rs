//! Where a row belongs: a division code of twelve digits as a number, and ranges of them.

use serde::{Deserialize, Serialize};

/// A division as a number of twelve digits; a village is exact, what lies above it ends in zeros.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Place(pub u64);

impl Place {
    /// Parked: read-only, in no count (`sync.md` §3).
    pub const PARKED: Self = Self(0);
    /// What everyone in the county may know: divisions, units, who holds which role.
    pub const PUBLIC: Self = Self(1);

    /// The place of a division code of 2 to 12 digits; shorter codes are filled with zeros.
    pub fn from_code(code: &str) -> Option<Self> {
        let digits = code.len();
        if !(2..=12).contains(&digits) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u64 = code.parse().ok()?;
        (number > 1).then(|| Self(number * 10_u64.pow(12 - digits as u32)))
    }

    /// The first and last place inside this one, by its trailing zeros.
    pub fn range(self) -> PlaceRange {
        let width = if self.0 <= 1 {
            1
        } else if self.0.is_multiple_of(1_000_000) {
            1_000_000
        } else if self.0.is_multiple_of(1_000) {
            1_000
        } else {
            1
        };
        PlaceRange {
            first: self,
            last: Self(self.0 + width - 1),
        }
    }

    /// Is it a village, or part of none that is higher?
    pub fn is_village(self) -> bool {
        self.0 > 1 && !self.0.is_multiple_of(1_000)
    }

    /// The township of a village; what lies above villages stays.
    #[must_use]
    pub fn above_village(self) -> Self {
        if self.is_village() {
            Self(self.0 - self.0 % 1_000)
        } else {
            self
        }
    }

    /// The lowest division that holds both: this one, its township or its county; nothing where two counties do.
    pub fn with(self, other: Self) -> Option<Self> {
        [1, 1_000, 1_000_000]
            .map(|width| Self(self.0 - self.0 % width))
            .into_iter()
            .find(|place| place.0 > 1 && place.range().contains(other))
    }

    /// The division code: 6 digits for a county, 9 for a township, 12 for a village.
    pub fn code(self) -> String {
        let width = self.range();
        match width.last.0 - width.first.0 {
            999_999 => (self.0 / 1_000_000).to_string(),
            999 => (self.0 / 1_000).to_string(),
            _ => self.0.to_string(),
        }
    }
}

/// All places from `first` to `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceRange {
    /// Lowest place inside.
    pub first: Place,
    /// Highest place inside.
    pub last: Place,
}

impl PlaceRange {
    /// Does `place` lie inside?
    pub fn contains(&self, place: Place) -> bool {
        self.first <= place && place <= self.last
    }
}

/// The places that a device or a person may hold, always with [`Place::PUBLIC`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Rises whenever the places change.
    pub version: u64,
    /// Ascending, without overlap.
    pub places: Vec<PlaceRange>,
}

impl Scope {
    /// The scope of the areas in `codes`.
    pub fn of_codes<'a>(version: u64, codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places: Vec<PlaceRange> = codes
            .into_iter()
            .filter_map(Place::from_code)
            .map(Place::range)
            .collect();
        places.push(Place::PUBLIC.range());
        places.sort_unstable();
        places.dedup();
        Self { version, places }
    }

    /// May rows of `place` be held?
    pub fn contains(&self, place: Place) -> bool {
        self.places.iter().any(|range| range.contains(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Place {
        Place::from_code(code).unwrap()
    }

    #[test]
    fn a_township_holds_its_villages_and_no_other() {
        let township = place("431128103").range();
        assert!(township.contains(place("431128103201")));
        assert!(!township.contains(place("431128104201")));
        assert!(place("431128").range().contains(place("431128104201")));
    }

    #[test]
    fn a_village_is_one_whose_code_goes_on_below_its_township() {
        assert!(place("431128103201").is_village());
        for above in ["431128", "431128103", "431128103000", "43"] {
            assert!(!place(above).is_village(), "{above}");
        }
        assert!(!Place::PUBLIC.is_village() && !Place::PARKED.is_village());
        assert_eq!(place("431128103201").above_village(), place("431128103"));
        for above in ["431128", "431128103"] {
            assert_eq!(place(above).above_village(), place(above));
        }
    }

    #[test]
    fn two_places_lie_in_the_lowest_division_that_holds_both() {
        let village = place("431128103201");
        for (other, both) in [
            ("431128103201", "431128103201"),
            ("431128103202", "431128103"),
            ("431128103", "431128103"),
            ("431128104201", "431128"),
            ("431128", "431128"),
        ] {
            assert_eq!(village.with(place(other)), Some(place(both)), "{other}");
            assert_eq!(place(other).with(village), Some(place(both)), "{other}");
        }
        assert_eq!(village.with(place("431129103201")), None);
    }

    #[test]
    fn a_code_survives_its_number() {
        for code in ["431128", "431128103", "431128103201"] {
            assert_eq!(place(code).code(), code);
        }
    }

    #[test]
    fn everyone_knows_what_is_public_and_nobody_what_is_parked() {
        let scope = Scope::of_codes(1, ["431128103201"]);
        assert!(scope.contains(Place::PUBLIC));
        assert!(!scope.contains(Place::PARKED));
        assert!(!scope.contains(place("431128")));
    }
}
