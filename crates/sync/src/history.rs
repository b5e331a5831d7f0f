//! The history of a row from before this laptop's first sync: asked of the county when a person looks at it.

use std::sync::Mutex;

use domain::{Env, cbor::strict};
use store::{
    Store, StoreError,
    county::Page,
    history::{History, OLDER_MAX},
};

use crate::{
    ProtocolError, SyncError,
    county::{is_signed, public_of},
    engine::{Device, lock},
    protocol::{OlderAsk, Protocol, SignedOlder, older_message},
};

/// Fetches what `look` finds to be older than this file, until nothing is or the county has no more of it. Gives
/// whether anything came.
pub fn fetch_older(
    store: &Mutex<Store>,
    env: &dyn Env,
    device: &Device,
    protocol: &mut dyn Protocol,
    look: &dyn Fn(&Store) -> Result<History, StoreError>,
) -> Result<bool, SyncError> {
    let mut came = false;
    loop {
        let mut ask = OlderAsk(look(&lock(store))?.older);
        ask.0.truncate(OLDER_MAX);
        if ask.0.is_empty() {
            return Ok(came);
        }
        let signed: SignedOlder = strict(&protocol.older(&ask)?)?;
        let message = older_message(
            &signed.page,
            &ask,
            signed.received_at,
            &public_of(&device.secret),
        );
        if !is_signed(&device.county_public_key, &message, &signed.signature) {
            return Err(ProtocolError::BadSignature.into());
        }
        let page = Page::unpack(&signed.page)?;
        // What is outside this laptop's area, or was never in this log, does not come however often it is asked for.
        if lock(store).keep_older(env, &page, signed.received_at)? == 0 {
            return Ok(came);
        }
        came = true;
    }
}
