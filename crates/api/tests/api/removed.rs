//! A household is not deleted over the heads of those who live in it; where a laptop of before has done so, they are found.

use std::collections::BTreeSet;

use api::Host;
use domain::{
    About, Cells,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Record},
};
use serde_json::{Value, json};
use store::Edit;

use crate::{
    apart::listed,
    family::{Family, card, event, family, members, relations, undo},
    rig::{VILLAGE, World, ask, code},
};

fn removal(home: &Family) -> Value {
    json!({ "record": "household", "remove": { "id": home.id, "base": 1_u64 << 40, "reason": "录重了" } })
}

/// As a laptop writes it whose program does not ask who lives there.
fn deletes_as_before(world: &World, home: &Family) {
    let cells = Cells::from([
        (DELETED_AT, 1_538_000_000_000_i64.into()),
        (DELETED_REASON, "录重了".into()),
    ]);
    let edit = Edit {
        table: Household::INFO.table,
        id: home.id,
        base: None,
        cells,
    };
    let host = world.laptop_host();
    let mut laptop = world.laptop.lock().unwrap();
    laptop
        .save(host.env(), vec![edit], About::default())
        .unwrap();
}

fn remarks(host: &dyn Host, home: &Family) -> BTreeSet<String> {
    let found = card(host, home.id)["remarks"].take();
    let rules = found.as_array().unwrap().iter();
    rules
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_household_in_which_people_live_is_not_deleted_and_an_empty_one_is() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280401");
    assert_eq!(code(&host, "record.remove", removal(&home)), "has_members");
    let reviewer = world.console("township_reviewer", VILLAGE);
    world.sync();
    assert_eq!(
        code(&reviewer, "record.remove", removal(&home)),
        "has_members"
    );
    assert_eq!(listed(&host)[1..], ["4311280401"]);
    for person in &home.people {
        let off = json!({ "record": "member", "remove": { "id": person, "base": 1_u64 << 40, "reason": "录重了" } });
        assert_eq!(code(&host, "record.remove", removal(&home)), "has_members");
        ask(&host, "record.remove", off);
    }
    ask(&host, "record.remove", removal(&home));
    assert_eq!(listed(&host).len(), 1);
}

#[test]
fn an_undo_deletes_no_household_over_the_heads_of_its_people() {
    let world = World::new();
    let host = world.laptop_host();
    let home = family(&host, "4311280402");
    deletes_as_before(&world, &home);
    let back = json!({ "id": home.id, "base": 1_u64 << 40, "fields": {}, "reason": null });
    let saved = ask(&host, "household.save", back);
    assert!(!remarks(&host, &home).contains("removed_household"));
    let again = json!({ "change_set": saved["change_set"] });
    assert_eq!(code(&host, "undo.run", again), "has_members");
    // A split goes back with those who left, and deletes the household that it made.
    let leaving = json!({ "leaving": relations(&home, &[(2, "01"), (3, "02")]) });
    let split = ask(&host, "household.event", event(&home, "split", &leaving));
    undo(&host, &split);
    assert_eq!(members(&card(&host, home.id)).len(), 4);
}

#[test]
fn people_of_a_household_that_an_older_laptop_deleted_are_found_on_both_sides_and_can_be_taken_out()
{
    let world = World::new();
    let host = world.laptop_host();
    let (home, other) = (family(&host, "4311280403"), family(&host, "4311280404"));
    world.sync();
    deletes_as_before(&world, &home);
    world.sync();
    let reviewer = world.console("township_reviewer", VILLAGE);
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(listed(side)[1..], ["4311280403", "4311280404"]);
        assert_eq!(members(&card(side, home.id)).len(), 4);
        assert!(remarks(side, &home).contains("removed_household"));
        let found = ask(
            side,
            "household.search",
            json!({ "q": "4311280403", "limit": 8 }),
        );
        assert_eq!(found["total"], 1);
    }
    // The way out: it is joined to another household, and is gone from the lists.
    let coming = relations(&home, &[(0, "99"), (1, "99"), (2, "99"), (3, "99")]);
    let more = json!({ "other_household_id": home.id, "relations": coming });
    ask(&host, "household.event", event(&other, "merged", &more));
    world.sync();
    for side in [&reviewer as &dyn Host, &host] {
        assert_eq!(listed(side)[1..], ["4311280404"]);
        assert_eq!(members(&card(side, other.id)).len(), 8);
    }
}
