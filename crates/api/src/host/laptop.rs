//! The laptop as a host: its one file, its clock, and the date that its person gave.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Env;
use store::Store;

use super::{Asker, Host, Replica, Road};
use crate::{error::ApiError, session::Side};

/// The laptop's side: the desktop window, the command line, tests.
pub struct LaptopHost {
    store: Arc<Mutex<Store>>,
    env: Arc<dyn Env>,
    asker: Asker,
    road: Road,
    today: Arc<TodayGiven>,
}

/// The answer of a person whose clock is wrong to which day it is. It holds for one start of the program: a jump of the
/// clock, or the next start, asks again.
#[derive(Debug, Default)]
pub struct TodayGiven(Mutex<Option<(u64, i64)>>);

impl TodayGiven {
    /// The shift in ms, if it was given under this boot.
    pub fn under(&self, boot: u64) -> Option<i64> {
        let given = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.filter(|(of, _)| *of == boot).map(|(_, ms)| ms)
    }

    /// The program was locked and opened again, and counts on: what was given before holds after it.
    pub fn carry(&self, before: u64, after: u64) {
        if let Some(ms) = self.under(before) {
            self.give(after, ms);
        }
    }

    fn give(&self, boot: u64, ms: i64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((boot, ms));
    }
}

impl std::fmt::Debug for LaptopHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LaptopHost")
            .field("asker", &self.asker)
            .finish_non_exhaustive()
    }
}

impl LaptopHost {
    /// Made for each call, so that a changed grant and the road of the moment count.
    pub fn new(store: Arc<Mutex<Store>>, env: Arc<dyn Env>, road: Road) -> Result<Self, ApiError> {
        let asker = Asker::of_laptop(&lock(&store))?;
        Ok(Self {
            store,
            env,
            asker,
            road,
            today: Arc::default(),
        })
    }

    /// With the answers that earlier calls were given.
    #[must_use]
    pub fn with_today(mut self, today: Arc<TodayGiven>) -> Self {
        self.today = today;
        self
    }
}

fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Host for LaptopHost {
    fn asker(&self) -> &Asker {
        &self.asker
    }
    fn env(&self) -> &dyn Env {
        &*self.env
    }
    fn side(&self) -> Side {
        Side::Laptop
    }
    fn with(
        &self,
        work: &mut dyn FnMut(Replica<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        work(Replica::Laptop(&mut lock(&self.store)))
    }
    fn id_key(&self, store: &Store) -> Result<[u8; 32], ApiError> {
        Ok(store.id_key()?)
    }
    fn clock_shift_ms(&self) -> Option<i64> {
        self.today.under(self.env.boot())
    }
    fn shift_clock(&self, ms: i64) -> Result<(), ApiError> {
        self.today.give(self.env.boot(), ms);
        Ok(())
    }
    fn road(&self) -> Road {
        self.road.clone()
    }
}
