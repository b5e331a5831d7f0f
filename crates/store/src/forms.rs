//! Forms typed and not yet saved, settings, named filters: of this file alone, in no log.
//! At the county each account has its own, told apart by `owner`; a laptop has one person, whose owner is empty.

use domain::Env;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Store, StoreError};

/// A form as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which form.
    pub form: String,
    /// What it is about.
    pub subject: String,
    /// The form's own JSON.
    pub body: String,
    /// The version that it was opened with.
    pub base: u64,
    /// When it was last typed into.
    pub changed_at: i64,
}

/// Which draft, and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftOf {
    /// The account at the county, empty on a laptop.
    pub owner: String,
    /// Which form.
    pub form: String,
    /// What it is about.
    pub subject: String,
}

impl DraftOf {
    /// Inside the transaction that saves what was typed: neither can a saved draft come back, nor an unsaved one go.
    pub(crate) fn forget(&self, conn: &Connection) -> Result<(), StoreError> {
        conn.prepare_cached("DELETE FROM draft WHERE form = ?1 AND subject = ?2")?
            .execute(params![owned(&self.owner, &self.form), self.subject])?;
        Ok(())
    }
}

/// Between owner and name; a character that neither can hold.
const BREAK: char = '\u{1f}';
const BODY_BYTES_MAX: usize = 256 * 1024;
const NAME_BYTES_MAX: usize = 1024;

fn owned(owner: &str, name: &str) -> String {
    if owner.is_empty() {
        name.to_owned()
    } else {
        format!("{owner}{BREAK}{name}")
    }
}

fn without_owner<'a>(owner: &str, name: &'a str) -> Option<&'a str> {
    if owner.is_empty() {
        return (!name.contains(BREAK)).then_some(name);
    }
    name.strip_prefix(owner)?.strip_prefix(BREAK)
}

fn bounded(names: &[&str], body: &str) -> Result<(), StoreError> {
    if names.iter().any(|name| name.len() > NAME_BYTES_MAX) {
        return Err(StoreError::TooLarge("name"));
    }
    if body.len() > BODY_BYTES_MAX {
        return Err(StoreError::TooLarge("draft"));
    }
    Ok(())
}

impl Store {
    /// All drafts, the last typed first.
    pub fn drafts_of(&self, owner: &str) -> Result<Vec<Draft>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT form, subject, body, base, changed_at FROM draft ORDER BY changed_at DESC, form, subject")?;
        let mut rows = statement.query([])?;
        let mut drafts = Vec::new();
        while let Some(row) = rows.next()? {
            let form: String = row.get(0)?;
            let Some(form) = without_owner(owner, &form) else {
                continue;
            };
            drafts.push(Draft {
                form: form.to_owned(),
                subject: row.get(1)?,
                body: row.get(2)?,
                base: row.get::<_, i64>(3)? as u64,
                changed_at: row.get(4)?,
            });
        }
        Ok(drafts)
    }

    /// Keeps what is typed. Durable when it returns.
    pub fn save_draft(
        &mut self,
        env: &dyn Env,
        owner: &str,
        (form, subject): (&str, &str),
        body: &str,
        base: u64,
    ) -> Result<(), StoreError> {
        bounded(&[form, subject], body)?;
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached(
                    "INSERT INTO draft (form, subject, body, base, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (form, subject) DO UPDATE SET body = ?3, base = ?4, changed_at = ?5",
                )?
                .execute(params![owned(owner, form), subject, body, base as i64, env.wall_ms()])?;
            Ok(())
        })
    }

    /// Forgets a draft that its person throws away. One that is saved goes with the save.
    pub fn remove_draft(&mut self, env: &dyn Env, draft: &DraftOf) -> Result<(), StoreError> {
        self.transact(env, |store| draft.forget(&store.conn))
    }

    /// One setting.
    pub fn setting(&self, owner: &str, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([owned(owner, name)], |row| row.get(0))
            .optional()?)
    }

    /// All settings whose name begins with `prefix`, without it, in order.
    pub fn settings(&self, owner: &str, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT name, value FROM setting ORDER BY name")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if let Some(name) =
                without_owner(owner, &name).and_then(|name| name.strip_prefix(prefix))
            {
                found.push((name.to_owned(), row.get(1)?));
            }
        }
        Ok(found)
    }

    /// Keeps a setting, or forgets it.
    pub fn set_setting(
        &mut self,
        env: &dyn Env,
        owner: &str,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), StoreError> {
        bounded(&[name], value.unwrap_or_default())?;
        self.transact(env, |store| {
            let name = owned(owner, name);
            match value {
                Some(value) => store
                    .conn
                    .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
                    .execute(params![name, value])?,
                None => store.conn.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?,
            };
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        About, Id,
        records::{Household, Record},
    };

    use super::*;
    use crate::{Edit, Side};

    /// Dies at one place of every transaction.
    struct Dying(&'static str);

    impl Env for Dying {
        fn wall_ms(&self) -> i64 {
            1_538_300_000_000
        }

        fn random(&self) -> u128 {
            7
        }

        fn crashes_at(&self, place: &'static str) -> bool {
            place == self.0
        }
    }

    #[test]
    fn a_crash_at_a_save_leaves_either_the_draft_or_the_record() {
        for (place, drafts, rows) in [("before_commit", 1, 0), ("after_commit", 0, 1)] {
            let mut store = Store::in_memory(Side::Laptop).unwrap();
            let draft = DraftOf {
                owner: String::new(),
                form: "household_edit".to_owned(),
                subject: "s".to_owned(),
            };
            let key = (draft.form.as_str(), draft.subject.as_str());
            store.save_draft(&Dying(""), "", key, "{}", 0).unwrap();
            let edit = Edit {
                table: Household::INFO.table,
                id: Id::v7(1, 1),
                base: None,
                cells: Household {
                    number: "4311281032029001".to_owned(),
                    ..Household::default()
                }
                .to_cells(),
            };
            let sets = vec![(vec![edit], About::default())];
            let died = store.save_form(&Dying(place), sets, Some(&draft));
            assert!(matches!(died, Err(StoreError::Crashed(_))), "{place}");
            assert_eq!(store.drafts_of("").unwrap().len(), drafts, "{place}");
            let saved: i64 = store
                .conn
                .query_row("SELECT count(*) FROM household", [], |row| row.get(0))
                .unwrap();
            assert_eq!(saved, rows, "{place}");
        }
    }
}
