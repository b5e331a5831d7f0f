//! `zhucun-server`: the county.

use std::{process::ExitCode, sync::Arc};

use store::system::SystemEnv;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    // Before anything builds a TLS configuration, or rustls does not know which provider to take.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let filter = EnvFilter::try_from_env("ZHUCUN_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let variable = |name: &str| std::env::var(name).ok();
    ExitCode::from(server::commands::run(
        std::env::args_os().collect(),
        variable,
        Arc::new(SystemEnv::default()),
    ))
}
