//! `enrol`: a one-time code, with what the laptop must know to find the server and to trust it.

use clap::Args;
use serde_json::json;
use terminal::{Exit, Failure, Report, moment};

use super::Run;
use crate::{accounts, db::ServerDb, devices, http::Certificate};

#[derive(Debug, Args)]
pub(super) struct Enrol {
    /// The account whose laptop it is
    #[arg(long, value_name = "NAME")]
    account: String,
    /// How long the code works
    #[arg(long, default_value_t = 72, value_name = "H", value_parser = clap::value_parser!(u32).range(1..=720))]
    hours: u32,
}

impl Enrol {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let folder = run.folder()?;
        let db = ServerDb::open(&folder.server_file())?;
        let account = accounts::by_name(&db, &self.account)?
            .ok_or(accounts::AccountError::Unknown(self.account))?;
        if account.disabled {
            let detail = format!("The account {} is disabled", account.name);
            return Err(Failure::new(Exit::Refused, "account_disabled", detail));
        }
        let ran = folder.reachable();
        let pin = match (&run.config.tls_cert, &run.config.tls_key) {
            (Some(certificate), Some(key)) => Some(Certificate::read(certificate, key)?.pin),
            _ => ran.as_ref().and_then(|ran| ran.pin.clone()),
        };
        let server = run
            .config
            .public_url
            .clone()
            .or_else(|| ran.map(|ran| ran.server));
        let code = devices::give_code(&db, &*run.env, &account, self.hours)?;
        Ok(Report::object(json!({
            "code": code.code,
            "server": server,
            "pin": pin,
            "expires_at": moment(Some(code.expires_at)),
        })))
    }
}
