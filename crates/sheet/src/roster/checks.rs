//! The data-quality rules of the field (reference §9) that these layouts can be asked. They list, they never reject.

mod household;
mod person;

pub(super) use household::{file, households};
pub(super) use person::person;
