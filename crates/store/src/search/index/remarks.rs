//! What strikes one about the data of each household (`domain::remark`), so that a list counts it from memory; and who
//! looks like somebody of another household.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Id, Value,
    env::date_of,
    identity::{self, Finding},
    records::date,
    remark::{self, Family, Found, Person, Rule, Rules},
};
use rusqlite::{Connection, Row};

use super::{Day, Home, Households, MemberRow, id_at, values::day_of};
use crate::StoreError;

/// Columns of a member that the rules look at, behind those of the search.
pub(super) const MEMBER_COLUMNS: &str = "gender, born_on, ethnicity, politics, education, schooling, health, work_where, \
     work_months, out_of_school_reason, medical_insured, employee_medical, pension_insured, employee_pension, \
     serious_illness_insured, allowance, destitute, mandarin, commercial_medical, works_abroad, medical_aid, changed_at";

/// Columns of a household.
pub(super) const HOUSEHOLD_COLUMNS: &str = "kind, cadre_level, cadre_name, split_from, watched_on, risk_gone, risk_gone_on, \
     risk_gone_by, changed_at, merged_into";

/// What is kept of a household's remarks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marked {
    /// But for those that come with the day or with other households.
    rules: Rules,
    /// Help that is late was taken off the list.
    is_help_off: bool,
    /// From this day on help is late; 0 = never.
    help_due: Day,
    /// The last day on which the household or one of its people was written.
    pub(crate) changed: Day,
    /// Each person's number, and each name with its birthday.
    keys: Box<[u64]>,
    /// Those of them that are not taken off the list; nothing where all are in sight.
    open_keys: Option<Box<[u64]>>,
}

/// The remarks on a household, with those that come with the day still to come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    rules: Rules,
    /// From this day on help is late; 0 = never, or not to be said.
    help_due: Day,
}

impl Standing {
    /// Those in sight on the day `today`.
    #[inline]
    pub(crate) fn on(self, today: Day) -> Rules {
        if self.help_due != 0 && self.help_due < today {
            self.rules | Rules::of(Rule::HelpLate)
        } else {
            self.rules
        }
    }
}

/// What stands beside a household: classes of its measures, and remarks that are off.
#[derive(Debug, Default)]
pub(super) struct Beside {
    measures: Vec<String>,
    is_helped: bool,
    off: Vec<(Id, Rule)>,
}

const MEASURES: &str = "SELECT household_id, class, state FROM measure WHERE deleted_at IS NULL AND state <> 'dropped'";
const OFF: &str = "SELECT household_id, member_id, rule FROM remark_off WHERE deleted_at IS NULL";

impl Beside {
    /// Of all households that a rule may ask about.
    pub(super) fn all(conn: &Connection) -> Result<HashMap<Id, Self>, StoreError> {
        let mut all: HashMap<Id, Self> = HashMap::new();
        let mut statement = conn.prepare(&format!(
            "{MEASURES} AND household_id IN
             (SELECT id FROM household WHERE risks <> '' OR watched_on <> '' OR risk_gone = 1)"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            all.entry(id_at(row, 0)?).or_default().note_measure(row)?;
        }
        let mut statement = conn.prepare(OFF)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            all.entry(id_at(row, 0)?).or_default().note_off(row)?;
        }
        Ok(all)
    }

    /// Of one.
    pub(super) fn of(conn: &Connection, household: Id) -> Result<Self, StoreError> {
        let mut beside = Self::default();
        let mut statement = conn.prepare_cached(&format!("{MEASURES} AND household_id = ?1"))?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            beside.note_measure(row)?;
        }
        let mut statement = conn.prepare_cached(&format!("{OFF} AND household_id = ?1"))?;
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            beside.note_off(row)?;
        }
        Ok(beside)
    }

    fn note_measure(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        self.measures.push(row.get(1)?);
        self.is_helped |= matches!(row.get_ref(2)?.as_str(), Ok("running" | "done"));
        Ok(())
    }

    fn note_off(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let rule: String = row.get(2)?;
        if let Some(rule) = Rule::by_code(&rule) {
            self.off.push((id_at(row, 1)?, rule));
        }
        Ok(())
    }

    /// What is off for this person; the blank id is the household itself.
    fn off_for(&self, subject: Id) -> Rules {
        self.off
            .iter()
            .filter(|(of, _)| *of == subject)
            .fold(Rules::NONE, |off, (_, rule)| off | Rules::of(*rule))
    }
}

/// What the rules say of a member's row; its columns begin at `from`.
pub(super) fn person_at(
    row: &Row<'_>,
    from: usize,
    [identity, relation, labour]: [&str; 3],
) -> Result<(Found, Option<NaiveDate>, i64), StoreError> {
    let text = |index: usize| -> Result<&str, StoreError> {
        Ok(row.get_ref(from + index)?.as_str().unwrap_or_default())
    };
    let number = |index: usize| row.get::<_, Option<i64>>(from + index);
    let changed_at: i64 = row.get(from + 21)?;
    let person = Person {
        id_number: identity,
        relation,
        labour,
        gender: text(0)?,
        born_on: text(1)?,
        ethnicity: text(2)?,
        politics: text(3)?,
        education: text(4)?,
        schooling: text(5)?,
        health: text(6)?,
        work_where: text(7)?,
        work_months: number(8)?,
        out_of_school_reason: text(9)?,
        medical_insured: number(10)?,
        employee_medical: number(11)?,
        pension_insured: number(12)?,
        employee_pension: number(13)?,
        serious_illness_insured: number(14)?,
        allowance: number(15)?,
        destitute: number(16)?,
        mandarin: number(17)?,
        commercial_medical: number(18)?,
        works_abroad: number(19)?,
        medical_aid: number(20)?,
        written_on: date_of(changed_at),
    };
    let born = born(identity, person.born_on);
    Ok((remark::of_person(&person), born, changed_at))
}

/// What the rules say of a household whose columns begin at `from`, of its people and of what stands beside it.
pub(super) fn of_home(
    row: &Row<'_>,
    from: usize,
    own: &[MemberRow],
    beside: &Beside,
    village: u32,
) -> Result<Marked, StoreError> {
    let text = |index: usize| -> Result<&str, StoreError> {
        Ok(row.get_ref(index)?.as_str().unwrap_or_default())
    };
    let family = Family {
        phone: text(4)?,
        state: text(7)?,
        causes: text(6)?,
        risks: text(12)?,
        kind: text(from)?,
        cadre_level: text(from + 1)?,
        cadre_name: text(from + 2)?,
        is_split: row.get_ref(from + 3)?.as_blob().is_ok(),
        is_joined: row.get_ref(from + 9)?.as_blob().is_ok(),
        is_removed: row.get_ref(11)?.as_i64().is_ok(),
        watched_on: text(from + 4)?,
        risk_gone: row.get(from + 5)?,
        risk_gone_on: text(from + 6)?,
        risk_gone_by: text(from + 7)?,
        measures: &beside.measures,
        is_helped: beside.is_helped,
    };
    let people: Vec<Found> = own.iter().map(|member| member.found).collect();
    let (of_family, of_people) = remark::of_family(&family, &people);
    let household_off = beside.off_for(Id::nil());
    let mut rules = of_family.without(household_off);
    for (member, found) in own.iter().zip(of_people) {
        rules |= found.without(beside.off_for(member.id));
    }
    let mut keys = Vec::with_capacity(own.len() * 2);
    let mut open_keys = Vec::new();
    for member in own {
        let off = beside.off_for(member.id);
        let double = number_key(&member.identity);
        let alike = alike_key(village, &member.name, member.born);
        keys.extend(double.into_iter().chain(alike));
        open_keys.extend(double.filter(|_| !off.has(Rule::IdDouble)));
        open_keys.extend(alike.filter(|_| !off.has(Rule::LookAlike)));
    }
    let changed = own
        .iter()
        .map(|member| member.changed_at)
        .chain([row.get(from + 8)?])
        .max()
        .unwrap_or_default();
    Ok(Marked {
        rules,
        is_help_off: household_off.has(Rule::HelpLate),
        open_keys: (open_keys.len() < keys.len()).then(|| open_keys.into()),
        help_due: family.help_due_on().map_or(0, day_of),
        changed: day_of(date_of(changed)),
        keys: keys.into(),
    })
}

/// The day of birth that the number says, else the one that is written down.
pub(crate) fn born(identity: &str, stated: &str) -> Option<NaiveDate> {
    let is_right = matches!(
        identity::check(identity),
        Finding::Right | Finding::RightCertificate
    );
    identity::born_on(identity)
        .filter(|_| is_right)
        .or_else(|| date(&Value::from(stated)))
}

/// Names and birthdays have this bit, numbers not.
const ALIKE: u64 = 1 << 63;

/// The first 18 characters of a number: a certificate carries its owner's.
pub(crate) fn number_key(identity: &str) -> Option<u64> {
    let bytes = identity.as_bytes();
    let (digits, last) = bytes.get(..18)?.split_at(17);
    let number = digits.iter().try_fold(0_u64, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u64::from(byte - b'0'))
    })?;
    let last = match last {
        [byte] if byte.is_ascii_digit() => u64::from(byte - b'0'),
        b"X" => 10,
        _ => return None,
    };
    Some(number * 11 + last)
}

/// One name and one birthday in one village, by FNV-1a.
pub(crate) fn alike_key(village: u32, name: &str, born: Option<NaiveDate>) -> Option<u64> {
    let born = day_of(born?).to_be_bytes();
    let bytes = name.bytes().chain(village.to_be_bytes()).chain(born);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (!name.is_empty()).then_some(hash | ALIKE)
}

/// Who has which key, by the number of the household among `homes`.
#[derive(Debug, Default)]
pub(super) struct Twins {
    first: HashMap<u64, u32>,
    more: HashMap<u64, Vec<u32>>,
    /// How many of a household's people have somebody else's number, and how many name and birthday.
    counts: Vec<[u16; 2]>,
}

impl Twins {
    fn count(&mut self, home: u32, key: u64, by: i32) {
        let at = home as usize;
        if self.counts.len() <= at {
            self.counts.resize(at + 1, [0; 2]);
        }
        let count = &mut self.counts[at][usize::from(key & ALIKE != 0)];
        *count = count.saturating_add_signed(by as i16);
    }

    fn add(&mut self, home: u32, key: u64) {
        use std::collections::hash_map::Entry;
        let first = match self.first.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(home);
                return;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let more = self.more.entry(key).or_default();
        more.push(home);
        if more.len() == 1 {
            self.count(first, key, 1);
        }
        self.count(home, key, 1);
    }

    fn remove(&mut self, home: u32, key: u64) {
        let Some(more) = self.more.get_mut(&key) else {
            if self.first.get(&key) == Some(&home) {
                self.first.remove(&key);
            }
            return;
        };
        if let Some(at) = more.iter().position(|other| *other == home) {
            more.swap_remove(at);
        } else if self.first.get(&key) == Some(&home)
            && let Some(other) = more.pop()
        {
            self.first.insert(key, other);
        } else {
            return;
        }
        let is_alone = more.is_empty();
        if is_alone {
            self.more.remove(&key);
        }
        self.count(home, key, -1);
        if is_alone && let Some(first) = self.first.get(&key).copied() {
            self.count(first, key, -1);
        }
    }
}

impl Households {
    /// A counted household is looked for among the others from now on.
    pub(super) fn add_twins(&mut self, index: u32) {
        for key in self.homes[index as usize].marked.keys.clone() {
            self.twins.add(index, key);
        }
    }

    pub(super) fn remove_twins(&mut self, index: u32, old: &Home) {
        for key in &old.marked.keys {
            self.twins.remove(index, *key);
        }
    }

    /// All remarks on a household that are in sight on the day `today`.
    pub(crate) fn remarks(&self, index: u32, today: Day) -> Rules {
        self.standing(index).on(today)
    }

    /// What is to be said of a household, on whatever day.
    pub(super) fn standing(&self, index: u32) -> Standing {
        let marked = &self.homes[index as usize].marked;
        let [double, alike] = if let Some(open) = &marked.open_keys {
            [false, true].map(|is_alike| {
                let mut keys = open.iter().filter(|key| (**key & ALIKE != 0) == is_alike);
                keys.any(|key| self.holders(*key).nth(1).is_some())
            })
        } else {
            let counts = self.twins.counts.get(index as usize).copied();
            counts.unwrap_or_default().map(|count| count > 0)
        };
        let rules = [(Rule::IdDouble, double), (Rule::LookAlike, alike)]
            .into_iter()
            .filter(|(_, is_so)| *is_so)
            .fold(marked.rules, |all, (rule, _)| all | Rules::of(rule));
        let help_due = if marked.is_help_off {
            0
        } else {
            marked.help_due
        };
        Standing { rules, help_due }
    }

    /// The households that hold this key, once for each person who has it.
    pub(crate) fn holders(&self, key: u64) -> impl Iterator<Item = &Home> {
        let first = self.twins.first.get(&key);
        let more = self.twins.more.get(&key).into_iter().flatten();
        first
            .into_iter()
            .chain(more)
            .map(move |index| &self.homes[*index as usize])
    }
}
