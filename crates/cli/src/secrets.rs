//! The profile's passphrase: given, or typed on the terminal.

use std::io::IsTerminal;

use terminal::{Exit, Failure, typed_twice};

use crate::commands::Run;

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
        let first = lang.pick("设口令：", "New passphrase: ");
        typed_twice(first, lang.pick("再输入一次：", "Once more: "))?.ok_or_else(|| {
            let detail = "the two passphrases differ";
            Failure::new(Exit::Refused, "passphrases_differ", detail)
        })?
    };
    if text.chars().count() < LEAST {
        let detail = "a passphrase has 8 characters or more";
        return Err(Failure::new(Exit::Refused, "passphrase_too_short", detail));
    }
    Ok(text)
}

/// Nothing when it is to be asked for on the terminal.
fn given(run: &Run) -> Result<Option<String>, Failure> {
    let text = terminal::given(run.passphrase_file.as_deref(), "ZHUCUN_PASSPHRASE")?;
    if text.is_none() && !std::io::stdin().is_terminal() {
        let detail = "no passphrase is given, and there is no terminal to ask on";
        return Err(Failure::new(Exit::Usage, "usage", detail).hint("--passphrase-file FILE"));
    }
    Ok(text)
}
