//! The only script of these pages: they ask for a passkey with it.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::trust::sha256;

pub(super) const SCRIPT: &str = include_str!("passkeys.js");

/// What a page says of it: `<script src="/assets/passkeys.js" integrity="…" defer></script>`.
static INTEGRITY: LazyLock<String> = LazyLock::new(|| format!("sha256-{}", STANDARD.encode(sha256(SCRIPT.as_bytes()))));

/// The digest by which a page, and its policy, name this script and no other (Subresource Integrity; Content Security
/// Policy level 3, section 8.4).
pub(super) fn script_integrity() -> &'static str {
    &INTEGRITY
}
