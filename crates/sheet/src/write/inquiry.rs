//! What was heard of teams and committees, one line a house without its name.

use chrono::NaiveDate;

use super::{
    lines::columns,
    notes::Notes,
    table::{Field, Table, workbook},
};
use crate::SheetError;

/// The questions as their columns say them, in the order of the answers.
const QUESTIONS: [&str; 7] = [
    "工作队常住村里",
    "工作队来过家里",
    "工作队讲过政策",
    "工作队办过实事",
    "村两委办事公道",
    "村两委办事公开",
    "村干部有事找得到",
];

/// What was heard in one house.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InquiryLine {
    /// 乡镇.
    pub township: String,
    /// 村.
    pub village: String,
    /// 日期.
    pub asked_on: Option<NaiveDate>,
    /// Who asked.
    pub person: String,
    /// Labels in the order of the questions; empty where not asked.
    pub answers: Vec<String>,
    /// What else was said.
    pub note: String,
}

/// How often each answer was given to one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InquiryCount {
    /// 是.
    pub yes: i64,
    /// 否.
    pub no: i64,
    /// 不清楚.
    pub unsure: i64,
}

/// The answers, what each question comes to, and what the file says of itself.
pub fn inquiries(
    title: &str,
    lines: &[InquiryLine],
    counts: &[InquiryCount],
    notes: &Notes,
) -> Result<Vec<u8>, SheetError> {
    let mut words = vec![
        ("序号", 6),
        ("乡镇", 12),
        ("村", 12),
        ("日期", 12),
        ("问的人", 10),
    ];
    words.extend(QUESTIONS.map(|question| (question, 10)));
    words.push(("群众的话", 40));
    let rows: Vec<Vec<Field>> = (1..)
        .zip(lines)
        .map(|(at, line)| {
            let mut row = vec![
                Field::Count(at),
                Field::text(&line.township),
                Field::text(&line.village),
                Field::day(line.asked_on),
                Field::text(&line.person),
            ];
            row.extend(
                (0..QUESTIONS.len())
                    .map(|at| Field::text(line.answers.get(at).cloned().unwrap_or_default())),
            );
            row.push(Field::text(&line.note));
            row
        })
        .collect();
    let said = notes.table(rows.len());
    let mut tables = vec![
        Table {
            sheet: "入户了解".to_owned(),
            title: title.to_owned(),
            columns: columns(&words),
            rows,
        },
        Table {
            sheet: "各题合计".to_owned(),
            title: String::new(),
            columns: columns(&[("问题", 24), ("是", 8), ("否", 8), ("不清楚", 8)]),
            rows: QUESTIONS
                .iter()
                .zip(counts)
                .map(|(question, count)| {
                    vec![
                        Field::text(*question),
                        Field::Count(count.yes),
                        Field::Count(count.no),
                        Field::Count(count.unsure),
                    ]
                })
                .collect(),
        },
    ];
    tables.extend(said);
    workbook(&tables)
}
