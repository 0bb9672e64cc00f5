//! How webhooks are delivered.

use std::time::Duration;

use ipnet::IpNet;

use super::parse::Reader;

#[derive(Clone, Debug)]
pub struct WebhookSettings {
    pub allowed_networks: Vec<IpNet>,
    /// Ports of public hosts that they may go to.
    pub allowed_ports: Vec<u16>,
    /// Public hosts that they may go to, in small letters, `*.example.org` for all names below one; empty for all.
    pub allowed_hosts: Vec<String>,
    /// How long an attempt may take, from the look-up of the name to the end of the answer.
    pub attempt_deadline: Duration,
    /// How long a delivery belongs to the node that began an attempt: its deadline and a margin.
    pub lease: Duration,
    /// Between attempts.
    pub pauses: Vec<Duration>,
    /// For how many days deliveries that have ended are remembered.
    pub log_days: u32,
}

impl WebhookSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let attempt_seconds: u16 = reader.number("webhook_attempt_seconds", 1..=300);
        let lease_seconds: u16 = reader.number("webhook_lease_seconds", attempt_seconds + 1..=3600);
        Self {
            allowed_networks: reader.networks("webhook_allowed_networks"),
            allowed_ports: reader.numbers("webhook_allowed_ports", &(1..=u16::MAX), "whole numbers"),
            allowed_hosts: reader.hosts("webhook_allowed_hosts"),
            attempt_deadline: Duration::from_secs(attempt_seconds.into()),
            lease: Duration::from_secs(lease_seconds.into()),
            pauses: reader.durations("webhook_retry_seconds", &(0.1..=604_800.0)),
            log_days: reader.number("webhook_log_days", 1..=3650),
        }
    }
}
