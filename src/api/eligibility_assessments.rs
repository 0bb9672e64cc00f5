//! Eligibility for everyone: what somebody says to have, held against the scheme's rules, without saying who.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::one_of;
use crate::http::assessment::{AssessmentView, RequirementView};
use crate::http::extract::Body;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::eligibility::{
    self, ClaimedCertificate, ClaimedCourse, ClaimedExperience, Claims, ClaimsAssessment, NamedCourse,
};
use crate::scheme::Complaint;
use crate::scheme::assessment::Assessment;
use crate::scheme::evidence::AuditRole;
use crate::scheme::text::{Word, line};

/// How many claims of a kind are looked at.
const MOST_CLAIMS: usize = 50;

/// What the answer is worth.
const BASIS: &str = "Everything that was sent is taken as verified, and nothing of it is stored. This is no decision: \
    evidence counts once a body has verified it.";

/// What somebody says to have.
#[derive(ToSchema)]
#[schema(example = json!({"qualification": "auditor", "on": "2015-01-01", "external_certificates": [], "course_attendances": [{"qualification": "auditor", "completed_on": "2014-06-01"}], "audit_experience": [{"role": "internal", "it_environment": true, "started_on": "2011-03-01", "ended_on": "2014-02-27"}]}))]
pub struct EligibilityAssessmentRequest {
    /// The qualification's code.
    #[schema(min_length = 1, max_length = 64)]
    pub qualification: String,
    /// The day of the sitting; today when left out.
    pub on: Option<NaiveDate>,
    /// Certificates, of this registry too.
    #[schema(max_items = 50)]
    pub external_certificates: Option<Vec<ClaimedCertificateRequest>>,
    /// Courses completed.
    #[schema(max_items = 50)]
    pub course_attendances: Option<Vec<ClaimedCourseRequest>>,
    /// Periods of conducting audits.
    #[schema(max_items = 50)]
    pub audit_experience: Option<Vec<ClaimedExperienceRequest>>,
}

/// A certificate that somebody says to hold.
#[derive(ToSchema)]
pub struct ClaimedCertificateRequest {
    /// Which certification: a code in lower case with underscores.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]*$")]
    pub certification: String,
    /// The day of the award.
    pub awarded_on: NaiveDate,
}

/// A course that somebody says to have completed: one of the directory, or an accredited one for a qualification.
#[derive(ToSchema)]
pub struct ClaimedCourseRequest {
    /// Which: id or slug. Left out, the course is taken to have been accredited.
    #[schema(max_length = 100)]
    pub course_id: Option<String>,
    /// For which qualification, where no course is named; the one that is asked about when left out.
    #[schema(min_length = 1, max_length = 64)]
    pub qualification: Option<String>,
    /// The last day of it.
    pub completed_on: NaiveDate,
}

/// A period of conducting audits.
#[derive(ToSchema)]
pub struct ClaimedExperienceRequest {
    /// In which role: `third_party` or `internal`.
    #[schema(pattern = "^(third_party|internal)$")]
    pub role: String,
    /// Whether in an IT environment; only such experience counts.
    pub it_environment: bool,
    /// The first day.
    pub started_on: NaiveDate,
    /// The last day; null while it goes on.
    pub ended_on: Option<NaiveDate>,
}

/// What somebody says to have, as it is read.
pub struct Asked {
    qualification: String,
    on: Option<NaiveDate>,
    claims: Claims,
}

impl FromObject for Asked {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let qualification = object.required("qualification", |text| line(text, 64));
        let on = object.optional_date("on");
        let most = 0..=MOST_CLAIMS;
        let certificates =
            object.optional_array_of_objects("external_certificates", most.clone(), ClaimedCertificate::from_object);
        let courses = object.optional_array_of_objects("course_attendances", most.clone(), ClaimedCourse::from_object);
        let experience = object.optional_array_of_objects("audit_experience", most, ClaimedExperience::from_object);
        let claims = Claims {
            external_certificates: certificates.unwrap_or_default(),
            course_attendances: courses.unwrap_or_default(),
            audit_experience: experience.unwrap_or_default(),
        };
        Some(Self { qualification: qualification?, on, claims })
    }
}

impl FromObject for ClaimedCertificate {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let certification = object.required("certification", Word::parse);
        let awarded_on = object.required_date("awarded_on");
        Some(Self { certification: certification?, awarded_on: awarded_on? })
    }
}

impl FromObject for ClaimedCourse {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let course = object.optional("course_id", |text| line(text, 100));
        let qualification = object.optional("qualification", |text| line(text, 64));
        let completed_on = object.required_date("completed_on");
        if course.is_some() && qualification.is_some() {
            let detail = "goes without saying where `course_id` names the course; leave it out";
            object.complain("qualification", Complaint::new("contradiction", detail));
        }
        let course = course.map_or(NamedCourse::Accredited(qualification), NamedCourse::InDirectory);
        Some(Self { course, completed_on: completed_on? })
    }
}

impl FromObject for ClaimedExperience {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let roles = AuditRole::ALL.map(AuditRole::as_str);
        let role = object.required("role", |text| one_of(text, &roles));
        let it_environment = object.required_boolean("it_environment");
        let started_on = object.required_date("started_on");
        let ended_on = object.optional_date("ended_on");
        let role = AuditRole::parse(role?)?;
        Some(Self { role, it_environment: it_environment?, started_on: started_on?, ended_on })
    }
}

/// The reasoned answer of the scheme's rules to what was sent. The `id` of a piece of evidence is the place of the claim,
/// a JSON pointer into what was sent.
#[derive(Serialize, ToSchema)]
pub struct EligibilityAssessmentView {
    /// Whether this suffices on the day.
    pub eligible: bool,
    /// The qualification.
    pub qualification: String,
    /// The day the answer speaks of.
    pub on: NaiveDate,
    /// The version of the scheme whose rules were applied.
    pub scheme_version: String,
    /// The requirement and all its parts, each with its own answer.
    pub requirement: RequirementView,
    /// What is missing, each in a sentence; empty when it suffices.
    pub unmet: Vec<String>,
    /// The first day from `on` on which this suffices when periods without an end go on; null when waiting does not help.
    pub earliest_on: Option<NaiveDate>,
    /// What the answer rests on.
    pub basis: &'static str,
}

impl From<&ClaimsAssessment> for EligibilityAssessmentView {
    fn from(assessed: &ClaimsAssessment) -> Self {
        let AssessmentView { eligible, qualification, on, scheme_version, requirement, unmet } =
            AssessmentView::from(&Assessment::from(&assessed.findings));
        let earliest_on = assessed.earliest_on;
        Self { eligible, qualification, on, scheme_version, requirement, unmet, earliest_on, basis: BASIS }
    }
}

/// Assess what somebody has
///
/// Public, and nobody says who it is: certificates, courses and periods with their days, held against the rules that
/// decide on results. Everything is taken as verified and nothing is stored, so this is no decision.
#[utoipa::path(tag = "scheme", request_body = EligibilityAssessmentRequest,
    responses((status = 200, description = "The reasoned answer", body = EligibilityAssessmentView)))]
#[post("/v1/eligibility-assessments")]
pub async fn assess_claims(
    request: HttpRequest,
    body: Body<Asked>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    state.limits.check_verification(&request)?;
    let Asked { qualification, on, claims } = body.value;
    let assessed = state.read(None, move |work| eligibility::assess_claims(work, &qualification, &claims, on)).await?;
    Ok(HttpResponse::Ok().json(EligibilityAssessmentView::from(&assessed)))
}
