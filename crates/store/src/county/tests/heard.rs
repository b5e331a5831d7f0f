//! What households say of a village's team: who gets it, who may write it, and where a refused one lies.

use domain::{
    Context, Entry,
    cbor::strict,
    entry::{EntrySet, Reason},
    records::{Inquiry, Person, Posting, Team},
};

use super::*;
use crate::history::Older;

pub(super) const WORDS: &str = "说队员一个月没来过";

/// A laptop with a right of its own.
pub(super) struct Desk {
    pub(super) laptop: Store,
    pub(super) grants: BTreeSet<Id>,
    pub(super) scope: Scope,
}

fn written(world: &mut World, edits: Vec<Edit>) {
    let sets = edits
        .into_iter()
        .map(|edit| (vec![edit], About::default()))
        .collect();
    world
        .county
        .write_many(&world.env, Id::nil(), Position::default(), sets)
        .unwrap();
}

fn granted(world: &mut World, person: Id, role: &str, area: &str) -> Id {
    let grant = world.env.new_id();
    let cells = Grant {
        account: grant.to_string(),
        person_id: Some(person),
        role: role.to_owned(),
        division_code: area.to_owned(),
        ..Grant::default()
    };
    written(world, vec![edit("grant", grant, None, cells.to_cells())]);
    grant
}

/// The first right is that under which the laptop writes; it holds the areas of all.
pub(super) fn desk(world: &mut World, person: Id, rights: &[(&str, &str)]) -> Desk {
    let grants: Vec<Id> = rights
        .iter()
        .map(|(role, area)| granted(world, person, role, area))
        .collect();
    let scope = Scope::of_codes(1, rights.iter().map(|(_, area)| *area));
    let laptop = enrolled(&world.env, &world.county, grants[0], &scope);
    Desk {
        laptop,
        grants: grants.into_iter().collect(),
        scope,
    }
}

fn heard(lies_at: &str, about: &str) -> Inquiry {
    Inquiry {
        division_code: lies_at.to_owned(),
        village_code: about.to_owned(),
        asked_on: "2018-09-28".to_owned(),
        team_came: "no".to_owned(),
        note: WORDS.to_owned(),
        ..Inquiry::default()
    }
}

impl Desk {
    pub(super) fn saves(&mut self, world: &World, edits: Vec<Edit>) {
        self.laptop
            .save(&world.env, edits, About::default())
            .unwrap();
    }

    fn writes(&mut self, world: &World, inquiry: &Inquiry) -> Id {
        let id = world.env.new_id();
        self.saves(world, vec![edit("inquiry", id, None, inquiry.to_cells())]);
        id
    }

    pub(super) fn sync(&mut self, world: &mut World) -> Vec<Verdict> {
        let verdicts = push(
            &world.env,
            &mut world.county,
            &mut self.laptop,
            &self.grants,
        );
        self.pull(world);
        verdicts
    }

    pub(super) fn pull(&mut self, world: &World) {
        pull(&world.env, &world.county, &mut self.laptop);
    }

    fn rows(&self) -> u64 {
        self.laptop.count("inquiry").unwrap()
    }

    pub(super) fn agrees(&self, world: &World) {
        agrees(&world.county, &self.laptop, &self.scope);
    }
}

/// Bytes of everything that the county would send to a laptop of this scope: from the beginning, of a first sync, and of
/// what is older of rows that somebody knows of.
pub(super) fn sent_to(world: &World, scope: &Scope) -> Vec<u8> {
    let request = PageRequest {
        scope: scope.clone(),
        ..PageRequest::default()
    };
    let conn = &world.county.store.conn;
    let mut statement = conn.prepare("SELECT id, _seq FROM inquiry").unwrap();
    let known: Vec<Older> = statement
        .query_map([], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)))
        .unwrap()
        .map(|found| {
            let (id, seq): ([u8; 16], i64) = found.unwrap();
            Older {
                table: Inquiry::INFO.table,
                id: Id(id),
                seq: seq as u64,
            }
        })
        .collect();
    let pages = [
        world.county.page(&request).unwrap(),
        world.county.older(scope, &known).unwrap(),
    ];
    let mut bytes = Vec::new();
    for item in pages.into_iter().flat_map(|page| page.items) {
        if let PageItem::Entry(Entry {
            set: EntrySet::Whole(set),
            ..
        }) = item
        {
            bytes.extend(set);
        }
    }
    let block = world.county.state(scope, None).unwrap();
    bytes.extend(format!("{:?}", block.rows).into_bytes());
    bytes
}

pub(super) fn holds_words(bytes: &[u8]) -> bool {
    bytes
        .windows(WORDS.len())
        .any(|part| part == WORDS.as_bytes())
}

fn not_permitted() -> Verdict {
    Verdict::Quarantined(Reason::NotPermitted)
}

/// Nothing of it on the way to the village, nothing in its file, and both sides count the same.
fn village_knows_nothing(world: &World, team: &mut Desk) {
    team.pull(world);
    assert_eq!(team.rows(), 0);
    let village = Scope::of_codes(1, [VILLAGE]);
    assert!(!holds_words(&sent_to(world, &village)));
    team.agrees(world);
    world.county.check_log().unwrap();
    assert_eq!(
        world.county.rebuilt().unwrap().contents(&village).unwrap(),
        world.county.store.contents(&village).unwrap()
    );
}

#[test]
fn a_township_and_its_county_hold_what_was_heard_and_the_village_never_gets_it() {
    let mut world = world(0);
    let [one, two, three] = [(); 3].map(|()| world.env.new_id());
    let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    let mut team = desk(&mut world, two, &[("first_secretary", VILLAGE)]);
    let mut chief = desk(&mut world, three, &[("county_office", COUNTY)]);
    let first = office.writes(&world, &heard(TOWNSHIP, VILLAGE));
    let second = chief.writes(&world, &heard(COUNTY, VILLAGE));
    assert_eq!(office.sync(&mut world), [Verdict::Applied]);
    assert_eq!(chief.sync(&mut world), [Verdict::Applied]);
    office.pull(&world);
    assert_eq!((office.rows(), chief.rows()), (1, 2));
    village_knows_nothing(&world, &mut team);
    // Changed, then deleted: neither reaches the village.
    let words = Cells::from([(Inquiry::note, WORDS.repeat(2).into())]);
    office.saves(&world, vec![edit("inquiry", first, None, words)]);
    let gone = Cells::from([(domain::change::DELETED_AT, 9.into())]);
    chief.saves(&world, vec![edit("inquiry", second, None, gone)]);
    assert_eq!(office.sync(&mut world), [Verdict::Applied]);
    assert_eq!(chief.sync(&mut world), [Verdict::Applied]);
    village_knows_nothing(&world, &mut team);
    office.pull(&world);
    for desk in [&office, &chief] {
        desk.agrees(&world);
    }
    assert!(
        holds_words(&sent_to(&world, &office.scope)),
        "the test can see them"
    );
}

#[test]
fn a_laptop_that_begins_anew_gets_it_only_above_the_village() {
    let mut world = world(0);
    let [one, two, three] = [(); 3].map(|()| world.env.new_id());
    let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    office.writes(&world, &heard(TOWNSHIP, VILLAGE));
    office.sync(&mut world);
    let mut team = desk(&mut world, two, &[("member", VILLAGE)]);
    village_knows_nothing(&world, &mut team);
    let other = desk(&mut world, three, &[("inspector", TOWNSHIP)]);
    assert_eq!(other.rows(), 1);
}

#[test]
fn no_team_writes_changes_or_deletes_one_whatever_its_laptop_sends() {
    for role in
        domain::access::VILLAGE_ROLES
            .into_iter()
            .chain(["helper", "dossier_keeper", "auditor"])
    {
        let mut world = world(0);
        let (one, two) = (world.env.new_id(), world.env.new_id());
        let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
        let standing = office.writes(&world, &heard(TOWNSHIP, VILLAGE));
        office.sync(&mut world);
        let before = crate::row::get(&world.county.store.conn, 35, standing).unwrap();
        let mut team = desk(&mut world, two, &[(role, VILLAGE)]);
        team.writes(&world, &heard(TOWNSHIP, VILLAGE));
        team.writes(&world, &heard(VILLAGE, VILLAGE));
        let good = Cells::from([(Inquiry::team_came, "yes".into())]);
        let gone = Cells::from([(domain::change::DELETED_AT, 9.into())]);
        // Whoever has heard of its id may name it.
        team.saves(&world, vec![edit("inquiry", standing, None, good)]);
        team.saves(&world, vec![edit("inquiry", standing, None, gone)]);
        assert_eq!(
            team.sync(&mut world),
            [(); 4].map(|()| not_permitted()),
            "{role}"
        );
        let after = crate::row::get(&world.county.store.conn, 35, standing).unwrap();
        assert_eq!(after, before, "{role}");
        assert_eq!(world.county.store.count("inquiry").unwrap(), 1, "{role}");
        let village = Scope::of_codes(1, [VILLAGE]);
        assert!(
            !holds_words(&sent_to(&world, &village)),
            "not even what one of {role} sent goes to the rest of the village"
        );
        world.county.check_log().unwrap();
    }
}

#[test]
fn it_is_not_put_into_a_village_and_not_moved_there() {
    let mut world = world(0);
    let (one, two) = (world.env.new_id(), world.env.new_id());
    let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    let mut team = desk(&mut world, two, &[("first_secretary", VILLAGE)]);
    office.writes(&world, &heard(VILLAGE, VILLAGE));
    let standing = office.writes(&world, &heard(TOWNSHIP, VILLAGE));
    let there = Cells::from([
        (Inquiry::division_code, VILLAGE.into()),
        (Inquiry::note, WORDS.into()),
    ]);
    office.saves(&world, vec![edit("inquiry", standing, None, there)]);
    assert_eq!(
        office.sync(&mut world),
        [not_permitted(), Verdict::Applied, not_permitted()]
    );
    village_knows_nothing(&world, &mut team);
    let place = crate::place::of(&world.county.store.conn, 35, standing).unwrap();
    assert_eq!(place, Place::from_code(TOWNSHIP));
}

#[test]
fn beside_a_row_of_the_village_in_one_set_it_is_refused_and_lies_above() {
    let mut world = world(0);
    let (one, two) = (world.env.new_id(), world.env.new_id());
    let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    let mut team = desk(&mut world, two, &[("first_secretary", VILLAGE)]);
    let renamed = Cells::from([(Household::number, "4312".into())]);
    let id = world.env.new_id();
    let edits = vec![
        edit("household", world.household, None, renamed),
        edit("inquiry", id, None, heard(TOWNSHIP, VILLAGE).to_cells()),
    ];
    office.saves(&world, edits.clone());
    assert_eq!(office.sync(&mut world), [not_permitted()]);
    village_knows_nothing(&world, &mut team);
    // The county's own hand too.
    let refused = world
        .county
        .write(
            &world.env,
            Id::nil(),
            Position::default(),
            edits,
            About::default(),
        )
        .unwrap();
    assert_eq!(refused.receipts[0].verdict, not_permitted());
    village_knows_nothing(&world, &mut team);
}

#[test]
fn what_comes_under_no_known_right_is_kept_above_the_village_too() {
    let mut world = world(0);
    let (one, two) = (world.env.new_id(), world.env.new_id());
    let mut office = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    let mut team = desk(&mut world, two, &[("first_secretary", VILLAGE)]);
    office.grants = BTreeSet::new();
    office.writes(&world, &heard(TOWNSHIP, VILLAGE));
    assert_eq!(office.sync(&mut world), [not_permitted()]);
    village_knows_nothing(&world, &mut team);
    // Under a right of the village that is not the sender's.
    let mut stray = desk(&mut world, one, &[("member", VILLAGE)]);
    stray.grants = BTreeSet::from([world.env.new_id()]);
    stray.writes(&world, &heard(VILLAGE, VILLAGE));
    assert_eq!(stray.sync(&mut world), [not_permitted()]);
    village_knows_nothing(&world, &mut team);
    // Under a right that the county never gave.
    let mut lost = desk(&mut world, one, &[("township_reviewer", TOWNSHIP)]);
    let never = world.env.new_id();
    lost.laptop = enrolled(&world.env, &world.county, never, &lost.scope);
    lost.grants = BTreeSet::from([never]);
    lost.writes(&world, &heard(TOWNSHIP, VILLAGE));
    assert_eq!(lost.sync(&mut world), [not_permitted()]);
    village_knows_nothing(&world, &mut team);
    let last = world.county.head().seq;
    let (entry, context) = log::entry(&world.county.store.conn, last).unwrap().unwrap();
    assert!(strict::<Context>(&context).is_ok());
    assert_eq!(Some(entry.place), Place::from_code(COUNTY));
}

#[test]
fn whoever_is_also_of_the_team_does_not_write_under_their_right_of_the_township() {
    let mut world = world(0);
    let person = world.env.new_id();
    let neighbour = "431128103202";
    let rights = [("township_reviewer", TOWNSHIP), ("member", VILLAGE)];
    let mut both = desk(&mut world, person, &rights);
    both.writes(&world, &heard(TOWNSHIP, VILLAGE));
    both.writes(&world, &heard(TOWNSHIP, neighbour));
    assert_eq!(both.sync(&mut world), [not_permitted(), Verdict::Applied]);
    let teams = world.county.store.teams_of(person).unwrap();
    assert_eq!(teams, [Place::from_code(VILLAGE).unwrap().range()]);
}

#[test]
fn a_team_is_known_by_its_posting_and_after_its_right_has_ended() {
    let mut world = world(0);
    let [by_posting, by_right, nobody, team] = [(); 4].map(|()| world.env.new_id());
    let grant = granted(&mut world, by_right, "village_secretary", VILLAGE);
    granted(&mut world, nobody, "helper", VILLAGE);
    let of_village = Team {
        division_code: VILLAGE.to_owned(),
        ..Team::default()
    };
    let posting = Posting {
        person_id: Some(by_posting),
        team_id: Some(team),
        duty: "member".to_owned(),
        ..Posting::default()
    };
    let person = Person {
        name: "某某".to_owned(),
        division_code: VILLAGE.to_owned(),
        ..Person::default()
    };
    let id = world.env.new_id();
    written(
        &mut world,
        vec![
            edit("person", by_posting, None, person.to_cells()),
            edit("team", team, None, of_village.to_cells()),
            edit("posting", id, None, posting.to_cells()),
        ],
    );
    let ended = Cells::from([(Grant::ended_at, 9.into())]);
    written(&mut world, vec![edit("grant", grant, None, ended)]);
    let village = Place::from_code(VILLAGE).unwrap().range();
    for person in [by_posting, by_right] {
        assert_eq!(world.county.store.teams_of(person).unwrap(), [village]);
    }
    assert_eq!(world.county.store.teams_of(nobody).unwrap(), []);
    assert_eq!(world.county.store.teams_of(Id::nil()).unwrap(), []);
}

#[test]
fn whoever_was_of_a_team_stays_so_whatever_is_written_on_it_afterwards() {
    let mut world = world(0);
    let [person, other, team, other_team, posting] = [(); 5].map(|()| world.env.new_id());
    let neighbour = "431128103202";
    for (id, village) in [(team, VILLAGE), (other_team, neighbour)] {
        let of_village = Team {
            division_code: village.to_owned(),
            ..Team::default()
        };
        written(
            &mut world,
            vec![edit("team", id, None, of_village.to_cells())],
        );
    }
    let member = Posting {
        person_id: Some(person),
        team_id: Some(team),
        duty: "member".to_owned(),
        ..Posting::default()
    };
    written(
        &mut world,
        vec![edit("posting", posting, None, member.to_cells())],
    );
    let of_old = granted(&mut world, other, "member", VILLAGE);
    let mut desk = desk(&mut world, person, &[("township_reviewer", TOWNSHIP)]);
    // Their own laptop may write postings and teams of the township.
    let gone = Cells::from([(domain::change::DELETED_AT, 9.into())]);
    let ended = Cells::from([(Posting::ends_on, "2018-08-31".into())]);
    let cases = [
        ("posting", posting, Posting::team_id, other_team.into()),
        ("posting", posting, Posting::person_id, other.into()),
        ("team", team, Team::division_code, neighbour.into()),
    ];
    for (record, id, field, value) in cases.clone() {
        let cells = Cells::from([(field, value)]);
        desk.saves(&world, vec![edit(record, id, None, cells)]);
    }
    desk.saves(&world, vec![edit("posting", posting, None, ended)]);
    desk.saves(&world, vec![edit("posting", posting, None, gone.clone())]);
    desk.saves(&world, vec![edit("team", team, None, gone.clone())]);
    desk.writes(&world, &heard(TOWNSHIP, VILLAGE));
    let done = || Verdict::Applied;
    let no = not_permitted;
    assert_eq!(
        desk.sync(&mut world),
        [no(), no(), no(), done(), done(), done(), no()]
    );
    // The county's own hand neither.
    let of_right = [
        (Grant::person_id, person.into()),
        (Grant::role, "helper".into()),
        (Grant::division_code, neighbour.into()),
    ];
    for (field, value) in of_right {
        let cells = Cells::from([(field, value)]);
        written(&mut world, vec![edit("grant", of_old, None, cells)]);
    }
    for (record, id, field, value) in cases {
        let cells = Cells::from([(field, value)]);
        written(&mut world, vec![edit(record, id, None, cells)]);
    }
    written(&mut world, vec![edit("grant", of_old, None, gone)]);
    let village = Place::from_code(VILLAGE).unwrap().range();
    for person in [person, other] {
        assert_eq!(world.county.store.teams_of(person).unwrap(), [village]);
    }
    // A laptop that has it from the county knows it, though posting and team are deleted.
    let grant = *desk.grants.first().unwrap();
    let fresh = enrolled(&world.env, &world.county, grant, &desk.scope);
    assert_eq!(fresh.teams_of(person).unwrap(), [village]);
    world.county.check_log().unwrap();
}
