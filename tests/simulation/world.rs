//! Two villages, a township and their county, living through bad weather.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::{
    About, Cells, Env, Hash, Id, Position,
    change::{DELETED_AT, DELETED_REASON},
    place::Scope,
    records::{self, Grant, Household, Measure, Person, Record, Stay, Visit},
};
use store::{Edit, Row, Side, Store, StoreError, county::County, laptop::Identity, row};
use sync::{CountyKey, DeviceFacts, Progress, Report, SyncError, engine::Device};

use crate::{
    clock::{Chance, SimEnv},
    faults::{Fault, Rates},
    harm::Copy,
    log::{CellName, Log},
    network::{Memory, Road, Server},
    plants::Plant,
};

pub const VILLAGES: [&str; 2] = ["431128103201", "431128103202"];
const TOWNSHIP: &str = "431128103";
const ID_KEY: [u8; 32] = [9; 32];
const YEARS_MS: i64 = 20 * 365 * 24 * 3_600_000;
/// Exchanges with a healthy network until everyone must be through.
const ROUNDS_MAX: usize = 8;

/// What a person recorded, and what their screen showed at that moment.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub laptop: usize,
    pub dseq: u64,
    /// Which life of its laptop's file: what the other one wrote, this one's person has not seen.
    pub life: u64,
    /// The set that had written what the screen showed of each cell; nothing = the cell was empty.
    pub seen: BTreeMap<CellName, Option<Hash>>,
    pub cells: BTreeMap<CellName, domain::Value>,
    /// Did the form claim the whole row?
    pub deletes: bool,
}

/// An open form: it keeps the base it began with, whatever is pulled meanwhile.
#[derive(Debug, Clone)]
struct Form {
    laptop: usize,
    edit: Edit,
    seen: BTreeMap<CellName, Option<Hash>>,
    age: u32,
}

#[derive(Debug)]
pub struct Laptop {
    pub store: Mutex<Store>,
    pub env: SimEnv,
    pub device: Device,
    pub facts: DeviceFacts,
    pub memory: Memory,
    pub position: Position,
    pub person: Id,
    pub life: u64,
    pub is_blocked: bool,
}

impl Laptop {
    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.store
            .lock()
            .expect("no test panics while it holds a store")
    }
}

pub struct World {
    pub chance: Chance,
    rates: Rates,
    pub server: Server,
    pub laptops: Vec<Laptop>,
    pub log: Log,
    pub recorded: BTreeMap<Hash, Recorded>,
    pub plant: Option<Plant>,
    true_ms: Arc<AtomicI64>,
    forms: Vec<Form>,
    households: Vec<Id>,
    /// Earlier copies of laptops' files.
    pub copies: BTreeMap<usize, Copy>,
    /// Laptops that took a new incarnation: an edit made after seeing may cost a card there.
    pub unsettled: BTreeSet<usize>,
}

fn edit(table: &str, id: Id, base: Option<u64>, cells: Cells) -> Edit {
    Edit {
        table: records::by_name(table)
            .expect("a record of the registry")
            .table,
        id,
        base,
        cells,
    }
}

impl World {
    pub fn new(seed: u64, rates: Rates, plant: Option<Plant>) -> Result<Self, String> {
        let mut chance = Chance::new(seed);
        let true_ms = Arc::new(AtomicI64::new(1_538_300_000_000));
        let env = SimEnv::new(Arc::clone(&true_ms), chance.next(), 0);
        let mut county = County::in_memory().map_err(|error| error.to_string())?;
        let key = CountyKey::from_bytes(&[3; 32]);
        let people: Vec<(Id, Id, &str, &str)> = [
            (VILLAGES[0], "first_secretary"),
            (VILLAGES[0], "member"),
            (VILLAGES[1], "first_secretary"),
            (TOWNSHIP, "township_reviewer"),
        ]
        .into_iter()
        .map(|(area, role)| (env.new_id(), env.new_id(), area, role))
        .collect();
        let mut sets = Vec::new();
        for (person, grant, area, role) in &people {
            let cells = Person {
                name: "某某".to_owned(),
                division_code: (*area).to_owned(),
                ..Person::default()
            };
            sets.push((
                vec![edit("person", *person, None, cells.to_cells())],
                About::default(),
            ));
            let cells = Grant {
                account: grant.to_string(),
                person_id: Some(*person),
                role: (*role).to_owned(),
                division_code: (*area).to_owned(),
                ..Grant::default()
            };
            sets.push((
                vec![edit("grant", *grant, None, cells.to_cells())],
                About::default(),
            ));
        }
        let mut households = Vec::new();
        for village in [0, 0, 0, 1, 1] {
            let id = env.new_id();
            let cells = Household {
                division_code: VILLAGES[village].to_owned(),
                ..Household::default()
            };
            sets.push((
                vec![edit("household", id, None, cells.to_cells())],
                About::default(),
            ));
            households.push(id);
        }
        county
            .write_many(&env, Id::nil(), Position::default(), sets)
            .map_err(|error| error.to_string())?;
        let laptops = people
            .iter()
            .enumerate()
            .map(|(number, (person, grant, area, _))| {
                let skew = if chance.hits(300) {
                    chance.below(2 * YEARS_MS as u64) as i64 - YEARS_MS
                } else {
                    0
                };
                let env = SimEnv::new(Arc::clone(&true_ms), chance.next(), skew);
                let secret = [number as u8 + 1; 32];
                let scope = Scope::of_codes(1, [*area]);
                let mut store =
                    Store::in_memory(Side::Laptop).map_err(|error| error.to_string())?;
                store
                    .enrol(
                        &env,
                        &Identity {
                            grant: *grant,
                            id_key: ID_KEY,
                            scope: scope.clone(),
                        },
                    )
                    .map_err(|error| error.to_string())?;
                let facts = DeviceFacts {
                    public_key: CountyKey::from_bytes(&secret).public(),
                    grants: BTreeSet::from([*grant]),
                    scope,
                    county: "431128".to_owned(),
                    ..DeviceFacts::default()
                };
                Ok(Laptop {
                    store: Mutex::new(store),
                    env,
                    device: Device {
                        secret,
                        county_public_key: key.public(),
                        app: "simulation".to_owned(),
                    },
                    facts,
                    memory: Memory::default(),
                    position: Position::default(),
                    person: *person,
                    life: number as u64 * 1_000,
                    is_blocked: false,
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let mut world = Self {
            chance,
            rates,
            server: Server::new(county, env, key),
            laptops,
            log: Log::default(),
            recorded: BTreeMap::new(),
            plant,
            true_ms,
            forms: Vec::new(),
            households,
            copies: BTreeMap::new(),
            unsettled: BTreeSet::new(),
        };
        world.log.follow(world.server.county())?;
        Ok(world)
    }

    pub fn county(&mut self) -> &mut County {
        self.server.county()
    }

    /// A season of work.
    pub fn live(&mut self) -> Result<(), String> {
        let steps = 30 + self.chance.below(50);
        for _ in 0..steps {
            let minutes = self.chance.below(600) as i64;
            self.true_ms.fetch_add(minutes * 60_000, Ordering::Relaxed);
            let at = self.chance.below(self.laptops.len() as u64) as usize;
            if self.chance.hits(self.rates.of(Fault::ClockSet)) {
                let skew = self.chance.below(2 * YEARS_MS as u64) as i64 - YEARS_MS;
                self.laptops[at].env.jump(skew);
            }
            if self.chance.hits(self.rates.of(Fault::HouseholdMoved)) {
                self.move_household()?;
            }
            if self.chance.hits(self.rates.of(Fault::LaptopDies)) {
                let points = self.chance.below(6) as i64;
                self.laptops[at].env.crash_after(points);
            }
            self.harm(at)?;
            match self.chance.below(10) {
                0..=5 => self.record(at)?,
                6 if self.chance.hits(300) => self.seal(at)?,
                6 => self.close_forms()?,
                _ => self.sync(at)?,
            }
            self.log.follow(self.server.county())?;
            if let Some(plant) = self.plant {
                plant.while_living(self);
            }
            if self.chance.hits(100) {
                crate::checkers::shown_is_fold_with_own_on_top(self, at)?;
            }
        }
        Ok(())
    }

    /// An idle moment.
    fn seal(&mut self, at: usize) -> Result<(), String> {
        let laptop = &self.laptops[at];
        match laptop.store().seal_own(&laptop.env) {
            Err(StoreError::Crashed(_)) => laptop.env.restart(),
            sealed => _ = sealed.map_err(|error| error.to_string())?,
        }
        Ok(())
    }

    fn harm(&mut self, at: usize) -> Result<(), String> {
        // A fifth of the rate of a cut: these are rare in any weather.
        let happens = |world: &mut Self, fault| {
            let rate = world.rates.of(fault) / 5;
            world.chance.hits(rate)
        };
        if happens(self, Fault::RowLost) {
            self.lose_row(at)?;
        }
        if happens(self, Fault::NoteLost) {
            self.lose_note(at)?;
        }
        if happens(self, Fault::LaptopPutBack) {
            self.copy_or_put_back(at)?;
        }
        Ok(())
    }

    /// Everything calms down; everyone must get through.
    pub fn quiesce(&mut self) -> Result<(), String> {
        self.rates = Rates::calm();
        self.server.restart();
        for laptop in &mut self.laptops {
            laptop.env.restart();
        }
        self.close_all_forms()?;
        for at in 0..self.laptops.len() {
            for old in std::mem::take(&mut self.laptops[at].memory.delayed) {
                _ = self.server.exchange(&self.laptops[at].facts, &old);
            }
        }
        if let Some(plant) = self.plant {
            plant.before_rest(self);
        }
        for _ in 0..ROUNDS_MAX {
            let mut through = true;
            for at in 0..self.laptops.len() {
                let (report, result) = self.exchange(at)?;
                through &= result.is_ok() && report.complete && !report.checkpoint_differs;
            }
            self.log.follow(self.server.county())?;
            let head = self.server.county().head();
            if through && self.laptops.iter().all(|laptop| laptop.position == head) {
                if let Some(plant) = self.plant {
                    plant.at_rest(self);
                }
                return Ok(());
            }
        }
        Err("I9: not everyone got through".to_owned())
    }

    fn move_household(&mut self) -> Result<(), String> {
        let Some(id) = self.chance.pick(&self.households.clone()).copied() else {
            return Ok(());
        };
        let table = Household::INFO.table;
        let county = self.server.county();
        let found =
            row::get(county.store().connection(), table, id).map_err(|error| error.to_string())?;
        let Some(row) = found.filter(|row| row.seq > 0) else {
            return Ok(());
        };
        let here = row.cell(Household::division_code).as_text();
        let there = if here == VILLAGES[0] {
            VILLAGES[1]
        } else {
            VILLAGES[0]
        };
        let cells = Cells::from([(Household::division_code, there.into())]);
        let edits = vec![Edit {
            table,
            id,
            base: Some(row.seq),
            cells,
        }];
        let seen = self.server.county().head();
        let clock = SimEnv::new(Arc::clone(&self.true_ms), self.chance.next(), 0);
        self.server
            .county()
            .write(&clock, Id::nil(), seen, edits, About::default())
            .map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Someone opens a form, and saves it now or later.
    fn record(&mut self, at: usize) -> Result<(), String> {
        let Some(edit) = self.form(at)? else {
            return Ok(());
        };
        let seen = self.shown(at, &edit)?;
        let form = Form {
            laptop: at,
            edit,
            seen,
            age: 0,
        };
        let open = self.forms.iter().any(|other| {
            other.laptop == at
                && (other.edit.table, other.edit.id) == (form.edit.table, form.edit.id)
        });
        if open {
            return Ok(());
        }
        if self.chance.hits(200) {
            self.forms.push(form);
            return Ok(());
        }
        self.save(form)
    }

    /// Nobody goes on with a form on a laptop whose file was put back.
    pub fn forms_of_a_life_end(&mut self, at: usize) {
        self.forms.retain(|form| form.laptop != at);
    }

    fn close_forms(&mut self) -> Result<(), String> {
        for form in &mut self.forms {
            form.age += 1;
        }
        let (ripe, open) = std::mem::take(&mut self.forms)
            .into_iter()
            .partition(|form| form.age > 1);
        self.forms = open;
        let ripe: Vec<Form> = ripe;
        ripe.into_iter().try_for_each(|form| self.save(form))
    }

    fn close_all_forms(&mut self) -> Result<(), String> {
        std::mem::take(&mut self.forms)
            .into_iter()
            .try_for_each(|form| self.save(form))
    }

    /// What a person writes next.
    fn form(&mut self, at: usize) -> Result<Option<Edit>, String> {
        let number = self.chance.below(1_000);
        let word = format!("第{number}");
        let households = self.rows(at, Household::INFO.table)?;
        let Some(household) = self.chance.pick(&households).cloned() else {
            return Ok(None);
        };
        let new = self.laptops[at].env.new_id();
        let (visits, measures) = (
            self.rows(at, Visit::INFO.table)?,
            self.rows(at, Measure::INFO.table)?,
        );
        Ok(match self.chance.below(9) {
            0 | 1 => {
                let visit = Visit {
                    household_id: Some(household.id),
                    visited_on: "2018-09-30".to_owned(),
                    note: word,
                    ..Visit::default()
                };
                Some(edit("visit", new, Some(0), visit.to_cells()))
            }
            2 | 3 => self.chance.pick(&visits).map(|row| {
                edit(
                    "visit",
                    row.id,
                    Some(row.seq),
                    Cells::from([(Visit::note, word.into())]),
                )
            }),
            4 => {
                let day = self.chance.below(5) + 1;
                let on = chrono_day(day);
                let person = if self.chance.hits(500) {
                    self.laptops[at].person
                } else {
                    self.laptops[0].person
                };
                if at == 2 && person == self.laptops[0].person {
                    return Ok(None);
                }
                let stay = Stay {
                    person_id: Some(person),
                    stayed_on: on.to_string(),
                    night: if number.is_multiple_of(2) {
                        "stayed"
                    } else {
                        ""
                    }
                    .to_owned(),
                    note: word,
                    ..Stay::default()
                };
                let id = Stay::id(&ID_KEY, person, on);
                let base = self.row(at, Stay::INFO.table, id)?.map_or(0, |row| row.seq);
                Some(edit("stay", id, Some(base), stay.to_cells()))
            }
            5 => {
                let measure = Measure {
                    household_id: Some(household.id),
                    class: "industry".to_owned(),
                    content: word,
                    amount_fen: Some(number as i64),
                    ..Measure::default()
                };
                Some(edit("measure", new, Some(0), measure.to_cells()))
            }
            6 => self.chance.pick(&measures).map(|row| {
                edit(
                    "measure",
                    row.id,
                    Some(row.seq),
                    Cells::from([(Measure::amount_fen, (number as i64).into())]),
                )
            }),
            7 => {
                let cells = Cells::from([(Household::address, word.into())]);
                Some(edit("household", household.id, Some(household.seq), cells))
            }
            _ => self.chance.pick(&visits).map(|row| {
                let cells = Cells::from([(DELETED_AT, 1.into()), (DELETED_REASON, word.into())]);
                edit("visit", row.id, Some(row.seq), cells)
            }),
        })
    }

    /// The rows of a record that a laptop's screens would list.
    fn rows(&self, at: usize, table: u16) -> Result<Vec<Row>, String> {
        let store = self.laptops[at].store();
        let record = records::by_table(table).ok_or("no record")?;
        let sql = format!(
            "SELECT id FROM {} WHERE deleted_at IS NULL AND _place <> 0 ORDER BY id",
            record.name
        );
        let conn = store.connection();
        let mut statement = conn
            .prepare_cached(&sql)
            .map_err(|error| error.to_string())?;
        let ids: Vec<Vec<u8>> = statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(|error| error.to_string())?;
        ids.iter()
            .filter_map(|id| Id::from_slice(id))
            .filter_map(|id| row::get(conn, table, id).transpose())
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string())
    }

    fn row(&self, at: usize, table: u16, id: Id) -> Result<Option<Row>, String> {
        row::get(self.laptops[at].store().connection(), table, id)
            .map_err(|error| error.to_string())
    }

    /// Which set had written what the form shows: own undecided work on top, else the log at the row's version.
    fn shown(
        &mut self,
        at: usize,
        edit: &Edit,
    ) -> Result<BTreeMap<CellName, Option<Hash>>, String> {
        let version = self.row(at, edit.table, edit.id)?.map_or(0, |row| row.seq);
        let fold = self.log.fold(version);
        let undecided = self.undecided(at);
        let record = records::by_table(edit.table).ok_or("no record")?;
        let deletes = edit.cells.contains_key(&DELETED_AT);
        let fields: BTreeSet<u16> = if deletes {
            record.fields.iter().map(|field| field.number).collect()
        } else {
            edit.cells.keys().copied().collect()
        };
        Ok(fields
            .into_iter()
            .map(|field| {
                let name = (edit.table, edit.id, field);
                let own = undecided
                    .iter()
                    .filter(|hash| {
                        self.recorded
                            .get(*hash)
                            .is_some_and(|set| set.cells.contains_key(&name))
                    })
                    .max_by_key(|hash| self.recorded.get(*hash).map(|set| set.dseq))
                    .copied();
                (
                    name,
                    own.or_else(|| fold.get(&name).map(|written| written.hash)),
                )
            })
            .collect())
    }

    /// Own sets whose decision this laptop has not reached.
    pub fn undecided(&self, at: usize) -> Vec<Hash> {
        let position = self.laptops[at].position.seq;
        let decided: BTreeSet<Hash> = self
            .log
            .0
            .iter()
            .take(position as usize)
            .filter(|line| line.entry.verdict.reaches_tables())
            .map(|line| line.hash)
            .collect();
        self.recorded
            .iter()
            .filter(|(hash, set)| set.laptop == at && !decided.contains(*hash))
            .map(|(hash, _)| *hash)
            .collect()
    }

    fn save(&mut self, form: Form) -> Result<(), String> {
        let Form {
            laptop: at,
            mut edit,
            seen,
            ..
        } = form;
        if self.row(at, edit.table, edit.id)?.is_none() && edit.base.is_some_and(|base| base > 0) {
            // The row left this laptop while the form was open: the screen closes it as a draft.
            return Ok(());
        }
        if let Some(plant) = self.plant {
            plant.on_save(self, &mut edit);
        }
        let laptop = &self.laptops[at];
        let before = laptop
            .store()
            .last_dseq()
            .map_err(|error| error.to_string())?;
        let saved = {
            let Laptop { env, .. } = laptop;
            laptop
                .store()
                .save(env, vec![edit.clone()], About::default())
        };
        match saved {
            Ok(_) => {}
            Err(StoreError::Crashed(_)) => laptop.env.restart(),
            Err(error) => return Err(format!("save: {error}")),
        }
        // What the file holds now counts, also after a crash.
        let after = laptop
            .store()
            .last_dseq()
            .map_err(|error| error.to_string())?;
        if after == before {
            return Ok(());
        }
        let groups = laptop
            .store()
            .unreceipted(usize::MAX)
            .map_err(|error| error.to_string())?;
        for group in &groups {
            for bytes in &group.sets {
                let set: domain::ChangeSet =
                    domain::cbor::strict(bytes).map_err(|error| error.to_string())?;
                if set.dseq == after {
                    let hash = domain::ChangeSet::hash(&group.context, bytes);
                    let cells = set
                        .ops
                        .iter()
                        .flat_map(|op| {
                            op.cells
                                .iter()
                                .map(|(field, value)| ((op.table, op.id, *field), value.clone()))
                        })
                        .collect();
                    let deletes = edit.cells.contains_key(&DELETED_AT);
                    let recorded = Recorded {
                        laptop: at,
                        dseq: after,
                        life: laptop.life,
                        seen: seen.clone(),
                        cells,
                        deletes,
                    };
                    self.recorded.insert(hash, recorded);
                }
            }
        }
        Ok(())
    }

    fn sync(&mut self, at: usize) -> Result<(), String> {
        self.exchange(at).map(|_| ())
    }

    fn exchange(&mut self, at: usize) -> Result<(Report, Result<(), SyncError>), String> {
        let Self {
            server,
            laptops,
            chance,
            rates,
            ..
        } = self;
        let laptop = &mut laptops[at];
        let mut road = Road {
            server,
            device: &laptop.facts,
            memory: &mut laptop.memory,
            chance,
            rates,
            is_blocked: laptop.is_blocked,
        };
        let (report, result) = sync::sync(
            &laptop.store,
            &laptop.env,
            &laptop.device,
            &mut road,
            &mut |_: Progress| true,
        );
        if let Err(SyncError::Store(StoreError::Crashed(_))) = &result {
            laptop.env.restart();
        } else if let Err(SyncError::Store(error)) = &result {
            return Err(format!("sync: {error}"));
        }
        let position = laptop
            .store()
            .position()
            .map_err(|error| error.to_string())?;
        if position.seq < laptop.position.seq {
            return Err(format!(
                "I6: a laptop went back from {} to {}",
                laptop.position.seq, position.seq
            ));
        }
        laptop.position = position;
        self.log.follow(self.server.county())?;
        Ok((report, result))
    }
}

fn chrono_day(day: u64) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2018, 9, day as u32).expect("a day of September")
}
