//! A file between the database and a client: filled as fast as the database gives, read as fast as the client takes.
//!
//! So a slow client holds nothing of the database, and memory stays flat however much there is. The file has no name
//! (it lies in the system's temporary directory, `TMPDIR`) and is gone with the last of its two ends.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::web::{self, Bytes};
use futures_util::stream::{self, Stream};
use tokio::sync::watch;

use super::concurrency::Permit;

const CHUNK: usize = 64 * 1024;

/// How far the file is filled, and what is to come.
#[derive(Clone, Copy, Debug)]
struct Progress {
    length: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Filling,
    Complete,
    Broken,
}

struct Shared {
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    file: Arc<File>,
    /// When the client was last given something, unless it has asked for more since.
    waiting_since: Option<Instant>,
    _permit: Permit,
}

/// The end that is written to. Dropped without [`finish`](Self::finish) it leaves a broken spool, and the client hears
/// of that.
pub struct Writer {
    shared: Arc<Shared>,
    buffer: Vec<u8>,
    progress: watch::Sender<Progress>,
}

pub struct Reader {
    shared: Arc<Shared>,
    progress: watch::Receiver<Progress>,
    position: u64,
}

/// A client that takes nothing for as long as `patience` is given up.
pub fn spool(permit: Permit, patience: Duration) -> io::Result<(Writer, Reader)> {
    let file = Arc::new(tempfile::tempfile()?);
    let kept = Kept { file, waiting_since: None, _permit: permit };
    let shared = Arc::new(Shared { kept: Mutex::new(Some(kept)) });
    let (progress, receiver) = watch::channel(Progress { length: 0, state: State::Filling });
    actix_web::rt::spawn(watch_over(Arc::downgrade(&shared), patience));
    let writer = Writer { shared: shared.clone(), buffer: Vec::with_capacity(CHUNK), progress };
    Ok((writer, Reader { shared, progress: receiver, position: 0 }))
}

/// Takes the file and its place away from a client that has stopped reading.
async fn watch_over(shared: std::sync::Weak<Shared>, patience: Duration) {
    loop {
        tokio::time::sleep(patience / 4).await;
        let Some(shared) = shared.upgrade() else { return };
        let mut kept = shared.lock();
        if kept.as_ref().and_then(|kept| kept.waiting_since).is_some_and(|since| since.elapsed() > patience) {
            tracing::warn!("a client stopped reading a download and was given up");
            *kept = None;
            return;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self) -> io::Result<Arc<File>> {
        let gone = || io::Error::new(ErrorKind::BrokenPipe, "the client was given up");
        self.lock().as_ref().map(|kept| kept.file.clone()).ok_or_else(gone)
    }

    fn client_waits_since(&self, moment: Option<Instant>) {
        if let Some(kept) = self.lock().as_mut() {
            kept.waiting_since = moment;
        }
    }
}

impl Writer {
    pub fn is_abandoned(&self) -> bool {
        self.progress.is_closed() || self.shared.file().is_err()
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.progress.send_modify(|progress| progress.state = State::Complete);
        Ok(())
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    /// [`ErrorKind::BrokenPipe`] when the client has gone.
    fn flush(&mut self) -> io::Result<()> {
        let Progress { length, state } = *self.progress.borrow();
        self.shared.file()?.write_all_at(&self.buffer, length)?;
        let length = length + self.buffer.len() as u64;
        self.buffer.clear();
        self.progress.send(Progress { length, state }).map_err(|_| ErrorKind::BrokenPipe.into())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.progress.send_modify(|progress| {
            if progress.state == State::Filling {
                progress.state = State::Broken;
            }
        });
    }
}

impl Reader {
    /// The content, as it arrives. It ends with an error unless it is complete, so that the answer is broken off.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> {
        stream::try_unfold(self, |mut reader| async move {
            reader.shared.client_waits_since(None);
            let chunk = reader.next().await?;
            reader.shared.client_waits_since(Some(Instant::now()));
            Ok(chunk.map(|chunk| (chunk, reader)))
        })
    }

    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            let Progress { length, state } = *self.progress.borrow_and_update();
            if length > self.position {
                return self.read(length - self.position).await.map(Some);
            }
            match state {
                State::Complete => return Ok(None),
                State::Broken => return Err(io::Error::other("the download broke off")),
                // The other end is gone only after it has said how it went.
                State::Filling => self.progress.changed().await.map_err(io::Error::other)?,
            }
        }
    }

    async fn read(&mut self, available: u64) -> io::Result<Bytes> {
        let file = self.shared.file()?;
        let (position, size) = (self.position, usize::try_from(available).unwrap_or(CHUNK).min(CHUNK));
        let read = web::block(move || {
            let mut chunk = vec![0; size];
            file.read_exact_at(&mut chunk, position).map(|()| Bytes::from(chunk))
        });
        let chunk = read.await.map_err(io::Error::other)??;
        self.position += chunk.len() as u64;
        Ok(chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::concurrency::{ConcurrencyLimit, Party};
    use futures_util::StreamExt;

    fn open(patience: Duration) -> (ConcurrencyLimit, Writer, Reader) {
        let limit = ConcurrencyLimit::new(1, 1, "tests");
        let party = Party::at([192, 0, 2, 1].into());
        let (writer, reader) = spool(limit.enter(party).unwrap(), patience).unwrap();
        (limit, writer, reader)
    }

    #[actix_web::test]
    async fn what_is_written_is_read_to_its_end() {
        let (limit, mut writer, reader) = open(Duration::from_mins(1));
        let content: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let copy = content.clone();
        let filling = web::block(move || {
            for part in copy.chunks(777) {
                writer.write_all(part)?;
            }
            writer.finish()
        });
        let reading = reader.into_stream().map(|chunk| chunk.unwrap().to_vec()).concat();
        let (filled, read) = tokio::join!(filling, reading);
        filled.unwrap().unwrap();
        assert!(read == content);
        assert_eq!(limit.free(), 1);
    }

    #[actix_web::test]
    async fn what_is_not_finished_ends_with_an_error() {
        let (_, mut writer, reader) = open(Duration::from_mins(1));
        writer.write_all(b"half").unwrap();
        writer.flush().unwrap();
        drop(writer);
        let chunks: Vec<_> = reader.into_stream().collect().await;
        assert_eq!(chunks[0].as_ref().unwrap(), "half");
        assert!(chunks[1].is_err() && chunks.len() == 2);
    }

    #[actix_web::test]
    async fn a_writer_hears_that_the_reader_has_gone() {
        let (_, mut writer, reader) = open(Duration::from_mins(1));
        drop(reader);
        writer.write_all(b"to nobody").unwrap();
        assert_eq!(writer.flush().unwrap_err().kind(), ErrorKind::BrokenPipe);
    }

    #[actix_web::test]
    async fn a_reader_that_stops_reading_loses_its_place() {
        let (limit, mut writer, reader) = open(Duration::from_millis(40));
        writer.write_all(&vec![7; 2 * CHUNK]).unwrap();
        let mut stream = Box::pin(reader.into_stream());
        assert_eq!(stream.next().await.unwrap().unwrap().len(), CHUNK);
        while limit.free() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(stream.next().await.unwrap().is_err());
        assert_eq!(writer.flush().unwrap_err().kind(), ErrorKind::BrokenPipe);
    }
}
