//! What is written is read back, and is what a person expects in Excel.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use sheet::{
    Show,
    write::{
        DistributionLine, InquiryCount, InquiryLine, MeasureLine, Notes, PortionLine, ProblemLine,
        RequestLine, StayLine, StayMonthLine, VisitLine, WishLine, distributions, households,
        inquiries, measures, problems, requests, stay_month, stays, visits, wishes,
    },
    write_doubts,
};

use crate::{
    assert_whole,
    files::{whole, workbook},
    people::{H1, line, rows},
    read,
};

fn cells(bytes: &[u8], sheet: usize) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn written_households_are_read_back_as_they_were() {
    let lines: Vec<_> = (0..30).map(|at| line(at / 3, at % 3)).collect();
    let bytes = households("新田县枧头镇花名册", &lines, &Notes::default()).unwrap();
    assert_eq!(texts(&cells(&bytes, 0)[1]), H1);
    assert_whole(&read(&bytes).unwrap(), 10);
    assert_eq!(
        cells(&bytes, 0)[2][8],
        Data::String(line(0, 0).id_number),
        "a long number is text"
    );
    assert_eq!(cells(&bytes, 0)[2][25], Data::Float(4000.0));
}

#[test]
fn visits_have_the_headers_of_counties_and_dates_are_dates() {
    let visit = VisitLine {
        visited_on: Some(day("2018-09-30")),
        people: vec!["沈知远".into(), "罗青松".into()],
        record: "例行走访\n=1+1 慢病药够用".into(),
        village: "豪山村".into(),
        head: "石顺彬".into(),
        household_number: "4311281032020001".into(),
    };
    let rows = cells(&visits("走访记录", &[visit], &Notes::default()).unwrap(), 0);
    assert_eq!(
        texts(&rows[1]),
        [
            "走访时间",
            "帮扶干部",
            "走访情况记录",
            "村",
            "户主",
            "户编号"
        ]
    );
    assert!(matches!(&rows[2][0], Data::DateTime(moment) if moment.to_ymd_hms_milli().0 == 2018));
    assert_eq!(rows[2][1], Data::String("沈知远、罗青松".into()));
    assert_eq!(
        rows[2][2],
        Data::String("例行走访\n=1+1 慢病药够用".into()),
        "text is never a formula"
    );
    assert_eq!(rows[2][5], Data::String("4311281032020001".into()));
}

#[test]
fn stays_are_a_list_and_a_grid_of_the_month() {
    let stay = StayLine {
        stayed_on: Some(day("2018-02-28")),
        person: "沈知远".into(),
        duty: "first_secretary".into(),
        day: "village".into(),
        night: "stayed".into(),
        ..StayLine::default()
    };
    assert_eq!(
        texts(&cells(&stays("驻村", &[stay], &Notes::default()).unwrap(), 0)[2])[3..7],
        ["第一书记", "白天在村", "", "住村"]
    );
    let entry = |at: u32, day: &str, night: &str| (at, day.to_owned(), night.to_owned());
    let month = StayMonthLine {
        person: "沈知远".into(),
        duty: "first_secretary".into(),
        village: "豪山村".into(),
        days: vec![
            entry(1, "village", "stayed"),
            entry(2, "trip", ""),
            entry(3, "leave", ""),
            entry(4, "", ""),
            entry(5, "village", ""),
            entry(6, "", "duty"),
            entry(28, "meeting", "stayed"),
        ],
        ..StayMonthLine::default()
    };
    let rows = cells(
        &stay_month("2018年2月考勤表", 2018, 2, &[month]).unwrap(),
        0,
    );
    assert_eq!(rows[1].len(), 5 + 28 + 8);
    assert_eq!(texts(&rows[2])[5..11], ["√◎", "公", "假", "×", "√", "轮"]);
    assert_eq!(rows[2][11], Data::Empty, "a day without a record is empty");
    assert_eq!(texts(&rows[2])[32], "会◎");
    assert_eq!(
        rows[2][33..37],
        [
            Data::Float(2.0),
            Data::Float(2.0),
            Data::Float(2.0),
            Data::Float(1.0)
        ]
    );
}

#[test]
fn measures_and_problems_show_labels_money_and_dates() {
    let measure = MeasureLine {
        class: "industry".into(),
        content: "养羊".into(),
        goal: "年增收三千元".into(),
        amount_fen: Some(1_234_567),
        paid_fen: Some(600_000),
        state: "running".into(),
        due_on: Some(day("2018-12-31")),
        quantity: Some(10),
        quantity_done: Some(4),
        quantity_unit: "只".into(),
        ..MeasureLine::default()
    };
    let rows = cells(
        &measures("帮扶措施", &[measure], &Notes::default()).unwrap(),
        0,
    );
    assert_eq!(rows[2][3], Data::String("产业".into()));
    assert_eq!(rows[2][7], Data::String("年增收三千元".into()));
    assert_eq!(
        rows[2][8..12],
        [
            Data::Float(12345.67),
            Data::Float(6000.0),
            Data::Float(10.0),
            Data::Float(4.0)
        ]
    );
    assert_eq!(rows[2][15], Data::String("进行中".into()));
    let problem = ProblemLine {
        source: "visit".into(),
        kind: "single".into(),
        content: "屋顶漏雨".into(),
        state: "verified".into(),
        closed_on: Some(day("2018-10-08")),
        result: "已修".into(),
        ..ProblemLine::default()
    };
    let rows = cells(
        &problems(
            "整改台账",
            &[
                problem,
                ProblemLine {
                    state: "open".into(),
                    source: "别处来的".into(),
                    ..ProblemLine::default()
                },
            ],
            &Notes::default(),
        )
        .unwrap(),
        0,
    );
    assert_eq!(
        texts(&rows[1])[..8],
        [
            "序号",
            "问题来源",
            "问题类别",
            "乡镇",
            "村",
            "户编号",
            "存在问题",
            "整改措施"
        ]
    );
    assert_eq!(
        texts(&rows[2])[12..14],
        ["已销号：已修", "是（2018-10-08）"]
    );
    assert_eq!(texts(&rows[3])[1], "别处来的");
    assert_eq!(texts(&rows[3])[13], "否");
}

/// The value under a header, in the first row of a sheet whose header stands in this row.
fn under(sheet: &[Vec<Data>], header: usize, word: &str) -> Data {
    let at = texts(&sheet[header]).iter().position(|one| one == word);
    sheet[header + 1][at.unwrap()].clone()
}

#[test]
fn what_is_asked_and_wished_for_says_of_whom_and_how_far_it_is() {
    let request = RequestLine {
        village: "石磨坪".into(),
        head: "欧阳长根".into(),
        household_number: "4311281010000017".into(),
        raised_on: Some(day("2018-09-12")),
        content: "=1+1 换水管".into(),
        state: "confirmed".into(),
        confirmed_on: Some(day("2018-09-27")),
        confirmed_by: "儿媳".into(),
        ..RequestLine::default()
    };
    let notes = Notes {
        filter: "已确认".into(),
        ..Notes::default()
    };
    let book = requests("诉求台账", &[request], &notes).unwrap();
    let sheet = cells(&book, 0);
    let number = Data::String("4311281010000017".into());
    assert_eq!(under(&sheet, 1, "户编号"), number, "a long number is text");
    assert_eq!(under(&sheet, 1, "诉求内容").to_string(), "=1+1 换水管");
    assert_eq!(under(&sheet, 1, "办理状态").to_string(), "已确认");
    assert_eq!(under(&sheet, 1, "确认人").to_string(), "儿媳");
    assert!(matches!(under(&sheet, 1, "确认时间"), Data::DateTime(_)));
    assert_eq!(under(&sheet, 1, "办好时间"), Data::Empty);
    assert_eq!(texts(&cells(&book, 1)[1]), ["范围", "已确认"]);

    let wish = WishLine {
        household_number: "0311281010000017".into(),
        content: "一副老花镜".into(),
        wished_by: "奶奶".into(),
        donor: "县妇联".into(),
        ..WishLine::default()
    };
    let sheet = cells(&wishes("微心愿认领表", &[wish], &notes).unwrap(), 0);
    assert_eq!(under(&sheet, 1, "户编号").to_string(), "0311281010000017");
    assert_eq!(under(&sheet, 1, "谁的心愿").to_string(), "奶奶");
    assert_eq!(under(&sheet, 1, "认领人").to_string(), "县妇联");
}

#[test]
fn what_was_given_out_has_its_households_on_a_sheet_to_be_signed() {
    let given = DistributionLine {
        item: "鹅雏".into(),
        given_on: Some(day("2018-09-26")),
        quantity: Some(20),
        households: 2,
        received: 1,
        ..DistributionLine::default()
    };
    let portion = PortionLine {
        item: "鹅雏".into(),
        head: "张德顺".into(),
        household_number: "4311281010000017".into(),
        quantity: Some(20),
        received_on: Some(day("2018-09-27")),
        received_by: "户主".into(),
        ..PortionLine::default()
    };
    let waiting = PortionLine {
        head: "李桂芳".into(),
        ..PortionLine::default()
    };
    let book = distributions("物资发放", &[given], &[portion, waiting], &Notes::default());
    let book = book.unwrap();
    let sheet = cells(&book, 0);
    assert_eq!(under(&sheet, 1, "每户数量"), Data::Float(20.0));
    assert_eq!(under(&sheet, 1, "应领户数"), Data::Float(2.0));
    assert_eq!(under(&sheet, 1, "已领户数"), Data::Float(1.0));
    let roll = cells(&book, 1);
    assert_eq!(roll.len(), 3);
    assert_eq!(under(&roll, 0, "户编号").to_string(), "4311281010000017");
    assert!(matches!(under(&roll, 0, "领取时间"), Data::DateTime(_)));
    assert_eq!(under(&roll, 0, "签字"), Data::Empty);
}

#[test]
fn what_was_heard_has_its_answers_under_their_questions_and_its_counts_on_a_sheet_of_their_own() {
    let line = InquiryLine {
        township: "柳坪镇".into(),
        village: "石磨坪".into(),
        asked_on: Some(day("2018-09-28")),
        person: "方立群".into(),
        answers: ["是", "否", "", "不清楚", "", "", "是"]
            .map(String::from)
            .to_vec(),
        note: "=1+1 说公示看不懂".into(),
    };
    let count = InquiryCount {
        yes: 3,
        no: 1,
        unsure: 2,
    };
    let notes = Notes {
        filter: "全部".into(),
        ..Notes::default()
    };
    let bytes = inquiries("班子队伍", &[line], &[count; 7], &notes).unwrap();
    let sheet = cells(&bytes, 0);
    let (head, row) = (texts(&sheet[1]), texts(&sheet[2]));
    assert_eq!(head.len(), row.len());
    let under = |word: &str| row[head.iter().position(|one| one == word).unwrap()].clone();
    assert_eq!(under("工作队来过家里"), "否");
    assert_eq!(under("工作队讲过政策"), "");
    assert_eq!(under("村干部有事找得到"), "是");
    assert_eq!(under("群众的话"), "=1+1 说公示看不懂");
    assert!(!head.iter().any(|word| word.contains('户')), "{head:?}");
    let counts = cells(&bytes, 1);
    assert_eq!(
        texts(counts.last().unwrap()),
        ["村干部有事找得到", "3", "1", "2"]
    );
    assert!(!cells(&bytes, 2).is_empty(), "what the file says of itself");
}

#[test]
fn the_doubts_workbook_says_row_and_reason_and_hides_numbers_unless_they_are_revealed() {
    let mut all = whole(&H1, rows(2));
    all[3][8] = "431128180001019990".into();
    all[4][8].insert(0, ' ');
    let roster = read(&workbook(&all)).unwrap();
    let rows = cells(&write_doubts(&roster, Show::Masked).unwrap(), 0);
    assert_eq!(
        texts(&rows[1]),
        ["工作表", "行号", "列", "原值", "疑点", "对照", "代码"]
    );
    assert_eq!(
        texts(&rows[2])[..4],
        ["花名册", "4", "证件号码", "431128********9990"]
    );
    assert!(texts(&rows[2])[4].contains("校验位"));
    let plain = write_doubts(&roster, Show::Plain).unwrap();
    assert_eq!(texts(&cells(&plain, 0)[2])[3], "431128180001019990");
    assert_eq!(texts(&cells(&plain, 1)[2])[4], line(0, 1).id_number);
}

#[test]
fn every_doubt_and_repair_has_its_words() {
    for kind in [
        "bad_check_digit",
        "impossible_birth_date",
        "number_lost_digits",
        "duplicate_identity",
        "identity_old_15",
        "identity_length",
        "identity_characters",
        "bad_certificate",
        "two_heads",
        "two_spouses",
        "household_without_head",
        "head_twice",
        "household_emptied",
        "household_left_empty",
        "household_parted",
        "household_twice",
        "member_outside",
        "name_twice",
        "unknown_relation",
        "unknown_cause",
        "code_unknown",
        "yes_no_unknown",
        "education_and_school_both",
        "education_and_school_empty",
        "health_missing",
        "required_empty",
        "income_not_a_number",
        "number_not_readable",
        "months_out_of_range",
        "phone_not_11_digits",
        "name_too_long",
        "formula_as_name",
        "formula_without_value",
        "cell_error",
        "impossible_date",
        "date_not_readable",
        "gender_differs",
        "spouses_same_gender",
        "birth_differs",
        "pupil_age",
        "born_after_list",
        "age_out_of_range",
        "illness_insurance_missing",
        "medical_insurance_both",
        "medical_insurance_none",
        "work_place_without_months",
        "months_without_work_place",
        "dropout_reason_differs",
        "household_value_differs",
        "row_not_a_person",
        "risk_end_before_start",
        "full_width",
        "letter_case",
        "space",
        "invisible",
        "wrapper",
        "apostrophe",
        "separator",
        "unit",
        "date_form",
        "serial_day",
        "other_word",
    ] {
        let (chinese, english) = sheet::doubts::reason(kind);
        assert!(!chinese.is_empty() && !english.is_empty(), "{kind}");
    }
}
