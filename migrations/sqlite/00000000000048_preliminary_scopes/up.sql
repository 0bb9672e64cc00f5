-- Scope statements that bodies have reviewed before the audit. Each is reviewed once, and spends none of the reviews of an
-- application.
CREATE TABLE preliminary_scopes (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES bodies (id),
    organisation_name TEXT NOT NULL,
    country TEXT NOT NULL,
    edition TEXT NOT NULL,
    scope_statement TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'agreed', 'not_agreed', 'withdrawn')),
    requested_by TEXT NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    ended_by TEXT,
    ended_at TIMESTAMP,
    words TEXT,
    CHECK ((state = 'requested') = (ended_at IS NULL)),
    CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CHECK (state <> 'not_agreed' OR words IS NOT NULL)
);
CREATE INDEX preliminary_scopes_by_body ON preliminary_scopes (body_id, id);
CREATE INDEX preliminary_scopes_waiting ON preliminary_scopes (id) WHERE state = 'requested';

CREATE TRIGGER preliminary_scopes_no_update BEFORE UPDATE OF id, body_id, organisation_name, country, edition, scope_statement, requested_by, requested_at ON preliminary_scopes BEGIN SELECT RAISE(ABORT, 'preliminary_scopes is append-only'); END;
CREATE TRIGGER preliminary_scopes_ended_once BEFORE UPDATE OF state, ended_by, ended_at ON preliminary_scopes WHEN OLD.state <> 'requested' BEGIN SELECT RAISE(ABORT, 'preliminary_scopes is append-only'); END;
CREATE TRIGGER preliminary_scopes_no_delete BEFORE DELETE ON preliminary_scopes BEGIN SELECT RAISE(ABORT, 'preliminary_scopes is append-only'); END;
