//! The certificate: given by the county, or made here, since laptops trust its pin and no authority.

use std::{fs, io, path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use sha2::{Digest, Sha256};

use crate::data::{create_private_folder, write_private};

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path} holds no certificate in PEM")]
    NoCertificate { path: String },
    #[error("{path} holds no private key in PEM")]
    NoKey { path: String },
    #[error("Certificate and key do not fit")]
    Unfit(#[from] rustls::Error),
    #[error("The certificate cannot be made")]
    Made(#[from] rcgen::Error),
    #[error("The certificate cannot be kept")]
    Io(#[from] io::Error),
}

/// A certificate chain and its key.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub(crate) config: Arc<ServerConfig>,
    /// SHA-256 of the first certificate, in hex.
    pub pin: String,
}

impl Certificate {
    /// Reads two PEM files.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let no_certificate = || TlsError::NoCertificate {
            path: certificate.display().to_string(),
        };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(|_| no_certificate())?;
        let first = chain.first().ok_or_else(no_certificate)?;
        let pin = hex::encode(Sha256::digest(first));
        let key = PrivateKeyDer::from_pem_file(key).map_err(|_| TlsError::NoKey {
            path: key.display().to_string(),
        })?;
        let mut config = ServerConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config: Arc::new(config),
            pin,
        })
    }

    /// The certificate in `folder`, made on the first call.
    pub fn own(folder: &Path, names: Vec<String>) -> Result<Self, TlsError> {
        let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        if !(certificate.is_file() && key.is_file()) {
            create_private_folder(folder)?;
            let made = rcgen::generate_simple_self_signed(names)?;
            for (path, text) in [
                (&key, made.signing_key.serialize_pem()),
                (&certificate, made.cert.pem()),
            ] {
                let _ = fs::remove_file(path);
                write_private(path, text.as_bytes())?;
            }
        }
        Self::read(&certificate, &key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_certificate_is_made_once_and_keeps_its_pin() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let first = Certificate::own(folder.path(), vec!["localhost".into()]).unwrap();
        let second = Certificate::own(folder.path(), vec!["elsewhere".into()]).unwrap();
        assert_eq!(first.pin, second.pin);
        assert_eq!(first.pin.len(), 64);
    }

    #[test]
    fn a_file_without_a_certificate_is_named() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty.pem");
        fs::write(&path, "").unwrap();
        let error = Certificate::read(&path, &path).unwrap_err();
        assert!(
            matches!(&error, TlsError::NoCertificate { path } if path.ends_with("empty.pem")),
            "{error}"
        );
    }
}
