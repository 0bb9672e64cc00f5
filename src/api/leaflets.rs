//! Leaflets: what the scheme says, on two pages to print and to hand on.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, get};

use super::answers::Answer;
use crate::http::extract::Parameters;
use crate::http::state::State;
use crate::http::{accept, leaflets};
use crate::input::form::form;
use crate::messages::Language;

form! {
    /// In which language.
    pub struct LeafletQuery {
        /// `en`, `de`, `fr`, `es` or `ja`; as `Accept-Language` says when left out, else English.
        pub language: Option<Language>,
    }
}

/// Read the leaflet of the scheme
///
/// The standard, its benefits and the qualifications on two pages (PDF/UA). Where the registry has no font for a language, it is
/// in English; `Content-Language` says which language it is.
#[utoipa::path(tag = "publications", params(LeafletQuery),
    responses((status = 200, description = "The leaflet", content((Vec<u8> = "application/pdf")))))]
#[get("/v1/scheme/leaflet")]
pub async fn read_scheme_leaflet(request: HttpRequest, query: Parameters<LeafletQuery>, state: Data<State>) -> Answer {
    let language = query.0.language.unwrap_or_else(|| accept::language_of(&request));
    leaflets::answer(&state, None, language).await
}

/// Read the leaflet of a qualification
///
/// What the qualification is for, who may sit, and how it is examined, on two pages (PDF/UA). Where the registry has no font
/// for a language, it is in English; `Content-Language` says which language it is.
#[utoipa::path(tag = "publications", params(("code" = String, Path, description = "The qualification's code", example = "practitioner"), LeafletQuery),
    responses((status = 200, description = "The leaflet", content((Vec<u8> = "application/pdf")))))]
#[get("/v1/qualifications/{code}/leaflet")]
pub async fn read_qualification_leaflet(
    code: Path<String>,
    request: HttpRequest,
    query: Parameters<LeafletQuery>,
    state: Data<State>,
) -> Answer {
    let language = query.0.language.unwrap_or_else(|| accept::language_of(&request));
    leaflets::answer(&state, Some(code.into_inner()), language).await
}
