//! A character that the fonts lack leaves an empty box and no word: it is looked for on every page.

use paper::PrintError;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// Characters of the text that are shown around one that is missing.
const AROUND: usize = 24;

/// Names the first character that has no glyph.
pub(crate) fn check(document: &PagedDocument) -> Result<(), PrintError> {
    for (number, page) in document.pages().iter().enumerate() {
        if let Some((character, text)) = missing(&page.frame) {
            return Err(PrintError::Glyph {
                character,
                page: number + 1,
                text,
            });
        }
    }
    Ok(())
}

fn missing(frame: &Frame) -> Option<(String, String)> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => missing(&group.frame),
        FrameItem::Text(text) => {
            let glyph = text.glyphs.iter().find(|glyph| glyph.id == 0)?;
            let character = text.text.get(glyph.range()).unwrap_or_default();
            Some((
                character.to_owned(),
                text.text.chars().take(AROUND).collect(),
            ))
        }
        _ => None,
    })
}
