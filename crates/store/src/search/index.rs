//! The households of a file and the work on them in memory: what lists sort, filter and count by, and what searches
//! look through.
//!
//! It is made from the encrypted file and never written anywhere. It follows the tables: each commit tells which rows it
//! wrote (`touched`), and before each question the index takes them in, so that nothing recorded is ever missing
//! from an answer, and a save writes no index.

pub(crate) mod called;
pub(crate) mod listed;
pub(crate) mod notes;
pub(crate) mod ordered;
pub(crate) mod remarks;
mod rows;
mod sectors;
pub(crate) mod shares;
mod values;
pub(crate) mod work;

use std::collections::HashMap;

use domain::{Id, Place};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{pattern::Chars, touched::Kind};
use crate::StoreError;
use remarks::{Beside, Marked, Twins};
use rows::{
    HOUSEHOLD_RULES, MERGED_INTO, MemberRow, SOLUTION, household_columns, id_at, member_columns,
    member_row, solutions,
};
pub use sectors::SECTORS;
pub(crate) use values::{Causes, Names, Tail, day_of, name_order};
pub use values::{Day, day, day_text};
use work::{Work, last_visit};

/// One household.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    pub(crate) id: Id,
    /// [`Place::PARKED`] when it is in no count: parked, gone, or deleted with nobody in it.
    pub(crate) place: Place,
    pub(crate) village: u32,
    pub(crate) group: u32,
    pub(crate) state: u32,
    /// The main cause; 0 = none.
    pub(crate) cause: u32,
    /// All causes, one bit each by their number.
    pub(crate) causes: Causes,
    pub(crate) number: Box<str>,
    pub(crate) number_tail: Tail,
    pub(crate) phone: Tail,
    pub(crate) state_year: Option<i16>,
    pub(crate) income_fen: Option<i64>,
    /// A risk is on record, or it is one that is watched.
    pub(crate) has_risk: bool,
    pub(crate) people: u16,
    pub(crate) labour: u16,
    /// The departments whose families it is one of, one bit each in the order of [`SECTORS`].
    pub(crate) sectors: u8,
    /// Day of the last visit, 0 = never.
    pub(crate) last_visit: Day,
    /// How it gets a house, where it needs one.
    pub(crate) housing: Housing,
    /// Orders by the head's name.
    pub(crate) name_order: u64,
    first_member: u32,
    members: u16,
    /// Index of the head among its members.
    pub(crate) head: Option<u16>,
    /// Where one that was joined to another, and in which nobody lives, lies; else [`Place::PARKED`].
    pub(crate) merged_at: Place,
    /// Which one that is.
    pub(crate) merged_into: Option<Id>,
    pub(crate) marked: Marked,
}

/// How far a household is on the way to a safe house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Housing {
    /// It needs none, or has it.
    #[default]
    Settled,
    /// It needs one, and nobody has said how.
    Undecided,
    /// It is decided or being built.
    Open,
}

impl Housing {
    fn of(needs: bool, solution: Option<&str>) -> Self {
        match solution {
            Some("finished") => Self::Settled,
            Some(_) => Self::Open,
            None if needs => Self::Undecided,
            None => Self::Settled,
        }
    }
}

/// What a member is found by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    name_at: u32,
    name_len: u8,
    pub(crate) identity: Tail,
    pub(crate) phone: Tail,
}

/// All households of a file.
#[derive(Debug, Default)]
pub struct Households {
    is_loaded: bool,
    pub(crate) homes: Vec<Home>,
    /// Places, groups and villages of `homes` once more: what looks at nothing else stays within the processor's own memory.
    places: Vec<Place>,
    group_numbers: Vec<u32>,
    village_numbers: Vec<u32>,
    by_id: HashMap<Id, u32>,
    people: Vec<Person>,
    names: Vec<u16>,
    pub(super) chars: Chars,
    pub(crate) groups: Names,
    /// Names of groups as character codes, by their number.
    pub(super) group_codes: Vec<Vec<u16>>,
    pub(crate) villages: Names,
    pub(in crate::search) village_codes: Vec<Vec<u16>>,
    pub(crate) states: Names,
    pub(crate) causes: Names,
    /// Names of divisions by their code.
    divisions: HashMap<String, String>,
    /// Counted households by village code, group, number.
    pub(crate) order: Vec<u32>,
    made: called::Made,
    dead_people: usize,
    twins: Twins,
    /// Visits, measures and problems.
    pub(crate) work: Work,
    entered: work::Entered,
}

/// By the household's own word, else by what its people were to each other.
const FORMER_HEAD: &str = "SELECT member.name FROM household
     JOIN member ON member.id = household.head_member_id OR member.household_id = household.id
     WHERE household.id = ?1
     ORDER BY member.id IS household.head_member_id DESC, member.relation = '01' DESC, member.deleted_at DESC, member.id
     LIMIT 1";

const FEW: usize = 2_000;

/// More changes than this among `all` are read by one pass over the table.
fn few(all: usize) -> usize {
    FEW.max(all / 8)
}

impl Households {
    /// Takes in what changed since the last question. Inside an open transaction the index stays as it is, for a
    /// rollback would take the change back.
    pub(super) fn follow(
        &mut self,
        conn: &Connection,
        behind: impl FnOnce() -> Option<Vec<(Kind, Id)>>,
    ) -> Result<(), StoreError> {
        if self.is_loaded && !conn.is_autocommit() {
            return Ok(());
        }
        // Taken before anything is read: what is committed meanwhile is taken in once more.
        let changed = behind();
        if self.is_loaded && changed.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        self.made = called::Made::default();
        // Whatever fails on the way, the next question begins anew.
        let was_loaded = std::mem::take(&mut self.is_loaded);
        let of_households = |changed: &Vec<(Kind, Id)>| {
            let of = changed.iter().filter(|(kind, _)| *kind == Kind::Household);
            of.count()
        };
        match changed {
            Some(changed) if was_loaded && of_households(&changed) <= few(self.homes.len()) => {
                self.take_in(conn, &changed)?;
            }
            _ => {
                *self = Self::default();
                self.load(conn)?;
            }
        }
        self.is_loaded = conn.is_autocommit();
        Ok(())
    }

    fn load(&mut self, conn: &Connection) -> Result<(), StoreError> {
        self.load_divisions(conn)?;
        let mut members: HashMap<Id, Vec<MemberRow>> = HashMap::new();
        let besides = Beside::all(conn)?;
        let none = Beside::default();
        let mut statement = conn.prepare(&format!(
            "SELECT {} FROM member WHERE deleted_at IS NULL AND household_id IS NOT NULL",
            member_columns()
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            members
                .entry(id_at(row, 0)?)
                .or_default()
                .push(member_row(row)?);
        }
        let solutions = solutions(conn)?;
        let mut statement =
            conn.prepare(&format!("SELECT {} FROM household", household_columns()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = id_at(row, 0)?;
            let own = members.remove(&id).unwrap_or_default();
            let solution = solutions.get(&id).map(String::as_str);
            let beside = besides.get(&id).unwrap_or(&none);
            let mut home = self.home(row, &own, beside, 0, solution)?;
            self.name_former_head(conn, &mut home)?;
            self.homes.push(home);
        }
        // Laid out in the default order, so that a list or search runs through memory from front to end.
        let mut homes = std::mem::take(&mut self.homes);
        homes.sort_unstable_by(|a, b| self.key(a).cmp(&self.key(b)));
        self.homes = homes;
        self.compact();
        self.places = self.homes.iter().map(|home| home.place).collect();
        self.group_numbers = self.homes.iter().map(|home| home.group).collect();
        self.village_numbers = self.homes.iter().map(|home| home.village).collect();
        for (index, home) in (0..).zip(&self.homes) {
            self.by_id.insert(home.id, index);
            if home.place != Place::PARKED {
                self.order.push(index);
            }
        }
        for index in self.order.clone() {
            self.add_twins(index);
        }
        self.load_problems(conn)?;
        self.load_visits(conn)?;
        self.load_measures(conn)
    }

    /// Households first: what hangs on them names them by their number.
    fn take_in(&mut self, conn: &Connection, changed: &[(Kind, Id)]) -> Result<(), StoreError> {
        let of = |kind: Kind| {
            changed
                .iter()
                .filter(move |(other, _)| *other == kind)
                .map(|(_, id)| *id)
        };
        if of(Kind::Divisions).next().is_some() {
            self.load_divisions(conn)?;
            for number in 0..self.village_codes.len() {
                self.village_codes[number] = self.village_name_codes(number as u32);
            }
        }
        for id in of(Kind::Household) {
            self.take_in_household(conn, id)?;
        }
        if self.dead_people > self.people.len() / 2 && self.dead_people > FEW {
            self.compact();
        }
        if of(Kind::Problem).count() > few(self.work.problems.len()) {
            self.load_problems(conn)?;
        } else {
            of(Kind::Problem).try_for_each(|id| self.take_in_problem(conn, id))?;
        }
        if of(Kind::Visit).count() > few(self.work.visits.len()) {
            self.load_visits(conn)?;
        } else {
            of(Kind::Visit).try_for_each(|id| self.take_in_visit(conn, id))?;
        }
        if of(Kind::Measure).count() > few(self.work.measures.len()) {
            return self.load_measures(conn);
        }
        of(Kind::Measure).try_for_each(|id| self.take_in_measure(conn, id))
    }

    fn take_in_household(&mut self, conn: &Connection, id: Id) -> Result<(), StoreError> {
        let mut own = Vec::new();
        let mut statement = conn.prepare_cached(&format!(
            "SELECT {} FROM member WHERE household_id = ?1 AND deleted_at IS NULL",
            member_columns()
        ))?;
        let mut rows = statement.query([id.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            own.push(member_row(row)?);
        }
        let last_visit = last_visit(conn, id)?;
        let beside = Beside::of(conn, id)?;
        let solution: Option<String> = conn
            .prepare_cached(SOLUTION)?
            .query_row([id.0.as_slice()], |row| row.get(0))
            .optional()?;
        let mut statement = conn.prepare_cached(&format!(
            "SELECT {} FROM household WHERE id = ?1",
            household_columns()
        ))?;
        let mut home = statement
            .query_row([id.0.as_slice()], |row| {
                Ok(self.home(row, &own, &beside, last_visit, solution.as_deref()))
            })
            .optional()?
            .transpose()?
            .unwrap_or_else(|| Home {
                id,
                ..Home::default()
            });
        self.name_former_head(conn, &mut home)?;
        self.put(home);
        Ok(())
    }

    /// A household in which nobody lives goes by its head of before, who lives elsewhere or is gone.
    fn name_former_head(&mut self, conn: &Connection, home: &mut Home) -> Result<(), StoreError> {
        if home.members > 0 || (home.place == Place::PARKED && home.merged_at == Place::PARKED) {
            return Ok(());
        }
        let name: Option<String> = conn
            .prepare_cached(FORMER_HEAD)?
            .query_row([home.id.0.as_slice()], |row| row.get(0))
            .optional()?;
        if let Some(name) = name {
            home.name_order = name_order(&name);
            home.first_member = self.people.len() as u32;
            (home.members, home.head) = (1, Some(0));
            self.add_person(&name, "", "");
        }
        Ok(())
    }

    /// Members are only appended: once half of them are of old, those are left behind.
    fn compact(&mut self) {
        let (people, names) = (
            std::mem::take(&mut self.people),
            std::mem::take(&mut self.names),
        );
        for home in &mut self.homes {
            let first = home.first_member as usize;
            home.first_member = self.people.len() as u32;
            for person in &people[first..first + usize::from(home.members)] {
                let at = person.name_at as usize;
                let name_at = self.names.len() as u32;
                self.names
                    .extend_from_slice(&names[at..at + usize::from(person.name_len)]);
                self.people.push(Person { name_at, ..*person });
            }
        }
        self.dead_people = 0;
    }

    fn put(&mut self, home: Home) {
        let Some(index) = self.by_id.get(&home.id).copied() else {
            let index = self.homes.len() as u32;
            self.by_id.insert(home.id, index);
            let counted = home.place != Place::PARKED;
            self.places.push(home.place);
            self.group_numbers.push(home.group);
            self.village_numbers.push(home.village);
            self.homes.push(home);
            if counted {
                self.order.insert(self.position(index), index);
                self.add_twins(index);
            }
            return;
        };
        let old = self.homes[index as usize].clone();
        self.dead_people += usize::from(old.members);
        let was_counted = old.place != Place::PARKED;
        if was_counted {
            self.remove_twins(index, &old);
        }
        let stays = was_counted
            && home.place != Place::PARKED
            && (old.village, old.group, &old.number) == (home.village, home.group, &home.number);
        if was_counted && !stays {
            let at = self.position(index);
            if self.order.get(at) == Some(&index) {
                self.order.remove(at);
            }
        }
        let counted = home.place != Place::PARKED;
        self.places[index as usize] = home.place;
        self.group_numbers[index as usize] = home.group;
        self.village_numbers[index as usize] = home.village;
        self.homes[index as usize] = home;
        if counted {
            self.add_twins(index);
        }
        if counted && !stays {
            self.order.insert(self.position(index), index);
        }
    }

    fn position(&self, index: u32) -> usize {
        let key = self.key(&self.homes[index as usize]);
        self.order
            .partition_point(|other| self.key(&self.homes[*other as usize]) < key)
    }

    fn key<'a>(&'a self, home: &'a Home) -> (&'a str, &'a str, &'a str, Id) {
        (
            self.villages.text(home.village),
            self.groups.text(home.group),
            &home.number,
            home.id,
        )
    }

    fn home(
        &mut self,
        row: &Row<'_>,
        own: &[MemberRow],
        beside: &Beside,
        last_visit: Day,
        solution: Option<&str>,
    ) -> Result<Home, StoreError> {
        let text = |index: usize| -> Result<&str, StoreError> {
            Ok(row.get_ref(index)?.as_str().unwrap_or_default())
        };
        let head_id = row
            .get::<_, Option<Vec<u8>>>(5)?
            .as_deref()
            .and_then(Id::from_slice);
        let is_deleted = row.get::<_, Option<i64>>(11)?.is_some();
        let head = own
            .iter()
            .position(|member| Some(member.id) == head_id)
            .or_else(|| own.iter().position(|member| member.relation == "01"))
            .or(if own.is_empty() { None } else { Some(0) });
        let first_member = self.people.len() as u32;
        for member in own {
            self.add_person(&member.name, &member.identity, &member.phone);
        }
        // A laptop of before may have deleted a household in which people live: they are found there.
        let place = if is_deleted && own.is_empty() {
            Place::PARKED
        } else {
            Place(row.get::<_, i64>(10)? as u64)
        };
        // Two people may join two households to each other apart, or one of them record a birth: whoever lives
        // somewhere is counted there.
        let merged_into = row.get_ref(MERGED_INTO)?.as_blob();
        let merged_into = merged_into.ok().filter(|_| own.is_empty());
        let is_merged = merged_into.is_some();
        let village = self.village(text(2)?);
        let causes = domain::records::list(&domain::Value::from(text(6)?));
        let risks = domain::records::list(&domain::Value::from(text(12)?));
        let is_unsafe = row.get::<_, Option<i64>>(14)? == Some(1);
        let needs_house = domain::records::needs_housing(is_unsafe, text(15)?, &risks, &causes);
        Ok(Home {
            id: id_at(row, 0)?,
            place: if is_merged { Place::PARKED } else { place },
            merged_at: if is_merged { place } else { Place::PARKED },
            merged_into: merged_into.and_then(Id::from_slice),
            marked: remarks::of_home(row, HOUSEHOLD_RULES, own, beside, village)?,
            village,
            group: self.group(text(3)?),
            state: self.states.number(text(7)?),
            cause: causes.first().map_or(0, |cause| self.causes.number(cause)),
            causes: Causes::of(causes.iter().map(|cause| self.causes.number(cause))),
            number: text(1)?.into(),
            number_tail: Tail::of(text(1)?),
            phone: Tail::of(text(4)?),
            state_year: row
                .get::<_, Option<i64>>(8)?
                .and_then(|year| i16::try_from(year).ok()),
            income_fen: row.get(9)?,
            has_risk: !text(12)?.is_empty() || !text(13)?.is_empty(),
            people: own.len() as u16,
            labour: own.iter().filter(|member| works(&member.labour)).count() as u16,
            sectors: own.iter().fold(
                sectors::of_house(text(16)?, is_unsafe, text(15)?),
                |all, member| all | member.sectors,
            ),
            last_visit,
            housing: Housing::of(needs_house, solution),
            name_order: head.map_or(u64::MAX, |head| name_order(&own[head].name)),
            first_member,
            members: own.len() as u16,
            head: head.map(|head| head as u16),
        })
    }

    fn add_person(&mut self, name: &str, identity: &str, phone: &str) {
        let name_at = self.names.len() as u32;
        for c in name.chars().take(usize::from(u8::MAX)) {
            let code = self.chars.code(c);
            self.names.push(code);
        }
        self.people.push(Person {
            name_at,
            name_len: (self.names.len() as u32 - name_at) as u8,
            identity: Tail::of(identity),
            phone: Tail::of(phone),
        });
    }

    fn group(&mut self, name: &str) -> u32 {
        let number = self.groups.number(name);
        while self.group_codes.len() <= number as usize {
            let text = self.groups.text(self.group_codes.len() as u32).to_owned();
            let codes = text.chars().map(|c| self.chars.code(c)).collect();
            self.group_codes.push(codes);
        }
        number
    }

    fn village(&mut self, code: &str) -> u32 {
        let number = self.villages.number(code);
        while self.village_codes.len() <= number as usize {
            let codes = self.village_name_codes(self.village_codes.len() as u32);
            self.village_codes.push(codes);
        }
        number
    }

    fn village_name_codes(&mut self, number: u32) -> Vec<u16> {
        let name = super::short_name(self.division_name(self.villages.text(number))).to_owned();
        name.chars().map(|c| self.chars.code(c)).collect()
    }

    fn load_divisions(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut statement =
            conn.prepare_cached("SELECT code, name FROM division WHERE deleted_at IS NULL")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.divisions = rows.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Name of a division as the statistics have it; of an unknown one its code.
    pub(crate) fn division_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.divisions.get(code).map_or(code, String::as_str)
    }

    /// The members of a household that a search looks through, each with its name.
    #[inline]
    pub(crate) fn people_of<'a>(
        &'a self,
        home: &Home,
    ) -> impl Iterator<Item = (&'a [u16], &'a Person)> + use<'a> {
        let first = home.first_member as usize;
        self.people[first..first + usize::from(home.members)]
            .iter()
            .map(|person| {
                let at = person.name_at as usize;
                (&self.names[at..at + usize::from(person.name_len)], person)
            })
    }

    pub(crate) fn name(&self, home: &Home, member: u16) -> String {
        self.people_of(home)
            .nth(usize::from(member))
            .map(|(name, _)| self.chars.text(name))
            .unwrap_or_default()
    }

    pub(crate) fn head_name(&self, home: &Home) -> String {
        home.head
            .map(|head| self.name(home, head))
            .unwrap_or_default()
    }

    /// How many households are in a caller's area.
    pub(crate) fn counted(&self, scope: &domain::place::Scope) -> u64 {
        self.places
            .iter()
            .filter(|place| **place != Place::PARKED && scope.contains(**place))
            .count() as u64
    }

    /// The number of a household's group; 0 when this file does not hold the household.
    #[inline]
    pub(crate) fn group_of(&self, home: u32) -> u32 {
        self.group_numbers.get(home as usize).copied().unwrap_or(0)
    }

    /// The number of its village, likewise.
    #[inline]
    pub(crate) fn village_of(&self, home: u32) -> u32 {
        let number = self.village_numbers.get(home as usize);
        number.copied().unwrap_or(0)
    }

    /// The number of a household among `homes`.
    pub(crate) fn index_of(&self, id: Id) -> u32 {
        self.by_id.get(&id).copied().unwrap_or(work::ABSENT_HOME)
    }

    pub(crate) fn home_of(&self, id: Id) -> Option<&Home> {
        self.by_id
            .get(&id)
            .map(|index| &self.homes[*index as usize])
    }
}

/// Does a code of 劳动技能 mean that the person can work, fully or in part?
fn works(labour: &str) -> bool {
    matches!(labour, "01" | "02") || labour.contains("弱劳动力")
}
