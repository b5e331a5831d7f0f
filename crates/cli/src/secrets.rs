//! The passphrase never comes as a plain argument: from a file, from stdin, from a variable for tests, else from the
//! terminal.

use std::{
    io::{IsTerminal, Read},
    path::Path,
};

use crate::{
    commands::Run,
    outcome::{Exit, Failure},
};

/// Of an existing profile.
pub(crate) fn passphrase(run: &Run) -> Result<String, Failure> {
    match given(run)? {
        Some(text) => Ok(text),
        None => Ok(rpassword::prompt_password(
            run.style.lang.pick("口令：", "Passphrase: "),
        )?),
    }
}

/// Of a new profile: typed twice, and long enough.
pub(crate) fn new_passphrase(run: &Run) -> Result<String, Failure> {
    const LEAST: usize = 8;
    let lang = run.style.lang;
    let text = if let Some(text) = given(run)? {
        text
    } else {
        let first = rpassword::prompt_password(lang.pick("设口令：", "New passphrase: "))?;
        if first != rpassword::prompt_password(lang.pick("再输入一次：", "Once more: "))? {
            return Err(Failure::new(
                Exit::Refused,
                "passphrases_differ",
                "the two passphrases differ",
            ));
        }
        first
    };
    if text.chars().count() < LEAST {
        return Err(Failure::new(
            Exit::Refused,
            "passphrase_too_short",
            "a passphrase has 8 characters or more",
        ));
    }
    Ok(text)
}

fn given(run: &Run) -> Result<Option<String>, Failure> {
    let text = match &run.passphrase_file {
        Some(path) if path == Path::new("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        Some(path) => std::fs::read_to_string(path).map_err(|error| {
            Failure::new(
                Exit::Failed,
                "failed",
                format!("{}: {error}", path.display()),
            )
        })?,
        None => match std::env::var("ZHUCUN_PASSPHRASE") {
            Ok(text) => text,
            Err(_) if std::io::stdin().is_terminal() => return Ok(None),
            Err(_) => {
                let detail = "no passphrase is given, and there is no terminal to ask on";
                return Err(
                    Failure::new(Exit::Usage, "usage", detail).hint("--passphrase-file FILE")
                );
            }
        },
    };
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}
