//! Many organisation certificates at once, each exactly as one that is submitted by itself.
//!
//! All of a file is one transaction. A row is decided before anything of it is written ([`super::submit`] refuses first and
//! writes then), so a refused row leaves nothing and the others stay; what fails unexpectedly fails the whole file, and
//! nothing of it is left.

use super::loading::Described;
use super::submitting::submit_beside;
use super::{NewOrganisationCertificate, Outcome};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{OrganisationCertificateId, OrganisationId};
use crate::registry::work::Work;
use crate::tabular::objects::ReadRow;

/// A row of a file as it was read.
pub type FileRow = ReadRow<NewOrganisationCertificate>;

/// What became of a row.
#[derive(Clone, Debug)]
pub struct EnteredRow {
    /// The line on which it begins, or which entry it is, counted from 1.
    pub line: u64,
    /// The certificate, and whether it was submitted just now; or the refusal.
    pub outcome: Result<EnteredCertificate, Refusal>,
}

/// A certificate that is on record by a row.
#[derive(Clone, Copy, Debug)]
pub struct EnteredCertificate {
    pub id: OrganisationCertificateId,
    pub organisation: OrganisationId,
    pub outcome: Outcome,
}

/// Whether the caller may submit a file: asked before the file arrives, so that nobody sends much in vain.
pub fn admit_file(work: &mut Work<'_>) -> Result<(), Error> {
    work.authorise(Permission::SubmitOrganisationCertificates).map(|_| ())
}

/// Submits the certificates of a file; of a dry run nothing stays, but what would become of each row is said.
///
/// Rows that describe the same new organisation (the same folded name, country and registration number) are for one
/// organisation: that is no guess of the registry's, because one body says so in one file. What two bodies describe in the
/// file of a registrar stays two, for the registrar to compare. A row that renews a certificate is for the organisation of
/// that one, wherever it stands in the file.
///
/// # Errors
/// Only what concerns the whole file: who may send it, and what was unexpected.
pub fn submit_file(work: &mut Work<'_>, rows: &[FileRow], dry_run: bool) -> Result<Vec<EnteredRow>, Error> {
    work.authorise(Permission::SubmitOrganisationCertificates)?;
    if dry_run { work.rehearse(|work| enter(work, rows)) } else { enter(work, rows) }
}

fn enter(work: &mut Work<'_>, rows: &[FileRow]) -> Result<Vec<EnteredRow>, Error> {
    let mut described = Described::default();
    rows.iter()
        .map(|row| {
            let outcome = match &row.read {
                Ok(new) => enter_row(work, new, &mut described)?,
                Err(errors) => Err(invalid(errors.clone())),
            };
            Ok(EnteredRow { line: row.line, outcome })
        })
        .collect()
}

/// Submits one row; the outer error is that of the whole file.
fn enter_row(
    work: &mut Work<'_>,
    new: &NewOrganisationCertificate,
    described: &mut Described,
) -> Result<Result<EnteredCertificate, Refusal>, Error> {
    match submit_beside(work, new.clone(), described) {
        Ok((certificate, outcome)) => {
            Ok(Ok(EnteredCertificate { id: certificate.id, organisation: certificate.organisation, outcome }))
        }
        Err(Error::Invalid(errors)) => Ok(Err(invalid(errors))),
        Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(other) => Err(other),
    }
}

fn invalid(errors: Vec<InputError>) -> Refusal {
    let detail = match errors.as_slice() {
        [one] => format!("one value is wrong: {}", one.detail),
        all => format!("{} values are wrong; `errors` says which", all.len()),
    };
    Refusal { errors, ..Refusal::new(Code::InvalidInput, detail) }
}
