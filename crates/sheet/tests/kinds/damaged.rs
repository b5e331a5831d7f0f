//! Files that are no rosters, or would ask for more than a laptop has: a clear answer, in bounded memory.

use rust_xlsxwriter::Workbook;

use crate::{
    files::{
        archive, biff, compound, number_cell, record, sheet, text, text_cell, whole, with_part,
        workbook,
    },
    people::{H1, rows},
    read,
};

#[track_caller]
fn refused(bytes: &[u8], code: &str) -> String {
    match read(bytes) {
        Ok(roster) => panic!("{code} expected, {} rows were read", roster.rows_read),
        Err(error) => {
            assert_eq!(error.code(), code, "{error}");
            let (chinese, english) = error.hint();
            assert!(!chinese.is_empty() && !english.is_empty());
            error.to_string()
        }
    }
}

/// Peak resident memory of this process in MB: each test has its own under nextest.
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

#[test]
fn an_empty_file_is_empty() {
    refused(b"", "empty_file");
    refused(b"\r\n \r\n", "empty_file");
    refused("\u{feff}".as_bytes(), "empty_file");
    refused(&Workbook::new().save_to_buffer().unwrap(), "no_header");
    refused(&workbook(&[]), "no_header");
    refused(&workbook(&whole(&H1, Vec::new())), "no_rows");
}

#[test]
fn other_documents_are_named_for_what_they_are() {
    let rels = b"<Relationships/>".as_slice();
    let docx = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", rels),
        ("word/document.xml", b"<w:document/>"),
    ]);
    assert!(refused(&docx, "not_a_workbook").contains(".docx"));
    assert!(
        refused(
            &archive(&[("_rels/.rels", rels), ("ppt/presentation.xml", b"<p/>")]),
            "not_a_workbook"
        )
        .contains(".pptx")
    );
    assert!(refused(&archive(&[("a.txt", b"a")]), "not_a_workbook").contains(".zip"));
    assert!(refused(&compound("WordDocument", b"x"), "not_a_workbook").contains(".doc"));
    assert!(refused(b"%PDF-1.7 \n...", "not_a_workbook").contains("PDF"));
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_workbook");
    refused(&[0, 1, 2, 3, 0, 0, 0, 9, 200, 201], "not_a_workbook");
    refused(
        &archive(&[("_rels/.rels", rels), ("xl/workbook.bin", b"x")]),
        "unsupported_format",
    );
    refused(
        &archive(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("content.xml", b"<x/>"),
        ]),
        "unsupported_format",
    );
    refused("姓名,年龄\n张三,40\n".as_bytes(), "no_header");
}

#[test]
fn web_pages_under_the_name_of_a_workbook_are_known_in_every_form() {
    let table = "<table border=1><tr><td>姓名</td><td>证件号码</td></tr></table>";
    for page in [
        format!("<html><head><meta charset=gbk></head><body>{table}</body></html>"),
        format!("\r\n  <!DOCTYPE HTML>\n<HTML>{table}</HTML>"),
        table.to_owned(),
        format!("<?xml version=\"1.0\"?><html xmlns=\"x\">{table}</html>"),
        format!("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n{table}"),
        format!("<style>td{{mso-number-format:'\\@'}}</style>{table}"),
    ] {
        for bytes in [
            page.as_bytes().to_vec(),
            format!("\u{feff}{page}").into_bytes(),
            encoding_rs::GB18030.encode(&page).0.into_owned(),
            format!("\u{feff}{page}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        ] {
            refused(&bytes, "html_table");
        }
    }
    refused(b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", "xml_table");
    refused(b"<?xml version=\"1.0\"?><note/>", "not_a_workbook");
}

#[test]
fn a_password_is_noticed_in_new_and_old_workbooks() {
    refused(&compound("EncryptedPackage", b"x"), "password_protected");
    refused(&compound("EncryptionInfo", b"x"), "password_protected");
    let cells: Vec<Vec<u8>> = H1
        .iter()
        .enumerate()
        .map(|(at, word)| text_cell(0, at as u16, word))
        .collect();
    refused(
        &compound("Workbook", &biff(&[record(0x002F, &[1, 0, 1, 0])], &cells)),
        "password_protected",
    );
    refused(
        &compound("Workbook", &biff(&[record(0x002F, &[0, 0, 0, 0])], &cells)),
        "password_protected",
    );
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let roster = workbook(&whole(&H1, rows(2)));
    let spaces = " ".repeat(40 << 20);
    for part in [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    ] {
        let bomb = with_part(&roster, part, |text| text + &spaces);
        assert!(bomb.len() < 200_000);
        refused(&bomb, "zip_bomb");
        // The size that the archive declares may lie.
        let size = ((40_u32 << 20) + 4096).to_le_bytes();
        let lying: Vec<u8> = bomb
            .windows(4)
            .position(|window| {
                u32::from_le_bytes(window.try_into().unwrap()) > 40 << 20 && window[3] == size[3]
            })
            .map_or_else(
                || bomb.clone(),
                |at| {
                    let mut lying = bomb.clone();
                    lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
                    lying
                },
            );
        assert!(matches!(
            read(&lying).unwrap_err().code(),
            "zip_bomb" | "damaged_file"
        ));
    }
    drop(spaces);
    assert!(peak_mb() < 400, "{} MB", peak_mb());
}

#[test]
fn figures_that_ask_for_all_memory_are_not_believed() {
    let roster = workbook(&whole(&H1, rows(2)));
    let strings = with_part(&roster, "xl/sharedStrings.xml", |part| {
        let start = part.find("uniqueCount=\"").unwrap() + 13;
        let end = start + part[start..].find('"').unwrap();
        format!("{}{}{}", &part[..start], "99999999999999", &part[end..])
    });
    refused(&strings, "damaged_file");
    let shared = with_part(&roster, "xl/worksheets/sheet1.xml", |part| {
        part.replacen("<c r=\"A4\" t=\"s\">", "<c r=\"A4\"><f t=\"shared\" si=\"4294967295\" ref=\"A4:A5\">1</f></c><c r=\"AB4\" t=\"s\">", 1)
    });
    assert_eq!(read(&shared).unwrap().rows_read, 6);
    let merged = with_part(&roster, "xl/worksheets/sheet1.xml", |part| {
        let areas = "<mergeCell ref=\"A4:XFD1048576\"/>".repeat(5_000);
        part.replacen(
            "</sheetData>",
            &format!("</sheetData><mergeCells count=\"5000\">{areas}</mergeCells>"),
            1,
        )
    });
    assert_eq!(read(&merged).unwrap().rows_read, 6);
    assert!(peak_mb() < 300, "{} MB", peak_mb());
}

#[test]
fn a_workbook_of_200_sheets_is_refused_and_one_of_60_is_read() {
    let book = |sheets: usize| {
        let mut book = Workbook::new();
        for at in 0..sheets {
            let worksheet = book.add_worksheet();
            if at == sheets - 1 {
                sheet(worksheet, 0, &whole(&H1, rows(2)));
            }
        }
        book.save_to_buffer().unwrap()
    };
    assert!(refused(&book(200), "too_many_sheets").contains("200"));
    assert_eq!(read(&book(60)).unwrap().rows_read, 6);
}

#[test]
fn one_stray_cell_far_away_is_named() {
    for (row, column) in [(1_048_575, 16_383), (1_048_575, 0), (3, 16_383)] {
        let mut book = Workbook::new();
        let worksheet = book.add_worksheet().set_name("豪山村").unwrap();
        sheet(worksheet, 0, &whole(&H1, rows(2)));
        worksheet.write_string(row, column, "x").unwrap();
        let said = refused(&book.save_to_buffer().unwrap(), "far_cell");
        assert!(
            said.contains("豪山村")
                && said.contains(&(row + 1).to_string())
                && said.contains(&(column + 1).to_string()),
            "{said}"
        );
    }
    let mut cells: Vec<Vec<u8>> = H1
        .iter()
        .enumerate()
        .map(|(at, word)| text_cell(0, at as u16, word))
        .collect();
    cells.push(number_cell(65_535, 255, 1.0));
    let said = refused(&compound("Workbook", &biff(&[], &cells)), "far_cell");
    assert!(said.contains("65536") && said.contains("256"), "{said}");
    assert!(peak_mb() < 300, "{} MB", peak_mb());
}

#[test]
fn chains_that_run_in_circles_and_sizes_that_cannot_be_are_damage() {
    let cells: Vec<Vec<u8>> = H1
        .iter()
        .enumerate()
        .map(|(at, word)| text_cell(0, at as u16, word))
        .collect();
    let good = compound("Workbook", &biff(&[], &cells));
    refused(&good, "no_rows");
    // The directory's chain comes back to itself, and the stream's goes beyond the end.
    for (entry, value) in [(1_usize, 1_u32), (2, 9_999)] {
        let mut bad = good.clone();
        bad[512 + entry * 4..512 + entry * 4 + 4].copy_from_slice(&value.to_le_bytes());
        refused(&bad, "damaged_file");
    }
    for rows in [0xFFFF_FFFF_u32, 0x7FFF_FFFF] {
        let dimensions = record(
            0x0200,
            &[
                &0_u32.to_le_bytes()[..],
                &rows.to_le_bytes(),
                &[0, 0, 0xFF, 0xFF, 0, 0],
            ]
            .concat(),
        );
        refused(
            &compound("Workbook", &biff(&[], &[dimensions])),
            "damaged_file",
        );
    }
    let backwards = record(
        0x0200,
        &[
            &900_u32.to_le_bytes()[..],
            &3_u32.to_le_bytes(),
            &[0, 0, 5, 0, 0, 0],
        ]
        .concat(),
    );
    refused(
        &compound("Workbook", &biff(&[], &[backwards])),
        "damaged_file",
    );
    assert!(peak_mb() < 300, "{} MB", peak_mb());
}

#[test]
fn a_file_that_broke_off_is_damaged() {
    let roster = workbook(&whole(&H1, rows(20)));
    for part in [3, 2] {
        refused(&roster[..roster.len() / part], "damaged_file");
    }
    let xls = compound("Workbook", &biff(&[], &[text_cell(0, 0, "姓名")]));
    refused(&xls[..600], "damaged_file");
    let list = text(&whole(&H1, rows(2)), ',', "\n");
    refused(format!("{list}\"张三,1\n").as_bytes(), "open_quote");
    assert!(matches!(
        read(&list.as_bytes()[..list.len() - 200]).map(|roster| roster.rows_read),
        Ok(5 | 6)
    ));
}
