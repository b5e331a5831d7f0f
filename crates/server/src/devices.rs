//! Laptops: enrolled by a one-time code, known by a token, revocable at once.

use domain::{Env, Id};
use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::{
    accounts::{self, Account},
    db::{DbError, ServerDb},
    secret,
};

/// `last_seen_at` is written at most this often, so that reading costs no fsync.
const SEEN_EVERY_MS: i64 = 60_000;

/// An enrolled laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: Id,
    pub account: Account,
    /// Ed25519, made on the laptop.
    pub public_key: [u8; 32],
    pub machine: String,
    pub version: String,
    /// May deliver into quarantine, and reads nothing but receipts (`sync.md` §3).
    pub revoked: bool,
    /// UTC ms.
    pub enrolled_at: i64,
    /// UTC ms.
    pub last_seen_at: Option<i64>,
    /// Change sets it still held at its last hello.
    pub pending: u64,
    pub pending_bytes: u64,
}

impl Device {
    /// `enrolled` until it came for the first time, then `active`; `revoked`; `disabled` with its account.
    pub fn state(&self) -> &'static str {
        match (self.revoked, self.account.disabled, self.last_seen_at) {
            (true, _, _) => "revoked",
            (_, true, _) => "disabled",
            (_, _, None) => "enrolled",
            _ => "active",
        }
    }
}

/// A code to be read out to the person at the laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    /// UTC ms.
    pub expires_at: i64,
}

/// What a laptop sends to be enrolled.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct EnrolRequest {
    pub code: String,
    /// Ed25519, hex.
    pub device_public_key: String,
    #[serde(default)]
    pub machine: String,
    /// Name and version of the program.
    #[serde(default)]
    pub app: String,
}

/// A laptop that may come from now on; its token is shown this once.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub device: Device,
    pub token: String,
}

/// Why a laptop is not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("No such code was given out")]
    CodeUnknown,
    #[error("This code has been used")]
    CodeUsed,
    #[error("This code has expired")]
    CodeExpired,
    #[error("The account of this code is disabled")]
    AccountDisabled,
    #[error("{0}")]
    Malformed(&'static str),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<rusqlite::Error> for EnrolError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(error.into())
    }
}

impl EnrolError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::CodeUnknown => "code_unknown",
            Self::CodeUsed => "code_used",
            Self::CodeExpired => "code_expired",
            Self::AccountDisabled => "account_disabled",
            Self::Malformed(_) => "malformed",
            Self::Db(_) => "internal",
        }
    }
}

/// Gives out a code for one laptop of `account`.
pub fn give_code(
    db: &ServerDb,
    env: &dyn Env,
    account: &Account,
    hours: u32,
) -> Result<Code, DbError> {
    let (code, now_ms) = (secret::code(env), env.wall_ms());
    let expires_at = now_ms + i64::from(hours) * 3_600_000;
    let plain = secret::normalise_code(&code).unwrap_or_default();
    db.write::<_, DbError>(|tx| {
        // Used and expired codes are kept for a while, so that a late laptop is told why.
        tx.execute("DELETE FROM enrolment_code WHERE expires_at < ?1", [now_ms - 90 * 86_400_000])?;
        tx.execute(
            "INSERT INTO enrolment_code (code_hash, account_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
            params![secret::hash(&plain), account.id.0, now_ms, expires_at],
        )?;
        Ok(())
    })?;
    Ok(Code { code, expires_at })
}

struct KnownCode {
    account: Id,
    expires_at: i64,
    device: Option<Id>,
}

/// Enrols a laptop. A code works once; only the laptop that used it may repeat the request, until it has come once
/// with its token, so that an answer lost on the way does not burn the code.
pub fn enrol(db: &ServerDb, env: &dyn Env, request: &EnrolRequest) -> Result<Enrolled, EnrolError> {
    let code = secret::normalise_code(&request.code).ok_or(EnrolError::CodeUnknown)?;
    let mut public_key = [0; 32];
    hex::decode_to_slice(&request.device_public_key, &mut public_key)
        .map_err(|_| EnrolError::Malformed("device_public_key must be 64 hex digits"))?;
    if VerifyingKey::from_bytes(&public_key).is_err() {
        return Err(EnrolError::Malformed("device_public_key is no Ed25519 key"));
    }
    let machine: String = request
        .machine
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect();
    let app: String = request
        .app
        .chars()
        .filter(|c| !c.is_control())
        .take(60)
        .collect();
    let (token, now_ms) = (secret::token(env), env.wall_ms());

    db.write(|tx| {
        let known = tx
            .query_row(
                "SELECT account_id, expires_at, device_id FROM enrolment_code WHERE code_hash = ?1",
                [secret::hash(&code)],
                |row| {
                    Ok(KnownCode {
                        account: Id(row.get(0)?),
                        expires_at: row.get(1)?,
                        device: row.get::<_, Option<[u8; 16]>>(2)?.map(Id),
                    })
                },
            )
            .optional()?
            .ok_or(EnrolError::CodeUnknown)?;
        if known.expires_at <= now_ms {
            return Err(if known.device.is_some() {
                EnrolError::CodeUsed
            } else {
                EnrolError::CodeExpired
            });
        }
        let account = accounts::by_id(tx, known.account)?.ok_or(EnrolError::CodeUnknown)?;
        if account.disabled {
            return Err(EnrolError::AccountDisabled);
        }
        let id = match known.device {
            None => {
                let id = env.new_id();
                tx.execute(
                    "INSERT INTO device (id, account_id, public_key, machine, version, enrolled_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![id.0, account.id.0, public_key, machine, app, now_ms],
                )?;
                tx.execute(
                    "UPDATE enrolment_code SET used_at = ?2, device_id = ?3 WHERE code_hash = ?1",
                    params![secret::hash(&code), now_ms, id.0],
                )?;
                id
            }
            Some(id) => {
                let device = by_id(tx, id)?.ok_or(EnrolError::CodeUsed)?;
                if device.public_key != public_key
                    || device.revoked
                    || device.last_seen_at.is_some()
                {
                    return Err(EnrolError::CodeUsed);
                }
                tx.execute("DELETE FROM token WHERE device_id = ?1", [id.0])?;
                id
            }
        };
        tx.execute(
            "INSERT INTO token (token_hash, device_id, created_at) VALUES (?1, ?2, ?3)",
            params![secret::hash(&token), id.0, now_ms],
        )?;
        let device = by_id(tx, id)?.ok_or(EnrolError::CodeUsed)?;
        Ok(Enrolled { device, token })
    })
}

/// The laptop that holds this token, revoked or not; notes that it was here.
pub fn by_token(db: &ServerDb, token: &str, now_ms: i64) -> Result<Option<Device>, DbError> {
    let found = db.read::<_, DbError>(|c| {
        let id: Option<[u8; 16]> = c
            .query_row(
                "SELECT device_id FROM token WHERE token_hash = ?1",
                [secret::hash(token)],
                |row| row.get(0),
            )
            .optional()?;
        match id {
            Some(id) => Ok(by_id(c, Id(id))?),
            None => Ok(None),
        }
    })?;
    if let Some(device) = &found {
        let seen = device.last_seen_at.unwrap_or(i64::MIN);
        if now_ms.saturating_sub(seen) >= SEEN_EVERY_MS || seen > now_ms {
            db.write::<_, DbError>(|tx| {
                tx.execute(
                    "UPDATE device SET last_seen_at = ?2 WHERE id = ?1",
                    params![device.id.0, now_ms],
                )?;
                Ok(())
            })?;
        }
    }
    Ok(found)
}

/// What a hello says about the laptop.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub pending: u64,
    pub pending_bytes: u64,
    pub version: String,
}

/// Notes what a laptop said of itself.
pub fn report(db: &ServerDb, device: Id, report: &Report, now_ms: i64) -> Result<(), DbError> {
    db.write(|tx| {
        tx.execute(
            "UPDATE device SET pending = ?2, pending_bytes = ?3, version = ?4, last_seen_at = ?5 WHERE id = ?1",
            params![
                device.0,
                report.pending as i64,
                report.pending_bytes as i64,
                report.version.chars().take(60).collect::<String>(),
                now_ms
            ],
        )?;
        Ok(())
    })
}

/// A laptop as the console and `device list` show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceRow {
    pub id: Id,
    pub account: String,
    pub person: String,
    pub area: String,
    pub machine: String,
    /// UTC ms.
    pub enrolled_at: i64,
    /// UTC ms.
    pub last_seen_at: Option<i64>,
    pub pending: u64,
    pub pending_bytes: u64,
    pub version: String,
    pub state: &'static str,
}

impl From<Device> for DeviceRow {
    fn from(device: Device) -> Self {
        Self {
            state: device.state(),
            id: device.id,
            account: device.account.name,
            person: device.account.person_name,
            area: device.account.area,
            machine: device.machine,
            enrolled_at: device.enrolled_at,
            last_seen_at: device.last_seen_at,
            pending: device.pending,
            pending_bytes: device.pending_bytes,
            version: device.version,
        }
    }
}

/// All laptops, oldest first.
pub fn list(db: &ServerDb) -> Result<Vec<Device>, DbError> {
    db.read(|c| {
        let mut statement = c.prepare("SELECT id FROM device ORDER BY id")?;
        let ids: Vec<[u8; 16]> = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut devices = Vec::with_capacity(ids.len());
        for id in ids {
            devices.extend(by_id(c, Id(id))?);
        }
        Ok(devices)
    })
}

/// Revokes a laptop at once. Its token stays known, so that it can be told, and so that what it holds may still be
/// delivered into quarantine. Nothing if there is no such laptop.
pub fn revoke(db: &ServerDb, id: Id, now_ms: i64) -> Result<Option<Device>, DbError> {
    db.write(|tx| {
        tx.execute(
            "UPDATE device SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1",
            params![id.0, now_ms],
        )?;
        Ok(by_id(tx, id)?)
    })
}

/// The laptop of this id, revoked or not.
pub fn get(db: &ServerDb, id: Id) -> Result<Option<Device>, DbError> {
    db.read(|c| Ok(by_id(c, id)?))
}

fn by_id(c: &Connection, id: Id) -> Result<Option<Device>, rusqlite::Error> {
    let found = c
        .query_row(
            "SELECT account_id, public_key, machine, version, revoked_at IS NOT NULL, enrolled_at, last_seen_at,
                    pending, pending_bytes
             FROM device WHERE id = ?1",
            [id.0],
            |row: &Row<'_>| {
                Ok((
                    Id(row.get(0)?),
                    row.get::<_, [u8; 32]>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, String>(3)?,
                    row.get::<_, bool>(4)?,
                    row.get::<_, i64>(5)?,
                    row.get::<_, Option<i64>>(6)?,
                    row.get::<_, i64>(7)?,
                    row.get::<_, i64>(8)?,
                ))
            },
        )
        .optional()?;
    let Some((
        account,
        public_key,
        machine,
        version,
        revoked,
        enrolled_at,
        last_seen_at,
        pending,
        pending_bytes,
    )) = found
    else {
        return Ok(None);
    };
    Ok(accounts::by_id(c, account)?.map(|account| Device {
        id,
        account,
        public_key,
        machine,
        version,
        revoked,
        enrolled_at,
        last_seen_at,
        pending: pending as u64,
        pending_bytes: pending_bytes as u64,
    }))
}

#[cfg(test)]
mod tests;
