//! What households ask and wish for, and what they were given, on paper.

use domain::codes;
use paper::{
    DistributionLine, Distributions, Form, Paper, RequestLine, Requests, Roll, RollLine, WishLine,
    Wishes,
};
use store::query::{
    distribution_list as store_distributions, request_list as store_requests,
    wish_list as store_wishes,
};

use super::{
    filter,
    list::{LIMIT, in_village, is_of_a_village, something},
    made, place_name,
};
use crate::{
    common::IdRequest,
    distribution::{self, DistributionQuery},
    error::ApiError,
    host::{Host, read},
    request::{self, RequestQuery},
    view::{asking, may_read},
    wish::{self, WishQuery},
};

/// `request.print`.
pub fn requests(host: &dyn Host, request: &RequestQuery) -> Result<Paper, ApiError> {
    may_read(host, "request")?;
    let query = store_requests::RequestQuery {
        limit: LIMIT,
        offset: 0,
        ..request::query_of(request)
    };
    let list = read(host, |store| {
        let page = store.request_list(asking(host), &query)?;
        Ok(Requests {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_requests(store, request, &page.villages)?,
            rows: page
                .rows
                .into_iter()
                .map(|row| RequestLine {
                    group: in_village(host, &row.village_name, &row.group_name),
                    ..line_of_request(row)
                })
                .collect(),
        })
    })?;
    something(list.rows.len())?;
    made(host, "V1", Form::Requests(list))
}

/// A request in words.
fn line_of_request(row: store_requests::RequestRow) -> RequestLine {
    let state = codes::REQUEST_STATE.label_of(&row.state);
    let confirmed = [row.confirmed_on.unwrap_or_default(), row.confirmed_by];
    RequestLine {
        household: row.head_name,
        group: row.group_name,
        raised_on: row.raised_on,
        content: row.content,
        person: row.person_name,
        due_on: row.due_on.unwrap_or_default(),
        state: match row.late_days {
            1.. => format!("{state}，过期 {} 天", row.late_days),
            _ => state,
        },
        result: row.result,
        solved_on: row.solved_on.unwrap_or_default(),
        confirmed: confirmed.join(" ").trim().to_owned(),
    }
}

/// `wish.print`.
pub fn wishes(host: &dyn Host, request: &WishQuery) -> Result<Paper, ApiError> {
    may_read(host, "wish")?;
    let query = store_wishes::WishQuery {
        limit: LIMIT,
        offset: 0,
        ..wish::query_of(request)
    };
    let list = read(host, |store| {
        let page = store.wish_list(asking(host), &query)?;
        Ok(Wishes {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_wishes(store, request, &page.villages)?,
            rows: page
                .rows
                .into_iter()
                .map(|row| WishLine {
                    group: in_village(host, &row.village_name, &row.group_name),
                    household: row.head_name,
                    raised_on: row.raised_on,
                    content: row.content,
                    wished_by: row.wished_by,
                    donor: row.donor,
                    fulfilled_on: row.fulfilled_on.unwrap_or_default(),
                    note: row.note,
                })
                .collect(),
        })
    })?;
    something(list.rows.len())?;
    made(host, "V2", Form::Wishes(list))
}

/// `distribution.print`.
pub fn distributions(host: &dyn Host, request: &DistributionQuery) -> Result<Paper, ApiError> {
    may_read(host, "distribution")?;
    let query = store_distributions::DistributionQuery {
        limit: LIMIT,
        offset: 0,
        ..distribution::query_of(request)
    };
    let list = read(host, |store| {
        let page = store.distribution_list(asking(host), &query)?;
        Ok(Distributions {
            place: place_name(store, host.asker().area())?,
            filter: filter::of_distributions(request, &page.villages),
            rows: page
                .rows
                .into_iter()
                .map(|row| DistributionLine {
                    each: each(&row),
                    received: received(&row),
                    // On the paper of one village it stands in the head.
                    village: if is_of_a_village(host) {
                        String::new()
                    } else {
                        row.division_name
                    },
                    given_on: row.given_on,
                    item: row.item,
                    source: row.source,
                    note: row.note,
                })
                .collect(),
        })
    })?;
    something(list.rows.len())?;
    made(host, "V3", Form::Distributions(list))
}

/// `distribution.roll`: who is to sign for it. What was ticked is on it, the rest is left to the pen.
pub fn roll(host: &dyn Host, request: &IdRequest) -> Result<Paper, ApiError> {
    may_read(host, "distribution")?;
    let roll = read(host, |store| {
        let found = store.distribution(asking(host), request.id)?;
        let (row, portions) =
            found.ok_or_else(|| ApiError::not_found("distribution", request.id))?;
        let mut rows = Vec::with_capacity(portions.len());
        for portion in portions {
            rows.push(RollLine {
                household_number: portion.household_number,
                // Its village is that of the paper, unless it has moved since.
                group: if portion.village_name == row.division_name {
                    portion.group_name
                } else {
                    in_village(host, &portion.village_name, &portion.group_name)
                },
                household: portion.head_name,
                received_on: portion.received_on.unwrap_or_default(),
                received_by: portion.received_by,
            });
        }
        Ok(Roll {
            place: place_name(store, &row.division_code)?,
            each: each(&row),
            received: received(&row),
            given_on: row.given_on,
            item: row.item,
            source: row.source,
            note: row.note,
            rows,
        })
    })?;
    something(roll.rows.len())?;
    made(host, "V3", Form::Roll(roll))
}

/// How much a household gets.
fn each(row: &store_distributions::DistributionRow) -> String {
    row.quantity.map_or(String::new(), |quantity| {
        format!("{quantity} {}", row.quantity_unit)
            .trim_end()
            .to_owned()
    })
}

fn received(row: &store_distributions::DistributionRow) -> String {
    format!("{} / {} 户", row.received, row.households)
}
