//! What is kept sealed: which key opens it, and putting it under another one while the registry runs.

use super::work::Registry;
use crate::error::Error;
use crate::store::sealed::{self as kept, SealedText};
use crate::trust::sealing::SealingKey;
use crate::trust::{issuer_keys, keys, webhooks};

pub use kept::Column;

/// What kept answers are sealed for.
pub const ANSWER: &str = "idempotency_keys.body";

/// How many texts are sealed anew in one transaction, so that others get their turn in between.
const IN_ONE: usize = 50;

/// The sealed texts of one column, by the key that opens them.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub column: Column,
    /// How many the present key has sealed.
    pub present: usize,
    /// How many only the key of before opens, or were sealed before texts named their key.
    pub previous: usize,
    /// The rows of those that no key opens that is known here.
    pub lost: Vec<String>,
}

/// What came of sealing anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resealed {
    /// How many texts are under the present key now that were not.
    pub done: usize,
    /// How many no key opens that is known here; they stay as they are.
    pub lost: usize,
}

impl Registry {
    /// Which keys open what is kept sealed.
    pub fn examine_sealed(&self, sealing_key: &SealingKey) -> Result<Vec<Sealed>, Error> {
        Column::ALL.into_iter().map(|column| self.examine_column(sealing_key, column)).collect()
    }

    fn examine_column(&self, sealing_key: &SealingKey, column: Column) -> Result<Sealed, Error> {
        let mut found = Sealed { column, present: 0, previous: 0, lost: Vec::new() };
        for text in self.store.read(|connection| kept::all(connection, column))? {
            match sealing_key.open(&text.sealed, &context(column, &text)) {
                Err(_) => found.lost.push(text.id),
                Ok(_) if sealing_key.is_present(&text.sealed) => found.present += 1,
                Ok(_) => found.previous += 1,
            }
        }
        Ok(found)
    }

    /// Seals everything with the present key that was sealed with the one before. It may be broken off and begun again,
    /// and others may write meanwhile: what changes under its hands is left to them, or taken up in the next round.
    pub fn reseal(&self, sealing_key: &SealingKey) -> Result<Resealed, Error> {
        let mut outcome = Resealed::default();
        for column in Column::ALL {
            loop {
                let round = self.reseal_column(sealing_key, column)?;
                outcome.done += round.done;
                if round.done == 0 {
                    outcome.lost += round.lost;
                    break;
                }
            }
        }
        Ok(outcome)
    }

    fn reseal_column(&self, sealing_key: &SealingKey, column: Column) -> Result<Resealed, Error> {
        let mut texts = self.store.read(|connection| kept::all(connection, column))?;
        texts.retain(|text| !sealing_key.is_present(&text.sealed));
        let mut new = Vec::new();
        let mut outcome = Resealed::default();
        for text in texts {
            match sealing_key.reseal(&text.sealed, &context(column, &text)) {
                Ok(resealed) => new.push((text, resealed)),
                Err(_) => outcome.lost += 1,
            }
        }
        for some in new.chunks(IN_ONE) {
            outcome.done += self.store.write(|connection| {
                let mut done = 0;
                for (old, new) in some {
                    done += usize::from(kept::replace(connection, column, old, new)?);
                }
                Ok(done)
            })?;
        }
        Ok(outcome)
    }
}

fn context(column: Column, text: &SealedText) -> String {
    match column {
        Column::SigningKey => keys::context(&text.id),
        Column::IssuerKey => issuer_keys::context(&text.id),
        Column::WebhookSecret | Column::PreviousWebhookSecret => webhooks::context(&text.id),
        Column::Answer => ANSWER.to_owned(),
    }
}
