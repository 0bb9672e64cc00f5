-- The registry's tables. Both engines have the same tables, columns and constraints; only the types' spellings and
-- the way to forbid changes differ.

CREATE TABLE bodies (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL,
    website TEXT,
    contact TEXT,
    accredited_by TEXT,
    accreditation_number TEXT,
    listed_on DATE NOT NULL,
    registered_at TIMESTAMP NOT NULL
);

CREATE TABLE body_status_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body_id TEXT NOT NULL REFERENCES bodies (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind = 'suspension' AND until >= effective_on)),
    reason_code TEXT,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX body_status_changes_by_body ON body_status_changes (body_id, id);

CREATE TABLE clients (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('registrar', 'body', 'employer')),
    body_id TEXT REFERENCES bodies (id),
    secret_digest TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    secret_changed_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    CHECK ((role = 'body') = (body_id IS NOT NULL))
);

CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    public_key TEXT NOT NULL,
    sealed_private_key TEXT NOT NULL,
    generated_at TIMESTAMP NOT NULL
);

CREATE TABLE training_organisations (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL,
    website TEXT,
    accredited_from DATE NOT NULL,
    accredited_until DATE CHECK (accredited_until >= accredited_from),
    registered_at TIMESTAMP NOT NULL
);

-- Languages, countries and deliveries are sets of codes, written `,de,en,` so that one can be looked for.
CREATE TABLE courses (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    training_organisation_id TEXT NOT NULL REFERENCES training_organisations (id),
    qualification TEXT NOT NULL,
    title TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE,
    languages TEXT NOT NULL,
    countries TEXT NOT NULL,
    delivery TEXT NOT NULL,
    accredited_from DATE NOT NULL,
    accredited_until DATE CHECK (accredited_until >= accredited_from),
    registered_at TIMESTAMP NOT NULL
);
CREATE INDEX courses_by_training_organisation ON courses (training_organisation_id);

CREATE TABLE candidates (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    given_names TEXT,
    family_name TEXT NOT NULL,
    birth_date DATE NOT NULL,
    email TEXT,
    country TEXT,
    listed BOOLEAN NOT NULL,
    registered_by_body_id TEXT REFERENCES bodies (id),
    registered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

-- Which bodies know a candidate: the one that registered it, and those that found it by number and birth date.
CREATE TABLE candidate_bodies (
    body_id TEXT NOT NULL REFERENCES bodies (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    known_since TIMESTAMP NOT NULL,
    PRIMARY KEY (body_id, candidate_id)
);
CREATE INDEX candidate_bodies_by_candidate ON candidate_bodies (candidate_id);

-- The three kinds of evidence share attestation and rejection, and are read together for every assessment.
CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    kind TEXT NOT NULL,
    certification TEXT,
    number TEXT,
    awarded_on DATE,
    course_id TEXT REFERENCES courses (id),
    completed_on DATE,
    organisation TEXT,
    role TEXT CHECK (role IN ('third_party', 'internal')),
    it_environment BOOLEAN,
    started_on DATE,
    ended_on DATE CHECK (ended_on >= started_on),
    recorded_by_body_id TEXT REFERENCES bodies (id),
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    verified_by TEXT,
    verified_at TIMESTAMP,
    verification_method TEXT,
    verification_note TEXT,
    rejected_by TEXT,
    rejected_at TIMESTAMP,
    rejection_reason TEXT,
    CHECK (
        (kind = 'external_certificate' AND certification IS NOT NULL AND number IS NOT NULL AND awarded_on IS NOT NULL)
        OR (kind = 'course_attendance' AND course_id IS NOT NULL AND completed_on IS NOT NULL)
        OR (kind = 'audit_experience' AND organisation IS NOT NULL AND role IS NOT NULL
            AND it_environment IS NOT NULL AND started_on IS NOT NULL)
    ),
    CHECK ((verified_at IS NULL) = (verified_by IS NULL)),
    CHECK ((rejected_at IS NULL) = (rejected_by IS NULL) AND (rejected_at IS NULL) = (rejection_reason IS NULL))
);
CREATE INDEX evidence_by_candidate ON evidence (candidate_id, id);

-- A result is never edited: a correction is a row of its own that points at the row it corrects.
CREATE TABLE results (
    id TEXT NOT NULL PRIMARY KEY,
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    body_id TEXT REFERENCES bodies (id),
    qualification TEXT NOT NULL,
    edition TEXT NOT NULL,
    sat_on DATE NOT NULL,
    marks INTEGER,
    question_marks TEXT,
    marks_available INTEGER,
    pass_mark INTEGER,
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail')),
    reference TEXT,
    corrects_id TEXT UNIQUE REFERENCES results (id),
    correction_reason TEXT,
    registered_by TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    CHECK (
        (marks IS NULL AND marks_available IS NULL AND pass_mark IS NULL AND question_marks IS NULL)
        OR (marks IS NOT NULL AND marks_available IS NOT NULL AND pass_mark IS NOT NULL
            AND marks BETWEEN 0 AND marks_available AND pass_mark BETWEEN 1 AND marks_available
            AND (outcome = 'pass') = (marks >= pass_mark))
    ),
    CHECK ((corrects_id IS NULL) = (correction_reason IS NULL))
);
CREATE UNIQUE INDEX one_result_per_candidate_qualification_and_day
    ON results (candidate_id, qualification, sat_on) WHERE corrects_id IS NULL;
CREATE INDEX results_by_body ON results (body_id, id);
CREATE INDEX results_by_candidate ON results (candidate_id, qualification, id);

-- The reasoned answer on which a result was accepted. Apart from the result, because it quotes evidence about a person.
CREATE TABLE decisions (
    result_id TEXT NOT NULL PRIMARY KEY REFERENCES results (id),
    scheme_version TEXT NOT NULL,
    assessment TEXT NOT NULL
);

-- `current` marks the certificate that its holder has of a qualification and edition; it ends with a withdrawal, or
-- when an expired certificate is followed by a new one.
CREATE TABLE certificates (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    result_id TEXT NOT NULL UNIQUE REFERENCES results (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    body_id TEXT REFERENCES bodies (id),
    qualification TEXT NOT NULL,
    edition TEXT NOT NULL,
    awarded_on DATE NOT NULL,
    expires_on DATE CHECK (expires_on >= awarded_on),
    current BOOLEAN NOT NULL,
    awarded_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX one_certificate_per_holder_qualification_and_edition
    ON certificates (candidate_id, qualification, edition) WHERE current;
CREATE INDEX certificates_by_body ON certificates (body_id, id);
CREATE INDEX certificates_by_candidate ON certificates (candidate_id, id);

CREATE TABLE certificate_status_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    certificate_id TEXT NOT NULL REFERENCES certificates (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind = 'suspension' AND until >= effective_on)),
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX certificate_status_changes_by_certificate ON certificate_status_changes (certificate_id, id);

-- The sequence is the order of commit, because writes exclude one another.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    body_id TEXT REFERENCES bodies (id),
    actor TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX events_by_body ON events (body_id, sequence);
CREATE INDEX events_by_subject ON events (subject_id);

-- What an event knows about a person: apart, so that it can be erased without touching the event.
CREATE TABLE event_personal_data (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    data TEXT NOT NULL
);

-- The first answer to a creating request, for whoever sends the request again.
CREATE TABLE idempotency_keys (
    client_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    content_type TEXT NOT NULL,
    body TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (client_id, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (answered_at);

-- What is on record stays as it is.
CREATE TRIGGER body_status_changes_no_update BEFORE UPDATE ON body_status_changes BEGIN SELECT RAISE(ABORT, 'body_status_changes is append-only'); END;
CREATE TRIGGER body_status_changes_no_delete BEFORE DELETE ON body_status_changes BEGIN SELECT RAISE(ABORT, 'body_status_changes is append-only'); END;
CREATE TRIGGER certificate_status_changes_no_update BEFORE UPDATE ON certificate_status_changes BEGIN SELECT RAISE(ABORT, 'certificate_status_changes is append-only'); END;
CREATE TRIGGER certificate_status_changes_no_delete BEFORE DELETE ON certificate_status_changes BEGIN SELECT RAISE(ABORT, 'certificate_status_changes is append-only'); END;
CREATE TRIGGER results_no_update BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results is append-only'); END;
CREATE TRIGGER results_no_delete BEFORE DELETE ON results BEGIN SELECT RAISE(ABORT, 'results is append-only'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER certificates_no_update BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, edition, awarded_on, expires_on, awarded_at ON certificates BEGIN SELECT RAISE(ABORT, 'only the currency of a certificate can change'); END;
CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates BEGIN SELECT RAISE(ABORT, 'certificates are not deleted'); END;
