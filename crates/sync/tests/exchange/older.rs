//! History from before a laptop's first sync is asked of the county, and then it is here.

use domain::{
    About, Id,
    records::{Household, Record},
};
use store::{Edit, county::County};
use sync::{CountyKey, DeviceFacts, ProtocolError, SyncError, history::fetch_older};

use crate::world::{Road, World, edit};

/// A change that the county's own people made to a household.
fn changed(world: &World, county: &mut County, id: Id, group: &str) {
    let edits = vec![Edit {
        table: Household::INFO.table,
        id,
        base: None,
        cells: [(Household::group_name, group.into())].into(),
    }];
    county
        .write(
            &world.env,
            Id::nil(),
            county.head(),
            edits,
            About::default(),
        )
        .unwrap();
}

/// The words of a group that the laptop knows to have been written, the newest first.
fn groups(world: &World) -> Vec<String> {
    let store = world.store.lock().unwrap();
    let history = store
        .row_history(Household::INFO.table, world.household)
        .unwrap();
    let groups = history
        .changes
        .iter()
        .filter(|change| change.field == Some(Household::group_name));
    groups
        .map(|change| change.to.as_text().to_owned())
        .collect()
}

fn fetch(
    world: &World,
    county: &mut County,
    facts: &DeviceFacts,
    key: &CountyKey,
) -> Result<bool, SyncError> {
    let mut road = Road {
        county,
        env: &world.env,
        key,
        device: facts,
        blocks: 0,
    };
    fetch_older(
        &world.store,
        &world.env,
        &world.device,
        &mut road,
        &|store| store.row_history(Household::INFO.table, world.household),
    )
}

#[test]
fn what_was_changed_before_the_first_sync_comes_from_the_county_once_and_stays() {
    let world = World::new();
    let mut county = world.county(300);
    changed(&world, &mut county, world.household, "一组");
    changed(&world, &mut county, world.household, "二组");
    world.sync(&mut county, 99).1.unwrap();
    changed(&world, &mut county, world.household, "三组");
    world.sync(&mut county, 99).1.unwrap();
    assert_eq!(groups(&world), ["三组"]);
    assert!(fetch(&world, &mut county, &world.facts, &world.key).unwrap());
    assert_eq!(groups(&world), ["三组", "二组", "一组"]);
    let older = || {
        let store = world.store.lock().unwrap();
        let history = store.row_history(Household::INFO.table, world.household);
        history.unwrap().older.len()
    };
    assert_eq!(older(), 0, "the row's making is here too");
    let mut other = world.county(0);
    assert!(
        !fetch(&world, &mut other, &world.facts, &world.key).unwrap(),
        "nothing is asked again"
    );
}

#[test]
fn the_county_gives_no_history_of_a_row_outside_the_laptops_area() {
    let world = World::new();
    let mut county = world.county(0);
    changed(&world, &mut county, world.household, "一组");
    world.sync(&mut county, 9).1.unwrap();
    let elsewhere = DeviceFacts {
        scope: domain::place::Scope::of_codes(1, ["431128103202"]),
        ..world.facts.clone()
    };
    assert!(!fetch(&world, &mut county, &elsewhere, &world.key).unwrap());
    assert!(groups(&world).is_empty());
}

#[test]
fn history_of_a_household_that_moved_in_comes_with_it() {
    let world = World::new();
    let mut county = world.county(0);
    let from_elsewhere = Id([7; 16]);
    let household = Household {
        division_code: "431128103202".to_owned(),
        group_name: "外村一组".to_owned(),
        ..Household::default()
    };
    let sets = vec![(edit(from_elsewhere, &household), About::default())];
    county
        .write_many(&world.env, Id::nil(), county.head(), sets)
        .unwrap();
    let asked = |county: &County, seq: u64| {
        let older = store::history::Older {
            table: Household::INFO.table,
            id: from_elsewhere,
            seq,
        };
        let page = county.older(&world.facts.scope, &[older]).unwrap();
        page.items.len()
    };
    let made = county.head().seq;
    assert_eq!(asked(&county, made), 0, "it lies in another village");
    let edits = vec![Edit {
        table: Household::INFO.table,
        id: from_elsewhere,
        base: None,
        cells: [(Household::division_code, crate::world::VILLAGE.into())].into(),
    }];
    county
        .write(
            &world.env,
            Id::nil(),
            county.head(),
            edits,
            About::default(),
        )
        .unwrap();
    assert_eq!(asked(&county, county.head().seq), 2);
}

#[test]
fn older_entries_that_another_key_signed_are_refused() {
    let world = World::new();
    let mut county = world.county(0);
    changed(&world, &mut county, world.household, "一组");
    world.sync(&mut county, 9).1.unwrap();
    let other = CountyKey::from_bytes(&[8; 32]);
    let refused = fetch(&world, &mut county, &world.facts, &other);
    assert!(matches!(
        refused,
        Err(SyncError::Protocol(ProtocolError::BadSignature))
    ));
    assert!(groups(&world).is_empty());
}

#[test]
fn pages_go_after_400_days_and_their_history_is_asked_of_the_county() {
    let world = World::new();
    let mut county = world.county(0);
    world.sync(&mut county, 9).1.unwrap();
    changed(&world, &mut county, world.household, "一组");
    world.sync(&mut county, 9).1.unwrap();
    world.env.pass(399 * 24 * 3_600_000);
    let drop_old = || world.store.lock().unwrap().drop_old_pages(&world.env);
    changed(&world, &mut county, world.household, "二组");
    world.sync(&mut county, 9).1.unwrap();
    assert_eq!(drop_old().unwrap(), 0);
    world.env.pass(2 * 24 * 3_600_000);
    changed(&world, &mut county, world.household, "三组");
    world.sync(&mut county, 9).1.unwrap();
    assert_eq!(drop_old().unwrap(), 1);
    assert_eq!(groups(&world), ["三组", "二组"]);
    fetch(&world, &mut county, &world.facts, &world.key).unwrap();
    assert_eq!(groups(&world), ["三组", "二组", "一组"]);
}
