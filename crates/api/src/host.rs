//! Who asks for an operation, and on what it works.

mod laptop;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    About, Cells, Env, Id, Place, Value,
    access::{Access, access, rewritten},
    cell,
    change::{DELETED_AT, DELETED_REASON},
    env::date_of,
    place::Scope,
    records::{self, Grant, Record},
};
use store::{
    Edit, Store,
    county::{County, Written},
    forms::DraftOf,
    imports::{ImportRun, ImportedHome},
    row,
};

use crate::{
    centre::Network,
    common::ChangeState,
    county::DeviceRow,
    draft::{self, DraftKey},
    error::{ApiError, Code},
    heard,
    session::Side,
};

pub use self::laptop::{LaptopHost, TodayGiven};

/// A role in an area that counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// The id of its `grant` row.
    pub grant: Id,
    /// A role of `glossary.md`.
    pub role: String,
    /// A division code.
    pub area: String,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asker {
    /// Name of the account.
    pub account: String,
    /// The person.
    pub person_id: Id,
    /// Their name.
    pub person_name: String,
    /// What they may do; the first is what screens show.
    pub rights: Vec<Right>,
    /// What they may see.
    pub scope: Scope,
}

impl Asker {
    /// Who a laptop writes as.
    pub fn of_laptop(store: &Store) -> Result<Self, ApiError> {
        let grant = store.grant()?;
        let row = row::get(store.connection(), Grant::INFO.table, grant)?.ok_or_else(|| {
            ApiError::new(Code::NotReady, "the grant of this laptop is not here yet")
        })?;
        let record = Grant::from_cells(&row.cells);
        Ok(Self {
            account: record.account,
            person_id: record.person_id.unwrap_or_default(),
            person_name: record.person_name,
            rights: vec![Right {
                grant,
                role: record.role,
                area: record.division_code,
            }],
            scope: store.scope()?,
        })
    }

    /// What the person may do with `record` at best, wherever.
    pub fn access(&self, record: &str) -> Access {
        self.rights
            .iter()
            .map(|right| access(&right.role, record))
            .max()
            .unwrap_or(Access::None)
    }

    /// The right under which `record` may be written at `place`.
    pub fn right_to_write(&self, record: &str, place: Place) -> Option<&Right> {
        self.rights.iter().find(|right| {
            let inside = place == Place::PUBLIC
                || Place::from_code(&right.area).is_some_and(|area| area.range().contains(place));
            inside && access(&right.role, record) == Access::Write
        })
    }

    /// A right under which `record` may be written, wherever it counts.
    fn right_wherever(&self, record: &str) -> Option<&Right> {
        self.rights
            .iter()
            .find(|right| access(&right.role, record) == Access::Write)
    }

    /// May the person read `record` at `place`?
    pub fn may_read(&self, record: &str, place: Place) -> bool {
        place == Place::PUBLIC && self.access(record) >= Access::Read
            || self.rights.iter().any(|right| {
                Place::from_code(&right.area).is_some_and(|area| area.range().contains(place))
                    && access(&right.role, record) >= Access::Read
            })
    }

    /// Where the person may read `record`; refused if nowhere.
    pub fn scope_of(&self, record: &str) -> Result<Scope, ApiError> {
        if self.access(record) < Access::Read {
            return Err(ApiError::new(
                Code::NotPermitted,
                format!("{} may not see {record}", self.account),
            ));
        }
        let areas = self
            .rights
            .iter()
            .filter(|right| access(&right.role, record) >= Access::Read);
        Ok(Scope::of_codes(
            self.scope.version,
            areas.map(|right| right.area.as_str()),
        ))
    }

    /// The first role; empty for none.
    pub fn role(&self) -> &str {
        self.rights.first().map_or("", |right| right.role.as_str())
    }

    /// The first area; empty for none.
    pub fn area(&self) -> &str {
        self.rights.first().map_or("", |right| right.area.as_str())
    }
}

/// What an operation works on, held for one piece of work.
#[derive(Debug)]
pub enum Replica<'a> {
    /// A laptop's file.
    Laptop(&'a mut Store),
    /// The county's.
    County(&'a mut County),
}

impl Replica<'_> {
    /// The tables.
    pub fn store(&self) -> &Store {
        match self {
            Self::Laptop(store) => store,
            Self::County(county) => county.store(),
        }
    }

    /// The tables of forms and settings, which no log holds.
    pub fn store_mut(&mut self) -> &mut Store {
        match self {
            Self::Laptop(store) => store,
            Self::County(county) => county.store_mut(),
        }
    }
}

/// What the shell around a laptop knows of its road to the county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    /// Can the county be reached?
    pub network: Network,
    /// Is a sync running?
    pub running: bool,
    /// How far, of 100.
    pub percent: u64,
    /// What is in the way: see [`crate::centre::SyncStatus`].
    pub trouble: String,
    /// More of it.
    pub trouble_detail: String,
    /// Address of the county.
    pub server: String,
}

impl Default for Road {
    fn default() -> Self {
        Self {
            network: Network::Offline,
            running: false,
            percent: 0,
            trouble: String::new(),
            trouble_detail: String::new(),
            server: String::new(),
        }
    }
}

/// A laptop as the server knows it, with the area it works in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laptop {
    /// What is shown; the server leaves `area_name` empty.
    pub row: DeviceRow,
    /// The area of its account.
    pub area: String,
}

/// Who asks, the replica, time and chance, and what only the program around it knows.
///
/// Deliberately absent: files, windows, sockets, sessions, passwords and keys. An operation that needs one of these
/// is not an operation but an act of the shell or the server. Also absent is the machine's clock: ask [`Host::env`].
pub trait Host: Send + Sync {
    /// Who asks.
    fn asker(&self) -> &Asker;

    /// Time and chance.
    fn env(&self) -> &dyn Env;

    /// Which side answers.
    fn side(&self) -> Side;

    /// Holds the replica for writing while `work` runs; nothing that waits may happen inside.
    fn with(
        &self,
        work: &mut dyn FnMut(Replica<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError>;

    /// Reads the replica, where it can without waiting for one that writes.
    fn read(&self, work: &mut dyn FnMut(&Store) -> Result<(), ApiError>) -> Result<(), ApiError> {
        self.with(&mut |replica| work(replica.store()))
    }

    /// The county's key for deterministic ids.
    fn id_key(&self, store: &Store) -> Result<[u8; 32], ApiError>;

    /// What is added to a wrong clock, in ms, so that it gives the date that the person gave as today's; nothing where
    /// nobody gave one.
    fn clock_shift_ms(&self) -> Option<i64> {
        None
    }

    /// Laptop: by the person's word for today the clock is off by so much, until the program starts again or the clock
    /// jumps.
    fn shift_clock(&self, _ms: i64) -> Result<(), ApiError> {
        Err(ApiError::new(
            Code::OtherSide,
            "the county's clock is its own",
        ))
    }

    /// Laptop: the road to the county.
    fn road(&self) -> Road {
        Road::default()
    }

    /// County: its laptops.
    fn laptops(&self) -> Result<Vec<Laptop>, ApiError> {
        Err(ApiError::new(
            Code::OtherSide,
            "only the county knows its laptops",
        ))
    }
}

/// The business date: what the person gave, else what the clock says.
pub fn today(host: &dyn Host) -> NaiveDate {
    date_of(business_ms(host))
}

/// The moment by which dates and hours of the day are told: the clock's, put right by what the person said.
pub fn business_ms(host: &dyn Host) -> i64 {
    let shift = host.clock_shift_ms().unwrap_or(0);
    host.env().wall_ms().saturating_add(shift)
}

/// Reads from the replica.
pub fn read<T>(
    host: &dyn Host,
    work: impl FnOnce(&Store) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut once = Once::new(work);
    host.read(&mut |store| once.run(|work| work(store)))?;
    once.result()
}

/// Works on the replica.
pub fn with<T>(
    host: &dyn Host,
    work: impl FnOnce(&mut Replica<'_>) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut once = Once::new(work);
    host.with(&mut |mut replica| once.run(|work| work(&mut replica)))?;
    once.result()
}

/// Work that is done once, behind an interface that could ask twice.
struct Once<Work, T> {
    work: Option<Work>,
    found: Option<T>,
}

impl<Work, T> Once<Work, T> {
    fn new(work: Work) -> Self {
        Self {
            work: Some(work),
            found: None,
        }
    }

    fn run(&mut self, run: impl FnOnce(Work) -> Result<T, ApiError>) -> Result<(), ApiError> {
        if let Some(work) = self.work.take() {
            self.found = Some(run(work)?);
        }
        Ok(())
    }

    fn result(self) -> Result<T, ApiError> {
        self.found
            .ok_or_else(|| ApiError::new(Code::Failed, "the host did not do the work"))
    }
}

/// What a save became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name: `own-12` for the twelfth set of this laptop, `log-1024` for an entry of the county. Nothing = no change.
    pub change_set: Option<String>,
    /// Where it stands.
    pub state: ChangeState,
}

impl Kept {
    const UNCHANGED: Self = Self {
        change_set: None,
        state: ChangeState::Stored,
    };
}

/// Saves several sets at once, each of which stands or falls alone; one answer a set. On a laptop they go into its file,
/// at the county under the asker's right. The caller has checked the rules.
pub fn save_many(host: &dyn Host, sets: Vec<(Vec<Edit>, About)>) -> Result<Vec<Kept>, ApiError> {
    with(host, |replica| save_in(host, replica, sets, None))
}

/// The same while the replica is held, and for what was typed into a form: its draft goes in the same transaction.
pub fn save_in(
    host: &dyn Host,
    replica: &mut Replica<'_>,
    sets: Vec<(Vec<Edit>, About)>,
    draft: Option<&DraftKey>,
) -> Result<Vec<Kept>, ApiError> {
    let mut grants = Vec::with_capacity(sets.len());
    for (edits, _) in &sets {
        grants.push(permit(host.asker(), replica.store(), edits)?);
    }
    let draft = draft.map(|draft| draft::of(host, draft));
    match replica {
        Replica::Laptop(store) => {
            let saved = store.save_form(host.env(), sets, draft.as_ref())?;
            Ok(saved
                .into_iter()
                .map(|saved| Kept {
                    change_set: saved.map(|saved| format!("own-{}", saved.dseq)),
                    state: ChangeState::Stored,
                })
                .collect())
        }
        Replica::County(county) => write(host, county, grants, sets, draft),
    }
}

/// Saves households of an import with what it takes to undo them; at the county, which keeps no such record, their sets
/// alone.
pub(crate) fn save_import(
    host: &dyn Host,
    replica: &mut Replica<'_>,
    sets: Vec<(Vec<Edit>, About)>,
    now: &ImportRun,
    homes: &[ImportedHome],
) -> Result<(), ApiError> {
    match replica {
        Replica::Laptop(store) => {
            for (edits, _) in &sets {
                permit(host.asker(), store, edits)?;
            }
            Ok(store.save_import(host.env(), now, sets, homes)?)
        }
        Replica::County(_) => save_in(host, replica, sets, None).map(|_| ()),
    }
}

/// The grant under which all rows of a set may be written.
pub(crate) fn permit(asker: &Asker, store: &Store, edits: &[Edit]) -> Result<Id, ApiError> {
    let (mut grant, mut begun) = (None, BTreeSet::new());
    for edit in edits {
        let record = records::by_table(edit.table).ok_or_else(|| {
            ApiError::new(
                Code::Malformed,
                format!("no record has the number {}", edit.table),
            )
        })?;
        let present = row::get(store.connection(), edit.table, edit.id)?;
        let place = match &present {
            Some(row) => row.place,
            None => store.place_of_new(edit.table, &edit.cells, edits)?,
        };
        if heard::is_edit_kept(asker, store, edit, present.as_ref())? {
            return Err(ApiError::new(
                Code::NotPermitted,
                format!("{} is of the team that was asked about", asker.account),
            ));
        }
        // What was begun before its household left the area is not lost: the county decides on it.
        let mut names = edit.cells.values().filter_map(Value::as_id);
        let is_begun = present.is_none()
            && (names.any(|id| begun.contains(&id))
                || store.hangs_on_parked(edit.table, &edit.cells)?);
        if is_begun {
            begun.insert(edit.id);
        }
        let right = if is_begun {
            asker.right_wherever(record.name)
        } else {
            asker.right_to_write(record.name, place)
        };
        let right = right.ok_or_else(|| {
            ApiError::new(
                Code::NotPermitted,
                format!(
                    "{} may not write {} at {}",
                    asker.account,
                    record.name,
                    place.code()
                ),
            )
        })?;
        let nothing = Cells::new();
        let before = present.as_ref().map_or(&nothing, |row| &row.cells);
        if let Some(field) = rewritten(edit.table, before, &edit.cells) {
            return Err(ApiError::violation(field.name, "written_once"));
        }
        grant.get_or_insert(right.grant);
    }
    Ok(grant
        .or_else(|| asker.rights.first().map(|right| right.grant))
        .unwrap_or_default())
}

/// Writes sets at the county: only what differs, each cell with all of its group, as a laptop would.
fn write(
    host: &dyn Host,
    county: &mut County,
    grants: Vec<Id>,
    sets: Vec<(Vec<Edit>, About)>,
    draft: Option<DraftOf>,
) -> Result<Vec<Kept>, ApiError> {
    let mut kept = vec![Kept::UNCHANGED; sets.len()];
    let (mut written, mut numbers) = (Vec::new(), Vec::new());
    for (number, ((edits, about), grant)) in sets.into_iter().zip(grants).enumerate() {
        let mut changed = Vec::with_capacity(edits.len());
        for edit in edits {
            let row = row::get(county.store().connection(), edit.table, edit.id)?;
            changed.extend(difference(row.as_ref(), edit));
        }
        let acts = about.adopts.is_some() || about.returns.is_some() || about.archives.is_some();
        if acts || !changed.is_empty() {
            numbers.push(number);
            written.push(Written {
                grant,
                edits: changed,
                about,
            });
        }
    }
    if written.is_empty() {
        if let Some(draft) = &draft {
            county.store_mut().remove_draft(host.env(), draft)?;
        }
        return Ok(kept);
    }
    let seen = county.head();
    let receipts = county
        .write_form(host.env(), seen, written, draft)?
        .receipts;
    if receipts.len() != numbers.len() {
        return Err(ApiError::new(
            Code::Failed,
            "the county gave no receipt for its own set",
        ));
    }
    for (number, receipt) in numbers.into_iter().zip(receipts) {
        kept[number] = Kept {
            change_set: Some(format!("log-{}", receipt.seq)),
            state: match receipt.verdict.code() {
                "merged" => ChangeState::Merged,
                "held" => ChangeState::Held,
                "quarantined" => ChangeState::Quarantined,
                _ => ChangeState::Receipted,
            },
        };
    }
    Ok(kept)
}

fn difference(row: Option<&store::Row>, edit: Edit) -> Option<Edit> {
    let nothing = Cells::new();
    let before = row.map_or(&nothing, |row| &row.cells);
    let mut wanted = edit.cells;
    if row.is_some_and(store::Row::is_deleted) && cell::cell(&wanted, DELETED_AT).is_default() {
        wanted.insert(DELETED_AT, Value::Null);
        wanted.insert(DELETED_REASON, String::new().into());
    }
    let mut cells = match row {
        Some(_) => domain::cbor::changed(before, &wanted),
        None => domain::cbor::without_defaults(&wanted),
    };
    if cells.is_empty() && row.is_some() {
        return None;
    }
    if let Some(record) = records::by_table(edit.table) {
        let groups: std::collections::BTreeSet<u16> =
            cells.keys().map(|field| record.group_of(*field)).collect();
        for field in groups
            .into_iter()
            .flat_map(|group| record.group_members(group))
        {
            let default = record
                .field(field)
                .map_or(Value::Null, |info| info.kind.default_value());
            let value = wanted
                .get(&field)
                .or_else(|| before.get(&field))
                .cloned()
                .unwrap_or(match field {
                    DELETED_REASON => String::new().into(),
                    _ => default,
                });
            cells.entry(field).or_insert(value);
        }
    }
    let seq = row.map_or(0, |row| row.seq);
    Some(Edit {
        table: edit.table,
        id: edit.id,
        base: Some(edit.base.unwrap_or(seq).min(seq)),
        cells,
    })
}
