//! What the sync centre shows: what waits, what came back, what two people saw differently.

use std::collections::BTreeMap;

use domain::{
    ChangeSet, Id, Place, Value,
    place::Scope,
    records::{self, Anchor, Conflict, Household, Inbox, Inquiry, Member, Photo, Record, Reveal},
};
use rusqlite::{Connection, OptionalExtension};

use crate::{Store, StoreError, mine, query::receipt, row};

/// A record that waits for its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its set.
    pub dseq: u64,
    /// Its record.
    pub table: u16,
    /// The row.
    pub id: Id,
    /// Share of the set's bytes.
    pub size_bytes: u64,
    /// When it was recorded.
    pub made_at: i64,
    /// First words of what was written.
    pub content: String,
}

/// A set with its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The set.
    pub dseq: u64,
    /// `431128–1024`.
    pub number: String,
    /// The decision's word.
    pub verdict: String,
    /// Its reason's word.
    pub reason: String,
    /// Record of its first row.
    pub table: u16,
    /// Its first row.
    pub id: Id,
    /// When it was recorded.
    pub made_at: i64,
    /// When its receipt came.
    pub received_at: i64,
    /// First words of what was written.
    pub content: String,
}

/// Photos that the county does not hold whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PhotosWaiting {
    /// How many.
    pub count: u64,
    /// Bytes still to be sent.
    pub bytes: u64,
}

/// Counts of the sync centre.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Own sets that the county holds.
    pub receipted: u64,
    /// Own sets that a person sent back.
    pub returned: u64,
    /// Own sets that are held or quarantined.
    pub held: u64,
}

struct Own {
    set: ChangeSet,
    bytes: u64,
    seq: u64,
    answer: i64,
}

impl Store {
    /// Records without a receipt, the newest first. Reveals are no records of the person's; photos are counted apart,
    /// but for a set of photos alone.
    pub fn outbox(&self) -> Result<Vec<Waiting>, StoreError> {
        let mut waiting = Vec::new();
        for own in self.own_sets("answer = 0")? {
            let all_photos = own
                .set
                .ops
                .iter()
                .all(|op| op.table == Photo::INFO.table || op.table == Reveal::INFO.table);
            let size_bytes = own.bytes / (own.set.ops.len().max(1) as u64);
            for op in &own.set.ops {
                let counted =
                    op.table != Reveal::INFO.table && (all_photos || op.table != Photo::INFO.table);
                if counted {
                    waiting.push(Waiting {
                        dseq: own.set.dseq,
                        table: op.table,
                        id: op.id,
                        size_bytes,
                        made_at: own.set.made_at,
                        content: words(op.table, &op.cells),
                    });
                }
            }
        }
        Ok(waiting)
    }

    /// Photos of which the county does not hold every byte.
    pub fn photos_waiting(&self) -> Result<PhotosWaiting, StoreError> {
        let (count, bytes): (i64, i64) = self.conn.query_row(
            "SELECT count(*), coalesce(sum(size_bytes - sent), 0) FROM blob
             WHERE complete = 0 AND bytes IS NOT NULL
               AND (named = 1 OR EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = lower(hex(blob.sha256))))",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(PhotosWaiting {
            count: count as u64,
            bytes: bytes as u64,
        })
    }

    /// Sets with a receipt, the newest first.
    pub fn answered(&self) -> Result<Vec<Answered>, StoreError> {
        let decisions = self.decisions()?;
        let mut answered = Vec::new();
        for own in self.own_sets(
            "answer > 0 OR EXISTS (SELECT 1 FROM decision WHERE dseq BETWEEN first AND last)",
        )? {
            let decision = decisions.get(&own.set.dseq);
            if own.answer == 0 && decision.is_none() {
                continue;
            }
            answered.extend(self.answered_set(&own, decision)?);
        }
        Ok(answered)
    }

    /// Own sets that are held, quarantined or sent back, the newest first.
    pub fn refused(&self) -> Result<Vec<Answered>, StoreError> {
        let returned = self.returned()?;
        let mut refused = self.answered()?;
        for set in &mut refused {
            if let Some(reason) = returned.get(&set.number) {
                "returned".clone_into(&mut set.verdict);
                set.reason.clone_from(reason);
            }
        }
        refused.retain(|set| matches!(set.verdict.as_str(), "held" | "quarantined" | "returned"));
        Ok(refused)
    }

    /// Counts of own sets.
    pub fn centre_counts(&self) -> Result<Counts, StoreError> {
        let receipted: i64 = self.conn.query_row(
            "SELECT coalesce(sum(last - first + 1), 0) FROM mine WHERE answer > 0",
            [],
            |row| row.get(0),
        )?;
        let held: i64 = self.conn.query_row(
            "SELECT count(*) FROM decision WHERE verdict IN ('held', 'quarantined')",
            [],
            |row| row.get(0),
        )?;
        let returned = self.returned()?.len() as u64;
        Ok(Counts {
            receipted: (receipted - held).max(0) as u64,
            returned,
            held: (held as u64).saturating_sub(returned),
        })
    }

    /// Conflicts that nobody has settled, the newest first.
    pub fn open_conflicts(&self, scope: &Scope) -> Result<Vec<(Id, Conflict)>, StoreError> {
        let sql = format!(
            "SELECT id, {} FROM conflict WHERE settled_at IS NULL AND deleted_at IS NULL ORDER BY losing_at DESC, id",
            row::columns(&Conflict::INFO)
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id =
                Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).unwrap_or_default();
            let row = row::from_columns(&Conflict::INFO, id, row, 1)?;
            if row.place != Place::PARKED && scope.contains(row.place) {
                found.push((id, Conflict::from_cells(&row.cells)));
            }
        }
        Ok(found)
    }

    /// How syncs went, the newest first: when, and the report's JSON.
    pub fn sync_runs(
        &self,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<(i64, String)>, u64), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT started_at, report FROM sync_run ORDER BY started_at DESC LIMIT ?1 OFFSET ?2",
        )?;
        let rows = statement.query_map([limit as i64, offset as i64], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        let runs = rows.collect::<Result<Vec<_>, _>>()?;
        let total: i64 = self
            .conn
            .query_row("SELECT count(*) FROM sync_run", [], |row| row.get(0))?;
        Ok((runs, total as u64))
    }

    /// The household that a row belongs to, if any.
    pub fn household_of(&self, table: u16, id: Id) -> Result<Option<Id>, StoreError> {
        household_of(&self.conn, table, id)
    }

    /// What a row is called: the head's name for what belongs to a household, else its own name.
    pub fn title_of(&self, table: u16, id: Id) -> Result<String, StoreError> {
        title_of(&self.conn, table, id)
    }

    fn own_sets(&self, condition: &str) -> Result<Vec<Own>, StoreError> {
        let sql = format!(
            "SELECT first, seq, answer, block FROM mine WHERE {condition} ORDER BY last DESC"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (first, seq, answer): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let stored = row.get_ref(3)?.as_blob().unwrap_or_default();
            let sets = mine::sets(stored)?;
            let bytes = stored.len() as u64 / (sets.len().max(1) as u64);
            found.extend(sets.into_iter().rev().map(|set| {
                let seq = if seq > 0 {
                    seq as u64 + (set.dseq - first as u64)
                } else {
                    0
                };
                Own {
                    set,
                    bytes,
                    seq,
                    answer,
                }
            }));
        }
        Ok(found)
    }

    fn decisions(&self) -> Result<BTreeMap<u64, Decision>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT dseq, seq, verdict, reason, received_at FROM decision")?;
        let mut rows = statement.query([])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let decision = Decision {
                seq: row.get::<_, i64>(1)? as u64,
                verdict: row.get(2)?,
                reason: row.get(3)?,
                received_at: row.get(4)?,
            };
            found.insert(row.get::<_, i64>(0)? as u64, decision);
        }
        Ok(found)
    }

    fn answered_set(
        &self,
        own: &Own,
        decision: Option<&Decision>,
    ) -> Result<Option<Answered>, StoreError> {
        let Some(op) = own.set.ops.iter().find(|op| op.table != Reveal::INFO.table) else {
            return Ok(None);
        };
        let place = row::get(&self.conn, op.table, op.id)?.map_or(Place::PARKED, |row| row.place);
        let seq = decision.map_or(own.seq, |decision| decision.seq);
        Ok(Some(Answered {
            dseq: own.set.dseq,
            number: receipt::number(&self.conn, place, seq)?.unwrap_or_default(),
            verdict: decision
                .map_or_else(|| "applied".to_owned(), |decision| decision.verdict.clone()),
            reason: decision
                .map(|decision| decision.reason.clone())
                .unwrap_or_default(),
            table: op.table,
            id: op.id,
            made_at: own.set.made_at,
            received_at: decision.map_or(own.answer, |decision| decision.received_at),
            content: words(op.table, &op.cells),
        }))
    }

    /// Numbers of own sets that a person sent back, with the reason.
    fn returned(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT entry_seq, reason, place FROM inbox WHERE state = 'returned' AND deleted_at IS NULL AND grant_id = ?1",
        )?;
        let grant = self.grant()?;
        let mut rows = statement.query([grant.0.as_slice()])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (seq, reason, place): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if let Some(number) = receipt::number(&self.conn, Place(place as u64), seq as u64)? {
                found.insert(number, reason);
            }
        }
        Ok(found)
    }
}

struct Decision {
    seq: u64,
    verdict: String,
    reason: String,
    received_at: i64,
}

const WORDS_MAX: usize = 60;

/// The first words that a set writes to a row: never a sensitive field.
fn words(table: u16, cells: &domain::Cells) -> String {
    // What was heard is read on its own page, by whoever may.
    let Some(info) = records::by_table(table).filter(|info| info.table != Inquiry::INFO.table)
    else {
        return String::new();
    };
    [
        "note", "content", "result", "caption", "name", "day", "night",
    ]
    .into_iter()
    .filter_map(|name| info.field_named(name))
    .filter(|field| field.sensitive.is_none())
    .map(|field| domain::cell::cell(cells, field.number).as_text())
    .find(|text| !text.is_empty())
    .map(|text| text.chars().take(WORDS_MAX).collect())
    .unwrap_or_default()
}

fn household_of(conn: &Connection, table: u16, id: Id) -> Result<Option<Id>, StoreError> {
    let (mut table, mut id) = (table, id);
    // Photo → problem → household is the longest road.
    for _ in 0..4 {
        if table == Household::INFO.table {
            return Ok(Some(id));
        }
        let (Some(info), Some(row)) = (records::by_table(table), row::get(conn, table, id)?) else {
            return Ok(None);
        };
        let (parent, field) = match info.anchor {
            Anchor::Row(field, parent) => (parent.to_owned(), field),
            Anchor::HouseholdOr(field, _) => ("household".to_owned(), field),
            Anchor::Named(kind, field) => (row.cell(kind).as_text().to_owned(), field),
            _ => return Ok(None),
        };
        match (records::by_name(&parent), row.cell(field).as_id()) {
            (Some(parent), Some(up)) => (table, id) = (parent.table, up),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

fn title_of(conn: &Connection, table: u16, id: Id) -> Result<String, StoreError> {
    if table == Inbox::INFO.table || table == Conflict::INFO.table {
        return Ok(String::new());
    }
    if table != Member::INFO.table
        && let Some(household) = household_of(conn, table, id)?
    {
        return head_name(conn, household);
    }
    let Some(row) = row::get(conn, table, id)? else {
        return Ok(String::new());
    };
    // What was heard is told by the village, never by who asked or by its words.
    if table == Inquiry::INFO.table {
        let code = row.cell(Inquiry::village_code).as_text();
        return Ok(division_name(conn, code)?.unwrap_or_else(|| code.to_owned()));
    }
    let Some(info) = records::by_table(table) else {
        return Ok(String::new());
    };
    for name in ["name", "person_name"] {
        if let Some(field) = info.field_named(name) {
            return Ok(row.cell(field.number).as_text().to_owned());
        }
    }
    if let Some(person) = info
        .field_named("person_id")
        .and_then(|field| row.cell(field.number).as_id())
    {
        let name = crate::query::person_name(conn, person)?;
        if !name.is_empty() {
            return Ok(name);
        }
    }
    let code = info
        .field_named("division_code")
        .map_or(&Value::Null, |field| row.cell(field.number))
        .as_text();
    Ok(division_name(conn, code)?.unwrap_or_else(|| code.to_owned()))
}

/// Name of the head of a household, else its number.
pub fn head_name(conn: &Connection, household: Id) -> Result<String, StoreError> {
    let found: Option<(Option<String>, String)> = conn
        .prepare_cached(
            "SELECT (SELECT name FROM member WHERE member.id = household.head_member_id), number FROM household WHERE id = ?1",
        )?
        .query_row([household.0.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found
        .map(|(name, number)| name.filter(|name| !name.is_empty()).unwrap_or(number))
        .unwrap_or_default())
}

/// Name of a division.
pub fn division_name(conn: &Connection, code: &str) -> Result<Option<String>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT name FROM division WHERE id = ?1 AND deleted_at IS NULL")?
        .query_row([records::Division::id(code).0.as_slice()], |row| row.get(0))
        .optional()?)
}

/// A person of a team and their duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teammate {
    /// The person.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// `first_secretary`, `leader` or `member`.
    pub duty: String,
}

impl Store {
    /// The team of a village on a day, by postings; without any, those whose right lies in just this area.
    pub fn team_of(&self, area: &str, today: &str) -> Result<Vec<Teammate>, StoreError> {
        let posted = self.teammates_by(
            "SELECT person.id, person.name, posting.duty FROM posting
             JOIN team ON team.id = posting.team_id JOIN person ON person.id = posting.person_id
             WHERE team.division_code = ?1 AND team.deleted_at IS NULL AND posting.deleted_at IS NULL
               AND person.deleted_at IS NULL AND (posting.ends_on = '' OR posting.ends_on >= ?2)
             ORDER BY posting.duty <> 'first_secretary', posting.duty <> 'leader', person.name, person.id",
            area,
            today,
        )?;
        if !posted.is_empty() {
            return Ok(posted);
        }
        self.teammates_by(
            "SELECT person_id, person_name, CASE role WHEN 'team_leader' THEN 'leader' ELSE role END FROM grant
             WHERE division_code = ?1 AND ended_at IS NULL AND deleted_at IS NULL AND ?2 <> ''
               AND role IN ('first_secretary', 'team_leader', 'member') AND person_id IS NOT NULL
             ORDER BY role <> 'first_secretary', role <> 'team_leader', person_name, person_id",
            area,
            today,
        )
    }

    fn teammates_by(
        &self,
        sql: &str,
        area: &str,
        today: &str,
    ) -> Result<Vec<Teammate>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([area, today])?;
        let mut found: Vec<Teammate> = Vec::new();
        while let Some(row) = rows.next()? {
            let id =
                Id::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).unwrap_or_default();
            if found.iter().all(|known| known.id != id) {
                found.push(Teammate {
                    id,
                    name: row.get(1)?,
                    duty: row.get(2)?,
                });
            }
        }
        Ok(found)
    }

    /// Codes and names of the villages of an area.
    pub fn villages_of(&self, area: Place) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT code, name FROM division WHERE level = 'village' AND deleted_at IS NULL ORDER BY code",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut found = Vec::new();
        for village in rows {
            let village = village?;
            if Place::from_code(&village.0).is_some_and(|place| area.range().contains(place)) {
                found.push(village);
            }
        }
        Ok(found)
    }
}
