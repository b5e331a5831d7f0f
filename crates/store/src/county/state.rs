//! State blocks, cut from the tables: of a scope for a first sync, of one place to be fetched again.

use domain::{Id, Place, cbor::Cbor, place::Scope, records::REGISTRY};

use super::County;
use crate::{
    StoreError, block, row,
    state::{StateBlock, StateKey, of_row},
};

impl County {
    /// The next state block of a scope behind `after`.
    pub fn state(&self, scope: &Scope, after: StateKey) -> Result<StateBlock, StoreError> {
        self.state_in(|place| scope.contains(place), after)
    }

    /// The same of one place, for a laptop whose sum differs there.
    pub fn state_of_place(&self, place: Place, after: StateKey) -> Result<StateBlock, StoreError> {
        self.state_in(|of| of == place, after)
    }

    fn state_in(
        &self,
        is_asked: impl Fn(Place) -> bool,
        after: StateKey,
    ) -> Result<StateBlock, StoreError> {
        let mut found = StateBlock {
            position: self.head(),
            first: after,
            last: None,
            rows: Vec::new(),
        };
        let mut bytes = 0;
        for record in REGISTRY {
            let from = match after {
                Some((table, _)) if record.table < table => continue,
                Some((table, id)) if record.table == table => Some(id),
                _ => None,
            };
            let sql = format!(
                "SELECT id, {} FROM {} WHERE id > ?1 AND _seq > 0 ORDER BY id",
                row::columns(record),
                record.name
            );
            let mut statement = self.store().conn.prepare_cached(&sql)?;
            let mut rows = statement.query([from.map_or_else(Vec::new, |id| id.0.to_vec())])?;
            while let Some(columns) = rows.next()? {
                let id = Id::from_slice(columns.get_ref(0)?.as_blob().unwrap_or_default())
                    .unwrap_or_default();
                let place_column = 1 + record.fields.len() + 6;
                let place = Place(columns.get::<_, i64>(place_column)? as u64);
                if !is_asked(place) {
                    continue;
                }
                let state = of_row(&row::from_columns(record, id, columns, 1)?);
                bytes += state.to_cbor().len();
                found.last = Some((state.table, state.id));
                found.rows.push(state);
                if bytes >= block::BLOCK_BYTES_AIM {
                    return Ok(found);
                }
            }
        }
        found.last = None;
        Ok(found)
    }
}
