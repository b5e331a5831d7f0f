//! A program that is given bytes and gives bytes back, within a time.

use std::{
    io::{ErrorKind, Read, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use crate::PrintError;

/// How often a running program is looked at.
const STEP: Duration = Duration::from_millis(10);
/// Bytes of one answer: pages are drawn a few at a time.
const ANSWER_MAX: u64 = 64 * 1024 * 1024;
/// Bytes of what a program may say beside it.
const WORDS_MAX: u64 = 16 * 1024;

/// Ends a print that is under way.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    own: Arc<AtomicBool>,
    above: Option<Arc<AtomicBool>>,
}

impl Stop {
    /// From any thread, at any time.
    pub fn stop(&self) {
        self.own.store(true, Ordering::Relaxed);
    }

    /// One that can be stopped alone, and is stopped with this one.
    pub fn under(&self) -> Self {
        Self {
            own: Arc::default(),
            above: Some(Arc::clone(&self.own)),
        }
    }

    fn is_stopped(&self) -> bool {
        let is_set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        is_set(&self.own) || self.above.as_deref().is_some_and(is_set)
    }
}

/// How a program ended.
pub(crate) struct Ended {
    /// Did it say that all is well?
    pub(crate) well: bool,
    /// What it gave.
    pub(crate) out: Vec<u8>,
    /// What it said beside it.
    pub(crate) words: String,
}

/// Runs it. One that is stopped or too slow is gone when this returns.
pub(crate) fn through(
    mut command: Command,
    input: Vec<u8>,
    time: Duration,
    stop: &Stop,
) -> Result<Ended, PrintError> {
    let crashed = |detail: String| PrintError::Crashed { detail };
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    hide_console(&mut command);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::PermissionDenied => PrintError::Missing {
            path: command.get_program().to_string_lossy().into_owned(),
        },
        _ => crashed(error.to_string()),
    })?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(crashed("no pipes".to_owned()));
    };
    // Each pipe has its own thread: a program that writes before it has read all would wait for ever.
    let sent = std::thread::spawn(move || _ = stdin.write_all(&input));
    let out = taken(stdout, ANSWER_MAX);
    let words = taken(stderr, WORDS_MAX);
    let ended = watch(&mut child, time, stop);
    if ended.is_err() {
        _ = child.kill();
        _ = child.wait();
    }
    let out = out.join().unwrap_or_default();
    let words = words.join().unwrap_or_default();
    _ = sent.join();
    Ok(Ended {
        well: ended?,
        out,
        words: String::from_utf8_lossy(&words).into_owned(),
    })
}

/// Waits until it ends: did it end well?
fn watch(child: &mut Child, time: Duration, stop: &Stop) -> Result<bool, PrintError> {
    let mut waited = Duration::ZERO;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) => {}
            Err(error) => {
                return Err(PrintError::Crashed {
                    detail: error.to_string(),
                });
            }
        }
        if stop.is_stopped() {
            return Err(PrintError::Stopped);
        }
        if waited >= time {
            return Err(PrintError::TooSlow {
                seconds: time.as_secs(),
            });
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
}

/// Windows would open a black window for it.
#[cfg(windows)]
fn hide_console(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn hide_console(_: &mut Command) {}

fn taken(from: impl Read + Send + 'static, max: u64) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        _ = from.take(max).read_to_end(&mut bytes);
        bytes
    })
}
