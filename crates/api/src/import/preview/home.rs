//! The summary, a page and one household in full.

use domain::{
    Id, Kind, Value,
    records::{Division, Household, Member, Record},
};
use sheet::{
    Doubt, Repair, RosterHousehold, Show,
    doubts::{reason, shown},
};
use store::{Store, row};

use super::{
    Entry, ImportAt, ImportChange, ImportDoubt, ImportFate, ImportHome, ImportPage, ImportPerson,
    ImportQuery, ImportRepair, ImportRow, ImportSummary, ImportTab, ImportTabs, Preview, Words,
    name,
};
use crate::{
    common::Cell,
    error::ApiError,
    host::{Host, read},
    import::plan::{Fate, Plan, Planned, PlannedRow, Rows},
    mask,
    view::page_limit,
};

/// Rows that are nobody, as the summary lists them.
const LOOSE_MAX: usize = 100;

impl Preview {
    /// The file, and how many of its households become what.
    pub fn summary(&self) -> ImportSummary {
        let entries = self.entries();
        let count = |tab| {
            let all = entries.iter().enumerate();
            all.filter(|(at, entry)| self.is_in(entry, *at, tab))
                .count() as u64
        };
        let roster = &self.roster;
        ImportSummary {
            file: self.file.clone(),
            layout: roster.layout.to_owned(),
            sheets: roster
                .sheets
                .iter()
                .map(|sheet| sheet.name.clone())
                .collect(),
            rows_read: roster.rows_read as u64,
            listed_on: roster.listed_on.clone(),
            repairs: roster.repaired.len() as u64,
            unmapped: [&roster.unmapped_columns[..], &roster.passed_columns[..]].concat(),
            tabs: ImportTabs {
                all: count(ImportTab::All),
                new: count(ImportTab::New),
                changed: count(ImportTab::Changed),
                unchanged: count(ImportTab::Unchanged),
                doubtful: count(ImportTab::Doubtful),
                left_out: count(ImportTab::LeftOut),
            },
            chosen: entries.iter().filter(|entry| entry.chosen).count() as u64,
            taken: entries.iter().filter(|entry| entry.taken).count() as u64,
            loose: self
                .loose
                .iter()
                .take(LOOSE_MAX)
                .map(|at| doubt(&roster.doubts[*at]))
                .collect(),
            loose_total: self.loose.len() as u64,
        }
    }

    /// Part of a tab.
    pub fn list(&self, request: &ImportQuery) -> ImportPage {
        let entries = self.entries();
        let found = self.matching(&entries, request.tab, &request.q);
        let counted = |is: &dyn Fn(&Entry, usize) -> bool| {
            let count = found.iter().filter(|at| is(&entries[**at], **at)).count();
            count as u64
        };
        let is_sure = |entry: &Entry, at: usize| entry.can_be_taken() && self.is_sure(entry, at);
        ImportPage {
            total: found.len() as u64,
            chosen: counted(&|entry, _| entry.chosen),
            sure: counted(&is_sure),
            sure_chosen: counted(&|entry, at| entry.chosen && is_sure(entry, at)),
            rows: found
                .iter()
                .skip(request.offset as usize)
                .take(page_limit(request.limit))
                .map(|at| self.row(&entries[*at], *at))
                .collect(),
        }
    }

    fn row(&self, entry: &Entry, at: usize) -> ImportRow {
        let (household, found) = (&self.roster.households[at], &self.homes[at]);
        let head = household
            .members
            .iter()
            .find(|member| member.fields.get("relation").map(String::as_str) == Some("01"))
            .or(household.members.first());
        ImportRow {
            at: at as u64,
            head_name: head.map_or("", name).to_owned(),
            number: household.number.clone(),
            village_name: household.village_name.clone(),
            group_name: household
                .fields
                .get("group_name")
                .cloned()
                .unwrap_or_default(),
            sheet: head.map_or(String::new(), |head| head.sheet.clone()),
            row: head.map_or(0, |head| u64::from(head.row)),
            people: household.members.len() as u64,
            fate: entry.fate,
            changes: entry.changes,
            doubts: (found.doubts.len() + entry.doubts.len()) as u64,
            repairs: found.repairs.len() as u64,
            chosen: entry.chosen,
            choosable: entry.can_be_taken(),
            taken: entry.taken,
        }
    }

    /// One household beside what is on record now.
    pub fn home(&self, host: &dyn Host, request: &ImportAt) -> Result<ImportHome, ApiError> {
        let at = request.at as usize;
        let Some(household) = self.roster.households.get(at) else {
            return Err(ApiError::not_found("household", request.at));
        };
        let found = &self.homes[at];
        read(host, |store| {
            let plan = Plan::new(host, store, &self.roster)?;
            let planned = plan.household(host, store, &self.roster, at)?;
            let (row, own) = {
                let mut entries = self.entries();
                if let Planned::Rows(rows) = &planned {
                    entries[at].follow(rows, found);
                }
                (self.row(&entries[at], at), entries[at].doubts.clone())
            };
            let mut home = ImportHome {
                row,
                changes: Vec::new(),
                people: Vec::new(),
                doubts: own
                    .iter()
                    .chain(found.doubts.iter().map(|at| &self.roster.doubts[*at]))
                    .map(doubt)
                    .collect(),
                repairs: found
                    .repairs
                    .iter()
                    .map(|at| repair(&self.roster.repaired[*at]))
                    .collect(),
            };
            match planned {
                Planned::Rows(rows) => tell(store, &rows, household, &mut home)?,
                Planned::LeftOut(_) => {
                    home.people = household
                        .members
                        .iter()
                        .map(|member| person(member, ImportFate::LeftOut))
                        .collect();
                }
            }
            Ok(home)
        })
    }
}

fn tell(
    store: &Store,
    rows: &Rows,
    household: &RosterHousehold,
    home: &mut ImportHome,
) -> Result<(), ApiError> {
    let told = |row: &PlannedRow| {
        row.changes()
            .map(|(number, from, to)| {
                let mut change = change(row, number, &from, &to);
                let named = |value: &Value| named(store, (row, number), value, (rows, household));
                if let (Some(from), Some(to)) = (named(&from)?, named(&to)?) {
                    (change.from, change.to) = (from, to);
                }
                Ok(change)
            })
            .collect::<Result<Vec<_>, ApiError>>()
    };
    home.changes = told(&rows.household)?;
    for (row, member) in rows.members.iter().zip(&household.members) {
        let fate = match row.fate {
            Fate::New => ImportFate::New,
            Fate::Updated => ImportFate::Changed,
            Fate::Unchanged => ImportFate::Unchanged,
            Fate::LeftOut => ImportFate::LeftOut,
        };
        home.people.push(ImportPerson {
            removed: row.is_removed(),
            changes: told(row)?,
            ..person(member, fate)
        });
    }
    Ok(())
}

fn person(member: &sheet::RosterMember, fate: ImportFate) -> ImportPerson {
    ImportPerson {
        name: name(member).to_owned(),
        relation: member.fields.get("relation").cloned().unwrap_or_default(),
        sheet: member.sheet.clone(),
        row: u64::from(member.row),
        fate,
        removed: false,
        changes: Vec::new(),
    }
}

/// How many fields of all rows are filled or changed.
pub(super) fn changes(rows: &Rows) -> u64 {
    rows.all().map(|row| row.changes().count() as u64).sum()
}

fn change(row: &PlannedRow, number: u16, from: &Value, to: &Value) -> ImportChange {
    let field = row.record.field(number);
    let told =
        |value: &Value| field.map_or_else(|| mask::open(value), |field| mask::masked(field, value));
    ImportChange {
        record: row.record.name.to_owned(),
        field: field.map_or(String::new(), |field| field.name.to_owned()),
        codes: field
            .map_or("", |field| match (field.kind, field.codes) {
                (Kind::Flag, _) => "yes_no",
                (_, Some(list)) => list.name,
                _ => "",
            })
            .to_owned(),
        from: told(from),
        to: told(to),
    }
}

/// A village, a head and a household are told by their names; every other field by its value.
fn named(
    store: &Store,
    (row, number): (&PlannedRow, u16),
    value: &Value,
    (rows, household): (&Rows, &RosterHousehold),
) -> Result<Option<Cell>, ApiError> {
    let kind = row.record.field(number).map(|field| field.kind);
    let is_member = row.record.table == Member::INFO.table;
    let text = match kind {
        Some(Kind::Division | Kind::Id) if value.is_default() => String::new(),
        Some(Kind::Division) => {
            let code = value.as_text();
            row::get(store.connection(), Division::INFO.table, Division::id(code))?.map_or_else(
                || code.to_owned(),
                |row| row.cell(Division::name).as_text().to_owned(),
            )
        }
        Some(Kind::Id) => {
            let id = value.as_id().unwrap_or_default();
            if is_member || number != Household::head_member_id {
                home_name(store, id, rows, household)?
            } else {
                person_name(store, id, rows, household)?
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Cell::Text(text)))
}

fn person_name(
    store: &Store,
    id: Id,
    rows: &Rows,
    household: &RosterHousehold,
) -> Result<String, ApiError> {
    let mut members = rows.members.iter().zip(&household.members);
    Ok(match members.find(|(row, _)| row.id == id) {
        Some((_, member)) => name(member).to_owned(),
        None => row::get(store.connection(), Member::INFO.table, id)?
            .map_or_else(String::new, |row| {
                row.cell(Member::name).as_text().to_owned()
            }),
    })
}

/// By its head, and its number where it has one.
fn home_name(
    store: &Store,
    id: Id,
    rows: &Rows,
    household: &RosterHousehold,
) -> Result<String, ApiError> {
    let row = row::get(store.connection(), Household::INFO.table, id)?;
    let cell = |field: u16| row.as_ref().map(|row| row.cell(field).clone());
    let head = match cell(Household::head_member_id).and_then(|head| head.as_id()) {
        Some(head) => person_name(store, head, rows, household)?,
        None if id == rows.household.id => household.members.first().map_or("", name).to_owned(),
        None => String::new(),
    };
    let number = match cell(Household::number) {
        Some(number) => number.as_text().to_owned(),
        None => household.number.trim().to_owned(),
    };
    let parts = [head, number].into_iter().filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join(" · "))
}

fn words(kind: &str) -> Words {
    let (zh, en) = reason(kind);
    Words {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn doubt(doubt: &Doubt) -> ImportDoubt {
    ImportDoubt {
        sheet: doubt.sheet.clone(),
        row: u64::from(doubt.row),
        column: doubt.column.clone(),
        kind: doubt.kind.to_owned(),
        value: shown(&doubt.column, &doubt.value, Show::Masked),
        why: words(doubt.kind),
        see_sheet: doubt
            .see
            .as_ref()
            .map_or(String::new(), |see| see.sheet.clone()),
        see_row: doubt.see.as_ref().map(|see| u64::from(see.row)),
    }
}

fn repair(repair: &Repair) -> ImportRepair {
    ImportRepair {
        sheet: repair.sheet.clone(),
        row: u64::from(repair.row),
        column: repair.column.clone(),
        from: shown(&repair.column, &repair.from, Show::Masked),
        to: shown(&repair.column, &repair.to, Show::Masked),
        why: words(repair.why),
    }
}
