//! Listening: plain or TLS 1.3, with time limits on headers, and an end within seconds of being asked.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};

use super::{App, Certificate, Service, gate::Gate, router};

/// How long the other side may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, and for the TLS handshake. Neither axum nor axum-server sets a timer, and without
    /// one hyper's own limit is void.
    pub head: Duration,
    /// For the next bytes of a body.
    pub silence: Duration,
    /// For a client that takes nothing of its answer.
    pub stalled: Duration,
    /// For one's turn when the county is busy.
    pub turn: Duration,
    /// For requests in flight when the server is asked to end; idle connections are closed at once.
    pub grace: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            stalled: Duration::from_secs(30),
            turn: Duration::from_secs(8),
            grace: Duration::from_secs(20),
        }
    }
}

/// A bound socket.
#[derive(Debug)]
pub struct Listening {
    pub listener: TcpListener,
    pub certificate: Option<Certificate>,
}

impl Listening {
    pub fn bind(address: &str, certificate: Option<Certificate>) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            certificate,
        })
    }

    /// Where it can be asked.
    pub fn url(&self) -> io::Result<String> {
        let scheme = if self.certificate.is_some() {
            "https"
        } else {
            "http"
        };
        Ok(format!("{scheme}://{}", self.listener.local_addr()?))
    }
}

/// Serves until `stop` is done, then lets requests in flight end.
pub async fn serve(
    app: Arc<App>,
    listening: Listening,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let handle: Handle<SocketAddr> = Handle::new();
    let stopping = handle.clone();
    let patience = app.options.patience;
    tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(patience.grace));
    });
    let service: Service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    match listening.certificate {
        None => {
            let mut server = axum_server::from_tcp(listening.listener)?
                .acceptor(Gate::new(patience.stalled))
                .handle(handle)
                .http1_only();
            limit(server.http_builder(), patience);
            server.serve(service).await
        }
        Some(certificate) => {
            let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(certificate.config))
                .handshake_timeout(patience.head)
                .acceptor(Gate::new(patience.stalled));
            let mut server = axum_server::from_tcp(listening.listener)?
                .acceptor(acceptor)
                .handle(handle)
                .http1_only();
            limit(server.http_builder(), patience);
            server.serve(service).await
        }
    }
}

fn limit(builder: &mut Builder<TokioExecutor>, patience: Patience) {
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);
}
