//! `enrol`: the encrypted profile by a one-time code, then the first sync. Every step goes on where it was cut.

use std::time::Duration;

use clap::Args;
use serde_json::json;
use sync::laptop::{self, Enrolling};
use terminal::{Exit, Failure, Report};

use super::{Run, sync::first_sync};
use crate::{
    secrets,
    session::{APP, Session},
};

#[derive(Debug, Args)]
pub(super) struct Enrol {
    /// Address of the county server
    #[arg(long, value_name = "URL")]
    server: String,
    /// The one-time code
    #[arg(long)]
    code: String,
    /// Fingerprint of the server's certificate, as the county gave it
    #[arg(long, value_name = "HASH")]
    pin: Option<String>,
    /// Seconds to wait for one answer
    #[arg(long, value_name = "S", default_value_t = 30)]
    timeout: u64,
}

impl Enrol {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let pin = self.pin.as_deref().map(fingerprint).transpose()?;
        let passphrase = secrets::new_passphrase(run)?;
        let timeout = Duration::from_secs(self.timeout);
        let asking = Enrolling {
            server: &self.server,
            code: &self.code,
            pin,
            passphrase: &passphrase,
            app: APP,
            timeout,
        };
        let session = Session::of(run, laptop::enrol(&run.folder, run.env.as_ref(), &asking)?)?;
        let done = first_sync(&session, timeout).and_then(|rows| {
            let told = session.call("session.get", json!({}))?;
            session
                .keeper
                .tell_place(told["area"]["name"].as_str().unwrap_or_default())?;
            let identity = &session.identity;
            Ok(Report::object(json!({
                "device": identity.device,
                "person": {"id": identity.person, "name": identity.name},
                "account": identity.account,
                "roles": [{"role": identity.role, "area": identity.area}],
                "scope": [identity.area],
                "rows": rows,
            })))
        });
        session.close()?;
        done
    }
}

fn fingerprint(text: &str) -> Result<[u8; 32], Failure> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    hex::decode(digits)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                "usage",
                "a fingerprint has 64 hexadecimal digits",
            )
        })
}
