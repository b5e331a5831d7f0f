//! An unlocked profile for the length of one command.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api::{Code, LaptopHost, Road, dispatch};
use serde_json::{Value, json};
use store::{
    Store, StoreError,
    profile::{Identity, Keeper, Open},
    system::SystemEnv,
};
use terminal::{Exit, Failure, Style};

use crate::{commands::Run, secrets};

/// Name and version of this program, as the county lists it.
pub(crate) const APP: &str = concat!("zhucun ", env!("CARGO_PKG_VERSION"));

pub(crate) struct Session {
    pub(crate) store: Arc<Mutex<Store>>,
    pub(crate) env: Arc<SystemEnv>,
    pub(crate) identity: Identity,
    pub(crate) keeper: Keeper,
    pub(crate) style: Style,
}

impl Session {
    /// Unlocks the profile.
    pub(crate) fn open(run: &Run) -> Result<Self, Failure> {
        // Told before anybody is asked for a passphrase.
        if run.folder.state() == store::profile::State::None {
            return Err(StoreError::NoProfile(run.folder.dir().display().to_string()).into());
        }
        let passphrase = secrets::passphrase(run)?;
        Self::of(run, run.folder.unlock(run.env.as_ref(), &passphrase)?)
    }

    pub(crate) fn of(run: &Run, open: Open) -> Result<Self, Failure> {
        let Open {
            mut store,
            identity,
            keeper,
        } = open;
        let boot = store.from_reserve(|store| store.count_boot(run.env.as_ref()))?;
        run.env.set_boot(boot);
        let env = Arc::clone(&run.env);
        Ok(Self {
            store: Arc::new(Mutex::new(store)),
            env,
            identity,
            keeper,
            style: run.style,
        })
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who asks.
    pub(crate) fn host(&self) -> Result<LaptopHost, Failure> {
        let road = Road {
            server: self.identity.server.clone(),
            ..Road::default()
        };
        Ok(LaptopHost::new(
            Arc::clone(&self.store),
            Arc::clone(&self.env) as _,
            road,
        )?)
    }

    /// One operation, as a screen would ask for it.
    pub(crate) fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        Ok(dispatch(&self.host()?, name, request)?)
    }

    /// The business date.
    pub(crate) fn today(&self) -> String {
        use domain::Env;
        domain::env::date_of(self.env.wall_ms()).to_string()
    }

    /// A sensitive field in full; that it was shown is recorded.
    pub(crate) fn reveal(&self, record: &str, id: &Value, field: &str) -> Result<Value, Failure> {
        let revealed = self.call(
            "reveal.get",
            json!({"record": record, "id": id, "field": field}),
        )?;
        Ok(revealed["value"].clone())
    }

    /// Ends the work: the note outside the file is brought up to date.
    pub(crate) fn close(self) -> Result<(), Failure> {
        let store = Arc::into_inner(self.store)
            .ok_or_else(|| Failure::new(Exit::Failed, "failed", "the file is still in use"))?;
        Ok(self
            .keeper
            .close(store.into_inner().unwrap_or_else(PoisonError::into_inner))?)
    }
}

/// Is the first sync not through yet?
pub(crate) fn is_not_ready(failure: &Failure) -> bool {
    failure.code == Code::NotReady.word()
}
