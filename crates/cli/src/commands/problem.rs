//! `problem add`, `problem close`.

use clap::{Args, Subcommand};
use serde_json::json;
use terminal::{Failure, Report};

use super::{
    measure::{Close, For, of},
    visit::saved_report,
};
use crate::session::Session;

#[derive(Debug, Subcommand)]
pub(super) enum Problem {
    /// Records something to be put right
    #[command(
        after_help = "zhucun problem add --household 卿德明 --content 屋顶漏水 --due 2018-10-15"
    )]
    Add(Add),
    /// Hands a problem in with what came of it
    #[command(after_help = "zhucun problem close 0192… --result 已修好")]
    Close(Close),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    of: For,
    /// What is wrong
    #[arg(long)]
    content: String,
    /// Until
    #[arg(long, value_name = "D")]
    due: String,
    /// What is to be done
    #[arg(long)]
    remedy: Option<String>,
}

impl Problem {
    pub(super) fn run(&self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Add(it) => {
                let mut fields = of(session, &it.of)?;
                fields.insert("content".to_owned(), it.content.clone().into());
                fields.insert("due_on".to_owned(), it.due.clone().into());
                fields.insert("state".to_owned(), "open".into());
                if let Some(remedy) = &it.remedy {
                    fields.insert("remedy".to_owned(), remedy.clone().into());
                }
                let save = json!({"id": null, "base": 0, "fields": fields, "reason": null});
                Ok(saved_report(&session.call("problem.save", save)?))
            }
            Self::Close(it) => {
                let found = session.call("problem.get", json!({"id": it.id}))?;
                let act = json!({"id": it.id, "base": found["row"]["version"], "kind": "submit", "note": it.result});
                Ok(saved_report(&session.call("problem.step", act)?))
            }
        }
    }
}
