//! Where an export goes on: an opaque word at the end of every line. It holds what the rest of the export needs to be
//! the rest of the same export, so that nothing is kept between two requests.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::Kind;
use crate::clock::Moment;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::BodyId;
use crate::trust::sha256;

/// The first byte. It makes every cursor begin with a letter, which no spreadsheet takes for a formula.
const VERSION: u8 = 1;

/// How much of the digest of what is exported a cursor carries.
const BINDING: usize = 7;

/// A place in an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExportPlace {
    /// The sequence of the last event that is part of the export.
    pub boundary: i64,
    /// The moment at which it began.
    pub as_of: Moment,
    /// The key of the last record before this place; `None` at the beginning.
    pub after: Option<String>,
}

impl ExportPlace {
    /// The place after the record with this key.
    pub fn at(&self, key: String) -> Self {
        Self { after: Some(key), ..self.clone() }
    }

    /// The cursor of this place in an export of this kind and body.
    pub fn seal(&self, kind: Kind, body: Option<BodyId>) -> String {
        let key = self.after.as_deref().and_then(|key| Uuid::try_parse(key).ok()).unwrap_or_default();
        let bytes = [
            &[VERSION][..],
            &binding(kind, body),
            &self.boundary.to_be_bytes(),
            &self.as_of.timestamp_micros().to_be_bytes(),
            key.as_bytes(),
        ];
        URL_SAFE_NO_PAD.encode(bytes.concat())
    }

    /// The place back.
    ///
    /// # Errors
    /// [`Code::InvalidCursor`] for what no export of this kind and body has handed out by `now`.
    pub fn open(cursor: &str, kind: Kind, body: Option<BodyId>, now: Moment) -> Result<Self, Error> {
        let place = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| {
            let rest = bytes.strip_prefix(&[VERSION])?.strip_prefix(&binding(kind, body))?;
            let (boundary, rest) = rest.split_first_chunk::<8>()?;
            let (as_of, key) = rest.split_first_chunk::<8>()?;
            Some(Self {
                boundary: i64::from_be_bytes(*boundary),
                as_of: Moment::from_timestamp_micros(i64::from_be_bytes(*as_of)).filter(|as_of| *as_of <= now)?,
                after: Some(Uuid::from_slice(key).ok()?.hyphenated().to_string()),
            })
        });
        place.ok_or_else(|| {
            let detail = "this cursor is not from a line of this export, of the same body; begin again without it";
            Error::Refused(Refusal {
                errors: vec![InputError::new("/cursor", "invalid_cursor", "is not a cursor of this export")],
                ..Refusal::new(Code::InvalidCursor, detail)
            })
        })
    }
}

/// What a cursor is bound to.
fn binding(kind: Kind, body: Option<BodyId>) -> [u8; BINDING] {
    let whose = body.map_or_else(|| "all".to_owned(), |body| body.to_string());
    let mut binding = [0; BINDING];
    binding.copy_from_slice(&sha256(format!("export\n{}\n{whose}", kind.as_str()).as_bytes())[..BINDING]);
    binding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_own_export_only() {
        let now = Moment::from_timestamp(1_700_000_000, 0).unwrap();
        let body = BodyId::new(now);
        let key = BodyId::new(now).to_string();
        let place = ExportPlace { boundary: 7, as_of: now, after: Some(key) };
        let cursor = place.seal(Kind::Results, Some(body));
        assert!(cursor.starts_with('A'), "{cursor}");
        assert_eq!(ExportPlace::open(&cursor, Kind::Results, Some(body), now).unwrap(), place);
        let open = |cursor: &str, kind, body, now| ExportPlace::open(cursor, kind, body, now).unwrap_err().code();
        let earlier = now - chrono::Duration::seconds(1);
        assert_eq!(open(&cursor, Kind::Candidates, Some(body), now), Code::InvalidCursor);
        assert_eq!(open(&cursor, Kind::Results, None, now), Code::InvalidCursor);
        assert_eq!(open(&cursor, Kind::Results, Some(BodyId::new(now)), now), Code::InvalidCursor);
        assert_eq!(open(&cursor, Kind::Results, Some(body), earlier), Code::InvalidCursor);
        for bad in ["", "A", "%%%", &cursor[1..], &cursor[..cursor.len() - 1], &format!("{cursor}A")] {
            assert_eq!(open(bad, Kind::Results, Some(body), now), Code::InvalidCursor, "{bad}");
        }
    }
}
