//! Who may come in, in which role and for which area. Passwords and sessions lie beside in `accounts/`.

use domain::{
    Env, Id, Place,
    access::{ROLES, VILLAGE_ROLES, may_be_given},
    place::Scope,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use crate::db::{DbError, ServerDb};

pub mod password;
pub mod session;

/// One person's way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    pub id: Id,
    pub name: String,
    pub person_id: Id,
    pub person_name: String,
    /// Of the first grant that counts; empty if none does.
    pub role: String,
    /// Of the first grant that counts: a division code.
    pub area: String,
    /// Those that count.
    pub grants: Vec<Grant>,
    pub scope_version: u64,
    pub disabled: bool,
}

impl Account {
    /// The places that this account may see.
    pub fn scope(&self) -> Scope {
        // What must not be given gives nothing, whoever gave it.
        let given = self.grants.iter().filter(|grant| {
            Place::from_code(&grant.area).is_some_and(|area| may_be_given(&grant.role, area))
        });
        Scope::of_codes(self.scope_version, given.map(|grant| grant.area.as_str()))
    }
}

/// A role in an area, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grant {
    pub id: Id,
    pub role: String,
    pub area: String,
    /// UTC ms.
    pub started_at: i64,
    /// UTC ms.
    pub ended_at: Option<i64>,
    /// The county's head when it ended (`sync.md` §3, rights at recording time).
    pub ended_seq: Option<u64>,
}

/// Who asks for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub account: Account,
    /// Nothing in the console.
    pub device: Option<Id>,
    /// Nothing on a laptop.
    pub session: Option<Id>,
}

/// What `account add` asks for.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: String,
    pub person_id: Id,
    pub person_name: String,
    pub role: String,
    pub area: String,
    pub password: String,
}

/// Why an account is not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("The name {0} is taken")]
    NameTaken(String),
    #[error("An account's name has 1 to 64 characters without spaces")]
    BadName,
    #[error("{0} is no role")]
    UnknownRole(String),
    #[error("{0} is no division of this county")]
    UnknownArea(String),
    #[error("A {0} works in one village, and {1} is none")]
    AreaAboveVillage(String, String),
    #[error("A password has at least {} characters", password::LENGTH_MIN)]
    PasswordTooShort,
    #[error("There is no account {0}")]
    Unknown(String),
    #[error("The last county administrator cannot be disabled")]
    LastAdministrator,
    #[error(transparent)]
    Password(#[from] password::PasswordError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<rusqlite::Error> for AccountError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(error.into())
    }
}

impl AccountError {
    /// For machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameTaken(_) => "name_taken",
            Self::BadName => "name_malformed",
            Self::UnknownRole(_) => "role_unknown",
            Self::UnknownArea(_) => "area_unknown",
            Self::AreaAboveVillage(..) => "area_above_village",
            Self::PasswordTooShort => "password_too_short",
            Self::Unknown(_) => "account_unknown",
            Self::LastAdministrator => "last_administrator",
            Self::Password(_) | Self::Db(_) => "failed",
        }
    }
}

/// Adds an account with one grant. `area_exists` knows the county's divisions.
pub fn add(
    db: &ServerDb,
    env: &dyn Env,
    new: NewAccount,
    area_exists: impl FnOnce(&str) -> bool,
) -> Result<Account, AccountError> {
    let name_fits = (1..=64).contains(&new.name.chars().count());
    if !name_fits
        || new
            .name
            .chars()
            .any(|c| c.is_whitespace() || c.is_control())
    {
        return Err(AccountError::BadName);
    }
    if !ROLES.contains(&new.role.as_str()) {
        return Err(AccountError::UnknownRole(new.role));
    }
    let Some(area) = Place::from_code(&new.area).filter(|_| area_exists(&new.area)) else {
        return Err(AccountError::UnknownArea(new.area));
    };
    if !may_be_given(&new.role, area) {
        return Err(AccountError::AreaAboveVillage(new.role, new.area));
    }
    if new.password.chars().count() < password::LENGTH_MIN {
        return Err(AccountError::PasswordTooShort);
    }
    let now_ms = env.wall_ms();
    let (id, grant) = (env.new_id(), env.new_id());
    let phc = password::hash(&new.password, env.random())?;
    db.write(|tx| {
        let taken = tx
            .query_row("SELECT 1 FROM account WHERE name = ?1", [&new.name], |_| Ok(()))
            .optional()?;
        if taken.is_some() {
            return Err(AccountError::NameTaken(new.name.clone()));
        }
        tx.execute(
            "INSERT INTO account (id, name, person_id, person_name, password, created_at)
             VALUES (:id, :name, :person_id, :person_name, :password, :created_at)",
            rusqlite::named_params! {
                ":id": id.0,
                ":name": new.name,
                ":person_id": new.person_id.0,
                ":person_name": new.person_name,
                ":password": phc,
                ":created_at": now_ms,
            },
        )?;
        tx.execute(
            "INSERT INTO grant_of_account (id, account_id, role, area, started_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![grant.0, id.0, new.role, new.area, now_ms],
        )?;
        by_id(tx, id)?.ok_or_else(|| AccountError::Unknown(new.name.clone()))
    })
}

/// Ends all grants of an account and its sessions; its laptops keep their tokens and may still deliver.
pub fn disable(db: &ServerDb, name: &str, now_ms: i64) -> Result<Account, AccountError> {
    db.write(|tx| {
        let account = by_name_in(tx, name)?.ok_or_else(|| AccountError::Unknown(name.to_owned()))?;
        if administers(&account) && administrators(tx)? <= 1 {
            return Err(AccountError::LastAdministrator);
        }
        tx.execute(
            "UPDATE account SET disabled_at = coalesce(disabled_at, ?2), scope_version = scope_version + 1 WHERE id = ?1",
            params![account.id.0, now_ms],
        )?;
        tx.execute(
            "UPDATE grant_of_account SET ended_at = ?2 WHERE account_id = ?1 AND ended_at IS NULL",
            params![account.id.0, now_ms],
        )?;
        tx.execute("DELETE FROM session WHERE account_id = ?1", [account.id.0])?;
        by_id(tx, account.id)?.ok_or_else(|| AccountError::Unknown(name.to_owned()))
    })
}

/// Gives an account a new password: its sessions end, its laptops go on.
pub fn set_password(
    db: &ServerDb,
    env: &dyn Env,
    name: &str,
    password: &str,
) -> Result<Account, AccountError> {
    if password.chars().count() < password::LENGTH_MIN {
        return Err(AccountError::PasswordTooShort);
    }
    let phc = password::hash(password, env.random())?;
    db.write(|tx| {
        let account =
            by_name_in(tx, name)?.ok_or_else(|| AccountError::Unknown(name.to_owned()))?;
        tx.execute(
            "UPDATE account SET password = ?2 WHERE id = ?1",
            params![account.id.0, phc],
        )?;
        tx.execute("DELETE FROM session WHERE account_id = ?1", [account.id.0])?;
        Ok(account)
    })
}

/// A grant that an earlier program gave and this one does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub account: String,
    pub role: String,
    pub area: String,
    /// Whose it was.
    pub person_id: Id,
}

/// Ends what was given before a village's roles were given village by village: its laptop would hold the place of the
/// township, where what is heard of teams lies. Its scope shrinks as with any grant that ends, and what was recorded
/// under it may still be delivered.
pub fn end_above_villages(db: &ServerDb, now_ms: i64) -> Result<Vec<Ended>, DbError> {
    let found = db.read::<_, DbError>(|c| {
        let roles = VILLAGE_ROLES.map(|role| format!("'{role}'")).join(", ");
        let mut statement = c.prepare(&format!(
            "SELECT grant_of_account.id, account.id, account.name, role, area, person_id FROM grant_of_account
             JOIN account ON account.id = account_id WHERE ended_at IS NULL AND role IN ({roles})
             ORDER BY account.name, grant_of_account.id"
        ))?;
        let rows = statement.query_map([], |row| {
            let ended = Ended {
                account: row.get(2)?,
                role: row.get(3)?,
                area: row.get(4)?,
                person_id: Id(row.get(5)?),
            };
            Ok((Id(row.get(0)?), Id(row.get(1)?), ended))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    })?;
    let wrong: Vec<_> = found
        .into_iter()
        .filter(|(_, _, grant)| {
            Place::from_code(&grant.area).is_none_or(|area| !may_be_given(&grant.role, area))
        })
        .collect();
    if wrong.is_empty() {
        return Ok(Vec::new());
    }
    db.write(|tx| {
        for (grant, account, _) in &wrong {
            tx.execute(
                "UPDATE grant_of_account SET ended_at = ?2 WHERE id = ?1",
                params![grant.0, now_ms],
            )?;
            tx.execute(
                "UPDATE account SET scope_version = scope_version + 1 WHERE id = ?1",
                [account.0],
            )?;
        }
        Ok(wrong.into_iter().map(|(_, _, ended)| ended).collect())
    })
}

fn administers(account: &Account) -> bool {
    account
        .grants
        .iter()
        .any(|grant| grant.role == "county_administrator")
}

fn administrators(tx: &Transaction<'_>) -> Result<i64, AccountError> {
    Ok(tx.query_row(
        "SELECT count(DISTINCT account_id) FROM grant_of_account WHERE role = 'county_administrator' AND ended_at IS NULL",
        [],
        |row| row.get(0),
    )?)
}

/// Notes at which head of the log a grant ended, once that is known.
pub fn set_ended_seq(db: &ServerDb, grant: Id, seq: u64) -> Result<(), DbError> {
    db.write(|tx| {
        tx.execute(
            "UPDATE grant_of_account SET ended_seq = ?2 WHERE id = ?1 AND ended_at IS NOT NULL AND ended_seq IS NULL",
            params![grant.0, seq as i64],
        )?;
        Ok(())
    })
}

/// A grant, ended or not, and the account it belongs to.
pub fn grant(db: &ServerDb, id: Id) -> Result<Option<(Grant, Account)>, DbError> {
    db.read(|c| {
        let found = c
            .query_row(
                "SELECT id, role, area, started_at, ended_at, ended_seq, account_id FROM grant_of_account WHERE id = ?1",
                [id.0],
                |row| Ok((grant_of(row)?, Id(row.get(6)?))),
            )
            .optional()?;
        match found {
            Some((grant, account)) => Ok(by_id(c, account)?.map(|account| (grant, account))),
            None => Ok(None),
        }
    })
}

/// Every grant that an account ever had, oldest first.
pub fn grants_ever(db: &ServerDb, account: Id) -> Result<Vec<Grant>, DbError> {
    db.read(|c| {
        let mut statement = c.prepare_cached(
            "SELECT id, role, area, started_at, ended_at, ended_seq FROM grant_of_account WHERE account_id = ?1 ORDER BY id",
        )?;
        let grants = statement.query_map([account.0], grant_of)?.collect::<Result<_, _>>()?;
        Ok(grants)
    })
}

/// All accounts, by name.
pub fn list(db: &ServerDb) -> Result<Vec<Account>, DbError> {
    db.read(|c| {
        let mut statement = c.prepare("SELECT id FROM account ORDER BY name")?;
        let ids: Vec<[u8; 16]> = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut accounts = Vec::with_capacity(ids.len());
        for id in ids {
            accounts.extend(by_id(c, Id(id))?);
        }
        Ok(accounts)
    })
}

/// The account of this name, disabled or not.
pub fn by_name(db: &ServerDb, name: &str) -> Result<Option<Account>, DbError> {
    db.read(|c| Ok(by_name_in(c, name)?))
}

fn by_name_in(c: &Connection, name: &str) -> Result<Option<Account>, rusqlite::Error> {
    let id: Option<[u8; 16]> = c
        .query_row("SELECT id FROM account WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?;
    match id {
        Some(id) => by_id(c, Id(id)),
        None => Ok(None),
    }
}

pub(crate) fn by_id(c: &Connection, id: Id) -> Result<Option<Account>, rusqlite::Error> {
    let mut grants = c.prepare_cached(
        "SELECT id, role, area, started_at, ended_at, ended_seq FROM grant_of_account
         WHERE account_id = ?1 AND ended_at IS NULL ORDER BY id",
    )?;
    let grants: Vec<Grant> = grants
        .query_map([id.0], grant_of)?
        .collect::<Result<_, _>>()?;
    c.query_row(
        "SELECT name, person_id, person_name, scope_version, disabled_at IS NOT NULL FROM account WHERE id = ?1",
        [id.0],
        |row| {
            Ok(Account {
                id,
                name: row.get(0)?,
                person_id: Id(row.get(1)?),
                person_name: row.get(2)?,
                role: grants.first().map(|grant| grant.role.clone()).unwrap_or_default(),
                area: grants.first().map(|grant| grant.area.clone()).unwrap_or_default(),
                scope_version: row.get::<_, i64>(3)? as u64,
                disabled: row.get(4)?,
                grants: grants.clone(),
            })
        },
    )
    .optional()
}

fn grant_of(row: &Row<'_>) -> Result<Grant, rusqlite::Error> {
    Ok(Grant {
        id: Id(row.get(0)?),
        role: row.get(1)?,
        area: row.get(2)?,
        started_at: row.get(3)?,
        ended_at: row.get(4)?,
        ended_seq: row.get::<_, Option<i64>>(5)?.map(|seq| seq as u64),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::db::tests::TestEnv;

    pub(crate) fn new_account(name: &str, role: &str, area: &str) -> NewAccount {
        NewAccount {
            name: name.into(),
            person_id: Id::v7(1, u128::from(name.len() as u64)),
            person_name: "张三".into(),
            role: role.into(),
            area: area.into(),
            password: "long enough".into(),
        }
    }

    pub(crate) fn added(
        db: &ServerDb,
        env: &TestEnv,
        name: &str,
        role: &str,
        area: &str,
    ) -> Account {
        add(db, env, new_account(name, role, area), |_| true).unwrap()
    }

    #[test]
    fn an_account_sees_its_area_and_what_is_public() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let account = added(&db, &env, "zhang", "first_secretary", "431128103202");
        let scope = account.scope();
        assert!(scope.contains(Place(431_128_103_202)));
        assert!(scope.contains(Place::PUBLIC));
        assert!(!scope.contains(Place(431_128_103_203)));
        assert_eq!(by_name(&db, "ZHANG").unwrap(), Some(account));
    }

    #[test]
    fn what_is_wrong_with_a_new_account_is_said() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        added(&db, &env, "zhang", "member", "431128103202");
        let code =
            |new: NewAccount, exists: bool| add(&db, &env, new, |_| exists).unwrap_err().code();
        assert_eq!(
            code(new_account("Zhang", "member", "431128103202"), true),
            "name_taken"
        );
        assert_eq!(
            code(new_account("zhang san", "member", "431128"), true),
            "name_malformed"
        );
        assert_eq!(
            code(new_account("li", "king", "431128"), true),
            "role_unknown"
        );
        assert_eq!(
            code(new_account("li", "member", "431129"), false),
            "area_unknown"
        );
        for above in ["431128103", "431128"] {
            for role in VILLAGE_ROLES {
                assert_eq!(
                    code(new_account("li", role, above), true),
                    "area_above_village",
                    "{role} of {above}"
                );
            }
        }
        let mut short = new_account("li", "member", "431128103202");
        short.password = "short".into();
        assert_eq!(code(short, true), "password_too_short");
    }

    #[test]
    fn a_disabled_account_has_no_rights_left_and_its_grant_is_remembered() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let before = added(&db, &env, "zhang", "member", "431128103202");
        let after = disable(&db, "zhang", 9).unwrap();
        assert!(
            after.disabled && after.grants.is_empty() && after.scope_version > before.scope_version
        );
        assert!(!after.scope().contains(Place(431_128_103_202)));
        set_ended_seq(&db, before.grants[0].id, 77).unwrap();
        let (grant, account) = grant(&db, before.grants[0].id).unwrap().unwrap();
        assert_eq!(
            (grant.ended_at, grant.ended_seq, account.name.as_str()),
            (Some(9), Some(77), "zhang")
        );
        assert_eq!(grants_ever(&db, before.id).unwrap(), [grant]);
    }

    /// As an earlier program gave it.
    fn given(db: &ServerDb, account: &Account, id: u8, role: &str, area: &str) {
        db.write::<_, DbError>(|tx| {
            tx.execute(
                "INSERT INTO grant_of_account (id, account_id, role, area, started_at) VALUES (?1, ?2, ?3, ?4, 1)",
                params![[id; 16], account.id.0, role, area],
            )?;
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn what_was_given_to_a_team_above_its_village_before_is_ended_and_leaves_its_scope() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let zhang = added(&db, &env, "zhang", "member", "431128103202");
        let office = added(&db, &env, "fang", "township_reviewer", "431128103");
        given(&db, &zhang, 1, "team_leader", "431128103");
        given(&db, &office, 2, "village_secretary", "431128");
        let township = Place(431_128_103_000);
        let before = by_name(&db, "zhang").unwrap().unwrap();
        assert!(
            !before.scope().contains(township),
            "not even before it is looked for"
        );
        let ended = end_above_villages(&db, 99).unwrap();
        let told: Vec<_> = ended
            .iter()
            .map(|grant| {
                (
                    grant.account.as_str(),
                    grant.role.as_str(),
                    grant.area.as_str(),
                    grant.person_id,
                )
            })
            .collect();
        let fang = by_name(&db, "fang").unwrap().unwrap();
        assert_eq!(
            told,
            [
                ("fang", "village_secretary", "431128", fang.person_id),
                ("zhang", "team_leader", "431128103", zhang.person_id)
            ]
        );
        assert_eq!(end_above_villages(&db, 100).unwrap(), [], "once");
        let after = by_name(&db, "zhang").unwrap().unwrap();
        assert_eq!(after.grants, zhang.grants, "the village is still theirs");
        assert!(after.scope_version > before.scope_version);
        let office = by_name(&db, "fang").unwrap().unwrap();
        assert!(office.scope().contains(township));
        assert!(!office.scope().contains(Place(431_128_000_000)));
        let ever = grants_ever(&db, zhang.id).unwrap();
        assert!(ever.iter().any(|grant| grant.ended_at == Some(99)));
    }

    #[test]
    fn the_last_administrator_stays() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        added(&db, &env, "one", "county_administrator", "431128");
        assert_eq!(
            disable(&db, "one", 9).unwrap_err().code(),
            "last_administrator"
        );
        added(&db, &env, "two", "county_administrator", "431128");
        assert!(disable(&db, "one", 9).is_ok());
    }
}
