//! Time, ids and chance of one simulated machine.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use domain::Env;

/// SplitMix64: small, seeded, the same everywhere.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// True `per_mille` times in a thousand.
    pub fn hits(&mut self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() {
            None
        } else {
            items.get(self.below(items.len() as u64) as usize)
        }
    }
}

/// One machine: the true time, its own error, and when it dies next.
#[derive(Debug)]
pub struct SimEnv {
    true_ms: Arc<AtomicI64>,
    skew_ms: AtomicI64,
    boot: AtomicU64,
    seed: u64,
    drawn: AtomicU64,
    /// Commits until the next crash; negative = none.
    crash_in: AtomicI64,
}

impl SimEnv {
    pub fn new(true_ms: Arc<AtomicI64>, seed: u64, skew_ms: i64) -> Self {
        Self {
            true_ms,
            skew_ms: AtomicI64::new(skew_ms),
            boot: AtomicU64::new(1),
            seed,
            drawn: AtomicU64::new(0),
            crash_in: AtomicI64::new(-1),
        }
    }

    /// A jump of the clock counts as a boot: its offset has to be measured anew.
    pub fn jump(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::Relaxed);
        self.restart();
    }

    pub fn restart(&self) {
        self.boot.fetch_add(1, Ordering::Relaxed);
        self.crash_in.store(-1, Ordering::Relaxed);
    }

    /// Dies at the commit point after `points` others.
    pub fn crash_after(&self, points: i64) {
        self.crash_in.store(points, Ordering::Relaxed);
    }
}

impl Env for SimEnv {
    fn wall_ms(&self) -> i64 {
        self.true_ms.fetch_add(1, Ordering::Relaxed) + self.skew_ms.load(Ordering::Relaxed)
    }

    fn random(&self) -> u128 {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        let mut chance = Chance::new(self.seed ^ drawn.wrapping_mul(0xd134_2543_de82_ef95));
        u128::from(chance.next()) << 64 | u128::from(chance.next())
    }

    fn boot(&self) -> u64 {
        self.boot.load(Ordering::Relaxed)
    }

    fn crashes_at(&self, _: &'static str) -> bool {
        let left = self.crash_in.load(Ordering::Relaxed);
        if left >= 0 {
            self.crash_in.store(left - 1, Ordering::Relaxed);
        }
        left == 0
    }
}
