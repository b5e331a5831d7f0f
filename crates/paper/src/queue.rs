//! The system's print queue, where there is one: CUPS by its own `lp`.

use std::{path::PathBuf, process::Command, time::Duration};

use crate::{
    PrintError,
    pipe::{self, Stop},
};

/// CUPS answers at once, or it is not there.
const TIME: Duration = Duration::from_secs(20);

/// The command that takes a PDF on its standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    command: PathBuf,
}

impl Default for Queue {
    fn default() -> Self {
        Self::of("lp".into())
    }
}

impl Queue {
    /// By this command.
    pub fn of(command: PathBuf) -> Self {
        Self { command }
    }

    /// Hands a PDF over under a title. The answer is the printer's name, as far as it is told.
    pub fn send(&self, title: &str, pdf: Vec<u8>) -> Result<String, PrintError> {
        let none = |detail: String| PrintError::NoPrinter { detail };
        // Windows has no such queue that takes a PDF: its reader prints it.
        if cfg!(windows) {
            return Err(none("no queue takes a PDF on this system".to_owned()));
        }
        let mut command = Command::new(&self.command);
        command
            .args(["-t", title, "-o", "media=A4"])
            .env("LC_ALL", "C.UTF-8");
        let ended = match pipe::through(command, pdf, TIME, &Stop::default()) {
            Ok(ended) => ended,
            Err(error) => return Err(none(error.to_string())),
        };
        if !ended.well {
            return Err(none(ended.words.trim().to_owned()));
        }
        // `request id is HP_LaserJet-12 (0 file(s))`
        let said = String::from_utf8_lossy(&ended.out).into_owned();
        let request = said.split_whitespace().nth(3).unwrap_or_default();
        let name = request.rsplit_once('-').map_or(request, |(name, _)| name);
        Ok(name.to_owned())
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn acting(lines: &str) -> (tempfile::TempDir, Queue) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lp");
        std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        (dir, Queue::of(path))
    }

    #[test]
    fn the_queue_gets_the_bytes_and_names_the_printer() {
        let (dir, queue) = acting(
            r#"cat >"$0.pdf"; echo "$2" >"$0.title"; echo 'request id is HP-LaserJet-12 (0 file(s))'"#,
        );
        let name = queue.send("H11-20180930-4F7Q2X", b"%PDF".to_vec());
        assert_eq!(name.unwrap(), "HP-LaserJet");
        let read = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
        assert_eq!(read("lp.pdf"), b"%PDF");
        assert_eq!(read("lp.title"), b"H11-20180930-4F7Q2X\n");
    }

    #[test]
    fn without_printer_or_queue_it_says_so() {
        let (_dir, none) = acting("echo 'lp: Error - No default destination.' >&2; exit 1");
        let Err(PrintError::NoPrinter { detail }) = none.send("x", Vec::new()) else {
            panic!("no printer");
        };
        assert_eq!(detail, "lp: Error - No default destination.");
        let gone = Queue::of("/nowhere/lp".into());
        assert!(matches!(
            gone.send("x", Vec::new()),
            Err(PrintError::NoPrinter { .. })
        ));
    }
}
