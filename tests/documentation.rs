//! What is written about the service is true of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;
use touchstone::api::lists::PartQuery;
use touchstone::api::tables::FormatQuery;
use touchstone::error::Code;
use touchstone::input::object::member_names;
use touchstone::{api, registry};

use crate::support::{Client, PUBLIC_URL, Service, on_both_engines};

/// Each schema of a request's body, with the names that its reader reads. The body of the token endpoint has a reader
/// of its own.
fn readers() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([
        ("AccreditationChangeRequest", member_names::<api::accreditations::AccreditationChangeRequest>()),
        ("AccreditationExtensionRequest", member_names::<api::accreditations::AccreditationExtensionRequest>()),
        ("AccreditationSuspensionRequest", member_names::<api::accreditations::AccreditationSuspensionRequest>()),
        ("ApprovedAuditorRequest", member_names::<registry::approved_auditors::NewApprovedAuditor>()),
        ("AuditorRequest", member_names::<registry::auditors::AuditorReference>()),
        ("RenewalRequest", member_names::<registry::renewals::NewRenewal>()),
        ("RemovalRequest", member_names::<api::approved_auditors::RemovalRequest>()),
        (
            "ApplicationWithdrawalRequest",
            member_names::<api::organisation_certificates::requests::ApplicationWithdrawalRequest>(),
        ),
        ("AttendanceRequest", member_names::<registry::training::attendances::NewAttendance>()),
        ("AttestationRequest", member_names::<registry::evidence::NewAttestation>()),
        ("AuditExperienceRequest", member_names::<api::evidence::claims::AuditExperienceRequest>()),
        ("BodyPatch", member_names::<registry::bodies::BodyChanges>()),
        ("BodyRequest", member_names::<registry::bodies::NewBody>()),
        ("BodyChangeRequest", member_names::<api::status_changes::BodyChangeRequest>()),
        ("CandidatePatch", member_names::<registry::candidates::CandidateChanges>()),
        ("CandidateSearchRequest", member_names::<api::candidate_searches::CandidateSearchRequest>()),
        ("CandidateRequest", member_names::<touchstone::registry::candidates::CandidateRequest>()),
        (
            "CertificateConfirmationRequest",
            member_names::<registry::questioned_certificates::NewCertificateConfirmation>(),
        ),
        ("CertificateChangeRequest", member_names::<api::status_changes::CertificateChangeRequest>()),
        ("CertificateSuspensionRequest", member_names::<api::status_changes::CertificateSuspensionRequest>()),
        ("ClaimedCertificateRequest", member_names::<registry::eligibility::ClaimedCertificate>()),
        ("ClaimedCourseRequest", member_names::<api::eligibility_assessments::ClaimedCourseRequest>()),
        ("ClaimedExperienceRequest", member_names::<registry::eligibility::ClaimedExperience>()),
        ("ClientRequest", member_names::<registry::clients::NewClient>()),
        ("AnnulmentRequest", member_names::<registry::results::NewAnnulment>()),
        ("ConfirmationRequest", member_names::<registry::organisation_certificates::NewConfirmation>()),
        ("ContinuingEducationRequest", member_names::<api::evidence::claims::ContinuingEducationRequest>()),
        ("CorrectionRequest", member_names::<registry::results::NewCorrection>()),
        ("CourseAttendanceRequest", member_names::<api::evidence::claims::CourseAttendanceRequest>()),
        ("CoursePatch", member_names::<registry::training::CourseChanges>()),
        ("CourseSessionPatch", member_names::<registry::training::sessions::CourseSessionChanges>()),
        ("CourseSessionRequest", member_names::<registry::training::sessions::NewCourseSession>()),
        ("CourseRequest", member_names::<registry::training::NewCourse>()),
        ("EligibilityAssessmentRequest", member_names::<api::eligibility_assessments::EligibilityAssessmentRequest>()),
        ("ExternalCertificateRequest", member_names::<api::evidence::claims::ExternalCertificateRequest>()),
        ("DocumentPatch", member_names::<registry::documents::DocumentChanges>()),
        ("DocumentRequest", member_names::<registry::documents::NewDocument>()),
        ("NoticePatch", member_names::<registry::notices::NoticeChanges>()),
        ("NoticeRequest", member_names::<registry::notices::NewNotice>()),
        ("NoticeTextRequest", member_names::<registry::notices::NewNoticeText>()),
        ("DistinctionRequest", member_names::<registry::organisations::NewDistinction>()),
        ("CandidateDistinctionRequest", member_names::<registry::candidates::NewCandidateDistinction>()),
        ("CandidateMergeRequest", member_names::<registry::candidates::NewMerge>()),
        ("MergeRequest", member_names::<registry::organisations::NewMerge>()),
        ("OrganisationPatch", member_names::<registry::organisations::OrganisationChanges>()),
        ("SeparationRequest", member_names::<registry::merges::NewSeparation>()),
        ("NewOrganisationRequest", member_names::<registry::organisations::NewOrganisation>()),
        (
            "OrganisationCertificateRequest",
            member_names::<registry::organisation_certificates::NewOrganisationCertificate>(),
        ),
        ("QuestionRequest", member_names::<registry::verifications::Question>()),
        ("HolderLinkRequest", member_names::<registry::holder_links::NewHolderLink>()),
        ("IdentityChangeRequest", member_names::<registry::identity_changes::NewIdentityChange>()),
        ("IdentityDecisionRequest", member_names::<registry::identity_changes::NewDecision>()),
        ("IdentityProofRequest", member_names::<api::identity_changes::IdentityProofRequest>()),
        ("InvitationRequest", member_names::<registry::persons::invitations::NewInvitation>()),
        ("PersonPatch", member_names::<registry::persons::PersonChanges>()),
        ("RoleAssignmentRequest", member_names::<registry::persons::NewRoleAssignment>()),
        ("PreliminaryScopeRequest", member_names::<registry::preliminary_scopes::NewPreliminaryScope>()),
        ("PreliminaryWithdrawalRequest", member_names::<registry::preliminary_scopes::NewPreliminaryWithdrawal>()),
        ("RejectionRequest", member_names::<api::evidence::RejectionRequest>()),
        ("ResultRequest", member_names::<registry::results::NewResult>()),
        ("ScopeReviewRequest", member_names::<registry::organisation_certificates::Review>()),
        ("ScopeRevisionRequest", member_names::<api::organisation_certificates::requests::ScopeRevisionRequest>()),
        (
            "ConfirmedNumberRequest",
            member_names::<api::organisation_certificates::confirmation_files::ConfirmedNumberRequest>(),
        ),
        ("LegalEntityRequest", member_names::<registry::organisation_certificates::NewLegalEntity>()),
        ("SiteRequest", member_names::<registry::organisation_certificates::NewSite>()),
        ("TokenRequest", vec!["grant_type", "client_id", "client_secret", "scope"]),
        ("TrainingOrganisationPatch", member_names::<registry::training::TrainingOrganisationChanges>()),
        ("TrainingOrganisationRequest", member_names::<registry::training::NewTrainingOrganisation>()),
        ("TransferRequest", member_names::<registry::organisation_certificates::NewTransfer>()),
        ("VerificationRequest", member_names::<api::verifications::VerificationRequest>()),
        ("VerificationsRequest", member_names::<api::verifications::VerificationsRequest>()),
        ("WebhookSubscriptionPatch", member_names::<registry::webhook_subscriptions::SubscriptionChanges>()),
        ("WebhookSubscriptionRequest", member_names::<registry::webhook_subscriptions::NewSubscription>()),
    ])
}

/// Each operation with query parameters, with the names that its reader reads.
fn query_readers() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([
        ("assess_eligibility", member_names::<api::candidates::EligibilityQuery>()),
        ("export_candidates", member_names::<api::exports::ExportQuery>()),
        ("export_certificates", member_names::<api::exports::ExportQuery>()),
        (
            "export_organisation_certificates",
            member_names::<(api::organisation_certificate_files::CertificateExportQuery, FormatQuery)>(),
        ),
        ("export_results", member_names::<api::exports::ExportQuery>()),
        ("list_approved_auditors", member_names::<PartQuery>()),
        ("list_attendances", member_names::<PartQuery>()),
        ("list_documents", member_names::<(api::documents::DocumentQuery, PartQuery)>()),
        ("list_notices", member_names::<PartQuery>()),
        ("count_attention", member_names::<api::attention::AttentionQuery>()),
        ("list_attention", member_names::<(api::attention::AttentionQuery, PartQuery)>()),
        ("list_audit", member_names::<(registry::audit::AuditQuery, api::audit::AuditPartQuery, FormatQuery)>()),
        ("list_body_auditors", member_names::<PartQuery>()),
        ("list_bodies", member_names::<(api::bodies::listing::BodyQuery, PartQuery, FormatQuery)>()),
        ("list_candidate_distinctions", member_names::<PartQuery>()),
        ("list_candidate_merges", member_names::<PartQuery>()),
        ("list_preliminary_scopes", member_names::<(registry::preliminary_scopes::PreliminaryScopeQuery, PartQuery)>()),
        ("list_candidates", member_names::<PartQuery>()),
        ("list_certificates", member_names::<(api::certificates::CertificateListQuery, PartQuery)>()),
        ("list_clients", member_names::<PartQuery>()),
        ("list_course_sessions", member_names::<(api::course_sessions::CourseSessionQuery, PartQuery, FormatQuery)>()),
        ("list_courses", member_names::<(api::courses::CourseQuery, PartQuery, FormatQuery)>()),
        ("list_events", member_names::<api::events::FeedQuery>()),
        ("list_invitations", member_names::<PartQuery>()),
        ("list_persons", member_names::<PartQuery>()),
        ("list_identity_changes", member_names::<PartQuery>()),
        ("list_holder_links", member_names::<PartQuery>()),
        ("create_candidate", member_names::<api::candidates::RegistrationQuery>()),
        ("create_result_batch", member_names::<api::result_batches::submission::SubmissionQuery>()),
        (
            "list_organisation_certificates",
            member_names::<(registry::organisation_certificates::OrganisationCertificateQuery, PartQuery)>(),
        ),
        ("list_organisations", member_names::<(api::directory::OrganisationListQuery, PartQuery, FormatQuery)>()),
        ("search_directory", member_names::<(api::directory::DirectoryQuery, PartQuery, FormatQuery)>()),
        ("list_organisation_distinctions", member_names::<PartQuery>()),
        ("list_organisation_duplicates", member_names::<(api::organisation_duplicates::DuplicateQuery, PartQuery)>()),
        ("list_organisation_merges", member_names::<PartQuery>()),
        (
            "confirm_organisation_certificates_by_file",
            member_names::<api::organisation_certificates::confirmation_files::ConfirmationFileQuery>(),
        ),
        ("submit_organisation_certificate_file", member_names::<api::organisation_certificate_files::FileQuery>()),
        ("list_result_batch_rows", member_names::<(api::result_batches::RowListQuery, PartQuery)>()),
        ("list_result_batches", member_names::<PartQuery>()),
        ("list_results", member_names::<(registry::results::ResultQuery, PartQuery)>()),
        (
            "list_training_organisations",
            member_names::<(api::training_organisations::TrainingOrganisationQuery, PartQuery, FormatQuery)>(),
        ),
        ("list_webhook_deliveries", member_names::<(api::webhook_deliveries::WebhookDeliveryQuery, PartQuery)>()),
        ("list_webhook_subscriptions", member_names::<PartQuery>()),
        ("record_attendance_file", member_names::<api::attendances::files::AttendanceFileQuery>()),
        ("read_organisation_certificate", member_names::<api::organisation_certificates::OrganisationCertificateDay>()),
        ("read_organisation_confirmation", member_names::<api::credentials::PaperQuery>()),
        ("read_certificate_pdf", member_names::<api::credentials::PaperQuery>()),
        ("read_organisation_certificate_template", member_names::<api::templates::TemplateQuery>()),
        ("read_result_batch_report", member_names::<api::result_batches::report::ReportQuery>()),
        ("read_qualification_leaflet", member_names::<api::leaflets::LeafletQuery>()),
        ("read_scheme_leaflet", member_names::<api::leaflets::LeafletQuery>()),
        ("read_result_template", member_names::<api::templates::TemplateQuery>()),
        ("read_certificate", member_names::<api::certificates::CertificateQuery>()),
        ("verify_certificate", member_names::<api::verifications::VerificationRequest>()),
        ("verify_organisation_certificate", member_names::<registry::organisation_certificates::Question>()),
    ])
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(
                members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|path| path.strip_prefix("#/components/schemas/"))
                    .map(str::to_owned),
            );
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The schemas that request bodies are made of.
fn request_schemas(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for operation in document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        references(&operation["requestBody"], &mut found);
    }
    loop {
        let mut more = found.clone();
        for name in &found {
            references(&document["components"]["schemas"][name], &mut more);
        }
        if more == found {
            return found;
        }
        found = more;
    }
}

#[test]
fn every_request_is_documented_as_it_is_read() {
    let document = api::openapi::document();
    let readers = readers();
    let known: BTreeSet<String> = readers.keys().map(|name| (*name).to_owned()).collect();
    assert_eq!(request_schemas(&document), known, "a new request needs a line in the table");
    for (name, read) in readers {
        let schema = &document["components"]["schemas"][name];
        let documented: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(documented, read.iter().copied().collect(), "{name}");
        assert_eq!(schema["additionalProperties"] == false, name != "TokenRequest", "{name}");
        for (member, described) in schema["properties"].as_object().unwrap() {
            let is_told = described["description"].as_str().is_some_and(|words| words.len() > 3)
                || described.to_string().contains("$ref");
            assert!(is_told, "{name}.{member} is not described");
        }
    }
}

#[test]
fn every_query_is_documented_as_it_is_read() {
    let document = api::openapi::document();
    let mut readers = query_readers();
    for operation in document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let documented: BTreeSet<&str> =
            parameters.filter(|one| one["in"] == "query").filter_map(|one| one["name"].as_str()).collect();
        let id = operation["operationId"].as_str().unwrap();
        let read: BTreeSet<&str> = readers.remove(id).unwrap_or_default().into_iter().collect();
        assert_eq!(documented, read, "{id}");
    }
    assert!(readers.is_empty(), "{readers:?} are no operations");
}

/// The source files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => sources(&path, found),
            path if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
            _ => {}
        }
    }
}

#[test]
fn every_error_code_is_used_and_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    // Where codes are defined, described, or only compared with, none is used.
    let is_use = |path: &&PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.contains("problem_catalogue") && !name.contains("tests")
    };
    let text: String = files
        .iter()
        .filter(is_use)
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
        })
        .collect();
    let document = api::openapi::document();
    let responses = &document["components"]["responses"];
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        let uses = text
            .match_indices(&name)
            .filter(|(at, _)| !text[at + name.len()..].starts_with(char::is_alphanumeric))
            .count();
        assert!(uses > 0, "nothing answers {name}");
        let status = touchstone::http::problem_catalogue::describe(*code).status.as_u16();
        let examples = &responses[format!("Problem{status}")]["content"]["application/problem+json"]["examples"];
        assert!(
            examples[code.as_str()].is_object() || *code == Code::MethodNotAllowed,
            "{name} is not in the document"
        );
    }
}

#[test]
fn the_readme_leads_to_a_running_registry() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for command in ["cargo run -- serve --demo", "cargo test", "touchstone serve", "touchstone doctor"] {
        assert!(readme.contains(command), "{command} is not in the README");
    }
    for setting in readme.split('`').filter(|word| {
        word.starts_with("TOUCHSTONE_") && word.chars().all(|one| one.is_ascii_uppercase() || one == '_')
    }) {
        assert!(
            touchstone::config::SETTINGS.iter().any(|known| known.variable == setting),
            "there is no setting {setting}"
        );
    }
}

/// The addresses of other things that a page, a script or a stylesheet asks for.
fn asked_for(page: &str) -> Vec<String> {
    let parts = ["src=\"", "href=\"", "url(", "@import "]
        .iter()
        .flat_map(|sign| page.split(sign).skip(1).map(move |rest| (*sign, rest)));
    let ends = |one: char| matches!(one, '"' | '\'' | ')' | ' ' | '>');
    parts
        .map(|(_, rest)| rest.trim_start_matches(['"', '\'']).split(ends).next().unwrap_or_default().to_owned())
        .collect()
}

/// Reads a page and everything that it asks for; all of it must come from here.
fn read_whole(client: &Client, path: &str) {
    let page = client.get(path);
    assert_eq!(page.status, 200, "{path}");
    for address in asked_for(&page.text()) {
        // A page names itself in full, for those who find it or pass it on.
        let address = address.strip_prefix(PUBLIC_URL).unwrap_or(&address).replace("&#38;", "&");
        assert!(!address.contains("://") && !address.starts_with("//"), "{path} asks for {address}");
        let absolute = if address.starts_with('/') {
            address.clone()
        } else {
            format!("{path}{}", address.trim_start_matches("./"))
        };
        if address.starts_with('#') || address.starts_with("data:") || address.contains('{') {
            continue;
        }
        let status = client.get(&absolute).status;
        assert!(matches!(status, 200 | 308), "{path} asks for {absolute}, which answers {status}");
    }
}

/// Head and body of an answer to a client that takes `encodings`.
fn accepting(client: &Client, path: &str, encodings: &str, header: &str) -> (String, Vec<u8>) {
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: {encodings}\r\n{header}connection: close\r\n\r\n");
    let answer = client.raw(request.as_bytes());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head ends") + 4;
    (String::from_utf8_lossy(&answer[..end]).into_owned(), answer[end..].to_vec())
}

on_both_engines! {
    fn pages_and_the_interactive_documentation_need_no_other_host(service: Service) {
        let client = service.client();
        assert_eq!((client.get("/docs").status, client.get("/docs").header("location").to_owned()), (308, "/docs/".to_owned()));
        for path in ["/", "/problems", "/problems/forbidden", "/docs/", "/verify", "/qualifications/auditor"] {
            read_whole(&client, path);
            let policy = client.get(path).header("content-security-policy").to_owned();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("://"), "{path}: {policy}");
        }
        let start = client.get("/docs/swagger-initializer.js").text();
        assert!(start.contains("/openapi.json") && start.contains("\"validatorUrl\": \"none\""), "{start}");
        assert!(!start.contains("://"), "{start}");
        for script in client.get("/docs/").text().split("<script").skip(1) {
            assert!(script.starts_with(" src=\"") && script.contains("\"></script>"), "the policy refuses {script}");
        }
        for path in ["no-such-file.js", "..%2f..%2fCargo.toml", "%00", "swagger-ui.css.gz", "notice", "NOTICE/", "index.html/x"] {
            let answer = client.get(&format!("/docs/{path}"));
            assert!(answer.status == 404 && answer.text().contains("No such page"), "{path}: {answer}");
        }
    }

    fn swagger_ui_is_sent_compressed_to_whoever_takes_that(service: Service) {
        let client = service.client();
        for name in ["swagger-ui-bundle.js", "swagger-ui.css", "index.css", "LICENSE", "NOTICE"] {
            let path = format!("/docs/{name}");
            let plain = client.get(&path);
            assert!(plain.status == 200 && plain.headers.get("content-encoding").is_none(), "{path}: {:?}", plain.headers);
            assert_eq!(client.head(&path).header("content-length"), plain.body.len().to_string(), "{path}");
            for encodings in ["gzip", "gzip, deflate, br, zstd", "deflate;q=0.5, gzip;q=0.8, identity;q=0"] {
                let (head, body) = accepting(&client, &path, encodings, "");
                assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
                assert_eq!(head.matches("content-encoding: gzip").count(), 1, "{path}: {head}");
                assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{path}: {head}");
                assert!(head.contains("vary: accept-encoding"), "{path}: {head}");
                let mut inflated = Vec::new();
                GzDecoder::new(&body[..]).read_to_end(&mut inflated).unwrap();
                assert!(inflated == plain.body, "{path} is another thing when it is compressed");
            }
            for encodings in ["gzip;q=0", "identity", "br", "identity, gzip;q=0.5"] {
                let (head, body) = accepting(&client, &path, encodings, "");
                assert!(!head.contains("content-encoding") && body == plain.body, "{path} for {encodings}: {head}");
            }
            // Other bytes, another tag.
            let (head, _) = accepting(&client, &path, "gzip", "");
            let packed = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("there is a tag");
            for (encodings, known, status) in [
                ("gzip", packed, 304),
                ("gzip", plain.header("etag"), 200),
                ("identity", packed, 200),
                ("identity", plain.header("etag"), 304),
            ] {
                let (head, _) = accepting(&client, &path, encodings, &format!("if-none-match: {known}\r\n"));
                assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{path} for {encodings}, {known}: {head}");
            }
        }
    }

    fn swagger_ui_comes_with_its_licence(service: Service) {
        let client = service.client();
        let page = client.get("/docs/").text();
        for (name, words) in [("LICENSE", "Apache License"), ("NOTICE", "SmartBear Software Inc.")] {
            let text = client.get(&format!("/docs/{name}"));
            assert!(text.header("content-type").starts_with("text/plain") && text.text().contains(words), "{text}");
            assert!(page.contains(&format!("href=\"{name}\"")), "{page}");
        }
    }

    fn every_answer_of_an_operation_is_one_that_is_documented(service: Service) {
        let client = service.client();
        for operation in crate::support::operations::all(&client) {
            let answer = operation.send(&client);
            let documented = operation.described["responses"].as_object().unwrap();
            assert!(documented.contains_key(&answer.status.to_string()), "{}: {answer}", operation.id);
        }
    }
}

/// Every file of Rust that a document names is there: by its whole path, or by the end of it.
#[test]
fn the_files_that_documents_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("build.rs")];
    for folder in ["src", "tests", "benches"] {
        sources(&root.join(folder), &mut files);
    }
    let mut looked_at = 0;
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "security/asvs.csv"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        let is_of_a_path = |one: char| one.is_alphanumeric() || "_/.".contains(one);
        for word in text.split(|one: char| !is_of_a_path(one)).map(|word| word.trim_end_matches('.')) {
            if word.strip_suffix(".rs").is_some_and(|stem| !stem.is_empty()) {
                assert!(files.iter().any(|file| file.ends_with(word)), "{document} names {word}, which is not there");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}
