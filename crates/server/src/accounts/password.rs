//! Argon2id. Slow on purpose: call it on a blocking thread.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

pub const LENGTH_MIN: usize = 8;
/// Longer input only keeps the processor busy.
pub const LENGTH_MAX: usize = 256;

/// 19 MiB, two passes, one lane: the OWASP minimum, so that a dozen logins at once fit a small server.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("The password cannot be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    #[error("The parameters of Argon2 do not fit: {0}")]
    Parameters(argon2::Error),
}

/// The PHC string of a password.
pub fn hash(password: &str, salt: u128) -> Result<String, PasswordError> {
    let parameters = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(PasswordError::Parameters)?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    let hash: PasswordHash = hasher
        .hash_password_with_salt(password.as_bytes(), &salt.to_be_bytes())
        .map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// Is it the password of this PHC string? Takes as long for a name nobody has (`phc` = nothing).
pub fn is_right(password: &str, phc: Option<&str>) -> bool {
    if password.len() > LENGTH_MAX {
        return false;
    }
    let Some(phc) = phc else {
        let _ = hash(password, 0);
        return false;
    };
    PasswordHash::new(phc).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_password_is_right_and_every_other_is_wrong() {
        let phc = hash("驻村 long enough", 7).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(is_right("驻村 long enough", Some(&phc)));
        assert!(!is_right("驻村 long enougH", Some(&phc)));
        assert!(!is_right("", Some(&phc)));
        assert!(!is_right("驻村 long enough", Some("not a hash")));
        assert!(!is_right("驻村 long enough", None));
    }

    #[test]
    fn the_same_password_twice_gives_two_hashes() {
        assert_ne!(
            hash("long enough", 1).unwrap(),
            hash("long enough", 2).unwrap()
        );
    }
}
