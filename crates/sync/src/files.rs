//! Photos after text: content-addressed, in chunks, resumed at the byte the county holds (`sync.md` §7).

use std::sync::Mutex;

use domain::Env;
use sha2::{Digest, Sha256};
use store::{Store, photos::Preview};

use crate::{
    engine::{OnProgress, Progress, Report, SyncError, lock},
    protocol::{CHUNK_BYTES, Protocol, ProtocolError},
};

/// Photos looked up at once.
const BATCH: usize = 50;
/// What the county says of one file; the next may still go. Its set may be held, its upload have been given up, its
/// bytes have rotted.
const OF_ONE_FILE: [&str; 6] = [
    "not_wanted",
    "too_large",
    "malformed",
    "not_found",
    "offset_conflict",
    "hash_mismatch",
];

/// Sends what the county lacks, smallest first; says whether it has all of it now. A file that cannot be read here, or
/// that the county does not take, is passed over and stays listed.
pub(crate) fn send(
    store: &Mutex<Store>,
    env: &dyn Env,
    protocol: &mut dyn Protocol,
    wanted: &[[u8; 32]],
    report: &mut Report,
    on_progress: OnProgress<'_>,
) -> Result<bool, SyncError> {
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
            return Ok(passed_over.is_empty());
        };
        let bytes = lock(store).photo_bytes(&photo.sha256)?;
        let Some(bytes) = bytes else {
            passed_over.insert(photo.sha256);
            continue;
        };
        match send_one(
            store,
            env,
            protocol,
            (&photo.sha256, &bytes),
            report,
            on_progress,
        ) {
            Err(SyncError::Protocol(ProtocolError::Refused { code, .. }))
                if OF_ONE_FILE.contains(&code.as_str()) =>
            {
                passed_over.insert(photo.sha256);
            }
            sent => sent?,
        }
    }
}

fn send_one(
    store: &Mutex<Store>,
    env: &dyn Env,
    protocol: &mut dyn Protocol,
    (sha256, bytes): (&[u8; 32], &[u8]),
    report: &mut Report,
    on_progress: OnProgress<'_>,
) -> Result<(), SyncError> {
    report.requests += 1;
    let (upload, mut offset) = protocol.file_begin(sha256, bytes.len() as u64)?;
    while offset < bytes.len() as u64 {
        let from = offset as usize;
        let chunk = &bytes[from..(from + CHUNK_BYTES).min(bytes.len())];
        report.requests += 1;
        report.bytes_up += chunk.len() as u64;
        let next = protocol.file_chunk(&upload, offset, chunk)?;
        if next <= offset {
            return Err(SyncError::NoProgress);
        }
        offset = next;
        lock(store).note_photo_sent(env, sha256, offset, false)?;
        let progress = Progress {
            photos_sent: report.photos_sent,
            ..Progress::default()
        };
        if !on_progress(progress) {
            return Err(SyncError::Stopped);
        }
    }
    lock(store).note_photo_sent(env, sha256, bytes.len() as u64, true)?;
    report.photos_sent += 1;
    Ok(())
}

/// Photos of others after all else, smallest first: a thumb of each, then what people asked to see. One that the
/// county does not give is passed over and asked for again next time.
pub(crate) fn fetch(
    store: &Mutex<Store>,
    env: &dyn Env,
    protocol: &mut dyn Protocol,
    report: &mut Report,
    on_progress: OnProgress<'_>,
) -> Result<(), SyncError> {
    lock(store).drop_left_previews(env)?;
    let mut passed_over = std::collections::BTreeSet::new();
    loop {
        let lacking = lock(store).photos_to_fetch(BATCH + passed_over.len())?;
        let Some((sha256, size)) = lacking
            .into_iter()
            .find(|photo| !passed_over.contains(photo))
        else {
            return Ok(());
        };
        report.requests += 1;
        let bytes = match protocol.file_get(&sha256, size) {
            Ok(bytes) => bytes,
            Err(ProtocolError::Refused { .. }) => {
                passed_over.insert((sha256, size));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        report.bytes_down += bytes.len() as u64;
        if size == Preview::Original && <[u8; 32]>::from(Sha256::digest(&bytes)) != sha256 {
            passed_over.insert((sha256, size));
            continue;
        }
        lock(store).put_preview(env, &sha256, size, &bytes)?;
        report.photos_fetched += 1;
        if !on_progress(Progress {
            photos_sent: report.photos_sent,
            ..Progress::default()
        }) {
            return Err(SyncError::Stopped);
        }
    }
}
