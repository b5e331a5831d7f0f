//! Laptops and freshness of the county.

use std::collections::BTreeMap;

use domain::{Id, Place, env::date_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{centre, county::last_received_ms};
use ts_rs::TS;

use crate::{
    common::{Empty, IdText, PageRequest},
    error::ApiError,
    host::{self, Host, Laptop},
};

/// A laptop as the county knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DeviceRow {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub person_name: String,
    pub role: String,
    pub area_name: String,
    pub machine: String,
    pub last_seen_at_ms: Option<i64>,
    pub pending: u64,
    pub version: String,
    pub state: String,
}

/// Laptops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DevicePage {
    pub rows: Vec<DeviceRow>,
    pub total: u64,
}

/// How fresh the county is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct CountyStatus {
    pub villages_today: u64,
    pub villages_all: u64,
    pub stalest_name: String,
    pub stalest_days: i64,
    pub last_receipt_at_ms: Option<i64>,
}

const LIMIT_MAX: u32 = 1_000;

/// Body of `device.list`.
pub fn devices(host: &dyn Host, request: &PageRequest) -> Result<DevicePage, ApiError> {
    let laptops = in_area(host)?;
    let total = laptops.len() as u64;
    host::read(host, |store| {
        let mut rows = Vec::new();
        let shown = laptops
            .into_iter()
            .skip(request.offset as usize)
            .take(request.limit.min(LIMIT_MAX) as usize);
        for Laptop { mut row, area } in shown {
            if row.area_name.is_empty() {
                row.area_name = centre::division_name(store.connection(), &area)?.unwrap_or(area);
            }
            rows.push(row);
        }
        Ok(DevicePage { rows, total })
    })
}

/// Laptops that work in an area of the asker's.
fn in_area(host: &dyn Host) -> Result<Vec<Laptop>, ApiError> {
    let mut laptops = host.laptops()?;
    laptops.retain(|laptop| {
        Place::from_code(&laptop.area)
            .is_some_and(|place| place != Place::PUBLIC && host.asker().scope.contains(place))
    });
    Ok(laptops)
}

/// Body of `county.status`: how long ago each village's laptops were last here.
pub fn status(host: &dyn Host, _: &Empty) -> Result<CountyStatus, ApiError> {
    let today = host::today(host);
    let mut seen: BTreeMap<String, Option<i64>> = BTreeMap::new();
    for laptop in in_area(host)? {
        let at = seen.entry(laptop.area).or_default();
        *at = (*at).max(laptop.row.last_seen_at_ms);
    }
    let area = Place::from_code(host.asker().area()).unwrap_or(Place::PARKED);
    host::read(host, |store| {
        let villages = store.villages_of(area)?;
        let mut status = CountyStatus {
            villages_today: 0,
            villages_all: villages.len() as u64,
            stalest_name: String::new(),
            stalest_days: 0,
            last_receipt_at_ms: last_received_ms(store)?,
        };
        for (code, name) in villages {
            let Some(Some(at)) = seen.get(&code) else {
                continue;
            };
            let days = (today - date_of(*at)).num_days();
            status.villages_today += u64::from(days <= 0);
            if days > status.stalest_days {
                (status.stalest_days, status.stalest_name) = (days, name);
            }
        }
        Ok(status)
    })
}
