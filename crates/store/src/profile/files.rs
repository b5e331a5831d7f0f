//! Small files beside the replica: whole or not at all.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use domain::Env;

use crate::StoreError;

/// Writes `bytes` so that after any interruption the old or the new file is there: temporary file, fsync, rename,
/// fsync of the folder.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let new = beside(path);
    let written = write(&new, bytes).and_then(|()| std::fs::rename(&new, path));
    if let Err(error) = written {
        _ = std::fs::remove_file(&new);
        return Err(StoreError::io(path, error));
    }
    sync_dir(folder_of(path))
}

/// The same for a file without which nobody gets in: `env` is asked after each step whether the power goes.
pub(super) fn write_key(env: &dyn Env, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let new = beside(path);
    let half = &bytes[..bytes.len() / 2];
    if env.crashes_at("key_half_written") {
        _ = write(&new, half);
        return Err(StoreError::Crashed("key_half_written"));
    }
    if env.crashes_at("key_written") {
        _ = write(&new, bytes);
        return Err(StoreError::Crashed("key_written"));
    }
    write_file(path, bytes)?;
    if env.crashes_at("key_renamed") {
        return Err(StoreError::Crashed("key_renamed"));
    }
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The folder that a file lies in; a bare name lies in the current one.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes names in `dir` durable. Windows has no such call and does it by itself.
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(dir)
            .and_then(|file| file.sync_all())
            .map_err(|error| StoreError::io(dir, error))?;
    }
    Ok(())
}

/// Nobody else on the machine lists the folder.
pub(super) fn only_for_owner(dir: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(dir, permissions).map_err(|error| StoreError::io(dir, error))?;
    }
    _ = dir;
    Ok(())
}

/// Removes a file; one that is not there is no trouble.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(path, error))
        }
        _ => Ok(()),
    }
}

/// A file that must be there and is not: the profile is damaged.
pub(super) fn missing_is_damage(path: &Path, error: std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::InvalidData => {
            StoreError::Damaged(path.display().to_string())
        }
        _ => StoreError::io(path, error),
    }
}

/// Reads a JSON file of the profile; what cannot be read as such is damaged.
pub(super) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, StoreError> {
    let bytes = std::fs::read(path).map_err(|error| missing_is_damage(path, error))?;
    serde_json::from_slice(&bytes).map_err(|_| StoreError::Damaged(path.display().to_string()))
}
