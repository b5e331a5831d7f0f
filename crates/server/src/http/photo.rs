//! Pictures for the console, by the row that owns them: knowing a hash opens nothing.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Query, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::Id;
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::{App, Lane, Refusal, lanes::blocking, who};
use crate::{blobs::FileHash, seams::PhotoSize};

/// Shown in the page; everything else is downloaded, never run.
const SHOWN: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

#[derive(Default, serde::Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    size: PhotoSize,
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    wish: Result<Query<Wish>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = who::caller(&app, &parts).await?;
    let absent = || Refusal::not_found("There is no such photo here");
    let id: Id = id.parse().map_err(|_| absent())?;
    let size = wish
        .map_err(|_| Refusal::malformed("size is thumb, middle or original"))?
        .size;
    let photo = blocking(&app, Lane::Files, move |app| {
        Ok((app.seams.photo)(&caller, id, size)?)
    })
    .await?
    .ok_or_else(absent)?;
    file(
        &app,
        &photo.hash,
        &photo.media_type,
        Request::from_parts(parts, Body::empty()),
    )
    .await
}

/// A held file, whole or in the range that was asked for.
pub(super) async fn file(
    app: &Arc<App>,
    hash: &FileHash,
    media_type: &str,
    request: Request,
) -> Result<Response, Refusal> {
    let path = app.blobs.path(hash);
    let served = ServeFile::new(path).oneshot(request).await;
    let Ok(mut response) = served.map(IntoResponse::into_response);
    if response.status() == axum::http::StatusCode::NOT_FOUND {
        return Err(Refusal::not_found(
            "The county waits for the bytes of this file",
        ));
    }
    let shown = SHOWN.into_iter().find(|shown| *shown == media_type);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(shown.unwrap_or("application/octet-stream")),
    );
    if shown.is_none() {
        headers.insert(
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment"),
        );
    }
    Ok(response)
}
