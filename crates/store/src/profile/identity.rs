//! Who a laptop writes as, what it proves it with, and where its county is.

use std::{fmt, path::Path};

use domain::Env;
use serde::{Deserialize, Serialize};

use super::{
    IDENTITY,
    files::{self, write_file},
    wrap,
};
use crate::{Key, StoreError};

/// Sealed with the file's key in `identity.json`. Ids and keys are hexadecimal.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Ed25519 secret of this laptop.
    pub secret: String,
    /// Where the county server is.
    pub server: String,
    /// SHA-256 of its certificate, or empty.
    pub pin: String,
    /// Id of the device; empty until enrolled.
    pub device: String,
    /// Its token.
    pub token: String,
    /// Id of the person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Name of the account.
    pub account: String,
    /// Role.
    pub role: String,
    /// Division code of the area.
    pub area: String,
    /// Code of the county.
    pub county: String,
    /// The county's Ed25519 key.
    pub county_public_key: String,
    /// The grant that sets are written under.
    pub grant: String,
}

/// Without its secrets.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("server", &self.server)
            .field("device", &self.device)
            .field("person", &self.person)
            .field("area", &self.area)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    version: i64,
    nonce: String,
    sealed: String,
}

const VERSION: i64 = 1;

impl Identity {
    /// With a new device secret and nothing else.
    pub(super) fn fresh(env: &dyn Env) -> Self {
        Self {
            secret: hex::encode(wrap::new_key(env).as_slice()),
            ..Self::default()
        }
    }

    /// Did the county take this laptop?
    pub fn is_enrolled(&self) -> bool {
        !self.token.is_empty()
    }

    /// The Ed25519 secret.
    pub fn secret(&self) -> [u8; 32] {
        key(&self.secret)
    }

    /// The Ed25519 public key, hexadecimal, for enrolment.
    pub fn public_key(&self) -> String {
        hex::encode(
            ed25519_dalek::SigningKey::from_bytes(&self.secret())
                .verifying_key()
                .as_bytes(),
        )
    }

    /// The county's key.
    pub fn county_key(&self) -> [u8; 32] {
        key(&self.county_public_key)
    }

    /// The certificate's hash, if one was told.
    pub fn pin(&self) -> Option<[u8; 32]> {
        (!self.pin.is_empty()).then(|| key(&self.pin))
    }

    pub(super) fn read(dir: &Path, key: &Key) -> Result<Self, StoreError> {
        let path = dir.join(IDENTITY);
        let damaged = || StoreError::Damaged(path.display().to_string());
        let file: Sealed = files::read_json(&path)?;
        if file.version > VERSION {
            return Err(StoreError::Newer {
                file: file.version,
                program: VERSION,
            });
        }
        let nonce = hex::decode(&file.nonce)
            .ok()
            .and_then(|nonce| nonce.try_into().ok())
            .ok_or_else(damaged)?;
        let sealed = hex::decode(&file.sealed).map_err(|_| damaged())?;
        let plain = wrap::decrypt(key, &nonce, IDENTITY.as_bytes(), &sealed).ok_or_else(damaged)?;
        serde_json::from_slice(&plain).map_err(|_| damaged())
    }

    pub(super) fn write(&self, env: &dyn Env, dir: &Path, key: &Key) -> Result<(), StoreError> {
        let nonce = wrap::new_nonce(env);
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(self)?);
        let sealed = wrap::encrypt(key, &nonce, IDENTITY.as_bytes(), &plain)?;
        let file = Sealed {
            version: VERSION,
            nonce: hex::encode(nonce),
            sealed: hex::encode(sealed),
        };
        write_file(&dir.join(IDENTITY), &serde_json::to_vec_pretty(&file)?)
    }
}

fn key(text: &str) -> [u8; 32] {
    hex::decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or_default()
}
