//! Files made here: sheets from rows of text, workbooks with a part rewritten, compound files byte by byte.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, Worksheet};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A title, a unit line, the header and the people, as text cells from row 1.
pub(crate) fn sheet(worksheet: &mut Worksheet, first: u32, rows: &[Vec<String>]) {
    for (row, cells) in (first..).zip(rows) {
        for (at, text) in cells
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
        {
            worksheet.write_string(row, at as u16, text).unwrap();
        }
    }
}

pub(crate) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Title, unit line, header, people.
pub(crate) fn whole(header: &[&str], people: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut rows = vec![
        strings(&["新田县枧头镇贫困户花名册"]),
        strings(&[
            "填报单位：新田县",
            "",
            "",
            "",
            "",
            "",
            "填报时间：2018年6月30日",
        ]),
        strings(header),
    ];
    rows.extend(people);
    rows
}

/// One sheet of texts.
pub(crate) fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    sheet(book.add_worksheet().set_name("花名册").unwrap(), 0, rows);
    book.save_to_buffer().unwrap()
}

/// A text file.
pub(crate) fn text(rows: &[Vec<String>], separator: char, end: &str) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                if cell.contains([separator, '"', '\n', '\r']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str(end);
    }
    text
}

/// The same archive with one part changed.
pub(crate) fn with_part(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            let new = change(text.clone());
            changed |= new != text;
            content = new.into_bytes();
        }
        out.start_file(
            name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
        )
        .unwrap();
        out.write_all(&content).unwrap();
    }
    assert!(changed, "{part} was not changed");
    out.finish().unwrap().into_inner()
}

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(
            *name,
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated),
        )
        .unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A compound file with one stream, in sectors of 512: header, FAT, directory, then the stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).div_ceil(512) * 512, 0);
    let sectors = stream.len() / 512;
    assert!(sectors + 2 <= 128, "one FAT sector holds 128");
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, value) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        header[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [
        (44, 1_u32),
        (48, 1),
        (56, 4096),
        (60, 0xFFFF_FFFE),
        (64, 0),
        (68, 0xFFFF_FFFE),
        (72, 0),
        (76, 0),
    ] {
        header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    header[80..512].fill(0xFF);
    let mut fat = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
    fat.extend((0..sectors).map(|at| {
        if at + 1 == sectors {
            0xFFFF_FFFE
        } else {
            at as u32 + 3
        }
    }));
    fat.resize(128, 0xFFFF_FFFF);
    let entry = |name: &str, kind: u8, start: u32, len: u32| {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&len.to_le_bytes());
        entry
    };
    let mut directory = entry("Root Entry", 5, 0xFFFF_FFFE, 0);
    directory.extend(entry(name, 2, 2, stream.len() as u32));
    directory.resize(512, 0);
    [
        header,
        fat.into_iter().flat_map(u32::to_le_bytes).collect(),
        directory,
        stream,
    ]
    .concat()
}

/// A record of a workbook stream.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [
        &kind.to_le_bytes()[..],
        &(data.len() as u16).to_le_bytes(),
        data,
    ]
    .concat()
}

/// A workbook stream with one sheet of these records.
pub(crate) fn biff(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| {
        record(
            0x0809,
            &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat(),
        )
    };
    let start = bof(0x0005);
    let globals: Vec<u8> = globals.concat();
    let name = b"Sheet1";
    let bound_len = 4 + 8 + name.len();
    let at = (start.len() + globals.len() + bound_len + 4) as u32;
    let bound = record(
        0x0085,
        &[&at.to_le_bytes()[..], &[0, 0, name.len() as u8, 0], name].concat(),
    );
    [
        start,
        globals,
        bound,
        record(0x000A, &[]),
        bof(0x0010),
        cells.concat(),
        record(0x000A, &[]),
    ]
    .concat()
}

/// A number cell.
pub(crate) fn number_cell(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(
        0x0203,
        &[
            &row.to_le_bytes()[..],
            &column.to_le_bytes(),
            &[0, 0],
            &value.to_le_bytes(),
        ]
        .concat(),
    )
}

/// A text cell.
pub(crate) fn text_cell(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = (text.encode_utf16().count() as u16).to_le_bytes();
    record(
        0x0204,
        &[
            &row.to_le_bytes()[..],
            &column.to_le_bytes(),
            &[0, 0],
            &length,
            &[1],
            &units,
        ]
        .concat(),
    )
}
