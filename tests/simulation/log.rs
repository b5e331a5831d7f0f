//! The log as the checkers read it: their own fold, written apart from the store's `apply`.

use std::collections::BTreeMap;

use domain::{
    ChangeSet, Entry, GroupOutcome, Hash, Id, Outcome, Value, Verdict, cbor::strict,
    entry::EntrySet, records,
};
use store::county::County;

#[derive(Debug, Clone)]
pub struct Line {
    pub entry: Entry,
    pub grant: Id,
    pub hash: Hash,
    pub set: Option<ChangeSet>,
}

/// A cell, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub value: Value,
    pub hash: Hash,
    pub seq: u64,
    pub grant: Id,
}

pub type CellName = (u16, Id, u16);
pub type Fold = BTreeMap<CellName, Written>;

#[derive(Debug, Default)]
pub struct Log(pub Vec<Line>);

impl Log {
    /// Reads what was appended since.
    pub fn follow(&mut self, county: &County) -> Result<(), String> {
        let after = self.0.len() as u64;
        for (entry, context, hash) in county
            .entries_after(after)
            .map_err(|error| error.to_string())?
        {
            if entry.seq != self.0.len() as u64 + 1 {
                return Err(format!("I6: entry {} after {}", entry.seq, self.0.len()));
            }
            let set = match &entry.set {
                EntrySet::Whole(bytes) => strict(bytes).ok(),
                EntrySet::Own(_) => None,
            };
            self.0.push(Line {
                entry,
                grant: context.grant,
                hash,
                set,
            });
        }
        Ok(())
    }

    /// The cells at a position.
    pub fn fold(&self, upto: u64) -> Fold {
        let mut fold = Fold::new();
        for line in self.0.iter().take(upto as usize) {
            line.fold_into(&mut fold);
        }
        fold
    }
}

impl Line {
    pub fn fold_into(&self, fold: &mut Fold) {
        if !matches!(self.entry.verdict, Verdict::Applied | Verdict::Merged) {
            return;
        }
        let Some(set) = &self.set else { return };
        for (index, op) in set.ops.iter().enumerate() {
            for (field, value) in &op.cells {
                if self
                    .outcome(index, op.table, *field)
                    .is_some_and(|outcome| outcome.outcome != Outcome::Won)
                {
                    continue;
                }
                let name = (op.table, op.id, *field);
                let same = |old: &Written| {
                    old.value == *value || (old.value.is_default() && value.is_default())
                };
                if fold.get(&name).is_some_and(same) {
                    continue;
                }
                fold.insert(
                    name,
                    Written {
                        value: value.clone(),
                        hash: self.hash,
                        seq: self.entry.seq,
                        grant: self.grant,
                    },
                );
            }
        }
    }

    pub fn outcome(&self, op: usize, table: u16, field: u16) -> Option<&GroupOutcome> {
        let group = records::by_table(table).map_or(field, |record| record.group_of(field));
        self.entry
            .outcomes
            .iter()
            .find(|outcome| usize::from(outcome.op) == op && outcome.group == group)
    }
}
