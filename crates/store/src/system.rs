//! The machine's own time and chance: the only place that asks for them.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use domain::Env;

/// The real [`Env`].
#[derive(Debug, Default)]
pub struct SystemEnv {
    boot: AtomicU64,
}

impl SystemEnv {
    /// Of the program start number `boot`.
    pub fn new(boot: u64) -> Self {
        Self {
            boot: AtomicU64::new(boot),
        }
    }

    /// After the profile has told how often the program was started.
    pub fn set_boot(&self, boot: u64) {
        self.boot.store(boot, Ordering::Relaxed);
    }
}

impl Env for SystemEnv {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn wall_ms(&self) -> i64 {
        match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_millis() as i64,
            Err(before) => -(before.duration().as_millis() as i64),
        }
    }

    fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system gives chance, or nothing here is safe");
        u128::from_be_bytes(bytes)
    }

    fn boot(&self) -> u64 {
        self.boot.load(Ordering::Relaxed)
    }
}

/// What tells this machine from another that has a copy of its files; empty where the system has no such word.
pub fn machine_id() -> String {
    ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .map(|id| id.trim().to_owned())
        .filter(|id| !id.is_empty())
        .unwrap_or_else(machine_name)
}

/// Name of this machine as its people know it.
pub fn machine_name() -> String {
    std::env::var("COMPUTERNAME")
        .ok()
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .map(|name| name.trim().to_owned())
        .unwrap_or_default()
}
