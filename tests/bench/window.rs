//! The real window on a village's laptop: how long until the first useful screen, and what it holds in memory with the
//! processes of its web view, beside a bare WebKitGTK window that shows one word.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value as Json;

use crate::{
    line::{Line, Tell},
    machine::program,
    programs::{HOUSEHOLDS, PASSPHRASE, Serving, demo_county, enrolled, text},
};

const TIMES: usize = 5;
const START_MS: f64 = 1_300.0;
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/desktop/start.mjs");
/// A display of its own with a window manager, which the window's size is asked of.
const DISPLAY: [&str; 5] = [
    "--",
    "xvfb-run",
    "--auto-servernum",
    "--server-args=-screen 0 1920x1080x24",
    "bash",
];
const UNDER_IT: &str = r#"evilwm --fn fixed --bw 0 & exec node "$@""#;

pub fn lines(tell: &mut Tell<'_>) {
    let programs = ["zhucun-server", "zhucun", "zhucun-desktop"].map(program);
    let [Some(server), Some(laptop), Some(window)] = programs else {
        println!("   left out: zhucun-desktop is not built beside this program");
        return;
    };
    if let Some(missing) = missing() {
        println!("   left out: {missing} is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (data, profile) = (folder.path().join("county"), folder.path().join("village"));
    let (_, secretary) = demo_county(&server, text(&data), HOUSEHOLDS);
    let serving = Serving::start(&server, text(&data));
    enrolled(
        &server,
        &laptop,
        text(&data),
        &serving.url,
        &secretary,
        &profile,
    );
    told(&started(folder.path(), &profile, &window))
        .into_iter()
        .for_each(tell);
}

/// What a window on a display of its own wants and this machine has not.
pub fn missing() -> Option<&'static str> {
    [
        "dbus-run-session",
        "xvfb-run",
        "evilwm",
        "WebKitWebDriver",
        "node",
    ]
    .into_iter()
    .find(|tool| !is_installed(tool))
}

fn is_installed(tool: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(tool).exists())
}

/// What each window said, ours and the bare one by turns.
fn started(folder: &Path, profile: &Path, window: &Path) -> Vec<Json> {
    let times = TIMES.to_string();
    let all = under_display(
        folder,
        &[SCRIPT, text(profile), PASSPHRASE, text(window), &times],
    );
    let ours = all.iter().filter(|one| one["of"] == "ours").count();
    assert_eq!(ours, TIMES, "each start says how long it took");
    all
}

/// Runs a script on a display of its own; each line that it says is one JSON.
pub fn under_display(folder: &Path, script: &[&str]) -> Vec<Json> {
    let output = Command::new("dbus-run-session")
        .args(DISPLAY)
        .args(["-c", UNDER_IT, "window"])
        .args(script)
        .env("XDG_RUNTIME_DIR", folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("a process");
    assert!(output.status.success(), "the window's measurement failed");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let one = serde_json::from_str(line).ok();
            if one.is_none() {
                println!("   beside what was measured: {line}");
            }
            one
        })
        .collect()
}

/// A number that was measured: what a script could not measure it does not say at all.
pub fn number(one: &Json, name: &str) -> f64 {
    let number = one[name].as_f64();
    number.unwrap_or_else(|| panic!("no {name} in {one}"))
}

fn told(said: &[Json]) -> Vec<Line> {
    // A bare window there may be none.
    let middle = |of: &str, value: &dyn Fn(&Json) -> f64| {
        let one = said.iter().filter(|one| one["of"] == of);
        let mut all: Vec<f64> = one.map(value).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let field = |name: &'static str| move |one: &Json| number(one, name);
    let (to_unlock, to_home) = (field("to_unlock_ms"), field("to_home_ms"));
    let bare = middle("bare", &field("painted_ms"));
    let whole = |one: &Json| to_unlock(one) + to_home(one);
    vec![
        Line::new(
            "start to the first useful screen, without the typing",
            middle("ours", &whole),
            "ms",
        )
        .floor(bare)
        .at_most(START_MS),
        Line::new(
            "  of it until a passphrase can be typed",
            middle("ours", &to_unlock),
            "ms",
        )
        .floor(bare),
        Line::new(
            "  of it from Enter to the home screen",
            middle("ours", &to_home),
            "ms",
        ),
        Line::new(
            "memory of the window with its web view's processes (PSS)",
            middle("ours", &field("pss_mb")),
            "MB",
        )
        .floor(middle("bare", &field("pss_mb"))),
    ]
}
