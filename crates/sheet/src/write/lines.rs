//! What each table holds, a struct a row, and the headers that counties use.

use chrono::{Datelike, NaiveDate};
use domain::codes::{self, CodeList};

use super::{
    notes::Notes,
    table::{Column, Field, Table, workbook},
};
use crate::{SheetError, layouts::COLUMNS};

/// A person of layout H1. Coded fields take the code or the label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseholdLine {
    /// 县.
    pub county: String,
    /// 乡镇.
    pub township: String,
    /// 行政村.
    pub village: String,
    /// 自然村.
    pub group_name: String,
    /// 户编号.
    pub household_number: String,
    /// 人编号.
    pub member_number: String,
    /// 姓名.
    pub name: String,
    /// 证件号码.
    pub id_number: String,
    /// 人数 of the household.
    pub persons: Option<i64>,
    /// 与户主关系.
    pub relation: String,
    /// 民族.
    pub ethnicity: String,
    /// 文化程度.
    pub education: String,
    /// 在校生状况.
    pub schooling: String,
    /// 健康状况, several.
    pub health: Vec<String>,
    /// 劳动技能.
    pub labour: String,
    /// 务工状况.
    pub work_where: String,
    /// 务工时间（月）.
    pub work_months: Option<i64>,
    /// 参加大病医疗.
    pub serious_illness_insured: Option<bool>,
    /// 脱贫属性.
    pub state: String,
    /// 贫困户属性.
    pub attribute: String,
    /// 主要致贫原因.
    pub cause: String,
    /// 危房户.
    pub house_unsafe: Option<bool>,
    /// 饮水安全.
    pub water_safe: Option<bool>,
    /// 饮水困难.
    pub water_hard: Option<bool>,
    /// 人均纯收入, in fen.
    pub income_per_head_fen: Option<i64>,
    /// 联系电话 of the household.
    pub phone: String,
}

/// A visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitLine {
    /// 走访时间.
    pub visited_on: Option<NaiveDate>,
    /// 帮扶干部: who went.
    pub people: Vec<String>,
    /// 走访情况记录: purposes and note, as the caller words it.
    pub record: String,
    /// 村.
    pub village: String,
    /// 户主.
    pub head: String,
    /// 户编号.
    pub household_number: String,
}

/// A day of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StayLine {
    /// 日期.
    pub stayed_on: Option<NaiveDate>,
    /// 姓名.
    pub person: String,
    /// 派出单位.
    pub unit: String,
    /// 职务: code or label of `duty`.
    pub duty: String,
    /// 白天: code or label of `stay_day`.
    pub day: String,
    /// 白天地点.
    pub day_places: Vec<String>,
    /// 夜里: code or label of `stay_night`.
    pub night: String,
    /// 夜里地点.
    pub night_place: String,
    /// 事由.
    pub note: String,
}

/// A person's month in the grid of H16.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StayMonthLine {
    /// 姓名.
    pub person: String,
    /// 派出单位.
    pub unit: String,
    /// 职务.
    pub duty: String,
    /// 驻村: the village.
    pub village: String,
    /// Day of the month from 1, what the day was and what the night was, codes of `stay_day` and `stay_night`.
    pub days: Vec<(u32, String, String)>,
    /// 备注.
    pub note: String,
}

/// A measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureLine {
    /// 村.
    pub village: String,
    /// 户主, empty for a measure of the village.
    pub head: String,
    /// 户编号.
    pub household_number: String,
    /// 项目类别: code or label of `measure_class`.
    pub class: String,
    /// 帮扶单位.
    pub unit: String,
    /// 责任人.
    pub person: String,
    /// 帮扶内容.
    pub content: String,
    /// 帮扶目标.
    pub goal: String,
    /// 成本(元), in fen.
    pub amount_fen: Option<i64>,
    /// 已支付(元), in fen.
    pub paid_fen: Option<i64>,
    /// 数量.
    pub quantity: Option<i64>,
    /// 已完成 of it.
    pub quantity_done: Option<i64>,
    /// Its unit.
    pub quantity_unit: String,
    /// From.
    pub starts_on: Option<NaiveDate>,
    /// Until.
    pub due_on: Option<NaiveDate>,
    /// 进展: code or label of `measure_state`.
    pub state: String,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// 成效.
    pub result: String,
}

/// A problem of H17.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProblemLine {
    /// 问题来源: code or label of `problem_source`.
    pub source: String,
    /// 问题类别: code or label of `problem_kind`.
    pub kind: String,
    /// 乡镇.
    pub township: String,
    /// 村.
    pub village: String,
    /// 户编号.
    pub household_number: String,
    /// 存在问题.
    pub content: String,
    /// 整改措施.
    pub remedy: String,
    /// 牵头单位.
    pub lead_unit: String,
    /// 责任单位.
    pub unit: String,
    /// 责任人.
    pub person: String,
    /// 整改时限.
    pub due_on: Option<NaiveDate>,
    /// Its state, code of `problem_state`.
    pub state: String,
    /// 完成情况.
    pub result: String,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// 验收人.
    pub verifier: String,
    /// 备注.
    pub note: String,
}

/// Columns by word and width.
pub(super) fn columns(words: &[(&str, u32)]) -> Vec<Column> {
    words
        .iter()
        .map(|(word, width)| Column {
            word: (*word).to_owned(),
            width: *width,
        })
        .collect()
}

/// The label of a code or of a label; what is neither is shown as it is.
pub(super) fn label(list: &CodeList, text: &str) -> Field {
    Field::text(list.label_of(text))
}

fn flag(truth: Option<bool>) -> Field {
    Field::text(truth.map_or("", |truth| if truth { "是" } else { "否" }))
}

pub(super) fn table(
    sheet: &str,
    title: &str,
    words: &[(&str, u32)],
    rows: Vec<Vec<Field>>,
    notes: &Notes,
) -> Result<Vec<u8>, SheetError> {
    let second = notes.table(rows.len());
    let first = Table {
        sheet: sheet.to_owned(),
        title: title.to_owned(),
        columns: columns(words),
        rows,
    };
    let tables: Vec<Table> = std::iter::once(first).chain(second).collect();
    workbook(&tables)
}

/// 花名册 in layout H1: one row a person, read back as it was.
pub fn households(
    title: &str,
    lines: &[HouseholdLine],
    notes: &Notes,
) -> Result<Vec<u8>, SheetError> {
    let words: Vec<(&str, u32)> = COLUMNS
        .iter()
        .filter(|column| !column.words[0].is_empty())
        .map(|column| {
            let width = match column.key {
                "household_number" | "id_number" | "member_number" => 21,
                "county" | "group" | "phone" | "cause" | "attribute" | "relation" => 13,
                _ => 9,
            };
            (column.words[0], width)
        })
        .collect();
    let rows = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            COLUMNS
                .iter()
                .filter(|column| !column.words[0].is_empty())
                .map(|column| household_field(line, at, column.key))
                .collect()
        })
        .collect();
    table("花名册", title, &words, rows, notes)
}

fn household_field(line: &HouseholdLine, at: usize, key: &str) -> Field {
    match key {
        "sequence" => Field::Count(at as i64 + 1),
        "county" => Field::text(&line.county),
        "township" => Field::text(&line.township),
        "village" => Field::text(&line.village),
        "group" => Field::text(&line.group_name),
        "household_number" => Field::text(&line.household_number),
        "member_number" => Field::text(&line.member_number),
        "name" => Field::text(&line.name),
        "id_number" => Field::text(&line.id_number),
        "persons" => Field::count(line.persons),
        "relation" => label(&codes::RELATION, &line.relation),
        "ethnicity" => label(&codes::ETHNICITY, &line.ethnicity),
        "education" => label(&codes::EDUCATION, &line.education),
        "schooling" => label(&codes::SCHOOLING, &line.schooling),
        "health" => Field::text(
            line.health
                .iter()
                .map(|code| codes::HEALTH.label_of(code))
                .collect::<Vec<_>>()
                .join("，"),
        ),
        "labour" => label(&codes::LABOUR, &line.labour),
        "work_state" => label(&codes::WORK_WHERE, &line.work_where),
        "work_months" => Field::count(line.work_months),
        "serious_illness_insured" => flag(line.serious_illness_insured),
        "state" => label(&codes::STATE, &line.state),
        "attribute" => label(&codes::ATTRIBUTE, &line.attribute),
        "cause" => label(&codes::CAUSE, &line.cause),
        "house_unsafe" => flag(line.house_unsafe),
        "water_safe" => flag(line.water_safe),
        "water_hard" => flag(line.water_hard),
        "income_per_head" => Field::fen(line.income_per_head_fen),
        "phone" => Field::text(&line.phone),
        _ => Field::Empty,
    }
}

/// 走访 (H11), with the household it was.
pub fn visits(title: &str, lines: &[VisitLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("走访时间", 12),
        ("帮扶干部", 14),
        ("走访情况记录", 60),
        ("村", 12),
        ("户主", 10),
        ("户编号", 21),
    ];
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                Field::day(line.visited_on),
                Field::text(line.people.join("、")),
                Field::text(&line.record),
                Field::text(&line.village),
                Field::text(&line.head),
                Field::text(&line.household_number),
            ]
        })
        .collect();
    table("走访", title, &words, rows, notes)
}

/// 驻村 as a plain list.
pub fn stays(title: &str, lines: &[StayLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("日期", 12),
        ("姓名", 10),
        ("派出单位", 20),
        ("职务", 10),
        ("白天", 10),
        ("白天地点", 20),
        ("夜里", 8),
        ("夜里地点", 14),
        ("事由", 40),
    ];
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                Field::day(line.stayed_on),
                Field::text(&line.person),
                Field::text(&line.unit),
                label(&codes::DUTY, &line.duty),
                label(&codes::STAY_DAY, &line.day),
                Field::text(line.day_places.join("、")),
                label(&codes::STAY_NIGHT, &line.night),
                Field::text(&line.night_place),
                Field::text(&line.note),
            ]
        })
        .collect();
    table("驻村", title, &words, rows, notes)
}

/// The sign of a day in the grid: √ in the village, ◎ the night too, and the words for the rest.
fn stay_sign(day: &str, night: &str) -> String {
    let day = match day {
        "village" => "√",
        "trip" => "公",
        "meeting" => "会",
        "leave" => "假",
        "holiday" => "休",
        "" => "",
        other => other,
    };
    let night = match night {
        "stayed" => "◎",
        "duty" => "轮",
        "" => "",
        other => other,
    };
    if day.is_empty() && night.is_empty() {
        "×".to_owned()
    } else {
        format!("{day}{night}")
    }
}

/// 考勤表 (H16): a row a person, a column a day. A day without a record is empty, one with both empty is ×.
pub fn stay_month(
    title: &str,
    year: i32,
    month: u32,
    lines: &[StayMonthLine],
) -> Result<Vec<u8>, SheetError> {
    let last = NaiveDate::from_ymd_opt(year, month, 1)
        .and_then(|first| first.checked_add_months(chrono::Months::new(1)))
        .and_then(|next| next.pred_opt())
        .map_or(31, |last| last.day());
    let days: Vec<String> = (1..=last).map(|day| day.to_string()).collect();
    let mut words: Vec<(&str, u32)> = vec![
        ("序号", 5),
        ("姓名", 10),
        ("派出单位", 20),
        ("职务", 10),
        ("驻村", 12),
    ];
    words.extend(days.iter().map(|day| (day.as_str(), 4)));
    words.extend([
        ("在村天数", 6),
        ("住村夜数", 6),
        ("公务外出天数", 6),
        ("请假天数", 6),
        ("本人签字", 12),
        ("队长审核", 12),
        ("村书记证明", 12),
        ("备注", 24),
    ]);
    let rows = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let sign = |day: u32| {
                line.days
                    .iter()
                    .find(|(at, _, _)| *at == day)
                    .map_or(Field::Empty, |(_, day, night)| {
                        Field::text(stay_sign(day, night))
                    })
            };
            let count = |wanted: &dyn Fn(&str, &str) -> bool| {
                Field::Count(
                    line.days
                        .iter()
                        .filter(|(at, day, night)| *at <= last && wanted(day, night))
                        .count() as i64,
                )
            };
            let mut row = vec![
                Field::Count(at as i64 + 1),
                Field::text(&line.person),
                Field::text(&line.unit),
                label(&codes::DUTY, &line.duty),
                Field::text(&line.village),
            ];
            row.extend((1..=last).map(sign));
            row.extend([
                count(&|day, _| day == "village"),
                count(&|_, night| night == "stayed"),
                count(&|day, _| matches!(day, "trip" | "meeting")),
                count(&|day, _| day == "leave"),
                Field::Empty,
                Field::Empty,
                Field::Empty,
                Field::text(&line.note),
            ]);
            row
        })
        .collect();
    table("考勤表", title, &words, rows, &Notes::default())
}

/// 帮扶措施, after H12.
pub fn measures(title: &str, lines: &[MeasureLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("村", 12),
        ("户主", 10),
        ("户编号", 21),
        ("项目类别", 12),
        ("帮扶单位", 20),
        ("责任人", 10),
        ("帮扶内容", 40),
        ("帮扶目标", 24),
        ("成本(元)", 12),
        ("已支付(元)", 12),
        ("数量", 8),
        ("已完成", 8),
        ("单位", 6),
        ("开始时间", 12),
        ("完成期限", 12),
        ("进展", 10),
        ("完成时间", 12),
        ("成效", 40),
        ("户主签名", 12),
    ];
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                Field::text(&line.village),
                Field::text(&line.head),
                Field::text(&line.household_number),
                label(&codes::MEASURE_CLASS, &line.class),
                Field::text(&line.unit),
                Field::text(&line.person),
                Field::text(&line.content),
                Field::text(&line.goal),
                Field::fen(line.amount_fen),
                Field::fen(line.paid_fen),
                Field::count(line.quantity),
                Field::count(line.quantity_done),
                Field::text(&line.quantity_unit),
                Field::day(line.starts_on),
                Field::day(line.due_on),
                label(&codes::MEASURE_STATE, &line.state),
                Field::day(line.done_on),
                Field::text(&line.result),
                Field::Empty,
            ]
        })
        .collect();
    table("帮扶措施", title, &words, rows, notes)
}

/// 整改台账 (H17).
pub fn problems(title: &str, lines: &[ProblemLine], notes: &Notes) -> Result<Vec<u8>, SheetError> {
    let words = [
        ("序号", 5),
        ("问题来源", 12),
        ("问题类别", 8),
        ("乡镇", 10),
        ("村", 12),
        ("户编号", 21),
        ("存在问题", 40),
        ("整改措施", 40),
        ("牵头单位", 16),
        ("责任单位", 16),
        ("责任人", 10),
        ("整改时限", 12),
        ("完成情况", 30),
        ("是否销号", 12),
        ("验收人", 10),
        ("备注", 20),
    ];
    let rows = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let closed = match (line.state.as_str(), line.closed_on) {
                ("verified", Some(day)) => format!("是（{day}）"),
                ("verified", None) => "是".to_owned(),
                _ => "否".to_owned(),
            };
            let progress = [
                codes::PROBLEM_STATE.label_of(&line.state),
                line.result.clone(),
            ];
            vec![
                Field::Count(at as i64 + 1),
                label(&codes::PROBLEM_SOURCE, &line.source),
                label(&codes::PROBLEM_KIND, &line.kind),
                Field::text(&line.township),
                Field::text(&line.village),
                Field::text(&line.household_number),
                Field::text(&line.content),
                Field::text(&line.remedy),
                Field::text(&line.lead_unit),
                Field::text(&line.unit),
                Field::text(&line.person),
                Field::day(line.due_on),
                Field::text(
                    progress
                        .into_iter()
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<_>>()
                        .join("："),
                ),
                Field::text(closed),
                Field::text(&line.verifier),
                Field::text(&line.note),
            ]
        })
        .collect();
    table("整改台账", title, &words, rows, notes)
}
