//! The county's half of an exchange: proves who pushes, decides, receipts, and hands out a page.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Env, Hash, Id, Place,
    cbor::{Cbor, Malformed, strict},
    place::Scope,
};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use store::{
    StoreError,
    county::{County, PageRequest, Pusher, Receipt, Receipts},
    laptop::ReceiptRun,
    place,
};

use crate::protocol::{
    Answer, Hello, OlderAsk, Request, Response, SignedOlder, SignedState, StateAsk, answer_message,
    hashes, older_message, push_message, state_message,
};

/// The key that signs a county's answers.
#[derive(Debug, Clone)]
pub struct CountyKey(SigningKey);

impl CountyKey {
    /// From its 32 secret bytes.
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// Signs what was put into words by [`crate::protocol`].
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).to_bytes().to_vec()
    }

    /// What proves its signatures.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

/// What the server knows of the laptop that speaks.
#[derive(Debug, Clone, Default)]
pub struct DeviceFacts {
    /// Its Ed25519 key.
    pub public_key: [u8; 32],
    /// Grants of its account, also ended ones.
    pub grants: BTreeSet<Id>,
    /// What it may hold.
    pub scope: Scope,
    /// It may deliver into quarantine, and reads nothing but receipts.
    pub revoked: bool,
    /// Code of the county.
    pub county: String,
    /// Files that the county wants, of those this laptop may have.
    pub wanted_files: Vec<[u8; 32]>,
    /// The position known to be in an off-machine copy; 0 = none is known.
    pub durable: u64,
}

/// Why an exchange was refused whole.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// Not a request.
    #[error("malformed request: {0}")]
    Malformed(#[from] Malformed),
    /// Not signed by the device that the token names.
    #[error("bad signature")]
    BadSignature,
    /// A position that is not on this log's chain: this county was restored. Nothing is decided.
    #[error("position unknown")]
    PositionUnknown,
    /// A place outside the device's scope.
    #[error("outside the scope")]
    OutsideScope,
    /// The county's file.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// Signs for a device; the laptop's side of [`exchange`].
pub(crate) fn sign(secret: &[u8; 32], message: &[u8]) -> Vec<u8> {
    SigningKey::from_bytes(secret)
        .sign(message)
        .to_bytes()
        .to_vec()
}

/// The public half of a device's secret.
pub(crate) fn public_of(secret: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(secret).verifying_key().to_bytes()
}

/// Does `signature` over `message` come from `public_key`?
pub(crate) fn is_signed(public_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (
        VerifyingKey::from_bytes(public_key),
        Signature::from_slice(signature),
    ) else {
        return false;
    };
    key.verify(message, &signature).is_ok()
}

/// A request that was read, and whose signature holds. It comes to its answer in two steps, so that a server can
/// decide on its one writer and cut the page beside it.
#[derive(Debug)]
pub struct Asked {
    request: Request,
    set_hashes: Vec<Hash>,
}

/// What the county did with the sets of a request.
#[derive(Debug, Default)]
pub struct Decided {
    receipts: Receipts,
    received_at: i64,
    is_put_off: bool,
}

impl Decided {
    /// Nothing was decided: the writer is busy, or its disk full. What is there can be read all the same.
    pub fn put_off(env: &dyn Env) -> Self {
        Self {
            received_at: env.wall_ms(),
            is_put_off: true,
            ..Self::default()
        }
    }

    /// Records that changed.
    pub fn touched(&self) -> &BTreeSet<u16> {
        &self.receipts.touched
    }
}

impl Asked {
    /// Reads a request of this device; touches no county.
    pub fn read(device: &DeviceFacts, request: &[u8]) -> Result<Self, ExchangeError> {
        let request = Request::from_bytes(request)?;
        let set_hashes = hashes(&request.pushed);
        let message = push_message(&request.hello, &set_hashes);
        if !is_signed(&device.public_key, &message, &request.signature) {
            return Err(ExchangeError::BadSignature);
        }
        Ok(Self {
            request,
            set_hashes,
        })
    }

    /// What the laptop says of itself.
    pub fn hello(&self) -> &Hello {
        &self.request.hello
    }

    /// Sets that still wait on the laptop when this answer has come, and their bytes about as it stores them.
    pub fn left(&self, decided: Option<&Decided>) -> (u64, u64) {
        let hello = self.hello();
        let taken = decided.map_or(0, |decided| decided.receipts.receipts.len() as u64);
        let sets = hello.waiting_sets.saturating_sub(taken);
        let share = u128::from(hello.waiting_bytes) * u128::from(sets);
        let bytes = share / u128::from(hello.waiting_sets.max(1));
        (sets, u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    /// Is there anything to decide?
    pub fn pushes(&self) -> bool {
        !self.request.pushed.is_empty()
    }

    /// Decides on everything pushed in one transaction.
    pub fn decide(
        &self,
        county: &mut County,
        env: &dyn Env,
        device: &DeviceFacts,
    ) -> Result<Decided, ExchangeError> {
        self.is_of(county)?;
        let received_at = env.wall_ms();
        let hello = self.hello();
        let mut offsets: BTreeMap<u64, i64> = hello.offsets.clone();
        offsets.insert(hello.boot, received_at - hello.wall_ms);
        let pusher = Pusher {
            grants: device.grants.clone(),
            revoked: device.revoked,
            trusted: false,
            county: Place::from_code(&device.county).unwrap_or(Place::PARKED),
            offsets,
            signature: self.request.signature.clone(),
            draft: None,
        };
        match county.push(env, &pusher, received_at, &self.request.pushed) {
            Ok(receipts) => Ok(Decided {
                receipts,
                received_at,
                is_put_off: false,
            }),
            Err(StoreError::DiskFull | StoreError::InUse) => Ok(Decided::put_off(env)),
            Err(error) => Err(error.into()),
        }
    }

    /// The answer: receipts of what was decided, and a page of what the laptop does not have yet.
    pub fn answer(
        &self,
        county: &County,
        env: &dyn Env,
        key: &CountyKey,
        device: &DeviceFacts,
        decided: Option<&Decided>,
    ) -> Result<Vec<u8>, ExchangeError> {
        self.is_of(county)?;
        let hello = self.hello();
        let mut answer = Answer {
            received_at: decided.map_or_else(|| env.wall_ms(), |decided| decided.received_at),
            county: device.county.clone(),
            head: county.head(),
            position: hello.position,
            forked: county.is_other_life(hello.incarnation, hello.last_dseq)?,
            durable: device.durable,
            ..Answer::default()
        };
        if let Some(decided) = decided {
            answer.receipts = runs(&decided.receipts.receipts);
            answer.retry_later = decided.is_put_off.then_some(RETRY_AFTER_S);
        }
        let mut page = None;
        if !device.revoked {
            answer.scope = device.scope.clone();
            if let Some(sums) = &hello.sums
                && hello.position == answer.head
            {
                let conn = county.store().connection();
                answer.differing = Some(place::differing(conn, &device.scope, sums)?);
            }
            answer.wanted_files.clone_from(&device.wanted_files);
            let built = county.page(&PageRequest {
                after: hello.position,
                scope: device.scope.clone(),
                incarnation: hello.incarnation,
                earlier: hello.earlier.clone(),
                whole: hello.whole,
                wanted: hello.wanted_rows.clone(),
            })?;
            if built.upto == answer.head {
                answer.sum = Some(place::sum(county.store().connection(), &device.scope)?);
            }
            answer.position = built.upto;
            page = Some(built.pack());
        }
        let answer = answer.to_cbor();
        let message = answer_message(&answer, page.as_deref(), hello, &self.set_hashes);
        Ok(Response {
            signature: key.sign(&message),
            answer,
            page,
        }
        .to_cbor())
    }

    /// Does the laptop stand on this county's log?
    fn is_of(&self, county: &County) -> Result<(), ExchangeError> {
        if county.knows(&self.hello().position)? && knows_top(county, self.hello())? {
            Ok(())
        } else {
            Err(ExchangeError::PositionUnknown)
        }
    }
}

/// One exchange from end to end on one county, for tests and the simulator.
pub fn exchange(
    county: &mut County,
    env: &dyn Env,
    key: &CountyKey,
    device: &DeviceFacts,
    request: &[u8],
) -> Result<(Vec<u8>, BTreeSet<u16>), ExchangeError> {
    let asked = Asked::read(device, request)?;
    let decided = if asked.pushes() {
        Some(asked.decide(county, env, device)?)
    } else {
        None
    };
    let answer = asked.answer(county, env, key, device, decided.as_ref())?;
    let touched = decided.map(|decided| decided.receipts.touched);
    Ok((answer, touched.unwrap_or_default()))
}

/// When a county that cannot write wants to be asked again.
const RETRY_AFTER_S: u64 = 10;

/// A state block, signed: of the whole scope for a first sync, of one place to be fetched again.
pub fn state(
    county: &County,
    key: &CountyKey,
    device: &DeviceFacts,
    ask: &StateAsk,
) -> Result<Vec<u8>, ExchangeError> {
    if let Some(from) = &ask.from
        && !county.knows(from)?
    {
        return Err(ExchangeError::PositionUnknown);
    }
    let block = match ask.place {
        Some(place) if !device.scope.contains(place) => return Err(ExchangeError::OutsideScope),
        Some(place) => county.state_of_place(place, ask.after)?,
        None => county.state(&device.scope, ask.after)?,
    }
    .pack();
    let signature = key.sign(&state_message(&block, ask, &device.public_key));
    Ok(SignedState { block, signature }.to_cbor())
}

/// Entries from before a laptop's first sync, or older than its pages, signed: for the rows that a person looks at.
pub fn older(
    county: &County,
    env: &dyn Env,
    key: &CountyKey,
    device: &DeviceFacts,
    request: &[u8],
) -> Result<Vec<u8>, ExchangeError> {
    let ask: OlderAsk = strict(request)?;
    let page = county.older(&device.scope, &ask.0)?.pack();
    let received_at = env.wall_ms();
    let signature = key.sign(&older_message(&page, &ask, received_at, &device.public_key));
    Ok(SignedOlder {
        page,
        received_at,
        signature,
    }
    .to_cbor())
}

/// The top may lie inside a log block when a row came as state; then only a head can prove it.
fn knows_top(county: &County, hello: &Hello) -> Result<bool, StoreError> {
    if hello.top.seq > county.head().seq {
        return Ok(false);
    }
    county.knows(&hello.top)
}

/// Receipts of consecutive sets with one verdict as one run.
fn runs(receipts: &[Receipt]) -> Vec<ReceiptRun> {
    let mut runs: Vec<ReceiptRun> = Vec::new();
    for receipt in receipts {
        if let Some(run) = runs.last_mut()
            && run.incarnation == receipt.incarnation
            && run.verdict == receipt.verdict
            && run.to + 1 == receipt.dseq
            && run.seq + (run.to - run.from) + 1 == receipt.seq
        {
            run.to = receipt.dseq;
            continue;
        }
        runs.push(ReceiptRun {
            incarnation: receipt.incarnation,
            from: receipt.dseq,
            to: receipt.dseq,
            seq: receipt.seq,
            verdict: receipt.verdict.clone(),
        });
    }
    runs
}
