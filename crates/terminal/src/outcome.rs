//! How a command ends: a result on stdout, or one failure on stderr, and an exit code that stays stable (`cli.md`).

use serde_json::{Value, json};

use crate::words::{lines, table};

/// Exit codes of both command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// As asked.
    Done = 0,
    /// File, disk, unexpected.
    Failed = 1,
    /// The line itself is wrong.
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
pub struct Report {
    /// For programs.
    pub json: Value,
    /// The same for people.
    pub text: String,
    /// How it ended.
    pub exit: Exit,
}

impl Report {
    /// An object, shown to people as lines of `name: value`.
    pub fn object(json: Value) -> Self {
        Self {
            text: lines(&json, 0),
            json,
            exit: Exit::Done,
        }
    }

    /// Part of a list, shown to people as a table of `columns`.
    pub fn rows(rows: Vec<Value>, next: Value, columns: &[&str]) -> Self {
        Self {
            text: table(&rows, columns),
            json: json!({"rows": rows, "next": next}),
            exit: Exit::Done,
        }
    }

    /// Words alone, which are no JSON: a completion script; empty for what was said meanwhile.
    pub fn text(text: String) -> Self {
        Self {
            json: Value::Null,
            text,
            exit: Exit::Done,
        }
    }

    /// Ends otherwise than with [`Exit::Done`].
    #[must_use]
    pub fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}
