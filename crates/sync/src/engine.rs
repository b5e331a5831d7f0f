//! The laptop's half: push, then pull, in small resumable exchanges (`sync.md` §2.3). No transaction and no lock
//! is held while the network is asked.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    Context, Env, Id,
    cbor::{Reader, strict},
};
use store::{
    Store, StoreError,
    county::{Page, Pushed},
    laptop::ReceiptRun,
};

use crate::{
    county::{is_signed, sign},
    files,
    protocol::{
        Answer, Hello, Protocol, ProtocolError, Request, Response, answer_message, hashes,
        push_message,
    },
    repair,
};

pub use crate::repair::fetch_all;

/// Bytes of sets in one request at most.
const PUSH_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Rows that one request wants whole at most.
const WANTED_ROWS_MAX: usize = 500;
/// Exchanges without progress until the engine says so.
const IDLE_ROUNDS_MAX: usize = 4;
/// Exchanges at the head with a sum that differs, until the person is told.
const DIFFERING_ROUNDS_MAX: usize = 6;

/// What the laptop needs to speak for its person.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its Ed25519 secret.
    pub secret: [u8; 32],
    /// The county's Ed25519 key.
    pub county_public_key: [u8; 32],
    /// Name and version of the program.
    pub app: String,
}

/// Where a sync stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Sets receipted so far.
    pub receipted: u64,
    /// Sets that wait still.
    pub waiting: u64,
    /// Entries pulled so far.
    pub pulled: u64,
    /// Position and head: how far the pull is.
    pub position: u64,
    /// The end of the county's log.
    pub head: u64,
    /// Rows of a first sync so far.
    pub rows: u64,
    /// Photos sent so far.
    pub photos_sent: u64,
}

/// What a sync did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Sets pushed.
    pub pushed: u64,
    /// Receipts that were new.
    pub receipts: u64,
    /// Of these: merged with a value kept in `conflict`.
    pub merged: u64,
    /// Sets returned by a person.
    pub returned: u64,
    /// Held or quarantined.
    pub quarantined: u64,
    /// Entries of others pulled.
    pub pulled: u64,
    /// Photos whole at the county.
    pub photos_sent: u64,
    /// Photos of others that came.
    pub photos_fetched: u64,
    /// Bytes sent.
    pub bytes_up: u64,
    /// Bytes received.
    pub bytes_down: u64,
    /// Requests made.
    pub requests: u64,
    /// Position in the log afterwards.
    pub seq: u64,
    /// Is everything pushed, pulled and sent?
    pub complete: bool,
    /// The versions of the scope differ from the county's at the same position, also after they were fetched again.
    pub checkpoint_differs: bool,
    /// Places that were fetched again because they differed.
    pub repaired: u64,
    /// Entries that could not be applied here: kept, and their rows fetched whole.
    pub set_aside: u64,
    /// Records touched, for the screens.
    #[serde(skip)]
    pub touched: BTreeSet<u16>,
}

/// Why a sync stopped. What was receipted and pulled before stays.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The road or the county.
    #[error("{0}")]
    Protocol(#[from] ProtocolError),
    /// The laptop's file.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
    /// Exchanges come through, but nothing moves.
    #[error("no progress")]
    NoProgress,
}

impl From<domain::cbor::Malformed> for SyncError {
    fn from(error: domain::cbor::Malformed) -> Self {
        Self::Protocol(error.into())
    }
}

/// Asked between steps; false stops the sync.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> bool;

pub(crate) fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Push, pull, photos. Every step that came through stays, whatever stops the next.
pub fn sync(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    on_progress: OnProgress<'_>,
) -> (Report, Result<(), SyncError>) {
    let mut report = Report::default();
    let result = run(store, env, device, protocol, on_progress, &mut report);
    if let Ok(position) = lock(store).position() {
        report.seq = position.seq;
    }
    (report, result)
}

fn run(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    on_progress: OnProgress<'_>,
    report: &mut Report,
) -> Result<(), SyncError> {
    report.pulled += fetch_all(store, env, device, protocol, on_progress)?;
    let (mut asking, mut idle, mut differing) = (Asking::default(), 0, 0);
    let mut wanted_files;
    loop {
        let before = standing(&lock(store))?;
        let round = exchange(store, env, device, protocol, asking, report)?;
        asking.whole = round.unknown_own;
        asking.waits = asking.waits.or(round.answer.retry_later);
        wanted_files = round.answer.wanted_files;
        let after = standing(&lock(store))?;
        let progress = Progress {
            receipted: report.receipts,
            waiting: after.1.sets,
            pulled: report.pulled,
            position: after.0.seq,
            head: round.answer.head.seq,
            ..Progress::default()
        };
        if !on_progress(progress) {
            return Err(SyncError::Stopped);
        }
        let is_pushed = after.1.sets == 0 || asking.waits.is_some();
        if is_pushed && after.0 == round.answer.head && after.2.is_empty() {
            let own = lock(store).sum()?;
            if round.answer.sum.is_none_or(|sum| sum == own) {
                break;
            }
            // It may be of this moment: only what the next exchange finds as well is fetched again.
            differing += 1;
            if differing > DIFFERING_ROUNDS_MAX {
                report.checkpoint_differs = true;
                break;
            }
            asking.compares = true;
            for place in round.answer.differing.unwrap_or_default() {
                repair::fetch_place(store, env, device, protocol, place)?;
                report.repaired += 1;
            }
            continue;
        }
        idle = if before == after && !asking.whole {
            idle + 1
        } else {
            0
        };
        if idle >= IDLE_ROUNDS_MAX {
            return Err(SyncError::NoProgress);
        }
    }
    if let Some(seconds) = asking.waits {
        return Err(ProtocolError::RetryLater(seconds).into());
    }
    let all_sent = files::send(store, env, protocol, &wanted_files, report, on_progress)?;
    files::fetch(store, env, protocol, report, on_progress)?;
    report.complete = all_sent;
    Ok(())
}

/// What the next request asks for besides what is always asked.
#[derive(Debug, Clone, Copy, Default)]
struct Asking {
    /// Own sets whole.
    whole: bool,
    /// The sums of all places compared.
    compares: bool,
    /// The county could not decide: nothing more is pushed for so many seconds, and the pull goes on.
    waits: Option<u64>,
}

/// What one exchange has to move: the position, what waits, and the rows still wanted.
type Standing = (
    domain::Position,
    store::laptop::Waiting,
    Vec<(u16, domain::Id)>,
);

fn standing(store: &Store) -> Result<Standing, StoreError> {
    Ok((
        store.position()?,
        store.waiting()?,
        store.wanted_rows(WANTED_ROWS_MAX)?,
    ))
}

struct Round {
    answer: Answer,
    unknown_own: bool,
}

fn exchange(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    asking: Asking,
    report: &mut Report,
) -> Result<Round, SyncError> {
    let (request, set_hashes) = request(&lock(store), env, device, asking)?;
    let bytes = request.to_bytes();
    report.requests += 1;
    report.bytes_up += bytes.len() as u64;
    let response = protocol.exchange(&bytes)?;
    report.bytes_down += response.len() as u64;
    let response: Response = strict(&response)?;
    let message = answer_message(
        &response.answer,
        response.page.as_deref(),
        &request.hello,
        &set_hashes,
    );
    if !is_signed(&device.county_public_key, &message, &response.signature) {
        return Err(ProtocolError::BadSignature.into());
    }
    let answer: Answer = strict(&response.answer)?;

    let mut store = lock(store);
    report.pushed += set_hashes.len() as u64;
    // A receipt counts only for what was just sent: its hash is in the signature.
    if !answer.receipts.is_empty() && is_of(&request.pushed, &answer.receipts)? {
        for run in &answer.receipts {
            let count = run.to - run.from + 1;
            match run.verdict {
                domain::Verdict::Merged => report.merged += count,
                domain::Verdict::Held(_) | domain::Verdict::Quarantined(_) => {
                    report.quarantined += count;
                }
                _ => {}
            }
        }
        report.receipts +=
            store.take_receipts(env, answer.received_at, Some(answer.head), &answer.receipts)?;
    }
    store.note_contact(env, &answer.county, answer.received_at, answer.durable)?;
    if answer.forked && store.incarnation()? == request.hello.incarnation {
        store.renew_incarnation(env)?;
    }
    let mut unknown_own = false;
    if let Some(frame) = &response.page {
        store.note_missing_files(env, &answer.wanted_files)?;
        store.set_scope(env, &answer.scope)?;
        let page = Page::unpack(frame)?;
        let signed = [response.answer.as_slice(), response.signature.as_slice()].concat();
        let taken = store.take_page(env, &page, &signed, frame, answer.received_at)?;
        report.pulled += taken.entries as u64;
        report.set_aside += taken.set_aside as u64;
        report.touched.extend(taken.touched);
        unknown_own = taken.unknown_own;
    }
    if answer.upgrade.is_some() {
        return Err(ProtocolError::UpgradeNeeded.into());
    }
    Ok(Round {
        answer,
        unknown_own,
    })
}

/// Do the receipts name sets of this push and no others?
fn is_of(pushed: &[Pushed], receipts: &[ReceiptRun]) -> Result<bool, SyncError> {
    let mut sent: Vec<(Id, u64, u64)> = Vec::new();
    for group in pushed {
        let incarnation = strict::<Context>(&group.context)?.incarnation;
        for set in &group.sets {
            let mut reader = Reader::new(set);
            reader.array(64)?;
            let dseq = reader.unsigned()?;
            match sent.last_mut() {
                Some((of, _, to)) if *of == incarnation && *to + 1 == dseq => *to = dseq,
                _ => sent.push((incarnation, dseq, dseq)),
            }
        }
    }
    let all = receipts.iter().all(|run| {
        sent.iter()
            .any(|(of, from, to)| *of == run.incarnation && *from <= run.from && run.to <= *to)
    });
    if all {
        Ok(true)
    } else {
        Err(ProtocolError::Malformed(domain::cbor::Malformed::Shape(0)).into())
    }
}

fn request(
    store: &Store,
    env: &dyn Env,
    device: &Device,
    asking: Asking,
) -> Result<(Request, Vec<domain::Hash>), StoreError> {
    let pushed = if asking.waits.is_some() {
        Vec::new()
    } else {
        store.unreceipted(PUSH_BYTES_MAX)?
    };
    let waiting = store.waiting()?;
    let hello = Hello {
        position: store.position()?,
        top: store.top()?,
        incarnation: store.incarnation()?,
        first_dseq: store.first_dseq()?,
        last_dseq: store.last_dseq()?,
        schema: domain::records::SCHEMA,
        app: device.app.clone(),
        boot: env.boot(),
        wall_ms: env.wall_ms(),
        offsets: store.offsets()?,
        waiting_sets: waiting.sets,
        waiting_bytes: waiting.bytes,
        scope_version: store.scope()?.version,
        whole: asking.whole,
        wanted_rows: store.wanted_rows(WANTED_ROWS_MAX)?,
        earlier: store.undecided_incarnations()?,
        sums: asking.compares.then(|| store.place_sums()).transpose()?,
        ..Hello::default()
    };
    let set_hashes = hashes(&pushed);
    let signature = sign(&device.secret, &push_message(&hello, &set_hashes));
    Ok((
        Request {
            hello,
            signature,
            pushed,
        },
        set_hashes,
    ))
}
