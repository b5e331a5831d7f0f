//! How both command lines speak: languages, results, failures, exit codes, secrets. What they do is their own.

mod failure;
mod lang;
mod outcome;
mod program;
mod secret;
mod words;

pub use failure::Failure;
pub use lang::Lang;
pub use outcome::{Exit, Report};
pub use program::{Program, Style, check_help, run};
pub use secret::{given, typed_twice};
pub use words::moment;
