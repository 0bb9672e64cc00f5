//! The OpenAPI document: collected from the handlers, and completed here with what is the same for many of them.

use actix_web::dev::HttpServiceFactory;
use actix_web::http::Method;
use actix_web::{HttpResponse, get, web};
use serde_json::{Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::{OpenApi, PathItem};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, OpenApiFactory};

use super::answers::{PUBLIC_SECONDS, public};
use super::{
    approved_auditors, attendances, attention, audit, auditors, bodies, candidate_distinctions, candidate_merges,
    candidate_searches, candidates, certificates, clients, course_sessions, courses, credential_checks, credentials,
    directory, discovery, documents, dumps, eligibility_assessments, events, evidence, exports, health, holder_links,
    identity_changes, invitations, issuer, leaflets, notices, organisation_verifications, passkeys, persons,
    qualifications, result_batches, results, role_assignments, sessions, sign_in_links, statistics, status_lists,
    templates, tokens, training_organisations, verifications, webhook_deliveries, webhook_subscriptions,
};

mod completion;
mod conflicts;
mod organisations;
mod problem;
mod webhooks;

pub use problem::{InputErrorDocument, ProblemDocument};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Touchstone",
        description = "The certification registry of the ISO/IEC 20000 qualification scheme. Bodies register candidates, evidence and results; the registry enforces the scheme's rules with reasons and awards certificates; anybody verifies them.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/", description = "This service")),
    tags(
        (name = "scheme", description = "What the scheme examines, and who may sit."),
        (name = "verifications", description = "Whether a certificate is what it seems."),
        (name = "bodies", description = "Registered Certification Bodies and their listing."),
        (name = "auditors", description = "Approved auditors, whom the listings of bodies name."),
        (name = "attention", description = "What needs a registrar."),
        (name = "organisations", description = "Organisations that are certified or apply, and which records are one."),
        (name = "directory", description = "Everything public at once, searched together."),
        (name = "training", description = "Training organisations, accredited courses, their sessions, and attendance at them."),
        (name = "organisation certificates", description = "Who is certified, for what and by whom, from the application on."),
        (name = "publications", description = "What the scheme owner publishes: documents, notices and leaflets."),
        (name = "open data", description = "What is public of the directory as a whole, what its columns mean, and what is counted."),
        (name = "candidates", description = "The people who sit examinations, and their eligibility."),
        (name = "evidence", description = "What a requirement may rest on."),
        (name = "results", description = "Results of sittings, their corrections and annulments."),
        (name = "result batches", description = "Files of results, and what became of their rows."),
        (name = "certificates", description = "Certificates and the history of their status."),
        (name = "credentials", description = "Certificates in a signed form that anybody can check, and what is needed for that."),
        (name = "exports", description = "Everything of one kind at once, as it was at one moment."),
        (name = "events", description = "What happened, in the order of commit."),
        (name = "webhooks", description = "Being told what happened, by messages to a URL of your own."),
        (name = "clients", description = "Programs that act for a body, a registrar or an employer."),
        (name = "persons", description = "People who act for the scheme office, a body or a training organisation: their roles, sessions and passkeys."),
        (name = "invitations", description = "How a person first gets in."),
        (name = "tokens", description = "Access tokens (OAuth 2.0) and the keys they are signed with."),
        (name = "operations", description = "For those who run the service. Its metrics are not here: each node shows them in Prometheus' text format at /metrics, on an address of their own that the operator names (the setting metrics_bind), and on none without it.")
    ),
    components(schemas(
        ProblemDocument, InputErrorDocument, crate::http::assessment::AssessmentView,
        crate::http::possible_candidate::PossibleCandidateView,
        crate::http::event::WebhookMessageView
    ))
)]
struct Base;

/// Where operations are registered: with a server, or for the document. A server has no use for the latter, and to collect
/// it takes longer than the rest of its start.
pub trait Operations {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self;
}

impl Operations for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        self.service(operation)
    }
}

impl Operations for ServiceConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        self.service(operation)
    }
}

/// Registers every address of the JSON face.
#[expect(clippy::too_many_lines, reason = "a table: one line for each address")]
pub fn configure<O: Operations>(config: &mut O) {
    config
        .service(qualifications::list_qualifications)
        .service(qualifications::read_qualification)
        .service(eligibility_assessments::assess_claims)
        .service(verifications::verify_certificate)
        .service(verifications::verify_certificate_with_name)
        .service(verifications::verify_certificates)
        .service(organisation_verifications::verify_organisation_certificate)
        .service(credential_checks::check_credential)
        .service(bodies::listing::list_bodies)
        .service(bodies::read_body)
        .service(bodies::create_body)
        .service(bodies::change_body)
        .service(bodies::suspend_body)
        .service(bodies::reinstate_body)
        .service(bodies::withdraw_body)
        .service(directory::search_directory)
        .service(directory::list_organisations)
        .service(auditors::list_body_auditors)
        .service(auditors::read_body_auditor)
        .service(auditors::name_body_auditor)
        .service(auditors::remove_body_auditor)
        .service(leaflets::read_scheme_leaflet)
        .service(leaflets::read_qualification_leaflet)
        .service(documents::list_documents)
        .service(documents::read_published_document)
        .service(documents::read_document_file)
        .service(documents::publish_document)
        .service(documents::send_document_file)
        .service(documents::correct_document)
        .service(documents::withdraw_document)
        .service(notices::list_notices)
        .service(notices::read_notice)
        .service(notices::publish_notice)
        .service(notices::correct_notice)
        .service(notices::withdraw_notice)
        .service(approved_auditors::list_approved_auditors)
        .service(approved_auditors::read_approved_auditor)
        .service(approved_auditors::approve_auditor)
        .service(approved_auditors::remove_approved_auditor)
        .service(attention::list_attention)
        .service(attention::count_attention)
        .service(training_organisations::list_training_organisations)
        .service(training_organisations::read_training_organisation)
        .service(training_organisations::create_training_organisation)
        .service(training_organisations::change_training_organisation)
        .service(training_organisations::extend_training_organisation)
        .service(training_organisations::suspend_training_organisation)
        .service(training_organisations::reinstate_training_organisation)
        .service(training_organisations::withdraw_training_organisation)
        .service(attendances::record_attendance)
        .service(attendances::list_attendances)
        .service(attendances::read_attendance)
        .service(attendances::files::record_attendance_file)
        .service(course_sessions::list_course_sessions)
        .service(course_sessions::read_course_session)
        .service(course_sessions::publish_course_session)
        .service(course_sessions::change_course_session)
        .service(course_sessions::cancel_course_session)
        .service(courses::list_courses)
        .service(courses::read_course)
        .service(courses::create_course)
        .service(courses::change_course)
        .service(courses::extend_course)
        .service(courses::suspend_course)
        .service(courses::reinstate_course)
        .service(courses::withdraw_course)
        .service(candidates::list_candidates)
        .service(candidates::read_candidate)
        .service(candidates::create_candidate)
        .service(candidates::change_candidate)
        .service(candidates::assess_eligibility)
        .service(identity_changes::list_identity_changes)
        .service(identity_changes::read_identity_change)
        .service(identity_changes::request_identity_change)
        .service(identity_changes::decide_identity_change)
        .service(identity_changes::withdraw_identity_change)
        .service(candidate_distinctions::list_candidate_distinctions)
        .service(candidate_distinctions::distinguish_candidates)
        .service(candidate_merges::list_candidate_merges)
        .service(candidate_merges::merge_candidate)
        .service(candidate_merges::separate_candidate)
        .service(candidate_searches::search_candidates)
        .service(evidence::list_external_certificates)
        .service(evidence::record_external_certificate)
        .service(evidence::list_course_attendances)
        .service(evidence::record_course_attendance)
        .service(evidence::list_audit_experience)
        .service(evidence::record_audit_experience)
        .service(evidence::list_continuing_education)
        .service(evidence::record_continuing_education)
        .service(evidence::read_evidence)
        .service(evidence::verify_evidence)
        .service(evidence::reject_evidence)
        .service(results::list_results)
        .service(results::read_result)
        .service(results::create_result)
        .service(results::correct_result)
        .service(results::annul_result)
        .service(templates::read_result_template)
        .service(templates::read_organisation_certificate_template)
        .service(result_batches::list_result_batches)
        .service(result_batches::submission::create_result_batch)
        .service(result_batches::read_result_batch)
        .service(result_batches::list_result_batch_rows)
        .service(result_batches::report::read_result_batch_report)
        .service(result_batches::report::read_result_batch_report_as_csv)
        .service(result_batches::progress::follow_result_batch)
        .service(result_batches::cancel_result_batch)
        .service(certificates::list_certificates)
        .service(certificates::read_certificate)
        .service(certificates::read_certificate_history)
        .service(certificates::suspend_certificate)
        .service(certificates::reinstate_certificate)
        .service(certificates::withdraw_certificate)
        .service(certificates::renew_certificate)
        .service(certificates::confirm_certificate)
        .service(credentials::read_credential)
        .service(credentials::read_certificate_pdf)
        .service(credentials::read_organisation_credential)
        .service(credentials::read_organisation_confirmation)
        .service(status_lists::read_status_list)
        .service(issuer::read_issuer)
        .service(issuer::read_issuer_keys)
        .service(issuer::read_did_document)
        .service(holder_links::list_holder_links)
        .service(holder_links::read_holder_link)
        .service(holder_links::issue_holder_link)
        .service(holder_links::revoke_holder_link)
        .service(exports::export_candidates)
        .service(exports::export_results)
        .service(exports::export_certificates)
        .service(events::list_events)
        .service(audit::list_audit)
        .service(webhook_subscriptions::list_webhook_subscriptions)
        .service(webhook_subscriptions::read_webhook_subscription)
        .service(webhook_subscriptions::create_webhook_subscription)
        .service(webhook_subscriptions::change_webhook_subscription)
        .service(webhook_subscriptions::remove_webhook_subscription)
        .service(webhook_subscriptions::replace_webhook_secret)
        .service(webhook_deliveries::list_webhook_deliveries)
        .service(webhook_deliveries::read_webhook_delivery)
        .service(webhook_deliveries::redeliver_webhook)
        .service(webhook_deliveries::test_webhook)
        .service(clients::list_clients)
        .service(clients::read_client)
        .service(clients::create_client)
        .service(clients::remove_client)
        .service(clients::replace_client_secret)
        .service(tokens::issue_token)
        .service(discovery::read_metadata)
        .service(discovery::read_keys)
        .service(read_document)
        .service(health::livez)
        .service(health::readyz);
    organisations::configure(config);
    configure_open_data(config);
    configure_persons(config);
}

/// Who acts in the registry.
fn configure_persons<O: Operations>(config: &mut O) {
    config
        .service(persons::list_persons)
        .service(persons::read_person)
        .service(persons::change_person)
        .service(persons::remove_person)
        .service(role_assignments::assign_role)
        .service(role_assignments::end_role)
        .service(sessions::list_sessions)
        .service(sessions::end_session)
        .service(passkeys::list_passkeys)
        .service(passkeys::remove_passkey)
        .service(sign_in_links::request_sign_in_link)
        .service(sign_in_links::read_sign_in_link)
        .service(sign_in_links::agree_to_sign_in_link)
        .service(invitations::list_invitations)
        .service(invitations::read_invitation)
        .service(invitations::invite_person)
        .service(invitations::replace_invitation_link)
        .service(invitations::withdraw_invitation);
}

/// What is public as a whole.
fn configure_open_data<O: Operations>(config: &mut O) {
    config
        .service(dumps::list_dumps)
        .service(dumps::read_dump)
        .service(dumps::read_dump_manifest)
        .service(dumps::read_dump_file)
        .service(dumps::read_data_dictionary)
        .service(statistics::read_statistics);
}

/// Read this document
#[utoipa::path(tag = "operations",
    responses((status = 200, description = "The document, OpenAPI 3.1", body = Object)))]
#[get("/openapi.json")]
pub async fn read_document() -> HttpResponse {
    public(HttpResponse::Ok().json(document()), PUBLIC_SECONDS)
}

/// The document.
#[must_use]
pub fn document() -> Value {
    let collected = collect();
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    completion::complete(&mut document);
    document
}

fn collect() -> OpenApi {
    let app = actix_web::App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, document) = app.configure(|config| configure(config)).split_for_parts();
    document
}

/// Every address with its methods, for telling a wrong method from a wrong address.
#[must_use]
pub fn routes() -> Vec<(String, Vec<Method>)> {
    collect().paths.paths.into_iter().map(|(template, item)| (template, methods(&item))).collect()
}

fn methods(item: &PathItem) -> Vec<Method> {
    [
        (item.get.is_some(), Method::GET),
        (item.post.is_some(), Method::POST),
        (item.patch.is_some(), Method::PATCH),
        (item.delete.is_some(), Method::DELETE),
    ]
    .into_iter()
    .filter_map(|(present, method)| present.then_some(method))
    .collect()
}
