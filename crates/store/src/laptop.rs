//! The laptop's half of the exchange: what is not receipted, receipts, and pages (`sync.md` §2).

mod first_sync;
pub(crate) mod page;
mod parked;
mod repair;
mod seal;

pub(crate) use parked::is_drafted;

use std::collections::{BTreeMap, BTreeSet};

use domain::{Context, Env, Id, Position, Verdict, cbor::strict, place::Scope};
use rusqlite::{OptionalExtension, params};

use crate::{
    Store, StoreError,
    county::Pushed,
    meta, mine,
    place::{self, Sum},
};

/// Who this laptop writes as; told at enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The grant that contexts name.
    pub grant: Id,
    /// The county's key for deterministic ids.
    pub id_key: [u8; 32],
    /// What it may hold.
    pub scope: Scope,
}

/// Receipts of consecutive own sets with one verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRun {
    /// Life of the file.
    pub incarnation: Id,
    /// Its first set.
    pub from: u64,
    /// Its last.
    pub to: u64,
    /// Entry of the first; the others follow.
    pub seq: u64,
    /// The decision.
    pub verdict: Verdict,
}

/// What a page did to this laptop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Entries that were not known here.
    pub entries: usize,
    /// Records touched.
    pub touched: BTreeSet<u16>,
    /// An own set was named that is not here: ask for whole sets.
    pub unknown_own: bool,
    /// Entries that could not be applied here: kept, and their rows asked for whole.
    pub set_aside: usize,
}

/// What waits to be pushed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Sets without a receipt.
    pub sets: u64,
    /// Their bytes as stored.
    pub bytes: u64,
}

impl Store {
    /// Makes a fresh file this person's: a new incarnation.
    pub fn enrol(&mut self, env: &dyn Env, identity: &Identity) -> Result<(), StoreError> {
        self.transact(env, |store| {
            let conn = &store.conn;
            if meta::id(conn, meta::INCARNATION)?.is_none() {
                new_incarnation(conn, env)?;
            }
            meta::set_bytes(conn, meta::GRANT, &identity.grant.0)?;
            meta::set_bytes(conn, meta::ID_KEY, &identity.id_key)?;
            meta::set_scope(conn, &identity.scope)
        })
    }

    /// Takes a new incarnation before the next write: after a clone, a restore, or word of a fork.
    pub fn renew_incarnation(&mut self, env: &dyn Env) -> Result<(), StoreError> {
        self.transact(env, |store| new_incarnation(&store.conn, env))
    }

    /// The number of the first set of the present incarnation.
    pub fn first_dseq(&self) -> Result<u64, StoreError> {
        meta::number(&self.conn, meta::FIRST_DSEQ)
    }

    /// Lives of this file that have undecided sets, the present one left out.
    pub fn undecided_incarnations(&self) -> Result<Vec<Id>, StoreError> {
        let present = self.incarnation()?;
        let mut statement = self.conn.prepare_cached(
            "SELECT head FROM context WHERE no IN (SELECT context FROM mine WHERE decided = 0)",
        )?;
        let mut rows = statement.query([])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            found.insert(
                strict::<Context>(row.get_ref(0)?.as_blob().unwrap_or_default())?.incarnation,
            );
        }
        found.remove(&present);
        Ok(found.into_iter().collect())
    }

    /// Counts a program start; the number goes into contexts.
    pub fn count_boot(&mut self, env: &dyn Env) -> Result<u64, StoreError> {
        self.transact(env, |store| {
            let boot = meta::number(&store.conn, meta::BOOT)? + 1;
            meta::set_number(&store.conn, meta::BOOT, boot)?;
            Ok(boot)
        })
    }

    /// The county's key for deterministic ids.
    pub fn id_key(&self) -> Result<[u8; 32], StoreError> {
        Ok(meta::bytes(&self.conn, meta::ID_KEY)?
            .and_then(|key| key.try_into().ok())
            .unwrap_or_default())
    }

    /// The grant that this laptop writes under.
    pub fn grant(&self) -> Result<Id, StoreError> {
        Ok(meta::id(&self.conn, meta::GRANT)?.unwrap_or_default())
    }

    /// What it may hold.
    pub fn scope(&self) -> Result<Scope, StoreError> {
        meta::scope(&self.conn)
    }

    /// The position pulled.
    pub fn position(&self) -> Result<Position, StoreError> {
        meta::position(&self.conn, meta::POSITION)
    }

    /// The highest position known.
    pub fn top(&self) -> Result<Position, StoreError> {
        let (top, seen) = (meta::position(&self.conn, meta::TOP)?, self.position()?);
        Ok(if top.seq > seen.seq { top } else { seen })
    }

    /// The last dseq of this file.
    pub fn last_dseq(&self) -> Result<u64, StoreError> {
        mine::last_dseq(&self.conn)
    }

    /// Rows to be fetched whole.
    pub fn wanted_rows(&self, limit: usize) -> Result<Vec<(u16, Id)>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT table_no, id FROM wanted_row LIMIT ?1")?;
        let mut rows = statement.query([limit as i64])?;
        let mut wanted = Vec::new();
        while let Some(row) = rows.next()? {
            let id = Id::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default());
            wanted.extend(id.map(|id| (row.get::<_, u16>(0).unwrap_or_default(), id)));
        }
        Ok(wanted)
    }

    /// The sum of versions over the scope.
    pub fn sum(&self) -> Result<Sum, StoreError> {
        place::sum(&self.conn, &self.scope()?)
    }

    /// Notes that the county answered: its code, its clock against this one, when, and its durable watermark.
    pub fn note_contact(
        &mut self,
        env: &dyn Env,
        county: &str,
        received_at: i64,
        durable: u64,
    ) -> Result<(), StoreError> {
        let offset = received_at - env.wall_ms();
        self.transact(env, |store| {
            let conn = &store.conn;
            let mut offsets = offsets(conn)?;
            offsets.insert(env.boot(), offset);
            // Contexts of boots further back were receipted long ago.
            while offsets.len() > OFFSETS_MAX {
                offsets.pop_first();
            }
            let bytes: Vec<u8> = offsets
                .iter()
                .flat_map(|(boot, offset)| [boot.to_be_bytes(), offset.to_be_bytes()])
                .flatten()
                .collect();
            meta::set_bytes(conn, meta::OFFSETS, &bytes)?;
            meta::set_bytes(conn, meta::COUNTY, county.as_bytes())?;
            meta::set_number(conn, meta::DURABLE, durable)?;
            meta::set_number(conn, meta::LAST_CONTACT, env.wall_ms().max(0) as u64)
        })
    }

    /// County's clock minus this one, by boot.
    pub fn offsets(&self) -> Result<BTreeMap<u64, i64>, StoreError> {
        offsets(&self.conn)
    }

    /// When the county last answered, by this clock; nothing before the first time.
    pub fn last_contact_ms(&self) -> Result<Option<i64>, StoreError> {
        Ok(Some(meta::number(&self.conn, meta::LAST_CONTACT)? as i64).filter(|at| *at > 0))
    }

    /// The position known to be in an off-machine copy of the county, as it said last; 0 = none is known.
    pub fn durable(&self) -> Result<u64, StoreError> {
        meta::number(&self.conn, meta::DURABLE)
    }

    /// Code of the county, as its answers say.
    pub fn county_code(&self) -> Result<String, StoreError> {
        Ok(
            String::from_utf8(meta::bytes(&self.conn, meta::COUNTY)?.unwrap_or_default())
                .unwrap_or_default(),
        )
    }

    /// Notes how a sync went, for the sync centre.
    pub fn note_run(
        &mut self,
        env: &dyn Env,
        started_at: i64,
        report: &serde_json::Value,
    ) -> Result<(), StoreError> {
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO sync_run (started_at, report) VALUES (?1, ?2)",
                )?
                .execute(params![started_at, report.to_string()])?;
            Ok(())
        })
    }

    /// Sets without a receipt.
    pub fn waiting(&self) -> Result<Waiting, StoreError> {
        let (sets, bytes): (i64, i64) = self.conn.query_row(
            "SELECT coalesce(sum(last - first + 1), 0), coalesce(sum(length(block)), 0) FROM mine WHERE answer = 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Waiting {
            sets: sets as u64,
            bytes: bytes as u64,
        })
    }

    /// Sets without a receipt in dseq order, up to about `bytes_max`, by context.
    pub fn unreceipted(&self, bytes_max: usize) -> Result<Vec<Pushed>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT context, block FROM mine WHERE answer = 0 ORDER BY last")?;
        let mut rows = statement.query([])?;
        let (mut groups, mut context_no, mut size): (Vec<Pushed>, i64, usize) = (Vec::new(), 0, 0);
        while let Some(row) = rows.next()? {
            let no: i64 = row.get(0)?;
            let sets = mine::set_bytes(row.get_ref(1)?.as_blob().unwrap_or_default())?;
            let bytes: usize = sets.iter().map(Vec::len).sum();
            if size > 0 && size + bytes > bytes_max {
                break;
            }
            size += bytes;
            match groups.last_mut() {
                Some(group) if no == context_no => group.sets.extend(sets),
                _ => groups.push(Pushed {
                    context: mine::context(&self.conn, no)?,
                    common: None,
                    sets,
                }),
            }
            context_no = no;
        }
        Ok(groups)
    }

    /// Notes receipts. They prove that the county holds the sets; the tables change when the pull gets there.
    pub fn take_receipts(
        &mut self,
        env: &dyn Env,
        received_at: i64,
        top: Option<Position>,
        runs: &[ReceiptRun],
    ) -> Result<u64, StoreError> {
        self.transact(env, |store| {
            let mut count = 0;
            for run in runs {
                for dseq in run.from..=run.to {
                    count += store.take_receipt(received_at, run, dseq)?;
                }
            }
            if let Some(top) = top
                && top.seq > meta::position(&store.conn, meta::TOP)?.seq
            {
                meta::set_position(&store.conn, meta::TOP, &top)?;
            }
            Ok(count)
        })
    }

    /// Gives how many sets it answers that had no answer: all of a transaction at its first set.
    fn take_receipt(
        &self,
        received_at: i64,
        run: &ReceiptRun,
        dseq: u64,
    ) -> Result<u64, StoreError> {
        let conn = &self.conn;
        let found: Option<(i64, i64, i64, i64)> = conn
            .prepare_cached(
                "SELECT last, first, seq, answer FROM mine WHERE last >= ?1 ORDER BY last LIMIT 1",
            )?
            .query_row([dseq as i64], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let Some((last, first, _, answer)) = found.filter(|(_, first, ..)| *first as u64 <= dseq)
        else {
            return Ok(0);
        };
        let seq = run.seq + (dseq - run.from);
        let whole =
            run.from <= first as u64 && last as u64 <= run.to && run.verdict == Verdict::Applied;
        if whole {
            if dseq != first as u64 || answer != 0 {
                return Ok(0);
            }
            let from = run.seq + (first as u64 - run.from);
            conn.prepare_cached(
                "UPDATE mine SET seq = ?2, answer = ?3 WHERE last = ?1 AND answer = 0",
            )?
            .execute(params![last, from as i64, received_at])?;
            return Ok((last - first + 1) as u64);
        }
        note_decision(conn, dseq, seq, &run.verdict, received_at)?;
        let decided: i64 = conn.query_row(
            "SELECT count(*) FROM decision WHERE dseq BETWEEN ?1 AND ?2",
            [first, last],
            |row| row.get(0),
        )?;
        if decided == last - first + 1 {
            conn.prepare_cached("UPDATE mine SET answer = ?2 WHERE last = ?1 AND answer = 0")?
                .execute(params![last, received_at])?;
        }
        Ok(u64::from(answer == 0))
    }
}

const OFFSETS_MAX: usize = 64;

fn new_incarnation(conn: &rusqlite::Connection, env: &dyn Env) -> Result<(), StoreError> {
    let next = mine::last_dseq(conn)? + 1;
    meta::set_number(conn, meta::FIRST_DSEQ, next)?;
    meta::set_bytes(conn, meta::INCARNATION, &env.random().to_be_bytes())
}

fn offsets(conn: &rusqlite::Connection) -> Result<BTreeMap<u64, i64>, StoreError> {
    let bytes = meta::bytes(conn, meta::OFFSETS)?.unwrap_or_default();
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_be_bytes).unwrap_or_default();
    Ok(bytes
        .chunks_exact(16)
        .map(|pair| (number(&pair[..8]), number(&pair[8..]) as i64))
        .collect())
}

fn note_decision(
    conn: &rusqlite::Connection,
    dseq: u64,
    seq: u64,
    verdict: &Verdict,
    received_at: i64,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO decision (dseq, seq, verdict, reason, received_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (dseq) DO UPDATE SET seq = ?2, verdict = ?3, reason = ?4, received_at = ?5 WHERE seq <= ?2",
    )?
    .execute(params![
        dseq as i64,
        seq as i64,
        verdict.code(),
        verdict.reason().map_or("", |reason| reason.code()),
        received_at
    ])?;
    Ok(())
}

fn own_incarnations(conn: &rusqlite::Connection) -> Result<BTreeSet<Id>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT head FROM context")?;
    let mut rows = statement.query([])?;
    let mut own = BTreeSet::new();
    while let Some(row) = rows.next()? {
        own.insert(strict::<Context>(row.get_ref(0)?.as_blob().unwrap_or_default())?.incarnation);
    }
    Ok(own)
}

/// Transactions whose last set is decided here need no `under` any more.
fn mark_decided(conn: &rusqlite::Connection, position: u64) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE mine SET decided = 1, under = NULL
         WHERE decided = 0 AND seq > 0 AND seq + (last - first) <= ?1",
    )?
    .execute([position as i64])?;
    conn.prepare_cached(
        "UPDATE mine SET decided = 1, under = NULL WHERE decided = 0 AND answer > 0 AND seq = 0
         AND NOT EXISTS (SELECT 1 FROM decision WHERE dseq BETWEEN mine.first AND mine.last
                         AND (verdict IN ('held', 'quarantined') OR decision.seq > ?1))",
    )?
    .execute([position as i64])?;
    Ok(())
}
