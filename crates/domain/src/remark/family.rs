//! What strikes one about a family as a whole.

use chrono::{Datelike, Months, NaiveDate};

use super::{Found, Rule, Rules, person};
use crate::{
    Cells, Value,
    cell::cell,
    change::DELETED_AT,
    identity,
    records::{Household, date, list},
};

/// 因病 among the risks.
pub(super) const ILLNESS: &str = "01";
const DISASTER: &str = "02";
const LABOUR: &str = "04";
const UNSTEADY_WORK: &str = "07";
const SCHOOLING: &str = "09";
const BY_HELP: &str = "帮扶消除";

/// What the rules look at; lists as they lie in their cells.
#[derive(Debug, Clone, Default)]
#[expect(
    missing_docs,
    clippy::struct_excessive_bools,
    reason = "the fields of the record, each apart"
)]
pub struct Family<'a> {
    pub phone: &'a str,
    pub state: &'a str,
    pub kind: &'a str,
    pub causes: &'a str,
    pub risks: &'a str,
    pub cadre_level: &'a str,
    pub cadre_name: &'a str,
    pub is_split: bool,
    /// Somebody has deleted it.
    pub is_removed: bool,
    /// Somebody has joined it to another.
    pub is_joined: bool,
    pub watched_on: &'a str,
    pub risk_gone: Option<i64>,
    pub risk_gone_on: &'a str,
    pub risk_gone_by: &'a str,
    /// Classes of the measures that were not dropped; who asks only for households with a risk finds all that counts.
    pub measures: &'a [String],
    /// One of them is under way or done.
    pub is_helped: bool,
}

impl<'a> Family<'a> {
    /// From a row, the classes of its measures, and whether one of them is under way or done.
    pub fn of(cells: &'a Cells, measures: &'a [String], is_helped: bool) -> Self {
        let text = |field: u16| cell(cells, field).as_text();
        Self {
            phone: text(Household::phone),
            state: text(Household::state),
            kind: text(Household::kind),
            causes: text(Household::causes),
            risks: text(Household::risks),
            cadre_level: text(Household::cadre_level),
            cadre_name: text(Household::cadre_name),
            is_split: cell(cells, Household::split_from).as_id().is_some(),
            is_joined: cell(cells, Household::merged_into).as_id().is_some(),
            is_removed: cell(cells, DELETED_AT).as_integer().is_some(),
            watched_on: text(Household::watched_on),
            risk_gone: cell(cells, Household::risk_gone).as_integer(),
            risk_gone_on: text(Household::risk_gone_on),
            risk_gone_by: text(Household::risk_gone_by),
            measures,
            is_helped,
        }
    }

    /// 脱贫户: by 脱贫状态 where it is filled, for 户类型 calls one so that was on file before it was lifted out.
    fn is_out_of_poverty(&self) -> bool {
        match self.state {
            "" => matches!(self.kind, "脱贫户" | "其他脱贫户"),
            state => matches!(state, "1" | "4" | "已脱贫"),
        }
    }

    fn has_help(&self, classes: &[&str]) -> bool {
        self.measures
            .iter()
            .any(|class| classes.contains(&class.as_str()))
    }

    /// From this day on it is late that a watched household has no measure; nothing where that cannot be.
    pub fn help_due_on(&self) -> Option<NaiveDate> {
        if !self.measures.is_empty() {
            return None;
        }
        date(&Value::from(self.watched_on))?.checked_add_months(Months::new(1))
    }
}

/// The remarks on the household, then those on each person, in their order. `help_late` is not among them: it comes with
/// the day ([`Family::help_due_on`]).
pub fn of_family(family: &Family<'_>, people: &[Found]) -> (Rules, Vec<Rules>) {
    let mut rules = Rules::NONE;
    of_heads(people, &mut rules);
    rules.note(
        Rule::PhoneDigits,
        !family.phone.is_empty() && !identity::is_phone(family.phone),
    );
    rules.note(
        Rule::CauseMissing,
        !family.state.is_empty() && family.causes.is_empty(),
    );
    rules.note(
        Rule::CadreRelative,
        !family.cadre_level.is_empty() || !family.cadre_name.is_empty(),
    );
    rules.note(Rule::SplitHousehold, family.is_split);
    rules.note(
        Rule::RemovedHousehold,
        family.is_removed && !people.is_empty(),
    );
    rules.note(
        Rule::JoinedHousehold,
        family.is_joined && !people.is_empty(),
    );
    if !family.risks.is_empty() {
        of_risks(family, people, &mut rules);
    }
    of_end(family, &mut rules);
    let used = person::used_in(people);
    let own = people
        .iter()
        .map(|person| {
            let mut own = person.rules;
            let missing = person.missing & used;
            own.note(Rule::PensionMissing, missing & person::PENSION != 0);
            own.note(Rule::MedicalNone, missing & person::MEDICAL != 0);
            own.note(Rule::FlagMissing, missing & person::OTHERS != 0);
            own.note(
                Rule::SeriousIllness,
                family.is_out_of_poverty()
                    && (person.has_no_serious_illness_insurance
                        || missing & person::SERIOUS_ILLNESS != 0),
            );
            own
        })
        .collect();
    (rules, own)
}

fn of_heads(people: &[Found], rules: &mut Rules) {
    let heads: Vec<&Found> = people.iter().filter(|person| person.is_head).collect();
    let spouses: Vec<&Found> = people.iter().filter(|person| person.is_spouse).collect();
    rules.note(Rule::NoHead, heads.is_empty() && !people.is_empty());
    rules.note(Rule::SeveralHeads, heads.len() > 1);
    rules.note(Rule::SeveralSpouses, spouses.len() > 1);
    if let ([head], [spouse]) = (heads.as_slice(), spouses.as_slice()) {
        rules.note(Rule::HeadSpouseSex, head.sex != 0 && head.sex == spouse.sex);
    }
}

fn of_risks(family: &Family<'_>, people: &[Found], rules: &mut Rules) {
    let risks = list(&Value::from(family.risks));
    let has = |code: &str| risks.iter().any(|risk| risk == code);
    rules.note(
        Rule::DisasterItem,
        has(DISASTER)
            && !risks
                .iter()
                .any(|risk| risk.len() > 2 && risk.starts_with(DISASTER)),
    );
    rules.note(
        Rule::IllnessNobody,
        has(ILLNESS) && !people.iter().any(|person| person.is_ill),
    );
    let able = people.iter().filter(|person| person.can_work).count();
    rules.note(
        Rule::LabourNotLacking,
        has(LABOUR)
            // More than a quarter; everybody, and half of four, are more than that.
            && able * 4 > people.len(),
    );
    rules.note(
        Rule::WorkMissing,
        has(UNSTEADY_WORK) && (able == 0 || !people.iter().any(|person| person.works)),
    );
    rules.note(
        Rule::HousingHelp,
        has("因安全住房") && !family.has_help(&["housing", "relocation"]),
    );
    rules.note(
        Rule::WaterHelp,
        has("因安全饮水") && !family.has_help(&["water"]),
    );
    if family.risk_gone == Some(1) {
        rules.note(
            Rule::GoneSchooling,
            has(SCHOOLING) && !family.has_help(&["education", "schooling", "social_help"]),
        );
        rules.note(
            Rule::GoneIllness,
            has(ILLNESS) && !family.has_help(&["health", "social_help", "social_security"]),
        );
    }
}

fn of_end(family: &Family<'_>, rules: &mut Rules) {
    let is_by_help = family.risk_gone == Some(1) && family.risk_gone_by == BY_HELP;
    rules.note(Rule::HelpMissing, is_by_help && !family.is_helped);
    let month =
        |text: &str| date(&Value::from(text)).map(|day| day.year() * 12 + day.month0() as i32);
    let at_once = month(family.watched_on)
        .zip(month(family.risk_gone_on))
        .is_some_and(|(from, to)| to - from <= 1);
    rules.note(Rule::GoneAtOnce, is_by_help && at_once);
}
