//! The HTML face: pages for people. Nothing in them comes from another host.

mod documentation;
mod pages;
mod problems;

use actix_web::web::{self, ServiceConfig};

/// The addresses of this face, all for GET, for whoever needs to know every address of the service.
pub const PATHS: [&str; 7] = [
    "/",
    "/problems",
    "/problems/{code}",
    "/docs",
    "/docs/{file:.*}",
    "/assets/touchstone.css",
    "/assets/touchstone.svg",
];

/// Adds the pages to the application.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(pages::home))
        .route("/assets/touchstone.css", web::get().to(pages::stylesheet))
        .route("/assets/touchstone.svg", web::get().to(pages::icon))
        .route("/problems", web::get().to(problems::list))
        .route("/problems/{code}", web::get().to(problems::page))
        .route("/docs", web::get().to(documentation::redirect))
        .route("/docs/{file:.*}", web::get().to(documentation::file));
}

#[cfg(test)]
mod tests;
