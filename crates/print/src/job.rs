//! The job as it comes in: what is wrong in it is named with its place, and what has no shape is taken out.

use paper::{Asked, PrintError, ROWS_MAX, TEXT_MAX};
use serde_json::Value;

/// Reads a job.
pub(crate) fn read(bytes: &[u8]) -> Result<Asked, PrintError> {
    if bytes.len() > TEXT_MAX {
        return Err(PrintError::TooLong {
            rows: 0,
            max: ROWS_MAX,
        });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let asked: Asked =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| PrintError::Malformed {
            place: error.path().to_string(),
            detail: error.inner().to_string(),
        })?;
    reader.end().map_err(|error| PrintError::Malformed {
        place: String::new(),
        detail: error.to_string(),
    })?;
    let rows = asked.paper.form.rows();
    if rows > ROWS_MAX {
        return Err(PrintError::TooLong {
            rows,
            max: ROWS_MAX,
        });
    }
    Ok(asked)
}

/// The paper as the forms read it.
pub(crate) fn data(asked: &Asked) -> Result<Vec<u8>, PrintError> {
    let wrong = |error: serde_json::Error| PrintError::Malformed {
        place: "paper".to_owned(),
        detail: error.to_string(),
    };
    let mut value = serde_json::to_value(&asked.paper).map_err(wrong)?;
    shape(&mut value);
    serde_json::to_vec(&value).map_err(wrong)
}

/// Letters in a row that no column is too narrow for; an identity number has at most 22.
const UNBROKEN: usize = 24;

/// An address or a key has no place to break: it is given some, or it would run over its neighbours.
fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_ascii_graphic() { run + 1 } else { 0 };
        broken.push(c);
        if run >= UNBROKEN {
            broken.push('\u{200b}');
            run = UNBROKEN / 2;
        }
    }
    broken
}

/// Takes out of every text what has no shape on paper and would be a missing glyph: a direction mark, a joiner, the
/// choice of an emoji's colour, a control character.
fn shape(value: &mut Value) {
    match value {
        Value::String(text) => {
            if text.contains(is_shapeless) || text.contains(['\t', '\u{2028}', '\u{2029}']) {
                *text = text
                    .chars()
                    .filter(|c| !is_shapeless(*c))
                    .map(|c| match c {
                        '\t' => ' ',
                        '\u{2028}' | '\u{2029}' => '\n',
                        other => other,
                    })
                    .collect();
            }
            if text.len() > UNBROKEN {
                *text = breakable(text);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(shape),
        Value::Object(fields) => fields.values_mut().for_each(shape),
        _ => {}
    }
}

fn is_shapeless(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_shape_is_taken_out_and_nothing_else() {
        let mut value = serde_json::json!({"a": ["走\u{200b}访\t记\u{fe0f}录\r\n第二行", "𬱖"]});
        shape(&mut value);
        assert_eq!(value, serde_json::json!({"a": ["走访 记录\n第二行", "𬱖"]}));
    }

    #[test]
    fn only_what_is_longer_than_any_number_may_break_within() {
        let number = "9943311957072588522233";
        assert_eq!(breakable(number), number);
        let address = format!("看 http://{}", "a".repeat(60));
        let broken = breakable(&address);
        assert!(broken.contains('\u{200b}'));
        assert_eq!(broken.replace('\u{200b}', ""), address);
    }
}
