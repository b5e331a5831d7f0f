//! What stands in a cell: numbers that lost digits, marks nobody sees, dates, formulas, coloured and annotated text.

use rust_xlsxwriter::{Color, Format, Formula, Workbook};

use crate::{
    assert_clean, assert_people, assert_whole,
    files::{biff, compound, number_cell, sheet, text_cell, whole, with_part, workbook},
    people::{H1, row, rows},
    read,
};

fn kinds(roster: &sheet::Roster) -> Vec<(u32, &str, &'static str)> {
    roster
        .doubts
        .iter()
        .map(|doubt| (doubt.row, doubt.column.as_str(), doubt.kind))
        .collect()
}

#[test]
fn numbers_in_number_cells_lose_digits_only_where_there_are_more_than_fifteen() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(3)));
    worksheet
        .write_number(4, 8, 990_412_195_404_261_848.0)
        .unwrap();
    worksheet.write_string(5, 8, "9.90412E+17").unwrap();
    worksheet
        .write_string(6, 8, format!("'{}", row(1, 0)[8]))
        .unwrap();
    worksheet
        .write_string(7, 8, format!("\u{2019}{}", row(1, 1)[8]))
        .unwrap();
    worksheet
        .write_number(9, 6, 431_128_103_200_000_303.0)
        .unwrap();
    for at in 0..3 {
        worksheet
            .write_number(3 + at * 3, 26, f64::from(at) + 10_000_000_000.0)
            .unwrap();
        worksheet
            .write_number(3 + at * 3, 25, 4000.0 + f64::from(at) / 100.0)
            .unwrap();
    }
    let roster = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        kinds(&roster),
        [
            (5, "证件号码", "number_lost_digits"),
            (6, "证件号码", "number_lost_digits"),
            (10, "人编号", "number_lost_digits")
        ]
    );
    let repaired: Vec<(u32, &str, &str)> = roster
        .repaired
        .iter()
        .map(|repair| (repair.row, repair.to.as_str(), repair.why))
        .collect();
    assert_eq!(
        repaired,
        [
            (7, row(1, 0)[8].as_str(), "apostrophe"),
            (8, row(1, 1)[8].as_str(), "apostrophe")
        ]
    );
    assert_eq!(roster.households[2].fields["phone"], "10000000002");
    assert_eq!(
        roster.members().nth(1).unwrap().fields["id_number"],
        "9.904121954042619E+17"
    );
}

#[test]
fn household_numbers_that_lost_their_digits_do_not_throw_households_together() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(3)));
    for at in 0..9_u32 {
        // Excel stores 15 digits: the last one of every 户编号 became 0.
        worksheet
            .write_number(3 + at, 5, 4_311_281_032_000_000.0)
            .unwrap();
    }
    let roster = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!((roster.households.len(), roster.doubts.len()), (3, 9));
    assert!(
        roster
            .doubts
            .iter()
            .all(|doubt| doubt.kind == "number_lost_digits" && doubt.column == "户编号")
    );
}

#[test]
fn villages_that_each_count_their_households_from_one_are_told_apart() {
    let mut all = whole(&H1, rows(4));
    // 户编号 001 and 002 in one village, and in the next again.
    for (at, row) in all[3..].iter_mut().enumerate() {
        let household = at / 3;
        row[3] = format!("豪山{}村", 1 + household / 2);
        row[5] = format!("{:03}", 1 + household % 2);
    }
    let roster = read(&workbook(&all)).unwrap();
    assert_clean(&roster);
    let found = |roster: &sheet::Roster| -> Vec<(String, String, usize)> {
        let homes = roster.households.iter();
        homes
            .map(|home| {
                (
                    home.village_name.clone(),
                    home.number.clone(),
                    home.members.len(),
                )
            })
            .collect()
    };
    let four = [
        ("豪山1村", "001"),
        ("豪山1村", "002"),
        ("豪山2村", "001"),
        ("豪山2村", "002"),
    ];
    let four = four.map(|(village, number)| (village.to_owned(), number.to_owned(), 3));
    assert_eq!(found(&roster), four);
    // Where the village stands beside the head alone.
    for (at, row) in all[3..].iter_mut().enumerate() {
        if at % 3 > 0 {
            row[3].clear();
        }
    }
    assert_eq!(found(&read(&workbook(&all)).unwrap()), four);
}

#[test]
fn an_old_workbook_gives_the_same_answers_as_a_new_one() {
    let mut cells = Vec::new();
    for (at, cells_of_row) in whole(&H1, rows(3)).iter().enumerate() {
        for (column, text) in cells_of_row
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
        {
            cells.push(match (at, column) {
                (5, 8) => number_cell(5, 8, 990_412_195_404_261_848.0),
                (3 | 6 | 9, 26) => number_cell(at as u16, 26, text.parse().unwrap()),
                _ => text_cell(at as u16, column as u16, text),
            });
        }
    }
    let roster = read(&compound("Workbook", &biff(&[], &cells))).unwrap();
    assert_eq!(
        (roster.layout, roster.households.len(), roster.rows_read),
        ("H1", 3, 9)
    );
    assert_eq!(kinds(&roster), [(6, "证件号码", "number_lost_digits")]);
    assert_eq!(roster.households[1].fields["phone"], "10000000001");
}

#[test]
fn marks_that_nobody_sees_are_taken_out_wherever_they_are() {
    for mark in [
        '\u{a0}', '\u{3000}', '\u{200b}', '\u{feff}', '\u{200e}', '\u{2060}', '\u{202c}', '\t',
        '\n', '\u{ad}',
    ] {
        let mut all = whole(&H1, rows(2));
        all[2][7] = format!("{mark}姓{mark}名");
        all[2][8].push(mark);
        all[2][10].insert(0, mark);
        all[3][7].push(mark);
        all[4][8].insert(6, mark);
        all[5][10].insert(0, mark);
        all[6][11].push(mark);
        all[7][5].push(mark);
        let roster = read(&workbook(&all)).unwrap();
        assert!(roster.doubts.is_empty(), "{mark:?}: {:#?}", roster.doubts);
        assert_people(&roster, 2);
        let mut repaired: Vec<(u32, &str)> = roster
            .repaired
            .iter()
            .map(|repair| (repair.row, repair.column.as_str()))
            .collect();
        repaired.sort_unstable();
        assert_eq!(
            repaired,
            [
                (4, "姓名"),
                (5, "证件号码"),
                (6, "与户主关系"),
                (7, "民族"),
                (8, "户编号")
            ],
            "{mark:?}"
        );
    }
}

#[test]
fn a_household_number_with_a_mark_is_the_same_household() {
    let mut all = whole(&H1, rows(2));
    all[4][5].push('\u{a0}');
    all[5][5] = all[5][5]
        .chars()
        .map(|digit| char::from_u32(digit as u32 + 0xfee0).unwrap())
        .collect();
    assert_eq!(read(&workbook(&all)).unwrap().households.len(), 2);
}

#[test]
fn days_count_from_the_epoch_of_their_workbook() {
    let header = [
        "姓名",
        "证件号码",
        "与户主关系",
        "户编号",
        "民族",
        "健康状况",
        "首次识别时间",
        "人员识别时间",
        "户类型",
        "风险识别时间",
    ];
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    let people: Vec<Vec<String>> = rows(1)
        .iter()
        .map(|row| {
            [7, 8, 10, 5, 11, 14]
                .iter()
                .map(|at| row[*at].clone())
                .collect()
        })
        .collect();
    sheet(worksheet, 0, &whole(&header, people));
    let day = Format::new().set_num_format("yyyy/m/d");
    // The same serial is 2014-06-26 or, counted from 1904, 2018-06-27.
    for row in 3..6 {
        worksheet
            .write_number_with_format(row, 6, 41816.0, &day)
            .unwrap();
        worksheet.write_string(row, 8, "一般农户").unwrap();
        worksheet
            .write_number_with_format(row, 9, 41816.75, &day)
            .unwrap();
    }
    worksheet.write_number(3, 7, 41816.0).unwrap();
    worksheet.write_string(4, 7, "2014.6.26").unwrap();
    worksheet.write_string(5, 7, "2014年2月29日").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let later = with_part(&bytes, "xl/workbook.xml", |part| {
        let part = part.replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1);
        part.replacen("</workbook>", "<extLst><ext uri=\"{140A7094-0E35-4892-8432-C4D2E57EDEB5}\" xmlns:x15=\"http://schemas.microsoft.com/office/spreadsheetml/2010/11/main\"><x15:workbookPr chartTrackingRefBase=\"1\"/></ext></extLst></workbook>", 1)
    });
    for (bytes, expected) in [(&bytes, "2014-06-26"), (&later, "2018-06-27")] {
        let roster = read(bytes).unwrap();
        assert_eq!(kinds(&roster), [(6, "人员识别时间", "impossible_date")]);
        let members: Vec<_> = roster.members().collect();
        assert!(
            members
                .iter()
                .all(|member| member.raw["首次识别时间"] == expected
                    && member.raw["风险识别时间"] == expected)
        );
        assert_eq!(members[0].raw["人员识别时间"], expected);
        assert_eq!(members[1].raw["人员识别时间"], "2014-06-26");
        assert_eq!(members[2].raw["人员识别时间"], "2014年2月29日");
        assert_eq!(
            roster.households[0].fields["identified_year"],
            &expected[..4]
        );
        let repaired: Vec<(u32, &str)> = roster
            .repaired
            .iter()
            .map(|repair| (repair.row, repair.why))
            .collect();
        assert_eq!(repaired, [(4, "serial_day"), (5, "date_form")]);
    }
}

#[test]
fn a_formula_counts_by_its_stored_result() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(3)));
    for row in 3..12_u32 {
        worksheet
            .write_formula(
                row,
                0,
                Formula::new("=ROW()-3").set_result((row - 2).to_string()),
            )
            .unwrap();
        worksheet
            .write_formula(row, 9, Formula::new("=COUNTIF(F:F,F4)").set_result("3"))
            .unwrap();
    }
    for (row, error) in [
        (3, "#N/A"),
        (4, "#REF!"),
        (5, "#VALUE!"),
        (6, "#DIV/0!"),
        (7, "#NAME?"),
        (8, "#NUM!"),
        (9, "#NULL!"),
    ] {
        worksheet
            .write_formula(
                row,
                11,
                Formula::new("=VLOOKUP(1,A:A,2,0)").set_result(error),
            )
            .unwrap();
    }
    worksheet
        .write_formula(10, 8, Formula::new("=TRIM(AC8)").set_result("UNSTORED"))
        .unwrap();
    worksheet
        .write_formula(
            11,
            7,
            Formula::new("=HYPERLINK(\"http://example.invalid\",\"x\")").set_result("UNSTORED"),
        )
        .unwrap();
    worksheet
        .write_formula(
            11,
            12,
            Formula::new("=VLOOKUP(2,A:A,2,0)").set_result("小学"),
        )
        .unwrap();
    let bytes = with_part(
        &book.save_to_buffer().unwrap(),
        "xl/worksheets/sheet1.xml",
        |part| {
            part.replace("<v>UNSTORED</v>", "")
                .replace("t=\"str\"><f>TRIM", "><f>TRIM")
        },
    );
    let roster = read(&bytes).unwrap();
    let mut expected: Vec<(u32, &str, &str)> =
        (4..=10).map(|row| (row, "民族", "cell_error")).collect();
    expected.extend([
        (11, "证件号码", "required_empty"),
        (12, "姓名", "formula_as_name"),
    ]);
    assert_eq!(kinds(&roster), expected);
    let last = roster.members().last().unwrap();
    assert_eq!(
        last.fields["name"],
        "=HYPERLINK(\"http://example.invalid\",\"x\")"
    );
    assert_eq!(last.fields["education"], "02");
    assert_eq!(last.raw["人数"], "3");
    assert_eq!(roster.members().next().unwrap().fields["ethnicity"], "#N/A");
}

#[test]
fn coloured_parts_and_readings_above_the_line_do_not_change_a_text() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    let people = rows(3);
    sheet(worksheet, 0, &whole(&H1, people.clone()));
    let (red, plain) = (Format::new().set_font_color(Color::Red), Format::new());
    for (at, person) in people.iter().enumerate() {
        let split = |text: &str| {
            text.char_indices()
                .nth(1)
                .map(|(at, _)| (text[..at].to_owned(), text[at..].to_owned()))
                .unwrap()
        };
        for column in [7, 8] {
            let (first, rest) = split(&person[column]);
            worksheet
                .write_rich_string(
                    3 + at as u32,
                    column as u16,
                    &[(&plain, first.as_str()), (&red, rest.as_str())],
                )
                .unwrap();
        }
    }
    let bytes = with_part(
        &book.save_to_buffer().unwrap(),
        "xl/sharedStrings.xml",
        |part| {
            part.replace(
                "</si>",
                "<rPh sb=\"0\" eb=\"1\"><t>トウ</t></rPh><phoneticPr fontId=\"1\"/></si>",
            )
        },
    );
    assert_whole(&read(&bytes).unwrap(), 3);
}

#[test]
fn faults_in_an_identity_number_are_told_apart_and_never_mended() {
    let mut all = whole(&H1, rows(4));
    let mut set = |row: usize, text: &str| all[row][8] = text.to_owned();
    set(3, "431128180001019990");
    set(4, "610928180002299983");
    set(5, "990412540426184");
    set(6, "99041219540426");
    set(7, "户口未上");
    set(8, "43112818000101999843");
    set(9, "43112818000101999893");
    let roster = read(&workbook(&all)).unwrap();
    let found: Vec<(u32, &str)> = roster
        .doubts
        .iter()
        .filter(|doubt| doubt.column == "证件号码")
        .map(|doubt| (doubt.row, doubt.kind))
        .collect();
    assert_eq!(
        found,
        [
            (4, "bad_check_digit"),
            (5, "impossible_birth_date"),
            (6, "identity_old_15"),
            (7, "identity_length"),
            (8, "identity_characters"),
            (9, "age_out_of_range"),
            (9, "duplicate_identity"),
            (10, "bad_certificate"),
            (10, "duplicate_identity"),
        ]
    );
    let certified = roster.members().nth(5).unwrap();
    assert_eq!(
        (
            certified.fields["id_kind"].as_str(),
            certified.fields["disability"].as_str()
        ),
        ("09", "肢体残疾三级")
    );
    assert!(roster.repaired.is_empty());
    assert_eq!(
        roster.members().nth(4).unwrap().fields["id_number"],
        "户口未上"
    );
}

#[test]
fn rules_about_a_household_name_the_other_row() {
    let mut all = whole(&H1, rows(3));
    all[5][10] = "户主".to_owned();
    all[8][10] = "配偶".to_owned();
    all[11][24] = "是".to_owned();
    let roster = read(&workbook(&all)).unwrap();
    let found: Vec<(u32, &str, Option<u32>)> = roster
        .doubts
        .iter()
        .map(|doubt| (doubt.row, doubt.kind, doubt.see.as_ref().map(|see| see.row)))
        .collect();
    assert_eq!(
        found,
        [
            (6, "two_heads", Some(4)),
            (9, "two_spouses", Some(8)),
            (12, "household_value_differs", Some(10))
        ]
    );
}

#[test]
fn an_error_of_a_newer_program_is_an_error_of_its_cell_and_not_of_the_file() {
    let mut book = Workbook::new();
    let worksheet = book.add_worksheet();
    sheet(worksheet, 0, &whole(&H1, rows(2)));
    worksheet
        .write_formula(
            4,
            12,
            Formula::new("=VLOOKUP(7,A:A,2,0)").set_result("#SPILL!"),
        )
        .unwrap();
    let bytes = with_part(
        &book.save_to_buffer().unwrap(),
        "xl/worksheets/sheet1.xml",
        |part| part.replace("t=\"str\"><f>VLOOKUP(7", "t=\"e\"><f>VLOOKUP(7"),
    );
    let roster = read(&bytes).unwrap();
    assert_people(&roster, 2);
    assert_eq!(kinds(&roster), [(5, "文化程度", "cell_error")]);
}
