//! The words in a credential that are neither of the person nor of the certificate: those of the scheme and the name of
//! the issuer. They are kept by their digest, so that a start sees which credentials have words that are true no more.

use serde_json::{Value, json};

use crate::error::Error;
use crate::registry::work::Work;
use crate::scheme::Scheme;
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::sitting::{Edition, NamedFormat};
use crate::store::untrue_credentials::{self as kept, KeptWords};
use crate::trust::credential::{Claims, description};
use crate::trust::{hexadecimal, sha256};

/// The words for one qualification, edition and format.
pub(super) struct Words<'a> {
    qualification: &'a QualificationCode,
    edition: &'a EditionCode,
    format: &'a FormatCode,
    pub title: String,
    pub summary: String,
    pub edition_title: String,
    pub scheme_title: &'a str,
    pub issuer_name: &'a str,
}

impl<'a> Words<'a> {
    /// The words as they are now.
    pub fn now(
        scheme: &'a Scheme,
        issuer_name: &'a str,
        qualification: &'a QualificationCode,
        (edition, format): (&'a EditionCode, &'a FormatCode),
    ) -> Self {
        let (title, summary) = scheme.qualification_words(qualification);
        let edition_title = scheme.edition_words(edition, format);
        Self { qualification, edition, format, title, summary, edition_title, scheme_title: &scheme.title, issuer_name }
    }

    /// Their digest: SHA-256, hexadecimal. What the words are for is in it, because two qualifications, editions or
    /// formats may be called the same, and one of them something else tomorrow.
    pub fn digest(&self) -> String {
        let codes = [self.qualification.as_str(), self.edition.as_str(), self.format.as_str()];
        digest_of(&json!([codes, self.title, self.summary, self.edition_title, self.scheme_title, self.issuer_name]))
    }

    /// Keeps them, for what is signed with them.
    pub fn keep(&self, work: &mut Work<'_>) -> Result<(), Error> {
        let kept = KeptWords {
            digest: self.digest(),
            qualification: self.qualification.clone(),
            edition: self.edition.clone(),
            format: self.format.clone(),
        };
        kept::keep_words(work.connection, &kept)
    }

    /// Whether a credential says them. One from before the titles of scheme and edition were told says the latter in its
    /// description only.
    pub fn are_said_by(&self, claims: &Claims) -> bool {
        claims.issuer_name.as_deref() == Some(self.issuer_name)
            && claims.title == self.title
            && claims.description.as_deref() == Some(&description(&self.summary, &self.edition_title))
            && claims.scheme_title.as_deref().is_none_or(|title| title == self.scheme_title)
            && claims.edition_title.as_deref().is_none_or(|title| title == self.edition_title)
    }
}

/// The digest of all words that a scheme has for credentials: nodes on one database need the same.
pub(in crate::registry) fn digest_of_all(scheme: &Scheme) -> String {
    let qualifications: Vec<_> = scheme
        .qualifications
        .iter()
        .map(|one| json!([one.code.as_str(), scheme.qualification_words(&one.code)]))
        .collect();
    let pairs = scheme.editions.iter().flat_map(|edition| scheme.formats.iter().map(move |format| (edition, format)));
    let words = |(edition, format): (&Edition, &NamedFormat)| {
        json!([edition.code.as_str(), format.code.as_str(), scheme.edition_words(&edition.code, &format.code)])
    };
    let editions: Vec<_> = pairs.map(words).collect();
    digest_of(&json!([scheme.title, qualifications, editions]))
}

fn digest_of(words: &Value) -> String {
    hexadecimal(&sha256(words.to_string().as_bytes()))
}
