//! Lists: `?limit=&cursor=` in, `items`, `next_cursor` and a `Link` header out. Keyset, never offset.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::cursor::Binding;
use crate::http::local_path;
use crate::http::problem::ApiError;
use crate::input::fields::{Limit, Verbatim};
use crate::input::form::form;
use crate::registry::{Page, PageRequest};

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next part begins: give it as `cursor`, with the same filters. Null at the end.
    pub next_cursor: Option<String>,
}

form! {
    /// Which part of a list is wanted.
    pub struct PartQuery {
        /// Items at most; a larger number is lowered to 200.
        pub limit: Limit<50, 200>,
        /// Where to go on: `next_cursor` of the part before.
        pub cursor: Option<Verbatim>,
    }
}

impl PartQuery {
    /// The part of the list that is asked for.
    ///
    /// # Errors
    /// [`InvalidCursor`](crate::error::Code::InvalidCursor) for a cursor that this list, with these filters, did not hand out.
    pub fn request(&self, request: &HttpRequest) -> Result<PageRequest, ApiError> {
        let after = self.cursor.as_deref().map(|cursor| binding(request).open(cursor)).transpose()?;
        Ok(PageRequest { after, limit: self.limit })
    }
}

/// Answers with a page.
#[must_use]
pub fn answer<T: Serialize>(request: &HttpRequest, page: Page<T>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let next_cursor = link_to_next(request, &mut response, page.next.as_deref());
    response.json(Listing { items: page.items, next_cursor })
}

/// Says where the next page is, and gives its cursor.
pub(super) fn link_to_next(
    request: &HttpRequest,
    response: &mut HttpResponseBuilder,
    next: Option<&str>,
) -> Option<String> {
    let cursor = next.map(|key| binding(request).seal(key))?;
    if let Ok(link) = HeaderValue::from_str(&format!("<{}>; rel=\"next\"", next_address(request, &cursor))) {
        response.insert_header((header::LINK, link));
    }
    Some(cursor)
}

/// The address of the next page: this one, with another cursor.
fn next_address(request: &HttpRequest, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        if name != "cursor" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("{}?{}", local_path::of(request), query.finish())
}

/// What a cursor is bound to: the list and its filters, in whatever order they are written.
fn binding(request: &HttpRequest) -> Binding {
    let parameters = url::form_urlencoded::parse(request.query_string().as_bytes());
    Binding::new(request.path(), parameters.filter(|(name, _)| name != "cursor" && name != "limit"))
}
