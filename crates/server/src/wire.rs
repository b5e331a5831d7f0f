//! Puts log, replica and operations behind the seams of the HTTP face.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use domain::{Env, Id};
use store::{StoreError, county::County};

use crate::{
    blobs::Blobs,
    data::{DataError, DataFolder},
    db::{DbError, ServerDb},
    divisions::Division,
    exchange::Road,
    host,
    outcome::{Exit, Failure},
    registry,
    seams::{PhotoFile, Seams},
};

/// The county's one writer in this process.
pub struct Replica {
    county: Mutex<Open>,
    db: Arc<ServerDb>,
    env: Arc<dyn Env>,
}

struct Open {
    county: County,
    /// Of `server.sqlite` when its accounts were last looked at.
    accounts_version: i64,
}

impl Replica {
    /// Opens the file, and writes into the log what other processes did to accounts meanwhile.
    pub fn open(data: &DataFolder, env: &Arc<dyn Env>, db: &Arc<ServerDb>) -> anyhow::Result<Self> {
        let replica = Self {
            county: Mutex::new(Open {
                county: open_county(data)?,
                accounts_version: -1,
            }),
            db: Arc::clone(db),
            env: Arc::clone(env),
        };
        replica.with(|_| Ok(()))?;
        Ok(replica)
    }

    /// Accounts and devices.
    pub fn db(&self) -> &ServerDb {
        &self.db
    }

    pub fn env(&self) -> &dyn Env {
        &*self.env
    }

    /// Works on the county with all accounts in its log.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&mut County) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut open = self.county.lock().unwrap_or_else(PoisonError::into_inner);
        // Changes when another process has committed, such as `account add`.
        let version = self.db.read::<_, DbError>(|c| {
            Ok(c.query_row("PRAGMA data_version", [], |row| row.get(0))?)
        })?;
        if version != open.accounts_version {
            registry::publish(&mut open.county, &*self.env, &self.db)
                .context("Write accounts into the log")?;
            open.accounts_version = version;
        }
        work(&mut open.county)
    }
}

fn open_county(data: &DataFolder) -> Result<County, Failure> {
    let keys = data.keys()?;
    County::open(&data.county_file(), &keys.replica).map_err(Failure::from)
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(
            Exit::Failed,
            error.code(),
            format!("{:#}", anyhow::Error::from(error)),
            "",
        )
    }
}

/// Opens the county behind the HTTP face.
pub fn open(
    data: &DataFolder,
    env: &Arc<dyn Env>,
    db: &Arc<ServerDb>,
    blobs: &Blobs,
) -> anyhow::Result<Seams> {
    let replica = Arc::new(Replica::open(data, env, db)?);
    let road = Arc::new(Road::open(data, Arc::clone(&replica), blobs)?);
    let (exchange, state) = (Arc::clone(&road), Arc::clone(&road));
    let (desk, id_key) = (Arc::clone(&replica), data.keys()?.id_key);
    let (wanted, readable, photo) = (Arc::clone(&replica), Arc::clone(&replica), replica);
    Ok(Seams {
        api: Arc::new(move |caller, name, request| {
            host::call(&desk, id_key, caller, name, request)
        }),
        exchange: Arc::new(move |device, request| exchange.exchange(&device, &request)),
        state: Arc::new(move |device, query| state.state(&device, &query)),
        wanted: Arc::new(move |hash| {
            let named = wanted.with(|county| Ok(crate::photos::is_named(county.store(), hash)?));
            logged(named).unwrap_or(false)
        }),
        readable: Arc::new(move |account, hash| {
            let found = readable.with(|county| {
                Ok(crate::photos::media_type(
                    county.store(),
                    &account.scope(),
                    hash,
                )?)
            });
            logged(found).flatten()
        }),
        photo: Arc::new(move |caller, id, _| {
            let found = photo.with(|county| {
                Ok(crate::photos::file(
                    county.store(),
                    &caller.account.scope(),
                    id,
                )?)
            });
            logged(found)
                .flatten()
                .map(|(hash, media_type)| PhotoFile { hash, media_type })
        }),
        arrived: Arc::new(move |hash, _| road.arrived(hash)),
        openapi: api::openapi::print().into(),
    })
}

fn logged<T>(result: anyhow::Result<T>) -> Option<T> {
    result
        .inspect_err(|error| tracing::error!("{error:#}"))
        .ok()
}

/// Makes log and replica of a new county, with its divisions.
pub fn create(
    data: &DataFolder,
    env: &Arc<dyn Env>,
    divisions: &[Division],
) -> Result<(), Failure> {
    let mut county = open_county(data)?;
    registry::divisions(&mut county, &**env, divisions)?;
    Ok(())
}

/// Brings accounts into the log; a running server does it itself when it is next asked.
pub fn accounts_changed(
    data: &DataFolder,
    env: &Arc<dyn Env>,
    db: &Arc<ServerDb>,
) -> Result<(), Failure> {
    let _lock = match data.lock() {
        Ok(lock) => lock,
        Err(DataError::InUse { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut county = open_county(data)?;
    registry::publish(&mut county, &**env, db).map_err(anyhow::Error::from)?;
    Ok(())
}

/// The name of a person who is in the replica.
pub fn person_name(data: &DataFolder, id: Id) -> Result<String, Failure> {
    registry::person_name(&open_county(data)?, id)?.ok_or_else(|| {
        Failure::new(
            Exit::Refused,
            "person_unknown",
            format!("There is no person {id}"),
            "Give a name to add one",
        )
    })
}
