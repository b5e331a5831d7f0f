//! Words, paths and sizes: of the screens, of the map, of the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{files, lines, read, short};

const LANGUAGES: &[&str] = &["zh-CN", "en"];

/// Every key with the names of its placeholders, `visit.view.all`.
fn keys(prefix: &str, value: &Value, into: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                keys(&format!("{prefix}.{key}"), value, into);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                keys(&format!("{prefix}.{index}"), value, into);
            }
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            let names = text.split('{').skip(1).filter_map(|rest| {
                let (name, _) = rest.split_once('}')?;
                Some(name.trim().to_owned())
            });
            into.insert(prefix.to_owned(), names.collect());
        }
    }
}

/// Every text exists in every language and asks for the same values.
pub(crate) fn texts(root: &Path) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut by_language: Vec<BTreeMap<String, BTreeSet<String>>> = Vec::new();
    for language in LANGUAGES {
        let mut found = BTreeMap::new();
        for path in files(root, &format!("ui/src/locales/{language}"), &[".json"]) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            match serde_json::from_str(&read(&path)) {
                Ok(value) => keys(&stem, &value, &mut found),
                Err(error) => complaints.push(format!("{}: {error}", short(root, &path))),
            }
        }
        if found.is_empty() {
            complaints.push(format!("no text in {language}"));
        }
        by_language.push(found);
    }
    for (language, found) in LANGUAGES.iter().zip(&by_language) {
        for (other, known) in LANGUAGES.iter().zip(&by_language) {
            for (key, names) in known {
                match found.get(key) {
                    None => complaints.push(format!("{language} lacks `{key}` of {other}")),
                    Some(own) if own != names => complaints.push(format!(
                        "`{key}` asks for {own:?} in {language} and {names:?} in {other}"
                    )),
                    Some(_) => {}
                }
            }
        }
    }
    complaints
}

/// `domain-reference.md` §10.3: presence is a diary. The words of a check-in machine must not
/// creep into it. Spelled by code points, so that this file does not hold them either.
const BANNED: &[&str] = &[
    "\u{6253}\u{5361}",
    "\u{7b7e}\u{5230}",
    "\u{5b9a}\u{4f4d}",
    "\u{8f68}\u{8ff9}",
];

pub(crate) fn banned_words(root: &Path) -> Vec<String> {
    lines(
        root,
        &["ui/src"],
        &[".vue", ".ts", ".json", ".css"],
        |path, line| {
            // A test that looks for these words has to hold them.
            if path.to_string_lossy().ends_with(".test.ts") {
                return None;
            }
            let word = BANNED.iter().find(|word| line.contains(**word))?;
            Some(format!("`{word}` has no place in this product"))
        },
    )
}

const TOPS: &[&str] = &[
    "crates/",
    "src-tauri/",
    "ui/",
    "migrations/",
    "tests/",
    "docs/",
    "icons/",
    ".ci/",
];

/// Every path that ARCHITECTURE.md names is there. `{a,b}` is spelled out, a `*` ends the check.
pub(crate) fn dead_paths(root: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(root.join("ARCHITECTURE.md")) else {
        return vec!["ARCHITECTURE.md is missing".to_owned()];
    };
    let belongs = |c: char| c.is_ascii_alphanumeric() || "./_-{},*".contains(c);
    let mut complaints = Vec::new();
    for word in text.split(|c: char| !belongs(c)) {
        let word = word.trim_end_matches(['.', ',']);
        if !TOPS.iter().any(|top| word.starts_with(top)) {
            continue;
        }
        for path in spelled_out(word) {
            let path = path.split('*').next().unwrap_or_default();
            let path = path.rsplit_once('/').map_or(path, |(folder, name)| {
                // `records/*` and `records/vis*` both ask for the folder.
                if word.contains('*') || name.is_empty() {
                    folder
                } else {
                    path
                }
            });
            if !root.join(path).exists() {
                complaints.push(format!("ARCHITECTURE.md names {path}, which is not there"));
            }
        }
    }
    complaints
}

/// Whoever names a new record finds its word fixed, and whoever reads one finds what it is.
pub(crate) fn unnamed_records(root: &Path) -> Vec<String> {
    let glossary = fs::read_to_string(root.join("docs/glossary.md")).unwrap_or_default();
    files(root, "crates/domain/src/records", &[".rs"])
        .iter()
        .filter_map(|path| {
            let name = path.file_stem()?.to_string_lossy();
            let known = name == "tests" || glossary.contains(&format!("| `{name}` |"));
            (!known).then(|| format!("docs/glossary.md does not name the record `{name}`"))
        })
        .collect()
}

fn spelled_out(word: &str) -> Vec<String> {
    let Some((before, rest)) = word.split_once('{') else {
        return vec![word.to_owned()];
    };
    let Some((inside, after)) = rest.split_once('}') else {
        return vec![word.to_owned()];
    };
    let parts = inside.split(',');
    parts
        .flat_map(|part| spelled_out(&format!("{before}{part}{after}")))
        .collect()
}

const LEFT_BEHIND: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of somebody's machine"),
    (concat!("/tmp/", "team"), "a path of somebody's machine"),
    (concat!("db", "g!("), "a print left behind"),
    (concat!("FIX", "ME"), "unfinished"),
    (concat!("todo", "!("), "unfinished"),
    (concat!("unimplemented", "!("), "unfinished"),
    (concat!("<<<<", "<<< "), "a merge left behind"),
];

pub(crate) fn left_behind(root: &Path) -> Vec<String> {
    let endings = [
        ".rs", ".toml", ".ts", ".vue", ".css", ".json", ".sql", ".md", ".mjs", ".sh", "dev", "run",
    ];
    lines(root, &[""], &endings, |_, line| {
        let (text, what) = LEFT_BEHIND.iter().find(|(text, _)| line.contains(text))?;
        Some(format!("`{text}`: {what}"))
    })
}

/// `TODO(#123)` names its issue, or it will outlive everyone who knows what it meant.
pub(crate) fn nameless_todos(root: &Path) -> Vec<String> {
    let word = concat!("TO", "DO");
    lines(
        root,
        &["crates", "src-tauri", "tests", "ui"],
        &[".rs", ".ts", ".vue", ".sql"],
        |_, line| {
            let (_, rest) = line.split_once(word)?;
            let left = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            (!left && !rest.starts_with("(#")).then(|| format!("{word} without an issue"))
        },
    )
}

const LONGEST_TEST: usize = 800;
const LONGEST: &[(&str, usize)] = &[(".rs", 600), (".vue", 300)];

pub(crate) fn long_files(root: &Path) -> Vec<String> {
    let mut complaints = Vec::new();
    for (ending, most) in LONGEST {
        for path in files(root, "", &[ending]) {
            let count = read(&path).lines().count();
            let path = short(root, &path);
            // A table of cases may be longer than code that has to be understood at once.
            let most = if path.contains("tests") {
                LONGEST_TEST.max(*most)
            } else {
                *most
            };
            if count > most {
                complaints.push(format!("{path}: {count} lines, at most {most}"));
            }
        }
    }
    complaints
}

/// Colours and type sizes have names; only tokens.css knows values.
pub(crate) fn raw_values(root: &Path) -> Vec<String> {
    lines(root, &["ui/src"], &[".vue", ".css", ".ts"], |path, line| {
        if path.ends_with("styles/tokens.css") {
            return None;
        }
        if line.split('#').skip(1).any(is_hex_colour) {
            return Some("a raw colour".to_owned());
        }
        let (_, size) = line.split_once("font-size:")?;
        size.split(';')
            .next()?
            .contains("px")
            .then(|| "a type size in px".to_owned())
    })
}

fn is_hex_colour(after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
    let next = after.chars().nth(digits);
    let ends = next.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
    // A private field `#add` or an anchor is no colour: those have a bracket or no digit.
    let digit = after.chars().take(digits).any(|c| c.is_ascii_digit());
    matches!(digits, 3 | 4 | 6 | 8)
        && ends
        && (digit || matches!(next, Some(';' | '\'' | '"' | ' ')))
}
