//! 照片: the row; the bytes travel apart by their hash (`sync.md` §7).

use chrono::NaiveDate;

use super::Anchor;
use crate::{Cells, Violation, cell::cell};

crate::record! {
    /// A photo of a visit, measure or problem.
    Photo = 24 in "photo", Anchor::Named(10, 11), rules rules => {
        /// The record that owns it, such as `visit`.
        owner_kind: Text = 10 [required],
        /// The row that owns it.
        owner_id: Id = 11 [required],
        /// SHA-256 of the bytes, hexadecimal.
        sha256: Text = 12 [required],
        /// Size in bytes.
        size_bytes: Integer = 13,
        /// Such as `image/jpeg`.
        media_type: Text = 14,
        /// Width in px.
        width_px: Integer = 15,
        /// Height in px.
        height_px: Integer = 16,
        /// What it shows.
        caption: Text = 17,
    }
}

/// What a household says of its team has no picture: whoever may see photos would see who spoke.
fn rules(cells: &Cells, _: NaiveDate) -> Vec<Violation> {
    if cell(cells, Photo::owner_kind).as_text() == "inquiry" {
        vec![Violation::new("owner_kind", "unknown_code")]
    } else {
        Vec::new()
    }
}
