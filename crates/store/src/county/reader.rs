//! Reading beside the writer, on a connection of one's own: no page, state block or screen waits for a push.

use std::path::Path;

use super::{County, log};
use crate::{Side, Store, StoreError, open::Key};

/// A county that is only read.
#[derive(Debug)]
pub struct Reader(County);

impl Reader {
    /// Opens the file that `writer` has open, and shares its search index.
    pub fn open(path: &Path, key: &Key, writer: &County) -> Result<Self, StoreError> {
        let mut store = Store::open_reader(path, key, Side::County)?;
        store.share_index(writer.store());
        Ok(Self(County::of(store, None)?))
    }

    /// The tables; each question sees what is committed when it is asked.
    pub fn store(&self) -> &Store {
        self.0.store()
    }

    /// Log and tables at one head: all that `work` reads is of the same instant.
    pub fn at_one_head<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&County) -> Result<T, E>,
    ) -> Result<T, E> {
        let snapshot = self
            .0
            .store
            .conn
            .unchecked_transaction()
            .map_err(StoreError::from)?;
        // The first read fixes the instant.
        self.0.head = log::head(&snapshot)?;
        let read = work(&self.0);
        drop(snapshot);
        read
    }
}
