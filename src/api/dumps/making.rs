//! How a dump is made: the lines are those that the lists of the API have, page by page, in pieces into the database.

use std::io::{self, Write};

use aws_lc_rs::digest::{Context, SHA256};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{CSV, NDJSON};
use crate::api::bodies::BodyView;
use crate::api::courses::CourseView;
use crate::api::directory::CertifiedOrganisationView;
use crate::api::tables::{Row, cells, head};
use crate::api::training_organisations::TrainingOrganisationView;
use crate::error::Error;
use crate::ids::DumpId;
use crate::registry::directory::{self, OrganisationSearch, Search};
use crate::registry::dumps::{Dump, DumpFile, PIECE};
use crate::registry::issuer_keys::Signatory;
use crate::registry::{Page, PageRequest, Registry, Work, bodies, training};
use crate::tabular::{Format, TableWriter, Wanted};
use crate::trust::hexadecimal;

/// How many lines are read at a time.
const AT_ONCE: u32 = 200;

/// Makes the dump of today, if it is not there and nobody makes it; with `anew`, also where it is there. Says what was made.
///
/// # Errors
/// Those of the store, and where nothing can be signed.
pub fn make(
    registry: &Registry,
    signatory: &Signatory,
    licence: Option<&str>,
    anew: bool,
) -> Result<Option<(Dump, Vec<DumpFile>)>, Error> {
    let Some(mut dump) = registry.begin_dump(licence, anew)? else { return Ok(None) };
    let on = dump.day;
    let files = [
        table(registry, dump.id, |work, part| {
            Ok(bodies::search(work, &Search::of(on), part)?.map(|body| BodyView::of(&body, on)))
        })?,
        table(registry, dump.id, |work, part| {
            let found = training::search_courses_with_organisations(work, &Search::of(on), part)?;
            Ok(found.map(|(course, by)| CourseView::of(&course, &by, on)))
        })?,
        table(registry, dump.id, |work, part| {
            let wanted = OrganisationSearch { on: Some(on), ..OrganisationSearch::default() };
            Ok(directory::list_organisations(work, &wanted, part)?.map(CertifiedOrganisationView::of))
        })?,
        table(registry, dump.id, |work, part| {
            let found = training::search_organisations(work, &Search::of(on), part)?;
            Ok(found.map(|one| TrainingOrganisationView::of(one, on)))
        })?,
    ]
    .concat();
    let manifest = manifest(registry, signatory, &dump, &files);
    dump.made_at = Some(registry.finish_dump(signatory, &dump, &files, &manifest)?);
    Ok(Some((dump, files)))
}

/// What is signed.
fn manifest(registry: &Registry, signatory: &Signatory, dump: &Dump, files: &[DumpFile]) -> Value {
    let (issuer, now) = (signatory.issuer(), registry.now());
    let file = |file: &DumpFile| json!({"name": file.name, "rows": file.row_count, "bytes": file.bytes, "sha256": file.digest});
    json!({
        "iss": issuer.did(),
        "iat": now.timestamp(),
        "sub": format!("{}/v1/dumps/{}", issuer.url(), dump.day),
        "day": dump.day,
        "licence": dump.licence,
        "files": files.iter().map(file).collect::<Vec<_>>(),
    })
}

/// Writes the two files of a table.
fn table<V: Row + Serialize + ToSchema>(
    registry: &Registry,
    dump: DumpId,
    page: impl Fn(&mut Work<'_>, &PageRequest) -> Result<Page<V>, Error>,
) -> Result<Vec<DumpFile>, Error> {
    let file = |ending: &str| Sink::new(registry, dump, format!("{}.{ending}", V::TABLE));
    let wanted = Wanted { format: Format::Csv, separator: b',', name: V::TABLE, is_continued: false };
    let unwritable = |error: io::Error| Error::storage("the dump cannot be written", &error);
    let mut sheet = TableWriter::begin(file(CSV), wanted, head(V::COLUMNS)).map_err(unwritable)?;
    let mut lines = file(NDJSON);
    let mut part = PageRequest { after: None, limit: AT_ONCE };
    let mut rows = 0;
    loop {
        let found = registry.read(None, |work| page(work, &part))?;
        for one in &found.items {
            let object = serde_json::to_value(one).map_err(|error| Error::Internal(error.to_string()))?;
            sheet.write_row(&cells(V::COLUMNS, &object)).map_err(unwritable)?;
            // The members in the order in which the API has them.
            serde_json::to_writer(&mut lines, one).map_err(|error| unwritable(error.into()))?;
            lines.write_all(b"\n").map_err(unwritable)?;
            rows += 1;
        }
        match found.next {
            Some(next) => part.after = Some(next),
            None => break,
        }
    }
    let sheet = sheet.finish().map_err(unwritable)?;
    Ok(vec![sheet.end(rows)?, lines.end(rows)?])
}

/// Where the bytes of a file go: into the database, piece by piece.
struct Sink<'a> {
    registry: &'a Registry,
    dump: DumpId,
    name: String,
    held: Vec<u8>,
    pieces: i32,
    bytes: i64,
    digest: Context,
}

impl<'a> Sink<'a> {
    fn new(registry: &'a Registry, dump: DumpId, name: String) -> Self {
        Self { registry, dump, name, held: Vec::new(), pieces: 0, bytes: 0, digest: Context::new(&SHA256) }
    }

    fn keep(&mut self, length: usize) -> Result<(), Error> {
        let rest = self.held.split_off(length);
        let piece = std::mem::replace(&mut self.held, rest);
        self.registry.keep_piece(self.dump, &self.name, self.pieces, &piece)?;
        self.digest.update(&piece);
        self.pieces += 1;
        self.bytes += i64::try_from(piece.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    fn end(mut self, row_count: i64) -> Result<DumpFile, Error> {
        if !self.held.is_empty() {
            self.keep(self.held.len())?;
        }
        let digest = hexadecimal(self.digest.finish().as_ref());
        Ok(DumpFile { name: self.name, row_count, bytes: self.bytes, digest })
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        while self.held.len() >= PIECE {
            self.keep(PIECE).map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
