//! What the crates may know, the SQL they carry, what others they stand on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{files, read, short};

/// Which crate may use which of ours. Arrows point down only.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("sheet", &["domain"]),
    ("sync", &["domain", "store"]),
    ("paper", &[]),
    ("print", &["paper"]),
    ("api", &["domain", "store", "sheet", "paper"]),
    ("terminal", &["store", "sync", "api"]),
    (
        "server",
        &[
            "domain", "store", "sheet", "sync", "paper", "api", "terminal",
        ],
    ),
    (
        "cli",
        &["domain", "store", "sheet", "sync", "api", "terminal"],
    ),
    (
        "zhucun-desktop",
        &["domain", "store", "sheet", "sync", "paper", "api"],
    ),
];

/// Crates of others that only these of ours may use. An absence is what makes a crate worth having.
const ONLY: &[(&str, &[&str])] = &[
    ("axum", &["server"]),
    ("axum-server", &["server"]),
    ("tauri", &["zhucun-desktop"]),
    ("tauri-build", &["zhucun-desktop"]),
    ("tauri-plugin-dialog", &["zhucun-desktop"]),
    ("rusqlite", &["store", "server"]),
    ("reqwest", &["sync"]),
    ("calamine", &["sheet"]),
    ("typst", &["print"]),
    ("typst-layout", &["print"]),
    ("typst-pdf", &["print"]),
    ("typst-render", &["print"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("clap", &["cli", "server", "terminal"]),
    ("anyhow", &["cli", "server", "terminal", "zhucun-desktop"]),
    ("tokio", &["server", "zhucun-desktop"]),
];

/// Name of the package and names of what it needs to be built (not what only its tests need).
fn manifest(text: &str) -> (String, BTreeSet<String>) {
    let (mut name, mut needs, mut section) = (String::new(), BTreeSet::new(), String::new());
    for line in text.lines().map(str::trim) {
        if let Some(header) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            header.clone_into(&mut section);
            // `[dependencies.axum]` names its crate in the header.
            if let Some((_, needed)) = header.rsplit_once("dependencies.") {
                needs.insert(needed.to_owned());
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let key = key.trim().split('.').next().unwrap_or_default();
        if section == "package" && key == "name" {
            value.trim().trim_matches('"').clone_into(&mut name);
        }
        if section.ends_with("dependencies") && section != "dev-dependencies" {
            needs.insert(key.to_owned());
        }
    }
    (name, needs)
}

pub(crate) fn crate_edges(root: &Path) -> Vec<String> {
    let ours: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let mut complaints = Vec::new();
    let mut seen = BTreeSet::new();
    let mut manifests = files(root, "crates", &["Cargo.toml"]);
    manifests.extend(files(root, "src-tauri", &["Cargo.toml"]));
    for path in manifests {
        let (name, needs) = manifest(&read(&path));
        seen.insert(name.clone());
        let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
            complaints.push(format!("crate `{name}` has no place in EDGES"));
            continue;
        };
        for need in &needs {
            if ours.contains(need.as_str()) && !allowed.contains(&need.as_str()) {
                complaints.push(format!("`{name}` must not use `{need}`"));
            }
            if let Some((_, users)) = ONLY.iter().find(|(crate_, _)| crate_ == need)
                && !users.contains(&name.as_str())
            {
                complaints.push(format!("`{name}` must not know `{need}`"));
            }
        }
    }
    for missing in ours.iter().filter(|name| !seen.contains(**name)) {
        complaints.push(format!("crate `{missing}` is in EDGES but not in the tree"));
    }
    complaints
}

/// `domain` asks nobody: no file, no clock, no network.
pub(crate) fn domain_is_pure(root: &Path) -> Vec<String> {
    let mut complaints = Vec::new();
    for path in files(root, "crates/domain/src", &[".rs"]) {
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in [
            "std::fs",
            "std::net",
            "std::env",
            "SystemTime::now",
            "Instant::now",
        ] {
            if code.contains(word) && !path.ends_with("tests.rs") {
                complaints.push(format!("{}: `{word}` in domain", short(root, &path)));
            }
        }
    }
    complaints
}

/// A .sql file that no Rust names is dead, or was meant to run and does not.
pub(crate) fn orphaned_sql(root: &Path) -> Vec<String> {
    let mut code = String::new();
    for under in ["crates", "src-tauri", "tests"] {
        for path in files(root, under, &[".rs"]) {
            code.push_str(&read(&path));
        }
    }
    let mut sql = files(root, "crates", &[".sql"]);
    sql.extend(files(root, "migrations", &[".sql"]));
    sql.iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !code.contains(&format!("{name}\""))
        })
        .map(|path| format!("{}: used by no Rust file", short(root, path)))
        .collect()
}

pub(crate) const RELEASED: &str = "tests/snapshots/released-migrations.txt";

/// A released migration never changes: laptops out there have run it as it was.
pub(crate) fn changed_migrations(root: &Path) -> Vec<String> {
    let Ok(list) = fs::read_to_string(root.join(RELEASED)) else {
        return vec![format!("{RELEASED} is missing")];
    };
    let lines = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let Some((hash, path)) = line.split_once("  ") else {
                return Some(format!("{RELEASED}: cannot read `{line}`"));
            };
            let Ok(bytes) = fs::read(root.join(path)) else {
                return Some(format!("{path} was released and is gone"));
            };
            (sha256(&bytes) != hash).then(|| format!("{path} was released and has changed"))
        })
        .collect()
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Time, ids and chance are handed in; clippy says so to whoever forgets.
pub(crate) fn lost_bans(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("clippy.toml")).unwrap_or_default();
    let wanted = [
        "std::time::SystemTime::now",
        "std::time::Instant::now",
        "chrono::Utc::now",
        "chrono::Local::now",
        "uuid::Uuid::new_v4",
        "uuid::Uuid::now_v7",
        "rand::random",
    ];
    wanted
        .iter()
        .filter(|path| !text.contains(&format!("path = \"{path}\"")))
        .map(|path| format!("clippy.toml no longer forbids {path}"))
        .collect()
}

/// Licences on deny.toml's list, crates.io only, one version of what must be one.
pub(crate) fn dependencies(root: &Path) -> Vec<String> {
    let deny = read(&root.join("deny.toml"));
    let allowed: BTreeSet<&str> = deny
        .split_once("allow = [")
        .and_then(|(_, rest)| rest.split_once("\n]"))
        .map(|(list, _)| list.split('"').skip(1).step_by(2).collect())
        .unwrap_or_default();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let Ok(metadata) = serde_json::from_slice::<Value>(&output.stdout) else {
        return vec![String::from_utf8_lossy(&output.stderr).into_owned()];
    };
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let mut complaints = Vec::new();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        versions
            .entry(name.to_owned())
            .or_default()
            .insert(package["version"].to_string());
        if !licence_fits(licence, &allowed) {
            complaints.push(format!("`{name}` is under `{licence}`"));
        }
        if let Some(source) = package["source"].as_str()
            && source != "registry+https://github.com/rust-lang/crates.io-index"
        {
            complaints.push(format!("`{name}` comes from {source}"));
        }
    }
    for line in deny.lines().filter(|line| line.contains("{ crate = ")) {
        let name = line.split('"').nth(1).unwrap_or_default();
        let most = usize::from(line.contains("deny-multiple-versions"));
        let have = versions.get(name).map_or(0, BTreeSet::len);
        if have > most {
            complaints.push(format!("`{name}`: {have} versions, at most {most} may be"));
        }
    }
    complaints
}

/// One alternative whose parts are all allowed: `(MIT OR Apache-2.0) AND Unicode-3.0`.
fn licence_fits(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let plain = expression
        .replace(['(', ')'], "")
        .replace(" / ", "/")
        .replace('/', " OR ");
    !plain.is_empty()
        && plain
            .split(" AND ")
            .all(|part| part.split(" OR ").any(|one| allowed.contains(one.trim())))
}
