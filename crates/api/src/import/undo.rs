//! An import goes back as a whole, by further sets: what it made is deleted, what it wrote over comes back. What somebody
//! has worked on since stays, and is told.

use std::collections::BTreeSet;

use domain::{
    About, Cells, Id, Value,
    cbor::without_defaults,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Row, Store,
    imports::{ImportRun, UndoneHome, Written, WrittenHome, fingerprint},
    row,
};
use ts_rs::TS;

use super::{ImportProgress, Tell, may_import};
use crate::{
    common::IdRequest,
    error::{ApiError, Code},
    host::{self, Host, Replica, with},
};

/// What became of an import's households.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportUndone {
    /// They are as before.
    pub back: u64,
    /// Something of them stayed.
    pub stayed: u64,
    /// The person stopped it before it had been there.
    pub left: u64,
}

/// Somebody has changed a row since, or added a member.
const WORKED_ON: &str = "worked_on";
/// A visit, measure, problem, income, photo or draft belongs to it.
const HANGS_ON: &str = "hangs_on";
/// It lies where the person may not write any more.
const ELSEWHERE: &str = "elsewhere";
/// Why rows that an import had made are deleted: a word, put into the person's language by the screens.
pub(super) const REASON: &str = "undone";
/// Households of one transaction.
const BATCH: usize = 200;
/// A set holds at most half a thousand rows.
const EDITS_MAX: usize = 400;

/// Puts an import back, from where it was stopped or cut; a second time there is nothing left to be put back.
pub fn undo(
    host: &dyn Host,
    request: &IdRequest,
    progress: Tell<'_>,
) -> Result<ImportUndone, ApiError> {
    may_import(host.asker())?;
    let run = host::read(host, |store| Ok(store.import_run(request.id)?))?
        .ok_or_else(|| ApiError::not_found("import", request.id))?;
    if run.left == 0 {
        return Err(ApiError::new(Code::NothingToUndo, "all of it was undone"));
    }
    let mut told = ImportUndone {
        left: run.left,
        ..ImportUndone::default()
    };
    loop {
        let (done, total) = (run.left - told.left, run.left);
        if progress(ImportProgress::Undoing { done, total }).is_break() || told.left == 0 {
            return Ok(told);
        }
        let went = with(host, |replica| match replica {
            Replica::Laptop(store) => batch(host, store, &run),
            Replica::County(_) => Err(ApiError::new(Code::OtherSide, "imports are a laptop's")),
        })?;
        let stayed = went.iter().filter(|home| !home.stayed.is_empty()).count() as u64;
        told.stayed += stayed;
        told.back += went.len() as u64 - stayed;
        told.left = told.left.saturating_sub(went.len() as u64);
        if went.is_empty() {
            told.left = 0;
        }
    }
}

fn batch(host: &dyn Host, store: &mut Store, run: &ImportRun) -> Result<Vec<UndoneHome>, ApiError> {
    let now = host.env().wall_ms();
    let (mut sets, mut went) = (Vec::new(), Vec::new());
    for home in store.import_homes(run.id, BATCH)? {
        let mut back = Back::new(store, now, run.started_at_ms);
        back.home(&home)?;
        let (mut edits, mut stayed) = (back.edits, back.stayed);
        match host::permit(host.asker(), store, &edits) {
            Ok(_) => {}
            Err(error) if error.code == Code::NotPermitted => {
                (edits, stayed) = (Vec::new(), ELSEWHERE);
            }
            Err(error) => return Err(error),
        }
        let about = About {
            reason: Some(REASON.to_owned()),
            ..About::default()
        };
        sets.extend(
            edits
                .chunks(EDITS_MAX)
                .map(|edits| (edits.to_vec(), about.clone())),
        );
        went.push(UndoneHome {
            no: home.no,
            stayed,
        });
    }
    store.save_import_undo(host.env(), run.id, sets, &went)?;
    Ok(went)
}

/// The way back of one household.
struct Back<'a> {
    store: &'a Store,
    now: i64,
    imported_at: i64,
    edits: Vec<Edit>,
    stayed: &'static str,
}

impl<'a> Back<'a> {
    fn new(store: &'a Store, now: i64, imported_at: i64) -> Self {
        Self {
            store,
            now,
            imported_at,
            edits: Vec::new(),
            stayed: "",
        }
    }

    fn home(&mut self, home: &WrittenHome) -> Result<(), ApiError> {
        let made = home.rows.iter().any(|row| {
            row.table == Household::INFO.table && !matches!(row.what, Written::Changed { .. })
        });
        // A household goes with all its members or stays with all of them.
        if made && let Some(why) = self.holds(home)? {
            self.stayed = why;
            return Ok(());
        }
        for written in &home.rows {
            let Some(row) = row::get(self.store.connection(), written.table, written.id)? else {
                continue;
            };
            let cells = match &written.what {
                Written::Changed { before, after } => {
                    self.put_back(&row, before, after);
                    continue;
                }
                Written::Made(_) => deleted(self.now),
                Written::Revived { before, .. } => before.clone(),
            };
            if row.is_deleted() {
                continue;
            }
            if !is_as_left(&row, &written.what) {
                self.stayed = WORKED_ON;
            } else if !made && self.store.hangs_on(&[row.id])? {
                self.stayed = HANGS_ON;
            } else {
                self.write(&row, cells);
            }
        }
        Ok(())
    }

    /// What keeps a household that the import made.
    fn holds(&self, home: &WrittenHome) -> Result<Option<&'static str>, ApiError> {
        let mut ids = BTreeSet::from([home.household]);
        for written in &home.rows {
            ids.insert(written.id);
            let row = row::get(self.store.connection(), written.table, written.id)?;
            if row.is_some_and(|row| !row.is_deleted() && !is_as_left(&row, &written.what)) {
                return Ok(Some(WORKED_ON));
            }
        }
        // Of a household that was only brought back the members were there before, unless they are newer.
        let made = home
            .rows
            .iter()
            .any(|row| row.table == Household::INFO.table && matches!(row.what, Written::Made(_)));
        let members = self.store.members_of(home.household)?;
        if members.iter().any(|member| {
            !ids.contains(&member.id) && (made || member.created_at >= self.imported_at)
        }) {
            return Ok(Some(WORKED_ON));
        }
        let ids: Vec<Id> = ids.into_iter().collect();
        Ok(self.store.hangs_on(&ids)?.then_some(HANGS_ON))
    }

    fn put_back(&mut self, row: &Row, before: &Cells, after: &Cells) {
        let mut cells = Cells::new();
        for (field, written) in after {
            let (now, was) = (row.cell(*field), domain::cell::cell(before, *field));
            if same(now, written) && !same(now, was) {
                cells.insert(*field, was.clone());
            } else if !same(now, was) {
                self.stayed = WORKED_ON;
            }
        }
        if !cells.is_empty() {
            self.write(row, cells);
        }
    }

    fn write(&mut self, row: &Row, cells: Cells) {
        self.edits.push(Edit {
            table: row.table,
            id: row.id,
            base: None,
            cells,
        });
    }
}

/// Has nobody written on it since?
fn is_as_left(row: &Row, written: &Written) -> bool {
    match written {
        Written::Made(hash) => fingerprint(&row.cells) == *hash,
        Written::Revived { after, .. } => without_defaults(&row.cells) == *after,
        Written::Changed { after, .. } => after
            .iter()
            .all(|(field, written)| same(row.cell(*field), written)),
    }
}

fn deleted(now: i64) -> Cells {
    Cells::from([(DELETED_AT, now.into()), (DELETED_REASON, REASON.into())])
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || (a.is_default() && b.is_default())
}
