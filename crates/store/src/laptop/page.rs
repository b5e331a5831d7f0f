//! A page, item by item, into the tables of a laptop.

use std::collections::BTreeSet;

use domain::{ChangeSet, Context, Hash, Id, Place, Verdict, cbor::strict, entry::EntrySet};
use rusqlite::{OptionalExtension, params};

use super::{Taken, note_decision};
use crate::{
    StoreError,
    apply::{Applying, Logged},
    mine, place, state,
};

pub(super) struct Taking<'a> {
    pub(super) applying: Applying<'a>,
    pub(super) own: BTreeSet<Id>,
    pub(super) last_dseq: u64,
    pub(super) taken: Taken,
    pub(super) keeps: bool,
}

impl Taking<'_> {
    /// False when the entry names an own set that is not here.
    pub(super) fn entry(
        &mut self,
        entry: &domain::Entry,
        context_bytes: &[u8],
    ) -> Result<bool, StoreError> {
        let context: Context = strict(context_bytes)?;
        let (bytes, hash) = match &entry.set {
            EntrySet::Whole(bytes) => (bytes.clone(), ChangeSet::hash(context_bytes, bytes)),
            EntrySet::Own(first) => match self.own_set(entry.seq, context_bytes, *first)? {
                Some(found) => found,
                None => return Ok(false),
            },
        };
        let set = strict::<ChangeSet>(&bytes).unwrap_or_else(|_| ChangeSet {
            dseq: 0,
            made_at: 0,
            ops: Vec::new(),
            about: domain::About::default(),
        });
        let own =
            self.own.contains(&context.incarnation) && self.is_mine(&set, context_bytes, &hash)?;
        if own {
            if entry.verdict.reaches_tables() || entry.verdict == Verdict::Closed {
                self.applying.lift(&set)?;
            }
            if entry.verdict != Verdict::Applied
                || mine::entry_of(self.applying.conn, set.dseq)? != entry.seq
            {
                note_decision(
                    self.applying.conn,
                    set.dseq,
                    entry.seq,
                    &entry.verdict,
                    entry.at,
                )?;
            }
        }
        self.applying.entry(&Logged {
            entry,
            context: &context,
            set: &set,
            hash: &hash,
        })?;
        self.taken.entries += usize::from(!own);
        self.keeps = true;
        Ok(true)
    }

    fn is_mine(&self, set: &ChangeSet, context: &[u8], hash: &Hash) -> Result<bool, StoreError> {
        if set.dseq == 0 || set.dseq > self.last_dseq {
            return Ok(false);
        }
        Ok(self.stored(set.dseq)?.is_some_and(|(own_context, bytes)| {
            own_context == context && ChangeSet::hash(context, &bytes) == *hash
        }))
    }

    /// Context and bytes of an own set.
    fn stored(&self, dseq: u64) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
        let conn = self.applying.conn;
        let mut statement = conn.prepare_cached(
            "SELECT first, context, block FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1",
        )?;
        let mut rows = statement.query([dseq as i64])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let first = row.get::<_, i64>(0)? as u64;
        if first > dseq {
            return Ok(None);
        }
        let context = mine::context(conn, row.get(1)?)?;
        let sets = mine::set_bytes(row.get_ref(2)?.as_blob().unwrap_or_default())?;
        Ok(sets
            .into_iter()
            .nth((dseq - first) as usize)
            .map(|bytes| (context, bytes)))
    }

    /// The own set that an entry names: by its receipt, else among those that wait for a decision.
    fn own_set(
        &self,
        seq: u64,
        context: &[u8],
        first8: [u8; 8],
    ) -> Result<Option<(Vec<u8>, Hash)>, StoreError> {
        let conn = self.applying.conn;
        let mut candidates: Vec<u64> = Vec::new();
        let by_run: Option<(i64, i64)> = conn
            .prepare_cached(
                "SELECT first, seq FROM mine WHERE decided = 0 AND seq > 0 AND seq <= ?1 AND seq + (last - first) >= ?1",
            )?
            .query_row([seq as i64], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        candidates.extend(by_run.map(|(first, from)| first as u64 + (seq - from as u64)));
        for sql in [
            "SELECT dseq FROM decision WHERE seq = ?1",
            "SELECT dseq FROM decision WHERE verdict IN ('held', 'quarantined') AND ?1 > 0",
        ] {
            let mut statement = conn.prepare_cached(sql)?;
            let rows = statement.query_map([seq as i64], |row| row.get::<_, i64>(0))?;
            for dseq in rows {
                candidates.push(dseq? as u64);
            }
        }
        for dseq in candidates {
            if let Some((own_context, bytes)) = self.stored(dseq)?
                && own_context == context
            {
                let hash = ChangeSet::hash(context, &bytes);
                if hash.starts_with(&first8) {
                    return Ok(Some((bytes, hash)));
                }
            }
        }
        Ok(None)
    }

    /// An anchor is no longer in this laptop's area: it goes with all that hangs on it, except where own work waits.
    pub(super) fn leave(&mut self, seq: u64, table: u16, id: Id) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        self.unwant(table, id)?;
        if self.applying.rows.get(conn, table, id)?.seq > seq {
            return Ok(());
        }
        self.applying.flush()?;
        let mut open = vec![(table, id)];
        while let Some((table, id)) = open.pop() {
            open.extend(place::hanging(conn, table, id)?);
            let row = self.applying.rows.edit(conn, table, id)?;
            row.place = Place::PARKED;
            if row.mine == 0 {
                row.seq = 0;
            }
            self.applying.touched.insert(table);
        }
        self.applying.flush()
    }

    /// A row whole: the confirmed side of the row becomes it.
    pub(super) fn state(&mut self, new: state::StateRow) -> Result<(), StoreError> {
        let conn = self.applying.conn;
        self.unwant(new.table, new.id)?;
        let row = self.applying.rows.get(conn, new.table, new.id)?.clone();
        let parked = row.place == Place::PARKED && row.stored;
        if row.seq > new.seq || (row.seq == new.seq && !parked && row.place == new.place) {
            return Ok(());
        }
        let chain = self.applying.mines.chain(conn, &row)?;
        let new = state::to_row(new);
        let old = self.applying.confirmed(&row, &chain)?;
        let fields: BTreeSet<u16> = old.keys().chain(new.cells.keys()).copied().collect();
        for field in fields {
            let value = domain::cell::cell(&new.cells, field).clone();
            let oldest = chain
                .iter()
                .rev()
                .find(|(_, fields)| fields.contains(&field))
                .map(|(dseq, _)| *dseq);
            if let Some(dseq) = oldest {
                let list = self.applying.mines.under(conn, dseq)?;
                list.find_or_insert(dseq, new.table, new.id)
                    .cells
                    .insert(field, value);
            } else {
                let row = self.applying.rows.edit(conn, new.table, new.id)?;
                crate::apply::set_cell(&mut row.cells, field, &value);
            }
        }
        let row = self.applying.rows.edit(conn, new.table, new.id)?;
        row.created_at = new.created_at;
        row.changed_at = row.changed_at.max(new.changed_at);
        row.seq = new.seq;
        row.place = new.place;
        self.applying.touched.insert(new.table);
        self.taken.entries += 1;
        Ok(())
    }

    fn unwant(&mut self, table: u16, id: Id) -> Result<(), StoreError> {
        self.applying.fetch.remove(&(table, id));
        self.applying
            .conn
            .prepare_cached("DELETE FROM wanted_row WHERE table_no = ?1 AND id = ?2")?
            .execute(params![table, id.0.as_slice()])?;
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Result<(), StoreError> {
        self.applying.flush()?;
        for (table, id) in &self.applying.fetch {
            if state::is_known(*table) {
                self.applying
                    .conn
                    .prepare_cached(
                        "INSERT OR IGNORE INTO wanted_row (table_no, id) VALUES (?1, ?2)",
                    )?
                    .execute(params![table, id.0.as_slice()])?;
            }
        }
        self.taken.touched = std::mem::take(&mut self.applying.touched);
        Ok(())
    }
}
