//! Every request leaves a trace: an id, one line in the log, and three metrics. None of them repeats what may be
//! personal: not the query, not the body, of the requested address only the template, and of the sender's the network.

use std::time::{Duration, Instant};

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderValue;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing::Instrument;

use super::with_headers;
use crate::http::request_id::{self, RequestFacts};
use crate::http::state::State;

/// The target of the access log's lines, to filter them by.
pub const TARGET: &str = "touchstone::access";

const UNMATCHED: &str = "unmatched";

/// Describes the metrics to the recorder. Once, after it is installed.
pub fn describe_metrics() {
    metrics::describe_counter!("http_requests_total", "Requests answered, by method, route and status.");
    metrics::describe_histogram!(
        "http_request_duration_seconds",
        metrics::Unit::Seconds,
        "Time from the request's head to the answer's head, by method and route."
    );
    metrics::describe_gauge!("http_requests_in_flight", "Requests that are being answered.");
}

/// The middleware, outermost of all.
pub async fn observe<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let _in_flight = InFlight::new();
    let method = method_label(request.method());
    let incoming = request.headers().get(request_id::HEADER).and_then(|value| value.to_str().ok());
    let id = request_id::accept_or_make(incoming);
    let span = tracing::info_span!("request", request_id = id);
    let state = request.app_data::<Data<State>>();
    let facts =
        RequestFacts::new(id.clone(), method, state.map(|state| state.limits.client_address(request.request())));
    let route = request.match_pattern();
    if let Some(route) = &route {
        facts.set_route(route.clone());
    }
    let work = async {
        let outcome = next.call(request).await;
        with_headers(outcome, |status, headers| {
            if let Ok(value) = HeaderValue::from_str(&id) {
                headers.insert(request_id::HEADER, value);
            }
            record(method, route.as_deref().unwrap_or(UNMATCHED), status, started.elapsed());
        })
    };
    request_id::with_facts(facts, work.instrument(span)).await
}

/// Inside the request's span, so the line bears its id.
fn record(method: &'static str, route: &str, status: StatusCode, duration: Duration) {
    let seconds = duration.as_secs_f64();
    let route = route.to_owned();
    metrics::counter!(
        "http_requests_total",
        "method" => method, "route" => route.clone(), "status" => status.as_str().to_owned()
    )
    .increment(1);
    metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route.clone()).record(seconds);
    let (client, address) = request_id::facts(|facts| (facts.client(), facts.address().to_owned())).unwrap_or_default();
    tracing::info!(
        target: TARGET,
        client,
        address,
        method,
        route,
        status = status.as_u16(),
        duration_ms = seconds * 1000.0,
        "answered"
    );
}

/// The method's name. Clients can invent methods, and each would be a new time series: those are `OTHER`.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// Counts itself as long as it lives, also when the client hangs up and the work is dropped half-way.
struct InFlight(metrics::Gauge);

impl InFlight {
    fn new() -> Self {
        let gauge = metrics::gauge!("http_requests_in_flight");
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
