//! A roster that was read and compared, and is held until the person has chosen: in memory only, and by the shell.

mod home;
mod told;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use sheet::{Doubt, Roster, RosterHousehold, SheetError, Show, Source};
use store::search::pinyin::readings;

pub use told::{
    ImportAt, ImportChange, ImportChoice, ImportDoubt, ImportFate, ImportHome, ImportPage,
    ImportPerson, ImportQuery, ImportRepair, ImportRow, ImportSummary, ImportTab, ImportTabs,
    Words,
};

use super::{
    ImportError, ImportProgress, ImportRequest, ImportTaken, Tell,
    doubts::{VILLAGE_WORDS, changed_since},
    may_import,
    plan::{Fate, Plan, Planned, PlannedRow, Rows},
    read_roster, take,
};
use crate::{
    error::{ApiError, Code},
    host::{Host, read, with},
};

/// A roster beside what is on record.
#[derive(Debug)]
pub struct Preview {
    file: String,
    roster: Roster,
    homes: Vec<Found>,
    /// Doubts about rows that are nobody.
    loose: Vec<usize>,
    entries: Mutex<Vec<Entry>>,
}

/// What the file says of a household.
#[derive(Debug, Default)]
struct Found {
    /// What it can be found by.
    text: String,
    /// Of the roster's doubts.
    doubts: Vec<usize>,
    /// Of the roster's repairs.
    repairs: Vec<usize>,
}

/// What becomes of it.
#[derive(Debug, Clone)]
struct Entry {
    fate: ImportFate,
    changes: u64,
    /// What was found by comparing: why it cannot be taken, or that somebody had removed it.
    doubts: Vec<Doubt>,
    /// What was shown of it: [`Rows::shown`].
    shown: u64,
    chosen: bool,
    /// What the person said of it; nothing where nobody did.
    picked: Option<bool>,
    taken: bool,
}

/// Households compared at a time.
const BATCH: usize = 500;

impl Preview {
    /// Reads a roster and compares it.
    pub fn read<'a>(
        host: &dyn Host,
        source: impl Into<Source<'a>>,
        request: &ImportRequest,
        progress: Tell<'_>,
    ) -> Result<Self, ImportError> {
        may_import(host.asker())?;
        let mut roster = read_roster(source, request, progress)?;
        let by_row = homes_by_row(&roster);
        let mut homes: Vec<Found> = roster.households.iter().map(found).collect();
        let mut loose = Vec::new();
        for (at, doubt) in roster.doubts.iter().enumerate() {
            match by_row.get(&(doubt.sheet.as_str(), doubt.row)) {
                Some(home) => homes[*home].doubts.push(at),
                None => loose.push(at),
            }
        }
        for (at, repair) in roster.repaired.iter().enumerate() {
            if let Some(home) = by_row.get(&(repair.sheet.as_str(), repair.row)) {
                homes[*home].repairs.push(at);
            }
        }
        // The cells as they stood have done their part; a roster of a county has a million of them.
        for member in roster
            .households
            .iter_mut()
            .flat_map(|home| &mut home.members)
        {
            member.raw.retain(|word, _| VILLAGE_WORDS.contains(word));
        }
        let preview = Self {
            file: request.file.clone(),
            roster,
            homes,
            loose,
            entries: Mutex::default(),
        };
        preview.compare(host, progress)?;
        Ok(preview)
    }

    /// Compares with what is on record now: after an undo everything may stand differently.
    pub fn compare(&self, host: &dyn Host, progress: Tell<'_>) -> Result<(), ApiError> {
        let plan = with(host, |replica| {
            Plan::new(host, replica.store(), &self.roster)
        })?;
        let total = self.roster.households.len() as u64;
        let mut entries = Vec::with_capacity(self.roster.households.len());
        for batch in self.roster.households.chunks(BATCH) {
            let done = entries.len() as u64;
            if progress(ImportProgress::Comparing { done, total }).is_break() {
                return Err(ApiError::new(Code::Stopped, "the comparing was stopped"));
            }
            read(host, |store| {
                for _ in batch {
                    let at = entries.len();
                    let planned = plan.household(host, store, &self.roster, at)?;
                    entries.push(Entry::new(planned, &self.homes[at]));
                }
                Ok(())
            })?;
        }
        let mut before = self.entries();
        for (entry, before) in entries.iter_mut().zip(before.iter()) {
            entry.keep(before);
        }
        *before = entries;
        Ok(())
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What of `tab` and `q` there is, in the order of the file.
    fn matching(&self, entries: &[Entry], tab: ImportTab, q: &str) -> Vec<usize> {
        let q: String = q
            .to_lowercase()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        (0..entries.len())
            .filter(|at| self.is_in(&entries[*at], *at, tab) && self.homes[*at].text.contains(&q))
            .collect()
    }

    fn is_in(&self, entry: &Entry, at: usize, tab: ImportTab) -> bool {
        match tab {
            ImportTab::All => true,
            ImportTab::New => entry.fate == ImportFate::New,
            ImportTab::Changed => entry.fate == ImportFate::Changed,
            ImportTab::Unchanged => entry.fate == ImportFate::Unchanged,
            ImportTab::Doubtful => !self.is_sure(entry, at),
            ImportTab::LeftOut => entry.fate == ImportFate::LeftOut,
        }
    }

    /// Nothing about it is in doubt.
    fn is_sure(&self, entry: &Entry, at: usize) -> bool {
        self.homes[at].doubts.is_empty() && entry.doubts.is_empty()
    }

    /// Takes or leaves one household, or all of a tab that the search finds; all are taken but those in doubt.
    pub fn choose(&self, request: &ImportChoice) -> Result<ImportSummary, ApiError> {
        {
            let mut entries = self.entries();
            let which = match request.at {
                Some(at) if (at as usize) < entries.len() => vec![at as usize],
                Some(at) => return Err(ApiError::not_found("household", at)),
                None => self.matching(&entries, request.tab, &request.q),
            };
            for at in which {
                // What is doubtful is chosen by whoever has looked at it, household by household.
                let stays =
                    request.chosen && request.at.is_none() && !self.is_sure(&entries[at], at);
                let entry = &mut entries[at];
                if entry.can_be_taken() && !stays {
                    entry.chosen = request.chosen;
                    entry.picked = Some(request.chosen);
                }
            }
        }
        Ok(self.summary())
    }

    /// Takes the chosen households in, each planned anew.
    pub fn take(&self, host: &dyn Host, progress: Tell<'_>) -> Result<ImportTaken, ApiError> {
        may_import(host.asker())?;
        let shown: BTreeMap<usize, u64> = {
            let entries = self.entries();
            let chosen = entries.iter().enumerate().filter(|(_, entry)| entry.chosen);
            chosen.map(|(at, entry)| (at, entry.shown)).collect()
        };
        if shown.is_empty() {
            return Err(ApiError::violation("chosen", "required"));
        }
        let order = take::Order {
            file: &self.file,
            which: shown.keys().copied().collect(),
            dry_run: false,
            gate: take::Gate::Shown(shown),
        };
        let mut changed = Vec::new();
        let mut taken = take::take(host, &self.roster, &order, progress, &mut |at, fared| {
            let mut entries = self.entries();
            let entry = &mut entries[at];
            entry.chosen = false;
            match fared {
                take::Fared::Taken => entry.taken = true,
                take::Fared::LeftOut(why) => {
                    entry.fate = ImportFate::LeftOut;
                    entry.doubts.clone_from(why);
                }
                take::Fared::Changed => changed.push(at),
            }
        })?;
        // What was taken is told whatever becomes of this.
        if let Err(error) = self.show_anew(host, &changed) {
            taken.told.failed.get_or_insert(error.into());
        }
        Ok(taken.told)
    }

    /// Households that are not what was looked at, as they are now: unchosen until somebody has looked again.
    fn show_anew(&self, host: &dyn Host, which: &[usize]) -> Result<(), ApiError> {
        if which.is_empty() {
            return Ok(());
        }
        read(host, |store| {
            let plan = Plan::new(host, store, &self.roster)?;
            for at in which {
                let household = &self.roster.households[*at];
                let planned = plan.household(host, store, &self.roster, *at)?;
                let mut entry = Entry::new(planned, &self.homes[*at]);
                entry.chosen = false;
                entry.doubts.insert(0, changed_since(household));
                self.entries()[*at] = entry;
            }
            Ok(())
        })
    }

    /// All doubts and repairs as a workbook, numbers masked.
    pub fn doubts(&self) -> Result<Vec<u8>, SheetError> {
        let mut doubts = self.roster.doubts.clone();
        doubts.extend(self.entries().iter().flat_map(|entry| entry.doubts.clone()));
        sheet::doubts::write(&doubts, &self.roster.repaired, Show::Masked)
    }
}

impl Entry {
    fn new(planned: Planned, found: &Found) -> Self {
        match planned {
            Planned::Rows(rows) => Self::of(&rows, found),
            Planned::LeftOut(why) => Self {
                fate: ImportFate::LeftOut,
                changes: 0,
                doubts: vec![why],
                shown: 0,
                chosen: false,
                picked: None,
                taken: false,
            },
        }
    }

    fn of(rows: &Rows, found: &Found) -> Self {
        let mut entry = Self {
            fate: fate_of(rows),
            changes: home::changes(rows),
            doubts: rows.all_doubts().cloned().collect(),
            shown: rows.shown(),
            chosen: false,
            picked: None,
            taken: false,
        };
        // What is doubtful waits for a person's own look.
        entry.chosen = entry.can_be_taken() && found.doubts.is_empty() && entry.doubts.is_empty();
        entry
    }

    /// The person's choice stays through a new comparison; of what looks another way by now only that it was left.
    fn keep(&mut self, before: &Self) {
        self.taken = before.taken && self.fate == ImportFate::Unchanged;
        self.picked = before
            .picked
            .filter(|chosen| !chosen || self.shown == before.shown);
        if let Some(chosen) = self.picked {
            self.chosen = chosen && self.can_be_taken();
        }
    }

    /// As it stands now, when that is not what was shown before.
    fn follow(&mut self, rows: &Rows, found: &Found) {
        if !self.taken && self.shown != rows.shown() {
            let mut now = Self::of(rows, found);
            now.keep(self);
            *self = now;
        }
    }

    fn can_be_taken(&self) -> bool {
        matches!(self.fate, ImportFate::New | ImportFate::Changed) && !self.taken
    }
}

/// Which household stands in which row.
pub(super) fn homes_by_row(roster: &Roster) -> HashMap<(&str, u32), usize> {
    let homes = roster.households.iter().enumerate();
    homes
        .flat_map(|(at, household)| {
            let rows = household.members.iter();
            rows.map(move |member| ((member.sheet.as_str(), member.row), at))
        })
        .collect()
}

fn fate_of(rows: &Rows) -> ImportFate {
    if rows.household.fate == Fate::New {
        ImportFate::New
    } else if rows.all().any(PlannedRow::is_written) {
        ImportFate::Changed
    } else {
        ImportFate::Unchanged
    }
}

fn name(member: &sheet::RosterMember) -> &str {
    member.fields.get("name").map_or("", |text| text.trim())
}

fn found(household: &RosterHousehold) -> Found {
    let mut words = BTreeSet::new();
    for member in &household.members {
        words.insert(name(member).to_lowercase());
        words.extend(initials(name(member)));
    }
    words.insert(household.number.to_lowercase());
    words.insert(household.village_name.to_lowercase());
    words.insert(
        household
            .fields
            .get("group_name")
            .map_or(String::new(), |text| text.to_lowercase()),
    );
    Found {
        text: Vec::from_iter(words).join("\n"),
        ..Found::default()
    }
}

/// First letters of a name, in every reading of its characters.
fn initials(name: &str) -> Vec<String> {
    const READINGS_MAX: usize = 8;
    let mut all = vec![String::new()];
    for c in name.chars() {
        let letters: BTreeSet<char> = readings(c)
            .iter()
            .filter_map(|reading| reading.chars().next())
            .collect();
        if letters.is_empty() {
            continue;
        }
        all = all
            .iter()
            .flat_map(|so_far| {
                letters
                    .iter()
                    .map(move |letter| format!("{so_far}{letter}"))
            })
            .take(READINGS_MAX)
            .collect();
    }
    all
}
