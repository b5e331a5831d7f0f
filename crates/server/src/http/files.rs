//! Files by tus 1.0 with creation, checksum, expiration and termination (<https://tus.io/protocols/resumable-upload>):
//! taken only for a hash that some change set names, resumable at any byte, verified when the last one has come.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64ct::{Base64, Encoding};
use chrono::DateTime;
use domain::Id;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::{
    App, BODY_MAX, Lane, Refusal,
    body::{self, Incoming},
    lanes::blocking,
    photo,
    uploads::{Turn, Upload, Uploads},
    who,
};
use crate::blobs::{Adopted, FileHash};

/// Photos are scaled to 1,600 px at capture; nothing that is named comes near this.
const FILE_MAX: u64 = 32 * 1024 * 1024;
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,checksum,expiration,termination");
/// The protocol asks for the first; the second is that of the whole file.
const CHECKSUMS: HeaderValue = HeaderValue::from_static("sha1,sha256");
/// What the protocol calls Checksum Mismatch.
const MISMATCH: u16 = 460;

pub(super) async fn options() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert("tus-resumable", VERSION);
    headers.insert("tus-version", VERSION);
    headers.insert("tus-extension", EXTENSIONS);
    headers.insert("tus-checksum-algorithm", CHECKSUMS);
    headers.insert("tus-max-size", FILE_MAX.into());
    response
}

pub(super) async fn create(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    let created = async {
        let device = who::device_even_revoked(&app, &parts).await?;
        speaks_tus(&parts.headers)?;
        let size = number(&parts.headers, "upload-length")
            .ok_or_else(|| Refusal::malformed("Upload-Length is missing"))?;
        let hash = named(&parts.headers)?;
        if size > FILE_MAX {
            return Err(Refusal::too_large(FILE_MAX));
        }
        blocking(&app, Lane::Files, move |app| {
            if !(app.seams.wanted)(&hash)? {
                return Err(Refusal::new(
                    StatusCode::FORBIDDEN,
                    "not_wanted",
                    "No change set names this file",
                ));
            }
            let held = app.blobs.size(&hash) == Some(size);
            Ok(app
                .uploads
                .begin(&app.db, &*app.env, device.id, (hash, size), held)?)
        })
        .await
    };
    let upload = match created.await {
        Ok(upload) => upload,
        Err(refusal) => return tus(body::refuse(&app, incoming, refusal).await),
    };
    let mut response = StatusCode::CREATED.into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/sync/v1/files/uploads/{}", upload.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    let headers = response.headers_mut();
    headers.insert("upload-offset", app.uploads.offset(&upload).into());
    expires(headers, &upload);
    tus(response)
}

pub(super) async fn head(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    match known(&app, &parts, &id).await {
        Ok(upload) => {
            let mut response = StatusCode::OK.into_response();
            let headers = response.headers_mut();
            headers.insert("upload-offset", app.uploads.offset(&upload).into());
            headers.insert("upload-length", upload.size.into());
            // Of all that was said at the beginning, only the hash was kept.
            let name = Base64::encode_string(upload.hash.to_string().as_bytes());
            if let Ok(metadata) = HeaderValue::from_str(&format!("sha256 {name}")) {
                headers.insert("upload-metadata", metadata);
            }
            expires(headers, &upload);
            tus(response)
        }
        Err(refusal) => tus(refusal.into_response()),
    }
}

pub(super) async fn patch(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, mut incoming) = request.into_parts();
    let answer = patched(&app, &parts, &id, &mut incoming).await;
    tus(match answer {
        Ok((upload, offset)) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            let headers = response.headers_mut();
            headers.insert("upload-offset", offset.into());
            if offset < upload.size {
                expires(headers, &upload);
            }
            response
        }
        Err(refusal) => body::refuse(&app, incoming, refusal).await,
    })
}

/// Networks that let only GET and POST through: the method stands in a header.
pub(super) async fn post(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let method = request.headers().get("x-http-method-override");
    let method = method.and_then(|method| method.to_str().ok());
    match method.map(str::to_ascii_uppercase).as_deref() {
        Some("PATCH") => patch(State(app), Path(id), request).await,
        Some("DELETE") => delete(State(app), Path(id), request).await,
        Some("HEAD") => head(State(app), Path(id), request).await,
        _ => {
            let refusal = super::refusal::method_not_allowed().await;
            tus(body::refuse(&app, request.into_body(), refusal).await)
        }
    }
}

/// Gives an upload up. A file that is whole stays: it belongs to the row that names it.
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let given_up = async {
        let upload = known(&app, &parts, &id).await?;
        let _turn = turn(&app, &upload).await?;
        blocking(&app, Lane::Files, move |app| {
            Ok(app.uploads.forget(&app.db, &upload)?)
        })
        .await
    };
    tus(match given_up.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refusal.into_response(),
    })
}

/// Writes what comes at the offset; the answer is the new one.
async fn patched(
    app: &Arc<App>,
    parts: &Parts,
    id: &str,
    incoming: &mut Body,
) -> Result<(Upload, u64), Refusal> {
    let upload = known(app, parts, id).await?;
    let kind = parts.headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "wrong_content_type",
            "Send application/offset+octet-stream",
        ));
    }
    let offset = number(&parts.headers, "upload-offset")
        .ok_or_else(|| Refusal::malformed("Upload-Offset is missing"))?;
    let checksum = Checksum::announced(&parts.headers)?;
    let _turn = turn(app, &upload).await?;
    let at = app.uploads.offset(&upload);
    if offset != at {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "offset_conflict",
            format!("The upload stands at {at}"),
        ));
    }
    if upload.done {
        return Ok((upload, at));
    }
    let at = match checksum {
        None => append(app, &upload, at, incoming).await?,
        Some(checksum) => append_checked(app, &upload, at, incoming, &checksum).await?,
    };
    if at < upload.size {
        return Ok((upload, at));
    }
    // Not tied to this request: a client that goes away now must not leave a whole file unjudged.
    let whole = upload.clone();
    blocking(app, Lane::Files, move |app| complete(app, &whole)).await?;
    Ok((upload, at))
}

/// Between two looks whether the request before this one has ended.
const TURN_LOOK: Duration = Duration::from_millis(20);
/// A client that broke its request off and comes back at once finds the end of that one still at work.
const TURN_WITHIN: Duration = Duration::from_secs(1);

/// The upload for this one request.
async fn turn<'a>(app: &'a App, upload: &Upload) -> Result<Turn<'a>, Refusal> {
    let mut waited = Duration::ZERO;
    loop {
        if let Some(turn) = app.uploads.turn(upload.id) {
            return Ok(turn);
        }
        if waited >= TURN_WITHIN {
            return Err(Refusal::new(
                StatusCode::LOCKED,
                "locked",
                "Another request writes to this upload",
            )
            .after(1));
        }
        tokio::time::sleep(TURN_LOOK).await;
        waited += TURN_LOOK;
    }
}

/// `Upload-Checksum: sha1 <base64>`.
#[derive(Debug)]
enum Checksum {
    Sha1(Vec<u8>),
    Sha256(Vec<u8>),
}

impl Checksum {
    fn announced(headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let Some(value) = headers.get("upload-checksum") else {
            return Ok(None);
        };
        let (name, sum) = value
            .to_str()
            .ok()
            .and_then(|value| value.trim().split_once(' '))
            .and_then(|(name, sum)| Some((name, Base64::decode_vec(sum.trim()).ok()?)))
            .ok_or_else(|| Refusal::malformed("Upload-Checksum is a name and a sum in base64"))?;
        match name {
            "sha1" => Ok(Some(Self::Sha1(sum))),
            "sha256" => Ok(Some(Self::Sha256(sum))),
            _ => Err(Refusal::malformed("Upload-Checksum is by sha1 or sha256")),
        }
    }

    fn is_of(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Sha1(sum) => Sha1::digest(bytes).as_slice() == sum,
            Self::Sha256(sum) => Sha256::digest(bytes).as_slice() == sum,
        }
    }
}

/// A piece with a checksum is kept whole or not at all, so its bytes reach the file only when it is all here.
async fn append_checked(
    app: &Arc<App>,
    upload: &Upload,
    at: u64,
    incoming: &mut Body,
    checksum: &Checksum,
) -> Result<u64, Refusal> {
    let body = std::mem::take(incoming);
    let piece = body::whole(app, body, BODY_MAX).await?;
    if !checksum.is_of(&piece.bytes) {
        return Err(Refusal::new(
            StatusCode::from_u16(MISMATCH).unwrap_or(StatusCode::BAD_REQUEST),
            "checksum_mismatch",
            "The bytes of this piece are not those of its checksum; send it again",
        ));
    }
    append(app, upload, at, &mut Body::from(piece.bytes)).await
}

/// Bytes reach the file as they come, so that a cut keeps all that came before it.
async fn append(
    app: &Arc<App>,
    upload: &Upload,
    mut at: u64,
    incoming: &mut Body,
) -> Result<u64, Refusal> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            tracing::error!("The disk of the uploads is full");
            Refusal::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "storage_full",
                "The county's disk is full",
            )
        }
        _ => Refusal::internal(&error),
    };
    let path = app.uploads.path(upload.id);
    let mut file = tokio::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .await
        .map_err(failed)?;
    let mut incoming = Incoming::new(incoming, app);
    loop {
        // A piece is handed to the file before the next is awaited, so that a cut keeps all that came.
        let piece = incoming.piece().await;
        if let Ok(Some(piece)) = &piece {
            let fits = piece.len() as u64 <= upload.size - at;
            if fits {
                file.write_all(piece).await.map_err(failed)?;
                file.flush().await.map_err(failed)?;
                at += piece.len() as u64;
                continue;
            }
            return Err(Refusal::malformed(
                "More bytes than Upload-Length announced",
            ));
        }
        return piece.map(|_| at);
    }
}

fn complete(app: &App, upload: &Upload) -> Result<(), Refusal> {
    match app.blobs.adopt(&app.uploads.path(upload.id), &upload.hash) {
        Ok(Adopted::Held(size)) => {
            Uploads::finish(&app.db, upload, app.env.wall_ms())?;
            (app.seams.arrived)(&upload.hash, size);
            Ok(())
        }
        Ok(Adopted::WrongHash) => {
            app.uploads.forget(&app.db, upload)?;
            Err(Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "hash_mismatch",
                "The bytes are not those of the SHA-256; begin again",
            ))
        }
        Err(error) => Err(Refusal::internal(&error)),
    }
}

pub(super) async fn get(
    State(app): State<Arc<App>>,
    Path(sha256): Path<String>,
    wish: photo::Asked,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    let device = who::device(&app, &parts).await?;
    let absent = || Refusal::not_found("There is no such file here");
    let hash: FileHash = sha256.parse().map_err(|_| absent())?;
    let size = photo::Wish::size_of(wish)?;
    let media_type = blocking(&app, Lane::Files, move |app| {
        Ok((app.seams.readable)(&device.account, &hash)?)
    })
    .await?
    .ok_or_else(absent)?;
    photo::file(
        &app,
        &hash,
        &media_type,
        size,
        Request::from_parts(parts, Body::empty()),
    )
    .await
}

async fn known(app: &Arc<App>, parts: &Parts, id: &str) -> Result<Upload, Refusal> {
    let device = who::device_even_revoked(app, parts).await?;
    speaks_tus(&parts.headers)?;
    let absent = || Refusal::not_found("There is no such upload; begin again");
    let id: Id = id.parse().map_err(|_| absent())?;
    blocking(app, Lane::Files, move |app| {
        Ok(Uploads::get(&app.db, device.id, id, app.env.wall_ms())?)
    })
    .await?
    .ok_or_else(absent)
}

fn speaks_tus(headers: &HeaderMap) -> Result<(), Refusal> {
    if headers
        .get("tus-resumable")
        .is_some_and(|version| version == VERSION)
    {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::PRECONDITION_FAILED,
        "wrong_version",
        "Send Tus-Resumable: 1.0.0",
    ))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// The hash in `Upload-Metadata: sha256 <base64 of its 64 hex digits>, …`.
fn named(headers: &HeaderMap) -> Result<FileHash, Refusal> {
    let metadata = headers
        .get("upload-metadata")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    metadata
        .split(',')
        .filter_map(|pair| pair.trim().split_once(' '))
        .find(|(key, _)| *key == "sha256")
        .and_then(|(_, value)| Base64::decode_vec(value.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Refusal::malformed("Upload-Metadata must name the sha256"))
}

/// Until when an unfinished upload is kept.
fn expires(headers: &mut HeaderMap, upload: &Upload) {
    let until = DateTime::from_timestamp_millis(upload.expires_at_ms())
        .map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
        .and_then(|at| HeaderValue::from_str(&at).ok());
    if let Some(until) = until.filter(|_| !upload.done) {
        headers.insert("upload-expires", until);
    }
}

fn tus(mut response: Response) -> Response {
    let is_other_version = response.status() == StatusCode::PRECONDITION_FAILED;
    let headers = response.headers_mut();
    headers.insert("tus-resumable", VERSION);
    if is_other_version {
        headers.insert("tus-version", VERSION);
    }
    response
}
