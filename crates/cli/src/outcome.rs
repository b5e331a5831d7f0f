//! How a command ends: a result on stdout, or one failure on stderr, and an exit code that stays stable (`cli.md`).

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use api::{ApiError, Code};
use serde_json::{Value, json};
use store::StoreError;
use sync::{ProtocolError, SyncError};

use crate::locale::{Lang, explain};

/// Exit codes of both command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    /// File, disk, unexpected.
    Failed = 1,
    Usage = 2,
    /// By a rule; nothing changed.
    Refused = 3,
    /// Or a wrong passphrase.
    NotPermitted = 4,
    /// The other side cannot be reached or is busy: nothing lost, try again.
    Unreachable = 5,
    /// Done, but something needs a person.
    NeedsPerson = 6,
}

/// What a command found or did.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) json: Value,
    pub(crate) text: String,
    pub(crate) exit: Exit,
}

impl Report {
    /// An object, shown to people as lines of `name: value`.
    pub(crate) fn object(json: Value) -> Self {
        Self {
            text: lines(&json, 0),
            json,
            exit: Exit::Done,
        }
    }

    /// Part of a list, shown to people as a table of `columns`.
    pub(crate) fn rows(rows: Vec<Value>, next: Value, columns: &[&str]) -> Self {
        Self {
            text: table(&rows, columns),
            json: json!({"rows": rows, "next": next}),
            exit: Exit::Done,
        }
    }

    pub(crate) fn text(text: String) -> Self {
        Self {
            json: Value::Null,
            text,
            exit: Exit::Done,
        }
    }

    #[must_use]
    pub(crate) fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) code: String,
    pub(crate) detail: String,
    pub(crate) hint: String,
    /// Further members of the JSON line.
    pub(crate) more: Option<Box<(&'static str, Value)>>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, code: &str, detail: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            detail: detail.into(),
            hint: String::new(),
            more: None,
        }
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.more = Some(Box::new((name, value)));
        self
    }

    fn json(&self) -> Value {
        let mut json = json!({"code": self.code, "detail": self.detail, "hint": self.hint});
        if let Some((name, value)) = self.more.as_deref() {
            json[*name] = value.clone();
        }
        json
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failed, "failed", error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (exit, hint) = match &error {
            StoreError::WrongPassphrase | StoreError::TooManyAttempts(_) => {
                (Exit::NotPermitted, "")
            }
            StoreError::Violations(_) | StoreError::ProfileExists(_) | StoreError::TooLarge(_) => {
                (Exit::Refused, "")
            }
            StoreError::InUse => (Exit::Failed, "close the other program first"),
            StoreError::NoProfile(_) => (Exit::Failed, "zhucun enrol --server URL --code CODE"),
            StoreError::DiskFull => (
                Exit::Failed,
                "free some space; nothing in the file is damaged",
            ),
            StoreError::Newer { .. } => (Exit::Failed, "install the newer program"),
            StoreError::Damaged(_) => (
                Exit::Failed,
                "restore a backup into another folder; leave this one as it is",
            ),
            _ => (Exit::Failed, ""),
        };
        Self::new(exit, error.code(), error.to_string()).hint(hint)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        let exit = match error.code {
            Code::Violations | Code::NotFound | Code::NothingToUndo | Code::TooLarge => {
                Exit::Refused
            }
            Code::PhotoNotAPicture | Code::PhotoBroken | Code::PhotoTooLarge => Exit::Refused,
            Code::NotPermitted | Code::WrongPassphrase => Exit::NotPermitted,
            Code::Malformed => Exit::Usage,
            _ => Exit::Failed,
        };
        let failure = Self::new(exit, error.code.word(), error.detail);
        if error.violations.is_empty() {
            return failure;
        }
        failure.with("violations", json!(error.violations))
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        let detail = error.to_string();
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::Protocol(error) => error.into(),
            SyncError::Stopped => Self::new(Exit::Unreachable, "stopped", detail),
            SyncError::NoProgress => Self::new(Exit::Unreachable, "no_progress", detail),
        }
    }
}

impl From<ProtocolError> for Failure {
    fn from(error: ProtocolError) -> Self {
        let detail = error.to_string();
        let (exit, code) = match &error {
            ProtocolError::Cut(_) => (Exit::Unreachable, "cut"),
            ProtocolError::RetryLater(_) => (Exit::Unreachable, "retry_later"),
            ProtocolError::PositionUnknown => (Exit::Unreachable, "restored"),
            ProtocolError::Revoked => (Exit::NotPermitted, "device_revoked"),
            ProtocolError::UpgradeNeeded => (Exit::Failed, "upgrade_needed"),
            ProtocolError::BadSignature => (Exit::Failed, "bad_signature"),
            ProtocolError::Malformed(_) => (Exit::Failed, "malformed_answer"),
            ProtocolError::Refused { code, .. } => (Exit::NotPermitted, code.as_str()),
        };
        let hint = if exit == Exit::Unreachable {
            "nothing is lost: try again"
        } else {
            ""
        };
        Self::new(exit, code, detail).hint(hint)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new(Exit::Failed, "failed", error.to_string())
    }
}

/// How results are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) json: bool,
    pub(crate) lang: Lang,
}

/// Writes the outcome where it belongs and gives the exit code.
pub(crate) fn tell(outcome: Result<Report, Failure>, style: Style) -> u8 {
    match outcome {
        Ok(report) => {
            let text = if style.json && !report.json.is_null() {
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
                failure.json().to_string()
            } else {
                sentence(&failure, style.lang)
            };
            _ = writeln!(io::stderr().lock(), "{text}");
            failure.exit as u8
        }
    }
}

fn sentence(failure: &Failure, lang: Lang) -> String {
    let violations = match failure.more.as_deref() {
        Some(("violations", Value::Array(items))) => Some(items),
        _ => None,
    };
    let mut text = match (lang, explain(&failure.code)) {
        // The lines below say it field by field.
        (Lang::Zh, Some(known)) if violations.is_some() => format!("错误：{known}"),
        (Lang::En, _) if violations.is_some() => {
            "error: refused by a rule, nothing changed".to_owned()
        }
        (Lang::Zh, Some(known)) => format!("错误：{known}（{}）", failure.detail),
        (Lang::Zh, None) => format!("错误：{}（{}）", failure.code, failure.detail),
        (Lang::En, _) => format!("error: {}", failure.detail),
    };
    if !failure.hint.is_empty() {
        _ = write!(text, "\n{}: {}", lang.pick("提示", "hint"), failure.hint);
    }
    if let Some(items) = violations {
        for item in items {
            _ = write!(
                text,
                "\n  {}",
                lang.violation(&item["field"], &item["code"])
            );
        }
    } else if let Some((_, Value::Array(items))) = failure.more.as_deref() {
        for item in items {
            _ = write!(text, "\n  {}", plain(item));
        }
    }
    text
}

/// A value as people read it in one line.
fn plain(value: &Value) -> String {
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

fn lines(value: &Value, depth: usize) -> String {
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

fn table(rows: &[Value], columns: &[&str]) -> String {
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

/// A moment as the county reads its clock.
pub(crate) fn moment(ms: Option<i64>) -> Value {
    let eight = chrono::FixedOffset::east_opt(8 * 3600);
    ms.and_then(chrono::DateTime::from_timestamp_millis)
        .zip(eight)
        .map_or(Value::Null, |(at, eight)| {
            at.with_timezone(&eight).to_rfc3339().into()
        })
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
        assert_eq!(moment(Some(1_538_300_000_000)), "2018-09-30T17:33:20+08:00");
        assert_eq!(moment(None), Value::Null);
    }

    #[test]
    fn a_rule_that_says_no_lists_what_it_says() {
        let failure = Failure::from(ApiError::violation("visited_on", "in_the_future"));
        assert_eq!(failure.exit, Exit::Refused);
        assert_eq!(failure.json()["violations"][0]["field"], "visited_on");
        for (lang, said) in [
            (
                Lang::Zh,
                "错误：不合规则，没有改动\n  走访日期（visited_on）：不能晚于今天",
            ),
            (
                Lang::En,
                "error: refused by a rule, nothing changed\n  Date of visit (visited_on): not after today",
            ),
        ] {
            assert_eq!(sentence(&failure, lang), said);
        }
    }

    #[test]
    fn a_cut_line_is_something_to_try_again_and_a_wrong_passphrase_is_not() {
        assert_eq!(
            Failure::from(ProtocolError::Cut("x".to_owned())).exit,
            Exit::Unreachable
        );
        assert_eq!(
            Failure::from(StoreError::WrongPassphrase).exit,
            Exit::NotPermitted
        );
    }
}
