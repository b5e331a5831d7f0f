//! Photos cross as bytes: in by a command with a raw body or from the clipboard, out by a scheme of their own. They are
//! decoded and scaled here, on threads that may take their time; the window's own draws on.

use std::sync::Arc;

use api::{ApiError, Code, photos::Size};
use serde_json::{Value, json};
use tauri::{
    AppHandle, Manager, Runtime, State, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
    ipc::{InvokeBody, Request as IpcRequest},
};

use crate::{call::answer, clipboard, shell::Shell};

#[cfg(test)]
mod tests;

/// Keeps a picture's bytes, to be named by the record that is saved next.
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
    // A file that brings the decoder down takes nothing else with it.
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::PhotoBroken, error.to_string()))
    })))
}

/// Keeps what another program copied: `{photos, troubles: [{name, error}]}`, both empty when that is no picture.
#[tauri::command]
pub(crate) async fn photo_paste(app: AppHandle, shell: State<'_, Arc<Shell>>) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    let done = tauri::async_runtime::spawn_blocking(move || {
        shell.host()?;
        Ok(pasted(&shell, clipboard::pictures(&app)))
    });
    Ok(answer(done.await.unwrap_or_else(|error| {
        Err(ApiError::new(Code::PhotoBroken, error.to_string()))
    })))
}

fn pasted(shell: &Shell, copied: Vec<clipboard::Copied>) -> Value {
    let (mut photos, mut troubles) = (Vec::new(), Vec::new());
    for copy in copied {
        match copy.bytes.and_then(|bytes| put(shell, &bytes)) {
            Ok(photo) => photos.push(photo),
            Err(error) => troubles.push(json!({"name": copy.name, "error": error})),
        }
    }
    json!({"photos": photos, "troubles": troubles})
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
        let uri = request.uri();
        to.respond(served(shell.as_deref(), uri.path(), uri.query()));
    });
}

/// A picture that the person who unlocked may see, or nothing: a locked file, a foreign row and a wrong name look alike.
fn served(shell: Option<&Shell>, path: &str, query: Option<&str>) -> Response<Vec<u8>> {
    let (name, size) = asked(path, query);
    let shown = shell.and_then(|shell| {
        let shown = api::photos::show(&shell.host().ok()?, &name, size).ok()??;
        // Small ones come with every sync; a large one comes because somebody looks at it.
        if shown.is_coming && size != Size::Thumb {
            shell.sync_soon();
        }
        shown.bytes
    });
    let response = match shown {
        // Nothing of a household stays in the browser's own cache.
        Some(bytes) => Response::builder()
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::CACHE_CONTROL, "no-store")
            .body(bytes),
        None => Response::builder()
            .status(StatusCode::NOT_FOUND)
            .body(Vec::new()),
    };
    response.unwrap_or_default()
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
