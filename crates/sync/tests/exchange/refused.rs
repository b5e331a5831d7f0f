//! What the county refuses without knowing whose it is: its author is told, and nobody else below the county.

use domain::{About, Id, Place, Position, place::Scope, records::Household};
use store::county::{County, PageItem, PageRequest};

use crate::world::{VILLAGE, World, edit};

/// Entries that a new laptop of this area would get.
fn sent_to(county: &County, code: &str) -> Vec<Place> {
    let request = PageRequest {
        scope: Scope::of_codes(1, [code]),
        ..PageRequest::default()
    };
    let page = county.page(&request).unwrap();
    let entries = page.items.into_iter().filter_map(|item| match item {
        PageItem::Entry(entry) if !entry.verdict.reaches_tables() => Some(entry.place),
        _ => None,
    });
    entries.collect()
}

#[test]
fn a_laptop_whose_right_the_county_does_not_know_is_told_so_and_no_other_laptop_gets_its_work() {
    let world = World::new();
    let mut county = County::in_memory().unwrap();
    let household = Household {
        division_code: VILLAGE.to_owned(),
        ..Household::default()
    };
    let sets = vec![(edit(world.household, &household), About::default())];
    county
        .write_many(&world.env, Id::nil(), Position::default(), sets)
        .unwrap();
    world.sync(&mut county, 9).1.unwrap();
    let visit = world.save("没人该看到的话");
    let (report, done) = world.sync(&mut county, 9);
    done.unwrap();
    assert_eq!((report.pushed, report.receipts), (1, 1));
    assert_eq!(report.quarantined, 1);
    assert!(report.complete && !report.checkpoint_differs);
    assert_eq!(
        world.note(visit),
        "没人该看到的话",
        "it stays with its author"
    );
    {
        let store = world.store.lock().unwrap();
        let told: (String, String) = store
            .connection()
            .query_row("SELECT verdict, reason FROM decision", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(told, ("quarantined".to_owned(), "not_permitted".to_owned()));
    }
    for area in [VILLAGE, "431128103202", "431128103", "431128104201"] {
        assert_eq!(sent_to(&county, area), [], "{area}");
    }
    let itself = Place::from_code("431128").unwrap();
    assert_eq!(sent_to(&county, "431128"), [itself]);
}
