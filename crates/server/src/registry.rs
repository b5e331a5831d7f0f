//! What the county's log must know of its divisions and accounts: divisions, people, grants as records.
//! The process that holds the serve lock is the only writer; other processes leave it to the running server.

use domain::{
    About, Cells, Env, Id, Value,
    records::{Division as DivisionRecord, Grant as GrantRecord, Person, Record},
};
use store::{Edit, StoreError, county::County, row};

use crate::{
    accounts::{self, Account, Grant},
    db::{DbError, ServerDb},
    divisions::Division,
};

/// One set stays far below the bound of a thousand ops.
const DIVISIONS_A_SET: usize = 400;

#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes a county's divisions into its new log.
pub fn divisions(
    county: &mut County,
    env: &dyn Env,
    divisions: &[Division],
) -> Result<(), StoreError> {
    let edits: Vec<Edit> = divisions
        .iter()
        .map(|division| {
            let parent = match division.code.len() {
                12 => &division.code[..9],
                9 => &division.code[..6],
                _ => "",
            };
            let record = DivisionRecord {
                code: division.code.clone(),
                name: division.name.clone(),
                level: division.level.code().to_owned(),
                parent_code: parent.to_owned(),
                ..DivisionRecord::default()
            };
            new_row(DivisionRecord::id(&division.code), &record)
        })
        .collect();
    let sets = edits
        .chunks(DIVISIONS_A_SET)
        .map(|edits| (edits.to_vec(), About::default()))
        .collect();
    let seen = county.head();
    county.write_many(env, Id::nil(), seen, sets)?;
    Ok(())
}

/// Brings people and grants of all accounts into the log; says how many rows were written.
pub fn publish(county: &mut County, env: &dyn Env, db: &ServerDb) -> Result<usize, RegistryError> {
    for grant in accounts::end_above_villages(db, env.wall_ms())? {
        tracing::warn!(
            "{}: the right of a {} for {} has ended, for it is given village by village; account add --person {} gives \
             the same person another, a name would make a second person",
            grant.account,
            grant.role,
            grant.area,
            grant.person_id
        );
    }
    let mut sets = Vec::new();
    let mut ended = Vec::new();
    for account in accounts::list(db)? {
        let grants = accounts::grants_ever(db, account.id)?;
        if let Some(area) = grants.first().map(|grant| grant.area.clone()) {
            sets.extend(person(county, &account, area)?);
        }
        for grant in grants {
            sets.extend(grant_row(county, &account, &grant)?);
            if grant.ended_at.is_some() && grant.ended_seq.is_none() {
                ended.push(grant.id);
            }
        }
    }
    let written = sets.len();
    if written > 0 {
        let seen = county.head();
        // Each is a set of its own: a person and a grant lie in different places.
        let sets = sets
            .into_iter()
            .map(|edit| (vec![edit], About::default()))
            .collect();
        county.write_many(env, Id::nil(), seen, sets)?;
    }
    for grant in ended {
        accounts::set_ended_seq(db, grant, county.head().seq)?;
    }
    Ok(written)
}

/// The name of a person in the replica.
pub fn person_name(county: &County, id: Id) -> Result<Option<String>, StoreError> {
    let row = row::get(county.store().connection(), Person::INFO.table, id)?;
    Ok(row.map(|row| Person::from_cells(&row.cells).name))
}

/// People of the replica who have this name, with the division in which they work.
pub fn people_named(county: &County, name: &str) -> Result<Vec<(Id, String)>, StoreError> {
    county.store().people_named(name)
}

fn person(county: &County, account: &Account, area: String) -> Result<Option<Edit>, StoreError> {
    let known = row::get(
        county.store().connection(),
        Person::INFO.table,
        account.person_id,
    )?;
    if known.is_some() {
        return Ok(None);
    }
    let person = Person {
        name: account.person_name.clone(),
        division_code: area,
        ..Person::default()
    };
    Ok(Some(new_row(account.person_id, &person)))
}

fn grant_row(
    county: &County,
    account: &Account,
    grant: &Grant,
) -> Result<Option<Edit>, StoreError> {
    let known = row::get(
        county.store().connection(),
        GrantRecord::INFO.table,
        grant.id,
    )?;
    let Some(known) = known else {
        let record = GrantRecord {
            account: account.name.clone(),
            person_id: Some(account.person_id),
            person_name: account.person_name.clone(),
            role: grant.role.clone(),
            division_code: grant.area.clone(),
            ended_at: grant.ended_at,
        };
        return Ok(Some(new_row(grant.id, &record)));
    };
    if known.cell(GrantRecord::ended_at).as_integer() == grant.ended_at {
        return Ok(None);
    }
    Ok(Some(Edit {
        table: GrantRecord::INFO.table,
        id: grant.id,
        base: Some(known.seq),
        cells: Cells::from([(GrantRecord::ended_at, Value::from(grant.ended_at))]),
    }))
}

/// A row that nobody has written yet.
pub(crate) fn new_row<R: Record>(id: Id, record: &R) -> Edit {
    Edit {
        table: R::INFO.table,
        id,
        base: Some(0),
        cells: domain::cbor::without_defaults(&record.to_cells()),
    }
}

#[cfg(test)]
mod tests {
    use domain::place::Scope;

    use super::*;
    use crate::{accounts::tests::added, db::tests::TestEnv, divisions};

    #[test]
    fn an_account_is_in_the_log_once_and_its_end_too() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let mut county = County::in_memory().unwrap();
        let account = added(&db, &env, "zhang", "first_secretary", "431128103202");
        assert_eq!(publish(&mut county, &env, &db).unwrap(), 2);
        assert_eq!(publish(&mut county, &env, &db).unwrap(), 0);
        assert_eq!(
            person_name(&county, account.person_id).unwrap().as_deref(),
            Some("张三")
        );
        let grant = |county: &County| {
            let row = row::get(
                county.store().connection(),
                GrantRecord::INFO.table,
                account.grants[0].id,
            )
            .unwrap();
            GrantRecord::from_cells(&row.unwrap().cells)
        };
        assert_eq!(
            (grant(&county).role.as_str(), grant(&county).ended_at),
            ("first_secretary", None)
        );

        accounts::disable(&db, "zhang", 99).unwrap();
        assert_eq!(publish(&mut county, &env, &db).unwrap(), 1);
        assert_eq!(grant(&county).ended_at, Some(99));
        let (ended, _) = accounts::grant(&db, account.grants[0].id).unwrap().unwrap();
        assert_eq!(ended.ended_seq, Some(county.head().seq));
        assert_eq!(county.check_log().unwrap(), county.head().seq);
    }

    #[test]
    fn a_team_that_was_given_a_township_before_has_lost_it_once_the_log_is_open() {
        let (db, env) = (ServerDb::in_memory().unwrap(), TestEnv::new(1));
        let mut county = County::in_memory().unwrap();
        let account = added(&db, &env, "zhang", "first_secretary", "431128103202");
        publish(&mut county, &env, &db).unwrap();
        db.write::<_, DbError>(|tx| {
            tx.execute("UPDATE grant_of_account SET area = '431128103'", [])?;
            Ok(())
        })
        .unwrap();
        assert_eq!(publish(&mut county, &env, &db).unwrap(), 1);
        let grant = row::get(
            county.store().connection(),
            GrantRecord::INFO.table,
            account.grants[0].id,
        );
        let grant = GrantRecord::from_cells(&grant.unwrap().unwrap().cells);
        assert!(grant.ended_at.is_some());
        let after = accounts::by_name(&db, "zhang").unwrap().unwrap();
        assert_eq!(after.grants, []);
        assert_eq!(publish(&mut county, &env, &db).unwrap(), 0);
    }

    #[test]
    fn the_divisions_of_a_county_are_known_to_everyone_in_it() {
        let env = TestEnv::new(1);
        let mut county = County::in_memory().unwrap();
        let all = divisions::of_county("431128").unwrap();
        super::divisions(&mut county, &env, &all).unwrap();
        let contents = county
            .store()
            .contents(&Scope::of_codes(1, ["431128103202"]))
            .unwrap();
        assert_eq!(contents.tables["division"].rows, all.len() as u64);
    }
}
