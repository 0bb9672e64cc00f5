//! How others are called: over which TLS.

mod tls;

pub use tls::tls_config;
