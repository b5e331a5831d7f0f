//! `device list|revoke`.

use clap::Subcommand;
use domain::Id;
use serde_json::{Value, json};
use terminal::{Exit, Failure, Report, moment};

use super::Run;
use crate::{
    db::ServerDb,
    devices::{self, Device, DeviceRow},
};

#[derive(Debug, Subcommand)]
pub(super) enum DeviceCommand {
    /// Lists the laptops
    #[command(after_help = "zhucun-server --data /srv/zhucun device list")]
    List,
    /// Revokes a laptop at once
    #[command(
        after_help = "zhucun-server --data /srv/zhucun device revoke 0199a3f2-7c1e-7000-8000-000000000000"
    )]
    Revoke {
        /// Id of the laptop, from `device list`
        id: String,
    },
}

impl DeviceCommand {
    pub(super) fn run(self, run: &Run) -> Result<Report, Failure> {
        let folder = run.folder()?;
        let db = ServerDb::open(&folder.server_file())?;
        match self {
            Self::List => {
                let rows = devices::list(&db)?.into_iter().map(row).collect::<Vec<_>>();
                let columns = [
                    "id",
                    "account",
                    "person",
                    "machine",
                    "last_seen_at",
                    "pending",
                    "version",
                    "state",
                ];
                Ok(Report::rows(rows, Value::Null, &columns))
            }
            Self::Revoke { id } => {
                let unknown = || {
                    Failure::new(
                        Exit::Refused,
                        "device_unknown",
                        format!("There is no laptop {id}"),
                    )
                    .hint("zhucun-server device list")
                };
                let known: Id = id.parse().map_err(|_| unknown())?;
                let device = devices::revoke(&db, known, run.env.wall_ms())?.ok_or_else(unknown)?;
                Ok(Report::object(json!({"device": row(device)})))
            }
        }
    }
}

fn row(device: Device) -> Value {
    let row = DeviceRow::from(device);
    json!({
        "id": row.id,
        "account": row.account,
        "person": row.person,
        "area": row.area,
        "machine": row.machine,
        "enrolled_at": moment(Some(row.enrolled_at)),
        "last_seen_at": moment(row.last_seen_at),
        "pending": row.pending,
        "pending_bytes": row.pending_bytes,
        "version": row.version,
        "state": row.state,
    })
}
