//! `/directory.atom`: what changed in the directory, for programs that follow it (RFC 4287).

use std::fmt::Write as _;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::SecondsFormat;

use super::directory;
use super::page::Reader;
use super::sending::VARY;
use super::xml::escaped;
use crate::clock::Moment;
use crate::http::extract::Parameters;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::fields::Verbatim;
use crate::input::object::{FromObject, ObjectReader};
use crate::messages::Text;
use crate::registry::directory::{DirectoryChange, Happening, Kind, changes};

/// How many changes are told.
const TOLD: u32 = 50;

pub(super) struct FeedQuery {
    kind: Option<Kind>,
}

impl FromObject for FeedQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let kind = object.field::<Option<Kind>>("kind");
        // Read by whoever asks for the reader; a language that there is not is the usual one.
        object.field::<Option<Verbatim>>("lang");
        Some(Self { kind: kind? })
    }
}

pub(super) async fn show(
    request: HttpRequest,
    reader: Reader,
    query: Parameters<FeedQuery>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let kind = query.0.kind;
    let latest = state.read(None, move |work| changes(work, kind, TOLD)).await?;
    let address = request.uri().path_and_query().map_or("/directory.atom", |address| address.as_str());
    let document = document(&reader, kind, address, &latest);
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::CONTENT_LANGUAGE, reader.text.language().tag()))
        .insert_header((header::VARY, VARY))
        .body(document))
}

fn document(reader: &Reader, kind: Option<Kind>, address: &str, changes: &[DirectoryChange]) -> String {
    let text = reader.text;
    let of_kind = kind.map(|kind| format!(":{}", kind.as_str())).unwrap_or_default();
    let updated = changes.first().map_or(Moment::UNIX_EPOCH, |latest| latest.recorded_at);
    let titles = (text.say("feed-title"), text.say("feed-subtitle"));
    let mut feed = head(reader, &format!("directory{of_kind}"), titles, updated, (address, "/"));
    for change in changes {
        entry(&mut feed, reader, change);
    }
    feed.push_str("</feed>\n");
    feed
}

/// A feed as far as its entries: what it is called by programs; its title and subtitle; where it is, and the page that says the
/// same.
pub(super) fn head(
    reader: &Reader,
    name: &str,
    (title, subtitle): (String, String),
    updated: Moment,
    (address, page): (&str, &str),
) -> String {
    let host = reader.absolute("");
    let host = host.split_once("://").map_or(host.as_str(), |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let mut feed = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a text cannot fail.
    let _ = writeln!(
        feed,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>tag:{},2026:{name}</id>\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<author><name>{}</name></author>",
        reader.text.language().tag(),
        escaped(host),
        escaped(&title),
        escaped(&subtitle),
        instant(updated),
        escaped(&reader.absolute(address)),
        escaped(&reader.absolute(page)),
        escaped(&reader.operator().site_name),
    );
    feed
}

fn entry(feed: &mut String, reader: &Reader, change: &DirectoryChange) {
    let text = reader.text;
    let day = change.effective_on.unwrap_or_else(|| change.recorded_at.date_naive());
    let at = instant(change.recorded_at);
    let _ = writeln!(
        *feed,
        "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{at}</updated>\n<published>{at}</published>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<category term=\"{}\"/>\n<summary>{}</summary>\n</entry>",
        change.id,
        escaped(&title(text, change)),
        escaped(&reader.absolute(&directory::address(change.happening.kind(), &change.slug))),
        change.event,
        escaped(&text.say_with("feed-effective", &[("day", text.day(day).into())])),
    );
}

fn title(text: Text, change: &DirectoryChange) -> String {
    let name = [("name", change.name.as_str().into())];
    match change.happening {
        Happening::BodyListed => text.say_with("feed-body-listed", &name),
        Happening::BodySuspended => text.say_with("feed-body-suspended", &name),
        Happening::BodyReinstated => text.say_with("feed-body-reinstated", &name),
        Happening::BodyWithdrawn => text.say_with("feed-body-withdrawn", &name),
        Happening::TrainingOrganisationAccredited => text.say_with("feed-training-accredited", &name),
        Happening::TrainingOrganisationExtended => text.say_with("feed-training-extended", &name),
        Happening::TrainingOrganisationSuspended => text.say_with("feed-training-suspended", &name),
        Happening::TrainingOrganisationReinstated => text.say_with("feed-training-reinstated", &name),
        Happening::TrainingOrganisationWithdrawn => text.say_with("feed-training-withdrawn", &name),
        Happening::TrainingOrganisationSuspensionEnded => text.say_with("feed-training-suspension-ended", &name),
        Happening::TrainingOrganisationEnded => text.say_with("feed-training-ended", &name),
        Happening::CourseAccredited => text.say_with("feed-course-accredited", &name),
        Happening::CourseExtended => text.say_with("feed-course-extended", &name),
        Happening::CourseSuspended => text.say_with("feed-course-suspended", &name),
        Happening::CourseReinstated => text.say_with("feed-course-reinstated", &name),
        Happening::CourseWithdrawn => text.say_with("feed-course-withdrawn", &name),
        Happening::CourseSuspensionEnded => text.say_with("feed-course-suspension-ended", &name),
        Happening::CourseEnded => text.say_with("feed-course-ended", &name),
        Happening::CertificatePublished => text.say_with("feed-certificate-published", &name),
        Happening::CertificateSuspended => text.say_with("feed-certificate-suspended", &name),
        Happening::CertificateReinstated => text.say_with("feed-certificate-reinstated", &name),
        Happening::CertificateWithdrawn => text.say_with("feed-certificate-withdrawn", &name),
        Happening::CertificateTransferred => text.say_with("feed-certificate-transferred", &name),
        Happening::CertificateSuspensionEnded => text.say_with("feed-certificate-suspension-ended", &name),
        Happening::CertificateExpired => text.say_with("feed-certificate-expired", &name),
    }
}

pub(super) fn instant(moment: Moment) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, true)
}
