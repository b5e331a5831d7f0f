//! `account add|list|password|disable`.

use std::{collections::BTreeMap, io::Write as _, path::PathBuf, sync::Arc};

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
    /// The person's name, or the id of one who is known already, as `account list` gives it
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
                    &["name", "person", "role", "area", "state", "person_id"],
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
        let (person_id, person_name, namesakes) = if let Ok(id) = self.person.parse::<Id>() {
            (id, wire::person_name(folder, id)?, Vec::new())
        } else {
            let namesakes = namesakes(folder, db, &self.person)?;
            (run.env.new_id(), self.person, namesakes)
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
        let mut report = told(&account, password);
        if !namesakes.is_empty() {
            report.json["namesakes"] = namesakes.into();
            report = Report::object(report.json);
            let lang = run.style.lang;
            let text = lang.pick(NAMESAKES_ZH, NAMESAKES_EN);
            let _ = writeln!(std::io::stderr(), "{text}");
        }
        Ok(report)
    }
}

/// Whoever is of a team is kept from what is said of it, and a second person of their name is not.
const NAMESAKES_EN: &str = "Somebody of this name is known already (namesakes), and a second person was made. If they are one \
     and the same, disable this account and add another with --person and their person_id.";
const NAMESAKES_ZH: &str = "县里已有同名的人（见 namesakes），这次新建了一个人。如是同一人：停用这个账号，另加一个，--person 写那个人的 person_id。";

/// People of this name whom the county knows, with their accounts.
fn namesakes(folder: &DataFolder, db: &ServerDb, name: &str) -> Result<Vec<Value>, Failure> {
    let mut known: BTreeMap<Id, (String, Vec<String>)> = BTreeMap::new();
    for (id, area) in wire::people_named(folder, name)? {
        known.insert(id, (area, Vec::new()));
    }
    // Of an account that was added while the server runs the replica may not know yet.
    for account in accounts::list(db)? {
        if account.person_name == name || known.contains_key(&account.person_id) {
            let (_, accounts) = known
                .entry(account.person_id)
                .or_insert_with(|| (account.area.clone(), Vec::new()));
            accounts.push(account.name);
        }
    }
    Ok(known
        .into_iter()
        .map(|(id, (area, accounts))| json!({"person_id": id, "area": area, "accounts": accounts}))
        .collect())
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
