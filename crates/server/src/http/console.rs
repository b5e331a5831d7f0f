//! The console: the built screens from a folder. Addresses inside it belong to its router, so every page is `index.html`.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
};
use tower_http::services::{ServeDir, ServeFile};

use super::{App, Refusal};

const MISSING: &str = include_str!("console_missing.html");

pub(super) fn router(folder: &Path) -> Router<Arc<App>> {
    let index = folder.join("index.html");
    if !index.is_file() {
        return Router::new().fallback(missing);
    }
    let files = ServeDir::new(folder).fallback(ServeFile::new(index));
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(page))
}

async fn missing(request: Request) -> Response {
    if is_for_console(&request) && is_page(request.uri().path()) {
        return Html(MISSING).into_response();
    }
    Refusal::not_found("There is nothing at this address").into_response()
}

/// Keeps a missing script from being answered with a page, and lets browsers keep what never changes.
async fn page(request: Request, next: Next) -> Response {
    if !is_for_console(&request) {
        return Refusal::not_found("There is nothing at this address").into_response();
    }
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if (is_html && !is_page(&path)) || response.status().is_client_error() {
        return Refusal::not_found("There is no such file").into_response();
    }
    // Names under assets/ carry a hash of their content.
    let keep = if path.starts_with("/assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// What lies under the programs' own addresses is no page, known or not.
fn is_for_console(request: &Request) -> bool {
    let path = request.uri().path();
    let own = ["/api/", "/auth/", "/sync/", "/photo/"]
        .iter()
        .any(|start| path.starts_with(start));
    !own && matches!(*request.method(), Method::GET | Method::HEAD)
}

/// Addresses of pages have no ending, or that of a page.
fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !name.contains('.') || name == "index.html"
}
