//! Bodies within bounds of size and time. A refused body is still read to a point, because a client that is writing
//! when the socket closes sees a reset instead of the refusal.

use std::{future::poll_fn, pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{BODY_MAX, Refusal};

/// The longest silence inside a body. A weak link may be slow, but not dead.
const SILENCE: Duration = Duration::from_secs(30);
/// The longest body: 8 MiB at five kilobytes a second.
const WHOLE: Duration = Duration::from_mins(30);
/// How much of a refused body is read, and for how long.
const DISCARDED_MAX: usize = 4 * BODY_MAX;
const DISCARDING: Duration = Duration::from_secs(20);

/// The next piece of a body; nothing at its end.
pub(super) async fn piece(body: &mut Body) -> Result<Option<Bytes>, Refusal> {
    loop {
        let frame = tokio::time::timeout(
            SILENCE,
            poll_fn(|context| Pin::new(&mut *body).poll_frame(context)),
        )
        .await
        .map_err(|_| slow())?;
        match frame {
            None => return Ok(None),
            Some(Err(_)) => return Err(Refusal::malformed("The body was cut off")),
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
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

/// A whole body of at most [`BODY_MAX`] bytes.
pub(super) async fn whole(mut body: Body) -> Result<Vec<u8>, Refusal> {
    let reading = async {
        let mut bytes = Vec::new();
        while let Some(piece) = piece(&mut body).await? {
            if bytes.len() + piece.len() > BODY_MAX {
                return Ok::<_, Refusal>(None);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Some(bytes))
    };
    let read = tokio::time::timeout(WHOLE, reading)
        .await
        .map_err(|_| slow())??;
    if let Some(bytes) = read {
        return Ok(bytes);
    }
    discard(body).await;
    Err(Refusal::too_large(BODY_MAX as u64))
}

/// Reads what is left and throws it away; says whether it came to the end.
async fn discard(mut body: Body) -> bool {
    let reading = async {
        let mut left = DISCARDED_MAX;
        while let Ok(Some(piece)) = piece(&mut body).await {
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
pub(super) async fn refuse(body: Body, refusal: Refusal) -> Response {
    let done = discard(body).await;
    let mut response = refusal.into_response();
    if !done {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Judges the announced length before anything else is done.
pub(super) async fn bound(request: Request, next: Next) -> Response {
    let announced = length(request.headers());
    if announced.is_some_and(|length| length > BODY_MAX as u64) {
        // One that waits for leave to send has sent nothing yet.
        if request.headers().contains_key(header::EXPECT) {
            return Refusal::too_large(BODY_MAX as u64).into_response();
        }
        return refuse(request.into_body(), Refusal::too_large(BODY_MAX as u64)).await;
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
