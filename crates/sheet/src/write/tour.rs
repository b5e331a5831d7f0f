//! The sheet to walk from house to house with.

use chrono::NaiveDate;

use super::table::{Column, Field, Table, workbook};
use crate::SheetError;

/// One household of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TourLine {
    /// 村.
    pub village: String,
    /// 组.
    pub group_name: String,
    /// 户主.
    pub head: String,
    /// 户编号.
    pub number: String,
    /// 人口.
    pub people: i64,
    /// 主要致贫原因, as a label.
    pub cause: String,
    /// Last visit before the plan.
    pub before_on: Option<NaiveDate>,
    /// The visit that ticks it off.
    pub visited_on: Option<NaiveDate>,
    /// Who went.
    pub visitors: String,
}

/// By group in the order given; the last column is for the pen.
pub fn tour(title: &str, lines: &[TourLine]) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("序号", 6),
        ("村", 12),
        ("组", 10),
        ("户主", 10),
        ("户编号", 21),
        ("人口", 6),
        ("致贫原因", 12),
        ("上次走访", 12),
        ("这次走访", 12),
        ("走访人", 16),
        ("记一笔", 30),
    ];
    let rows = (1..)
        .zip(lines)
        .map(|(at, line)| {
            vec![
                Field::Count(at),
                Field::text(&line.village),
                Field::text(&line.group_name),
                Field::text(&line.head),
                Field::text(&line.number),
                Field::Count(line.people),
                Field::text(&line.cause),
                Field::day(line.before_on),
                Field::day(line.visited_on),
                Field::text(&line.visitors),
                Field::Empty,
            ]
        })
        .collect();
    let columns = words.map(|(word, width)| Column {
        word: word.to_owned(),
        width,
    });
    workbook(&[Table {
        sheet: "逐户走访".to_owned(),
        title: title.to_owned(),
        columns: columns.to_vec(),
        rows,
    }])
}
