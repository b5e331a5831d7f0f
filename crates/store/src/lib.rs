//! The replica: one encrypted SQLite file with tables, change log, queries, search and photos.
//! The same code serves the laptop and the county. Knows no network.

mod error;
pub mod system;

mod migrate;
mod open;
pub mod profile;

pub mod block;
mod meta;
pub mod row;

pub mod place;

mod mine;
mod save;
mod under;

mod apply;
pub mod county;
pub mod laptop;
pub mod photos;
pub mod state;

pub mod search;

pub mod query;

pub mod centre;
pub mod forms;
pub mod history;
pub mod imports;
pub mod listing;
pub mod own_log;
pub mod verify;

pub use apply::json_value;
pub use error::StoreError;
pub use migrate::VERSION as SCHEMA;
pub use open::{Key, Side, Store};
pub use row::Row;
pub use save::{Edit, SavedSet};
