//! What the office programs of others make of our files: LibreOffice opens them without an offer to repair them, and
//! openpyxl reads them, before and after, with every text still a text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use chrono::NaiveDate;
use serde_json::{Value, json};
use sheet::write::{
    HouseholdLine, MeasureLine, Notes, ProblemLine, StayLine, StayMonthLine, VisitLine, households,
    measures, problems, stay_month, stays, visits,
};

/// Each cell with the type that openpyxl gives it: `{"走访记录": [[["str", "走访时间"], …], …]}`.
const READ: &str = r"
import json, sys, openpyxl
def cell(value):
    return [type(value).__name__, str(value)]
book = openpyxl.load_workbook(sys.argv[1])
sheets = {sheet.title: [[cell(c.value) for c in row] for row in sheet.iter_rows()] for sheet in book}
print(json.dumps(sheets, ensure_ascii=True))
";

const NUMBER: &str = "9943311957072588522233";
const ZEROS: &str = "0043112810100017";
const FORMULA: &str = "=1+1";
const RARE: &str = "𬱖文山";
const LINES: &str = "看了水窖\n出水正常";

fn day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2018, 9, 30)
}

fn notes() -> Notes {
    Notes {
        filter: "全部 · 组：上坪组".into(),
        made_at: "2018-09-30 21:30".into(),
        unsynced: "本机还有 3 条没同步".into(),
    }
}

/// Every table that is written, and the texts that must come back as they are.
fn books() -> Vec<(&'static str, Vec<u8>, Vec<&'static str>)> {
    let home = HouseholdLine {
        household_number: ZEROS.into(),
        member_number: FORMULA.into(),
        name: RARE.into(),
        id_number: NUMBER.into(),
        phone: "01000000017".into(),
        persons: Some(4),
        income_per_head_fen: Some(481_250),
        ..HouseholdLine::default()
    };
    let visit = VisitLine {
        visited_on: day(),
        people: vec!["方立群".into(), "田小雨".into()],
        record: LINES.into(),
        village: FORMULA.into(),
        head: RARE.into(),
        household_number: ZEROS.into(),
    };
    let stay = StayLine {
        stayed_on: day(),
        person: RARE.into(),
        unit: "007".into(),
        note: LINES.into(),
        ..StayLine::default()
    };
    let month = StayMonthLine {
        person: RARE.into(),
        unit: "007".into(),
        ..StayMonthLine::default()
    };
    let measure = MeasureLine {
        household_number: ZEROS.into(),
        head: RARE.into(),
        content: LINES.into(),
        goal: FORMULA.into(),
        amount_fen: Some(1_234_567),
        due_on: day(),
        ..MeasureLine::default()
    };
    let problem = ProblemLine {
        household_number: ZEROS.into(),
        content: LINES.into(),
        remedy: FORMULA.into(),
        person: RARE.into(),
        due_on: day(),
        ..ProblemLine::default()
    };
    vec![
        (
            "households",
            households("花名册", &[home], &notes()).unwrap(),
            vec![NUMBER, ZEROS, FORMULA, RARE, "01000000017"],
        ),
        (
            "visits",
            visits("走访记录", &[visit], &notes()).unwrap(),
            vec![ZEROS, FORMULA, RARE, LINES],
        ),
        (
            "stays",
            stays("驻村", &[stay], &notes()).unwrap(),
            vec!["007", RARE, LINES],
        ),
        (
            "month",
            stay_month("考勤表", 2018, 9, &[month]).unwrap(),
            vec!["007", RARE],
        ),
        (
            "measures",
            measures("帮扶措施", &[measure], &notes()).unwrap(),
            vec![ZEROS, FORMULA, RARE, LINES],
        ),
        (
            "problems",
            problems("问题整改台账", &[problem], &notes()).unwrap(),
            vec![ZEROS, FORMULA, RARE, LINES],
        ),
    ]
}

/// A folder of this test alone, in the one that cargo has for them.
fn folder(name: &str) -> PathBuf {
    let name = format!("office-{}-{name}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(folder.join("again")).unwrap();
    folder
}

/// As openpyxl reads it. Debian's Python is the one that has it.
fn read(path: &Path) -> Value {
    let done = Command::new("/usr/bin/python3")
        .args(["-c", READ])
        .arg(path)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "python3-openpyxl: {words}");
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Opens each file in LibreOffice and has it written anew into `again`. A file that it would offer to repair is not
/// opened where nobody can be asked.
fn through_the_office(folder: &Path, names: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx"])
        .args(["--outdir", "again"])
        .args(names)
        .current_dir(folder)
        .output();
    done.unwrap_or_else(|error| panic!("soffice, of libreoffice-calc-nogui: {error}"));
}

fn texts(book: &Value) -> Vec<&str> {
    let cells = book.as_object().unwrap().values();
    cells
        .flat_map(|rows| rows.as_array().unwrap())
        .flat_map(|row| row.as_array().unwrap())
        .filter(|cell| cell[0] == "str")
        .filter_map(|cell| cell[1].as_str())
        .collect()
}

/// Rows and columns of nothing at the ends are no difference, and a whole number may lose its point.
fn cells(book: &Value) -> Value {
    let mut sheets = book.clone();
    for rows in sheets.as_object_mut().unwrap().values_mut() {
        let rows = rows.as_array_mut().unwrap();
        for row in rows.iter_mut() {
            let row = row.as_array_mut().unwrap();
            while row.last().is_some_and(|cell| cell[0] == "NoneType") {
                row.pop();
            }
        }
        while rows.last().is_some_and(|row| *row == json!([])) {
            rows.pop();
        }
    }
    sheets
}

#[test]
fn office_programs_open_our_files_without_repair_and_text_stays_text() {
    let folder = folder("ours");
    let books = books();
    let mut names: Vec<String> = Vec::new();
    for (name, bytes, _) in &books {
        names.push(format!("{name}.xlsx"));
        std::fs::write(folder.join(format!("{name}.xlsx")), bytes).unwrap();
    }
    // One that is cut off: the office would offer to repair it, and here it must refuse.
    let half = &books[0].1[..books[0].1.len() * 2 / 3];
    names.push("damaged.xlsx".to_owned());
    std::fs::write(folder.join("damaged.xlsx"), half).unwrap();
    through_the_office(&folder, &names);
    for (name, _, kept) in &books {
        let ours = read(&folder.join(format!("{name}.xlsx")));
        let found = texts(&ours);
        for text in kept {
            assert!(found.contains(text), "{text:?} is no text in {name}");
        }
        let again = folder.join(format!("again/{name}.xlsx"));
        assert!(again.is_file(), "{name} was not opened");
        assert_eq!(cells(&read(&again)), cells(&ours), "{name}");
    }
    assert!(!folder.join("again/damaged.xlsx").exists());
    std::fs::remove_dir_all(&folder).unwrap();
}
