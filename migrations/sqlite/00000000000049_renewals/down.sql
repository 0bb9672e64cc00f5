PRAGMA defer_foreign_keys = ON;
CREATE TABLE certificates_kept AS SELECT * FROM certificates;
DROP TABLE certificates;
CREATE TABLE certificates (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    result_id TEXT NOT NULL UNIQUE REFERENCES results (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id),
    body_id TEXT REFERENCES bodies (id),
    qualification TEXT NOT NULL,
    format TEXT NOT NULL DEFAULT '',
    edition TEXT NOT NULL,
    awarded_on DATE NOT NULL,
    expires_on DATE CHECK (expires_on >= awarded_on),
    current BOOLEAN NOT NULL,
    awarded_at TIMESTAMP NOT NULL
);
INSERT INTO certificates (id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, current, awarded_at)
SELECT id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, current, awarded_at
FROM certificates_kept;
DROP TABLE certificates_kept;
CREATE UNIQUE INDEX one_certificate_per_holder_qualification_and_edition
    ON certificates (candidate_id, qualification, edition) WHERE current;
CREATE INDEX certificates_by_body ON certificates (body_id, id);
CREATE INDEX certificates_by_candidate ON certificates (candidate_id, id);
CREATE INDEX certificates_by_last_day ON certificates (expires_on) WHERE expires_on IS NOT NULL;
CREATE TRIGGER certificates_no_update BEFORE UPDATE OF id, number, result_id, candidate_id, body_id, qualification, format, edition, awarded_on, expires_on, awarded_at ON certificates BEGIN SELECT RAISE(ABORT, 'only the currency of a certificate can change'); END;
CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates BEGIN SELECT RAISE(ABORT, 'certificates are not deleted'); END;

CREATE TABLE evidence_kept AS SELECT * FROM evidence;
DROP TABLE evidence;
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
    expires_on DATE CHECK (expires_on >= awarded_on),
    checked_on DATE CHECK (checked_on >= awarded_on),
    checked_url TEXT,
    CHECK (
        (kind = 'external_certificate' AND certification IS NOT NULL AND number IS NOT NULL AND awarded_on IS NOT NULL)
        OR (kind = 'course_attendance' AND course_id IS NOT NULL AND completed_on IS NOT NULL)
        OR (kind = 'audit_experience' AND organisation IS NOT NULL AND role IS NOT NULL
            AND it_environment IS NOT NULL AND started_on IS NOT NULL)
    ),
    CHECK ((verified_at IS NULL) = (verified_by IS NULL)),
    CHECK ((rejected_at IS NULL) = (rejected_by IS NULL) AND (rejected_at IS NULL) = (rejection_reason IS NULL))
);
INSERT INTO evidence (id, candidate_id, kind, certification, number, awarded_on, course_id, completed_on, organisation, role,
    it_environment, started_on, ended_on, recorded_by_body_id, recorded_by, recorded_at, verified_by, verified_at,
    verification_method, verification_note, rejected_by, rejected_at, rejection_reason, expires_on, checked_on, checked_url)
SELECT id, candidate_id, kind, certification, number, awarded_on, course_id, completed_on, organisation, role,
    it_environment, started_on, ended_on, recorded_by_body_id, recorded_by, recorded_at, verified_by, verified_at,
    verification_method, verification_note, rejected_by, rejected_at, rejection_reason, expires_on, checked_on, checked_url
FROM evidence_kept;
DROP TABLE evidence_kept;
CREATE INDEX evidence_by_candidate ON evidence (candidate_id, id);
