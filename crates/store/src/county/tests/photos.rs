//! Photos of others: what is fetched, in which order, and what is called delivered (`sync.md` §7).

use domain::records::Photo;

use super::*;
use crate::{photos::Preview, query::receipt};

impl World {
    fn photo(&mut self, at: usize, visit: Id, hash: [u8; 32], size: i64) {
        let photo = Photo {
            owner_kind: "visit".to_owned(),
            owner_id: Some(visit),
            sha256: hex::encode(hash),
            size_bytes: Some(size),
            media_type: "image/jpeg".to_owned(),
            ..Photo::default()
        };
        let edits = vec![edit("photo", self.env.new_id(), None, photo.to_cells())];
        self.laptops[at]
            .save(&self.env, edits, About::default())
            .unwrap();
    }

    fn photos_done(&self, at: usize, visit: Id) -> (u64, u64) {
        let conn = &self.laptops[at].conn;
        let row = crate::row::get(conn, Visit::INFO.table, visit)
            .unwrap()
            .unwrap();
        let receipt = receipt::receipt(conn, visit, receipt::Come::from(&row)).unwrap();
        (receipt.photos_done, receipt.photos_total)
    }
}

#[test]
fn a_thumb_of_each_comes_first_and_larger_ones_only_when_a_person_asks() {
    let mut world = world(2);
    let visit = world.env.new_id();
    world.visit(0, visit, None, "有照片");
    world.photo(0, visit, [1; 32], 90_000);
    world.photo(0, visit, [2; 32], 30_000);
    world.sync(0);
    world.pull(1);
    let World { env, laptops, .. } = &mut world;
    let laptop = &mut laptops[1];
    let (small, large) = (([2; 32], Preview::Thumb), ([1; 32], Preview::Thumb));
    assert_eq!(laptop.photos_to_fetch(9).unwrap(), [small, large]);
    laptop
        .ask_preview(env, &[1; 32], Preview::Original)
        .unwrap();
    let asked = ([1; 32], Preview::Original);
    assert_eq!(laptop.photos_to_fetch(9).unwrap(), [small, large, asked]);
    laptop
        .put_preview(env, &[2; 32], Preview::Thumb, b"small")
        .unwrap();
    laptop
        .put_preview(env, &[1; 32], Preview::Thumb, b"thumb")
        .unwrap();
    assert_eq!(laptop.photos_to_fetch(9).unwrap(), [asked]);
    let held = laptop.preview(&[1; 32], Preview::Middle).unwrap();
    assert_eq!(held, Some((Preview::Thumb, b"thumb".to_vec())));
    laptop
        .put_preview(env, &[1; 32], Preview::Original, b"whole")
        .unwrap();
    let held = laptop.preview(&[1; 32], Preview::Middle).unwrap();
    assert_eq!(held, Some((Preview::Original, b"whole".to_vec())));
    assert_eq!(laptop.photos_to_fetch(9).unwrap(), []);
    // The rows leave, and the pictures with them.
    let elsewhere = Scope::of_codes(2, ["431128103299"]);
    laptop.set_scope(env, &elsewhere).unwrap();
    laptop.drop_left_previews(env).unwrap();
    assert_eq!(laptop.preview(&[1; 32], Preview::Thumb).unwrap(), None);
}

#[test]
fn a_photo_that_the_county_lacks_is_delivered_on_no_laptop_and_not_asked_for() {
    let mut world = world(2);
    let visit = world.env.new_id();
    world.visit(0, visit, None, "有照片");
    world.photo(0, visit, [1; 32], 90_000);
    world.sync(0);
    world.pull(1);
    let World { env, laptops, .. } = &mut world;
    laptops[1].note_missing_files(env, &[[1; 32]]).unwrap();
    assert_eq!(laptops[1].photos_to_fetch(9).unwrap(), []);
    assert_eq!(world.photos_done(1, visit), (0, 1));
    let World { env, laptops, .. } = &mut world;
    laptops[1].note_missing_files(env, &[]).unwrap();
    assert_eq!(world.photos_done(1, visit), (1, 1));
}

#[test]
fn a_photo_whose_visit_leaves_the_area_before_its_bytes_are_sent_is_still_owed() {
    let mut world = world(1);
    let visit = world.env.new_id();
    let World { env, laptops, .. } = &mut world;
    let hash = [7; 32];
    laptops[0]
        .put_photo(env, &hash, b"the whole picture")
        .unwrap();
    world.visit(0, visit, None, "有照片");
    world.photo(0, visit, hash, 17);
    // The text is through, the line breaks before the photo, and the person is given another village.
    world.sync(0);
    let elsewhere = Scope::of_codes(2, ["431128103299"]);
    let World { env, laptops, .. } = &mut world;
    let laptop = &mut laptops[0];
    laptop.set_scope(env, &elsewhere).unwrap();
    let photos: i64 = laptop
        .conn
        .query_row("SELECT count(*) FROM photo", [], |row| row.get(0))
        .unwrap();
    assert_eq!(photos, 0);
    assert_eq!(laptop.unsent_photos(9).unwrap()[0].sha256, hash);
    assert_eq!(laptop.photos_waiting().unwrap().count, 1);
    laptop.note_photo_sent(env, &hash, 17, true).unwrap();
    assert_eq!(laptop.photos_waiting().unwrap().count, 0);
}
