//! Villages by their name: for whoever looks after many.

use domain::place::Scope;

use super::{Asked, is_counted, short_name};
use crate::{Store, StoreError};

/// A village that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageHit {
    /// Its code.
    pub code: String,
    /// Its name, short.
    pub name: String,
    /// Name of its township, short.
    pub township_name: String,
    /// How many households of the caller's area are in it.
    pub households: u64,
}

impl Store {
    /// Villages of `scope` whose name `typed` finds, best first.
    pub fn search_villages(
        &self,
        scope: &Scope,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<VillageHit>, StoreError> {
        let households = self.index.current(self.connection())?;
        let Some(asked) = Asked::new(&households, typed) else {
            return Ok(Vec::new());
        };
        let fits: Vec<_> = households
            .village_codes
            .iter()
            .map(|name| asked.pattern.fit(name))
            .collect();
        let mut counts = vec![0_u64; fits.len()];
        for index in &households.order {
            let home = &households.homes[*index as usize];
            if fits[home.village as usize].is_some() && is_counted(scope, home) {
                counts[home.village as usize] += 1;
            }
        }
        let mut found: Vec<_> = (0_u32..)
            .zip(fits.iter().zip(&counts))
            .filter_map(|(number, (fit, count))| {
                let fit = (*fit).filter(|_| *count > 0)?;
                Some((fit, households.villages.text(number), *count))
            })
            .collect();
        found.sort_unstable();
        let name = |code: &str| short_name(households.division_name(code)).to_owned();
        Ok(found
            .into_iter()
            .take(limit)
            .map(|(_, code, count)| VillageHit {
                name: name(code),
                township_name: name(code.get(..9).unwrap_or(code)),
                code: code.to_owned(),
                households: count,
            })
            .collect())
    }
}
