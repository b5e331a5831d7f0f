//! The county's data folder: what lies where, and the keys, which only their owner may read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use domain::Env;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::secret;

#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("{path} holds no county yet")]
    NotInitialised { path: PathBuf },
    #[error("{path} holds the county {county} already")]
    AlreadyInitialised { path: PathBuf, county: String },
    #[error("{path} cannot be read or written")]
    Io { path: PathBuf, source: io::Error },
    #[error("{path} is damaged")]
    Damaged { path: PathBuf },
    #[error("Another server has {path} open")]
    InUse { path: PathBuf },
}

/// What `county.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct County {
    /// Division code of six digits.
    pub code: String,
    pub name: String,
    /// UTC ms.
    pub created_at: i64,
}

/// Where a running server can be reached; read by `enrol`, written by `serve`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reachable {
    pub server: String,
    /// SHA-256 of the certificate, in hex; nothing without TLS.
    pub pin: Option<String>,
}

/// The county's secrets. The signing key signs answers; the id key makes ids that give nothing away.
pub struct Keys {
    pub county: SigningKey,
    pub id_key: [u8; 32],
    /// Of the file that holds log and replica.
    pub replica: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    pub fn public_key(&self) -> [u8; 32] {
        self.county.verifying_key().to_bytes()
    }

    /// What people compare: the first 128 bits of SHA-256 of the public key, in groups of four.
    pub fn fingerprint(&self) -> String {
        let digits = hex::encode_upper(&Sha256::digest(self.public_key())[..16]);
        let groups: Vec<&str> = (0..8)
            .map(|index| &digits[index * 4..index * 4 + 4])
            .collect();
        groups.join("-")
    }
}

/// A folder that holds one county.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
    county: County,
}

impl DataFolder {
    /// Makes the folder and the keys. `county.json` comes last: without it there is no county.
    pub fn init(root: &Path, county: County, env: &dyn Env) -> Result<Self, DataError> {
        if let Ok(existing) = Self::open(root) {
            return Err(DataError::AlreadyInitialised {
                path: root.to_owned(),
                county: existing.county.code,
            });
        }
        let folder = Self {
            root: root.to_owned(),
            county,
        };
        for path in [
            root.to_owned(),
            folder.keys_folder(),
            folder.photos(),
            folder.uploads(),
        ] {
            create_private_folder(&path).map_err(at(&path))?;
        }
        for path in [folder.county_key(), folder.id_key(), folder.replica_key()] {
            // A key left by an init that was cut off is replaced: nothing has been signed with it.
            let _ = fs::remove_file(&path);
            let secret = hex::encode(secret::random_bytes(env));
            write_private(&path, secret.as_bytes()).map_err(at(&path))?;
        }
        Ok(folder)
    }

    /// The last step of an init: from now on this folder holds a county.
    pub fn seal(&self) -> Result<(), DataError> {
        let path = self.root.join("county.json");
        let text = serde_json::to_vec_pretty(&self.county)
            .map_err(|_| DataError::Damaged { path: path.clone() })?;
        replace(&path, &text).map_err(at(&path))
    }

    /// Opens a folder that [`DataFolder::seal`] has finished.
    pub fn open(root: &Path) -> Result<Self, DataError> {
        let path = root.join("county.json");
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(DataError::NotInitialised {
                    path: root.to_owned(),
                });
            }
            Err(error) => return Err(at(&path)(error)),
        };
        let county = serde_json::from_slice(&text).map_err(|_| DataError::Damaged { path })?;
        Ok(Self {
            root: root.to_owned(),
            county,
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn county(&self) -> &County {
        &self.county
    }

    /// Accounts, devices, uploads.
    pub fn server_file(&self) -> PathBuf {
        self.root.join("server.sqlite")
    }

    /// Log and replica.
    pub fn county_file(&self) -> PathBuf {
        self.root.join("county.sqlite")
    }

    pub fn photos(&self) -> PathBuf {
        self.root.join("photos")
    }

    pub fn uploads(&self) -> PathBuf {
        self.root.join("uploads")
    }

    pub fn tls(&self) -> PathBuf {
        self.root.join("tls")
    }

    fn keys_folder(&self) -> PathBuf {
        self.root.join("keys")
    }

    fn county_key(&self) -> PathBuf {
        self.keys_folder().join("county.ed25519")
    }

    fn id_key(&self) -> PathBuf {
        self.keys_folder().join("id.key")
    }

    fn replica_key(&self) -> PathBuf {
        self.keys_folder().join("replica.key")
    }

    pub fn keys(&self) -> Result<Keys, DataError> {
        Ok(Keys {
            county: SigningKey::from_bytes(&read_key(&self.county_key())?),
            id_key: read_key(&self.id_key())?,
            replica: Zeroizing::new(read_key(&self.replica_key())?),
        })
    }

    /// Remembers where the server can be reached.
    pub fn write_reachable(&self, reachable: &Reachable) -> Result<(), DataError> {
        let path = self.root.join("reachable.json");
        let text = serde_json::to_vec_pretty(reachable)
            .map_err(|_| DataError::Damaged { path: path.clone() })?;
        replace(&path, &text).map_err(at(&path))
    }

    /// Where the server was last reachable, if it ever ran.
    pub fn reachable(&self) -> Option<Reachable> {
        let text = fs::read(self.root.join("reachable.json")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Held as long as the server runs: two would decide against each other on one folder.
    pub fn lock(&self) -> Result<File, DataError> {
        let path = self.root.join("serve.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(DataError::InUse {
                path: self.root.clone(),
            }),
            Err(fs::TryLockError::Error(error)) => Err(at(&path)(error)),
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> DataError {
    let path = path.to_owned();
    move |source| DataError::Io { path, source }
}

fn read_key(path: &Path) -> Result<[u8; 32], DataError> {
    let text = fs::read_to_string(path).map_err(at(path))?;
    let mut key = [0; 32];
    hex::decode_to_slice(text.trim(), &mut key).map_err(|_| DataError::Damaged {
        path: path.to_owned(),
    })?;
    Ok(key)
}

/// An empty file that only its owner may read; fails if it exists.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a new file that only its owner may read, durable when this returns.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create_private(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder_of(path)
}

/// Makes a folder, with those above it, that only its owner may enter.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes the name of a file as durable as its content.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Replaces a small file whole: after a power cut it is the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let _ = fs::remove_file(&fresh);
    write_private(&fresh, bytes)?;
    fs::rename(&fresh, path)?;
    sync_folder_of(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::tests::TestEnv;

    fn county() -> County {
        County {
            code: "431128".into(),
            name: "新田县".into(),
            created_at: 1,
        }
    }

    #[test]
    fn an_init_that_was_cut_off_can_be_begun_again_and_a_finished_one_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("county");
        let env = TestEnv::new(1);
        let first = DataFolder::init(&root, county(), &env).unwrap();
        assert!(matches!(
            DataFolder::open(&root),
            Err(DataError::NotInitialised { .. })
        ));
        let second = DataFolder::init(&root, county(), &env).unwrap();
        second.seal().unwrap();
        assert!(matches!(
            DataFolder::init(&root, county(), &env),
            Err(DataError::AlreadyInitialised { county, .. }) if county == "431128"
        ));
        assert_eq!(
            first.keys().unwrap().id_key,
            DataFolder::open(&root).unwrap().keys().unwrap().id_key
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_keys() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("county");
        let data = DataFolder::init(&root, county(), &TestEnv::new(1)).unwrap();
        for path in [data.county_key(), data.id_key(), data.replica_key()] {
            assert_eq!(
                fs::metadata(path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert_eq!(
            fs::metadata(&root).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }

    #[test]
    fn two_servers_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let data =
            DataFolder::init(&folder.path().join("county"), county(), &TestEnv::new(1)).unwrap();
        let held = data.lock().unwrap();
        assert!(matches!(data.lock(), Err(DataError::InUse { .. })));
        drop(held);
        assert!(data.lock().is_ok());
    }

    #[test]
    fn a_damaged_key_is_said_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let data =
            DataFolder::init(&folder.path().join("county"), county(), &TestEnv::new(1)).unwrap();
        fs::write(data.id_key(), "00ff").unwrap();
        assert!(matches!(data.keys(), Err(DataError::Damaged { .. })));
    }
}
