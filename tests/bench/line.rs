//! One line of the table: ours, the floor, their ratio, and what is aimed at.

use std::fmt;

use serde_json::json;

/// What a line should keep to.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    /// At most so many times the floor.
    Ratio(f64),
    /// At most so many of its unit.
    Most(f64),
    /// Is told, and judged by people.
    Told,
}

pub struct Line {
    pub name: String,
    pub ours: f64,
    pub floor: Option<f64>,
    pub unit: &'static str,
    pub aim: Aim,
}

/// Takes each line as it is measured.
pub type Tell<'a> = dyn FnMut(Line) + 'a;

pub const HEAD: [&str; 6] = ["", "ours", "floor", "ratio", "aim", "unit"];

impl Line {
    pub fn new(name: impl Into<String>, ours: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            ours,
            floor: None,
            unit,
            aim: Aim::Told,
        }
    }

    pub fn floor(mut self, floor: f64) -> Self {
        self.floor = Some(floor).filter(|floor| *floor > 0.0);
        self
    }

    pub fn at_most(mut self, most: f64) -> Self {
        self.aim = Aim::Most(most);
        self
    }

    pub fn times_at_most(mut self, ratio: f64) -> Self {
        self.aim = Aim::Ratio(ratio);
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.ours / floor)
    }

    /// Does it keep to its aim? Nothing without one, or when it could not be measured.
    pub fn is_met(&self) -> Option<bool> {
        match self.aim {
            Aim::Told => None,
            Aim::Most(most) => (!self.ours.is_nan()).then_some(self.ours <= most),
            Aim::Ratio(most) => self.ratio().map(|ratio| ratio <= most),
        }
    }

    pub fn json(&self) -> serde_json::Value {
        let number = |number: f64| (!number.is_nan()).then_some(number);
        json!({
            "name": self.name,
            "ours": number(self.ours),
            "floor": self.floor.and_then(number),
            "ratio": self.ratio().and_then(number),
            "unit": self.unit,
        })
    }
}

fn short(number: f64) -> String {
    if number.is_nan() {
        "–".to_owned()
    } else if number >= 1_000.0 {
        format!("{number:.0}")
    } else if number >= 10.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.2}")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |number: Option<f64>| number.map_or_else(|| "–".to_owned(), short);
        let aim = match self.aim {
            Aim::Ratio(most) => format!("≤ {most}×"),
            Aim::Most(most) => format!("≤ {most}"),
            Aim::Told => String::new(),
        };
        let mark = match self.is_met() {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "",
        };
        write!(
            f,
            "{:<66} {:>9} {:>9} {:>7} {aim:>9} {mark:<1} {}",
            self.name,
            short(self.ours),
            or_none(self.floor),
            or_none(self.ratio()),
            self.unit
        )
    }
}
