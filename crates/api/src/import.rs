//! 导入名册: a roster's households and members, one set a household and village. A newer roster of the same households
//! updates them; what it does not say stays, what has not changed writes nothing. [`Preview`] shows what it would do and
//! takes what a person chooses; [`undo`] puts all of an import back.

mod doubts;
mod emptied;
mod events;
mod known;
mod namesakes;
mod outside;
mod place;
mod plan;
mod preview;
mod runs;
mod sets;
mod take;
mod together;
mod undo;

use std::{collections::BTreeSet, ops::ControlFlow};

use domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::{Doubt, ReadOptions, Repair, Roster};
use ts_rs::TS;

use crate::{
    error::{ApiError, Code},
    host::{Asker, Host},
};

pub use sheet::{SheetError, Source};

pub use preview::{
    ImportAt, ImportChange, ImportChoice, ImportDoubt, ImportFate, ImportHome, ImportPage,
    ImportPerson, ImportQuery, ImportRepair, ImportRow, ImportSummary, ImportTab, ImportTabs,
    Preview, Words,
};
pub use runs::{
    ImportRunPage, ImportRunRow, ImportStayed, ImportStayedPage, ImportStayedRequest, runs, stayed,
};
pub use take::ImportTaken;
pub use undo::{ImportUndone, undo};

/// What to read, and whether to write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRequest {
    /// The file's name without folders, by which its import is known later.
    pub file: String,
    /// Only the sheet of this name.
    pub sheet: Option<String>,
    /// The layout, `H1`–`H4`, instead of the one that the header shows.
    pub layout: Option<String>,
    /// The list's own date, `2018-09-30`.
    pub listed_on: Option<String>,
    /// Says what would be written, and writes nothing.
    pub dry_run: bool,
    /// Brings back whom somebody has removed here.
    pub with_removed: bool,
    /// Takes no household of which anything in the file is in doubt either.
    pub sure_only: bool,
}

/// Rows by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Counts {
    /// Not here before.
    pub new: u64,
    /// With another value.
    pub updated: u64,
    /// As they were.
    pub unchanged: u64,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Serialize)]
pub struct Imported {
    /// By which it can be undone; nothing when it wrote nothing.
    pub id: Option<Id>,
    /// `H1`–`H4`.
    pub layout: &'static str,
    /// Rows that are a person.
    pub rows_read: usize,
    /// Households.
    pub households: Counts,
    /// Members.
    pub members: Counts,
    /// Households that were not taken, each with the doubts that say why.
    pub left_out: u64,
    /// People who were not taken while the others of their household were; they are among the doubts too.
    pub people_left_out: Vec<Doubt>,
    /// Stopped by the person before all was written.
    pub stopped: bool,
    /// What ended it before all was written.
    pub failed: Option<ImportFault>,
    /// What was put right.
    pub repaired: Vec<Repair>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// Header words that belong to no field.
    pub unmapped_columns: Vec<String>,
    /// Header words that are known, and whose values no record holds.
    pub passed_columns: Vec<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProgress {
    /// The file is read.
    Reading(sheet::Progress),
    /// Households are compared with what is on record: so many of so many.
    Comparing {
        /// Done.
        done: u64,
        /// Of.
        total: u64,
    },
    /// Households are compared and written: so many of so many.
    Writing {
        /// Done.
        done: u64,
        /// Of.
        total: u64,
    },
    /// Households of an import are put back: so many of so many.
    Undoing {
        /// Done.
        done: u64,
        /// Of.
        total: u64,
    },
}

/// How far an import is, as the shell tells the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportTold {
    pub step: ImportStep,
    pub done: u64,
    /// 0 while nobody knows.
    pub total: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportStep {
    Reading,
    Checking,
    Comparing,
    Writing,
    Undoing,
}

impl From<ImportProgress> for ImportTold {
    fn from(at: ImportProgress) -> Self {
        let (step, done, total) = match at {
            ImportProgress::Reading(at) => {
                let step = match at.step {
                    sheet::Step::Opening | sheet::Step::Reading => ImportStep::Reading,
                    sheet::Step::Checking => ImportStep::Checking,
                };
                (step, at.done, at.total)
            }
            ImportProgress::Comparing { done, total } => (ImportStep::Comparing, done, total),
            ImportProgress::Writing { done, total } => (ImportStep::Writing, done, total),
            ImportProgress::Undoing { done, total } => (ImportStep::Undoing, done, total),
        };
        Self { step, done, total }
    }
}

/// What ended an import or an undo in the middle. What was written by then stays, and is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportFault {
    pub code: String,
    pub detail: String,
}

impl From<ApiError> for ImportFault {
    fn from(error: ApiError) -> Self {
        Self {
            code: error.code.word().to_owned(),
            detail: error.detail,
        }
    }
}

/// A file that was chosen: what it holds, or why it is refused; neither where the person thought better of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportOpened {
    pub file: String,
    pub summary: Option<ImportSummary>,
    pub refused: Option<ImportRefused>,
}

/// Why a file is refused: the word for it, and what the person can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportRefused {
    pub code: String,
    pub hint: Words,
    pub detail: String,
}

impl From<&SheetError> for ImportRefused {
    fn from(error: &SheetError) -> Self {
        let (zh, en) = error.hint();
        Self {
            code: error.code().to_owned(),
            hint: Words {
                zh: zh.to_owned(),
                en: en.to_owned(),
            },
            detail: error.to_string(),
        }
    }
}

/// Whom to tell, and who may stop it by answering `Break`.
pub type Tell<'a> = &'a dyn Fn(ImportProgress) -> ControlFlow<()>;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no roster that can be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The file was read, and writing failed.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// May the person take rosters in? Which households, each row says.
pub fn may_import(asker: &Asker) -> Result<(), ApiError> {
    use domain::access::Access::Write;
    if asker.access("household") == Write && asker.access("member") == Write {
        return Ok(());
    }
    Err(ApiError::new(
        Code::NotPermitted,
        format!("{} may not write households", asker.account),
    ))
}

fn read_roster<'a>(
    source: impl Into<Source<'a>>,
    request: &ImportRequest,
    progress: Tell<'_>,
) -> Result<Roster, ImportError> {
    let listed_on = match request.listed_on.as_deref() {
        None | Some("") => None,
        Some(text) => Some(
            domain::records::date(&text.into())
                .ok_or_else(|| ApiError::violation("listed_on", "impossible_date"))?,
        ),
    };
    let options = ReadOptions {
        sheet: request.sheet.clone(),
        layout: request.layout.clone(),
        listed_on,
    };
    Ok(sheet::read_roster(source, &options, &|step| {
        progress(ImportProgress::Reading(step))
    })?)
}

/// Households in whose rows something is doubtful.
fn doubted(roster: &Roster) -> BTreeSet<usize> {
    let by_row = preview::homes_by_row(roster);
    let doubts = roster.doubts.iter();
    doubts
        .filter_map(|doubt| by_row.get(&(doubt.sheet.as_str(), doubt.row)).copied())
        .collect()
}

/// Reads a roster and takes all of it in but what would undo what people did here: nobody looks at it first. Of a
/// household the others are taken where that is so of one person. Gives the
/// roster too, for its workbook of doubts.
pub fn import<'a>(
    host: &dyn Host,
    source: impl Into<Source<'a>>,
    request: &ImportRequest,
    progress: Tell<'_>,
) -> Result<(Imported, Roster), ImportError> {
    let mut roster = read_roster(source, request, progress)?;
    let in_doubt = if request.sure_only {
        doubted(&roster)
    } else {
        BTreeSet::new()
    };
    let order = take::Order {
        file: &request.file,
        which: (0..roster.households.len()).collect(),
        dry_run: request.dry_run,
        gate: take::Gate::Unseen {
            with_removed: request.with_removed,
            in_doubt,
        },
    };
    let taken = take::take(host, &roster, &order, progress, &mut |_, _| ())?;
    let left_out = taken.told.left_out;
    let people_left_out = taken.people_left_out;
    roster.doubts.extend(taken.left_out);
    roster.doubts.extend(people_left_out.iter().cloned());
    let imported = Imported {
        id: taken.told.id,
        layout: roster.layout,
        rows_read: roster.rows_read,
        households: taken.told.households,
        members: taken.told.members,
        left_out,
        people_left_out,
        stopped: taken.told.stopped,
        failed: taken.told.failed,
        repaired: roster.repaired.clone(),
        doubts: roster.doubts.clone(),
        unmapped_columns: roster.unmapped_columns.clone(),
        passed_columns: roster.passed_columns.clone(),
    };
    Ok((imported, roster))
}
