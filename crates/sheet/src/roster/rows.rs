//! Which rows are people, and which are titles, totals, page numbers, signatures.

use crate::{
    layouts::Header,
    read::{Cell, is_space},
};

/// What a row under the header is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A person.
    Person,
    /// Part of the form: nothing is lost by passing it over.
    Form,
    /// Something else that is filled in, with its text: listed, so that nothing vanishes.
    Stray(String),
}

/// Columns that a form fills in ahead of the people.
const PREFILLED: [&str; 7] = [
    "sequence", "province", "city", "county", "township", "village", "year",
];
/// Words of totals, at the start or end of a cell.
const TOTALS: [&str; 10] = [
    "小计",
    "合计",
    "总计",
    "累计",
    "共计",
    "总人数",
    "承前页",
    "过次页",
    "接上页",
    "转下页",
];
/// Words of titles, signatures and remarks.
const FORM_WORDS: [&str; 25] = [
    "花名册",
    "名单",
    "登记表",
    "统计表",
    "信息表",
    "填报",
    "填表",
    "制表",
    "审核人",
    "审批人",
    "复核",
    "负责人",
    "经办人",
    "签字",
    "签名",
    "盖章",
    "打印",
    "以下空白",
    "以下无正文",
    "备注:",
    "说明:",
    "注:",
    "单位:",
    "日期:",
    "续表",
];

/// What this row is.
pub(super) fn kind(header: &Header, cells: &[(u32, Cell)]) -> RowKind {
    let filled: Vec<&(u32, Cell)> = cells
        .iter()
        .filter(|(_, cell)| !matches!(cell, Cell::EmptyResult(_)))
        .collect();
    if filled.is_empty()
        && !cells
            .iter()
            .any(|(at, _)| header.key_at(*at) == Some("name"))
    {
        return RowKind::Form;
    }
    if is_numbering(&filled) {
        return RowKind::Form;
    }
    let has = |key: &str| cells.iter().any(|(at, _)| header.key_at(*at) == Some(key));
    let surely = has("id_number") || (has("relation") && (has("name") || has("member_number")));
    if surely {
        return RowKind::Person;
    }
    let texts: Vec<String> = filled
        .iter()
        .filter_map(|(_, cell)| {
            if let Cell::Text(text) = cell {
                Some(plain(text))
            } else {
                None
            }
        })
        .collect();
    let total = texts.iter().any(|text| {
        TOTALS
            .iter()
            .any(|word| text.starts_with(word) || text.ends_with(word))
    });
    let form = texts
        .iter()
        .any(|text| is_page(text) || FORM_WORDS.iter().any(|word| text.contains(word)));
    let form = form || texts.iter().any(|text| is_sum(text) || is_day(text));
    let prefilled = filled.iter().all(|(at, cell)| {
        let key = header.key_at(*at);
        key.is_some_and(|key| PREFILLED.contains(&key))
            || matches!(cell, Cell::Number(number) if *number == 0.0)
    });
    if total || (form && filled.len() <= 8) || prefilled {
        return RowKind::Form;
    }
    if has("name") || has("member_number") || has("relation") {
        return RowKind::Person;
    }
    RowKind::Stray(
        filled
            .iter()
            .map(|(_, cell)| cell.text())
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(200)
            .collect(),
    )
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_space(*c))
        .map(|c| if c == '：' { ':' } else { c })
        .collect()
}

/// The row below many a header that numbers its columns: 甲 乙 1 2 3.
fn is_numbering(filled: &[&(u32, Cell)]) -> bool {
    let is_number = |cell: &Cell| match cell {
        Cell::Number(number) => number.fract() == 0.0 && (0.0..100.0).contains(number),
        Cell::Text(text) => {
            let text = plain(text);
            let bare = text.trim_matches(['(', ')', '（', '）']);
            text == "栏次"
                || (matches!(bare.chars().count(), 1..=2)
                    && bare
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "甲乙丙丁戊己庚辛壬癸".contains(c)))
        }
        _ => false,
    };
    filled.len() >= 5 && filled.iter().all(|(_, cell)| is_number(cell))
}

/// 共9户29人, 豪山村：9户、29人.
fn is_sum(text: &str) -> bool {
    let counted = |unit: char| {
        text.char_indices()
            .any(|(at, c)| c == unit && text[..at].ends_with(|c: char| c.is_ascii_digit()))
    };
    counted('户') && counted('人') || ["户数", "总户数"].iter().any(|word| text.starts_with(word))
}

/// 2018年6月30日 below a signature.
fn is_day(text: &str) -> bool {
    text.ends_with('日') && text.contains('年') && text.contains('月') && text.chars().count() <= 16
}

/// 第2页, 共5页, 第2页/共5页, - 2 -, Page 2.
fn is_page(text: &str) -> bool {
    let paged = text.ends_with('页')
        && (text.starts_with('第') || text.starts_with('共'))
        && text.chars().count() <= 16;
    let dashed = text.len() > 2
        && text
            .trim_matches('-')
            .bytes()
            .all(|byte| byte.is_ascii_digit())
        && text.starts_with('-')
        && text.ends_with('-');
    paged
        || dashed
        || text
            .to_ascii_lowercase()
            .strip_prefix("page")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layouts, read::Grid};

    const WORDS: [&str; 9] = [
        "序号",
        "行政村",
        "户编号",
        "姓名",
        "证件号码",
        "人数",
        "与户主关系",
        "民族",
        "联系电话",
    ];

    fn header() -> Header {
        let cells = WORDS
            .iter()
            .enumerate()
            .map(|(at, word)| (at as u32, Cell::Text((*word).into())))
            .collect();
        layouts::find(
            &Grid {
                rows: vec![(0, cells)],
                ..Grid::default()
            },
            None,
        )
        .unwrap()
    }

    fn of(cells: &[(u32, &str)]) -> RowKind {
        let cells: Vec<(u32, Cell)> = cells
            .iter()
            .map(|(at, text)| {
                (
                    *at,
                    text.parse()
                        .map_or_else(|_| Cell::Text((*text).into()), Cell::Number),
                )
            })
            .collect();
        kind(&header(), &cells)
    }

    #[test]
    fn a_person_is_a_row_with_a_number_or_a_name() {
        assert_eq!(
            of(&[(0, "1"), (3, "张三"), (4, "99x"), (6, "户主")]),
            RowKind::Person
        );
        assert_eq!(of(&[(4, "99x")]), RowKind::Person);
        assert_eq!(of(&[(3, "张三")]), RowKind::Person);
        assert_eq!(of(&[(0, "3"), (2, "4311"), (6, "之子")]), RowKind::Person);
    }

    #[test]
    fn totals_pages_signatures_and_prefilled_rows_are_the_form() {
        for cells in [
            &[(1, "豪山村小计"), (2, "9户"), (5, "29")][..],
            &[(0, "合计"), (5, "56")],
            &[(3, "合 计"), (5, "56")],
            &[(0, "第2页")],
            &[(0, "第 2 页，共 5 页")],
            &[(0, "- 3 -")],
            &[
                (0, "制表人："),
                (3, "单位负责人（签字）："),
                (5, "审核人："),
            ],
            &[(3, "以下空白")],
            &[(0, "17"), (1, "豪山村")],
            &[(0, "新田县枧头镇贫困户花名册")],
            &[(0, "注：人数为家庭人口数")],
            &[(1, "豪山村：9户、29人")],
            &[(3, "过次页"), (5, "29")],
            &[(7, "2018年6月30日")],
            &[
                (0, "甲"),
                (1, "乙"),
                (2, "1"),
                (3, "2"),
                (4, "3"),
                (5, "4"),
                (6, "5"),
                (7, "6"),
                (8, "7"),
            ],
        ] {
            assert_eq!(of(cells), RowKind::Form, "{cells:?}");
        }
    }

    #[test]
    fn what_is_neither_is_kept_in_view() {
        assert_eq!(
            of(&[(2, "4311"), (8, "10057840758")]),
            RowKind::Stray("4311 10057840758".to_owned())
        );
    }
}
