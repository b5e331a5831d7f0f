//! The exchange between laptop and county (`docs/sync-protocol.md`): what is said, the laptop's engine, the
//! county's half, the HTTP client. Holds no SQL; the tables are the store's.

pub mod protocol;

mod county;
pub mod engine;
pub mod history;
pub mod http;
pub mod laptop;

mod files;
mod repair;

pub use county::{Asked, CountyKey, Decided, DeviceFacts, ExchangeError, exchange, older, state};
pub use engine::{Progress, Report, SyncError, fetch_all, sync};
pub use protocol::{Protocol, ProtocolError};
