//! An operation's host at the county: who asks, as the account's grants say at this moment, on the one replica.

use std::sync::Arc;

use api::{
    ApiError, Asker, Code, Host, Right,
    county::DeviceRow,
    host::{Laptop, Replica as Held},
    session::Side,
};
use domain::Env;
use serde_json::{Map, Value};
use store::Store;

use crate::{
    accounts::{Account, Caller},
    devices,
    replica::{Replica, ReplicaError},
    seams::ApiFailure,
};

/// Made for each call.
struct CountyHost<'a> {
    replica: &'a Replica,
    asker: Asker,
    id_key: [u8; 32],
}

/// Does one operation for a caller of this server.
pub fn call(
    replica: &Arc<Replica>,
    id_key: [u8; 32],
    caller: &Caller,
    name: &str,
    request: Value,
) -> Result<Value, ApiFailure> {
    let host = CountyHost {
        replica,
        asker: asker(&caller.account),
        id_key,
    };
    api::dispatch(&host, name, request).map_err(failure)
}

fn asker(account: &Account) -> Asker {
    Asker {
        account: account.name.clone(),
        person_id: account.person_id,
        person_name: account.person_name.clone(),
        rights: account
            .grants
            .iter()
            .map(|grant| Right {
                grant: grant.id,
                role: grant.role.clone(),
                area: grant.area.clone(),
            })
            .collect(),
        scope: account.scope(),
    }
}

/// What is not the caller's fault is for the log, not for the answer.
pub(crate) fn failure(error: ApiError) -> ApiFailure {
    let status = error.code.status();
    let mut detail = error.detail;
    if status == 500 {
        tracing::error!("{}: {detail}", error.code.word());
        "The server failed; its log says why".clone_into(&mut detail);
    }
    let violations = serde_json::to_value(error.violations).unwrap_or_default();
    ApiFailure {
        status,
        code: error.code.word().to_owned(),
        detail,
        more: Map::from_iter([("violations".to_owned(), violations)]),
    }
}

/// What came in the way of an operation.
enum Stopped {
    Refused(ApiError),
    Replica(ReplicaError),
}

impl From<ReplicaError> for Stopped {
    fn from(error: ReplicaError) -> Self {
        Self::Replica(error)
    }
}

impl From<Stopped> for ApiError {
    fn from(asked: Stopped) -> Self {
        match asked {
            // Another process holds the county's file for longer than SQLite waits.
            Stopped::Refused(error) if error.code == Code::FileInUse => {
                Self::new(Code::RetryLater, error.detail)
            }
            Stopped::Refused(error) => error,
            Stopped::Replica(ReplicaError::Busy) => {
                Self::new(Code::RetryLater, "the county is busy")
            }
            Stopped::Replica(error) => {
                Self::new(Code::Failed, format!("{:#}", anyhow::Error::from(error)))
            }
        }
    }
}

impl Host for CountyHost<'_> {
    fn asker(&self) -> &Asker {
        &self.asker
    }

    fn env(&self) -> &dyn Env {
        self.replica.env()
    }

    fn side(&self) -> Side {
        Side::County
    }

    fn with(&self, work: &mut dyn FnMut(Held<'_>) -> Result<(), ApiError>) -> Result<(), ApiError> {
        let done = self
            .replica
            .write(|county| work(Held::County(county)).map_err(Stopped::Refused));
        done.map_err(ApiError::from)
    }

    fn read(&self, work: &mut dyn FnMut(&Store) -> Result<(), ApiError>) -> Result<(), ApiError> {
        let done = self
            .replica
            .read(|store| work(store).map_err(Stopped::Refused));
        done.map_err(ApiError::from)
    }

    fn id_key(&self, _: &Store) -> Result<[u8; 32], ApiError> {
        Ok(self.id_key)
    }

    fn laptops(&self) -> Result<Vec<Laptop>, ApiError> {
        let devices = devices::list(self.replica.db())
            .map_err(|error| ApiError::from(Stopped::Replica(error.into())))?;
        Ok(devices
            .into_iter()
            .map(|device| Laptop {
                area: device.account.area.clone(),
                row: DeviceRow {
                    id: device.id,
                    state: device.state().to_owned(),
                    person_name: device.account.person_name,
                    role: device.account.role,
                    area_name: String::new(),
                    machine: device.machine,
                    last_seen_at_ms: device.last_seen_at,
                    pending: device.pending,
                    version: device.version,
                },
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::tests::added,
        db::{ServerDb, tests::TestEnv},
    };

    #[test]
    fn an_account_asks_with_the_rights_of_its_grants_and_none_when_it_is_disabled() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let account = added(&db, &env, "zhang", "first_secretary", "431128103202");
        let asks = asker(&account);
        assert_eq!(
            (asks.role(), asks.area(), asks.person_id),
            ("first_secretary", "431128103202", account.person_id)
        );
        let after = crate::accounts::disable(&db, "zhang", 9).unwrap();
        assert!(asker(&after).rights.is_empty());
        assert_eq!(asks.rights[0].grant, account.grants[0].id);
    }

    #[test]
    fn what_went_wrong_inside_is_not_told_outside() {
        let told = failure(ApiError::new(Code::Failed, "sqlite: secret table"));
        assert_eq!((told.status, told.code.as_str()), (500, "failed"));
        assert!(!told.detail.contains("secret"));
        let told = failure(ApiError::new(Code::NotPermitted, "li may not"));
        assert_eq!((told.status, told.detail.as_str()), (403, "li may not"));
    }
}
