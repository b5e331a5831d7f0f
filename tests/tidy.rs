//! What breaks silently and no compiler sees: crate edges, orphaned SQL, released migrations, missing
//! texts, dead paths in the map, sizes, words the product must not use. Taste is for review.
//!
//! Each check takes the root of a tree and returns complaints, one line each. Each has a test that
//! the tree is clean, and a test that a planted violation is found in a copy of it.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "tidy/crates.rs"]
mod crates;
#[path = "tidy/texts.rs"]
mod texts;
#[path = "tidy/words.rs"]
mod words;

use crates::{
    RELEASED, changed_migrations, crate_edges, dependencies, domain_is_pure, lost_bans,
    orphaned_sql,
};
use texts::{
    banned_words, dead_paths, left_behind, long_files, nameless_todos, raw_values, texts,
    unnamed_records,
};
use words::untold_words;

/// Folders that hold what others made.
const SKIP: &[&str] = &["target", "node_modules", ".git", "dist", "output", "gen"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the root")
        .to_path_buf()
}

/// Every file under `root/under` with one of these endings, in one order on every machine.
fn files(root: &Path, under: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(under)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !SKIP.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn short(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}

/// Looks at each line of each such file.
fn lines(
    root: &Path,
    under: &[&str],
    endings: &[&str],
    look: impl Fn(&Path, &str) -> Option<String>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for path in under.iter().flat_map(|folder| files(root, folder, endings)) {
        for (number, line) in read(&path).lines().enumerate() {
            if let Some(complaint) = look(&path, line) {
                complaints.push(format!(
                    "{}:{}: {complaint}",
                    short(root, &path),
                    number + 1
                ));
            }
        }
    }
    complaints
}

// ── each check on the tree, and on a planted violation ──────────────────────────────────────────

/// A copy of what tidy reads, in which `path` has become what `spoil` makes of it.
fn planted(path: &str, spoil: impl Fn(String) -> String) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    let root = root();
    for from in files(&root, "", &[""]) {
        // Pictures, workbooks and packed data are read by no check.
        if fs::metadata(&from).map_or(0, |meta| meta.len()) > 400_000 {
            continue;
        }
        let to = copy.path().join(short(&root, &from));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(&from, &to).expect("a copy");
    }
    let target = copy.path().join(path);
    let before = fs::read_to_string(&target).unwrap_or_default();
    fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
    fs::write(&target, spoil(before)).expect("planted");
    copy
}

type Check = fn(&Path) -> Vec<String>;

fn clean(check: Check) {
    let complaints = check(&root());
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// What the check says of the copy and not of the tree itself names `wanted`.
fn finds(check: Check, path: &str, spoil: impl Fn(String) -> String, wanted: &str) {
    let copy = planted(path, spoil);
    let before = check(&root());
    let new: Vec<_> = check(copy.path())
        .into_iter()
        .filter(|complaint| !before.contains(complaint))
        .collect();
    assert!(
        new.iter().any(|complaint| complaint.contains(wanted)),
        "{path} was spoilt, and this was said of it: {new:?}"
    );
}

macro_rules! checks {
    ($($clean:ident, $found:ident: $check:ident in $path:expr, $spoil:expr => $wanted:expr;)*) => { $(
        #[test]
        fn $clean() {
            clean($check);
        }
        #[test]
        fn $found() {
            finds($check, $path, $spoil, $wanted);
        }
    )* };
}

fn and(text: &'static str) -> impl Fn(String) -> String {
    move |before| before + text
}

fn without(text: &'static str) -> impl Fn(String) -> String {
    move |before| before.replace(text, "")
}

checks! {
    crates_use_only_what_is_below_them, an_edge_upwards_is_found: crate_edges
        in "crates/domain/Cargo.toml", and("\n[dependencies.store]\nworkspace = true\n")
        => "`domain` must not use `store`";
    crates_know_only_what_they_are_for, a_socket_in_store_is_found: crate_edges
        in "crates/store/Cargo.toml", and("\n[dependencies]\nreqwest.workspace = true\n")
        => "`store` must not know `reqwest`";
    domain_asks_nobody, a_clock_in_domain_is_found: domain_is_pure
        in "crates/domain/src/planted.rs", and("fn f() { std::time::SystemTime::now(); }\n")
        => "planted.rs";
    every_sql_file_is_used, an_orphaned_sql_file_is_found: orphaned_sql
        in concat!("crates/store/src/query/planted", ".sql"), and("SELECT 1")
        => "planted.sql: used by no Rust file";
    released_migrations_stay_as_they_were, a_changed_migration_is_found: changed_migrations
        in RELEASED, and("00  LICENSE\n") => "LICENSE was released and has changed";
    every_text_is_there_in_every_language, a_missing_text_is_found: texts
        in "ui/src/locales/zh-CN/planted.json", and("{\"a\":{\"b\":\"x {n}\"}}")
        => "en lacks `planted.a.b`";
    the_words_of_a_check_in_machine_are_absent, a_banned_word_is_found: banned_words
        in "ui/src/locales/zh-CN/planted.json", and("{\"a\":\"\u{6253}\u{5361}\"}")
        => "planted.json:1";
    every_word_of_the_rust_side_has_a_text, an_error_without_a_text_is_found: untold_words
        in "crates/api/src/error.rs", |before| before.replace("\"malformed\"", "\"planted\"")
        => "`planted`";
    every_rule_has_a_text, a_rule_without_a_text_is_found: untold_words
        in "crates/domain/src/records/planted.rs", and("fn f() { Violation::new(\n \"a\",\n \"planted\",\n); }")
        => "`planted`";
    clippy_forbids_asking_the_machine, a_lost_ban_is_found: lost_bans
        in "clippy.toml", without("rand::random") => "rand::random";
    licences_are_on_the_list, a_licence_off_the_list_is_found: dependencies
        in "deny.toml", without("\"Unicode-3.0\",") => "is under `Unicode-3.0`";
    some_crates_come_once, a_second_version_is_found: dependencies
        in "deny.toml", |before| before.replace("{ crate = \"rusqlite\"", "{ crate = \"getrandom\"")
        => "`getrandom`: ";
    every_record_is_in_the_glossary, a_nameless_record_is_found: unnamed_records
        in "crates/domain/src/records/planted.rs", and("//! A record.\n") => "`planted`";
    nothing_is_left_behind, a_path_of_somebodys_machine_is_found: left_behind
        in "docs/planted.md", and(concat!("see /wo", "rk/x\n")) => "docs/planted.md:1";
    every_open_end_names_its_issue, a_nameless_one_is_found: nameless_todos
        in "crates/domain/src/planted.rs", and(concat!("// TO", "DO: later\n")) => "planted.rs:1";
    no_file_is_too_long, a_long_file_is_found: long_files
        in "crates/domain/src/planted.rs", |_| "\n".repeat(601) => "planted.rs: 601 lines";
    colours_have_names, a_raw_colour_is_found: raw_values
        in "ui/src/planted.css", and("a { color: #fff; }\n") => "planted.css:1";
    sizes_have_names, a_raw_size_is_found: raw_values
        in "ui/src/planted.css", and("a { font-size: 13px; }\n") => "planted.css:1";
}

#[test]
fn the_map_names_only_what_is_there() {
    clean(dead_paths);
}

#[test]
fn a_dead_path_in_the_map_is_found() {
    let text = "`crates/domain/src/{lib,planted}.rs`, `ui/src/features/*`, see `tests/tidy.rs`.\n";
    finds(
        dead_paths,
        "ARCHITECTURE.md",
        |_| text.to_owned(),
        "crates/domain/src/planted.rs",
    );
}
