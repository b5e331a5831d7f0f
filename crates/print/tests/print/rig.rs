//! Papers of made-up people, the program, and the readers of what it makes.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use paper::{
    Contact, DistributionLine, Distributions, Field, Foot, Form, HouseholdSheet, IncomeLine, Log,
    LogLine, MeasureLine, Measures, MemberLine, Notice, NoticeMeasure, Paper, PrintError,
    ProblemLine, Problems, Program, RequestLine, Requests, Roll, RollLine, Roster, RosterLine,
    Stop, Wish, WishLine, Wishes,
};
use tiny_skia::Pixmap;

const BIN: &str = env!("CARGO_BIN_EXE_zhucun-print");

pub(crate) fn program() -> Program {
    Program::at(BIN.into())
}

/// The program in a shell that gives it so many KiB of addresses.
#[cfg(target_os = "linux")]
pub(crate) fn confined(kib: u64) -> Program {
    use std::os::unix::fs::PermissionsExt;
    let path = file("sh");
    std::fs::write(&path, format!("#!/bin/sh\nulimit -v {kib}\nexec '{BIN}'\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    Program::at(path)
}

/// A file of this test alone, in the folder that cargo has for them. No crate for it: it would bring other features,
/// and typst would be compiled again for tests.
fn file(ending: &str) -> PathBuf {
    static FILES: AtomicUsize = AtomicUsize::new(0);
    let name = format!(
        "print-{}-{}.{ending}",
        std::process::id(),
        FILES.fetch_add(1, Ordering::Relaxed)
    );
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

pub(crate) fn paper(form: Form) -> Paper {
    Paper {
        foot: Foot {
            number: "H11-20180930-4F7Q2X".to_owned(),
            printed_at: "2018-09-30 21:30".to_owned(),
            printed_by: "方立群".to_owned(),
            unsynced: "本机还有 3 条没同步".to_owned(),
        },
        form,
    }
}

pub(crate) fn pdf(form: Form) -> Vec<u8> {
    let answer = program().print(&paper(form), Wish::Pdf, &Stop::default());
    answer.unwrap().pieces.remove(0)
}

/// What the program says to these bytes.
pub(crate) fn printed(job: &[u8]) -> Result<(), PrintError> {
    let mut child = Command::new(BIN)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(job).unwrap();
    let done = child.wait_with_output().unwrap();
    if done.status.success() {
        return Ok(());
    }
    let words = String::from_utf8(done.stderr).unwrap();
    Err(serde_json::from_str(words.lines().last().unwrap()).unwrap())
}

/// What a program of poppler-utils says of a PDF.
pub(crate) fn poppler(name: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let path = file("pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(name);
    command.args(arguments).arg(&path);
    if name == "pdftotext" {
        command.arg("-");
    }
    let done = command
        .output()
        .unwrap_or_else(|error| panic!("{name}, of poppler-utils: {error}"));
    std::fs::remove_file(&path).unwrap();
    assert!(done.status.success(), "{name}");
    String::from_utf8(done.stdout).unwrap()
}

pub(crate) fn text_of(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-layout"], pdf)
}

/// Pixels a page is wide in the stored pictures.
const WIDTH_PX: u32 = 420;
/// How far pixels may be apart on average, of 255: an edge that falls a little otherwise, not a word that moved.
const APART_MAX: f64 = 0.4;

/// Compares the first two pages with the stored pictures. What differs is written anew, to be looked at and committed,
/// and named.
pub(crate) fn pages(name: &str, form: Form) -> Vec<String> {
    let wish = Wish::Pictures {
        from: 0,
        count: 2,
        width_px: WIDTH_PX,
    };
    let answer = program().print(&paper(form), wish, &Stop::default());
    let mut changed = Vec::new();
    for (number, bytes) in answer.unwrap().pieces.iter().enumerate() {
        let file = format!("tests/print/pages/{name}-{}.png", number + 1);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
        let apart = std::fs::read(&path)
            .ok()
            .map_or(f64::MAX, |kept| apart(&kept, bytes));
        if apart > APART_MAX {
            std::fs::write(&path, bytes).unwrap();
            changed.push(format!("{file} ({apart:.1e})"));
        }
    }
    changed
}

fn apart(kept: &[u8], made: &[u8]) -> f64 {
    let [kept, made] = [kept, made].map(|bytes| Pixmap::decode_png(bytes).unwrap());
    if (kept.width(), kept.height()) != (made.width(), made.height()) {
        return f64::MAX;
    }
    let sum: u64 = kept
        .data()
        .iter()
        .zip(made.data())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    sum as f64 / kept.data().len() as f64
}

const NAMES: [&str; 6] = [
    "张德顺",
    "𬱖文山",
    "欧阳长根",
    "李桂芳",
    "阿牛木支·尔古惹哈",
    "王小满",
];
const NOTES: [&str; 4] = [
    "例行走访：看了新修的水窖，出水正常。",
    "政策讲解：说了大病保险怎么报，材料缺一张出院小结，下次带表来。",
    "措施跟进：鸡苗到了 50 只，圈舍还差一面墙，村里答应这周砌好；养到年底卖，算下来能有三千来元。",
    "电话：在广东务工，过年回来。",
];

fn name(n: usize) -> String {
    NAMES[n % NAMES.len()].to_owned()
}

fn line(n: usize) -> LogLine {
    LogLine {
        visited_on: format!("2018-09-{:02}", 30 - n % 30),
        household: name(n),
        group: ["上坪组", "河边组"][n % 2].to_owned(),
        people: ["方立群", "方立群、田小雨"][n % 2].to_owned(),
        record: NOTES[n % NOTES.len()].to_owned(),
        marks: ["", "补录", "电话", "发现问题"][n % 4].to_owned(),
    }
}

pub(crate) fn log(rows: usize) -> Form {
    Form::Visits(Log {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "9月 · 上坪组".to_owned(),
        rows: (0..rows).map(line).collect(),
    })
}

fn measure(n: usize) -> MeasureLine {
    MeasureLine {
        for_whom: if n % 5 == 4 {
            "全村".to_owned()
        } else {
            name(n)
        },
        class: ["产业", "健康", "住房安全"][n % 3].to_owned(),
        content: ["发展土鸡养殖", "慢病签约服务，每季度上门一次", "旧房加固"][n % 3].to_owned(),
        quantity: format!("{} / 50 只", n % 50),
        money: "1,500 / 3,600".to_owned(),
        unit: "县农业农村局".to_owned(),
        person: "田小雨".to_owned(),
        span: "2018-03-01 至 2018-11-30".to_owned(),
        state: ["进行中", "已完成", "进行中，过期 4 天"][n % 3].to_owned(),
    }
}

pub(crate) fn measures(rows: usize) -> Form {
    Form::Measures(Measures {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "没完成".to_owned(),
        sums: "完成 4 / 12，资金 1.8 / 4.3 万元".to_owned(),
        rows: (0..rows).map(measure).collect(),
    })
}

fn problem(n: usize) -> ProblemLine {
    ProblemLine {
        source: ["走访", "督查组"][n % 2].to_owned(),
        kind: ["个性", "共性"][n % 2].to_owned(),
        township: "柳坪镇".to_owned(),
        village: "石磨坪村".to_owned(),
        household_number: format!("43112810100{n:05}"),
        content: "卧室后墙有裂缝，下雨渗水".to_owned(),
        remedy: "先搭雨棚，再报危房鉴定".to_owned(),
        unit: "县住建局".to_owned(),
        person: "方立群".to_owned(),
        due_on: "2018-10-10".to_owned(),
        result: ["", "雨棚已搭，鉴定等回复"][n % 2].to_owned(),
        closed: ["否", "是 2018-09-28"][n % 2].to_owned(),
        ..ProblemLine::default()
    }
}

pub(crate) fn problems(rows: usize) -> Form {
    Form::Problems(Problems {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "没销号".to_owned(),
        rows: (0..rows).map(problem).collect(),
    })
}

pub(crate) fn roster(rows: usize) -> Form {
    let row = |n: usize| {
        let is_head = n.is_multiple_of(3);
        let of_home = |text: &str| {
            if is_head {
                text.to_owned()
            } else {
                String::new()
            }
        };
        RosterLine {
            index: of_home(&(n / 3 + 1).to_string()),
            household_number: of_home("4311281010000017"),
            group: of_home("上坪组"),
            name: name(n),
            id_number: "994311********2852".to_owned(),
            persons: of_home("3"),
            relation: ["户主", "配偶", "之孙子"][n % 3].to_owned(),
            ethnicity: "土家族".to_owned(),
            education: ["小学", "初中", "小学在校"][n % 3].to_owned(),
            health: "健康".to_owned(),
            labour: "普通劳动力".to_owned(),
            work: ["", "县外省内 8 月", ""][n % 3].to_owned(),
            state: of_home("已脱贫 2017"),
            cause: of_home("缺技术"),
            house: of_home("否"),
            water: of_home("是"),
            income: of_home("4,812.50"),
            phone: of_home("100****0017"),
        }
    };
    Form::Roster(Roster {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "全部".to_owned(),
        sums: format!("{} 户 {rows} 人", rows.div_ceil(3)),
        rows: (0..rows).map(row).collect(),
    })
}

pub(crate) fn requests(rows: usize) -> Form {
    let row = |n: usize| RequestLine {
        household: name(n),
        group: ["上坪组", "石磨坪村 河边组"][n % 2].to_owned(),
        raised_on: "2018-09-12".to_owned(),
        content: [
            "水管冻裂，想换一段",
            "儿子想学电焊，问县里有没有班，什么时候开、要交多少钱，能不能在镇上报名",
            "想迁到安置点",
        ][n % 3]
            .to_owned(),
        person: "田小雨".to_owned(),
        due_on: ["2018-09-26", ""][n % 2].to_owned(),
        state: ["没办完，过期 4 天", "办好待确认", "已确认", "办不了"][n % 4].to_owned(),
        result: [
            "",
            "人社局十月开班，已报名，学费免",
            "换了三十米水管",
            "不在搬迁范围，已当面说明",
        ][n % 4]
            .to_owned(),
        solved_on: ["", "2018-09-25", "2018-09-20", ""][n % 4].to_owned(),
        confirmed: ["", "", "2018-09-27 儿媳", ""][n % 4].to_owned(),
    };
    Form::Requests(Requests {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "没办完 · 办理人：田小雨".to_owned(),
        rows: (0..rows).map(row).collect(),
    })
}

pub(crate) fn wishes(rows: usize) -> Form {
    let row = |n: usize| WishLine {
        household: name(n),
        group: ["上坪组", "河边组"][n % 2].to_owned(),
        raised_on: "2018-09-18".to_owned(),
        content: ["一副老花镜", "一个书包", "一床厚棉被，过冬盖的"][n % 3].to_owned(),
        wished_by: ["户主", "孙女"][n % 2].to_owned(),
        donor: ["", "县妇女联合会", "张德顺"][n % 3].to_owned(),
        fulfilled_on: ["", "", "2018-09-28"][n % 3].to_owned(),
        note: ["", "度数 250"][n % 2].to_owned(),
    };
    Form::Wishes(Wishes {
        place: "柳坪镇 石磨坪村".to_owned(),
        filter: "没实现".to_owned(),
        rows: (0..rows).map(row).collect(),
    })
}

/// Of a township, which has its villages in a column.
pub(crate) fn distributions(rows: usize) -> Form {
    let row = |n: usize| DistributionLine {
        given_on: "2018-09-26".to_owned(),
        village: ["石磨坪", "竹园"][n % 2].to_owned(),
        item: ["鹅雏", "大米（东北，五公斤装）", "化肥"][n % 3].to_owned(),
        each: ["20 只", "1 袋", ""][n % 3].to_owned(),
        source: ["县畜牧局", "县民政局"][n % 2].to_owned(),
        received: "5 / 14 户".to_owned(),
        note: ["带一袋饲料", ""][n % 2].to_owned(),
    };
    Form::Distributions(Distributions {
        place: "柳坪镇".to_owned(),
        filter: "全部".to_owned(),
        rows: (0..rows).map(row).collect(),
    })
}

pub(crate) fn roll(rows: usize) -> Form {
    let row = |n: usize| {
        let has_come = n < 5;
        let if_come = |text: &str| if has_come { text } else { "" }.to_owned();
        RollLine {
            household: name(n),
            group: ["上坪组", "河边组"][n % 2].to_owned(),
            household_number: format!("43112810100{n:05}"),
            received_on: if_come("2018-09-26"),
            received_by: if_come(["户主", "儿媳"][n % 2]),
        }
    };
    Form::Roll(Roll {
        place: "柳坪镇 石磨坪村".to_owned(),
        given_on: "2018-09-26".to_owned(),
        item: "鹅雏".to_owned(),
        each: "20 只".to_owned(),
        source: "县畜牧局".to_owned(),
        note: "带一袋饲料".to_owned(),
        received: format!("{} / {rows} 户", rows.min(5)),
        rows: (0..rows).map(row).collect(),
    })
}

fn field((label, value): (&str, &str)) -> Field {
    Field {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

pub(crate) fn household() -> Form {
    let member = |n: usize| MemberLine {
        name: name(n),
        relation: ["户主", "配偶", "之子", "之孙女"][n % 4].to_owned(),
        gender: ["男", "女"][n % 2].to_owned(),
        born_on: "1957-07-25".to_owned(),
        id_number: "994311********2852".to_owned(),
        ethnicity: "土家族".to_owned(),
        education: "小学".to_owned(),
        health: "***".to_owned(),
        labour: "普通劳动力".to_owned(),
        work: "县外省内 8 月".to_owned(),
        insured: "医保 养老".to_owned(),
    };
    let income = |item: &str, amounts: [&str; 3], is_sum| IncomeLine {
        item: item.to_owned(),
        amounts: amounts.map(ToOwned::to_owned).to_vec(),
        is_sum,
    };
    Form::Household(HouseholdSheet {
        head: "𬱖文山".to_owned(),
        place: "柳坪镇 石磨坪村 上坪组".to_owned(),
        number: "4311281010000017".to_owned(),
        basics: [
            ("户主", "𬱖文山"),
            ("脱贫状态", "已脱贫 2017"),
            ("贫困户属性", "一般贫困户"),
            ("致贫原因", "因病、缺技术"),
            ("家庭住址", "石磨坪村上坪组 17 号，过了晒谷场往坡上走第二家"),
            ("联系电话", "100****0017"),
            ("饮水是否安全", "是"),
            ("是否危房户", "否"),
        ]
        .map(field)
        .to_vec(),
        members: (0..4).map(member).collect(),
        income_years: ["2018", "2017", "2016"].map(ToOwned::to_owned).to_vec(),
        incomes: vec![
            income("工资性收入", ["12,000.00", "9,500.00", ""], false),
            income(
                "生产经营性收入",
                ["4,300.50", "2,100.00", "1,800.00"],
                false,
            ),
            income("合计", ["16,300.50", "11,600.00", "1,800.00"], true),
        ],
        measures: (0..3).map(measure).collect(),
        problems: vec![problem(1)],
        visits: (0..8).map(line).collect(),
        visits_total: 23,
    })
}

pub(crate) fn notice() -> Form {
    Form::Notice(Notice {
        head: "𬱖文山".to_owned(),
        place: "柳坪镇 石磨坪村 上坪组".to_owned(),
        basics: [
            ("家庭人口", "4 人，劳力 2 人"),
            ("脱贫状态", "已脱贫 2017"),
            ("致贫原因", "因病、缺技术"),
            ("人均纯收入", "4,812.50 元"),
        ]
        .map(field)
        .to_vec(),
        contacts: vec![Contact {
            duty: "第一书记".to_owned(),
            name: "方立群".to_owned(),
            unit: "县农业农村局".to_owned(),
            phone: "10000000017".to_owned(),
        }],
        measures: (0..3)
            .map(measure)
            .map(|line| NoticeMeasure {
                class: line.class,
                content: line.content,
                amount: "3,600".to_owned(),
                due_on: "2018-11-30".to_owned(),
                state: line.state,
            })
            .collect(),
        policies: ["医疗保障", "产业奖补"].map(ToOwned::to_owned).to_vec(),
    })
}
