//! Text files: every encoding, separator, quote and line end that offices make.

use encoding_rs::GB18030;

use crate::{
    assert_people, assert_whole,
    files::{strings, text, whole},
    people::{H1, rows},
    read,
};

fn gb(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = GB18030.encode(text);
    assert!(!lost);
    bytes.into_owned()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let marked = if mark {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    marked
        .encode_utf16()
        .flat_map(|unit| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

#[test]
fn the_same_list_in_every_encoding_is_the_same_list() {
    let all = whole(&H1, rows(5));
    for separator in [',', '\t', ';'] {
        for end in ["\r\n", "\n", "\r"] {
            let text = text(&all, separator, end);
            for bytes in [
                text.as_bytes().to_vec(),
                format!("\u{feff}{text}").into_bytes(),
                gb(&text),
                utf16(&text, true, true),
                utf16(&text, false, true),
                utf16(&text, true, false),
            ] {
                let roster = read(&bytes).unwrap();
                assert_whole(&roster, 5);
                assert_eq!(
                    (roster.sheets[0].name.as_str(), roster.sheets[0].header_row),
                    ("csv", 3)
                );
            }
        }
    }
}

#[test]
fn rare_characters_survive_in_every_encoding() {
    let names = ["吕𬱖", "王㛃民", "何䶮", "刘㵘", "尉迟𠅤", "买买提·吐尔逊"];
    let mut all = whole(&H1, rows(2));
    for (row, name) in all[3..].iter_mut().zip(names) {
        row[7] = name.to_owned();
    }
    let text = text(&all, ',', "\r\n");
    for bytes in [
        gb(&text),
        text.as_bytes().to_vec(),
        utf16(&text, true, true),
    ] {
        let roster = read(&bytes).unwrap();
        assert_eq!(
            roster
                .members()
                .map(|member| member.fields["name"].as_str())
                .collect::<Vec<_>>(),
            names
        );
        assert!(roster.doubts.is_empty() && roster.repaired.is_empty());
    }
}

#[test]
fn line_breaks_and_quotes_inside_fields_start_no_row() {
    let mut header = H1;
    header[10] = "与户主\n关系";
    let mut header = strings(&header);
    header.push("备注".to_owned());
    let mut all = whole(&[], rows(3));
    all[2] = header;
    for (at, row) in all[3..].iter_mut().enumerate() {
        row.push(["", "外出，\n\"过年\"回来", "说\"漏雨\""][at % 3].to_owned());
    }
    all[4][8] = format!("=\"{}\"", all[4][8]);
    let roster = read(&gb(&text(&all, ',', "\r\n"))).unwrap();
    assert_people(&roster, 3);
    assert!(roster.doubts.is_empty(), "{:#?}", roster.doubts);
    assert_eq!(
        roster
            .repaired
            .iter()
            .map(|repair| (repair.row, repair.column.as_str(), repair.why))
            .collect::<Vec<_>>(),
        [(5, "证件号码", "wrapper")]
    );
    assert_eq!(
        roster
            .members()
            .map(|member| member.row)
            .collect::<Vec<_>>(),
        (4..=12).collect::<Vec<_>>()
    );
    assert_eq!(
        roster.households[0].fields["note"],
        "外出，\n\"过年\"回来；说\"漏雨\""
    );
}

#[test]
fn two_encodings_in_one_file_are_refused_wherever_they_meet() {
    let lines: Vec<String> = text(&whole(&H1, rows(4)), ',', "\n")
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    for odd in [3, 8, 14] {
        for most_gb in [true, false] {
            let bytes: Vec<u8> = lines
                .iter()
                .enumerate()
                .flat_map(|(at, line)| {
                    if (at == odd) == most_gb {
                        line.clone().into_bytes()
                    } else {
                        gb(line)
                    }
                })
                .collect();
            let error = read(&bytes).unwrap_err();
            assert_eq!(error.code(), "mixed_encoding");
            assert!(
                error.to_string().contains(&format!("line is {}", odd + 1)),
                "{error}"
            );
        }
    }
}
