//! Files by their SHA-256 in a folder, `photos/ab/cdef…`. A name exists only once its bytes are whole and durable.
//! The folder is the truth; the table `blob` counts it.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use sha2::{Digest, Sha256};

use crate::data::{create_private_folder, sync_folder_of};

/// SHA-256 of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(pub [u8; 32]);

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Text that is no SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Not a SHA-256 in 64 hex digits")]
pub struct NotAHash;

impl FromStr for FileHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAHash)?;
        Ok(Self(bytes))
    }
}

/// What became of a file that was to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// It lies in the store with this many bytes.
    Held(u64),
    /// Its bytes are not what its name says; it was removed.
    WrongHash,
}

/// The folder.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where a file lies, or would lie.
    pub fn path(&self, hash: &FileHash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(&name[..2]).join(&name[2..])
    }

    /// Size of a file that is held.
    pub fn size(&self, hash: &FileHash) -> Option<u64> {
        let metadata = fs::metadata(self.path(hash)).ok()?;
        metadata.is_file().then_some(metadata.len())
    }

    /// Takes in a file that lies on the same disk, by moving it, if its bytes are what `hash` says.
    pub fn adopt(&self, file: &Path, hash: &FileHash) -> io::Result<Adopted> {
        if hash_of(file)? != *hash {
            fs::remove_file(file)?;
            return Ok(Adopted::WrongHash);
        }
        let opened = fs::File::open(file)?;
        opened.sync_all()?;
        let size = opened.metadata()?.len();
        let target = self.path(hash);
        if let Some(folder) = target.parent()
            && !folder.is_dir()
        {
            create_private_folder(folder)?;
            sync_folder_of(folder)?;
        }
        fs::rename(file, &target)?;
        sync_folder_of(&target)?;
        Ok(Adopted::Held(size))
    }

    /// Takes in bytes that are in memory.
    pub fn put(&self, bytes: &[u8]) -> io::Result<FileHash> {
        let hash = FileHash(Sha256::digest(bytes).into());
        if self.size(&hash) != Some(bytes.len() as u64) {
            create_private_folder(&self.folder)?;
            let fresh = self.folder.join(format!("{hash}.new"));
            let _ = fs::remove_file(&fresh);
            crate::data::write_private(&fresh, bytes)?;
            self.adopt(&fresh, &hash)?;
        }
        Ok(hash)
    }

    /// Every file that is held, in order of hashes.
    pub fn list(&self) -> io::Result<Vec<FileHash>> {
        let mut hashes = Vec::new();
        if !self.folder.is_dir() {
            return Ok(hashes);
        }
        for folder in fs::read_dir(&self.folder)? {
            let folder = folder?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            let start = folder.file_name();
            for file in fs::read_dir(folder.path())? {
                let name = format!(
                    "{}{}",
                    start.to_string_lossy(),
                    file?.file_name().to_string_lossy()
                );
                hashes.extend(name.parse::<FileHash>().ok());
            }
        }
        hashes.sort_unstable();
        Ok(hashes)
    }

    /// Does a held file still have the bytes that its name says?
    pub fn is_whole(&self, hash: &FileHash) -> io::Result<bool> {
        Ok(hash_of(&self.path(hash))? == *hash)
    }
}

fn hash_of(path: &Path) -> io::Result<FileHash> {
    struct Hashing(Sha256);
    impl io::Write for Hashing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hashing = Hashing(Sha256::new());
    io::copy(&mut fs::File::open(path)?, &mut hashing)?;
    Ok(FileHash(hashing.0.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_under_its_hash_once() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("photos"));
        let hash = blobs.put(b"a photo").unwrap();
        assert_eq!(blobs.put(b"a photo").unwrap(), hash);
        assert_eq!(blobs.size(&hash), Some(7));
        assert_eq!(blobs.list().unwrap(), [hash]);
        assert!(blobs.is_whole(&hash).unwrap());
        let shown = hash.to_string();
        assert!(
            blobs
                .path(&hash)
                .ends_with(format!("photos/{}/{}", &shown[..2], &shown[2..]))
        );
    }

    #[test]
    fn a_file_that_is_not_what_it_says_is_not_taken_and_does_not_linger() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("photos"));
        let path = folder.path().join("upload.part");
        fs::write(&path, b"something else").unwrap();
        let named = FileHash(Sha256::digest(b"a photo").into());
        assert_eq!(blobs.adopt(&path, &named).unwrap(), Adopted::WrongHash);
        assert!(!path.exists());
        assert_eq!(blobs.size(&named), None);
    }

    #[test]
    fn a_file_that_rotted_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("photos"));
        let hash = blobs.put(b"a photo").unwrap();
        fs::write(blobs.path(&hash), b"a phot0").unwrap();
        assert!(!blobs.is_whole(&hash).unwrap());
    }
}
