//! From grids to households: one pass over the rows, then the rules that look at whole households and files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Doubt, Repair, Roster, RosterHousehold, RosterMember, SheetRead, checks,
    fields::{self, Value},
    listed::{self, Listed},
    numbered::Numbered,
    rows::{self, RowKind},
};
use crate::{
    SheetError,
    layouts::{self, Column, Header, Kind, Place, layout_index},
    read::{CELLS_MAX, Cell, Grid, ReadOptions, Source, Step, Tell, read_grids, tell},
};

/// The progress of recognising people is told every so many.
const TELL_EVERY: usize = 1_000;

/// A person as read, before it becomes a member.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) sheet: usize,
    pub(super) row: u32,
    pub(super) layout: usize,
    pub(super) listed: Option<Listed>,
    /// Columns that the sheet has, filled or not.
    pub(super) has: std::rc::Rc<BTreeSet<&'static str>>,
    pub(super) values: Vec<(&'static Column, Value)>,
}

impl Person {
    /// The value of a column, if the cell holds one.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.values
            .iter()
            .find(|(column, _)| column.key == key)
            .map(|(_, value)| value)
    }

    /// Its clean text, or nothing.
    pub(super) fn text(&self, key: &str) -> &str {
        self.value(key).map_or("", |value| value.text.as_str())
    }

    /// Its code or number, or nothing.
    pub(super) fn field(&self, key: &str) -> &str {
        self.value(key).map_or("", Value::field)
    }

    /// 户编号, where the cell holds one whole: one that lost its digits is that of many, and 无 of all.
    fn household_number(&self) -> Option<&str> {
        self.value("household_number")
            .filter(|value| value.doubt.is_none())
            .map(|value| value.text.as_str())
            .filter(|text| text.contains(|c: char| c.is_ascii_digit() && c != '0'))
    }

    pub(super) fn is_head(&self) -> bool {
        self.field("relation") == "01"
    }
}

/// A household as read.
#[derive(Debug, Default)]
pub(super) struct Family {
    pub(super) people: Vec<Person>,
}

/// What is found on the way.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sheets: Vec<SheetRead>,
    pub(super) repaired: Vec<(usize, Repair)>,
    pub(super) doubts: Vec<(usize, Doubt)>,
    /// Known header words whose values no record holds.
    pub(super) passed: Vec<String>,
}

impl Found {
    pub(super) fn doubt(
        &mut self,
        person: &Person,
        key: &str,
        kind: &'static str,
        value: &str,
        see: Option<&Person>,
    ) {
        let column = layouts::COLUMNS
            .iter()
            .find(|column| column.key == key)
            .map_or("", |column| column.word(person.layout));
        let see = see.map(|other| super::RowRef {
            sheet: self.sheets[other.sheet].name.clone(),
            row: other.row,
        });
        let sheet = self.sheets[person.sheet].name.clone();
        self.doubts.push((
            person.sheet,
            Doubt {
                sheet,
                row: person.row,
                column: column.to_owned(),
                kind,
                value: value.to_owned(),
                see,
            },
        ));
    }
}

/// Reads a roster of households: layouts H1–H4, .xlsx, .xls and text.
pub fn read_roster<'a>(
    source: impl Into<Source<'a>>,
    options: &ReadOptions,
    to: Tell<'_>,
) -> Result<Roster, SheetError> {
    let layout = match &options.layout {
        Some(name) => Some(
            layout_index(name).ok_or_else(|| SheetError::UnknownLayout { name: name.clone() })?,
        ),
        None => None,
    };
    let grids = read_grids(&source.into(), options, to)?;
    let total: usize = grids.iter().map(|grid| grid.rows.len()).sum();
    let mut found = Found::default();
    let mut families: Vec<Family> = Vec::new();
    let mut by_number = Numbered::default();
    let mut unmapped: Vec<String> = Vec::new();
    let mut done = 0;
    let mut dated: Option<Listed> = None;
    for grid in grids {
        let rows = grid.rows.len();
        let Some(header) = layouts::find(&grid, layout) else {
            done += rows;
            continue;
        };
        let listed = options
            .listed_on
            .map(Listed::on)
            .or_else(|| listed::of(&grid, header.rows.0));
        dated = dated.or(listed);
        found.sheets.push(SheetRead {
            name: grid.name.clone(),
            hidden: grid.hidden,
            layout: header.name(),
            header_row: header.rows.1 + 1,
            rows_read: 0,
        });
        let mut sheet = SheetReader {
            grid: &grid,
            header,
            layout,
            listed,
            families: &mut families,
            by_number: &mut by_number,
            found: &mut found,
            current: None,
        };
        sheet.read(&mut unmapped, &|at| {
            tell(to, Step::Checking, (done + at) as u64, total as u64)
        })?;
        done += rows;
    }
    if found.sheets.is_empty() {
        return Err(SheetError::NoHeader);
    }
    if families.is_empty() {
        return Err(SheetError::NoRows);
    }
    checks::households(&families, &mut found);
    checks::file(&families, &mut found);
    Ok(assemble(families, found, unmapped, dated))
}

struct SheetReader<'a> {
    grid: &'a Grid,
    header: Header,
    layout: Option<usize>,
    listed: Option<Listed>,
    families: &'a mut Vec<Family>,
    by_number: &'a mut Numbered,
    found: &'a mut Found,
    current: Option<usize>,
}

impl SheetReader<'_> {
    fn read(
        &mut self,
        unmapped: &mut Vec<String>,
        progress: &dyn Fn(usize) -> Result<(), SheetError>,
    ) -> Result<(), SheetError> {
        let merged = merged_cells(self.grid, &self.header)?;
        let mut has = self.columns(unmapped);
        let mut skip_until = self.header.rows.1;
        for (at, (row, cells)) in self.grid.rows.iter().enumerate() {
            if at.is_multiple_of(TELL_EVERY) {
                progress(at)?;
            }
            if *row <= skip_until || self.header.is_again(cells) {
                continue;
            }
            // Another header in the middle: the columns of the next page may stand in another order.
            if let Some(header) = layouts::header_at(self.grid, at, self.layout) {
                skip_until = header.rows.1;
                self.header = header;
                has = self.columns(unmapped);
                continue;
            }
            match rows::kind(&self.header, cells) {
                RowKind::Person => self.person(*row, cells, &merged, &has),
                RowKind::Form => {}
                RowKind::Stray(text) => {
                    let sheet = self.found.sheets.len() - 1;
                    let name = self.grid.name.clone();
                    let doubt = Doubt {
                        sheet: name,
                        row: row + 1,
                        column: String::new(),
                        kind: "row_not_a_person",
                        value: text,
                        see: None,
                    };
                    self.found.doubts.push((sheet, doubt));
                }
            }
        }
        Ok(())
    }

    fn columns(&mut self, unmapped: &mut Vec<String>) -> std::rc::Rc<BTreeSet<&'static str>> {
        for (_, column) in &self.header.columns {
            let word = column.word(self.header.layout);
            if column.is_passed_over() && !self.found.passed.iter().any(|known| known == word) {
                self.found.passed.push(word.to_owned());
            }
        }
        for (_, word) in &self.header.unmapped {
            if !unmapped.contains(word) {
                unmapped.push(word.clone());
            }
        }
        std::rc::Rc::new(
            self.header
                .columns
                .iter()
                .map(|(_, column)| column.key)
                .chain(self.header.heads_only.then_some("relation"))
                .collect(),
        )
    }

    fn person(
        &mut self,
        row: u32,
        cells: &[(u32, Cell)],
        merged: &HashMap<(u32, u32), Cell>,
        has: &std::rc::Rc<BTreeSet<&'static str>>,
    ) {
        let sheet = self.found.sheets.len() - 1;
        let layout = self.header.layout;
        let mut person = Person {
            sheet,
            row: row + 1,
            layout,
            listed: self.listed,
            has: has.clone(),
            values: Vec::with_capacity(self.header.columns.len()),
        };
        for (at, column) in &self.header.columns {
            let own = cells
                .binary_search_by_key(at, |(column, _)| *column)
                .ok()
                .map(|found| &cells[found].1);
            let Some(cell) = own.or_else(|| merged.get(&(row, *at))) else {
                continue;
            };
            let mut value = fields::value(column, cell, self.grid.epoch_1904);
            // A merged cell is one cell: what is said of it is said once, in the row where it stands.
            if own.is_some() {
                if let Some((from, why)) = &value.repair {
                    let repair = Repair {
                        sheet: self.grid.name.clone(),
                        row: row + 1,
                        column: column.word(layout).to_owned(),
                        from: from.clone(),
                        to: value.text.clone(),
                        why,
                    };
                    self.found.repaired.push((sheet, repair));
                }
                if let Some(kind) = value.doubt {
                    let shown = if value.text.is_empty() {
                        cell.text()
                    } else {
                        value.text.clone()
                    };
                    self.found.doubt(&person, column.key, kind, &shown, None);
                }
            }
            value.repair = None;
            if !value.text.is_empty() || value.doubt.is_some() {
                person.values.push((column, value));
            }
        }
        if let Some(relation) = layouts::column("relation").filter(|_| self.header.heads_only) {
            let head = Cell::Text("户主".into());
            let value = fields::value(relation, &head, self.grid.epoch_1904);
            person.values.push((relation, value));
        }
        if let Some(year) = person
            .text("year")
            .parse()
            .ok()
            .filter(|_| self.listed.is_none())
        {
            person.listed = Listed::year(year);
        }
        checks::person(&person, self.found);
        self.found.sheets[sheet].rows_read += 1;
        let family = self.family(&person);
        self.families[family].people.push(person);
        self.current = Some(family);
    }

    /// The household of a row: by 户编号, a short one within its village; where that is empty, or lost its digits and
    /// says little, a head begins a new one and everyone else stays with the row before.
    fn family(&mut self, person: &Person) -> usize {
        let number = person
            .value("household_number")
            .filter(|value| !value.text.is_empty() && value.doubt != Some("cell_error"));
        if let Some(number) = person.household_number() {
            let new = self.families.len();
            let at = [person.text("township"), person.text("village")];
            let family = self.by_number.family(number, at, new);
            if family == new {
                self.families.push(Family::default());
            }
            return family;
        }
        let stays = self
            .current
            .filter(|_| !person.is_head())
            .filter(|current| {
                let first = &self.families[*current].people[0];
                let same = |key: &str| {
                    person.text(key).is_empty()
                        || first.text(key).is_empty()
                        || person.text(key) == first.text(key)
                };
                same("village")
                    && same("township")
                    && (number.is_none() || same("household_number"))
            });
        stays.unwrap_or_else(|| {
            self.families.push(Family::default());
            self.families.len() - 1
        })
    }
}

/// What the cells of a merged area show besides its first: the value of that first one, downwards only, because a
/// cell merged to the side is a title.
fn merged_cells(grid: &Grid, header: &Header) -> Result<HashMap<(u32, u32), Cell>, SheetError> {
    let last = grid.rows.last().map_or(0, |(row, _)| *row);
    let mut filled = HashMap::new();
    let mut steps = 0_u64;
    for merge in &grid.merges {
        let (first, end) = (merge.rows.0, merge.rows.1.min(last));
        let Some(key) = header
            .key_at(merge.columns.0)
            .filter(|_| first > header.rows.1 && end > first)
        else {
            continue;
        };
        // Nobody shares a name or a number with the row above.
        if matches!(key, "name" | "id_number" | "member_number" | "sequence") {
            continue;
        }
        let Ok(at) = grid.rows.binary_search_by_key(&first, |(row, _)| *row) else {
            continue;
        };
        let cells = &grid.rows[at].1;
        let Ok(found) = cells.binary_search_by_key(&merge.columns.0, |(column, _)| *column) else {
            continue;
        };
        for row in first + 1..=end {
            steps += 1;
            if steps > CELLS_MAX {
                return Err(SheetError::TooLarge {
                    what: "merged cells",
                    limit: CELLS_MAX,
                });
            }
            filled.insert((row, merge.columns.0), cells[found].1.clone());
        }
    }
    Ok(filled)
}

fn assemble(
    families: Vec<Family>,
    mut found: Found,
    unmapped_columns: Vec<String>,
    listed: Option<Listed>,
) -> Roster {
    let rows_read = found.sheets.iter().map(|sheet| sheet.rows_read).sum();
    let mut by_layout: BTreeMap<&str, usize> = BTreeMap::new();
    for sheet in &found.sheets {
        *by_layout.entry(sheet.layout).or_default() += sheet.rows_read;
    }
    // The one of the most rows, of equals the first sheet's.
    let most = by_layout.values().copied().max().unwrap_or(0);
    let layout = found
        .sheets
        .iter()
        .map(|sheet| sheet.layout)
        .find(|layout| by_layout.get(layout) == Some(&most))
        .unwrap_or_default();
    found.repaired.sort_by_key(|found| (found.0, found.1.row));
    found.doubts.sort_by_key(|found| (found.0, found.1.row));
    let listed = listed.or_else(|| {
        families
            .iter()
            .flat_map(|family| &family.people)
            .find_map(|person| person.listed)
    });
    let names: Vec<String> = found
        .sheets
        .iter()
        .map(|sheet| sheet.name.clone())
        .collect();
    Roster {
        layout,
        rows_read,
        listed_on: listed.map(|listed| listed.to.to_string()),
        households: families
            .into_iter()
            .map(|family| household(family, &names))
            .collect(),
        repaired: found
            .repaired
            .into_iter()
            .map(|(_, repair)| repair)
            .collect(),
        doubts: found.doubts.into_iter().map(|(_, doubt)| doubt).collect(),
        unmapped_columns,
        passed_columns: found.passed,
        sheets: found.sheets,
    }
}

fn household(family: Family, sheets: &[String]) -> RosterHousehold {
    let heads = family.people.iter().filter(|person| person.is_head());
    let number = heads
        .chain(&family.people)
        .find_map(Person::household_number);
    let household = RosterHousehold {
        number: number.unwrap_or_default().to_owned(),
        village_name: of_household(&family, "village").to_owned(),
        township_name: of_household(&family, "township").to_owned(),
        county_name: of_household(&family, "county").to_owned(),
        fields: household_fields(&family),
        members: Vec::new(),
    };
    RosterHousehold {
        members: family
            .people
            .into_iter()
            .map(|person| member(person, sheets))
            .collect(),
        ..household
    }
}

/// The head's own cell, or the first one that is filled.
pub(super) fn of_household<'a>(family: &'a Family, key: &str) -> &'a str {
    let head = family
        .people
        .iter()
        .find(|person| person.is_head())
        .map_or("", |head| head.field(key));
    if head.is_empty() {
        family
            .people
            .iter()
            .map(|person| person.field(key))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    } else {
        head
    }
}

fn household_fields(family: &Family) -> BTreeMap<&'static str, String> {
    let mut fields: BTreeMap<&'static str, String> = BTreeMap::new();
    for column in layouts::COLUMNS {
        let Place::Household(field) = column.place else {
            continue;
        };
        if column.key == "note" {
            let mut notes: Vec<&str> = family
                .people
                .iter()
                .map(|person| person.text("note"))
                .filter(|note| !note.is_empty())
                .collect();
            notes.dedup();
            if !notes.is_empty() {
                fields.insert(field, notes.join("；"));
            }
            continue;
        }
        let value = of_household(family, column.key);
        if value.is_empty() || (holds_days(column, field) && !is_day(value)) {
            continue;
        }
        // Main and other causes are one list, the main one first.
        match fields.get_mut(field) {
            Some(first) => *first = joined(first, value),
            None => {
                fields.insert(field, value.to_owned());
            }
        }
    }
    fields
}

/// Does the record's field hold days only? A month or a day that does not exist stays in `raw`.
fn holds_days(column: &Column, field: &str) -> bool {
    matches!(column.kind, Kind::Date) && !field.ends_with("_year")
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Two JSON arrays as one.
fn joined(first: &str, second: &str) -> String {
    let list = |text: &str| {
        serde_json::from_str::<Vec<String>>(text).unwrap_or_else(|_| vec![text.to_owned()])
    };
    let mut all = list(first);
    for item in list(second) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    serde_json::Value::from(all).to_string()
}

fn member(person: Person, sheets: &[String]) -> RosterMember {
    let mut member = RosterMember {
        sheet: sheets[person.sheet].clone(),
        row: person.row,
        fields: BTreeMap::new(),
        raw: BTreeMap::new(),
    };
    let number = person.text("id_number").to_owned();
    let sure = matches!(
        domain::identity::check(&number),
        domain::identity::Finding::Right | domain::identity::Finding::RightCertificate
    );
    for (column, value) in person.values {
        if value.text.is_empty() {
            continue;
        }
        if let Place::Member(field) = column.place
            && (!holds_days(column, field) || is_day(&value.text))
        {
            member.fields.insert(field, value.field().to_owned());
        }
        member.raw.insert(column.word(person.layout), value.text);
    }
    // Sex and birth date derive from the number; the list's own columns only stand in.
    if sure {
        if let Some(born) = domain::identity::born_on(&number) {
            member.fields.insert("born_on", born.to_string());
        }
        if let Some(gender) = domain::identity::gender(&number) {
            member.fields.insert("gender", gender.to_owned());
        }
        let disability = domain::identity::disability(&number);
        member
            .fields
            .entry("id_kind")
            .or_insert_with(|| if disability.is_some() { "09" } else { "01" }.to_owned());
        if let Some((kind, grade)) = disability {
            let label = format!(
                "{}{}",
                domain::codes::DISABILITY_KIND.label_of(kind),
                domain::codes::DISABILITY_GRADE.label_of(grade)
            );
            member.fields.entry("disability").or_insert(label);
        }
    }
    member
}
