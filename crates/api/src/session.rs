//! Who asks.

use domain::{Id, access::Access, records};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Store, centre};
use ts_rs::TS;

use crate::{
    common::{Empty, IdText},
    error::ApiError,
    heard,
    host::{self, Host},
};

/// Where the person works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Area {
    pub code: String,
    pub name: String,
    pub level: Level,
    pub path: Vec<String>,
}

/// A person with their duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct PersonName {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub name: String,
    pub duty: String,
}

/// Who asks, where, on what day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Session {
    pub side: Side,
    pub account: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub person_id: Id,
    pub name: String,
    pub role: String,
    pub area: Area,
    pub today: String,
    pub now_ms: i64,
    /// What is added to a wrong clock to tell the date; see `session.give_today`.
    pub clock_shift_ms: i64,
    pub team: Vec<PersonName>,
    /// Records that the account may read.
    pub reads: Vec<String>,
    /// Records that the account may write.
    pub writes: Vec<String>,
}

/// How high a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    County,
    Township,
    Village,
}

/// Which side of the exchange answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Laptop,
    County,
}

/// Body of `session.get`.
pub fn get(host: &dyn Host, _: &Empty) -> Result<Session, ApiError> {
    let asker = host.asker();
    let today = host::today(host).to_string();
    host::read(host, |store| {
        let mut team: Vec<PersonName> = store
            .team_of(asker.area(), &today)?
            .into_iter()
            .map(|mate| PersonName {
                id: mate.id,
                name: mate.name,
                duty: mate.duty,
            })
            .collect();
        if team.iter().all(|mate| mate.id != asker.person_id) {
            let me = PersonName {
                id: asker.person_id,
                name: asker.person_name.clone(),
                duty: asker.role().to_owned(),
            };
            team.insert(0, me);
        }
        Ok(Session {
            side: host.side(),
            account: asker.account.clone(),
            person_id: asker.person_id,
            name: asker.person_name.clone(),
            role: asker.role().to_owned(),
            area: area(store, asker.area())?,
            today,
            now_ms: host.env().wall_ms(),
            clock_shift_ms: host.clock_shift_ms().unwrap_or(0),
            team,
            reads: heard::readable_records(asker),
            writes: records::REGISTRY
                .iter()
                .filter(|info| asker.access(info.name) == Access::Write)
                .map(|info| info.name.to_owned())
                .collect(),
        })
    })
}

/// Today's date as the person gives it, where the clock is known to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TodayGiven {
    pub today: String,
}

/// Body of `session.give_today`.
pub fn give_today(host: &dyn Host, request: &TodayGiven) -> Result<Session, ApiError> {
    let given = domain::records::date(&request.today.as_str().into())
        .ok_or_else(|| ApiError::violation("today", "impossible_date"))?;
    let wall_ms = host.env().wall_ms();
    let by_clock = domain::env::date_of(wall_ms);
    // The county's clock when it says the same, so that the day turns at the right hour; else whole days.
    let measured = host::read(host, |store| {
        Ok(crate::centre::clock_offset(
            &store.offsets()?,
            host.env().boot(),
        ))
    })?;
    let shift = if domain::env::date_of(wall_ms.saturating_add(measured)) == given {
        measured
    } else {
        (given - by_clock).num_milliseconds()
    };
    host.shift_clock(shift)?;
    get(host, &Empty {})
}

/// A division with the names above it, the county first.
fn area(store: &Store, code: &str) -> Result<Area, ApiError> {
    let level = match code.len() {
        12 => Level::Village,
        9 => Level::Township,
        _ => Level::County,
    };
    let mut path = Vec::new();
    for digits in [6, 9, 12] {
        if let Some(code) = code.get(..digits) {
            path.extend(centre::division_name(store.connection(), code)?);
        }
    }
    let name = centre::division_name(store.connection(), code)?.unwrap_or_else(|| code.to_owned());
    Ok(Area {
        code: code.to_owned(),
        name,
        level,
        path,
    })
}
