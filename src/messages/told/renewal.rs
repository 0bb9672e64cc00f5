//! When certificates are renewed, and by what.

use super::{Part, items, said};
use crate::messages::Text;
use crate::scheme::Scheme;
use crate::scheme::renewal::{Renewal, Route};

/// The days; each route; and from when the years of the next certificate count.
#[must_use]
pub fn renewal(text: Text, scheme: &Scheme, renewal: &Renewal) -> Vec<Part> {
    let months = [("before", renewal.window_months.into()), ("after", renewal.grace_months.into())];
    let routes = renewal.routes.iter().map(|route| match route {
        Route::Examination(code) => {
            let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
            text.say_with("renewal-examination", &[("title", title.into())])
        }
        Route::Points(points) => text.say_with("renewal-points", &[("points", (*points).into())]),
    });
    vec![
        Part::Paragraph(said(text, text.say_with("renewal-days", &months))),
        items(text, routes),
        Part::Paragraph(said(text, text.say("renewal-years"))),
    ]
}
