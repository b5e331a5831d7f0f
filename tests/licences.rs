//! The list of what others made and this program is built of, as 设置 ▸ 关于 shows it: made of the packages that are
//! built in, never by hand. `cargo test -p tests --test licences` writes it anew and fails when it has changed.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

const LIST: &str = "ui/src/features/settings/licences.json";
/// The window, and the print program that it starts.
const PROGRAMS: [&str; 2] = ["zhucun-desktop", "print"];
/// What is installed beside them: the font that papers are set in.
const FONT: (&str, &str, &str) = ("Noto Sans SC", "2.004", "OFL-1.1");

/// Name, version, licence.
type Part = (String, String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the root")
        .to_path_buf()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The crates that the programs are linked of, on any system: not what only builds or tests it.
fn crates(metadata: &Value) -> BTreeSet<Part> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> = list(&metadata["packages"])
        .into_iter()
        .map(|package| (text(&package, "id"), package))
        .collect();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node, "id"), node))
        .collect();
    let mut seen: BTreeSet<String> = packages
        .values()
        .filter(|package| PROGRAMS.contains(&text(package, "name").as_str()))
        .map(|package| text(package, "id"))
        .collect();
    assert_eq!(seen.len(), PROGRAMS.len());
    let mut next: VecDeque<String> = seen.iter().cloned().collect();
    while let Some(id) = next.pop_front() {
        for dependency in list(&nodes[&id]["deps"]) {
            let is_linked = list(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            let id = text(&dependency, "pkg");
            if is_linked && seen.insert(id.clone()) {
                next.push_back(id);
            }
        }
    }
    seen.iter()
        .filter_map(|id| packages.get(id))
        // Our own have no source.
        .filter(|package| !package["source"].is_null())
        .map(|package| {
            let licence = match text(package, "license") {
                none if none.is_empty() => text(package, "license_file"),
                licence => licence,
            };
            (text(package, "name"), text(package, "version"), licence)
        })
        .collect()
}

/// The packages that the pages are built of.
fn packages(lock: &Value) -> BTreeSet<Part> {
    let Some(all) = lock["packages"].as_object() else {
        return BTreeSet::new();
    };
    all.iter()
        .filter(|(path, package)| !path.is_empty() && package["dev"] != Value::Bool(true))
        .filter_map(|(path, package)| {
            let name = path.rsplit_once("node_modules/")?.1.to_owned();
            Some((name, text(package, "version"), text(package, "license")))
        })
        .collect()
}

fn print(parts: &BTreeSet<Part>) -> String {
    let lines: Vec<String> = parts
        .iter()
        .map(|(name, version, licence)| serde_json::json!([name, version, licence]).to_string())
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

#[test]
fn every_package_that_is_built_in_stands_in_the_list_with_its_licence() {
    let root = root();
    let told = Command::new(env!("CARGO"))
        // Not offline: a new machine has no packages of other systems yet.
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(&root)
        .output()
        .expect("cargo tells its packages");
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let metadata: Value = serde_json::from_slice(&told.stdout).expect("its answer is JSON");
    let lock = std::fs::read_to_string(root.join("ui/package-lock.json")).expect("npm's lock");
    let lock: Value = serde_json::from_str(&lock).expect("npm's lock is JSON");
    let (crates, packages) = (crates(&metadata), packages(&lock));
    for (name, of) in [
        ("rusqlite", &crates),
        ("tauri", &crates),
        ("typst", &crates),
        ("vue", &packages),
    ] {
        assert!(of.iter().any(|part| part.0 == name), "{name} is built in");
    }
    for (name, of) in [
        ("tempfile", &crates),
        ("axum", &crates),
        ("vitest", &packages),
    ] {
        assert!(of.iter().all(|part| part.0 != name), "{name} is not");
    }
    let mut all: BTreeSet<Part> = crates.union(&packages).cloned().collect();
    let (name, version, licence) = FONT;
    assert!(
        root.join("crates/print/fonts/LICENSE_FONT").is_file(),
        "the font's licence lies beside it"
    );
    all.insert((name.to_owned(), version.to_owned(), licence.to_owned()));
    let without: Vec<&Part> = all.iter().filter(|part| part.2.is_empty()).collect();
    assert!(without.is_empty(), "no licence is told of {without:?}");
    let printed = print(&all);
    let path = root.join(LIST);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != printed {
        std::fs::write(&path, &printed).expect("the list can be written");
    }
    assert_eq!(kept, printed, "{LIST} was written anew: commit it");
}
