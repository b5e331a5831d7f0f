//! Where things stand: merged cells, pages, several sheets, sheets without end.

use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::{
    assert_clean, assert_people, assert_whole,
    files::{sheet, strings, whole, with_part, workbook},
    people::{H1, OF_HOUSEHOLD, row, rows},
    read,
};

/// Household cells of each household of three merged over its rows; the head stands in the row `head`.
fn merged(households: usize, head: usize, header_rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    let plain = Format::new();
    worksheet
        .merge_range(0, 0, 0, 26, "花名册", &plain)
        .unwrap();
    let last = header_rows;
    for (at, word) in H1.iter().enumerate() {
        let at = at as u16;
        let grouped = (16..=17).contains(&at) || (19..=24).contains(&at);
        if header_rows == 1 || grouped {
            worksheet.write_string(last, at, *word).unwrap();
        } else {
            worksheet
                .merge_range(1, at, last, at, word, &plain)
                .unwrap();
        }
    }
    if header_rows > 1 {
        for (first, end, word) in [
            (16, 17, "务工情况"),
            (19, 21, "贫困户情况"),
            (22, 24, "住房饮水"),
        ] {
            if header_rows == 2 {
                worksheet
                    .merge_range(1, first, 1, end, word, &plain)
                    .unwrap();
            } else {
                worksheet
                    .merge_range(1, first, last - 1, end, word, &plain)
                    .unwrap();
            }
        }
    }
    for household in 0..households {
        let top = last + 1 + household as u32 * 3;
        let order = match head {
            0 => [0, 1, 2],
            1 => [1, 0, 2],
            _ => [1, 2, 0],
        };
        for (offset, member) in order.into_iter().enumerate() {
            for (at, text) in row(household, member)
                .iter()
                .enumerate()
                .filter(|(at, text)| !OF_HOUSEHOLD.contains(at) && !text.is_empty())
            {
                worksheet
                    .write_string(top + offset as u32, at as u16, text)
                    .unwrap();
            }
        }
        for at in OF_HOUSEHOLD {
            worksheet
                .merge_range(
                    top,
                    at as u16,
                    top + 2,
                    at as u16,
                    &row(household, 0)[at],
                    &plain,
                )
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn merged_household_cells_belong_to_every_row_wherever_the_head_stands() {
    for (head, header_rows) in [(0, 1), (1, 2), (2, 2), (1, 3)] {
        let roster = read(&merged(9, head, header_rows)).unwrap();
        assert_whole(&roster, 9);
        assert_eq!(roster.layout, "H1");
        let member = roster.members().nth(1).unwrap();
        assert_eq!(member.raw["行政村"], "豪山1村");
        assert_eq!(
            roster
                .members()
                .filter(|member| member
                    .fields
                    .get("work_months")
                    .is_some_and(|months| months == "8"))
                .count(),
            9
        );
    }
}

#[test]
fn a_number_only_on_the_heads_row_holds_until_the_next_head() {
    let mut people = rows(7);
    for row in people.iter_mut().filter(|row| row[10] != "户主") {
        for at in OF_HOUSEHOLD {
            row[at].clear();
        }
    }
    assert_whole(&read(&workbook(&whole(&H1, people))).unwrap(), 7);
}

#[test]
fn a_household_without_a_head_keeps_its_members_by_its_number() {
    let mut people = rows(4);
    people[3][10] = "之子".to_owned();
    let roster = read(&workbook(&whole(&H1, people))).unwrap();
    assert_people(&roster, 4);
    let found: Vec<(u32, &str)> = roster
        .doubts
        .iter()
        .map(|doubt| (doubt.row, doubt.kind))
        .collect();
    assert_eq!(found, [(7, "household_without_head")]);
}

#[test]
fn pages_totals_and_signatures_among_the_people_are_no_people() {
    let mut all = whole(&H1, Vec::new());
    for page in 0..4 {
        if page > 0 {
            all.push(strings(&["新田县枧头镇贫困户花名册"]));
            all.push(strings(&[
                "填报单位：新田县",
                "",
                "",
                "",
                "",
                "",
                "填报时间：2018年6月30日",
            ]));
            all.push(strings(&H1));
        }
        all.extend(
            (page * 3..page * 3 + 3)
                .flat_map(|household| (0..3).map(move |member| row(household, member))),
        );
        all.push(strings(&[
            "",
            "",
            "",
            "本页小计",
            "",
            "3户",
            "",
            "",
            "",
            "9",
        ]));
        all.push(Vec::new());
        all.push(strings(&[
            ["第1页", "第 2 页 共 4 页", "- 3 -", "共4页"][page]
        ]));
    }
    all.push(strings(&["合计", "", "", "", "", "12户", "", "", "", "36"]));
    all.push(strings(&[
        "制表人：",
        "",
        "",
        "",
        "审核人：",
        "",
        "",
        "单位负责人（签字）：",
    ]));
    all.push(strings(&["注：本表一式三份"]));
    assert_whole(&read(&workbook(&all)).unwrap(), 12);
}

#[test]
fn a_page_with_its_columns_in_another_order_is_read_by_its_own_header() {
    let mut all = whole(&H1, rows(3));
    let turned = |row: &[String]| row.iter().rev().cloned().collect::<Vec<_>>();
    all.push(turned(&strings(&H1)));
    all.extend(
        (3..6)
            .flat_map(|household| (0..3).map(move |member| row(household, member)))
            .map(|row| turned(&row)),
    );
    assert_whole(&read(&workbook(&all)).unwrap(), 6);
}

#[test]
fn what_is_no_person_and_no_form_is_listed_and_not_dropped_in_silence() {
    let mut people = rows(2);
    people.push(strings(&[
        "",
        "",
        "",
        "",
        "",
        "4311281032000009",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "10000000009",
    ]));
    let roster = read(&workbook(&whole(&H1, people))).unwrap();
    assert_people(&roster, 2);
    assert_eq!(roster.doubts.len(), 1);
    assert_eq!(
        (
            roster.doubts[0].kind,
            roster.doubts[0].row,
            roster.doubts[0].value.as_str()
        ),
        ("row_not_a_person", 10, "4311281032000009 10000000009")
    );
}

#[test]
fn hidden_sheets_rows_and_columns_with_people_are_part_of_the_roster() {
    let mut book = Workbook::new();
    let codes = book.add_worksheet().set_name("代码").unwrap();
    codes.set_hidden(true);
    sheet(
        codes,
        0,
        &[
            strings(&["姓名", "与户主关系", "健康状况"]),
            strings(&["", "户主", "健康"]),
        ],
    );
    for (at, name) in ["豪山村", "彭梓城村", "上富柏村"].iter().enumerate() {
        let worksheet = book.add_worksheet().set_name(*name).unwrap();
        let people = (at * 2..at * 2 + 2)
            .flat_map(|household| (0..3).map(move |member| row(household, member)))
            .collect();
        sheet(worksheet, at as u32, &whole(&H1, people));
        if at == 1 {
            worksheet.set_column_hidden(8).unwrap();
            for row in 5..8 {
                worksheet.set_row_hidden(row).unwrap();
            }
        }
        if at == 2 {
            worksheet.set_hidden(true);
        }
    }
    let roster = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_whole(&roster, 6);
    let sheets: Vec<(&str, bool, u32, usize)> = roster
        .sheets
        .iter()
        .map(|sheet| {
            (
                sheet.name.as_str(),
                sheet.hidden,
                sheet.header_row,
                sheet.rows_read,
            )
        })
        .collect();
    assert_eq!(
        sheets,
        [
            ("豪山村", false, 3, 6),
            ("彭梓城村", false, 4, 6),
            ("上富柏村", true, 5, 6)
        ]
    );
    assert_eq!(roster.members().last().unwrap().row, 11);
}

#[test]
fn formats_and_formulas_down_to_the_last_row_are_no_people() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(4)));
    let bold = Format::new().set_bold();
    for row in (15..4000).chain([1_048_575]) {
        for column in 0..27 {
            worksheet.write_blank(row, column, &bold).unwrap();
        }
    }
    for row in (15..5000).chain([400_000, 1_048_575]) {
        worksheet
            .write_formula(
                row,
                3,
                Formula::new("=IF(H5=\"\",\"\",D4)").set_result("UNSTORED"),
            )
            .unwrap();
    }
    let bytes = with_part(
        &book.save_to_buffer().unwrap(),
        "xl/worksheets/sheet1.xml",
        |part| part.replace("UNSTORED", ""),
    );
    assert_whole(&read(&bytes).unwrap(), 4);
}

#[test]
fn a_sheet_may_say_any_size() {
    let bytes = workbook(&whole(&H1, rows(4)));
    for size in [
        "A0:AA1048576",
        "A1:XFD1048576",
        "",
        "A1:AA1048577",
        "1:5",
        "ZZZZ9:A1",
    ] {
        let changed = with_part(&bytes, "xl/worksheets/sheet1.xml", |part| {
            let start = part.find("<dimension").unwrap();
            let end = start + part[start..].find("/>").unwrap() + 2;
            format!(
                "{}<dimension ref=\"{size}\"/>{}",
                &part[..start],
                &part[end..]
            )
        });
        assert_whole(&read(&changed).unwrap(), 4);
    }
}

#[test]
fn lists_of_other_layouts_in_any_order_are_recognised() {
    let h4 = [
        "风险消除时间",
        "姓名",
        "与户主关系",
        "证件号码",
        "户编号",
        "户类型",
        "易返贫致贫户（监测对象）类型",
        "风险是否消除",
        "风险识别时间",
        "民族",
        "健康状况",
        "行政村",
        "乡(镇)",
        "人均纯收入(元)",
        "致贫原因1",
    ];
    let people = (0..9)
        .map(|at| {
            let row = row(at / 3, at % 3);
            let take = |at: usize| row[at].clone();
            vec![
                "2022-03-01".to_owned(),
                take(7),
                take(10),
                take(8),
                take(5),
                "一般农户".to_owned(),
                "边缘易致贫户".to_owned(),
                "是".to_owned(),
                "20210601".to_owned(),
                take(11),
                take(14),
                take(3),
                take(2),
                take(25),
                take(21),
            ]
        })
        .collect();
    let roster = read(&workbook(&whole(&h4, people))).unwrap();
    assert_clean(&roster);
    assert_eq!((roster.layout, roster.households.len()), ("H4", 3));
    assert_eq!(
        roster.households[0].fields["monitored_kind"],
        "边缘易致贫户"
    );
    assert_eq!(
        roster.households[0].members[0].raw["风险识别时间"],
        "2021-06-01"
    );
}

#[test]
fn a_broken_household_number_leaves_its_member_where_it_stands() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(3)));
    worksheet
        .write_formula(7, 5, Formula::new("=VLOOKUP(1,A:A,2,0)").set_result("#N/A"))
        .unwrap();
    let roster = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_people(&roster, 3);
    assert_eq!(
        roster
            .doubts
            .iter()
            .map(|doubt| (doubt.row, doubt.kind))
            .collect::<Vec<_>>(),
        [(8, "cell_error")]
    );
}
