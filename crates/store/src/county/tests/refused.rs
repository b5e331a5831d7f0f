//! Where a set lies that the county refuses and cannot say whose it is: with its author and the county's own people.

use domain::{cbor::Writer, entry::Reason, records::Member};

use super::heard::{Desk, WORDS, desk, holds_words, sent_to};
use super::*;

const NEIGHBOUR: &str = "431128103202";

fn secretary(world: &mut World) -> Desk {
    let person = world.env.new_id();
    desk(world, person, &[("first_secretary", VILLAGE)])
}

/// Under a right that the county never gave.
fn stranger(world: &mut World) -> Desk {
    let mut lost = secretary(world);
    let never = world.env.new_id();
    lost.laptop = enrolled(&world.env, &world.county, never, &lost.scope);
    lost.grants = BTreeSet::from([never]);
    lost
}

/// A member of the household, whose name is found again.
fn member(world: &World) -> Vec<Edit> {
    let member = Member {
        household_id: Some(world.household),
        name: WORDS.to_owned(),
        id_number: "990000195001010011".to_owned(),
        ..Member::default()
    };
    vec![edit("member", world.env.new_id(), None, member.to_cells())]
}

/// Nobody below the county gets a byte of it, and every laptop counts what the county counts.
fn only_the_county_knows(world: &World) {
    for code in [VILLAGE, NEIGHBOUR, TOWNSHIP, "431128104"] {
        let scope = Scope::of_codes(1, [code]);
        assert!(!holds_words(&sent_to(world, &scope)), "{code}");
        let cases = world.county.store.contents(&scope).unwrap();
        assert_eq!(cases.tables["inbox"].rows, 0, "{code}");
    }
    let county = Scope::of_codes(1, [COUNTY]);
    assert!(holds_words(&sent_to(world, &county)), "its own people do");
    let cases = world.county.store.contents(&county).unwrap();
    assert_eq!(cases.tables["inbox"].rows, 1);
    world.county.check_log().unwrap();
    assert_eq!(
        world.county.rebuilt().unwrap().contents(&county).unwrap(),
        cases
    );
}

/// What its author sees of it: the verdict with its reason, and the case.
fn told(desk: &Desk) -> (String, String, u64) {
    let decision = desk
        .laptop
        .conn
        .query_row("SELECT verdict, reason FROM decision", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
    let (verdict, reason) = decision.unwrap();
    (verdict, reason, desk.laptop.count("inbox").unwrap())
}

#[test]
fn what_comes_under_a_right_that_was_never_given_goes_to_its_author_and_the_county_alone() {
    let mut world = world(0);
    let (mut team, mut lost) = (secretary(&mut world), stranger(&mut world));
    let edits = member(&world);
    let id = edits[0].id;
    lost.saves(&world, edits);
    assert_eq!(
        lost.sync(&mut world),
        [Verdict::Quarantined(Reason::NotPermitted)]
    );
    only_the_county_knows(&world);
    assert_eq!(
        told(&lost),
        ("quarantined".to_owned(), "not_permitted".to_owned(), 1)
    );
    let kept = crate::row::get(&lost.laptop.conn, Member::INFO.table, id).unwrap();
    assert_eq!(kept.unwrap().cell(Member::name).as_text(), WORDS);
    team.pull(&world);
    assert_eq!(team.laptop.count("inbox").unwrap(), 0);
    team.agrees(&world);
}

#[test]
fn of_a_revoked_laptop_and_of_a_set_that_crashes_or_cannot_be_read_the_same() {
    for reason in [Reason::RevokedDevice, Reason::Crashed, Reason::Malformed] {
        let mut world = world(0);
        let mut lost = stranger(&mut world);
        lost.saves(&world, member(&world));
        let mut pushed = lost.laptop.unreceipted(1 << 20).unwrap();
        if reason == Reason::Malformed {
            // Its number can be read, and nothing else.
            let mut writer = Writer::new();
            writer.array(2).unsigned(1).text(WORDS);
            pushed[0].sets[0] = writer.into_bytes();
        }
        let hash = ChangeSet::hash(&pushed[0].context, &pushed[0].sets[0]);
        let pusher = Pusher {
            grants: lost.grants.clone(),
            revoked: reason == Reason::RevokedDevice,
            county: Place::from_code(COUNTY).unwrap(),
            ..Pusher::default()
        };
        let folder = tempfile::tempdir().unwrap();
        if reason == Reason::Crashed {
            let path = folder.path().join("county.sqlite");
            let mut poison = super::super::poison::Poison::open(&path).unwrap();
            for _ in 0..3 {
                poison.begin(&hash).unwrap();
                poison = super::super::poison::Poison::open(&path).unwrap();
            }
            world.county.poison = Some(poison);
        }
        let received = world
            .county
            .push(&world.env, &pusher, 1_538_400_000_000, &pushed)
            .unwrap();
        assert_eq!(
            received.receipts[0].verdict,
            Verdict::Quarantined(reason),
            "its author hears why"
        );
        only_the_county_knows(&world);
    }
}

#[test]
fn a_set_that_names_public_rows_under_no_known_right_is_not_public() {
    let mut world = world(0);
    let mut lost = stranger(&mut world);
    let forged = Grant {
        person_name: WORDS.to_owned(),
        role: "county_administrator".to_owned(),
        division_code: COUNTY.to_owned(),
        ..Grant::default()
    };
    let id = world.env.new_id();
    lost.saves(&world, vec![edit("grant", id, None, forged.to_cells())]);
    assert_eq!(
        lost.sync(&mut world),
        [Verdict::Quarantined(Reason::NotPermitted)]
    );
    only_the_county_knows(&world);
}

#[test]
fn a_refused_set_over_two_villages_goes_to_neither_and_waits_in_their_township() {
    let mut world = world(0);
    let (office, elsewhere) = (world.env.new_id(), world.env.new_id());
    let neighbours = Household {
        division_code: NEIGHBOUR.to_owned(),
        ..Household::default()
    };
    let edits = vec![edit("household", elsewhere, None, neighbours.to_cells())];
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
    let mut office = desk(&mut world, office, &[("township_reviewer", TOWNSHIP)]);
    let mut edits = member(&world);
    world.household = elsewhere;
    edits.extend(member(&world));
    office.saves(&world, edits);
    assert_eq!(
        office.sync(&mut world),
        [Verdict::Quarantined(Reason::NotPermitted)]
    );
    for code in [VILLAGE, NEIGHBOUR] {
        let scope = Scope::of_codes(1, [code]);
        assert!(!holds_words(&sent_to(&world, &scope)), "{code}");
    }
    let township = Scope::of_codes(1, [TOWNSHIP]);
    assert!(
        holds_words(&sent_to(&world, &township)),
        "to be decided there"
    );
    assert_eq!(told(&office).2, 1);
}

#[test]
fn where_nobody_said_which_county_it_is_nobodys() {
    let mut world = world(0);
    let mut lost = stranger(&mut world);
    lost.saves(&world, member(&world));
    let pushed = lost.laptop.unreceipted(1 << 20).unwrap();
    let pusher = Pusher {
        grants: lost.grants.clone(),
        ..Pusher::default()
    };
    let received = world
        .county
        .push(&world.env, &pusher, 1_538_400_000_000, &pushed)
        .unwrap();
    let (entry, _) = log::entry(&world.county.store.conn, received.receipts[0].seq)
        .unwrap()
        .unwrap();
    assert_eq!(entry.place, Place::PARKED);
    for code in [VILLAGE, COUNTY] {
        assert!(!holds_words(&sent_to(&world, &Scope::of_codes(1, [code]))));
    }
}
