//! The shell's own acts: the profile is enrolled, unlocked, locked, and its state told.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use api::{
    ApiError, Code, LaptopHost, Road, dispatch,
    host::TodayGiven,
    record::RecordRequest,
    settings::Settings,
    shell::{EnrolRequest, FetchedPart, ProfileState, ShellState, SwitchRequest, UnlockRequest},
};
use domain::{Env, records};
use paper::Desk;
use serde_json::{Value, json};
use store::{
    Store, StoreError,
    profile::{Folder, Identity, Keeper, Open, State},
    system::SystemEnv,
};
use sync::{ProtocolError, SyncError, laptop};

use crate::{
    backup::Copying, fault::Faultbook, idle::Idle, profiles, roster::Importing, sync_loop::SyncLoop,
};

#[cfg(test)]
mod tests;

/// Name and version of this program, as the county lists it.
pub(crate) const APP: &str = concat!("zhucun-desktop ", env!("CARGO_PKG_VERSION"));
/// For one answer of the county.
pub(crate) const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// Papers at once: one preview, and one that is about to take its place.
const PAPERS: usize = 2;

/// A word to the page: the event's name and what it carries.
pub(crate) type Tell = Box<dyn Fn(&str, Value) + Send + Sync>;

/// An unlocked profile. In-flight calls hold it too, so it closes when the last of them is through.
pub(crate) struct Opened {
    pub(crate) store: Arc<Mutex<Store>>,
    pub(crate) identity: Identity,
    pub(crate) keeper: Keeper,
    /// Rows that a first sync has brought.
    pub(crate) fetched: AtomicU64,
}

pub(crate) struct Shell {
    /// The first person's folder; others lie beside it.
    first: PathBuf,
    folder: Mutex<Folder>,
    env: Arc<SystemEnv>,
    tell: Tell,
    open: Mutex<Option<(Arc<Opened>, SyncLoop)>>,
    road: Mutex<Road>,
    today: Arc<TodayGiven>,
    idle: Idle,
    copying: Copying,
    importing: Importing,
    faultbook: Faultbook,
    papers: Desk,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shell {
    pub(crate) fn new(profile: &Path, tell: Tell) -> Self {
        Self {
            first: profile.to_owned(),
            folder: Mutex::new(Folder::new(&profiles::last_used(profile))),
            env: Arc::new(SystemEnv::default()),
            tell,
            open: Mutex::new(None),
            road: Mutex::new(Road::default()),
            today: Arc::default(),
            idle: Idle::default(),
            copying: Copying::default(),
            importing: Importing::default(),
            faultbook: Faultbook::default(),
            papers: Desk::new(PAPERS),
        }
    }

    pub(crate) fn folder(&self) -> Folder {
        lock(&self.folder).clone()
    }

    pub(crate) fn copying(&self) -> &Copying {
        &self.copying
    }

    pub(crate) fn faultbook(&self) -> &Faultbook {
        &self.faultbook
    }

    pub(crate) fn importing(&self) -> &Importing {
        &self.importing
    }

    /// A word to the page.
    pub(crate) fn tell(&self, event: &str, word: Value) {
        (self.tell)(event, word);
    }

    /// What lies between its preview and its print.
    pub(crate) fn papers(&self) -> &Desk {
        &self.papers
    }

    pub(crate) fn idle(&self) -> &Idle {
        &self.idle
    }

    /// Is a file open, and its first sync through?
    pub(crate) fn is_at_work(&self) -> bool {
        self.opened()
            .is_some_and(|opened| matches!(lock(&opened.store).fetched(), Ok((_, true))))
    }

    /// Tells the page that the file was closed behind it.
    pub(crate) fn tell_locked(&self) {
        (self.tell)("locked", json!({}));
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
        // On its own: whoever reads the store tells the road meanwhile, and neither waits for the other.
        let road = lock(&self.road).clone();
        let host = LaptopHost::new(Arc::clone(&opened.store), Arc::clone(&self.env) as _, road)?;
        Ok(host.with_today(Arc::clone(&self.today)))
    }

    /// For the fault report: what failed outside the operations.
    pub(crate) fn note_fault(&self, name: &str, error: &ApiError) {
        self.faultbook.note(self.env.wall_ms(), name, error);
    }

    /// One request of the page: the shell's own acts here, all others by the operations list.
    pub(crate) fn call(self: &Arc<Self>, name: &str, request: Value) -> Result<Value, ApiError> {
        let done = self.answer_to(name, request);
        if let Err(error) = &done {
            self.note_fault(name, error);
        }
        done
    }

    fn answer_to(self: &Arc<Self>, name: &str, request: Value) -> Result<Value, ApiError> {
        match name {
            "shell.state" => answer(self.state()?),
            "shell.enrol" => answer(self.enrol(&asked(request)?)?),
            "shell.unlock" => answer(self.unlock(&asked(request)?)?),
            "shell.lock" => {
                self.close();
                answer(self.state()?)
            }
            "shell.switch" => answer(self.switch(&asked(request)?)?),
            "shell.facts" => answer(self.facts()?),
            "shell.faults" => answer(self.faults()?),
            "shell.change_passphrase" => answer(self.change_passphrase(&asked(request)?)?),
            "shell.make_recovery" => answer(self.make_recovery(&asked(request)?)?),
            "shell.recover" => answer(self.recover(&asked(request)?)?),
            "shell.restore" => answer(self.restore(&asked(request)?)?),
            "shell.stop_backup" => {
                self.stop_backup();
                Ok(json!({}))
            }
            "shell.touch" => {
                self.idle.touch(self.env.wall_ms());
                Ok(json!({}))
            }
            _ if name.starts_with("import.") && !is_listed(name) => self.import(name, request),
            "history.fetch" => self.fetch_history(&asked(request)?),
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
                if matches!(name, "settings.get" | "settings.save") {
                    self.heed(&done);
                }
                self.tell_written(name);
                Ok(done)
            }
        }
    }

    /// What of a person's settings the shell itself goes by, and what it shows before the next passphrase.
    fn heed(&self, settings: &Value) {
        let Ok(settings) = serde_json::from_value::<Settings>(settings.clone()) else {
            return;
        };
        self.idle.lock_after(settings.lock_minutes);
        let Some(opened) = self.opened() else { return };
        let word = |value: Result<Value, _>| {
            value
                .ok()
                .and_then(|value| value.as_str().map(ToOwned::to_owned))
                .unwrap_or_default()
        };
        let told = opened.keeper.tell_look(
            &word(serde_json::to_value(settings.type_size)),
            &word(serde_json::to_value(settings.language)),
        );
        if let Err(error) = told {
            tracing::warn!("the type size was not kept for the unlock screen: {error}");
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

    /// Asks the county for what lies before this laptop's first sync. Who may read the record is asked first.
    fn fetch_history(&self, request: &RecordRequest) -> Result<Value, ApiError> {
        dispatch(&self.host()?, "record.history", json!(request))?;
        let opened = self
            .opened()
            .ok_or_else(|| ApiError::new(Code::NotReady, "the profile is locked"))?;
        let table = records::by_name(&request.record).map_or(0, |info| info.table);
        laptop::fetch_older(
            &opened.store,
            self.env(),
            &opened.identity,
            (APP, ANSWER_TIMEOUT),
            &|store| api::history::known(store, table, request.id),
        )
        .map_err(|error| ApiError::new(Code::NotReady, laptop::trouble(&error)))?;
        Ok(json!({}))
    }

    /// Something is to come from the county: with the next sync, which need not wait for its turn.
    pub(crate) fn sync_soon(&self) {
        self.with_loop(SyncLoop::soon);
    }

    /// The page and the sync hear that this operation has written.
    pub(crate) fn wrote(&self, records: &[&str]) {
        self.tell_changed(records);
        self.with_loop(SyncLoop::soon);
    }

    fn with_loop(&self, act: impl FnOnce(&SyncLoop)) {
        if let Some((_, sync_loop)) = lock(&self.open).as_ref() {
            act(sync_loop);
        }
    }

    /// Tells the page that records of these kinds are not what they were.
    pub(crate) fn tell_changed(&self, records: &[&str]) {
        (self.tell)("changed", json!({"records": records}));
    }

    /// Changes what is known of the road, and tells the page.
    pub(crate) fn on_road(&self, change: impl FnOnce(&mut Road)) {
        change(&mut lock(&self.road));
        let status = self
            .host()
            .and_then(|host| dispatch(&host, "sync.status", json!({})));
        // Not before the first sync is through: nothing is counted until then.
        if let Ok(status) = status {
            (self.tell)("sync", status);
        }
    }

    pub(crate) fn state(&self) -> Result<ShellState, ApiError> {
        let folder = self.folder();
        let outside = folder.outside();
        let plain = Settings::default();
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
            tries_left: u64::from(folder.attempts().left()),
            wait_seconds: folder.attempts().wait_seconds(self.env.wall_ms()),
            fetched: 0,
            percent: None,
            parts: Vec::new(),
            has_recovery: folder.has_recovery(),
            type_size: worded(&outside.type_size).unwrap_or(plain.type_size),
            language: worded(&outside.language).unwrap_or(plain.language),
            others: Vec::new(),
        };
        if let Some(opened) = self.opened() {
            state.detail.clone_from(&lock(&self.road).trouble);
            let store = lock(&opened.store);
            let (_, complete) = store.fetched()?;
            state.profile = if complete {
                ProfileState::Open
            } else {
                ProfileState::Fetching
            };
            if !complete {
                state.fetched = opened.fetched.load(Ordering::Relaxed);
                state.percent = store.fetched_percent()?;
                state.parts = parts(&store)?;
            }
            state.pending = Some(store.waiting()?.sets);
            state.last_sync_at_ms = store.last_contact_ms()?;
            return Ok(state);
        }
        state.others = profiles::others(&self.first, folder.dir());
        (state.profile, state.detail) = match folder.state() {
            State::None => (ProfileState::None, String::new()),
            State::Locked => (ProfileState::Locked, String::new()),
            State::Damaged(detail) => (ProfileState::Damaged, detail),
            State::Newer => (ProfileState::Newer, String::new()),
            State::ReadOnly => (ProfileState::ReadOnly, folder.dir().display().to_string()),
            State::InUse => (ProfileState::InUse, String::new()),
        };
        Ok(state)
    }

    fn unlock(self: &Arc<Self>, request: &UnlockRequest) -> Result<ShellState, ApiError> {
        if self.opened().is_none() {
            let open = self
                .folder()
                .unlock(self.env.as_ref(), &request.passphrase)
                .map_err(refused)?;
            self.take(open)?;
        }
        self.state()
    }

    /// Another person's file, or a new one. The file that was open is closed with all that is in it.
    fn switch(&self, request: &SwitchRequest) -> Result<ShellState, ApiError> {
        let dir = profiles::chosen(&self.first, &request.folder)
            .ok_or_else(|| ApiError::not_found("profile", &request.folder))?;
        self.close();
        *lock(&self.folder) = Folder::new(&dir);
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
        let open =
            laptop::enrol(&self.folder(), self.env.as_ref(), &asking).map_err(not_enrolled)?;
        self.take(open)?;
        self.state()
    }

    pub(crate) fn take(self: &Arc<Self>, open: Open) -> Result<(), ApiError> {
        let Open {
            mut store,
            identity,
            keeper,
        } = open;
        self.idle.touch(self.env.wall_ms());
        let boot = store.from_reserve(|store| store.count_boot(self.env.as_ref()))?;
        let before = self.env.boot();
        self.env.set_boot(boot);
        self.today.carry(before, boot);
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

    /// Before the program ends: the page writes what was typed a moment ago and locks, within `patience`.
    pub(crate) fn let_page_close(&self, patience: Duration) {
        (self.tell)("closing", Value::Null);
        let step = Duration::from_millis(10);
        let mut waited = Duration::ZERO;
        while self.opened().is_some() && waited < patience {
            std::thread::sleep(step);
            waited += step;
        }
        self.close();
    }

    /// Locks: the sync is stopped, the file closed, and the key gone from memory with it.
    pub(crate) fn close(&self) {
        // A roster that was being looked at goes with the file; one that is being taken in stops after its batch.
        self.importing.forget();
        // What is looked at may show in full what the file keeps.
        self.papers.clear_all();
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

pub(crate) fn asked<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, ApiError> {
    serde_json::from_value(request)
        .map_err(|error| ApiError::new(Code::Malformed, error.to_string()))
}

pub(crate) fn answer(told: impl serde::Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(told).map_err(|error| ApiError::new(Code::Failed, error.to_string()))
}

pub(crate) fn refused(error: StoreError) -> ApiError {
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
    // Fingerprints are also written in pairs, `9F:86:…`.
    let digits: String = pin.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
    let bytes = hex::decode(digits).ok();
    let pin = bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| ApiError::violation("server", "fingerprint"))?;
    Ok((server, Some(pin)))
}

/// Is it in the operations list, and no act of the shell?
fn is_listed(name: &str) -> bool {
    api::operations::by_name(name).is_some()
}

/// A word of a list, as JSON writes it.
fn worded<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

/// What people know of a first sync: so many households, members, measures.
fn parts(store: &Store) -> Result<Vec<FetchedPart>, ApiError> {
    let mut parts = Vec::new();
    for record in ["household", "member", "visit", "measure", "problem", "stay"] {
        parts.push(FetchedPart {
            record: record.to_owned(),
            rows: store.count(record)?,
        });
    }
    Ok(parts)
}
