//! Bodies within bounds of size and time. A refused body is still read to a point, because a client that is writing
//! when the socket closes sees a reset instead of the refusal.

use std::{future::poll_fn, pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use tokio::time::Instant;

use super::{App, BODY_MAX, Refusal, lanes::Room};

/// The slowest body that is waited for, after a first grace: a weak link in the hills has four times as much.
const BYTES_A_SECOND_MIN: u64 = 1024;
/// How much of a refused body is read, and for how long.
const DISCARDED_MAX: usize = 4 * BODY_MAX;
const DISCARDING: Duration = Duration::from_secs(20);

/// A body as it comes in: neither silent for long, nor so slow that it would occupy its place for hours.
#[derive(Debug)]
pub(super) struct Incoming<'a> {
    body: &'a mut Body,
    silence: Duration,
    began: Instant,
    received: u64,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(body: &'a mut Body, app: &App) -> Self {
        Self {
            body,
            silence: app.options.patience.silence,
            began: Instant::now(),
            received: 0,
        }
    }

    /// The next piece; nothing at the end.
    pub(super) async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            let paced = Duration::from_secs(self.received / BYTES_A_SECOND_MIN);
            let until = (Instant::now() + self.silence).min(self.began + self.silence + paced);
            let next = poll_fn(|context| Pin::new(&mut *self.body).poll_frame(context));
            match tokio::time::timeout_at(until, next).await {
                Err(_) => return Err(slow()),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(Refusal::malformed("The body was cut off")),
                Ok(Some(Ok(frame))) => {
                    if let Ok(bytes) = frame.into_data() {
                        self.received += bytes.len() as u64;
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }
}

fn slow() -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        "timeout",
        "The body came too slowly",
    )
}

/// A body in memory, with the room it takes there.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    _room: Room,
}

/// A whole body of at most `limit` bytes.
pub(super) async fn whole(app: &App, mut body: Body, limit: usize) -> Result<Whole, Refusal> {
    let (mut bytes, mut room) = (Vec::new(), Room::default());
    let mut incoming = Incoming::new(&mut body, app);
    let refused = loop {
        let Some(piece) = incoming.piece().await? else {
            return Ok(Whole { bytes, _room: room });
        };
        let size = bytes.len() + piece.len();
        if size > limit {
            break Refusal::too_large(limit as u64);
        }
        if let Err(full) = app.lanes.widen(&mut room, size) {
            break full;
        }
        bytes.extend_from_slice(&piece);
    };
    drop((bytes, room));
    discard(app, body).await;
    Err(refused)
}

/// Reads what is left and throws it away; says whether it came to the end.
async fn discard(app: &App, mut body: Body) -> bool {
    let reading = async {
        let (mut left, mut incoming) = (DISCARDED_MAX, Incoming::new(&mut body, app));
        while let Ok(Some(piece)) = incoming.piece().await {
            match left.checked_sub(piece.len()) {
                Some(rest) => left = rest,
                None => return false,
            }
        }
        true
    };
    tokio::time::timeout(DISCARDING, reading)
        .await
        .unwrap_or(false)
}

/// Answers with a refusal once the body is out of the way.
pub(super) async fn refuse(app: &App, body: Body, refusal: Refusal) -> Response {
    let done = discard(app, body).await;
    let mut response = refusal.into_response();
    if !done {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Judges the announced length before anything else is done.
pub(super) async fn bound(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let announced = length(request.headers());
    if announced.is_some_and(|length| length > BODY_MAX as u64) {
        // One that waits for leave to send has sent nothing yet.
        if request.headers().contains_key(header::EXPECT) {
            return Refusal::too_large(BODY_MAX as u64).into_response();
        }
        return refuse(
            &app,
            request.into_body(),
            Refusal::too_large(BODY_MAX as u64),
        )
        .await;
    }
    next.run(request).await
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}
