//! An import goes back as a whole, by further sets: what it made is deleted, what it wrote over comes back. What somebody
//! has worked on since stays, and is told.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    About, Cells, Id, Value,
    cbor::without_defaults,
    change::{DELETED_AT, DELETED_REASON},
    records::{Household, Member, Record, StatusEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Edit, Row, Store,
    imports::{ImportRun, UndoneHome, Written, WrittenHome, WrittenRow, fingerprint},
    row,
};
use ts_rs::TS;

use super::{ImportFault, ImportProgress, Tell, may_import, sets::by_place, together::Together};
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
    /// The person stopped it, or it failed, before it had been there.
    pub left: u64,
    /// What ended it before it was through.
    pub failed: Option<ImportFault>,
}

/// Somebody has changed a row since, or added a member.
const WORKED_ON: &str = "worked_on";
/// A visit, measure, problem, income, photo or draft belongs to it.
const HANGS_ON: &str = "hangs_on";
/// It lies where the person may not write any more.
const ELSEWHERE: &str = "elsewhere";
/// Why rows that an import had made are deleted: a word, put into the person's language by the screens.
pub(super) const REASON: &str = "undone";
/// Households of one transaction, and those that belong to them.
const BATCH: usize = 200;

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
    let together = host::read(host, |store| Ok(Together::of(store, run.id)?))?;
    loop {
        let (done, total) = (run.left - told.left, run.left);
        if progress(ImportProgress::Undoing { done, total }).is_break() || told.left == 0 {
            return Ok(told);
        }
        let went = with(host, |replica| match replica {
            Replica::Laptop(store) => batch(host, store, &run, &together),
            Replica::County(_) => Err(ApiError::new(Code::OtherSide, "imports are a laptop's")),
        });
        let went = match went {
            Ok(went) => went,
            Err(error) if told.left == run.left => return Err(error),
            Err(error) => {
                told.failed = Some(error.into());
                return Ok(told);
            }
        };
        let stayed = went.iter().filter(|home| !home.stayed.is_empty()).count() as u64;
        told.stayed += stayed;
        told.back += went.len() as u64 - stayed;
        told.left = told.left.saturating_sub(went.len() as u64);
        if went.is_empty() {
            told.left = 0;
        }
    }
}

fn batch(
    host: &dyn Host,
    store: &mut Store,
    run: &ImportRun,
    together: &Together,
) -> Result<Vec<UndoneHome>, ApiError> {
    let now = host.env().wall_ms();
    let (mut sets, mut went) = (Vec::new(), Vec::new());
    let homes = together.next(store, run.id, BATCH)?;
    let returning = returning(&homes);
    let parting = parting(&homes);
    let mut ways = Vec::with_capacity(homes.len());
    for home in &homes {
        let mut back = Back::new(store, now, run.started_at_ms, (&returning, &parting));
        back.home(home)?;
        let (mut edits, mut stayed) = (back.edits, back.stayed);
        match host::permit(host.asker(), store, &edits) {
            Ok(_) => {}
            Err(error) if error.code == Code::NotPermitted => {
                (edits, stayed) = (Vec::new(), ELSEWHERE);
            }
            Err(error) => return Err(error),
        }
        ways.push((home, edits, stayed));
    }
    let peopled = peopled(&ways);
    for (home, mut edits, stayed) in ways {
        // One in which nobody lives then stays joined, or it would stand empty in the lists.
        let mut empty = BTreeSet::new();
        for edit in edits.iter().filter(|edit| parts(edit, home)) {
            if !peopled.contains(&edit.id) && store.members_of(edit.id)?.is_empty() {
                empty.insert(edit.id);
            }
        }
        if !empty.is_empty() {
            let told = told_of(store, &edits, &empty)?;
            edits.retain(|edit| !empty.contains(&edit.id) && !told.contains(&edit.id));
        }
        let about = About {
            reason: Some(REASON.to_owned()),
            ..About::default()
        };
        // Who goes back to another village has gone before the household is deleted.
        let its_sets = by_place(store, edits)?.into_iter().rev();
        sets.extend(its_sets.map(|edits| (edits, about.clone())));
        went.push(UndoneHome {
            no: home.no,
            stayed,
        });
    }
    store.save_import_undo(host.env(), run.id, sets, &went)?;
    Ok(went)
}

/// To which household whoever an import took out of one goes back.
fn returning(homes: &[WrittenHome]) -> BTreeMap<Id, Id> {
    let rows = homes.iter().flat_map(|home| &home.rows);
    rows.filter(|row| row.table == Member::INFO.table)
        .filter_map(|row| match &row.what {
            Written::Changed { before, .. } | Written::Revived { before, .. } => {
                let household = before.get(&Member::household_id)?.as_id()?;
                Some((row.id, household))
            }
            Written::Made(_) => None,
        })
        .collect()
}

/// Households that an import joined to another, and to which.
fn parting(homes: &[WrittenHome]) -> BTreeMap<Id, Id> {
    let rows = homes.iter().flat_map(|home| &home.rows);
    rows.filter(|row| row.table == Household::INFO.table)
        .filter_map(|row| match &row.what {
            Written::Changed { after, .. } => {
                let other = after.get(&Household::merged_into)?.as_id()?;
                Some((row.id, other))
            }
            _ => None,
        })
        .collect()
}

/// Households to which somebody goes back.
fn peopled(ways: &[(&WrittenHome, Vec<Edit>, &'static str)]) -> BTreeSet<Id> {
    let edits = ways.iter().flat_map(|(_, edits, _)| edits);
    edits
        .filter(|edit| edit.table == Member::INFO.table)
        .filter_map(|edit| edit.cells.get(&Member::household_id)?.as_id())
        .collect()
}

/// Events among the edits that tell of one of these households.
fn told_of(
    store: &Store,
    edits: &[Edit],
    households: &BTreeSet<Id>,
) -> Result<BTreeSet<Id>, ApiError> {
    let mut told = BTreeSet::new();
    for edit in edits {
        if edit.table != StatusEvent::INFO.table {
            continue;
        }
        let Some(row) = row::get(store.connection(), edit.table, edit.id)? else {
            continue;
        };
        let of = [StatusEvent::household_id, StatusEvent::other_household_id];
        let mut named = of.iter().filter_map(|field| row.cell(*field).as_id());
        if named.any(|id| households.contains(&id)) {
            told.insert(edit.id);
        }
    }
    Ok(told)
}

/// Does it part a household again that was joined to the one that the import wrote?
fn parts(edit: &Edit, home: &WrittenHome) -> bool {
    edit.table == Household::INFO.table
        && edit.id != home.household
        && edit.cells.contains_key(&Household::merged_into)
}

/// The way back of one household.
struct Back<'a> {
    store: &'a Store,
    now: i64,
    imported_at: i64,
    returning: &'a BTreeMap<Id, Id>,
    parting: &'a BTreeMap<Id, Id>,
    edits: Vec<Edit>,
    stayed: &'static str,
    /// Somebody whom the import moved, or a household that it joined, stays where it is.
    has_moved_on: bool,
}

impl<'a> Back<'a> {
    fn new(
        store: &'a Store,
        now: i64,
        imported_at: i64,
        (returning, parting): (&'a BTreeMap<Id, Id>, &'a BTreeMap<Id, Id>),
    ) -> Self {
        Self {
            store,
            now,
            imported_at,
            returning,
            parting,
            edits: Vec::new(),
            stayed: "",
            has_moved_on: false,
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
        let own: BTreeSet<Id> = home.rows.iter().map(|row| row.id).collect();
        // What was told of it goes last, and stays where something that it tells of does.
        let (told, rows): (Vec<&WrittenRow>, Vec<&WrittenRow>) = home
            .rows
            .iter()
            .partition(|row| row.table == StatusEvent::INFO.table);
        for written in rows.into_iter().chain(told) {
            if written.table == StatusEvent::INFO.table && self.has_moved_on {
                continue;
            }
            let Some(row) = row::get(self.store.connection(), written.table, written.id)? else {
                continue;
            };
            if row.is_deleted() {
                // Whoever died or was removed since stays so: to write on them would bring them back.
                if matches!(written.what, Written::Changed { .. }) {
                    self.stayed = WORKED_ON;
                }
                continue;
            }
            let cells = match &written.what {
                Written::Changed { before, after } => {
                    self.put_back(&row, before, after)?;
                    continue;
                }
                Written::Made(_) => deleted(self.now),
                Written::Revived { before, .. } => before.clone(),
            };
            if !is_as_left(&row, &written.what) {
                self.stayed = WORKED_ON;
            } else if !made
                && self
                    .store
                    .hangs_on(&[(row.id, self.since(&written.what))], &own)?
            {
                self.stayed = HANGS_ON;
            } else {
                self.write(&row, cells);
            }
        }
        Ok(())
    }

    /// What keeps a household that the import made.
    fn holds(&self, home: &WrittenHome) -> Result<Option<&'static str>, ApiError> {
        let mut ids = BTreeMap::new();
        for written in &home.rows {
            // What hangs on a household that was only joined to it stays there.
            if written.table != Household::INFO.table || written.id == home.household {
                ids.insert(written.id, self.since(&written.what));
            }
            let row = row::get(self.store.connection(), written.table, written.id)?;
            let Some(row) = row.filter(|row| !row.is_deleted()) else {
                continue;
            };
            // Whoever came here from another household and cannot go back there keeps this one.
            let before = match &written.what {
                Written::Changed { before, .. } => before.get(&Member::household_id),
                _ => None,
            };
            let stays = match before {
                Some(was) if row.table == Member::INFO.table => {
                    self.leads_nowhere(&row, Member::household_id, was)?
                }
                _ => false,
            };
            if stays || !is_as_left(&row, &written.what) {
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
            !ids.contains_key(&member.id) && (made || member.created_at >= self.imported_at)
        }) {
            return Ok(Some(WORKED_ON));
        }
        let own: BTreeSet<Id> = home.rows.iter().map(|row| row.id).collect();
        let ids: Vec<(Id, i64)> = ids.into_iter().collect();
        Ok(self.store.hangs_on(&ids, &own)?.then_some(HANGS_ON))
    }

    /// From when on what hangs on a row keeps it: on one that was brought back much hung before, its removal for one.
    fn since(&self, written: &Written) -> i64 {
        match written {
            Written::Revived { .. } => self.imported_at,
            Written::Made(_) | Written::Changed { .. } => i64::MIN,
        }
    }

    fn put_back(&mut self, row: &Row, before: &Cells, after: &Cells) -> Result<(), ApiError> {
        let mut cells = Cells::new();
        for (field, written) in after {
            let (now, was) = (row.cell(*field), domain::cell::cell(before, *field));
            if same(now, was) {
                // Somebody brought it back, and that is told too.
                self.has_moved_on |= is_move(row, *field);
                continue;
            }
            if same(now, written) && !self.leads_nowhere(row, *field, was)? {
                cells.insert(*field, was.clone());
            } else {
                self.stayed = WORKED_ON;
                self.has_moved_on |= is_move(row, *field);
            }
        }
        if !cells.is_empty() {
            self.write(row, cells);
        }
        Ok(())
    }

    /// Would the value name a household that is gone since, or a head who is gone or lives elsewhere since?
    fn leads_nowhere(&self, row: &Row, field: u16, was: &Value) -> Result<bool, ApiError> {
        let is_household = row.table == Household::INFO.table;
        let table = match field {
            Household::head_member_id if is_household => Member::INFO.table,
            Household::merged_into if is_household => Household::INFO.table,
            Member::household_id if !is_household => Household::INFO.table,
            _ => return Ok(false),
        };
        let Some(id) = was.as_id() else {
            return Ok(false);
        };
        let Some(named) = row::get(self.store.connection(), table, id)? else {
            return Ok(false);
        };
        if let Some(at) = named.cell(DELETED_AT).as_integer() {
            return Ok(at >= self.imported_at);
        }
        Ok(if table == Household::INFO.table {
            let joined = named.cell(Household::merged_into).as_id();
            joined.is_some() && joined.as_ref() != self.parting.get(&id)
        } else {
            let lives = named.cell(Member::household_id).as_id();
            lives != Some(row.id) && self.returning.get(&id) != Some(&row.id)
        })
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

/// Does the field say where a person lives, or to which household one was joined?
fn is_move(row: &Row, field: u16) -> bool {
    let is_household = row.table == Household::INFO.table;
    field
        == if is_household {
            Household::merged_into
        } else {
            Member::household_id
        }
}

fn deleted(now: i64) -> Cells {
    Cells::from([(DELETED_AT, now.into()), (DELETED_REASON, REASON.into())])
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || (a.is_default() && b.is_default())
}
