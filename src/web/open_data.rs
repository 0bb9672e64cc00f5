//! `/open-data`: what is public of the directory as a whole, on which terms, and how it is checked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use serde_json::json;

use super::page::{Keeping, Page, Reader, render};
use super::structured::{document, part, registry};
use crate::http::dictionary::{DataDictionary, Dictionary};
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::dumps::{self, Dump, DumpFile};

#[derive(Template)]
#[template(path = "open_data.html")]
struct OpenDataPage {
    page: Page,
    dump: Option<Shown>,
    licence: Option<String>,
    dictionary: &'static DataDictionary,
}

/// The latest dump.
struct Shown {
    as_of: String,
    manifest: String,
    files: Vec<File>,
}

struct File {
    name: String,
    address: String,
    rows: String,
    kilobytes: String,
    digest: String,
}

impl Shown {
    fn of(text: Text, (dump, files): &(Dump, Vec<DumpFile>)) -> Self {
        let number = |count: i64| names::number(text.language(), u64::try_from(count).unwrap_or(0));
        let file = |file: &DumpFile| File {
            name: file.name.clone(),
            address: address(dump, file),
            rows: number(file.row_count),
            kilobytes: number(file.bytes.div_euclid(1000).max(1)),
            digest: file.digest.clone(),
        };
        Self {
            as_of: text.say_with("open-data-as-of", &[("day", text.day(dump.day).into())]),
            manifest: format!("/v1/dumps/{}/manifest", dump.day),
            files: files.iter().map(file).collect(),
        }
    }
}

fn address(dump: &Dump, file: &DumpFile) -> String {
    format!("/v1/dumps/{}/files/{}", dump.day, file.name)
}

pub(super) async fn show(
    reader: Reader,
    state: Data<State>,
    dictionary: Data<Dictionary>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let latest = state.read(None, dumps::latest).await?;
    // What was made is on the terms of then.
    let licence = match &latest {
        Some((dump, _)) => dump.licence.clone(),
        None => reader.operator().open_data_licence.clone(),
    };
    let (title, lead) = (text.say("open-data-title"), text.say("open-data-lead"));
    let downloads = latest.iter().flat_map(|(dump, files)| {
        files.iter().map(|file| {
            let media_type = if file.name.ends_with("csv") { "text/csv" } else { "application/x-ndjson" };
            let address = reader.absolute(&address(dump, file));
            part("DataDownload", json!({"name": file.name, "contentUrl": address, "encodingFormat": media_type}))
        })
    });
    let known = json!({
        "name": title, "description": lead, "publisher": registry(&reader), "license": licence,
        "dateModified": latest.as_ref().map(|(dump, _)| dump.day),
        "distribution": downloads.collect::<Vec<_>>(),
    });
    let document = document(&reader, "Dataset", reader.path(), known);
    let page = OpenDataPage {
        page: reader.page(title).described(lead).telling(&document),
        dump: latest.as_ref().map(|latest| Shown::of(text, latest)),
        licence,
        dictionary: (*dictionary.into_inner())(),
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}
