//! Text of unknown encoding becomes text, or is refused when two encodings are mixed.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::SheetError;

/// Decodes a text file: UTF-8 with or without a mark, UTF-16 either way round, GBK and GB18030.
pub(super) fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(SheetError::MixedEncoding {
                line: line_at(rest, error.valid_up_to()),
            }),
        };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, true);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, false);
    }
    let bytes = bytes.strip_prefix(b"\x84\x31\x95\x33").unwrap_or(bytes);
    if let Some(little) = bare_utf16(bytes) {
        return utf16(bytes, little);
    }
    if bytes.contains(&0) {
        return Err(SheetError::NotAWorkbook {
            found: "binary data",
        });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    if let Some(line) = mixed(bytes) {
        return Err(SheetError::MixedEncoding { line });
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(SheetError::MixedEncoding {
            line: first_bad_line(bytes),
        }),
    }
}

fn utf16(bytes: &[u8], little: bool) -> Result<String, SheetError> {
    let encoding = if little { UTF_16LE } else { UTF_16BE };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(SheetError::MixedEncoding { line: 1 }),
    }
}

/// UTF-16 without a mark: separators and digits leave a zero in every second byte, always on the same side.
fn bare_utf16(bytes: &[u8]) -> Option<bool> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| {
        head.iter()
            .skip(side)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 16;
    // A Chinese character may have a zero on the other side too, 一 is 4E 00, but few do.
    if odd > enough && odd > even * 8 {
        Some(true)
    } else if even > enough && even > odd * 8 {
        Some(false)
    } else {
        None
    }
}

/// The first line in the rarer encoding if some fields are UTF-8 and others GB18030.
///
/// A field counts as UTF-8 only if it is nothing but common Chinese in UTF-8 and long enough that no GBK word
/// looks so by chance; as GB18030 only if it is not UTF-8 at all. Separators are never part of a character.
fn mixed(bytes: &[u8]) -> Option<usize> {
    let (mut utf8, mut gb) = (None, None);
    let (mut utf8_count, mut gb_count) = (0_usize, 0_usize);
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        for field in line.split(|byte| matches!(byte, b',' | b'\t' | b'"' | b'\r' | b' ')) {
            if field.is_ascii() {
                continue;
            }
            let Ok(text) = std::str::from_utf8(field) else {
                gb_count += 1;
                gb.get_or_insert(at + 1);
                continue;
            };
            let wide: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
            let only_utf8 = GB18030
                .decode_without_bom_handling_and_without_replacement(field)
                .is_none();
            if wide.iter().all(|c| is_common_chinese(*c)) && (wide.len() >= 4 || only_utf8) {
                utf8_count += 1;
                utf8.get_or_insert(at + 1);
            }
        }
    }
    let (utf8, gb) = (utf8?, gb?);
    Some(if utf8_count < gb_count { utf8 } else { gb })
}

fn is_common_chinese(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes[..at].split(|byte| *byte == b'\n').count()
}

fn first_bad_line(bytes: &[u8]) -> usize {
    bytes
        .split(|byte| *byte == b'\n')
        .position(|line| {
            GB18030
                .decode_without_bom_handling_and_without_replacement(line)
                .is_none()
        })
        .map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "姓名,与户主关系,行政村\n张三,户主,豪山村\n李四,配偶,豪山村\n";

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
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
    fn every_encoding_of_offices_gives_the_same_text() {
        let with = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            with(b"\xEF\xBB\xBF", TEXT.as_bytes().to_vec()),
            gbk(TEXT),
            with(b"\x84\x31\x95\x33", gbk(TEXT)),
            with(b"\xFF\xFE", utf16(TEXT, true)),
            with(b"\xFE\xFF", utf16(TEXT, false)),
            utf16(TEXT, true),
            utf16(TEXT, false),
        ] {
            assert_eq!(decode(&bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_refused_with_the_line() {
        let halves = [TEXT.as_bytes(), &gbk("王五,之子,豪山村\n")].concat();
        let field = [
            &gbk("姓名,行政村\n张三,豪山村\n李四,")[..],
            "彭梓城村".as_bytes(),
            b"\n",
        ]
        .concat();
        let marked = [
            b"\xEF\xBB\xBF".as_slice(),
            TEXT.as_bytes(),
            &gbk("王五,之子,豪山村\n"),
        ]
        .concat();
        for (bytes, expected) in [(halves, 4), (field, 3), (marked, 4)] {
            match decode(&bytes) {
                Err(SheetError::MixedEncoding { line }) => assert_eq!(line, expected),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn four_byte_characters_of_gb18030_are_read() {
        let text = "姓名\n吕𬱖\n王㛃民\n何䶮\n刘㵘\n";
        assert_eq!(decode(&gbk(text)).unwrap(), text);
    }

    #[test]
    fn a_broken_end_is_no_text() {
        assert!(decode(&[&gbk(TEXT)[..], b"\xFF\xFF\xFF"].concat()).is_err());
        assert!(decode(b"\x00\x01\x02\x03\x00\x00\x07\xFE\x00\x00").is_err());
    }
}
