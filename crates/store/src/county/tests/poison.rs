//! A set on which the server's process dies, not only its thread (`sync.md` §3 poison).

use super::*;

fn pushed(laptop: &Store) -> Vec<Pushed> {
    laptop.unreceipted(1 << 20).unwrap()
}

fn hash(pushed: &[Pushed]) -> Hash {
    ChangeSet::hash(&pushed[0].context, &pushed[0].sets[0])
}

fn verdicts(county: &mut County, world: &World, pushed: &[Pushed]) -> Vec<Verdict> {
    let pusher = Pusher {
        trusted: true,
        ..Pusher::default()
    };
    let receipts = county.push(&world.env, &pusher, 1_538_400_000_000, pushed);
    let receipts = receipts.unwrap().receipts.into_iter();
    receipts.map(|receipt| receipt.verdict).collect()
}

/// What a process leaves that dies in the middle of a decision.
fn die_on(path: &Path, hash: &Hash) {
    let mut poison = super::super::poison::Poison::open(path).unwrap();
    poison.begin(hash).unwrap();
}

#[test]
fn a_set_that_killed_the_server_three_times_is_quarantined_unread_and_no_other() {
    let mut world = world(2);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.sqlite");
    let key = Key::new([5; 32]);
    let (one, two) = (world.env.new_id(), world.env.new_id());
    world.household = one;
    world.laptops[0]
        .save(
            &world.env,
            vec![edit(
                "household",
                one,
                None,
                Household {
                    division_code: VILLAGE.to_owned(),
                    ..Household::default()
                }
                .to_cells(),
            )],
            About::default(),
        )
        .unwrap();
    world.laptops[1]
        .save(
            &world.env,
            vec![edit(
                "household",
                two,
                None,
                Household {
                    division_code: VILLAGE.to_owned(),
                    ..Household::default()
                }
                .to_cells(),
            )],
            About::default(),
        )
        .unwrap();
    let (deadly, harmless) = (pushed(&world.laptops[0]), pushed(&world.laptops[1]));
    for _ in 0..3 {
        die_on(&path, &hash(&deadly));
    }
    for _ in 0..2 {
        die_on(&path, &hash(&harmless));
    }
    let mut county = County::open(&path, &key).unwrap();
    assert_eq!(
        verdicts(&mut county, &world, &deadly),
        [Verdict::Quarantined(Reason::Crashed)]
    );
    assert_eq!(verdicts(&mut county, &world, &harmless), [Verdict::Applied]);
    drop(county);
    die_on(&path, &hash(&harmless));
    let mut county = County::open(&path, &key).unwrap();
    assert_eq!(
        verdicts(&mut county, &world, &harmless),
        [Verdict::Applied],
        "what came through is forgiven"
    );
}
