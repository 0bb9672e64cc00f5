//! The interactive documentation: Swagger UI, out of the program itself. The middleware gives it a policy of its own.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// `/docs`
pub(super) async fn redirect() -> impl Responder {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// `/docs/…`
pub(super) fn interactive() -> SwaggerUi {
    let config = Config::from("/openapi.json")
        // The badge would ask another host what it thinks of the document.
        .validator_url("none")
        .use_base_layout()
        .display_request_duration(true)
        .default_models_expand_depth(0)
        .try_it_out_enabled(true);
    SwaggerUi::new("/docs/{_:.*}").config(config)
}
