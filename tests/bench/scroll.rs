//! The lists of the real window over a profile of 100,000 households and 600,000 visits: the longest frame while they
//! scroll, how soon rows from their middle are there, and what the window holds in memory. Beside it a bare page of as
//! many rows, which scrolls in the same way.

use std::path::{Path, PathBuf};

use domain::{Id, Position, place::Scope};
use serde_json::Value as Json;
use store::{laptop::Identity, profile::Folder, state::StateBlock};

use crate::{
    county::{self, VISITOR},
    line::{Line, Tell},
    machine::program,
    made,
    programs::{PASSPHRASE, text},
    window::{self, number},
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/desktop/scroll.mjs");
const FRAME_MS: f64 = 50.0;
/// Households, visits, measures, problems.
const LISTS: usize = 4;
const GRANT: Id = Id([1; 16]);
/// Whoever sees all of it.
const AREA: &str = "431128";
const ROLE: &str = "township_reviewer";

pub fn lines(tell: &mut Tell<'_>) {
    let Some(binary) = program("zhucun-desktop") else {
        println!("   left out: zhucun-desktop is not built beside this program");
        return;
    };
    if let Some(missing) = window::missing() {
        println!("   left out: {missing} is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = profile(folder.path());
    let said = window::under_display(
        folder.path(),
        &[SCRIPT, text(&profile), PASSPHRASE, text(&binary)],
    );
    told(&said).into_iter().for_each(tell);
}

/// A profile whose first sync is through, with the county in it.
fn profile(folder: &Path) -> PathBuf {
    let path = folder.join("profile");
    let env = made::BenchEnv::default();
    let mut open = Folder::new(&path)
        .begin(&env, PASSPHRASE)
        .expect("a new profile");
    let identity = Identity {
        grant: GRANT,
        id_key: [9; 32],
        scope: Scope::of_codes(1, [AREA]),
    };
    open.store.enrol(&env, &identity).expect("a new file");
    let whole = StateBlock {
        position: Position::default(),
        first: None,
        last: None,
        rows: Vec::new(),
    };
    open.store.take_state(&env, whole).expect("an empty state");
    county::fill(&open.store);
    open.store
        .connection()
        .execute(
            "INSERT INTO grant (id, account, person_id, person_name, role, division_code, _seq, _place)
             VALUES (?1, 'bench', ?2, '测试', ?3, ?4, 1, 0)",
            (GRANT.0, VISITOR.0, ROLE, AREA),
        )
        .expect("a grant");
    let mut identity = open.identity.clone();
    // Nothing listens there: the window works as it does in the village.
    identity.server = "https://127.0.0.1:9".to_owned();
    "bench".clone_into(&mut identity.token);
    identity.role = ROLE.to_owned();
    identity.area = AREA.to_owned();
    open.keeper
        .keep(&env, &identity, &open.store)
        .expect("an identity");
    open.close().expect("a closed profile");
    path
}

fn told(said: &[Json]) -> Vec<Line> {
    let said_of = |of: &str| said.iter().filter(|one| one["of"] == of).count();
    assert_eq!(said_of("ours"), LISTS, "each list says how it scrolls");
    assert_eq!(said_of("window"), 1, "and the window what it holds");
    let bare = said.iter().find(|one| one["of"] == "bare");
    let mut lines = Vec::new();
    for one in said.iter().filter(|one| one["of"] == "ours") {
        let list = one["list"].as_str().unwrap_or_default();
        let rows = number(one, "rows");
        let name = format!("{list}, {rows} rows: the longest frame while it scrolls");
        let mut line = Line::new(name, number(one, "longest_ms"), "ms").at_most(FRAME_MS);
        if let Some(bare) = bare {
            line = line.floor(number(bare, "longest_ms"));
        }
        lines.push(line);
        let name = "  its middle, from the jump to its rows";
        lines.push(Line::new(name, number(one, "middle_ms"), "ms"));
    }
    for one in said.iter().filter(|one| one["of"] == "window") {
        let name = "start of that window, from Enter to its home screen";
        lines.push(Line::new(name, number(one, "to_home_ms"), "ms"));
        let name = "memory of that window with its web view's processes (PSS)";
        lines.push(Line::new(name, number(one, "pss_mb"), "MB"));
    }
    lines
}
