//! Operations over replicas in memory: a county of two townships, and a laptop of one village.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by stopping"
)]

mod across;
mod apart;
mod between;
mod bodies;
mod centre;
mod family;
mod generated;
mod heard;
mod import;
mod measures;
mod namesakes;
mod permission;
mod photos;
mod print;
mod problem;
mod removed;
mod rig;
mod roster;
mod screens;
mod settings;
