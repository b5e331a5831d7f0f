//! A laptop whose profile was put back from a backup: what it writes from then on is new to the county, and what the
//! county received after the backup comes back (`sync.md` §4).

use std::{mem, path::Path, sync::Mutex};

use domain::Id;
use store::{
    Side, Store,
    county::County,
    laptop::Identity,
    profile::{Folder, Keeper, Open},
};
use tempfile::TempDir;

use crate::world::World;

const PASSPHRASE: &str = "八月十五下雪 Zhucun 7";

/// The world's laptop, in a profile on a disk.
fn on_disk(world: &mut World, dir: &Path) -> (Folder, Keeper) {
    let folder = Folder::on_machine(dir, "machine-1");
    let mut open = folder.begin(&world.env, PASSPHRASE).unwrap();
    let identity = Identity {
        grant: world.grant,
        id_key: [9; 32],
        scope: world.facts.scope.clone(),
    };
    open.store.enrol(&world.env, &identity).unwrap();
    open.identity.token = "f".repeat(64);
    open.keeper
        .keep(&world.env, &open.identity, &open.store)
        .unwrap();
    let Open { store, keeper, .. } = open;
    world.store = Mutex::new(store);
    (folder, keeper)
}

fn lock(world: &mut World, keeper: Keeper) {
    let store = Mutex::new(Store::in_memory(Side::Laptop).unwrap());
    let store = mem::replace(&mut world.store, store);
    keeper.close(store.into_inner().unwrap()).unwrap();
}

fn last(world: &World) -> (Id, u64) {
    let store = world.store.lock().unwrap();
    (store.incarnation().unwrap(), store.last_dseq().unwrap())
}

fn visits(county: &County) -> i64 {
    let count = "SELECT count(*) FROM visit";
    let conn = county.store().connection();
    conn.query_row(count, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_restored_laptop_uses_no_number_again_that_the_county_has_seen_and_gets_back_what_it_lost() {
    let dir = TempDir::new().unwrap();
    let mut world = World::new();
    let mut county = world.county(0);
    let (folder, keeper) = on_disk(&mut world, &dir.path().join("profile"));
    let before = world.save("备份以前的");
    assert!(world.sync(&mut county, 9).1.is_ok());
    let out = dir.path().join("stick.zhucun");
    keeper.backup(&world.env, &out).unwrap();
    let after = world.save("备份以后的");
    assert!(world.sync(&mut county, 9).1.is_ok());
    let seen = last(&world);
    lock(&mut world, keeper);

    let restored = folder
        .restore_over(&world.env, &out, PASSPHRASE, None, &mut |_, _, _| true)
        .unwrap();
    world.store = Mutex::new(restored.store);
    let fresh = world.save("恢复以后的");
    let written = last(&world);
    assert_ne!(written.0, seen.0, "another life of the file");
    assert!(world.sync(&mut county, 9).1.is_ok());
    assert_eq!(world.store.lock().unwrap().waiting().unwrap().sets, 0);
    for (id, note) in [
        (before, "备份以前的"),
        (after, "备份以后的"),
        (fresh, "恢复以后的"),
    ] {
        assert_eq!(world.note(id), note);
    }
    assert_eq!(
        visits(&county),
        3,
        "each once, none in the place of another"
    );
}

#[test]
fn what_waited_in_a_backup_is_delivered_once_although_the_lost_laptop_delivered_it_too() {
    let dir = TempDir::new().unwrap();
    let mut world = World::new();
    let mut county = world.county(0);
    let (folder, keeper) = on_disk(&mut world, &dir.path().join("profile"));
    assert!(world.sync(&mut county, 9).1.is_ok());
    let waiting = world.save("备份时还没交的");
    let out = dir.path().join("stick.zhucun");
    keeper.backup(&world.env, &out).unwrap();
    assert!(world.sync(&mut county, 9).1.is_ok());
    assert_eq!(visits(&county), 1);
    lock(&mut world, keeper);
    let restored = folder
        .restore_over(&world.env, &out, PASSPHRASE, None, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(restored.store.waiting().unwrap().sets, 1);
    world.store = Mutex::new(restored.store);
    assert!(world.sync(&mut county, 9).1.is_ok());
    assert_eq!(world.store.lock().unwrap().waiting().unwrap().sets, 0);
    assert_eq!(world.note(waiting), "备份时还没交的");
    assert_eq!(visits(&county), 1);
}
