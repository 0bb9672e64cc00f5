//! For those who run it: is it alive, is it ready, what does it do.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::Registry;

/// That all is well.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub struct HealthView {
    /// Always `ok`; what is not well answers with a problem.
    pub status: &'static str,
}

/// Tell whether the process is alive
#[utoipa::path(tag = "operations", responses((status = 200, description = "It is", body = HealthView)))]
#[get("/livez")]
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().json(HealthView { status: "ok" })
}

/// Tell whether requests can be served
///
/// That is, whether the database answers.
#[utoipa::path(tag = "operations", responses((status = 200, description = "They can", body = HealthView)))]
#[get("/readyz")]
pub async fn readyz(state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    state.queue.run(Registry::check).await?;
    Ok(HttpResponse::Ok().json(HealthView { status: "ok" }))
}

/// This node's metrics, in Prometheus' text format. The public face does not have them.
pub async fn metrics(state: Data<Arc<State>>) -> HttpResponse {
    let (busy, idle) = state.registry.connections();
    ::metrics::gauge!("database_connections", "state" => "busy").set(f64::from(busy));
    ::metrics::gauge!("database_connections", "state" => "idle").set(f64::from(idle));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(state.metrics.render())
}
