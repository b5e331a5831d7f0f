//! The forms. Every value is in the words that stand on the paper: whoever fills one in has looked up codes, masked
//! what is masked, and asked who may see it. A form is Chinese, whatever language the screens have: it is handed to
//! people and offices.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
#[cfg(feature = "schema")]
use ts_rs::TS;

/// Lines of one form. A roster of so many takes about 90 pages and 380 MB while it is set, and both grow with the lines.
pub const ROWS_MAX: usize = 2_000;
/// Bytes of one form as the print program gets it: JSON, names of the fields and all.
pub const TEXT_MAX: usize = 2 * 1024 * 1024;

/// One print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// What stands on every page.
    pub foot: Foot,
    /// What is printed.
    pub form: Form,
}

/// What stands on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Foot {
    /// Print number: form, date, short id.
    pub number: String,
    /// `2018-09-30 21:30`.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: String,
    /// How much of this is not at the county yet, in words.
    pub unsynced: String,
}

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Form {
    /// 户档.
    Household(HouseholdSheet),
    /// 明白卡, for the wall of the family.
    Notice(Notice),
    /// 走访记录, H11.
    Visits(Log),
    /// 帮扶措施, after H12.
    Measures(Measures),
    /// 问题整改台账, H17.
    Problems(Problems),
    /// 农户名册, after H1.
    Roster(Roster),
    /// 诉求台账.
    Requests(Requests),
    /// 微心愿认领表.
    Wishes(Wishes),
    /// 物资发放 as a list.
    Distributions(Distributions),
    /// 物资发放花名册 of one distribution, to be signed.
    Roll(Roll),
}

impl Form {
    /// How often its longest table has a line.
    pub fn rows(&self) -> usize {
        match self {
            Self::Household(sheet) => sheet.members.len() + sheet.measures.len(),
            Self::Notice(notice) => notice.measures.len(),
            Self::Visits(log) => log.rows.len(),
            Self::Measures(list) => list.rows.len(),
            Self::Problems(ledger) => ledger.rows.len(),
            Self::Roster(roster) => roster.rows.len(),
            Self::Requests(list) => list.rows.len(),
            Self::Wishes(list) => list.rows.len(),
            Self::Distributions(list) => list.rows.len(),
            Self::Roll(roll) => roll.rows.len(),
        }
    }
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub label: String,
    pub value: String,
}

/// 户档 on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HouseholdSheet {
    /// 户主.
    pub head: String,
    /// Township, village, group.
    pub place: String,
    /// 户编号.
    pub number: String,
    /// What is known of the household itself.
    pub basics: Vec<Field>,
    pub members: Vec<MemberLine>,
    /// Years of the incomes, newest first.
    pub income_years: Vec<String>,
    pub incomes: Vec<IncomeLine>,
    pub measures: Vec<MeasureLine>,
    pub problems: Vec<ProblemLine>,
    /// The newest ones.
    pub visits: Vec<LogLine>,
    /// How many there are.
    pub visits_total: u64,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberLine {
    pub name: String,
    pub relation: String,
    pub gender: String,
    pub born_on: String,
    /// 证件号码, masked or in full.
    pub id_number: String,
    pub ethnicity: String,
    /// 文化程度 or 在校生状况.
    pub education: String,
    /// 健康状况, masked or in full.
    pub health: String,
    pub labour: String,
    /// 务工: where, months.
    pub work: String,
    /// 参保 and 低保.
    pub insured: String,
}

/// One item of income, an amount a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IncomeLine {
    pub item: String,
    pub amounts: Vec<String>,
    /// A sum of the lines above.
    pub is_sum: bool,
}

/// 明白卡: what the family itself is to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub head: String,
    pub place: String,
    pub basics: Vec<Field>,
    /// Whom to turn to.
    pub contacts: Vec<Contact>,
    pub measures: Vec<NoticeMeasure>,
    /// What the household was told of on visits.
    pub policies: Vec<String>,
}

/// Whom the family may turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub duty: String,
    pub name: String,
    pub unit: String,
    pub phone: String,
}

/// A measure as the family reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticeMeasure {
    pub class: String,
    pub content: String,
    pub amount: String,
    pub due_on: String,
    pub state: String,
}

/// 走访记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub place: String,
    /// The filter, in words.
    pub filter: String,
    pub rows: Vec<LogLine>,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogLine {
    /// 走访时间, a date.
    pub visited_on: String,
    pub household: String,
    pub group: String,
    /// 帮扶干部.
    pub people: String,
    /// 走访情况记录.
    pub record: String,
    /// 补录, 电话, 发现问题.
    pub marks: String,
}

/// 帮扶措施.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measures {
    pub place: String,
    pub filter: String,
    /// How many are done and what was paid, in words.
    pub sums: String,
    pub rows: Vec<MeasureLine>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureLine {
    pub for_whom: String,
    /// 项目类别.
    pub class: String,
    /// 帮扶内容.
    pub content: String,
    /// Done of planned.
    pub quantity: String,
    /// Paid of planned, in yuan.
    pub money: String,
    /// 帮扶单位.
    pub unit: String,
    pub person: String,
    /// 帮扶时间.
    pub span: String,
    pub state: String,
}

/// 问题整改台账.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Problems {
    pub place: String,
    pub filter: String,
    pub rows: Vec<ProblemLine>,
}

/// One problem, with the columns of H17.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemLine {
    pub source: String,
    pub kind: String,
    pub township: String,
    pub village: String,
    pub household_number: String,
    pub content: String,
    pub remedy: String,
    pub lead_unit: String,
    pub unit: String,
    pub person: String,
    pub due_on: String,
    pub result: String,
    pub closed: String,
    pub verifier: String,
    pub note: String,
}

/// 农户名册.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Roster {
    pub place: String,
    pub filter: String,
    /// How many households and people.
    pub sums: String,
    pub rows: Vec<RosterLine>,
}

/// One person; what is the household's stands on its first line only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RosterLine {
    /// Number of the household on this paper; empty on its further lines.
    pub index: String,
    pub household_number: String,
    pub group: String,
    pub name: String,
    pub id_number: String,
    pub persons: String,
    pub relation: String,
    pub ethnicity: String,
    pub education: String,
    pub health: String,
    pub labour: String,
    pub work: String,
    pub state: String,
    pub cause: String,
    pub house: String,
    pub water: String,
    pub income: String,
    pub phone: String,
}

/// 诉求台账.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requests {
    pub place: String,
    pub filter: String,
    pub rows: Vec<RequestLine>,
}

/// One request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestLine {
    pub household: String,
    pub group: String,
    pub raised_on: String,
    pub content: String,
    /// 办理人.
    pub person: String,
    pub due_on: String,
    pub state: String,
    /// What came of it, or what the household was told.
    pub result: String,
    pub solved_on: String,
    /// When the household confirmed it, and who of it.
    pub confirmed: String,
}

/// 微心愿认领表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wishes {
    pub place: String,
    pub filter: String,
    pub rows: Vec<WishLine>,
}

/// One wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WishLine {
    pub household: String,
    pub group: String,
    pub raised_on: String,
    pub content: String,
    /// Whose it is.
    pub wished_by: String,
    /// Who took it on.
    pub donor: String,
    pub fulfilled_on: String,
    pub note: String,
}

/// 物资发放.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Distributions {
    pub place: String,
    pub filter: String,
    pub rows: Vec<DistributionLine>,
}

/// What was given out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DistributionLine {
    pub given_on: String,
    pub village: String,
    pub item: String,
    /// What a household gets.
    pub each: String,
    pub source: String,
    /// Households that received it, of those that get it.
    pub received: String,
    pub note: String,
}

/// 物资发放花名册: what was given out, and who signs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Roll {
    pub place: String,
    pub given_on: String,
    pub item: String,
    /// What a household gets.
    pub each: String,
    pub source: String,
    pub note: String,
    /// Households that received it, of those that get it.
    pub received: String,
    pub rows: Vec<RollLine>,
}

/// One household that gets it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(TS, JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RollLine {
    pub household: String,
    pub group: String,
    /// 户编号.
    pub household_number: String,
    /// Empty for the pen, as who received it.
    pub received_on: String,
    pub received_by: String,
}
