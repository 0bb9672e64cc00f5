//! The HTML face: pages for people. Nothing in them comes from another host.

mod about;
mod assets;
mod cookies;
mod desk;
mod directory;
mod documentation;
mod eligibility;
mod errors;
mod feed;
mod history;
mod holder;
mod home;
mod open_data;
mod operator;
mod page;
mod places;
mod problems;
mod publications;
mod qualifications;
mod script;
mod sending;
mod sitemap;
mod standard;
mod statistics;
mod structured;
mod told;
mod verify;
mod xml;

pub use errors::errors_as_pages;

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};

/// What stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// A page that is always there, which search engines are told of.
    Listed,
    /// Any other page or part of one, whose errors are pages.
    Page,
    /// A file, or a page for developers: it says itself what is wrong.
    File,
}

/// Every address of this face, with its method and who answers: for the application, and for whoever needs to know them.
macro_rules! addresses {
    ($($shown:ident $method:ident $address:literal => $answer:path;)+) => {
        const ADDRESSES: &[(Shown, Method, &str)] = &[$((Shown::$shown, Method::$method, $address)),+];

        pub fn configure(config: &mut ServiceConfig) {
            config$(.route($address, web::method(Method::$method).to($answer)))+
                // What is looked at only where no address fits.
                .route("/{verify:(?i)verify}/{rest:.*}", web::get().to(verify::straighten));
        }
    };
}

addresses! {
    Listed GET "/" => home::home;
    Listed GET "/accessibility" => operator::accessibility;
    Listed GET "/about" => about::show;
    Listed GET "/appeals" => operator::appeals;
    File GET "/assets/desk.css" => assets::desk_stylesheet;
    File GET "/assets/logo" => assets::logo;
    File GET "/assets/passkeys.js" => assets::script;
    File GET "/assets/touchstone.css" => assets::stylesheet;
    File GET "/assets/touchstone.png" => assets::preview;
    File GET "/assets/touchstone.svg" => assets::icon;
    Listed GET "/benefits" => standard::benefits;
    Listed GET "/bodies" => directory::bodies;
    Page GET "/bodies/{slug}" => directory::body;
    Page GET "/bodies/{slug}/transfer" => directory::transfer;
    Listed GET "/certification" => operator::certification;
    Listed GET "/certification-scheme" => operator::certification_scheme;
    Listed GET "/contact" => operator::contact;
    File GET "/directory.atom" => feed::show;
    File GET "/docs" => documentation::redirect;
    File GET "/docs/{file:.*}" => documentation::file;
    Page GET "/desk" => desk::start;
    Page GET "/desk/account" => desk::account;
    Page POST "/desk/account/passkeys" => desk::add_passkey;
    Page POST "/desk/account/passkeys/{id}/remove" => desk::remove_passkey;
    Page POST "/desk/account/sessions/end" => desk::end_other_sessions;
    Page POST "/desk/account/sessions/{id}/end" => desk::end_session;
    Page GET "/desk/candidates" => desk::candidates::list;
    Page POST "/desk/candidates/find" => desk::candidates::find;
    Page GET "/desk/candidates/register" => desk::candidates::show_register;
    Page POST "/desk/candidates/register" => desk::candidates::register;
    Page GET "/desk/candidates/{id}" => desk::candidate::show;
    Page GET "/desk/candidates/{id}/results" => desk::result::show;
    Page POST "/desk/candidates/{id}/results" => desk::result::enter;
    Page GET "/desk/confirm" => desk::show_confirmation;
    Page POST "/desk/confirm" => desk::confirm;
    Page GET "/desk/people" => desk::people::list;
    Page GET "/desk/people/invite" => desk::people::show_invite;
    Page POST "/desk/people/invite" => desk::people::invite;
    Page POST "/desk/people/invitations/{id}/link" => desk::people::renew_invitation;
    Page POST "/desk/people/invitations/{id}/withdraw" => desk::people::withdraw_invitation;
    Page GET "/desk/people/{id}" => desk::people::show;
    Page POST "/desk/people/{id}/link" => desk::people::request_link;
    Page POST "/desk/people/{id}/links/{link}/agree" => desk::people::agree_to_link;
    Page POST "/desk/people/{id}/roles/{role}/end" => desk::people::end_role;
    Page POST "/desk/people/{id}/sessions/{session}/end" => desk::people::end_session;
    Page GET "/desk/role" => desk::show_roles;
    Page POST "/desk/role" => desk::choose_role;
    Page POST "/desk/sign-out" => desk::sign_out;
    Listed GET "/documents" => publications::documents;
    Listed GET "/eligibility" => eligibility::choose;
    Page GET "/eligibility/{code}" => eligibility::show;
    Page GET "/holder/{token}" => holder::show;
    Page GET "/holder/{token}/" => holder::show;
    Page GET "/holder/{number}/certificate.pdf" => holder::pdf;
    Page GET "/holder/{number}/credential.json" => holder::document;
    Page GET "/holder/{number}/credential.jwt" => holder::jws;
    Page POST "/holder/{number}/listing" => holder::decide;
    Listed GET "/imprint" => operator::imprint;
    Listed GET "/logo" => operator::logo;
    Listed GET "/news" => publications::news;
    File GET "/news.atom" => publications::news_feed;
    Page GET "/o/{number}" => verify::organisation_certificate;
    File GET "/o/{number}/code.svg" => verify::organisation_code;
    File GET "/o/{number}/mark.svg" => verify::organisation_mark;
    Listed GET "/open-data" => open_data::show;
    Listed GET "/organisations" => directory::organisations;
    Page GET "/organisations/{slug}" => directory::organisation;
    Listed GET "/privacy" => operator::privacy;
    File GET "/problems" => problems::list;
    File GET "/problems/{code}" => problems::page;
    Listed GET "/qualifications" => qualifications::list;
    Page GET "/qualifications/{code}" => qualifications::show;
    Listed GET "/registration" => operator::registration;
    File GET "/robots.txt" => sitemap::robots;
    Page GET "/search" => directory::search;
    Page GET "/sign-in" => desk::sign_in;
    Page POST "/sign-in" => desk::enter;
    Page GET "/sign-in/{token}" => desk::show_link;
    Page POST "/sign-in/{token}" => desk::replace;
    File GET "/sitemap.xml" => sitemap::index;
    File GET "/sitemap/{part}.xml" => sitemap::show;
    Listed GET "/standard" => standard::standard;
    Listed GET "/statistics" => statistics::show;
    Listed GET "/terms" => operator::terms;
    Listed GET "/training" => directory::training;
    Page GET "/training/{slug}" => directory::training_organisation;
    Listed GET "/verify" => verify::form;
    Page POST "/verify" => verify::check_number;
    Listed GET "/verify/organisation" => verify::organisation_form;
    Page GET "/verify/file" => verify::start_again;
    Page POST "/verify/file" => verify::check_file;
    Page GET "/verify/{number}" => verify::show;
    Page POST "/verify/{number}" => verify::compare_name;
    Page GET "/welcome/{token}" => desk::show_invitation;
    Page POST "/welcome/{token}" => desk::accept;
}

/// The addresses of this face with their methods, for whoever needs to know every address of the service.
pub fn paths() -> Vec<(String, Vec<Method>)> {
    ADDRESSES.iter().map(|(_, method, address)| ((*address).to_owned(), vec![method.clone()])).collect()
}

#[cfg(test)]
mod tests;
