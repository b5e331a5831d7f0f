//! The shell's own acts: the profile is enrolled, unlocked, locked, and its state told.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use api::{
    ApiError, Code, LaptopHost, Road, dispatch,
    shell::{EnrolRequest, ProfileState, ShellState, UnlockRequest},
};
use domain::Env;
use serde_json::{Value, json};
use store::{
    Store, StoreError,
    profile::{Folder, Identity, Keeper, Open, State},
    system::SystemEnv,
};
use sync::{ProtocolError, SyncError, laptop};
use tauri::{AppHandle, Emitter};

use crate::sync_loop::SyncLoop;

/// Name and version of this program, as the county lists it.
pub(crate) const APP: &str = concat!("zhucun-desktop ", env!("CARGO_PKG_VERSION"));
/// For one answer of the county.
pub(crate) const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// An unlocked profile. In-flight calls hold it too, so it closes when the last of them is through.
pub(crate) struct Opened {
    pub(crate) store: Arc<Mutex<Store>>,
    pub(crate) identity: Identity,
    pub(crate) keeper: Keeper,
    /// Rows that a first sync has brought.
    pub(crate) fetched: AtomicU64,
}

pub(crate) struct Shell {
    folder: Folder,
    env: Arc<SystemEnv>,
    app: AppHandle,
    open: Mutex<Option<(Arc<Opened>, SyncLoop)>>,
    road: Mutex<Road>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shell {
    pub(crate) fn new(profile: &Path, app: AppHandle) -> Self {
        Self {
            folder: Folder::new(profile),
            env: Arc::new(SystemEnv::default()),
            app,
            open: Mutex::new(None),
            road: Mutex::new(Road::default()),
        }
    }

    pub(crate) fn env(&self) -> &SystemEnv {
        &self.env
    }

    pub(crate) fn opened(&self) -> Option<Arc<Opened>> {
        lock(&self.open)
            .as_ref()
            .map(|(opened, _)| Arc::clone(opened))
    }

    /// Who asks, for one call.
    pub(crate) fn host(&self) -> Result<LaptopHost, ApiError> {
        let opened = self
            .opened()
            .ok_or_else(|| ApiError::new(Code::NotReady, "the profile is locked"))?;
        LaptopHost::new(
            Arc::clone(&opened.store),
            Arc::clone(&self.env) as _,
            lock(&self.road).clone(),
        )
    }

    /// One request of the page: the shell's own acts here, all others by the operations list.
    pub(crate) fn call(self: &Arc<Self>, name: &str, request: Value) -> Result<Value, ApiError> {
        match name {
            "shell.state" => answer(self.state()?),
            "shell.enrol" => answer(self.enrol(&asked(request)?)?),
            "shell.unlock" => answer(self.unlock(&asked(request)?)?),
            "shell.lock" => {
                self.close();
                answer(self.state()?)
            }
            "sync.start" => {
                self.with_loop(SyncLoop::start);
                Ok(json!({}))
            }
            "sync.stop" => {
                self.with_loop(SyncLoop::stop);
                Ok(json!({}))
            }
            _ => {
                let done = dispatch(&self.host()?, name, request)?;
                self.tell_written(name);
                Ok(done)
            }
        }
    }

    fn tell_written(&self, name: &str) {
        let Some(operation) =
            api::operations::by_name(name).filter(|operation| !operation.writes.is_empty())
        else {
            return;
        };
        self.tell_changed(operation.writes);
        let kept_here_only = ["draft", "settings", "filter"];
        if !operation
            .writes
            .iter()
            .all(|record| kept_here_only.contains(record))
        {
            self.with_loop(SyncLoop::soon);
        }
    }

    fn with_loop(&self, act: impl FnOnce(&SyncLoop)) {
        if let Some((_, sync_loop)) = lock(&self.open).as_ref() {
            act(sync_loop);
        }
    }

    /// Tells the page that records of these kinds are not what they were.
    pub(crate) fn tell_changed(&self, records: &[&str]) {
        _ = self.app.emit("changed", json!({"records": records}));
    }

    /// Changes what is known of the road, and tells the page.
    pub(crate) fn on_road(&self, change: impl FnOnce(&mut Road)) {
        change(&mut lock(&self.road));
        let status = self
            .host()
            .and_then(|host| dispatch(&host, "sync.status", json!({})));
        // Not before the first sync is through: nothing is counted until then.
        if let Ok(status) = status {
            _ = self.app.emit("sync", status);
        }
    }

    fn state(&self) -> Result<ShellState, ApiError> {
        let outside = self.folder.outside();
        let mut state = ShellState {
            profile: ProfileState::None,
            detail: String::new(),
            name: outside.name,
            role: outside.role,
            place: if outside.place.is_empty() {
                outside.area
            } else {
                outside.place
            },
            pending: Some(outside.pending),
            last_sync_at_ms: outside.last_sync_at_ms,
            tries_left: u64::from(self.folder.attempts().left()),
            wait_seconds: self.folder.attempts().wait_seconds(self.env.wall_ms()),
            fetched: 0,
            to_fetch: 0,
        };
        if let Some(opened) = self.opened() {
            let store = lock(&opened.store);
            let (_, complete) = store.fetched()?;
            state.profile = if complete {
                ProfileState::Open
            } else {
                ProfileState::Fetching
            };
            state.fetched = opened.fetched.load(Ordering::Relaxed);
            state.pending = Some(store.waiting()?.sets);
            state.last_sync_at_ms = store.last_contact_ms()?;
            state.detail.clone_from(&lock(&self.road).trouble);
            return Ok(state);
        }
        (state.profile, state.detail) = match self.folder.state() {
            State::None => (ProfileState::None, String::new()),
            State::Locked => (ProfileState::Locked, String::new()),
            State::Damaged(detail) => (ProfileState::Damaged, detail),
            State::Newer => (ProfileState::Newer, String::new()),
            State::ReadOnly => (
                ProfileState::ReadOnly,
                self.folder.dir().display().to_string(),
            ),
            State::InUse => (ProfileState::InUse, String::new()),
        };
        Ok(state)
    }

    fn unlock(self: &Arc<Self>, request: &UnlockRequest) -> Result<ShellState, ApiError> {
        if self.opened().is_none() {
            let open = self
                .folder
                .unlock(self.env.as_ref(), &request.passphrase)
                .map_err(refused)?;
            self.take(open)?;
        }
        self.state()
    }

    fn enrol(self: &Arc<Self>, request: &EnrolRequest) -> Result<ShellState, ApiError> {
        if self.opened().is_some() {
            return Err(ApiError::new(Code::FileInUse, "a profile is open"));
        }
        let (server, pin) = address(&request.server)?;
        let asking = laptop::Enrolling {
            server: &server,
            code: &request.code,
            pin,
            passphrase: &request.passphrase,
            app: APP,
            timeout: ANSWER_TIMEOUT,
        };
        let open = laptop::enrol(&self.folder, self.env.as_ref(), &asking).map_err(not_enrolled)?;
        self.take(open)?;
        self.state()
    }

    fn take(self: &Arc<Self>, open: Open) -> Result<(), ApiError> {
        let Open {
            mut store,
            identity,
            keeper,
        } = open;
        let boot = store.from_reserve(|store| store.count_boot(self.env.as_ref()))?;
        self.env.set_boot(boot);
        *lock(&self.road) = Road {
            server: identity.server.clone(),
            ..Road::default()
        };
        let opened = Arc::new(Opened {
            store: Arc::new(Mutex::new(store)),
            identity,
            keeper,
            fetched: AtomicU64::new(0),
        });
        let sync_loop = SyncLoop::spawn(Arc::clone(self), Arc::clone(&opened));
        *lock(&self.open) = Some((opened, sync_loop));
        Ok(())
    }

    /// Locks: the sync is stopped, the file closed, and the key gone from memory with it.
    pub(crate) fn close(&self) {
        let Some((opened, sync_loop)) = lock(&self.open).take() else {
            return;
        };
        sync_loop.end();
        match Arc::try_unwrap(opened).map(|opened| (Arc::try_unwrap(opened.store), opened.keeper)) {
            Ok((Ok(store), keeper)) => {
                let closed =
                    keeper.close(store.into_inner().unwrap_or_else(PoisonError::into_inner));
                if let Err(error) = closed {
                    tracing::warn!("the profile was closed without its note: {error}");
                }
            }
            // A call is still at work: what it saves is durable, and the file closes behind it.
            Ok((Err(_), _)) | Err(_) => {}
        }
    }
}

fn asked<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, ApiError> {
    serde_json::from_value(request)
        .map_err(|error| ApiError::new(Code::Malformed, error.to_string()))
}

fn answer(state: ShellState) -> Result<Value, ApiError> {
    serde_json::to_value(state).map_err(|error| ApiError::new(Code::Failed, error.to_string()))
}

fn refused(error: StoreError) -> ApiError {
    match error {
        // How long to wait is in the state that the page asks for next.
        StoreError::TooManyAttempts(seconds) => ApiError::new(
            Code::WrongPassphrase,
            format!("too_many_attempts: {seconds}"),
        ),
        other => other.into(),
    }
}

/// The county's own word stands in front of the detail.
fn not_enrolled(error: SyncError) -> ApiError {
    match error {
        SyncError::Store(error) => error.into(),
        SyncError::Protocol(ProtocolError::Refused { code, detail }) => {
            ApiError::new(Code::NotPermitted, format!("{code}: {detail}"))
        }
        other => ApiError::new(
            Code::NotReady,
            format!("{}: {other}", laptop::trouble(&other)),
        ),
    }
}

/// `https://10.0.0.5:8443#9f86…`: the certificate's fingerprint stands behind the address, as the county gives it out.
fn address(text: &str) -> Result<(String, Option<[u8; 32]>), ApiError> {
    let text = text.trim();
    let (server, pin) = text
        .split_once('#')
        .map_or((text, None), |(server, pin)| (server, Some(pin)));
    let server = if server.contains("://") {
        server.to_owned()
    } else {
        format!("https://{server}")
    };
    let Some(pin) = pin else {
        return Ok((server, None));
    };
    let digits: Vec<u32> = pin.chars().filter_map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> = digits
        .chunks_exact(2)
        .map(|pair| (pair[0] * 16 + pair[1]) as u8)
        .collect();
    let pin = bytes
        .try_into()
        .map_err(|_| ApiError::violation("server", "fingerprint"))?;
    Ok((server, Some(pin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_carry_the_fingerprint_of_the_certificate() {
        let (server, pin) =
            address(&format!(" https://10.0.0.5:8443#{} ", "0a".repeat(32))).unwrap();
        assert_eq!(
            (server.as_str(), pin),
            ("https://10.0.0.5:8443", Some([10; 32]))
        );
        assert_eq!(
            address("http://127.0.0.1:8080").unwrap(),
            ("http://127.0.0.1:8080".to_owned(), None)
        );
        assert_eq!(address("10.0.0.5:8443").unwrap().0, "https://10.0.0.5:8443");
        assert!(address("https://x#12").is_err());
    }

    #[test]
    fn a_used_code_is_told_by_the_countys_own_word() {
        let refusal = ProtocolError::Refused {
            code: "code_used".to_owned(),
            detail: "x".to_owned(),
        };
        assert_eq!(not_enrolled(refusal.into()).detail, "code_used: x");
    }
}
