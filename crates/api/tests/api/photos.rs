//! Photos in, bounded and stripped, whatever the file is; and out again in three sizes to whom they belong.

use std::io::Cursor;

use api::{Code, photos};
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::rig::{self, World, ask};

fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, 90])
    }))
}

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A segment of a JPEG.
fn segment(kind: u8, words: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, kind];
    bytes.extend_from_slice(&((words.len() + 2) as u16).to_be_bytes());
    bytes.extend_from_slice(words);
    bytes
}

/// The same JPEG with what a camera writes: how the picture lies, where it was taken, by whom, and a small one inside.
fn with_words(jpeg: &[u8], lies: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[lies, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(b"GPS 25.96 111.66");
    exif.extend_from_slice(&file(16, 12, ImageFormat::Jpeg));
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend(segment(0xe1, &exif));
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='25,57N'/>";
    bytes.extend(segment(0xe1, xmp));
    bytes.extend(segment(0xed, b"Photoshop 3.0\08BIM\x04\x04 by-line"));
    bytes.extend(segment(0xfe, "何家洞，李".as_bytes()));
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

/// The kinds of a JPEG's segments up to its scan.
fn segments(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut kinds) = (2, Vec::new());
    while jpeg[at] == 0xff && jpeg[at + 1] != 0xda {
        kinds.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    kinds
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|found| found == word)
}

fn bytes_of(host: &dyn api::Host, name: &str, size: photos::Size) -> Vec<u8> {
    let shown = photos::show(host, name, size).unwrap().unwrap();
    assert!(!shown.is_coming);
    shown.bytes.unwrap()
}

#[test]
fn a_photo_has_three_sizes_none_above_sixteen_hundred() {
    let world = World::new();
    let host = world.laptop_host();
    let put = photos::put(&host, &file(3_200, 1_800, ImageFormat::Jpeg)).unwrap();
    assert_eq!(
        (put.width_px, put.height_px, put.media_type.as_str()),
        (1_600, 900, "image/jpeg")
    );
    let original = bytes_of(&host, &put.sha256, photos::Size::Original);
    assert_eq!(original.len() as u64, put.size_bytes);
    assert_eq!(hex::encode(Sha256::digest(&original)), put.sha256);
    for (size, px) in [
        (photos::Size::Thumb, (160, 90)),
        (photos::Size::Middle, (800, 450)),
        (photos::Size::Original, (1_600, 900)),
    ] {
        let shown = image::load_from_memory(&bytes_of(&host, &put.sha256, size)).unwrap();
        assert_eq!((shown.width(), shown.height()), px);
    }
    // What is small already is not blown up, and what is very large is seen whole.
    for (width, height, kept) in [
        (90, 60, (90, 60)),
        (60, 2_000, (48, 1_600)),
        (9_000, 90, (1_600, 16)),
    ] {
        let prepared = photos::prepare(&file(width, height, ImageFormat::Png)).unwrap();
        assert_eq!((prepared.width, prepared.height), kept);
    }
}

#[test]
fn nothing_of_what_the_camera_wrote_is_in_the_kept_bytes() {
    let marked = with_words(&file(400, 300, ImageFormat::Jpeg), 6);
    let words = [
        &b"Exif"[..],
        b"GPS",
        b"xmpmeta",
        b"Photoshop",
        b"8BIM",
        "何家洞".as_bytes(),
    ];
    let prepared = photos::prepare(&marked).unwrap();
    assert_eq!((prepared.width, prepared.height), (300, 400));
    for word in words {
        assert!(holds(&marked, word), "the test asks for what is not there");
        assert!(!holds(&prepared.bytes, word));
    }
    // JFIF's own head, tables and frame: no other segment, whatever its name.
    let known = [0xe0, 0xdb, 0xc0, 0xc4];
    let found = segments(&prepared.bytes);
    assert!(
        found.iter().all(|kind| known.contains(kind)),
        "{found:02x?}"
    );
}

#[test]
fn a_photo_stands_upright_however_the_camera_was_held() {
    let red = image::Rgb([250, 0, 0]);
    let lying = RgbImage::from_fn(64, 32, |x, y| {
        if x < 32 && y < 16 {
            red
        } else {
            image::Rgb([0, 0, 250])
        }
    });
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(lying)
        .write_to(&mut jpeg, ImageFormat::Jpeg)
        .unwrap();
    // Left or right, above or below: where the corner that the camera saw first belongs.
    let corners = [
        (1, false, false),
        (2, true, false),
        (3, true, true),
        (4, false, true),
        (5, false, false),
        (6, true, false),
        (7, true, true),
        (8, false, true),
    ];
    for (lies, right, below) in corners {
        let prepared = photos::prepare(&with_words(jpeg.get_ref(), lies)).unwrap();
        let upright = image::load_from_memory(&prepared.bytes).unwrap().to_rgb8();
        let (width, height) = upright.dimensions();
        assert_eq!((width, height), if lies < 5 { (64, 32) } else { (32, 64) });
        for (x, at_right) in [(width / 4, false), (width * 3 / 4, true)] {
            for (y, is_below) in [(height / 4, false), (height * 3 / 4, true)] {
                let is_red = upright.get_pixel(x, y).0[0] > 128;
                let wanted = (at_right, is_below) == (right, below);
                assert_eq!(is_red, wanted, "lying {lies}, at {x}, {y}");
            }
        }
    }
}

#[test]
fn the_same_file_becomes_the_same_photo_each_time() {
    let bytes = file(900, 700, ImageFormat::Png);
    assert_eq!(
        photos::prepare(&bytes).unwrap(),
        photos::prepare(&bytes).unwrap()
    );
}

/// The checksum of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}

/// A small PNG whose head promises another size.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(8, 8, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

/// A WebP of two frames, of which the first is the picture.
fn moving_webp(width: u32, height: u32) -> Vec<u8> {
    let still = file(width, height, ImageFormat::WebP);
    let picture = &still[12..];
    let small = |number: u32| number.to_le_bytes()[..3].to_vec();
    let chunk = |name: &[u8], words: &[u8]| {
        let length = (words.len() as u32).to_le_bytes();
        let mut bytes = [name, &length, words].concat();
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        bytes
    };
    let size = [small(width - 1), small(height - 1)].concat();
    let frame = [
        vec![0; 6],
        size.clone(),
        small(100),
        vec![0],
        picture.to_vec(),
    ]
    .concat();
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[vec![2, 0, 0, 0], size].concat()),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &frame),
        chunk(b"ANMF", &frame),
    ]
    .concat();
    [b"RIFF", (body.len() as u32).to_le_bytes().as_slice(), &body].concat()
}

fn moving_gif() -> Vec<u8> {
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for shade in [200, 20] {
        let frame = RgbaImage::from_pixel(40, 30, image::Rgba([shade, shade, shade, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    gif
}

#[test]
fn a_picture_is_taken_by_what_it_is_and_not_by_its_name() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Gif,
    ] {
        let prepared = photos::prepare(&file(50, 40, format)).unwrap();
        assert_eq!((prepared.width, prepared.height), (50, 40), "{format:?}");
        assert!(
            prepared.bytes.starts_with(&[0xff, 0xd8, 0xff]),
            "{format:?}"
        );
    }
}

#[test]
fn of_a_moving_picture_the_first_is_kept() {
    let prepared = photos::prepare(&moving_gif()).unwrap();
    let first = image::load_from_memory(&prepared.bytes).unwrap().to_luma8();
    assert!((190..=210).contains(&first.get_pixel(20, 15).0[0]));
    let prepared = photos::prepare(&moving_webp(40, 30)).unwrap();
    assert_eq!((prepared.width, prepared.height), (40, 30));
}

#[test]
fn what_shines_through_is_white_as_paper() {
    let clear = RgbaImage::from_pixel(40, 30, image::Rgba([0, 0, 0, 0]));
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(clear)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let prepared = photos::prepare(png.get_ref()).unwrap();
    let kept = image::load_from_memory(&prepared.bytes).unwrap().to_rgb8();
    assert!(kept.get_pixel(20, 15).0.iter().all(|shade| *shade > 250));
}

#[test]
fn a_file_that_is_two_things_is_kept_as_a_picture_alone() {
    let mut jpeg = file(60, 40, ImageFormat::Jpeg);
    let script = b"*/=1;alert(1)/*<script src=//x></script>";
    jpeg.splice(2..2, segment(0xfe, script));
    jpeg.extend_from_slice(b"PK\x03\x04 a workbook behind it");
    let kept = photos::prepare(&jpeg).unwrap().bytes;
    assert!(!holds(&kept, b"script") && !holds(&kept, b"PK\x03\x04"));
    assert!(kept.ends_with(&[0xff, 0xd9]));
}

#[test]
fn what_cannot_be_kept_is_told_apart_each_in_its_own_word() {
    let code = |bytes: &[u8]| photos::prepare(bytes).unwrap_err().code;
    assert_eq!(code(b""), Code::PhotoEmpty);
    for other in [
        "会议记录".as_bytes(),
        b"PK\x03\x04 a renamed workbook",
        b"%PDF-1.7",
        b"II*\0 a scan in TIFF",
        b"<html><body>",
    ] {
        assert_eq!(code(other), Code::PhotoNotAPicture);
    }
    for brand in ["heic", "mif1", "avif"] {
        let bytes = [b"\0\0\0\x20ftyp", brand.as_bytes(), &[0; 40]].concat();
        assert_eq!(code(&bytes), Code::PhotoHeic, "{brand}");
    }
    assert_eq!(code(b"\0\0\0\x20ftypmp42 a film"), Code::PhotoNotAPicture);
    for drawing in [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u{feff}<?xml version='1.0'?>\n<!-- made by hand -->\n<svg onload='alert(1)'/>",
    ] {
        assert_eq!(code(drawing.as_bytes()), Code::PhotoDrawing);
    }
    assert_eq!(
        code(&vec![0; photos::FILE_BYTES_MAX + 1]),
        Code::PhotoTooLarge
    );
    // The picture ends with its last marker; the words of a newer camera behind it are no part of it.
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        let whole = file(90, 70, format);
        for kept in [1, 2, 3] {
            let half = &whole[..whole.len() * kept / 4];
            assert_eq!(
                code(half),
                Code::PhotoBroken,
                "{kept} quarters of {format:?}"
            );
        }
    }
    let marked = with_words(&file(90, 70, ImageFormat::Jpeg), 1);
    assert_eq!(
        code(&marked[..marked.len() - 200]),
        Code::PhotoBroken,
        "the small picture inside comes to its end, the photo does not"
    );
    // Heads that promise more than is decoded: refused before anything is.
    let mut bomb = file(8, 8, ImageFormat::Bmp);
    bomb[18..22].copy_from_slice(&20_000_u32.to_le_bytes());
    bomb[22..26].copy_from_slice(&15_000_u32.to_le_bytes());
    assert_eq!(code(&bomb), Code::PhotoTooManyPixels);
    for (width, height) in [(20_000, 20_000), (60_000, 2), (2, u32::MAX >> 1)] {
        let refused = code(&png_of(width, height));
        assert_eq!(refused, Code::PhotoTooManyPixels, "{width} × {height}");
    }
}

/// The next of a row of numbers that look like chance and are the same every time.
fn chance(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut number = *state;
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (number ^ (number >> 31)) as usize
}

fn harmed(bytes: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=(chance(state) % 6) {
        let at = chance(state) % bytes.len().max(1);
        // The head is where sizes and lengths stand.
        let at = if chance(state).is_multiple_of(2) {
            at % 64
        } else {
            at
        }
        .min(bytes.len().saturating_sub(1));
        match chance(state) % 5 {
            0 => bytes[at] ^= 1 << (chance(state) % 8),
            1 => bytes[at] = [0, 0x7f, 0x80, 0xff][chance(state) % 4],
            2 => bytes.truncate(at.max(4)),
            3 => {
                let end = (at + chance(state) % 40).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let end = (at + chance(state) % 20).min(bytes.len());
                bytes.drain(at..end);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn whatever_the_bytes_a_photo_is_kept_as_it_says_or_refused_in_words() {
    const ROUNDS: usize = 60;
    let world = World::new();
    let host = world.laptop_host();
    let whole = [
        file(48, 36, ImageFormat::Jpeg),
        with_words(&file(48, 36, ImageFormat::Jpeg), 6),
        file(48, 36, ImageFormat::Png),
        file(48, 36, ImageFormat::WebP),
        moving_webp(48, 36),
        file(48, 36, ImageFormat::Bmp),
        moving_gif(),
    ];
    let (mut state, mut kept, mut refused) = (17, 0, 0);
    for bytes in whole {
        for round in 0..ROUNDS {
            let harmed = harmed(&bytes, &mut state);
            match photos::put(&host, &harmed) {
                Ok(put) => {
                    kept += 1;
                    let original = bytes_of(&host, &put.sha256, photos::Size::Original);
                    let seen = image::load_from_memory(&original).unwrap();
                    assert_eq!(
                        (
                            original.len() as u64,
                            hex::encode(Sha256::digest(&original))
                        ),
                        (put.size_bytes, put.sha256),
                        "round {round}"
                    );
                    assert_eq!(
                        (i64::from(seen.width()), i64::from(seen.height())),
                        (put.width_px, put.height_px),
                        "round {round}"
                    );
                    assert!(put.width_px.max(put.height_px) <= 1_600);
                }
                Err(error) => {
                    refused += 1;
                    assert!(
                        error.code.word().starts_with("photo_"),
                        "round {round}: {error}"
                    );
                }
            }
        }
    }
    assert!(kept > 40 && refused > 40, "{kept} kept, {refused} refused");
}

fn new_photo(put: &photos::PhotoPut) -> Value {
    let mut photo = serde_json::to_value(put).unwrap();
    photo["caption"] = json!("");
    photo
}

#[test]
fn a_measure_has_photos_of_its_progress_and_loses_one_that_is_taken_back() {
    let world = World::new();
    let host = world.laptop_host();
    let of = json!({ "owner_kind": "measure", "owner_id": world.home().measure });
    let list = || ask(&host, "photo.list", of.clone())["rows"].clone();
    assert_eq!(list(), json!([]));
    let two: Vec<Value> = [30, 31]
        .map(|width| photos::put(&host, &file(width, 20, ImageFormat::Jpeg)).unwrap())
        .iter()
        .map(new_photo)
        .collect();
    let mut adding = of.clone();
    adding["photos"] = json!(two);
    let saved = ask(&host, "photo.add", adding.clone());
    assert_eq!(saved["state"], "stored");
    let rows = list();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    for row in rows.as_array().unwrap() {
        assert_eq!(
            (&row["here"], &row["shown"], &row["at_county"]),
            (&json!(true), &json!(true), &json!(false))
        );
    }
    // The same again is no second one.
    assert_eq!(ask(&host, "photo.add", adding)["change_set"], json!(null));
    world.sync();
    let measure = ask(&host, "measure.get", json!({ "id": world.home().measure }));
    assert_eq!(measure["receipt"]["photos_total"], 2);
    let gone = json!({ "record": "photo", "remove": { "id": rows[0]["id"], "base": 0, "reason": "拍错了" } });
    let gone = ask(&host, "record.remove", gone);
    assert_eq!(list().as_array().unwrap().len(), 1);
    ask(
        &host,
        "undo.run",
        json!({ "change_set": gone["change_set"] }),
    );
    assert_eq!(list().as_array().unwrap().len(), 2);
}

#[test]
fn photos_belong_to_a_record_that_is_there_and_owns_some() {
    let world = World::new();
    let host = world.laptop_host();
    let home = world.home();
    for (kind, id) in [
        ("household", home.household),
        ("no such record", home.visit),
        ("visit", home.measure),
        ("measure", world.villages[1].measure),
    ] {
        let of = json!({ "owner_kind": kind, "owner_id": id });
        assert_eq!(
            rig::code(&host, "photo.list", of.clone()),
            "not_found",
            "{kind}"
        );
        let mut adding = of;
        adding["photos"] = json!([]);
        assert_eq!(rig::code(&host, "photo.add", adding), "not_found", "{kind}");
    }
    ask(
        &host,
        "measure.remove",
        json!({ "id": home.measure, "base": 0, "reason": "重复" }),
    );
    let of = json!({ "owner_kind": "measure", "owner_id": home.measure });
    assert_eq!(rig::code(&host, "photo.list", of), "not_found");
    let of = json!({ "owner_kind": "visit", "owner_id": home.visit,
        "photos": [{ "sha256": "zz", "size_bytes": 1, "media_type": "image/jpeg", "width_px": 1, "height_px": 1, "caption": "" }] });
    assert_eq!(rig::code(&host, "photo.add", of), "violations");
}

#[test]
fn a_photo_of_another_person_is_shown_as_far_as_it_came_and_the_rest_is_asked_for() {
    use store::photos::Preview;
    let world = World::new();
    let home = world.home();
    let office = world.console("township_reviewer", rig::TOWNSHIP);
    let picture = file(900, 600, ImageFormat::Jpeg);
    let hash: [u8; 32] = Sha256::digest(&picture).into();
    let named = |village: rig::Village| {
        let photo = json!({ "sha256": hex::encode(hash), "size_bytes": picture.len(), "media_type": "image/jpeg",
            "width_px": 900, "height_px": 600, "caption": "" });
        let of = json!({ "owner_kind": "visit", "owner_id": village.visit });
        let mut adding = of.clone();
        adding["photos"] = json!([photo]);
        ask(&office, "photo.add", adding);
        ask(&office, "photo.list", of)["rows"][0]["id"].clone()
    };
    let (here, next_door) = (named(world.villages[0]), named(world.villages[1]));
    world.sync();
    let host = world.laptop_host();
    let row = || {
        let of = json!({ "owner_kind": "visit", "owner_id": home.visit });
        ask(&host, "photo.list", of)["rows"][0].clone()
    };
    let show = |name: &Value, size| photos::show(&host, name.as_str().unwrap(), size).unwrap();
    let wanted = |world: &World| world.laptop.lock().unwrap().photos_to_fetch(9).unwrap();
    assert_eq!(
        (&row()["shown"], &row()["here"]),
        (&json!(false), &json!(false))
    );
    let shown = show(&here, photos::Size::Thumb).unwrap();
    assert_eq!((shown.bytes, shown.is_coming), (None, true));

    let keep = |size, bytes: &[u8]| {
        let mut laptop = world.laptop.lock().unwrap();
        laptop.put_preview(&*world.env, &hash, size, bytes).unwrap();
    };
    keep(Preview::Thumb, b"thumb");
    assert_eq!(
        (&row()["shown"], &row()["here"]),
        (&json!(true), &json!(false))
    );
    let shown = show(&here, photos::Size::Thumb).unwrap();
    assert_eq!(
        (shown.bytes, shown.is_coming),
        (Some(b"thumb".to_vec()), false)
    );
    assert_eq!(wanted(&world), []);
    let shown = show(&here, photos::Size::Original).unwrap();
    assert_eq!(
        (shown.bytes, shown.is_coming),
        (Some(b"thumb".to_vec()), true)
    );
    assert_eq!(wanted(&world), [(hash, Preview::Original)]);
    keep(Preview::Original, &picture);
    assert_eq!(row()["here"], true);
    let shown = show(&here, photos::Size::Original).unwrap();
    assert_eq!(
        (shown.bytes, shown.is_coming),
        (Some(picture.clone()), false)
    );

    // Another village's, one that is not there, and no name at all look the same; a hash opens nothing of others.
    let by_hash = json!(hex::encode(hash));
    for name in [
        &next_door,
        &json!(world.home().visit.to_string()),
        &json!("../x"),
        &json!(""),
        &by_hash,
    ] {
        assert!(show(name, photos::Size::Original).is_none(), "{name}");
    }
}
