//! Every operation a screen can ask for: the one list ([`operations`]), its bodies by topic, and who asks ([`host`]).
//! Knows no window, no socket and no SQL.

pub mod error;
pub mod host;
pub mod operations;

pub mod openapi;
pub mod typescript;

pub mod common;
mod mask;
mod view;

pub mod session;
pub mod shell;

mod heard;
pub mod record;

pub mod history;
pub mod person;
pub mod reveal;
pub mod undo;

pub mod photos;
pub mod print;

pub mod distribution;
pub mod event;
pub mod household;
pub mod income;
pub mod inquiry;
pub mod measure;
pub mod plan;
pub mod problem;
pub mod request;
pub mod stay;
pub mod timeline;
pub mod tour;
pub mod visit;
pub mod wish;
pub mod workbench;

pub mod export;
pub mod import;

pub mod draft;
pub mod settings;

pub mod centre;
pub mod county;

pub use error::{ApiError, Code};
pub use host::{Asker, Host, LaptopHost, Replica, Right, Road};
pub use operations::{OPERATIONS, OperationInfo, dispatch};
