//! A laptop whose confirmed rows are not the county's: what cannot be applied, what was lost, what came first.

use super::*;

impl World {
    fn page_for(&mut self, at: usize) -> Page {
        let laptop = &self.laptops[at];
        let request = PageRequest {
            after: laptop.position().unwrap(),
            scope: laptop.scope().unwrap(),
            incarnation: laptop.incarnation().unwrap(),
            wanted: laptop.wanted_rows(100).unwrap(),
            ..PageRequest::default()
        };
        self.county.page(&request).unwrap()
    }

    fn take(&mut self, at: usize, page: &Page) -> crate::laptop::Taken {
        let frame = page.pack();
        let page = Page::unpack(&frame).unwrap();
        self.laptops[at]
            .take_page(&self.env, &page, &[], &frame, 0)
            .unwrap()
    }

    /// What a laptop does that finds its sums to differ.
    fn repair(&mut self, at: usize) -> Vec<Place> {
        let scope = self.laptops[at].scope().unwrap();
        let told = self.laptops[at].place_sums().unwrap();
        let places = crate::place::differing(&self.county.store.conn, &scope, &told).unwrap();
        for place in &places {
            let mut after = None;
            loop {
                let block = packed(self.county.state_of_place(*place, after).unwrap());
                after = block.last;
                self.laptops[at]
                    .take_place(&self.env, *place, block)
                    .unwrap();
                if after.is_none() {
                    break;
                }
            }
        }
        places
    }

    fn visits(&self, at: usize) -> i64 {
        self.laptops[at]
            .conn
            .query_row("SELECT count(*) FROM visit", [], |row| row.get(0))
            .unwrap()
    }
}

fn village() -> Place {
    Place::from_code(VILLAGE).unwrap()
}

#[test]
fn an_entry_that_cannot_be_applied_is_kept_and_its_row_comes_whole() {
    let mut world = world(2);
    let (bad, good) = (world.env.new_id(), world.env.new_id());
    world.visit(0, bad, None, "读不了的");
    world.sync(0);
    world.visit(1, good, None, "后面的");
    world.push(1);
    let mut page = world.page_for(1);
    page.contexts[0] = vec![0xf6];
    let taken = world.take(1, &page);
    assert_eq!(taken.set_aside, 1);
    assert_eq!(world.laptops[1].position().unwrap(), world.county.head());
    assert_eq!(world.laptops[1].unapplied().unwrap()[0].0, 3);
    assert_eq!(
        world.laptops[1].wanted_rows(9).unwrap(),
        [(Visit::INFO.table, bad)]
    );
    world.pull(1);
    assert_eq!(world.note(1, bad), "读不了的");
    assert_eq!(world.note(1, good), "后面的");
    world.pull(0);
    world.agree();
}

#[test]
fn an_item_of_a_newer_county_is_kept_and_does_not_stop_the_pull() {
    let mut world = world(2);
    let id = world.env.new_id();
    world.visit(0, id, None, "一");
    world.sync(0);
    let mut page = world.page_for(1);
    page.items
        .insert(0, PageItem::Unknown(vec![0x84, 3, 0, 0, 0]));
    let taken = world.take(1, &page);
    assert_eq!((taken.set_aside, taken.entries), (1, 1));
    assert_eq!(world.note(1, id), "一");
}

#[test]
fn rows_lost_or_changed_beside_the_log_come_back_by_their_place() {
    let mut world = world(2);
    let (lost, other) = (world.env.new_id(), world.env.new_id());
    world.visit(0, lost, None, "不见了的");
    world.visit(0, other, None, "还在的");
    world.sync(0);
    world.pull(1);
    let mut taking = crate::laptop::page::Taking::new(&world.laptops[1]).unwrap();
    taking.forget(Visit::INFO.table, lost).unwrap();
    taking.finish().unwrap();
    assert_eq!(world.visits(1), 1);
    assert_eq!(world.repair(1), [village()]);
    assert_eq!(world.note(1, lost), "不见了的");
    world.agree();
    assert_eq!(world.repair(1), []);
}

#[test]
fn a_row_that_the_county_does_not_have_goes_and_an_own_undecided_one_stays() {
    let mut world = world(2);
    let (ghost, mine) = (world.env.new_id(), world.env.new_id());
    world.visit(0, ghost, None, "别处来的");
    world.sync(0);
    world.pull(1);
    // The laptop counts another village's row as one of its own.
    let elsewhere = Place::from_code("431128103202").unwrap();
    let rows = "UPDATE visit SET _place = ?1 WHERE id = ?2";
    let conn = &world.county.store.conn;
    conn.execute(rows, (elsewhere.0 as i64, ghost.0.as_slice()))
        .unwrap();
    world.visit(1, mine, None, "我写的");
    let block = world.county.state_of_place(village(), None).unwrap();
    world.laptops[1]
        .take_place(&world.env, village(), block)
        .unwrap();
    assert_eq!(world.visits(1), 1);
    assert_eq!(world.note(1, mine), "我写的");
}

#[test]
fn rows_outside_a_narrower_scope_go_and_own_undecided_ones_stay_parked() {
    let mut world = world(1);
    let (old, mine) = (world.env.new_id(), world.env.new_id());
    world.visit(0, old, None, "交过的");
    world.sync(0);
    world.visit(0, mine, None, "没交的");
    let scope = Scope::of_codes(2, ["431128103299"]);
    world.laptops[0].set_scope(&world.env, &scope).unwrap();
    assert_eq!(world.visits(0), 1);
    assert_eq!(world.note(0, mine), "没交的");
    assert_eq!(world.laptops[0].waiting().unwrap().sets, 1);
    world.laptops[0].check(&scope).unwrap();
    let older = Scope::of_codes(1, [VILLAGE]);
    world.laptops[0].set_scope(&world.env, &older).unwrap();
    assert_eq!(world.laptops[0].scope().unwrap(), scope, "an old word");
}

#[test]
fn what_was_recorded_before_the_first_sync_is_through_stays_on_top() {
    let mut world = world(1);
    let id = world.env.new_id();
    world.visit(0, id, None, "县里的");
    world.sync(0);
    let scope = Scope::of_codes(1, [VILLAGE]);
    let mut fresh = Store::in_memory(Side::Laptop).unwrap();
    let identity = Identity {
        grant: world.grant,
        id_key: [7; 32],
        scope: scope.clone(),
    };
    fresh.enrol(&world.env, &identity).unwrap();
    world.laptops.push(fresh);
    world.visit(1, id, Some(0), "我写的");
    let block = world.county.state(&scope, None).unwrap();
    world.laptops[1].take_state(&world.env, block).unwrap();
    assert_eq!(world.note(1, id), "我写的");
    assert_eq!(world.sync(1), [Verdict::Merged]);
    world.pull(0);
    assert_eq!(world.note(1, id), "我写的", "the newer one won");
    world.agree();
}

#[test]
fn a_first_sync_that_starts_anew_keeps_what_was_recorded() {
    let mut world = world(1);
    let mine = world.env.new_id();
    let scope = Scope::of_codes(1, [VILLAGE]);
    let mut fresh = Store::in_memory(Side::Laptop).unwrap();
    let identity = Identity {
        grant: world.grant,
        id_key: [7; 32],
        scope: scope.clone(),
    };
    fresh.enrol(&world.env, &identity).unwrap();
    world.laptops.push(fresh);
    world.visit(1, mine, None, "我写的");
    let mut block = world.county.state(&scope, None).unwrap();
    block.last = block.rows.last().map(|row| (row.table, row.id));
    world.laptops[1].take_state(&world.env, block).unwrap();
    assert!(world.laptops[1].tail_from().unwrap().is_some());
    world.laptops[1].restart_state(&world.env).unwrap();
    assert_eq!(world.laptops[1].fetched().unwrap(), (None, false));
    assert_eq!(world.laptops[1].tail_from().unwrap(), None);
    let households: i64 = world.laptops[1]
        .conn
        .query_row("SELECT count(*) FROM household", [], |row| row.get(0))
        .unwrap();
    assert_eq!(households, 0);
    let block = world.county.state(&scope, None).unwrap();
    world.laptops[1].take_state(&world.env, block).unwrap();
    assert_eq!(world.note(1, mine), "我写的");
    world.sync(1);
    world.pull(0);
    world.agree();
}

#[test]
fn a_first_sync_says_how_much_of_it_is_there_and_is_not_through_before_its_last_block() {
    let mut world = world(1);
    for note in ["甲", "乙", "丙"] {
        let id = world.env.new_id();
        world.visit(0, id, None, note);
    }
    world.sync(0);
    let scope = Scope::of_codes(1, [VILLAGE]);
    let mut fresh = Store::in_memory(Side::Laptop).unwrap();
    let identity = Identity {
        grant: world.grant,
        id_key: [7; 32],
        scope: scope.clone(),
    };
    fresh.enrol(&world.env, &identity).unwrap();
    assert_eq!(fresh.fetched_percent().unwrap(), None, "nobody said");
    let rows = crate::place::sum(world.county.store().connection(), &scope)
        .unwrap()
        .rows;
    fresh.expect_rows(&world.env, rows).unwrap();
    assert_eq!(fresh.fetched_percent().unwrap(), Some(0));
    let whole = world.county.state(&scope, None).unwrap();
    let mut block = world.county.state(&scope, None).unwrap();
    block.rows.truncate(rows as usize / 2);
    block.last = block.rows.last().map(|row| (row.table, row.id));
    fresh.take_state(&world.env, block).unwrap();
    let half = fresh.fetched_percent().unwrap().unwrap();
    assert_eq!(half, rows / 2 * 100 / rows);
    let after = fresh.fetched().unwrap().0;
    let mut rest = whole;
    rest.rows.retain(|row| Some((row.table, row.id)) > after);
    rest.first = after;
    fresh.take_state(&world.env, rest).unwrap();
    assert_eq!(fresh.fetched_percent().unwrap(), Some(99));
    assert!(fresh.fetched().unwrap().1);
}

#[test]
fn a_page_that_names_an_own_set_whose_receipt_was_lost_changes_nothing_until_it_comes_with_the_set()
{
    let mut world = world(2);
    let township = Scope::of_codes(2, ["431128103"]);
    for laptop in &mut world.laptops {
        laptop.set_scope(&world.env, &township).unwrap();
    }
    let id = world.env.new_id();
    world.visit(1, id, None, "别人的");
    world.sync(1);
    world.visit(0, id, Some(0), "我写的");
    // Within the laptop's area: what hangs on the household follows it in the middle of the page.
    let cells = Cells::from([(Household::division_code, "431128103202".into())]);
    let edits = vec![edit("household", world.household, None, cells)];
    let (county, env) = (&mut world.county, &world.env);
    county
        .write(env, Id::nil(), Position::default(), edits, About::default())
        .unwrap();
    let pushed = world.laptops[0].unreceipted(1 << 20).unwrap();
    let pusher = Pusher {
        grants: BTreeSet::from([world.grant]),
        ..Pusher::default()
    };
    let now = world.env.wall_ms();
    let lost = world
        .county
        .push(&world.env, &pusher, now, &pushed)
        .unwrap();
    assert_eq!(lost.receipts[0].verdict, Verdict::Merged);

    let page = world.page_for(0);
    assert!(world.take(0, &page).unknown_own);
    let row = crate::row::get(&world.laptops[0].conn, Visit::INFO.table, id)
        .unwrap()
        .unwrap();
    assert_eq!((row.seq, row.cell(Visit::note).as_text()), (0, "我写的"));

    let laptop = &world.laptops[0];
    let whole = PageRequest {
        after: laptop.position().unwrap(),
        scope: township.clone(),
        incarnation: laptop.incarnation().unwrap(),
        whole: true,
        ..PageRequest::default()
    };
    let page = world.county.page(&whole).unwrap();
    world.take(0, &page);
    let losing: String = world.laptops[0]
        .conn
        .query_row("SELECT losing FROM conflict", [], |row| row.get(0))
        .unwrap();
    assert_eq!(losing, r#"{"note":"别人的"}"#);
    assert_eq!(
        world.laptops[0].contents(&township).unwrap(),
        world.county.store.contents(&township).unwrap()
    );
}
