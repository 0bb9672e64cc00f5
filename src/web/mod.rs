//! The HTML face: pages for people. Nothing in them comes from another host.

mod assets;
mod documentation;
mod home;
mod language;
mod messages;
mod page;
mod problems;

use actix_web::web::{self, ServiceConfig};

/// The addresses of this face, all for GET, for whoever needs to know every address of the service.
pub const PATHS: [&str; 8] = [
    "/",
    "/problems",
    "/problems/{code}",
    "/docs",
    "/docs/{file:.*}",
    "/assets/touchstone.css",
    "/assets/touchstone.svg",
    "/assets/touchstone.png",
];

/// Adds the pages to the application.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(home::home))
        .route("/assets/touchstone.css", web::get().to(assets::stylesheet))
        .route("/assets/touchstone.svg", web::get().to(assets::icon))
        .route("/assets/touchstone.png", web::get().to(assets::preview))
        .route("/problems", web::get().to(problems::list))
        .route("/problems/{code}", web::get().to(problems::page))
        .route("/docs", web::get().to(documentation::redirect))
        .service(documentation::interactive());
}

#[cfg(test)]
mod tests;
