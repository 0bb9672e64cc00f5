//! Eligibility for everyone: what somebody says to have, held against the scheme's rules, without saying who.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::NaiveDate;

use super::answers::Answer;
use crate::http::assessment::RequirementView;
use crate::http::extract::Body;
use crate::http::state::State;
use crate::http::view::view;
use crate::input::fields::{Key, Line};
use crate::input::form::{OrUsual, Several, form};
use crate::registry::eligibility::{
    self, ClaimedCertificate, ClaimedCourse, ClaimedExperience, Claims, ClaimsAssessment, NamedCourse,
};
use crate::scheme::Complaint;
use crate::scheme::assessment::Assessment;

/// How many claims of a kind are looked at.
const MOST_CLAIMS: usize = 50;

/// What the answer is worth.
const BASIS: &str = "Everything that was sent is taken as verified, and nothing of it is stored. This is no decision: \
    evidence counts once a body has verified it.";

form! {
    /// What somebody says to have.
    #[example({"qualification": "auditor", "on": "2015-01-01", "external_certificates": [], "course_attendances": [{"qualification": "auditor", "completed_on": "2014-06-01"}], "audit_experience": [{"role": "internal", "it_environment": true, "started_on": "2011-03-01", "ended_on": "2014-02-27"}]})]
    pub struct EligibilityAssessmentRequest {
        /// The qualification's code.
        pub qualification: Line<64>,
        /// The day of the sitting; today when left out.
        pub on: Option<NaiveDate>,
        /// Certificates, of this registry too.
        pub external_certificates: OrUsual<Several<ClaimedCertificate, 0, MOST_CLAIMS>>,
        /// Courses completed.
        pub course_attendances: OrUsual<Several<ClaimedCourseRequest, 0, MOST_CLAIMS>>,
        /// Periods of conducting audits.
        pub audit_experience: OrUsual<Several<ClaimedExperience, 0, MOST_CLAIMS>>,
    }

    /// A course that somebody says to have completed: one of the directory, or an accredited one for a qualification.
    pub struct ClaimedCourseRequest {
        /// Which: id or slug. Left out, the course is taken to have been accredited.
        #[also({"maxLength": 100})]
        pub course_id: Option<Key>,
        /// For which qualification, where no course is named; the one that is asked about when left out.
        pub qualification: Option<Line<64>>,
        /// The last day of it.
        pub completed_on: NaiveDate => |object| {
            if matches!((&course_id, &qualification), (Some(Some(_)), Some(Some(_)))) {
                let detail = "goes without saying where `course_id` names the course; leave it out";
                object.complain("qualification", Complaint::new("contradiction", detail));
            }
        },
    }
}

impl From<EligibilityAssessmentRequest> for Claims {
    fn from(asked: EligibilityAssessmentRequest) -> Self {
        let course = |claimed: ClaimedCourseRequest| {
            let accredited = NamedCourse::Accredited(claimed.qualification);
            let course = claimed.course_id.map_or(accredited, NamedCourse::InDirectory);
            ClaimedCourse { course, completed_on: claimed.completed_on }
        };
        Self {
            external_certificates: asked.external_certificates,
            course_attendances: asked.course_attendances.into_iter().map(course).collect(),
            audit_experience: asked.audit_experience,
        }
    }
}

view! {
    /// The reasoned answer of the scheme's rules to what was sent. The `id` of a piece of evidence is the place of the claim,
    /// a JSON pointer into what was sent.
    pub struct EligibilityAssessmentView(assessed: &ClaimsAssessment) {
        let assessment = Assessment::from(&assessed.findings);
        /// Whether this suffices on the day.
        pub eligible: bool = assessment.eligible(),
        /// The qualification.
        pub qualification: String = &assessment.qualification,
        /// The day the answer speaks of.
        pub on: NaiveDate = assessment.on,
        /// The version of the scheme whose rules were applied.
        pub scheme_version: String = &assessment.scheme_version,
        /// The requirement and all its parts, each with its own answer.
        pub requirement: RequirementView = &assessment.requirement,
        /// What is missing, each in a sentence; empty when it suffices.
        pub unmet: Vec<String> = assessment.unmet(),
        /// The first day from `on` on which this suffices when periods without an end go on; null when waiting does not help.
        pub earliest_on: Option<NaiveDate>,
        /// What the answer rests on.
        pub basis: &'static str = BASIS,
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
    body: Body<EligibilityAssessmentRequest>,
    state: Data<State>,
) -> Answer {
    state.limits.check_verification(&request)?;
    let EligibilityAssessmentRequest { qualification, on, .. } = &body.value;
    let (qualification, on, claims) = (qualification.clone(), *on, Claims::from(body.value));
    let assessed = state.read(None, move |work| eligibility::assess_claims(work, &qualification, &claims, on)).await?;
    Ok(HttpResponse::Ok().json(EligibilityAssessmentView::of(assessed)))
}
