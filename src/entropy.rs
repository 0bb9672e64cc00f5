//! Randomness is an argument: what is unguessable takes its bytes from an [`Entropy`].

use crate::error::Error;

/// Where random bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with bytes that nobody can guess.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        aws_lc_rs::rand::fill(bytes).map_err(|_| Error::Internal("the system gives no random bytes".to_owned()))
    }
}

/// An array of random bytes.
pub fn random<const LENGTH: usize>(entropy: &dyn Entropy) -> Result<[u8; LENGTH], Error> {
    let mut bytes = [0; LENGTH];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}
