//! The tables as diesel sees them. A test compares them with what the migrations make on both engines.

/// A table whose columns may have types of ours as well.
macro_rules! table {
    ($($table:tt)+) => {
        diesel::table! {
            use diesel::sql_types::*;
            use crate::store::column::{Codes, Instant, Natural};
            $($table)+
        }
    };
}

table! {
    bodies (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        sort_key -> Text,
        country -> Text,
        website -> Nullable<Text>,
        contact -> Nullable<Text>,
        accredited_by -> Nullable<Text>,
        accreditation_number -> Nullable<Text>,
        approved_editions -> Codes,
        listed_on -> Date,
        registered_at -> Instant,
    }
}

table! {
    body_status_changes (id) {
        id -> BigInt,
        body_id -> Text,
        kind -> Text,
        effective_on -> Date,
        until -> Nullable<Date>,
        reason_code -> Nullable<Text>,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    calendar (id) {
        id -> Integer,
        day -> Date,
        place -> Text,
    }
}

table! {
    clients (id) {
        id -> Text,
        name -> Text,
        role -> Text,
        body_id -> Nullable<Text>,
        training_organisation_id -> Nullable<Text>,
        secret_digest -> Text,
        registered_at -> Instant,
        secret_changed_at -> Instant,
        removed_at -> Nullable<Instant>,
    }
}

table! {
    invitations (id) {
        id -> Text,
        token_digest -> Text,
        name -> Text,
        email -> Text,
        role -> Text,
        body_id -> Nullable<Text>,
        training_organisation_id -> Nullable<Text>,
        reads_only -> Bool,
        invited_by -> Text,
        invited_at -> Instant,
        link_expires_at -> Instant,
        accepted_by -> Nullable<Text>,
        ended_at -> Nullable<Instant>,
    }
}

table! {
    passkeys (id) {
        id -> Text,
        person_id -> Text,
        credential_id -> Text,
        credential -> Text,
        name -> Text,
        registered_at -> Instant,
        used_at -> Nullable<Instant>,
        removed_at -> Nullable<Instant>,
    }
}

table! {
    persons (id) {
        id -> Text,
        name -> Text,
        email -> Text,
        registered_at -> Instant,
        left_at -> Nullable<Instant>,
    }
}

table! {
    role_assignments (id) {
        id -> Text,
        person_id -> Text,
        role -> Text,
        body_id -> Nullable<Text>,
        training_organisation_id -> Nullable<Text>,
        reads_only -> Bool,
        assigned_by -> Text,
        assigned_at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

table! {
    sessions (id) {
        id -> Text,
        token_digest -> Text,
        person_id -> Text,
        role_assignment_id -> Nullable<Text>,
        way -> Text,
        browser -> Text,
        opened_at -> Instant,
        authenticated_at -> Instant,
        used_at -> Instant,
        idle_until -> Instant,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

table! {
    sign_in_links (id) {
        id -> Text,
        person_id -> Text,
        purpose -> Text,
        requested_by -> Text,
        requested_at -> Instant,
        agreed_by -> Nullable<Text>,
        token_digest -> Nullable<Text>,
        expires_at -> Nullable<Instant>,
        used_at -> Nullable<Instant>,
    }
}

table! {
    signing_keys (id) {
        id -> Text,
        public_key -> Text,
        sealed_private_key -> Text,
        generated_at -> Instant,
        retired_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        revocation_reason -> Nullable<Text>,
    }
}

table! {
    training_organisations (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        sort_key -> Text,
        country -> Text,
        website -> Nullable<Text>,
        accredited_from -> Date,
        accredited_until -> Nullable<Date>,
        registered_at -> Instant,
    }
}

table! {
    courses (id) {
        id -> Text,
        slug -> Text,
        training_organisation_id -> Text,
        qualification -> Text,
        title -> Text,
        sort_key -> Text,
        languages -> Codes,
        countries -> Codes,
        delivery -> Codes,
        accredited_from -> Date,
        accredited_until -> Nullable<Date>,
        registered_at -> Instant,
    }
}

table! {
    training_organisation_status_changes (id) {
        id -> BigInt,
        training_organisation_id -> Text,
        kind -> Text,
        effective_on -> Date,
        until -> Nullable<Date>,
        reason_code -> Nullable<Text>,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    course_status_changes (id) {
        id -> BigInt,
        course_id -> Text,
        kind -> Text,
        effective_on -> Date,
        until -> Nullable<Date>,
        reason_code -> Nullable<Text>,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    course_sessions (id) {
        id -> Text,
        course_id -> Text,
        starts_on -> Date,
        ends_on -> Date,
        country -> Nullable<Text>,
        locality -> Nullable<Text>,
        folded_locality -> Text,
        language -> Text,
        enrol_url -> Text,
        sort_key -> Text,
        published_at -> Instant,
        changed_at -> Instant,
        cancelled_at -> Nullable<Instant>,
    }
}

table! {
    candidates (id) {
        id -> Text,
        number -> Text,
        given_names -> Nullable<Text>,
        family_name -> Text,
        birth_date -> Date,
        email -> Nullable<Text>,
        country -> Nullable<Text>,
        listed -> Bool,
        registered_by_body_id -> Nullable<Text>,
        registered_at -> Instant,
        changed_at -> Instant,
        matching_key -> Text,
        names_key -> Text,
        family_key -> Text,
        given_key -> Text,
        merged_into_id -> Nullable<Text>,
        held_back -> Bool,
    }
}

table! {
    candidate_bodies (body_id, candidate_id) {
        body_id -> Text,
        candidate_id -> Text,
        known_since -> Instant,
        by_merge -> Bool,
    }
}

table! {
    candidate_merges (id) {
        id -> BigInt,
        kind -> Text,
        duplicate_id -> Text,
        survivor_id -> Text,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    candidate_comparisons (id) {
        id -> BigInt,
        candidate_id -> Text,
    }
}

table! {
    candidate_distinctions (first_id, second_id) {
        first_id -> Text,
        second_id -> Text,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Instant,
    }
}

table! {
    candidate_duplicates (first_id, second_id, body_id) {
        first_id -> Text,
        second_id -> Text,
        body_id -> Text,
        because -> Text,
        found_at -> Instant,
    }
}

table! {
    letters (letter) {
        letter -> Text,
        met_at -> Instant,
    }
}

table! {
    evidence (id) {
        id -> Text,
        candidate_id -> Text,
        kind -> Text,
        certification -> Nullable<Text>,
        number -> Nullable<Text>,
        awarded_on -> Nullable<Date>,
        course_id -> Nullable<Text>,
        completed_on -> Nullable<Date>,
        organisation -> Nullable<Text>,
        role -> Nullable<Text>,
        it_environment -> Nullable<Bool>,
        started_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        recorded_by_body_id -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Instant,
        verified_by -> Nullable<Text>,
        verified_at -> Nullable<Instant>,
        verification_method -> Nullable<Text>,
        verification_note -> Nullable<Text>,
        rejected_by -> Nullable<Text>,
        rejected_at -> Nullable<Instant>,
        rejection_reason -> Nullable<Text>,
        expires_on -> Nullable<Date>,
        checked_on -> Nullable<Date>,
        checked_url -> Nullable<Text>,
        points -> Nullable<Natural>,
        activity -> Nullable<Text>,
    }
}

table! {
    attendances (evidence_id) {
        evidence_id -> Text,
        training_organisation_id -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    results (id) {
        id -> Text,
        candidate_id -> Text,
        body_id -> Nullable<Text>,
        qualification -> Text,
        edition -> Text,
        sat_on -> Date,
        marks -> Nullable<Integer>,
        question_marks -> Nullable<Text>,
        marks_available -> Nullable<Integer>,
        pass_mark -> Nullable<Integer>,
        outcome -> Text,
        reference -> Nullable<Text>,
        corrects_id -> Nullable<Text>,
        correction_reason -> Nullable<Text>,
        registered_by -> Text,
        registered_at -> Instant,
        sitting_number -> Natural,
        format -> Text,
    }
}

table! {
    result_annulments (result_id) {
        result_id -> Text,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    decisions (result_id) {
        result_id -> Text,
        scheme_version -> Text,
        assessment -> Text,
    }
}

table! {
    certificates (id) {
        id -> Text,
        number -> Text,
        result_id -> Text,
        candidate_id -> Text,
        body_id -> Nullable<Text>,
        qualification -> Text,
        edition -> Text,
        awarded_on -> Date,
        expires_on -> Nullable<Date>,
        current -> Bool,
        awarded_at -> Instant,
        renews_id -> Nullable<Text>,
        format -> Text,
    }
}

table! {
    questioned_certificates (certificate_id, result_id) {
        certificate_id -> Text,
        result_id -> Text,
        recorded_at -> Instant,
        decision -> Nullable<Text>,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Instant>,
    }
}

table! {
    certificate_status_changes (id) {
        id -> BigInt,
        certificate_id -> Text,
        kind -> Text,
        effective_on -> Date,
        until -> Nullable<Date>,
        reason_code -> Text,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    events (sequence) {
        sequence -> BigInt,
        id -> Text,
        kind -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        body_id -> Nullable<Text>,
        actor -> Text,
        recorded_at -> Instant,
        data -> Text,
    }
}

table! {
    event_personal_data (event_id) {
        event_id -> Text,
        data -> Text,
    }
}

table! {
    idempotency_keys (client_id, idempotency_key) {
        client_id -> Text,
        idempotency_key -> Text,
        request_digest -> Text,
        status -> Integer,
        location -> Nullable<Text>,
        tag -> Nullable<Text>,
        content_type -> Text,
        body -> Text,
        answered_at -> Instant,
    }
}

table! {
    guesses (subject) {
        subject -> Text,
        wrong -> Natural,
        recent -> Text,
        reckoned_at -> Instant,
        wait_until -> Nullable<Instant>,
        forgotten_at -> Instant,
    }
}

table! {
    result_batches (id) {
        id -> Text,
        body_id -> Nullable<Text>,
        submitted_by -> Text,
        submitted_as -> Text,
        submitted_at -> Instant,
        format -> Text,
        file_name -> Nullable<Text>,
        digest -> Text,
        bytes -> BigInt,
        row_count -> Integer,
        dry_run -> Bool,
        state -> Text,
        pass -> Integer,
        fail -> Integer,
        unchanged -> Integer,
        not_eligible -> Integer,
        invalid -> Integer,
        conflict -> Integer,
        missed_numbers -> Integer,
        started_at -> Nullable<Instant>,
        finished_at -> Nullable<Instant>,
        worker -> Nullable<Text>,
        leased_until -> Nullable<Instant>,
        refused -> Integer,
        waits_because -> Nullable<Text>,
        reading -> Nullable<Text>,
        stored_bytes -> Nullable<BigInt>,
    }
}

table! {
    result_batch_pieces (batch_id, piece) {
        batch_id -> Text,
        piece -> Integer,
        content -> Binary,
    }
}

table! {
    result_batch_rows (batch_id, line) {
        batch_id -> Text,
        line -> Integer,
        reference -> Nullable<Text>,
        outcome -> Text,
        result_id -> Nullable<Text>,
        errors -> Nullable<Text>,
        notes -> Nullable<Text>,
    }
}

table! {
    used_challenges (digest) {
        digest -> Text,
        expires_at -> Instant,
    }
}

table! {
    webhook_subscriptions (id) {
        id -> Text,
        client_id -> Text,
        url -> Text,
        event_kinds -> Codes,
        state -> Text,
        sealed_secret -> Text,
        secret_changed_at -> Instant,
        sealed_previous_secret -> Nullable<Text>,
        previous_secret_until -> Nullable<Instant>,
        starts_after -> BigInt,
        after_sequence -> BigInt,
        registered_at -> Instant,
        changed_at -> Instant,
        confirmed_at -> Nullable<Instant>,
    }
}

table! {
    webhook_trials (delivery_id, attempt) {
        delivery_id -> Text,
        attempt -> Integer,
        client_id -> Text,
        tried_at -> Instant,
    }
}

table! {
    webhook_deliveries (id) {
        id -> Text,
        subscription_id -> Text,
        reason -> Text,
        event_sequence -> Nullable<BigInt>,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Nullable<Instant>,
        created_at -> Instant,
        finished_at -> Nullable<Instant>,
    }
}

table! {
    webhook_attempts (delivery_id, number) {
        delivery_id -> Text,
        number -> Integer,
        started_at -> Instant,
        duration_ms -> Integer,
        status -> Nullable<Integer>,
        error -> Nullable<Text>,
    }
}

table! {
    issuer_keys (id) {
        id -> Text,
        algorithm -> Text,
        public_key -> Text,
        sealed_private_key -> Nullable<Text>,
        generated_at -> Instant,
        retired_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        revocation_reason -> Nullable<Text>,
    }
}

table! {
    issuers (number) {
        number -> Natural,
        url -> Text,
        did -> Text,
        recorded_at -> Instant,
    }
}

table! {
    service_starts (id) {
        id -> Integer,
        public_url -> Text,
        issuer_name -> Text,
        words -> Text,
        started_at -> Instant,
    }
}

table! {
    status_lists (number) {
        number -> Natural,
        version -> BigInt,
        opened_at -> Instant,
        issuer -> Nullable<Natural>,
        subject -> Text,
    }
}

table! {
    organisation_credential_files (digest) {
        digest -> Text,
        credential_id -> Text,
        made_at -> Instant,
    }
}

table! {
    organisation_credentials (id) {
        id -> Text,
        organisation_certificate_id -> Text,
        status_list -> Natural,
        status_index -> Natural,
        rs256_key_id -> Text,
        eddsa_key_id -> Text,
        says -> Text,
        issued_at -> Instant,
        jws -> Text,
        document -> Text,
    }
}

table! {
    credential_words (digest) {
        digest -> Text,
        qualification -> Text,
        edition -> Text,
        format -> Text,
    }
}

table! {
    credentials (id) {
        id -> Text,
        certificate_id -> Text,
        status_list -> Natural,
        status_index -> Natural,
        rs256_key_id -> Text,
        eddsa_key_id -> Text,
        issued_at -> Instant,
        replaced_at -> Nullable<Instant>,
        superseded_at -> Nullable<Instant>,
        words -> Nullable<Text>,
    }
}

table! {
    credential_documents (credential_id) {
        credential_id -> Text,
        holder -> Text,
        jws -> Text,
        document -> Text,
    }
}

table! {
    credential_files (digest) {
        digest -> Text,
        credential_id -> Text,
        made_at -> Instant,
    }
}

table! {
    holder_links (id) {
        id -> Text,
        certificate_id -> Text,
        token_digest -> Text,
        issued_by -> Text,
        issued_at -> Instant,
        expires_on -> Nullable<Date>,
        revoked_by -> Nullable<Text>,
        revoked_at -> Nullable<Instant>,
    }
}

table! {
    identity_changes (id) {
        id -> Text,
        candidate_id -> Text,
        body_id -> Nullable<Text>,
        state -> Text,
        changes_given_names -> Bool,
        given_names -> Nullable<Text>,
        family_name -> Nullable<Text>,
        birth_date -> Nullable<Date>,
        reason -> Text,
        proof_method -> Nullable<Text>,
        proof_note -> Nullable<Text>,
        requested_by -> Text,
        requested_at -> Instant,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Instant>,
        words -> Nullable<Text>,
        earlier_given_names -> Nullable<Text>,
        earlier_family_name -> Nullable<Text>,
        earlier_birth_date -> Nullable<Date>,
        earlier_from -> Nullable<Date>,
        earlier_matching_key -> Nullable<Text>,
    }
}

table! {
    preliminary_scopes (id) {
        id -> Text,
        body_id -> Text,
        organisation_name -> Text,
        country -> Text,
        edition -> Text,
        scope_statement -> Text,
        state -> Text,
        requested_by -> Text,
        requested_at -> Instant,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Instant>,
        words -> Nullable<Text>,
    }
}

table! {
    organisations (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        latin_name -> Nullable<Text>,
        sort_key -> Text,
        country -> Text,
        region -> Nullable<Text>,
        website -> Nullable<Text>,
        registration_number -> Nullable<Text>,
        registered_by_body_id -> Nullable<Text>,
        merged_into_id -> Nullable<Text>,
        registered_at -> Instant,
        changed_at -> Instant,
    }
}

table! {
    organisation_distinctions (first_id, second_id) {
        first_id -> Text,
        second_id -> Text,
        reason -> Text,
        decided_by -> Text,
        decided_at -> Instant,
    }
}

table! {
    organisation_certificates (id) {
        id -> Text,
        organisation_id -> Text,
        body_id -> Text,
        number -> Text,
        edition -> Text,
        issued_on -> Date,
        expires_on -> Date,
        renews_id -> Nullable<Text>,
        follows_id -> Nullable<Text>,
        state -> Text,
        scope_statement -> Text,
        organisation_as_submitted -> Nullable<Text>,
        confidential -> Bool,
        originally_issued_on -> Nullable<Date>,
        particulars -> Text,
        submitted_by -> Text,
        submitted_at -> Instant,
        published_at -> Nullable<Instant>,
    }
}

table! {
    organisation_certificate_sites (organisation_certificate_id, position) {
        organisation_certificate_id -> Text,
        position -> Integer,
        name -> Nullable<Text>,
        locality -> Text,
        region -> Nullable<Text>,
        country -> Text,
        street -> Nullable<Text>,
        postcode -> Nullable<Text>,
        scope -> Nullable<Text>,
    }
}

table! {
    organisation_certificate_steps (organisation_certificate_id, position) {
        organisation_certificate_id -> Text,
        position -> Integer,
        kind -> Text,
        scope_statement -> Nullable<Text>,
        words -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    organisation_certificate_status_changes (id) {
        id -> BigInt,
        organisation_certificate_id -> Text,
        kind -> Text,
        effective_on -> Date,
        until -> Nullable<Date>,
        reason_code -> Nullable<Text>,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    organisation_certificate_confirmations (organisation_certificate_id, confirmed_on) {
        organisation_certificate_id -> Text,
        confirmed_on -> Date,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    organisation_certificate_numbers (organisation_certificate_id, position) {
        organisation_certificate_id -> Text,
        position -> Integer,
        body_id -> Nullable<Text>,
        number -> Text,
        number_key -> Text,
    }
}

table! {
    organisation_certificate_transfers (id) {
        id -> BigInt,
        organisation_certificate_id -> Text,
        body_id -> Text,
        number -> Text,
        effective_on -> Date,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    organisation_keys (kind, key, organisation_id) {
        kind -> Text,
        key -> Text,
        organisation_id -> Text,
    }
}

table! {
    organisation_duplicates (first_id, second_id) {
        first_id -> Text,
        second_id -> Text,
        reasons -> Text,
    }
}

table! {
    organisation_merges (id) {
        id -> BigInt,
        kind -> Text,
        duplicate_id -> Text,
        survivor_id -> Text,
        reason -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

table! {
    directory_entries (number) {
        number -> BigInt,
        kind -> Text,
        subject_id -> Text,
        sort_key -> Text,
        slug -> Text,
        name -> Text,
        latin_name -> Nullable<Text>,
        countries -> Codes,
        folded_name -> Text,
        folded_words -> Text,
    }
}

table! {
    directory_facets (entry, facet, value) {
        entry -> BigInt,
        facet -> Text,
        value -> Text,
    }
}

table! {
    directory_standings (entry, position) {
        entry -> BigInt,
        position -> Integer,
        status -> Text,
        first_day -> Date,
        last_day -> Nullable<Date>,
        edition -> Nullable<Text>,
        body_id -> Nullable<Text>,
    }
}

table! {
    approved_auditors (id) {
        id -> Text,
        name -> Text,
        sort_key -> Text,
        note -> Nullable<Text>,
        approved_on -> Date,
        registered_by -> Text,
        registered_at -> Instant,
        removed_by -> Nullable<Text>,
        removed_at -> Nullable<Instant>,
        removal_reason -> Nullable<Text>,
    }
}

table! {
    documents (id) {
        id -> Text,
        sort_key -> Text,
        title -> Text,
        language -> Text,
        kind -> Text,
        owner -> Nullable<Text>,
        url -> Nullable<Text>,
        file_digest -> Nullable<Text>,
        file_bytes -> Nullable<Integer>,
        published_on -> Date,
        registered_at -> Instant,
        changed_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        withdrawal_reason -> Nullable<Text>,
    }
}

table! {
    document_files (document_id) {
        document_id -> Text,
        content -> Binary,
    }
}

table! {
    dumps (id) {
        day -> Date,
        id -> Text,
        begun_at -> Instant,
        made_at -> Nullable<Instant>,
        licence -> Nullable<Text>,
        manifest -> Nullable<Text>,
    }
}

table! {
    dump_files (dump_id, name) {
        dump_id -> Text,
        name -> Text,
        row_count -> BigInt,
        bytes -> BigInt,
        digest -> Text,
    }
}

table! {
    dump_pieces (dump_id, name, piece) {
        dump_id -> Text,
        name -> Text,
        piece -> Integer,
        content -> Binary,
    }
}

table! {
    notices (id) {
        id -> Text,
        sort_key -> Text,
        published_on -> Date,
        texts -> Text,
        url -> Nullable<Text>,
        registered_at -> Instant,
        changed_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        withdrawal_reason -> Nullable<Text>,
    }
}

table! {
    body_auditors (id) {
        id -> Text,
        body_id -> Text,
        approved_auditor_id -> Nullable<Text>,
        certificate_id -> Nullable<Text>,
        named_on -> Date,
        named_by -> Text,
        named_at -> Instant,
        removed_by -> Nullable<Text>,
        removed_at -> Nullable<Instant>,
        removal_reason -> Nullable<Text>,
    }
}

diesel::joinable!(sessions -> persons (person_id));
diesel::joinable!(sessions -> role_assignments (role_assignment_id));
diesel::joinable!(organisation_keys -> organisations (organisation_id));
diesel::joinable!(organisation_certificates -> organisations (organisation_id));
diesel::joinable!(organisation_certificate_sites -> organisation_certificates (organisation_certificate_id));
diesel::joinable!(organisation_certificate_steps -> organisation_certificates (organisation_certificate_id));
diesel::joinable!(organisation_certificate_status_changes -> organisation_certificates (organisation_certificate_id));
diesel::joinable!(organisation_certificate_numbers -> organisation_certificates (organisation_certificate_id));
diesel::joinable!(organisation_certificate_transfers -> organisation_certificates (organisation_certificate_id));
diesel::joinable!(credentials -> certificates (certificate_id));
diesel::joinable!(credential_documents -> credentials (credential_id));
diesel::joinable!(credential_files -> credentials (credential_id));
diesel::joinable!(webhook_deliveries -> events (event_sequence));
diesel::joinable!(webhook_deliveries -> webhook_subscriptions (subscription_id));
diesel::joinable!(webhook_subscriptions -> clients (client_id));
diesel::joinable!(candidate_bodies -> candidates (candidate_id));
diesel::joinable!(identity_changes -> candidates (candidate_id));
diesel::joinable!(certificates -> candidates (candidate_id));
diesel::joinable!(certificates -> bodies (body_id));
diesel::joinable!(certificate_status_changes -> certificates (certificate_id));
diesel::joinable!(questioned_certificates -> certificates (certificate_id));
diesel::joinable!(courses -> training_organisations (training_organisation_id));
diesel::joinable!(evidence -> courses (course_id));
diesel::joinable!(attendances -> evidence (evidence_id));
diesel::joinable!(body_status_changes -> bodies (body_id));
diesel::joinable!(certificates -> results (result_id));
diesel::joinable!(result_annulments -> results (result_id));
diesel::joinable!(certificates -> result_annulments (result_id));

diesel::allow_tables_to_appear_in_same_query!(
    bodies,
    body_status_changes,
    clients,
    signing_keys,
    training_organisations,
    training_organisation_status_changes,
    courses,
    course_status_changes,
    course_sessions,
    candidates,
    candidate_bodies,
    candidate_merges,
    candidate_comparisons,
    candidate_distinctions,
    candidate_duplicates,
    letters,
    evidence,
    attendances,
    results,
    result_annulments,
    decisions,
    questioned_certificates,
    certificates,
    certificate_status_changes,
    events,
    event_personal_data,
    idempotency_keys,
    guesses,
    result_batches,
    result_batch_pieces,
    result_batch_rows,
    webhook_subscriptions,
    webhook_deliveries,
    webhook_attempts,
    webhook_trials,
    issuer_keys,
    status_lists,
    credentials,
    credential_documents,
    credential_files,
    holder_links,
    identity_changes,
    preliminary_scopes,
    organisations,
    organisation_distinctions,
    organisation_keys,
    organisation_duplicates,
    organisation_merges,
    organisation_certificates,
    organisation_certificate_sites,
    organisation_certificate_steps,
    organisation_certificate_status_changes,
    organisation_certificate_transfers,
    organisation_certificate_confirmations,
    organisation_certificate_numbers,
    organisation_credential_files,
    organisation_credentials,
    directory_entries,
    directory_facets,
    directory_standings,
    approved_auditors,
    body_auditors,
    persons,
    role_assignments,
    invitations,
    passkeys,
    used_challenges,
    sign_in_links,
    sessions,
);
