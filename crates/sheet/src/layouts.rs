//! The layouts that counties exchange: which columns they have, what each is called, which row is the header.

mod columns;
mod forms;
mod header;

pub use columns::COLUMNS;
pub(crate) use header::at_row as header_at;
pub use header::{Header, find};

use domain::codes::CodeList;

/// Layouts H1–H4 of the reference, as indices of [`Column::words`].
pub const LAYOUTS: [&str; 4] = ["H1", "H2", "H3", "H4"];

/// The column of this key.
pub(crate) fn column(key: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.key == key)
}

/// The index of a layout's name.
pub fn layout_index(name: &str) -> Option<usize> {
    LAYOUTS
        .iter()
        .position(|layout| layout.eq_ignore_ascii_case(name))
}

/// A column that some layout has.
#[derive(Debug)]
pub struct Column {
    /// What it is called here.
    pub key: &'static str,
    /// Its header word in H1, H2, H3 and H4; empty where the layout does not have it.
    pub words: [&'static str; 4],
    /// What else files write.
    pub aliases: &'static [&'static str],
    /// Where its value goes.
    pub place: Place,
    /// What its value is.
    pub kind: Kind,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A field of the household.
    Household(&'static str),
    /// A field of the member.
    Member(&'static str),
    /// Of the household, but no field of its record.
    HouseholdRaw,
    /// Of the member, but no field of its record.
    MemberRaw,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Running text.
    Text,
    /// A short word: a place, a name of something.
    Short,
    /// A person's name.
    Name,
    /// An identity number.
    Identity,
    /// A number that is only a name: 户编号, 人编号.
    Number,
    /// A phone.
    Phone,
    /// One code, and the doubt when it is none.
    Code(&'static CodeList, &'static str),
    /// Several codes, and the doubt when one is none.
    Codes(&'static CodeList, &'static str),
    /// A word that has a list, but whose field is text.
    Word(&'static CodeList),
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A year.
    Year,
    /// Months of a year.
    Months,
    /// A count.
    Count,
    /// Money.
    Money,
}

impl Column {
    /// Its header word in a layout, or where that has none, in the first that has one.
    pub fn word(&self, layout: usize) -> &'static str {
        let own = self.words.get(layout).copied().unwrap_or_default();
        if !own.is_empty() {
            return own;
        }
        self.words
            .iter()
            .copied()
            .find(|word| !word.is_empty())
            .or_else(|| self.aliases.first().copied())
            .unwrap_or(self.key)
    }

    /// Is it a value of its own that no field of a record takes? What only says where and in which order a row stands,
    /// or stands elsewhere in the same row, is none.
    pub fn is_passed_over(&self) -> bool {
        const PLACES: [&str; 11] = [
            "sequence",
            "province",
            "city",
            "county",
            "township",
            "village",
            "household_number",
            "persons",
            "year",
            "head_name",
            "head_id_number",
        ];
        matches!(self.place, Place::HouseholdRaw | Place::MemberRaw) && !PLACES.contains(&self.key)
    }

    /// Does the value belong to the household and repeat on each of its rows?
    pub fn is_of_household(&self) -> bool {
        matches!(self.place, Place::Household(_) | Place::HouseholdRaw)
    }
}
