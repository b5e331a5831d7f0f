//! Photos on their way in and onto the screen: bounded, scaled, without what the camera wrote about place and owner.

mod owned;

use std::io::Cursor;

use domain::{
    Id,
    records::{Photo, Record},
};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::photos::Preview;
use ts_rs::TS;

use crate::{
    error::{ApiError, Code},
    host::{self, Host},
    record,
};

pub use self::owned::{PhotoAdd, PhotoList, PhotosOf, add, list};

/// A file larger than this is no photo of a visit.
pub const FILE_BYTES_MAX: usize = 40 * 1024 * 1024;
/// Longest side of what is kept, in px.
const SIDE_MAX: u32 = 1_600;
/// Longest side of what is decoded at all: a phone's 200 megapixels.
const SIDE_DECODED_MAX: u32 = 20_000;
const PIXELS_MAX: u64 = 200_000_000;
/// What a decoder may take: three bytes for each of those pixels.
const DECODER_BYTES_MAX: u64 = 640 * 1024 * 1024;
const QUALITY: u8 = 82;
/// A drawing's first element stands behind a declaration and comments at most.
const DRAWING_LOOKED_AT: usize = 4_096;
const JPEG: &str = "image/jpeg";

/// What became of the bytes: what a visit names them by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhotoPut {
    /// SHA-256 of what is kept, hexadecimal.
    pub sha256: String,
    /// Its size.
    pub size_bytes: u64,
    /// Always JPEG.
    pub media_type: String,
    /// Width in px.
    pub width_px: i64,
    /// Height in px.
    pub height_px: i64,
}

/// How large a photo is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// In a row.
    Thumb,
    /// In a detail.
    Middle,
    /// As it is kept.
    Original,
}

impl Size {
    fn preview(self) -> Preview {
        match self {
            Self::Thumb => Preview::Thumb,
            Self::Middle => Preview::Middle,
            Self::Original => Preview::Original,
        }
    }

    fn side(self) -> Option<u32> {
        match self {
            Self::Thumb => Some(160),
            Self::Middle => Some(800),
            Self::Original => None,
        }
    }
}

/// A photo made ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// JPEG without any words of the camera.
    pub bytes: Vec<u8>,
    /// Its hash.
    pub sha256: [u8; 32],
    /// Width in px.
    pub width: u32,
    /// Height in px.
    pub height: u32,
}

/// Decodes, turns upright, scales and encodes anew; needs no file and holds no lock. Seconds for the largest: never on
/// the window's thread.
pub fn prepare(bytes: &[u8]) -> Result<Prepared, ApiError> {
    if bytes.is_empty() {
        return Err(ApiError::new(Code::PhotoEmpty, "no bytes"));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ApiError::new(
            Code::PhotoTooLarge,
            format!("{} bytes", bytes.len()),
        ));
    }
    let picture = fitted(decode(bytes)?);
    let bytes = encode(&picture)?;
    let sha256 = Sha256::digest(&bytes).into();
    Ok(Prepared {
        bytes,
        sha256,
        width: picture.width(),
        height: picture.height(),
    })
}

/// Within [`SIDE_MAX`], never larger than it was.
fn fitted(picture: DynamicImage) -> DynamicImage {
    let longest = picture.width().max(picture.height());
    if longest <= SIDE_MAX {
        return picture;
    }
    // The better filter holds four numbers a pixel: of a very large picture it sees a smaller one.
    let near = if longest > 4 * SIDE_MAX {
        picture.thumbnail(2 * SIDE_MAX, 2 * SIDE_MAX)
    } else {
        picture
    };
    near.resize(SIDE_MAX, SIDE_MAX, FilterType::Triangle)
}

/// What people take for a picture and this program cannot open, in words of its own.
fn near_miss(bytes: &[u8]) -> Code {
    const BRANDS: [&[u8]; 9] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis",
    ];
    let brand = bytes.get(4..12).and_then(|head| head.strip_prefix(b"ftyp"));
    if brand.is_some_and(|brand| BRANDS.contains(&brand)) {
        return Code::PhotoHeic;
    }
    let start = bytes.get(..DRAWING_LOOKED_AT).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') && start.contains("<svg") {
        return Code::PhotoDrawing;
    }
    Code::PhotoNotAPicture
}

/// Does the picture of a JPEG come to its end? A decoder fills what is missing with grey and says nothing. A preview
/// inside the camera's words has an end of its own, so segments are passed over by their length.
fn jpeg_ends(bytes: &[u8]) -> bool {
    const END: u8 = 0xd9;
    let mut at = 2;
    while let Some([mark, kind]) = bytes.get(at..at + 2) {
        at += match (*mark, *kind) {
            (0xff, END) => return true,
            (0xff, 0xff) => 1,
            // Stuffed bytes and restarts stand in the scan and have no length.
            (0xff, 0x00 | 0x01 | 0xd0..=0xd8) => 2,
            (0xff, _) => match bytes.get(at + 2..at + 4) {
                Some([high, low]) => 2 + usize::from(u16::from_be_bytes([*high, *low])),
                _ => return false,
            },
            _ => 1,
        };
    }
    false
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, ApiError> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    if reader.format() == Some(ImageFormat::Jpeg) && !jpeg_ends(bytes) {
        return Err(ApiError::new(Code::PhotoBroken, "a JPEG without an end"));
    }
    let known = reader.format().is_some_and(|format| {
        matches!(
            format,
            ImageFormat::Jpeg
                | ImageFormat::Png
                | ImageFormat::WebP
                | ImageFormat::Bmp
                | ImageFormat::Gif
        )
    });
    if !known {
        return Err(ApiError::new(
            near_miss(bytes),
            "not JPEG, PNG, WebP, BMP or GIF",
        ));
    }
    let mut reader = reader;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_DECODED_MAX);
    limits.max_image_height = Some(SIDE_DECODED_MAX);
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(ApiError::new(
            Code::PhotoTooManyPixels,
            format!("{width} × {height} px"),
        ));
    }
    // Which way is up is all that is taken from the camera's words.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn refused(error: &ImageError) -> ApiError {
    let code = match error {
        ImageError::Limits(_) => Code::PhotoTooManyPixels,
        ImageError::Unsupported(_) => Code::PhotoNotAPicture,
        _ => Code::PhotoBroken,
    };
    ApiError::new(code, error.to_string())
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    let flat = if picture.color().has_alpha() {
        on_white(picture)
    } else {
        picture.to_rgb8()
    };
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&flat)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    Ok(bytes)
}

/// What shines through is paper, as the viewer that the person saw it in shows it.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            (mixed / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

/// Takes a file's bytes and keeps the photo in the laptop's file. Durable when it returns.
pub fn put(host: &dyn Host, bytes: &[u8]) -> Result<PhotoPut, ApiError> {
    let prepared = prepare(bytes)?;
    host::with(host, |replica| {
        replica
            .store_mut()
            .put_photo(host.env(), &prepared.sha256, &prepared.bytes)?;
        Ok(())
    })?;
    Ok(PhotoPut {
        sha256: hex::encode(prepared.sha256),
        size_bytes: prepared.bytes.len() as u64,
        media_type: JPEG.to_owned(),
        width_px: i64::from(prepared.width),
        height_px: i64::from(prepared.height),
    })
}

/// What a laptop can show of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// A JPEG, of another person's as far as it came; nothing when none of it has come.
    pub bytes: Option<Vec<u8>>,
    /// A larger one was asked for than is here: it comes with the next sync.
    pub is_coming: bool,
}

/// What a laptop has of a photo.
enum Here {
    /// Its own.
    Kept(Vec<u8>),
    /// Of another person's, as far as it came.
    Fetched([u8; 32], Option<(Preview, Vec<u8>)>),
}

/// A photo for the screen: by the id of its row, or by its hash while it is not saved yet, which opens what was taken
/// in here and nothing of others. Nothing when there is none, or none that the person may see. Of another person's
/// what came so far is shown, and the size that was asked for comes with the next sync.
pub fn show(host: &dyn Host, name: &str, size: Size) -> Result<Option<Shown>, ApiError> {
    let found = host::read(host, |store| {
        let (hash, is_row) = match name.parse::<Id>() {
            Ok(id) => match record::readable(host.asker(), store, &Photo::INFO, id) {
                Ok(row) => (row.cell(Photo::sha256).as_text().to_owned(), true),
                Err(error) if error.code == Code::NotFound => return Ok(None),
                Err(error) => return Err(error),
            },
            Err(_) => (name.to_owned(), false),
        };
        let mut sha256 = [0; 32];
        if hex::decode_to_slice(&hash, &mut sha256).is_err() {
            return Ok(None);
        }
        if let Some(bytes) = store.photo_bytes(&sha256)? {
            return Ok(Some(Here::Kept(bytes)));
        }
        if !is_row {
            return Ok(None);
        }
        let preview = store.preview(&sha256, size.preview())?;
        Ok(Some(Here::Fetched(sha256, preview)))
    })?;
    let (bytes, is_coming) = match found {
        None => return Ok(None),
        Some(Here::Kept(bytes)) => (Some(scaled(bytes, size)?), false),
        Some(Here::Fetched(sha256, preview)) => {
            let is_enough = preview
                .as_ref()
                .is_some_and(|(held, _)| *held >= size.preview());
            if !is_enough {
                host::with(host, |replica| {
                    replica
                        .store_mut()
                        .ask_preview(host.env(), &sha256, size.preview())?;
                    Ok(())
                })?;
            }
            (preview.map(|(_, bytes)| bytes), !is_enough)
        }
    };
    Ok(Some(Shown { bytes, is_coming }))
}

/// A kept photo in another size.
pub fn scaled(bytes: Vec<u8>, size: Size) -> Result<Vec<u8>, ApiError> {
    let Some(side) = size.side() else {
        return Ok(bytes);
    };
    let picture = decode(&bytes)?;
    if picture.width().max(picture.height()) <= side {
        return Ok(bytes);
    }
    encode(&picture.thumbnail(side, side))
}
