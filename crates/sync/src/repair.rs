//! Rows as state blocks: the first sync, and a place that differs fetched again (`sync.md` §2.4, §2.5).

use std::sync::Mutex;

use domain::{Env, Place, cbor::strict};
use store::{Store, state::StateBlock};

use crate::{
    Progress, Protocol, ProtocolError, SyncError,
    county::{is_signed, public_of},
    engine::{Device, OnProgress, lock},
    protocol::{SignedState, StateAsk, state_message},
};

/// How often one sync begins its first state anew before it gives up: the county is being restored just now.
const RESTARTS_MAX: usize = 2;

/// First sync: state blocks into the file until it is complete. Goes on where it stopped; begins anew when the
/// county does not know the first block any more.
pub fn fetch_all(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    on_progress: OnProgress<'_>,
) -> Result<u64, SyncError> {
    let (mut rows, mut restarts) = (0, 0);
    loop {
        let ask = {
            let store = lock(store);
            let (after, complete) = store.fetched()?;
            if complete {
                return Ok(rows);
            }
            StateAsk {
                place: None,
                after,
                from: store.tail_from()?,
            }
        };
        let block = match fetch(device, protocol, &ask) {
            Err(SyncError::Protocol(ProtocolError::PositionUnknown))
                if ask.from.is_some() && restarts < RESTARTS_MAX =>
            {
                restarts += 1;
                lock(store).restart_state(env)?;
                continue;
            }
            fetched => fetched?,
        };
        rows += lock(store).take_state(env, block)? as u64;
        if !on_progress(Progress {
            rows,
            ..Progress::default()
        }) {
            return Err(SyncError::Stopped);
        }
    }
}

/// One place whose sum differs, fetched again.
pub(crate) fn fetch_place(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    place: Place,
) -> Result<(), SyncError> {
    let mut ask = StateAsk {
        place: Some(place),
        after: None,
        from: Some(lock(store).position()?),
    };
    loop {
        let block = fetch(device, protocol, &ask)?;
        ask.after = block.last;
        lock(store).take_place(env, place, block)?;
        if ask.after.is_none() {
            return Ok(());
        }
    }
}

/// A block that is the county's answer to this very question of this device.
fn fetch(
    device: &Device,
    protocol: &mut dyn Protocol,
    ask: &StateAsk,
) -> Result<StateBlock, SyncError> {
    let signed: SignedState = strict(&protocol.state(ask)?)?;
    let message = state_message(&signed.block, ask, &public_of(&device.secret));
    if !is_signed(&device.county_public_key, &message, &signed.signature) {
        return Err(ProtocolError::BadSignature.into());
    }
    let block = StateBlock::unpack(&signed.block)?;
    if block.first == ask.after {
        Ok(block)
    } else {
        Err(domain::cbor::Malformed::Shape(0).into())
    }
}
