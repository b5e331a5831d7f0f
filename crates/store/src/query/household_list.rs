//! Households with what is open on them: any view, filter and order, with exact counts.
//!
//! Filters, facets, order and totals come from the index in memory; only the rows of the page are read.

mod filter;

use std::collections::BTreeSet;

use domain::{Id, Place, codes, remark::Rule};
use rusqlite::{Connection, OptionalExtension};

use self::filter::{
    CAUSE, Days, Filters, GROUP, MARK, REMARK, SECTOR, STATE, TOWNSHIP, VILLAGE, marks_of, states,
    views_of,
};
use super::{
    Asking, Facet,
    further::{Counted, written},
    keep_chosen, listed, named, receipt,
    visitors::Visitors,
};
pub use crate::search::SECTORS;
use crate::{
    Store, StoreError,
    search::{
        Asked, Day, Households, Rank, day_text,
        index::{
            Home, Names,
            listed::{Hanging, Listed},
            shares::{in_shares, share_of},
        },
        is_counted, short_name,
    },
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseholdQuery {
    /// `all`, `unvisited_month`, `unvisited_30`, `unvisited_60`, `to_exit`, `risk`, `not_out`, `remarks`; another
    /// one shows all.
    pub view: String,
    /// As in [`Store::search`].
    pub q: String,
    /// Names of groups; none = all. So for the others.
    pub groups: Vec<String>,
    /// Codes of villages.
    pub villages: Vec<String>,
    /// Codes of townships.
    pub townships: Vec<String>,
    /// Codes of states.
    pub states: Vec<String>,
    /// Codes of causes.
    pub causes: Vec<String>,
    /// Of [`MARKS`].
    pub marks: Vec<String>,
    /// Codes of remarks.
    pub remarks: Vec<String>,
    /// Of [`SECTORS`].
    pub sectors: Vec<String>,
    /// Whose visits count: `first_secretary`, `me`, or anybody's.
    pub seen_by: String,
    /// `default`, `name`, `people`, `state`, `cause`, `income`, `measures`, `problems`, `last_visit`; measures and
    /// problems by what is still open.
    pub sort: String,
    /// The other way round.
    pub descending: bool,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One household.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields of the record, and counts named by what they count"
)]
pub struct HouseholdRow {
    pub id: Id,
    pub number: String,
    pub head_name: String,
    pub group_name: String,
    pub village_code: String,
    pub village_name: String,
    pub township_name: String,
    pub people: u64,
    pub labour: u64,
    pub state: String,
    pub state_year: Option<i64>,
    pub cause: String,
    pub causes: Vec<String>,
    pub risks: Vec<String>,
    pub monitored_kind: String,
    pub income_fen: Option<i64>,
    pub measures_done: u64,
    pub measures_total: u64,
    pub problems_open: u64,
    pub helper_name: String,
    pub last_visit_on: Option<String>,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
    pub remarks: Vec<String>,
    pub changed_on: Option<String>,
}

/// A page of households.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseholdPage {
    /// The rows.
    pub rows: Vec<HouseholdRow>,
    /// How many fit.
    pub total: u64,
    /// How many there are in the area.
    pub all: u64,
    /// Members in the area.
    pub people: u64,
    /// Groups in the area.
    pub groups_count: u64,
    /// Views with the number of households in each.
    pub views: Vec<Facet>,
    /// Groups among what fits, own filter aside. So for the others.
    pub groups: Vec<Facet>,
    /// Villages.
    pub villages: Vec<Facet>,
    /// Townships.
    pub townships: Vec<Facet>,
    /// States.
    pub states: Vec<Facet>,
    /// Causes.
    pub causes: Vec<Facet>,
    /// Marks.
    pub marks: Vec<Facet>,
    /// Remarks.
    pub remarks: Vec<Facet>,
    /// Departments.
    pub sectors: Vec<Facet>,
}

/// What a household can be marked with.
pub const MARKS: [&str; 7] = [
    "unvisited_month",
    "risk",
    "problem",
    "unclear",
    "housing_undecided",
    "housing_open",
    "stale",
];

/// The views that are always there.
pub const VIEWS: [&str; 8] = [
    "all",
    "unvisited_month",
    "unvisited_30",
    "unvisited_60",
    "to_exit",
    "risk",
    "not_out",
    "remarks",
];

/// Code of the township of a village.
fn township(village: &str) -> &str {
    village.get(..9).unwrap_or(village)
}

struct Counts {
    groups: Vec<u64>,
    villages: Vec<u64>,
    states: Vec<u64>,
    causes: Vec<u64>,
    marks: [u64; MARKS.len()],
    sectors: [u64; SECTORS.len()],
    views: [u64; VIEWS.len()],
    remarks: [u64; Rule::ALL.len()],
    all: u64,
    people: u64,
}

impl Store {
    /// Households as the query wants them.
    pub fn household_list(
        &self,
        asking: Asking<'_>,
        query: &HouseholdQuery,
    ) -> Result<HouseholdPage, StoreError> {
        let conn = self.connection();
        let written = written(conn)?;
        let households = self.index.current(conn)?;
        let lists = &self.lists.households;
        let counted = lists.counted(written, households.making(), asking, query, |query| {
            count(conn, &households, asking, query)
        })?;
        let today = Days::of(asking.today).today;
        let homes = households.listed();
        let mut rows = Vec::new();
        for (position, last_visit) in counted.keys_of(query) {
            let home = &homes[*position as usize];
            let row = self.household_row(&households, home.home, today, home.hanging)?;
            rows.push(HouseholdRow {
                last_visit_on: day_text(*last_visit),
                ..row
            });
        }
        Ok(HouseholdPage {
            rows,
            ..counted.page.clone()
        })
    }

    /// One household of the caller's area as a row of the list; also one that left it and stays for what was written on
    /// it, and one that was joined to another, which are in no list.
    pub fn household_row_of(
        &self,
        asking: Asking<'_>,
        id: Id,
    ) -> Result<Option<HouseholdRow>, StoreError> {
        let households = self.index.current(self.connection())?;
        let Some(home) = households.home_of(id) else {
            return Ok(None);
        };
        let was_merged = home.merged_at != Place::PARKED && asking.scope.contains(home.merged_at);
        if was_merged || is_counted(asking.scope, home) || self.is_parked_here(id)? {
            let (index, today) = (households.index_of(id), Days::of(asking.today).today);
            let hanging = hanging_in_file(self.connection(), id)?;
            let row = self.household_row(&households, index, today, hanging)?;
            Ok(Some(row))
        } else {
            Ok(None)
        }
    }

    fn household_row(
        &self,
        households: &Households,
        index: u32,
        today: Day,
        hanging: Hanging,
    ) -> Result<HouseholdRow, StoreError> {
        let home = &households.homes[index as usize];
        let conn = self.connection();
        let village_code = households.villages.text(home.village).to_owned();
        let found = conn
            .prepare_cached(
                "SELECT helper_name, _seq, _mine, _place, changed_at, risks, monitored_kind
                 FROM household WHERE id = ?1",
            )?
            .query_row([home.id.0.as_slice()], |row| {
                let come = receipt::Come {
                    seq: row.get::<_, i64>(1)? as u64,
                    mine: row.get::<_, i64>(2)? as u64,
                    place: Place(row.get::<_, i64>(3)? as u64),
                    changed_at: row.get(4)?,
                };
                let risks: String = row.get(5)?;
                Ok((row.get::<_, String>(0)?, come, risks, row.get(6)?))
            })
            .optional()?;
        let (helper_name, come, risks, monitored_kind) = found.ok_or(StoreError::RowAbsent)?;
        Ok(HouseholdRow {
            id: home.id,
            number: home.number.to_string(),
            head_name: households.head_name(home),
            group_name: households.groups.text(home.group).to_owned(),
            village_name: short_name(households.division_name(&village_code)).to_owned(),
            township_name: short_name(households.division_name(township(&village_code))).to_owned(),
            village_code,
            people: u64::from(home.people),
            labour: u64::from(home.labour),
            state: households.states.text(home.state).to_owned(),
            state_year: home.state_year.map(i64::from),
            cause: households.causes.text(home.cause).to_owned(),
            causes: home
                .causes
                .iter()
                .map(|cause| households.causes.text(cause).to_owned())
                .collect(),
            risks: domain::records::list(&risks.into()),
            monitored_kind,
            income_fen: home.income_fen,
            measures_done: u64::from(hanging.measures_done),
            measures_total: u64::from(hanging.measures),
            problems_open: u64::from(hanging.problems_open),
            helper_name,
            last_visit_on: day_text(home.last_visit),
            receipt: receipt::receipt(conn, home.id, come)?,
            conflict: receipt::in_conflict(conn, home.id)?,
            remarks: households
                .remarks(index, today)
                .each()
                .map(|rule| rule.code().to_owned())
                .collect(),
            changed_on: day_text(home.marked.changed),
        })
    }
}

/// Counts all households that the query wants.
fn count(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    query: &HouseholdQuery,
) -> Result<Counted<(u32, Day), HouseholdPage>, StoreError> {
    let asked = Asked::new(households, &query.q);
    let filters = Filters::of(households, query);
    let view = VIEWS
        .iter()
        .position(|view| *view == query.view)
        .unwrap_or(0);
    let (days, states) = (Days::of(asking.today), states(households));
    let visitors = match query.seen_by.as_str() {
        "" | "anyone" => None,
        "first_secretary" => Some(Visitors::first_secretaries(conn, households)?),
        _ => Some(Visitors::person(households, Some(asking.person))),
    };
    let seen = visitors.map(|visitors| households.last_of(|visit| visitors.counts(visit)));
    let last_visit = |one: &Listed| match &seen {
        Some(seen) => seen[one.home as usize],
        None => one.last_visit,
    };
    let homes = households.listed();
    let ranks = asked.map(|asked| {
        let of = |one: &Listed| {
            let rank = asked.rank(households, &households.homes[one.home as usize]);
            rank.map(Rank::order)
        };
        in_shares(homes.chunks(share_of(homes.len())), |homes| {
            homes.iter().map(of).collect::<Vec<_>>()
        })
        .concat()
    });
    let mut counts = Counts {
        groups: vec![0; households.groups.len()],
        villages: vec![0; households.villages.len()],
        states: vec![0; households.states.len()],
        causes: vec![0; households.causes.len()],
        marks: [0; MARKS.len()],
        views: [0; VIEWS.len()],
        remarks: [0; Rule::ALL.len()],
        sectors: [0; SECTORS.len()],
        all: 0,
        people: 0,
    };
    let mut groups_seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut townships = vec![0; households.villages.len()];
    let mut fitting: Vec<(u64, u32)> = Vec::new();
    let is_ranked = matches!(query.sort.as_str(), "" | "default");
    let mut last_group = (u32::MAX, u32::MAX);
    for (position, home) in (0_u32..).zip(homes) {
        if !asking.scope.contains(home.place) {
            continue;
        }
        counts.all += 1;
        counts.people += u64::from(home.people);
        // The order is by village and group, so a group is met once.
        if last_group != (home.village, home.group) {
            last_group = (home.village, home.group);
            if home.group != 0 {
                groups_seen.insert(last_group);
            }
        }
        let remarks = home.remarks.on(days.today);
        let last = last_visit(home);
        let views = views_of(home, last, days, states, remarks);
        for (bit, count) in counts.views.iter_mut().enumerate() {
            *count += u64::from(views >> bit & 1);
        }
        if views >> view & 1 == 0 {
            continue;
        }
        let rank = match &ranks {
            Some(ranks) => match ranks[position as usize] {
                Some(rank) => rank,
                None => continue,
            },
            None => 0,
        };
        let marks = marks_of(home, last, days, states);
        let against = filters.against(home, marks, remarks);
        if against & !GROUP == 0 {
            counts.groups[home.group as usize] += 1;
        }
        if against & !VILLAGE == 0 {
            counts.villages[home.village as usize] += 1;
        }
        if against & !TOWNSHIP == 0 {
            townships[home.village as usize] += 1;
        }
        if against & !STATE == 0 {
            counts.states[home.state as usize] += 1;
        }
        if against & !CAUSE == 0 {
            for cause in home.causes.iter() {
                counts.causes[cause as usize] += 1;
            }
        }
        if against & !MARK == 0 {
            for (bit, count) in counts.marks.iter_mut().enumerate() {
                *count += u64::from(marks >> bit & 1);
            }
        }
        if against & !REMARK == 0 {
            for rule in remarks.each() {
                counts.remarks[rule as usize] += 1;
            }
        }
        if against & !SECTOR == 0 {
            for (bit, count) in counts.sectors.iter_mut().enumerate() {
                *count += u64::from(home.sectors >> bit & 1);
            }
        }
        if against == 0 {
            let key = match query.sort.as_str() {
                _ if is_ranked => rank,
                "measures" => u64::from(home.hanging.measures - home.hanging.measures_done),
                "problems" => u64::from(home.hanging.problems_open),
                "last_visit" => u64::from(last),
                sort => sort_key(households, &households.homes[home.home as usize], sort),
            };
            fitting.push((
                if query.descending {
                    u64::MAX - key
                } else {
                    key
                },
                position,
            ));
        }
    }
    let total = fitting.len() as u64;
    let of = |position| (position, last_visit(&homes[position as usize]));
    let keys = first(fitting, query.limit).into_iter().map(of).collect();
    let village = |code: &str| short_name(households.division_name(code)).to_owned();
    let page = HouseholdPage {
        rows: Vec::new(),
        total,
        all: counts.all,
        people: counts.people,
        groups_count: groups_seen.len() as u64,
        views: VIEWS
            .iter()
            .zip(counts.views)
            .map(|(view, count)| Facet::new(view, "", count))
            .collect(),
        groups: facets(
            &households.groups,
            &counts.groups,
            &query.groups,
            str::to_owned,
        )?,
        townships: township_facets(households, &townships, &query.townships)?,
        villages: facets(
            &households.villages,
            &counts.villages,
            &query.villages,
            village,
        )?,
        states: facets(&households.states, &counts.states, &query.states, |code| {
            codes::STATE.label_of(code)
        })?,
        causes: facets(&households.causes, &counts.causes, &query.causes, |code| {
            codes::CAUSE.label_of(code)
        })?,
        marks: listed(&MARKS, &counts.marks, &query.marks),
        remarks: remark_facets(&counts.remarks, &query.remarks),
        sectors: listed(&SECTORS, &counts.sectors, &query.sectors),
    };
    Ok(Counted { keys, page })
}

/// What a row sorts by; nothing recorded comes last.
fn sort_key(households: &Households, home: &Home, sort: &str) -> u64 {
    // Codes sort as texts: their numbers in the index only say which was met first.
    let text_key = |text: &str| {
        let mut bytes = text.bytes();
        let key = (0..8).fold(0_u64, |key, _| {
            (key << 8) | u64::from(bytes.next().unwrap_or(0))
        });
        if text.is_empty() {
            u64::MAX >> 1
        } else {
            key >> 1
        }
    };
    match sort {
        "name" => home.name_order,
        "people" => u64::from(home.people),
        "state" => text_key(households.states.text(home.state)),
        "cause" => text_key(households.causes.text(home.cause)),
        "income" => home
            .income_fen
            .map_or(u64::MAX >> 1, |fen| fen.max(0) as u64),
        _ => 0,
    }
}

/// The first of them, in their order.
fn first(mut fitting: Vec<(u64, u32)>, limit: usize) -> Vec<u32> {
    // Only these are put in order.
    if limit < fitting.len() {
        fitting.select_nth_unstable(limit);
        fitting.truncate(limit);
    }
    fitting.sort_unstable();
    fitting.into_iter().map(|(_, position)| position).collect()
}

/// Values with their counts, by code; a filter that is set stays to be seen with 0.
fn facets(
    names: &Names,
    counts: &[u64],
    chosen: &[String],
    label: impl Fn(&str) -> String,
) -> Result<Vec<Facet>, StoreError> {
    let mut facets: Vec<Facet> = named(names, counts)
        .map(|(code, count)| Facet::new(code, &label(code), count))
        .collect();
    keep_chosen(&mut facets, chosen, |code| Ok(label(code)))?;
    facets.sort();
    Ok(facets)
}

/// Rules that say something, in their order; a filter that is set stays to be seen with 0.
fn remark_facets(counts: &[u64], chosen: &[String]) -> Vec<Facet> {
    let list = Rule::ALL.into_iter().zip(counts);
    list.filter(|(rule, count)| **count > 0 || chosen.iter().any(|code| code == rule.code()))
        .map(|(rule, count)| Facet::new(rule.code(), "", *count))
        .collect()
}

fn township_facets(
    households: &Households,
    counts: &[u64],
    chosen: &[String],
) -> Result<Vec<Facet>, StoreError> {
    let mut sums: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for (village, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        *sums
            .entry(township(households.villages.text(village as u32)))
            .or_default() += count;
    }
    let label = |code: &str| short_name(households.division_name(code)).to_owned();
    let mut facets: Vec<Facet> = sums
        .into_iter()
        .map(|(code, count)| Facet::new(code, &label(code), count))
        .collect();
    keep_chosen(&mut facets, chosen, |code| Ok(label(code)))?;
    facets.sort();
    Ok(facets)
}

/// As the index has it of a counted household; this one may be in no count.
fn hanging_in_file(conn: &Connection, household: Id) -> Result<Hanging, StoreError> {
    let (measures_done, measures) = conn
        .prepare_cached(
            "SELECT coalesce(sum(state = 'done'), 0), count(*) FROM measure
             WHERE household_id = ?1 AND deleted_at IS NULL AND state <> 'dropped'",
        )?
        .query_row([household.0.as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let problems_open = conn
        .prepare_cached(
            "SELECT count(*) FROM problem
             WHERE household_id = ?1 AND deleted_at IS NULL AND state NOT IN ('done', 'verified')",
        )?
        .query_row([household.0.as_slice()], |row| row.get(0))?;
    Ok(Hanging {
        problems_open,
        measures,
        measures_done,
        is_unclear: false,
    })
}
