//! Excel and csv in and out. Knows records, not storage.
//!
//! Reading goes file → [`read`] (bounded grids of typed cells) → [`layouts`] (which row is the header, which column
//! is what) → [`roster`] (households and members, repairs made, doubts raised). A row is never dropped for being wrong.
#![warn(missing_docs)]

pub mod error;
pub mod read;

pub mod layouts;

pub mod roster;

pub mod doubts;
pub mod write;

pub use doubts::{Show, write_doubts};
pub use error::SheetError;
pub use read::{Progress, ReadOptions, Source, Step};
pub use roster::{
    Doubt, Repair, Roster, RosterHousehold, RosterMember, RowRef, SheetRead, read_roster,
};
