//! 数据提示: what strikes one about the data of a family. Source of the rules: `domain-reference.md` §9, whose numbers
//! are the sources here. A remark stops nobody and changes nothing.
//!
//! Ages are those of the day on which a person's row was last written, not of today: pupils of 2018 are grown up. A yes
//! or no that nobody of a family has is not asked for: its form is not used there.

mod family;
mod person;
mod rules;

use std::ops::{BitOr, BitOrAssign};

pub use self::family::{Family, of_family};
pub use self::person::{Found, Person, fields_at, of_person, used_in};
pub use self::rules::{Rule, SOURCES};

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Rules(pub u64);

impl Rules {
    /// None.
    pub const NONE: Self = Self(0);

    /// This one alone.
    pub const fn of(rule: Rule) -> Self {
        Self(1 << rule as u8)
    }

    /// Is this one among them?
    pub const fn has(self, rule: Rule) -> bool {
        self.0 & (1 << rule as u8) != 0
    }

    /// All but those.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Is there none?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them, in the order of the list.
    pub fn each(self) -> impl Iterator<Item = Rule> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let rule = Rule::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*rule)
        })
    }

    fn note(&mut self, rule: Rule, is_so: bool) {
        if is_so {
            *self |= Self::of(rule);
        }
    }
}

impl BitOr for Rules {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Rules {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What income says: beside the figures of the newest year, and in no list.
pub fn of_income(
    wages_fen: Option<i64>,
    own_cost_fen: Option<i64>,
    stated_fen: Option<i64>,
    per_head_fen: Option<i64>,
    risks: &[String],
) -> Rules {
    const YUAN: i64 = 100;
    let mut found = Rules::NONE;
    found.note(
        Rule::WageSmall,
        wages_fen.is_some_and(|fen| 0 < fen && fen < 100 * YUAN),
    );
    found.note(
        Rule::OwnCostMissing,
        own_cost_fen == Some(0) && risks.iter().any(|risk| risk == family::ILLNESS),
    );
    // Forms state whole yuan as well as cents.
    let differs = |(stated, computed): (i64, i64)| (stated - computed).abs() >= YUAN;
    found.note(
        Rule::PerHeadDiffers,
        stated_fen.zip(per_head_fen).is_some_and(differs),
    );
    found
}

#[cfg(test)]
mod tests;
