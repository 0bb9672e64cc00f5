//! Who may do what, for every operation that the service's own document lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::operations::{self, Operation};
use crate::support::world::{Caller, World, text};
use crate::support::{Client, Service, on_both_engines};

/// Anybody, also without a token.
const PUBLIC: &[&str] = &["public"];
/// The scheme owner's staff.
const REGISTRAR: &[&str] = &["registrar"];
/// Those who register results.
const BODIES: &[&str] = &["registrar", "body"];
/// Those who run courses.
const TRAINERS: &[&str] = &["registrar", "training"];
/// Those who verify many at once.
const ALL: &[&str] = &["registrar", "body", "employer"];

/// Every operation with those who may use it. One that is added to the service is added here, or the test fails.
pub const TABLE: &[(&str, &[&str])] = &[
    ("agree_to_sign_in_link", REGISTRAR),
    ("annul_result", REGISTRAR),
    ("approve_auditor", REGISTRAR),
    ("assess_claims", PUBLIC),
    ("assess_eligibility", BODIES),
    ("assign_role", REGISTRAR),
    ("cancel_result_batch", BODIES),
    ("cancel_course_session", TRAINERS),
    ("change_body", REGISTRAR),
    ("change_candidate", BODIES),
    ("change_course", REGISTRAR),
    ("change_course_session", TRAINERS),
    ("change_organisation", REGISTRAR),
    ("change_person", REGISTRAR),
    ("change_training_organisation", REGISTRAR),
    ("change_webhook_subscription", BODIES),
    ("check_credential", PUBLIC),
    ("correct_document", REGISTRAR),
    ("correct_notice", REGISTRAR),
    ("confirm_certificate", REGISTRAR),
    ("confirm_organisation_certificates", BODIES),
    ("confirm_organisation_certificates_by_file", BODIES),
    ("correct_result", REGISTRAR),
    ("create_body", REGISTRAR),
    ("create_candidate", BODIES),
    ("create_client", REGISTRAR),
    ("create_course", REGISTRAR),
    ("create_organisation", BODIES),
    ("create_result", BODIES),
    ("create_result_batch", BODIES),
    ("create_training_organisation", REGISTRAR),
    ("create_webhook_subscription", BODIES),
    ("decide_identity_change", REGISTRAR),
    ("distinguish_candidates", BODIES),
    ("distinguish_organisations", REGISTRAR),
    ("end_role", REGISTRAR),
    ("end_session", REGISTRAR),
    ("export_candidates", BODIES),
    ("export_certificates", BODIES),
    ("export_results", BODIES),
    ("extend_course", REGISTRAR),
    ("extend_training_organisation", REGISTRAR),
    ("follow_result_batch", BODIES),
    ("invite_person", REGISTRAR),
    ("issue_holder_link", BODIES),
    ("issue_token", PUBLIC),
    ("export_organisation_certificates", BODIES),
    ("list_approved_auditors", REGISTRAR),
    ("count_attention", BODIES),
    ("list_attention", BODIES),
    ("list_attendances", TRAINERS),
    ("list_audit", BODIES),
    ("list_audit_experience", BODIES),
    ("list_bodies", PUBLIC),
    ("list_body_auditors", BODIES),
    ("list_candidate_distinctions", BODIES),
    ("list_candidate_merges", REGISTRAR),
    ("list_candidates", BODIES),
    ("list_certificates", BODIES),
    ("list_clients", REGISTRAR),
    ("list_course_attendances", BODIES),
    ("list_courses", PUBLIC),
    ("list_documents", PUBLIC),
    ("list_continuing_education", BODIES),
    ("list_course_sessions", PUBLIC),
    ("list_events", BODIES),
    ("list_dumps", PUBLIC),
    ("list_external_certificates", BODIES),
    ("list_holder_links", BODIES),
    ("list_identity_changes", BODIES),
    ("list_invitations", REGISTRAR),
    ("list_notices", PUBLIC),
    ("list_organisation_certificates", PUBLIC),
    ("list_organisations", PUBLIC),
    ("list_passkeys", REGISTRAR),
    ("list_persons", REGISTRAR),
    ("list_preliminary_scopes", BODIES),
    ("list_qualifications", PUBLIC),
    ("list_organisation_distinctions", REGISTRAR),
    ("list_organisation_duplicates", REGISTRAR),
    ("list_organisation_merges", REGISTRAR),
    ("list_result_batch_rows", BODIES),
    ("list_result_batches", BODIES),
    ("list_results", BODIES),
    ("list_sessions", REGISTRAR),
    ("list_training_organisations", PUBLIC),
    ("list_webhook_deliveries", BODIES),
    ("list_webhook_subscriptions", BODIES),
    ("livez", PUBLIC),
    ("merge_candidate", REGISTRAR),
    ("merge_organisation", REGISTRAR),
    ("publish_course_session", TRAINERS),
    ("name_body_auditor", REGISTRAR),
    ("publish_document", REGISTRAR),
    ("publish_notice", REGISTRAR),
    ("read_data_dictionary", PUBLIC),
    ("read_dump", PUBLIC),
    ("read_dump_file", PUBLIC),
    ("read_dump_manifest", PUBLIC),
    ("read_statistics", PUBLIC),
    ("read_approved_auditor", REGISTRAR),
    ("read_attendance", TRAINERS),
    ("read_body", PUBLIC),
    ("read_body_auditor", BODIES),
    ("read_candidate", BODIES),
    ("read_certificate", BODIES),
    ("read_certificate_history", BODIES),
    ("read_certificate_pdf", BODIES),
    ("read_client", REGISTRAR),
    ("read_course", PUBLIC),
    ("read_course_session", PUBLIC),
    ("read_credential", BODIES),
    ("read_did_document", PUBLIC),
    ("read_document", PUBLIC),
    ("read_document_file", PUBLIC),
    ("read_identity_change", BODIES),
    ("read_invitation", REGISTRAR),
    ("read_issuer", PUBLIC),
    ("read_issuer_keys", PUBLIC),
    ("read_status_list", PUBLIC),
    ("read_holder_link", BODIES),
    ("read_keys", PUBLIC),
    ("read_metadata", PUBLIC),
    ("read_notice", PUBLIC),
    ("read_organisation_certificate", PUBLIC),
    ("read_organisation_certificate_template", PUBLIC),
    ("read_organisation_certificate_history", PUBLIC),
    ("read_organisation_confirmation", BODIES),
    ("read_organisation_credential", BODIES),
    ("read_organisation", PUBLIC),
    ("read_person", REGISTRAR),
    ("read_preliminary_scope", BODIES),
    ("read_published_document", PUBLIC),
    ("read_qualification_leaflet", PUBLIC),
    ("read_scheme_leaflet", PUBLIC),
    ("read_qualification", PUBLIC),
    ("read_evidence", BODIES),
    ("read_result", BODIES),
    ("read_result_batch", BODIES),
    ("read_result_batch_report", BODIES),
    ("read_result_batch_report_as_csv", BODIES),
    ("read_result_template", PUBLIC),
    ("read_sign_in_link", REGISTRAR),
    ("read_training_organisation", PUBLIC),
    ("read_webhook_delivery", BODIES),
    ("read_webhook_subscription", BODIES),
    ("readyz", PUBLIC),
    ("record_audit_experience", BODIES),
    ("record_attendance", TRAINERS),
    ("record_attendance_file", TRAINERS),
    ("record_continuing_education", BODIES),
    ("record_course_attendance", BODIES),
    ("record_external_certificate", BODIES),
    ("redeliver_webhook", BODIES),
    ("reinstate_body", REGISTRAR),
    ("reinstate_certificate", REGISTRAR),
    ("reinstate_course", REGISTRAR),
    ("reinstate_training_organisation", REGISTRAR),
    ("reinstate_organisation_certificate", BODIES),
    ("reject_evidence", REGISTRAR),
    ("remove_approved_auditor", REGISTRAR),
    ("send_document_file", REGISTRAR),
    ("remove_body_auditor", REGISTRAR),
    ("remove_client", REGISTRAR),
    ("remove_passkey", REGISTRAR),
    ("remove_person", REGISTRAR),
    ("remove_webhook_subscription", BODIES),
    ("renew_certificate", BODIES),
    ("replace_client_secret", REGISTRAR),
    ("replace_invitation_link", REGISTRAR),
    ("replace_webhook_secret", BODIES),
    ("request_identity_change", BODIES),
    ("request_preliminary_scope", BODIES),
    ("request_sign_in_link", REGISTRAR),
    ("review_preliminary_scope", REGISTRAR),
    ("review_scope", REGISTRAR),
    ("revise_scope", BODIES),
    ("revoke_holder_link", BODIES),
    ("search_candidates", BODIES),
    ("search_directory", PUBLIC),
    ("submit_organisation_certificate", BODIES),
    ("separate_candidate", REGISTRAR),
    ("separate_organisation", REGISTRAR),
    ("submit_organisation_certificate_file", BODIES),
    ("suspend_body", REGISTRAR),
    ("suspend_certificate", REGISTRAR),
    ("suspend_course", REGISTRAR),
    ("suspend_training_organisation", REGISTRAR),
    ("suspend_organisation_certificate", BODIES),
    ("test_webhook", BODIES),
    ("transfer_organisation_certificate", REGISTRAR),
    ("verify_certificate", PUBLIC),
    ("verify_certificate_with_name", PUBLIC),
    ("verify_certificates", ALL),
    ("verify_evidence", BODIES),
    ("verify_organisation_certificate", PUBLIC),
    ("withdraw_body", REGISTRAR),
    ("withdraw_certificate", REGISTRAR),
    ("withdraw_course", REGISTRAR),
    ("withdraw_training_organisation", REGISTRAR),
    ("withdraw_document", REGISTRAR),
    ("withdraw_notice", REGISTRAR),
    ("withdraw_identity_change", BODIES),
    ("withdraw_invitation", REGISTRAR),
    ("withdraw_preliminary_scope", BODIES),
    ("withdraw_organisation_application", BODIES),
    ("withdraw_organisation_certificate", BODIES),
];

fn table() -> BTreeMap<&'static str, &'static [&'static str]> {
    TABLE.iter().copied().collect()
}

/// A client of each role.
fn callers(service: &Service) -> Vec<(&'static str, Client)> {
    let world = World::new(service);
    let training = Caller::new(service, "Damson's system", "training", Some(&world.training_organisation_id)).client;
    let World { registrar, body, employer, .. } = world;
    vec![
        ("registrar", registrar.client),
        ("body", body.caller.client),
        ("training", training),
        ("employer", employer.client),
    ]
}

/// Whether an answer came from behind the gate: anything that the use case itself says.
fn is_let_in(status: u16) -> bool {
    matches!(status, 200 | 201 | 202 | 204 | 404 | 409 | 412 | 422)
}

on_both_engines! {
    fn the_table_knows_every_operation(service: Service) {
        let operations: BTreeSet<String> =
            operations::all(&service.client()).into_iter().map(|operation| operation.id).collect();
        let known: BTreeSet<String> = TABLE.iter().map(|(id, _)| (*id).to_owned()).collect();
        assert_eq!(operations, known, "what is on the left only needs a line in the table, the right is gone");
    }

    fn without_a_token_only_what_is_public_answers(service: Service) {
        let (table, anonymous) = (table(), service.client());
        for operation in operations::all(&anonymous) {
            let answer = operation.send(&anonymous);
            let is_public = table[operation.id.as_str()] == PUBLIC;
            assert_eq!(operation.is_secured(), !is_public, "the document on {}", operation.id);
            if is_public {
                assert!(operation.id == "issue_token" || is_let_in(answer.status), "{}: {answer}", operation.id);
            } else {
                answer.expect_problem(401, "unauthenticated");
                assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"touchstone\"", "{}", operation.id);
            }
        }
    }

    fn each_role_does_what_the_table_says_and_nothing_else(service: Service) {
        let table = table();
        let operations = operations::all(&service.client());
        for (role, client) in callers(&service) {
            for operation in &operations {
                let allowed = table[operation.id.as_str()];
                if allowed == PUBLIC {
                    continue;
                }
                let answer = operation.send(&client);
                if allowed.contains(&role) {
                    assert!(is_let_in(answer.status), "{role} {}: {answer}", operation.id);
                } else {
                    let problem = answer.expect_problem(403, "forbidden");
                    assert!(text(&problem, "detail").contains(role), "{role} {}: {answer}", operation.id);
                }
            }
        }
    }

    fn a_forbidden_request_changes_nothing(service: Service) {
        let world = World::new(&service);
        let before = world.registrar.client.get("/v1/events?limit=1000").expect(200);
        let denied: Vec<Operation> = operations::all(&world.public)
            .into_iter()
            .filter(|operation| table()[operation.id.as_str()] == REGISTRAR && operation.method != "GET")
            .collect();
        assert!(denied.len() > 10, "{}", denied.len());
        for operation in &denied {
            operation.send(&world.body.caller.client).expect_problem(403, "forbidden");
        }
        assert_eq!(world.registrar.client.get("/v1/events?limit=1000").expect(200), before);
    }

    fn the_token_of_a_removed_client_is_refused_at_once(service: Service) {
        let world = World::new(&service);
        let leaving = Caller::new(&service, "Leaving", "registrar", None);
        leaving.client.get("/v1/clients").expect(200);
        let path = format!("/v1/clients/{}", leaving.client_id);
        assert_eq!(world.registrar.client.delete(&path).status, 204);
        for operation in operations::all(&world.public) {
            if operation.is_secured() {
                let answer = operation.send(&leaving.client);
                answer.expect_problem(401, "invalid_token");
                assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{answer}");
            }
        }
        let (id, secret) = (leaving.client_id.as_str(), leaving.client_secret.as_str());
        let fields = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        world.public.post_form("/oauth/token", &fields).expect_problem(401, "invalid_client");
        world.registrar.client.get(&path).expect_problem(404, "not_found");
        assert_eq!(world.registrar.client.delete(&path).status, 404, "it cannot be removed twice");

        let removed = Caller::new(&service, "Removed by the operator", "employer", None);
        assert!(service.command(&["client", "remove", &removed.client_id]).status.success());
        let body = serde_json::json!({"verifications": [{"number": "0000-0000-0000"}]});
        removed.client.post("/v1/verifications", &body).expect_problem(401, "invalid_token");
    }

    fn a_token_is_read_from_its_header_only(service: Service) {
        let world = World::new(&service);
        let token = world.registrar.client.token().unwrap();
        let anonymous = &world.public;
        for path in [format!("/v1/clients?access_token={token}"), "/v1/clients".to_owned()] {
            anonymous.get(&path).expect_problem(401, "unauthenticated");
        }
        let cookie = format!("access_token={token}");
        anonymous.with_header("cookie", &cookie).get("/v1/clients").expect_problem(401, "unauthenticated");
        let basic = anonymous.with_header("authorization", &format!("Basic {token}"));
        basic.get("/v1/clients").expect_problem(401, "unauthenticated");
        let lower = anonymous.with_header("authorization", &format!("bearer {token}"));
        lower.get("/v1/clients").expect(200);
    }

    fn a_bad_token_does_not_close_what_is_public(service: Service) {
        let client = service.client().with_token("junk");
        client.get("/v1/bodies").expect(200);
        client.get("/v1/verifications/0000-0000-0000").expect(200);
        client.get("/v1/clients").expect_problem(401, "invalid_token");
    }
}
