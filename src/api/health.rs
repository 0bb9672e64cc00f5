//! For those who run it: is it alive, is it ready, what does it do.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::supervision;

/// That the process is alive.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub struct LivenessView {
    /// `ok`.
    pub status: &'static str,
}

/// That requests can be served.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "degraded", "workers_down": ["webhooks"]}))]
pub struct ReadinessView {
    /// `ok`, or `degraded` while work in the background stands still; what keeps requests from being served is answered
    /// with a problem.
    pub status: &'static str,
    /// The workers that stand still after a fault and are started again shortly, such as `intake` or `webhooks`.
    pub workers_down: Vec<&'static str>,
}

/// Tell whether the process is alive
#[utoipa::path(tag = "operations", responses((status = 200, description = "It is", body = LivenessView)))]
#[get("/livez")]
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().json(LivenessView { status: "ok" })
}

/// Tell whether requests can be served
///
/// That is, whether the database answers and can be written; the problem says which of the two fails. Work in the
/// background that stands still is named, and keeps no request from being served.
#[utoipa::path(tag = "operations", responses((status = 200, description = "They can", body = ReadinessView)))]
#[get("/readyz")]
pub async fn readyz(state: Data<State>) -> Answer {
    if let Err(trouble) = state.readiness.ask(state.registry.clone()).await {
        tracing::warn!(cause = trouble.cause, "not ready: {}", trouble.kind);
        return Err(ApiError::not_ready(trouble.kind.as_str()));
    }
    let workers_down = supervision::down();
    let status = if workers_down.is_empty() { "ok" } else { "degraded" };
    Ok(HttpResponse::Ok().json(ReadinessView { status, workers_down }))
}

/// This node's metrics, in Prometheus' text format. The public face does not have them.
pub async fn metrics(state: Data<State>) -> HttpResponse {
    supervision::publish();
    let (busy, idle) = state.registry.connections();
    ::metrics::gauge!("database_connections", "state" => "busy").set(f64::from(busy));
    ::metrics::gauge!("database_connections", "state" => "idle").set(f64::from(idle));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(state.metrics.render())
}
