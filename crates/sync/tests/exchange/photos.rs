//! Photos behind the text: one that the county does not take stops neither the next nor what others have sent.

use std::collections::BTreeMap;

use domain::{About, Env, records::Photo};
use sha2::{Digest, Sha256};
use store::{Store, county::County, photos::Preview};
use sync::{
    Protocol, ProtocolError, Report, SyncError,
    protocol::{OlderAsk, StateAsk},
};

use crate::world::{Road, World, edit};

type Hash = [u8; 32];

/// A county that takes files, but for those that it refuses with a word.
struct Files<'a> {
    road: Road<'a>,
    refuses: BTreeMap<Hash, &'static str>,
    held: &'a mut BTreeMap<Hash, Vec<u8>>,
    stands_still: bool,
    asked: Vec<&'static str>,
}

impl Protocol for Files<'_> {
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError> {
        self.asked.push("text");
        self.road.exchange(request)
    }
    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError> {
        self.road.state(ask)
    }
    fn older(&mut self, ask: &OlderAsk) -> Result<Vec<u8>, ProtocolError> {
        self.road.older(ask)
    }
    fn file_begin(&mut self, sha256: &Hash, _: u64) -> Result<(String, u64), ProtocolError> {
        self.asked.push("begin");
        if let Some(code) = self.refuses.get(sha256) {
            return Err(ProtocolError::Refused {
                code: (*code).to_owned(),
                detail: "planted".to_owned(),
            });
        }
        let at = self.held.entry(*sha256).or_default().len() as u64;
        Ok((hex::encode(sha256), at))
    }
    fn file_chunk(&mut self, upload: &str, at: u64, bytes: &[u8]) -> Result<u64, ProtocolError> {
        self.asked.push("piece");
        if self.stands_still {
            return Ok(at);
        }
        let mut hash = [0; 32];
        hex::decode_to_slice(upload, &mut hash).unwrap();
        let held = self.held.get_mut(&hash).unwrap();
        assert_eq!(
            held.len() as u64,
            at,
            "a piece goes on where the last one ended"
        );
        held.extend_from_slice(bytes);
        Ok(held.len() as u64)
    }
    fn file_get(&mut self, _: &Hash, _: Preview) -> Result<Vec<u8>, ProtocolError> {
        self.asked.push("fetch");
        Ok(b"thumb".to_vec())
    }
}

/// A visit with a photo of these bytes; its hash.
fn taken(world: &World, bytes: &[u8]) -> Hash {
    let visit = world.save("有照片");
    let hash: Hash = Sha256::digest(bytes).into();
    let photo = Photo {
        owner_kind: "visit".to_owned(),
        owner_id: Some(visit),
        sha256: hex::encode(hash),
        size_bytes: Some(bytes.len() as i64),
        ..Photo::default()
    };
    let mut store = world.store.lock().unwrap();
    store.put_photo(&world.env, &hash, bytes).unwrap();
    let edits = edit(world.env.new_id(), &photo);
    store.save(&world.env, edits, About::default()).unwrap();
    hash
}

fn waiting(store: &Store) -> Vec<Hash> {
    let unsent = store.unsent_photos(9).unwrap();
    unsent.into_iter().map(|photo| photo.sha256).collect()
}

type Done = (Report, Result<(), SyncError>, Vec<&'static str>);

fn sync(
    world: &World,
    county: &mut County,
    held: &mut BTreeMap<Hash, Vec<u8>>,
    (refuses, stands_still): (BTreeMap<Hash, &'static str>, bool),
) -> Done {
    let mut files = Files {
        road: Road {
            county,
            env: &world.env,
            key: &world.key,
            device: &world.facts,
            blocks: usize::MAX,
        },
        refuses,
        held,
        stands_still,
        asked: Vec::new(),
    };
    let (report, result) = sync::sync(
        &world.store,
        &world.env,
        &world.device,
        &mut files,
        &mut |_| true,
    );
    (report, result, files.asked)
}

#[test]
fn text_goes_before_photos_and_photos_in_bounded_pieces() {
    let world = World::new();
    let (mut county, mut held) = (world.county(0), BTreeMap::new());
    world.sync(&mut county, usize::MAX).1.unwrap();
    let bytes = vec![7; 600_000];
    let hash = taken(&world, &bytes);
    let (report, result, asked) = sync(&world, &mut county, &mut held, Default::default());
    result.unwrap();
    let last_text = asked.iter().rposition(|what| *what == "text").unwrap();
    let first_file = asked.iter().position(|what| *what == "begin").unwrap();
    assert!(last_text < first_file, "{asked:?}");
    let pieces = asked.iter().filter(|what| **what == "piece").count();
    assert_eq!(pieces, 3, "600,000 bytes in pieces of 256 KiB");
    assert!(held[&hash] == bytes);
    assert!(report.complete && report.photos_sent == 1);
}

#[test]
fn a_photo_that_the_county_does_not_take_is_passed_over_and_goes_when_it_is_wanted() {
    let world = World::new();
    let (mut county, mut held) = (world.county(0), BTreeMap::new());
    world.sync(&mut county, usize::MAX).1.unwrap();
    // The smallest goes first: what stands in the way stands before all others.
    let (refused, taken) = (taken(&world, b"held"), taken(&world, b"a larger photo"));
    for code in [
        "not_wanted",
        "hash_mismatch",
        "offset_conflict",
        "not_found",
    ] {
        let refuses = BTreeMap::from([(refused, code)]);
        let (report, result, _) = sync(&world, &mut county, &mut held, (refuses, false));
        result.unwrap_or_else(|error| panic!("{code}: {error}"));
        assert!(!report.complete, "{code}: it has not all been sent");
        assert_eq!(waiting(&world.store.lock().unwrap()), [refused], "{code}");
    }
    assert!(held[&taken] == b"a larger photo");
    let (report, result, _) = sync(&world, &mut county, &mut held, Default::default());
    result.unwrap();
    assert!(report.complete);
    assert_eq!(waiting(&world.store.lock().unwrap()), [] as [Hash; 0]);
}

#[test]
fn a_county_whose_disk_is_full_or_that_stands_still_ends_the_photos_of_this_sync() {
    let world = World::new();
    let (mut county, mut held) = (world.county(0), BTreeMap::new());
    world.sync(&mut county, usize::MAX).1.unwrap();
    let hash = taken(&world, b"a photo");
    let refuses = BTreeMap::from([(hash, "storage_full")]);
    let (_, result, _) = sync(&world, &mut county, &mut held, (refuses, false));
    assert!(matches!(
        result,
        Err(SyncError::Protocol(ProtocolError::Refused { .. }))
    ));
    let (_, result, _) = sync(&world, &mut county, &mut held, (BTreeMap::new(), true));
    assert!(matches!(result, Err(SyncError::NoProgress)));
    assert_eq!(waiting(&world.store.lock().unwrap()), [hash]);
}
