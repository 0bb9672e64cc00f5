//! What every handler works with.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;
use metrics_exporter_prometheus::PrometheusHandle;

use super::computing::Computing;
use super::concurrency::ConcurrencyLimit;
use super::exports::Exports;
use super::guesses::Guesses;
use super::operator::Operator;
use super::problem::ApiError;
use super::queue::Queue;
use super::rate_limit::RateLimits;
use super::readiness::Readiness;
use super::statistics::KeptStatistics;
use super::status_lists::StatusLists;
use super::stopping::Stopping;
use super::token_authority::TokenAuthority;
use super::verifier::Verifier;
use crate::auth::permission::Caller;
use crate::config::{BatchSettings, Settings, WebhookSettings};
use crate::error::{Code, Error};
use crate::intake::WakeUp;
use crate::messages::Language;
use crate::outbound::DestinationRules;
use crate::registry::issuer_keys::Signatory;
use crate::registry::persons::sessions::SessionLimits;
use crate::registry::{Registry, Work};
use crate::trust::issuer::Issuer;
use crate::trust::passkeys::RelyingParty;
use crate::trust::sealing::SealingKey;

/// Result files that may arrive at once, each into a temporary file, and how many of them may be one body's.
const ARRIVING_FILES: (usize, usize) = (32, 4);

/// Result files that may be read and stored at once, piece by piece, once they have arrived; and of one body.
const UPLOADS: (usize, usize) = (4, 2);

/// Files that may be checked at once: each is in memory; and from one address.
const FILE_CHECKS: (usize, usize) = (16, 8);

/// How much of a body is taken into memory at a time, in bytes. The first piece of each costs nothing; for what is beyond
/// there is so much memory and no more.
pub(super) const PIECE: usize = 64 * 1024;

/// Memory for bodies that arrive, in pieces (256 MiB in all), and how much of it is for one address.
const ARRIVING_BODIES: (usize, usize) = ((256 << 20) / PIECE, (64 << 20) / PIECE);

/// Reports that may be written at once: each has a thread; and for one body.
const REPORTS: (usize, usize) = (8, 4);

/// Streams of progress at once: each asks the database now and then; and for one body.
const STREAMS: (usize, usize) = (32, 16);

pub fn destination_rules(settings: &WebhookSettings) -> DestinationRules {
    let WebhookSettings { allowed_networks, allowed_ports, allowed_hosts, .. } = settings;
    DestinationRules::new(allowed_networks.clone(), allowed_ports.clone(), allowed_hosts.clone())
}

/// A leaflet, with the language that it is in: that which was wanted, or English for want of a font.
pub type Drawn = (Arc<Vec<u8>>, Language);

pub struct State {
    pub registry: Arc<Registry>,
    pub queue: Queue,
    pub exports: Exports,
    pub(super) verifier: Verifier,
    pub(super) guesses: Guesses,
    pub tokens: TokenAuthority,
    /// What seals the secrets that are kept.
    pub sealing_key: Arc<SealingKey>,
    pub signatory: Arc<Signatory>,
    /// The status lists that were signed last.
    pub status_lists: StatusLists,
    pub statistics: KeptStatistics,
    pub operator: Arc<Operator>,
    /// Those that were drawn, by the code of the qualification (none: of the scheme) and the language that was wanted.
    pub leaflets: Mutex<HashMap<(Option<String>, Language), Drawn>>,
    pub limits: RateLimits,
    /// Where the service is reached, without a slash at the end.
    pub public_url: String,
    pub webhooks_go: DestinationRules,
    pub metrics: PrometheusHandle,
    /// For how long the answer to a request with an idempotency key is kept.
    pub answers_kept_for: Duration,
    pub batches: BatchSettings,
    /// When the sessions of persons end.
    pub session_limits: SessionLimits,
    /// Whom browsers make passkeys for; `None` where the public URL names no host that they could.
    pub relying_party: Option<RelyingParty>,
    pub intake: Arc<WakeUp>,
    pub computing: Computing,
    pub arriving_bodies: ConcurrencyLimit,
    pub arriving_files: ConcurrencyLimit,
    /// The places for result files that have arrived and are being read and stored.
    pub uploads: ConcurrencyLimit,
    /// The places for files that have arrived and are being checked.
    pub file_checks: ConcurrencyLimit,
    pub reports: ConcurrencyLimit,
    pub streams: ConcurrencyLimit,
    pub readiness: Readiness,
    pub stopping: Stopping,
    in_flight: Mutex<HashSet<(String, String)>>,
}

impl State {
    /// Fails when the signing keys cannot be read or made, or a text of the operator's cannot be read.
    pub fn new(
        settings: &Settings,
        registry: Arc<Registry>,
        sealing_key: Arc<SealingKey>,
        metrics: PrometheusHandle,
        intake: Arc<WakeUp>,
    ) -> Result<Self, Error> {
        let issuer = Issuer::new(&settings.server.public_url, &settings.server.issuer_name);
        let signatory = Signatory::new(issuer, sealing_key.clone());
        let signatory = if settings.server.is_demonstration { signatory.for_demonstration() } else { signatory };
        let most_waiting = usize::try_from(settings.database.queue).unwrap_or(usize::MAX).max(1);
        let queue = Queue::new(registry.clone(), &settings.database);
        let signatory = Arc::new(signatory);
        Ok(Self {
            exports: Exports::new(settings.server.exports),
            verifier: Verifier::new(&queue, most_waiting),
            guesses: Guesses::default(),
            tokens: TokenAuthority::new(queue.clone(), sealing_key.clone(), settings)?,
            status_lists: StatusLists::new(queue.clone(), signatory.clone()),
            signatory,
            statistics: KeptStatistics::new(queue.clone()),
            queue,
            operator: Arc::new(Operator::load(settings)?),
            leaflets: Mutex::default(),
            sealing_key,
            limits: RateLimits::new(&settings.limits, settings.server.trusted_proxies.clone()),
            public_url: settings.server.public_url.clone(),
            webhooks_go: destination_rules(&settings.webhooks),
            answers_kept_for: Duration::hours(i64::from(settings.idempotency_hours)),
            batches: settings.batches,
            session_limits: SessionLimits {
                idle: Duration::minutes(i64::from(settings.sessions.idle_minutes)),
                longest: Duration::hours(i64::from(settings.sessions.hours)),
            },
            relying_party: RelyingParty::new(&settings.server.public_url, &settings.operator.site_name),
            intake,
            readiness: Readiness::default(),
            computing: Computing::on_this_machine(),
            arriving_bodies: ConcurrencyLimit::new(ARRIVING_BODIES.0, ARRIVING_BODIES.1, "pieces of bodies"),
            arriving_files: ConcurrencyLimit::new(ARRIVING_FILES.0, ARRIVING_FILES.1, "result files that arrive"),
            uploads: ConcurrencyLimit::new(UPLOADS.0, UPLOADS.1, "result files"),
            file_checks: ConcurrencyLimit::new(FILE_CHECKS.0, FILE_CHECKS.1, "files to check"),
            reports: ConcurrencyLimit::new(REPORTS.0, REPORTS.1, "reports"),
            streams: ConcurrencyLimit::new(STREAMS.0, STREAMS.1, "streams of progress"),
            stopping: Stopping::default(),
            in_flight: Mutex::default(),
            registry,
            metrics,
        })
    }

    /// Runs a use case that reads, for a caller or for anybody.
    pub async fn read<T: Send + 'static>(
        &self,
        caller: Option<Caller>,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, ApiError> {
        Ok(self.queue.run(move |registry| registry.read(caller, case)).await?)
    }

    pub async fn write<T: Send + 'static>(
        &self,
        caller: Caller,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, ApiError> {
        Ok(self.queue.write(move |registry| registry.write(caller, case)).await?)
    }

    /// Marks a client's idempotency key as being in use on this node: [`Code::IdempotencyKeyInUse`] while another request
    /// with it is carried out. Another node waits for the constraint in the database instead, and then gives the first
    /// answer.
    pub fn occupy(self: &Arc<Self>, client: &str, key: &str) -> Result<Occupied, ApiError> {
        let occupied = (client.to_owned(), key.to_owned());
        if !self.in_flight().insert(occupied.clone()) {
            let detail = "a request with this idempotency key is being carried out; wait for its answer";
            return Err(ApiError::refused(Code::IdempotencyKeyInUse, detail));
        }
        Ok(Occupied { state: self.clone(), key: occupied })
    }

    fn in_flight(&self) -> std::sync::MutexGuard<'_, HashSet<(String, String)>> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An idempotency key in use, until it is dropped.
pub struct Occupied {
    state: Arc<State>,
    key: (String, String),
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.state.in_flight().remove(&self.key);
    }
}
