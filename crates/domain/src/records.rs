//! Every record, declared once: one file here, one migration, one line in [`REGISTRY`].
//!
//! From the declaration come the columns, field-by-field change capture, apply, what the operations `record.*` read
//! and write, and the history view. A store test compares each record with its table.

mod assignment;
mod conflict;
mod distribution;
mod division;
mod feedback;
mod grant;
mod household;
mod household_plan;
mod household_plan_line;
mod housing_solution;
mod inbox;
mod income;
mod inquiry;
mod measure;
mod member;
mod person;
mod photo;
mod posting;
mod problem;
mod problem_step;
mod remark_off;
mod request;
mod reveal;
mod status_event;
mod stay;
mod team;
mod tour;
mod unit;
mod village_plan;
mod village_plan_line;
mod visit;
mod wish;

#[cfg(test)]
mod tests;

pub use assignment::Assignment;
pub use conflict::Conflict;
pub use distribution::{Distribution, Portion};
pub use division::Division;
pub use feedback::Feedback;
pub use grant::Grant;
pub use household::Household;
pub use household_plan::HouseholdPlan;
pub use household_plan_line::{COST, Expected, HouseholdPlanLine, expected};
pub use housing_solution::{HousingSolution, needs_housing};
pub use inbox::Inbox;
pub use income::Income;
pub use inquiry::{Inquiry, QUESTIONS};
pub use measure::{CLARITIES, Measure};
pub use member::Member;
pub use person::Person;
pub use photo::Photo;
pub use posting::Posting;
pub use problem::Problem;
pub use problem_step::{Part, ProblemStep, acts};
pub use remark_off::RemarkOff;
pub use request::Request;
pub use reveal::Reveal;
pub use status_event::StatusEvent;
pub use stay::Stay;
pub use team::Team;
pub use tour::Tour;
pub use unit::Unit;
pub use village_plan::VillagePlan;
pub use village_plan_line::VillagePlanLine;
pub use visit::{LATE_AFTER_DAYS, Visit};
pub use wish::Wish;

use chrono::NaiveDate;

use crate::{Cells, Id, Value, Violation, cell::cell, codes::CodeList};

/// All records, parents first. The order is that of the tables' numbers.
pub static REGISTRY: &[&RecordInfo] = &[
    &Division::INFO,
    &Unit::INFO,
    &Person::INFO,
    &Grant::INFO,
    &Team::INFO,
    &Posting::INFO,
    &Household::INFO,
    &Member::INFO,
    &Income::INFO,
    &Assignment::INFO,
    &Visit::INFO,
    &Stay::INFO,
    &Measure::INFO,
    &Problem::INFO,
    &Photo::INFO,
    &Reveal::INFO,
    &Feedback::INFO,
    &ProblemStep::INFO,
    &Request::INFO,
    &Wish::INFO,
    &Distribution::INFO,
    &Portion::INFO,
    &Tour::INFO,
    &Inquiry::INFO,
    &Conflict::INFO,
    &Inbox::INFO,
    &HouseholdPlan::INFO,
    &HouseholdPlanLine::INFO,
    &VillagePlan::INFO,
    &VillagePlanLine::INFO,
    &HousingSolution::INFO,
    &StatusEvent::INFO,
    &RemarkOff::INFO,
];

/// Number of the schema. It rises by one in each release, from the second on, that has a record or field more: a county
/// lets what a newer laptop writes into them wait until it knows them itself.
pub const SCHEMA: u64 = 1;

/// The record with this number.
pub fn by_table(table: u16) -> Option<&'static RecordInfo> {
    REGISTRY
        .iter()
        .copied()
        .find(|record| record.table == table)
}

/// The record with this name.
pub fn by_name(name: &str) -> Option<&'static RecordInfo> {
    REGISTRY.iter().copied().find(|record| record.name == name)
}

/// How a field is stored and typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Another row.
    Id,
    /// Free text.
    Text,
    /// A code of the field's list; unknown codes survive.
    Code,
    /// Several texts or codes, as JSON text.
    List,
    /// A business date, `2018-09-30`.
    Date,
    /// A whole number, or nothing recorded.
    Integer,
    /// 1 yes, 0 no, nothing recorded.
    Flag,
    /// Money in fen.
    Fen,
    /// A moment in UTC milliseconds.
    Moment,
    /// A division code, which is also an id of `division`.
    Division,
}

impl Kind {
    /// What SQLite stores: `TEXT`, `INTEGER` or `BLOB`.
    pub fn column(self) -> &'static str {
        match self {
            Self::Id => "BLOB",
            Self::Text | Self::Code | Self::List | Self::Date | Self::Division => "TEXT",
            Self::Integer | Self::Flag | Self::Fen | Self::Moment => "INTEGER",
        }
    }

    /// What the column holds before anyone writes.
    pub fn default_value(self) -> Value {
        match self.column() {
            "TEXT" => Value::Text(String::new()),
            _ => Value::Null,
        }
    }

    /// Can a column of this kind hold `value`?
    pub fn takes(self, value: &Value) -> bool {
        matches!(
            (self.column(), value),
            ("BLOB", Value::Null | Value::Bytes(_))
                | ("TEXT", Value::Text(_))
                | ("INTEGER", Value::Null | Value::Integer(_))
        )
    }
}

/// How a sensitive field is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitive {
    /// First six and last four.
    Identity,
    /// First three and last four.
    Phone,
    /// Last four.
    Account,
    /// Nothing but that something is there.
    Health,
}

/// What happens when two people write one cell group unseen by each other (`sync.md` §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// The newer one by corrected time stands.
    Newest,
    /// The county's value stands until a person decides.
    Keep,
}

/// One field of a record.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    /// Its name in every layer.
    pub name: &'static str,
    /// Its number, never reused.
    pub number: u16,
    /// How it is stored.
    pub kind: Kind,
    /// Its cell group: fields that only make sense together share one.
    pub group: u16,
    /// Who wins.
    pub policy: Policy,
    /// How it is masked, if it is.
    pub sensitive: Option<Sensitive>,
    /// Its codes, if it has any.
    pub codes: Option<&'static CodeList>,
    /// Must it hold something?
    pub required: bool,
}

impl FieldInfo {
    /// A field that stands alone, newest wins, open to see.
    pub const fn new(name: &'static str, number: u16, kind: Kind) -> Self {
        let policy = match kind {
            Kind::Fen => Policy::Keep,
            _ => Policy::Newest,
        };
        Self {
            name,
            number,
            kind,
            group: number,
            policy,
            sensitive: None,
            codes: None,
            required: false,
        }
    }
    /// In the cell group of `group`.
    pub const fn group(mut self, group: u16) -> Self {
        self.group = group;
        self
    }
    /// The county's value stands until a person decides.
    pub const fn keep(mut self) -> Self {
        self.policy = Policy::Keep;
        self
    }
    /// Masked by default.
    pub const fn sensitive(mut self, how: Sensitive) -> Self {
        self.sensitive = Some(how);
        self
    }
    /// With codes of `list`.
    pub const fn codes(mut self, list: &'static CodeList) -> Self {
        self.codes = Some(list);
        self
    }
    /// Must hold something.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Is what a coded field or a flag holds known to this program?
    fn knows(&self, value: &Value) -> bool {
        match (self.kind, self.codes) {
            (Kind::Flag, _) => matches!(value.as_integer(), Some(0 | 1)),
            (Kind::List, Some(codes)) => {
                list(value).iter().all(|code| codes.by_code(code).is_some())
            }
            (_, Some(codes)) => codes.by_code(value.as_text()).is_some(),
            _ => true,
        }
    }
}

/// What a row's place is derived from (`sync.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Everyone in the county may know it.
    Public,
    /// The row is an anchor itself: the field with its division code.
    Own(u16),
    /// The row that this field names, of that record.
    Row(u16, &'static str),
    /// The household that the first field names, else the division of the second.
    HouseholdOr(u16, u16),
    /// The row named by the second field, of the record named by the first.
    Named(u16, u16),
    /// The place is written into the field by apply: `conflict` and `inbox`.
    Written(u16),
}

/// A record as declared.
#[derive(Debug)]
pub struct RecordInfo {
    /// Its number, never reused.
    pub table: u16,
    /// Its name in every layer.
    pub name: &'static str,
    /// What its place is derived from.
    pub anchor: Anchor,
    /// Its fields by number.
    pub fields: &'static [FieldInfo],
    /// Its rules beyond `required`.
    pub rules: fn(&Cells, NaiveDate) -> Vec<Violation>,
}

impl RecordInfo {
    /// The field with this number.
    pub fn field(&self, number: u16) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.number == number)
    }

    /// The field with this name.
    pub fn field_named(&self, name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The cell group of a field; system fields and unknown ones stand for themselves, but 2 goes with 1.
    pub fn group_of(&self, number: u16) -> u16 {
        match number {
            crate::change::DELETED_REASON => crate::change::DELETED_AT,
            _ => self.field(number).map_or(number, |field| field.group),
        }
    }

    /// All fields of a cell group.
    pub fn group_members(&self, group: u16) -> Vec<u16> {
        if group == crate::change::DELETED_AT {
            return vec![crate::change::DELETED_AT, crate::change::DELETED_REASON];
        }
        let members: Vec<u16> = self
            .fields
            .iter()
            .filter(|field| field.group == group)
            .map(|field| field.number)
            .collect();
        if members.is_empty() {
            vec![group]
        } else {
            members
        }
    }

    /// Who wins in a cell group: `keep` if any of its fields says so.
    pub fn policy_of(&self, group: u16) -> Policy {
        if self
            .fields
            .iter()
            .any(|field| field.group == group && field.policy == Policy::Keep)
        {
            Policy::Keep
        } else {
            Policy::Newest
        }
    }

    /// What the rules say of a whole row on the day `today`. A code that no list here knows is refused where it
    /// is typed; one that stood there `before`, recorded by a newer program, is let be.
    pub fn check(&self, before: &Cells, cells: &Cells, today: NaiveDate) -> Vec<Violation> {
        let mut found: Vec<Violation> = self
            .fields
            .iter()
            .filter(|field| field.required && cell(cells, field.number).is_default())
            .map(|field| Violation::new(field.name, "required"))
            .collect();
        for field in self.fields {
            let value = cell(cells, field.number);
            if value.is_default() {
                continue;
            }
            if !field.kind.takes(value) {
                found.push(Violation::new(field.name, "wrong_kind"));
            } else if field.kind == Kind::Date && date(value).is_none() {
                found.push(Violation::new(field.name, "impossible_date"));
            } else if value != cell(before, field.number) && !field.knows(value) {
                found.push(Violation::new(field.name, "unknown_code"));
            } else if !value.is_within_bounds() {
                found.push(Violation::new(field.name, "too_long"));
            }
        }
        found.extend((self.rules)(cells, today));
        found
    }
}

/// The date in a cell, if it is one.
pub fn date(value: &Value) -> Option<NaiveDate> {
    let text = value.as_text();
    // `%Y` alone would take a sign.
    let is_plain = text.len() == 10 && text.starts_with(|first: char| first.is_ascii_digit());
    is_plain
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

/// The list in a cell; what is no list is one item, so that nothing vanishes.
pub fn list(value: &Value) -> Vec<String> {
    let text = value.as_text();
    if text.is_empty() {
        return Vec::new();
    }
    serde_json::from_str(text).unwrap_or_else(|_| vec![text.to_owned()])
}

/// A list as a cell.
pub fn list_value<T: AsRef<str>>(items: &[T]) -> Value {
    if items.is_empty() {
        return Value::Text(String::new());
    }
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    Value::Text(serde_json::Value::from(items).to_string())
}

/// A field must not lie after `today`.
pub fn not_in_future(cells: &Cells, field: u16, name: &str, today: NaiveDate) -> Option<Violation> {
    date(cell(cells, field))
        .filter(|on| *on > today)
        .map(|_| Violation::new(name, "in_the_future"))
}

/// A year must be one that a person can have meant.
pub fn not_a_year(cells: &Cells, field: u16, name: &str) -> Option<Violation> {
    cell(cells, field)
        .as_integer()
        .filter(|year| !(1990..=2100).contains(year))
        .map(|_| Violation::new(name, "impossible_date"))
}

/// None of these fields may hold a number below zero.
pub fn not_negative(cells: &Cells, fields: &[(u16, &str)]) -> Vec<Violation> {
    fields
        .iter()
        .filter(|(field, _)| {
            cell(cells, *field)
                .as_integer()
                .is_some_and(|number| number < 0)
        })
        .map(|(_, name)| Violation::new(name, "negative"))
        .collect()
}

/// A row of one record as a Rust value.
pub trait Record: Sized {
    /// The declaration.
    const INFO: RecordInfo;
    /// From cells; a missing cell is its default.
    fn from_cells(cells: &Cells) -> Self;
    /// All fields as cells.
    fn to_cells(&self) -> Cells;
}

/// How a Rust value lies in a cell.
pub trait Field {
    /// From a cell; another kind gives the default.
    fn from_value(value: &Value) -> Self;
    /// As a cell.
    fn to_value(&self) -> Value;
}

impl Field for String {
    fn from_value(value: &Value) -> Self {
        value.as_text().to_owned()
    }
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Field for Option<i64> {
    fn from_value(value: &Value) -> Self {
        value.as_integer()
    }
    fn to_value(&self) -> Value {
        (*self).into()
    }
}

impl Field for Option<Id> {
    fn from_value(value: &Value) -> Self {
        value.as_id()
    }
    fn to_value(&self) -> Value {
        (*self).into()
    }
}

impl Field for Vec<String> {
    fn from_value(value: &Value) -> Self {
        list(value)
    }
    fn to_value(&self) -> Value {
        list_value(self)
    }
}

/// Declares a record: its struct, its [`RecordInfo`], and the way between struct and cells.
///
/// ```
/// use domain::{record, records::{Anchor, Kind, Record}, Cells};
/// record! {
///     /// A meeting of the village.
///     Meeting = 900 in "meeting", Anchor::Own(10) => {
///         /// Where.
///         division_code: Division = 10 [required],
///         /// What was said.
///         note: Text = 11,
///     }
/// }
/// let meeting = Meeting { division_code: "431128103201".into(), note: "通电".into() };
/// assert_eq!(Meeting::from_cells(&meeting.to_cells()), meeting);
/// assert_eq!(Meeting::INFO.check(&Cells::new(), &Cells::new(), chrono::NaiveDate::MIN)[0].field, "division_code");
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[$doc:meta])* $name:ident = $table:literal in $text:literal, $anchor:expr
        $(, rules $rules:path)? => {
            $($(#[$field_doc:meta])* $field:ident: $kind:ident = $number:literal $([$($attr:ident $(($($arg:expr),*))?),*])?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $crate::field_type!($kind),)*
        }

        impl $name {
            $(#[allow(missing_docs, non_upper_case_globals, dead_code, reason = "the number of the field of the same name")]
            pub const $field: u16 = $number;)*
        }

        impl $crate::records::Record for $name {
            const INFO: $crate::RecordInfo = $crate::RecordInfo {
                table: $table,
                name: $text,
                anchor: $anchor,
                fields: &[$(
                    $crate::FieldInfo::new(stringify!($field), $number, $crate::Kind::$kind)$($(.$attr($($($arg),*)?))*)?,
                )*],
                rules: $crate::first!($($rules,)? $crate::records::no_rules),
            };

            fn from_cells(cells: &$crate::Cells) -> Self {
                Self {
                    $($field: $crate::records::Field::from_value($crate::cell::cell(cells, $number)),)*
                }
            }

            fn to_cells(&self) -> $crate::Cells {
                $crate::Cells::from([$(($number, $crate::records::Field::to_value(&self.$field)),)*])
            }
        }
    };
}

/// The first of its arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}

/// The Rust type of a kind.
#[doc(hidden)]
#[macro_export]
macro_rules! field_type {
    (Id) => { Option<$crate::Id> };
    (List) => { Vec<String> };
    (Integer) => { Option<i64> };
    (Flag) => { Option<i64> };
    (Fen) => { Option<i64> };
    (Moment) => { Option<i64> };
    ($text:ident) => { String };
}

/// A record without rules of its own.
pub fn no_rules(_: &Cells, _: NaiveDate) -> Vec<Violation> {
    Vec::new()
}
