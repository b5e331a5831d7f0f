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
use crate::{blobs::FileHash, seams::PhotoSize, sizes};

/// Shown in the page; everything else is downloaded, never run.
const SHOWN: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

#[derive(Default, serde::Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    pub(super) size: PhotoSize,
}

/// As a query of one word may spell it.
pub(super) type Asked = Result<Query<Wish>, axum::extract::rejection::QueryRejection>;

impl Wish {
    pub(super) fn size_of(asked: Asked) -> Result<PhotoSize, Refusal> {
        asked
            .map(|wish| wish.size)
            .map_err(|_| Refusal::malformed("size is thumb, middle or original"))
    }
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    wish: Asked,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = who::caller(&app, &parts).await?;
    let absent = || Refusal::not_found("There is no such photo here");
    let id: Id = id.parse().map_err(|_| absent())?;
    let size = Wish::size_of(wish)?;
    let photo = blocking(&app, Lane::Files, move |app| {
        Ok((app.seams.photo)(&caller, id, size)?)
    })
    .await?
    .ok_or_else(absent)?;
    file(
        &app,
        &photo.hash,
        &photo.media_type,
        size,
        Request::from_parts(parts, Body::empty()),
    )
    .await
}

/// A held file in one of its sizes, whole or in the range that was asked for.
pub(super) async fn file(
    app: &Arc<App>,
    hash: &FileHash,
    media_type: &str,
    size: PhotoSize,
    request: Request,
) -> Result<Response, Refusal> {
    let hash = *hash;
    let path = blocking(app, Lane::Files, move |app| {
        sizes::path(&app.blobs, &hash, size).map_err(|error| Refusal::internal(&error))
    })
    .await?;
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
