//! The HTML face: pages for people. Nothing in them comes from another host.

mod about;
mod assets;
mod directory;
mod documentation;
mod eligibility;
mod errors;
mod feed;
mod holder;
mod home;
mod language;
mod messages;
mod names;
mod page;
mod problems;
mod qualifications;
mod sending;
mod sitemap;
mod statistics;
mod structured;
mod turns;
mod verify;
mod xml;

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
        "/directory.atom",
        "/docs",
        "/docs/{file:.*}",
        "/eligibility",
        "/eligibility/{code}",
        "/holder/{token}",
        "/holder/{token}/",
        "/holder/{number}/certificate.pdf",
        "/holder/{number}/credential.json",
        "/holder/{number}/credential.jwt",
        "/problems",
        "/bodies",
        "/bodies/{slug}",
        "/organisations",
        "/organisations/{slug}",
        "/problems/{code}",
        "/qualifications",
        "/qualifications/{code}",
        "/robots.txt",
        "/search",
        "/sitemap.xml",
        "/sitemap/{part}.xml",
        "/statistics",
        "/training",
        "/training/{slug}",
        "/verify",
        "/verify/file",
        "/verify/{number}",
    ];
    let posted = ["/holder/{number}/listing", "/verify/file", "/verify/{number}"];
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
        .route("/holder/{token}/", web::get().to(holder::show))
        .route("/holder/{number}/certificate.pdf", web::get().to(holder::pdf))
        .route("/holder/{number}/credential.jwt", web::get().to(holder::jws))
        .route("/holder/{number}/credential.json", web::get().to(holder::document))
        .route("/holder/{number}/listing", web::post().to(holder::decide))
        .route("/problems", web::get().to(problems::list))
        .route("/problems/{code}", web::get().to(problems::page))
        .route("/bodies", web::get().to(directory::bodies))
        .route("/bodies/{slug}", web::get().to(directory::body))
        .route("/organisations", web::get().to(directory::organisations))
        .route("/search", web::get().to(directory::search))
        .route("/organisations/{slug}", web::get().to(directory::organisation))
        .route("/robots.txt", web::get().to(sitemap::robots))
        .route("/sitemap.xml", web::get().to(sitemap::index))
        .route("/sitemap/{part}.xml", web::get().to(sitemap::show))
        .route("/directory.atom", web::get().to(feed::show))
        .route("/training", web::get().to(directory::training))
        .route("/training/{slug}", web::get().to(directory::training_organisation))
        .route("/qualifications", web::get().to(qualifications::list))
        .route("/qualifications/{code}", web::get().to(qualifications::show))
        .route("/statistics", web::get().to(statistics::show))
        .route("/verify", web::get().to(verify::form))
        .route("/verify/file", web::post().to(verify::check_file))
        .route("/verify/file", web::get().to(verify::start_again))
        .route("/verify/{number}", web::get().to(verify::show))
        .route("/verify/{number}", web::post().to(verify::compare_name))
        .route("/{verify:(?i)verify}/{rest:.*}", web::get().to(verify::straighten))
        .route("/docs", web::get().to(documentation::redirect))
        .route("/docs/{file:.*}", web::get().to(documentation::file));
}

#[cfg(test)]
mod tests;
