//! How a command ends: a result on stdout, or one failure on stderr, and an exit code that stays stable (`cli.md`).

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::{Value, json};

use crate::{
    accounts::AccountError,
    data::DataError,
    db::DbError,
    http::TlsError,
    locale::{Lang, explain},
};

/// Exit codes of both command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// File, disk, unexpected.
    Failed = 1,
    Usage = 2,
    /// By a rule; nothing changed.
    Refused = 3,
    NotPermitted = 4,
    /// The other side cannot be reached or is busy: nothing lost, try again.
    Unreachable = 5,
    /// Done, but something needs a person.
    NeedsPerson = 6,
}

/// What a command found or did.
#[derive(Debug)]
pub struct Report {
    pub json: Value,
    /// The same for people.
    pub text: String,
    pub exit: Exit,
}

impl Report {
    /// An object, shown to people as lines of `name: value`.
    pub fn object(json: Value) -> Self {
        Self {
            text: lines(&json),
            json,
            exit: Exit::Done,
        }
    }

    /// A whole list, shown to people as a table of `columns`.
    pub fn rows(rows: &[Value], columns: &[&str]) -> Self {
        Self {
            text: table(rows, columns),
            json: json!({"rows": rows, "next": null}),
            exit: Exit::Done,
        }
    }

    #[must_use]
    pub fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Failure {
    pub exit: Exit,
    pub code: String,
    pub detail: String,
    pub hint: String,
}

impl Failure {
    pub fn new(exit: Exit, code: &str, detail: impl Into<String>, hint: &str) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            detail: detail.into(),
            hint: hint.to_owned(),
        }
    }

    /// Something that was not foreseen.
    pub fn unexpected(error: &anyhow::Error) -> Self {
        Self::new(Exit::Failed, "failed", format!("{error:#}"), "")
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::unexpected(&error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failed, "failed", error.to_string(), "")
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        let (code, hint) = match &error {
            DbError::Newer { .. } => ("newer_file", "Install the newer program"),
            DbError::Missing(_) => ("not_initialised", "Run: zhucun-server init --county CODE"),
            DbError::Sqlite(_) => ("failed", ""),
        };
        Self::new(Exit::Failed, code, chain(&error), hint)
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Self {
        let (exit, code, hint) = match &error {
            DataError::NotInitialised { .. } => (
                Exit::Refused,
                "not_initialised",
                "Run: zhucun-server init --county CODE",
            ),
            DataError::AlreadyInitialised { .. } => (
                Exit::Refused,
                "already_initialised",
                "Choose another --data folder",
            ),
            DataError::InUse { .. } => (Exit::Unreachable, "in_use", "Stop the other server first"),
            DataError::Damaged { .. } => {
                (Exit::Failed, "damaged", "Restore the file from a backup")
            }
            DataError::Io { .. } => (
                Exit::Failed,
                "failed",
                "Check the folder's permissions and free space",
            ),
        };
        Self::new(exit, code, chain(&error), hint)
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        let hint = match &error {
            AccountError::UnknownRole(_) => domain::access::ROLES.join(" "),
            AccountError::UnknownArea(_) => {
                "A division code of this county, of 6, 9 or 12 digits".to_owned()
            }
            AccountError::Db(_) | AccountError::Password(_) => {
                return Self::new(Exit::Failed, "failed", chain(&error), "");
            }
            _ => String::new(),
        };
        Self::new(Exit::Refused, error.code(), error.to_string(), &hint)
    }
}

impl From<TlsError> for Failure {
    fn from(error: TlsError) -> Self {
        Self::new(
            Exit::Failed,
            "certificate",
            chain(&error),
            "Both files must be PEM, and belong together",
        )
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let _ = write!(text, ": {inner}");
        source = inner.source();
    }
    text
}

/// How results are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub json: bool,
    pub lang: Lang,
}

/// Writes the outcome where it belongs and gives the exit code.
pub fn tell(outcome: Result<Report, Failure>, style: Style) -> u8 {
    match outcome {
        Ok(report) => {
            let text = if style.json {
                format!("{}\n", report.json)
            } else {
                report.text
            };
            match io::stdout().lock().write_all(text.as_bytes()) {
                Ok(()) => report.exit as u8,
                Err(_) => Exit::Failed as u8,
            }
        }
        Err(failure) => {
            let text = if style.json {
                json!({"code": failure.code, "detail": failure.detail, "hint": failure.hint})
                    .to_string()
            } else {
                sentence(&failure, style.lang)
            };
            // Nobody reads stderr: the exit code still says it.
            let _ = writeln!(io::stderr(), "{text}");
            failure.exit as u8
        }
    }
}

fn sentence(failure: &Failure, lang: Lang) -> String {
    let mut text = match (lang, explain(&failure.code)) {
        (Lang::Zh, Some(chinese)) => format!("错误：{chinese}（{}）", failure.detail),
        (Lang::Zh, None) => format!("错误：{}", failure.detail),
        (Lang::En, _) => format!("error: {}", failure.detail),
    };
    if !failure.hint.is_empty() {
        let _ = write!(text, "\n{} {}", lang.pick("提示：", "hint:"), failure.hint);
    }
    text
}

/// A moment as the command lines write it: RFC 3339 at UTC+8.
pub fn moment(ms: i64) -> String {
    let offset = chrono::FixedOffset::east_opt(8 * 3600);
    match (chrono::DateTime::from_timestamp_millis(ms), offset) {
        (Some(utc), Some(offset)) => utc
            .with_timezone(&offset)
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        _ => String::new(),
    }
}

fn lines(json: &Value) -> String {
    let mut text = String::new();
    if let Value::Object(fields) = json {
        for (name, value) in fields {
            let _ = writeln!(text, "{name}: {}", plain(value));
        }
    }
    text
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\n  "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(" · "),
        other => other.to_string(),
    }
}

/// Columns padded by width on a terminal, where a Han character takes two cells.
fn table(rows: &[Value], columns: &[&str]) -> String {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| columns.iter().map(|column| plain(&row[*column])).collect())
        .collect();
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            cells
                .iter()
                .map(|row| width(&row[index]))
                .chain([width(column)])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let header: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    let mut text = String::new();
    for row in std::iter::once(&header).chain(&cells) {
        let mut line = String::new();
        for (cell, width_max) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell}{}", " ".repeat(width_max - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

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

#[cfg(test)]
mod tests {
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
        assert_eq!(moment(1_538_300_000_000), "2018-09-30T17:33:20+08:00");
    }

    #[test]
    fn a_failure_is_said_in_both_languages() {
        let failure = Failure::from(DataError::NotInitialised { path: "x".into() });
        assert!(sentence(&failure, Lang::Zh).starts_with("错误："));
        assert!(
            sentence(&failure, Lang::En).starts_with("error: x holds no county yet\nhint: Run")
        );
    }
}
