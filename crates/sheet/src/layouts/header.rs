//! Finds the header by its words, in any order, in one row or in two or three with merged cells.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::{COLUMNS, Column, LAYOUTS, forms};
use crate::read::{Cell, Grid, Merge, is_space};

/// A header stands among the first rows; a cover sheet of remarks has fewer than these.
const ROWS_SEARCHED: usize = 500;
/// A roster has at least so many known columns.
const KNOWN_MIN: usize = 5;
/// A header may be so many rows high.
const DEPTH_MAX: usize = 3;

/// A header that was found.
#[derive(Debug, Clone)]
pub struct Header {
    /// Index in [`LAYOUTS`].
    pub layout: usize,
    /// The form beyond those, where it is one.
    pub form: Option<&'static str>,
    /// Each row is a household, told by its head.
    pub heads_only: bool,
    /// First and last row, from 0.
    pub rows: (u32, u32),
    /// Where each column stands.
    pub columns: Vec<(u32, &'static Column)>,
    /// Words that are no known column, and where they stand.
    pub unmapped: Vec<(u32, String)>,
    /// Every word of it, normalised, by column: to know it again on the next page.
    words: HashMap<u32, Vec<String>>,
}

static BY_WORD: LazyLock<HashMap<String, &'static Column>> = LazyLock::new(|| {
    let mut by_word = HashMap::new();
    for column in COLUMNS {
        for word in column
            .words
            .iter()
            .chain(column.aliases)
            .filter(|word| !word.is_empty())
        {
            by_word.entry(normal(word)).or_insert(column);
        }
    }
    by_word
});

/// A header word without what varies: spaces, width of characters, kinds of brackets, stars of required fields.
pub(crate) fn normal(word: &str) -> String {
    word.chars()
        .filter(|character| !is_space(*character))
        .map(|character| match character {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
            }
            '【' | '〔' => '(',
            '】' | '〕' => ')',
            other => other,
        })
        .map(|character| match character {
            '[' | '{' => '(',
            ']' | '}' => ')',
            other => other.to_ascii_uppercase(),
        })
        .filter(|character| !matches!(character, '*' | ':' | '"' | '\''))
        .collect()
}

/// The column that a header word means.
pub(crate) fn column_of(word: &str) -> Option<&'static Column> {
    let word = normal(word);
    if word.is_empty() {
        return None;
    }
    if let Some(column) = BY_WORD.get(&word) {
        return Some(column);
    }
    // 人均纯收入(元), 与户主关系(必填): what stands in brackets at the end is a unit or a remark.
    let (start, _) = word.split_once('(')?;
    word.ends_with(')')
        .then(|| BY_WORD.get(start).copied())
        .flatten()
}

/// The first header of a sheet.
pub fn find(grid: &Grid, layout: Option<usize>) -> Option<Header> {
    (0..grid.rows.len().min(ROWS_SEARCHED)).find_map(|at| at_row(grid, at, layout))
}

/// The header that begins with the row at this index, if one does.
pub(crate) fn at_row(grid: &Grid, at: usize, layout: Option<usize>) -> Option<Header> {
    // A row of people is long and names no column: most rows end here.
    let own = known(&grid.rows[at].1);
    if own == 0 {
        return None;
    }
    let mut best: Option<Header> = None;
    for depth in 1..=DEPTH_MAX {
        let Some(rows) = grid.rows.get(at..at + depth) else {
            break;
        };
        if rows
            .windows(2)
            .any(|pair| pair[1].0 > below(&grid.merges, pair[0].0))
        {
            break;
        }
        // Every further row of a header is header words too.
        if depth > 1 && !mostly_words(&rows[depth - 1].1) {
            break;
        }
        if let Some(header) = compose(grid, rows, layout)
            && best
                .as_ref()
                .is_none_or(|best| header.columns.len() > best.columns.len())
        {
            best = Some(header);
        }
    }
    best
}

fn known(cells: &[(u32, Cell)]) -> usize {
    cells
        .iter()
        .filter(|(_, cell)| matches!(cell, Cell::Text(text) if column_of(text).is_some()))
        .count()
}

fn mostly_words(cells: &[(u32, Cell)]) -> bool {
    let filled = cells.len();
    filled > 0
        && known(cells) * 2 >= filled
        && cells.iter().all(|(_, cell)| matches!(cell, Cell::Text(_)))
}

fn compose(grid: &Grid, rows: &[(u32, Vec<(u32, Cell)>)], layout: Option<usize>) -> Option<Header> {
    let mut stacks: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let last = rows.len() - 1;
    for (level, (row, cells)) in rows.iter().enumerate() {
        for (column, cell) in cells {
            // A group's word stands above all columns it is merged over.
            let columns = if level < last {
                merged_columns(&grid.merges, *row, *column)
            } else {
                *column..=*column
            };
            for column in columns {
                stacks.entry(column).or_default().push(cell.text());
            }
        }
    }
    let mut columns: Vec<(u32, &'static Column)> = Vec::new();
    let mut unmapped = Vec::new();
    for (at, stack) in &stacks {
        let lowest = stack.last()?;
        match resolve(stack) {
            Some(column) if !columns.iter().any(|(_, known)| known.key == column.key) => {
                columns.push((*at, column));
            }
            _ => unmapped.push((*at, lowest.chars().filter(|c| !is_space(*c)).collect())),
        }
    }
    let lowest: Vec<String> = stacks
        .values()
        .filter_map(|stack| stack.last())
        .map(|word| normal(word))
        .collect();
    let (form, added) = forms::adapt(&mut columns, &mut unmapped, &lowest);
    columns.extend(added);
    columns.sort_by_key(|(at, _)| *at);
    let has = |key: &str| columns.iter().any(|(_, column)| column.key == key);
    if columns.len() < KNOWN_MIN
        || !has("name")
        || !(has("id_number") || has("relation") || has("household_number"))
    {
        return None;
    }
    Some(Header {
        layout: layout.unwrap_or_else(|| nearest(&columns)),
        form: form.name.filter(|_| layout.is_none()),
        heads_only: form.heads_only,
        rows: (rows[0].0, rows[last].0),
        columns,
        unmapped,
        words: stacks
            .into_iter()
            .map(|(at, stack)| (at, stack.iter().map(|word| normal(word)).collect()))
            .collect(),
    })
}

/// The lowest word, or the words joined from above, or the group's word where nothing stands below it.
fn resolve(stack: &[String]) -> Option<&'static Column> {
    let lowest = stack.last()?;
    column_of(lowest).or_else(|| {
        (stack.len() > 1)
            .then(|| column_of(&stack.concat()))
            .flatten()
    })
}

fn merged_columns(merges: &[Merge], row: u32, column: u32) -> std::ops::RangeInclusive<u32> {
    let merge = merges
        .iter()
        .find(|merge| merge.rows.0 == row && merge.columns.0 == column);
    column..=merge.map_or(column, |merge| {
        merge
            .columns
            .1
            .clamp(column, column + super::super::read::COLUMNS_MAX)
    })
}

/// The row that stands right below a header row: the next one, or the next after what is merged downwards from it.
fn below(merges: &[Merge], row: u32) -> u32 {
    let end = merges
        .iter()
        .filter(|merge| merge.rows.0 == row)
        .map(|merge| merge.rows.1)
        .max()
        .unwrap_or(row);
    end.clamp(row, row + DEPTH_MAX as u32) + 1
}

/// The layout that shares the most columns, for what both have.
fn nearest(columns: &[(u32, &'static Column)]) -> usize {
    let score = |layout: usize| {
        let shared = columns
            .iter()
            .filter(|(_, column)| !column.words[layout].is_empty())
            .count();
        let all = COLUMNS
            .iter()
            .filter(|column| !column.words[layout].is_empty())
            .count();
        // Shared ÷ union, in whole numbers so that equals are equal.
        shared * 10_000 / (all + columns.len() - shared).max(1)
    };
    // Of equals the first.
    (0..LAYOUTS.len())
        .rev()
        .max_by_key(|layout| score(*layout))
        .unwrap_or(0)
}

impl Header {
    /// The name of its layout or form.
    pub fn name(&self) -> &'static str {
        self.form.unwrap_or(LAYOUTS[self.layout])
    }

    /// What the column at this place is.
    pub(crate) fn key_at(&self, at: u32) -> Option<&'static str> {
        self.columns
            .iter()
            .find(|(column, _)| *column == at)
            .map(|(_, column)| column.key)
    }

    /// Is this row the header once more, as on each printed page?
    pub(crate) fn is_again(&self, cells: &[(u32, Cell)]) -> bool {
        let filled = cells.len();
        let same = cells
            .iter()
            .filter(|(at, cell)| match cell {
                Cell::Text(text) => self
                    .words
                    .get(at)
                    .is_some_and(|words| words.contains(&normal(text))),
                _ => false,
            })
            .count();
        same >= 2 && same * 5 >= filled * 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows = rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let cells = cells
                    .iter()
                    .enumerate()
                    .filter(|(_, text)| !text.is_empty());
                (
                    row as u32,
                    cells
                        .map(|(column, text)| (column as u32, Cell::Text((*text).into())))
                        .collect(),
                )
            })
            .collect();
        Grid {
            name: "表".to_owned(),
            rows,
            ..Grid::default()
        }
    }

    fn keys(header: &Header) -> Vec<&str> {
        header
            .columns
            .iter()
            .map(|(_, column)| column.key)
            .collect()
    }

    #[test]
    fn a_layouts_own_words_name_it() {
        for (layout, name) in LAYOUTS.iter().enumerate() {
            let words: Vec<&str> = COLUMNS
                .iter()
                .map(|column| column.words[layout])
                .filter(|word| !word.is_empty())
                .collect();
            let found = find(&grid(&[&words]), None).unwrap();
            assert_eq!(LAYOUTS[found.layout], *name);
            assert_eq!(found.columns.len(), words.len());
            assert!(found.unmapped.is_empty(), "{:?}", found.unmapped);
        }
    }

    #[test]
    fn order_width_and_brackets_do_not_matter() {
        let found = find(
            &grid(&[
                &["花名册"],
                &[
                    "证件　号码",
                    "姓\u{a0}名",
                    "务工时间（月）",
                    "县（市、区、旗）",
                    "与户主\n关系*",
                    "人均纯收入（元）",
                    "血型",
                ],
            ]),
            None,
        )
        .unwrap();
        assert_eq!(
            keys(&found),
            [
                "id_number",
                "name",
                "work_months",
                "county",
                "relation",
                "income_per_head"
            ]
        );
        assert_eq!(found.rows, (1, 1));
        assert_eq!(found.unmapped, vec![(6, "血型".to_owned())]);
    }

    #[test]
    fn a_header_of_two_rows_takes_the_lower_word_and_the_upper_where_nothing_stands_below() {
        let found = find(
            &grid(&[
                &[
                    "序号",
                    "姓名",
                    "证件号码",
                    "与户主关系",
                    "务工情况",
                    "",
                    "住房饮水",
                ],
                &["", "", "", "", "务工状况", "务工时间（月）", "危房户"],
                &["1", "张三", "x", "户主", "", "", "否"],
            ]),
            None,
        )
        .unwrap();
        assert_eq!(
            keys(&found),
            [
                "sequence",
                "name",
                "id_number",
                "relation",
                "work_state",
                "work_months",
                "house_unsafe"
            ]
        );
        assert_eq!(found.rows, (0, 1));
    }

    #[test]
    fn a_list_of_code_words_is_no_roster() {
        assert!(
            find(
                &grid(&[&["与户主关系", "健康状况", "民族"], &["户主", "健康", "汉"]]),
                None
            )
            .is_none()
        );
        assert!(find(&grid(&[&["姓名", "民族"]]), None).is_none());
    }

    #[test]
    fn every_word_means_one_column() {
        for column in COLUMNS {
            for word in column
                .words
                .iter()
                .chain(column.aliases)
                .filter(|word| !word.is_empty())
            {
                assert_eq!(column_of(word).unwrap().key, column.key, "{word}");
            }
        }
    }
}
