//! Operations over replicas in memory: a county of two townships, and a laptop of one village.

mod bodies;
mod centre;
mod generated;
mod permission;
mod photos;
mod rig;
mod roster;
mod screens;
