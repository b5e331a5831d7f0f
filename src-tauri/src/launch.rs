//! What is settled before the window's toolkit starts: arguments and environment.

use std::{ffi::OsString, path::PathBuf};

/// What the command line says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) profile: Option<PathBuf>,
}

const USAGE: &str = "zhucun-desktop [--profile DIR]";

pub(crate) fn arguments(words: impl Iterator<Item = OsString>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut words = words;
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--profile") => match words.next() {
                Some(dir) => arguments.profile = Some(dir.into()),
                None => return Err(USAGE.to_owned()),
            },
            Some(other) if other.starts_with("--profile=") => {
                arguments.profile = other.strip_prefix("--profile=").map(PathBuf::from);
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(arguments)
}

/// Without a graphics driver of its own, and on some of those that are there, WebKit shows a blank window.
#[cfg(target_os = "linux")]
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// Opens the window to a WebDriver: never in a program that is handed out.
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Sets what the toolkit reads from the environment. The first thing in `main`: no other thread is there yet to read
/// it at the same moment.
#[cfg(target_os = "linux")]
pub(crate) fn set_environment() -> anyhow::Result<()> {
    // What a person has set stays.
    glib::setenv(NO_DMABUF, "1", false)?;
    if !obeys_a_driver() {
        glib::unsetenv(AUTOMATION);
    }
    Ok(())
}

/// Elsewhere the program starts itself again without the variable.
#[cfg(not(target_os = "linux"))]
pub(crate) fn set_environment() -> anyhow::Result<()> {
    if !obeys_a_driver() && std::env::var_os(AUTOMATION).is_some() {
        let mut again = std::process::Command::new(std::env::current_exe()?);
        again
            .args(std::env::args_os().skip(1))
            .env_remove(AUTOMATION);
        let status = again.status()?;
        std::process::exit(status.code().unwrap_or(1));
    }
    Ok(())
}

fn obeys_a_driver() -> bool {
    cfg!(debug_assertions) || cfg!(feature = "automation")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Arguments, String> {
        arguments(words.iter().map(Into::into))
    }

    #[test]
    fn a_profile_is_named_in_either_way_and_nothing_else_is_taken() {
        let named = Arguments {
            profile: Some("a b".into()),
        };
        assert_eq!(read(&["--profile", "a b"]).unwrap(), named);
        assert_eq!(read(&["--profile=a b"]).unwrap(), named);
        assert_eq!(read(&[]).unwrap(), Arguments::default());
        assert!(read(&["--profile"]).is_err());
        assert!(read(&["x"]).is_err());
    }
}
