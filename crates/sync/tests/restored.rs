//! A county that went back in time, seen from a laptop: it says so, decides nothing, and nothing of the laptop is lost
//! (`sync.md` §4; the rebuild itself comes later).
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{
    About, Env, Id, Position,
    place::Scope,
    records::{Grant, Household, Record, Visit},
};
use store::{Edit, Side, Store, county::County, laptop::Identity, photos::Preview, row};
use sync::{
    CountyKey, DeviceFacts, ExchangeError, Protocol, ProtocolError, Report, SyncError,
    engine::Device, protocol::StateAsk,
};

const VILLAGE: &str = "431128103201";

#[derive(Default)]
struct TestEnv {
    now: AtomicI64,
    chance: AtomicU64,
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

struct Road<'a> {
    county: &'a mut County,
    env: &'a TestEnv,
    key: &'a CountyKey,
    device: &'a DeviceFacts,
    /// State blocks until the road breaks.
    blocks: usize,
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

struct World {
    env: TestEnv,
    key: CountyKey,
    device: Device,
    facts: DeviceFacts,
    household: Id,
    grant: Id,
    store: Mutex<Store>,
}

fn edit<R: Record>(id: Id, record: &R) -> Vec<Edit> {
    vec![Edit {
        table: R::INFO.table,
        id,
        base: Some(0),
        cells: record.to_cells(),
    }]
}

impl World {
    fn new() -> Self {
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
    fn county(&self, visits: usize) -> County {
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

    fn visit(&self, note: &str) -> Visit {
        Visit {
            household_id: Some(self.household),
            visited_on: "2018-09-30".to_owned(),
            note: note.to_owned(),
            ..Visit::default()
        }
    }

    fn save(&self, note: &str) -> Id {
        let id = self.env.new_id();
        let edits = edit(id, &self.visit(note));
        let mut store = self.store.lock().unwrap();
        store.save(&self.env, edits, About::default()).unwrap();
        id
    }

    fn sync(&self, county: &mut County, blocks: usize) -> (Report, Result<(), SyncError>) {
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

    fn note(&self, id: Id) -> String {
        let store = self.store.lock().unwrap();
        let row = row::get(store.connection(), Visit::INFO.table, id).unwrap();
        row.unwrap().cell(Visit::note).as_text().to_owned()
    }
}

#[test]
fn a_county_put_back_decides_nothing_and_the_laptop_keeps_everything() {
    let world = World::new();
    let mut county = world.county(0);
    let delivered = world.save("交过的");
    assert!(world.sync(&mut county, 9).1.is_ok());
    let waiting = world.save("没交的");
    let mut restored = world.county(0);
    let before = restored.head();
    let (report, result) = world.sync(&mut restored, 9);
    let error = result.unwrap_err();
    assert!(matches!(
        error,
        SyncError::Protocol(ProtocolError::PositionUnknown)
    ));
    assert_eq!(
        sync::laptop::trouble(&error),
        "restored",
        "words for the person"
    );
    assert_eq!(restored.head(), before);
    assert_eq!((report.receipts, report.complete), (0, false));
    assert_eq!(world.note(delivered), "交过的");
    assert_eq!(world.note(waiting), "没交的");
    assert_eq!(world.store.lock().unwrap().waiting().unwrap().sets, 1);
    // The true one comes back: all goes on.
    assert!(world.sync(&mut county, 9).1.is_ok());
    assert_eq!(world.store.lock().unwrap().waiting().unwrap().sets, 0);
}

#[test]
fn a_county_that_was_put_back_and_has_grown_past_the_laptop_is_found_out_by_its_mark() {
    let world = World::new();
    let mut county = world.county(0);
    world.save("交过的");
    assert!(world.sync(&mut county, 9).1.is_ok());
    let mut grown = world.county(40);
    assert!(grown.head().seq > county.head().seq);
    let result = world.sync(&mut grown, 9).1;
    assert!(matches!(
        result,
        Err(SyncError::Protocol(ProtocolError::PositionUnknown))
    ));
}

#[test]
fn a_first_sync_that_a_restore_interrupts_starts_anew_and_gets_through() {
    let world = World::new();
    let mut county = world.county(6_000);
    let result = world.sync(&mut county, 1).1;
    assert!(matches!(
        result,
        Err(SyncError::Protocol(ProtocolError::Cut(_)))
    ));
    let mine = world.save("先写的");
    let mut restored = world.county(5_000);
    let (report, result) = world.sync(&mut restored, 99);
    result.unwrap();
    assert!(report.complete);
    assert_eq!(world.note(mine), "先写的");
    let visits: i64 = {
        let store = world.store.lock().unwrap();
        let count = "SELECT count(*) FROM visit";
        store
            .connection()
            .query_row(count, [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(visits, 5_001, "nothing of the lost epoch is left");
}

#[test]
fn a_state_block_that_another_key_signed_or_that_answers_another_question_is_refused() {
    let world = World::new();
    let mut county = world.county(0);
    let other = CountyKey::from_bytes(&[8; 32]);
    let mut road = Road {
        county: &mut county,
        env: &world.env,
        key: &other,
        device: &world.facts,
        blocks: 9,
    };
    let result = sync::fetch_all(
        &world.store,
        &world.env,
        &world.device,
        &mut road,
        &mut |_| true,
    );
    assert!(matches!(
        result,
        Err(SyncError::Protocol(ProtocolError::BadSignature))
    ));
    let (_, complete) = world.store.lock().unwrap().fetched().unwrap();
    assert!(!complete);
}

#[test]
fn a_county_without_disk_gives_no_receipt_and_its_page_all_the_same() {
    let world = World::new();
    let mut county = world.county(1);
    assert!(world.sync(&mut county, 9).1.is_ok());
    let edits = edit(world.env.new_id(), &world.visit("别人的"));
    county
        .write(
            &world.env,
            Id::nil(),
            county.head(),
            edits,
            About::default(),
        )
        .unwrap();
    let mine = world.save(&"县里没有地方了".repeat(1_000));
    let limit = |county: &County, pages: u32| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        county.store().connection().execute_batch(&sql).unwrap();
    };
    limit(&county, 1);
    let (report, result) = world.sync(&mut county, 9);
    assert!(matches!(
        result,
        Err(SyncError::Protocol(ProtocolError::RetryLater(_)))
    ));
    assert_eq!((report.receipts, report.pulled), (0, 1));
    assert_eq!(report.seq, county.head().seq);
    limit(&county, 1_000_000);
    assert!(world.sync(&mut county, 9).1.is_ok());
    assert!(world.note(mine).starts_with("县里"));
    assert_eq!(world.store.lock().unwrap().waiting().unwrap().sets, 0);
}
