//! The entry, its place in the block, and whose pushes a block holds.

use domain::{ChangeSet, Context, Entry, Hash, Id, entry::EntrySet};

use super::{Batch, Decision, Writer};
use crate::county::{
    Head, Receipt,
    log::{self, LogRun},
};
use crate::{StoreError, apply::Logged, block::BLOCK_BYTES_AIM};

impl Batch<'_> {
    #[expect(clippy::too_many_arguments, reason = "one call")]
    pub(super) fn append(
        &mut self,
        context_bytes: &[u8],
        context: &Context,
        set: &ChangeSet,
        dseq: u64,
        bytes: &[u8],
        hash: Hash,
        at: i64,
        decision: Decision,
    ) -> Result<Receipt, StoreError> {
        if self.block_bytes + bytes.len() > BLOCK_BYTES_AIM {
            self.close_block()?;
        }
        let seq = self.head.seq + 1;
        let next = self.block.contexts.len() as u64;
        let context_no = *self.contexts.entry(context_bytes.to_vec()).or_insert(next);
        if context_no == next {
            self.block.contexts.push(context_bytes.to_vec());
            self.block_bytes += context_bytes.len();
        }
        let entry = Entry {
            seq,
            context: context_no,
            at,
            verdict: decision.verdict.clone(),
            place: decision.place,
            previous: decision.previous,
            outcomes: decision.outcomes,
            common: self.common,
            set: EntrySet::Whole(bytes.to_vec()),
        };
        self.applying.entry(&Logged {
            entry: &entry,
            context,
            set,
            hash: &hash,
        })?;
        self.head = Head {
            seq,
            mark: entry.mark(&self.head.mark, &hash),
        };
        self.has_held |= entry.verdict.reaches_tables();
        self.note_run(seq, context.incarnation, dseq);
        self.recent.insert(
            seq,
            Writer {
                incarnation: context.incarnation,
                dseq,
                grant: context.grant,
                at,
            },
        );
        let author = self.authors.entry(context.incarnation).or_default();
        if dseq > author.last_dseq {
            (author.last_dseq, author.last_at) = (dseq, at);
        }
        self.block_bytes += bytes.len() + 64 + entry.previous.len() * 4;
        self.block.entries.push(entry);
        let receipt = Receipt {
            incarnation: context.incarnation,
            dseq,
            hash,
            seq,
            verdict: decision.verdict,
        };
        self.batch
            .entry((context.incarnation, dseq))
            .or_default()
            .push(receipt.clone());
        Ok(receipt)
    }

    pub(super) fn note_run(&mut self, seq: u64, incarnation: Id, dseq: u64) {
        let joins = self
            .block
            .runs
            .last()
            .is_some_and(|run| run.incarnation == incarnation && run.last + 1 == dseq);
        let next_seq = self
            .block
            .entries
            .last()
            .is_none_or(|entry| entry.seq + 1 == seq);
        match self.block.runs.last_mut() {
            Some(run) if joins && next_seq && !self.block.entries.is_empty() => run.last = dseq,
            _ => self.block.runs.push(LogRun {
                incarnation,
                first: dseq,
                last: dseq,
                signature: self.pusher.signature.clone(),
                received_at: self.received_at,
            }),
        }
    }

    pub(super) fn close_block(&mut self) -> Result<(), StoreError> {
        if self.block.entries.is_empty() {
            return Ok(());
        }
        let mut block = std::mem::take(&mut self.block);
        block.last = self.head.seq;
        block.mark = self.head.mark;
        log::append(self.conn, self.block_first, &block)?;
        let mut seq = self.block_first;
        for run in &block.runs {
            log::add_run(self.conn, seq, run)?;
            seq += run.last - run.first + 1;
        }
        self.block_first = self.head.seq + 1;
        self.block_bytes = 0;
        self.contexts.clear();
        Ok(())
    }
}
