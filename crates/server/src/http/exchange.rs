//! The laptop's road: enrolment, the exchange, state blocks. What the bytes mean is decided behind the seams.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{Query, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{App, BODY_MAX, DOOR_MAX, Lane, Refusal, body, lanes::blocking, login, who};
use crate::{
    attempts,
    devices::{self, EnrolError, EnrolRequest},
    seams::StateQuery,
};

pub(super) async fn enrol(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    if let Err(refusal) =
        who::json_only(&parts.headers).and_then(|()| who::same_origin(&parts.headers))
    {
        return body::refuse(&app, incoming, refusal).await;
    }
    let from = format!("enrol-from:{}", who::address(&app, &parts));
    let answer = async {
        let body = body::whole(&app, incoming, DOOR_MAX).await?;
        let request: EnrolRequest = serde_json::from_slice(&body.bytes)
            .map_err(|_| Refusal::malformed("Send {code, device_public_key, machine, app}"))?;
        blocking(&app, Lane::Door, move |app| enrolled(app, &request, &from)).await
    };
    match answer.await {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn enrolled(app: &App, request: &EnrolRequest, from: &str) -> Result<Value, Refusal> {
    attempts::begin(&app.db, from, attempts::ADDRESS, app.env.wall_ms())?
        .map_err(login::too_many)?;
    let enrolled = devices::enrol(&app.db, &*app.env, request).map_err(|error| match error {
        EnrolError::Db(error) => error.into(),
        EnrolError::Malformed(detail) => Refusal::malformed(detail),
        refused => Refusal::new(StatusCode::FORBIDDEN, refused.code(), refused.to_string()),
    })?;
    attempts::succeeded(&app.db, from)?;
    let account = &enrolled.device.account;
    // Only for the bar of the first sync: no reason to refuse a laptop.
    let rows = (app.seams.holds)(account).unwrap_or_else(|error| {
        tracing::warn!("the rows of {} were not counted: {error}", account.name);
        0
    });
    Ok(json!({
        "device": enrolled.device.id,
        "token": enrolled.token,
        "person": account.person_id,
        "name": account.person_name,
        "account": account.name,
        "role": account.role,
        "area": account.area,
        "grant": account.grants.first().map(|grant| grant.id),
        "grants": account.grants,
        "county": app.county.code,
        "county_name": app.county.name,
        "county_public_key": hex::encode(app.keys.public_key()),
        "id_key": hex::encode(app.keys.id_key),
        "scope_version": account.scope_version,
        "rows": rows,
    }))
}

pub(super) async fn exchange(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    let device = match who::device_even_revoked(&app, &parts).await {
        Ok(device) => device,
        Err(refusal) => return body::refuse(&app, incoming, refusal).await,
    };
    let answer = async {
        let body = body::whole(&app, incoming, BODY_MAX).await?;
        blocking(&app, Lane::Road, move |app| {
            Ok((app.seams.exchange)(device, &body.bytes)?)
        })
        .await
    };
    bytes_or_refusal(answer.await)
}

pub(super) async fn state(
    State(app): State<Arc<App>>,
    query: Result<Query<StateQuery>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answer = async {
        let device = who::device(&app, &parts).await?;
        let Query(query) = query.map_err(|_| Refusal::malformed("Ask ?place=…&after=…"))?;
        blocking(&app, Lane::Road, move |app| {
            Ok((app.seams.state)(device, query)?)
        })
        .await
    };
    bytes_or_refusal(answer.await)
}

pub(super) async fn older(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    let device = match who::device(&app, &parts).await {
        Ok(device) => device,
        Err(refusal) => return body::refuse(&app, incoming, refusal).await,
    };
    let answer = async {
        let body = body::whole(&app, incoming, DOOR_MAX).await?;
        blocking(&app, Lane::Road, move |app| {
            Ok((app.seams.older)(device, &body.bytes)?)
        })
        .await
    };
    bytes_or_refusal(answer.await)
}

fn bytes_or_refusal(answer: Result<Vec<u8>, Refusal>) -> Response {
    match answer {
        Ok(bytes) => (
            [(header::CONTENT_TYPE, "application/octet-stream")],
            Body::from(bytes),
        )
            .into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
