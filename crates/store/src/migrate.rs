//! Brings a file up to this program's schema: forward only, one transaction each.

use rusqlite::Connection;

use crate::StoreError;

/// All migrations in order; the number of those done is the file's `user_version`.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/replica/0001_records.sql"),
    include_str!("../../../migrations/replica/0002_log.sql"),
    include_str!("../../../migrations/replica/0003_search.sql"),
    include_str!("../../../migrations/replica/0004_feedback.sql"),
    include_str!("../../../migrations/replica/0005_problem_ledger.sql"),
    include_str!("../../../migrations/replica/0006_measure_goal.sql"),
    include_str!("../../../migrations/replica/0007_plans.sql"),
    include_str!("../../../migrations/replica/0008_import.sql"),
    include_str!("../../../migrations/replica/0009_visits.sql"),
    include_str!("../../../migrations/replica/0010_family.sql"),
    include_str!("../../../migrations/replica/0011_inquiry.sql"),
];

/// The schema that this program reads and writes.
pub const VERSION: i64 = MIGRATIONS.len() as i64;

pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > VERSION {
        return Err(StoreError::Newer {
            file: version,
            program: VERSION,
        });
    }
    for number in version..VERSION {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        tx.execute_batch(MIGRATIONS[number as usize])?;
        tx.pragma_update(None, "user_version", number + 1)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::records::REGISTRY;
    use rusqlite::Connection;

    use super::{MIGRATIONS, VERSION, migrate};
    use crate::{Side, Store};

    const SYSTEM: [&str; 9] = [
        "deleted_at",
        "deleted_reason",
        "created_at",
        "changed_at",
        "_seq",
        "_mine",
        "_place",
        "_cells",
        "_extra",
    ];

    #[test]
    fn every_record_has_its_table() {
        let store = Store::in_memory(Side::Laptop).unwrap();
        for record in REGISTRY {
            let mut statement = store
                .conn
                .prepare("SELECT name, type FROM pragma_table_info(?1)")
                .unwrap();
            let is: Vec<(String, String)> = statement
                .query_map([record.name], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let kind = |name: &str| match name {
                "deleted_reason" => "TEXT",
                "_cells" | "_extra" => "BLOB",
                _ => "INTEGER",
            };
            let should: Vec<(String, String)> =
                std::iter::once(("id".to_owned(), "BLOB".to_owned()))
                    .chain(
                        record
                            .fields
                            .iter()
                            .map(|field| (field.name.to_owned(), field.kind.column().to_owned())),
                    )
                    .chain(
                        SYSTEM
                            .iter()
                            .map(|name| ((*name).to_owned(), kind(name).to_owned())),
                    )
                    .collect();
            assert_eq!(
                is, should,
                "table `{}` differs from its record",
                record.name
            );
        }
    }

    #[test]
    fn a_measure_of_before_is_there_after_its_table_was_remade() {
        let mut conn = Connection::open_in_memory().unwrap();
        let before = MIGRATIONS
            .iter()
            .position(|sql| sql.contains("measure_new"))
            .unwrap();
        for sql in &MIGRATIONS[..before] {
            conn.execute_batch(sql).unwrap();
        }
        conn.pragma_update(None, "user_version", before as i64)
            .unwrap();
        conn.execute(
            "INSERT INTO measure (id, household_id, class, content, amount_fen, result, quantity_done, _seq, _extra)
             VALUES (x'01', x'02', 'industry', '养蜂', 480050, '已挂果', 3, 7, x'aa')",
            [],
        )
        .unwrap();
        migrate(&mut conn).unwrap();
        let row: (String, i64, String, i64, String, i64, Vec<u8>) = conn
            .query_row(
                "SELECT content, amount_fen, result, quantity_done, goal, _seq, _extra FROM measure
                 INDEXED BY measure_household_id WHERE household_id = x'02'",
                [],
                |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.get(6)?,
                    ))
                },
            )
            .unwrap();
        let expected = (
            "养蜂".to_owned(),
            480_050,
            "已挂果".to_owned(),
            3,
            String::new(),
            7,
            vec![0xaa],
        );
        assert_eq!(row, expected);
        let version: i64 = conn
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(version, VERSION);
    }
}
