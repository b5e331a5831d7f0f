//! Every answer that is not what was asked for: a status and `{code, detail}`. Texts for people are in the locales.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use crate::{
    db::DbError,
    replica::ReplicaError,
    seams::{ApiFailure, SyncFailure},
};

/// Scripts, styles and pictures from here only; `blob:` for photos that were just taken.
const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; \
                      font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// After which a busy county is asked again.
const RETRY_AFTER_S: u32 = 3;

#[derive(Debug)]
pub struct Refusal {
    pub(crate) status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    retry_after_s: Option<u32>,
    more: Map<String, Value>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            detail: detail.into(),
            retry_after_s: None,
            more: Map::new(),
        }
    }

    pub(crate) fn after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Log in, or send a device token",
        )
    }

    pub(crate) fn revoked() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "device_revoked",
            "This laptop has been revoked by the county",
        )
    }

    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            format!("More than {limit} bytes"),
        )
    }

    /// Nothing is lost, and nothing was begun.
    pub(crate) fn retry_later() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "retry_later",
            "The county is busy",
        )
        .after(RETRY_AFTER_S)
    }

    /// What went wrong is for the log, not for the other side.
    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!("{error:#}");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The server failed; its log says why",
        )
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        if error.is_busy() {
            Self::retry_later()
        } else {
            Self::internal(&error)
        }
    }
}

impl From<ReplicaError> for Refusal {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Busy => Self::retry_later(),
            error => Self::internal(&error),
        }
    }
}

impl From<ApiFailure> for Refusal {
    fn from(failure: ApiFailure) -> Self {
        let status = StatusCode::from_u16(failure.status)
            .ok()
            .filter(|status| status.is_client_error() || status.is_server_error())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            code: failure.code.into(),
            detail: failure.detail,
            retry_after_s: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER_S),
            more: failure.more,
        }
    }
}

impl From<SyncFailure> for Refusal {
    fn from(failure: SyncFailure) -> Self {
        match failure {
            SyncFailure::Malformed(detail) => Self::malformed(detail),
            SyncFailure::RetryLater => Self::retry_later(),
            SyncFailure::NotPermitted(detail) => {
                Self::new(StatusCode::FORBIDDEN, "not_permitted", detail)
            }
            SyncFailure::BadSignature => {
                Self::new(StatusCode::FORBIDDEN, "bad_signature", failure.to_string())
            }
            SyncFailure::PositionUnknown => Self::new(
                StatusCode::CONFLICT,
                "position_unknown",
                failure.to_string(),
            ),
            SyncFailure::UpgradeNeeded(detail) => {
                Self::new(StatusCode::UPGRADE_REQUIRED, "upgrade_needed", detail)
            }
            SyncFailure::Failed(detail) => Self::internal(&detail),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = self.more;
        body.insert("code".into(), self.code.into());
        body.insert("detail".into(), self.detail.into());
        let mut response = (self.status, axum::Json(Value::Object(body))).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

pub(super) async fn method_not_allowed() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This address knows other methods",
    )
}

/// Sets what every answer carries.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
