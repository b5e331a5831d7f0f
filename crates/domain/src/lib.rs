//! What the words of the field mean: records, rules, codes, rights, and the bytes that are hashed and sent.
//! Knows no file, network, clock or database.
#![warn(missing_docs)]

pub mod env;
pub mod forms;
pub mod id;

pub mod cell;
pub mod codes;
pub mod identity;
pub mod income;
pub mod remark;
pub mod violation;

pub mod records;
pub mod suggest;

pub mod access;
pub mod place;

pub mod cbor;
pub mod change;
pub mod entry;

pub use cell::{Cells, Value};
pub use change::{About, ChangeSet, Context, Hash, Op, Position};
pub use entry::{Entry, GroupOutcome, Outcome, Verdict};
pub use env::Env;
pub use id::Id;
pub use place::Place;
pub use records::{FieldInfo, Kind, RecordInfo};
pub use violation::Violation;
