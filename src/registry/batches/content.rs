//! The content of a batch, read piece by piece.

use std::io::{Cursor, Read};

use crate::ids::ResultBatchId;
use crate::registry::work::Registry;
use crate::store::batches as kept;

/// The content of a batch.
pub(super) struct Content<'a> {
    registry: &'a Registry,
    batch: ResultBatchId,
    next: i32,
    piece: Cursor<Vec<u8>>,
}

impl<'a> Content<'a> {
    pub const fn new(registry: &'a Registry, batch: ResultBatchId) -> Self {
        Self { registry, batch, next: 0, piece: Cursor::new(Vec::new()) }
    }
}

impl Read for Content<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let piece = self
                .registry
                .store
                .read(|connection| kept::piece(connection, self.batch, self.next))
                .map_err(std::io::Error::other)?;
            let Some(piece) = piece else { return Ok(0) };
            self.next += 1;
            self.piece = Cursor::new(piece);
        }
    }
}
