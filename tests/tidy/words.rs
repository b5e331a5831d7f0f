//! Every word that the Rust side hands to a person has a text. A word without one is shown as it is: English
//! letters in the middle of somebody's evening.

use std::path::Path;

use serde_json::Value;

use crate::{files, read, short};

const LANGUAGES: &[&str] = &["zh-CN", "en"];

/// Words that one function of a file gives out, and the texts they are looked up under: any of them will do.
struct Given {
    file: &'static str,
    function: &'static str,
    /// Which function of that name, from 0.
    nth: usize,
    keys: &'static [&'static str],
}

const GIVEN: &[Given] = &[
    // What an operation is refused with.
    given("crates/api/src/error.rs", "fn word", 0, &["common.error"]),
    // Why the county holds a set or puts it aside; after that what it decided.
    given(
        "crates/domain/src/entry.rs",
        "fn code",
        0,
        &["common.reason"],
    ),
    given(
        "crates/domain/src/entry.rs",
        "fn code",
        1,
        &["sync.verdict"],
    ),
    // Why a sync stopped, as the list of syncs says it.
    given(
        "crates/sync/src/laptop.rs",
        "fn trouble",
        0,
        &["common.error"],
    ),
    // Why the county does not enrol a laptop.
    given(
        "crates/server/src/devices.rs",
        "fn code",
        0,
        &["enrol", "common.error"],
    ),
];

const fn given(
    file: &'static str,
    function: &'static str,
    nth: usize,
    keys: &'static [&'static str],
) -> Given {
    Given {
        file,
        function,
        nth,
        keys,
    }
}

/// Words in quotes behind the arrows of a `match`.
fn arms(text: &str, function: &str, nth: usize) -> Vec<String> {
    let Some(body) = text.split(function).nth(nth + 1) else {
        return Vec::new();
    };
    let end = body
        .find("\n    }\n")
        .into_iter()
        .chain(body.find("\n}\n"))
        .min();
    body[..end.unwrap_or(body.len())]
        .split("=> \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(ToOwned::to_owned)
        .collect()
}

/// The word of each rule in `text`: the last argument of `Violation::new(…)` and `violation(…)`, where it stands there.
fn rules(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    for call in ["Violation::new(", "::violation("] {
        for rest in text.split(call).skip(1) {
            let mut open = 1;
            let end = rest.find(|c| {
                open += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                open == 0
            });
            let arguments = rest[..end.unwrap_or(0)].trim_end_matches([',', ' ', '\n']);
            if let Some(inside) = arguments.strip_suffix('"')
                && let Some((_, word)) = inside.rsplit_once('"')
            {
                found.push(word.to_owned());
            }
        }
    }
    found
}

fn has(root: &Path, language: &str, key: &str) -> bool {
    let mut parts = key.split('.');
    let file = parts.next().unwrap_or_default();
    let path = root.join(format!("ui/src/locales/{language}/{file}.json"));
    let Ok(texts) = serde_json::from_str::<Value>(&read(&path)) else {
        return false;
    };
    parts
        .try_fold(&texts, |at, part| at.get(part))
        .is_some_and(Value::is_string)
}

/// Errors, verdicts, reasons, troubles and the words of rules, in every language.
pub(crate) fn untold_words(root: &Path) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut ask = |from: &str, word: &str, keys: &[&str]| {
        for language in LANGUAGES {
            let told = keys
                .iter()
                .any(|key| has(root, language, &format!("{key}.{word}")));
            if !told {
                complaints.push(format!(
                    "{from} gives out `{word}`, and {language} has no {}.{word}",
                    keys[0]
                ));
            }
        }
    };
    for given in GIVEN {
        let words = arms(&read(&root.join(given.file)), given.function, given.nth);
        if words.is_empty() {
            ask(given.file, "(no word was found)", given.keys);
        }
        for word in words {
            ask(given.file, &word, given.keys);
        }
    }
    for under in ["crates/domain/src", "crates/api/src", "src-tauri/src"] {
        for path in files(root, under, &[".rs"]) {
            for word in rules(&read(&path)) {
                ask(&short(root, &path), &word, &["common.violation"]);
            }
        }
    }
    complaints
}
