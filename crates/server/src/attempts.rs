//! Guessing is slowed down: after a few failures each further one must wait, twice as long every time.

use rusqlite::{OptionalExtension, params};

use crate::{
    db::{DbError, ServerDb},
    secret,
};

/// How many failures are free, and how long the first wait is.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub free: u32,
    pub first_wait_ms: i64,
}

/// For one account from one address: people mistype.
pub const ACCOUNT: Patience = Patience {
    free: 5,
    first_wait_ms: 30_000,
};
/// For one account from anywhere. Higher, so that a stranger elsewhere does not lock its person out.
pub const ANYWHERE: Patience = Patience {
    free: 50,
    first_wait_ms: 30_000,
};
/// For one address, which a whole office may share.
pub const ADDRESS: Patience = Patience {
    free: 30,
    first_wait_ms: 30_000,
};

const WAIT_MAX_MS: i64 = 15 * 60_000;
const FORGOTTEN_AFTER_MS: i64 = 24 * 3_600_000;

/// Too early: ask again after this many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub i64);

/// Counts a try at `what` before it is judged, so that guesses in parallel gain nothing. Call [`succeeded`] if it was right.
pub fn begin(
    db: &ServerDb,
    what: &str,
    patience: Patience,
    now_ms: i64,
) -> Result<Result<(), Wait>, DbError> {
    db.write(|tx| {
        tx.execute(
            "DELETE FROM attempt WHERE last_at < ?1",
            [now_ms - FORGOTTEN_AFTER_MS],
        )?;
        let key = secret::hash(what);
        let known: Option<(u32, i64)> = tx
            .query_row(
                "SELECT failures, blocked_until FROM attempt WHERE what = ?1",
                [key],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (failures, blocked_until) = known.unwrap_or_default();
        // A clock that was set back must not lock anyone out for longer than the longest wait.
        if (now_ms..=now_ms + WAIT_MAX_MS).contains(&(blocked_until - 1)) {
            return Ok(Err(Wait(blocked_until - now_ms)));
        }
        let failures = failures.saturating_add(1);
        let wait_ms = match failures.checked_sub(patience.free) {
            None => 0,
            Some(doublings) => (patience.first_wait_ms << doublings.min(10)).min(WAIT_MAX_MS),
        };
        tx.execute(
            "INSERT INTO attempt (what, failures, last_at, blocked_until) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (what) DO UPDATE SET failures = ?2, last_at = ?3, blocked_until = ?4",
            params![key, failures, now_ms, now_ms + wait_ms],
        )?;
        Ok(Ok(()))
    })
}

/// The try was right: what was failed before is forgotten.
pub fn succeeded(db: &ServerDb, what: &str) -> Result<(), DbError> {
    db.write(|tx| {
        tx.execute("DELETE FROM attempt WHERE what = ?1", [secret::hash(what)])?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tries(db: &ServerDb, times: usize, now_ms: i64) -> Vec<Result<(), Wait>> {
        (0..times)
            .map(|_| begin(db, "login:zhang", ACCOUNT, now_ms).unwrap())
            .collect()
    }

    #[test]
    fn the_sixth_guess_waits_half_a_minute_and_the_next_twice_as_long() {
        let db = ServerDb::in_memory().unwrap();
        assert_eq!(tries(&db, 5, 0), [Ok(()); 5]);
        assert_eq!(tries(&db, 1, 0), [Err(Wait(30_000))]);
        assert_eq!(tries(&db, 2, 30_000), [Ok(()), Err(Wait(60_000))]);
        assert_eq!(begin(&db, "login:li", ACCOUNT, 30_000).unwrap(), Ok(()));
    }

    #[test]
    fn waits_end_at_a_quarter_of_an_hour() {
        let db = ServerDb::in_memory().unwrap();
        let mut now_ms = 0;
        for _ in 0..40 {
            match begin(&db, "login:zhang", ACCOUNT, now_ms).unwrap() {
                Ok(()) => {}
                Err(Wait(ms)) => {
                    assert!(ms <= WAIT_MAX_MS);
                    now_ms += ms;
                }
            }
        }
        assert!(now_ms > WAIT_MAX_MS);
    }

    #[test]
    fn a_right_password_and_a_day_of_rest_both_wipe_the_slate() {
        let db = ServerDb::in_memory().unwrap();
        tries(&db, 5, 0);
        succeeded(&db, "login:zhang").unwrap();
        assert_eq!(tries(&db, 5, 1), [Ok(()); 5]);
        assert_eq!(tries(&db, 5, 25 * 3_600_000), [Ok(()); 5]);
    }

    #[test]
    fn a_clock_set_back_by_years_locks_nobody_out() {
        let db = ServerDb::in_memory().unwrap();
        tries(&db, 5, 1_538_300_000_000);
        assert_eq!(tries(&db, 1, 946_684_800_000), [Ok(())]);
    }
}
