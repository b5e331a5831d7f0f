//! What a laptop's programs do alike, the window and the command line: enrol a profile, run a sync and note how it went.

use std::{sync::Mutex, time::Duration};

use domain::{Env, Id, place::Scope};
use store::{
    Store, StoreError,
    history::History,
    profile::{Folder, Identity, Keeper, Open},
    system::machine_name,
};

use crate::{
    Progress, ProtocolError, Report, SyncError,
    engine::{Device, lock, sync},
    history,
    http::{Client, EnrolRequest, Enrolled, enrol as ask},
};

/// What a person gives to enrol a laptop.
#[derive(Clone)]
pub struct Enrolling<'a> {
    /// Address of the county server.
    pub server: &'a str,
    /// The one-time code.
    pub code: &'a str,
    /// SHA-256 of the server's certificate.
    pub pin: Option<[u8; 32]>,
    /// The new profile's passphrase.
    pub passphrase: &'a str,
    /// Name and version of the program.
    pub app: &'a str,
    /// For one request.
    pub timeout: Duration,
}

/// Without code and passphrase.
impl std::fmt::Debug for Enrolling<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolling")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// Makes the profile in `folder` this person's. Goes on where an earlier try was cut, with the same device key; a
/// refusal leaves nothing behind. The first sync is the caller's next step.
pub fn enrol(folder: &Folder, env: &dyn Env, asking: &Enrolling<'_>) -> Result<Open, SyncError> {
    let mut open = match folder.begin(env, asking.passphrase) {
        Err(StoreError::ProfileExists(name)) => {
            return resume(folder, env, asking).ok_or(StoreError::ProfileExists(name))?;
        }
        begun => begun?,
    };
    if open.identity.is_enrolled() {
        open.keeper.keep(env, &open.identity, &open.store)?;
        return Ok(open);
    }
    match request(&open.identity, asking) {
        Ok(enrolled) => take(&mut open, env, asking, &enrolled)?,
        Err(error @ ProtocolError::Refused { .. }) => {
            drop(open);
            folder.discard_pending()?;
            return Err(error.into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(open)
}

/// An enrolled profile whose first sync did not come through.
fn resume(
    folder: &Folder,
    env: &dyn Env,
    asking: &Enrolling<'_>,
) -> Option<Result<Open, SyncError>> {
    let open = match folder.unlock(env, asking.passphrase) {
        Ok(open) => open,
        Err(error) => return Some(Err(error.into())),
    };
    match open.store.fetched() {
        Ok((_, false)) => Some(Ok(open)),
        Ok((_, true)) => None,
        Err(error) => Some(Err(error.into())),
    }
}

fn request(identity: &Identity, asking: &Enrolling<'_>) -> Result<Enrolled, ProtocolError> {
    let client = Client::new(asking.server, None, asking.pin, asking.timeout)?;
    let request = EnrolRequest {
        code: asking.code.trim().to_uppercase(),
        device_public_key: identity.public_key(),
        machine: machine_name(),
        app: asking.app.to_owned(),
    };
    ask(&client, &request)
}

fn take(
    open: &mut Open,
    env: &dyn Env,
    asking: &Enrolling<'_>,
    told: &Enrolled,
) -> Result<(), SyncError> {
    let bad = |what: &str| ProtocolError::Cut(format!("the county's answer has no {what}"));
    let grant: Id = told.grant.parse().map_err(|_| bad("grant"))?;
    let id_key = hex::decode(&told.id_key)
        .ok()
        .and_then(|key| key.try_into().ok())
        .ok_or_else(|| bad("key"))?;
    let scope = Scope::of_codes(told.scope_version, [told.area.as_str()]);
    open.store.enrol(
        env,
        &store::laptop::Identity {
            grant,
            id_key,
            scope,
        },
    )?;
    open.store.expect_rows(env, told.rows)?;
    open.identity = Identity {
        secret: open.identity.secret.clone(),
        server: asking.server.trim_end_matches('/').to_owned(),
        pin: asking.pin.map(hex::encode).unwrap_or_default(),
        device: told.device.clone(),
        token: told.token.clone(),
        person: told.person.clone(),
        name: told.name.clone(),
        account: told.account.clone(),
        role: told.role.clone(),
        area: told.area.clone(),
        county: told.county.clone(),
        county_public_key: told.county_public_key.clone(),
        grant: told.grant.clone(),
    };
    Ok(open.keeper.keep(env, &open.identity, &open.store)?)
}

/// A client that speaks for the laptop.
pub fn client(identity: &Identity, timeout: Duration) -> Result<Client, ProtocolError> {
    Client::new(
        &identity.server,
        Some(identity.token.clone()),
        identity.pin(),
        timeout,
    )
}

/// The older history that `look` finds wanting: see [`history::fetch_older`].
pub fn fetch_older(
    store: &Mutex<Store>,
    env: &dyn Env,
    identity: &Identity,
    (app, timeout): (&str, Duration),
    look: &dyn Fn(&Store) -> Result<History, StoreError>,
) -> Result<bool, SyncError> {
    let mut client = client(identity, timeout)?;
    history::fetch_older(store, env, &device(identity, app), &mut client, look)
}

fn device(identity: &Identity, app: &str) -> Device {
    Device {
        secret: identity.secret(),
        county_public_key: identity.county_key(),
        app: app.to_owned(),
    }
}

/// One sync from end to end, noted in the file and outside it. What came through before a failure stays.
pub fn run(
    store: &Mutex<Store>,
    env: &dyn Env,
    identity: &Identity,
    keeper: &Keeper,
    (app, timeout): (&str, Duration),
    on_progress: &mut dyn FnMut(Progress) -> bool,
) -> (Report, Result<(), SyncError>) {
    let began_ms = env.wall_ms();
    let mut client = match client(identity, timeout) {
        Ok(client) => client,
        Err(error) => return (Report::default(), Err(error.into())),
    };
    let (report, result) = sync(store, env, &device(identity, app), &mut client, on_progress);
    if report.complete {
        // Nobody waits for it, and it can be done the next time as well.
        let tidied = lock(store).seal_own(env);
        if let Err(error) = tidied.and_then(|_| lock(store).drop_old_pages(env)) {
            tracing::warn!("own sets and old pages stay as they lie: {error}");
        }
    }
    let noted = note(
        &mut lock(store),
        env,
        keeper,
        began_ms,
        &report,
        result.as_ref().err(),
    );
    (report, result.and(noted.map_err(Into::into)))
}

fn note(
    store: &mut Store,
    env: &dyn Env,
    keeper: &Keeper,
    began_ms: i64,
    report: &Report,
    error: Option<&SyncError>,
) -> Result<(), StoreError> {
    let run = serde_json::json!({
        "ok": error.is_none(),
        "error": error.map_or("", trouble),
        "pushed": report.pushed,
        "receipts": report.receipts,
        "merged": report.merged,
        "quarantined": report.quarantined,
        "pulled": report.pulled,
        "photos": report.photos_sent,
        "bytes_up": report.bytes_up,
        "bytes_down": report.bytes_down,
        "seconds": (env.wall_ms() - began_ms).max(0) / 1000,
        "position": report.seq,
        "repaired": report.repaired,
        "set_aside": report.set_aside,
        "differs": report.checkpoint_differs,
    });
    match store.note_run(env, began_ms, &run) {
        // How it went is less than what was recorded: it takes nothing from the reserve.
        Ok(()) | Err(StoreError::DiskFull) => keeper.note(store),
        Err(error) => Err(error),
    }
}

/// The word under which screens explain why a sync stopped.
pub fn trouble(error: &SyncError) -> &'static str {
    match error {
        SyncError::Protocol(ProtocolError::RetryLater(_)) => "retry_later",
        SyncError::Protocol(ProtocolError::Revoked) => "revoked",
        SyncError::Protocol(ProtocolError::UpgradeNeeded) => "upgrade",
        SyncError::Protocol(ProtocolError::PositionUnknown) => "restored",
        SyncError::Protocol(ProtocolError::Cut(_)) => "cut",
        SyncError::Store(StoreError::DiskFull) => "disk",
        SyncError::Stopped => "stopped",
        _ => "failed",
    }
}
