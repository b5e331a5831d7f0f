//! Records of a text file. A line break inside quotes starts no new record, an empty line is one.

use super::{
    ROWS_MAX,
    cells::{Budget, Cell, Grid},
    encoding::decode,
};
use crate::SheetError;

/// Reads a text file as one grid.
pub(super) fn read(bytes: &[u8]) -> Result<Grid, SheetError> {
    let text = decode(bytes)?;
    if text.chars().all(super::cells::is_space) {
        return Err(SheetError::EmptyFile);
    }
    let separator = separator(&text);
    let mut grid = Grid {
        name: "csv".to_owned(),
        ..Grid::default()
    };
    let mut budget = Budget::default();
    records(&text, separator, &mut |row, column, field| {
        if row >= ROWS_MAX && !field.chars().all(super::cells::is_space) {
            return Err(SheetError::TooLarge {
                what: "rows",
                limit: u64::from(ROWS_MAX),
            });
        }
        if field.is_empty() {
            Ok(())
        } else {
            budget.put(&mut grid, row, column, Cell::Text(field.into()))
        }
    })?;
    Ok(grid)
}

/// The separator that splits the first lines most often: tabs of Excel's "Unicode text", commas, semicolons.
fn separator(text: &str) -> char {
    let mut counts = [(',', 0_usize), ('\t', 0), (';', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            '\n' if !quoted => lines += 1,
            _ if !quoted => {
                if let Some(count) = counts.iter_mut().find(|count| count.0 == character) {
                    count.1 += 1;
                }
            }
            _ => {}
        }
        if lines >= 20 {
            break;
        }
    }
    // Of equals the first: a comma.
    counts
        .iter()
        .rev()
        .max_by_key(|count| count.1)
        .map_or(',', |count| count.0)
}

/// Calls `field` for each field with its record and column from 0.
fn records(
    text: &str,
    separator: char,
    field: &mut dyn FnMut(u32, u32, &str) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let mut characters = text.chars().peekable();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut value = String::new();
    let mut line = 1_usize;
    let mut opened = 0_usize;
    // Quotes count only when they open the field: `="9…"` is text with quotes in it.
    let (mut quoted, mut fresh) = (false, true);
    while let Some(character) = characters.next() {
        if quoted {
            if character == '\n' {
                line += 1;
            }
            if character != '"' {
                value.push(character);
            } else if characters.peek() == Some(&'"') {
                characters.next();
                value.push('"');
            } else {
                quoted = false;
            }
            continue;
        }
        match character {
            '"' if fresh => {
                quoted = true;
                fresh = false;
                opened = line;
            }
            _ if character == separator => {
                field(row, column, &value)?;
                value.clear();
                column = column.saturating_add(1);
                fresh = true;
            }
            '\r' | '\n' => {
                if character == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                field(row, column, &value)?;
                value.clear();
                (row, column, fresh) = (row.saturating_add(1), 0, true);
                line += 1;
            }
            _ => {
                value.push(character);
                fresh = false;
            }
        }
    }
    if quoted {
        return Err(SheetError::OpenQuote { line: opened });
    }
    field(row, column, &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<(u32, String)>)> {
        let grid = read(text.as_bytes()).unwrap();
        grid.rows
            .into_iter()
            .map(|(row, cells)| {
                (
                    row,
                    cells
                        .into_iter()
                        .map(|(column, cell)| (column, cell.text()))
                        .collect(),
                )
            })
            .collect()
    }

    fn row(row: u32, cells: &[(u32, &str)]) -> (u32, Vec<(u32, String)>) {
        (
            row,
            cells
                .iter()
                .map(|(column, text)| (*column, (*text).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn a_line_break_in_quotes_starts_no_record_and_an_empty_line_is_one() {
        let text = "a,\"b\nc\",d\r\n\r\n\"说\"\"好\"\"\",,x\n";
        assert_eq!(
            rows(text),
            vec![
                row(0, &[(0, "a"), (1, "b\nc"), (2, "d")]),
                row(2, &[(0, "说\"好\""), (2, "x")])
            ]
        );
    }

    #[test]
    fn quotes_after_an_equals_sign_are_text() {
        assert_eq!(
            rows("a,=\"99\",b\n"),
            vec![row(0, &[(0, "a"), (1, "=\"99\""), (2, "b")])]
        );
    }

    #[test]
    fn the_separator_is_the_one_that_splits() {
        assert_eq!(
            rows("a\tb,c\td\n"),
            vec![row(0, &[(0, "a"), (1, "b,c"), (2, "d")])]
        );
        assert_eq!(
            rows("a;b;c\rd;e;f\r"),
            vec![
                row(0, &[(0, "a"), (1, "b"), (2, "c")]),
                row(1, &[(0, "d"), (1, "e"), (2, "f")])
            ]
        );
    }

    #[test]
    fn a_quote_that_never_ends_is_named_by_its_line() {
        match read("a,b\nc,\"d\ne\n".as_bytes()) {
            Err(SheetError::OpenQuote { line }) => assert_eq!(line, 2),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn spaces_alone_are_an_empty_file() {
        assert_eq!(
            read(" \n\u{feff}\n".as_bytes()).unwrap_err().code(),
            "empty_file"
        );
    }
}
