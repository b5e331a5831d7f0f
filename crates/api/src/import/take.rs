//! Writes households of a roster that has been read, a batch a transaction, each planned anew as the file is then.

use std::collections::{BTreeMap, BTreeSet};

use domain::{About, Id};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::{Doubt, Roster};
use store::{
    Edit,
    imports::{ImportRun, ImportedHome, Wrote},
};
use ts_rs::TS;

use super::{
    Counts, ImportFault, ImportProgress, Tell,
    doubts::{WAS_REMOVED, taken_twice},
    emptied::{Move, joined},
    events,
    plan::{Plan, Planned, Rows},
    sets::by_place,
};
use crate::{
    common::IdText,
    error::ApiError,
    host::{self, Host, Replica, save_import, with},
};

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ImportTaken {
    /// By which it can be undone; nothing when it wrote nothing.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub households: Counts,
    pub members: Counts,
    /// Households that could not be taken.
    pub left_out: u64,
    /// Households that were not taken, for somebody wrote on them after they were shown.
    pub changed_since_look: u64,
    /// Households that were looked at, of those that were chosen.
    pub done: u64,
    pub total: u64,
    /// The person stopped it before it was through.
    pub stopped: bool,
    /// What ended it before it was through.
    pub failed: Option<ImportFault>,
}

/// Which households of a roster.
pub(super) struct Order<'a> {
    pub(super) file: &'a str,
    pub(super) which: Vec<usize>,
    pub(super) dry_run: bool,
    pub(super) gate: Gate,
}

/// Which of them are written.
pub(super) enum Gate {
    /// Those that a person has chosen and that are still what was shown; each by what that was.
    Shown(BTreeMap<usize, u64>),
    /// Those that undo nothing of what people did here, for nobody has looked.
    Unseen {
        /// Who was removed comes back all the same.
        with_removed: bool,
        /// Households that are left out for what the file says of them.
        in_doubt: BTreeSet<usize>,
    },
}

impl Gate {
    /// What becomes of a household instead of being taken; of one that is taken only whom nobody need look at.
    fn stops(&self, no: usize, rows: &mut Rows, left: &mut Vec<Doubt>) -> Option<Fared> {
        match self {
            // What is by now as the roster has it is written by nobody.
            Self::Shown(shown) => {
                let is_same = shown.get(&no) == Some(&rows.shown());
                (rows.writes() && !is_same).then_some(Fared::Changed)
            }
            Self::Unseen { in_doubt, .. } if in_doubt.contains(&no) => {
                Some(Fared::LeftOut(rows.all_doubts().cloned().collect()))
            }
            Self::Unseen { with_removed, .. } => {
                let is_open = |doubt: &Doubt| !(*with_removed && doubt.kind == WAS_REMOVED);
                let doubts = rows.doubts.iter().filter(|doubt| is_open(doubt)).cloned();
                let mut doubts: Vec<Doubt> = doubts.collect();
                let of_people = rows.of_people.iter().filter(|(_, doubt)| is_open(doubt));
                let (which, people): (BTreeSet<usize>, Vec<Doubt>) = of_people.cloned().unzip();
                if doubts.is_empty() && (which.is_empty() || rows.leave_out(&which)) {
                    left.extend(people);
                    return None;
                }
                doubts.extend(people);
                Some(Fared::LeftOut(doubts))
            }
        }
    }
}

pub(super) struct Taken {
    pub(super) told: ImportTaken,
    /// Why households were not taken.
    pub(super) left_out: Vec<Doubt>,
    /// Who of those that were taken was not.
    pub(super) people_left_out: Vec<Doubt>,
}

/// Households of one transaction: what else wants the file waits no longer than that.
const BATCH: usize = 200;

/// What became of a household of an order.
pub(super) enum Fared {
    Taken,
    /// Why.
    LeftOut(Vec<Doubt>),
    /// It is not what was shown any more.
    Changed,
}

/// Households that were not taken, by their place in the roster.
type Out = BTreeMap<usize, Fared>;

/// `through` hears of each household once its batch is in the file.
pub(super) fn take(
    host: &dyn Host,
    roster: &Roster,
    order: &Order<'_>,
    progress: Tell<'_>,
    through: &mut dyn FnMut(usize, &Fared),
) -> Result<Taken, ApiError> {
    let mut run = ImportRun {
        file: order.file.to_owned(),
        layout: roster.layout.to_owned(),
        total: order.which.len() as u64,
        ..ImportRun::default()
    };
    let mut taken = Taken {
        told: ImportTaken {
            total: run.total,
            ..ImportTaken::default()
        },
        left_out: Vec::new(),
        people_left_out: Vec::new(),
    };
    let plan = with(host, |replica| Plan::new(host, replica.store(), roster))?;
    let mut far = SoFar::default();
    for batch in order.which.chunks(BATCH) {
        let (done, total) = (taken.told.done, taken.told.total);
        if progress(ImportProgress::Writing { done, total }).is_break() {
            taken.told.stopped = true;
            break;
        }
        // What a batch that fails would have done is not told.
        let (mut its_run, mut its_told) = (run.clone(), taken.told.clone());
        let mut people = Vec::new();
        let wrote = with(host, |replica| {
            write(
                host,
                replica,
                (&plan, roster),
                (order, batch, &mut far),
                (&mut its_run, &mut its_told, &mut people),
            )
        });
        let mut out = match wrote {
            Ok(out) => out,
            // Nothing was written before: there is nothing to tell but the failure.
            Err(error) if taken.told.id.is_none() => return Err(error),
            Err(error) => {
                taken.told.failed = Some(error.into());
                break;
            }
        };
        (run, taken.told) = (its_run, its_told);
        taken.people_left_out.extend(people);
        for no in batch {
            let fared = out.remove(no).unwrap_or(Fared::Taken);
            through(*no, &fared);
            match fared {
                Fared::Taken => {}
                Fared::LeftOut(why) => {
                    taken.told.left_out += 1;
                    taken.left_out.extend(why);
                }
                Fared::Changed => taken.told.changed_since_look += 1,
            }
        }
    }
    let (done, total) = (taken.told.done, taken.told.total);
    _ = progress(ImportProgress::Writing { done, total });
    Ok(taken)
}

/// What of a list was taken so far.
#[derive(Debug, Default)]
struct SoFar {
    /// No two of a list are one household on record.
    ids: BTreeSet<Id>,
    /// Who went from one household into which other.
    moved: BTreeMap<Id, Move>,
}

/// One batch; those that were not taken, and why.
fn write(
    host: &dyn Host,
    replica: &mut Replica<'_>,
    (plan, roster): (&Plan, &Roster),
    (order, batch, far): (&Order<'_>, &[usize], &mut SoFar),
    (run, told, people): (&mut ImportRun, &mut ImportTaken, &mut Vec<Doubt>),
) -> Result<Out, ApiError> {
    let mut sets: Vec<(Vec<Edit>, About)> = Vec::with_capacity(batch.len());
    let mut homes: Vec<ImportedHome> = Vec::with_capacity(batch.len());
    let mut out = Out::new();
    let today = host::today(host).to_string();
    for no in batch {
        match plan.household(host, replica.store(), roster, *no)? {
            Planned::LeftOut(why) => {
                out.insert(*no, Fared::LeftOut(vec![why]));
            }
            Planned::Rows(mut rows) => {
                // Whom it leaves out is told of a household that is taken alone.
                if far.ids.contains(&rows.household.id) {
                    let why = taken_twice(&roster.households[*no]);
                    out.insert(*no, Fared::LeftOut(vec![why]));
                    continue;
                }
                if let Some(fared) = order.gate.stops(*no, &mut rows, people) {
                    out.insert(*no, fared);
                    continue;
                }
                far.ids.insert(rows.household.id);
                far.moved.extend(rows.coming().map(|(from, member)| {
                    let (to, village) = (rows.household.id, rows.village().to_owned());
                    (member.id, Move { from, to, village })
                }));
                rows.besides = joined(replica.store(), &rows, &far.moved, &today)?;
                events::tell(host, replica.store(), &mut rows, order.file)?;
                rows.count(&mut told.households, &mut told.members);
                homes.extend(rows.imported(*no));
                let its_sets = by_place(replica.store(), rows.edits())?;
                sets.extend(its_sets.into_iter().map(|edits| (edits, About::default())));
            }
        }
    }
    told.done += batch.len() as u64;
    if order.dry_run || sets.is_empty() {
        return Ok(out);
    }
    run.done = told.done;
    run.wrote = Wrote {
        households_new: told.households.new,
        households_changed: told.households.updated,
        members_new: told.members.new,
        members_changed: told.members.updated,
    };
    if let (Replica::Laptop(store), None) = (&mut *replica, told.id) {
        run.id = host.env().new_id();
        run.started_at_ms = host.env().wall_ms();
        store.begin_import(host.env(), run)?;
        told.id = Some(run.id);
    }
    save_import(host, replica, sets, run, &homes)?;
    Ok(out)
}
