//! Leaflets about the scheme and its qualifications. Drawing takes a while, and they are the same until the service is started
//! again, so each is drawn once and kept.

use std::sync::{Arc, PoisonError};

use actix_web::HttpResponse;
use actix_web::http::header;

use super::computing::off_the_reactor;
use super::problem::ApiError;
use super::state::{Drawn, State};
use crate::error::Error;
use crate::messages::told::{self, Section};
use crate::messages::{Language, Text};
use crate::pdf::{Leaflet, draw_leaflet};
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;

/// Answers with the leaflet of a qualification, or of the scheme.
pub async fn answer(state: &Arc<State>, code: Option<String>, language: Language) -> Result<HttpResponse, ApiError> {
    let named = code.as_deref().map(|code| state.registry.scheme().qualification(code));
    if named.is_some_and(|known| known.is_none()) {
        return Err(Error::NotFound("qualification").into());
    }
    let name = format!(
        "inline; filename=\"iso-iec-20000{}.pdf\"",
        code.as_ref().map_or(String::new(), |code| format!("-{code}"))
    );
    let key = (code, language);
    let kept = state.leaflets.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let (file, language) = if let Some(kept) = kept {
        kept
    } else {
        let (drawing, code) = (state.clone(), key.0.clone());
        let drawn = off_the_reactor(move || draw(&drawing, code.as_deref(), language)).await??;
        state.leaflets.lock().unwrap_or_else(PoisonError::into_inner).insert(key, drawn.clone());
        drawn
    };
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::VARY, "accept-encoding, accept-language"))
        .body(file.as_ref().clone()))
}

fn draw(state: &State, code: Option<&str>, wanted: Language) -> Result<Drawn, Error> {
    let (scheme, fonts) = (state.registry.scheme(), state.registry.fonts());
    let qualification = code.and_then(|code| scheme.qualification(code));
    let told_in = |language| leaflet(state, scheme, qualification, language);
    let in_wanted = told_in(wanted);
    let leaflet = if fonts.show(&in_wanted) { in_wanted } else { told_in(Language::English) };
    let file = draw_leaflet(&leaflet, fonts).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((Arc::new(file), leaflet.language))
}

fn leaflet(state: &State, scheme: &Scheme, qualification: Option<&Qualification>, language: Language) -> Leaflet {
    let text = Text::new(language);
    let (title, lead, pages, path): (_, _, [Vec<Section>; 2], _) = if let Some(known) = qualification {
        let pages = [told::level(text, scheme, known), told::examination(text, scheme, known)];
        let title = format!("{} {}", scheme.standard, known.title);
        (title, text.of_scheme(&known.summary).text, pages, format!("/qualifications/{}", known.code))
    } else {
        let benefits = told::benefits(text, scheme).into_iter();
        let second = benefits.chain([told::qualifications(text, scheme)]).collect();
        let pages = [told::standard(text, scheme).into(), second];
        (scheme.standard.clone(), told::standard_lead(text), pages, "/standard".to_owned())
    };
    Leaflet {
        language,
        kicker: text.of_scheme(&scheme.title).text,
        title,
        lead,
        pages,
        publisher: state.operator.site_name.clone(),
        address: format!("{}{path}", state.public_url),
        is_demonstration: state.operator.is_demonstration,
    }
}
