//! Chance from a seed: the same seed gives the same county.

use domain::{Env, Id};

/// splitmix64.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// `from` ≤ result < `to`.
    pub(super) fn range(&mut self, from: i64, to: i64) -> i64 {
        from + (self.next() % (to - from).max(1) as u64) as i64
    }

    /// True in `percent` of a hundred throws.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[(self.next() % items.len() as u64) as usize]
    }

    /// One of the items, as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, items: &[(T, u64)]) -> T {
        let total: u64 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.next() % total.max(1);
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[0].0
    }

    /// A row's id, as if made at `ms`.
    pub(super) fn id(&mut self, ms: i64) -> Id {
        Id::v7(
            ms,
            (u128::from(self.next()) << 64) | u128::from(self.next()),
        )
    }

    /// An [`Env`] whose clock stands at `now_ms`.
    pub(super) fn env(&mut self, now_ms: i64) -> DemoEnv {
        DemoEnv {
            now_ms,
            dice: std::sync::Mutex::new(Self(self.next())),
        }
    }
}

/// Time that stands and chance from the seed, for accounts and sets of the demonstration.
#[derive(Debug)]
pub(super) struct DemoEnv {
    now_ms: i64,
    dice: std::sync::Mutex<Dice>,
}

impl Env for DemoEnv {
    fn wall_ms(&self) -> i64 {
        self.now_ms
    }

    fn random(&self) -> u128 {
        let mut dice = self
            .dice
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (u128::from(dice.next()) << 64) | u128::from(dice.next())
    }
}
