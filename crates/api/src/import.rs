//! 导入名册: a roster's households and members, one set a household. A newer roster of the same households updates
//! them; what it does not say stays, what has not changed writes nothing.

mod place;
mod plan;

use std::ops::ControlFlow;

use domain::About;
use serde::{Deserialize, Serialize};
use sheet::{Doubt, ReadOptions, Repair, Roster, SheetError, Source};
use store::Edit;

use crate::{
    error::ApiError,
    host::{Host, save_in, with},
};
use plan::{Plan, Planned};

/// What to read, and whether to write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRequest {
    /// Only the sheet of this name.
    pub sheet: Option<String>,
    /// The layout, `H1`–`H4`, instead of the one that the header shows.
    pub layout: Option<String>,
    /// The list's own date, `2018-09-30`.
    pub listed_on: Option<String>,
    /// Says what would be written, and writes nothing.
    pub dry_run: bool,
}

/// Rows by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// `H1`–`H4`.
    pub layout: &'static str,
    /// Rows that are a person.
    pub rows_read: usize,
    /// Households.
    pub households: Counts,
    /// Members.
    pub members: Counts,
    /// Households that were not taken, each with a doubt that says why.
    pub left_out: u64,
    /// Stopped by the person before all was written.
    pub stopped: bool,
    /// What was put right.
    pub repaired: Vec<Repair>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// Header words that belong to no field.
    pub unmapped_columns: Vec<String>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProgress {
    /// The file is read.
    Reading(sheet::Progress),
    /// Households are compared and written: so many of so many.
    Writing {
        /// Done.
        done: u64,
        /// Of.
        total: u64,
    },
}

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

/// Households of one transaction.
const BATCH: usize = 500;

/// Reads a roster and takes it in. Gives the roster too, for its workbook of doubts.
pub fn import<'a>(
    host: &dyn Host,
    source: impl Into<Source<'a>>,
    request: &ImportRequest,
    progress: &dyn Fn(ImportProgress) -> ControlFlow<()>,
) -> Result<(Imported, Roster), ImportError> {
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
    let mut roster = sheet::read_roster(source, &options, &|step| {
        progress(ImportProgress::Reading(step))
    })?;
    let imported = take_in(host, &mut roster, request.dry_run, progress)?;
    Ok((imported, roster))
}

/// Takes in a roster that has been read.
pub fn take_in(
    host: &dyn Host,
    roster: &mut Roster,
    dry_run: bool,
    progress: &dyn Fn(ImportProgress) -> ControlFlow<()>,
) -> Result<Imported, ApiError> {
    let total = roster.households.len() as u64;
    let (mut households, mut members) = (Counts::default(), Counts::default());
    let (mut done, mut left_out, mut stopped) = (0, 0, false);
    let mut doubts = Vec::new();
    let plan = with(host, |replica| Plan::new(host, replica.store()))?;
    for batch in roster.households.chunks(BATCH) {
        if progress(ImportProgress::Writing { done, total }).is_break() {
            stopped = true;
            break;
        }
        with(host, |replica| {
            let mut sets: Vec<(Vec<Edit>, About)> = Vec::with_capacity(batch.len());
            for household in batch {
                match plan.household(replica.store(), household)? {
                    Planned::LeftOut(doubt) => {
                        left_out += 1;
                        doubts.push(doubt);
                    }
                    Planned::Rows(rows) => {
                        rows.count(&mut households, &mut members);
                        sets.extend(
                            rows.edits
                                .chunks(EDITS_MAX)
                                .map(|edits| (edits.to_vec(), About::default())),
                        );
                    }
                }
            }
            if !dry_run && !sets.is_empty() {
                save_in(host, replica, sets, None)?;
            }
            Ok(())
        })?;
        done += batch.len() as u64;
    }
    _ = progress(ImportProgress::Writing { done, total });
    roster.doubts.extend(doubts);
    Ok(Imported {
        layout: roster.layout,
        rows_read: roster.rows_read,
        households,
        members,
        left_out,
        stopped,
        repaired: roster.repaired.clone(),
        doubts: roster.doubts.clone(),
        unmapped_columns: roster.unmapped_columns.clone(),
    })
}

/// A set holds at most half a thousand rows; no household of people has as many.
const EDITS_MAX: usize = 400;
