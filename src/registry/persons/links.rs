//! What links and sessions have in common: a token that is kept as a digest.

use chrono::Duration;

use crate::error::{Code, Error};
use crate::secret::Secret;
use crate::trust;

/// For how long the link of an invitation opens, and one that stands in for a lost passkey.
pub(crate) const LINK_OPENS_FOR: Duration = Duration::minutes(15);

/// What is kept of a token.
pub(super) fn digest(token: &Secret) -> String {
    trust::hexadecimal(&trust::digest(token))
}

/// What is said of every link that opens nothing: whether it ever did is nobody's business.
pub(super) fn opens_nothing() -> Error {
    let detail = "this link does not exist or opens no more: it opens once, and for 15 minutes; ask whoever sent it for a new one";
    Error::refused(Code::NotFound, detail)
}
