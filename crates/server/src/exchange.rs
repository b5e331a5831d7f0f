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
use store::{Store, StoreError};
use sync::{
    Asked, CountyKey, Decided, DeviceFacts, ExchangeError, older, protocol::StateAsk, state,
};

use crate::{
    accounts,
    blobs::{Blobs, FileHash},
    data::DataFolder,
    db::DbError,
    devices::{self, Device, Report},
    photos,
    replica::{Replica, ReplicaError},
    seams::{StateQuery, SyncFailure},
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
            .read(|store| Ok::<_, ReplicaError>(road.missing.look(store, 0)?))?;
        Ok(road)
    }

    /// One exchange, bytes in and out. Only deciding needs the writer: signatures are proved before, and the page is
    /// cut beside it.
    pub fn exchange(&self, device: &Device, request: &[u8]) -> Result<Vec<u8>, SyncFailure> {
        let (db, env) = (self.replica.db(), self.replica.env());
        let grants = accounts::grants_ever(db, device.account.id)?;
        let scope = device.account.scope();
        let facts = DeviceFacts {
            public_key: device.public_key,
            grants: grants.iter().map(|grant| grant.id).collect(),
            revoked: device.revoked,
            county: self.county.clone(),
            wanted_files: self.missing.of(&scope),
            scope,
            ..DeviceFacts::default()
        };
        let asked = Asked::read(&facts, request)?;
        let decided = if asked.pushes() {
            Some(self.decide(&asked, &facts)?)
        } else {
            None
        };
        let answer = self.replica.read_log(|county| {
            Ok::<_, SyncFailure>(asked.answer(county, env, &self.key, &facts, decided.as_ref())?)
        })?;
        let (pending, pending_bytes) = asked.left(decided.as_ref());
        let report = Report {
            pending,
            pending_bytes,
            version: asked.hello().app.clone(),
        };
        devices::report(db, device.id, &report, env.wall_ms())?;
        Ok(answer)
    }

    fn decide(&self, asked: &Asked, facts: &DeviceFacts) -> Result<Decided, SyncFailure> {
        let decided = self.replica.write(|county| {
            let before = county.head().seq;
            let decided = asked.decide(county, self.replica.env(), facts)?;
            if decided.touched().contains(&Photo::INFO.table) {
                self.missing.look(county.store(), before)?;
            }
            Ok(decided)
        });
        match decided {
            // The push waits; the pull does not.
            Err(SyncFailure::RetryLater) => Ok(Decided::put_off(self.replica.env())),
            decided => decided,
        }
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
            .read_log(|county| Ok::<_, SyncFailure>(state(county, &self.key, &facts, &ask)?))
    }

    /// Entries from before a first sync, of the rows in `request`.
    pub fn older(&self, device: &Device, request: &[u8]) -> Result<Vec<u8>, SyncFailure> {
        let facts = DeviceFacts {
            public_key: device.public_key,
            scope: device.account.scope(),
            ..DeviceFacts::default()
        };
        self.replica.read_log(|county| {
            let env = self.replica.env();
            Ok::<_, SyncFailure>(older(county, env, &self.key, &facts, request)?)
        })
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
    fn look(&self, store: &Store, after: u64) -> Result<(), StoreError> {
        let named = photos::named_after(store, after)?;
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

impl From<ExchangeError> for SyncFailure {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Malformed(_) => Self::Malformed(error.to_string()),
            ExchangeError::BadSignature => Self::BadSignature,
            ExchangeError::PositionUnknown => Self::PositionUnknown,
            ExchangeError::OutsideScope => Self::NotPermitted(error.to_string()),
            ExchangeError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for SyncFailure {
    fn from(error: StoreError) -> Self {
        match error {
            // A full disk is the county's to mend; the laptop keeps what it has, and asks again.
            StoreError::InUse | StoreError::DiskFull => {
                tracing::error!("{error}");
                Self::RetryLater
            }
            error => Self::Failed(format!("{:#}", anyhow::Error::from(error))),
        }
    }
}

impl From<ReplicaError> for SyncFailure {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Busy => Self::RetryLater,
            ReplicaError::Store(error) => error.into(),
            error => Self::Failed(format!("{:#}", anyhow::Error::from(error))),
        }
    }
}

impl From<DbError> for SyncFailure {
    fn from(error: DbError) -> Self {
        ReplicaError::from(error).into()
    }
}
