//! The report of a batch, as a download.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpResponse, get};
use futures_util::stream::{self, Stream};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::api::answers::Answer;
use crate::error::{Code, Error};
use crate::http::authentication::Authenticated;
use crate::http::places::Party;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::batches::{self, Batch, Report};

/// How much is handed on at a time.
const CHUNK: usize = 64 * 1024;

/// How many chunks may wait for the client.
const AHEAD: usize = 4;

/// How long a client may take nothing before it is given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often is looked whether the client takes something again.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Fetch the report
///
/// The file back as CSV, with what became of each row beside it: its outcome, the certificate's number, and all that is
/// wrong with it. It opens in a spreadsheet, and can be put right there and sent again. Rows that have not been dealt
/// with yet have no outcome. The file is kept for a while after the last row, and with it the report.
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 200, description = "The report: a table in UTF-8 with a byte-order mark",
        content((String = "text/csv")))))]
#[get("/v1/result-batches/{id}/report.csv")]
pub async fn read_result_batch_report(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
    let caller = caller.0;
    let place = state.reports.enter(Party::of(&caller))?;
    let found = state.queue.run(move |registry| {
        let batch = registry.read(Some(caller), |work| batches::find(work, &id))?;
        let has_file = Report::new(registry, caller, &batch).has_file()?;
        Ok((batch, has_file))
    });
    let (batch, has_file) = found.await?;
    if !has_file {
        let detail = format!(
            "the file of this batch is not kept any more, and so there is no report: that is so {} days after its last \
             row; /v1/result-batches/{}/rows still has what became of each row",
            state.batches.file_days, batch.id
        );
        return Err(ApiError::refused(Code::NotFound, detail));
    }
    let disposition = disposition(&file_name(&batch));
    let (sender, receiver) = mpsc::channel(AHEAD);
    let registry = state.registry.clone();
    // Goes on by itself; it ends with the rows, or when the client has gone.
    drop(web::block(move || {
        let _place = place;
        let mut chunks = Chunks { buffer: Vec::with_capacity(CHUNK), sender };
        let written = Report::new(&registry, caller, &batch).write(&mut chunks);
        let finished = written.and_then(|()| chunks.finish().map_err(|error| Error::Internal(error.to_string())));
        match finished {
            Ok(()) => {}
            Err(_) if chunks.sender.is_closed() => tracing::info!("a report was given up: its client has gone"),
            Err(error) => tracing::error!(cause = error.to_string(), batch = %batch.id, "a report broke off"),
        }
    }));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.streaming(content(receiver)))
}

/// A piece of a report; `None` says that it is complete.
type Piece = Option<Bytes>;

/// The content, as it arrives. It ends with an error unless it is complete, so that the answer is broken off.
fn content(receiver: mpsc::Receiver<Piece>) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(receiver, |mut receiver| async move {
        match receiver.recv().await {
            Some(Some(chunk)) => Ok(Some((chunk, receiver))),
            Some(None) => Ok(None),
            None => Err(io::Error::other("the report broke off")),
        }
    })
}

/// Hands on what is written to it, chunk by chunk, at the pace of the client.
struct Chunks {
    buffer: Vec<u8>,
    sender: mpsc::Sender<Piece>,
}

impl Chunks {
    fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        self.send(None)
    }

    /// On a thread of its own, which holds no connection meanwhile.
    fn send(&self, mut piece: Piece) -> io::Result<()> {
        let started = Instant::now();
        loop {
            piece = match self.sender.try_send(piece) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(piece)) if started.elapsed() < PATIENCE => piece,
                Err(TrySendError::Full(_)) => {
                    return Err(io::Error::new(ErrorKind::TimedOut, "the client has stopped reading"));
                }
                Err(TrySendError::Closed(_)) => {
                    return Err(io::Error::new(ErrorKind::BrokenPipe, "the client has gone"));
                }
            };
            std::thread::sleep(LOOK_EVERY);
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        self.send(Some(chunk.into()))
    }
}

/// The name of the report of a file: the file's own, with what it is.
fn file_name(batch: &Batch) -> String {
    let own = batch.file_name.as_deref().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let stem = own.filter(|stem| !stem.trim().is_empty()).map_or_else(|| batch.id.to_string(), str::to_owned);
    format!("{stem}-report.csv")
}

/// The header (RFC 6266) by which a browser saves it under this name; for those that read no other alphabet, a plain one
/// first.
fn disposition(name: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_');
    let plain: String = name.chars().map(|one| if is_plain(one) { one } else { '_' }).collect();
    let mut header = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if is_plain(char::from(byte)) {
                header.push(char::from(byte));
            } else {
                // Writing to a text does not fail.
                let _ = write!(header, "%{byte:02X}");
            }
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    #[test]
    fn a_name_is_told_in_every_alphabet() {
        assert_eq!(disposition("May-report.csv"), "attachment; filename=\"May-report.csv\"");
        assert_eq!(
            disposition("Prüfung \"1\".csv"),
            "attachment; filename=\"Pr_fung__1_.csv\"; filename*=UTF-8''Pr%C3%BCfung%20%221%22.csv"
        );
    }

    #[actix_web::test]
    async fn what_is_written_arrives_and_what_is_not_finished_breaks_off() {
        for is_finished in [true, false] {
            let (sender, receiver) = mpsc::channel(AHEAD);
            let text = "a row of a report\r\n".repeat(100_000);
            let written = text.clone();
            let writing = web::block(move || {
                let mut chunks = Chunks { buffer: Vec::new(), sender };
                written.as_bytes().chunks(777).try_for_each(|part| chunks.write_all(part))?;
                if is_finished { chunks.finish() } else { chunks.flush() }
            });
            let reading = content(receiver).collect::<Vec<_>>();
            let (written, read) = tokio::join!(writing, reading);
            written.unwrap().unwrap();
            assert_eq!(read.iter().all(Result::is_ok), is_finished);
            let read: Vec<u8> = read.into_iter().filter_map(Result::ok).flatten().collect();
            assert!(read == text.as_bytes());
        }
    }

    #[actix_web::test]
    async fn the_thread_ends_when_the_client_has_gone() {
        let (sender, receiver) = mpsc::channel(AHEAD);
        drop(receiver);
        let mut chunks = Chunks { buffer: b"to nobody".to_vec(), sender };
        let error = web::block(move || chunks.finish()).await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }
}
