use base64ct::{Base64, Encoding};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    client::{Answer, Ask, answer, ask, connect, get},
    rig::{Rig, rig},
};
use crate::blobs::FileHash;

const CHUNK: usize = 256 * 1024;

/// Bytes that look like nothing in particular.
fn photo(length: usize) -> Vec<u8> {
    (0..length)
        .map(|index| (index * 31 + index / 251) as u8)
        .collect()
}

fn hash(bytes: &[u8]) -> FileHash {
    FileHash(Sha256::digest(bytes).into())
}

struct Laptop<'a> {
    rig: &'a Rig,
    token: String,
}

impl Laptop<'_> {
    fn tus(&self, method: &'static str, path: &str) -> Ask {
        ask(method, path)
            .token(&self.token)
            .header("tus-resumable", "1.0.0")
    }

    fn create(&self, hash: FileHash, length: usize) -> Answer {
        let metadata = format!(
            "name cA==,sha256 {}",
            Base64::encode_string(hash.to_string().as_bytes())
        );
        self.tus("POST", "/sync/v1/files")
            .header("upload-length", length)
            .header("upload-metadata", metadata)
            .of(self.rig.address)
    }

    fn chunk(&self, location: &str, offset: usize, bytes: &[u8]) -> Ask {
        self.tus("PATCH", location)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", offset)
            .body(bytes)
    }

    fn offset(&self, location: &str) -> Option<usize> {
        let answer = self.tus("HEAD", location).of(self.rig.address);
        (answer.status == 200).then(|| answer.header("upload-offset").parse().unwrap())
    }

    /// Waits until the server has noticed a cut.
    fn offset_after_cut(&self, location: &str, at_least: usize) -> usize {
        for _ in 0..200 {
            match self.offset(location) {
                Some(offset) if offset >= at_least => return offset,
                _ => std::thread::sleep(std::time::Duration::from_millis(10)),
            }
        }
        panic!("the bytes before the cut did not arrive");
    }
}

fn laptop<'a>(rig: &'a Rig, name: &str, key: u8) -> Laptop<'a> {
    let (_, token) = rig.laptop(name, key);
    Laptop { rig, token }
}

#[test]
fn an_upload_goes_on_where_it_was_cut() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(CHUNK * 2 + 777);
    let hash = hash(&bytes);
    rig.want(hash);
    let created = zhang.create(hash, bytes.len());
    assert_eq!(
        (created.status, created.header("tus-resumable")),
        (201, "1.0.0")
    );
    let location = created.header("location").to_owned();
    assert_eq!(zhang.offset(&location), Some(0));

    let first = zhang.chunk(&location, 0, &bytes[..CHUNK]).of(rig.address);
    assert_eq!(
        (first.status, first.header("upload-offset")),
        (204, "262144")
    );
    zhang
        .chunk(&location, CHUNK, &bytes[CHUNK..CHUNK * 2])
        .cut_after(100_000, rig.address);
    let mut offset = zhang.offset_after_cut(&location, CHUNK + 100_000);
    assert_eq!(offset, CHUNK + 100_000);
    assert!(rig.blobs.size(&hash).is_none(), "half a file is none");

    // Beginning again finds the same upload.
    let again = zhang.create(hash, bytes.len());
    assert_eq!(
        (again.header("location"), again.header("upload-offset")),
        (location.as_str(), "362144")
    );
    while offset < bytes.len() {
        let end = (offset + CHUNK).min(bytes.len());
        let answer = zhang
            .chunk(&location, offset, &bytes[offset..end])
            .of(rig.address);
        assert_eq!(answer.status, 204, "{answer:?}");
        offset = end;
    }
    assert_eq!(rig.blobs.size(&hash), Some(bytes.len() as u64));
    assert!(rig.blobs.is_whole(&hash).unwrap());
    assert_eq!(*rig.arrived.lock().unwrap(), [(hash, bytes.len() as u64)]);
    assert_eq!(
        zhang.offset(&location),
        Some(bytes.len()),
        "whoever missed the last answer learns it"
    );

    let whole = get(&format!("/sync/v1/files/{hash}"))
        .token(&zhang.token)
        .of(rig.address);
    assert_eq!(
        (whole.status, whole.header("content-type")),
        (200, "image/jpeg")
    );
    assert!(whole.body == bytes);
    let part = get(&format!("/sync/v1/files/{hash}"))
        .token(&zhang.token)
        .header("range", "bytes=1000-1009")
        .of(rig.address);
    assert_eq!(
        (part.status, part.body.as_slice()),
        (206, &bytes[1000..1010])
    );
}

#[test]
fn a_file_that_is_held_need_not_be_sent_again_unless_it_was_lost() {
    let rig = rig();
    let (zhang, office) = (laptop(&rig, "zhang", 1), laptop(&rig, "office", 2));
    let bytes = photo(5_000);
    let hash = rig.blobs.put(&bytes).unwrap();
    rig.want(hash);
    for laptop in [&zhang, &office] {
        let created = laptop.create(hash, bytes.len());
        assert_eq!(
            (created.status, created.header("upload-offset")),
            (201, "5000")
        );
    }
    std::fs::remove_file(rig.blobs.path(&hash)).unwrap();
    let created = zhang.create(hash, bytes.len());
    assert_eq!(created.header("upload-offset"), "0");
    assert_eq!(
        zhang
            .chunk(created.header("location"), 0, &bytes)
            .of(rig.address)
            .status,
        204
    );
    assert!(rig.blobs.is_whole(&hash).unwrap());
}

#[test]
fn bytes_that_are_not_what_they_say_are_dropped_and_begun_again() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(5_000);
    let hash = hash(&bytes);
    rig.want(hash);
    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    let mut damaged = bytes.clone();
    damaged[4_321] ^= 1;
    let answer = zhang.chunk(&location, 0, &damaged).of(rig.address);
    assert_eq!(answer.refusal(), (422, "hash_mismatch".into()));
    assert_eq!(
        (zhang.offset(&location), rig.blobs.size(&hash)),
        (None, None)
    );
    assert!(rig.arrived.lock().unwrap().is_empty());

    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    assert_eq!(
        zhang.chunk(&location, 0, &bytes).of(rig.address).status,
        204
    );
    assert!(rig.blobs.is_whole(&hash).unwrap());
}

#[test]
fn only_what_a_change_set_names_is_taken() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let named = hash(b"named");
    rig.want(named);
    assert_eq!(
        zhang.create(hash(b"not named"), 9).refusal(),
        (403, "not_wanted".into())
    );
    assert_eq!(
        zhang.create(named, 33 * 1024 * 1024).refusal(),
        (413, "too_large".into())
    );
    let no_hash = zhang
        .tus("POST", "/sync/v1/files")
        .header("upload-length", 5)
        .of(rig.address);
    assert_eq!(no_hash.refusal(), (400, "malformed".into()));
    let no_length = zhang.tus("POST", "/sync/v1/files").of(rig.address);
    assert_eq!(no_length.refusal(), (400, "malformed".into()));
    let old = ask("POST", "/sync/v1/files")
        .token(&zhang.token)
        .header("tus-resumable", "0.2.2")
        .of(rig.address);
    assert_eq!(old.refusal(), (412, "wrong_version".into()));
}

#[test]
fn a_chunk_at_another_offset_or_beyond_the_end_changes_nothing() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(1_000);
    let hash = hash(&bytes);
    rig.want(hash);
    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    assert_eq!(
        zhang
            .chunk(&location, 0, &bytes[..400])
            .of(rig.address)
            .status,
        204
    );
    assert_eq!(
        zhang
            .chunk(&location, 0, &bytes[..400])
            .of(rig.address)
            .refusal(),
        (409, "offset_conflict".into())
    );
    assert_eq!(
        zhang
            .chunk(&location, 500, &bytes[500..])
            .of(rig.address)
            .refusal(),
        (409, "offset_conflict".into())
    );
    let too_much = [&bytes[400..], &[0_u8; 100]].concat();
    assert_eq!(
        zhang
            .chunk(&location, 400, &too_much)
            .of(rig.address)
            .refusal(),
        (400, "malformed".into())
    );
    let plain = zhang
        .tus("PATCH", &location)
        .header("upload-offset", 400)
        .header("content-type", "text/plain");
    assert_eq!(
        plain.of(rig.address).refusal(),
        (415, "wrong_content_type".into())
    );
    assert_eq!(zhang.offset(&location), Some(400));
    assert_eq!(
        zhang
            .chunk(&location, 400, &bytes[400..])
            .of(rig.address)
            .status,
        204
    );
    assert!(rig.blobs.is_whole(&hash).unwrap());
}

#[test]
fn who_writes_to_an_upload_that_is_written_to_is_told_to_wait_and_holds_nobody_up() {
    use std::io::Write;
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(1_000);
    let hash = hash(&bytes);
    rig.want(hash);
    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    let whole = zhang.chunk(&location, 0, &bytes).whole();
    let mut slow = connect(rig.address);
    slow.write_all(&whole[..whole.len() - 400]).unwrap();
    zhang.offset_after_cut(&location, 600);
    for _ in 0..3 {
        let other = zhang.chunk(&location, 600, &bytes[600..]).of(rig.address);
        assert_eq!(other.header("retry-after"), "1");
        assert_eq!(other.refusal(), (423, "locked".into()));
    }
    slow.write_all(&whole[whole.len() - 400..]).unwrap();
    assert_eq!(answer(&mut slow, "PATCH").status, 204);
    assert!(rig.blobs.is_whole(&hash).unwrap());
}

#[test]
fn an_upload_belongs_to_its_laptop() {
    let rig = rig();
    let (zhang, office) = (laptop(&rig, "zhang", 1), laptop(&rig, "office", 2));
    let hash = hash(b"a photo");
    rig.want(hash);
    let location = zhang.create(hash, 7).header("location").to_owned();
    assert_eq!(office.offset(&location), None);
    assert_eq!(
        office
            .chunk(&location, 0, b"a photo")
            .of(rig.address)
            .refusal(),
        (404, "not_found".into())
    );
}

#[test]
fn knowing_a_hash_opens_nothing() {
    let rig = rig();
    let (zhang, office) = (laptop(&rig, "zhang", 1), laptop(&rig, "office", 2));
    let hash = rig.blobs.put(b"a photo").unwrap();
    rig.want(hash);
    let path = format!("/sync/v1/files/{hash}");
    assert_eq!(get(&path).token(&zhang.token).of(rig.address).status, 200);
    assert_eq!(
        get(&path).token(&office.token).of(rig.address).refusal(),
        (404, "not_found".into())
    );
    for path in [
        "/sync/v1/files/..%2f..%2fserver.sqlite",
        "/sync/v1/files/../../county.json",
        "/sync/v1/files/zz",
    ] {
        assert_eq!(
            get(path).token(&zhang.token).of(rig.address).status,
            404,
            "{path}"
        );
    }
}

#[test]
fn the_console_shows_a_photo_by_its_row() {
    let rig = rig();
    let hash = rig.blobs.put(b"a photo").unwrap();
    let id = domain::Id::v7(5, 5);
    *rig.photo.lock().unwrap() = Some((id, hash));
    let (zhang, office) = (rig.session("zhang"), rig.session("office"));
    let path = format!("/photo/{id}?size=thumb");
    let shown = get(&path).cookie(&zhang).of(rig.address);
    assert_eq!(
        (shown.status, shown.body.as_slice()),
        (200, &b"a photo"[..])
    );
    assert_eq!(
        (shown.header("content-type"), shown.header("cache-control")),
        ("image/jpeg", "no-store")
    );
    assert_eq!(get(&path).cookie(&office).of(rig.address).status, 404);
    assert_eq!(
        get(&format!("/photo/{id}?size=huge"))
            .cookie(&zhang)
            .of(rig.address)
            .status,
        400
    );
    std::fs::remove_file(rig.blobs.path(&hash)).unwrap();
    assert_eq!(
        get(&path).cookie(&zhang).of(rig.address).refusal(),
        (404, "not_found".into())
    );
}

#[test]
fn the_server_says_what_it_speaks_and_refuses_another_version_with_its_own() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let told = ask("OPTIONS", "/sync/v1/files").of(rig.address);
    assert_eq!(told.status, 204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,checksum,expiration,termination"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        ("tus-max-size", "33554432"),
    ] {
        assert_eq!(told.header(name), value, "{name}");
    }
    let hash = hash(b"a photo");
    rig.want(hash);
    let location = zhang.create(hash, 7).header("location").to_owned();
    for method in ["HEAD", "PATCH", "DELETE"] {
        let old = ask(method, &location)
            .token(&zhang.token)
            .header("tus-resumable", "0.2.2")
            .of(rig.address);
        assert_eq!((old.status, old.header("tus-version")), (412, "1.0.0"));
    }
    let head = zhang.tus("HEAD", &location).of(rig.address);
    let named = Base64::encode_string(hash.to_string().as_bytes());
    assert_eq!(
        (
            head.header("upload-length"),
            head.header("upload-metadata"),
            head.header("cache-control")
        ),
        ("7", format!("sha256 {named}").as_str(), "no-store")
    );
}

#[test]
fn a_piece_whose_checksum_is_wrong_leaves_no_byte_behind() {
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(3_000);
    let hash = hash(&bytes);
    rig.want(hash);
    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    let sum = |name: &str, sum: &[u8]| format!("{name} {}", Base64::encode_string(sum));
    let sha1 = |bytes: &[u8]| sum("sha1", &Sha1::digest(bytes));
    let sha256 = |bytes: &[u8]| sum("sha256", &Sha256::digest(bytes));
    let checked = |at: usize, bytes: &[u8], sum: String| {
        zhang
            .chunk(&location, at, bytes)
            .header("upload-checksum", sum)
            .of(rig.address)
    };
    let other = checked(0, &bytes[..1_000], sha1(&bytes[..999]));
    assert_eq!(other.refusal(), (460, "checksum_mismatch".into()));
    assert_eq!(zhang.offset(&location), Some(0));
    for said in ["md5 AAAA", "sha1", "sha1 ***"] {
        let refused = checked(0, &bytes[..1_000], said.to_owned());
        assert_eq!(refused.refusal(), (400, "malformed".into()), "{said}");
    }
    let first = checked(0, &bytes[..1_000], sha1(&bytes[..1_000]));
    assert_eq!((first.status, first.header("upload-offset")), (204, "1000"));
    let other = checked(1_000, &bytes[1_000..], sha256(&bytes));
    assert_eq!(other.refusal(), (460, "checksum_mismatch".into()));
    // A cut leaves nothing of a piece that could not be judged.
    zhang
        .chunk(&location, 1_000, &bytes[1_000..])
        .header("upload-checksum", sha256(&bytes[1_000..]))
        .cut_after(700, rig.address);
    // Until the server has noticed the cut, the upload is that request's.
    let last = loop {
        let last = checked(1_000, &bytes[1_000..], sha256(&bytes[1_000..]));
        if last.status != 423 {
            break last;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    assert_eq!(last.status, 204, "{last:?}");
    assert!(rig.blobs.is_whole(&hash).unwrap());
}

#[test]
fn an_unfinished_upload_is_kept_for_a_fortnight_and_says_so() {
    const DAY_MS: i64 = 86_400_000;
    let rig = rig();
    let zhang = laptop(&rig, "zhang", 1);
    let bytes = photo(2_000);
    let hash = hash(&bytes);
    rig.want(hash);
    let created = zhang.create(hash, bytes.len());
    let location = created.header("location").to_owned();
    // The clock of the rig stands at 30 September 2018.
    let until = "Sun, 14 Oct 2018 09:33:20 GMT";
    assert_eq!(created.header("upload-expires"), until);
    let first = zhang.chunk(&location, 0, &bytes[..500]).of(rig.address);
    assert_eq!(first.header("upload-expires"), until);
    rig.env.pass(14 * DAY_MS);
    assert_eq!(zhang.offset(&location), Some(500));
    rig.env.pass(1);
    assert_eq!(zhang.offset(&location), None, "nobody goes on with it");
    let again = zhang.create(hash, bytes.len());
    assert_ne!(again.header("location"), location);
    assert_eq!(again.header("upload-offset"), "0");
}

#[test]
fn an_upload_that_is_given_up_is_gone_and_a_file_that_is_whole_is_not() {
    let rig = rig();
    let (zhang, office) = (laptop(&rig, "zhang", 1), laptop(&rig, "office", 2));
    let bytes = photo(900);
    let hash = hash(&bytes);
    rig.want(hash);
    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    zhang.chunk(&location, 0, &bytes[..300]).of(rig.address);
    let others = office.tus("DELETE", &location).of(rig.address);
    assert_eq!(others.refusal(), (404, "not_found".into()));
    assert_eq!(zhang.tus("DELETE", &location).of(rig.address).status, 204);
    assert_eq!(zhang.offset(&location), None);
    let left: Vec<_> = std::fs::read_dir(rig.folder.path().join("county/uploads"))
        .unwrap()
        .collect();
    assert!(left.is_empty(), "{left:?}");

    let location = zhang
        .create(hash, bytes.len())
        .header("location")
        .to_owned();
    // Where a proxy lets POST through and no other.
    let through = zhang
        .tus("POST", &location)
        .header("x-http-method-override", "PATCH")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", 0)
        .body(&bytes)
        .of(rig.address);
    assert_eq!(
        (through.status, through.header("upload-offset")),
        (204, "900")
    );
    assert_eq!(zhang.tus("POST", &location).of(rig.address).status, 405);
    assert_eq!(zhang.tus("DELETE", &location).of(rig.address).status, 204);
    assert!(rig.blobs.is_whole(&hash).unwrap());
}
