-- Certified organisations: who they are, what they are certified for and by whom, and how it came about.

-- One that a registrar found to be another one's duplicate points at that one; its slug and its certificates lead there.
CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    latin_name TEXT,
    sort_key TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL,
    region TEXT,
    website TEXT,
    registration_number TEXT,
    registered_by_body_id TEXT REFERENCES bodies (id),
    merged_into_id TEXT REFERENCES organisations (id),
    registered_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    CHECK (merged_into_id <> id)
);
CREATE INDEX organisations_by_survivor ON organisations (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX organisations_by_registration_number ON organisations (country, registration_number) WHERE registration_number IS NOT NULL;

-- Pairs that look alike and that a registrar found to be two.
CREATE TABLE organisation_distinctions (
    first_id TEXT NOT NULL REFERENCES organisations (id),
    second_id TEXT NOT NULL REFERENCES organisations (id),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
);

-- `state`, the scope statement and when it was published follow from the steps; what the body submitted stays. So does what it
-- said of the organisation, as JSON, while the record of that one is corrected; null where it named one on record.
CREATE TABLE organisation_certificates (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    number TEXT NOT NULL,
    edition TEXT NOT NULL,
    issued_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    renews_id TEXT REFERENCES organisation_certificates (id),
    state TEXT NOT NULL CHECK (state IN ('submitted', 'returned', 'published', 'application_withdrawn')),
    scope_statement TEXT NOT NULL,
    organisation_as_submitted TEXT,
    submitted_by TEXT NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    CHECK (issued_on < expires_on),
    CHECK ((state = 'published') = (published_at IS NOT NULL))
);
CREATE UNIQUE INDEX one_organisation_certificate_per_number ON organisation_certificates (body_id, number) WHERE state <> 'application_withdrawn';
-- Of an organisation's certificates those that are published are looked for. Without `state` in it, SQLite prefers the index by
-- state alone, and reads everything that is published.
CREATE INDEX organisation_certificates_by_organisation ON organisation_certificates (organisation_id, state, id);
CREATE INDEX organisation_certificates_by_renewed ON organisation_certificates (renews_id, state) WHERE renews_id IS NOT NULL;
CREATE INDEX organisation_certificates_by_state ON organisation_certificates (state, id);
CREATE UNIQUE INDEX one_renewal_per_organisation_certificate ON organisation_certificates (renews_id) WHERE renews_id IS NOT NULL AND state <> 'application_withdrawn';

CREATE TABLE organisation_certificate_sites (
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    position INTEGER NOT NULL,
    name TEXT,
    locality TEXT NOT NULL,
    region TEXT,
    country TEXT NOT NULL,
    PRIMARY KEY (organisation_certificate_id, position)
);

-- The way of an application, step by step: who submitted which scope statement, and what the registrar said of it.
CREATE TABLE organisation_certificate_steps (
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('submission', 'feedback', 'revision', 'agreement', 'disagreement', 'withdrawal')),
    scope_statement TEXT,
    words TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation_certificate_id, position)
);

CREATE TABLE organisation_certificate_status_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    kind TEXT NOT NULL CHECK (kind IN ('suspension', 'reinstatement', 'withdrawal')),
    effective_on DATE NOT NULL,
    until DATE CHECK (until IS NULL OR (kind = 'suspension' AND until >= effective_on)),
    reason_code TEXT,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX organisation_certificate_status_changes_by_certificate ON organisation_certificate_status_changes (organisation_certificate_id, id);

-- From a day on, another body answers for the certificate, under a number of its own.
CREATE TABLE organisation_certificate_transfers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organisation_certificate_id TEXT NOT NULL REFERENCES organisation_certificates (id),
    body_id TEXT NOT NULL REFERENCES bodies (id),
    number TEXT NOT NULL,
    effective_on DATE NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX one_transfer_per_number ON organisation_certificate_transfers (body_id, number);
CREATE INDEX organisation_certificate_transfers_by_certificate ON organisation_certificate_transfers (organisation_certificate_id, id);

CREATE TRIGGER organisation_certificates_no_update BEFORE UPDATE OF id, organisation_id, body_id, number, edition, issued_on, expires_on, renews_id, organisation_as_submitted, submitted_by, submitted_at ON organisation_certificates BEGIN SELECT RAISE(ABORT, 'what was submitted stays'); END;
CREATE TRIGGER organisation_certificates_no_delete BEFORE DELETE ON organisation_certificates BEGIN SELECT RAISE(ABORT, 'organisation_certificates are not deleted'); END;
CREATE TRIGGER organisation_certificate_sites_no_update BEFORE UPDATE ON organisation_certificate_sites BEGIN SELECT RAISE(ABORT, 'organisation_certificate_sites is append-only'); END;
CREATE TRIGGER organisation_certificate_sites_no_delete BEFORE DELETE ON organisation_certificate_sites BEGIN SELECT RAISE(ABORT, 'organisation_certificate_sites is append-only'); END;
CREATE TRIGGER organisation_certificate_steps_no_update BEFORE UPDATE ON organisation_certificate_steps BEGIN SELECT RAISE(ABORT, 'organisation_certificate_steps is append-only'); END;
CREATE TRIGGER organisation_certificate_steps_no_delete BEFORE DELETE ON organisation_certificate_steps BEGIN SELECT RAISE(ABORT, 'organisation_certificate_steps is append-only'); END;
CREATE TRIGGER organisation_certificate_status_changes_no_update BEFORE UPDATE ON organisation_certificate_status_changes BEGIN SELECT RAISE(ABORT, 'organisation_certificate_status_changes is append-only'); END;
CREATE TRIGGER organisation_certificate_status_changes_no_delete BEFORE DELETE ON organisation_certificate_status_changes BEGIN SELECT RAISE(ABORT, 'organisation_certificate_status_changes is append-only'); END;
CREATE TRIGGER organisation_certificate_transfers_no_update BEFORE UPDATE ON organisation_certificate_transfers BEGIN SELECT RAISE(ABORT, 'organisation_certificate_transfers is append-only'); END;
CREATE TRIGGER organisation_certificate_transfers_no_delete BEFORE DELETE ON organisation_certificate_transfers BEGIN SELECT RAISE(ABORT, 'organisation_certificate_transfers is append-only'); END;
