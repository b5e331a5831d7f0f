//! Who asks: a laptop by its token, or a person by the cookie of a session.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, StatusCode, header, request::Parts},
};

use super::{App, Lane, Refusal, lanes::blocking};
use crate::{
    accounts::{Caller, session},
    devices::{self, Device},
};

/// The caller of an operation. A session must come from a page of this server, or another site could use it.
pub(super) async fn caller(app: &Arc<App>, parts: &Parts) -> Result<Caller, Refusal> {
    if bearer(&parts.headers).is_some() {
        let device = device(app, parts).await?;
        return Ok(Caller {
            device: Some(device.id),
            account: device.account,
            session: None,
        });
    }
    let cookie = cookie(&parts.headers)
        .ok_or_else(Refusal::unauthenticated)?
        .to_owned();
    let now_ms = app.env.wall_ms();
    let found = blocking(app, Lane::Door, move |app| {
        Ok(session::caller(&app.db, &cookie, now_ms)?)
    })
    .await?;
    let caller = found.ok_or_else(Refusal::unauthenticated)?;
    if !parts.method.is_safe() {
        same_origin(&parts.headers)?;
    }
    Ok(caller)
}

/// The laptop that asks, if it may.
pub(super) async fn device(app: &Arc<App>, parts: &Parts) -> Result<Device, Refusal> {
    let device = device_even_revoked(app, parts).await?;
    if device.revoked {
        return Err(Refusal::revoked());
    }
    if device.account.disabled {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "account_disabled",
            "The account of this laptop is disabled",
        ));
    }
    Ok(device)
}

/// The laptop that asks. A revoked one may still deliver (`sync.md` §3).
pub(super) async fn device_even_revoked(app: &Arc<App>, parts: &Parts) -> Result<Device, Refusal> {
    let token = bearer(&parts.headers)
        .ok_or_else(Refusal::unauthenticated)?
        .to_owned();
    let now_ms = app.env.wall_ms();
    blocking(app, Lane::Door, move |app| {
        Ok(devices::by_token(&app.db, &token, now_ms)?)
    })
    .await?
    .ok_or_else(Refusal::unauthenticated)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The session cookie that a browser sent.
pub(super) fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(session::COOKIE)?.strip_prefix('='))
}

/// A request that another site's page made is refused. `Origin` is absent outside browsers.
pub(super) fn same_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    let fetched_from = text(header::HeaderName::from_static("sec-fetch-site"));
    let foreign_site = fetched_from.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = headers.contains_key(header::ORIGIN) && {
        let origin = text(header::ORIGIN)
            .and_then(|origin| origin.split_once("://"))
            .map(|(_, host)| host);
        origin.is_none() || origin != text(header::HOST)
    };
    if foreign_site || foreign_origin {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "cross_origin",
            "This request comes from a page of another site",
        ));
    }
    Ok(())
}

/// Forms cannot send JSON, so a page of another site would have to ask first, and is told no.
pub(super) fn json_only(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "wrong_content_type",
        "Send application/json",
    ))
}

/// Where a request comes from, for slowing down guesses.
pub(super) fn address(app: &App, parts: &Parts) -> String {
    if app.options.behind_proxy {
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let last = forwarded
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .map(|value| value.trim().to_owned());
        if let Some(last) = last {
            return last;
        }
    }
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip().to_canonical().to_string())
        .unwrap_or_default()
}
