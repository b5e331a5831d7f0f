//! 恢复钥匙: a second wrap of the file's key, by a key that the program makes and the owner keeps on paper. Whoever has
//! it opens the file as the passphrase does, so it is shown once and stands nowhere in the open. It opens once: what
//! was read out of a drawer for it may have been seen, and a new one is due.

use domain::{Env, Violation};
use zeroize::Zeroizing;

use super::{Attempts, Folder, Identity, KEY, Keeper, Open, files, wrap::Wrapped};
use crate::{Key, StoreError};

pub(super) const FILE: &str = "recovery.json";

/// Digits and capitals without I, L, O and U: nothing in it is taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Of five bits each; no list of passphrases and no machine gets through 120 of them.
const SECRET: usize = 24;
const GROUP: usize = 5;

/// What is shown and written down: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
pub type RecoveryKey = Zeroizing<String>;

fn fresh(env: &dyn Env) -> RecoveryKey {
    let chance = env.random();
    let mut letters: Zeroizing<Vec<u8>> = Zeroizing::new(
        (0..SECRET)
            .map(|at| LETTERS[(chance >> (5 * at)) as usize & 31])
            .collect(),
    );
    let check = check_of(&letters);
    letters.push(check);
    let mut shown = Zeroizing::new(String::new());
    for (at, letter) in letters.iter().enumerate() {
        if at > 0 && at % GROUP == 0 {
            shown.push('-');
        }
        shown.push(char::from(*letter));
    }
    shown
}

fn check_of(letters: &[u8]) -> u8 {
    LETTERS[usize::from(blake3::hash(letters).as_bytes()[0]) & 31]
}

/// What was typed, without the hyphens and with the letters that people take for digits put right; nothing when a
/// letter is wrong or missing, so that a slip of the pen costs no try.
fn typed(text: &str) -> Option<RecoveryKey> {
    let mut letters = Zeroizing::new(String::new());
    for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        letters.push(match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    }
    let bytes = letters.as_bytes();
    let is_whole = bytes.len() == SECRET + 1
        && bytes.iter().all(|byte| LETTERS.contains(byte))
        && check_of(&bytes[..SECRET]) == bytes[SECRET];
    is_whole.then_some(letters)
}

impl Keeper {
    /// A new recovery key; one from before opens nothing any more. The passphrase is asked for: an open laptop may
    /// stand alone.
    pub fn make_recovery(
        &self,
        env: &dyn Env,
        passphrase: &str,
    ) -> Result<RecoveryKey, StoreError> {
        self.prove(env, passphrase)?;
        let shown = fresh(env);
        let plain = typed(&shown).ok_or(StoreError::TooLarge("recovery key"))?;
        let sealed = Wrapped::seal(env, &self.key, &plain)?;
        files::write_key(env, &self.folder.path(FILE), &sealed.to_json()?)?;
        let mut note = self.folder.outside();
        if note.recovery_used {
            note.recovery_used = false;
            note.write(&self.folder.dir)?;
        }
        Ok(shown)
    }

    /// When the present recovery key was made; nothing where there is none.
    pub fn recovery_made_at_ms(&self) -> Option<i64> {
        Some(Wrapped::read(&self.folder.path(FILE)).ok()?.made_at_ms())
    }

    /// When the passphrase was chosen, as the device believed.
    pub fn passphrase_made_at_ms(&self) -> Option<i64> {
        Some(Wrapped::read(&self.folder.path(KEY)).ok()?.made_at_ms())
    }
}

impl Folder {
    /// Does a recovery key open this profile?
    pub fn has_recovery(&self) -> bool {
        Wrapped::read(&self.path(FILE)).is_ok()
    }

    /// Opens the profile by its recovery key, under a new passphrase. A wrong key counts as a wrong passphrase does.
    /// After an interruption the old passphrase with the key, or the new one opens.
    pub fn recover(&self, env: &dyn Env, key: &str, passphrase: &str) -> Result<Open, StoreError> {
        let plain = typed(key).ok_or_else(|| {
            StoreError::Violations(vec![Violation::new("recovery_key", "mistyped")])
        })?;
        self.finish_restore(&|place| env.crashes_at(place))?;
        if self.is_absent() {
            return Err(StoreError::NoProfile(self.name()));
        }
        let wrapped = Wrapped::read(&self.path(FILE))?;
        self.replica()?;
        let lock = self.lock()?;
        Attempts::count(&self.dir, env.wall_ms())?;
        let key: Key = wrapped.open(&plain)?;
        // Before anything is written: is it the key of this file at all?
        let identity = Identity::read(&self.dir, &key)?;
        Attempts::clear(&self.dir)?;
        let sealed = Wrapped::seal(env, &key, passphrase)?;
        files::write_key(env, &self.path(KEY), &sealed.to_json()?)?;
        files::remove(&self.path(FILE))?;
        files::sync_dir(&self.dir)?;
        let open = self.load(env, key, identity, lock)?;
        let mut note = self.outside();
        note.recovery_used = true;
        note.write(&self.dir)?;
        Ok(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Chance(u128);

    impl Env for Chance {
        fn wall_ms(&self) -> i64 {
            0
        }
        fn random(&self) -> u128 {
            self.0
        }
    }

    #[test]
    fn a_key_has_five_groups_of_letters_that_nobody_takes_for_others() {
        let key = fresh(&Chance(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
        assert_eq!(key.len(), 29);
        assert!(key.split('-').all(|group| group.len() == GROUP));
        assert!(
            key.chars()
                .all(|c| c == '-' || LETTERS.contains(&(c as u8)))
        );
        assert_ne!(*key, *fresh(&Chance(1)));
    }

    #[test]
    fn a_key_is_read_as_people_write_it_and_every_single_slip_but_few_is_noticed() {
        let key = fresh(&Chance(0xfeed_0000_1111_2222_3333_4444_5555_6666));
        let plain = typed(&key).unwrap();
        let written = key.to_lowercase().replace('-', "  ").replace('0', "o");
        assert_eq!(typed(&written.replace('1', "l")), Some(plain.clone()));
        let (mut slips, mut noticed) = (0, 0);
        for at in 0..plain.len() {
            for letter in LETTERS {
                let mut other = plain.as_bytes().to_vec();
                if other[at] == *letter {
                    continue;
                }
                other[at] = *letter;
                slips += 1;
                noticed += usize::from(typed(std::str::from_utf8(&other).unwrap()).is_none());
            }
        }
        assert!(noticed * 10 > slips * 9, "{noticed} of {slips}");
        for bad in [
            "",
            "ABC",
            &plain[..24],
            &format!("{}0", *plain),
            "请输入恢复钥匙",
        ] {
            assert_eq!(typed(bad), None, "{bad}");
        }
    }
}
