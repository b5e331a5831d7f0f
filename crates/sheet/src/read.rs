//! A file becomes grids of typed cells, in bounded memory, whatever its name says it is.

mod cells;
mod csv;
mod encoding;
mod ole;
mod package;
mod workbook;

pub use cells::{Cell, Grid, Merge, is_space, number_text, serial_date};

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::SheetError;

/// A file is read whole, so that no byte is judged twice: rosters of a county are below 20 MB.
pub const FILE_BYTES_MAX: u64 = 64 << 20;
/// What a sheet may unpack to: 100,000 people of layout H3 are about 240 MB.
pub const PART_BYTES_MAX: u64 = 256 << 20;
/// Texts that sheets share are held in memory whole: 100,000 people have below 40 MB.
pub const STRINGS_BYTES_MAX: u64 = 64 << 20;
/// A part larger than 16 MiB that is packed more than a hundredfold is no roster: those reach thirty.
pub const PACKED_TIMES_MAX: u64 = 100;
/// A workbook of a county has one sheet a village of a township, a township has below 60 villages.
pub const SHEETS_MAX: usize = 100;
/// No sheet of people is longer: the largest county of the country has below 200,000 registered.
pub const ROWS_MAX: u32 = 200_000;
/// Layouts have at most 47 columns; helpers add some.
pub const COLUMNS_MAX: u32 = 512;
/// Filled cells of one file: 200,000 rows of 40.
pub const CELLS_MAX: u64 = 8_000_000;
/// Text of one file once decoded.
pub const TEXT_BYTES_MAX: u64 = 256 << 20;
/// The longest text that a cell can hold in Excel.
pub const CELL_CHARS_MAX: usize = 32_767;

/// What to read of a file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Only the sheet of this name.
    pub sheet: Option<String>,
    /// The layout, `H1`–`H4`, instead of the one that the header shows.
    pub layout: Option<String>,
    /// The list's own date, if the person knows it better than the title.
    pub listed_on: Option<NaiveDate>,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub enum Source<'a> {
    /// In a file.
    Path(PathBuf),
    /// Here, as when a browser sent them.
    Bytes(&'a [u8]),
}

impl From<&Path> for Source<'_> {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<PathBuf> for Source<'_> {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// How far reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Sheets or rows done.
    pub done: u64,
    /// Of so many; 0 when nobody knows yet.
    pub total: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Looking at the file.
    Opening,
    /// Reading rows.
    Reading,
    /// Recognising people and checking them.
    Checking,
}

/// Whom to tell, and who may stop it by answering `Break`.
pub type Tell<'a> = &'a dyn Fn(Progress) -> ControlFlow<()>;

pub(crate) fn tell(to: Tell<'_>, step: Step, done: u64, total: u64) -> Result<(), SheetError> {
    match to(Progress { step, done, total }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(SheetError::Cancelled),
    }
}

/// Reads all grids of a file, by what its bytes are, not by its name.
pub fn read_grids(
    source: &Source<'_>,
    options: &ReadOptions,
    to: Tell<'_>,
) -> Result<Vec<Grid>, SheetError> {
    tell(to, Step::Opening, 0, 0)?;
    let held;
    let bytes: &[u8] = match source {
        Source::Bytes(bytes) => bytes,
        Source::Path(path) => {
            held = read_file(path)?;
            &held
        }
    };
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(SheetError::TooLarge {
            what: "bytes",
            limit: FILE_BYTES_MAX,
        });
    }
    match kind_of(bytes) {
        Kind::Empty => Err(SheetError::EmptyFile),
        Kind::Zip => workbook::read_xlsx(bytes, options, to),
        Kind::Compound => workbook::read_xls(bytes, options, to),
        Kind::Html => Err(SheetError::HtmlTable),
        Kind::Xml => Err(SheetError::XmlTable),
        Kind::Foreign(found) => Err(SheetError::NotAWorkbook { found }),
        Kind::Text => Ok(vec![csv::read(bytes)?]),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, SheetError> {
    use std::io::Read;
    let io = |source| SheetError::Io {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large, however it grows meanwhile.
    std::fs::File::open(path)
        .map_err(io)?
        .take(FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    Ok(bytes)
}

enum Kind {
    Empty,
    Zip,
    Compound,
    Html,
    Xml,
    Foreign(&'static str),
    Text,
}

/// What the first bytes say.
fn kind_of(bytes: &[u8]) -> Kind {
    let foreign: &[(&[u8], &'static str)] = &[
        (b"%PDF", "a PDF"),
        (b"{\\rtf", "a text document (.rtf)"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"Rar!", "an archive (.rar)"),
        (b"7z\xBC\xAF", "an archive (.7z)"),
        (b"\x1F\x8B", "an archive (.gz)"),
        (b"MZ", "a program"),
        (b"SQLite format 3", "a database"),
        (b"\x28\xB5\x2F\xFD", "an archive (.zst)"),
    ];
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(ole::MAGIC) {
        return Kind::Compound;
    }
    if let Some((_, found)) = foreign.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Foreign(found);
    }
    // Web pages come in every encoding: their tags are ASCII, in UTF-16 with a zero beside each.
    let head: Vec<u8> = bytes
        .iter()
        .take(8192)
        .filter(|byte| **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let head = String::from_utf8_lossy(&head);
    let head =
        head.trim_start_matches(|c: char| c == '\u{feff}' || c == '\u{fffd}' || c.is_whitespace());
    if head.starts_with("mime-version:") || head.starts_with("from: <saved by") {
        return Kind::Html;
    }
    if head.starts_with('<') {
        if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
            return Kind::Xml;
        }
        if [
            "<html",
            "<table",
            "<!doctype html",
            "<meta",
            "<tr",
            "<body",
            "<head",
            "<div",
            "<style",
        ]
        .iter()
        .any(|tag| head.contains(tag))
        {
            return Kind::Html;
        }
        if head.starts_with("<?xml") {
            return Kind::Foreign("an XML file");
        }
    }
    Kind::Text
}
