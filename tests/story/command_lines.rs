//! The two command lines as people, support and scripts use them: members, exit codes, secrets, files.
//! The contract is the table of commands in `docs/command-lines.md`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::programs::{County, Laptop, built, document};

const VILLAGE: &str = "431128103202";

/// One county and one enrolled laptop, made once: what a test writes into them is its own.
struct Office {
    folder: TempDir,
    bin: PathBuf,
    county: County,
    url: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = built();
        let mut county = County::new(&bin, folder.path().join("county"));
        let made = county.ask(&[
            "demo",
            "--county",
            "431128",
            "--households",
            "60",
            "--seed",
            "7",
        ]);
        has(
            &made,
            "demo",
            &[
                "county",
                "villages",
                "households",
                "visits",
                "stays",
                "accounts",
            ],
        );
        for account in made["accounts"].as_array().unwrap() {
            has(
                account,
                "demo account",
                &["name", "password", "role", "area"],
            );
        }
        let url = format!("http://127.0.0.1:{}", county.serve());
        Self {
            folder,
            bin,
            county,
            url,
        }
    }

    fn code(&self) -> String {
        let told = self.county.ask(&["enrol", "--account", "secretary"]);
        has(
            &told,
            "server enrol",
            &["code", "server", "pin", "expires_at"],
        );
        told["code"].as_str().unwrap().to_owned()
    }

    fn laptop(&self, name: &str) -> Laptop {
        let laptop = Laptop::new(&self.bin, self.folder.path().join(name));
        let told = laptop.ask(&["enrol", "--server", &self.url, "--code", &self.code()]);
        has(
            &told,
            "enrol",
            &["device", "person", "roles", "scope", "rows"],
        );
        laptop
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

static OFFICE: LazyLock<Office> = LazyLock::new(Office::new);

fn has(told: &Json, what: &str, members: &[&str]) {
    for member in members {
        assert!(told.get(member).is_some(), "{what} has no {member}: {told}");
    }
}

/// Ends with `exit`, and says why in one JSON line on stderr with nothing on stdout.
fn refused(laptop: &Laptop, args: &[&str], exit: i32) -> Json {
    let output = laptop.run(args);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
    let told: Json = serde_json::from_slice(&output.stderr)
        .unwrap_or_else(|_| panic!("{args:?}: no JSON line: {output:?}"));
    has(&told, "a refusal", &["code", "detail", "hint"]);
    told
}

fn any_household(laptop: &Laptop) -> String {
    laptop.ask(&["list", "households", "--limit", "1"])["rows"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn every_command_answers_with_the_members_of_its_contract() {
    let laptop = OFFICE.laptop("members");
    let household = any_household(&laptop);
    let changed = ["id", "change_set", "state"];
    let mut last = Json::Null;
    for args in [
        vec![
            "visit",
            "add",
            "--household",
            &household,
            "--note",
            "看了烤烟",
            "--purpose",
            "routine",
        ],
        vec!["stay", "add", "--day", "village", "--night", "stayed"],
        vec![
            "problem",
            "add",
            "--household",
            &household,
            "--content",
            "漏雨",
            "--due",
            "2027-01-31",
        ],
        vec!["set", &household, "note=住在老屋"],
        vec![
            "measure",
            "add",
            "--household",
            &household,
            "--class",
            "housing",
            "--content",
            "修屋顶",
            "--amount",
            "3600.50",
            "--quantity",
            "1",
            "--unit",
            "间",
            "--due",
            "2027-01-31",
        ],
    ] {
        last = laptop.ask(&args);
        has(&last, args[0], &changed);
        assert_eq!(last["state"], "stored");
    }
    let measure = last["id"].as_str().unwrap().to_owned();
    let shown = laptop.ask(&["show", &measure, "--history"]);
    has(&shown, "show", &["record", "history", "older_at_county"]);
    assert_eq!(shown["record"]["amount_fen"], 360_050);
    has(
        &shown["history"][0],
        "history",
        &["who", "when", "from", "to", "state"],
    );
    has(
        &laptop.ask(&["measure", "close", &measure, "--result", "修好"]),
        "close",
        &changed,
    );
    has(
        &laptop.ask(&["remove", &measure, "--reason", "记重了"]),
        "remove",
        &changed,
    );

    let status = laptop.ask(&["status"]);
    has(
        &status,
        "status",
        &[
            "pending",
            "pending_photos",
            "pending_bytes",
            "receipted",
            "conflicts",
            "returned",
            "last_sync_at",
            "position",
            "device",
            "incarnation",
            "scope",
        ],
    );
    assert_eq!(status["pending"], 7);
    let synced = laptop.ask(&["sync"]);
    has(
        &synced,
        "sync",
        &[
            "pushed",
            "receipts",
            "merged",
            "returned",
            "quarantined",
            "pulled",
            "photos_sent",
            "bytes_up",
            "bytes_down",
            "requests",
            "position",
            "complete",
        ],
    );
    assert_eq!(
        (&synced["pushed"], &synced["receipts"]),
        (&7.into(), &7.into())
    );
    has(&synced["position"], "position", &["epoch", "seq"]);

    let ours = laptop.ask(&["verify"]);
    has(
        &ours,
        "verify",
        &["hash", "tables", "log", "photos", "pending"],
    );
    let theirs = OFFICE.county.ask(&["verify", "--area", VILLAGE]);
    has(
        &theirs,
        "server verify",
        &["hash", "tables", "log", "photos", "head"],
    );
    has(&theirs["head"], "head", &["epoch", "seq"]);
    for device in OFFICE.county.ask(&["device", "list"])["rows"]
        .as_array()
        .unwrap()
    {
        has(
            device,
            "device list",
            &[
                "id",
                "person",
                "last_seen_at",
                "pending",
                "version",
                "state",
            ],
        );
        if device["id"] == status["device"] {
            assert_eq!(device["pending"], 0, "all of it has its receipt: {device}");
        }
    }
    for kind in [
        "conflicts",
        "returned",
        "inbox",
        "visits",
        "stays",
        "measures",
        "problems",
        "members",
        "incomes",
        "persons",
        "teams",
        "postings",
        "divisions",
        "assignments",
        "units",
        "photos",
    ] {
        has(
            &laptop.ask(&["list", kind, "--limit", "2"]),
            kind,
            &["rows", "next"],
        );
    }
    for row in laptop.ask(&["search", "王"])["rows"].as_array().unwrap() {
        has(row, "search", &["kind", "id", "title", "why"]);
    }
    has(
        &laptop.ask(&["backup", &OFFICE.path("kept")]),
        "backup",
        &["hash", "rows"],
    );
    let again = Laptop::new(&OFFICE.bin, OFFICE.folder.path().join("again"));
    let restored = again.ask(&["restore", &OFFICE.path("kept")]);
    assert_eq!(restored["hash"], ours["hash"]);
}

#[test]
fn a_list_goes_on_where_its_cursor_says_and_gives_each_row_once() {
    let laptop = OFFICE.laptop("pages");
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let mut args = vec!["list", "members", "--limit", "7"];
        if !after.is_empty() {
            args.extend(["--after", &after]);
        }
        let page = laptop.ask(&args);
        ids.extend(
            page["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].to_string()),
        );
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    let rows = laptop.ask(&["verify"])["tables"]["member"]["rows"]
        .as_u64()
        .unwrap();
    assert_eq!(ids.len() as u64, rows);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len() as u64, rows);
}

#[test]
fn a_refusal_has_its_exit_code_and_changes_nothing() {
    let laptop = OFFICE.laptop("refusals");
    let household = any_household(&laptop);
    let visit = |rest: &[&'static str]| -> Vec<String> {
        [
            "visit",
            "add",
            "--household",
            &household,
            "--note",
            "看了烤烟",
        ]
        .into_iter()
        .chain(rest.iter().copied())
        .map(ToOwned::to_owned)
        .collect()
    };
    let before = laptop.ask(&["verify"])["hash"].clone();
    for (args, exit, code) in [
        (visit(&["--on", "2999-01-01"]), 3, "violations"),
        (visit(&["--on", "2026-02-30"]), 3, "violations"),
        (visit(&["--purpose", "no-such-purpose"]), 3, "violations"),
        (visit(&["--photo", "/nowhere/roof.jpg"]), 1, "failed"),
        (visit(&["--no-such-flag"]), 2, "usage"),
        (
            vec!["set".into(), household.clone(), "no_such_field=1".into()],
            2,
            "usage",
        ),
        (
            vec!["set".into(), household.clone(), "causes=[\"99x\"]".into()],
            3,
            "violations",
        ),
        (
            vec!["set".into(), household.clone(), "house_unsafe=7".into()],
            3,
            "violations",
        ),
        (
            vec![
                "set".into(),
                household.clone(),
                "identified_year=20x".into(),
            ],
            2,
            "usage",
        ),
        (
            vec!["show".into(), "01a213c4-36f5-7b36-ae80-4fddbc7229b1".into()],
            3,
            "not_found",
        ),
        (vec!["list".into(), "no-such-record".into()], 2, "usage"),
        (
            vec!["import".into(), "/nowhere/roster.xlsx".into()],
            3,
            "cannot_read",
        ),
        (
            vec!["restore".into(), "/nowhere/kept".into()],
            3,
            "profile_exists",
        ),
        (
            vec![
                "export".into(),
                "visits".into(),
                "/nowhere/visits.xlsx".into(),
            ],
            1,
            "failed",
        ),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let told = refused(&laptop, &args, exit);
        assert_eq!(told["code"], code, "{args:?}: {told}");
        if code == "violations" {
            has(&told["violations"][0], "a violation", &["field", "code"]);
        }
    }
    assert_eq!(laptop.ask(&["verify"])["hash"], before);
    assert_eq!(laptop.ask(&["status"])["pending"], 0);
}

#[test]
fn a_wrong_passphrase_and_a_county_out_of_reach_have_codes_of_their_own() {
    let laptop = OFFICE.laptop("codes");
    let wrong = laptop
        .command(&["status"])
        .env("ZHUCUN_PASSPHRASE", "not this one")
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(4), "{wrong:?}");

    let nobody = Laptop::new(&OFFICE.bin, OFFICE.folder.path().join("nobody"));
    // The port of this very test's own listener, closed again: nothing answers there.
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let told = refused(
        &nobody,
        &[
            "enrol",
            "--server",
            &format!("http://{closed}"),
            "--code",
            "AAAA-AAAA-AAAA",
            "--timeout",
            "2",
        ],
        5,
    );
    assert!(!told["hint"].as_str().unwrap().is_empty(), "{told}");
    let told = refused(
        &nobody,
        &["enrol", "--server", &OFFICE.url, "--code", "AAAA-AAAA-AAAA"],
        4,
    );
    assert_eq!(told["code"], "code_unknown");
}

#[test]
fn removing_or_closing_twice_changes_nothing_the_second_time() {
    let laptop = OFFICE.laptop("twice");
    let household = any_household(&laptop);
    let made = laptop.ask(&[
        "measure",
        "add",
        "--household",
        &household,
        "--class",
        "housing",
        "--content",
        "修屋顶",
        "--due",
        "2027-01-31",
    ]);
    let id = made["id"].as_str().unwrap();
    for args in [
        ["measure", "close", id, "--result", "修好"],
        ["remove", id, "--reason", "记重了", "--json"],
    ] {
        let args = if args[0] == "remove" {
            &args[..4]
        } else {
            &args[..]
        };
        assert!(laptop.ask(args)["change_set"].is_string());
        assert!(laptop.ask(args)["change_set"].is_null(), "{args:?} twice");
    }
}

#[test]
fn no_output_shows_a_number_in_full_unless_it_is_asked_for_and_recorded() {
    let laptop = OFFICE.laptop("masked");
    let in_full = regex_lite();
    let said = |args: &[&str]| -> String {
        let output = laptop.run(args);
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    };
    let household = any_household(&laptop);
    let member = laptop.ask(&["list", "members", "--household", &household])["rows"][0].clone();
    let id = member["id"].as_str().unwrap();
    laptop.ask(&["set", id, "phone=10012345678"]);
    for args in [
        vec!["list", "members", "--limit", "200"],
        vec!["list", "households", "--limit", "200"],
        vec!["show", id, "--history"],
        vec!["search", "10012345678"],
        vec!["search", "5678"],
        vec!["set", id, "id_number=1"],
    ] {
        let text = said(&args);
        assert_eq!(in_full(&text), Vec::<String>::new(), "{args:?}");
    }
    let reveals = || {
        laptop.ask(&["list", "reveals", "--limit", "200"])["rows"]
            .as_array()
            .unwrap()
            .len()
    };
    let before = reveals();
    assert!(!in_full(&said(&["show", id, "--reveal"])).is_empty());
    assert!(reveals() > before, "a reveal is recorded");
}

/// Runs of digits as long as an identity number or a phone that begin as made-up ones do.
fn regex_lite() -> impl Fn(&str) -> Vec<String> {
    |text| {
        text.split(|letter: char| !letter.is_ascii_digit())
            .filter(|run| {
                (run.len() == 18 && run.starts_with("99"))
                    || (run.len() == 11 && run.starts_with("100"))
            })
            .map(ToOwned::to_owned)
            .collect()
    }
}

#[test]
fn a_bare_file_name_is_of_the_current_folder_and_ones_own_masked_export_changes_nothing() {
    let laptop = OFFICE.laptop("here");
    let here = OFFICE.folder.path().join("here.files");
    fs::create_dir(&here).unwrap();
    let run = |args: &[&str]| {
        let output = laptop.command(args).current_dir(&here).output().unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        document(&output, args)
    };
    for what in [
        "households",
        "visits",
        "stays",
        "measures",
        "problems",
        "requests",
        "wishes",
        "distributions",
    ] {
        let out = format!("{what}.xlsx");
        let told = run(&["export", what, &out]);
        has(&told, "export", &["rows"]);
        assert!(here.join(&out).is_file());
    }
    run(&["backup", "kept"]);
    // Masked numbers are in doubt: done, and a person has to look.
    let args = ["import", "households.xlsx", "--doubts", "doubts.xlsx"];
    let output = laptop.command(&args).current_dir(&here).output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    let told = document(&output, &args);
    for rows in ["households", "members"] {
        assert_eq!(
            (&told[rows]["new"], &told[rows]["updated"]),
            (&0.into(), &0.into()),
            "{rows}"
        );
    }
    assert_eq!(laptop.ask(&["status"])["pending"], 0);
    has(
        &told,
        "import",
        &[
            "layout",
            "rows_read",
            "households",
            "members",
            "repaired",
            "doubts",
        ],
    );
    has(
        &told["households"],
        "households",
        &["new", "updated", "unchanged"],
    );
    assert!(here.join("doubts.xlsx").is_file());
    let imports = run(&["import", "list"]);
    assert_eq!(
        imports["rows"].as_array().map(Vec::len),
        Some(0),
        "an import that wrote nothing is none"
    );
}

#[test]
fn a_reader_that_has_enough_is_no_failure_of_the_program() {
    let laptop = OFFICE.laptop("pipe");
    let mut child = laptop
        .command(&["list", "members", "--limit", "200"])
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
}

/// Every command in the help of a program, with its path.
fn helps(program: &Path, path: &[String], all: &mut Vec<(Vec<String>, Output)>) {
    let output = Command::new(program)
        .args(path)
        .args(["--help", "--lang", "en"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    all.push((path.to_vec(), output));
    let commands = text.split_once("Commands:").map_or("", |(_, rest)| rest);
    for line in commands
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with("  "))
    {
        let Some(name) = line.split_whitespace().next() else {
            continue;
        };
        if name != "help" && line.starts_with("  ") && !line.starts_with("   ") {
            let mut deeper = path.to_vec();
            deeper.push(name.to_owned());
            helps(program, &deeper, all);
        }
    }
}

#[test]
fn help_on_every_level_says_what_it_does_with_an_example() {
    for program in ["zhucun", "zhucun-server"] {
        let mut all = Vec::new();
        helps(&OFFICE.bin.join(program), &[], &mut all);
        assert!(all.len() > 10, "{program}: {} helps", all.len());
        for (path, output) in all {
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{program} {path:?}");
            assert!(
                text.lines()
                    .any(|line| line.starts_with(&format!("{program} "))),
                "{program} {path:?} has no example:\n{text}"
            );
        }
    }
}
