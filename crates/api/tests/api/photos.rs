//! Photos in, bounded and stripped.

use std::io::Cursor;

use api::{Code, photos};
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::rig::World;

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

/// The same JPEG with what a camera writes: here that the picture lies on its side, and a place.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    tiff.extend_from_slice(b"GPS 25.96 111.66");
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend_from_slice(&[0xff, 0xe1]);
    bytes.extend_from_slice(&((tiff.len() + 2) as u16).to_be_bytes());
    bytes.extend_from_slice(&tiff);
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

#[test]
fn a_large_photo_is_scaled_to_sixteen_hundred_and_found_by_its_hash() {
    let world = World::new();
    let host = world.laptop_host();
    let put = photos::put(&host, &file(3_200, 1_800, ImageFormat::Jpeg)).unwrap();
    assert_eq!(
        (put.width_px, put.height_px, put.media_type.as_str()),
        (1_600, 900, "image/jpeg")
    );
    let (kept, _) = photos::show(&host, &put.sha256, photos::Size::Original)
        .unwrap()
        .unwrap();
    assert_eq!(kept.len() as u64, put.size_bytes);
    let (thumb, _) = photos::show(&host, &put.sha256, photos::Size::Thumb)
        .unwrap()
        .unwrap();
    let thumb = image::load_from_memory(&thumb).unwrap();
    assert_eq!((thumb.width(), thumb.height()), (160, 90));
    assert!(
        photos::show(&host, &"0".repeat(64), photos::Size::Thumb)
            .unwrap()
            .is_none()
    );
}

#[test]
fn what_the_camera_wrote_is_dropped_but_the_picture_stands_upright() {
    let marked = with_exif(&file(400, 300, ImageFormat::Jpeg));
    assert!(marked.windows(4).any(|bytes| bytes == b"GPS "));
    let prepared = photos::prepare(&marked).unwrap();
    assert_eq!((prepared.width, prepared.height), (300, 400));
    for word in [&b"Exif"[..], b"GPS "] {
        assert!(
            !prepared
                .bytes
                .windows(word.len())
                .any(|bytes| bytes == word)
        );
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

#[test]
fn what_is_no_picture_broken_or_huge_is_told_apart() {
    let code = |bytes: &[u8]| photos::prepare(bytes).unwrap_err().code;
    assert_eq!(code(b""), Code::PhotoNotAPicture);
    assert_eq!(code("会议记录".as_bytes()), Code::PhotoNotAPicture);
    assert_eq!(
        code(b"PK\x03\x04 a renamed workbook"),
        Code::PhotoNotAPicture
    );
    let png = file(900, 700, ImageFormat::Png);
    assert_eq!(code(&png[..png.len() / 2]), Code::PhotoBroken);
    assert_eq!(
        code(&vec![0; photos::FILE_BYTES_MAX + 1]),
        Code::PhotoTooLarge
    );
    // A header that promises 60,000 × 60,000 px: refused before anything is decoded.
    let mut bomb = file(8, 8, ImageFormat::Bmp);
    bomb[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
    bomb[22..26].copy_from_slice(&60_000_u32.to_le_bytes());
    assert_eq!(code(&bomb), Code::PhotoTooLarge);
}
