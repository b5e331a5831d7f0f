//! Somebody comes into a household of another village, and leaves it again: both villages' laptops follow.

use domain::records::Member;

use super::*;

const NEIGHBOUR: &str = "431128103202";

impl World {
    fn at_county(&mut self, edits: Vec<Edit>) {
        let seen = self.county.head();
        let (env, about) = (&self.env, About::default());
        let receipts = self.county.write(env, Id::nil(), seen, edits, about);
        let receipts = receipts.unwrap().receipts;
        assert_eq!(receipts[0].verdict, Verdict::Applied);
    }

    fn lives_at(&mut self, member: Id, household: Id) {
        let cells = Cells::from([(Member::household_id, household.into())]);
        let seen = self.county.head().seq;
        self.at_county(vec![edit("member", member, Some(seen), cells)]);
    }

    fn place_of(&self, member: Id) -> Option<Place> {
        crate::place::of(&self.laptops[0].conn, Member::INFO.table, member).unwrap()
    }
}

#[test]
fn whoever_comes_into_a_household_of_the_village_is_there_with_the_next_page() {
    let mut world = world(1);
    let (other, member) = (world.env.new_id(), world.env.new_id());
    let home = Household {
        division_code: NEIGHBOUR.to_owned(),
        number: "4312".to_owned(),
        ..Household::default()
    };
    let person = Member {
        household_id: Some(other),
        name: "解小山".to_owned(),
        ..Member::default()
    };
    world.at_county(vec![
        edit("household", other, None, home.to_cells()),
        edit("member", member, None, person.to_cells()),
    ]);
    world.pull(0);
    assert_eq!(world.place_of(member), None);
    let here = world.household;
    world.lives_at(member, here);
    world.pull(0);
    assert_eq!(world.place_of(member), Place::from_code(VILLAGE));
    world.agree();
    world.lives_at(member, other);
    // The laptop asks for a row whose household it does not hold, and hears that it is gone.
    world.pull(0);
    world.pull(0);
    assert_eq!(world.place_of(member), None);
    world.agree();
    // There and away again in one page: nothing comes.
    world.lives_at(member, here);
    world.lives_at(member, other);
    world.pull(0);
    world.pull(0);
    assert_eq!(world.place_of(member), None);
    world.agree();
}
