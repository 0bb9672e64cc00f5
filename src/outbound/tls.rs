//! TLS towards others: the project's cryptographic library, and the certificates that the machine trusts.

use std::sync::Arc;

use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// The TLS of every call. The machine's own certificates are trusted (`SSL_CERT_FILE` and `SSL_CERT_DIR` name others,
/// as they do for OpenSSL), so that an operator with an authority of his own need not tell every program.
///
/// Reading them takes some milliseconds: keep the answer. A machine without any is told so in the log, and every call
/// over TLS then fails.
pub fn tls_config() -> TlsConfig {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        let errors: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
        tracing::warn!(
            errors = errors.join("; "),
            "this machine trusts no certificate authority, so nobody can be called over TLS: install ca-certificates"
        );
    }
    let certificates: Vec<_> = found.certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&certificates))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .build()
}
