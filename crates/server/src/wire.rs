//! Puts log, replica and operations behind the seams of the HTTP face.

use std::sync::Arc;

use domain::{Env, Id};
use store::county::County;
use terminal::{Exit, Failure};

use crate::{
    blobs::Blobs,
    data::{DataError, DataFolder},
    db::ServerDb,
    divisions::Division,
    exchange::Road,
    host, registry,
    replica::{Replica, ReplicaError},
    seams::{PhotoFile, Seams},
};

fn open_county(data: &DataFolder) -> Result<County, Failure> {
    let keys = data.keys()?;
    County::open(&data.county_file(), &keys.replica).map_err(Failure::from)
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
    let (exchange, state, older) = (Arc::clone(&road), Arc::clone(&road), Arc::clone(&road));
    let (desk, id_key) = (Arc::clone(&replica), data.keys()?.id_key);
    let (wanted, readable) = (Arc::clone(&replica), Arc::clone(&replica));
    let (holds, photo) = (Arc::clone(&replica), replica);
    Ok(Seams {
        api: Arc::new(move |caller, name, request| {
            host::call(&desk, id_key, caller, name, request)
        }),
        exchange: Arc::new(move |device, request| exchange.exchange(&device, request)),
        state: Arc::new(move |device, query| state.state(&device, &query)),
        older: Arc::new(move |device, request| older.older(&device, request)),
        holds: Arc::new(move |account| {
            let scope = account.scope();
            holds.read(|store| {
                let sum = store::place::sum(store.connection(), &scope)?;
                Ok::<_, ReplicaError>(sum.rows)
            })
        }),
        wanted: Arc::new(move |hash| {
            wanted.read(|store| Ok(crate::photos::is_named(store, hash)?))
        }),
        readable: Arc::new(move |account, hash| {
            readable.read(|store| Ok(crate::photos::media_type(store, &account.scope(), hash)?))
        }),
        photo: Arc::new(move |caller, id, _| {
            let scope = caller.account.scope();
            let found = photo
                .read(|store| Ok::<_, ReplicaError>(crate::photos::file(store, &scope, id)?))?;
            Ok(found.map(|(hash, media_type)| PhotoFile { hash, media_type }))
        }),
        arrived: Arc::new(move |hash, _| road.arrived(hash)),
        openapi: api::openapi::print().into(),
    })
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

/// People of the replica who have this name, with the division in which they work.
pub fn people_named(data: &DataFolder, name: &str) -> Result<Vec<(Id, String)>, Failure> {
    Ok(registry::people_named(&open_county(data)?, name)?)
}

/// The name of a person who is in the replica.
pub fn person_name(data: &DataFolder, id: Id) -> Result<String, Failure> {
    registry::person_name(&open_county(data)?, id)?.ok_or_else(|| {
        Failure::new(
            Exit::Refused,
            "person_unknown",
            format!("There is no person {id}"),
        )
        .hint("Give a name to add one")
    })
}
