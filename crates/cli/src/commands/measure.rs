//! `measure add`, `measure close`.

use clap::{Args, Subcommand};
use domain::codes;
use serde_json::{Map, Value, json};
use terminal::{Exit, Failure, Report};

use super::visit::saved_report;
use crate::{lookup, session::Session};

#[derive(Debug, Subcommand)]
pub(super) enum Measure {
    /// Records a measure for a household or a village
    #[command(
        after_help = "zhucun measure add --household 卿德明 --class industry --content 黄桃 --amount 3000 --due 2018-12-31"
    )]
    Add(Add),
    /// Closes a measure with what came of it
    #[command(after_help = "zhucun measure close 0192… --result 已挂果")]
    Close(Close),
}

/// What a measure or a problem is about.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct For {
    /// The household: id, number or name of its head
    #[arg(long)]
    household: Option<String>,
    /// Division code of the village
    #[arg(long, value_name = "CODE")]
    village: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    of: For,
    /// Code or name of its class
    #[arg(long, value_name = "CODE")]
    class: String,
    /// What is done
    #[arg(long)]
    content: String,
    /// What is to be reached by it
    #[arg(long, value_name = "TEXT")]
    goal: Option<String>,
    /// Money planned
    #[arg(long, value_name = "YUAN")]
    amount: Option<String>,
    /// How much
    #[arg(long, value_name = "N", requires = "unit")]
    quantity: Option<i64>,
    /// Of what
    #[arg(long, value_name = "U", requires = "quantity")]
    unit: Option<String>,
    /// From
    #[arg(long, value_name = "D")]
    start: Option<String>,
    /// Until
    #[arg(long, value_name = "D")]
    due: String,
}

#[derive(Debug, Args)]
pub(super) struct Close {
    /// The record
    pub(super) id: String,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    pub(super) result: String,
}

impl Measure {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Add(it) => add(session, it),
            Self::Close(it) => close(session, it),
        }
    }
}

fn add(session: &Session, it: &Add) -> Result<Report, Failure> {
    let mut fields = of(session, &it.of)?;
    fields.insert("class".to_owned(), class(&it.class).into());
    fields.insert("content".to_owned(), it.content.clone().into());
    fields.insert("due_on".to_owned(), it.due.clone().into());
    fields.insert("state".to_owned(), "running".into());
    if let Some(goal) = &it.goal {
        fields.insert("goal".to_owned(), goal.clone().into());
    }
    if let Some(amount) = &it.amount {
        fields.insert("amount_fen".to_owned(), lookup::fen(amount)?.into());
    }
    if let (Some(quantity), Some(unit)) = (it.quantity, &it.unit) {
        fields.insert("quantity".to_owned(), quantity.into());
        fields.insert("quantity_unit".to_owned(), unit.clone().into());
    }
    if let Some(start) = &it.start {
        fields.insert("starts_on".to_owned(), start.clone().into());
    }
    let save = json!({"id": null, "base": 0, "fields": fields, "reason": null});
    Ok(saved_report(&session.call("measure.save", save)?))
}

/// A class by its code, its name, or the name that an older list gives it; the rules answer to anything else.
fn class(text: &str) -> String {
    codes::MEASURE_CLASS
        .by_label(text)
        .map_or_else(|| text.to_owned(), |entry| entry.code.to_owned())
}

/// The anchor, and oneself as who answers for it.
pub(super) fn of(session: &Session, of: &For) -> Result<Map<String, Value>, Failure> {
    let own = session.call("session.get", json!({}))?;
    let mut fields = Map::new();
    fields.insert("person_id".to_owned(), own["person_id"].clone());
    match (&of.household, &of.village) {
        (Some(household), _) => {
            fields.insert(
                "household_id".to_owned(),
                json!(lookup::household(session, household)?),
            );
        }
        (None, Some(village)) => {
            fields.insert("division_code".to_owned(), village.clone().into());
        }
        (None, None) => {
            return Err(Failure::new(
                Exit::Usage,
                "usage",
                "give --household or --village",
            ));
        }
    }
    Ok(fields)
}

/// Sets state, day and result as one group.
fn close(session: &Session, it: &Close) -> Result<Report, Failure> {
    let found = session.call("record.get", json!({"record": "measure", "id": it.id}))?;
    let fields = json!({"state": "done", "done_on": session.today(), "result": it.result});
    let save = json!({"id": it.id, "base": found["version"], "fields": fields, "reason": null});
    Ok(saved_report(&session.call("measure.save", save)?))
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn a_class_goes_by_its_code_its_name_and_the_name_of_an_older_list() {
        let codes = ["industry", "产业", "发展生产", "社会保障兜底", "没有这一类"].map(class);
        assert_eq!(
            codes,
            [
                "industry",
                "industry",
                "industry",
                "social_security",
                "没有这一类"
            ]
        );
    }
}
