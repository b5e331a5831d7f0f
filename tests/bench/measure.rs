//! Each measurement: ours, its floor, and their ratio.

use std::{collections::BTreeSet, fs, process::Command, sync::Mutex, time::Instant};

use domain::{About, Env, Id, Position, place::Scope, records::Record};
use serde_json::json;
use store::{Key, Side, Store, county::County, laptop::Identity};
use sync::{CountyKey, DeviceFacts, Protocol, ProtocolError, engine::Device, protocol::StateAsk};

use crate::{floor::Floor, inner, made};

pub struct Line {
    name: String,
    ours: f64,
    floor: Option<f64>,
    unit: &'static str,
}

impl Line {
    fn new(name: &str, ours: f64, floor: Option<f64>, unit: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            ours,
            floor,
            unit,
        }
    }

    fn ratio(&self) -> Option<f64> {
        self.floor
            .filter(|floor| *floor > 0.0)
            .map(|floor| self.ours / floor)
    }

    pub fn print(&self) {
        let floor = self
            .floor
            .map_or_else(|| "–".to_owned(), |floor| format!("{floor:.1}"));
        let ratio = self
            .ratio()
            .map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        println!(
            "{:<58} {:>12.1} {floor:>12} {ratio:>7}  {}",
            self.name, self.ours, self.unit
        );
    }

    pub fn json(&self) -> serde_json::Value {
        json!({"name": self.name, "ours": self.ours, "floor": self.floor, "ratio": self.ratio(), "unit": self.unit})
    }
}

fn wall_ms(work: impl FnOnce()) -> f64 {
    let start = now();
    work();
    start.elapsed().as_secs_f64() * 1_000.0
}

#[expect(clippy::disallowed_methods, reason = "a benchmark asks the machine")]
fn now() -> Instant {
    Instant::now()
}

/// CPU milliseconds of this process so far, by the kernel's ticks of 10 ms.
fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (ticks(11) + ticks(12)) * 10.0
}

/// Instructions of `count` of `what`, by callgrind; nothing without valgrind.
fn instructions(what: &str, count: usize) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let collected = |count: usize| -> Option<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(&program)
            .args(["--inner", what, &count.to_string()])
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text.lines().rev().find(|line| line.contains("Collected"))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    Some((collected(count)? - collected(0)?) / count as f64)
}

pub fn saves() -> Vec<Line> {
    const SAVES: usize = 200;
    const BATCH: usize = 2_000;
    let per = |what: &str, count: usize| {
        wall_ms(|| inner::run(what, count)) - wall_ms(|| inner::run(what, 0))
    };
    vec![
        Line::new(
            "a durable save with history and change set",
            instructions("save", SAVES).unwrap_or(f64::NAN) / 1_000.0,
            instructions("save_floor", SAVES).map(|count| count / 1_000.0),
            "thousand instructions",
        ),
        Line::new(
            "the same, wall time",
            per("save", SAVES) / SAVES as f64,
            Some(per("save_floor", SAVES) / SAVES as f64),
            "ms",
        ),
        Line::new(
            "a row of a batched import",
            instructions("batch", BATCH).unwrap_or(f64::NAN) / 1_000.0,
            instructions("batch_floor", BATCH).map(|count| count / 1_000.0),
            "thousand instructions",
        ),
        Line::new(
            "the same, wall time",
            per("batch", BATCH * 5) / (BATCH * 5) as f64 * 1_000.0,
            Some(per("batch_floor", BATCH * 5) / (BATCH * 5) as f64 * 1_000.0),
            "µs",
        ),
    ]
}

const HOUSEHOLDS: usize = 100_000;

pub fn lists() -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    let mut laptop = made::laptop(folder.path(), &env);
    for thousand in 0..HOUSEHOLDS / 1_000 {
        let sets = (0..1_000)
            .map(|one| {
                (
                    made::household(&env, thousand * 1_000 + one),
                    About::default(),
                )
            })
            .collect();
        laptop.save_many(&env, sets).expect("a batch");
    }
    let scope = Scope::of_codes(1, [made::VILLAGE]);
    let asking = store::query::Asking {
        scope: &scope,
        person: Id([2; 16]),
        today: chrono::NaiveDate::from_ymd_opt(2018, 9, 30).unwrap_or_default(),
    };
    let query = store::query::household_list::HouseholdQuery {
        limit: 50,
        ..Default::default()
    };
    let index_ms = wall_ms(|| drop(laptop.search(&scope, "zds", 8)));
    let list = middle(|| wall_ms(|| drop(laptop.household_list(asking, &query))));
    let floor = middle(|| wall_ms(|| _ = bare_page(&laptop)));
    let mut lines = vec![
        Line::new(
            "index of 100,000 households, once at start",
            index_ms,
            None,
            "ms",
        ),
        Line::new(
            "first page of the household list, 100,000 households",
            list,
            Some(floor),
            "ms",
        ),
    ];
    for (what, typed) in [
        ("initials", "zds"),
        ("name", "欧阳"),
        ("number tail", "4321"),
        ("pinyin", "zengxiuying"),
    ] {
        let ms = middle(|| wall_ms(|| drop(laptop.search(&scope, typed, 8))));
        lines.push(Line::new(
            &format!("search by {what}, 100,000 households"),
            ms,
            None,
            "ms",
        ));
    }
    lines.push(Line::new(
        "memory of this process with that index (PSS)",
        pss_mb(),
        None,
        "MB",
    ));
    lines
}

fn bare_page(store: &Store) -> usize {
    let mut statement = store
        .connection()
        .prepare_cached(
            "SELECT * FROM household ORDER BY division_code, group_name, number LIMIT 50",
        )
        .expect("sql");
    let rows = statement
        .query_map([], |row| row.get::<_, Vec<u8>>(0))
        .expect("rows");
    rows.count()
}

/// The middle of nine.
fn middle(mut measure: impl FnMut() -> f64) -> f64 {
    let mut all: Vec<f64> = (0..9).map(|_| measure()).collect();
    all.sort_by(f64::total_cmp);
    all[4]
}

fn pss_mb() -> f64 {
    let text = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let line = text
        .lines()
        .find(|line| line.starts_with("Pss:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<f64>().ok())
        .unwrap_or_default()
        / 1_024.0
}

/// The road without a network: bytes are counted, nothing else is added.
struct Counted<'a> {
    county: &'a mut County,
    env: &'a made::BenchEnv,
    key: &'a CountyKey,
    device: &'a DeviceFacts,
    up: usize,
    down: usize,
}

impl Protocol for Counted<'_> {
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError> {
        self.up += request.len();
        let (answer, _) = sync::exchange(self.county, self.env, self.key, self.device, request)
            .map_err(|error| ProtocolError::Cut(error.to_string()))?;
        self.down += answer.len();
        Ok(answer)
    }
    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError> {
        let bytes = sync::state(self.county, self.key, self.device, ask)
            .map_err(|error| ProtocolError::Cut(error.to_string()))?;
        self.down += bytes.len();
        Ok(bytes)
    }
    fn file_begin(&mut self, _: &[u8; 32], _: u64) -> Result<(String, u64), ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
    fn file_chunk(&mut self, _: &str, _: u64, _: &[u8]) -> Result<u64, ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
    fn file_get(&mut self, _: &[u8; 32]) -> Result<Vec<u8>, ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
}

const PUSHED: usize = 10_000;
const FETCHED: usize = 100_000;

pub fn exchange() -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    let grant = Id([1; 16]);
    let mut county =
        County::open(&folder.path().join("county.sqlite"), &made::key()).expect("a new file");
    let home = made::household(&env, 1);
    let household = home[0].id;
    let sets = vec![
        (
            vec![made::edit("grant", grant, made::grant().to_cells())],
            About::default(),
        ),
        (home, About::default()),
    ];
    county
        .write_many(&env, Id::nil(), Position::default(), sets)
        .expect("the county's own sets");

    let mut laptop = made::laptop(folder.path(), &env);
    let (key, secret) = (CountyKey::from_bytes(&[3; 32]), [5; 32]);
    let device = Device {
        secret,
        county_public_key: key.public(),
        app: "bench".to_owned(),
    };
    let facts = DeviceFacts {
        public_key: CountyKey::from_bytes(&secret).public(),
        grants: BTreeSet::from([grant]),
        scope: Scope::of_codes(1, [made::VILLAGE]),
        county: "431128".to_owned(),
        ..DeviceFacts::default()
    };
    let mut visits = Vec::new();
    {
        // A first sync, so that the household is known.
        let mut road = Counted {
            county: &mut county,
            env: &env,
            key: &key,
            device: &facts,
            up: 0,
            down: 0,
        };
        let store = Mutex::new(laptop);
        sync::sync(&store, &env, &device, &mut road, &mut |_| true)
            .1
            .expect("a first sync");
        laptop = store.into_inner().expect("no panic");
    }
    for batch in 0..PUSHED / 1_000 {
        let sets = (0..1_000)
            .map(|one| {
                let visit = made::visit(household, batch * 1_000 + one);
                let id = env.new_id();
                visits.push((id, visit.clone()));
                (
                    vec![made::edit("visit", id, visit.to_cells())],
                    About::default(),
                )
            })
            .collect();
        laptop.save_many(&env, sets).expect("a batch");
    }
    let (floor_ms, floor_bytes) = plain_floor(folder.path(), &visits);
    let store = Mutex::new(laptop);
    let mut road = Counted {
        county: &mut county,
        env: &env,
        key: &key,
        device: &facts,
        up: 0,
        down: 0,
    };
    let before = cpu_ms();
    sync::sync(&store, &env, &device, &mut road, &mut |_| true)
        .1
        .expect("a push");
    let push_ms = cpu_ms() - before;
    let up = road.up;
    let mut lines = vec![
        Line::new(
            "push of 10,000 visits, both sides and the pull, CPU",
            push_ms,
            Some(floor_ms),
            "ms",
        ),
        Line::new(
            "the same, bytes up a record",
            up as f64 / PUSHED as f64,
            Some(floor_bytes / PUSHED as f64),
            "bytes",
        ),
    ];
    lines.extend(first_sync(
        folder.path(),
        &env,
        &mut county,
        &key,
        &device,
        &facts,
        household,
    ));
    lines
}

fn first_sync(
    folder: &std::path::Path,
    env: &made::BenchEnv,
    county: &mut County,
    key: &CountyKey,
    device: &Device,
    facts: &DeviceFacts,
    household: Id,
) -> Vec<Line> {
    let mut visits = Vec::new();
    for batch in 0..(FETCHED - PUSHED) / 1_000 {
        let sets = (0..1_000)
            .map(|one| {
                let visit = made::visit(household, batch * 1_000 + one);
                let id = env.new_id();
                visits.push((id, visit.clone()));
                (
                    vec![made::edit("visit", id, visit.to_cells())],
                    About::default(),
                )
            })
            .collect();
        county
            .write_many(env, Id::nil(), county.head(), sets)
            .expect("the county's own sets");
    }
    let floor_folder = folder.join("first");
    fs::create_dir(&floor_folder).expect("a new folder");
    let (floor_ms, floor_bytes) = plain_floor(&floor_folder, &visits);
    let scale = FETCHED as f64 / visits.len() as f64;
    let key_of_file: Key = made::key();
    let mut fresh = Store::open(
        &floor_folder.join("fresh.sqlite"),
        &key_of_file,
        Side::Laptop,
    )
    .expect("a new file");
    let identity = Identity {
        grant: Id([1; 16]),
        id_key: [9; 32],
        scope: facts.scope.clone(),
    };
    fresh.enrol(env, &identity).expect("a new file");
    let store = Mutex::new(fresh);
    let mut road = Counted {
        county,
        env,
        key,
        device: facts,
        up: 0,
        down: 0,
    };
    let before = cpu_ms();
    sync::sync(&store, env, device, &mut road, &mut |_| true)
        .1
        .expect("a first sync");
    vec![
        Line::new(
            "first sync of 100,000 records, both sides, CPU",
            cpu_ms() - before,
            Some(floor_ms * scale),
            "ms",
        ),
        Line::new(
            "the same, bytes down a record",
            road.down as f64 / FETCHED as f64,
            Some(floor_bytes * scale / FETCHED as f64),
            "bytes",
        ),
    ]
}

/// The same rows as one zstd body of their cells into plain SQLite: CPU ms and bytes.
fn plain_floor(folder: &std::path::Path, visits: &[(Id, domain::records::Visit)]) -> (f64, f64) {
    use domain::cbor::{Cbor, Reader, without_defaults};
    let before = cpu_ms();
    let mut body = Vec::new();
    for (id, visit) in visits {
        body.extend(id.0);
        body.extend(without_defaults(&visit.to_cells()).to_cbor());
    }
    let sent = zstd::bulk::compress(&body, 3).expect("memory");
    let received = zstd::bulk::decompress(&sent, body.len()).expect("memory");
    let floor = Floor::plain(folder);
    floor.begin();
    let mut rest = received.as_slice();
    while rest.len() > 16 {
        let id = Id::from_slice(&rest[..16]).unwrap_or_default();
        let mut reader = Reader::new(&rest[16..]);
        let cells = domain::Cells::read(&mut reader).expect("its own bytes");
        let read = 16 + reader.position();
        floor.insert(id, &domain::records::Visit::from_cells(&cells));
        rest = &rest[read..];
    }
    floor.commit();
    (cpu_ms() - before, sent.len() as f64)
}
