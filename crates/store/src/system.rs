//! The machine's own time and chance: the only place that asks for them.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime},
};

use domain::Env;

/// Program starts are numbered in thousands: between them are the jumps of the clock that were noticed since.
const BOOT_STEP: u64 = 1_000;
/// A clock that is so far from where it should be was set, or the machine slept.
const JUMP_MS: i64 = 60_000;

/// The real [`Env`].
#[derive(Debug, Default)]
pub struct SystemEnv {
    boot: AtomicU64,
    clock: Mutex<Option<Clock>>,
}

/// The machine's clock as it was read last, against one that nobody can set.
#[derive(Debug, Clone, Copy)]
struct Clock {
    at: Instant,
    wall_ms: i64,
}

impl Clock {
    /// Did the clock jump between two readings?
    fn has_jumped(before: i64, passed_ms: i64, now: i64) -> bool {
        (now - before - passed_ms).abs() > JUMP_MS
    }
}

impl SystemEnv {
    /// Of the program start number `boot`.
    pub fn new(boot: u64) -> Self {
        Self {
            boot: AtomicU64::new(boot * BOOT_STEP),
            clock: Mutex::default(),
        }
    }

    /// After the profile has told how often the program was started.
    pub fn set_boot(&self, boot: u64) {
        self.boot.store(boot * BOOT_STEP, Ordering::Relaxed);
    }
}

impl Env for SystemEnv {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn wall_ms(&self) -> i64 {
        let wall_ms = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => since.as_millis() as i64,
            Err(before) => -(before.duration().as_millis() as i64),
        };
        let at = Instant::now();
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = *clock {
            let passed_ms = at.duration_since(last.at).as_millis() as i64;
            // A set clock is another clock: its offset to the county is measured anew.
            if Clock::has_jumped(last.wall_ms, passed_ms, wall_ms) {
                self.boot.fetch_add(1, Ordering::Relaxed);
            }
        }
        *clock = Some(Clock { at, wall_ms });
        wall_ms
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_or_slept_has_jumped_and_one_that_drifts_has_not() {
        assert!(!Clock::has_jumped(1_000, 3_600_000, 3_601_900));
        assert!(Clock::has_jumped(1_000, 5_000, 3_600_000));
        assert!(Clock::has_jumped(3_600_000, 5_000, 1_000));
    }

    #[test]
    fn program_starts_leave_room_for_jumps_between_them() {
        let env = SystemEnv::new(7);
        _ = env.wall_ms();
        assert_eq!(env.boot(), 7_000);
        env.set_boot(8);
        assert_eq!(env.boot(), 8_000);
    }
}
