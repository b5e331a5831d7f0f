//! Why a command did not do what it was asked, and from which errors that comes.

use std::{fmt::Write as _, io};

use api::{ApiError, Code};
use serde_json::{Value, json};
use store::StoreError;
use sync::{ProtocolError, SyncError};

use crate::{Exit, Lang, program::Explain, words::plain};

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Failure {
    /// Where the program ends.
    pub exit: Exit,
    /// Its word, stable.
    pub code: String,
    /// What happened.
    pub detail: String,
    /// The way out; empty for none.
    pub hint: String,
    /// Further members of the JSON line.
    pub more: Option<Box<(&'static str, Value)>>,
}

impl Failure {
    /// Without a hint.
    pub fn new(exit: Exit, code: &str, detail: impl Into<String>) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            detail: detail.into(),
            hint: String::new(),
            more: None,
        }
    }

    /// The way out.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// A further member of the JSON line.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.more = Some(Box::new((name, value)));
        self
    }

    pub(crate) fn json(&self) -> Value {
        let mut json = json!({"code": self.code, "detail": self.detail, "hint": self.hint});
        if let Some((name, value)) = self.more.as_deref() {
            json[*name] = value.clone();
        }
        json
    }

    /// As a sentence for people. `explain` has a failure's code in Chinese.
    pub(crate) fn sentence(&self, lang: Lang, explain: Explain) -> String {
        let failure = self;
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
            StoreError::Violations(_)
            | StoreError::ProfileExists(_)
            | StoreError::AnotherPerson(_)
            | StoreError::TooLarge(_) => (Exit::Refused, ""),
            StoreError::Unsent(_) => (Exit::Refused, "zhucun sync"),
            StoreError::NoRoom { .. } => (Exit::Failed, "choose a disk with more room"),
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
            Code::Violations
            | Code::NotFound
            | Code::NothingToUndo
            | Code::BuiltUpon
            | Code::HasMembers
            | Code::TooLarge => Exit::Refused,
            Code::PhotoUnreadable
            | Code::PhotoEmpty
            | Code::PhotoNotAPicture
            | Code::PhotoHeic
            | Code::PhotoDrawing
            | Code::PhotoBroken
            | Code::PhotoTooLarge
            | Code::PhotoTooManyPixels => Exit::Refused,
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

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(Exit::Failed, "failed", format!("{error:#}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_says_no_lists_what_it_says() {
        let failure = Failure::from(ApiError::violation("visited_on", "in_the_future"));
        assert_eq!(failure.exit, Exit::Refused);
        assert_eq!(failure.json()["violations"][0]["field"], "visited_on");
        let explain = |_: &str| Some("不合规则，没有改动");
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
            assert_eq!(failure.sentence(lang, explain), said);
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
