//! A short text goes into a file that the person names; the page learns no path and gives none.

use api::{ApiError, Code};
use serde_json::{Value, json};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

use crate::call::answer;

/// More is no note.
const BYTES_MAX: usize = 256 * 1024;

/// `{file}`; no file where the person thought better of it.
#[tauri::command]
pub(crate) async fn save_text(app: AppHandle, text: String, file: String) -> Result<Value, ()> {
    let done = tauri::async_runtime::spawn_blocking(move || {
        let chosen = app
            .dialog()
            .file()
            .add_filter("txt", &["txt"])
            .set_file_name(&file)
            .blocking_save_file()
            .and_then(|chosen| chosen.into_path().ok());
        let Some(path) = chosen else {
            return Ok(json!({"file": null}));
        };
        store::profile::write_file(&path, &as_note(&text)?)?;
        let name = path.file_name().map(|name| name.to_string_lossy());
        Ok(json!({"file": name}))
    })
    .await;
    Ok(answer(done.unwrap_or_else(|error| {
        Err(ApiError::new(Code::Failed, error.to_string()))
    })))
}

/// As the oldest editor of the office reads it: with a mark of its encoding, and its line ends.
fn as_note(text: &str) -> Result<Vec<u8>, ApiError> {
    if text.len() > BYTES_MAX {
        return Err(ApiError::new(Code::TooLarge, "a note of this length"));
    }
    Ok(format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_by_the_oldest_editor_of_the_office() {
        assert_eq!(
            as_note("钥匙\nABC").unwrap(),
            "\u{feff}钥匙\r\nABC".as_bytes()
        );
        assert!(as_note(&"长".repeat(BYTES_MAX)).is_err());
    }
}
