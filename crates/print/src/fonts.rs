//! The two fonts that a form is set in, read where they are installed: regular and bold of Noto Sans SC, cut for the
//! mainland. No other font of the machine is asked, so that a form looks the same everywhere.

use std::path::{Path, PathBuf};

use paper::PrintError;
use typst::{foundations::Bytes, text::Font};

const FILES: [&str; 2] = ["NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"];

/// Reads them.
pub(crate) fn load() -> Result<Vec<Font>, PrintError> {
    let own = std::env::current_exe().unwrap_or_default();
    let dirs = places(own.parent().unwrap_or(Path::new("")));
    let unread = |detail: String| PrintError::Fonts { detail };
    let dir = dirs
        .iter()
        .find(|dir| FILES.iter().all(|file| dir.join(file).is_file()))
        .ok_or_else(|| unread(format!("looked in {dirs:?}")))?;
    FILES
        .iter()
        .map(|file| {
            let path = dir.join(file);
            let bytes = std::fs::read(&path)
                .map_err(|error| unread(format!("{}: {error}", path.display())))?;
            Font::new(Bytes::new(bytes), 0)
                .ok_or_else(|| unread(format!("{} is no font", path.display())))
        })
        .collect()
}

/// Where they may lie, seen from the folder of the program: beside it (Windows), or in the shared folders of a system.
fn places(own: &Path) -> Vec<PathBuf> {
    let mut places = vec![
        own.join("fonts"),
        own.join("../lib/zhucun/fonts"),
        own.join("../share/zhucun/fonts"),
    ];
    if cfg!(debug_assertions) {
        places.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"));
    }
    places
}
