//! The print program: asked by a job on its standard input, answering on its standard output. A process of its own, so
//! that what goes wrong in it harms nobody and its memory goes back with it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    Paper, ROWS_MAX, TEXT_MAX,
    pipe::{self, Stop},
};

/// The name of the program, beside whoever starts it.
const NAME: &str = if cfg!(windows) {
    "zhucun-print.exe"
} else {
    "zhucun-print"
};
/// What is to be made of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Wish {
    /// The whole as PDF.
    Pdf,
    /// Pages as PNG, from the first of them (counted from 0), so many at most, so wide.
    Pictures {
        from: usize,
        count: usize,
        width_px: u32,
    },
}

/// What the program reads.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What of it.
    pub wish: Wish,
    /// Of what.
    pub paper: Paper,
}

/// The first line of an answer; bytes follow, one piece after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    pages: usize,
    /// Bytes of each piece.
    sizes: Vec<usize>,
}

/// What a print became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Pages of the whole.
    pub pages: usize,
    /// The PDF, or one PNG a page.
    pub pieces: Vec<Vec<u8>>,
}

impl Answer {
    /// As the program writes it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let told = Told {
            pages: self.pages,
            sizes: self.pieces.iter().map(Vec::len).collect(),
        };
        let mut bytes = serde_json::to_vec(&told).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(self.pieces.iter().flatten());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, PrintError> {
        let broken = || PrintError::Crashed {
            detail: "half an answer".to_owned(),
        };
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (head, mut rest) = bytes.split_at(end.ok_or_else(broken)?);
        let told: Told = serde_json::from_slice(head).map_err(|_| broken())?;
        rest = rest.get(1..).unwrap_or_default();
        let mut pieces = Vec::with_capacity(told.sizes.len());
        for size in told.sizes {
            let (piece, after) = rest.split_at_checked(size).ok_or_else(broken)?;
            pieces.push(piece.to_vec());
            rest = after;
        }
        Ok(Self {
            pages: told.pages,
            pieces,
        })
    }
}

/// Why there is no paper. What is wrong with job or form the program says itself, as the last line of its
/// standard error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PrintError {
    /// It is not where it should be.
    #[error("the print program is not there: {path}")]
    Missing { path: String },
    /// It ended without a word.
    #[error("the print program broke off: {detail}")]
    Crashed { detail: String },
    /// It took longer than it may.
    #[error("the print took longer than {seconds} s")]
    TooSlow { seconds: u64 },
    /// Whoever asked thought better of it.
    #[error("stopped")]
    Stopped,
    /// There are more lines than one paper may have.
    #[error("{rows} lines are more than {max}")]
    TooLong { rows: usize, max: usize },
    /// The job is not what the program takes.
    #[error("the job is not understood at {place}: {detail}")]
    Malformed { place: String, detail: String },
    /// A character that the fonts do not have.
    #[error("no glyph for {character} on page {page}: {text}")]
    Glyph {
        character: String,
        page: usize,
        text: String,
    },
    /// No printer takes it.
    #[error("no printer: {detail}")]
    NoPrinter { detail: String },
    /// The form itself is wrong.
    #[error("the form cannot be set: {detail}")]
    Form { detail: String },
}

/// How long a print may take, and how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub time: Duration,
    pub rows: usize,
    pub text: usize,
}

impl Default for Limits {
    /// The longest log takes 1.5 s on a machine of today; an old laptop that is busy has forty times as much.
    fn default() -> Self {
        Self {
            time: Duration::from_mins(1),
            rows: ROWS_MAX,
            text: TEXT_MAX,
        }
    }
}

/// Where the program is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    path: PathBuf,
    limits: Limits,
}

impl Default for Program {
    fn default() -> Self {
        Self::beside_own()
    }
}

impl Program {
    /// Beside the program that runs, where they are installed and built together.
    pub fn beside_own() -> Self {
        let own = std::env::current_exe().unwrap_or_default();
        let dir = own.parent().unwrap_or(Path::new(""));
        // Test programs lie one folder deeper than what they test.
        let dir = match dir.file_name() {
            Some(name) if name == "deps" => dir.parent().unwrap_or(dir),
            _ => dir,
        };
        Self::at(dir.join(NAME))
    }

    /// At this path.
    pub fn at(path: PathBuf) -> Self {
        Self {
            path,
            limits: Limits::default(),
        }
    }

    /// With other limits.
    pub fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets a paper. Waits for it, or for `stop`.
    pub fn print(&self, paper: &Paper, wish: Wish, stop: &Stop) -> Result<Answer, PrintError> {
        let rows = paper.form.rows();
        if rows > self.limits.rows {
            return Err(PrintError::TooLong {
                rows,
                max: self.limits.rows,
            });
        }
        let asked = Asked {
            wish,
            paper: paper.clone(),
        };
        let job = serde_json::to_vec(&asked).map_err(|error| PrintError::Malformed {
            place: String::new(),
            detail: error.to_string(),
        })?;
        if job.len() > self.limits.text {
            return Err(PrintError::TooLong {
                rows,
                max: self.limits.rows,
            });
        }
        let mut command = Command::new(&self.path);
        command.env_clear();
        let ended = pipe::through(command, job, self.limits.time, stop)?;
        if ended.well {
            return Answer::from_bytes(&ended.out);
        }
        let last = ended.words.lines().last().unwrap_or_default();
        Err(
            serde_json::from_str(last).unwrap_or_else(|_| PrintError::Crashed {
                detail: last.to_owned(),
            }),
        )
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::{Foot, Form, Log, LogLine};

    fn paper(rows: usize) -> Paper {
        let row = LogLine {
            visited_on: "2018-09-30".to_owned(),
            household: "张德顺".to_owned(),
            group: String::new(),
            people: String::new(),
            record: "看了新修的水窖".to_owned(),
            marks: String::new(),
        };
        Paper {
            foot: Foot {
                number: "H11-20180930-4F7Q2X".to_owned(),
                printed_at: String::new(),
                printed_by: String::new(),
                unsynced: String::new(),
            },
            form: Form::Visits(Log {
                place: String::new(),
                filter: String::new(),
                rows: vec![row; rows],
            }),
        }
    }

    /// A program of a few lines of shell in the place of the real one.
    fn acting(lines: &str) -> (tempfile::TempDir, Program) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("act");
        std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        (dir, Program::at(path))
    }

    fn print(program: &Program, rows: usize) -> Result<Answer, PrintError> {
        program.print(&paper(rows), Wish::Pdf, &Stop::default())
    }

    #[test]
    fn the_job_goes_in_whole_and_the_pieces_come_out() {
        let (_dir, program) =
            acting(r#"/usr/bin/wc -c >"$0.job"; printf '{"pages":3,"sizes":[2,3]}\nabcde'"#);
        let answer = print(&program, 2_000).unwrap();
        assert_eq!(answer.pages, 3);
        assert_eq!(answer.pieces, [b"ab".to_vec(), b"cde".to_vec()]);
        let read = std::fs::read_to_string(program.path.with_extension("job")).unwrap();
        let sent = serde_json::to_vec(&Asked {
            wish: Wish::Pdf,
            paper: paper(2_000),
        })
        .unwrap();
        assert_eq!(read.trim(), sent.len().to_string());
    }

    #[test]
    fn each_way_of_failing_has_its_word() {
        let gone = Program::at("/nowhere/zhucun-print".into());
        assert!(matches!(print(&gone, 1), Err(PrintError::Missing { .. })));
        let (_dir, crash) = acting("echo out of memory >&2; exit 101");
        assert_eq!(
            print(&crash, 1),
            Err(PrintError::Crashed {
                detail: "out of memory".to_owned()
            })
        );
        let (_dir, half) = acting(r#"printf '{"pages":3,"sizes":[2,30]}\nabcde'"#);
        assert!(matches!(print(&half, 1), Err(PrintError::Crashed { .. })));
        let (_dir, glyph) =
            acting(r#"echo '{"why":"glyph","character":"𡋾","page":2,"text":"𡋾坡"}' >&2; exit 1"#);
        assert_eq!(
            print(&glyph, 1),
            Err(PrintError::Glyph {
                character: "𡋾".to_owned(),
                page: 2,
                text: "𡋾坡".to_owned()
            })
        );
    }

    #[test]
    fn one_that_hangs_is_ended_when_its_time_is_over_or_it_is_stopped() {
        let (_dir, hanging) = acting(r#"echo $$ >"$0.pid"; exec sleep 600"#);
        let pid = |program: &Program| {
            let text = std::fs::read_to_string(program.path.with_extension("pid")).unwrap();
            PathBuf::from(format!("/proc/{}", text.trim()))
        };
        let hurried = hanging.clone().within(Limits {
            time: Duration::from_secs(3),
            ..Limits::default()
        });
        assert!(matches!(
            print(&hurried, 1),
            Err(PrintError::TooSlow { seconds: 3 })
        ));
        assert!(!pid(&hanging).exists());
        let begun = hanging.path.with_extension("pid");
        std::fs::remove_file(&begun).unwrap();
        let stop = Stop::default();
        let other = stop.clone();
        let stopping = std::thread::spawn(move || {
            while !std::fs::read_to_string(&begun).is_ok_and(|text| text.ends_with('\n')) {
                std::thread::sleep(Duration::from_millis(10));
            }
            other.stop();
        });
        assert_eq!(
            hanging.print(&paper(1), Wish::Pdf, &stop.under()),
            Err(PrintError::Stopped)
        );
        stopping.join().unwrap();
        assert!(!pid(&hanging).exists());
    }

    #[test]
    fn too_many_lines_are_not_begun() {
        let (_dir, program) = acting(r#"touch "$0.ran""#);
        assert_eq!(
            print(&program, ROWS_MAX + 1),
            Err(PrintError::TooLong {
                rows: ROWS_MAX + 1,
                max: ROWS_MAX
            })
        );
        assert!(!program.path.with_extension("ran").exists());
    }
}
