//! What a file says of itself stands apart from what counties read in.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use sheet::write::{Notes, VisitLine, visits};

fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let rows = range
                .rows()
                .map(|row| row.iter().map(Data::to_string).collect());
            (name, rows.collect())
        })
        .collect()
}

#[test]
fn the_second_sheet_says_what_the_file_is_and_the_first_stays_as_it_was() {
    let lines = [VisitLine {
        head: "张德顺".into(),
        record: "看了水窖".into(),
        household_number: "0043112810".into(),
        ..VisitLine::default()
    }];
    let notes = Notes {
        filter: "全部 · 组：上坪组".into(),
        made_at: "2018-09-30 21:30".into(),
        unsynced: "本机还有 3 条没同步".into(),
    };
    let plain = sheets(visits("走访记录", &lines, &Notes::default()).unwrap());
    let told = sheets(visits("走访记录", &lines, &notes).unwrap());
    assert_eq!(plain.len(), 1);
    assert_eq!(plain[0], told[0]);
    assert_eq!(
        told[0].1[1],
        [
            "走访时间",
            "帮扶干部",
            "走访情况记录",
            "村",
            "户主",
            "户编号"
        ]
    );
    let (name, rows) = &told[1];
    assert_eq!(name, "说明");
    let said = [
        ["项目", "内容"],
        ["范围", "全部 · 组：上坪组"],
        ["行数", "1"],
        ["导出时间", "2018-09-30 21:30"],
        ["同步", "本机还有 3 条没同步"],
    ];
    assert_eq!(rows, &said.map(|row| row.map(ToOwned::to_owned).to_vec()));
}
