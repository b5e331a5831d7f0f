//! A paper is gathered, looked at and printed or saved. The page holds a ticket; the paper itself, with whatever
//! stands on it in full, stays here until the preview or the file is closed.

use std::{path::PathBuf, sync::Arc};

use api::{
    ApiError, Code,
    print::{PAPERS, Preview, pdf, preview},
};
use paper::{Laid, Paper, Program, Queue};
use serde_json::{Value, json};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use crate::{call::answer, export, shell::Shell};

/// Whose a paper is: a window has one person at a time.
const OWNER: &str = "window";

/// Gathers a paper and draws its first pages.
#[tauri::command]
pub(crate) async fn print_open(
    shell: State<'_, Arc<Shell>>,
    name: String,
    request: Value,
    ticket: String,
) -> Result<Value, ()> {
    at_work(&shell, move |shell| {
        let laid = gather(shell, &name, request, &ticket)?;
        let drawn = preview(&Program::default(), &laid.paper, 0, &laid.stop);
        // What nobody looks at does not stay.
        told(drawn.inspect_err(|_| shell.papers().clear(OWNER, &ticket))?)
    })
    .await
}

/// Draws further pages.
#[tauri::command]
pub(crate) async fn print_pages(
    shell: State<'_, Arc<Shell>>,
    ticket: String,
    from: usize,
) -> Result<Value, ()> {
    at_work(&shell, move |shell| {
        let laid = laid(shell, &ticket)?;
        told(preview(&Program::default(), &laid.paper, from, &laid.stop)?)
    })
    .await
}

/// `{file}`: as PDF where the person wants it; no file where they thought better of it.
#[tauri::command]
pub(crate) async fn print_save(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
    ticket: String,
    file: String,
) -> Result<Value, ()> {
    at_work(&shell, move |shell| {
        let laid = laid(shell, &ticket)?;
        let bytes = pdf(&Program::default(), &laid.paper, &laid.stop)?;
        let chosen = app
            .dialog()
            .file()
            .add_filter("PDF", &["pdf"])
            .set_file_name(&file)
            .blocking_save_file()
            .and_then(|chosen| chosen.into_path().ok());
        save(shell, chosen, &bytes)
    })
    .await
}

/// `{printer}`: into the system's print queue.
#[tauri::command]
pub(crate) async fn print_paper(shell: State<'_, Arc<Shell>>, ticket: String) -> Result<Value, ()> {
    at_work(&shell, move |shell| {
        let laid = laid(shell, &ticket)?;
        let bytes = pdf(&Program::default(), &laid.paper, &laid.stop)?;
        let printer = Queue::default().send(&laid.paper.foot.number, bytes)?;
        Ok(json!({"printer": printer}))
    })
    .await
}

/// The preview is closed: what is under way ends, and the paper is gone.
#[tauri::command]
pub(crate) async fn print_close(shell: State<'_, Arc<Shell>>, ticket: String) -> Result<Value, ()> {
    shell.papers().clear(OWNER, &ticket);
    Ok(answer(Ok(json!({}))))
}

/// On a thread that may wait for the file, the print program and the person.
async fn at_work(
    shell: &State<'_, Arc<Shell>>,
    work: impl FnOnce(&Arc<Shell>) -> Result<Value, ApiError> + Send + 'static,
) -> Result<Value, ()> {
    let shell = Arc::clone(shell);
    let done = tauri::async_runtime::spawn_blocking(move || {
        work(&shell).inspect_err(|error| shell.note_fault("print", error))
    })
    .await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

fn gather(shell: &Arc<Shell>, name: &str, request: Value, ticket: &str) -> Result<Laid, ApiError> {
    if !PAPERS.contains(&name) {
        return Err(ApiError::new(
            Code::UnknownOperation,
            format!("{name} gives no paper"),
        ));
    }
    let done = shell.call(name, request)?;
    let paper: Paper = serde_json::from_value(done)
        .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
    let laid = shell.papers().lay(OWNER, ticket, paper);
    // Locked while it was gathered: nothing lies on the desk of a locked file.
    if let Err(error) = shell.host() {
        shell.papers().clear(OWNER, ticket);
        return Err(error);
    }
    Ok(laid)
}

fn laid(shell: &Shell, ticket: &str) -> Result<Laid, ApiError> {
    shell
        .papers()
        .get(OWNER, ticket)
        .ok_or_else(|| ApiError::new(Code::PrintGone, "no paper lies there"))
}

fn told(preview: Preview) -> Result<Value, ApiError> {
    serde_json::to_value(preview).map_err(|error| ApiError::new(Code::Failed, error.to_string()))
}

fn save(shell: &Shell, chosen: Option<PathBuf>, bytes: &[u8]) -> Result<Value, ApiError> {
    let Some(path) = chosen else {
        return Ok(json!({"file": null}));
    };
    let path = export::with_ending(path, "pdf");
    export::write(shell, &path, bytes)?;
    let name = path.file_name().map(|name| name.to_string_lossy());
    Ok(json!({"file": name}))
}
