//! The operations on organisations, on which of their records are one, and on their certificates.

use super::Operations;
use crate::api::{
    organisation_certificate_files as files, organisation_certificates as certificates, organisation_duplicates,
    organisation_merges, organisations, preliminary_scopes,
};

pub(super) fn configure<O: Operations>(config: &mut O) {
    config
        .service(organisations::read_organisation)
        .service(organisations::create_organisation)
        .service(organisations::change_organisation)
        .service(organisation_duplicates::list_organisation_duplicates)
        .service(organisation_duplicates::list_organisation_distinctions)
        .service(organisation_duplicates::distinguish_organisations)
        .service(organisation_merges::list_organisation_merges)
        .service(organisation_merges::merge_organisation)
        .service(organisation_merges::separate_organisation)
        .service(certificates::list_organisation_certificates)
        .service(certificates::read_organisation_certificate)
        .service(certificates::read_organisation_certificate_history)
        .service(certificates::submit_organisation_certificate)
        .service(certificates::confirmations::confirm_organisation_certificates)
        .service(certificates::confirmation_files::confirm_organisation_certificates_by_file)
        .service(preliminary_scopes::list_preliminary_scopes)
        .service(preliminary_scopes::read_preliminary_scope)
        .service(preliminary_scopes::request_preliminary_scope)
        .service(preliminary_scopes::review_preliminary_scope)
        .service(preliminary_scopes::withdraw_preliminary_scope)
        .service(certificates::decisions::review_scope)
        .service(certificates::decisions::revise_scope)
        .service(certificates::decisions::withdraw_organisation_application)
        .service(certificates::decisions::suspend_organisation_certificate)
        .service(certificates::decisions::reinstate_organisation_certificate)
        .service(certificates::decisions::withdraw_organisation_certificate)
        .service(certificates::decisions::transfer_organisation_certificate)
        .service(files::export_organisation_certificates)
        .service(files::submit_organisation_certificate_file);
}
