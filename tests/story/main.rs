//! The main job with the real programs: two laptops of a village and one of its township record with no network,
//! are killed, come back over a road that breaks, to a county that is killed too, and nothing is lost or doubled.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

mod command_lines;
mod programs;
mod proxy;

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use image::{ImageFormat, Rgb, RgbImage};
use programs::{County, Laptop, built, document};
use proxy::Proxy;

const VILLAGE: &str = "431128103202";
const TOWNSHIP: &str = "431128103";
/// Name, who, role and area of every account.
const ACCOUNTS: [(&str, &str, &str, &str); 3] = [
    ("first", "张三", "first_secretary", VILLAGE),
    ("second", "李四", "member", VILLAGE),
    ("third", "王五", "township_reviewer", TOWNSHIP),
];
const KILLS: usize = 50;
const CUTS: u64 = 12;
const SERVER_KILLS: usize = 3;

/// xorshift: the same numbers in every run.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A picture of noise, so that it does not become small.
fn picture(folder: &Path, seed: u32, format: ImageFormat) -> PathBuf {
    let mut chance = Seeded(u64::from(seed) + 77);
    let image = RgbImage::from_fn(160, 120, |_, _| {
        let number = chance.below(1 << 24).to_le_bytes();
        Rgb([number[0], number[1], number[2]])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    let path = folder.join(format!("{seed}.{}", format.extensions_str()[0]));
    fs::write(&path, bytes.into_inner()).unwrap();
    path
}

/// How many rows have each text in `field`.
fn counted(laptop: &Laptop, kind: &str, field: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for row in laptop.rows(kind) {
        let text = row[field].as_str().unwrap_or_default().to_owned();
        *counted.entry(text).or_default() += 1;
    }
    counted
}

/// One sync to its end; whether everything is there and nothing waits.
fn complete(laptop: &Laptop) -> bool {
    let output = laptop.run(&["sync", "--timeout", "20"]);
    match output.status.code() {
        Some(0) => {
            let told = document(&output, &["sync"]);
            told["complete"] == true && told["pending"] == 0
        }
        Some(5) => false,
        code => panic!(
            "sync ended with {code:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
    }
}

fn until_complete(laptop: &Laptop) {
    assert!(
        (0..10).any(|_| complete(laptop)),
        "a laptop does not come to its end over a whole road"
    );
}

/// A season without a network: visits, stays, measures, problems and photos; gives what `visit.note` must say.
fn record(laptop: &Laptop, who: usize, household: &str, folder: &Path) -> Vec<String> {
    let mut notes = Vec::new();
    for number in 0..6_u32 {
        let note = format!("走访{who}-{number}：看了烤烟");
        let seed = u32::try_from(who).unwrap() * 100 + number;
        let format = [ImageFormat::Jpeg, ImageFormat::Png][number as usize % 2];
        let photo = picture(folder, seed, format);
        let mut args = vec![
            "visit",
            "add",
            "--household",
            household,
            "--on",
            "2018-09-30",
            "--note",
            &note,
        ];
        if number < 4 {
            args.extend(["--photo", photo.to_str().unwrap()]);
        }
        laptop.ask(&args);
        notes.push(note);
    }
    for day in ["2018-09-27", "2018-09-28", "2018-09-28"] {
        let note = format!("驻村{who}-{day}");
        laptop.ask(&[
            "stay", "add", "--on", day, "--day", "village", "--night", "stayed", "--place",
            VILLAGE, "--note", &note,
        ]);
    }
    laptop.ask(&[
        "measure",
        "add",
        "--household",
        household,
        "--class",
        "industry",
        "--content",
        &format!("措施{who}"),
        "--amount",
        "3000",
        "--due",
        "2018-12-31",
    ]);
    laptop.ask(&[
        "problem",
        "add",
        "--household",
        household,
        "--content",
        &format!("问题{who}"),
        "--due",
        "2018-10-15",
    ]);
    notes
}

/// Kills `visit add` at any moment of its run until fifty died; gives what was said to be saved, and what was tried.
#[expect(clippy::disallowed_methods, reason = "a real process is timed")]
fn killed_in_the_middle(
    laptop: &Laptop,
    household: &str,
    folder: &Path,
) -> (Vec<String>, Vec<String>) {
    let mut chance = Seeded(20_180_930);
    let (mut saved, mut tried, mut died) = (Vec::new(), Vec::new(), 0);
    let photo = picture(folder, 900, ImageFormat::Jpeg);
    let photo = photo.to_str().unwrap();
    let mut whole = Duration::from_millis(400);
    while died < KILLS {
        assert!(tried.len() < 4 * KILLS, "only {died} processes died");
        let note = format!("断电{}", tried.len());
        let args = [
            "visit",
            "add",
            "--household",
            household,
            "--on",
            "2018-09-29",
            "--note",
            &note,
            "--photo",
            photo,
        ];
        let began = Instant::now();
        let mut child = laptop.command(&args).spawn().unwrap();
        // Every fifth runs to its end and tells how long a whole one takes at the moment.
        if tried.len() % 5 != 0 {
            let share = u32::try_from(300 + chance.below(700)).unwrap();
            thread::sleep(whole * share / 1000);
            child.kill().unwrap();
        }
        let status = child.wait().unwrap();
        match status.code() {
            Some(0) => {
                whole = began.elapsed();
                saved.push(note.clone());
            }
            None => died += 1,
            Some(code) => panic!("a laptop that was killed before does not open: {code}"),
        }
        tried.push(note);
    }
    (saved, tried)
}

/// Everybody syncs at once while the road breaks and the county is killed.
fn over_a_bad_road(laptops: &[Laptop], county: &mut County, road: &Proxy) {
    let mut chance = Seeded(431_128);
    for _ in 0..SERVER_KILLS {
        road.mend();
        let mark = road.carried() + 2_000 + chance.below(30_000);
        thread::scope(|scope| {
            let running: Vec<_> = laptops
                .iter()
                .map(|laptop| scope.spawn(|| complete(laptop)))
                .collect();
            while road.carried() < mark && !running.iter().all(|one| one.is_finished()) {
                thread::sleep(Duration::from_millis(1));
            }
            assert!(road.carried() >= mark, "the county died in no sync");
            county.kill();
            for one in running {
                one.join().unwrap();
            }
        });
        road.lead_to(county.serve());
    }
    let mut turn = 0;
    while road.cuts() < CUTS && turn < 60 {
        road.cut_after(i64::try_from(300 + chance.below(9_000)).unwrap());
        complete(&laptops[turn % laptops.len()]);
        turn += 1;
    }
    assert!(
        road.cuts() >= 3,
        "the road broke {} times only",
        road.cuts()
    );
    road.mend();
}

#[test]
fn three_laptops_and_the_county_hold_the_same_after_kills_and_cuts() {
    let bin = built();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let road = Proxy::start();
    let mut county = County::new(&bin, at.join("county"));
    county.ask(&["init", "--county", "431128"]);
    road.lead_to(county.serve());
    let laptops = ACCOUNTS.map(|(name, person, role, area)| {
        county.ask(&[
            "account", "add", "--name", name, "--person", person, "--role", role, "--area", area,
        ]);
        let code = county.ask(&["enrol", "--account", name])["code"].clone();
        let laptop = Laptop::new(&bin, at.join(name));
        laptop.ask(&[
            "enrol",
            "--server",
            &road.url,
            "--code",
            code.as_str().unwrap(),
        ]);
        laptop
    });
    let roster = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rosters/roster-village.xlsx");
    let imported = document(
        &laptops[0].run(&["import", roster.to_str().unwrap()]),
        &["import"],
    );
    assert_eq!(imported["households"]["new"], 126, "{imported}");
    laptops.iter().for_each(until_complete);
    let home = laptops[2].rows("households")[0]["number"].clone();
    let home = home.as_str().unwrap();

    county.kill();
    let mut notes = Vec::new();
    for (who, laptop) in laptops.iter().enumerate() {
        notes.extend(record(laptop, who, home, at));
    }
    assert!(!complete(&laptops[1]), "the county is away");
    let (saved, tried) = killed_in_the_middle(&laptops[0], home, at);
    let held = counted(&laptops[0], "visits", "note");
    for note in &saved {
        assert_eq!(held.get(note), Some(&1), "{note} was called saved");
    }
    let survived: Vec<&String> = tried
        .iter()
        .filter(|note| held.contains_key(*note))
        .collect();
    let checked = laptops[0].ask(&["verify"]);
    assert_eq!(checked["wrong"], serde_json::json!([]));
    assert_eq!(
        checked["tables"]["photo"]["rows"],
        4 + survived.len(),
        "a visit is there with its photo or not at all"
    );
    notes.extend(survived.into_iter().cloned());

    road.lead_to(county.serve());
    over_a_bad_road(&laptops, &mut county, &road);
    // Twice: what the last one pushed comes to the first one too.
    for _ in 0..2 {
        laptops.iter().for_each(until_complete);
    }
    compare(&laptops, &county, &notes);
}

fn compare(laptops: &[Laptop], county: &County, notes: &[String]) {
    for (laptop, (name, _, _, area)) in laptops.iter().zip(ACCOUNTS) {
        let mine = laptop.ask(&["verify"]);
        let theirs = county.ask(&["verify", "--area", area]);
        assert_eq!(mine["tables"], theirs["tables"], "{name}");
        assert_eq!(mine["hash"], theirs["hash"], "{name}");
        assert_eq!(mine["pending"], 0, "{name}");
        assert_eq!(mine["photos"]["unsent"], 0, "{name}");
        let once = |texts: &[String]| -> BTreeMap<String, usize> {
            texts.iter().map(|text| (text.clone(), 1)).collect()
        };
        let each = |word: &str| (0..3).map(|who| format!("{word}{who}")).collect::<Vec<_>>();
        assert_eq!(counted(laptop, "visits", "note"), once(notes), "{name}");
        assert_eq!(
            counted(laptop, "measures", "content"),
            once(&each("措施")),
            "{name}"
        );
        assert_eq!(
            counted(laptop, "problems", "content"),
            once(&each("问题")),
            "{name}"
        );
        // A stay lies where its person works: the township's own are not a village's to hold.
        let people = if area == VILLAGE { 2 } else { 3 };
        let stays: Vec<String> = (0..people)
            .flat_map(|who| ["27", "28"].map(|day| format!("驻村{who}-2018-09-{day}")))
            .collect();
        assert_eq!(counted(laptop, "stays", "note"), once(&stays), "{name}");
    }
    let all = county.ask(&["verify"]);
    assert_eq!(all["wrong"], serde_json::json!([]));
    assert_eq!(all["log"]["whole"], true);
    assert_eq!(all["tables"]["conflict"]["rows"], 0);
    assert_eq!(all["tables"]["inbox"]["rows"], 0);
    // Four of each laptop and the one that the killed visits share, kept once by its hash.
    assert_eq!(
        all["photos"],
        serde_json::json!({"held": 13, "absent": 0, "damaged": 0})
    );
}
