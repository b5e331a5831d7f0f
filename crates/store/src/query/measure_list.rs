//! Measures by due date: what was promised, how far, with exact sums.
//!
//! One pass over the measures in memory; only the rows of the page are read.

use chrono::{Days, NaiveDate};
use domain::{
    Id, Place, codes,
    records::{self, CLARITIES},
};
use rusqlite::{Connection, Row};

use super::{
    Asking, Facet, days_between,
    further::{Counted, written},
    id_at, is_shown, keep_chosen, listed, maybe_id_at, named, person_label, person_name, receipt,
    unit_name,
};
use crate::{
    Store, StoreError,
    search::{
        Day, Households, fitting,
        index::{
            Names, day_of,
            work::{Measure, NO_HOME},
        },
        short_name,
    },
};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureQuery {
    /// `open`, `late`, `due_7`, `village`, `done`, `dropped`; another one shows the open ones.
    pub view: String,
    /// As in [`Store::search`], or words of the content.
    pub q: String,
    /// Codes of classes; none = all.
    pub classes: Vec<String>,
    /// Ids of people as text; none = all.
    pub persons: Vec<String>,
    /// Of [`DUES`]; none = all.
    pub dues: Vec<String>,
    /// Codes of the older groups that classes fall into; none = all.
    pub groups: Vec<String>,
    /// Of [`CLARITIES`]: what is missing; none = all.
    pub unclear: Vec<String>,
    /// Codes of villages; none = all.
    pub villages: Vec<String>,
    /// `due`, `for`, `quantity`, `money`; another one is as `due`.
    pub sort: String,
    /// The other way round.
    pub descending: bool,
    /// Of one household, in all views.
    pub household: Option<Id>,
    /// Rows of the page.
    pub limit: usize,
    /// Rows before it.
    pub offset: usize,
}

/// One measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields of the record, and counts named by what they count"
)]
pub struct MeasureRow {
    pub id: Id,
    pub version: u64,
    pub household_id: Option<Id>,
    pub division_code: String,
    pub for_name: String,
    pub village_name: String,
    pub class: String,
    pub content: String,
    pub goal: String,
    pub person_id: Option<Id>,
    pub person_name: String,
    pub unit_id: Option<Id>,
    pub unit_name: String,
    pub amount_fen: i64,
    pub paid_fen: i64,
    pub quantity: i64,
    pub quantity_done: i64,
    pub quantity_unit: String,
    pub starts_on: Option<String>,
    pub due_on: Option<String>,
    pub state: String,
    pub done_on: Option<String>,
    pub late_days: i64,
    pub result: String,
    pub dropped_reason: String,
    /// Of [`CLARITIES`].
    pub unclear: Vec<&'static str>,
    pub receipt: receipt::RowReceipt,
    pub conflict: bool,
}

/// A page of measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasurePage {
    /// The rows.
    pub rows: Vec<MeasureRow>,
    /// How many fit.
    pub total: u64,
    /// How many are done in the area.
    pub done: u64,
    /// How many there are, without those dropped.
    pub all: u64,
    /// Money paid for them.
    pub paid_fen: i64,
    /// Money planned for them.
    pub amount_fen: i64,
    /// Views with their counts.
    pub views: Vec<Facet>,
    /// Classes.
    pub classes: Vec<Facet>,
    /// Who answers for them.
    pub persons: Vec<Facet>,
    /// How near the due date of what is still open is.
    pub dues: Vec<Facet>,
    /// Older groups that classes fall into.
    pub groups: Vec<Facet>,
    /// What of the three clarities is missing.
    pub unclear: Vec<Facet>,
    /// Villages.
    pub villages: Vec<Facet>,
}

/// How near a due date is, each beyond the one before.
pub const DUES: [&str; 5] = ["late", "due_7", "due_30", "later", "none"];

/// The views of the list.
pub const VIEWS: [&str; 6] = ["open", "late", "due_7", "village", "done", "dropped"];

/// States by their number in the index, and the days that views compare with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Views {
    done: Option<u32>,
    dropped: Option<u32>,
    today: Day,
    soon: Day,
    month: Day,
}

impl Views {
    pub(super) fn of(households: &Households, today: NaiveDate) -> Self {
        let ahead = |days| {
            let on = today.checked_add_days(Days::new(days));
            day_of(on.unwrap_or(today))
        };
        let states = &households.work.states;
        Self {
            done: states.find("done"),
            dropped: states.find("dropped"),
            today: day_of(today),
            soon: ahead(7),
            month: ahead(30),
        }
    }

    /// The views that a measure is in, in the order of [`VIEWS`].
    fn bits(self, measure: &Measure) -> [bool; VIEWS.len()] {
        let (is_done, is_dropped) = (self.is_done(measure), self.is_dropped(measure));
        let is_open = !is_done && !is_dropped;
        let has_due = measure.due > 0;
        [
            is_open,
            is_open && has_due && measure.due < self.today,
            is_open && has_due && measure.due >= self.today && measure.due <= self.soon,
            measure.home == NO_HOME,
            is_done,
            is_dropped,
        ]
    }

    /// Which of [`DUES`]; nothing for what is done or dropped.
    fn due(self, measure: &Measure) -> Option<usize> {
        if self.is_done(measure) || self.is_dropped(measure) {
            return None;
        }
        Some(match measure.due {
            0 => 4,
            due if due < self.today => 0,
            due if due <= self.soon => 1,
            due if due <= self.month => 2,
            _ => 3,
        })
    }

    fn is_done(self, measure: &Measure) -> bool {
        Some(measure.state) == self.done
    }

    fn is_dropped(self, measure: &Measure) -> bool {
        Some(measure.state) == self.dropped
    }

    /// Late, or due within seven days.
    pub(super) fn is_due(self, measure: &Measure) -> bool {
        let [_, is_late, is_soon, ..] = self.bits(measure);
        is_late || is_soon
    }
}

/// Names by their number that `is_wanted` takes.
fn chosen(names: &Names, is_wanted: impl Fn(&str) -> bool) -> Vec<bool> {
    (0..names.len() as u32)
        .map(|number| is_wanted(names.text(number)))
        .collect()
}

impl Store {
    /// Measures as the query wants them.
    pub fn measure_list(
        &self,
        asking: Asking<'_>,
        query: &MeasureQuery,
    ) -> Result<MeasurePage, StoreError> {
        let conn = self.connection();
        let written = written(conn)?;
        let households = self.index.current(conn)?;
        let lists = &self.lists.measures;
        let counted = lists.counted(written, households.making(), asking, query, |query| {
            count(conn, &households, asking, query)
        })?;
        let mut rows = Vec::new();
        for id in counted.keys_of(query) {
            rows.extend(measure_row(conn, &households, asking, *id)?);
        }
        Ok(MeasurePage {
            rows,
            ..counted.page.clone()
        })
    }
}

/// Counts all measures that the query wants.
fn count(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    query: &MeasureQuery,
) -> Result<Counted<Id, MeasurePage>, StoreError> {
    let work = &households.work;
    let fitting = fitting(households, &query.q);
    let words = query.q.trim();
    let with_words = chosen(&work.contents, |content| content.contains(words));
    let view = VIEWS
        .iter()
        .position(|view| *view == query.view)
        .unwrap_or(0);
    let views = Views::of(households, asking.today);
    let mut page = MeasurePage::default();
    let mut counted = [0_u64; VIEWS.len()];
    let mut classes = vec![0; work.classes.len()];
    let mut persons = vec![0; work.people.len()];
    let mut dues = [0_u64; DUES.len()];
    let of_dues = DUES.map(|due| query.dues.iter().any(|wanted| wanted == due));
    let group_codes: Vec<&str> = codes::MEASURE_GROUP
        .entries
        .iter()
        .map(|group| group.code)
        .collect();
    let group_of: Vec<usize> = (0..work.classes.len() as u32)
        .map(|number| {
            let group = codes::measure_group(work.classes.text(number));
            group_codes
                .iter()
                .position(|code| *code == group)
                .unwrap_or(0)
        })
        .collect();
    let mut groups = vec![0_u64; group_codes.len()];
    let mut unclear = [0_u64; CLARITIES.len()];
    let of_groups: Vec<bool> = group_codes
        .iter()
        .map(|code| query.groups.is_empty() || query.groups.iter().any(|wanted| wanted == code))
        .collect();
    let of_unclear = (0..)
        .zip(CLARITIES)
        .filter(|(_, clarity)| query.unclear.iter().any(|wanted| wanted == clarity))
        .fold(0_u8, |bits, (bit, _)| bits | (1 << bit));
    let filter = |names: &Names, wanted: &[String]| {
        (!wanted.is_empty()).then(|| chosen(names, |name| wanted.iter().any(|one| one == name)))
    };
    let of_classes = filter(&work.classes, &query.classes);
    let of_persons = filter(&work.people, &query.persons);
    let of_villages = filter(&households.villages, &query.villages);
    let mut villages = vec![0; households.villages.len()];
    let fits = |wanted: &Option<Vec<bool>>, number: u32| {
        wanted.as_ref().is_none_or(|wanted| wanted[number as usize])
    };
    let home = query.household.map(|id| households.index_of(id));
    let mut keys = Vec::new();
    // They are walked by due date; any other order is put behind it.
    let sorts = query.descending || matches!(query.sort.as_str(), "for" | "quantity" | "money");
    let mut ranked: Vec<(u64, u64, Id)> = Vec::new();
    for measure in work.measures.iter() {
        if !is_shown(asking.scope, measure.place) || home.is_some_and(|home| home != measure.home) {
            continue;
        }
        if !views.is_dropped(measure) {
            page.all += 1;
            page.done += u64::from(views.is_done(measure));
            page.amount_fen += measure.amount_fen;
            page.paid_fen += measure.paid_fen;
        }
        let bits = views.bits(measure);
        for (count, is_in) in counted.iter_mut().zip(bits) {
            *count += u64::from(is_in);
        }
        if home.is_none() && !bits[view] {
            continue;
        }
        if let Some(fitting) = &fitting
            && !with_words[measure.content as usize]
            && !fitting.get(measure.home as usize).is_some_and(|fits| *fits)
        {
            continue;
        }
        let due = views.due(measure);
        let group = group_of[measure.class as usize];
        let village = village_of(households, measure);
        let by = [
            fits(&of_classes, measure.class),
            fits(&of_persons, measure.person),
            query.dues.is_empty() || due.is_some_and(|due| of_dues[due]),
            of_groups[group],
            query.unclear.is_empty() || measure.unclear & of_unclear != 0,
            fits(&of_villages, village),
        ];
        // One bit for each filter that keeps the measure out.
        let against = (0..)
            .zip(by)
            .fold(0_u8, |all, (one, fits)| all | u8::from(!fits) << one);
        // A facet counts what fits all filters but its own.
        let but_for = |own: u8| against & !(1 << own) == 0;
        classes[measure.class as usize] += u64::from(but_for(0));
        persons[measure.person as usize] += u64::from(but_for(1));
        if let Some(due) = due {
            dues[due] += u64::from(but_for(2));
        }
        groups[group] += u64::from(but_for(3));
        if measure.unclear != 0 && but_for(4) {
            for (bit, count) in unclear.iter_mut().enumerate() {
                *count += u64::from(measure.unclear >> bit & 1);
            }
        }
        villages[village as usize] += u64::from(but_for(5));
        if against == 0 {
            if sorts {
                let key = sort_key(households, measure, &query.sort, page.total);
                let last = key == u64::MAX;
                let key = if query.descending && !last { !key } else { key };
                ranked.push((key, page.total, measure.id));
            } else if keys.len() < query.limit {
                keys.push(measure.id);
            }
            page.total += 1;
        }
    }
    ranked.sort_unstable();
    keys.extend(ranked.iter().take(query.limit).map(|(_, _, id)| *id));
    page.views = VIEWS
        .iter()
        .zip(counted)
        .map(|(view, count)| Facet::new(view, "", count))
        .collect();
    page.dues = listed(&DUES, &dues, &query.dues);
    page.groups = listed(&group_codes, &groups, &query.groups);
    page.unclear = listed(&CLARITIES, &unclear, &query.unclear);
    page.classes = named(&work.classes, &classes)
        .map(|(code, count)| Facet::new(code, &codes::MEASURE_CLASS.label_of(code), count))
        .collect();
    keep_chosen(&mut page.classes, &query.classes, |code| {
        Ok(codes::MEASURE_CLASS.label_of(code))
    })?;
    page.classes.sort();
    let village = |code: &str| short_name(households.division_name(code)).to_owned();
    page.villages = named(&households.villages, &villages)
        .map(|(code, count)| Facet::new(code, &village(code), count))
        .collect();
    keep_chosen(&mut page.villages, &query.villages, |code| {
        Ok(village(code))
    })?;
    page.villages.sort();
    for (id, count) in named(&work.people, &persons) {
        let name = person_label(conn, id)?;
        page.persons.push(Facet::new(id, &name, count));
    }
    keep_chosen(&mut page.persons, &query.persons, |id| {
        person_label(conn, id)
    })?;
    page.persons
        .sort_by(|a, b| (&a.label, &a.code).cmp(&(&b.label, &b.code)));
    Ok(Counted { keys, page })
}

/// The number of the village of its household, or of its own.
fn village_of(households: &Households, measure: &Measure) -> u32 {
    match households.village_of(measure.home) {
        0 => {
            let number = households.villages.find(&measure.place.code());
            number.unwrap_or(0)
        }
        number => number,
    }
}

/// What a measure sorts by; one for a whole village comes after those for households.
fn sort_key(households: &Households, measure: &Measure, sort: &str, by_due: u64) -> u64 {
    match sort {
        "for" => households
            .homes
            .get(measure.home as usize)
            .map_or(u64::MAX, |home| home.name_order),
        "quantity" => u64::from(measure.done),
        "money" => measure.amount_fen.max(0) as u64,
        _ => by_due,
    }
}

/// Measures of one household, open ones first, then by due date.
pub fn measures_of(
    store: &Store,
    asking: Asking<'_>,
    household: Id,
) -> Result<Vec<MeasureRow>, StoreError> {
    let households = store.index.current(store.connection())?;
    let conn = store.connection();
    let mut statement = conn.prepare_cached(
        "SELECT id FROM measure WHERE household_id = ?1 AND deleted_at IS NULL
         ORDER BY state IN ('done', 'dropped'), due_on = '', due_on, id",
    )?;
    let mut rows = statement.query([household.0.as_slice()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(measure_row(conn, &households, asking, id_at(row, 0)?)?);
    }
    Ok(found)
}

/// One measure of the caller's area as a row of the list.
pub(super) fn measure_row(
    conn: &Connection,
    households: &Households,
    asking: Asking<'_>,
    id: Id,
) -> Result<Option<MeasureRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT household_id, division_code, class, content, person_id, unit_id, amount_fen, paid_fen, quantity,
                quantity_done, quantity_unit, starts_on, due_on, state, result, _seq, _mine, _place, changed_at, goal,
                dropped_reason, done_on
         FROM measure WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut rows = statement.query([id.0.as_slice()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let come = receipt::Come::at(row, 15)?;
    if !is_shown(asking.scope, come.place) {
        return Ok(None);
    }
    let household_id = maybe_id_at(row, 0)?;
    let division_code: String = row.get(1)?;
    let (state, goal): (String, String) = (row.get(13)?, row.get(19)?);
    let (class, content): (String, String) = (row.get(2)?, row.get(3)?);
    let (person_id, unit_id) = (maybe_id_at(row, 4)?, maybe_id_at(row, 5)?);
    let unclear = records::Measure::unclear(&state, &goal, &class, &content, person_id.is_some());
    let due_on = date_at(row, 12)?;
    let number = |index: usize| -> Result<i64, StoreError> {
        Ok(row.get::<_, Option<i64>>(index)?.unwrap_or(0))
    };
    Ok(Some(MeasureRow {
        id,
        version: come.seq,
        for_name: for_name(households, household_id, &division_code, come.place),
        village_name: short_name(households.division_name(&come.place.code())).to_owned(),
        household_id,
        division_code,
        unclear: clarities(unclear),
        class,
        content,
        goal,
        person_name: person_name(conn, person_id.unwrap_or_default())?,
        person_id,
        unit_name: unit_name(conn, unit_id.unwrap_or_default())?,
        unit_id,
        amount_fen: number(6)?,
        paid_fen: number(7)?,
        quantity: number(8)?,
        quantity_done: number(9)?,
        quantity_unit: row.get(10)?,
        starts_on: date_at(row, 11)?,
        late_days: late_days(&state, due_on.as_deref(), asking.today),
        due_on,
        state,
        done_on: date_at(row, 21)?,
        result: row.get(14)?,
        dropped_reason: row.get(20)?,
        receipt: receipt::receipt(conn, id, come)?,
        conflict: receipt::in_conflict(conn, id)?,
    }))
}

/// The words of what is missing.
fn clarities(unclear: u8) -> Vec<&'static str> {
    (0..)
        .zip(CLARITIES)
        .filter(|(bit, _)| unclear >> bit & 1 == 1)
        .map(|(_, clarity)| clarity)
        .collect()
}

/// Days past the due date of what is still open.
pub(super) fn late_days(state: &str, due_on: Option<&str>, today: NaiveDate) -> i64 {
    match due_on {
        Some(due_on) if !matches!(state, "done" | "dropped" | "verified") => {
            days_between(due_on, today).max(0)
        }
        _ => 0,
    }
}

pub(super) fn date_at(row: &Row<'_>, index: usize) -> Result<Option<String>, StoreError> {
    Ok(Some(row.get::<_, String>(index)?).filter(|text| !text.is_empty()))
}

/// Whom it is for: the head of the household, or the place.
pub(super) fn for_name(
    households: &Households,
    household: Option<Id>,
    division: &str,
    place: Place,
) -> String {
    if let Some(home) = household.and_then(|id| households.home_of(id)) {
        return households.head_name(home);
    }
    let code = if division.is_empty() {
        place.code()
    } else {
        division.to_owned()
    };
    short_name(households.division_name(&code)).to_owned()
}
