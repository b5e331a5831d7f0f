//! The one command of the page.

use std::sync::Arc;

use api::{ApiError, Code};
use serde_json::{Value, json};
use tauri::State;

use crate::shell::Shell;

/// `{ok}` or `{err}`; the work is done on a thread that may wait for the file.
#[tauri::command]
pub(crate) async fn call(
    shell: State<'_, Arc<Shell>>,
    name: String,
    request: Value,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    let done = tauri::async_runtime::spawn_blocking(move || shell.call(&name, request)).await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

pub(crate) fn answer(done: Result<Value, ApiError>) -> Value {
    match done {
        Ok(value) => json!({"ok": value}),
        Err(error) => json!({"err": error}),
    }
}
