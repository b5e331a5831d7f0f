//! `POST /api/{operation}`: JSON in, JSON out, for consoles and laptops alike.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{App, Lane, OPERATION_MAX, Refusal, body, lanes::blocking, who};

pub(super) async fn call(
    State(app): State<Arc<App>>,
    Path(operation): Path<String>,
    request: Request,
) -> Response {
    let (parts, incoming) = request.into_parts();
    let caller = match who::caller(&app, &parts).await {
        Ok(caller) => caller,
        Err(refusal) => return body::refuse(&app, incoming, refusal).await,
    };
    if let Err(refusal) = who::json_only(&parts.headers) {
        return body::refuse(&app, incoming, refusal).await;
    }
    let answer = async {
        let body = body::whole(&app, incoming, OPERATION_MAX).await?;
        let request: Value = serde_json::from_slice(&body.bytes)
            .map_err(|error| Refusal::malformed(format!("Not JSON: {error}")))?;
        blocking(&app, Lane::Desk, move |app| {
            Ok((app.seams.api)(&caller, &operation, request)?)
        })
        .await
    };
    match answer.await {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// Says what there is, not what there is in it: readable without logging in.
pub(super) async fn openapi(State(app): State<Arc<App>>) -> Response {
    let document = app.seams.openapi.to_string();
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}
