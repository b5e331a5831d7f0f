//! Tokens, cookies and one-time codes: chance is handed in, only hashes are kept.

use domain::Env;
use sha2::{Digest, Sha256};

/// Without I and O, which people read as 1 and 0.
const CODE_ALPHABET: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 12;

/// 256 bits of chance.
pub fn random_bytes(env: &dyn Env) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&env.random().to_be_bytes());
    bytes[16..].copy_from_slice(&env.random().to_be_bytes());
    bytes
}

/// A token or cookie: 64 hex digits.
pub fn token(env: &dyn Env) -> String {
    hex::encode(random_bytes(env))
}

/// What is kept of a secret of high entropy; passwords go through Argon2id instead.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A one-time code of 61 bits, `XXXX-XXXX-XXXX`.
pub fn code(env: &dyn Env) -> String {
    let mut chance = env.random();
    let mut text = String::with_capacity(CODE_LENGTH + 2);
    for index in 0..CODE_LENGTH {
        if index > 0 && index % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(CODE_ALPHABET[(chance % 34) as usize]));
        chance /= 34;
    }
    text
}

/// The twelve characters of a code as a person may have typed it, or nothing if it cannot be one.
pub fn normalise_code(typed: &str) -> Option<String> {
    let mut text = String::with_capacity(CODE_LENGTH);
    for character in typed.chars() {
        match character.to_ascii_uppercase() {
            '-' | '–' | ' ' | '\u{3000}' => {}
            'I' => text.push('1'),
            'O' => text.push('0'),
            other if other.is_ascii_alphanumeric() => text.push(other),
            _ => return None,
        }
    }
    (text.len() == CODE_LENGTH).then_some(text)
}

/// A first password that can be read out over the telephone: five groups of four, 101 bits.
pub fn password(env: &dyn Env) -> String {
    let one = code(env).replace('-', "").to_lowercase();
    let two = code(env).replace('-', "").to_lowercase();
    format!(
        "{}-{}-{}-{}-{}",
        &one[..4],
        &one[4..8],
        &one[8..],
        &two[..4],
        &two[4..8]
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::tests::TestEnv;

    #[test]
    fn a_code_has_twelve_characters_in_three_groups_without_i_and_o() {
        let env = TestEnv::new(1);
        for _ in 0..200 {
            let code = code(&env);
            assert_eq!(code.len(), 14);
            assert_eq!(code.chars().filter(|&c| c == '-').count(), 2);
            assert!(!code.contains(['I', 'O']), "{code}");
        }
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let typed = [
            "ABCD-1230-WXYZ",
            "abcd 1230 wxyz",
            "abcdI23Owxyz",
            "abcd\u{3000}1230–wxyz",
        ];
        for text in typed {
            assert_eq!(
                normalise_code(text).as_deref(),
                Some("ABCD1230WXYZ"),
                "{text}"
            );
        }
        assert_eq!(normalise_code("ABCD-1230"), None);
        assert_eq!(normalise_code("ABCD-1230-WXY村"), None);
    }

    #[test]
    fn two_tokens_differ_and_a_hash_gives_nothing_of_them_away() {
        let env = TestEnv::new(1);
        let (one, two) = (token(&env), token(&env));
        assert_ne!(one, two);
        assert_eq!(one.len(), 64);
        assert_ne!(hex::encode(hash(&one)), one);
    }
}
