//! The zip archive that an .xlsx is: what it is, and what it unpacks to, before anyone believes its figures.

use std::{
    borrow::Cow,
    io::{Cursor, Read, Write},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{PACKED_TIMES_MAX, PART_BYTES_MAX, STRINGS_BYTES_MAX, Step, Tell, tell};
use crate::SheetError;

/// Styles, the list of sheets, relations: 50,000 styles are below 10 MB.
const SMALL_PART_BYTES_MAX: u64 = 16 << 20;
/// All parts together.
const WHOLE_BYTES_MAX: u64 = 2 * PART_BYTES_MAX;
/// Below this nobody asks how well a part is packed.
const UNSUSPICIOUS_BYTES: u64 = 16 << 20;
/// A workbook of 100 sheets with drawings and comments has below 1,000 parts.
const PARTS_MAX: usize = 5_000;

/// A sheet tells its size before its rows begin.
const HEAD_BYTES: usize = 64 << 10;

/// Refuses what is no .xlsx and what unpacks to more than a roster can be. Every part is unpacked once and
/// thrown away, because the sizes that an archive declares are only what it says. Gives the bytes to read: the same
/// ones, or where a sheet declares a size that cannot be (`A0:AA1048576`), without that.
pub(super) fn measured<'a>(bytes: &'a [u8], to: Tell<'_>) -> Result<Cow<'a, [u8]>, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(SheetError::TooLarge {
            what: "parts",
            limit: PARTS_MAX as u64,
        });
    }
    kind(&archive)?;
    let mut whole = 0_u64;
    let mut odd = Vec::new();
    for at in 0..archive.len() {
        tell(to, Step::Opening, at as u64, archive.len() as u64)?;
        let mut part = archive.by_index(at).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
        let shared = name.ends_with("sharedstrings.xml");
        let keep = if shared { usize::MAX } else { HEAD_BYTES };
        let limit = part_limit(&name).min(WHOLE_BYTES_MAX - whole);
        let packed = part.compressed_size();
        let mut kept = Vec::new();
        let size =
            unpack(&mut part, packed, limit, (&mut kept, keep), to).map_err(|stop| match stop {
                Stop::TooMuch => SheetError::ZipBomb {
                    part: name.clone(),
                    limit,
                },
                Stop::Broken(error) => SheetError::Damaged {
                    detail: format!("{name}: {error}"),
                },
                Stop::Cancelled => SheetError::Cancelled,
            })?;
        whole += size;
        if shared && !strings_fit(&kept) {
            return Err(SheetError::Damaged {
                detail: "it declares more texts than it can hold".to_owned(),
            });
        }
        if odd_dimension(&kept).is_some() {
            odd.push(at);
        }
    }
    if odd.is_empty() {
        Ok(Cow::Borrowed(bytes))
    } else {
        rewritten(archive, |at, _| odd.contains(&at), &|text| {
            blank_dimension(text);
        })
        .map(Cow::Owned)
    }
}

/// Where the head of a sheet declares a size that cannot be. The size is only a hint and the rows say the truth.
fn odd_dimension(head: &[u8]) -> Option<std::ops::Range<usize>> {
    let head = &head[..head.len().min(HEAD_BYTES)];
    let find = |word: &[u8]| head.windows(word.len()).position(|window| window == word);
    let word = find(b"dimension")?;
    if find(b"sheetData").is_some_and(|rows| rows < word) {
        return None;
    }
    let start = head[..word]
        .iter()
        .rposition(|byte| *byte == b'<')
        .filter(|start| word - start <= 8)?;
    let end = word + head[word..].iter().position(|byte| *byte == b'>')? + 1;
    let tag = String::from_utf8_lossy(&head[start..end]);
    let reference = tag
        .split_once("ref=")
        .and_then(|(_, rest)| rest.get(1..))
        .and_then(|rest| rest.split(['"', '\'']).next());
    (tag.ends_with("/>") && !reference.is_some_and(is_area)).then_some(start..end)
}

/// `B2` or `B2:AA30`.
fn is_area(reference: &str) -> bool {
    let is_cell = |cell: &str| {
        let letters = cell.bytes().take_while(u8::is_ascii_uppercase).count();
        let row = &cell[letters..];
        matches!(letters, 1..=3)
            && row
                .parse()
                .is_ok_and(|row: u32| (1..=1_048_576).contains(&row))
            && row.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut cells = reference.split(':');
    let (first, second, more) = (cells.next(), cells.next(), cells.next());
    first.is_some_and(is_cell) && second.is_none_or(is_cell) && more.is_none()
}

fn blank_dimension(text: &mut [u8]) {
    if let Some(range) = odd_dimension(text) {
        text[range].fill(b' ');
    }
}

/// Words that newer programs store for an error, and the reader does not know.
const NEWER_ERRORS: [&str; 9] = [
    "#SPILL!",
    "#CALC!",
    "#BLOCKED!",
    "#FIELD!",
    "#UNKNOWN!",
    "#CONNECT!",
    "#EXTERNAL!",
    "#BUSY!",
    "#PYTHON!",
];

/// The same workbook with errors of newer programs as the one that every program knows.
pub(super) fn with_known_errors(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    rewritten(archive, |_, name| name.contains("worksheets/"), &|text| {
        let Ok(mut part) = String::from_utf8(std::mem::take(text)) else {
            return;
        };
        for word in NEWER_ERRORS {
            part = part.replace(&format!("<v>{word}</v>"), "<v>#VALUE!</v>");
        }
        *text = part.into_bytes();
    })
}

/// The same archive with some parts changed. It was measured: so much and no more comes out of each.
fn rewritten(
    mut archive: ZipArchive<Cursor<&[u8]>>,
    which: impl Fn(usize, &str) -> bool,
    change: &dyn Fn(&mut Vec<u8>),
) -> Result<Vec<u8>, SheetError> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let name = archive
            .by_index_raw(at)
            .and_then(|part| part.name().map(Cow::into_owned))
            .map_err(|error| damaged(&error))?;
        if !which(at, &name) {
            let part = archive.by_index_raw(at).map_err(|error| damaged(&error))?;
            out.raw_copy_file(part).map_err(|error| damaged(&error))?;
            continue;
        }
        let mut part = archive.by_index(at).map_err(|error| damaged(&error))?;
        let mut text = Vec::new();
        part.read_to_end(&mut text)
            .map_err(|error| damaged(&error))?;
        change(&mut text);
        out.start_file(
            name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
        )
        .map_err(|error| damaged(&error))?;
        out.write_all(&text).map_err(|error| damaged(&error))?;
    }
    Ok(out.finish().map_err(|error| damaged(&error))?.into_inner())
}

fn damaged(error: &dyn std::error::Error) -> SheetError {
    SheetError::Damaged {
        detail: error.to_string(),
    }
}

/// Is it a workbook of the kind that is read?
fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), SheetError> {
    let names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|name| name.to_lowercase())
        .collect();
    let has = |start: &str| {
        names
            .iter()
            .any(|name| name.trim_start_matches('/').starts_with(start))
    };
    if has("xl/workbook.bin") {
        Err(SheetError::UnsupportedFormat { kind: ".xlsb" })
    } else if has("_rels/.rels")
        && (has("xl/") || names.iter().any(|name| name.ends_with("workbook.xml")))
    {
        Ok(())
    } else if has("word/") {
        Err(SheetError::NotAWorkbook {
            found: "a text document (.docx)",
        })
    } else if has("ppt/") {
        Err(SheetError::NotAWorkbook {
            found: "a presentation (.pptx)",
        })
    } else if has("mimetype") && has("content.xml") {
        Err(SheetError::UnsupportedFormat { kind: ".ods" })
    } else {
        Err(SheetError::NotAWorkbook {
            found: "an archive (.zip)",
        })
    }
}

fn part_limit(name: &str) -> u64 {
    if name.ends_with("sharedstrings.xml") {
        STRINGS_BYTES_MAX
    } else if [
        "styles.xml",
        "workbook.xml",
        "xml.rels",
        "/.rels",
        "types].xml",
    ]
    .iter()
    .any(|end| name.ends_with(end))
    {
        SMALL_PART_BYTES_MAX
    } else {
        PART_BYTES_MAX
    }
}

enum Stop {
    TooMuch,
    Broken(std::io::Error),
    Cancelled,
}

fn unpack(
    part: &mut impl Read,
    packed: u64,
    limit: u64,
    (kept, keep): (&mut Vec<u8>, usize),
    to: Tell<'_>,
) -> Result<u64, Stop> {
    let mut buffer = vec![0_u8; 256 << 10];
    let mut size = 0_u64;
    loop {
        let read = part.read(&mut buffer).map_err(Stop::Broken)?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if size > limit
            || (size > UNSUSPICIOUS_BYTES && size > packed.saturating_mul(PACKED_TIMES_MAX))
        {
            return Err(Stop::TooMuch);
        }
        kept.extend_from_slice(&buffer[..read.min(keep - kept.len().min(keep))]);
        tell(to, Step::Opening, size, 0).map_err(|_| Stop::Cancelled)?;
    }
}

/// The reader makes room for as many texts as the part declares: it must not declare more than it has bytes for.
fn strings_fit(part: &[u8]) -> bool {
    if part.starts_with(b"\xFF\xFE")
        || part.starts_with(b"\xFE\xFF")
        || part.iter().take(64).any(|byte| *byte == 0)
    {
        // No office writes this part in UTF-16, and its figures could not be seen here.
        return false;
    }
    let text = String::from_utf8_lossy(part);
    // `<si/>` is the shortest text there is.
    let most = part.len() as u64 / 5 + 1;
    text.match_indices("uniqueCount").all(|(at, word)| {
        let rest =
            text[at + word.len()..].trim_start_matches(|c: char| c.is_whitespace() || c == '=');
        let digits: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        // A writer that counts wrongly by a little is harmless; 24 bytes a text are not.
        digits.is_empty()
            || digits
                .parse::<u64>()
                .is_ok_and(|count| count <= most.max(100_000))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_declares_a_billion_texts_is_not_believed() {
        assert!(strings_fit(
            br#"<sst count="3" uniqueCount="3"><si><t>a</t></si></sst>"#
        ));
        assert!(!strings_fit(
            br"<sst uniqueCount = '99999999999999'><si/></sst>"
        ));
        assert!(!strings_fit(b"\xFF\xFE<\0s\0"));
        assert!(strings_fit(b"<sst><si><t>uniqueCount</t></si></sst>"));
    }

    #[test]
    fn a_size_that_cannot_be_is_found_and_others_are_left() {
        let odd = |head: &str| odd_dimension(head.as_bytes()).map(|range| head[range].to_owned());
        assert_eq!(
            odd(r#"<worksheet><dimension ref="A0:AA1048576"/><sheetData>"#).as_deref(),
            Some(r#"<dimension ref="A0:AA1048576"/>"#)
        );
        assert_eq!(
            odd(r#"<x:worksheet><x:dimension ref=""/><x:sheetData>"#).as_deref(),
            Some(r#"<x:dimension ref=""/>"#)
        );
        assert_eq!(
            odd(r"<worksheet><dimension/><sheetData>").as_deref(),
            Some("<dimension/>")
        );
        assert_eq!(
            odd(r#"<worksheet><dimension ref="A1:AA1048577"/><sheetData>"#).as_deref(),
            Some(r#"<dimension ref="A1:AA1048577"/>"#)
        );
        assert_eq!(
            odd(r#"<worksheet><dimension ref="A1:AA30"/><sheetData>"#),
            None
        );
        assert_eq!(odd(r#"<worksheet><dimension ref="A1"/><sheetData>"#), None);
        assert_eq!(
            odd(r#"<worksheet><sheetData><c><t>dimension ref="A0"/></t>"#),
            None
        );
        assert_eq!(odd("<worksheet><sheetData/>"), None);
    }
}
