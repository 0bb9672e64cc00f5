//! Numbers of certificates that are typed where something is searched for: they lead to what the certificate is worth.

use actix_web::HttpResponse;

use super::search_form::SearchForm;
use crate::http::state::State;
use crate::web::verify::{certified_by, meant, unmistakable};

/// On to the certificate whose number was typed into the form's field for words: a person's, or an organisation's.
pub(super) async fn straight_on(form: &SearchForm, state: &State) -> Option<HttpResponse> {
    let typed = form.words()?;
    match unmistakable(&form.reader, typed) {
        Some(certificate) => Some(certificate),
        None if is_telling(typed) => certified_by(&form.reader, state, typed).await.ok().flatten(),
        None => None,
    }
}

/// Whether somebody who types this means a number: else whoever has `20000` as one would take that word from all others.
fn is_telling(typed: &str) -> bool {
    typed.chars().filter(|one| one.is_numeric()).count() >= 4 && typed.chars().any(char::is_alphabetic)
}

/// On to what is wrong with the number that was typed, where nothing is found by it.
pub(super) fn mistyped(form: &SearchForm) -> Option<HttpResponse> {
    meant(&form.reader, form.words()?)
}
