//! The settings of the server and its connections.

use ipnet::IpNet;

use super::parse::Reader;

#[derive(Clone, Debug)]
pub struct ServerSettings {
    pub bind: String,
    /// The host and port that metrics are shown on, if they are shown.
    pub metrics_bind: Option<String>,
    /// Whether a registry that others reach may do without TLS.
    pub allow_plain_http: bool,
    /// The address that everybody knows the registry by, without a slash at its end. It is the issuer of tokens and of
    /// credentials.
    pub public_url: String,
    /// Whether this is a demonstration, whose credentials nobody checks elsewhere. No setting: `serve --demo` says it.
    pub is_demonstration: bool,
    /// Who issues certificates, by name.
    pub issuer_name: String,
    /// How many threads serve requests; 0 for one per core.
    pub workers: usize,
    pub body_limit_bytes: usize,
    pub body_deadline_seconds: u64,
    /// How long requests in hand may take after a signal to stop, in seconds.
    pub shutdown_seconds: u64,
    /// How many exports may be under way at once.
    pub exports: u32,
    pub trusted_proxies: Vec<IpNet>,
}

impl ServerSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            bind: reader.address("bind"),
            metrics_bind: reader.optional_address("metrics_bind"),
            allow_plain_http: reader.choice("allow_plain_http", [("no", false), ("yes", true)]),
            public_url: reader.public_url("public_url"),
            is_demonstration: false,
            issuer_name: reader.text("issuer_name"),
            workers: reader.number("workers", 0..=1024),
            body_limit_bytes: reader.number("body_limit_bytes", 1024..=104_857_600),
            body_deadline_seconds: reader.number("body_deadline_seconds", 1..=600),
            shutdown_seconds: reader.number("shutdown_seconds", 0..=3600),
            exports: reader.number("exports", 1..=1000),
            trusted_proxies: reader.networks("trusted_proxies"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ConnectionSettings {
    /// How long the head of a request may take to arrive, in seconds.
    pub head_deadline_seconds: u32,
    /// How long a connection may stay open between two requests, in seconds.
    pub keep_alive_seconds: u32,
    /// How long a client may take nothing of its answer, in seconds.
    pub answer_deadline_seconds: u32,
    /// How many there may be; 0 for as many as the limit of open files allows.
    pub most: u32,
    /// How many of them one address may have; 0 for a quarter.
    pub per_address: u32,
}

impl ConnectionSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            head_deadline_seconds: reader.number("head_deadline_seconds", 1..=600),
            keep_alive_seconds: reader.number("keep_alive_seconds", 1..=86_400),
            answer_deadline_seconds: reader.number("answer_deadline_seconds", 1..=3600),
            most: reader.number("connections", 0..=1_000_000),
            per_address: reader.number("connections_per_address", 0..=1_000_000),
        }
    }
}
