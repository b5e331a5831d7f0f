//! Bytes and parts of every sample, changed at random: an answer, never a panic, never all memory.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    io::{Cursor, Read, Write},
    ops::ControlFlow,
    path::PathBuf,
    sync::OnceLock,
};

use proptest::prelude::*;
use sheet::{Progress, ReadOptions, read_roster};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

fn samples() -> &'static Vec<(String, Vec<u8>)> {
    static SAMPLES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/rosters/awkward");
        let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        names.sort();
        names
            .into_iter()
            .filter(|path| !path.ends_with("key.json") && !path.ends_with("README.md"))
            .map(|path| {
                (
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    std::fs::read(&path).unwrap(),
                )
            })
            .collect()
    })
}

/// Reads and gives the answer's word; whatever it is, it must come, and rows are never fewer than people.
fn answer(bytes: &[u8]) -> &'static str {
    match read_roster(bytes, &ReadOptions::default(), &|_: Progress| {
        ControlFlow::Continue(())
    }) {
        Ok(roster) => {
            assert_eq!(roster.rows_read, roster.members().count());
            "read"
        }
        Err(error) => error.code(),
    }
}

/// One change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Copy(prop::sample::Index, prop::sample::Index, usize),
    Extreme(prop::sample::Index, u32),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    use prop::sample::Index;
    let one = prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        1 => any::<Index>().prop_map(Change::Cut),
        2 => (any::<Index>(), prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        2 => (any::<Index>(), any::<Index>(), 1_usize..600).prop_map(|(from, to, len)| Change::Copy(from, to, len)),
        3 => (any::<Index>(), prop_oneof![Just(0_u32), Just(u32::MAX), Just(0x7FFF_FFFF), Just(0xFFFF_FFFE), any::<u32>()]).prop_map(|(at, value)| Change::Extreme(at, value)),
    ];
    prop::collection::vec(one, 1..6)
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Change::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Change::Insert(at, more) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, more.iter().copied());
            }
            Change::Copy(from, to, len) => {
                let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
                let part = bytes[from..(from + len).min(bytes.len())].to_vec();
                bytes.splice(to..to, part);
            }
            Change::Extreme(at, value) => {
                let at = at.index(bytes.len());
                for (offset, byte) in value.to_le_bytes().into_iter().enumerate() {
                    if let Some(place) = bytes.get_mut(at + offset) {
                        *place = byte;
                    }
                }
            }
        }
    }
    bytes
}

/// A workbook in which the text of one part is changed, so that the change is not caught by a checksum.
fn with_changed_part(bytes: &[u8], part: prop::sample::Index, changes: &[Change]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = part.index(archive.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if at == chosen {
            content = changed(&content, changes);
        }
        out.start_file(
            name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
        )
        .unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Enough to notice a new kind of break in every run; `HOSTILE_CASES` for a long one.
fn cases() -> u32 {
    std::env::var("HOSTILE_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(120)
}

/// Peak resident memory in MB.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| {
        line.trim()
            .trim_end_matches(" kB")
            .trim()
            .parse::<u64>()
            .ok()
    })
    .unwrap_or(0)
        / 1024
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_any_sample_gets_an_answer(sample in any::<prop::sample::Index>(), changes in changes()) {
        let (_, bytes) = &samples()[sample.index(samples().len())];
        answer(&changed(bytes, &changes));
        prop_assert!(peak_mb() < 700, "{} MB", peak_mb());
    }

    #[test]
    fn any_change_inside_a_part_gets_an_answer(sample in any::<prop::sample::Index>(), part in any::<prop::sample::Index>(), changes in changes()) {
        let books: Vec<_> = samples().iter().filter(|(_, bytes)| bytes.starts_with(b"PK")).collect();
        let (_, bytes) = books[sample.index(books.len())];
        answer(&with_changed_part(bytes, part, &changes));
        prop_assert!(peak_mb() < 700, "{} MB", peak_mb());
    }

    #[test]
    fn any_change_of_an_old_workbook_gets_an_answer(changes in changes()) {
        let (_, bytes) = samples().iter().find(|(name, _)| name == "h1-number-cells.xls").unwrap();
        answer(&changed(bytes, &changes));
        prop_assert!(peak_mb() < 700, "{} MB", peak_mb());
    }

    #[test]
    fn any_text_gets_an_answer(text in "[,\t\"\n姓名证件号码与户主关系编户0-9=;]{0,400}") {
        answer(text.as_bytes());
    }
}

#[test]
fn the_samples_themselves_are_read_or_refused() {
    assert_eq!(samples().len(), 14);
    let answers: Vec<&str> = samples().iter().map(|(_, bytes)| answer(bytes)).collect();
    assert_eq!(
        answers.iter().filter(|answer| **answer == "read").count(),
        12,
        "{answers:?}"
    );
}
