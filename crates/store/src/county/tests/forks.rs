//! Two lives of one file: a cloned laptop, or one restored from a copy (`sync.md` §3 forked, §4 the laptop).

use super::*;

/// The second laptop goes on as a copy of the first.
fn cloned() -> World {
    let world = world(2);
    let incarnation = world.laptops[0].incarnation().unwrap();
    crate::meta::set_bytes(
        &world.laptops[1].conn,
        crate::meta::INCARNATION,
        &incarnation.0,
    )
    .unwrap();
    world
}

impl World {
    fn address(&mut self, at: usize, base: u64, text: &str) {
        let cells = Cells::from([(Household::address, text.into())]);
        let edits = vec![edit("household", self.household, Some(base), cells)];
        self.laptops[at]
            .save(&self.env, edits, About::default())
            .unwrap();
    }

    fn conflicts(&self) -> i64 {
        self.county
            .store
            .conn
            .query_row("SELECT count(*) FROM conflict", [], |row| row.get(0))
            .unwrap()
    }
}

#[test]
fn what_the_other_life_of_a_file_wrote_was_not_seen_by_this_one() {
    let mut world = cloned();
    world.address(0, 2, "甲的地址");
    assert_eq!(world.sync(0), [Verdict::Applied]);
    let id = world.env.new_id();
    world.visit(1, id, None, "同号的另一条");
    world.address(1, 2, "乙的地址");
    assert_eq!(world.push(1), [Verdict::Applied, Verdict::Merged]);
    assert_eq!(world.conflicts(), 1);
}

#[test]
fn a_fork_is_remembered_by_the_next_push_and_by_the_next_start() {
    let mut world = cloned();
    world.address(0, 2, "甲的地址");
    world.sync(0);
    let id = world.env.new_id();
    world.visit(1, id, None, "同号的另一条");
    world.push(1);
    let county = std::mem::replace(&mut world.county, County::in_memory().unwrap());
    world.county = county.reopened().unwrap();
    world.address(1, 2, "乙的地址");
    assert_eq!(world.push(1), [Verdict::Merged]);
    let incarnation = world.laptops[1].incarnation().unwrap();
    assert!(world.county.is_other_life(incarnation, 9).unwrap());
}

#[test]
fn a_file_that_the_county_knows_further_than_itself_was_put_back() {
    let mut world = world(1);
    let id = world.env.new_id();
    world.visit(0, id, None, "一");
    world.visit(0, id, None, "二");
    world.sync(0);
    let incarnation = world.laptops[0].incarnation().unwrap();
    assert!(!world.county.is_other_life(incarnation, 2).unwrap());
    assert!(world.county.is_other_life(incarnation, 1).unwrap());
}

#[test]
fn sets_of_an_earlier_incarnation_are_decided_on_their_laptop_also_outside_its_area() {
    let mut world = world(1);
    let id = world.env.new_id();
    world.visit(0, id, None, "搬家前");
    world.sync(0);
    world.visit(0, id, None, "搬家后才交上去");
    world.laptops[0].renew_incarnation(&world.env).unwrap();
    let cells = Cells::from([(Household::division_code, "431128103202".into())]);
    let edits = vec![edit("household", world.household, Some(2), cells)];
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
    assert_eq!(world.sync(0), [Verdict::Applied]);
    let undecided: i64 = world.laptops[0]
        .conn
        .query_row("SELECT count(*) FROM visit WHERE _mine <> 0", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(undecided, 0, "lifted off");
    assert!(
        world.laptops[0]
            .undecided_incarnations()
            .unwrap()
            .is_empty()
    );
}
