//! Secrets never come as plain arguments: from a file, from stdin, from a variable for tests, else from the terminal.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use crate::{Exit, Failure};

/// From a file, `-` for stdin, else from the variable of this name; nothing when neither is named.
pub fn given(file: Option<&Path>, variable: &str) -> Result<Option<String>, Failure> {
    let text = match file {
        Some(path) if path == Path::new("-") => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text)?;
            text
        }
        Some(path) => fs::read_to_string(path).map_err(|error| {
            let detail = format!("{}: {error}", path.display());
            Failure::new(Exit::Failed, "failed", detail)
        })?,
        None => match std::env::var(variable) {
            Ok(text) => text,
            Err(_) => return Ok(None),
        },
    };
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A new one, asked for twice on the terminal; nothing when the two differ.
pub fn typed_twice(first: &str, again: &str) -> Result<Option<String>, Failure> {
    let text = rpassword::prompt_password(first)?;
    Ok((text == rpassword::prompt_password(again)?).then_some(text))
}
