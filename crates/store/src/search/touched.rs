//! What one transaction writes that the index follows: rows note it as they are written, the commit hands it to the
//! index. It is in no file, so a save writes no page for the index.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{
    Id,
    records::{Division, Household, Measure, Problem, Record, Visit},
};

/// What an index keeps, in the order in which it is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Names of divisions; its id is blank.
    Divisions,
    /// A household with its members.
    Household,
    Problem,
    Visit,
    Measure,
}

/// Rows of committed transactions that the index has not taken in.
#[derive(Debug, Default)]
pub(super) struct Behind(Vec<(Kind, Id)>, bool);

/// So many that nobody has asked for long: the next question reads all anew.
const MANY: usize = 500_000;

impl Behind {
    pub(super) fn add(&mut self, touched: Vec<(Kind, Id)>) {
        let Self(rows, is_too_far) = self;
        rows.extend(touched);
        if *is_too_far || rows.len() > MANY {
            (*rows, *is_too_far) = (Vec::new(), true);
        }
    }

    /// All of them, in the order in which they are taken in; nothing when all must be read anew.
    pub(super) fn take(&mut self) -> Option<Vec<(Kind, Id)>> {
        let Self(mut rows, is_too_far) = std::mem::take(self);
        rows.sort_unstable();
        rows.dedup();
        (!is_too_far).then_some(rows)
    }
}

/// Rows of the transaction that is open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched(Arc<Mutex<Vec<(Kind, Id)>>>);

impl Touched {
    /// A row is written or taken out. Members are noted by their households, photos by their visits.
    pub(crate) fn note(&self, table: u16, id: Id) {
        let kind = match table {
            table if table == Visit::INFO.table => Kind::Visit,
            table if table == Household::INFO.table => Kind::Household,
            table if table == Measure::INFO.table => Kind::Measure,
            table if table == Problem::INFO.table => Kind::Problem,
            table if table == Division::INFO.table => Kind::Divisions,
            _ => return,
        };
        let id = if kind == Kind::Divisions {
            Id::nil()
        } else {
            id
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // An import writes a household and its members one after the other.
        if all.last() != Some(&(kind, id)) {
            all.push((kind, id));
        }
    }

    /// All of it; nothing stays.
    pub(super) fn take(&self) -> Vec<(Kind, Id)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The transaction came to nothing.
    pub(crate) fn forget(&self) {
        self.take();
    }
}
