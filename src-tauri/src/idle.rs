//! Nobody at the keyboard for so long: the file is closed, and the page is told. The page says when somebody touches
//! it; whether that was long ago is judged here, so that a page that hangs, or a laptop that slept, is locked too.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::Env;

use crate::shell::Shell;

const LOOK_EVERY: Duration = Duration::from_secs(5);
const MINUTE_MS: i64 = 60_000;
const MINUTES_DEFAULT: u64 = 10;

/// When somebody was last there, by the computer's clock and by looks since: a clock set back does not keep a file open,
/// and a night asleep, of which the looks know nothing, does not either.
#[derive(Debug)]
pub(crate) struct Idle {
    touched_ms: AtomicI64,
    looks: AtomicU64,
    minutes: AtomicU64,
}

impl Default for Idle {
    fn default() -> Self {
        Self {
            touched_ms: AtomicI64::new(0),
            looks: AtomicU64::new(0),
            minutes: AtomicU64::new(MINUTES_DEFAULT),
        }
    }
}

impl Idle {
    pub(crate) fn touch(&self, now_ms: i64) {
        self.touched_ms.store(now_ms, Ordering::Relaxed);
        self.looks.store(0, Ordering::Relaxed);
    }

    pub(crate) fn lock_after(&self, minutes: u64) {
        self.minutes.store(minutes.max(1), Ordering::Relaxed);
    }

    /// One more look: was it too long ago?
    fn is_over(&self, now_ms: i64) -> bool {
        let looks = self.looks.fetch_add(1, Ordering::Relaxed) + 1;
        let counted_ms = looks as i64 * LOOK_EVERY.as_millis() as i64;
        let passed_ms = now_ms.saturating_sub(self.touched_ms.load(Ordering::Relaxed));
        let minutes = self.minutes.load(Ordering::Relaxed) as i64;
        counted_ms.max(passed_ms) >= minutes * MINUTE_MS
    }
}

/// Looks for as long as the program runs.
pub(crate) fn watch(shell: Arc<Shell>) {
    let watching = std::thread::Builder::new()
        .name("idle".to_owned())
        .spawn(move || {
            loop {
                std::thread::sleep(LOOK_EVERY);
                // A first sync takes as long as it takes, with nobody at the keyboard.
                if shell.is_at_work() && shell.idle().is_over(shell.env().wall_ms()) {
                    shell.close();
                    shell.tell_locked();
                }
            }
        });
    if let Err(error) = watching {
        tracing::error!("no thread that locks an idle laptop: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_MINUTES_MS: i64 = 600_000;

    #[test]
    fn ten_quiet_minutes_lock_and_a_touch_begins_them_anew() {
        let idle = Idle::default();
        idle.touch(0);
        assert!(!idle.is_over(TEN_MINUTES_MS - 1));
        idle.touch(TEN_MINUTES_MS - 1);
        assert!(!idle.is_over(TEN_MINUTES_MS));
        assert!(idle.is_over(2 * TEN_MINUTES_MS));
    }

    #[test]
    fn a_night_asleep_locks_at_the_first_look() {
        let idle = Idle::default();
        idle.touch(0);
        assert!(!idle.is_over(5_000));
        assert!(idle.is_over(8 * 60 * TEN_MINUTES_MS / 10));
    }

    #[test]
    fn a_clock_set_back_does_not_keep_the_file_open() {
        let idle = Idle::default();
        idle.touch(1_000_000_000);
        let looks = (1..=120).filter(|_| idle.is_over(0)).count();
        assert_eq!(looks, 1, "120 looks of five seconds are ten minutes");
    }

    #[test]
    fn the_persons_own_minutes_count() {
        let idle = Idle::default();
        idle.lock_after(5);
        idle.touch(0);
        assert!(idle.is_over(TEN_MINUTES_MS / 2));
    }
}
