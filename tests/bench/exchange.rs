//! What a push and a first sync cost on both sides, against the same rows as one zstd body into plain SQLite.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use domain::{
    About, Env, Id, Position,
    place::Scope,
    records::{Record, Visit},
};
use store::{Side, Store, county::County, laptop::Identity, photos::Preview};
use sync::{
    CountyKey, DeviceFacts, Protocol, ProtocolError,
    engine::Device,
    protocol::{OlderAsk, StateAsk},
};

use crate::{
    floor::Floor,
    line::{Line, Tell},
    machine::{cpu_ms, instructions},
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
/// So many are counted in instructions, which say the same for any number.
const COUNTED: usize = 2_000;
const BATCH: usize = 1_000;

pub fn lines(tell: &mut Tell<'_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let env = made::BenchEnv::default();
    let mut sides = Sides::new(folder.path(), &env);
    let visits = sides.save(PUSHED);
    let (floor_ms, floor_bytes) = plain_floor(folder.path(), &visits);
    let before = cpu_ms();
    let (up, _) = sides.sync();
    let name = "push of 10,000 visits, both sides and the pull, CPU";
    tell(Line::new(name, cpu_ms() - before, "ms").floor(floor_ms));
    let thousand = |what: &str| instructions(what, COUNTED) / 1_000.0;
    let name = "  the same, instructions a record";
    let ours = thousand("push") - thousand("push_saves");
    tell(Line::new(name, ours, "thousand instructions").floor(thousand("exchange_floor")));
    let name = "  the same, bytes up a record";
    let (ours, floor) = (up as f64 / PUSHED as f64, floor_bytes / PUSHED as f64);
    tell(Line::new(name, ours, "bytes").floor(floor));

    let visits = sides.write_at_county(FETCHED - PUSHED);
    let folder = folder.path().join("first");
    fs::create_dir(&folder).expect("a new folder");
    let (floor_ms, floor_bytes) = plain_floor(&folder, &visits);
    let scale = FETCHED as f64 / visits.len() as f64;
    sides.new_laptop(&folder);
    let before = cpu_ms();
    let (_, down) = sides.sync();
    let name = "first sync of 100,000 records, both sides, CPU";
    tell(Line::new(name, cpu_ms() - before, "ms").floor(floor_ms * scale));
    let name = "  the same, instructions a record";
    let ours = thousand("fetch") - thousand("fetch_writes");
    tell(Line::new(name, ours, "thousand instructions").floor(thousand("exchange_floor")));
    let name = "  the same, bytes down a record";
    let floor = floor_bytes * scale / FETCHED as f64;
    tell(Line::new(name, down as f64 / FETCHED as f64, "bytes").floor(floor));
}

/// A county, and a laptop of one of its villages that knows a household.
pub struct Sides<'a> {
    env: &'a made::BenchEnv,
    county: County,
    laptop: Mutex<Store>,
    device: Device,
    facts: DeviceFacts,
    key: CountyKey,
    household: Id,
}

impl<'a> Sides<'a> {
    pub fn new(folder: &Path, env: &'a made::BenchEnv) -> Self {
        let grant = Id([1; 16]);
        let mut county =
            County::open(&folder.join("county.sqlite"), &made::key()).expect("a new file");
        let home = made::household(env, 1);
        let household = home[0].id;
        let sets = vec![
            (
                vec![made::edit("grant", grant, made::grant().to_cells())],
                About::default(),
            ),
            (home, About::default()),
        ];
        county
            .write_many(env, Id::nil(), Position::default(), sets)
            .expect("the county's own sets");
        let (key, secret) = (CountyKey::from_bytes(&[3; 32]), [5; 32]);
        let mut sides = Self {
            env,
            county,
            laptop: Mutex::new(made::laptop(folder, env)),
            device: Device {
                secret,
                county_public_key: key.public(),
                app: "bench".to_owned(),
            },
            facts: DeviceFacts {
                public_key: CountyKey::from_bytes(&secret).public(),
                grants: BTreeSet::from([grant]),
                scope: Scope::of_codes(1, [made::VILLAGE]),
                county: "431128".to_owned(),
                ..DeviceFacts::default()
            },
            key,
            household,
        };
        // A first sync, so that the household is known.
        sides.sync();
        sides
    }

    /// Bytes up and down.
    pub fn sync(&mut self) -> (usize, usize) {
        let mut road = Counted {
            county: &mut self.county,
            env: self.env,
            key: &self.key,
            device: &self.facts,
            up: 0,
            down: 0,
        };
        sync::sync(&self.laptop, self.env, &self.device, &mut road, &mut |_| {
            true
        })
        .1
        .expect("a sync");
        (road.up, road.down)
    }

    fn visits(&self, count: usize) -> Vec<(Id, Visit)> {
        (0..count)
            .map(|number| (self.env.new_id(), made::visit(self.household, number)))
            .collect()
    }

    /// Visits recorded on the laptop.
    pub fn save(&mut self, count: usize) -> Vec<(Id, Visit)> {
        let visits = self.visits(count);
        let laptop = self
            .laptop
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        for batch in visits.chunks(BATCH) {
            laptop.save_many(self.env, sets(batch)).expect("a batch");
        }
        visits
    }

    /// Visits recorded at the county.
    pub fn write_at_county(&mut self, count: usize) -> Vec<(Id, Visit)> {
        let visits = self.visits(count);
        for batch in visits.chunks(BATCH) {
            let head = self.county.head();
            self.county
                .write_many(self.env, Id::nil(), head, sets(batch))
                .expect("the county's own sets");
        }
        visits
    }

    /// A laptop with nothing on it takes the place of the other one.
    pub fn new_laptop(&mut self, folder: &Path) {
        let path = folder.join("fresh.sqlite");
        let mut fresh = Store::open(&path, &made::key(), Side::Laptop).expect("a new file");
        let identity = Identity {
            grant: Id([1; 16]),
            id_key: [9; 32],
            scope: self.facts.scope.clone(),
        };
        fresh.enrol(self.env, &identity).expect("a new file");
        self.laptop = Mutex::new(fresh);
    }
}

fn sets(visits: &[(Id, Visit)]) -> Vec<(Vec<store::Edit>, About)> {
    let set = |(id, visit): &(Id, Visit)| {
        let edit = made::edit("visit", *id, visit.to_cells());
        (vec![edit], About::default())
    };
    visits.iter().map(set).collect()
}

/// The same rows as one zstd body of their cells into plain SQLite: CPU ms and bytes.
pub fn plain_floor(folder: &Path, visits: &[(Id, Visit)]) -> (f64, f64) {
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
        floor.visit(id, &Visit::from_cells(&cells));
        rest = &rest[read..];
    }
    floor.commit();
    (cpu_ms() - before, sent.len() as f64)
}
