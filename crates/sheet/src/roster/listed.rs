//! The list's own date: ages are those of that day, the pupils of 2018 are grown up.

use chrono::{Datelike, NaiveDate};

use super::clean::{Day, day};
use crate::read::{Grid, is_space};

/// When a list was made: a day, or no more than its month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Listed {
    pub(super) fn on(date: NaiveDate) -> Self {
        Self {
            from: date,
            to: date,
        }
    }

    pub(super) fn year(year: i32) -> Option<Self> {
        Some(Self {
            from: NaiveDate::from_ymd_opt(year, 1, 1)?,
            to: NaiveDate::from_ymd_opt(year, 12, 31)?,
        })
    }

    fn month(year: i32, month: u32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let to = from
            .checked_add_months(chrono::Months::new(1))?
            .pred_opt()?;
        Some(Self { from, to })
    }
}

/// Words before the date that make it the list's own; without them only a lone date counts.
const MARKS: [&str; 8] = [
    "填报时间",
    "填表时间",
    "填报日期",
    "填表日期",
    "制表时间",
    "制表日期",
    "截至",
    "日期",
];

/// The date in the rows above the header.
pub(super) fn of(grid: &Grid, header_row: u32) -> Option<Listed> {
    let above: Vec<String> = grid
        .rows
        .iter()
        .take_while(|(row, _)| *row < header_row)
        .flat_map(|(_, cells)| cells.iter().map(|(_, cell)| cell.text()))
        .collect();
    let marked = above.iter().find_map(|text| {
        let at = MARKS
            .iter()
            .find_map(|mark| text.find(mark).map(|at| at + mark.len()))?;
        date_in(&text[at..])
    });
    // 填报时间 in one cell and the day in the next.
    let beside = || {
        above
            .windows(2)
            .find(|pair| MARKS.iter().any(|mark| pair[0].contains(mark)))
            .and_then(|pair| date_in(&pair[1]))
    };
    let anywhere = || above.iter().find_map(|text| date_in(text));
    marked.or_else(beside).or_else(anywhere)
}

/// The first date in a text: a day, a month, or a year that says it is one.
fn date_in(text: &str) -> Option<Listed> {
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    let digits_at: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    for start in digits_at
        .iter()
        .copied()
        .filter(|at| *at == 0 || !text[..*at].ends_with(|c: char| c.is_ascii_digit()))
    {
        let token: String = text[start..]
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '-' | '/' | '.'))
            .collect();
        match day(token.trim_end_matches(['.', '-', '/'])) {
            Day::Is(date, _) if is_sensible(date.year()) => return Some(Listed::on(date)),
            Day::Month => {
                let numbers: Vec<u32> = token
                    .split(|c: char| !c.is_ascii_digit())
                    .filter_map(|part| part.parse().ok())
                    .collect();
                let (year, month) = match numbers.as_slice() {
                    [year, month] => (*year, *month),
                    [both] => (both / 100, both % 100),
                    _ => continue,
                };
                if let Some(listed) = i32::try_from(year)
                    .ok()
                    .filter(|year| is_sensible(*year))
                    .and_then(|year| Listed::month(year, month))
                {
                    return Some(listed);
                }
            }
            _ => {
                let year = token
                    .strip_suffix('年')
                    .or_else(|| token.split_once('年').map(|(year, _)| year))
                    .and_then(|year| year.parse().ok());
                if let Some(listed) = year
                    .filter(|year| is_sensible(*year))
                    .and_then(Listed::year)
                {
                    return Some(listed);
                }
            }
        }
    }
    None
}

/// Lists of this kind are made since 2013.
fn is_sensible(year: i32) -> bool {
    (2000..2100).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_a_day_a_month_or_a_year() {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(
            date_in("填报时间：2018年6月30日"),
            Some(Listed::on(date(2018, 6, 30)))
        );
        assert_eq!(
            date_in("（截至2018.06.30）"),
            Some(Listed::on(date(2018, 6, 30)))
        );
        assert_eq!(
            date_in("2018年2月花名册"),
            Some(Listed {
                from: date(2018, 2, 1),
                to: date(2018, 2, 28)
            })
        );
        assert_eq!(
            date_in("新田县2018年花名册"),
            Some(Listed {
                from: date(2018, 1, 1),
                to: date(2018, 12, 31)
            })
        );
        assert_eq!(date_in("电话 0746-4712345"), None);
        assert_eq!(date_in("第3页"), None);
    }
}
