//! The road by HTTP: the laptop's client, with the county's certificate pinned when it is served by TLS.

use std::{sync::Arc, time::Duration};

use domain::cbor::Cbor;
use reqwest::{
    StatusCode,
    blocking::{Client as Http, RequestBuilder, Response},
    header::HeaderMap,
};
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::photos::Preview;

use crate::protocol::{OlderAsk, Protocol, ProtocolError, StateAsk};

/// Longest answer: a page is one block, and blocks are bounded.
const ANSWER_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Waits for a locked upload.
const LOCKED_WAIT: Duration = Duration::from_millis(200);
const LOCKED_TRIES: usize = 25;

/// What enrolment asks.
#[derive(Debug, Clone, Serialize)]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// Ed25519, hexadecimal.
    pub device_public_key: String,
    /// Name of the machine, for the county's list.
    pub machine: String,
    /// Name and version of the program.
    pub app: String,
}

/// What enrolment gives.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrolled {
    /// Id of the device.
    pub device: String,
    /// Its token, secret.
    pub token: String,
    /// Id of the person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Name of the account.
    pub account: String,
    /// Role.
    pub role: String,
    /// Division code of the area.
    pub area: String,
    /// Code of the county.
    pub county: String,
    /// Ed25519 of the county, hexadecimal.
    pub county_public_key: String,
    /// The county's key for deterministic ids, hexadecimal.
    pub id_key: String,
    /// The grant that sets are written under.
    #[serde(default)]
    pub grant: String,
    /// Version of the scope.
    #[serde(default)]
    pub scope_version: u64,
    /// Rows that its first sync will bring, as far as the county knows.
    #[serde(default)]
    pub rows: u64,
}

#[derive(Deserialize)]
struct Refusal {
    code: String,
    #[serde(default)]
    detail: String,
}

/// A client of one county server.
#[derive(Debug)]
pub struct Client {
    http: Http,
    server: String,
    token: Option<String>,
}

impl Client {
    /// For `server`, such as `https://10.0.0.5:8443`; `pin` is the SHA-256 of its certificate.
    pub fn new(
        server: &str,
        token: Option<String>,
        pin: Option<[u8; 32]>,
        timeout: Duration,
    ) -> Result<Self, ProtocolError> {
        let builder = Http::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(15)))
            .no_proxy();
        let builder = match pin {
            Some(pin) => builder.tls_backend_preconfigured(pinned(pin)?),
            None => builder.tls_backend_preconfigured(unpinned()?),
        };
        let http = builder.build().map_err(cut)?;
        Ok(Self {
            http,
            server: server.trim_end_matches('/').to_owned(),
            token,
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server)
    }

    fn send(&self, request: RequestBuilder) -> Result<Response, ProtocolError> {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().map_err(cut)?;
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(refused(response))
        }
    }
}

fn body(response: Response) -> Result<Vec<u8>, ProtocolError> {
    use std::io::Read;
    let stated = response.content_length();
    let mut bytes = Vec::new();
    response
        .take(ANSWER_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|error| ProtocolError::Cut(error.to_string()))?;
    if stated.is_some_and(|stated| stated != bytes.len() as u64) {
        return Err(ProtocolError::Cut("short answer".to_owned()));
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn cut(error: reqwest::Error) -> ProtocolError {
    use std::error::Error;
    let mut detail = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        detail = format!("{detail}: {cause}");
        source = cause.source();
    }
    ProtocolError::Cut(detail)
}

fn refused(response: Response) -> ProtocolError {
    let status = response.status();
    let wait = response
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let refusal = body(response)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Refusal>(&bytes).ok());
    let (code, detail) = refusal.map_or_else(
        || (status.as_u16().to_string(), String::new()),
        |refusal| (refusal.code, refusal.detail),
    );
    match (status, code.as_str()) {
        (_, "position_unknown") => ProtocolError::PositionUnknown,
        (_, "device_revoked") => ProtocolError::Revoked,
        (_, "upgrade_needed") => ProtocolError::UpgradeNeeded,
        (
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS,
            "retry_later" | "too_many_attempts" | "503" | "429",
        ) => ProtocolError::RetryLater(wait.unwrap_or(5)),
        (StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT, _) => {
            ProtocolError::Cut(status.to_string())
        }
        _ => ProtocolError::Refused { code, detail },
    }
}

/// Enrols by a one-time code.
pub fn enrol(client: &Client, request: &EnrolRequest) -> Result<Enrolled, ProtocolError> {
    let sending = client
        .http
        .post(client.url("/sync/v1/enrol"))
        .json_body(request)?;
    let bytes = body(client.send(sending)?)?;
    serde_json::from_slice(&bytes).map_err(|error| ProtocolError::Cut(error.to_string()))
}

trait JsonBody: Sized {
    fn json_body<T: Serialize>(self, value: &T) -> Result<Self, ProtocolError>;
}

impl JsonBody for RequestBuilder {
    fn json_body<T: Serialize>(self, value: &T) -> Result<Self, ProtocolError> {
        let bytes =
            serde_json::to_vec(value).map_err(|error| ProtocolError::Cut(error.to_string()))?;
        Ok(self.header("content-type", "application/json").body(bytes))
    }
}

fn offset(headers: &HeaderMap) -> Result<u64, ProtocolError> {
    headers
        .get("upload-offset")
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| ProtocolError::Cut("no upload offset".to_owned()))
}

impl Client {
    fn post(&self, path: &str, request: Vec<u8>) -> Result<Vec<u8>, ProtocolError> {
        let sending = self
            .http
            .post(self.url(path))
            .header("content-type", "application/cbor")
            .body(request);
        body(self.send(sending)?)
    }
}

impl Protocol for Client {
    fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, ProtocolError> {
        self.post("/sync/v1/exchange", request.to_vec())
    }

    fn older(&mut self, ask: &OlderAsk) -> Result<Vec<u8>, ProtocolError> {
        self.post("/sync/v1/older", ask.to_cbor())
    }

    fn state(&mut self, ask: &StateAsk) -> Result<Vec<u8>, ProtocolError> {
        let path = format!("/sync/v1/state?{}", ask.query());
        body(self.send(self.http.get(self.url(&path)))?)
    }

    fn file_begin(&mut self, sha256: &[u8; 32], size: u64) -> Result<(String, u64), ProtocolError> {
        let name = hex::encode(sha256);
        let metadata = format!("sha256 {}", base64(name.as_bytes()));
        let sending = self
            .http
            .post(self.url("/sync/v1/files"))
            .header("tus-resumable", "1.0.0")
            .header("upload-length", size)
            .header("upload-metadata", metadata);
        let response = self.send(sending)?;
        let location = response
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
            .ok_or_else(|| ProtocolError::Cut("no location".to_owned()))?;
        let location = if location.starts_with('/') {
            self.url(&location)
        } else {
            location
        };
        let response = self.send(self.http.head(&location).header("tus-resumable", "1.0.0"))?;
        Ok((location, offset(response.headers())?))
    }

    fn file_chunk(&mut self, upload: &str, at: u64, bytes: &[u8]) -> Result<u64, ProtocolError> {
        for _ in 0..LOCKED_TRIES {
            let sending = self
                .http
                .patch(upload)
                .header("tus-resumable", "1.0.0")
                .header("content-type", "application/offset+octet-stream")
                .header("upload-offset", at)
                .body(bytes.to_vec());
            match self.send(sending) {
                Ok(response) => return offset(response.headers()),
                Err(ProtocolError::Refused { code, .. }) if code == "locked" => {
                    std::thread::sleep(LOCKED_WAIT);
                }
                Err(error) => return Err(error),
            }
        }
        Err(ProtocolError::RetryLater(5))
    }

    fn file_get(&mut self, sha256: &[u8; 32], size: Preview) -> Result<Vec<u8>, ProtocolError> {
        let size = match size {
            Preview::Thumb => "thumb",
            Preview::Middle => "middle",
            Preview::Original => "original",
        };
        let path = format!("/sync/v1/files/{}?size={size}", hex::encode(sha256));
        body(self.send(self.http.get(self.url(&path)))?)
    }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk
            .iter()
            .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for at in 0..4 {
            if at <= chunk.len() {
                text.push(char::from(
                    ALPHABET[(number >> (18 - 6 * at)) as usize & 63],
                ));
            } else {
                text.push('=');
            }
        }
    }
    text
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn config() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, ProtocolError> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| ProtocolError::Cut(error.to_string()))
}

/// Only the certificate that enrolment named: a county network has no public authority.
fn pinned(pin: [u8; 32]) -> Result<ClientConfig, ProtocolError> {
    Ok(config()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { pin }))
        .with_no_client_auth())
}

/// Without a pin no certificate is trusted: plain HTTP behind a county's own proxy, or nothing.
fn unpinned() -> Result<ClientConfig, ProtocolError> {
    Ok(config()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}

#[derive(Debug)]
struct Pinned {
    pin: [u8; 32],
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if Sha256::digest(end_entity.as_ref()).as_slice() == self.pin {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::Error::General(
                "the certificate is not the county's".to_owned(),
            ))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &provider().signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &provider().signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_a_cut() {
        let mut client =
            Client::new("http://127.0.0.1:9", None, None, Duration::from_secs(1)).unwrap();
        assert!(matches!(client.exchange(b"x"), Err(ProtocolError::Cut(_))));
    }
}
