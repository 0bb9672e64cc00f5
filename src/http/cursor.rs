//! Cursors: where a list goes on, sealed so that one is good for its own list with its own filters only.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{Code, Error, InputError, Refusal};
use crate::trust::sha256;

/// How much of the filters' digest a cursor carries.
const LENGTH: usize = 8;

/// What a cursor is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding([u8; LENGTH]);

impl Binding {
    /// A list and its filters, in whatever order they are written.
    pub fn new<'a>(path: &str, filters: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>) -> Self {
        let mut filters: Vec<_> = filters.into_iter().collect();
        filters.sort();
        let mut text = path.to_owned();
        for (name, value) in filters {
            text.extend(["\n", &name, "\0", &value]);
        }
        let mut binding = [0; LENGTH];
        binding.copy_from_slice(&sha256(text.as_bytes())[..LENGTH]);
        Self(binding)
    }

    pub fn seal(self, key: &str) -> String {
        URL_SAFE_NO_PAD.encode([self.0.as_slice(), key.as_bytes()].concat())
    }

    /// [`Code::InvalidCursor`] for a cursor that this list, with these filters, did not hand out.
    pub fn open(self, cursor: &str) -> Result<String, Error> {
        let key = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| {
            let key = bytes.strip_prefix(&self.0)?;
            String::from_utf8(key.to_vec()).ok().filter(|key| !key.contains('\0'))
        });
        key.ok_or_else(|| {
            let detail = "this cursor was not handed out by this list with these filters; begin again without it";
            Error::Refused(Refusal {
                errors: vec![InputError::new("/cursor", "invalid_cursor", "is not a cursor of this list")],
                ..Refusal::new(Code::InvalidCursor, detail)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let filters = |pairs: &[(&'static str, &'static str)]| {
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect::<Vec<_>>()
        };
        let binding = Binding::new("/list", filters(&[("a", "1"), ("b", "2")]));
        assert_eq!(binding, Binding::new("/list", filters(&[("b", "2"), ("a", "1")])));
        let other = Binding::new("/list", filters(&[("a", "1")]));
        let cursor = binding.seal("key");
        assert_eq!(binding.open(&cursor).unwrap(), "key");
        for (bad, binding) in [(cursor.as_str(), other), ("", binding), ("%%%", binding), ("AAAA", binding)] {
            assert_eq!(binding.open(bad).unwrap_err().code(), Code::InvalidCursor, "{bad}");
        }
    }
}
