//! Grids become households and members: what was repaired, what is doubtful, nothing lost, nothing guessed.

mod checks;
mod clean;
mod collect;
mod fields;
mod listed;
mod numbered;
mod rows;

pub use clean::fen;
pub use collect::read_roster;
pub use numbered::is_of_village;

use std::collections::BTreeMap;

use serde::Serialize;

/// A roster as it was read. Serialises as the `import` of the command line prints it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Roster {
    /// `H1`–`H8`, `H13`.
    pub layout: &'static str,
    /// The sheets that are rosters, in the order of the workbook.
    pub sheets: Vec<SheetRead>,
    /// Rows that are a person.
    pub rows_read: usize,
    /// The list's own date, or the last day of its year when only that is known; ages are those of this day.
    pub listed_on: Option<String>,
    /// Households in the order in which they first appear.
    pub households: Vec<RosterHousehold>,
    /// What was put right, cell by cell.
    pub repaired: Vec<Repair>,
    /// 疑点数据.
    pub doubts: Vec<Doubt>,
    /// Header words that belong to no field.
    pub unmapped_columns: Vec<String>,
    /// Header words that are known, and whose values no record holds.
    pub passed_columns: Vec<String>,
}

/// One sheet of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRead {
    /// Its name; of a csv the word `csv`.
    pub name: String,
    /// Was it hidden? What is hidden is still part of the roster.
    pub hidden: bool,
    /// Its layout.
    pub layout: &'static str,
    /// The row of its header, from 1; the lower one of two.
    pub header_row: u32,
    /// People in it.
    pub rows_read: usize,
}

/// A household of a roster.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RosterHousehold {
    /// 户编号 as written.
    pub number: String,
    /// 行政村.
    pub village_name: String,
    /// 乡镇.
    pub township_name: String,
    /// 县.
    pub county_name: String,
    /// Fields of `household` by their glossary names, as text; lists are JSON arrays, as cells hold them.
    pub fields: BTreeMap<&'static str, String>,
    /// Its people.
    pub members: Vec<RosterMember>,
}

/// A member of a household of a roster.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RosterMember {
    /// Its sheet.
    pub sheet: String,
    /// Its row there, from 1 with title and header.
    pub row: u32,
    /// Fields of `member` by their glossary names, as text; lists are JSON arrays, as cells hold them.
    pub fields: BTreeMap<&'static str, String>,
    /// Every known column by the layout's own header word, cleaned, merged cells filled.
    pub raw: BTreeMap<&'static str, String>,
}

/// A cell that was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Its sheet.
    pub sheet: String,
    /// Its row, from 1.
    pub row: u32,
    /// The layout's own header word.
    pub column: String,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The word for why: see [`crate::doubts::reason`].
    pub why: &'static str,
}

/// A cell or row that a person should look at. Its text is kept as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// Its sheet.
    pub sheet: String,
    /// Its row, from 1.
    pub row: u32,
    /// The layout's own header word, or nothing when the whole row is meant.
    pub column: String,
    /// The word for what is doubtful: see [`crate::doubts::reason`].
    pub kind: &'static str,
    /// What stands there.
    pub value: String,
    /// The other row that it is about: the same identity number, the first head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<RowRef>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowRef {
    /// Its sheet.
    pub sheet: String,
    /// Its row, from 1.
    pub row: u32,
}

impl Roster {
    /// All members.
    pub fn members(&self) -> impl Iterator<Item = &RosterMember> {
        self.households
            .iter()
            .flat_map(|household| &household.members)
    }
}
