//! `serve`: opens the county and listens until told to stop.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use clap::Args;
use terminal::{Exit, Failure};

use super::Run;
use crate::{
    blobs::Blobs,
    config::console_folder,
    data::{DataFolder, Reachable},
    db::ServerDb,
    http::{App, Certificate, EnvHandle, Listening, Options, Parts, Patience},
    wire,
};

/// What is still running when the last connection has ended gets this long.
const LAST_WORK: Duration = Duration::from_millis(800);

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, env = "ZHUCUN_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    /// Certificate chain in PEM
    #[arg(
        long,
        env = "ZHUCUN_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(
        long,
        env = "ZHUCUN_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// Make and keep a certificate of one's own; laptops trust its pin
    #[arg(long, env = "ZHUCUN_TLS_SELF_SIGNED", conflicts_with = "tls_cert")]
    tls_self_signed: bool,
    /// Folder of the console's built files
    #[arg(long, env = "ZHUCUN_CONSOLE", value_name = "DIR")]
    console: Option<PathBuf>,
    /// The address that laptops use
    #[arg(long, env = "ZHUCUN_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Behind a proxy of one's own: believe X-Forwarded-For
    #[arg(long, env = "ZHUCUN_BEHIND_PROXY")]
    behind_proxy: bool,
}

impl Serve {
    pub(super) fn run(self, run: &Run) -> Result<(), Failure> {
        let config = &run.config;
        let folder = run.folder()?;
        let _lock = folder.lock()?;
        let certificate = self.certificate(run, &folder)?;
        let address = self
            .listen
            .or_else(|| config.listen.clone())
            .unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listening = Listening::bind(&address, certificate).map_err(|error| {
            let code = if error.kind() == io::ErrorKind::AddrInUse {
                "address_in_use"
            } else {
                "failed"
            };
            Failure::new(Exit::Failed, code, format!("{address}: {error}"))
                .hint("Choose another --listen ADDR, or port 0")
        })?;

        let db = Arc::new(ServerDb::open(&folder.server_file())?);
        let blobs = Blobs::new(folder.photos());
        let seams = wire::open(&folder, &run.env, &db, &blobs)?;
        let program = std::env::current_exe().ok();
        let options = Options {
            console: console_folder(
                self.console.or_else(|| config.console.clone()),
                program.as_deref(),
            ),
            behind_proxy: self.behind_proxy || config.behind_proxy,
            tls: listening.certificate.is_some(),
            patience: Patience::default(),
            printer: paper::Program::default(),
        };
        let app = Arc::new(App::new(Parts {
            db,
            env: EnvHandle(Arc::clone(&run.env)),
            blobs,
            uploads: folder.uploads(),
            county: folder.county().clone(),
            keys: folder.keys()?,
            seams,
            options,
        }));

        let url = listening.url()?;
        folder.write_reachable(&Reachable {
            server: self
                .public_url
                .or_else(|| config.public_url.clone())
                .unwrap_or_else(|| url.clone()),
            pin: listening
                .certificate
                .as_ref()
                .map(|certificate| certificate.pin.clone()),
        })?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("Start the runtime")?;
        let served = runtime.block_on(async {
            let stop = stopped()?;
            ready(&url)?;
            crate::http::serve(app, listening, stop).await
        });
        runtime.shutdown_timeout(LAST_WORK);
        served.context("Serve").map_err(Failure::from)
    }

    fn certificate(&self, run: &Run, folder: &DataFolder) -> Result<Option<Certificate>, Failure> {
        let config = &run.config;
        let named = self.tls_cert.clone().zip(self.tls_key.clone());
        let of_file = config.tls_cert.clone().zip(config.tls_key.clone());
        if let Some((certificate, key)) =
            named.or_else(|| of_file.filter(|_| !self.tls_self_signed))
        {
            return Ok(Some(Certificate::read(&certificate, &key)?));
        }
        if self.tls_self_signed || config.tls_self_signed {
            let names = vec!["localhost".to_owned(), "zhucun".to_owned()];
            return Ok(Some(Certificate::own(&folder.tls(), names)?));
        }
        Ok(None)
    }
}

/// The one line on stdout: whoever started the server waits for it.
fn ready(url: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "ready {url}")?;
    stdout.flush()
}

/// Done when the process is asked to end.
fn stopped() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) = (
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        );
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            let _ = tokio::signal::ctrl_c().await;
        })
    }
}
