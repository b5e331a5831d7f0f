//! Console sessions: a cookie of 256 bits, of which only the hash is kept.

use domain::{Env, Id};
use rusqlite::{OptionalExtension, params};

use super::{Account, Caller};
use crate::{
    db::{DbError, ServerDb},
    secret,
};

pub const COOKIE: &str = "zhucun_session";
pub const LIFETIME_MS: i64 = 12 * 3_600_000;

/// The PHC string and account of a name, if it may log in.
pub fn credentials(db: &ServerDb, name: &str) -> Result<Option<(String, Account)>, DbError> {
    db.read(|c| {
        let found: Option<([u8; 16], String)> = c
            .query_row(
                "SELECT id, password FROM account WHERE name = ?1 AND disabled_at IS NULL",
                [name],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        match found {
            Some((id, phc)) => Ok(super::by_id(c, Id(id))?.map(|account| (phc, account))),
            None => Ok(None),
        }
    })
}

/// Opens a session; the answer is the cookie's value.
pub fn open(db: &ServerDb, env: &dyn Env, account: Id) -> Result<String, DbError> {
    let (cookie, now_ms) = (secret::token(env), env.wall_ms());
    db.write(|tx| {
        tx.execute("DELETE FROM session WHERE expires_at <= ?1", [now_ms])?;
        tx.execute(
            "INSERT INTO session (session_hash, id, account_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![secret::hash(&cookie), env.new_id().0, account.0, now_ms, now_ms + LIFETIME_MS],
        )?;
        Ok(cookie)
    })
}

/// Who holds this cookie, if it still counts.
pub fn caller(db: &ServerDb, cookie: &str, now_ms: i64) -> Result<Option<Caller>, DbError> {
    db.read(|c| {
        let found: Option<([u8; 16], [u8; 16])> = c
            .query_row(
                "SELECT id, account_id FROM session WHERE session_hash = ?1 AND expires_at > ?2 AND created_at - 600000 < ?2",
                params![secret::hash(cookie), now_ms],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((session, account)) = found else {
            return Ok(None);
        };
        Ok(super::by_id(c, Id(account))?.filter(|account| !account.disabled).map(|account| Caller {
            account,
            device: None,
            session: Some(Id(session)),
        }))
    })
}

/// Ends a session.
pub fn close(db: &ServerDb, cookie: &str) -> Result<(), DbError> {
    db.write(|tx| {
        tx.execute(
            "DELETE FROM session WHERE session_hash = ?1",
            [secret::hash(cookie)],
        )?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{accounts::tests::added, db::tests::TestEnv};

    #[test]
    fn a_session_ends_after_twelve_hours_by_logging_out_and_when_its_account_is_disabled() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let account = added(&db, &env, "zhang", "member", "431128103202");
        let holder = |cookie: &str| {
            caller(&db, cookie, env.wall_ms())
                .unwrap()
                .map(|caller| caller.account.name)
        };

        let cookie = open(&db, &env, account.id).unwrap();
        assert_eq!(holder(&cookie).as_deref(), Some("zhang"));
        assert_eq!(holder(&"0".repeat(64)), None);
        env.pass(LIFETIME_MS);
        assert_eq!(holder(&cookie), None);

        let cookie = open(&db, &env, account.id).unwrap();
        close(&db, &cookie).unwrap();
        assert_eq!(holder(&cookie), None);

        let cookie = open(&db, &env, account.id).unwrap();
        crate::accounts::disable(&db, "zhang", env.wall_ms()).unwrap();
        assert_eq!(holder(&cookie), None);
        assert!(credentials(&db, "zhang").unwrap().is_none());
    }
}
