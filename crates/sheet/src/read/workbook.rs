//! Workbooks become grids. The reader underneath is guarded: what it would follow was measured, and if it still
//! gives up, the file is damaged and the program goes on.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls,
    XlsError, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use chrono::NaiveDate;

use super::{
    ReadOptions, SHEETS_MAX, Step, Tell,
    cells::{Budget, Cell, Grid, Merge, serial_date},
    ole, package, tell,
};
use crate::SheetError;

/// The progress of reading is told every so many cells.
const TELL_EVERY: u64 = 20_000;

/// Reads an .xlsx.
pub(super) fn read_xlsx(
    bytes: &[u8],
    options: &ReadOptions,
    to: Tell<'_>,
) -> Result<Vec<Grid>, SheetError> {
    let bytes = package::measured(bytes, to)?;
    match guarded(|| xlsx(&bytes, options, to)) {
        // #SPILL! and other errors of newer programs: the cell is an error all the same, the file is read.
        Err(Stop::UnknownError) => {
            let known = package::with_known_errors(&bytes)?;
            Ok(guarded(|| xlsx(&known, options, to))?)
        }
        other => Ok(other?),
    }
}

/// Reads an .xls.
pub(super) fn read_xls(
    bytes: &[u8],
    options: &ReadOptions,
    to: Tell<'_>,
) -> Result<Vec<Grid>, SheetError> {
    tell(to, Step::Opening, 0, 0)?;
    ole::inspect(bytes)?;
    Ok(guarded(|| xls(bytes, options, to))?)
}

/// Why the reader stopped.
enum Stop {
    Refused(SheetError),
    /// A cell holds an error whose word the reader does not know.
    UnknownError,
}

impl From<SheetError> for Stop {
    fn from(error: SheetError) -> Self {
        Self::Refused(error)
    }
}

impl From<Stop> for SheetError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(error) => error,
            Stop::UnknownError => Self::Damaged {
                detail: "a cell holds an unknown error".to_owned(),
            },
        }
    }
}

fn guarded<T>(read: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    let damaged = || SheetError::Damaged {
        detail: "the reader gave up".to_owned(),
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged().into()))
}

fn xlsx(bytes: &[u8], options: &ReadOptions, to: Tell<'_>) -> Result<Vec<Grid>, Stop> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| xlsx_error(&error))?;
    let epoch_1904 = book.has_1904_epoch();
    let sheets = chosen(book.sheets_metadata(), options)?;
    let mut budget = Budget::default();
    let mut grids = Vec::new();
    for (name, hidden) in sheets {
        let mut grid = Grid {
            name,
            hidden,
            epoch_1904,
            ..Grid::default()
        };
        let mut seen = 0_u64;
        let mut cells = book
            .worksheet_cells_reader(&grid.name)
            .map_err(|error| xlsx_error(&error))?;
        let declared = u64::from(cells.dimensions().end.0).saturating_add(1);
        while let Some(cell) = cells
            .next_cell_with_formula_metadata()
            .map_err(|error| xlsx_error(&error))?
        {
            let (row, column) = cell.pos;
            seen += 1;
            if seen.is_multiple_of(TELL_EVERY) {
                let total = if declared < u64::from(super::ROWS_MAX) {
                    declared
                } else {
                    0
                };
                tell(to, Step::Reading, u64::from(row), total)?;
            }
            if let Some(cell) = from_ref(cell.value, cell.formula, epoch_1904) {
                budget.put(&mut grid, row, column, cell)?;
            }
        }
        drop(cells);
        if !grid.rows.is_empty() {
            let areas = book
                .merge_cells_by_sheet_name(&grid.name)
                .map_err(|error| xlsx_error(&error))?;
            grid.merges = areas
                .iter()
                .map(|area| Merge {
                    rows: (area.start.0, area.end.0),
                    columns: (area.start.1, area.end.1),
                })
                .collect();
        }
        grid.settle();
        grids.push(grid);
    }
    Ok(grids)
}

fn xls(bytes: &[u8], options: &ReadOptions, to: Tell<'_>) -> Result<Vec<Grid>, Stop> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| xls_error(&error))?;
    let epoch_1904 = book.has_1904_epoch();
    let sheets = chosen(book.sheets_metadata(), options)?;
    let mut budget = Budget::default();
    let mut grids = Vec::new();
    for (name, hidden) in sheets {
        let mut grid = Grid {
            name,
            hidden,
            epoch_1904,
            ..Grid::default()
        };
        let range = book
            .worksheet_range(&grid.name)
            .map_err(|error| xls_error(&error))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut seen = 0_u64;
        for (row, column, value) in range.used_cells() {
            seen += 1;
            if seen.is_multiple_of(TELL_EVERY) {
                tell(to, Step::Reading, row as u64, range.height() as u64)?;
            }
            if let Some(cell) = from_data(value, epoch_1904) {
                budget.put(
                    &mut grid,
                    first_row + row as u32,
                    first_column + column as u32,
                    cell,
                )?;
            }
        }
        let areas = book
            .merge_cells_by_sheet_name(&grid.name)
            .map_err(|error| xls_error(&error))?;
        grid.merges = areas
            .iter()
            .map(|area| Merge {
                rows: (area.start.0, area.end.0),
                columns: (area.start.1, area.end.1),
            })
            .collect();
        grid.settle();
        grids.push(grid);
    }
    Ok(grids)
}

/// The worksheets to read: all of them, hidden ones too, or the one that was asked for.
fn chosen(sheets: &[Sheet], options: &ReadOptions) -> Result<Vec<(String, bool)>, SheetError> {
    if sheets.len() > SHEETS_MAX {
        return Err(SheetError::TooManySheets {
            sheets: sheets.len(),
            limit: SHEETS_MAX,
        });
    }
    let chosen: Vec<(String, bool)> = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .filter(|sheet| {
            options
                .sheet
                .as_ref()
                .is_none_or(|name| *name == sheet.name)
        })
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    match &options.sheet {
        Some(name) if chosen.is_empty() => Err(SheetError::SheetNotFound { name: name.clone() }),
        _ => Ok(chosen),
    }
}

fn from_ref(
    value: DataRef<'_>,
    formula: Option<XlsxFormulaMetadata>,
    epoch_1904: bool,
) -> Option<Cell> {
    let cell = match value {
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.into()),
        DataRef::SharedString(text) => Cell::Text(text.into()),
        DataRef::Bool(truth) => Cell::Truth(truth),
        DataRef::DateTime(moment) => day(moment, epoch_1904),
        DataRef::DateTimeIso(text) => iso_day(&text),
        DataRef::Error(error) => Cell::Error(error_word(&error)),
        DataRef::Empty => return formula.map(|formula| Cell::Formula(formula_text(formula))),
    };
    match (&cell, formula) {
        (Cell::Text(text), Some(formula)) if text.is_empty() => {
            Some(Cell::EmptyResult(formula_text(formula)))
        }
        _ => Some(cell),
    }
}

fn from_data(value: &Data, epoch_1904: bool) -> Option<Cell> {
    Some(match value {
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::Text(text.as_str().into()),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(moment) => day(*moment, epoch_1904),
        Data::DateTimeIso(text) => iso_day(text),
        Data::Error(error) => Cell::Error(error_word(error)),
        Data::Empty => return None,
    })
}

fn day(moment: ExcelDateTime, epoch_1904: bool) -> Cell {
    let number = moment.as_f64();
    match serial_date(number, epoch_1904) {
        Some(date) if moment.is_datetime() => Cell::Date(date),
        _ => Cell::Number(number),
    }
}

fn iso_day(text: &str) -> Cell {
    match text
        .get(..10)
        .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok())
    {
        Some(date) => Cell::Date(date),
        None => Cell::Text(text.into()),
    }
}

fn formula_text(formula: XlsxFormulaMetadata) -> Box<str> {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            formula.into()
        }
        _ => "…".into(),
    }
}

fn error_word(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

fn xlsx_error(error: &XlsxError) -> Stop {
    match error {
        XlsxError::Password => SheetError::PasswordProtected.into(),
        XlsxError::CellError(_) => Stop::UnknownError,
        error => SheetError::Damaged {
            detail: error.to_string(),
        }
        .into(),
    }
}

fn xls_error(error: &XlsError) -> SheetError {
    match error {
        XlsError::Password => SheetError::PasswordProtected,
        error => SheetError::Damaged {
            detail: error.to_string(),
        },
    }
}
