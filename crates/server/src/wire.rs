//! Puts log, replica and operations behind the seams of the HTTP face.

use std::sync::Arc;

use domain::{Env, Id};
use serde_json::Map;

use crate::{
    accounts::Account,
    blobs::Blobs,
    commands::{Demo, Run},
    data::DataFolder,
    db::ServerDb,
    divisions::Division,
    outcome::{Exit, Failure, Report},
    seams::{ApiFailure, Seams, SyncFailure},
};

/// Opens the county behind the HTTP face.
pub fn open(
    _data: &DataFolder,
    _env: &Arc<dyn Env>,
    _db: &Arc<ServerDb>,
    _blobs: &Blobs,
) -> anyhow::Result<Seams> {
    Ok(Seams {
        api: Arc::new(|_, name, _| {
            Err(ApiFailure {
                status: 404,
                code: "unknown_operation".into(),
                detail: format!("There is no operation {name}"),
                more: Map::new(),
            })
        }),
        exchange: Arc::new(|_, _| Err(SyncFailure::RetryLater { after_s: 5 })),
        state: Arc::new(|_, _| Err(SyncFailure::RetryLater { after_s: 5 })),
        wanted: Arc::new(|_| false),
        readable: Arc::new(|_, _| None),
        photo: Arc::new(|_, _, _| None),
        arrived: Arc::new(|_, _| {}),
        openapi: "{}".into(),
    })
}

/// Makes log and replica of a new county, with its divisions.
pub fn create(
    _data: &DataFolder,
    _env: &Arc<dyn Env>,
    _db: &Arc<ServerDb>,
    _divisions: &[Division],
) -> Result<(), Failure> {
    Ok(())
}

/// Writes an account's person and grants to the log, also when they have ended.
pub fn account_changed(
    _data: &DataFolder,
    _env: &Arc<dyn Env>,
    _db: &Arc<ServerDb>,
    _account: &Account,
) -> Result<(), Failure> {
    Ok(())
}

/// The name of a person who is in the replica.
pub fn person_name(_data: &DataFolder, _env: &Arc<dyn Env>, id: Id) -> Result<String, Failure> {
    Err(Failure::new(
        Exit::Refused,
        "person_unknown",
        format!("There is no person {id}"),
        "",
    ))
}

/// `zhucun-server demo`.
pub fn demo(_run: &Run, _demo: &Demo) -> Result<Report, Failure> {
    Err(Failure::new(
        Exit::Failed,
        "failed",
        "The replica is not wired yet",
        "",
    ))
}

/// `zhucun-server verify`.
pub fn verify(
    _data: &DataFolder,
    _env: &Arc<dyn Env>,
    _area: Option<&str>,
) -> Result<Report, Failure> {
    Err(Failure::new(
        Exit::Failed,
        "failed",
        "The replica is not wired yet",
        "",
    ))
}
