//! The file's key: 32 random bytes, wrapped by a key that Argon2id makes of the passphrase.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use domain::Env;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::files;
use crate::{Key, StoreError};

const VERSION: i64 = 1;
/// 64 MiB, and one lane: the crate computes lanes one after another, so more only help an attacker.
const MEMORY_KIB: u32 = 64 * 1024;
/// About a third of a second on an old office laptop.
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A file that asks for more is not ours.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 64;

#[derive(Serialize, Deserialize)]
struct VersionOnly {
    version: i64,
}

/// `key.json`. The parameters stand in it, so that a later program may choose others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Wrapped {
    version: i64,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    cipher: String,
    salt: String,
    nonce: String,
    sealed: String,
    /// When, as the device believed; in no digest, for nothing hangs on it.
    #[serde(default)]
    made_at_ms: i64,
    /// Tells a damaged file from a wrong passphrase.
    check: String,
}

impl Wrapped {
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let version = files::read_json::<VersionOnly>(path)?.version;
        if version > VERSION {
            return Err(StoreError::Newer {
                file: version,
                program: VERSION,
            });
        }
        let wrapped: Self = files::read_json(path)?;
        let bounded = wrapped.memory_kib <= MEMORY_KIB_MAX && wrapped.passes <= PASSES_MAX;
        if wrapped.check != wrapped.digest() || !bounded {
            return Err(StoreError::Damaged(path.display().to_string()));
        }
        Ok(wrapped)
    }

    /// When it was sealed; 0 where it does not say.
    pub(super) fn made_at_ms(&self) -> i64 {
        self.made_at_ms
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, StoreError> {
        Ok(serde_json::to_vec_pretty(self)?)
    }

    pub(super) fn seal(env: &dyn Env, key: &Key, passphrase: &str) -> Result<Self, StoreError> {
        let (salt, nonce) = (env.random().to_be_bytes(), new_nonce(env));
        let wrapping = derive(passphrase, &salt, MEMORY_KIB, PASSES, LANES)?;
        let mut wrapped = Self {
            version: VERSION,
            kdf: "argon2id".to_owned(),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            cipher: "xchacha20poly1305".to_owned(),
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            made_at_ms: env.wall_ms(),
            sealed: hex::encode(encrypt(&wrapping, &nonce, &salt, key.as_slice())?),
            check: String::new(),
        };
        wrapped.check = wrapped.digest();
        Ok(wrapped)
    }

    pub(super) fn open(&self, passphrase: &str) -> Result<Key, StoreError> {
        let damaged = || StoreError::Damaged("key.json".to_owned());
        let (Ok(salt), Ok(nonce), Ok(sealed)) = (
            hex::decode(&self.salt),
            hex::decode(&self.nonce),
            hex::decode(&self.sealed),
        ) else {
            return Err(damaged());
        };
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| damaged())?;
        let wrapping = derive(passphrase, &salt, self.memory_kib, self.passes, self.lanes)?;
        let plain =
            decrypt(&wrapping, &nonce, &salt, &sealed).ok_or(StoreError::WrongPassphrase)?;
        let key: [u8; 32] = plain.as_slice().try_into().map_err(|_| damaged())?;
        Ok(Zeroizing::new(key))
    }

    fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for text in [
            &self.kdf,
            &self.cipher,
            &self.salt,
            &self.nonce,
            &self.sealed,
        ] {
            hasher.update(text.as_bytes()).update(b"\n");
        }
        for number in [self.memory_kib, self.passes, self.lanes] {
            hasher.update(&number.to_be_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// A file's key.
pub(super) fn new_key(env: &dyn Env) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    key[..16].copy_from_slice(&env.random().to_be_bytes());
    key[16..].copy_from_slice(&env.random().to_be_bytes());
    key
}

pub(super) fn new_nonce(env: &dyn Env) -> [u8; 24] {
    let mut nonce = [0; 24];
    nonce[..16].copy_from_slice(&env.random().to_be_bytes());
    nonce[16..].copy_from_slice(&env.random().to_be_bytes()[..8]);
    nonce
}

fn derive(
    passphrase: &str,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Key, StoreError> {
    let damaged = |_| StoreError::Damaged("key.json".to_owned());
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(damaged)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
        .map_err(damaged)?;
    Ok(key)
}

/// Seals `plain`, bound to `about`.
pub(super) fn encrypt(
    key: &Key,
    nonce: &[u8; 24],
    about: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    XChaCha20Poly1305::new(&(**key).into())
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plain,
                aad: about,
            },
        )
        .map_err(|_| StoreError::TooLarge("sealed file"))
}

/// Nothing when the key is another or a byte has changed.
pub(super) fn decrypt(
    key: &Key,
    nonce: &[u8; 24],
    about: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    XChaCha20Poly1305::new(&(**key).into())
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: sealed,
                aad: about,
            },
        )
        .ok()
        .map(Zeroizing::new)
}
