//! Typed cells and the grid of a sheet.

use chrono::NaiveDate;

use super::{CELL_CHARS_MAX, CELLS_MAX, COLUMNS_MAX, ROWS_MAX, TEXT_BYTES_MAX};
use crate::SheetError;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text as written, spaces and all.
    Text(Box<str>),
    /// A number; of a long one the digits after the 15th are lost.
    Number(f64),
    /// A day, from a cell formatted as a date.
    Date(NaiveDate),
    /// True or false.
    Truth(bool),
    /// `#N/A` and the like.
    Error(&'static str),
    /// A formula whose result was never stored, without its equals sign.
    Formula(Box<str>),
    /// A formula whose stored result is an empty text, without its equals sign.
    EmptyResult(Box<str>),
}

/// Rows first to last and columns first to last that are one cell, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// A sheet: only rows with something in them, only cells with something in them.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Its name; of a csv the word `csv`.
    pub name: String,
    /// Was it hidden?
    pub hidden: bool,
    /// Do bare serial numbers count from 1904?
    pub epoch_1904: bool,
    /// Rows by ascending number, counted from 0, each with its cells by ascending column.
    pub rows: Vec<(u32, Vec<(u32, Cell)>)>,
    /// Merged areas.
    pub merges: Vec<Merge>,
}

impl Cell {
    /// As text, the way a person would type it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Number(number) => number_text(*number),
            Self::Date(date) => date.to_string(),
            Self::Truth(true) => "是".to_owned(),
            Self::Truth(false) => "否".to_owned(),
            Self::Error(error) => (*error).to_owned(),
            Self::Formula(formula) | Self::EmptyResult(formula) => format!("={formula}"),
        }
    }

    /// Nothing but spaces, visible or not?
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().all(is_space))
    }
}

/// A character that only takes room: spaces of every width, marks of direction and joining, byte order marks.
pub fn is_space(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{00ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}'
        )
}

/// A number as Excel would show it in a wide cell; where digits are lost, in powers of ten, so that nobody
/// takes the zeros for digits.
pub fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    if number.abs() >= 1e15 || (number != 0.0 && number.abs() < 1e-6) {
        let text = format!("{number:E}");
        return match text.split_once('E') {
            Some((digits, power)) if !power.starts_with('-') => format!("{digits}E+{power}"),
            _ => text,
        };
    }
    // 15 digits are all that a cell means: 0.1 + 0.2 is 0.3.
    let digits = 15_usize.saturating_sub(format!("{:.0}", number.abs().trunc()).len());
    let text = format!("{number:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The serial number of a day as a date: 1 is 1900-01-01, or 0 is 1904-01-01.
pub fn serial_date(serial: f64, epoch_1904: bool) -> Option<NaiveDate> {
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.trunc() as i64;
    let (epoch, days) = match (epoch_1904, days) {
        (true, _) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        // Excel has a 1900-02-29 that never was: before it the count is one day ahead.
        (false, ..60) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        (false, 60) => return None,
        (false, _) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
    };
    epoch.checked_add_days(chrono::Days::new(days.unsigned_abs()))
}

/// Takes cells in and keeps count, so that no file grows past the bounds.
#[derive(Debug, Default)]
pub(super) struct Budget {
    cells: u64,
    bytes: u64,
}

impl Budget {
    /// Puts a cell where it belongs. Blank ones are not kept, wherever they are.
    pub(super) fn put(
        &mut self,
        grid: &mut Grid,
        row: u32,
        column: u32,
        cell: Cell,
    ) -> Result<(), SheetError> {
        if cell.is_blank() {
            return Ok(());
        }
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            // A formula that was dragged down to the end of the sheet and shows nothing is nothing.
            if matches!(cell, Cell::EmptyResult(_)) {
                return Ok(());
            }
            return Err(SheetError::FarCell {
                sheet: grid.name.clone(),
                row: row + 1,
                column: column + 1,
            });
        }
        if let Cell::Text(text) | Cell::Formula(text) | Cell::EmptyResult(text) = &cell {
            self.bytes += text.len() as u64;
            if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX {
                return Err(SheetError::TooLarge {
                    what: "characters in one cell",
                    limit: CELL_CHARS_MAX as u64,
                });
            }
        }
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(SheetError::TooLarge {
                what: "filled cells",
                limit: CELLS_MAX,
            });
        }
        if self.bytes > TEXT_BYTES_MAX {
            return Err(SheetError::TooLarge {
                what: "bytes of text",
                limit: TEXT_BYTES_MAX,
            });
        }
        match grid.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => grid.rows.push((row, vec![(column, cell)])),
        }
        Ok(())
    }
}

impl Grid {
    /// Files may hold rows and cells in any order, and twice: sorted, the later one of two stands.
    pub(super) fn settle(&mut self) {
        if !self.rows.is_sorted_by(|a, b| a.0 < b.0) {
            let mut rows: std::collections::BTreeMap<u32, Vec<(u32, Cell)>> =
                std::collections::BTreeMap::new();
            for (row, cells) in std::mem::take(&mut self.rows) {
                rows.entry(row).or_default().extend(cells);
            }
            self.rows = rows.into_iter().collect();
        }
        for (_, cells) in &mut self.rows {
            if !cells.is_sorted_by(|a, b| a.0 < b.0) {
                let mut sorted: std::collections::BTreeMap<u32, Cell> =
                    std::collections::BTreeMap::new();
                sorted.extend(cells.drain(..));
                cells.extend(sorted);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_is_shown_with_its_power_and_a_phone_with_all_digits() {
        assert_eq!(number_text(9.904_123_456_789_01e17), "9.90412345678901E+17");
        assert_eq!(number_text(10_024_120_439.0), "10024120439");
        assert_eq!(number_text(9153.82), "9153.82");
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(-12.5), "-12.5");
        assert_eq!(number_text(0.0), "0");
    }

    #[test]
    fn serials_count_from_either_epoch_and_1900_february_29th_never_was() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        assert_eq!(serial_date(43281.0, false), day(2018, 6, 30));
        assert_eq!(serial_date(40922.0, true), day(2016, 1, 15));
        assert_eq!(serial_date(1.0, false), day(1900, 1, 1));
        assert_eq!(serial_date(59.0, false), day(1900, 2, 28));
        assert_eq!(serial_date(60.0, false), None);
        assert_eq!(serial_date(61.0, false), day(1900, 3, 1));
        assert_eq!(serial_date(-1.0, false), None);
        assert_eq!(serial_date(f64::NAN, true), None);
        assert_eq!(serial_date(4e9, true), None);
    }

    #[test]
    fn a_row_that_comes_again_joins_the_first() {
        let mut grid = Grid::default();
        let mut budget = Budget::default();
        for (row, column, text) in [(5, 1, "b"), (2, 0, "a"), (5, 0, "c"), (5, 1, "d")] {
            budget
                .put(&mut grid, row, column, Cell::Text(text.into()))
                .unwrap();
        }
        grid.settle();
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(
            grid.rows,
            vec![
                (2, vec![(0, text("a"))]),
                (5, vec![(0, text("c")), (1, text("d"))])
            ]
        );
    }

    #[test]
    fn a_blank_cell_in_the_last_row_of_excel_is_nothing_and_a_filled_one_is_named() {
        let mut grid = Grid {
            name: "花名册".into(),
            ..Grid::default()
        };
        let mut budget = Budget::default();
        budget
            .put(
                &mut grid,
                1_048_575,
                16_383,
                Cell::Text("\u{3000}\u{200b}".into()),
            )
            .unwrap();
        let error = budget
            .put(&mut grid, 1_048_575, 16_383, Cell::Text("x".into()))
            .unwrap_err();
        assert_eq!(error.code(), "far_cell");
        assert!(error.to_string().contains("1048576"), "{error}");
    }
}
