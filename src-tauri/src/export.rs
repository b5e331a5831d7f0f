//! A list goes into a file that the person names; the page learns no path and gives none.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use api::{
    ApiError, Code, dispatch,
    export::list::{EXPORTS, Workbook},
};
use base64ct::{Base64, Encoding};
use serde_json::{Value, json};
use store::StoreError;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use crate::{call::answer, shell::Shell};

/// `{file, rows}`; no file where the person thought better of it.
#[tauri::command]
pub(crate) async fn export_list(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
    name: String,
    request: Value,
    file: String,
) -> Result<Value, ()> {
    let shell = Arc::clone(&shell);
    let done = tauri::async_runtime::spawn_blocking(move || {
        let (bytes, rows) = workbook(&shell, &name, request)?;
        let chosen = app
            .dialog()
            .file()
            .add_filter("Excel", &["xlsx"])
            .set_file_name(&file)
            .blocking_save_file()
            .and_then(|chosen| chosen.into_path().ok());
        let Some(path) = chosen else {
            return Ok(json!({"file": null, "rows": rows}));
        };
        let path = with_ending(path, "xlsx");
        write(&shell, &path, &bytes)?;
        let name = path.file_name().map(|name| name.to_string_lossy());
        Ok(json!({"file": name, "rows": rows}))
    })
    .await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

fn workbook(shell: &Shell, name: &str, request: Value) -> Result<(Vec<u8>, u64), ApiError> {
    if !EXPORTS.contains(&name) {
        return Err(ApiError::new(
            Code::UnknownOperation,
            format!("{name} gives no workbook"),
        ));
    }
    let done = dispatch(&shell.host()?, name, request)?;
    let failed = |error: &dyn std::fmt::Display| ApiError::new(Code::Failed, error.to_string());
    let book: Workbook = serde_json::from_value(done).map_err(|error| failed(&error))?;
    let bytes = Base64::decode_vec(&book.xlsx).map_err(|error| failed(&error))?;
    Ok((bytes, book.rows))
}

/// Without its ending no program of the office knows what it is.
pub(crate) fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
    {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Whole and on the disk before it is said to be there, or the file is as it was. Nothing leaves a profile that was
/// locked while the system's dialog stood open.
pub(crate) fn write(shell: &Shell, path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    shell.host()?;
    put(path, bytes)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    store::profile::write_file(path, bytes).map_err(|error| {
        let code = match error {
            StoreError::DiskFull => Code::DiskFull,
            _ => Code::FileNotWritten,
        };
        ApiError::new(code, error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_stays_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("走访.xlsx");
        put(&path, b"first").unwrap();
        put(&path, b"second").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"second");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        let nowhere = dir.path().join("no").join("走访.xlsx");
        assert_eq!(put(&nowhere, b"x").unwrap_err().code, Code::FileNotWritten);
    }

    #[test]
    fn a_chosen_name_without_its_ending_gets_it() {
        for (chosen, named) in [
            ("走访", "走访.xlsx"),
            ("走访.XLSX", "走访.XLSX"),
            ("9.30", "9.30.xlsx"),
        ] {
            assert_eq!(with_ending(chosen.into(), "xlsx"), Path::new(named));
        }
    }
}
