//! What takes long and holds something of this node meanwhile: so many at once, and not more.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Code, Error};

/// The places for one kind of thing on this node.
pub struct Places {
    free: Arc<Semaphore>,
    what: &'static str,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "it is held, not looked at")] OwnedSemaphorePermit);

impl Places {
    /// So many places for `what`.
    #[must_use]
    pub fn new(places: usize, what: &'static str) -> Self {
        Self { free: Arc::new(Semaphore::new(places)), what }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// [`Code::Overloaded`] at once when there is none: whoever waits for a place would only hold up another.
    pub fn enter(&self) -> Result<Place, Error> {
        let taken = |_| Error::Unavailable { code: Code::Overloaded, cause: format!("no place for {}", self.what) };
        self.free.clone().try_acquire_owned().map(Place).map_err(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_once_it_is_left() {
        let places = Places::new(1, "a test");
        let place = places.enter().unwrap();
        assert_eq!(places.enter().unwrap_err().code(), Code::Overloaded);
        drop(place);
        places.enter().unwrap();
    }
}
