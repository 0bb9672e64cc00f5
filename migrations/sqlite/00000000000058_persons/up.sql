-- Persons who act in the registry: who they are, in which roles, how they get in, and their sessions. Of passkeys there is the
-- public half; of links and sessions a digest.
CREATE TABLE persons (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP
);

CREATE TABLE role_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    role TEXT NOT NULL CHECK (role IN ('registrar_administrator', 'registrar', 'auditor', 'body_administrator', 'body_staff', 'training_staff')),
    body_id TEXT REFERENCES bodies (id),
    training_organisation_id TEXT REFERENCES training_organisations (id),
    reads_only BOOLEAN NOT NULL,
    assigned_by TEXT NOT NULL,
    assigned_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CHECK ((body_id IS NOT NULL) = (role IN ('body_administrator', 'body_staff'))),
    CHECK ((training_organisation_id IS NOT NULL) = (role = 'training_staff'))
);
CREATE INDEX role_assignments_by_person ON role_assignments (person_id, id);
CREATE INDEX role_assignments_by_body ON role_assignments (body_id, person_id) WHERE body_id IS NOT NULL;

CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('registrar_administrator', 'registrar', 'auditor', 'body_administrator', 'body_staff', 'training_staff')),
    body_id TEXT REFERENCES bodies (id),
    training_organisation_id TEXT REFERENCES training_organisations (id),
    reads_only BOOLEAN NOT NULL,
    invited_by TEXT NOT NULL,
    invited_at TIMESTAMP NOT NULL,
    link_expires_at TIMESTAMP NOT NULL,
    accepted_by TEXT REFERENCES persons (id),
    ended_at TIMESTAMP,
    CHECK ((body_id IS NOT NULL) = (role IN ('body_administrator', 'body_staff'))),
    CHECK ((training_organisation_id IS NOT NULL) = (role = 'training_staff')),
    CHECK (accepted_by IS NULL OR ended_at IS NOT NULL)
);
CREATE INDEX invitations_open ON invitations (id) WHERE ended_at IS NULL;

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    credential_id TEXT NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    removed_at TIMESTAMP
);
CREATE INDEX passkeys_by_person ON passkeys (person_id, id);

-- Challenges that were answered, for as long as they could be answered once more.
CREATE TABLE used_challenges (
    digest TEXT NOT NULL PRIMARY KEY,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE sign_in_links (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('new_passkey', 'demonstration')),
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    agreed_by TEXT,
    token_digest TEXT UNIQUE,
    expires_at TIMESTAMP,
    used_at TIMESTAMP,
    CHECK ((token_digest IS NULL) = (expires_at IS NULL))
);
CREATE INDEX sign_in_links_by_person ON sign_in_links (person_id, id);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES persons (id),
    role_assignment_id TEXT REFERENCES role_assignments (id),
    way TEXT NOT NULL CHECK (way IN ('passkey', 'invitation', 'link')),
    browser TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    authenticated_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL,
    idle_until TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sessions_by_person ON sessions (person_id, id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
