//! Papers for the console: gathered by an operation, looked at as pictures, fetched as PDF. The console holds a ticket;
//! the paper stays here, so that what was looked at is what is printed.

use std::sync::Arc;

use api::{
    ApiError,
    print::{PAPERS, Preview},
};
use axum::{
    Json,
    extract::{Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use paper::{Laid, Paper, Stop};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{App, Lane, OPERATION_MAX, Refusal, body, lanes::blocking, who};
use crate::{accounts::Caller, host::failure, seams::ApiFailure};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    name: String,
    request: Value,
    ticket: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paging {
    ticket: String,
    from: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ticket {
    ticket: String,
}

/// A request that goes away ends its print.
struct Gone(Stop);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.stop();
    }
}

pub(super) async fn open(State(app): State<Arc<App>>, request: Request) -> Response {
    let (caller, asked): (_, Opening) = match asked(&app, request).await {
        Ok(asked) => asked,
        Err(response) => return *response,
    };
    let stop = Stop::default();
    let _gone = Gone(stop.clone());
    let preview = blocking(&app, Lane::Print, move |app| {
        if !PAPERS.contains(&asked.name.as_str()) {
            return Err(Refusal::not_found("This operation gives no paper"));
        }
        let done = (app.seams.api)(&caller, &asked.name, asked.request)?;
        let paper: Paper =
            serde_json::from_value(done).map_err(|error| Refusal::internal(&error))?;
        let owner = owner(&caller);
        let laid = app.papers.lay(&owner, &asked.ticket, paper);
        // What nobody looks at does not stay: its preview was closed, or it cannot be set.
        drawn(app, &laid, 0, &stop).inspect_err(|_| app.papers.clear(&owner, &asked.ticket))
    });
    answered(preview.await.map(Json))
}

pub(super) async fn pages(State(app): State<Arc<App>>, request: Request) -> Response {
    let (caller, asked): (_, Paging) = match asked(&app, request).await {
        Ok(asked) => asked,
        Err(response) => return *response,
    };
    let laid = match laid(&app, &caller, &asked.ticket) {
        Ok(laid) => laid,
        Err(refusal) => return refusal.into_response(),
    };
    let stop = laid.stop.under();
    let _gone = Gone(stop.clone());
    let preview = blocking(&app, Lane::Print, move |app| {
        drawn(app, &laid, asked.from, &stop)
    });
    answered(preview.await.map(Json))
}

pub(super) async fn pdf(State(app): State<Arc<App>>, request: Request) -> Response {
    let (caller, asked): (_, Ticket) = match asked(&app, request).await {
        Ok(asked) => asked,
        Err(response) => return *response,
    };
    let laid = match laid(&app, &caller, &asked.ticket) {
        Ok(laid) => laid,
        Err(refusal) => return refusal.into_response(),
    };
    let stop = laid.stop.under();
    let _gone = Gone(stop.clone());
    let bytes = blocking(&app, Lane::Print, move |app| {
        api::print::pdf(&app.options.printer, &laid.paper, &stop).map_err(refused)
    });
    let done = bytes.await;
    answered(done.map(|bytes| ([(header::CONTENT_TYPE, "application/pdf")], bytes)))
}

pub(super) async fn close(State(app): State<Arc<App>>, request: Request) -> Response {
    let (caller, asked): (_, Ticket) = match asked(&app, request).await {
        Ok(asked) => asked,
        Err(response) => return *response,
    };
    app.papers.clear(&owner(&caller), &asked.ticket);
    Json(json!({})).into_response()
}

/// Who asks, and for what.
async fn asked<T: DeserializeOwned>(
    app: &Arc<App>,
    request: Request,
) -> Result<(Caller, T), Box<Response>> {
    let (parts, incoming) = request.into_parts();
    let caller = match who::caller(app, &parts).await {
        Ok(caller) => caller,
        Err(refusal) => return Err(Box::new(body::refuse(app, incoming, refusal).await)),
    };
    if let Err(refusal) = who::json_only(&parts.headers) {
        return Err(Box::new(body::refuse(app, incoming, refusal).await));
    }
    let read = async {
        let body = body::whole(app, incoming, OPERATION_MAX).await?;
        serde_json::from_slice(&body.bytes).map_err(|error| Refusal::malformed(error.to_string()))
    };
    match read.await {
        Ok(asked) => Ok((caller, asked)),
        Err(refusal) => Err(Box::new(refusal.into_response())),
    }
}

fn owner(caller: &Caller) -> String {
    match caller.session {
        Some(session) => format!("{} {session}", caller.account.name),
        None => caller.account.name.clone(),
    }
}

fn laid(app: &App, caller: &Caller, ticket: &str) -> Result<Laid, Refusal> {
    let laid = app.papers.get(&owner(caller), ticket);
    laid.ok_or_else(|| {
        let gone = ApiError::new(api::Code::PrintGone, "No paper lies there");
        Refusal::from(failure(gone))
    })
}

fn drawn(app: &App, laid: &Laid, from: usize, stop: &Stop) -> Result<Preview, Refusal> {
    api::print::preview(&app.options.printer, &laid.paper, from, stop).map_err(refused)
}

/// The log has the kind of failure only: words around a missing character are those of a household.
fn refused(error: paper::PrintError) -> Refusal {
    let error = ApiError::from(error);
    tracing::warn!("A print failed: {:?}", error.code);
    let failure: ApiFailure = failure(error);
    failure.into()
}

fn answered(done: Result<impl IntoResponse, Refusal>) -> Response {
    match done {
        Ok(answer) => answer.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
