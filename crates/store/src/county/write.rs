//! Sets of the county's own: of people at the console under their grant, and of the process itself under none.

use domain::{About, ChangeSet, Context, Env, Id, Op, Position, cbor::Cbor};

use super::{County, Pushed, Pusher, Receipts};
use crate::{Edit, StoreError, forms::DraftOf};

/// One set to be written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Under which right; nil for the process itself.
    pub grant: Id,
    /// Its rows.
    pub edits: Vec<Edit>,
    /// What it does besides.
    pub about: About,
}

impl County {
    /// Makes one set.
    pub fn write(
        &mut self,
        env: &dyn Env,
        grant: Id,
        seen: Position,
        edits: Vec<Edit>,
        about: About,
    ) -> Result<Receipts, StoreError> {
        self.write_many(env, grant, seen, vec![(edits, about)])
    }

    /// Makes many sets under one right.
    pub fn write_many(
        &mut self,
        env: &dyn Env,
        grant: Id,
        seen: Position,
        sets: Vec<(Vec<Edit>, About)>,
    ) -> Result<Receipts, StoreError> {
        let sets = sets
            .into_iter()
            .map(|(edits, about)| Written {
                grant,
                edits,
                about,
            })
            .collect();
        self.write_form(env, seen, sets, None)
    }

    /// Makes all sets of one form in one transaction, in which its draft goes too. One receipt a set, in their order.
    pub fn write_form(
        &mut self,
        env: &dyn Env,
        seen: Position,
        sets: Vec<Written>,
        draft: Option<DraftOf>,
    ) -> Result<Receipts, StoreError> {
        let now = env.wall_ms();
        let pusher = Pusher {
            grants: sets.iter().map(|set| set.grant).collect(),
            trusted: sets.iter().all(|set| set.grant.is_nil()),
            draft,
            ..Pusher::default()
        };
        let mut pushed: Vec<(Id, Pushed)> = Vec::new();
        for set in sets {
            let is_next = pushed.last().is_none_or(|(grant, _)| *grant != set.grant);
            if is_next {
                pushed.push((
                    set.grant,
                    Pushed {
                        context: context(env, set.grant, seen),
                        ..Pushed::default()
                    },
                ));
            }
            if let Some((_, group)) = pushed.last_mut() {
                let dseq = group.sets.len() as u64 + 1;
                group.sets.push(bytes(dseq, now, set));
            }
        }
        let pushed: Vec<Pushed> = pushed.into_iter().map(|(_, group)| group).collect();
        self.push(env, &pusher, now, &pushed)
    }
}

/// A console has no file of its own: each form is a life that ends with it.
fn context(env: &dyn Env, grant: Id, seen: Position) -> Vec<u8> {
    Context {
        incarnation: env.new_id(),
        grant,
        seen,
        top: None,
        boot: env.boot(),
        schema: domain::records::SCHEMA,
    }
    .to_cbor()
}

fn bytes(dseq: u64, made_at: i64, set: Written) -> Vec<u8> {
    let mut ops: Vec<Op> = set
        .edits
        .into_iter()
        .map(|edit| Op {
            table: edit.table,
            id: edit.id,
            base: edit.base.unwrap_or_default(),
            cells: edit.cells,
        })
        .collect();
    ops.sort_by_key(|op| (op.table, op.id));
    ChangeSet {
        dseq,
        made_at,
        ops,
        about: set.about,
    }
    .to_cbor()
}
