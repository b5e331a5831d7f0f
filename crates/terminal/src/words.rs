//! JSON as people read it on a terminal.

use std::fmt::Write as _;

use serde_json::Value;

/// A value as people read it in one line.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.replace('\n', " "),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(" · "),
        other => other.to_string(),
    }
}

/// An object, a line for each of its fields.
pub(crate) fn lines(value: &Value, depth: usize) -> String {
    let Value::Object(fields) = value else {
        return format!("{}\n", plain(value));
    };
    let mut text = String::new();
    for (name, value) in fields {
        _ = match value {
            Value::Object(inner) if depth < 2 && !inner.is_empty() => {
                write!(
                    text,
                    "{:indent$}{name}:\n{}",
                    "",
                    lines(value, depth + 1),
                    indent = depth * 2
                )
            }
            Value::Array(items) if depth < 2 && items.iter().any(Value::is_object) => {
                let rows: Vec<String> = items
                    .iter()
                    .map(|item| format!("{:indent$}{}\n", "", plain(item), indent = depth * 2 + 2))
                    .collect();
                write!(
                    text,
                    "{:indent$}{name}:\n{}",
                    "",
                    rows.concat(),
                    indent = depth * 2
                )
            }
            _ => writeln!(
                text,
                "{:indent$}{name}: {}",
                "",
                plain(value),
                indent = depth * 2
            ),
        };
    }
    text
}

/// Rows as a table of `columns`.
pub(crate) fn table(rows: &[Value], columns: &[&str]) -> String {
    let cells: Vec<Vec<String>> =
        std::iter::once(columns.iter().map(|name| (*name).to_owned()).collect())
            .chain(
                rows.iter()
                    .map(|row| columns.iter().map(|name| plain(&row[*name])).collect()),
            )
            .collect();
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| {
            cells
                .iter()
                .map(|row| width(&row[at]))
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for row in cells {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            _ = write!(line, "{cell}{}", " ".repeat(wide + 2 - width(cell)));
        }
        _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Han characters take two columns of a terminal.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..).contains(&c) && c != '–' {
                2
            } else {
                1
            }
        })
        .sum()
}

/// A moment as the command lines write it: RFC 3339 at UTC+8, which is the county's clock.
pub fn moment(ms: Option<i64>) -> Value {
    let eight = chrono::FixedOffset::east_opt(8 * 3600);
    ms.and_then(chrono::DateTime::from_timestamp_millis)
        .zip(eight)
        .map_or(Value::Null, |(at, eight)| {
            let at = at.with_timezone(&eight);
            at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
                .into()
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_lines_up_under_han_characters() {
        let rows = vec![
            json!({"name": "张三", "role": "member"}),
            json!({"name": "li", "role": null}),
        ];
        assert_eq!(
            table(&rows, &["name", "role"]),
            "name  role\n张三  member\nli    –\n"
        );
    }

    #[test]
    fn a_moment_is_written_as_the_county_reads_its_clock() {
        assert_eq!(moment(Some(1_538_300_000_000)), "2018-09-30T17:33:20+08:00");
        assert_eq!(moment(None), Value::Null);
    }
}
