//! What households ask and wish for, and what they were given.

use chrono::NaiveDate;
use domain::codes;

use super::{
    lines::{columns, label, table},
    notes::Notes,
    table::{Field, Table, workbook},
};
use crate::SheetError;

/// 诉求.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestLine {
    /// 乡镇.
    pub township: String,
    /// 村.
    pub village: String,
    /// 组.
    pub group_name: String,
    /// 户主.
    pub head: String,
    /// 户编号.
    pub household_number: String,
    /// 提出时间.
    pub raised_on: Option<NaiveDate>,
    /// 诉求内容.
    pub content: String,
    /// 办理人.
    pub person: String,
    /// 办理期限.
    pub due_on: Option<NaiveDate>,
    /// 办理状态: code or label of `request_state`.
    pub state: String,
    /// 办理结果, or what the household was told.
    pub result: String,
    /// 办好时间.
    pub solved_on: Option<NaiveDate>,
    /// 确认时间.
    pub confirmed_on: Option<NaiveDate>,
    /// 确认人 of the household.
    pub confirmed_by: String,
}

/// 微心愿.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WishLine {
    /// 乡镇.
    pub township: String,
    /// 村.
    pub village: String,
    /// 组.
    pub group_name: String,
    /// 户主.
    pub head: String,
    /// 户编号.
    pub household_number: String,
    /// 提出时间.
    pub raised_on: Option<NaiveDate>,
    /// 微心愿.
    pub content: String,
    /// 谁的心愿.
    pub wished_by: String,
    /// 认领人.
    pub donor: String,
    /// 实现时间.
    pub fulfilled_on: Option<NaiveDate>,
    /// 备注.
    pub note: String,
}

/// 物资发放.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistributionLine {
    /// 乡镇.
    pub township: String,
    /// 村.
    pub village: String,
    /// 发放时间.
    pub given_on: Option<NaiveDate>,
    /// 物资名称.
    pub item: String,
    /// 每户数量.
    pub quantity: Option<i64>,
    /// Its unit.
    pub quantity_unit: String,
    /// 来源.
    pub source: String,
    /// 应领户数.
    pub households: i64,
    /// 已领户数.
    pub received: i64,
    /// 备注.
    pub note: String,
}

/// 物资发放花名册: what one household gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortionLine {
    /// 发放时间.
    pub given_on: Option<NaiveDate>,
    /// 物资名称.
    pub item: String,
    /// 村.
    pub village: String,
    /// 组.
    pub group_name: String,
    /// 户主.
    pub head: String,
    /// 户编号.
    pub household_number: String,
    /// 数量.
    pub quantity: Option<i64>,
    /// Its unit.
    pub quantity_unit: String,
    /// 领取时间.
    pub received_on: Option<NaiveDate>,
    /// 领取人.
    pub received_by: String,
}

/// 诉求台账.
pub fn requests(title: &str, lines: &[RequestLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("序号", 5),
        ("乡镇", 10),
        ("村", 12),
        ("组", 10),
        ("户主", 10),
        ("户编号", 21),
        ("提出时间", 12),
        ("诉求内容", 40),
        ("办理人", 10),
        ("办理期限", 12),
        ("办理状态", 12),
        ("办理结果", 40),
        ("办好时间", 12),
        ("确认时间", 12),
        ("确认人", 10),
    ];
    let rows = (1..)
        .zip(lines)
        .map(|(at, line)| {
            vec![
                Field::Count(at),
                Field::text(&line.township),
                Field::text(&line.village),
                Field::text(&line.group_name),
                Field::text(&line.head),
                Field::text(&line.household_number),
                Field::day(line.raised_on),
                Field::text(&line.content),
                Field::text(&line.person),
                Field::day(line.due_on),
                label(&codes::REQUEST_STATE, &line.state),
                Field::text(&line.result),
                Field::day(line.solved_on),
                Field::day(line.confirmed_on),
                Field::text(&line.confirmed_by),
            ]
        })
        .collect();
    table("诉求台账", title, &words, rows, notes)
}

/// 微心愿认领表.
pub fn wishes(title: &str, lines: &[WishLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("序号", 5),
        ("乡镇", 10),
        ("村", 12),
        ("组", 10),
        ("户主", 10),
        ("户编号", 21),
        ("提出时间", 12),
        ("微心愿", 40),
        ("谁的心愿", 10),
        ("认领人", 20),
        ("实现时间", 12),
        ("备注", 30),
    ];
    let rows = (1..)
        .zip(lines)
        .map(|(at, line)| {
            vec![
                Field::Count(at),
                Field::text(&line.township),
                Field::text(&line.village),
                Field::text(&line.group_name),
                Field::text(&line.head),
                Field::text(&line.household_number),
                Field::day(line.raised_on),
                Field::text(&line.content),
                Field::text(&line.wished_by),
                Field::text(&line.donor),
                Field::day(line.fulfilled_on),
                Field::text(&line.note),
            ]
        })
        .collect();
    table("微心愿认领表", title, &words, rows, notes)
}

/// What was given out, on a second sheet who gets it, with a column to sign, and what the file says of itself.
pub fn distributions(
    title: &str,
    lines: &[DistributionLine],
    portions: &[PortionLine],
    notes: &Notes,
) -> Result<Vec<u8>, SheetError> {
    let given = Table {
        sheet: "物资发放".to_owned(),
        title: title.to_owned(),
        columns: columns(&[
            ("序号", 5),
            ("乡镇", 10),
            ("村", 12),
            ("发放时间", 12),
            ("物资名称", 24),
            ("每户数量", 10),
            ("单位", 6),
            ("来源", 20),
            ("应领户数", 10),
            ("已领户数", 10),
            ("备注", 30),
        ]),
        rows: (1..)
            .zip(lines)
            .map(|(at, line)| {
                vec![
                    Field::Count(at),
                    Field::text(&line.township),
                    Field::text(&line.village),
                    Field::day(line.given_on),
                    Field::text(&line.item),
                    Field::count(line.quantity),
                    Field::text(&line.quantity_unit),
                    Field::text(&line.source),
                    Field::Count(line.households),
                    Field::Count(line.received),
                    Field::text(&line.note),
                ]
            })
            .collect(),
    };
    let roll = Table {
        sheet: "物资发放花名册".to_owned(),
        title: String::new(),
        columns: columns(&[
            ("发放时间", 12),
            ("物资名称", 24),
            ("村", 12),
            ("组", 10),
            ("户主", 10),
            ("户编号", 21),
            ("数量", 8),
            ("单位", 6),
            ("领取时间", 12),
            ("领取人", 10),
            ("签字", 14),
        ]),
        rows: portions
            .iter()
            .map(|line| {
                vec![
                    Field::day(line.given_on),
                    Field::text(&line.item),
                    Field::text(&line.village),
                    Field::text(&line.group_name),
                    Field::text(&line.head),
                    Field::text(&line.household_number),
                    Field::count(line.quantity),
                    Field::text(&line.quantity_unit),
                    Field::day(line.received_on),
                    Field::text(&line.received_by),
                    Field::Empty,
                ]
            })
            .collect(),
    };
    let said = notes.table(lines.len());
    let tables: Vec<Table> = [given, roll].into_iter().chain(said).collect();
    workbook(&tables)
}
