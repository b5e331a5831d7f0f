//! What the machine says: time, CPU, instructions, and the memory of processes with all their children.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

#[expect(clippy::disallowed_methods, reason = "a benchmark asks the machine")]
pub fn now() -> Instant {
    Instant::now()
}

pub fn wall_ms(work: impl FnOnce()) -> f64 {
    let start = now();
    work();
    start.elapsed().as_secs_f64() * 1_000.0
}

/// The middle of five, after one that warms up.
pub fn middle(mut work: impl FnMut()) -> f64 {
    work();
    let mut all: Vec<f64> = (0..5).map(|_| wall_ms(&mut work)).collect();
    all.sort_by(f64::total_cmp);
    all[2]
}

/// CPU milliseconds of this process so far, by the kernel's ticks of 10 ms.
pub fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (ticks(11) + ticks(12)) * 10.0
}

/// Instructions of one of `what`, by callgrind on this very program; NaN without valgrind.
pub fn instructions(what: &str, count: usize) -> f64 {
    let collected = |count: usize| -> Option<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(std::env::current_exe().ok()?)
            .args(["--inner", what, &count.to_string()])
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text.lines().rev().find(|line| line.contains("Collected"))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    match (collected(count), collected(0)) {
        (Some(all), Some(none)) => (all - none) / count as f64,
        _ => f64::NAN,
    }
}

/// A program of this build, beside this one.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.parent()?.join(name);
    path.exists().then_some(path)
}

fn kilobytes(pid: u32, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    text.lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or(0)
}

/// The process and everything it started.
fn family(first: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        children.entry(parent.unwrap_or(0)).or_default().push(pid);
    }
    let (mut all, mut open) = (Vec::new(), vec![first]);
    while let Some(pid) = open.pop() {
        all.push(pid);
        open.extend(children.get(&pid).into_iter().flatten());
    }
    all
}

/// Proportional share of memory of a process and everything it started, in MB.
pub fn pss_mb(pid: u32) -> f64 {
    let kb: u64 = family(pid)
        .into_iter()
        .map(|pid| kilobytes(pid, "Pss:"))
        .sum();
    kb as f64 / 1_024.0
}

/// Looks at a family's memory ten times a second, for its peak.
pub struct Peak {
    ends: Arc<AtomicBool>,
    most_kb: Arc<AtomicU64>,
    looking: Option<JoinHandle<()>>,
}

impl Peak {
    pub fn of(pid: u32) -> Self {
        let (ends, most_kb) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let looking = {
            let (ends, most_kb) = (Arc::clone(&ends), Arc::clone(&most_kb));
            thread::spawn(move || {
                while !ends.load(Ordering::Relaxed) {
                    most_kb.fetch_max((pss_mb(pid) * 1_024.0) as u64, Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(100));
                }
            })
        };
        Self {
            ends,
            most_kb,
            looking: Some(looking),
        }
    }

    pub fn mb(mut self) -> f64 {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(looking) = self.looking.take() {
            _ = looking.join();
        }
        self.most_kb.load(Ordering::Relaxed) as f64 / 1_024.0
    }
}
