//! Photos in three sizes (`sync.md` §7): made from the file when they are first asked for, and kept beside it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use api::photos::{Size, scaled};

use crate::{
    blobs::{Blobs, FileHash},
    data,
    seams::PhotoSize,
};

/// Tells two requests apart that make the same size at once.
static FRESH: AtomicU64 = AtomicU64::new(0);

/// Where a photo lies in a size. What is no picture has one size only.
pub fn path(blobs: &Blobs, hash: &FileHash, size: PhotoSize) -> io::Result<PathBuf> {
    let whole = blobs.path(hash);
    let (size, word) = match size {
        PhotoSize::Original => return Ok(whole),
        PhotoSize::Thumb => (Size::Thumb, "thumb"),
        PhotoSize::Middle => (Size::Middle, "middle"),
    };
    let made = whole.with_extension(word);
    if made.is_file() || !whole.is_file() {
        return Ok(made);
    }
    match scaled(fs::read(&whole)?, size) {
        Ok(bytes) => {
            keep(&made, &bytes)?;
            Ok(made)
        }
        Err(_) => Ok(whole),
    }
}

/// Under its name only once it is whole.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let number = FRESH.fetch_add(1, Ordering::Relaxed);
    let fresh = path.with_extension(format!("{}-{number}.new", std::process::id()));
    data::write_private(&fresh, bytes)?;
    fs::rename(&fresh, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
        });
        let mut bytes = io::Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Jpeg)
            .unwrap();
        bytes.into_inner()
    }

    fn sides(path: &Path) -> (u32, u32) {
        let reader = image::ImageReader::open(path).unwrap();
        reader
            .with_guessed_format()
            .unwrap()
            .into_dimensions()
            .unwrap()
    }

    #[test]
    fn a_photo_has_three_sizes_and_each_is_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("photos"));
        let hash = blobs.put(&picture(1_600, 1_200)).unwrap();
        let of = |size| path(&blobs, &hash, size).unwrap();
        assert_eq!(sides(&of(PhotoSize::Thumb)), (160, 120));
        assert_eq!(sides(&of(PhotoSize::Middle)), (800, 600));
        assert_eq!(sides(&of(PhotoSize::Original)), (1_600, 1_200));
        let thumb = fs::read(of(PhotoSize::Thumb)).unwrap();
        assert!(thumb.len() < 12_000, "{} bytes", thumb.len());
        fs::remove_file(of(PhotoSize::Thumb)).unwrap();
        assert_eq!(fs::read(of(PhotoSize::Thumb)).unwrap(), thumb);
        assert_eq!(
            blobs.list().unwrap(),
            [hash],
            "sizes are no files of their own"
        );
    }

    #[test]
    fn what_is_no_picture_is_given_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("photos"));
        let hash = blobs.put(b"no picture").unwrap();
        let given = path(&blobs, &hash, PhotoSize::Thumb).unwrap();
        assert_eq!(fs::read(given).unwrap(), b"no picture");
    }
}
