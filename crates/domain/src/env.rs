//! Time, ids and chance are handed in, never taken: only `store::system::SystemEnv` asks the machine.

use crate::Id;

/// What a device believes about time, and its source of chance.
pub trait Env: Send + Sync {
    /// Milliseconds since 1970 UTC, as this device believes.
    fn wall_ms(&self) -> i64;
    /// 128 bits of chance.
    fn random(&self) -> u128;
    /// Counts program starts and noticed jumps of the clock.
    fn boot(&self) -> u64 {
        0
    }
    /// A UUIDv7 from [`Env::wall_ms`] and [`Env::random`].
    fn new_id(&self) -> Id {
        Id::v7(self.wall_ms(), self.random())
    }
    /// Asked around each commit with the name of the place; the simulator answers `true` to stop there.
    fn crashes_at(&self, _place: &'static str) -> bool {
        false
    }
}

/// The business date at UTC+8, on which all counties of the mainland live, at `wall_ms`.
pub fn date_of(wall_ms: i64) -> chrono::NaiveDate {
    const EIGHT_HOURS_MS: i64 = 8 * 3_600_000;
    chrono::DateTime::from_timestamp_millis(wall_ms.saturating_add(EIGHT_HOURS_MS))
        .unwrap_or_default()
        .date_naive()
}
