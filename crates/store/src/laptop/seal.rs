//! Own sets of one push that lie apart are put together once they are decided: one block, packed hard (`sync.md` §11).
//! Their bytes, numbers and receipts stay what they are.

use domain::{Env, cbor::Writer};
use rusqlite::params;

use crate::{Store, StoreError, block, mine};

/// Packs slowly and small: nobody waits.
const LEVEL: i32 = 9;
/// Rows looked at in one transaction.
const ROWS_MAX: i64 = 5_000;

/// A row of `mine` that may be put together with its neighbours.
#[derive(Debug, Clone)]
struct Piece {
    last: i64,
    first: i64,
    context: i64,
    seq: i64,
    answer: i64,
    sets: Vec<Vec<u8>>,
}

impl Piece {
    fn bytes(&self) -> usize {
        self.sets.iter().map(Vec::len).sum()
    }

    /// Does `next` follow without a gap, here and in the log, by the same push?
    fn joins(&self, next: &Self) -> bool {
        let count = self.last - self.first + 1;
        self.last + 1 == next.first
            && self.seq + count == next.seq
            && (self.context, self.answer) == (next.context, next.answer)
            && self.bytes() + next.bytes() <= block::BLOCK_BYTES_AIM
    }
}

impl Store {
    /// When idle: gives the number of rows that became fewer.
    pub fn seal_own(&mut self, env: &dyn Env) -> Result<usize, StoreError> {
        let pieces = self.pieces()?;
        let mut groups: Vec<(Piece, Vec<i64>)> = Vec::new();
        for piece in pieces {
            match groups.last_mut() {
                Some((open, lasts)) if open.joins(&piece) => {
                    lasts.push(piece.last);
                    open.last = piece.last;
                    open.sets.extend(piece.sets);
                }
                _ => groups.push((piece.clone(), vec![piece.last])),
            }
        }
        groups.retain(|(_, lasts)| lasts.len() > 1);
        if groups.is_empty() {
            return Ok(0);
        }
        self.transact(env, |store| {
            let mut fewer = 0;
            for (piece, lasts) in &groups {
                let mut delete = store
                    .conn
                    .prepare_cached("DELETE FROM mine WHERE last = ?1")?;
                for last in lasts {
                    delete.execute([last])?;
                }
                let mut writer = Writer::new();
                for set in &piece.sets {
                    writer.raw(set);
                }
                store
                    .conn
                    .prepare_cached(
                        "INSERT INTO mine (last, first, context, seq, answer, decided, block) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
                    )?
                    .execute(params![
                        piece.last,
                        piece.first,
                        piece.context,
                        piece.seq,
                        piece.answer,
                        block::pack_at(&writer.into_bytes(), LEVEL)
                    ])?;
                fewer += lasts.len() - 1;
            }
            Ok(fewer)
        })
    }

    fn pieces(&self) -> Result<Vec<Piece>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT last, first, context, seq, answer, block FROM mine
             WHERE decided = 1 AND answer > 0 AND seq > 0 AND under IS NULL
             ORDER BY last DESC LIMIT ?1",
        )?;
        let mut rows = statement.query([ROWS_MAX])?;
        let mut pieces = Vec::new();
        while let Some(row) = rows.next()? {
            pieces.push(Piece {
                last: row.get(0)?,
                first: row.get(1)?,
                context: row.get(2)?,
                seq: row.get(3)?,
                answer: row.get(4)?,
                sets: mine::set_bytes(row.get_ref(5)?.as_blob().unwrap_or_default())?,
            });
        }
        pieces.reverse();
        Ok(pieces)
    }
}
