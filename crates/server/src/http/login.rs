//! Logging in to the console, and out.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{App, DOOR_MAX, Lane, Refusal, body, lanes::blocking, who};
use crate::{
    accounts::{Account, password, session},
    attempts::{self, Wait},
};

#[derive(Deserialize)]
struct LogIn {
    /// The console says `account`.
    #[serde(alias = "account")]
    name: String,
    password: String,
}

pub(super) async fn log_in(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    if let Err(refusal) =
        who::json_only(&parts.headers).and_then(|()| who::same_origin(&parts.headers))
    {
        return body::refuse(&app, incoming, refusal).await;
    }
    let answer = async {
        let body = body::whole(&app, incoming, DOOR_MAX).await?;
        let request: LogIn = serde_json::from_slice(&body.bytes)
            .map_err(|_| Refusal::malformed("Send {name, password}"))?;
        judged(&app, &parts, request).await
    };
    match answer.await {
        Ok((account, cookie)) => with_cookie(
            Json(described(&account)).into_response(),
            &format!(
                "{}; Max-Age={}",
                cookie_of(&app, &parts, &cookie),
                session::LIFETIME_MS / 1000
            ),
        ),
        Err(refusal) => refusal.into_response(),
    }
}

async fn judged(
    app: &Arc<App>,
    parts: &Parts,
    request: LogIn,
) -> Result<(Account, String), Refusal> {
    let now_ms = app.env.wall_ms();
    let (name, from) = (request.name.to_lowercase(), who::address(app, parts));
    let keys = [
        (format!("login:{name} from {from}"), attempts::ACCOUNT),
        (format!("login:{name}"), attempts::ANYWHERE),
        (format!("login-from:{from}"), attempts::ADDRESS),
    ];
    let forgiven = keys.clone();
    blocking(app, Lane::Door, move |app| {
        for (what, patience) in &keys {
            attempts::begin(&app.db, what, *patience, now_ms)?.map_err(too_many)?;
        }
        Ok(())
    })
    .await?;

    blocking(app, Lane::Password, move |app| {
        let known = session::credentials(&app.db, &request.name)?;
        let right = password::is_right(
            &request.password,
            known.as_ref().map(|(phc, _)| phc.as_str()),
        );
        let Some((_, account)) = known.filter(|_| right) else {
            return Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "wrong_password",
                "No active account has this name and password",
            ));
        };
        for (what, _) in &forgiven {
            attempts::succeeded(&app.db, what)?;
        }
        let cookie = session::open(&app.db, &*app.env, account.id)?;
        Ok((account, cookie))
    })
    .await
}

pub(super) fn too_many(Wait(ms): Wait) -> Refusal {
    Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_attempts",
        "Too many failed tries",
    )
    .after((ms / 1000 + 1) as u32)
}

pub(super) async fn log_out(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, incoming) = request.into_parts();
    if let Err(refusal) = who::caller(&app, &parts)
        .await
        .and_then(|_| who::json_only(&parts.headers))
    {
        return body::refuse(&app, incoming, refusal).await;
    }
    if let Err(refusal) = body::whole(&app, incoming, DOOR_MAX).await {
        return refusal.into_response();
    }
    let Some(cookie) = who::cookie(&parts.headers).map(str::to_owned) else {
        return Refusal::malformed("A laptop has no session to end").into_response();
    };
    match blocking(&app, Lane::Door, move |app| {
        Ok(session::close(&app.db, &cookie)?)
    })
    .await
    {
        Ok(()) => with_cookie(
            Json(json!({})).into_response(),
            &format!("{}; Max-Age=0", cookie_of(&app, &parts, "")),
        ),
        Err(refusal) => refusal.into_response(),
    }
}

/// Who is logged in: what the console asks when it starts.
pub(super) async fn session(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Value>, Refusal> {
    let (parts, _) = request.into_parts();
    let caller = who::caller(&app, &parts).await?;
    let mut answer = described(&caller.account);
    if let Value::Object(answer) = &mut answer {
        answer.insert("county".into(), app.county.code.clone().into());
        answer.insert("county_name".into(), app.county.name.clone().into());
    }
    Ok(Json(answer))
}

fn described(account: &Account) -> Value {
    json!({
        "account": account.name,
        "person": account.person_id,
        "name": account.person_name,
        "role": account.role,
        "area": account.area,
    })
}

fn cookie_of(app: &App, parts: &Parts, value: &str) -> String {
    let forwarded = parts
        .headers
        .get("x-forwarded-proto")
        .is_some_and(|value| value == "https");
    let secure = if app.options.tls || (app.options.behind_proxy && forwarded) {
        "; Secure"
    } else {
        ""
    };
    format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}",
        session::COOKIE
    )
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}
