//! Open data: all that is public of the directory as files, made once a day, and what their columns mean.

use std::ops::Range;
use std::sync::Arc;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use super::commands::NoForm;
use super::questions::{Anybody, Question};
use crate::error::Error;
use crate::http::dictionary::DataDictionary;
use crate::http::middleware::etag;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::http::view::view;
use crate::ids::DumpId;
use crate::registry::dumps::{self, Dump, DumpFile, PIECE};

mod dictionary;
mod making;

pub use dictionary::dictionary;
pub use making::make;

/// The endings of the names of files.
const CSV: &str = "csv";
const NDJSON: &str = "ndjson";

/// The media type of a file.
fn media_type(name: &str) -> &'static str {
    if name.ends_with(CSV) { "text/csv; charset=utf-8" } else { "application/x-ndjson" }
}

view! {
    /// All that is public of the directory as files, as it was on a day.
    pub struct DumpView(dump: &Dump, files: &[DumpFile]) {
        /// The day (UTC).
        pub day: NaiveDate,
        /// When it was there.
        pub made_at: Option<DateTime<Utc>>,
        /// On which terms it may be used: the name of a licence (SPDX) or its address, as the operator has chosen it; null where
        /// none was chosen, and then nothing is granted beyond what the law allows.
        pub licence: Option<String>,
        /// Where the signed manifest is: the files with their digests, as a compact JSON Web Signature (RS256) by the registry's key
        /// for credentials.
        pub manifest: String = format!("/v1/dumps/{}/manifest", dump.day),
        /// The files, in the order of their names.
        pub files: Vec<DumpFileView> = files.iter().map(|file| DumpFileView::of(file, dump.day)).collect::<Vec<_>>(),
    }

    /// A file of a dump.
    pub struct DumpFileView(file: &DumpFile, day: NaiveDate) {
        /// Its name.
        pub name: String,
        /// Where it is. A download that broke off goes on with `Range` and `If-Range`.
        pub path: String = format!("/v1/dumps/{day}/files/{}", file.name),
        /// `text/csv; charset=utf-8` or `application/x-ndjson`.
        pub media_type: String = media_type(&file.name),
        /// How many lines it has, the head of a CSV file not among them.
        pub rows: i64 = file.row_count,
        /// Its length.
        pub bytes: i64,
        /// SHA-256 of it.
        #[schema(pattern = "^sha256:[0-9a-f]{64}$")]
        pub digest: String = format!("sha256:{}", file.digest),
    }
}

/// The dumps that there are.
#[derive(Serialize, ToSchema)]
pub struct Dumps {
    /// The latest first; those of seven days are kept.
    pub items: Vec<DumpView>,
}

/// List the dumps
///
/// Bodies, courses, certified organisations and training organisations, all that the lists of the API show to anybody: once a day,
/// as CSV and as NDJSON.
#[utoipa::path(tag = "open data", responses((status = 200, description = "The dumps", body = Dumps)))]
#[get("/v1/dumps")]
pub async fn list_dumps(question: Question<NoForm, Anybody>) -> Answer {
    question
        .answer(|work, _| {
            let found = dumps::list(work)?;
            Ok(Dumps { items: found.iter().map(|(dump, files)| DumpView::of(dump, files)).collect() })
        })
        .await
}

/// Read what is in a dump
#[utoipa::path(tag = "open data", params(("day" = String, Path, description = "The day, or `latest`")),
    responses((status = 200, description = "The dump", body = DumpView)))]
#[get("/v1/dumps/{day}")]
pub async fn read_dump(day: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question
        .answer(move |work, _| {
            let (dump, files) = dumps::find(work, &day)?;
            Ok(DumpView::of(&dump, &files))
        })
        .await
}

/// Read the manifest of a dump
///
/// A compact JSON Web Signature (RS256). Its payload has the day, the licence, and of each file name, lines, bytes and SHA-256; the key
/// is among those of `/.well-known/did.json`.
#[utoipa::path(tag = "open data", params(("day" = String, Path, description = "The day, or `latest`")),
    responses((status = 200, description = "The manifest, signed", content((String = "application/jose")))))]
#[get("/v1/dumps/{day}/manifest")]
pub async fn read_dump_manifest(day: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    let (dump, _) = question.read(move |work| dumps::find(work, &day)).await?;
    let manifest = dump.manifest.ok_or(Error::NotFound("dump"))?;
    Ok(public(HttpResponse::Ok().content_type("application/jose").body(manifest), PUBLIC_SECONDS))
}

/// Download a file of a dump
///
/// A part of it with `Range`: with `If-Range` and the tag of the first answer, what was broken off goes on where it ended, or begins
/// again where the file is another by now.
#[utoipa::path(tag = "open data",
    params(
        ("day" = String, Path, description = "The day, or `latest`"),
        ("name" = String, Path, description = "The file's name"),
        ("Range" = Option<String>, Header, nullable = false, description = "`bytes=FIRST-LAST`, `bytes=FIRST-` or `bytes=-LENGTH`; several parts are not given"),
        ("If-Range" = Option<String>, Header, nullable = false, description = "The tag of the file of which a part is wanted")
    ),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (String = "application/x-ndjson"))),
        (status = 206, description = "The part", content((String = "text/csv"), (String = "application/x-ndjson"))),
    ))]
#[get("/v1/dumps/{day}/files/{name}")]
pub async fn read_dump_file(request: HttpRequest, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (day, name) = path.into_inner();
    let (dump, files) = state.read(None, move |work| dumps::find(work, &day)).await?;
    let file = files.into_iter().find(|file| file.name == name).ok_or(Error::NotFound("file of the dump"))?;
    let (tag, length) = (format!("\"{}\"", file.digest), u64::try_from(file.bytes).unwrap_or(0));
    let headers = request.headers();
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, tag.clone()))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // A part is one of the bytes that are signed: they are never compressed on their way.
        .insert_header(ContentEncoding::Identity);
    if etag::named(headers, &tag).is_some() {
        return Ok(public(response.status(StatusCode::NOT_MODIFIED).finish(), PUBLIC_SECONDS));
    }
    let is_same = headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let range = headers.get(header::RANGE).filter(|_| is_same).and_then(|range| range.to_str().ok());
    let range = match range.and_then(|range| asked(range, length)) {
        Some(Some(range)) => {
            let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            response.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, shown));
            range
        }
        Some(None) => return Err(ApiError::range_not_satisfiable(length)),
        None => 0..length,
    };
    response
        .content_type(media_type(&file.name))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}-{}\"", dump.day, file.name)));
    let (bytes, content) = (range.end - range.start, content(state.into_inner(), dump.id, file.name, range));
    Ok(public(response.body(SizedStream::new(bytes, content)), PUBLIC_SECONDS))
}

/// The part of a file of this length that a header asks for; `Some(None)` where there is none of it, and `None` where nothing is
/// asked for that is given.
#[expect(clippy::option_option, reason = "whether a part is asked for, and whether there is any of it")]
fn asked(range: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    // Digits alone: a number that is read may have a sign. More of them than a number takes are behind every end.
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let (first, last) = (first.trim(), last.trim());
    let range = if first.is_empty() {
        length.saturating_sub(number(last)?)..length
    } else {
        let last = if last.is_empty() { u64::MAX } else { number(last)? };
        number(first).filter(|first| *first <= last)?..last.saturating_add(1).min(length)
    };
    Some((range.start < range.end).then_some(range))
}

/// The bytes of a part, read piece by piece as they are taken.
fn content(
    state: Arc<State>,
    dump: DumpId,
    name: String,
    range: Range<u64>,
) -> impl stream::Stream<Item = Result<Bytes, std::io::Error>> + 'static {
    let size = PIECE as u64;
    stream::try_unfold((state, name, range), move |(state, name, range)| async move {
        if range.is_empty() {
            return Ok(None);
        }
        let (number, wanted) = (i32::try_from(range.start / size).unwrap_or(i32::MAX), name.clone());
        let piece = state.queue.run(move |registry| registry.dump_piece(dump, &wanted, number)).await;
        let gone = || std::io::Error::other("a piece of the file cannot be read");
        let piece = piece.ok().flatten().ok_or_else(gone)?;
        let from = usize::try_from(range.start % size).unwrap_or(usize::MAX);
        let left = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let bytes = piece.get(from..piece.len().min(from.saturating_add(left))).filter(|bytes| !bytes.is_empty());
        let bytes = Bytes::copy_from_slice(bytes.ok_or_else(gone)?);
        let rest = range.start + bytes.len() as u64..range.end;
        Ok(Some((bytes, (state, name, rest))))
    })
}

/// Read the data dictionary
///
/// What each column of the files of open data is called, of which type it is, and what it means.
#[utoipa::path(tag = "open data", responses((status = 200, description = "The dictionary", body = DataDictionary)))]
#[get("/v1/data-dictionary")]
pub async fn read_data_dictionary() -> HttpResponse {
    public(HttpResponse::Ok().json(dictionary()), PUBLIC_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_the_header_asks_for() {
        for (range, expected) in [
            ("bytes=0-0", Some(Some(0..1))),
            ("bytes=2-", Some(Some(2..10))),
            ("bytes=2-99", Some(Some(2..10))),
            ("bytes=-3", Some(Some(7..10))),
            ("bytes=-30", Some(Some(0..10))),
            ("bytes=10-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=3-2", None),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=x-", None),
            ("bytes=+1-+4", None),
            ("bytes=--4", None),
            ("bytes=-", None),
            ("bytes=99999999999999999999999-", Some(None)),
            ("bytes=2-99999999999999999999999", Some(Some(2..10))),
        ] {
            assert_eq!(asked(range, 10), expected, "{range}");
        }
    }

    #[test]
    fn every_column_has_its_meaning() {
        for table in &dictionary().tables {
            assert!(!table.description.is_empty() && table.columns.len() > 5, "{table:?}");
            for column in &table.columns {
                assert!(!column.meaning.is_empty(), "{}: {column:?}", table.name);
            }
        }
    }
}
