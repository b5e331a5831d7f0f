use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};

use domain::{
    About, Cells, Env, Id, Place,
    place::Scope,
    records::{Division, Household, Member, Record, Visit},
};

use super::*;
use crate::{Edit, Side, county::County, laptop::Identity};

#[derive(Debug, Default)]
pub(crate) struct TestEnv {
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

pub(super) const VILLAGE: &str = "431128103201";

pub(super) fn edit<R: Record>(id: Id, record: &R) -> Edit {
    Edit {
        table: R::INFO.table,
        id,
        base: None,
        cells: record.to_cells(),
    }
}

pub(super) fn laptop(env: &TestEnv) -> Store {
    let mut store = Store::in_memory(Side::Laptop).unwrap();
    let scope = Scope::of_codes(1, [VILLAGE]);
    store
        .enrol(
            env,
            &Identity {
                grant: env.new_id(),
                id_key: [7; 32],
                scope,
            },
        )
        .unwrap();
    store
}

pub(super) fn household(
    env: &TestEnv,
    number: &str,
    group: &str,
    names: &[&str],
) -> (Id, Vec<Edit>) {
    let id = env.new_id();
    let household = Household {
        number: number.to_owned(),
        division_code: VILLAGE.to_owned(),
        group_name: group.to_owned(),
        ..Household::default()
    };
    let mut edits = vec![edit(id, &household)];
    for (index, name) in names.iter().enumerate() {
        let member = Member {
            household_id: Some(id),
            name: (*name).to_owned(),
            relation: if index == 0 { "01" } else { "02" }.to_owned(),
            id_number: format!("99112819700101{}{index}X", &number[number.len() - 2..]),
            phone: format!("100{index}000{}", &number[number.len() - 4..]),
            ..Member::default()
        };
        edits.push(edit(env.new_id(), &member));
    }
    (id, edits)
}

fn add(env: &TestEnv, store: &mut Store, number: &str, group: &str, names: &[&str]) -> Id {
    let (id, edits) = household(env, number, group, names);
    store.save(env, edits, About::default()).unwrap();
    id
}

fn ids(store: &Store, typed: &str) -> Vec<Id> {
    let found = store
        .search(&Scope::of_codes(1, [VILLAGE]), typed, 50)
        .unwrap();
    assert_eq!(found.total as usize, found.hits.len());
    found.hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn any_member_is_found_by_everything_people_remember() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let zhang = add(
        &env,
        &mut store,
        "43112810320110024",
        "上坪组",
        &["张德顺", "区月英"],
    );
    let li = add(&env, &mut store, "43112810320110031", "下坪组", &["黎根生"]);
    for typed in [
        "张德顺",
        "zds",
        "deshun",
        "区月英",
        "ouyueying",
        "oyy",
        "0024",
        "上坪",
        "sp",
        "上坪张",
        "spzhang",
        "1001000",
    ] {
        assert_eq!(ids(&store, typed), [zhang], "{typed}");
    }
    assert_eq!(ids(&store, "311x"), Vec::<Id>::new());
    assert_eq!(ids(&store, "310X"), [li], "the end of an identity number");
    assert_eq!(ids(&store, "坪组").len(), 2);
    assert_eq!(ids(&store, ""), Vec::<Id>::new());
    assert_eq!(ids(&store, "查无此人"), Vec::<Id>::new());
}

#[test]
fn households_of_a_head_are_those_of_its_name_in_its_village_at_once_and_not_of_its_sound() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let of = |store: &Store, village: &str, name: &str| {
        let found = store.households_of_head(village, name).unwrap();
        BTreeSet::from_iter(found)
    };
    let first = add(&env, &mut store, "43112810320111001", "", &["张德顺"]);
    add(
        &env,
        &mut store,
        "43112810320111002",
        "",
        &["章德顺", "张德顺"],
    );
    assert_eq!(of(&store, VILLAGE, "张德顺"), BTreeSet::from([first]));
    let second = add(&env, &mut store, "43112810320111003", "", &["张德顺"]);
    let both = BTreeSet::from([first, second]);
    assert_eq!(of(&store, VILLAGE, "张德顺"), both);
    assert!(of(&store, "431128103202", "张德顺").is_empty());
    assert!(of(&store, VILLAGE, "").is_empty());
}

#[test]
fn the_better_fit_comes_first_and_among_equals_who_was_not_visited_longest() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let inside = add(&env, &mut store, "0001", "", &["王张德", "赵六"]);
    let start = add(&env, &mut store, "0002", "", &["张德顺"]);
    let whole = add(&env, &mut store, "0003", "", &["张德"]);
    let visited = add(&env, &mut store, "0004", "", &["张德顺"]);
    let alike = add(&env, &mut store, "0005", "", &["藏德海"]);
    let visit = Visit {
        household_id: Some(visited),
        visited_on: "2018-09-29".to_owned(),
        ..Visit::default()
    };
    store
        .save(&env, vec![edit(env.new_id(), &visit)], About::default())
        .unwrap();
    assert_eq!(ids(&store, "张德"), [whole, start, visited, inside]);
    assert_eq!(ids(&store, "zhangdes"), [start, visited]);
    assert_eq!(ids(&store, "zangd"), [alike, start, whole, visited, inside]);
}

#[test]
fn a_save_is_found_at_once_and_a_deleted_household_no_more_when_nobody_lives_in_it() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let id = add(&env, &mut store, "0001", "", &["张德顺"]);
    assert_eq!(ids(&store, "zds"), [id]);
    let member = Member {
        household_id: Some(id),
        name: "仇大海".to_owned(),
        ..Member::default()
    };
    store
        .save(&env, vec![edit(env.new_id(), &member)], About::default())
        .unwrap();
    assert_eq!(ids(&store, "qdh"), [id]);
    let gone = Edit {
        table: Household::INFO.table,
        id,
        base: None,
        cells: Cells::from([(1, 1_538_300_000_000.into()), (2, "重复".into())]),
    };
    let cells = gone.cells.clone();
    store.save(&env, vec![gone], About::default()).unwrap();
    assert_eq!(ids(&store, "zds"), [id], "its people are not hidden");
    let people = store.members_of(id).unwrap();
    let gone = people.iter().map(|member| Edit {
        table: Member::INFO.table,
        id: member.id,
        base: None,
        cells: cells.clone(),
    });
    store.save(&env, gone.collect(), About::default()).unwrap();
    assert_eq!(ids(&store, "zds"), Vec::<Id>::new());
}

#[test]
fn a_save_that_is_rolled_back_leaves_no_trace() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    add(&env, &mut store, "0001", "", &["张德顺"]);
    assert_eq!(ids(&store, "zds").len(), 1);
    let failed: Result<(), StoreError> = store.transact(&env, |store| {
        let mut rows = crate::row::Rows::of(store);
        let id: Vec<u8> = store
            .conn
            .query_row("SELECT id FROM member", [], |row| row.get(0))?;
        let id = Id::from_slice(&id).unwrap();
        let row = rows.edit(&store.conn, Member::INFO.table, id)?;
        row.cells.insert(Member::name, "李四海".into());
        rows.flush(&store.conn)?;
        assert!(ids(store, "lsh").is_empty());
        Err(StoreError::RowAbsent)
    });
    assert!(failed.is_err());
    assert_eq!(ids(&store, "zds").len(), 1);
    let other = add(&env, &mut store, "0002", "", &["李四海"]);
    assert_eq!(ids(&store, "lsh"), [other]);
}

#[test]
fn the_county_searches_only_the_callers_area_and_a_laptop_finds_what_it_pulled() {
    let env = TestEnv::default();
    let mut county = County::in_memory().unwrap();
    let (id, edits) = household(&env, "43112810320110024", "上坪组", &["张德顺"]);
    let village = Division {
        code: VILLAGE.to_owned(),
        name: "洞心村委会".to_owned(),
        level: "village".to_owned(),
        ..Division::default()
    };
    let sets = vec![
        (
            vec![edit(Division::id(VILLAGE), &village)],
            About::default(),
        ),
        (edits, About::default()),
    ];
    county
        .write_many(&env, Id::nil(), county.head(), sets)
        .unwrap();
    let found = |code: &str, typed: &str| {
        county
            .store()
            .search(&Scope::of_codes(1, [code]), typed, 8)
            .unwrap()
    };
    assert_eq!(found("431128", "zds").hits[0].village_name, "洞心");
    assert_eq!(found("431128103", "洞心").total, 1);
    assert_eq!(found("431128104", "zds").total, 0);

    let mut laptop = laptop(&env);
    assert!(ids(&laptop, "zds").is_empty());
    let state = county.state(&Scope::of_codes(1, [VILLAGE]), None).unwrap();
    laptop.take_state(&env, state).unwrap();
    assert_eq!(ids(&laptop, "zds"), [id]);
    laptop.index().rebuild();
    assert_eq!(ids(&laptop, "zds"), [id]);
}

#[test]
fn a_parked_household_is_in_no_answer() {
    let env = TestEnv::default();
    let mut store = laptop(&env);
    let id = add(&env, &mut store, "0001", "", &["张德顺"]);
    assert_eq!(ids(&store, "zds"), [id]);
    store
        .transact(&env, |store| {
            let mut rows = crate::row::Rows::of(store);
            let row = rows.edit(&store.conn, Household::INFO.table, id)?;
            row.place = Place::PARKED;
            rows.flush(&store.conn)
        })
        .unwrap();
    assert!(ids(&store, "zds").is_empty());
}
