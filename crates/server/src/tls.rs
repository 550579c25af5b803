//! Certificate and private key for HTTPS.

use std::path::Path;
use std::sync::Arc;

use heng_base::problem::{Kind, Problem, kinds};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{Error, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::failure::{Failure, Result};

/// What a server needs to speak HTTPS.
#[derive(Debug, Clone)]
pub struct Tls(Arc<ServerConfig>);

impl Tls {
    /// Reads PEM files: the site's certificate with the intermediate ones after it, and its key without a password.
    ///
    /// # Errors
    /// Both files' faults at once, each with its file; `tls.pair` where the two do not belong together.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self> {
        let problem = |kind: &'static Kind, file: &Path, error: String| {
            Problem::new(kind).with("error", error).file(file.display().to_string())
        };
        let chain = chain(certificate).map_err(|error| problem(&kinds::TLS_CERTIFICATE, certificate, error));
        let private = PrivateKeyDer::from_pem_file(key).map_err(|error| problem(&kinds::TLS_KEY, key, said(error)));
        let (chain, private) = match (chain, private) {
            (Ok(chain), Ok(private)) => (chain, private),
            (chain, private) => {
                return Err([chain.err(), private.err()].into_iter().flatten().collect::<Vec<_>>().into());
            }
        };
        let versions = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(Failure::system)?;
        let mut config = versions
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .map_err(|error| problem(&kinds::TLS_PAIR, certificate, error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }

    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        self.0.clone()
    }
}

fn chain(file: &Path) -> std::result::Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(file).map_err(said)?;
    let chain = read.collect::<std::result::Result<Vec<_>, _>>().map_err(said)?;
    if chain.is_empty() { Err(said(Error::NoItemsFound)) } else { Ok(chain) }
}

fn said(error: Error) -> String {
    match error {
        Error::Io(error) => error.to_string(),
        Error::NoItemsFound => "没有要找的内容（nothing of the kind in it）".to_owned(),
        other => other.to_string(),
    }
}
