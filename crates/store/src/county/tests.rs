mod forks;
mod heard;
mod moved;
mod parked;
mod photos;
mod poison;
mod refused;
mod repair;
mod seal;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::{
    About, Cells, Env, Id, Place,
    place::Scope,
    records::{Grant, Household, Record, Visit, by_name},
};

use super::*;
use crate::{
    Edit, Store,
    laptop::{Identity, ReceiptRun},
};

#[derive(Debug, Default)]
struct TestEnv {
    now: AtomicI64,
    chance: AtomicU64,
}

impl Env for TestEnv {
    fn wall_ms(&self) -> i64 {
        1_538_300_000_000 + self.now.fetch_add(1_000, Ordering::Relaxed)
    }
    fn random(&self) -> u128 {
        let number = self.chance.fetch_add(1, Ordering::Relaxed);
        u128::from_be_bytes(
            blake3::hash(&number.to_be_bytes()).as_bytes()[..16]
                .try_into()
                .unwrap(),
        )
    }
}

const COUNTY: &str = "431128";
const TOWNSHIP: &str = "431128103";
const VILLAGE: &str = "431128103201";

struct World {
    env: TestEnv,
    county: County,
    laptops: Vec<Store>,
    grant: Id,
    household: Id,
}

fn edit(table: &str, id: Id, base: Option<u64>, cells: Cells) -> Edit {
    Edit {
        table: by_name(table).unwrap().table,
        id,
        base,
        cells,
    }
}

fn world(laptops: usize) -> World {
    let env = TestEnv::default();
    let mut county = County::in_memory().unwrap();
    let (grant, household) = (env.new_id(), env.new_id());
    let grant_cells = Grant {
        account: "shen".to_owned(),
        role: "first_secretary".to_owned(),
        division_code: VILLAGE.to_owned(),
        ..Grant::default()
    };
    let household_cells = Household {
        division_code: VILLAGE.to_owned(),
        number: "4311".to_owned(),
        ..Household::default()
    };
    let sets = vec![
        (
            vec![edit("grant", grant, None, grant_cells.to_cells())],
            About::default(),
        ),
        (
            vec![edit(
                "household",
                household,
                None,
                household_cells.to_cells(),
            )],
            About::default(),
        ),
    ];
    county
        .write_many(&env, Id::nil(), Position::default(), sets)
        .unwrap();
    let scope = Scope::of_codes(1, [VILLAGE]);
    let laptops = (0..laptops)
        .map(|_| enrolled(&env, &county, grant, &scope))
        .collect();
    World {
        env,
        county,
        laptops,
        grant,
        household,
    }
}

/// A block as it comes over the wire.
fn packed(block: crate::state::StateBlock) -> crate::state::StateBlock {
    let packed = crate::state::StateBlock::unpack(&block.pack()).unwrap();
    assert_eq!(packed, block);
    packed
}

/// A laptop that has everything of its scope.
fn enrolled(env: &TestEnv, county: &County, grant: Id, scope: &Scope) -> Store {
    let mut laptop = Store::in_memory(Side::Laptop).unwrap();
    let identity = Identity {
        grant,
        id_key: [7; 32],
        scope: scope.clone(),
    };
    laptop.enrol(env, &identity).unwrap();
    let mut after = None;
    loop {
        let block = packed(county.state(scope, after).unwrap());
        after = block.last;
        laptop.take_state(env, block).unwrap();
        if after.is_none() {
            return laptop;
        }
    }
}

/// What waits on a laptop goes to the county, and its receipts come back.
fn push(
    env: &TestEnv,
    county: &mut County,
    laptop: &mut Store,
    grants: &BTreeSet<Id>,
) -> Vec<Verdict> {
    let pushed = laptop.unreceipted(1 << 20).unwrap();
    let pusher = Pusher {
        grants: grants.clone(),
        county: Place::from_code(COUNTY).unwrap(),
        ..Pusher::default()
    };
    let now = env.wall_ms();
    let receipts = county.push(env, &pusher, now, &pushed).unwrap().receipts;
    let runs: Vec<ReceiptRun> = receipts
        .iter()
        .map(|receipt| ReceiptRun {
            incarnation: receipt.incarnation,
            from: receipt.dseq,
            to: receipt.dseq,
            seq: receipt.seq,
            verdict: receipt.verdict.clone(),
        })
        .collect();
    laptop
        .take_receipts(env, now, Some(county.head()), &runs)
        .unwrap();
    receipts
        .into_iter()
        .map(|receipt| receipt.verdict)
        .collect()
}

/// What a laptop does not have yet comes to it.
fn pull(env: &TestEnv, county: &County, laptop: &mut Store) {
    let request = PageRequest {
        after: laptop.position().unwrap(),
        scope: laptop.scope().unwrap(),
        incarnation: laptop.incarnation().unwrap(),
        earlier: laptop.undecided_incarnations().unwrap(),
        whole: false,
        wanted: laptop.wanted_rows(100).unwrap(),
    };
    let frame = county.page(&request).unwrap().pack();
    let page = Page::unpack(&frame).unwrap();
    let taken = laptop.take_page(env, &page, &[], &frame, 0).unwrap();
    assert!(!taken.unknown_own);
}

/// What lies on a laptop is what lies at the county in the same places.
fn agrees(county: &County, laptop: &Store, scope: &Scope) {
    laptop.check(scope).unwrap();
    assert_eq!(
        laptop.contents(scope).unwrap(),
        county.store.contents(scope).unwrap()
    );
    assert_eq!(
        laptop.sum().unwrap(),
        crate::place::sum(&county.store.conn, scope).unwrap()
    );
}

impl World {
    fn push(&mut self, at: usize) -> Vec<Verdict> {
        let grants = BTreeSet::from([self.grant]);
        push(&self.env, &mut self.county, &mut self.laptops[at], &grants)
    }

    fn pull(&mut self, at: usize) {
        pull(&self.env, &self.county, &mut self.laptops[at]);
    }

    fn sync(&mut self, at: usize) -> Vec<Verdict> {
        let verdicts = self.push(at);
        self.pull(at);
        verdicts
    }

    fn visit(&mut self, at: usize, id: Id, base: Option<u64>, note: &str) {
        let visit = Visit {
            household_id: Some(self.household),
            visited_on: "2018-09-30".to_owned(),
            note: note.to_owned(),
            ..Visit::default()
        };
        self.laptops[at]
            .save(
                &self.env,
                vec![edit("visit", id, base, visit.to_cells())],
                About::default(),
            )
            .unwrap();
    }

    fn note(&self, at: usize, id: Id) -> String {
        let row = crate::row::get(&self.laptops[at].conn, Visit::INFO.table, id)
            .unwrap()
            .unwrap();
        row.cell(Visit::note).as_text().to_owned()
    }

    fn agree(&self) {
        let scope = Scope::of_codes(1, [VILLAGE]);
        let county = self.county.store.contents(&scope).unwrap();
        self.county.store.check(&scope).unwrap();
        self.county.check_log().unwrap();
        assert_eq!(
            self.county.rebuilt().unwrap().contents(&scope).unwrap(),
            county,
            "the fold of the log"
        );
        for laptop in &self.laptops {
            agrees(&self.county, laptop, &scope);
        }
    }
}

#[test]
fn a_visit_reaches_the_county_and_the_other_laptop() {
    let mut world = world(2);
    let id = world.env.new_id();
    world.visit(0, id, None, "屋顶漏雨");
    assert_eq!(world.sync(0), [Verdict::Applied]);
    world.pull(1);
    assert_eq!(world.note(1, id), "屋顶漏雨");
    world.agree();
}

#[test]
fn the_same_push_twice_is_one_entry() {
    let mut world = world(1);
    let id = world.env.new_id();
    world.visit(0, id, None, "一次");
    let pushed = world.laptops[0].unreceipted(1 << 20).unwrap();
    let pusher = Pusher {
        grants: BTreeSet::from([world.grant]),
        ..Pusher::default()
    };
    let first = world
        .county
        .push(&world.env, &pusher, 1_538_400_000_000, &pushed)
        .unwrap();
    let second = world
        .county
        .push(&world.env, &pusher, 1_538_400_000_000, &pushed)
        .unwrap();
    assert_eq!(first.receipts, second.receipts);
    assert_eq!(world.county.head().seq, 3);
    world.sync(0);
    world.agree();
}

#[test]
fn of_two_unseen_edits_the_newer_stands_and_the_other_is_kept() {
    let mut world = world(2);
    let id = world.env.new_id();
    world.visit(0, id, None, "原文");
    world.sync(0);
    world.pull(1);
    world.visit(0, id, None, "甲改的");
    world.visit(1, id, None, "乙改的");
    assert_eq!(world.sync(0), [Verdict::Applied]);
    assert_eq!(world.sync(1), [Verdict::Merged]);
    world.pull(0);
    assert_eq!(world.note(0, id), "乙改的");
    let (standing, lost, base, authors): (String, String, i64, i64) = world.laptops[0]
        .conn
        .query_row(
            "SELECT standing, losing, base, (standing_grant IS NOT NULL) + (losing_grant IS NOT NULL) FROM conflict",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .unwrap();
    assert!(lost.contains("甲改的"), "{lost}");
    assert!(standing.contains("乙改的"), "{standing}");
    assert_eq!(
        (base, authors),
        (3, 2),
        "where both began, and both authors"
    );
    world.agree();
}

#[test]
fn an_own_edit_stays_on_top_of_what_is_pulled_until_it_is_decided() {
    let mut world = world(2);
    let id = world.env.new_id();
    world.visit(0, id, None, "原文");
    world.sync(0);
    world.pull(1);
    world.visit(0, id, None, "甲改的");
    world.visit(1, id, None, "乙改的");
    world.sync(0);
    world.pull(1);
    assert_eq!(world.note(1, id), "乙改的");
    world.visit(1, id, None, "乙再改");
    assert_eq!(
        world.sync(1),
        [Verdict::Merged, Verdict::Applied],
        "the second was made on top of the first"
    );
    assert_eq!(world.note(1, id), "乙再改");
    world.pull(0);
    world.agree();
}

#[test]
fn a_visit_to_a_household_of_another_village_is_quarantined_and_kept() {
    let mut world = world(1);
    let other = world.env.new_id();
    let cells = Household {
        division_code: "431128103202".to_owned(),
        ..Household::default()
    };
    let sets = vec![(
        vec![edit("household", other, None, cells.to_cells())],
        About::default(),
    )];
    world
        .county
        .write_many(&world.env, Id::nil(), Position::default(), sets)
        .unwrap();
    world.household = other;
    let id = world.env.new_id();
    world.visit(0, id, None, "走错了");
    assert_eq!(world.sync(0), [Verdict::Quarantined(Reason::NotPermitted)]);
    assert_eq!(world.note(0, id), "走错了");
}

#[test]
fn a_moved_household_leaves_with_all_that_hangs_on_it() {
    let mut world = world(1);
    let id = world.env.new_id();
    world.visit(0, id, None, "搬家前");
    world.sync(0);
    let cells = Cells::from([(Household::division_code, "431128103202".into())]);
    let base = world.county.head().seq;
    let edits = vec![edit("household", world.household, Some(base), cells)];
    world
        .county
        .write(
            &world.env,
            Id::nil(),
            Position::default(),
            edits,
            About::default(),
        )
        .unwrap();
    world.pull(0);
    assert!(
        crate::row::get(&world.laptops[0].conn, Visit::INFO.table, id)
            .unwrap()
            .is_none()
    );
    let place = crate::place::of(&world.county.store.conn, Visit::INFO.table, id).unwrap();
    assert_eq!(place, Place::from_code("431128103202"));
    world.agree();
}

#[test]
fn each_set_of_an_import_is_counted_once_when_its_receipt_comes() {
    let mut world = world(1);
    let sets = (0..3)
        .map(|number| {
            let cells = Household {
                division_code: VILLAGE.to_owned(),
                number: format!("432{number}"),
                ..Household::default()
            }
            .to_cells();
            let id = world.env.new_id();
            (vec![edit("household", id, None, cells)], About::default())
        })
        .collect();
    let laptop = &mut world.laptops[0];
    let first = laptop.save_many(&world.env, sets).unwrap()[0]
        .clone()
        .unwrap();
    let run = ReceiptRun {
        incarnation: laptop.incarnation().unwrap(),
        from: first.dseq,
        to: first.dseq + 2,
        seq: 100,
        verdict: Verdict::Applied,
    };
    for counted in [3, 0] {
        let took = laptop
            .take_receipts(&world.env, 1, None, std::slice::from_ref(&run))
            .unwrap();
        assert_eq!(took, counted);
    }
    assert_eq!(laptop.waiting().unwrap().sets, 0);
}
