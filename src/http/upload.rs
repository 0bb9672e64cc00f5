//! Bodies that are too large for memory: into a temporary file, as they arrive.
//!
//! The file has no name (it lies in the system's temporary directory, `TMPDIR`), so it is gone with whoever holds it.

use std::fs::File;
use std::io::{self, Write};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use futures_util::StreamExt;
use tokio::time::Instant;

use super::computing::off_the_reactor;
use super::extract::{announced_length, broken_off, within};
use crate::error::{Code, Error};

const CHUNK: usize = 256 * 1024;

/// At which rate a body must arrive at least, in bytes a second: who sends less holds a place for nothing.
const LEAST_RATE: u64 = 4096;

/// How much is taken, and how long is waited for it.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    pub bytes: u64,
    pub deadline: Duration,
    /// How much later than at [`LEAST_RATE`] any part of it may arrive.
    pub grace: Duration,
}

/// Fails with [`Code::PayloadTooLarge`], at once where the client announces too much; [`Code::RequestTimeout`], also for
/// what arrives too slowly; [`Code::MalformedRequest`] when the connection breaks off.
pub async fn receive(request: &HttpRequest, payload: Payload, limits: UploadLimits) -> Result<File, Error> {
    if announced_length(request.headers()).is_some_and(|length| length > limits.bytes) {
        return Err(too_large(limits));
    }
    within(limits.deadline, collect(payload, limits)).await
}

async fn collect(mut payload: Payload, limits: UploadLimits) -> Result<File, Error> {
    let mut file = off_the_reactor(tempfile::tempfile).await?.map_err(|error| unusable(&error))?;
    let (mut buffer, mut received) = (Vec::with_capacity(CHUNK), 0);
    let started = Instant::now();
    loop {
        let due = started + limits.grace + Duration::from_secs(received / LEAST_RATE);
        let Ok(chunk) = tokio::time::timeout_at(due, payload.next()).await else { return Err(too_slow()) };
        let Some(chunk) = chunk else { break };
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

fn too_slow() -> Error {
    let detail = format!("the file arrives too slowly: send at least {LEAST_RATE} bytes a second, without long pauses");
    Error::refused(Code::RequestTimeout, detail)
}

fn too_large(limits: UploadLimits) -> Error {
    Error::refused(Code::PayloadTooLarge, format!("a file may have {} bytes at most; split it", limits.bytes))
}

fn unusable(error: &io::Error) -> Error {
    Error::storage("the temporary file of an upload cannot be used", error)
}
