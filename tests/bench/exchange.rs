//! What a push and a first sync cost on both sides, against the same rows as one zstd body into plain SQLite.

use std::{collections::BTreeSet, fs, sync::Mutex};

use domain::{About, Env, Id, Position, place::Scope, records::Record};
use store::{Key, Side, Store, county::County, laptop::Identity, photos::Preview};
use sync::{
    CountyKey, DeviceFacts, Protocol, ProtocolError,
    engine::Device,
    protocol::{OlderAsk, StateAsk},
};

use crate::{
    floor::Floor,
    line::{Line, Tell},
    machine::cpu_ms,
    made,
};

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
    fn older(&mut self, _: &OlderAsk) -> Result<Vec<u8>, ProtocolError> {
        Err(ProtocolError::Cut(
            "nobody looks at a history here".to_owned(),
        ))
    }
    fn file_begin(&mut self, _: &[u8; 32], _: u64) -> Result<(String, u64), ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
    fn file_chunk(&mut self, _: &str, _: u64, _: &[u8]) -> Result<u64, ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
    fn file_get(&mut self, _: &[u8; 32], _: Preview) -> Result<Vec<u8>, ProtocolError> {
        Err(ProtocolError::Cut("no files here".to_owned()))
    }
}

const PUSHED: usize = 10_000;
const FETCHED: usize = 100_000;

pub fn lines(tell: &mut Tell<'_>) {
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
    for line in [
        Line::new(
            "push of 10,000 visits, both sides and the pull, CPU",
            push_ms,
            "ms",
        )
        .floor(floor_ms),
        Line::new(
            "  the same, bytes up a record",
            up as f64 / PUSHED as f64,
            "bytes",
        )
        .floor(floor_bytes / PUSHED as f64),
    ] {
        tell(line);
    }
    for line in first_sync(
        folder.path(),
        &env,
        &mut county,
        &key,
        &device,
        &facts,
        household,
    ) {
        tell(line);
    }
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
            "ms",
        )
        .floor(floor_ms * scale),
        Line::new(
            "  the same, bytes down a record",
            road.down as f64 / FETCHED as f64,
            "bytes",
        )
        .floor(floor_bytes * scale / FETCHED as f64),
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
        floor.visit(id, &domain::records::Visit::from_cells(&cells));
        rest = &rest[read..];
    }
    floor.commit();
    (cpu_ms() - before, sent.len() as f64)
}
