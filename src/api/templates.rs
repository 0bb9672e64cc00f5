//! Files to begin with.

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpResponse, get};

use super::answers::Answer;
use super::questions::{Anybody, Asker, Question};
use crate::http::templates::{TemplateForm, TemplateKind, template};
use crate::http::{accept, extract};
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::scheme::language::Language;

form! {
    /// Which template is wanted.
    pub struct TemplateQuery {
        /// `csv`, `ndjson` or `xlsx`; what `Accept` prefers when left out, and CSV when that names none of them.
        pub format: Option<TemplateForm>,
        /// The language of headings and explanations: `en`, `de`, `fr`, `es` or `ja`; what `Accept-Language` prefers when left
        /// out.
        pub language: Option<Language>,
    }
}

word_fields! {
    TemplateForm: Self = Self::ALL, Self::as_str;
    Language: Self = Self::ALL, Self::tag;
}

/// What making a workbook takes, as that of reading so many bytes.
const EFFORT: usize = 64 * 1024;

/// Fetch a result file to begin with
///
/// As CSV it is a file that can be sent: comments that explain every column, the header, and rows as examples. As NDJSON it is
/// the same rows. As a workbook it has a sheet to fill in, with typed columns and drop-downs, one that explains the columns, and
/// one of the codes. Its headings are in the language that is asked for, and are understood when the file is sent.
#[utoipa::path(tag = "result batches", params(TemplateQuery),
    responses((status = 200, description = "The template", content(
        (String = "text/csv"), (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
#[get("/v1/templates/results")]
pub async fn read_result_template(question: Question<TemplateQuery, Anybody>) -> Answer {
    answer(question, TemplateKind::Results).await
}

/// Fetch a file of organisation certificates to begin with
///
/// As that of results, as CSV or as a workbook.
#[utoipa::path(tag = "organisation certificates", params(TemplateQuery),
    responses((status = 200, description = "The template", content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
#[get("/v1/templates/organisation-certificates")]
pub async fn read_organisation_certificate_template(question: Question<TemplateQuery, Anybody>) -> Answer {
    answer(question, TemplateKind::OrganisationCertificates).await
}

async fn answer(question: Question<TemplateQuery, Anybody>, kind: TemplateKind) -> Answer {
    let Question { state, request, asker, query } = question;
    let form = query.format.unwrap_or_else(|| preferred(request.headers()));
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = query.language.unwrap_or_else(|| accept::language(accepted.unwrap_or_default()));
    let registry = state.registry.clone();
    let made = extract::compute(&request, EFFORT, move || template(kind, form, language, registry.scheme())).await??;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, form.media_type()))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{kind}.{form}\"")))
        .insert_header((header::VARY, "accept, accept-encoding, accept-language"));
    Ok(asker.told(response.body(made)))
}

/// The form that `Accept` asks for; CSV where it does not say.
fn preferred(headers: &HeaderMap) -> TemplateForm {
    const OFFERS: &[(TemplateForm, &[&str])] = &[
        (TemplateForm::Csv, &["text/csv"]),
        (TemplateForm::Ndjson, &["application/x-ndjson"]),
        (TemplateForm::Xlsx, &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]),
    ];
    accept::preferred(headers, OFFERS).map_or(TemplateForm::Csv, |(form, _)| form)
}
