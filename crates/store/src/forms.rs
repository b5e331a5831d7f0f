//! Forms typed and not yet saved, settings, named filters: of this file alone, in no log.
//! At the county each account has its own, told apart by `owner`; a laptop has one person, whose owner is empty.

use domain::Env;
use rusqlite::{OptionalExtension, params};

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

    /// Forgets a draft: saved, or thrown away by its person.
    pub fn remove_draft(
        &mut self,
        env: &dyn Env,
        owner: &str,
        (form, subject): (&str, &str),
    ) -> Result<(), StoreError> {
        self.transact(env, |store| {
            store
                .conn
                .prepare_cached("DELETE FROM draft WHERE form = ?1 AND subject = ?2")?
                .execute(params![owned(owner, form), subject])?;
            Ok(())
        })
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
