//! `init`: a new county.

use std::{path::PathBuf, sync::Arc};

use clap::Args;
use serde_json::json;
use terminal::{Exit, Failure, Report};

use super::{Run, secrets};
use crate::{
    accounts::{self, NewAccount},
    data::{County, DataFolder},
    db::ServerDb,
    divisions, wire,
};

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Division code of the county, six digits
    #[arg(long, value_name = "CODE")]
    county: String,
    /// Account name of the first administrator
    #[arg(long, default_value = "admin", value_name = "NAME")]
    admin: String,
    /// Name of the first administrator
    #[arg(long, default_value = "县管理员", value_name = "PERSON")]
    person: String,
    /// Read the password from a file, `-` for stdin; else one is made
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let password = secrets::new_password(run, self.password_file.as_deref())?;
        let administrator = NewAccount {
            name: self.admin,
            person_id: run.env.new_id(),
            person_name: self.person,
            role: "county_administrator".to_owned(),
            area: self.county.clone(),
            password: password.text.clone(),
        };
        let made = founded(run, &self.county, administrator)?;
        made.folder.seal()?;
        let mut json = json!({
            "county": made.folder.county().code,
            "county_name": made.folder.county().name,
            "administrator": made.administrator.name,
            "fingerprint": made.folder.keys()?.fingerprint(),
        });
        if password.made {
            json["password"] = password.text.into();
        }
        Ok(Report::object(json))
    }
}

/// A county that was just made and counts once its folder is sealed.
pub(super) struct Founded {
    pub(super) folder: DataFolder,
    pub(super) db: Arc<ServerDb>,
    pub(super) administrator: accounts::Account,
}

/// Makes folder, keys, files and the first account. Cut off anywhere, it can be begun again.
pub(super) fn founded(
    run: &Run,
    county: &str,
    administrator: NewAccount,
) -> Result<Founded, Failure> {
    let divisions = divisions::of_county(county)?;
    let Some(first) = divisions.first() else {
        return Err(Failure::new(
            Exit::Refused,
            "county_unknown",
            format!("There is no county {county}"),
        )
        .hint("A county's code has six digits, such as 431128"));
    };
    let county = County {
        code: first.code.clone(),
        name: first.name.clone(),
        created_at: run.env.wall_ms(),
    };
    let folder = DataFolder::init(&run.root()?, county, &*run.env)?;
    for file in [folder.server_file(), folder.county_file()] {
        // Left by an init that was cut off: nobody has written to them yet.
        for ending in ["", "-wal", "-shm"] {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            let _ = std::fs::remove_file(PathBuf::from(name));
        }
    }
    let db = Arc::new(ServerDb::create(&folder.server_file())?);
    let administrator = accounts::add(&db, &*run.env, administrator, |area| {
        divisions.iter().any(|division| division.code == area)
    })?;
    wire::create(&folder, &run.env, &divisions)?;
    wire::accounts_changed(&folder, &run.env, &db)?;
    Ok(Founded {
        folder,
        db,
        administrator,
    })
}
