//! What another program copied, where the page's own paste brings nothing: on Linux the page sees neither a picture nor
//! a file of the clipboard. It is read when a person pastes, never otherwise.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Sender, channel},
    time::Duration,
};

use api::{ApiError, Code, photos::FILE_BYTES_MAX};
use tauri::AppHandle;

/// Another program hands over what it copied when it is asked; one that hangs is not waited for.
const PATIENCE: Duration = Duration::from_secs(8);
/// Files pasted at once.
const FILES_MAX: usize = 50;
/// What a picture may be offered as: as it was, before as some program drew it anew.
const PICTURES: [&str; 5] = [
    "image/jpeg",
    "image/webp",
    "image/png",
    "image/gif",
    "image/bmp",
];
const FILES: &str = "text/uri-list";

/// A picture, or a file that may be one.
pub(crate) struct Copied {
    /// Of the file; empty for a picture without one.
    pub(crate) name: String,
    pub(crate) bytes: Result<Vec<u8>, ApiError>,
}

enum Found {
    Picture(Vec<u8>),
    Files(Vec<PathBuf>),
}

/// Asks the clipboard and waits; never on the window's thread.
pub(crate) fn pictures(app: &AppHandle) -> Vec<Copied> {
    let (tell, told) = channel();
    if let Err(error) = app.run_on_main_thread(move || ask(tell)) {
        tracing::warn!("the clipboard was not asked: {error}");
        return Vec::new();
    }
    match told.recv_timeout(PATIENCE) {
        Ok(Found::Picture(bytes)) => vec![Copied {
            name: String::new(),
            bytes: Ok(bytes),
        }],
        Ok(Found::Files(paths)) => paths
            .iter()
            .take(FILES_MAX)
            .map(|path| read(path))
            .collect(),
        // Nothing of this kind, or nobody who hands it over.
        Err(_) => Vec::new(),
    }
}

fn read(path: &Path) -> Copied {
    let unreadable = |error: std::io::Error| {
        ApiError::new(
            Code::PhotoUnreadable,
            format!("{}: {error}", path.display()),
        )
    };
    let bytes = std::fs::metadata(path)
        .map_err(unreadable)
        .and_then(|facts| {
            if facts.is_file() && facts.len() > FILE_BYTES_MAX as u64 {
                let size = format!("{} bytes", facts.len());
                return Err(ApiError::new(Code::PhotoTooLarge, size));
            }
            std::fs::read(path).map_err(unreadable)
        });
    let name = path.file_name().map(|name| name.to_string_lossy());
    Copied {
        name: name.unwrap_or_default().into_owned(),
        bytes,
    }
}

/// The kind to ask for, of those that the clipboard offers. Words are no picture, also where a picture lies beside them.
fn wanted(offered: &[String]) -> Option<&'static str> {
    PICTURES
        .into_iter()
        .chain([FILES])
        .find(|kind| offered.iter().any(|offer| offer == kind))
}

#[cfg(target_os = "linux")]
fn ask(tell: Sender<Found>) {
    use gtk::{Clipboard, gdk};

    let clipboard = Clipboard::get(&gdk::SELECTION_CLIPBOARD);
    clipboard.request_contents(&gdk::Atom::intern("TARGETS"), move |clipboard, answer| {
        let offered: Vec<String> = answer
            .targets()
            .unwrap_or_default()
            .into_iter()
            .map(|offer| offer.name().to_string())
            .collect();
        match wanted(&offered) {
            Some(FILES) => clipboard.request_uris(move |_, uris| {
                let paths = uris
                    .iter()
                    .filter_map(|uri| Some(glib::filename_from_uri(uri).ok()?.0));
                _ = tell.send(Found::Files(paths.collect()));
            }),
            Some(kind) => {
                clipboard.request_contents(&gdk::Atom::intern(kind), move |_, answer| {
                    _ = tell.send(Found::Picture(answer.data()));
                });
            }
            None => drop(tell),
        }
    });
}

/// Elsewhere the page itself sees what was copied.
#[cfg(not(target_os = "linux"))]
fn ask(_: Sender<Found>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_taken_as_it_was_and_words_are_none() {
        let offers = |kinds: &[&str]| kinds.iter().map(ToString::to_string).collect::<Vec<_>>();
        for (offered, taken) in [
            (
                vec!["TARGETS", "image/png", "image/jpeg"],
                Some("image/jpeg"),
            ),
            (
                vec!["image/bmp", "image/png", "text/html"],
                Some("image/png"),
            ),
            (vec!["text/uri-list", "text/plain"], Some("text/uri-list")),
            (vec!["text/plain", "UTF8_STRING"], None),
            (vec![], None),
        ] {
            assert_eq!(wanted(&offers(&offered)), taken, "{offered:?}");
        }
    }

    #[test]
    fn a_file_is_read_by_its_name_and_one_that_cannot_be_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("屋顶.jpg");
        std::fs::write(&path, b"bytes").unwrap();
        let copied = read(&path);
        assert_eq!(
            (copied.name.as_str(), copied.bytes.unwrap()),
            ("屋顶.jpg", b"bytes".to_vec())
        );
        let large = folder.path().join("large.jpg");
        let file = std::fs::File::create(&large).unwrap();
        file.set_len(FILE_BYTES_MAX as u64 + 1).unwrap();
        assert_eq!(read(&large).bytes.unwrap_err().code, Code::PhotoTooLarge);
        for absent in [folder.path().join("gone.jpg"), folder.path().to_owned()] {
            assert_eq!(read(&absent).bytes.unwrap_err().code, Code::PhotoUnreadable);
        }
    }
}
