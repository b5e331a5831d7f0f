//! The two real programs, as processes.
use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value as Json;

/// Both programs as they are in the tree now, built by the same cargo into the same folder; with the selection of
/// `./dev test`, or the crates below would be compiled once more for this one.
pub(crate) fn built() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--workspace",
            "--all-targets",
            "--locked",
            "--quiet",
        ])
        .current_dir(root)
        .status()
        .unwrap();
    assert!(status.success(), "the programs do not build");
    // …/target/debug/deps/story-hash
    env::current_exe()
        .unwrap()
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

pub(crate) fn document(output: &Output, what: &[&str]) -> Json {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!(
            "{what:?}: {:?} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

pub(crate) struct County {
    pub(crate) program: PathBuf,
    pub(crate) data: PathBuf,
    running: Option<Child>,
}

impl County {
    pub(crate) fn new(bin: &Path, data: PathBuf) -> Self {
        Self {
            program: bin.join("zhucun-server"),
            data,
            running: None,
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--data")
            .arg(&self.data)
            .env("ZHUCUN_PASSWORD", "long enough")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn ask(&self, args: &[&str]) -> Json {
        let output = self.command().args(args).arg("--json").output().unwrap();
        let told = document(&output, args);
        assert!(output.status.success(), "{args:?}: {told}");
        told
    }

    /// Gives the port.
    pub(crate) fn serve(&mut self) -> u16 {
        let mut child = self
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        self.running = Some(child);
        line.trim()
            .rsplit(':')
            .next()
            .unwrap()
            .parse()
            .unwrap_or_else(|_| panic!("not ready: {line:?}"))
    }

    /// By SIGKILL.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for County {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) struct Laptop {
    program: PathBuf,
    profile: PathBuf,
}

impl Laptop {
    pub(crate) fn new(bin: &Path, profile: PathBuf) -> Self {
        Self {
            program: bin.join("zhucun"),
            profile,
        }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--profile")
            .arg(&self.profile)
            .args(args)
            .arg("--json")
            .env("ZHUCUN_PASSPHRASE", "correct horse battery")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub(crate) fn ask(&self, args: &[&str]) -> Json {
        let output = self.run(args);
        let told = document(&output, args);
        assert!(output.status.success(), "{args:?}: {told}");
        told
    }

    /// Every row of a record.
    pub(crate) fn rows(&self, kind: &str) -> Vec<Json> {
        let (mut rows, mut after) = (Vec::new(), None::<String>);
        loop {
            let mut args = vec!["list", kind, "--limit", "200"];
            if let Some(after) = &after {
                args.extend(["--after", after]);
            }
            let page = self.ask(&args);
            rows.extend(page["rows"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => return rows,
            }
        }
    }
}
