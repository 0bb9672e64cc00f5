//! The status lists that this node signed last, so that one is signed anew only when it shows something else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::problem::ApiError;
use super::queue::Queue;
use crate::registry::issuer_keys::Signatory;
use crate::registry::status_lists::MadeStatusList;
use crate::trust::signatures::Signed;
use crate::trust::status_list::Purpose;

type Key = (u32, Purpose);

pub struct StatusLists {
    queue: Queue,
    signatory: Arc<Signatory>,
    last: Mutex<HashMap<Key, MadeStatusList>>,
}

impl StatusLists {
    pub(super) fn new(queue: Queue, signatory: Arc<Signatory>) -> Self {
        Self { queue, signatory, last: Mutex::default() }
    }

    /// The list as the record has it now: the database is always asked whether the last one still holds.
    pub async fn list(&self, key: Key) -> Result<Signed, ApiError> {
        let (known, signatory) = (self.known().get(&key).cloned(), self.signatory.clone());
        let made = self.queue.run(move |registry| registry.status_list(&signatory, key, known.as_ref())).await?;
        let signed = made.signed.clone();
        self.known().insert(key, made);
        Ok(signed)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Key, MadeStatusList>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
