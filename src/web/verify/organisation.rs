//! An organisation's certificate by the number on its paper.

use actix_web::HttpResponse;

use crate::http::state::State;
use crate::registry::directory::certificate_numbered;
use crate::scheme::search;
use crate::web::page::{Reader, see_other};

/// On to the certificate of an organisation whose number was typed or pasted, where there is one. Where that cannot be found
/// out, there is none as far as anybody knows: it is no number of a person's certificate either way.
pub(in crate::web) async fn certified_by(reader: &Reader, state: &State, typed: &str) -> Option<HttpResponse> {
    let number = search::line(typed).ok().filter(|number| number.chars().any(char::is_numeric))?;
    let found = state.read(None, move |work| certificate_numbered(work, &number)).await;
    let (slug, id) = found.ok().flatten()?;
    Some(see_other(format!("{}#{id}", reader.link(&format!("/organisations/{slug}")))))
}
