//! The status lists that this node signed last, so that one is signed anew only when it shows something else.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::problem::ApiError;
use super::state::State;
use crate::registry::status_lists::MadeStatusList;
use crate::trust::signatures::Signed;
use crate::trust::status_list::Purpose;

type Key = (u32, Purpose);

/// The lists by number and purpose.
#[derive(Default)]
pub struct StatusLists(Mutex<HashMap<Key, MadeStatusList>>);

impl StatusLists {
    /// The list as the record has it now: the database is always asked whether the last one still holds.
    ///
    /// # Errors
    /// 404 where there is no such list; 503 where the database cannot be asked.
    pub async fn list(&self, state: &State, key: Key) -> Result<Signed, ApiError> {
        let (known, signatory) = (self.known().get(&key).cloned(), state.signatory.clone());
        let made = state.queue.run(move |registry| registry.status_list(&signatory, key, known.as_ref())).await?;
        let signed = made.signed.clone();
        self.known().insert(key, made);
        Ok(signed)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Key, MadeStatusList>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
