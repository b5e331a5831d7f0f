//! Passwords of accounts: given, typed, or made here.

use std::{io::IsTerminal, path::Path};

use terminal::{Exit, Failure, given, typed_twice};

use super::Run;
use crate::secret;

/// A password, and whether it was made here and must be shown.
pub(super) struct Password {
    pub(super) text: String,
    pub(super) made: bool,
}

/// The password for a new account.
pub(super) fn new_password(run: &Run, file: Option<&Path>) -> Result<Password, Failure> {
    let (text, made) = if let Some(text) = given(file, "ZHUCUN_PASSWORD")? {
        (text, false)
    } else if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        let lang = run.style.lang;
        let first = lang.pick("新密码：", "New password: ");
        let text =
            typed_twice(first, lang.pick("再输入一次：", "Once more: "))?.ok_or_else(|| {
                Failure::new(
                    Exit::Refused,
                    "passwords_differ",
                    "The two passwords differ",
                )
            })?;
        (text, false)
    } else {
        (secret::password(&*run.env), true)
    };
    Ok(Password { text, made })
}
