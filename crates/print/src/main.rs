//! `zhucun-print`: a job on standard input, pages on standard output, nothing on disk. What goes wrong is the last line
//! of standard error, as JSON.

use std::{
    io::{Read, Write},
    process::ExitCode,
};

use paper::{Answer, PrintError};

mod fonts;
mod glyphs;
mod job;
mod set;
mod world;

fn main() -> ExitCode {
    let mut asked = Vec::new();
    let done = std::io::stdin()
        .lock()
        .read_to_end(&mut asked)
        .map_err(|error| PrintError::Malformed {
            place: String::new(),
            detail: error.to_string(),
        })
        .and_then(|_| job::read(&asked))
        .and_then(|job| set::set(&job));
    let said = done.map_err(|error| serde_json::to_string(&error).unwrap_or_default());
    match said.and_then(|answer| write(&answer).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            _ = writeln!(std::io::stderr().lock(), "{words}");
            ExitCode::FAILURE
        }
    }
}

fn write(answer: &Answer) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(&answer.to_bytes())?;
    out.flush()
}
