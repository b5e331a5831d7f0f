//! A roster is read once and held in memory while the person looks at it; it goes when the file is closed. The page
//! learns no path and gives none.

use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use api::{
    ApiError, Code, Host,
    import::{
        ImportError, ImportOpened, ImportProgress, ImportRequest, ImportTold, Preview, SheetError,
        Source, may_import,
    },
};
use serde_json::{Value, json};
use tauri::{
    AppHandle, State,
    ipc::{InvokeBody, Request as IpcRequest},
};
use tauri_plugin_dialog::DialogExt;

use crate::{
    call,
    export::{with_ending, write},
    shell::{Shell, answer, asked, lock},
};

/// One roster at a time.
#[derive(Debug, Default)]
pub(crate) struct Importing {
    busy: AtomicBool,
    stop: AtomicBool,
    held: Mutex<Option<Arc<Preview>>>,
}

/// Somebody is at it until this goes, however that comes about.
struct Busy<'a>(&'a AtomicBool);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Importing {
    /// Nothing of a roster stays behind the lock.
    pub(crate) fn forget(&self) {
        self.stop.store(true, Ordering::Relaxed);
        *lock(&self.held) = None;
    }
}

/// `ImportOpened`: the file that the person names in the window's own dialog.
#[tauri::command]
pub(crate) async fn roster_choose(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    done(move || {
        may_import(shell.host()?.asker())?;
        let chosen = app
            .dialog()
            .file()
            .add_filter("Excel, CSV", &["xlsx", "xls", "csv", "txt", "et"])
            .blocking_pick_file()
            .and_then(|chosen| chosen.into_path().ok());
        match chosen {
            Some(path) => answer(shell.read_file(path)?),
            None => answer(ImportOpened::default()),
        }
    })
    .await
}

/// The same for a file that was dropped on the page: its bytes are the body, its name a header.
#[tauri::command]
pub(crate) async fn roster_put(
    shell: State<'_, Arc<Shell>>,
    request: IpcRequest<'_>,
) -> Result<Value, ()> {
    let InvokeBody::Raw(bytes) = request.body() else {
        let error = ApiError::new(Code::Malformed, "a roster is sent as bytes");
        return Ok(call::answer(Err(error)));
    };
    let name = request.headers().get("file-name");
    let name = name.and_then(|name| name.to_str().ok()).unwrap_or_default();
    let (shell, bytes, file) = (Arc::clone(&shell), bytes.clone(), unescaped(name));
    done(move || answer(shell.read_roster(Source::Bytes(&bytes), file)?)).await
}

/// `{file}`: the doubts as a workbook where the person wants it; no file where they thought better of it.
#[tauri::command]
pub(crate) async fn roster_doubts(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
    file: String,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    done(move || {
        let bytes = shell
            .held()?
            .doubts()
            .map_err(|error| ApiError::new(Code::Failed, error.to_string()))?;
        let chosen = app
            .dialog()
            .file()
            .add_filter("Excel", &["xlsx"])
            .set_file_name(&file)
            .blocking_save_file()
            .and_then(|chosen| chosen.into_path().ok());
        let Some(path) = chosen else {
            return Ok(json!({"file": null}));
        };
        let path = with_ending(path, "xlsx");
        write(&shell, &path, &bytes)?;
        Ok(json!({"file": path.file_name().map(|name| name.to_string_lossy())}))
    })
    .await
}

async fn done(
    work: impl FnOnce() -> Result<Value, ApiError> + Send + 'static,
) -> Result<Value, ()> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    Ok(call::answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

/// A header holds ASCII only: `%E5%90%8D`.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            plain.push(byte);
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

impl Shell {
    pub(crate) fn read_file(&self, path: PathBuf) -> Result<ImportOpened, ApiError> {
        let name = path.file_name();
        let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        self.read_roster(Source::Path(path), name)
    }

    /// Reads a roster, compares it and holds it, in the place of the one before.
    pub(crate) fn read_roster(
        &self,
        source: Source<'_>,
        file: String,
    ) -> Result<ImportOpened, ApiError> {
        let host = self.host()?;
        let opened = self.opened();
        let request = ImportRequest {
            file: file.clone(),
            ..ImportRequest::default()
        };
        let read = self.at_it(|tell| Ok(Preview::read(&host, source, &request, tell)))?;
        let mut told = ImportOpened {
            file,
            ..ImportOpened::default()
        };
        match read {
            Ok(preview) => {
                told.summary = Some(preview.summary());
                // Locked meanwhile, or another's file by now: what was read is nobody's.
                let still = match (&opened, &self.opened()) {
                    (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                    _ => false,
                };
                if !still {
                    return Err(ApiError::new(Code::NotReady, "the profile is locked"));
                }
                *lock(&self.importing().held) = Some(Arc::new(preview));
            }
            Err(ImportError::Sheet(SheetError::Cancelled)) => {
                return Err(ApiError::new(Code::Stopped, "the reading was stopped"));
            }
            Err(ImportError::Sheet(error)) => told.refused = Some((&error).into()),
            Err(ImportError::Api(error)) => return Err(error),
        }
        Ok(told)
    }

    /// What the page asks of the roster that is held.
    pub(crate) fn import(&self, name: &str, request: Value) -> Result<Value, ApiError> {
        let host = self.host()?;
        match name {
            "import.state" => {
                let held = lock(&self.importing().held).clone();
                answer(held.map(|held| held.summary()))
            }
            "import.list" => answer(self.held()?.list(&asked(request)?)),
            "import.home" => answer(self.held()?.home(&host, &asked(request)?)?),
            "import.choose" => answer(self.held()?.choose(&asked(request)?)?),
            "import.take" => {
                let held = self.held()?;
                let taken = self.at_it(|tell| held.take(&host, tell));
                self.wrote(&["household", "member"]);
                answer(taken?)
            }
            "import.undo" => {
                let request = asked(request)?;
                let undone = self.at_it(|tell| api::import::undo(&host, &request, tell));
                self.wrote(&["household", "member"]);
                let undone = undone?;
                let held = lock(&self.importing().held).clone();
                if let Some(held) = held {
                    // It is undone whatever becomes of this; what is not compared anew is not written blind.
                    _ = self.at_it(|tell| held.compare(&host, tell));
                }
                answer(undone)
            }
            "import.stop" => {
                self.importing().stop.store(true, Ordering::Relaxed);
                Ok(json!({}))
            }
            "import.close" => {
                *lock(&self.importing().held) = None;
                Ok(json!({}))
            }
            _ => Err(ApiError::new(
                Code::UnknownOperation,
                format!("there is no operation {name}"),
            )),
        }
    }

    fn held(&self) -> Result<Arc<Preview>, ApiError> {
        lock(&self.importing().held)
            .clone()
            .ok_or_else(|| ApiError::not_found("roster", "that was read"))
    }

    /// Does one thing with a roster, tells the page how far it is, and stops it when the person says so.
    fn at_it<T>(
        &self,
        work: impl FnOnce(api::import::Tell<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let importing = self.importing();
        if importing.busy.swap(true, Ordering::Relaxed) {
            return Err(ApiError::new(
                Code::FileInUse,
                "a roster is being read or taken in",
            ));
        }
        let _busy = Busy(&importing.busy);
        importing.stop.store(false, Ordering::Relaxed);
        let last = Mutex::new(None);
        work(&|at: ImportProgress| {
            let now = ImportTold::from(at);
            let mut last = lock(&last);
            if *last != Some(now) {
                self.tell("import", json!(now));
                *last = Some(now);
            }
            if importing.stop.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    }
}

#[cfg(test)]
mod tests;
