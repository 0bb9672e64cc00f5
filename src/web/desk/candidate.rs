//! One candidate on one page: who it is, what the candidate holds and has sat, what is on record as evidence, and what the
//! candidate may sit today or on another day.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::candidates::{CANDIDATES, name_of};
use super::frame::{self, Desk};
use super::session::Acting;
use super::table::{Row, Table};
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::ids::CandidateId;
use crate::messages::Text;
use crate::registry::candidates::{self, Candidate};
use crate::registry::certificates::{self, Certificate};
use crate::registry::evidence::{self, Evidence};
use crate::registry::results::{self, Marking, RegisteredResult, ResultQuery};
use crate::registry::{PageRequest, Work, eligibility};
use crate::scheme::Scheme;
use crate::scheme::assessment::Assessment;
use crate::scheme::exam::Outcome;
use crate::scheme::lifecycle::Status;
use crate::web::page::{Keeping, Page, Reader, render};

/// How many certificates, results and pieces of evidence a page shows.
const SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "desk/candidate.html")]
struct CandidatePage {
    page: Page,
    desk: Desk,
    facts: Vec<(String, String)>,
    certificates: Table,
    results: Table,
    evidence: Table,
    eligibility: Vec<Eligibility>,
    /// The day that they are asked about.
    on: NaiveDate,
    day: String,
    enter: Option<String>,
}

/// Whether the candidate may sit an examination.
pub(super) struct Eligibility {
    pub title: String,
    pub is_eligible: bool,
    /// What is missing, as the registry says it, in English.
    pub unmet: Vec<String>,
}

/// On which day.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web) struct On {
    on: Option<String>,
}

/// What is on record of a candidate.
struct Record {
    candidate: Candidate,
    certificates: Vec<Certificate>,
    results: Vec<RegisteredResult>,
    evidence: Vec<Evidence>,
    assessments: Vec<Assessment>,
}

impl Record {
    fn load(work: &mut Work<'_>, id: CandidateId, on: NaiveDate) -> Result<Self, Error> {
        let part = PageRequest { after: None, limit: SHOWN };
        let candidate = candidates::find(work, id)?;
        let query = ResultQuery { candidate: Some(id), ..ResultQuery::default() };
        let assessments = assess(work, id, on)?;
        Ok(Self {
            candidate,
            certificates: certificates::list(work, Some(id), None, &part)?.items,
            results: results::list(work, &query, &part)?.items,
            evidence: evidence::list(work, &id.to_string(), None)?,
            assessments,
        })
    }
}

/// What a candidate may sit on a day: the answer for each qualification.
pub(super) fn assess(work: &mut Work<'_>, id: CandidateId, on: NaiveDate) -> Result<Vec<Assessment>, Error> {
    let codes: Vec<_> = work.scheme().qualifications.iter().map(|one| one.code.clone()).collect();
    codes.into_iter().map(|code| eligibility::assess(work, id, code.as_str(), Some(on))).collect()
}

pub(super) fn parse_id(id: &str) -> Result<CandidateId, Error> {
    CandidateId::parse(id).ok_or(Error::NotFound("candidate"))
}

/// `GET /desk/candidates/{id}`
pub(in crate::web) async fn show(acting: Acting, id: Path<String>, asked: Query<On>) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let (id, today) = (parse_id(&id)?, signed_in.state.registry.now().date_naive());
    let on = asked.on.as_deref().and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()).unwrap_or(today);
    let found = signed_in.state.read(Some(signed_in.caller()), move |work| Record::load(work, id, on)).await?;
    let (reader, text, token) = (&signed_in.reader, signed_in.reader.text, &signed_in.form_token);
    let scheme = signed_in.state.registry.scheme();
    let shown = CandidatePage {
        page: frame::page(signed_in, name_of(&found.candidate)),
        desk: Desk::of(&acting),
        facts: facts(text, &found.candidate),
        certificates: certificate_table(reader, scheme, found.certificates, today, token),
        results: result_table(text, scheme, found.results, token),
        evidence: evidence_table(text, found.evidence, token),
        eligibility: found.assessments.iter().map(|assessment| eligible(text, scheme, assessment)).collect(),
        on,
        day: text.day(on),
        enter: acting.may_write().then(|| reader.link(&format!("{CANDIDATES}/{id}/results"))),
    };
    render(StatusCode::OK, text.language(), Keeping::Private, &shown)
}

fn facts(text: Text, candidate: &Candidate) -> Vec<(String, String)> {
    let country = candidate.country.as_ref().map(|code| names::country(text.language(), code.as_str()).into_owned());
    let listed = if candidate.is_listed() { text.say("desk-yes") } else { text.say("desk-no") };
    let all = [
        (text.say("desk-candidate-number"), Some(candidate.number.to_string())),
        (text.say("desk-birth-date"), Some(text.day(candidate.birth_date))),
        (text.say("desk-person-email"), candidate.email.clone()),
        (text.say("desk-country"), country),
        (text.say("desk-listed-short"), Some(listed)),
        (text.say("desk-candidate-since"), Some(text.day(candidate.registered_at.date_naive()))),
    ];
    all.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}

/// What a qualification is called.
pub(super) fn title(text: Text, scheme: &Scheme, code: &str) -> String {
    scheme.qualification(code).map_or_else(|| code.to_owned(), |known| text.of_scheme(&known.title).text)
}

pub(super) fn eligible(text: Text, scheme: &Scheme, assessment: &Assessment) -> Eligibility {
    Eligibility {
        title: title(text, scheme, assessment.qualification.as_str()),
        is_eligible: assessment.eligible(),
        unmet: assessment.unmet().into_iter().map(str::to_owned).collect(),
    }
}

fn certificate_table(
    reader: &Reader,
    scheme: &Scheme,
    found: Vec<Certificate>,
    today: NaiveDate,
    form_token: &str,
) -> Table {
    let text = reader.text;
    let columns = vec![
        text.say("desk-certificate-number"),
        text.say("desk-qualification"),
        text.say("desk-status"),
        text.say("desk-awarded"),
        text.say("desk-expires"),
    ];
    let none = text.say("desk-certificates-none");
    Table::new("certificates", text.say("desk-certificates"), columns, none, form_token).with_rows(
        found.into_iter().map(|certificate| Row {
            address: Some(reader.link(&format!("/verify/{}", certificate.number))),
            head: certificate.number.to_string(),
            cells: vec![
                title(text, scheme, certificate.qualification.as_str()),
                status_word(text, certificate.history().status_on(today)),
                text.day(certificate.awarded_on),
                certificate.expires_on.map_or_else(String::new, |day| text.day(day)),
            ],
            ..Row::default()
        }),
    )
}

fn status_word(text: Text, status: Status) -> String {
    match status {
        Status::NotYet => text.say("desk-status-not-yet"),
        Status::InForce => text.say("desk-status-valid"),
        Status::Suspended { .. } => text.say("desk-status-suspended"),
        Status::Withdrawn => text.say("desk-status-withdrawn"),
        Status::Expired => text.say("desk-status-expired"),
    }
}

fn result_table(text: Text, scheme: &Scheme, found: Vec<RegisteredResult>, form_token: &str) -> Table {
    let columns = vec![
        text.say("desk-sat-on"),
        text.say("desk-qualification"),
        text.say("desk-outcome"),
        text.say("desk-marks"),
        text.say("desk-reference"),
    ];
    let none = text.say("desk-results-none");
    Table::new("results", text.say("desk-results"), columns, none, form_token).with_rows(found.into_iter().map(|one| {
        let result = one.result;
        let mark = if result.annulment.is_some() {
            Some(text.say("desk-result-annulled"))
        } else {
            one.corrected_by.map(|_| text.say("desk-result-corrected"))
        };
        Row {
            head: text.day(result.sat_on),
            mark,
            cells: vec![
                title(text, scheme, result.qualification.as_str()),
                outcome(text, result.outcome),
                match &result.marking {
                    Marking::Declared => String::new(),
                    Marking::Computed { marks, marks_available, .. } => format!("{marks} / {marks_available}"),
                },
                result.reference.unwrap_or_default(),
            ],
            ..Row::default()
        }
    }))
}

pub(super) fn outcome(text: Text, outcome: Outcome) -> String {
    match outcome {
        Outcome::Pass => text.say("desk-pass"),
        Outcome::Fail => text.say("desk-fail"),
    }
}

fn evidence_table(text: Text, found: Vec<Evidence>, form_token: &str) -> Table {
    let columns = vec![text.say("desk-evidence-kind"), text.say("desk-since"), text.say("desk-evidence-checked")];
    let none = text.say("desk-evidence-none");
    Table::new("evidence", text.say("desk-evidence"), columns, none, form_token).with_rows(found.into_iter().map(
        |one| Row {
            head: evidence_kind(text, one.claim.kind()),
            mark: one.rejection.as_ref().map(|_| text.say("desk-evidence-rejected")),
            cells: vec![
                text.day(one.recorded_at.date_naive()),
                one.attestation.as_ref().map_or_else(String::new, |attested| text.day(attested.at.date_naive())),
            ],
            ..Row::default()
        },
    ))
}

fn evidence_kind(text: Text, kind: evidence::EvidenceKind) -> String {
    match kind {
        evidence::EvidenceKind::ExternalCertificate => text.say("desk-evidence-external-certificate"),
        evidence::EvidenceKind::CourseAttendance => text.say("desk-evidence-course-attendance"),
        evidence::EvidenceKind::AuditExperience => text.say("desk-evidence-audit-experience"),
        evidence::EvidenceKind::ContinuingEducation => text.say("desk-evidence-continuing-education"),
    }
}
