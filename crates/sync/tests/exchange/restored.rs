//! A county that went back in time, seen from a laptop: it says so, decides nothing, and nothing of the laptop is lost
//! (`sync.md` §4; the rebuild itself comes later).

use domain::{About, Env, Id};
use store::county::County;
use sync::{CountyKey, ProtocolError, SyncError};

use crate::world::{Road, World, edit};

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
