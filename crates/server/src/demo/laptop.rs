//! One laptop of the demonstration: it saves and pushes as a real one.

use std::collections::BTreeSet;

use domain::{About, ChangeSet, Context, Env, Id, Op, cbor::Cbor, records::SCHEMA};
use store::{
    Edit,
    county::{County, Pushed, Pusher},
};

use super::{DemoError, dice::Dice};

/// One life of a laptop's file: what it saved and has not pushed yet.
pub(super) struct Laptop {
    context: Context,
    dseq: u64,
    sets: Vec<Vec<u8>>,
}

impl Laptop {
    pub(super) fn new(dice: &mut Dice, grant: Id, county: &County) -> Self {
        let context = Context {
            incarnation: dice.id(0),
            grant,
            seen: county.head(),
            top: None,
            boot: 0,
            schema: SCHEMA,
        };
        Self {
            context,
            dseq: 0,
            sets: Vec::new(),
        }
    }

    pub(super) fn save(&mut self, made_at: i64, edits: Vec<Edit>) {
        self.dseq += 1;
        let mut ops: Vec<Op> = edits
            .into_iter()
            .map(|edit| Op {
                table: edit.table,
                id: edit.id,
                base: edit.base.unwrap_or_default(),
                cells: edit.cells,
            })
            .collect();
        ops.sort_by_key(|op| (op.table, op.id));
        let set = ChangeSet {
            dseq: self.dseq,
            made_at,
            ops,
            about: About::default(),
        };
        self.sets.push(set.to_cbor());
    }

    pub(super) fn push(
        &mut self,
        county: &mut County,
        env: &dyn Env,
        received_at: i64,
    ) -> Result<(), DemoError> {
        let author = Pusher {
            grants: BTreeSet::from([self.context.grant]),
            ..Pusher::default()
        };
        let pushed = Pushed {
            context: self.context.to_cbor(),
            common: None,
            sets: std::mem::take(&mut self.sets),
        };
        all_applied(&county.push(env, &author, received_at, &[pushed])?)
    }
}

/// A demonstration that was refused in part would show figures that are not there.
pub(super) fn all_applied(receipts: &store::county::Receipts) -> Result<(), DemoError> {
    let refused: Vec<_> = receipts
        .receipts
        .iter()
        .filter(|receipt| receipt.verdict != domain::Verdict::Applied)
        .collect();
    match refused.first() {
        None => Ok(()),
        Some(first) => Err(DemoError::Refused {
            refused: refused.len(),
            verdict: format!("{:?}", first.verdict),
        }),
    }
}
