//! Is what this laptop recorded and received whole, block by block? Repairs nothing.

use std::collections::BTreeSet;

use domain::{ChangeSet, Context, cbor::strict};

use crate::{Store, StoreError, county::Page, mine};

/// What was found whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnLog {
    /// Own sets.
    pub sets: u64,
    /// Pages of the county.
    pub pages: u64,
}

impl Store {
    /// Reads every own set and every page: each can be read, own sets are numbered as their rows say, without two
    /// of one number, and under a context that is here.
    pub fn check_own_log(&self) -> Result<OwnLog, StoreError> {
        let broken = |what: String| StoreError::Damaged(what);
        let mut found = OwnLog::default();
        let mut contexts = BTreeSet::new();
        let mut statement = self.conn.prepare("SELECT no, head FROM context")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            strict::<Context>(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            contexts.insert(row.get::<_, i64>(0)?);
        }
        let mut statement = self
            .conn
            .prepare("SELECT first, last, context, block FROM mine ORDER BY last")?;
        let mut rows = statement.query([])?;
        let mut before = 0;
        while let Some(row) = rows.next()? {
            let (first, last, context): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let sets: Vec<ChangeSet> = mine::sets(row.get_ref(3)?.as_blob().unwrap_or_default())?;
            let numbers = sets.iter().map(|set| set.dseq as i64);
            if first <= before || !numbers.eq(first..=last) || !contexts.contains(&context) {
                return Err(broken(format!("own sets {first} to {last}")));
            }
            before = last;
            found.sets += sets.len() as u64;
        }
        let mut statement = self
            .conn
            .prepare("SELECT last, block FROM page ORDER BY last")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let last: i64 = row.get(0)?;
            let page = Page::unpack(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            if page.upto.seq as i64 != last {
                return Err(broken(format!("page {last}")));
            }
            found.pages += 1;
        }
        Ok(found)
    }

    /// Hashes of all photos whose bytes are here.
    pub fn photo_hashes(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut statement = self
            .conn
            .prepare("SELECT sha256 FROM blob WHERE bytes IS NOT NULL ORDER BY sha256")?;
        let hashes = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let hashes: Vec<Vec<u8>> = hashes.collect::<Result<_, _>>()?;
        Ok(hashes
            .into_iter()
            .filter_map(|hash| hash.try_into().ok())
            .collect())
    }
}
