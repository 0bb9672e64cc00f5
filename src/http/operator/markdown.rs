//! Markdown of the operator's as HTML of ours: no HTML passes through, no address that is not for people, no picture.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

/// A text as it is shown: its title, if it begins with a heading of the first level, and the rest as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub title: Option<String>,
    pub html: String,
}

pub fn render(text: &str) -> Rendered {
    let mut events: Vec<Event<'_>> = Parser::new(text).collect();
    let title = take_title(&mut events);
    let mut html = String::new();
    html::push_html(&mut html, events.into_iter().filter_map(permitted));
    Rendered { title, html }
}

/// Takes the heading away that a text begins with: the page has its title already.
fn take_title(events: &mut Vec<Event<'_>>) -> Option<String> {
    let is_title = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    if !events.first().is_some_and(is_title) {
        return None;
    }
    let end = events.iter().position(|event| matches!(event, Event::End(TagEnd::Heading(_))))?;
    let heading = events.drain(..=end).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let title: String = heading.collect();
    Some(title).filter(|title| !title.trim().is_empty())
}

fn permitted(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        // What somebody wrote as HTML is shown as it was written.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_for_people(&dest_url) { dest_url } else { CowStr::Borrowed("#content") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // Pages ask nothing of other hosts; what a picture shows stands in words beside it.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        // The first level is the page's own.
        Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => Event::End(TagEnd::Heading(HeadingLevel::H2)),
        other => other,
    })
}

/// Whether a link leads to a page, a mailbox or a telephone, and not into a script.
fn is_for_people(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) => ["https", "http", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_text_and_nothing_else() {
        let rendered = render("# Imprint *of* us\n\nWe are **here**.\n\n## Law\n\n- [us](https://a.example)\n");
        assert_eq!(rendered.title.as_deref(), Some("Imprint of us"));
        for wanted in ["<strong>here</strong>", "<h2>Law</h2>", "<a href=\"https://a.example\">us</a>"] {
            assert!(rendered.html.contains(wanted), "{}", rendered.html);
        }
        assert!(!rendered.html.contains("Imprint"));
        for dangerous in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](<java&#115;cript:alert(1)>)",
            "[a](data:text/html,x)",
            "![a](https://elsewhere.example/pixel.png)",
            "<https://a.example/\"onmouseover=x>",
            "<style>*{display:none}</style>",
            "<!-- hidden -->",
        ] {
            let html = render(dangerous).html.to_lowercase();
            for element in ["<script", "<img", "<style", "<!--", "script:", "data:", "\" onmouseover"] {
                let is_shown = html.contains("&lt;");
                assert!(!html.contains(element) || (is_shown && element.ends_with(':')), "{dangerous}: {html}");
            }
        }
    }
}
