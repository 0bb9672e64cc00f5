//! The HTML face: pages for people. Nothing in them comes from another host.

mod about;
mod assets;
mod documentation;
mod eligibility;
mod errors;
mod holder;
mod home;
mod language;
mod messages;
mod page;
mod problems;
mod qualifications;
mod verify;

pub use errors::errors_as_pages;

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};

/// The addresses of this face with their methods, for whoever needs to know every address of the service.
#[must_use]
pub fn paths() -> Vec<(String, Vec<Method>)> {
    let read = [
        "/",
        "/about",
        "/assets/touchstone.css",
        "/assets/touchstone.png",
        "/assets/touchstone.svg",
        "/docs",
        "/docs/{file:.*}",
        "/eligibility",
        "/eligibility/{code}",
        "/holder/{token}",
        "/holder/{token}/certificate.pdf",
        "/holder/{token}/credential.json",
        "/holder/{token}/credential.jwt",
        "/problems",
        "/problems/{code}",
        "/qualifications/{code}",
        "/verify",
        "/verify/file",
        "/verify/{number}",
    ];
    let posted = ["/holder/{token}/listing", "/verify/file", "/verify/{number}"];
    let with = |method: Method| move |path: &str| (path.to_owned(), vec![method.clone()]);
    read.into_iter().map(with(Method::GET)).chain(posted.into_iter().map(with(Method::POST))).collect()
}

/// Adds the pages to the application.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(home::home))
        .route("/about", web::get().to(about::show))
        .route("/assets/touchstone.css", web::get().to(assets::stylesheet))
        .route("/assets/touchstone.svg", web::get().to(assets::icon))
        .route("/assets/touchstone.png", web::get().to(assets::preview))
        .route("/eligibility", web::get().to(eligibility::choose))
        .route("/eligibility/{code}", web::get().to(eligibility::show))
        .route("/holder/{token}", web::get().to(holder::show))
        .route("/holder/{token}/certificate.pdf", web::get().to(holder::pdf))
        .route("/holder/{token}/credential.jwt", web::get().to(holder::jws))
        .route("/holder/{token}/credential.json", web::get().to(holder::document))
        .route("/holder/{token}/listing", web::post().to(holder::decide))
        .route("/problems", web::get().to(problems::list))
        .route("/problems/{code}", web::get().to(problems::page))
        .route("/qualifications/{code}", web::get().to(qualifications::show))
        .route("/verify", web::get().to(verify::form))
        .route("/verify/file", web::post().to(verify::check_file))
        .route("/verify/file", web::get().to(verify::start_again))
        .route("/verify/{number}", web::get().to(verify::show))
        .route("/verify/{number}", web::post().to(verify::compare_name))
        .route("/docs", web::get().to(documentation::redirect))
        .route("/docs/{file:.*}", web::get().to(documentation::file));
}

#[cfg(test)]
mod tests;
