//! The real programs: a county of made-up people, its server, a laptop's first sync, and a large roster. Time, and the
//! peak of memory over each program with all that it starts.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value as Json;
use sheet::write::HouseholdLine;

use crate::{
    line::{Line, Tell},
    machine::{Peak, now, program, pss_mb},
};

const MINUTE_S: f64 = 60.0;
const COUNTY: &str = "431128";
const TOWNSHIP: &str = "431128103";
pub const HOUSEHOLDS: &str = "10114";
pub const PASSPHRASE: &str = "correct horse battery";
const ROSTER_ROWS: usize = 40_000;

pub fn lines(tell: &mut Tell<'_>) {
    let (Some(server), Some(laptop)) = (program("zhucun-server"), program("zhucun")) else {
        println!("   zhucun-server and zhucun are not built beside this program");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    demo(&server, &laptop, folder.path())
        .into_iter()
        .for_each(&mut *tell);
    roster(&server, &laptop, folder.path())
        .into_iter()
        .for_each(tell);
}

/// A command of one of the two programs, with its answer, its seconds and its peak of memory.
pub struct Ran {
    answer: Json,
    seconds: f64,
    peak_mb: f64,
}

fn run(program: &Path, arguments: &[&str]) -> Ran {
    let start = now();
    let child = command(program)
        .args(arguments)
        .arg("--json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let peak = Peak::of(child.id());
    let output = child.wait_with_output().expect("an end");
    let (seconds, peak_mb) = (start.elapsed().as_secs_f64(), peak.mb());
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        let told = String::from_utf8_lossy(&output.stderr);
        panic!("{arguments:?}: {} {told}", output.status)
    });
    Ran {
        answer,
        seconds,
        peak_mb,
    }
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env("ZHUCUN_PASSWORD", "long enough to stand")
        .env("ZHUCUN_PASSPHRASE", PASSPHRASE)
        .stdin(Stdio::null());
    command
}

/// A server that ends with this.
pub struct Serving {
    child: Child,
    pub url: String,
}

impl Serving {
    pub fn start(program: &Path, data: &str) -> Self {
        let mut child = command(program)
            .args(["--data", data, "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("a line");
        let port = line.trim().rsplit(':').next().unwrap_or_default();
        Self {
            url: format!("http://127.0.0.1:{port}"),
            child,
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// A laptop of an account: its profile, and how its enrolment with the first sync ran.
pub fn enrolled(
    server: &Path,
    laptop: &Path,
    data: &str,
    url: &str,
    account: &str,
    profile: &Path,
) -> Ran {
    let code = run(server, &["--data", data, "enrol", "--account", account]);
    let code = code.answer["code"].as_str().expect("a code").to_owned();
    run(
        laptop,
        &[
            "--profile",
            text(profile),
            "enrol",
            "--server",
            url,
            "--code",
            &code,
        ],
    )
}

/// A demo county in `data`: how making it ran, and the account of a first secretary.
pub fn demo_county(server: &Path, data: &str, households: &str) -> (f64, String) {
    let made = run(
        server,
        &[
            "--data",
            data,
            "demo",
            "--county",
            COUNTY,
            "--households",
            households,
            "--seed",
            "7",
        ],
    );
    let accounts = made.answer["accounts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let secretary = accounts
        .iter()
        .find(|account| account["role"] == "first_secretary")
        .and_then(|account| account["name"].as_str())
        .expect("a first secretary");
    (made.seconds, secretary.to_owned())
}

fn demo(server: &Path, laptop: &Path, folder: &Path) -> Vec<Line> {
    let data = folder.join("county");
    let (seconds, secretary) = demo_county(server, text(&data), HOUSEHOLDS);
    let serving = Serving::start(server, text(&data));
    let before = pss_mb(serving.child.id());
    let peak = Peak::of(serving.child.id());
    let enrol = |account: &str, profile: PathBuf| {
        enrolled(server, laptop, text(&data), &serving.url, account, &profile)
    };
    let village = enrol(&secretary, folder.join("village"));
    let office = enrol("office", folder.join("office"));
    let rows = office.answer["rows"].as_f64().unwrap_or(f64::NAN);
    vec![
        Line::new("demo of 10,114 households and their season", seconds, "s").at_most(MINUTE_S),
        Line::new(
            "a village's laptop enrolled, first sync and all",
            village.seconds,
            "s",
        ),
        Line::new(
            format!("the county office's laptop enrolled, {rows} rows"),
            office.seconds,
            "s",
        ),
        Line::new(
            "  peak memory of that laptop without a window (PSS)",
            office.peak_mb,
            "MB",
        ),
        Line::new("memory of the server at rest (PSS)", before, "MB"),
        Line::new("  its peak while both laptops came (PSS)", peak.mb(), "MB"),
    ]
}

fn roster(server: &Path, laptop: &Path, folder: &Path) -> Vec<Line> {
    let (data, profile) = (folder.join("empty"), folder.join("keeper"));
    let data = text(&data);
    run(server, &["--data", data, "init", "--county", COUNTY]);
    let keeper = [
        "--data",
        data,
        "account",
        "add",
        "--name",
        "keeper",
        "--person",
        "李秀英",
        "--role",
        "dossier_keeper",
        "--area",
        TOWNSHIP,
    ];
    run(server, &keeper);
    let serving = Serving::start(server, data);
    enrolled(server, laptop, data, &serving.url, "keeper", &profile);
    let workbook = folder.join("roster.xlsx");
    let bytes = sheet::write::households(
        "新田县枧头镇花名册",
        &roster_lines(),
        &sheet::write::Notes::default(),
    )
    .expect("a workbook");
    std::fs::write(&workbook, bytes).expect("space on the disk");
    let import = ["--profile", text(&profile), "import", text(&workbook)];
    let (first, again) = (run(laptop, &import), run(laptop, &import));
    assert_eq!(first.answer["rows_read"], ROSTER_ROWS, "{}", first.answer);
    assert_eq!(
        first.answer["households"]["new"],
        ROSTER_ROWS / 4,
        "{}",
        first.answer
    );
    vec![
        Line::new("import of a workbook of 40,000 rows", first.seconds, "s").at_most(MINUTE_S),
        Line::new("  peak memory (PSS)", first.peak_mb, "MB"),
        Line::new("the same workbook again, nothing new", again.seconds, "s").at_most(MINUTE_S),
    ]
}

fn roster_lines() -> Vec<HouseholdLine> {
    (0..ROSTER_ROWS)
        .map(|at| {
            let (household, member) = (at / 4, at % 4);
            let digits = format!(
                "99{:04}{}{:02}{:02}{:03}",
                household % 10_000,
                1950 + member * 10,
                1 + household % 12,
                1 + member,
                member * 2 + usize::from(member != 1)
            );
            let check = domain::identity::check_character(digits.as_bytes()).unwrap_or('0');
            HouseholdLine {
                county: "新田县".into(),
                township: "枧头镇".into(),
                village: "豪山村".into(),
                group_name: format!("{}组", household % 12 + 1),
                household_number: format!("4311281032028{household:05}"),
                member_number: format!("4311281032028{household:05}{member:02}"),
                name: format!("石{}", ["顺彬", "玉金", "丽", "福"][member]),
                id_number: format!("{digits}{check}"),
                persons: Some(4),
                relation: ["01", "02", "03", "03"][member].into(),
                ethnicity: "01".into(),
                education: "03".into(),
                health: vec!["01".into()],
                labour: "01".into(),
                state: "0".into(),
                attribute: "01".into(),
                cause: "07".into(),
                income_per_head_fen: Some(400_000 + household as i64),
                phone: format!("100{household:08}"),
                ..HouseholdLine::default()
            }
        })
        .collect()
}
