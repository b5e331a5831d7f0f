//! Laptop and county, each whole, without a network between them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod backup;
mod older;
mod photos;
mod refused;
mod restored;
mod world;
