//! A laptop of one village and a county, with a road between them that has no network.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{
    About, Env, Id, Position,
    cbor::Cbor,
    place::Scope,
    records::{Grant, Household, Record, Visit},
};
use store::{Edit, Side, Store, county::County, laptop::Identity, photos::Preview, row};
use sync::{
    CountyKey, DeviceFacts, ExchangeError, Protocol, ProtocolError, Report, SyncError,
    engine::Device,
    protocol::{OlderAsk, StateAsk},
};

pub(crate) const VILLAGE: &str = "431128103201";

#[derive(Default)]
pub(crate) struct TestEnv {
    now: AtomicI64,
    chance: AtomicU64,
}

impl TestEnv {
    pub(crate) fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Env for TestEnv {
    fn wall_ms(&self) -> i64 {
        1_538_300_000_000 + self.now.fetch_add(1_000, Ordering::Relaxed)
    }
    fn random(&self) -> u128 {
        let number = self.chance.fetch_add(1, Ordering::Relaxed) + 1;
        u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 40 | u128::from(number)
    }
}

pub(crate) struct Road<'a> {
    pub(crate) county: &'a mut County,
    pub(crate) env: &'a TestEnv,
    pub(crate) key: &'a CountyKey,
    pub(crate) device: &'a DeviceFacts,
    /// State blocks until the road breaks.
    pub(crate) blocks: usize,
}

fn told(error: &ExchangeError) -> ProtocolError {
    match error {
        ExchangeError::PositionUnknown => ProtocolError::PositionUnknown,
        other => ProtocolError::Cut(other.to_string()),
    }
}

impl Protocol for Road<'_> {
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError> {
        sync::exchange(self.county, self.env, self.key, self.device, request)
            .map(|(answer, _)| answer)
            .map_err(|error| told(&error))
    }
    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError> {
        if self.blocks == 0 {
            return Err(ProtocolError::Cut("planted".to_owned()));
        }
        self.blocks -= 1;
        sync::state(self.county, self.key, self.device, ask).map_err(|error| told(&error))
    }
    fn older(&mut self, ask: &OlderAsk) -> Result<Vec<u8>, ProtocolError> {
        sync::older(self.county, self.env, self.key, self.device, &ask.to_cbor())
            .map_err(|error| told(&error))
    }
    fn file_begin(&mut self, _: &[u8; 32], _: u64) -> Result<(String, u64), ProtocolError> {
        Err(ProtocolError::Cut("no files".to_owned()))
    }
    fn file_chunk(&mut self, _: &str, _: u64, _: &[u8]) -> Result<u64, ProtocolError> {
        Err(ProtocolError::Cut("no files".to_owned()))
    }
    fn file_get(&mut self, _: &[u8; 32], _: Preview) -> Result<Vec<u8>, ProtocolError> {
        Err(ProtocolError::Cut("no files".to_owned()))
    }
}

pub(crate) struct World {
    pub(crate) env: TestEnv,
    pub(crate) key: CountyKey,
    pub(crate) device: Device,
    pub(crate) facts: DeviceFacts,
    pub(crate) household: Id,
    pub(crate) grant: Id,
    pub(crate) store: Mutex<Store>,
}

pub(crate) fn edit<R: Record>(id: Id, record: &R) -> Vec<Edit> {
    vec![Edit {
        table: R::INFO.table,
        id,
        base: Some(0),
        cells: record.to_cells(),
    }]
}

impl World {
    pub(crate) fn new() -> Self {
        let (env, key) = (TestEnv::default(), CountyKey::from_bytes(&[3; 32]));
        let (grant, household) = (Id([1; 16]), Id([2; 16]));
        let scope = Scope::of_codes(1, [VILLAGE]);
        let mut store = Store::in_memory(Side::Laptop).unwrap();
        let identity = Identity {
            grant,
            id_key: [9; 32],
            scope: scope.clone(),
        };
        store.enrol(&env, &identity).unwrap();
        Self {
            device: Device {
                secret: [4; 32],
                county_public_key: key.public(),
                app: "test".to_owned(),
            },
            facts: DeviceFacts {
                public_key: CountyKey::from_bytes(&[4; 32]).public(),
                grants: BTreeSet::from([grant]),
                scope,
                county: "431128".to_owned(),
                ..DeviceFacts::default()
            },
            env,
            key,
            household,
            grant,
            store: Mutex::new(store),
        }
    }

    /// A county with a grant, a household, and `visits` besides.
    pub(crate) fn county(&self, visits: usize) -> County {
        let mut county = County::in_memory().unwrap();
        let grant = Grant {
            account: "shen".to_owned(),
            role: "first_secretary".to_owned(),
            division_code: VILLAGE.to_owned(),
            ..Grant::default()
        };
        let household = Household {
            division_code: VILLAGE.to_owned(),
            ..Household::default()
        };
        let mut sets = vec![
            (edit(self.grant, &grant), About::default()),
            (edit(self.household, &household), About::default()),
        ];
        for _ in 0..visits {
            let id = self.env.new_id();
            sets.push((edit(id, &self.visit("县里的")), About::default()));
        }
        county
            .write_many(&self.env, Id::nil(), Position::default(), sets)
            .unwrap();
        county
    }

    pub(crate) fn visit(&self, note: &str) -> Visit {
        Visit {
            household_id: Some(self.household),
            visited_on: "2018-09-30".to_owned(),
            note: note.to_owned(),
            ..Visit::default()
        }
    }

    pub(crate) fn save(&self, note: &str) -> Id {
        let id = self.env.new_id();
        let edits = edit(id, &self.visit(note));
        let mut store = self.store.lock().unwrap();
        store.save(&self.env, edits, About::default()).unwrap();
        id
    }

    pub(crate) fn sync(
        &self,
        county: &mut County,
        blocks: usize,
    ) -> (Report, Result<(), SyncError>) {
        let mut road = Road {
            county,
            env: &self.env,
            key: &self.key,
            device: &self.facts,
            blocks,
        };
        sync::sync(&self.store, &self.env, &self.device, &mut road, &mut |_| {
            true
        })
    }

    pub(crate) fn note(&self, id: Id) -> String {
        let store = self.store.lock().unwrap();
        let row = row::get(store.connection(), Visit::INFO.table, id).unwrap();
        row.unwrap().cell(Visit::note).as_text().to_owned()
    }
}
