//! Secrets never come as plain arguments: from a file, from stdin, from a variable for tests, else from the terminal.

use std::{
    fs,
    io::{IsTerminal, Read},
    path::Path,
};

use super::Run;
use crate::{
    outcome::{Exit, Failure},
    secret,
};

/// A password, and whether it was made here and must be shown.
pub(super) struct Password {
    pub(super) text: String,
    pub(super) made: bool,
}

/// The password for a new account.
pub(super) fn new_password(run: &Run, file: Option<&Path>) -> Result<Password, Failure> {
    let given = |text: String| Password {
        text: text.trim_end_matches(['\r', '\n']).to_owned(),
        made: false,
    };
    if let Some(path) = file {
        let mut text = String::new();
        if path == Path::new("-") {
            std::io::stdin().read_to_string(&mut text)?;
        } else {
            text = fs::read_to_string(path).map_err(|error| {
                Failure::new(
                    Exit::Failed,
                    "failed",
                    format!("{}: {error}", path.display()),
                    "",
                )
            })?;
        }
        return Ok(given(text));
    }
    if let Ok(text) = std::env::var("ZHUCUN_PASSWORD") {
        return Ok(given(text));
    }
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        let lang = run.style.lang;
        let first = rpassword::prompt_password(lang.pick("新密码：", "New password: "))?;
        let second = rpassword::prompt_password(lang.pick("再输入一次：", "Once more: "))?;
        if first != second {
            return Err(Failure::new(
                Exit::Refused,
                "passwords_differ",
                "The two passwords differ",
                "",
            ));
        }
        return Ok(given(first));
    }
    Ok(Password {
        text: secret::password(&*run.env),
        made: true,
    })
}
