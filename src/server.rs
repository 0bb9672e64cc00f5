//! The HTTP server: what both faces stand on, and the two faces.

use std::future::{Future, poll_fn};
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::rt::signal::unix::SignalKind;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::api::{dumps, health, openapi};
use crate::config::Settings;
use crate::error::Error;
use crate::http::dictionary::Dictionary;
use crate::http::extract::{ServerLimits, path_configuration};
use crate::http::middleware::{catch_panic, cors, etag, head, long_heads, observe, security_headers};
use crate::http::state::State;
use crate::http::stopping::Signals;
use crate::http::{authentication, connections, fallback, security_log};
use crate::intake::Intake;
use crate::registry::Registry;
use crate::trust::sealing::SealingKey;
use crate::web;
use crate::webhooks::Dispatcher;

/// How often expired records are purged.
const BETWEEN_CLEANINGS: Duration = Duration::from_hours(1);

/// How often it is tried to replace what has become untrue, where that could not be done at the start, and how often it is
/// looked whether a day has begun.
const BETWEEN_LOOKS: Duration = Duration::from_mins(1);

/// How often it is looked whether candidates are to be compared.
const BETWEEN_COMPARISONS_OF_CANDIDATES: Duration = Duration::from_secs(5);

/// How often in a row comparing gives way to whoever writes.
const MOST_GIVEN_WAY: u32 = 12;

/// How often the clocks are compared.
const BETWEEN_COMPARISONS: Duration = Duration::from_mins(5);

/// How long after the start expired records are purged for the first time.
const BEFORE_CLEANING: Duration = Duration::from_secs(1);

/// By how much they may differ without a word.
const LARGEST_SKEW: chrono::TimeDelta = chrono::TimeDelta::seconds(2);

/// Everything that the server needs.
pub struct Server {
    pub settings: Settings,
    pub registry: Arc<Registry>,
    /// What opens the signing keys.
    pub sealing_key: Arc<SealingKey>,
    pub metrics: PrometheusHandle,
    /// Where they are shown, if they are.
    pub metrics_listener: Option<TcpListener>,
    /// Whether what has become untrue with the settings or the scheme was replaced before this start.
    pub is_settled: bool,
}

impl Server {
    /// Serves on `listener` until it is told to stop (SIGTERM, SIGHUP), and finishes what is in flight. Calls `ready`
    /// once it accepts connections.
    pub fn run(self, listener: TcpListener, ready: impl FnOnce(SocketAddr)) -> Result<(), Error> {
        let internal = |error: std::io::Error| Error::Internal(error.to_string());
        let address = listener.local_addr().map_err(internal)?;
        let intake = Intake::start(self.registry.clone(), self.settings.batches.lease_seconds)?;
        let (settings, wake_up) = (&self.settings, intake.wake_up());
        let state = Arc::new(State::new(settings, self.registry, self.sealing_key, self.metrics, wake_up)?);
        observe::describe_metrics();
        security_log::describe_metrics();
        let served = actix_web::rt::System::new().block_on(async move {
            let mut server = start(&self.settings, state.clone(), listener).map_err(internal)?;
            if let Some(listener) = self.metrics_listener {
                actix_web::rt::spawn(show_metrics(state.clone(), listener).map_err(internal)?);
            }
            let dispatcher =
                Dispatcher::start(state.registry.clone(), state.sealing_key.clone(), &self.settings.webhooks)?;
            let webhooks_kept_for = chrono::Duration::days(i64::from(self.settings.webhooks.log_days));
            actix_web::rt::spawn(clean(state.clone(), webhooks_kept_for));
            if !self.is_settled {
                actix_web::rt::spawn(settle(state.clone()));
            }
            actix_web::rt::spawn(compare_clocks(state.clone()));
            actix_web::rt::spawn(turn_calendar(state.clone()));
            actix_web::rt::spawn(compare_candidates(state.clone()));
            actix_web::rt::spawn(make_dumps(state.clone()));
            survive_the_limit_of_file_sizes();
            let (signals, handle) = (Signals::listen().map_err(internal)?, server.handle());
            actix_web::rt::spawn(async move {
                signals.received().await;
                tracing::info!("stopping: what is in hand is finished");
                state.stopping.begin();
                // actix knows of SIGTERM by itself, and of no other signal that asks for an orderly end.
                handle.stop(true).await;
            });
            // The first look at it starts the workers and takes the signals over: who is told that it is ready may
            // tell it to stop.
            let begun = poll_fn(|context| Poll::Ready(Pin::new(&mut server).poll(context))).await;
            if let Poll::Ready(ended) = begun {
                return ended.map_err(internal);
            }
            ready(address);
            let ended = server.await.map_err(internal);
            dispatcher.stop(Duration::from_secs(self.settings.server.shutdown_seconds));
            ended
        });
        // Said here: the rows in hand are finished once nobody can ask for more.
        drop(intake);
        served
    }
}

fn start(settings: &Settings, state: Arc<State>, listener: TcpListener) -> std::io::Result<actix_web::dev::Server> {
    let limits = ServerLimits {
        body_bytes: settings.server.body_limit_bytes,
        body_deadline: Duration::from_secs(settings.server.body_deadline_seconds),
    };
    connections::serve(settings, listener, move || {
        App::new()
            .app_data(Data::from(state.clone()))
            .app_data(Data::new(limits))
            .app_data(path_configuration())
            .app_data(Data::new(dumps::dictionary as Dictionary))
            .wrap(from_fn(authentication::authenticate))
            .wrap(from_fn(long_heads::refuse_long_heads))
            .wrap(from_fn(catch_panic::catch_panic))
            .wrap(from_fn(web::errors_as_pages))
            .wrap(from_fn(head::head))
            .wrap(from_fn(etag::etag))
            .wrap(Compress::default())
            .wrap(from_fn(etag::of_coding))
            .wrap(from_fn(cors::cors))
            .wrap(from_fn(security_headers::security_headers))
            .wrap(from_fn(observe::observe))
            // Once more, around everything: a panic out here too is answered.
            .wrap(from_fn(catch_panic::catch_panic))
            .wrap(from_fn(connections::hold))
            .configure(web::configure)
            .configure(openapi::configure)
            .default_service(fallback::fallback(|| [openapi::routes(), web::paths()].concat()))
    })
}

/// Shows the metrics on an address of their own: they are for the operator, and the public has no way there.
fn show_metrics(state: Arc<State>, listener: TcpListener) -> std::io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::from(state.clone()))
            .wrap(from_fn(security_headers::security_headers))
            .route("/metrics", actix_web::web::get().to(health::metrics))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// A write beyond the limit of file sizes fails like one on a full disk, where the signal that comes with it is handled;
/// else it would end the process.
fn survive_the_limit_of_file_sizes() {
    let signal = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    if let Err(error) = actix_web::rt::signal::unix::signal(signal) {
        tracing::warn!(%error, "a file that reaches the limit of file sizes will end the server");
    }
}

/// Compares, now and then, the clock of the database's machine with ours.
async fn compare_clocks(state: Arc<State>) {
    metrics::describe_gauge!(
        "database_clock_skew_seconds",
        metrics::Unit::Seconds,
        "By how much the database's clock is ahead of this node's."
    );
    loop {
        // Past the queue, in which the question would take somebody's place.
        let registry = state.registry.clone();
        let asked = actix_web::web::block(move || registry.clock_skew()).await;
        match asked.unwrap_or_else(|_| Err(Error::Internal("the question panicked".to_owned()))) {
            Ok(Some(skew)) => {
                let seconds = skew.as_seconds_f64();
                metrics::gauge!("database_clock_skew_seconds").set(seconds);
                if skew.abs() > LARGEST_SKEW {
                    tracing::warn!(
                        seconds,
                        "the database's clock and this machine's differ: set both by NTP, as days, tokens and leases depend \
                         on them"
                    );
                }
            }
            // On the same machine there is one clock.
            Ok(None) => return,
            Err(error) => tracing::debug!(%error, "the clocks could not be compared"),
        }
        tokio::time::sleep(BETWEEN_COMPARISONS).await;
    }
}

/// Purges expired answers, webhooks, result files, guesses and sessions, now and then.
async fn clean(state: Arc<State>, webhooks_kept_for: chrono::Duration) {
    // Not at once: a server that starts has better things to ask the database.
    tokio::time::sleep(BEFORE_CLEANING).await;
    loop {
        let answers_kept_for = state.answers_kept_for;
        let files_kept_for = chrono::Duration::days(i64::from(state.batches.file_days));
        let stopping = state.clone();
        // All in one turn: nobody is to stand between them in the queue. What fails hinders none of the others.
        // Each may wait for another process for a while, which a server that stops does not.
        let cleaned = state.queue.run(move |registry| {
            let all: [&dyn Fn() -> Result<usize, Error>; 5] = [
                &|| registry.purge_answers(answers_kept_for),
                &|| registry.forget_files(files_kept_for),
                &|| registry.purge_guesses(),
                &|| registry.purge_sessions(),
                &|| registry.purge_webhooks(webhooks_kept_for),
            ];
            let begun = all.iter().take_while(|_| !stopping.stopping.has_begun());
            begun.map(|purge| purge()).fold(Ok(0), Result::and)
        });
        if let Err(error) = cleaned.await {
            tracing::warn!(%error, "expired records could not be purged");
        }
        tokio::time::sleep(BETWEEN_CLEANINGS).await;
    }
}

/// Records what days bring by themselves, as they come.
async fn turn_calendar(state: Arc<State>) {
    loop {
        match state.queue.run(Registry::turn_calendar).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "what the day brings is recorded later"),
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Compares candidates who were written with others, a few at a time: whoever verifies or registers goes in between, and a file that
/// is being taken in goes first, for a minute.
async fn compare_candidates(state: Arc<State>) {
    let (mut is_more, mut gave_way) = (false, 0);
    loop {
        let gives_way = is_more && gave_way < MOST_GIVEN_WAY && state.registry.is_writing();
        if !is_more || gives_way {
            tokio::time::sleep(BETWEEN_COMPARISONS_OF_CANDIDATES).await;
            gave_way = if gives_way { gave_way + 1 } else { 0 };
        }
        if gives_way {
            continue;
        }
        is_more = state.queue.run(Registry::compare_candidates).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "candidates are compared later");
            false
        });
    }
}

/// Makes the dump of each day, as it begins. Not at once: a server that starts has better things to do.
async fn make_dumps(state: Arc<State>) {
    loop {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        let (registry, signatory) = (state.registry.clone(), state.signatory.clone());
        let licence = state.operator.open_data_licence.clone();
        // Past the queue, in which it would take somebody's place for as long as it lasts.
        let made = actix_web::web::block(move || dumps::make(&registry, &signatory, licence.as_deref(), false)).await;
        if let Err(error) = made.unwrap_or_else(|_| Err(Error::Internal("the maker panicked".to_owned()))) {
            tracing::warn!(%error, "the dump of the day is made later");
        }
    }
}

/// Replaces what has become untrue with the settings or the scheme, as soon as the database can be written. Once: nodes
/// that differ would replace one another's credentials for ever.
async fn settle(state: Arc<State>) {
    loop {
        let issuer = state.signatory.issuer().clone();
        match state.queue.run(move |registry| registry.settle(issuer.url(), issuer.name())).await {
            Ok(_) => return,
            Err(error) => tracing::debug!(%error, "whether credentials have become untrue is looked at later"),
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}
