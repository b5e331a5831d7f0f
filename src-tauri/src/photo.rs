//! Photos cross as bytes: in by a command with a raw body, out by a scheme of their own.

use std::sync::Arc;

use api::{ApiError, Code, photos::Size};
use serde_json::Value;
use tauri::{
    Manager, Runtime, State, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
    ipc::{InvokeBody, Request as IpcRequest},
};

use crate::{call::answer, shell::Shell};

/// Keeps a picture's bytes, to be named by the visit that is saved next.
#[tauri::command]
pub(crate) async fn photo_put(
    shell: State<'_, Arc<Shell>>,
    request: IpcRequest<'_>,
) -> Result<Value, ()> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Ok(answer(Err(ApiError::new(
            Code::Malformed,
            "a photo is sent as bytes",
        ))));
    };
    let (shell, bytes) = (Arc::clone(&shell), bytes.clone());
    let done = tauri::async_runtime::spawn_blocking(move || put(&shell, &bytes)).await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

fn put(shell: &Shell, bytes: &[u8]) -> Result<Value, ApiError> {
    let put = api::photos::put(&shell.host()?, bytes)?;
    let mut photo = serde_json::to_value(put)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    photo["caption"] = Value::String(String::new());
    Ok(photo)
}

/// `photo://localhost/{id}?size=thumb|screen|full`.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    to: UriSchemeResponder,
) {
    let shell = context
        .app_handle()
        .try_state::<Arc<Shell>>()
        .map(|shell| Arc::clone(&shell));
    tauri::async_runtime::spawn_blocking(move || {
        let (name, size) = asked(request.uri().path(), request.uri().query());
        let found =
            shell.and_then(|shell| api::photos::show(&shell.host().ok()?, &name, size).ok()?);
        let response = match found {
            // Nothing of a household stays in the browser's own cache.
            Some((bytes, media_type)) => Response::builder()
                .header(header::CONTENT_TYPE, media_type)
                .header(header::CACHE_CONTROL, "no-store")
                .body(bytes),
            None => Response::builder()
                .status(StatusCode::NOT_FOUND)
                .body(Vec::new()),
        };
        to.respond(response.unwrap_or_default());
    });
}

fn asked(path: &str, query: Option<&str>) -> (String, Size) {
    let size = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("size="))
        .map_or(Size::Middle, |word| match word {
            "thumb" => Size::Thumb,
            "full" | "original" => Size::Original,
            _ => Size::Middle,
        });
    (path.trim_start_matches('/').to_owned(), size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_asked_for_by_name_and_size() {
        assert_eq!(
            asked("/ab", Some("size=thumb")),
            ("ab".to_owned(), Size::Thumb)
        );
        assert_eq!(asked("/ab", Some("x=1&size=full")).1, Size::Original);
        assert_eq!(asked("/ab", None).1, Size::Middle);
    }
}
