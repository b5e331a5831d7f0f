//! The county: accounts and laptops, the HTTP face, files, and the log and replica behind them.
//! The only crate that knows axum.

pub mod config;
pub mod data;
pub mod db;
pub mod divisions;

pub mod accounts;
pub mod attempts;
pub mod blobs;
pub mod devices;
pub mod secret;

pub mod demo;
pub mod exchange;
mod failure;
pub mod host;
pub mod photos;
pub mod registry;
pub mod replica;
pub mod seams;
pub mod sizes;
pub mod wire;

pub mod http;

pub mod commands;
mod locale;
