//! What a request names by its id, slug or code: what is not on record is gathered, so that one refusal tells all of it.

use crate::error::{Code, Error, InputError, Refusal};
use crate::scheme::Scheme;

/// What is found if it is there, and a complaint if not.
pub(super) fn known_or<T>(
    found: Result<T, Error>,
    pointer: &str,
    noun: &str,
    wrong: &mut Vec<InputError>,
) -> Result<Option<T>, Error> {
    match found {
        Err(Error::NotFound(_)) => {
            let detail = format!("there is no {noun} with this id or slug");
            wrong.push(InputError::new(pointer, "unknown_reference", detail));
            Ok(None)
        }
        found => found.map(Some),
    }
}

/// The complaint about a qualification that the scheme does not have.
pub(super) fn unknown_qualification(scheme: &Scheme, pointer: &str) -> InputError {
    let known: Vec<_> = scheme.qualifications.iter().map(|known| known.code.as_str()).collect();
    let detail = format!("is not a qualification of the scheme; it has {}", known.join(", "));
    InputError::new(pointer, "unknown_qualification", detail)
}

/// The complaint about an edition that organisations are not certified against.
pub(super) fn unknown_edition(scheme: &Scheme) -> InputError {
    let known: Vec<_> = scheme.standard_editions.iter().map(|edition| edition.code.as_str()).collect();
    let detail = format!("is not an edition that organisations are certified against; there are {}", known.join(", "));
    InputError::new("/edition", "unknown_edition", detail)
}

/// Refuses a query that names what is not there: not with 404, which would say that the list itself is not.
pub(super) fn refuse_unknown(wrong: Vec<InputError>) -> Result<(), Error> {
    if wrong.is_empty() {
        return Ok(());
    }
    let detail = "the query names something that is not on record".to_owned();
    Err(Error::Refused(Refusal { errors: wrong, ..Refusal::new(Code::InvalidParameter, detail) }))
}
