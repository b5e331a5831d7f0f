//! A first sync: state blocks into a file until it is complete, resumed behind the last row (`sync.md` §2.5).

use domain::{Env, Id, Position, cbor::strict, records::REGISTRY};
use rusqlite::params;

use super::{page::Taking, repair};
use crate::{
    Row, Store, StoreError, meta,
    state::{StateBlock, StateKey, to_row},
};

impl Store {
    /// How far the first sync has come: behind which row to ask on, and whether it is complete.
    pub fn fetched(&self) -> Result<(StateKey, bool), StoreError> {
        let complete = meta::number(&self.conn, meta::COMPLETE)? == 1;
        let key = meta::bytes(&self.conn, meta::FETCHED_UNTIL)?.filter(|key| key.len() == 18);
        let key = key.and_then(|key| {
            Some((
                u16::from_be_bytes([key[0], key[1]]),
                Id::from_slice(&key[2..])?,
            ))
        });
        Ok((key, complete))
    }

    /// Notes how many rows the first sync will bring.
    pub fn expect_rows(&mut self, env: &dyn Env, rows: u64) -> Result<(), StoreError> {
        self.transact(env, |store| {
            meta::set_number(&store.conn, meta::EXPECTED, rows)
        })
    }

    /// How far the first sync is, in percent; nothing where the county did not say how much there is.
    pub fn fetched_percent(&self) -> Result<Option<u64>, StoreError> {
        let expected = meta::number(&self.conn, meta::EXPECTED)?;
        let rows = self.sum()?.rows;
        // The county may have grown meanwhile: complete is what its last block says, not this figure.
        Ok(rows
            .saturating_mul(100)
            .checked_div(expected)
            .map(|percent| percent.min(99)))
    }

    /// The position of the first state block, while the first sync is not complete.
    pub fn tail_from(&self) -> Result<Option<Position>, StoreError> {
        Ok(meta::bytes(&self.conn, meta::TAIL_FROM)?
            .map(|bytes| strict(&bytes))
            .transpose()?)
    }

    /// The county does not know the first block any more: the first sync starts anew. Own sets stay as they are.
    pub fn restart_state(&mut self, env: &dyn Env) -> Result<(), StoreError> {
        self.transact(env, |store| {
            let conn = &store.conn;
            if meta::number(conn, meta::COMPLETE)? == 1 {
                return Ok(());
            }
            let mut taking = Taking::new(store)?;
            for record in REGISTRY {
                let sql = format!("SELECT id FROM {} WHERE _seq > 0", record.name);
                for id in repair::ids(conn, &sql, &[])? {
                    taking.forget(record.table, id)?;
                }
            }
            taking.applying.flush()?;
            conn.execute(
                "DELETE FROM meta WHERE name IN (?1, ?2, ?3)",
                params![meta::TAIL_FROM, meta::FETCHED_UNTIL, meta::TOP],
            )?;
            Ok(())
        })
    }

    /// Takes a state block into a file whose first sync is not complete; gives the number of rows.
    pub fn take_state(&mut self, env: &dyn Env, state: StateBlock) -> Result<usize, StoreError> {
        self.needs_room(crate::profile::PULL_ROOM)?;
        let count = state.rows.len();
        self.transact(env, |store| {
            let conn = &store.conn;
            if meta::bytes(conn, meta::TAIL_FROM)?.is_none() {
                meta::set_position(conn, meta::TAIL_FROM, &state.position)?;
            }
            let mut taking = Taking::new(store)?;
            let mut top = meta::position(conn, meta::TOP)?;
            for state_row in state.rows {
                let row = taking
                    .applying
                    .rows
                    .edit(conn, state_row.table, state_row.id)?;
                if row.mine != 0 {
                    // What a person wrote before the first sync was through stays on top.
                    taking.state(state_row, false)?;
                } else if row.seq < state_row.seq {
                    *row = Row {
                        stored: row.stored,
                        ..to_row(state_row)
                    };
                }
            }
            taking.applying.flush()?;
            if state.position.seq > top.seq {
                top = state.position;
                meta::set_position(conn, meta::TOP, &top)?;
            }
            if let Some((table, id)) = state.last {
                let key = [&table.to_be_bytes()[..], &id.0].concat();
                meta::set_bytes(conn, meta::FETCHED_UNTIL, &key)?;
            } else {
                let tail = meta::position(conn, meta::TAIL_FROM)?;
                meta::set_position(conn, meta::POSITION, &tail)?;
                meta::set_number(conn, meta::COMPLETE, 1)?;
                conn.execute(
                    "DELETE FROM meta WHERE name IN (?1, ?2)",
                    params![meta::TAIL_FROM, meta::FETCHED_UNTIL],
                )?;
            }
            Ok(())
        })?;
        Ok(count)
    }
}
