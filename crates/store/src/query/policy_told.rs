//! Which policies a household was told of, and when last.

use std::collections::BTreeMap;

use domain::{Id, codes, records::list};

use super::{Asking, id_at, is_shown, place_at};
use crate::{Store, StoreError};

/// One policy of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTold {
    /// Its code.
    pub policy: String,
    /// The last day on which somebody explained it; nothing when nobody has.
    pub last_on: Option<String>,
    /// On which visit.
    pub visit_id: Option<Id>,
    /// How often.
    pub times: u64,
}

impl Store {
    /// All policies in the order of their list, then those that this program does not know: explained ones with when,
    /// the others without. Withdrawn visits explained nothing.
    pub fn policies_told(
        &self,
        asking: Asking<'_>,
        household: Id,
    ) -> Result<Vec<PolicyTold>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, visited_on, policies, _place FROM visit
             WHERE household_id = ?1 AND deleted_at IS NULL AND policies <> '' ORDER BY visited_on, created_at",
        )?;
        let mut rows = statement.query([household.0.as_slice()])?;
        let mut told: BTreeMap<String, (String, Id, u64)> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            if !is_shown(asking.scope, place_at(row, 3)?) {
                continue;
            }
            let (id, on): (Id, String) = (id_at(row, 0)?, row.get(1)?);
            for policy in list(&row.get::<_, String>(2)?.into()) {
                let of = told.entry(policy).or_default();
                *of = (on.clone(), id, of.2 + 1);
            }
        }
        let mut found = Vec::with_capacity(codes::POLICY.entries.len());
        for entry in codes::POLICY.entries {
            found.push(of(entry.code, told.remove(entry.code)));
        }
        for (policy, how) in told {
            found.push(of(&policy, Some(how)));
        }
        Ok(found)
    }
}

fn of(policy: &str, how: Option<(String, Id, u64)>) -> PolicyTold {
    let policy = policy.to_owned();
    match how {
        Some((on, visit, times)) => PolicyTold {
            policy,
            last_on: Some(on),
            visit_id: Some(visit),
            times,
        },
        None => PolicyTold {
            policy,
            last_on: None,
            visit_id: None,
            times: 0,
        },
    }
}
