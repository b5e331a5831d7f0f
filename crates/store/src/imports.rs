//! Imports of rosters, as this laptop alone knows them: what each wrote over, so that it can be undone as a whole.

use domain::{
    About, Cells, Env, Id,
    cbor::{Cbor, strict, without_defaults},
    cell,
    change::DELETED_AT,
    records::{Household, Member, REGISTRY, Record},
};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use crate::{Edit, Side, Store, StoreError, row};

mod hanging;

/// An import as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportRun {
    /// Its id.
    pub id: Id,
    /// When it began.
    pub started_at_ms: i64,
    /// The file's name, without folders.
    pub file: String,
    /// `H1`.
    pub layout: String,
    /// Households to be taken.
    pub total: u64,
    /// Of these looked at; less than all when it was stopped.
    pub done: u64,
    /// What it wrote.
    pub wrote: Wrote,
    /// When its undo began.
    pub undo_started_at_ms: Option<i64>,
    /// When its undo had been through all households.
    pub undone_at_ms: Option<i64>,
    /// Households that it wrote and that its undo has not been to.
    pub left: u64,
    /// Households of which something stayed when it was undone.
    pub stayed: u64,
}

/// Rows that an import wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wrote {
    /// Households made.
    pub households_new: u64,
    /// Households changed.
    pub households_changed: u64,
    /// Members made.
    pub members_new: u64,
    /// Members changed.
    pub members_changed: u64,
}

/// A household that an import writes, with its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedHome {
    /// In the order of the file.
    pub no: u64,
    /// Which.
    pub household: Id,
    /// Its rows.
    pub rows: Vec<ImportedRow>,
}

/// A row that an import writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// The cells under those that it writes; nothing when it makes the row.
    pub before: Option<Cells>,
    /// The cells that it writes over them.
    pub after: Cells,
}

/// A row that an import wrote, to be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRow {
    /// The record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// What it wrote.
    pub what: Written,
}

/// What an import did to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Made it; the hash of its cells tells whether it is as it was left.
    Made(Vec<u8>),
    /// Brought it back after somebody had removed it.
    Revived {
        /// What those of its cells held that it wrote, its removal among them.
        before: Cells,
        /// All its cells as it left them.
        after: Cells,
    },
    /// Wrote over some of its cells.
    Changed {
        /// What they held.
        before: Cells,
        /// What they were given.
        after: Cells,
    },
}

/// A household that an import wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenHome {
    /// In the order of the file.
    pub no: u64,
    /// Which.
    pub household: Id,
    /// Its rows.
    pub rows: Vec<WrittenRow>,
}

/// Households in the order of the file with the word for why something of each stayed, and how many there are.
pub type Stayed = (Vec<(Id, String)>, u64);

/// A household whose undo is through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneHome {
    /// In the order of the file.
    pub no: u64,
    /// Why something of it stayed; empty when nothing did.
    pub stayed: &'static str,
}

const RUN: &str = "SELECT id, started_at, file, layout, total, done, households_new, households_changed, members_new,
    members_changed, undo_started_at, undone_at,
    (SELECT count(*) FROM import_home WHERE run = id AND undone = 0),
    (SELECT count(*) FROM import_home WHERE run = id AND stayed <> '')
    FROM import_run";

fn run(row: &SqlRow<'_>) -> rusqlite::Result<ImportRun> {
    let count = |at: usize| row.get::<_, i64>(at).map(|count| count as u64);
    Ok(ImportRun {
        id: id_of(&row.get::<_, Vec<u8>>(0)?),
        started_at_ms: row.get(1)?,
        file: row.get(2)?,
        layout: row.get(3)?,
        total: count(4)?,
        done: count(5)?,
        wrote: Wrote {
            households_new: count(6)?,
            households_changed: count(7)?,
            members_new: count(8)?,
            members_changed: count(9)?,
        },
        undo_started_at_ms: row.get(10)?,
        undone_at_ms: row.get(11)?,
        left: count(12)?,
        stayed: count(13)?,
    })
}

/// A household without its rows.
fn home(row: &SqlRow<'_>) -> rusqlite::Result<WrittenHome> {
    Ok(WrittenHome {
        no: row.get::<_, i64>(0)? as u64,
        household: id_of(&row.get::<_, Vec<u8>>(1)?),
        rows: Vec::new(),
    })
}

fn written_row(row: &SqlRow<'_>) -> Result<WrittenRow, StoreError> {
    let after: Vec<u8> = row.get(3)?;
    Ok(WrittenRow {
        table: row.get(0)?,
        id: id_of(&row.get::<_, Vec<u8>>(1)?),
        what: match row.get::<_, Option<Vec<u8>>>(2)? {
            None => Written::Made(after),
            Some(before) => changed(strict(&before)?, strict(&after)?),
        },
    })
}

fn id_of(bytes: &[u8]) -> Id {
    Id::from_slice(bytes).unwrap_or_default()
}

/// By which a row is known to be as it was left.
pub fn fingerprint(cells: &Cells) -> Vec<u8> {
    blake3::hash(&without_defaults(cells).to_cbor()).as_bytes()[..16].to_vec()
}

impl Store {
    /// An import begins.
    pub fn begin_import(&mut self, env: &dyn Env, run: &ImportRun) -> Result<(), StoreError> {
        self.transact(env, |store| {
            store.conn.execute(
                "INSERT INTO import_run (id, started_at, file, layout, total) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    run.id.0.as_slice(),
                    run.started_at_ms,
                    run.file,
                    run.layout,
                    run.total as i64
                ],
            )?;
            Ok(())
        })
    }

    /// Saves the sets of some households of an import, and what it takes to undo them: all of it or nothing.
    pub fn save_import(
        &mut self,
        env: &dyn Env,
        now: &ImportRun,
        sets: Vec<(Vec<Edit>, About)>,
        homes: &[ImportedHome],
    ) -> Result<(), StoreError> {
        self.save_with(env, &sets, &|store| {
            for home in homes {
                insert(&store.conn, now.id, home)?;
            }
            let wrote = &now.wrote;
            store
                .conn
                .prepare_cached(
                    "UPDATE import_run SET done = ?2, households_new = ?3, households_changed = ?4,
                        members_new = ?5, members_changed = ?6
                     WHERE id = ?1",
                )?
                .execute(params![
                    now.id.0.as_slice(),
                    now.done as i64,
                    wrote.households_new as i64,
                    wrote.households_changed as i64,
                    wrote.members_new as i64,
                    wrote.members_changed as i64
                ])?;
            Ok(())
        })?;
        Ok(())
    }

    /// Imports of this laptop that wrote something, the newest first, and how many there are.
    pub fn import_runs(
        &self,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<ImportRun>, u64), StoreError> {
        const WROTE: &str = "WHERE EXISTS (SELECT 1 FROM import_home WHERE run = id)";
        let sql = format!("{RUN} {WROTE} ORDER BY started_at DESC, id DESC LIMIT ?1 OFFSET ?2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let found = statement.query_map([limit as i64, offset as i64], run)?;
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let sql = format!("SELECT count(*) FROM import_run {WROTE}");
        let total: i64 = self.conn.query_row(&sql, [], |row| row.get(0))?;
        Ok((found, total as u64))
    }

    /// One import.
    pub fn import_run(&self, id: Id) -> Result<Option<ImportRun>, StoreError> {
        Ok(self
            .conn
            .prepare_cached(&format!("{RUN} WHERE id = ?1"))?
            .query_row([id.0.as_slice()], run)
            .optional()?)
    }

    /// Households of an import that its undo has not been to, the last written first.
    pub fn import_homes(&self, run: Id, most: usize) -> Result<Vec<WrittenHome>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT no, household FROM import_home WHERE run = ?1 AND undone = 0 ORDER BY no DESC LIMIT ?2",
        )?;
        let found = statement.query_map(params![run.0.as_slice(), most as i64], home)?;
        let mut homes = found.collect::<Result<Vec<_>, _>>()?;
        for home in &mut homes {
            home.rows = self.import_rows(run, home.no)?;
        }
        Ok(homes)
    }

    /// One household of an import, unless its undo has been to it.
    pub fn import_home(&self, run: Id, no: u64) -> Result<Option<WrittenHome>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT no, household FROM import_home WHERE run = ?1 AND no = ?2 AND undone = 0",
        )?;
        let found = statement.query_row(params![run.0.as_slice(), no as i64], home);
        let Some(mut home) = found.optional()? else {
            return Ok(None);
        };
        home.rows = self.import_rows(run, no)?;
        Ok(Some(home))
    }

    fn import_rows(&self, run: Id, no: u64) -> Result<Vec<WrittenRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT table_no, id, before, after FROM import_row WHERE run = ?1 AND no = ?2",
        )?;
        let mut rows = statement.query(params![run.0.as_slice(), no as i64])?;
        let mut written = Vec::new();
        while let Some(row) = rows.next()? {
            written.push(written_row(row)?);
        }
        Ok(written)
    }

    /// Tells of each row that an import wrote over and that its undo has not been to, and the household's place in the
    /// file.
    pub fn each_import_change(
        &self,
        run: Id,
        tell: &mut dyn FnMut(u64, WrittenRow),
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT table_no, id, before, after, no FROM import_row WHERE run = ?1 AND before IS NOT NULL",
        )?;
        let mut rows = statement.query([run.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            tell(row.get::<_, i64>(4)? as u64, written_row(row)?);
        }
        Ok(())
    }

    /// Saves the sets that put some households back, and that the undo has been there: all of it or nothing.
    pub fn save_import_undo(
        &mut self,
        env: &dyn Env,
        run: Id,
        sets: Vec<(Vec<Edit>, About)>,
        homes: &[UndoneHome],
    ) -> Result<(), StoreError> {
        let now = env.wall_ms();
        self.save_with(env, &sets, &|store| {
            let conn = &store.conn;
            for home in homes {
                conn.prepare_cached(
                    "UPDATE import_home SET undone = 1, stayed = ?3 WHERE run = ?1 AND no = ?2",
                )?
                .execute(params![run.0.as_slice(), home.no as i64, home.stayed])?;
                conn.prepare_cached("DELETE FROM import_row WHERE run = ?1 AND no = ?2")?
                    .execute(params![run.0.as_slice(), home.no as i64])?;
            }
            conn.prepare_cached(
                "UPDATE import_run SET undo_started_at = coalesce(undo_started_at, ?2),
                    undone_at = CASE
                        WHEN EXISTS (SELECT 1 FROM import_home WHERE run = ?1 AND undone = 0) THEN NULL
                        ELSE ?2
                    END
                 WHERE id = ?1",
            )?
            .execute(params![run.0.as_slice(), now])?;
            Ok(())
        })?;
        Ok(())
    }

    /// Households of an undone import of which something stayed, with the word for why, and how many there are.
    pub fn import_stayed(
        &self,
        run: Id,
        limit: usize,
        offset: usize,
    ) -> Result<Stayed, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT household, stayed FROM import_home WHERE run = ?1 AND stayed <> ''
             ORDER BY no LIMIT ?2 OFFSET ?3",
        )?;
        let found = statement.query_map(
            params![run.0.as_slice(), limit as i64, offset as i64],
            |row| Ok((id_of(&row.get::<_, Vec<u8>>(0)?), row.get(1)?)),
        )?;
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let total: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM import_home WHERE run = ?1 AND stayed <> ''")?
            .query_row([run.0.as_slice()], |row| row.get(0))?;
        Ok((found, total as u64))
    }
}

fn changed(before: Cells, after: Cells) -> Written {
    if cell::cell(&before, DELETED_AT).is_default() {
        Written::Changed { before, after }
    } else {
        Written::Revived { before, after }
    }
}

fn insert(conn: &Connection, run: Id, home: &ImportedHome) -> Result<(), StoreError> {
    let no = home.no as i64;
    conn.prepare_cached("INSERT INTO import_home (run, no, household) VALUES (?1, ?2, ?3)")?
        .execute(params![run.0.as_slice(), no, home.household.0.as_slice()])?;
    for written in &home.rows {
        // As it lies there now: a set writes more than it was asked to where fields go together.
        let whole = || {
            let row = row::get(conn, written.table, written.id)?;
            row.map(|row| row.cells).ok_or(StoreError::RowAbsent)
        };
        let after = match &written.before {
            None => fingerprint(&whole()?),
            Some(before) if cell::cell(before, DELETED_AT).is_default() => written.after.to_cbor(),
            Some(_) => without_defaults(&whole()?).to_cbor(),
        };
        conn.prepare_cached(
            "INSERT INTO import_row (run, no, table_no, id, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            run.0.as_slice(),
            no,
            written.table,
            written.id.0.as_slice(),
            written.before.as_ref().map(Cbor::to_cbor),
            after
        ])?;
    }
    Ok(())
}
