//! A cell of a known column becomes a value: its clean text, its code or number, what was repaired, what is doubtful.

use chrono::{Datelike, NaiveDate};
use domain::codes::{self, CodeList};

use super::clean::{self, Cleaned, Day};
use crate::{
    layouts::{Column, Kind, Place},
    read::{Cell, number_text, serial_date},
};

/// The longest name in the country has below 30 characters.
const NAME_CHARS_MAX: usize = 50;

/// A value of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// Clean text.
    pub(super) text: String,
    /// What the record's field holds, where that is not the text.
    pub(super) field: Option<String>,
    /// Why the text differs from the cell's.
    pub(super) repair: Option<(String, &'static str)>,
    /// What is doubtful about it.
    pub(super) doubt: Option<&'static str>,
}

impl Value {
    /// What the record's field holds.
    pub(super) fn field(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.text)
    }

    fn doubtful(text: String, kind: &'static str) -> Self {
        Self {
            text,
            doubt: Some(kind),
            ..Self::default()
        }
    }

    fn cleaned(from: &str, cleaned: Cleaned) -> Self {
        let repair = cleaned.why.map(|why| (from.to_owned(), why));
        Self {
            text: cleaned.text,
            repair,
            ..Self::default()
        }
    }

    fn or_doubt(mut self, fine: bool, kind: &'static str) -> Self {
        if !fine && !self.text.is_empty() {
            self.doubt = Some(kind);
        }
        self
    }
}

/// The value of a cell in this column. `epoch_1904` is how the workbook counts days.
pub(super) fn value(column: &Column, cell: &Cell, epoch_1904: bool) -> Value {
    match cell {
        Cell::Error(word) if column.key == "sequence" => Value {
            text: (*word).to_owned(),
            ..Value::default()
        },
        Cell::Error(word) => Value::doubtful((*word).to_owned(), "cell_error"),
        Cell::Formula(_) | Cell::EmptyResult(_) if column.key == "name" => {
            Value::doubtful(cell.text(), "formula_as_name")
        }
        // What a rule asks for is listed as missing; of the rest it is said that the result was never stored.
        Cell::Formula(_)
            if !matches!(
                column.key,
                "id_number" | "relation" | "ethnicity" | "health" | "sequence" | "persons"
            ) =>
        {
            Value::doubtful(String::new(), "formula_without_value")
        }
        Cell::Formula(_) | Cell::EmptyResult(_) => Value::default(),
        Cell::Date(date) => match column.kind {
            Kind::Date => dated(column, *date),
            Kind::Year => Value {
                text: date.year().to_string(),
                ..Value::default()
            },
            _ => text(column, &date.to_string(), epoch_1904),
        },
        Cell::Number(number) => match column.kind {
            Kind::Date => serial(column, *number, epoch_1904),
            Kind::Money => Value {
                text: number_text(*number),
                ..Value::default()
            }
            .or_doubt(number.abs() < 1e13, "income_not_a_number"),
            _ => text(column, &number_text(*number), epoch_1904),
        },
        Cell::Text(_) | Cell::Truth(_) => text(column, &cell.text(), epoch_1904),
    }
}

/// Is this what a program left of a number when it hid the rest? It says nothing, and must not take a number's place.
fn is_masked(kind: &Kind, from: &str) -> bool {
    !matches!(kind, Kind::Text | Kind::Short | Kind::Name)
        && (from.contains("**") || from.contains("＊＊"))
}

fn text(column: &Column, from: &str, epoch_1904: bool) -> Value {
    if is_masked(&column.kind, from) {
        return Value::doubtful(String::new(), "masked");
    }
    match column.kind {
        Kind::Text => Value::cleaned(from, clean::text(from)),
        Kind::Short => Value::cleaned(from, clean::word(from)),
        Kind::Name => {
            let value = Value::cleaned(from, clean::word(from));
            if value.text.starts_with(['=', '+', '-', '@']) {
                return Value::doubtful(from.trim().to_owned(), "formula_as_name");
            }
            let fine = value.text.chars().count() <= NAME_CHARS_MAX;
            value.or_doubt(fine, "name_too_long")
        }
        Kind::Identity | Kind::Number => {
            let value = Value::cleaned(from, clean::number(from));
            let lost = clean::is_power_of_ten(&value.text);
            value.or_doubt(!lost, "number_lost_digits")
        }
        Kind::Phone => {
            let value = Value::cleaned(from, clean::phone(from));
            if clean::is_power_of_ten(&value.text) {
                return value.or_doubt(false, "number_lost_digits");
            }
            let eleven =
                value.text.len() == 11 && value.text.bytes().all(|byte| byte.is_ascii_digit());
            value.or_doubt(eleven, "phone_not_11_digits")
        }
        Kind::Code(list, kind) => coded(list, kind, from),
        Kind::Codes(list, kind) => several(list, kind, from),
        Kind::Word(list) => {
            let mut value = Value::cleaned(from, clean::word(from));
            value.field = find(list, &value.text).map(|(code, _)| code.to_owned());
            value
        }
        Kind::Flag => coded(&codes::YES_NO, "yes_no_unknown", from),
        Kind::Date => match clean::day(&clean::number(from).text) {
            Day::Is(date, changed) => {
                let mut value = dated(column, date);
                let tidy = clean::number(from);
                value.repair = if changed {
                    Some((from.to_owned(), "date_form"))
                } else {
                    tidy.why.map(|why| (from.to_owned(), why))
                };
                value
            }
            Day::Month | Day::Year => {
                let mut value = Value::cleaned(from, clean::number(from));
                value.field =
                    Some(value.text.chars().take(4).collect()).filter(|_| is_year(column));
                value
            }
            Day::Impossible => Value::doubtful(from.trim().to_owned(), "impossible_date"),
            Day::Unreadable => match from.trim().parse::<f64>() {
                Ok(number) if (10_000.0..100_000.0).contains(&number) => {
                    serial(column, number, epoch_1904)
                }
                _ => Value::cleaned(from, clean::text(from)).or_doubt(false, "date_not_readable"),
            },
        },
        Kind::Year => match clean::count(from, &["年度", "年"]) {
            Some(cleaned) if cleaned.text.len() == 4 => Value::cleaned(from, cleaned),
            Some(_) | None => match clean::day(&clean::number(from).text) {
                Day::Is(date, _) => Value {
                    text: date.year().to_string(),
                    ..Value::default()
                },
                Day::Month => Value {
                    text: from.trim().chars().take(4).collect(),
                    ..Value::default()
                },
                _ => Value::cleaned(from, clean::text(from)).or_doubt(false, "number_not_readable"),
            },
        },
        Kind::Months => match clean::count(from, &["个月", "月"]) {
            Some(cleaned) => {
                let fine = cleaned.text.parse::<u32>().is_ok_and(|months| months <= 12);
                Value::cleaned(from, cleaned).or_doubt(fine, "months_out_of_range")
            }
            None => Value::cleaned(from, clean::text(from)).or_doubt(false, "number_not_readable"),
        },
        Kind::Count => match clean::count(from, &["人", "口"]) {
            Some(cleaned) => Value::cleaned(from, cleaned),
            None => Value::cleaned(from, clean::text(from)).or_doubt(false, "number_not_readable"),
        },
        Kind::Money => match clean::money(from) {
            Some(cleaned) => Value::cleaned(from, cleaned),
            None => Value::cleaned(from, clean::text(from)).or_doubt(false, "income_not_a_number"),
        },
    }
}

fn is_year(column: &Column) -> bool {
    matches!(column.place, Place::Household(field) if field.ends_with("_year"))
}

fn dated(column: &Column, date: NaiveDate) -> Value {
    let field = is_year(column).then(|| date.year().to_string());
    Value {
        text: date.to_string(),
        field,
        ..Value::default()
    }
}

/// A number in a date column: 20180630 is a day as it stands, 2014 a year, 43281 a day counted from the epoch.
fn serial(column: &Column, number: f64, epoch_1904: bool) -> Value {
    let digits = number_text(number);
    match clean::day(&digits) {
        Day::Is(date, _) => return dated(column, date),
        Day::Month | Day::Year => {
            let field = is_year(column).then(|| digits.chars().take(4).collect());
            return Value {
                text: digits,
                field,
                ..Value::default()
            };
        }
        Day::Impossible => return Value::doubtful(digits, "impossible_date"),
        Day::Unreadable => {}
    }
    match serial_date(number, epoch_1904).filter(|date| (1900..2100).contains(&date.year())) {
        Some(date) => Value {
            repair: Some((digits, "serial_day")),
            ..dated(column, date)
        },
        None => Value::doubtful(digits, "date_not_readable"),
    }
}

/// The code of a label, and whether the label is another word for it that people should hear about.
fn find(list: &'static CodeList, label: &str) -> Option<(&'static str, Option<&'static str>)> {
    let entry = list.by_label(label).or_else(|| {
        let half: String = label
            .chars()
            .map(|c| match c {
                '（' => '(',
                '）' => ')',
                other => other,
            })
            .collect();
        list.by_label(&half)
    })?;
    // The reference itself says that these are one: 户主 = 本人, 汉 = 汉族, 缺劳力 = 缺劳动力. A relation that is
    // only meant, 儿子 for 之子, is put right and said.
    let told = list.name == codes::RELATION.name && entry.label != label && entry.code != "01";
    Some((entry.code, told.then_some(entry.label)))
}

fn coded(list: &'static CodeList, kind: &'static str, from: &str) -> Value {
    let mut value = Value::cleaned(from, clean::word(from));
    match find(list, &value.text) {
        Some((code, told)) => {
            value.field = Some(code.to_owned());
            if let Some(label) = told {
                value.repair = Some((from.to_owned(), "other_word"));
                label.clone_into(&mut value.text);
            }
            value
        }
        None => value.or_doubt(false, kind),
    }
}

/// Several codes as a JSON array; what is none of them is kept as its text.
fn several(list: &'static CodeList, kind: &'static str, from: &str) -> Value {
    // Parted first, for a space may part two words: 残疾 长期慢性病.
    let parts: Vec<String> = from
        .split([',', '，', '、', ';', '；', '/', '|'])
        .map(|part| clean::word(part).text)
        .filter(|part| !part.is_empty())
        .collect();
    let by_space: Vec<&str> = from.split_whitespace().collect();
    let parts = match parts.as_slice() {
        [one]
            if find(list, one).is_none()
                && by_space.len() > 1
                && by_space.iter().all(|part| find(list, part).is_some()) =>
        {
            by_space.iter().map(|part| (*part).to_owned()).collect()
        }
        _ => parts,
    };
    let mut value = Value::cleaned(from, clean::text(from));
    if let [one] = parts.as_slice() {
        value = Value::cleaned(from, clean::word(from));
        if find(list, one).is_none() {
            value.doubt = Some(kind);
        }
    } else if parts.iter().any(|part| find(list, part).is_none()) {
        value.doubt = Some(kind);
    }
    let mut found: Vec<&str> = Vec::new();
    for part in &parts {
        let code = find(list, part).map_or(part.as_str(), |(code, _)| code);
        if !found.contains(&code) {
            found.push(code);
        }
    }
    if !found.is_empty() {
        value.field = Some(serde_json::Value::from(found).to_string());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layouts::COLUMNS;

    fn of(key: &str, cell: &Cell) -> Value {
        value(
            COLUMNS.iter().find(|column| column.key == key).unwrap(),
            cell,
            false,
        )
    }

    fn typed(key: &str, text: &str) -> Value {
        of(key, &Cell::Text(text.into()))
    }

    #[test]
    fn a_number_cell_never_becomes_an_identity_number() {
        let lost = of("id_number", &Cell::Number(9.904_123_456_789_01e17));
        assert_eq!(
            (lost.text.as_str(), lost.doubt),
            ("9.90412345678901E+17", Some("number_lost_digits"))
        );
        let shown = typed("id_number", "9.90412E+17");
        assert_eq!(
            (shown.text.as_str(), shown.doubt),
            ("9.90412E+17", Some("number_lost_digits"))
        );
        assert_eq!(
            of("household_number", &Cell::Number(4_311_281_032_020_001.0)).doubt,
            Some("number_lost_digits")
        );
        let phone = of("phone", &Cell::Number(10_024_120_439.0));
        assert_eq!(
            (phone.text.as_str(), phone.doubt, phone.repair),
            ("10024120439", None, None)
        );
    }

    #[test]
    fn codes_come_from_labels_and_never_from_digits() {
        assert_eq!(typed("relation", "户主").field(), "01");
        assert_eq!(typed("relation", "本人").repair, None);
        let son = typed("relation", "儿子");
        assert_eq!(
            (son.text.as_str(), son.field(), son.repair.clone()),
            ("之子", "03", Some(("儿子".to_owned(), "other_word")))
        );
        assert_eq!(typed("relation", "10").doubt, Some("unknown_relation"));
        assert_eq!(of("gender", &Cell::Number(1.0)).doubt, Some("code_unknown"));
        assert_eq!(typed("ethnicity", "汉族").field(), "01");
        assert_eq!(typed("cause", "因懒").doubt, Some("unknown_cause"));
        assert_eq!(typed("cause", "因懒").field(), r#"["因懒"]"#);
        assert_eq!(typed("state", "已脱贫（享受政策）").field(), "1");
    }

    #[test]
    fn health_may_be_several_things() {
        for text in [
            "长期慢性病,残疾",
            "长期慢性病、残疾",
            "长期慢性病 残疾",
            "长期慢性病；残疾；残疾",
        ] {
            let health = typed("health", text);
            assert_eq!(
                (health.field(), health.doubt),
                (r#"["02","04"]"#, None),
                "{text}"
            );
        }
        assert_eq!(typed("health", "健 康").field(), r#"["01"]"#);
        let odd = typed("health", "健康，头疼");
        assert_eq!(
            (odd.field(), odd.doubt),
            (r#"["01","头疼"]"#, Some("code_unknown"))
        );
    }

    #[test]
    fn a_date_column_takes_days_years_and_serials() {
        let day = |cell: Cell| {
            let cell = &cell;
            let value = of("identified_on", cell);
            (
                value.text.clone(),
                value.field().to_owned(),
                value.doubt,
                value.repair.is_some(),
            )
        };
        assert_eq!(
            day(Cell::Text("20140626".into())),
            ("2014-06-26".into(), "2014".into(), None, false)
        );
        assert_eq!(
            day(Cell::Text("2014年6月26日".into())),
            ("2014-06-26".into(), "2014".into(), None, true)
        );
        assert_eq!(
            day(Cell::Number(20_140_626.0)),
            ("2014-06-26".into(), "2014".into(), None, false)
        );
        assert_eq!(
            day(Cell::Number(41816.0)),
            ("2014-06-26".into(), "2014".into(), None, true)
        );
        assert_eq!(
            day(Cell::Text("41816".into())),
            ("2014-06-26".into(), "2014".into(), None, true)
        );
        assert_eq!(
            day(Cell::Number(2014.0)),
            ("2014".into(), "2014".into(), None, false)
        );
        assert_eq!(
            day(Cell::Text("2014-02-30".into())).2,
            Some("impossible_date")
        );
        assert_eq!(day(Cell::Text("去年".into())).2, Some("date_not_readable"));
    }

    #[test]
    fn a_formula_without_a_result_gives_nothing_and_a_formula_for_a_name_its_text() {
        assert_eq!(
            of("id_number", &Cell::Formula("TRIM(AC8)".into())),
            Value::default()
        );
        assert_eq!(
            of("work_months", &Cell::Formula("A1".into())).doubt,
            Some("formula_without_value")
        );
        let name = of("name", &Cell::Formula("HYPERLINK(\"x\")".into()));
        assert_eq!(
            (name.text.as_str(), name.doubt),
            ("=HYPERLINK(\"x\")", Some("formula_as_name"))
        );
        assert_eq!(typed("name", "=1+1").doubt, Some("formula_as_name"));
        assert_eq!(
            of("ethnicity", &Cell::Error("#N/A")).doubt,
            Some("cell_error")
        );
    }

    #[test]
    fn numbers_with_units_are_put_right_and_others_listed() {
        let months = typed("work_months", "11个月");
        assert_eq!(
            (months.text.as_str(), months.repair),
            ("11", Some(("11个月".to_owned(), "unit")))
        );
        assert_eq!(
            typed("work_months", "13").doubt,
            Some("months_out_of_range")
        );
        assert_eq!(
            typed("work_months", "半年").doubt,
            Some("number_not_readable")
        );
        assert_eq!(
            typed("income_per_head", "二千三").doubt,
            Some("income_not_a_number")
        );
        assert_eq!(
            of("income_per_head", &Cell::Number(9153.82)).text,
            "9153.82"
        );
        assert_eq!(typed("out_of_poverty_year", "2017年").text, "2017");
    }
}
