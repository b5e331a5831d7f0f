//! 同步中心.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Id, Value,
    records::{self, Conflict, Policy},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Store, centre::Answered, query::receipt};
use ts_rs::TS;

use crate::{
    common::{Cell, ChangeState, Empty, IdText, PageRequest, Receipt},
    error::ApiError,
    heard,
    host::{self, Host},
    mask,
    record::state,
    reveal::{self, RevealRequest, Revealed},
};

/// How far this laptop has come. `trouble`: empty, or `retry_later`, `cut`, `revoked`, `upgrade`, `disk`, `clock`, `restored`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SyncStatus {
    pub network: Network,
    pub running: bool,
    pub percent: u64,
    pub pending: u64,
    pub pending_photos: u64,
    pub pending_bytes: u64,
    pub receipted: u64,
    pub conflicts: u64,
    pub returned: u64,
    pub held: u64,
    pub last_sync_at_ms: Option<i64>,
    /// "" | retry_later | cut | revoked | upgrade | disk | clock | restored
    pub trouble: String,
    pub trouble_detail: String,
    /// The county's clock less this one, as far as it was measured.
    pub clock_offset_ms: i64,
    /// The clock is far off, and nobody has said in this start of the program which day it is.
    pub asks_today: bool,
    pub server: String,
    pub seconds_estimate: i64,
}

/// A record that waits for its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OutboxRow {
    pub change_set: String,
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub record_id: Id,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub title: String,
    pub content: String,
    pub size_bytes: u64,
    pub at_ms: i64,
    pub receipt: Receipt,
}

/// All that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OutboxPage {
    pub rows: Vec<OutboxRow>,
    pub total: u64,
    pub bytes: u64,
    pub photos: u64,
    pub photo_bytes: u64,
}

/// A receipt of the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReceiptRow {
    pub number: String,
    pub verdict: String,
    pub reason: String,
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub record_id: Id,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub title: String,
    pub at_ms: i64,
    pub received_at_ms: i64,
}

/// Receipts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReceiptPage {
    pub rows: Vec<ReceiptRow>,
    pub total: u64,
}

/// How one sync went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SyncRun {
    pub at_ms: i64,
    pub ok: bool,
    pub error: String,
    pub pushed: u64,
    pub receipts: u64,
    pub merged: u64,
    pub quarantined: u64,
    pub pulled: u64,
    pub photos: u64,
    pub bytes_up: u64,
    pub bytes_down: u64,
    pub seconds: i64,
    pub position: u64,
    /// Villages that were not as the county has them, and were fetched again.
    pub repaired: u64,
    /// Entries of the county that this program could not take in: kept, and their rows fetched whole.
    pub set_aside: u64,
    /// Something is still not as the county has it.
    pub differs: bool,
}

/// Syncs, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SyncRunPage {
    pub rows: Vec<SyncRun>,
    pub total: u64,
}

/// A field on which two people differed: what counts now, what was not taken, and what both began from, as far as
/// this file knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ConflictField {
    pub field: String,
    pub base: Cell,
    pub standing: Cell,
    pub losing: Cell,
    pub sensitive: bool,
}

/// Two values of one record, both kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ConflictCard {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub record_id: Id,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub title: String,
    pub policy: ConflictPolicy,
    pub at_ms: i64,
    pub standing_by: String,
    pub standing_at_ms: i64,
    pub losing_by: String,
    pub losing_at_ms: i64,
    /// Written by who asks.
    pub standing_is_mine: bool,
    pub losing_is_mine: bool,
    pub fields: Vec<ConflictField>,
}

/// One of the two values of a conflict, to be seen in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ConflictReveal {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub field: String,
    pub side: ConflictSide,
}

/// Which of the two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictSide {
    Standing,
    Losing,
}

/// Conflicts that nobody has settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ConflictPage {
    pub rows: Vec<ConflictCard>,
    pub total: u64,
}

/// A change set that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RefusedRow {
    pub change_set: String,
    pub verdict: ChangeState,
    pub reason: String,
    pub record: String,
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub record_id: Id,
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub household_id: Option<Id>,
    pub title: String,
    pub content: String,
    pub at_ms: i64,
    pub number: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RefusedPage {
    pub rows: Vec<RefusedRow>,
    pub total: u64,
}

/// Can the county be reached?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    Online,
    Offline,
}

/// Who won: the county until a person decides, or the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConflictPolicy {
    Keep,
    Newest,
}

/// Bytes a second of a village's line, until syncs have been measured.
const BYTES_A_SECOND: u64 = 50_000;
/// Seconds that a sync takes with nothing to say.
const SECONDS_LEAST: u64 = 2;

/// Body of `sync.status`.
pub fn status(host: &dyn Host, _: &Empty) -> Result<SyncStatus, ApiError> {
    let road = host.road();
    host::read(host, |store| {
        let counts = store.centre_counts()?;
        let photos = store.photos_waiting()?;
        let pending_bytes = store.waiting()?.bytes + photos.bytes;
        let (runs, _) = store.sync_runs(RUNS_MEASURED, 0)?;
        let clock_offset_ms = clock_offset(&store.offsets()?, host.env().boot());
        let is_off = clock_offset_ms.abs() > CLOCK_OFF_MS;
        Ok(SyncStatus {
            network: road.network,
            running: road.running,
            percent: road.percent,
            pending: store.outbox()?.len() as u64,
            pending_photos: photos.count,
            pending_bytes,
            receipted: counts.receipted,
            conflicts: heard::open_conflicts(host, store)?.len() as u64,
            returned: counts.returned,
            held: counts.held,
            last_sync_at_ms: store.last_contact_ms()?,
            trouble: if road.trouble.is_empty() && is_off {
                "clock".to_owned()
            } else {
                road.trouble
            },
            clock_offset_ms,
            asks_today: is_off && host.clock_shift_ms().is_none(),
            trouble_detail: road.trouble_detail,
            server: road.server,
            seconds_estimate: estimate(pending_bytes, &runs),
        })
    })
}

/// A clock that is further off than this gives no date that forms may propose (`docs/sync-protocol.md`).
const CLOCK_OFF_MS: i64 = 10 * 60_000;

/// As measured under this boot, else under the nearest one; 0 before the first contact.
pub(crate) fn clock_offset(offsets: &BTreeMap<u64, i64>, boot: u64) -> i64 {
    offsets
        .iter()
        .min_by_key(|(of, _)| of.abs_diff(boot))
        .map_or(0, |(_, offset)| *offset)
}

const RUNS_MEASURED: usize = 10;

/// Seconds that the next sync will take, by the speed of the last ones.
fn estimate(bytes: u64, runs: &[(i64, String)]) -> i64 {
    let (mut sent, mut seconds) = (0, 0);
    for (at_ms, report) in runs {
        let run = run_of(*at_ms, report);
        sent += run.bytes_up + run.bytes_down;
        seconds += run.seconds.max(0) as u64;
    }
    let speed = sent
        .checked_div(seconds)
        .filter(|speed| *speed > 0)
        .unwrap_or(BYTES_A_SECOND);
    (SECONDS_LEAST + bytes.div_ceil(speed)) as i64
}

/// The part of a list that is asked for.
fn part<T>(rows: Vec<T>, request: &PageRequest) -> Vec<T> {
    rows.into_iter()
        .skip(request.offset as usize)
        .take(request.limit.min(LIMIT_MAX) as usize)
        .collect()
}

const LIMIT_MAX: u32 = 1_000;

fn record_name(table: u16) -> String {
    records::by_table(table).map_or_else(|| table.to_string(), |info| info.name.to_owned())
}

/// Body of `sync.outbox`.
pub fn outbox(host: &dyn Host, request: &PageRequest) -> Result<OutboxPage, ApiError> {
    host::read(host, |store| {
        let waiting = store.outbox()?;
        let photos = store.photos_waiting()?;
        let (total, bytes) = (waiting.len() as u64, store.waiting()?.bytes);
        let rows = part(waiting, request)
            .into_iter()
            .map(|row| {
                Ok(OutboxRow {
                    change_set: format!("own-{}", row.dseq),
                    record: record_name(row.table),
                    record_id: row.id,
                    household_id: store.household_of(row.table, row.id)?,
                    title: store.title_of(row.table, row.id)?,
                    content: row.content,
                    size_bytes: row.size_bytes,
                    at_ms: row.made_at,
                    receipt: receipt_of(store, row.table, row.id)?,
                })
            })
            .collect::<Result<_, ApiError>>()?;
        Ok(OutboxPage {
            rows,
            total,
            bytes,
            photos: photos.count,
            photo_bytes: photos.bytes,
        })
    })
}

/// The receipt of a row that is not yet at the county, with its photos.
fn receipt_of(store: &Store, table: u16, id: Id) -> Result<Receipt, ApiError> {
    let Some(row) = store::row::get(store.connection(), table, id)? else {
        let stored = receipt::RowReceipt {
            state: "stored",
            ..receipt::RowReceipt::default()
        };
        return Ok(stored.into());
    };
    Ok(receipt::receipt(store.connection(), id, (&row).into())?.into())
}

/// Body of `sync.receipts`.
pub fn receipts(host: &dyn Host, request: &PageRequest) -> Result<ReceiptPage, ApiError> {
    host::read(host, |store| {
        let answered = store.answered()?;
        let total = answered.len() as u64;
        let rows = part(answered, request)
            .into_iter()
            .map(|row| {
                Ok(ReceiptRow {
                    record: record_name(row.table),
                    record_id: row.id,
                    household_id: store.household_of(row.table, row.id)?,
                    title: store.title_of(row.table, row.id)?,
                    number: row.number,
                    verdict: row.verdict,
                    reason: row.reason,
                    at_ms: row.made_at,
                    received_at_ms: row.received_at,
                })
            })
            .collect::<Result<_, ApiError>>()?;
        Ok(ReceiptPage { rows, total })
    })
}

/// Body of `sync.runs`.
pub fn runs(host: &dyn Host, request: &PageRequest) -> Result<SyncRunPage, ApiError> {
    host::read(host, |store| {
        let (runs, total) = store.sync_runs(
            request.limit.min(LIMIT_MAX) as usize,
            request.offset as usize,
        )?;
        Ok(SyncRunPage {
            rows: runs
                .iter()
                .map(|(at_ms, report)| run_of(*at_ms, report))
                .collect(),
            total,
        })
    })
}

/// A report as it was written; what another version of the program did not write counts as nothing.
fn run_of(at_ms: i64, report: &str) -> SyncRun {
    let report: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
    let number = |name: &str| {
        report
            .get(name)
            .and_then(serde_json::Value::as_u64)
            .unwrap_or_default()
    };
    let error = report
        .get("error")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned();
    SyncRun {
        at_ms,
        ok: report
            .get("ok")
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(error.is_empty()),
        error,
        pushed: number("pushed"),
        receipts: number("receipts"),
        merged: number("merged"),
        quarantined: number("quarantined"),
        pulled: number("pulled"),
        photos: number("photos").max(number("photos_sent")),
        bytes_up: number("bytes_up"),
        bytes_down: number("bytes_down"),
        seconds: number("seconds") as i64,
        position: number("position").max(number("seq")),
        repaired: number("repaired"),
        set_aside: number("set_aside"),
        differs: report
            .get("differs")
            .and_then(serde_json::Value::as_bool)
            .unwrap_or_default(),
    }
}

/// Body of `sync.conflicts`.
pub fn conflicts(host: &dyn Host, request: &PageRequest) -> Result<ConflictPage, ApiError> {
    host::read(host, |store| {
        let open = heard::open_conflicts(host, store)?;
        let total = open.len() as u64;
        let rows = part(open, request)
            .into_iter()
            .map(|(id, conflict)| card(host, store, id, &conflict))
            .collect::<Result<_, _>>()?;
        Ok(ConflictPage { rows, total })
    })
}

fn card(
    host: &dyn Host,
    store: &Store,
    id: Id,
    conflict: &Conflict,
) -> Result<ConflictCard, ApiError> {
    let owner = conflict.owner_id.unwrap_or_default();
    let info = records::by_name(&conflict.owner_kind);
    let table = info.map_or(0, |info| info.table);
    let group = conflict.cell_group.unwrap_or_default() as u16;
    let own = |grant: Option<Id>| {
        host.asker()
            .rights
            .iter()
            .any(|right| Some(right.grant) == grant)
    };
    let standing = values(&conflict.standing);
    let losing = values(&conflict.losing);
    let changes = store.row_history(table, owner)?.changes;
    let names: BTreeSet<&String> = standing.keys().chain(losing.keys()).collect();
    let fields = names
        .into_iter()
        .map(|name| {
            let field = info.and_then(|info| info.field_named(name));
            let shown = |map: &serde_json::Map<String, serde_json::Value>| {
                mask::masked_json(field, map.get(name).unwrap_or(&serde_json::Value::Null))
            };
            let base = changes
                .iter()
                .find(|change| {
                    change.field == field.map(|field| field.number)
                        && Some(change.at_ms) == conflict.standing_at
                        && Some(change.grant) == conflict.standing_grant
                })
                .map_or(&Value::Null, |change| &change.from);
            ConflictField {
                field: name.clone(),
                base: field.map_or_else(|| mask::open(base), |field| mask::masked(field, base)),
                standing: shown(&standing),
                losing: shown(&losing),
                sensitive: field.is_some_and(|field| field.sensitive.is_some()),
            }
        })
        .collect();
    let name = |grant: Option<Id>| {
        store::history::grant_name(store.connection(), grant.unwrap_or_default())
    };
    Ok(ConflictCard {
        id,
        record: conflict.owner_kind.clone(),
        record_id: owner,
        household_id: store.household_of(table, owner)?,
        title: store.title_of(table, owner)?,
        policy: match info.map(|info| info.policy_of(group)) {
            Some(Policy::Keep) => ConflictPolicy::Keep,
            _ => ConflictPolicy::Newest,
        },
        at_ms: conflict
            .losing_at
            .max(conflict.standing_at)
            .unwrap_or_default(),
        standing_by: name(conflict.standing_grant)?,
        standing_at_ms: conflict.standing_at.unwrap_or_default(),
        losing_by: name(conflict.losing_grant)?,
        losing_at_ms: conflict.losing_at.unwrap_or_default(),
        standing_is_mine: own(conflict.standing_grant),
        losing_is_mine: own(conflict.losing_grant),
        fields,
    })
}

fn values(json: &str) -> serde_json::Map<String, serde_json::Value> {
    serde_json::from_str(json).unwrap_or_default()
}

/// Body of `conflict.reveal`: the audit line names the row and the field, as for the value on the record itself.
pub fn reveal(host: &dyn Host, request: &ConflictReveal) -> Result<Revealed, ApiError> {
    let found = host::read(host, |store| {
        Ok(heard::open_conflicts(host, store)?
            .into_iter()
            .find(|(id, _)| *id == request.id))
    })?;
    let (_, conflict) = found.ok_or_else(|| ApiError::not_found("conflict", request.id))?;
    let side = match request.side {
        ConflictSide::Standing => &conflict.standing,
        ConflictSide::Losing => &conflict.losing,
    };
    let value = match values(side).remove(&request.field) {
        Some(serde_json::Value::String(text)) => text,
        Some(serde_json::Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let owner = RevealRequest {
        record: conflict.owner_kind,
        id: conflict.owner_id.unwrap_or_default(),
        field: request.field.clone(),
    };
    reveal::get(host, &owner)?;
    Ok(Revealed { value })
}

/// Body of `sync.refused`.
pub fn refused(host: &dyn Host, request: &PageRequest) -> Result<RefusedPage, ApiError> {
    host::read(host, |store| {
        let refused = store.refused()?;
        let total = refused.len() as u64;
        let rows = part(refused, request)
            .into_iter()
            .map(|row| refused_row(store, row))
            .collect::<Result<_, ApiError>>()?;
        Ok(RefusedPage { rows, total })
    })
}

fn refused_row(store: &Store, row: Answered) -> Result<RefusedRow, ApiError> {
    Ok(RefusedRow {
        change_set: format!("own-{}", row.dseq),
        verdict: state(&row.verdict),
        reason: row.reason,
        record: record_name(row.table),
        record_id: row.id,
        household_id: store.household_of(row.table, row.id)?,
        title: store.title_of(row.table, row.id)?,
        content: row.content,
        at_ms: row.made_at,
        number: row.number,
    })
}
