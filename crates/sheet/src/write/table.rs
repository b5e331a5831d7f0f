//! A typed table becomes a sheet.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use crate::{SheetError, read::CELL_CHARS_MAX};

/// A column: its header word and its width in characters.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) word: String,
    pub(crate) width: u32,
}

/// What goes into a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Field {
    /// Nothing.
    Empty,
    /// Text, digits too: a number that is a name stays text.
    Text(String),
    /// A small whole number that people add up.
    Count(i64),
    /// Money in fen, shown in yuan.
    Fen(i64),
    /// A day.
    Day(NaiveDate),
}

/// A sheet with a title, a header that stays in view, and rows.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) sheet: String,
    pub(crate) title: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Field>>,
}

/// Excel shows whole numbers up to 15 digits; beyond them digits are lost.
const COUNT_MAX: i64 = 999_999_999_999_999;

impl Field {
    /// Text, or nothing.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    pub(crate) fn count(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Count)
    }

    pub(crate) fn fen(fen: Option<i64>) -> Self {
        fen.map_or(Self::Empty, Self::Fen)
    }

    pub(crate) fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// Writes tables into one workbook and gives its bytes. Nothing lies on disk meanwhile.
pub(crate) fn workbook(tables: &[Table]) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let title = Format::new().set_bold().set_font_size(14);
    let text = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("yyyy-mm-dd")
        .set_align(FormatAlign::Top);
    let money = Format::new()
        .set_num_format("0.00")
        .set_align(FormatAlign::Top);
    let count = Format::new()
        .set_num_format("0")
        .set_align(FormatAlign::Top);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.sheet))?;
        sheet.set_landscape();
        let header = u32::from(!table.title.is_empty());
        if header > 0 {
            sheet.write_string_with_format(0, 0, &table.title, &title)?;
        }
        for (at, column) in table.columns.iter().enumerate() {
            sheet.write_string_with_format(header, at as u16, &column.word, &head)?;
            sheet.set_column_width(at as u16, column.width)?;
        }
        for (row, fields) in (header + 1..).zip(&table.rows) {
            for (at, field) in fields.iter().enumerate() {
                let at = at as u16;
                match field {
                    Field::Empty => {}
                    Field::Text(value) => {
                        let value: String = value
                            .chars()
                            .filter(|c| *c == '\n' || !c.is_control())
                            .take(CELL_CHARS_MAX)
                            .collect();
                        sheet.write_string_with_format(row, at, value, &text)?;
                    }
                    Field::Count(value) if value.abs() > COUNT_MAX => {
                        sheet.write_string_with_format(row, at, value.to_string(), &text)?;
                    }
                    Field::Count(value) => {
                        sheet.write_number_with_format(row, at, *value as f64, &count)?;
                    }
                    Field::Fen(value) if value.abs() > COUNT_MAX => {
                        sheet.write_string_with_format(row, at, yuan(*value), &text)?;
                    }
                    Field::Fen(value) => {
                        sheet.write_number_with_format(row, at, *value as f64 / 100.0, &money)?;
                    }
                    Field::Day(value) => match excel_day(*value) {
                        Some(moment) => {
                            sheet.write_datetime_with_format(row, at, &moment, &day)?;
                        }
                        None => {
                            sheet.write_string_with_format(row, at, value.to_string(), &text)?;
                        }
                    },
                }
            }
        }
        sheet.set_freeze_panes(header + 1, 0)?;
        sheet.set_repeat_rows(header, header)?;
    }
    Ok(book.save_to_buffer()?)
}

/// Fen as yuan with two decimals.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        fen.unsigned_abs() / 100,
        fen.unsigned_abs() % 100
    )
}

/// Excel begins in 1900.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year())
            .ok()
            .filter(|year| *year >= 1900)?,
        day.month() as u8,
        day.day() as u8,
    )
    .ok()
}

/// Excel's rules for a sheet's name: below 32 characters, none of []:*?/\.
fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if "[]:*?/\\'".contains(c) || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .take(31)
        .collect();
    if name.is_empty() {
        "Sheet1".to_owned()
    } else {
        name
    }
}
