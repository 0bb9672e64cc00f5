//! Files to begin with, as both the JSON face and the command line hand them out.

use super::names;
use crate::error::Error;
use crate::registry::batches::file::template as results;
use crate::registry::organisation_certificates::template as organisation_certificates;
use crate::scheme::Scheme;
use crate::scheme::language::Language;
use crate::scheme::words::words;
use crate::tabular::template::{Audience, Template, csv, workbook};

words! {
    /// What a file is of.
    TemplateKind {
        Results = "results",
        OrganisationCertificates = "organisation-certificates",
    }

    /// How it is written.
    TemplateForm {
        Csv = "csv",
        Ndjson = "ndjson",
        /// A workbook with typed columns, drop-downs and explanations.
        Xlsx = "xlsx",
    }
}

impl TemplateForm {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl TemplateKind {
    const fn template(self) -> &'static Template {
        match self {
            Self::Results => &results::TEMPLATE,
            Self::OrganisationCertificates => &organisation_certificates::TEMPLATE,
        }
    }
}

/// The template, in a language where it has words.
///
/// # Errors
/// [`Error::Invalid`] where there is none in this form.
pub fn template(kind: TemplateKind, form: TemplateForm, language: Language, scheme: &Scheme) -> Result<Vec<u8>, Error> {
    let audience = Audience { language, scheme, countries: &names::countries(language) };
    match (form, kind) {
        (TemplateForm::Csv, _) => Ok(csv(kind.template(), &audience).map_err(internal)?.into_bytes()),
        (TemplateForm::Xlsx, _) => workbook(kind.template(), &audience).map_err(internal),
        (TemplateForm::Ndjson, TemplateKind::Results) => Ok(results::ndjson().as_bytes().to_vec()),
        (TemplateForm::Ndjson, TemplateKind::OrganisationCertificates) => {
            let detail = "is no form of a file of organisation certificates; it is `csv` or `xlsx`";
            Err(Error::invalid("/format", "unknown_word", detail))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn internal(error: impl ToString) -> Error {
    Error::Internal(format!("a template cannot be made: {}", error.to_string()))
}
