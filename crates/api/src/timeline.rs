//! One household from the day it was identified to its exit.

use domain::{
    Id,
    records::{Household, Record},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::query::timeline::Event;
use ts_rs::TS;

use crate::{
    common::{IdRequest, IdText},
    error::ApiError,
    host::{Host, read},
    record,
    view::may_read,
};

/// What happened, the first first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TimelineAnswer {
    pub events: Vec<TimelineEvent>,
    /// A laptop's: changes from before its first sync are at the county.
    pub is_older_at_county: bool,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TimelineEvent {
    /// `2018-09-30`, or as much of it as is known: `2018-09`, `2018`
    pub on: String,
    /// identified | causes | changed | planned | measure_begun | measure_done | measure_dropped | problem_found |
    /// problem_closed | housing | visits | exit
    pub kind: String,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub id: Option<Id>,
    pub text: String,
    /// The list of the codes in `to`, empty for none.
    pub list: String,
    /// What stood before; of `housing` how far it came, of `measure_dropped` why.
    pub from: Vec<String>,
    pub to: Vec<String>,
    /// How many visits.
    pub count: u64,
    pub by_name: String,
}

/// `household.timeline`.
pub fn of_household(host: &dyn Host, request: &IdRequest) -> Result<TimelineAnswer, ApiError> {
    may_read(host, "household")?;
    read(host, |store| {
        record::readable(host.asker(), store, &Household::INFO, request.id)?;
        let found = store.household_timeline(request.id)?;
        Ok(TimelineAnswer {
            events: found.events.into_iter().map(event_of).collect(),
            is_older_at_county: found.is_older_at_county,
        })
    })
}

fn event_of(event: Event) -> TimelineEvent {
    TimelineEvent {
        on: event.on,
        kind: event.kind.to_owned(),
        id: event.id,
        text: event.text,
        list: event.list.to_owned(),
        from: event.from,
        to: event.to,
        count: event.count,
        by_name: event.by_name,
    }
}
