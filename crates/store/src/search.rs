//! Finding households by anything a person remembers of them: the name of any member or its pinyin, the group,
//! the end of the household's number, of an identity number, or a phone (ui.md §3, §9).

pub(crate) mod index;
mod pattern;
pub mod pinyin;
mod touched;
mod village;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Id, Place, place::Scope};

pub use index::{Day, Households, SECTORS, day, day_text};
pub use pattern::Fit;

use crate::{Store, StoreError};
use index::{
    Home, Tail,
    shares::{in_shares, share_of},
};
use pattern::Pattern;
use touched::Behind;
pub(crate) use touched::Touched;
pub use village::VillageHit;

/// The index that belongs to an open file. A second connection to the same file may share it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    households: Arc<Mutex<Households>>,
    /// What was committed since the last question: a commit never waits for a question that is being answered.
    behind: Arc<Mutex<Behind>>,
}

impl Index {
    /// The index with everything that is committed.
    pub(crate) fn current(
        &self,
        conn: &rusqlite::Connection,
    ) -> Result<MutexGuard<'_, Households>, StoreError> {
        let mut households = lock(&self.households);
        households.follow(conn, || lock(&self.behind).take())?;
        Ok(households)
    }

    /// A transaction is committed: what it touched is taken in before the next question.
    pub(crate) fn committed(&self, touched: &Touched) {
        let touched = touched.take();
        if !touched.is_empty() {
            lock(&self.behind).add(touched);
        }
    }

    /// Forgets everything; the next question reads the tables anew.
    pub fn rebuild(&self) {
        *lock(&self.households) = Households::default();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a household was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// By a member's name, as written or in pinyin.
    Name,
    /// By the household's number.
    Number,
    /// By an identity number.
    Identity,
    /// By a phone.
    Phone,
    /// By its group, also with a surname behind it.
    Group,
    /// By its village.
    Village,
}

impl Why {
    /// Its word in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Identity => "identity",
            Self::Phone => "phone",
            Self::Group => "group",
            Self::Village => "village",
        }
    }
}

/// One household that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The household.
    pub id: Id,
    /// Name of its head.
    pub head_name: String,
    /// Name of the member who was found, or of the head.
    pub matched_name: String,
    /// By what.
    pub why: Why,
    /// Number of the household.
    pub number: String,
    /// Its group.
    pub group_name: String,
    /// Code of its village.
    pub village_code: String,
    /// Name of its village, short.
    pub village_name: String,
    /// How many members.
    pub people: u32,
    /// Its main cause, as a code.
    pub cause: String,
    /// Its state, as a code.
    pub state: String,
    /// Since which year.
    pub state_year: Option<i64>,
    /// Last visit.
    pub last_visit_on: Option<String>,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The best.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub total: u64,
}

/// How a household fits: rank first, then longest without a visit, then its place in the default order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    fit: Fit,
    why: Why,
    member: Option<u16>,
}

impl Rank {
    /// As a number that sorts the same; the household's place in the default order comes behind it.
    pub(crate) fn order(self) -> u64 {
        self.fit as u64
    }
}

impl Store {
    /// Households of `scope` that `typed` finds, best first.
    pub fn search(&self, scope: &Scope, typed: &str, limit: usize) -> Result<Found, StoreError> {
        let households = self.index.current(self.connection())?;
        let Some(asked) = Asked::new(&households, typed) else {
            return Ok(Found::default());
        };
        let mut found: Vec<(Fit, Day, u32, Rank)> = Vec::new();
        for (position, index) in (0_u32..).zip(&households.order) {
            let home = &households.homes[*index as usize];
            if let Some(rank) = asked.rank(&households, home)
                && is_counted(scope, home)
            {
                found.push((rank.fit, home.last_visit, position, rank));
            }
        }
        if typed.len() > TAIL_CHARS && asked.digits.is_some() {
            let mut checked = Vec::new();
            for one in found {
                let id = households.homes[households.order[one.2 as usize] as usize].id;
                if has_number(self.connection(), id, &pattern::plain(typed))? {
                    checked.push(one);
                }
            }
            found = checked;
        }
        let total = found.len() as u64;
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        let hits = found
            .iter()
            .map(|(_, _, position, rank)| {
                hit(&households, households.order[*position as usize], *rank)
            })
            .collect();
        Ok(Found { hits, total })
    }

    /// Shares this store's index with another connection to the same file.
    pub fn share_index(&mut self, other: &Self) {
        self.index = other.index.clone();
    }

    /// Brings the index up to what is saved, as every question does first: so that the first one need not wait.
    pub fn follow(&self) -> Result<(), StoreError> {
        self.index.current(&self.conn).map(drop)
    }

    /// The index of this file, to be rebuilt.
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// The index keeps this many characters of a number: for longer ones the rows are asked.
const TAIL_CHARS: usize = 16;

fn has_number(conn: &rusqlite::Connection, id: Id, typed: &[char]) -> Result<bool, StoreError> {
    let ending = format!("%{}", typed.iter().collect::<String>());
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM household WHERE id = ?1 AND number LIKE ?2)
                 OR EXISTS (SELECT 1 FROM member WHERE household_id = ?1 AND id_number LIKE ?2)",
        )?
        .query_row(rusqlite::params![id.0.as_slice(), ending], |row| row.get(0))?)
}

/// Is it in the caller's area, and in any count?
#[inline]
pub(crate) fn is_counted(scope: &Scope, home: &Home) -> bool {
    home.place != Place::PARKED && scope.contains(home.place)
}

/// A village's or township's name without its office: 洞心 of 洞心村委会.
pub fn short_name(name: &str) -> &str {
    for office in [
        "村民委员会",
        "居民委员会",
        "村委会",
        "居委会",
        "人民政府",
        "办事处",
    ] {
        if let Some(short) = name.strip_suffix(office).filter(|short| !short.is_empty()) {
            return short;
        }
    }
    name
}

/// What was typed, against everything that the index holds.
#[derive(Debug)]
pub(crate) struct Asked {
    pattern: Pattern,
    digits: Option<Tail>,
    /// No household fits, whatever it is called.
    finds_nothing: bool,
    /// By number of the group: how the group's own name fits, and where a name behind it may go on.
    groups: Vec<(bool, u32)>,
    villages: Vec<bool>,
}

/// Fewer digits than this find nothing by their end but a household's number.
const DIGITS_MIN: usize = 3;

impl Asked {
    pub(crate) fn new(households: &Households, typed: &str) -> Option<Self> {
        let typed = pattern::plain(typed);
        if typed.is_empty() {
            return None;
        }
        let is_number = typed.iter().enumerate().all(|(index, c)| {
            c.is_ascii_digit() || (*c == 'x' && index + 1 == typed.len() && index > 0)
        });
        let text: String = typed.iter().collect();
        let digits = is_number.then(|| Tail::of(&text));
        let pattern = Pattern::new(typed, &households.chars);
        let groups = households
            .group_codes
            .iter()
            .map(|codes| group_fit(households, &pattern, codes))
            .collect();
        let villages = households
            .village_codes
            .iter()
            .map(|codes| !codes.is_empty() && pattern.width() > 1 && pattern.begins(codes, 1))
            .collect();
        Some(Self {
            finds_nothing: digits.is_none() && !pattern.can_be_met(),
            pattern,
            digits,
            groups,
            villages,
        })
    }

    /// How a household fits, if it does.
    #[inline]
    pub(crate) fn rank(&self, households: &Households, home: &Home) -> Option<Rank> {
        if self.finds_nothing {
            return None;
        }
        let mut best: Option<Rank> = None;
        let mut note = |fit: Fit, why: Why, member: Option<u16>| {
            let is_head = member.is_some() && member == home.head;
            let better = best.is_none_or(|best| {
                fit < best.fit || (fit == best.fit && why <= best.why && is_head)
            });
            if better {
                best = Some(Rank { fit, why, member });
            }
        };
        let (group_fits, behind) = self
            .groups
            .get(home.group as usize)
            .copied()
            .unwrap_or_default();
        for (member, (name, person)) in (0_u16..).zip(households.people_of(home)) {
            if let Some(fit) = self.pattern.fit(name) {
                note(fit, Why::Name, Some(member));
            } else if behind != 0 && self.pattern.begins(name, behind) {
                note(Fit::Inside, Why::Group, Some(member));
            }
            if let Some(digits) = self.digits.filter(|_| self.pattern.width() >= DIGITS_MIN) {
                if person.identity.ends_with(digits) {
                    note(
                        tail_fit(person.identity, digits),
                        Why::Identity,
                        Some(member),
                    );
                }
                if person.phone.ends_with(digits) || person.phone.begins_with(digits) {
                    note(tail_fit(person.phone, digits), Why::Phone, Some(member));
                }
            }
        }
        if let Some(digits) = self.digits {
            if home.number_tail.ends_with(digits) {
                note(tail_fit(home.number_tail, digits), Why::Number, None);
            }
            if self.pattern.width() >= DIGITS_MIN
                && (home.phone.ends_with(digits) || home.phone.begins_with(digits))
            {
                note(tail_fit(home.phone, digits), Why::Phone, None);
            }
        }
        if group_fits {
            note(Fit::Inside, Why::Group, None);
        }
        if self
            .villages
            .get(home.village as usize)
            .copied()
            .unwrap_or_default()
        {
            note(Fit::Inside, Why::Village, None);
        }
        best
    }
}

/// Households by their number: does each fit what was typed? Nothing when nothing was typed.
pub(crate) fn fitting(households: &Households, typed: &str) -> Option<Vec<bool>> {
    // All of them, in the order in which they lie: rows that hang on one come in any order, and often.
    let asked = Asked::new(households, typed)?;
    let fits = |home: &Home| asked.rank(households, home).is_some();
    let shares = households.homes.chunks(share_of(households.homes.len()));
    Some(in_shares(shares, |homes| homes.iter().map(fits).collect::<Vec<_>>()).concat())
}

/// Does each of these names fit what was typed, as a name of a household does?
pub(crate) fn names_fitting(names: &[String], typed: &str) -> Vec<bool> {
    let mut chars = pattern::Chars::default();
    let codes: Vec<Vec<u16>> = names
        .iter()
        .map(|name| name.chars().map(|c| chars.code(c)).collect())
        .collect();
    let pattern = Pattern::new(pattern::plain(typed), &chars);
    codes
        .iter()
        .map(|codes| !codes.is_empty() && pattern.fit(codes).is_some())
        .collect()
}

fn tail_fit(number: Tail, asked: Tail) -> Fit {
    if number.equals(asked) {
        Fit::Whole
    } else {
        Fit::Inside
    }
}

/// Does the group itself fit, and at which offsets may a name go on behind it?
fn group_fit(households: &Households, pattern: &Pattern, codes: &[u16]) -> (bool, u32) {
    if codes.is_empty() {
        return (false, 0);
    }
    let fits = pattern.begins(codes, 1) || (pattern.width() > 1 && pattern.inside(codes));
    let name = households.chars.text(codes);
    let kind = ["村民小组", "小组", "组"]
        .iter()
        .find(|kind| name.ends_with(**kind))
        .map_or(0, |kind| kind.chars().count());
    let short = &codes[..codes.len() - kind];
    let mut behind = pattern.through(codes, 1);
    if !short.is_empty() {
        behind |= pattern.through(short, 1);
    }
    // A group in the statistics' way begins with its village: 洞心上屋组.
    (fits, behind & !1 & !pattern.end())
}

fn hit(households: &Households, index: u32, rank: Rank) -> Hit {
    let home = &households.homes[index as usize];
    let head_name = households.head_name(home);
    let village_code = households.villages.text(home.village).to_owned();
    Hit {
        id: home.id,
        matched_name: rank
            .member
            .map_or_else(|| head_name.clone(), |member| households.name(home, member)),
        head_name,
        why: rank.why,
        number: home.number.to_string(),
        group_name: households.groups.text(home.group).to_owned(),
        village_name: short_name(households.division_name(&village_code)).to_owned(),
        village_code,
        people: u32::from(home.people),
        cause: households.causes.text(home.cause).to_owned(),
        state: households.states.text(home.state).to_owned(),
        state_year: home.state_year.map(i64::from),
        last_visit_on: day_text(home.last_visit),
    }
}

#[cfg(test)]
mod following;
#[cfg(test)]
mod found_by_words;
#[cfg(test)]
mod paged;
#[cfg(test)]
mod remarked;
#[cfg(test)]
pub(crate) mod tests;
