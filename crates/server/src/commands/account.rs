//! `account add|list|password|disable`.

use std::{path::PathBuf, sync::Arc};

use clap::{Args, Subcommand};
use domain::Id;
use serde_json::{Value, json};
use terminal::{Failure, Report};

use super::{Run, secrets};
use crate::{
    accounts::{self, NewAccount},
    data::DataFolder,
    db::ServerDb,
    divisions, wire,
};

#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// Adds an account
    #[command(
        after_help = "zhucun-server --data /srv/zhucun account add --name zhang --person 张三 --role first_secretary --area 431128103202"
    )]
    Add(Add),
    /// Lists the accounts
    #[command(after_help = "zhucun-server --data /srv/zhucun account list --json")]
    List,
    /// Gives an account a new password and ends its sessions
    #[command(after_help = "zhucun-server --data /srv/zhucun account password zhang")]
    Password(NewSecret),
    /// Disables an account and ends all its rights
    #[command(after_help = "zhucun-server --data /srv/zhucun account disable zhang")]
    Disable {
        /// The account's name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// The account's name
    #[arg(long)]
    name: String,
    /// The person's name, or the id of a person
    #[arg(long)]
    person: String,
    /// A role, such as first_secretary
    #[arg(long)]
    role: String,
    /// Division code: county 6 digits, township 9, village 12
    #[arg(long, value_name = "CODE")]
    area: String,
    /// Read the password from a file, `-` for stdin; else one is made
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct NewSecret {
    /// The account's name
    name: String,
    /// Read the password from a file, `-` for stdin; else one is made
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Account {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let folder = run.folder()?;
        let db = Arc::new(ServerDb::open(&folder.server_file())?);
        match self {
            Self::Add(add) => add.run(run, &folder, &db),
            Self::List => {
                let rows = accounts::list(&db)?.iter().map(row).collect::<Vec<_>>();
                Ok(Report::rows(
                    rows,
                    Value::Null,
                    &["name", "person", "role", "area", "state"],
                ))
            }
            Self::Password(new) => new.run(run, &db),
            Self::Disable { name } => {
                let account = accounts::disable(&db, &name, run.env.wall_ms())?;
                wire::accounts_changed(&folder, &run.env, &db)?;
                Ok(Report::object(json!({"account": row(&account)})))
            }
        }
    }
}

impl NewSecret {
    fn run(self, run: &Run, db: &ServerDb) -> Result<Report, Failure> {
        let password = secrets::new_password(run, self.password_file.as_deref())?;
        let account = accounts::set_password(db, &*run.env, &self.name, &password.text)?;
        Ok(told(&account, password))
    }
}

/// A password that was made here is shown this once.
fn told(account: &accounts::Account, password: secrets::Password) -> Report {
    let mut json = row(account);
    if password.made {
        json["password"] = password.text.into();
    }
    Report::object(json!({"account": json}))
}

impl Add {
    fn run(self, run: &Run, folder: &DataFolder, db: &Arc<ServerDb>) -> Result<Report, Failure> {
        let password = secrets::new_password(run, self.password_file.as_deref())?;
        let (person_id, person_name) = match self.person.parse::<Id>() {
            Ok(id) => (id, wire::person_name(folder, id)?),
            Err(_) => (run.env.new_id(), self.person),
        };
        let new = NewAccount {
            name: self.name,
            person_id,
            person_name,
            role: self.role,
            area: self.area,
            password: password.text.clone(),
        };
        let divisions = divisions::of_county(&folder.county().code)?;
        let account = accounts::add(db, &*run.env, new, |area| {
            divisions.iter().any(|division| division.code == area)
        })?;
        wire::accounts_changed(folder, &run.env, db)?;
        Ok(told(&account, password))
    }
}

fn row(account: &accounts::Account) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "person": account.person_name,
        "person_id": account.person_id,
        "role": account.role,
        "area": account.area,
        "state": if account.disabled { "disabled" } else { "active" },
    })
}
