//! Made-up people and work, the same in every run.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::{
    Env, Id,
    place::Scope,
    records::{Grant, Household, Member, Record, Visit, by_name},
};
use store::{Edit, Key, Side, Store, laptop::Identity};

pub const VILLAGE: &str = "431128103201";

/// A clock that ticks by a second a look, and chance that is counted.
#[derive(Debug, Default)]
pub struct BenchEnv {
    now: AtomicI64,
    drawn: AtomicU64,
}

impl Env for BenchEnv {
    fn wall_ms(&self) -> i64 {
        1_538_300_000_000 + self.now.fetch_add(1_000, Ordering::Relaxed)
    }
    fn random(&self) -> u128 {
        let drawn = self
            .drawn
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_add(1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        u128::from(drawn) << 64 | u128::from(drawn.rotate_left(29) ^ 0x5bd1_e995)
    }
}

pub fn key() -> Key {
    Key::new([7; 32])
}

pub fn edit(table: &str, id: Id, cells: domain::Cells) -> Edit {
    Edit {
        table: by_name(table).expect("a record").table,
        id,
        base: Some(0),
        cells,
    }
}

/// A laptop's encrypted file in `folder`.
pub fn laptop(folder: &std::path::Path, env: &BenchEnv) -> Store {
    let mut store =
        Store::open(&folder.join("laptop.sqlite"), &key(), Side::Laptop).expect("a new file");
    let identity = Identity {
        grant: Id([1; 16]),
        id_key: [9; 32],
        scope: Scope::of_codes(1, [VILLAGE]),
    };
    store.enrol(env, &identity).expect("a new file");
    store
}

const SURNAMES: [&str; 12] = [
    "王", "李", "张", "刘", "陈", "欧阳", "曾", "单", "解", "仇", "区", "何",
];
const GIVEN: [&str; 16] = [
    "德顺", "秀英", "建国", "春兰", "长根", "桂花", "国强", "玉梅", "志明", "冬梅", "满仓", "金凤",
    "永生", "彩霞", "立新", "小燕",
];

pub fn name(number: usize) -> String {
    format!(
        "{}{}",
        SURNAMES[number % SURNAMES.len()],
        GIVEN[(number / SURNAMES.len()) % GIVEN.len()]
    )
}

/// A household with its head, as one set.
pub fn household(env: &BenchEnv, number: usize) -> Vec<Edit> {
    let (household, member) = (env.new_id(), env.new_id());
    let home = Household {
        number: format!("431128103201{number:06}"),
        division_code: VILLAGE.to_owned(),
        group_name: format!("{}组", number % 12 + 1),
        head_member_id: Some(member),
        causes: vec!["01".to_owned()],
        state: "1".to_owned(),
        phone: format!("100{:08}", number % 100_000_000),
        ..Household::default()
    };
    let head = Member {
        household_id: Some(household),
        name: name(number),
        relation: "01".to_owned(),
        id_number: format!("99{:016}", number),
        ..Member::default()
    };
    vec![
        edit("household", household, home.to_cells()),
        edit("member", member, head.to_cells()),
    ]
}

pub fn visit(household: Id, number: usize) -> Visit {
    Visit {
        household_id: Some(household),
        visited_on: format!("2018-{:02}-{:02}", number % 9 + 1, number % 28 + 1),
        person_ids: vec!["0189a5c0-0000-7000-8000-000000000001".to_owned()],
        mode: "home".to_owned(),
        purposes: vec!["routine".to_owned()],
        note: format!("第{number}次走访，老人说腿疼，答应下周带药来。"),
        ..Visit::default()
    }
}

pub fn grant() -> Grant {
    Grant {
        account: "bench".to_owned(),
        role: "first_secretary".to_owned(),
        division_code: VILLAGE.to_owned(),
        ..Grant::default()
    }
}
