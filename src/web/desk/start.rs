//! The first page of the desk, with what needs doing, and the choice of a role.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::frame::{self, Desk, role_with_place};
use super::sent::Sent;
use super::session::{Acting, SignedIn, asked_next, next};
use crate::auth::permission::Permission;
use crate::http::problem::ApiError;
use crate::messages::Text;
use crate::registry::attention::{self, AttentionKind};
use crate::web::page::{Keeping, Page, render, see_other};

#[derive(Template)]
#[template(path = "desk/start.html")]
struct Start {
    page: Page,
    desk: Desk,
    /// What needs somebody: what it is, and how many there are, which are more where the second is true. `None` for a role
    /// that nothing waits for.
    waiting: Option<Vec<(String, u32, bool)>>,
}

/// `GET /desk`
pub(in crate::web) async fn show(acting: Acting) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let text = signed_in.reader.text;
    let waiting = if acting.holds(Permission::RegisterResults) {
        let signatory = signed_in.state.signatory.clone();
        let counted =
            signed_in.state.read(Some(signed_in.caller()), move |work| attention::counts(work, &signatory, None));
        let waiting = counted.await?.into_iter().filter(|(_, number, _)| *number > 0);
        Some(waiting.map(|(kind, number, is_more)| (needs(text, kind), number, is_more)).collect())
    } else {
        None
    };
    let page = frame::page(signed_in, text.say("desk-title"));
    let start = Start { page, desk: Desk::of(&acting), waiting };
    render(StatusCode::OK, text.language(), Keeping::Private, &start)
}

/// What it is that needs somebody.
fn needs(text: Text, kind: AttentionKind) -> String {
    match kind {
        AttentionKind::BatchRefused => text.say("attention-batch-refused"),
        AttentionKind::BodyAuditorExpiring => text.say("attention-body-auditor-expiring"),
        AttentionKind::CandidateDuplicate => text.say("attention-candidate-duplicate"),
        AttentionKind::CertificateQuestioned => text.say("attention-certificate-questioned"),
        AttentionKind::CourseAccreditationEnding => text.say("attention-course-accreditation-ending"),
        AttentionKind::EditionClosing => text.say("attention-edition-closing"),
        AttentionKind::FontMissing => text.say("attention-font-missing"),
        AttentionKind::IdentityChange => text.say("attention-identity-change"),
        AttentionKind::IssuerWithdrawn => text.say("attention-issuer-withdrawn"),
        AttentionKind::KeyProblem => text.say("attention-key-problem"),
        AttentionKind::OrganisationCertificateExpiring => text.say("attention-organisation-certificate-expiring"),
        AttentionKind::OrganisationDuplicate => text.say("attention-organisation-duplicate"),
        AttentionKind::OverdueConfirmation => text.say("attention-overdue-confirmation"),
        AttentionKind::PreliminaryScope => text.say("attention-preliminary-scope"),
        AttentionKind::TooFewAuditors => text.say("attention-too-few-auditors"),
        AttentionKind::TrainingAccreditationEnding => text.say("attention-training-accreditation-ending"),
        AttentionKind::WaitingScope => text.say("attention-waiting-scope"),
        AttentionKind::WebhookGivenUp => text.say("attention-webhook-given-up"),
    }
}

#[derive(Template)]
#[template(path = "desk/roles.html")]
struct RoleChoices {
    page: Page,
    desk: Desk,
    action: String,
    next: String,
    /// The ids of the roles, what each is, and whether it is the one that was chosen.
    roles: Vec<(String, String, bool)>,
}

/// `GET /desk/role`
pub(in crate::web) async fn show_roles(signed_in: SignedIn, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let text = signed_in.reader.text;
    let chosen = signed_in.current.role().map(|choice| choice.assignment.id);
    let roles = signed_in.current.roles.iter().map(|choice| {
        let id = choice.assignment.id;
        (id.to_string(), role_with_place(text, choice), chosen == Some(id))
    });
    let choices = RoleChoices {
        page: frame::page(&signed_in, text.say("desk-roles")),
        desk: Desk::without_role(&signed_in),
        action: signed_in.reader.link("/desk/role"),
        next: asked_next(&request),
        roles: roles.collect(),
    };
    render(StatusCode::OK, text.language(), Keeping::Private, &choices)
}

/// `POST /desk/role`
pub(in crate::web) async fn choose_role(sent: Sent<SignedIn>) -> Result<HttpResponse, ApiError> {
    let (SignedIn { reader, state, current, .. }, fields) = (sent.who, sent.fields);
    let role = fields.get("role").to_owned();
    state.queue.write(move |registry| registry.choose_role(&current, &role)).await?;
    Ok(see_other(reader.link(&next(Some(fields.get("next"))))))
}
