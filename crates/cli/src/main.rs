//! `zhucun`: the laptop without its window. Same store, same operations, same sync as the desktop (`cli.md`).

use std::process::ExitCode;

mod commands;
mod locale;
mod lookup;
mod secrets;
mod session;

fn main() -> ExitCode {
    ExitCode::from(commands::run(std::env::args_os().collect(), |name| {
        std::env::var(name).ok()
    }))
}
