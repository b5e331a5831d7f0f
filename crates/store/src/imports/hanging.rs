//! What hangs on a household or its members besides the members themselves.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{Household, Id, Member, REGISTRY, Record, Side, Store, StoreError, params};
use crate::laptop::is_drafted;

/// One question for each field that names whom a row belongs to. Conflicts and what waits in the inbox are nobody's
/// work, and a look behind a mask is none on the record.
static ASKED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let passed = [
        Household::INFO.name,
        Member::INFO.name,
        "conflict",
        "inbox",
        "reveal",
    ];
    let names = ["household_id", "member_id", "owner_id"];
    REGISTRY
        .iter()
        .filter(|record| !passed.contains(&record.name))
        .flat_map(|record| {
            let fields = record.fields.iter();
            let named = fields.filter(|field| names.contains(&field.name));
            named.map(|field| {
                format!(
                    "SELECT id FROM {} WHERE {} = ?1 AND deleted_at IS NULL AND created_at >= ?2",
                    record.name, field.name
                )
            })
        })
        .collect()
});

impl Store {
    /// Does a visit, a measure, a problem, an income, a photo or a form being written hang on one of these rows, since
    /// the moment that stands beside each? Rows of `own` are left out.
    pub fn hangs_on(&self, rows: &[(Id, i64)], own: &BTreeSet<Id>) -> Result<bool, StoreError> {
        for (id, since_ms) in rows {
            for sql in ASKED.iter() {
                let mut statement = self.conn.prepare_cached(sql)?;
                let mut found = statement.query(params![id.0.as_slice(), since_ms])?;
                while let Some(row) = found.next()? {
                    let other = Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
                    if other.is_none_or(|other| !own.contains(&other)) {
                        return Ok(true);
                    }
                }
            }
            if self.side == Side::Laptop && is_drafted(&self.conn, *id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
