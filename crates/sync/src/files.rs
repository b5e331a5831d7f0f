//! Photos after text: content-addressed, in chunks, resumed at the byte the county holds (`sync.md` §7).

use std::sync::Mutex;

use domain::Env;
use store::Store;

use crate::{
    engine::{OnProgress, Progress, Report, SyncError, lock},
    protocol::{CHUNK_BYTES, Protocol},
};

/// Photos looked up at once.
const BATCH: usize = 50;

/// Sends what the county lacks, smallest first. A file that cannot be read here is passed over and stays listed.
pub(crate) fn send(
    store: &Mutex<Store>,
    env: &dyn Env,
    protocol: &mut dyn Protocol,
    wanted: &[[u8; 32]],
    report: &mut Report,
    on_progress: OnProgress<'_>,
) -> Result<(), SyncError> {
    for sha256 in wanted {
        if lock(store).photo_bytes(sha256)?.is_some() {
            lock(store).unsend_photo(env, sha256)?;
        }
    }
    let mut passed_over = std::collections::BTreeSet::new();
    loop {
        let unsent = lock(store).unsent_photos(BATCH + passed_over.len())?;
        let Some(photo) = unsent
            .into_iter()
            .find(|photo| !passed_over.contains(&photo.sha256))
        else {
            return Ok(());
        };
        let bytes = lock(store).photo_bytes(&photo.sha256)?;
        let Some(bytes) = bytes else {
            passed_over.insert(photo.sha256);
            continue;
        };
        report.requests += 1;
        let (upload, mut offset) = protocol.file_begin(&photo.sha256, bytes.len() as u64)?;
        while offset < bytes.len() as u64 {
            let from = offset as usize;
            let chunk = &bytes[from..(from + CHUNK_BYTES).min(bytes.len())];
            report.requests += 1;
            report.bytes_up += chunk.len() as u64;
            offset = protocol.file_chunk(&upload, offset, chunk)?;
            lock(store).note_photo_sent(env, &photo.sha256, offset, false)?;
            let progress = Progress {
                photos_sent: report.photos_sent,
                ..Progress::default()
            };
            if !on_progress(progress) {
                return Err(SyncError::Stopped);
            }
        }
        lock(store).note_photo_sent(env, &photo.sha256, bytes.len() as u64, true)?;
        report.photos_sent += 1;
    }
}
