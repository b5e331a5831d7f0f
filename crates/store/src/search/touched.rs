//! What changed since the index was last asked: a table in memory that triggers of this connection write.
//!
//! It takes part in every transaction, so what is rolled back leaves nothing here; it is in no file, so a save
//! writes no page for the index. One connection writes a file at a time (the lock of its folder sees to that).

use domain::Id;
use rusqlite::Connection;

use crate::StoreError;

/// What an index keeps, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Names of divisions; its id is blank.
    Divisions = 0,
    /// A household with its members.
    Household = 1,
    Visit = 2,
    Measure = 3,
    Problem = 4,
}

impl Kind {
    fn of(number: i64) -> Option<Self> {
        [
            Self::Divisions,
            Self::Household,
            Self::Visit,
            Self::Measure,
            Self::Problem,
        ]
        .into_iter()
        .find(|kind| *kind as i64 == number)
    }
}

const BLANK: &str = "zeroblob(16)";

/// Makes the table and its triggers for this connection.
pub(crate) fn prepare(conn: &Connection) -> Result<(), StoreError> {
    let mut sql = String::from(
        "CREATE TEMP TABLE touched (kind INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;\n",
    );
    let mut on = |table: &str, event: &str, when: &str, kind: Kind, id: &str| {
        let number = kind as i64;
        sql.push_str(&format!(
            "CREATE TEMP TRIGGER touched_{table}_{event}_{} AFTER {event} ON main.{table} {when} BEGIN
                 INSERT INTO touched VALUES ({number}, {id}) ON CONFLICT DO NOTHING; END;\n",
            &id[..3]
        ));
    };
    for (table, kind) in [
        ("household", Kind::Household),
        ("visit", Kind::Visit),
        ("measure", Kind::Measure),
        ("problem", Kind::Problem),
    ] {
        on(table, "INSERT", "", kind, "NEW.id");
        on(table, "UPDATE", "", kind, "NEW.id");
        on(table, "DELETE", "", kind, "OLD.id");
    }
    let (new, old) = ("NEW.household_id", "OLD.household_id");
    on(
        "member",
        "INSERT",
        "WHEN NEW.household_id IS NOT NULL",
        Kind::Household,
        new,
    );
    on(
        "member",
        "UPDATE",
        "WHEN NEW.household_id IS NOT NULL",
        Kind::Household,
        new,
    );
    on(
        "member",
        "UPDATE",
        "WHEN OLD.household_id IS NOT NULL AND OLD.household_id IS NOT NEW.household_id",
        Kind::Household,
        old,
    );
    on(
        "member",
        "DELETE",
        "WHEN OLD.household_id IS NOT NULL",
        Kind::Household,
        old,
    );
    for event in ["INSERT", "UPDATE", "DELETE"] {
        on("division", event, "", Kind::Divisions, BLANK);
    }
    Ok(conn.execute_batch(&sql)?)
}

/// Everything that changed, by kind.
pub(super) fn all(conn: &Connection) -> Result<Vec<(Kind, Id)>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT kind, id FROM temp.touched")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = Kind::of(row.get(0)?);
        let id = Id::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default());
        found.extend(kind.zip(id));
    }
    Ok(found)
}

/// The index has taken in all of it.
pub(super) fn clear(conn: &Connection) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM temp.touched")?
        .execute([])?;
    Ok(())
}
