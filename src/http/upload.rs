//! Bodies that are too large for memory: into a temporary file, as they arrive.
//!
//! The file has no name (it lies in the system's temporary directory, `TMPDIR`), so it is gone with whoever holds it.

use std::fs::File;
use std::io::{self, Write};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web;
use futures_util::StreamExt;

use super::extract::{announced_length, broken_off, within};
use crate::error::{Code, Error};

/// How much is written at a time.
const CHUNK: usize = 256 * 1024;

/// How much is taken, and how long is waited for it.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// The most bytes.
    pub bytes: u64,
    /// How long the whole of it may take to arrive.
    pub deadline: Duration,
}

/// Receives a body.
///
/// # Errors
/// [`Code::PayloadTooLarge`], at once where the client announces too much; [`Code::RequestTimeout`];
/// [`Code::MalformedRequest`] when the connection breaks off.
pub async fn receive(request: &HttpRequest, payload: Payload, limits: UploadLimits) -> Result<File, Error> {
    if announced_length(request.headers()).is_some_and(|length| length > limits.bytes) {
        return Err(too_large(limits));
    }
    within(limits.deadline, collect(payload, limits)).await
}

async fn collect(mut payload: Payload, limits: UploadLimits) -> Result<File, Error> {
    let mut file = off_the_reactor(tempfile::tempfile).await?.map_err(|error| unusable(&error))?;
    let (mut buffer, mut received) = (Vec::with_capacity(CHUNK), 0);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| broken_off())?;
        received += chunk.len() as u64;
        if received > limits.bytes {
            return Err(too_large(limits));
        }
        buffer.extend_from_slice(&chunk);
        if buffer.len() >= CHUNK {
            (file, buffer) = write(file, buffer).await?;
        }
    }
    write(file, buffer).await.map(|(file, _)| file)
}

async fn write(mut file: File, mut buffer: Vec<u8>) -> Result<(File, Vec<u8>), Error> {
    let written = off_the_reactor(move || {
        file.write_all(&buffer)?;
        buffer.clear();
        Ok((file, buffer))
    });
    written.await?.map_err(|error: io::Error| unusable(&error))
}

/// Does work that takes a while, or waits for a disk, where it holds nobody up.
pub async fn off_the_reactor<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    web::block(work).await.map_err(|_| Error::Internal("the work panicked".to_owned()))
}

fn too_large(limits: UploadLimits) -> Error {
    Error::refused(Code::PayloadTooLarge, format!("a file may have {} bytes at most; split it", limits.bytes))
}

fn unusable(error: &io::Error) -> Error {
    let cause = format!("the temporary file of an upload cannot be used: {error}");
    Error::Unavailable { code: Code::Overloaded, cause }
}
