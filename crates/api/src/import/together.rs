//! Households of an import that come back in one transaction or not at all: whoever goes back to a household finds it
//! parted again, and a head who goes back has gone when the household names them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Id,
    records::{Household, Member, Record},
};
use store::{
    Store, StoreError,
    imports::{Written, WrittenHome, WrittenRow},
};

/// Households by their place in the file, those that belong together in one group.
#[derive(Default)]
pub(super) struct Together {
    groups: Vec<BTreeSet<u64>>,
    group_of: BTreeMap<u64, usize>,
}

impl Together {
    /// Read off what the undo of the import has not been to.
    pub(super) fn of(store: &Store, run: Id) -> Result<Self, StoreError> {
        // Where it is written that somebody moved or a household was joined, and where a household or person is named
        // that comes back.
        let mut moved: BTreeMap<Id, BTreeSet<u64>> = BTreeMap::new();
        let mut named: Vec<(u64, Id)> = Vec::new();
        store.each_import_change(run, &mut |no, row| {
            if is_move(&row) {
                moved.entry(row.id).or_default().insert(no);
            }
            named.extend(named_before(&row).map(|id| (no, id)));
        })?;
        let mut together = Self::default();
        for (no, id) in named {
            for other in moved.get(&id).into_iter().flatten() {
                together.join(no, *other);
            }
        }
        Ok(together)
    }

    fn join(&mut self, one: u64, other: u64) {
        let [into, from] = [one, other].map(|no| self.group(no));
        if into == from {
            return;
        }
        let nos = std::mem::take(&mut self.groups[from]);
        for no in &nos {
            self.group_of.insert(*no, into);
        }
        self.groups[into].extend(nos);
    }

    fn group(&mut self, no: u64) -> usize {
        *self.group_of.entry(no).or_insert_with(|| {
            self.groups.push(BTreeSet::from([no]));
            self.groups.len() - 1
        })
    }

    /// The next `most` households to be put back, the last written first, and behind them whoever belongs to them.
    pub(super) fn next(
        &self,
        store: &Store,
        run: Id,
        most: usize,
    ) -> Result<Vec<WrittenHome>, StoreError> {
        let mut homes = store.import_homes(run, most)?;
        let here: BTreeSet<u64> = homes.iter().map(|home| home.no).collect();
        let groups = here.iter().filter_map(|no| self.group_of.get(no));
        let behind: BTreeSet<u64> = groups
            .flat_map(|group| &self.groups[*group])
            .filter(|no| !here.contains(no))
            .copied()
            .collect();
        for no in behind.into_iter().rev() {
            homes.extend(store.import_home(run, no)?);
        }
        Ok(homes)
    }
}

/// Did the import move somebody, or join a household to another?
fn is_move(row: &WrittenRow) -> bool {
    match &row.what {
        Written::Made(_) => false,
        Written::Changed { before, after } | Written::Revived { before, after } => {
            if row.table == Member::INFO.table {
                before.contains_key(&Member::household_id)
            } else {
                row.table == Household::INFO.table && after.contains_key(&Household::merged_into)
            }
        }
    }
}

/// The households and persons that the row names once it is put back.
fn named_before(row: &WrittenRow) -> impl Iterator<Item = Id> {
    let fields: &[u16] = match row.table {
        table if table == Member::INFO.table => &[Member::household_id],
        table if table == Household::INFO.table => {
            &[Household::head_member_id, Household::merged_into]
        }
        _ => &[],
    };
    let before = match &row.what {
        Written::Made(_) => None,
        Written::Changed { before, .. } | Written::Revived { before, .. } => Some(before),
    };
    fields
        .iter()
        .filter_map(move |field| before?.get(field)?.as_id())
}
