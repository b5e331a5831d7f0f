//! The laptop's exchange on this server: what is known of the device, the county's decision, and which photos are
//! still to come. The protocol itself is `sync`'s.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    Place,
    place::Scope,
    records::{Photo, Record},
};
use store::{StoreError, county::County};
use sync::{
    CountyKey, DeviceFacts, ExchangeError, exchange,
    protocol::{Request, StateAsk},
    state,
};

use crate::{
    accounts,
    blobs::{Blobs, FileHash},
    data::DataFolder,
    devices::{self, Device, Report},
    photos,
    seams::{StateQuery, SyncFailure},
    wire::Replica,
};

/// How many files one answer names; the next one names more.
const WANTED_MAX: usize = 500;

/// The county's half of the laptop's road.
pub struct Road {
    replica: Arc<Replica>,
    key: CountyKey,
    county: String,
    missing: Missing,
}

/// Files that rows name and whose bytes have not come.
struct Missing {
    blobs: Blobs,
    files: Mutex<Vec<(FileHash, Place)>>,
}

impl Road {
    pub fn open(data: &DataFolder, replica: Arc<Replica>, blobs: &Blobs) -> anyhow::Result<Self> {
        let road = Self {
            key: CountyKey::from_bytes(&data.keys()?.county.to_bytes()),
            county: data.county().code.clone(),
            missing: Missing {
                blobs: blobs.clone(),
                files: Mutex::default(),
            },
            replica,
        };
        road.replica
            .with(|county| Ok(road.missing.look(county, 0)?))?;
        Ok(road)
    }

    /// One exchange, bytes in and out.
    pub fn exchange(&self, device: &Device, request: &[u8]) -> Result<Vec<u8>, SyncFailure> {
        let hello = Request::hello_of(request)
            .map_err(|_| SyncFailure::Malformed("Not an exchange".to_owned()))?;
        let (db, env) = (self.replica.db(), self.replica.env());
        let grants = accounts::grants_ever(db, device.account.id).map_err(failed)?;
        let mut facts = DeviceFacts {
            public_key: device.public_key,
            grants: grants.iter().map(|grant| grant.id).collect(),
            scope: device.account.scope(),
            revoked: device.revoked,
            county: self.county.clone(),
            ..DeviceFacts::default()
        };
        facts.wanted_files = self.missing.of(&facts.scope);
        let answered = self.replica.with(|county| {
            let before = county.head().seq;
            let answered = exchange(county, env, &self.key, &facts, request);
            if let Ok((_, touched)) = &answered
                && touched.contains(&Photo::INFO.table)
            {
                self.missing.look(county, before)?;
            }
            Ok(answered)
        });
        let (answer, _) = answered.map_err(failed)?.map_err(refused)?;
        let report = Report {
            pending: hello.waiting_sets,
            pending_bytes: hello.waiting_bytes,
            version: hello.app,
        };
        devices::report(db, device.id, &report, env.wall_ms()).map_err(failed)?;
        Ok(answer)
    }

    /// The next state block of a first sync, behind `after` = `table.id`.
    pub fn state(&self, device: &Device, query: &StateQuery) -> Result<Vec<u8>, SyncFailure> {
        let ask = StateAsk::of_words(&query.place, &query.after, &query.from).ok_or_else(|| {
            SyncFailure::Malformed("after is TABLE.ID, from is SEQ.MARK".to_owned())
        })?;
        let facts = DeviceFacts {
            public_key: device.public_key,
            scope: device.account.scope(),
            ..DeviceFacts::default()
        };
        self.replica
            .with(|county| Ok(state(county, &self.key, &facts, &ask)))
            .map_err(failed)?
            .map_err(refused)
    }

    /// A file has come.
    pub fn arrived(&self, hash: &FileHash) {
        self.missing.lock().retain(|(missing, _)| missing != hash);
    }
}

impl Missing {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(FileHash, Place)>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what photo rows written after entry `after` name.
    fn look(&self, county: &County, after: u64) -> Result<(), StoreError> {
        let named = photos::named_after(county.store(), after)?;
        let mut files = self.lock();
        let known: BTreeSet<(FileHash, Place)> = files.iter().copied().collect();
        files.extend(
            named
                .into_iter()
                .filter(|file| !known.contains(file) && self.blobs.size(&file.0).is_none()),
        );
        Ok(())
    }

    fn of(&self, scope: &Scope) -> Vec<[u8; 32]> {
        let files = self.lock();
        let wanted: BTreeSet<[u8; 32]> = files
            .iter()
            .filter(|(_, place)| scope.contains(*place))
            .map(|(hash, _)| hash.0)
            .take(WANTED_MAX)
            .collect();
        wanted.into_iter().collect()
    }
}

fn failed(error: impl std::fmt::Display) -> SyncFailure {
    SyncFailure::Failed(format!("{error:#}"))
}

fn refused(error: ExchangeError) -> SyncFailure {
    match error {
        ExchangeError::Malformed(_) => SyncFailure::Malformed(error.to_string()),
        ExchangeError::BadSignature => SyncFailure::BadSignature,
        ExchangeError::PositionUnknown => SyncFailure::PositionUnknown,
        ExchangeError::OutsideScope => SyncFailure::NotPermitted(error.to_string()),
        ExchangeError::Store(StoreError::InUse | StoreError::DiskFull) => {
            SyncFailure::RetryLater { after_s: 10 }
        }
        ExchangeError::Store(error) => failed(error),
    }
}
