//! A household leaves a laptop's area while its person's work hangs on it.

use super::*;

impl World {
    fn move_away(&mut self) {
        let cells = Cells::from([(Household::division_code, "431128103202".into())]);
        let edits = vec![edit("household", self.household, None, cells)];
        self.county
            .write(
                &self.env,
                Id::nil(),
                Position::default(),
                edits,
                About::default(),
            )
            .unwrap();
    }

    fn held(&self, table: u16, id: Id) -> Option<Place> {
        let row = crate::row::get(&self.laptops[0].conn, table, id).unwrap();
        row.map(|row| row.place)
    }

    fn home(&self) -> Option<Place> {
        self.held(Household::INFO.table, self.household)
    }
}

fn parked(world: &World) -> i64 {
    let sql = "SELECT count(*) FROM parked";
    let conn = &world.laptops[0].conn;
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_household_of_an_undecided_visit_stays_parked_with_it_until_the_visit_is_decided() {
    let mut world = world(1);
    let (other, mine) = (world.env.new_id(), world.env.new_id());
    world.visit(0, other, None, "交过的");
    world.sync(0);
    world.move_away();
    world.visit(0, mine, None, "没交的");
    world.pull(0);
    let visit = Visit::INFO.table;
    assert_eq!(world.home(), Some(Place::PARKED));
    assert_eq!(world.held(visit, mine), Some(Place::PARKED));
    assert_eq!(world.held(visit, other), None);
    assert_eq!(world.note(0, mine), "没交的");
    world.agree();
    assert_eq!(world.sync(0), [Verdict::Applied]);
    world.pull(0);
    assert_eq!(
        world.held(visit, mine),
        None,
        "it is the other village's now"
    );
    assert_eq!(world.home(), None);
    assert_eq!(parked(&world), 0);
    let at = crate::place::of(&world.county.store.conn, visit, mine).unwrap();
    assert_eq!(at, Place::from_code("431128103202"));
    world.agree();
}

#[test]
fn the_household_of_a_draft_stays_and_what_is_saved_from_it_comes_whole_into_the_inbox() {
    let mut world = world(1);
    let body = format!(
        "{{\"household\":\"{}\",\"note\":\"写了一半\"}}",
        world.household
    );
    let form = ("visit", "new");
    let laptop = &mut world.laptops[0];
    laptop.save_draft(&world.env, "", form, &body, 0).unwrap();
    world.move_away();
    world.pull(0);
    assert_eq!(world.home(), Some(Place::PARKED));
    world.agree();
    let mine = world.env.new_id();
    world.visit(0, mine, None, "写完了");
    assert_eq!(world.held(Visit::INFO.table, mine), Some(Place::PARKED));
    let draft = crate::forms::DraftOf {
        owner: String::new(),
        form: form.0.to_owned(),
        subject: form.1.to_owned(),
    };
    world.laptops[0].remove_draft(&world.env, &draft).unwrap();
    // It was written after the laptop knew of the move: a person of the township decides, and until then it is here.
    assert_eq!(world.sync(0), [Verdict::Quarantined(Reason::NotPermitted)]);
    world.pull(0);
    assert_eq!(world.home(), Some(Place::PARKED));
    assert_eq!(world.note(0, mine), "写完了");
    let conn = &world.county.store.conn;
    let cases: i64 = conn
        .query_row("SELECT count(*) FROM inbox", [], |row| row.get(0))
        .unwrap();
    assert_eq!(cases, 1);
}

#[test]
fn the_household_of_a_draft_that_is_thrown_away_goes_with_the_next_page() {
    let mut world = world(1);
    let subject = world.household.to_string();
    let laptop = &mut world.laptops[0];
    laptop
        .save_draft(&world.env, "", ("household", &subject), "{}", 0)
        .unwrap();
    world.move_away();
    world.pull(0);
    assert_eq!(world.home(), Some(Place::PARKED));
    let draft = crate::forms::DraftOf {
        owner: String::new(),
        form: "household".to_owned(),
        subject,
    };
    world.laptops[0].remove_draft(&world.env, &draft).unwrap();
    world.pull(0);
    assert_eq!((world.home(), parked(&world)), (None, 0));
}

#[test]
fn a_household_that_comes_back_is_no_longer_parked() {
    let mut world = world(1);
    let body = format!("{{\"household\":\"{}\"}}", world.household);
    let laptop = &mut world.laptops[0];
    laptop
        .save_draft(&world.env, "", ("visit", "new"), &body, 0)
        .unwrap();
    world.move_away();
    world.pull(0);
    let cells = Cells::from([(Household::division_code, VILLAGE.into())]);
    let edits = vec![edit("household", world.household, None, cells)];
    let head = world.county.head();
    let (county, env) = (&mut world.county, &world.env);
    county
        .write(env, Id::nil(), head, edits, About::default())
        .unwrap();
    world.pull(0);
    assert_eq!(world.home(), Place::from_code(VILLAGE));
    assert_eq!(parked(&world), 0);
    world.agree();
}

#[test]
fn a_photo_that_owns_itself_ends_no_walk() {
    let mut world = world(1);
    let id = world.env.new_id();
    let photo = domain::records::Photo {
        owner_kind: "photo".to_owned(),
        owner_id: Some(id),
        sha256: "0".repeat(64),
        ..domain::records::Photo::default()
    };
    let table = domain::records::Photo::INFO.table;
    let edits = vec![edit("photo", id, None, photo.to_cells())];
    let (county, env) = (&mut world.county, &world.env);
    county
        .write(env, Id::nil(), Position::default(), edits, About::default())
        .unwrap();
    let mut rows = crate::row::Rows::of(&world.county.store);
    rows.edit(&world.county.store.conn, table, id)
        .unwrap()
        .place = Place::from_code(VILLAGE).unwrap();
    rows.flush(&world.county.store.conn).unwrap();
    let laptop = &world.laptops[0];
    let request = PageRequest {
        after: laptop.position().unwrap(),
        scope: laptop.scope().unwrap(),
        incarnation: laptop.incarnation().unwrap(),
        wanted: vec![(table, id)],
        ..PageRequest::default()
    };
    let page = world.county.page(&request).unwrap();
    let frame = page.pack();
    let laptop = &mut world.laptops[0];
    laptop.take_page(&world.env, &page, &[], &frame, 0).unwrap();
    let elsewhere = Scope::of_codes(2, ["431128103299"]);
    laptop.set_scope(&world.env, &elsewhere).unwrap();
    assert_eq!(world.held(table, id), None);
}
