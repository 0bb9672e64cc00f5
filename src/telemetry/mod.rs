//! What the program tells of itself while it runs: the log on standard error, and metrics for Prometheus.

mod sink;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, IsTerminal};
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::SubscriberBuilder;

pub use sink::finish_log;

use crate::config::{LogFormat, LogSettings};
use crate::supervision::supervise;
use sink::Sink;

/// The upper bounds of the duration buckets, in seconds: fine where a good answer lies (a verification takes well under
/// a millisecond), coarse where something is wrong anyway.
const DURATION_BUCKETS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// How often the recorder tidies up; without that its histograms grow until somebody asks for them.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// What libraries say of bytes that are no HTTP, and of answers that are no passkey: that is a stranger's mistake, and none of
/// ours. A filter that names these targets itself is heeded.
const STRANGERS_MISTAKES: &str = "actix_http::h1=off,webauthn_rs_core=off";

/// Why logging or metrics could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    #[error("the log filter `{filter}` cannot be read: {reason}")]
    Filter { filter: String, reason: String },
    /// Something of the kind is installed in this process already.
    #[error("{0}")]
    Installed(String),
}

/// Starts the log of a command: for people on a terminal, one JSON object a line elsewhere, unless the settings say
/// which.
pub fn install_logging(settings: &LogSettings) -> Result<(), TelemetryError> {
    install(settings, Sink::Direct)
}

/// Starts the log of a server, which never waits for it, and writes there what a panic says.
pub fn install_server_logging(settings: &LogSettings) -> Result<(), TelemetryError> {
    let sink = Sink::thread().map_err(|error| TelemetryError::Installed(format!("no thread for the log: {error}")))?;
    install(settings, sink)?;
    std::panic::set_hook(Box::new(|panic| {
        let trace = Backtrace::capture();
        let backtrace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
        tracing::error!(backtrace, "a thread panicked: {panic}");
    }));
    Ok(())
}

fn install(settings: &LogSettings, sink: Sink) -> Result<(), TelemetryError> {
    let filter = EnvFilter::builder()
        .parse(format!("{STRANGERS_MISTAKES},{}", settings.filter))
        .map_err(|error| TelemetryError::Filter { filter: settings.filter.clone(), reason: error.to_string() })?;
    // Told of an error the subscriber would print it, which panics where standard error takes nothing.
    let builder = SubscriberBuilder::default().with_env_filter(filter).log_internal_errors(false).with_writer(sink);
    let installed = if is_human(settings.format, io::stderr().is_terminal()) {
        builder.with_ansi(wants_colour(io::stderr().is_terminal())).with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
    };
    installed.map_err(|error| TelemetryError::Installed(error.to_string()))
}

fn is_human(format: LogFormat, is_terminal: bool) -> bool {
    match format {
        LogFormat::Human => true,
        LogFormat::Json => false,
        LogFormat::Auto => is_terminal,
    }
}

/// Whether a stream should be coloured: on a terminal, unless `NO_COLOR` asks for none (<https://no-color.org>).
pub fn wants_colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Starts collecting metrics; the handle renders them.
pub fn install_metrics() -> Result<PrometheusHandle, TelemetryError> {
    let installed = |error: metrics_exporter_prometheus::BuildError| TelemetryError::Installed(error.to_string());
    let builder = PrometheusBuilder::new().set_buckets(&DURATION_BUCKETS).map_err(installed)?;
    let handle = builder.install_recorder().map_err(installed)?;
    let upkeep = handle.clone();
    metrics::describe_counter!("log_lines_lost_total", "Lines of the log that could not be written.");
    let tidy_up = move || {
        loop {
            std::thread::sleep(UPKEEP_INTERVAL);
            upkeep.run_upkeep();
        }
    };
    let thread = supervise("metrics", || false, tidy_up);
    thread.map_err(|error| TelemetryError::Installed(format!("the metrics thread cannot be started: {error}")))?;
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_for_people() {
        assert!(is_human(LogFormat::Auto, true) && !is_human(LogFormat::Auto, false));
        assert!(is_human(LogFormat::Human, false) && !is_human(LogFormat::Json, true));
        assert!(!wants_colour(false));
    }

    #[test]
    fn buckets_ascend() {
        assert!(DURATION_BUCKETS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
