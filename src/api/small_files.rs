//! Files of some hundred rows, tables or arrays, that are answered at once.

use actix_web::HttpRequest;
use actix_web::web::{Bytes, Payload};
use serde_json::Value;

use crate::error::{Code, Error};
use crate::http::extract::{content_type, read_body_up_to};
use crate::input::json;
use crate::registry::batches::no_choice_of_dates;
use crate::tabular::objects::{Layout, MOST_ROWS, ObjectTable, ReadRow};
use crate::tabular::{Format, Said};
use crate::trust::sha256;

/// The largest file, in bytes.
const MOST_BYTES: usize = 2 << 20;

/// The most mistakes of a row that are told.
pub(super) const MOST_MISTAKES: usize = 30;

/// The types of a table; which kind it is, is told by its content.
pub(super) const TABLES: &[&str] = &[Format::Csv.media_type(), Format::Xlsx.media_type(), Format::Ods.media_type()];
const JSON: &str = "application/json";
pub(super) const TABLES_AND_JSON: &[&str] =
    &[Format::Csv.media_type(), Format::Xlsx.media_type(), Format::Ods.media_type(), JSON];

/// A file that has arrived.
pub(super) struct SmallFile {
    bytes: Bytes,
    is_json: bool,
}

impl SmallFile {
    /// Takes a file of one of these types.
    pub async fn arrive(request: &HttpRequest, payload: Payload, types: &[&str]) -> Result<Self, Error> {
        let media_type = media_type(request, types)?;
        let bytes = read_body_up_to(request, payload.into_inner(), media_type, MOST_BYTES).await?;
        Ok(Self { bytes, is_json: media_type.eq_ignore_ascii_case(JSON) })
    }

    pub fn digest(&self) -> [u8; 32] {
        sha256(&self.bytes)
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The rows, each read by `reader`, and what the columns are where there are some.
    pub fn read<T>(
        &self,
        said: Said<'_>,
        read_table: impl FnOnce(&[u8], Said<'_>) -> Result<ObjectTable, Error>,
        reader: impl Fn(Value) -> Result<T, Error>,
    ) -> Result<(Vec<ReadRow<T>>, Option<Layout>), Error> {
        if self.is_json {
            if said.dates.is_some() {
                return Err(no_choice_of_dates("JSON"));
            }
            return Ok((read_entries(&self.bytes, reader)?, None));
        }
        let table = read_table(&self.bytes, said)?;
        let rows = table.rows.into_iter().map(|row| row.read(&reader));
        Ok((rows.collect::<Result<_, Error>>()?, Some(table.layout)))
    }
}

fn read_entries<T>(bytes: &[u8], reader: impl Fn(Value) -> Result<T, Error>) -> Result<Vec<ReadRow<T>>, Error> {
    let Value::Array(entries) = json::parse(bytes)? else {
        return Err(Error::invalid("", "wrong_type", "must be an array"));
    };
    if !(1..=MOST_ROWS).contains(&entries.len()) {
        let detail = format!("must have from 1 to {MOST_ROWS} entries, not {}", entries.len());
        return Err(Error::invalid("", "wrong_length", detail));
    }
    let read = |(line, entry): (u64, Value)| match reader(entry) {
        Ok(new) => Ok(ReadRow { line, read: Ok(new) }),
        Err(Error::Invalid(errors)) => Ok(ReadRow { line, read: Err(errors) }),
        Err(other) => Err(other),
    };
    (1..).zip(entries).map(read).collect()
}

/// The type that the file is sent as, if it is one of these.
fn media_type<'a>(request: &'a HttpRequest, types: &[&str]) -> Result<&'a str, Error> {
    let sent = content_type(request.headers()).split(';').next().unwrap_or_default().trim();
    let is_table = Format::from_media_type(sent).is_some_and(|format| format != Format::Ndjson);
    let is_json = types.contains(&JSON) && sent.eq_ignore_ascii_case(JSON);
    (is_table || is_json).then_some(sent).ok_or_else(|| {
        let detail = format!("send the file itself as the body, with the `Content-Type` {}", types.join(" or "));
        Error::refused(Code::UnsupportedMediaType, detail)
    })
}
