//! The HTTP face: who asks, within which bounds, and every refusal as `{code, detail}`.
//! What an operation or an exchange does is behind [`crate::seams`].

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use axum::{
    Router, middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::Env;
use paper::{Desk, Program};
use tower_http::compression::CompressionLayer;

use crate::{
    blobs::Blobs,
    data::{County, Keys},
    db::ServerDb,
    seams::Seams,
};

mod body;
mod console;
mod exchange;
mod files;
mod gate;
mod lanes;
mod login;
mod operations;
mod photo;
mod print;
mod refusal;
mod serve;
mod tls;
mod uploads;
mod who;

use lanes::Lane;

pub use refusal::Refusal;
pub use serve::{Listening, Patience, serve};
pub use tls::{Certificate, TlsError};

/// Bytes of one request (`sync.md` §8): a push, or a piece of a photo.
pub const BODY_MAX: usize = 8 * 1024 * 1024;
/// Bytes of an operation; the largest is a draft.
const OPERATION_MAX: usize = 1024 * 1024;
/// Bytes of what a stranger may send: a login, an enrolment.
const DOOR_MAX: usize = 16 * 1024;

/// Papers that are looked at in all consoles together; the oldest makes room, and its preview is opened again.
const PAPERS: usize = 32;

/// What every handler needs.
#[derive(Debug)]
pub struct App {
    pub db: Arc<ServerDb>,
    pub env: EnvHandle,
    pub blobs: Blobs,
    uploads: uploads::Uploads,
    pub county: County,
    pub keys: Keys,
    pub seams: Seams,
    pub options: Options,
    lanes: lanes::Lanes,
    papers: Desk,
}

/// How the server stands in its network.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The console's built files; without them a page says how to build it.
    pub console: PathBuf,
    /// Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy of one's own.
    pub behind_proxy: bool,
    /// Served over TLS by this process.
    pub tls: bool,
    /// How long the other side may take.
    pub patience: Patience,
    /// Sets papers.
    pub printer: Program,
}

/// Time and chance, handed in.
#[derive(Clone)]
pub struct EnvHandle(pub Arc<dyn Env>);

impl std::fmt::Debug for EnvHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Env")
    }
}

impl std::ops::Deref for EnvHandle {
    type Target = dyn Env;

    fn deref(&self) -> &Self::Target {
        self.0.as_ref()
    }
}

/// The parts that [`App::new`] puts together.
#[derive(Debug)]
pub struct Parts {
    pub db: Arc<ServerDb>,
    pub env: EnvHandle,
    pub blobs: Blobs,
    /// Where unfinished uploads lie: on the same disk as the blobs.
    pub uploads: PathBuf,
    pub county: County,
    pub keys: Keys,
    pub seams: Seams,
    pub options: Options,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self {
            db: parts.db,
            env: parts.env,
            blobs: parts.blobs,
            uploads: uploads::Uploads::new(parts.uploads),
            county: parts.county,
            keys: parts.keys,
            seams: parts.seams,
            lanes: lanes::Lanes::new(parts.options.patience.turn),
            options: parts.options,
            papers: Desk::new(PAPERS),
        }
    }
}

/// All routes. Serve it with connect info of `SocketAddr`.
pub fn router(app: Arc<App>) -> Router {
    let console = console::router(&app.options.console);
    let talk = Router::new()
        .route("/api/{operation}", post(operations::call))
        .route("/print/open", post(print::open))
        .route("/print/pages", post(print::pages))
        .route("/print/pdf", post(print::pdf))
        .route("/print/close", post(print::close))
        .route("/auth/login", post(login::log_in))
        .route("/auth/logout", post(login::log_out))
        .route("/auth/session", get(login::session))
        .route("/openapi.json", get(operations::openapi))
        .merge(console)
        .layer(CompressionLayer::new());
    Router::new()
        .route("/healthz", get(healthz))
        .route("/photo/{id}", get(photo::get))
        .route("/sync/v1/enrol", post(exchange::enrol))
        .route("/sync/v1/exchange", post(exchange::exchange))
        .route("/sync/v1/state", get(exchange::state))
        .route("/sync/v1/older", post(exchange::older))
        .route(
            "/sync/v1/files",
            post(files::create).options(files::options),
        )
        .route(
            "/sync/v1/files/uploads/{id}",
            axum::routing::head(files::head)
                .patch(files::patch)
                .delete(files::delete)
                .post(files::post)
                .options(files::options),
        )
        .route("/sync/v1/files/{sha256}", get(files::get))
        .merge(talk)
        .method_not_allowed_fallback(refusal::method_not_allowed)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            body::bound,
        ))
        .layer(middleware::from_fn(refusal::headers))
        .with_state(app)
}

async fn healthz() -> Response {
    let body = serde_json::json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")});
    axum::Json(body).into_response()
}

/// The service that [`serve`] and tests run.
pub(crate) type Service =
    axum::extract::connect_info::IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

#[cfg(test)]
mod tests;
